"""What buys (接龙) contribute to the summary of a day."""

from storage.daily_summary_row import Contributor

_BUYS = """
    SELECT c.id AS subject, COALESCE(c.title, '接龙') AS title,
           CASE WHEN chat.purpose = 'stair' THEN chat.building END AS building, {at} AS at, NULL AS place,
           (SELECT COUNT(DISTINCT order_id) FROM order_line WHERE order_line.chain_id = c.id) AS amount
    FROM order_chain AS c JOIN chat ON chat.id = c.chat_id {more}
    WHERE c.compound_id = :compound AND chat.is_active = 1
"""
_OPEN = f"""
    {_BUYS.format(at="c.opened_at", more="")}
      AND c.opened_at < :end AND (c.closed_at IS NULL OR c.closed_at >= :end)
"""
_CLOSED = f"""
    {_BUYS.format(at="c.closed_at", more="")} AND c.is_cancelled = 0 AND c.closed_at >= :start AND c.closed_at < :end
"""
_CALLED_OFF = f"""
    {_BUYS.format(at="c.closed_at", more="")} AND c.is_cancelled = 1 AND c.closed_at >= :start AND c.closed_at < :end
"""
_CLOSING = f"""
    {_BUYS.format(at="due.at", more="JOIN due ON due.kind = 'order chain close' AND due.subject_id = c.id")}
      AND c.closed_at IS NULL AND due.at >= :end AND due.at < :next
"""

# Households with an order in a buy that is open, or was closed today: each once, in however many buys.
_HOUSEHOLDS = """
    SELECT o.party AS subject, COALESCE(c.title, '接龙') AS title, o.building AS building, NULL AS at,
           o.room AS place, NULL AS amount
    FROM order_chain AS c JOIN chat ON chat.id = c.chat_id JOIN chain_order AS o ON o.chain_id = c.id
    WHERE c.compound_id = :compound AND chat.is_active = 1 AND c.is_cancelled = 0 AND c.opened_at < :end
      AND (c.closed_at IS NULL OR c.closed_at >= :start)
      AND EXISTS (SELECT 1 FROM order_line WHERE order_id = o.id)
"""

CONTRIBUTOR = Contributor(
    "团购",
    {
        "buys_open": _OPEN,
        "buys_closed": _CLOSED,
        "buys_called_off": _CALLED_OFF,
        "buy_households": _HOUSEHOLDS,
        "buys_closing": _CLOSING,
    },
)
