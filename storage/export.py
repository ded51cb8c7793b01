"""Everything of one compound (导出): its tables row by row, and a few sheets joined for people to read.

A new table must be told here to whom its rows belong, or why it is left out; a test sees to it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from storage.store import Query, Row

_CHATS = "(SELECT id FROM chat WHERE compound_id = :compound)"
_ADDRESSES = f"(SELECT id FROM address WHERE chat_id IN {_CHATS})"  # noqa: S608 - constants only
_CHAINS = "(SELECT id FROM order_chain WHERE compound_id = :compound)"
_DELIVERIES = f"(SELECT id FROM delivery WHERE chain_id IN {_CHAINS})"  # noqa: S608 - constants only
_SUMMARIES = "(SELECT id FROM daily_summary WHERE compound_id = :compound)"
_NOTICES = "(SELECT id FROM notice WHERE compound_id = :compound)"
_OWN = "compound_id = :compound"
_ELDERS = "(SELECT id FROM elder WHERE compound_id = :compound)"
_CHECK_INS = "(SELECT id FROM check_in WHERE compound_id = :compound)"
_MEDICATIONS = "(SELECT id FROM medication WHERE compound_id = :compound)"
_ROUNDS = "(SELECT id FROM test_round WHERE compound_id = :compound)"
_OWN_REMINDERS = "(SELECT id FROM reminder WHERE whom = 'own')"
_GROUPS_HEAR = "compound_id = :compound AND whom <> 'own'"  # one's own reminders are nobody else's
_PERSONS = f"""(
    SELECT person_id FROM message WHERE address_id IN {_ADDRESSES}
    UNION SELECT organiser_id FROM order_chain WHERE {_OWN}
    UNION SELECT author_id FROM statement WHERE {_OWN}
    UNION SELECT author_id FROM chain_order WHERE chain_id IN {_CHAINS}
    UNION SELECT person_id FROM chain_speaker WHERE chain_id IN {_CHAINS}
    UNION SELECT person_id FROM chain_decline WHERE chain_id IN {_CHAINS}
    UNION SELECT by_id FROM payment WHERE chain_id IN {_CHAINS}
    UNION SELECT started_by FROM delivery WHERE chain_id IN {_CHAINS}
    UNION SELECT ticked_by FROM delivery_bag WHERE delivery_id IN {_DELIVERIES}
    UNION SELECT by_id FROM delivery_fault
          WHERE bag_id IN (SELECT id FROM delivery_bag WHERE delivery_id IN {_DELIVERIES})
    UNION SELECT person_id FROM question WHERE {_OWN}
    UNION SELECT person_id FROM role WHERE {_OWN}
    UNION SELECT granted_by FROM role WHERE {_OWN}
    UNION SELECT person_id FROM residency WHERE {_OWN}
    UNION SELECT confirmed_by FROM residency WHERE {_OWN}
    UNION SELECT person_id FROM consent WHERE {_OWN}
    UNION SELECT taken_by FROM medication WHERE {_OWN}
    UNION SELECT person_id FROM medication_asker WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT person_id FROM medication_step WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT told_id FROM medication_step WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT holder_id FROM medication_custody WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT by_id FROM medication_custody WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT person_id FROM medication_alert WHERE {_OWN}
    UNION SELECT accepted_by FROM medication_alert WHERE {_OWN}
    UNION SELECT person_id FROM medication_told WHERE alert_id IN (SELECT id FROM medication_alert WHERE {_OWN})
    UNION SELECT person_id FROM medication_offer WHERE {_OWN}
    UNION SELECT decided_by FROM medication_match WHERE medication_id IN {_MEDICATIONS}
    UNION SELECT person_id FROM medication_refill WHERE {_OWN}
    UNION SELECT actor_id FROM audit WHERE {_OWN}
    UNION SELECT person_id FROM reminder WHERE {_GROUPS_HEAR}
    UNION SELECT opened_by FROM test_round WHERE {_OWN}
    UNION SELECT author_id FROM test_report WHERE round_id IN {_ROUNDS}
    UNION SELECT person_id FROM test_call WHERE round_id IN {_ROUNDS}
    UNION SELECT author_id FROM notice WHERE {_OWN}
    UNION SELECT person_id FROM notice_receipt WHERE notice_id IN {_NOTICES}
    UNION SELECT released_by FROM daily_summary WHERE {_OWN}
    UNION SELECT author_id FROM daily_summary_line WHERE summary_id IN {_SUMMARIES}
    UNION SELECT person_id FROM daily_summary_helper WHERE summary_id IN {_SUMMARIES}
    UNION SELECT person_id FROM today_mark WHERE {_OWN}
    UNION SELECT person_id FROM volunteer_hours WHERE {_OWN}
    UNION SELECT person_id FROM elder WHERE {_OWN}
    UNION SELECT agreed_by FROM elder WHERE {_OWN}
    UNION SELECT added_by FROM elder WHERE {_OWN}
    UNION SELECT person_id FROM carer WHERE elder_id IN {_ELDERS}
    UNION SELECT accepted_by FROM check_in WHERE {_OWN}
    UNION SELECT answered_by FROM check_in WHERE {_OWN}
    UNION SELECT person_id FROM check_in_step WHERE check_in_id IN {_CHECK_INS}
    UNION SELECT person_id FROM care_call WHERE {_OWN})
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is exported: which of its rows are a compound's (`:compound`), and which columns hold JSON."""

    name: str
    which: str
    json: tuple[str, ...] = ()


