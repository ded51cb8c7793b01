"""What is past its date goes (docs/privacy.md says when): closed buys, the audit, roles, files, people nobody knows.

What points to a row goes before it or with it, so that no foreign key is left without its row.
"""

from datetime import UTC, datetime

from storage.elder import drop_elder
from storage.erasure import leave
from storage.personal import NOBODY_NEEDS, NOBODY_POINTS
from storage.store import Query

_CLOSED = "SELECT id FROM order_chain WHERE closed_at IS NOT NULL AND closed_at < :before ORDER BY id LIMIT :most"
_DELIVERY = "(SELECT id FROM delivery WHERE chain_id = :chain)"
_STOPS = f"(SELECT id FROM delivery_building WHERE delivery_id IN {_DELIVERY})"  # noqa: S608 - constants only
#: The slots that show a buy: its tally, the list of what came too late, and what shows its delivery.
_SLOTS = f"""
    SELECT id FROM slot WHERE (recipe IN (:recipe, 'late orders') AND subject_id = :chain)
    OR (recipe IN ('delivery panel', 'delivery board') AND subject_id IN {_DELIVERY})
    OR (recipe = 'delivery ticks' AND subject_id IN {_STOPS})
"""  # noqa: S608
_BUY = (
    f"""UPDATE outbox SET state = 'dead', payload = '', error = 'expired', settled_at = :now
        WHERE settled_at IS NULL AND slot_id IN ({_SLOTS})""",  # noqa: S608 - constants only
    f"UPDATE outbox SET slot_id = NULL WHERE slot_id IN ({_SLOTS})",  # noqa: S608
    f"DELETE FROM slot WHERE id IN ({_SLOTS})",  # noqa: S608
    "DELETE FROM talk WHERE chain_id = :chain",
    "DELETE FROM chain_decline WHERE chain_id = :chain",
    "DELETE FROM payment WHERE chain_id = :chain",
    f"DELETE FROM delivery_fault WHERE bag_id IN (SELECT id FROM delivery_bag WHERE delivery_id IN {_DELIVERY})",  # noqa: S608
    f"DELETE FROM delivery_bag WHERE delivery_id IN {_DELIVERY}",  # noqa: S608
    f"DELETE FROM delivery_building WHERE delivery_id IN {_DELIVERY}",  # noqa: S608
    "DELETE FROM delivery WHERE chain_id = :chain",
    "DELETE FROM order_handle WHERE chain_id = :chain",
    "DELETE FROM order_line WHERE chain_id = :chain",
    "DELETE FROM chain_order WHERE chain_id = :chain",
    "DELETE FROM chain_speaker WHERE chain_id = :chain",
    "DELETE FROM statement WHERE chain_id = :chain",
    "DELETE FROM order_chain WHERE id = :chain",
)

# Reminders and rounds that are over, and all that was said in those.
_OVER = "SELECT id FROM test_round WHERE closed_at IS NOT NULL AND closed_at < :before"
_BOARDS = f"SELECT id FROM test_board WHERE round_id IN ({_OVER})"  # noqa: S608
_ROUND_SLOTS = f"SELECT id FROM slot WHERE recipe = 'test board' AND subject_id IN ({_BOARDS})"  # noqa: S608
_ROUNDS = (
    f"""UPDATE outbox SET state = 'dead', payload = '', error = 'expired', settled_at = :now
        WHERE settled_at IS NULL AND slot_id IN ({_ROUND_SLOTS})""",  # noqa: S608
    f"UPDATE outbox SET slot_id = NULL WHERE slot_id IN ({_ROUND_SLOTS})",  # noqa: S608
    f"DELETE FROM slot WHERE recipe = 'test board' AND subject_id IN ({_BOARDS})",  # noqa: S608
    f"DELETE FROM test_board WHERE round_id IN ({_OVER})",  # noqa: S608
    f"DELETE FROM test_call WHERE round_id IN ({_OVER})",  # noqa: S608
    f"DELETE FROM test_report WHERE round_id IN ({_OVER})",  # noqa: S608
)
_ROUND = "DELETE FROM test_round WHERE closed_at IS NOT NULL AND closed_at < :before RETURNING id"
_REMINDERS = "DELETE FROM reminder WHERE ended_at IS NOT NULL AND ended_at < :before RETURNING id"

