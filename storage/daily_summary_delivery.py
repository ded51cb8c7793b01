"""What arriving goods (到货) contribute to the summary of a day: what came, and what is still to be fetched."""

from storage.daily_summary_row import Contributor

_CAME = """
    SELECT d.id AS subject, COALESCE(c.title, '接龙') AS title, NULL AS building, d.started_at AS at, NULL AS place,
           (SELECT COUNT(*) FROM delivery_bag WHERE delivery_bag.delivery_id = d.id) AS amount
    FROM delivery AS d JOIN order_chain AS c ON c.id = d.chain_id
    WHERE c.compound_id = :compound AND d.started_at >= :start AND d.started_at < :end
"""
_BAGS = """
    SELECT bag.id AS subject, COALESCE(c.title, '接龙') AS title, NULLIF(part.building, '') AS building,
           {at} AS at, o.room AS place, NULL AS amount
    FROM delivery AS d JOIN order_chain AS c ON c.id = d.chain_id JOIN delivery_bag AS bag ON bag.delivery_id = d.id
    JOIN delivery_building AS part ON part.id = bag.building_id
    LEFT JOIN chain_order AS o ON o.chain_id = c.id AND o.party = bag.party
    WHERE c.compound_id = :compound AND d.started_at < :end
"""
_WAITING = f"""
    {_BAGS.format(at="d.started_at")} AND d.stage <> 'done' AND (bag.ticked_at IS NULL OR bag.ticked_at >= :end)
"""
_FETCHED = f"{_BAGS.format(at='bag.ticked_at')} AND bag.ticked_at >= :start AND bag.ticked_at < :end"

CONTRIBUTOR = Contributor("到货", {"goods_came": _CAME, "bags_waiting": _WAITING, "bags_fetched": _FETCHED})