TABLES = (
    Table("compound", "id = :compound", ("address_words",)),
    Table("chat", _OWN),
    Table("address", f"chat_id IN {_CHATS}"),
    Table("person", f"id IN {_PERSONS}"),
    Table("role", _OWN),
    Table("message", f"address_id IN {_ADDRESSES}"),
    Table("slot", f"chat_id IN {_CHATS}"),
    Table("order_chain", _OWN, ("goods", "terms")),
    Table("statement", _OWN, ("reading",)),
    Table("chain_order", f"chain_id IN {_CHAINS}"),
    Table("order_line", f"chain_id IN {_CHAINS}", ("lots",)),
    Table("chain_speaker", f"chain_id IN {_CHAINS}"),
    Table("chain_decline", f"chain_id IN {_CHAINS}"),
    Table("payment", f"chain_id IN {_CHAINS}"),
    Table("delivery", f"chain_id IN {_CHAINS}"),
    Table("delivery_building", f"delivery_id IN {_DELIVERIES}"),
    Table("delivery_bag", f"delivery_id IN {_DELIVERIES}"),
    Table("delivery_fault", f"bag_id IN (SELECT id FROM delivery_bag WHERE delivery_id IN {_DELIVERIES})"),  # noqa: S608
    Table("talk", f"chain_id IN {_CHAINS}", ("talk",)),
    Table("question", _OWN, ("about",)),
    Table("due", f"{_OWN} AND NOT (kind = 'reminder' AND subject_id IN {_OWN_REMINDERS})", ("rule",)),
    Table("household", _OWN, ("marks",)),
    Table("residency", _OWN),
    Table("consent", _OWN),
    Table("elder", _OWN, ("timings",)),
    Table("carer", f"elder_id IN {_ELDERS}"),
    Table("check_in", _OWN),
    Table("check_in_step", f"check_in_id IN {_CHECK_INS}"),
    Table("check_in_timing", _OWN, ("timings",)),
    Table("care_call", _OWN),
    Table("medication", _OWN, ("photos", "asked")),
    Table("medication_asker", f"medication_id IN {_MEDICATIONS}"),
    Table("medication_drug", f"medication_id IN {_MEDICATIONS}", ("guesses",)),
    Table("medication_step", f"medication_id IN {_MEDICATIONS}"),
    Table("medication_custody", f"medication_id IN {_MEDICATIONS}"),
    Table("medication_alert", _OWN),
    Table("medication_told", f"alert_id IN (SELECT id FROM medication_alert WHERE {_OWN})"),  # noqa: S608
    Table("medication_offer", _OWN),
    Table("medication_match", f"medication_id IN {_MEDICATIONS}"),
    Table("medication_refill", _OWN, ("photos",)),
    Table("reminder", _GROUPS_HEAR, ("spans", "times")),
    Table("test_round", _OWN, ("spans",)),
    Table("test_report", f"round_id IN {_ROUNDS}"),
    Table("test_call", f"round_id IN {_ROUNDS}", ("spans",)),
    Table("test_board", f"round_id IN {_ROUNDS}"),
    Table("audit", _OWN),
    Table("daily_summary", _OWN, ("figures",)),
    Table("daily_summary_line", f"summary_id IN {_SUMMARIES}"),
    Table("daily_summary_copy", f"summary_id IN {_SUMMARIES}"),
    Table("daily_summary_helper", f"summary_id IN {_SUMMARIES}"),
    Table("notice", _OWN, ("buildings",)),
    Table("notice_copy", f"notice_id IN {_NOTICES}"),
    Table("notice_receipt", f"notice_id IN {_NOTICES}"),
    Table("today_mark", _OWN),
    Table("volunteer_hours", _OWN),
    Table("revision", f"audit_id IN (SELECT id FROM audit WHERE {_OWN})", ("old_value", "new_value")),  # noqa: S608
)

#: What is not exported, and why.
LEFT_OUT: Mapping[str, str] = {
    "schema_version": "of the program",
    "heartbeat": "of the bot, not of a compound",
    "counter": "of the bot, not of a compound",
    "inbox": "on its way in: raw updates, of all chats",
    "outbox": "on its way out",
    "paste": "on its way in: parts of a message, kept for minutes",
    "order_handle": "an index, made from chain_order",
    "deep_link": "good for a day only, and a secret",
    "upload": "on its way in: a file that waits to be applied",
    "recovery": "a secret",
}