_OLD_ACTS = "SELECT id FROM audit WHERE at < :before"
_UNREVISED = f"DELETE FROM revision WHERE audit_id IN ({_OLD_ACTS})"  # noqa: S608
_UNLINKED = f"UPDATE audit SET undoes_id = NULL WHERE undoes_id IN ({_OLD_ACTS})"  # noqa: S608
_ACTS = "DELETE FROM audit WHERE at < :before RETURNING id"

#: What else goes, by what the log calls it: `:now` and `:before` (an audit's date) in UTC seconds, `:day` a day ago.
_REST = {
    "roles": "DELETE FROM role WHERE until IS NOT NULL AND until < :before RETURNING id",
    "consents": "DELETE FROM consent WHERE withdrawn_at IS NOT NULL AND withdrawn_at < :before RETURNING id",
    "links": "DELETE FROM deep_link WHERE until <= :now RETURNING person_id",
    "uploads": "DELETE FROM upload WHERE at < :day RETURNING id",
    "households": """
        DELETE FROM household WHERE is_listed = 0 AND since < :before
        AND NOT EXISTS (SELECT 1 FROM residency WHERE household_id = household.id)
        AND NOT EXISTS (SELECT 1 FROM elder WHERE household_id = household.id)
        AND NOT EXISTS (SELECT 1 FROM test_report WHERE household_id = household.id) RETURNING id
    """,
    "volunteer_hours": "DELETE FROM volunteer_hours WHERE at < :before RETURNING id",
    "messages": f"DELETE FROM message WHERE sent_at < :day AND {NOBODY_NEEDS} RETURNING id",  # noqa: S608
}

# While an answer of Telegram's is waited for, it may be about somebody who is in no other row yet.
_PERSONS = f"""
    DELETE FROM person WHERE {NOBODY_POINTS}
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE settled_at IS NULL AND outcome IS NOT NULL) RETURNING id
"""  # noqa: S608
_QUIET = """
    SELECT chat.id FROM chat JOIN address ON address.chat_id = chat.id
    WHERE kind = 'private' AND heard_at < :before
      AND NOT EXISTS (SELECT 1 FROM person WHERE telegram_user_id = telegram_chat_id)
    ORDER BY chat.id
"""

_DAY = 24 * 3600
_SUMMARY_DAYS = 180  # for which summaries and notices are kept

_OLD_SUMMARIES = "(SELECT id FROM daily_summary WHERE day < :last)"
_OLD_NOTICES = "(SELECT id FROM notice WHERE made_at < :old AND state <> 'planned')"
_OLD_SLOTS = f"""(SELECT id FROM slot WHERE
    (recipe IN ('daily summary', 'daily card')
     AND subject_id IN (SELECT id FROM daily_summary_copy WHERE summary_id IN {_OLD_SUMMARIES}))
    OR (recipe = 'daily draft' AND subject_id IN {_OLD_SUMMARIES})
    OR (recipe = 'notice' AND subject_id IN {_OLD_NOTICES}))
"""  # noqa: S608 - constants only
_SAID = (
    f"""UPDATE outbox SET state = 'dead', payload = '', error = 'expired', settled_at = :now
        WHERE settled_at IS NULL AND slot_id IN {_OLD_SLOTS}""",  # noqa: S608
    f"UPDATE outbox SET slot_id = NULL WHERE slot_id IN {_OLD_SLOTS}",  # noqa: S608
    f"DELETE FROM slot WHERE id IN {_OLD_SLOTS}",  # noqa: S608
    f"DELETE FROM daily_summary_helper WHERE summary_id IN {_OLD_SUMMARIES}",  # noqa: S608
    f"DELETE FROM daily_summary_line WHERE summary_id IN {_OLD_SUMMARIES}",  # noqa: S608
    f"DELETE FROM daily_summary_copy WHERE summary_id IN {_OLD_SUMMARIES}",  # noqa: S608
    "DELETE FROM daily_summary WHERE day < :last",
    f"DELETE FROM notice_receipt WHERE notice_id IN {_OLD_NOTICES}",  # noqa: S608
    f"DELETE FROM notice_copy WHERE notice_id IN {_OLD_NOTICES}",  # noqa: S608
    "DELETE FROM notice WHERE made_at < :old AND state <> 'planned'",
    "DELETE FROM today_mark WHERE at < :old",
)


