"""今天 (today): what there is to see to in a compound, and who has seen to what."""

from collections.abc import Mapping, Sequence

from domain.today import WAITED_SECONDS, Item, Mark, Shelf
from storage.store import Query

#: What there is to see to, by the table whose rows it is about. Columns: `row_id`, `title`, `at` (UTC seconds) and
#: `amount`; parameters `:compound`, `:now`, `:waited` (two hours ago), and tomorrow's `:start` and `:end`.
Items = Mapping[tuple[Shelf, str], str]

ITEMS: Items = {
    (Shelf.WAITING, "question"): """
        SELECT q.id AS row_id, person.name AS title, q.asked_at AS at, NULL AS amount
        FROM question AS q JOIN person ON person.id = q.person_id JOIN chat ON chat.id = q.chat_id
        WHERE q.compound_id = :compound AND chat.kind = 'group' AND q.asked_at <= :waited AND q.until > :now
    """,
    (Shelf.WAITING, "notice"): """
        SELECT n.id AS row_id, n.text AS title, n.sent_at AS at, NULL AS amount
        FROM notice AS n
        WHERE n.compound_id = :compound AND n.state = 'sent' AND n.wants_receipt = 1 AND n.sent_at <= :waited
          AND n.sent_at > :now - 24 * 3600
    """,
    (Shelf.WAITING, "medication_alert"): """
        SELECT id AS row_id, '' AS title, raised_at AS at, NULL AS amount FROM medication_alert
        WHERE compound_id = :compound AND accepted_at IS NULL AND raised_at <= :waited
    """,
    (Shelf.OPEN, "delivery"): """
        SELECT d.id AS row_id, COALESCE(c.title, '接龙') AS title, d.started_at AS at,
               (SELECT COUNT(*) FROM delivery_bag WHERE delivery_id = d.id AND ticked_at IS NULL) AS amount
        FROM delivery AS d JOIN order_chain AS c ON c.id = d.chain_id
        WHERE c.compound_id = :compound AND d.stage <> 'done'
    """,
    (Shelf.OPEN, "test_round"): """
        SELECT id AS row_id, kind AS title, ends_at AS at, NULL AS amount FROM test_round
        WHERE compound_id = :compound AND closed_at IS NULL AND starts_at <= :now
    """,
    (Shelf.TOMORROW, "test_round"): """
        SELECT id AS row_id, kind AS title, starts_at AS at, NULL AS amount FROM test_round
        WHERE compound_id = :compound AND closed_at IS NULL AND starts_at >= :start AND starts_at < :end
    """,
    (Shelf.OPEN, "order_chain"): """
        SELECT c.id AS row_id, COALESCE(c.title, '接龙') AS title,
               (SELECT MIN(at) FROM due WHERE kind = 'order chain close' AND subject_id = c.id) AS at,
               (SELECT COUNT(DISTINCT order_id) FROM order_line WHERE chain_id = c.id) AS amount
        FROM order_chain AS c JOIN chat ON chat.id = c.chat_id
        WHERE c.compound_id = :compound AND c.closed_at IS NULL AND chat.is_active = 1
          AND NOT EXISTS (SELECT 1 FROM due WHERE kind = 'order chain close' AND subject_id = c.id
                                              AND at >= :start AND at < :end)
    """,
    (Shelf.TOMORROW, "order_chain"): """
        SELECT c.id AS row_id, COALESCE(c.title, '接龙') AS title, due.at AS at,
               (SELECT COUNT(DISTINCT order_id) FROM order_line WHERE chain_id = c.id) AS amount
        FROM order_chain AS c JOIN due ON due.kind = 'order chain close' AND due.subject_id = c.id
        WHERE c.compound_id = :compound AND c.closed_at IS NULL AND due.at >= :start AND due.at < :end
    """,
    (Shelf.TOMORROW, "notice"): """
        SELECT id AS row_id, text AS title, send_at AS at, NULL AS amount FROM notice
        WHERE compound_id = :compound AND state = 'planned' AND send_at >= :start AND send_at < :end
    """,
}
_MARK = """
    INSERT INTO today_mark (compound_id, kind, row_id, person_id, at)
    VALUES (:compound, :kind, :row, :person, :now)
    ON CONFLICT (compound_id, kind, row_id) DO UPDATE SET person_id = excluded.person_id, at = excluded.at
    WHERE today_mark.at < :since RETURNING id
"""
_MARKS = "SELECT kind, row_id, person_id, at FROM today_mark WHERE compound_id = :compound AND at >= :since"


class Marks:
    """What there is to see to, and what was seen to."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def items(self, compound_id: int, now: int, tomorrow: tuple[int, int]) -> Sequence[Item]:
        """Return what there is to see to; `tomorrow` is its start and end (UTC seconds)."""
        values = {
            "compound": compound_id,
            "now": now,
            "waited": now - WAITED_SECONDS,
            "start": tomorrow[0],
            "end": tomorrow[1],
        }
        found: list[Item] = []
        for (shelf, kind), sql in ITEMS.items():
            given = {name: value for name, value in values.items() if f":{name}" in sql}
            rows = await self._query.all(f"{sql} ORDER BY at, row_id", **given)
            found += [Item(shelf, kind, row["row_id"], row["title"], row["at"], row["amount"]) for row in rows]
        return found

    async def mark(self, compound_id: int, item: tuple[str, int], person_id: int, now: int, since: int) -> bool:
        """Somebody has seen to it; False where somebody had already since then (today; UTC seconds)."""
        kind, row_id = item
        row = await self._query.one(
            _MARK, compound=compound_id, kind=kind, row=row_id, person=person_id, now=now, since=since
        )
        return row is not None

    async def marks(self, compound_id: int, since: int) -> Mapping[tuple[str, int], Mark]:
        """Return what was seen to since then (UTC seconds), by table and row."""
        rows = await self._query.all(_MARKS, compound=compound_id, since=since)
        return {(row["kind"], row["row_id"]): Mark(row["person_id"], row["at"]) for row in rows}