#: Sheets for people. Times are UTC seconds, quantities thousandths.
SHEETS: Mapping[str, str] = {
    "buys": """
        SELECT c.id, c.title, p.name AS organiser, c.chat_id, c.opened_at, c.closed_at, c.goods
        FROM order_chain AS c LEFT JOIN person AS p ON p.id = c.organiser_id
        WHERE c.compound_id = :compound ORDER BY c.id
    """,
    "orders": """
        SELECT c.id, c.title, o.lane, o.building, o.unit, o.room, o.name, o.on_behalf, p.name AS author, l.item,
               l.thousandths, l.measure, o.note, m.sent_at, m.edited_at
        FROM order_chain AS c JOIN chain_order AS o ON o.chain_id = c.id JOIN order_line AS l ON l.order_id = o.id
        JOIN person AS p ON p.id = o.author_id JOIN message AS m ON m.id = l.since
        WHERE c.compound_id = :compound ORDER BY c.id, o.id, l.id
    """,
    "totals": """
        SELECT c.id, c.title, l.item, l.measure, SUM(l.thousandths) AS thousandths,
               COUNT(DISTINCT l.order_id) AS parties
        FROM order_chain AS c JOIN order_line AS l ON l.chain_id = c.id
        WHERE c.compound_id = :compound GROUP BY c.id, c.title, l.item, l.measure ORDER BY c.id, MIN(l.id)
    """,
    "payments": """
        SELECT c.id, c.title, o.lane, o.building, o.unit, o.room, o.name, p.kind, p.fen, p.at, by.name AS noted_by
        FROM payment AS p JOIN order_chain AS c ON c.id = p.chain_id
        LEFT JOIN chain_order AS o ON o.chain_id = p.chain_id AND o.party = p.party
        LEFT JOIN person AS by ON by.id = p.by_id
        WHERE c.compound_id = :compound AND p.kind <> 'nudged' ORDER BY c.id, p.id
    """,
    "households": """
        SELECT lane, building, unit, room, contact, phone, size, marks, note, is_listed
        FROM household WHERE compound_id = :compound ORDER BY lane, building, unit, room, id
    """,
    "chats": """
        SELECT id, purpose, building, is_active, heard_at FROM chat WHERE compound_id = :compound ORDER BY id
    """,
    "roles": """
        SELECT p.name, r.role, r.building, r.team, g.name AS granted_by, r.granted_at, r.until
        FROM role AS r JOIN person AS p ON p.id = r.person_id LEFT JOIN person AS g ON g.id = r.granted_by
        WHERE r.compound_id = :compound ORDER BY r.id
    """,
    "elders": """
        SELECT building, unit, room, lane, e.name, e.phone, channel, asks_from, asks_until, every_days, call_days,
               paused_until, agreed_at, heard_at, ended_at
        FROM elder AS e JOIN household AS h ON h.id = e.household_id WHERE e.compound_id = :compound ORDER BY e.id
    """,
    "check_ins": """
        SELECT e.name, c.day, c.opened_at, c.need, a.name AS accepted_by, c.accepted_at, c.closed_at, c.how,
               b.name AS answered_by
        FROM check_in AS c JOIN elder AS e ON e.id = c.elder_id LEFT JOIN person AS a ON a.id = c.accepted_by
        LEFT JOIN person AS b ON b.id = c.answered_by WHERE c.compound_id = :compound ORDER BY c.id
    """,
    "care_calls": """
        SELECT e.name, c.at, p.name AS called_by, c.result, c.note
        FROM care_call AS c JOIN elder AS e ON e.id = c.elder_id LEFT JOIN person AS p ON p.id = c.person_id
        WHERE c.compound_id = :compound ORDER BY c.id
    """,
}


async def version(query: Query) -> int:
    """Return the version of the database's schema; 0 where it has none yet."""
    known = await query.the("SELECT COUNT(*) AS n FROM sqlite_schema WHERE name = 'schema_version'")
    if not known["n"]:
        return 0
    return int((await query.the("SELECT COALESCE(MAX(number), 0) AS n FROM schema_version"))["n"])


async def table_rows(query: Query, table: Table, compound_id: int) -> str:
    """Return a compound's rows of a table as JSON: an array, a line a row, columns by name as they are stored."""
    sql = f"SELECT * FROM {table.name} WHERE {table.which} ORDER BY 1"  # noqa: S608 - constants only
    rows = await query.all(sql, compound=compound_id)
    return "[\n" + ",\n".join(_objects(rows, table.json)) + "\n]\n"


async def sheet_rows(query: Query, sheet: str, compound_id: int) -> Sequence[Row]:
    """Return the rows of a sheet."""
    return await query.all(SHEETS[sheet], compound=compound_id)


def _objects(rows: Sequence[Row], columns_of_json: Sequence[str]) -> Iterator[str]:
    for row in rows:
        values = dict(row)  # type: ignore[call-overload]
        for column in columns_of_json:
            values[column] = json.loads(values[column]) if values[column] else None
        yield json.dumps(values, ensure_ascii=False)