async def drop_buys(query: Query, recipe: str, before: int, now: int, most: int) -> int:
    """Drop up to `most` buys closed before then, with all that was said in them and the slots that `recipe` shows them
    by; return how many. Times in UTC seconds."""
    buys = await query.all(_CLOSED, before=before, most=most)
    for buy in buys:
        for sql in _BUY:
            values = {"chain": buy["id"], "recipe": recipe, "now": now}
            query.do(sql, **{name: value for name, value in values.items() if f":{name}" in sql})
    return len(buys)


_OLD_CHECK_INS = "SELECT id FROM check_in WHERE closed_at IS NOT NULL AND closed_at < :before"
_STEPS = f"DELETE FROM check_in_step WHERE check_in_id IN ({_OLD_CHECK_INS})"  # noqa: S608
_CHECK_INS = "DELETE FROM check_in WHERE closed_at IS NOT NULL AND closed_at < :before RETURNING id"
_CALLS = "DELETE FROM care_call WHERE at < :before RETURNING id"
_ENDED = "SELECT id FROM elder WHERE ended_at IS NOT NULL AND ended_at < :before ORDER BY id"


async def drop_care(query: Query, before: int, now: int) -> dict[str, int]:
    """Drop check-ins that were over before then (UTC seconds), calls made before then, and elders whose care ended
    before then; return how many of each."""
    query.do(_STEPS, before=before)
    counts = {"check_ins": len(await query.all(_CHECK_INS, before=before))}
    counts["care_calls"] = len(await query.all(_CALLS, before=before))
    ended = await query.all(_ENDED, before=before)
    for elder in ended:
        drop_elder(query, elder["id"], now)
    return {**counts, "elders": len(ended)}


async def drop_acts(query: Query, before: int) -> int:
    """Drop what the audit has of acts before then (UTC seconds), with what they changed; return how many acts."""
    query.do(_UNREVISED, before=before)
    query.do(_UNLINKED, before=before)
    return len(await query.all(_ACTS, before=before))


async def drop_rounds(query: Query, before: int, now: int) -> dict[str, int]:
    """Drop the test rounds and reminders that were over before then (UTC seconds); return how many of each."""
    for sql in _ROUNDS:
        given = {name: value for name, value in {"before": before, "now": now}.items() if f":{name}" in sql}
        query.do(sql, **given)
    rounds = await query.all(_ROUND, before=before)
    reminders = await query.all(_REMINDERS, before=before)
    return {"rounds": len(rounds), "reminders": len(reminders)}


async def drop_rest(query: Query, before: int, now: int) -> dict[str, int]:
    """Drop what is over, and people and private chats that nothing points to any more; return how many of each.

    `before`: what ended before then (UTC seconds) has been over for long.
    """
    values = {"before": before, "now": now, "day": now - _DAY}
    old = now - _SUMMARY_DAYS * _DAY
    last = datetime.fromtimestamp(old, UTC).date().isoformat()
    for sql in _SAID:
        query.do(sql, **{key: value for key, value in (("old", old), ("last", last), ("now", now)) if f":{key}" in sql})
    counts = {}
    for name, sql in _REST.items():
        given = {key: value for key, value in values.items() if f":{key}" in sql}
        counts[name] = len(await query.all(sql, **given))
    counts["people"] = len(await query.all(_PERSONS))
    quiet = await query.all(_QUIET, before=before)
    counts["chats"] = sum([await leave(query, chat["id"]) for chat in quiet])
    return counts
