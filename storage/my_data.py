"""Everything that is held about one person (我的资料), and nothing of anybody else's.

Of an order it is what this account said: another's lines in the same household's order, and whom they ordered for, are
theirs. Of a household it is the roster's entry only where a lead or the roster has confirmed that they live there.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage.store import Query, Row

Rows = list[dict[str, Any]]

_COMPOUNDS = """
    SELECT id, name, time_zone FROM compound WHERE id IN (
        SELECT compound_id FROM residency WHERE person_id = :person
        UNION SELECT compound_id FROM role WHERE person_id = :person
        UNION SELECT compound_id FROM consent WHERE person_id = :person
        UNION SELECT compound_id FROM question WHERE person_id = :person
        UNION SELECT compound_id FROM upload WHERE person_id = :person
        UNION SELECT compound_id FROM audit WHERE actor_id = :person
        UNION SELECT compound_id FROM elder WHERE person_id = :person
        UNION SELECT compound_id FROM elder JOIN carer ON carer.elder_id = elder.id WHERE carer.person_id = :person
        UNION SELECT compound_id FROM care_call WHERE person_id = :person
        UNION SELECT compound_id FROM medication JOIN medication_asker ON medication_id = medication.id
              WHERE person_id = :person
        UNION SELECT compound_id FROM medication_offer WHERE person_id = :person
        UNION SELECT compound_id FROM medication_refill WHERE person_id = :person
        UNION SELECT compound_id FROM medication_alert WHERE person_id = :person
        UNION SELECT compound_id FROM statement WHERE author_id = :person
        UNION SELECT compound_id FROM order_chain WHERE organiser_id = :person
        UNION SELECT compound_id FROM notice WHERE author_id = :person
        UNION SELECT compound_id FROM today_mark WHERE person_id = :person
        UNION SELECT compound_id FROM volunteer_hours WHERE person_id = :person
        UNION SELECT compound_id FROM notice WHERE id IN (
            SELECT notice_id FROM notice_receipt WHERE person_id = :person)
        UNION SELECT compound_id FROM daily_summary WHERE released_by = :person OR id IN (
            SELECT summary_id FROM daily_summary_helper WHERE person_id = :person
            UNION SELECT summary_id FROM daily_summary_line WHERE author_id = :person))
    ORDER BY id
"""

# That a party is their own: the one their account speaks for, or that bears its number.
_OWN_PARTY = """
    (p.party = 'a:' || :person
     OR p.party = (SELECT party FROM chain_speaker WHERE chain_id = c.id AND person_id = :person))
"""

#: What is held in a compound (`:compound`), by what it is called.
_IN_COMPOUND: Mapping[str, str] = {
    "roles": """
        SELECT role, building, team, granted_at, until FROM role
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "homes": """
        SELECT lane, household.building, unit, room, said_at, confirmed_at,
               CASE WHEN confirmed_at IS NULL THEN NULL ELSE contact END AS contact,
               CASE WHEN confirmed_at IS NULL THEN NULL ELSE phone END AS phone,
               CASE WHEN confirmed_at IS NULL THEN NULL ELSE size END AS size,
               CASE WHEN confirmed_at IS NULL THEN '[]' ELSE marks END AS marks,
               CASE WHEN confirmed_at IS NULL THEN NULL ELSE note END AS note
        FROM residency JOIN household ON household.id = household_id
        WHERE person_id = :person AND household.compound_id = :compound ORDER BY residency.id
    """,
    "consents": """
        SELECT subject, asked_at, given_at, withdrawn_at FROM consent
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "questions": """
        SELECT kind, asked_at, until FROM question
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "files": """
        SELECT kind, at FROM upload WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "buys_organised": """
        SELECT id AS buy, title, opened_at, closed_at FROM order_chain
        WHERE organiser_id = :person AND compound_id = :compound ORDER BY id
    """,
    "cared_for": """
        SELECT name, phone, channel, asks_from, asks_until, every_days, call_days, paused_until, agreed_at, added_at,
               heard_at, ended_at
        FROM elder WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "check_ins": """
        SELECT day, opened_at, need, accepted_at, closed_at, how FROM check_in JOIN elder ON elder.id = elder_id
        WHERE elder.person_id = :person AND elder.compound_id = :compound ORDER BY check_in.id
    """,
    "care_calls": """
        SELECT at, result, note FROM care_call JOIN elder ON elder.id = elder_id
        WHERE elder.person_id = :person AND elder.compound_id = :compound ORDER BY care_call.id
    """,
    "looks_after": """
        SELECT kin, carer.name AS called, carer.phone FROM carer JOIN elder ON elder.id = elder_id
        WHERE carer.person_id = :person AND elder.compound_id = :compound ORDER BY carer.id
    """,
    "medications": """
        SELECT m.id AS request, m.said_at, lane, building, unit, room, patient, contact, conditions, hospital, card,
               photos, is_cold, is_urgent, days_left, days_at, state, outcome, ended_at, pending_until
        FROM medication AS m JOIN medication_asker AS a ON a.medication_id = m.id
        WHERE a.person_id = :person AND m.compound_id = :compound ORDER BY m.id
    """,
    "medication_offers": """
        SELECT mention, generic, strength, form, thousandths, measure, said_at, until FROM medication_offer
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "refills": """
        SELECT lane, building, unit, room, patient, mention, generic, strength, form, thousandths, measure, hospital,
               card, days_each, due_at, asked_at FROM medication_refill
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "alerts": """
        SELECT words, raised_at, accepted_at FROM medication_alert
        WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "held_for_others": """
        SELECT thing, at FROM medication_custody AS c JOIN medication AS m ON m.id = c.medication_id
        WHERE c.holder_id = :person AND m.compound_id = :compound ORDER BY c.id
    """,
    "reminders_for_groups": """
        SELECT words, whom, spans, times, state, made_at, ended_at FROM reminder
        WHERE person_id = :person AND compound_id = :compound AND whom <> 'own' ORDER BY id
    """,
    "test_reports": """
        SELECT kind, building, test_report.place, said_at, state, people, away, left_over, result
        FROM test_report JOIN test_round ON test_round.id = round_id
        WHERE author_id = :person AND compound_id = :compound AND is_own = 1 ORDER BY test_report.id
    """,
    "rounds_opened": """
        SELECT kind, starts_at, ends_at, closed_at FROM test_round
        WHERE opened_by = :person AND compound_id = :compound ORDER BY id
    """,
    "payments": f"""
        SELECT p.chain_id AS buy, p.kind, p.fen, p.at FROM payment AS p JOIN order_chain AS c ON c.id = p.chain_id
        WHERE c.compound_id = :compound AND {_OWN_PARTY} ORDER BY p.id
    """,  # noqa: S608 - constants only
    "goods_fetched": f"""
        SELECT d.chain_id AS buy, p.ticked_at FROM delivery_bag AS p
        JOIN delivery AS d ON d.id = p.delivery_id JOIN order_chain AS c ON c.id = d.chain_id
        WHERE c.compound_id = :compound AND {_OWN_PARTY} ORDER BY p.id
    """,  # noqa: S608
    "goods_at_fault": f"""
        SELECT d.chain_id AS buy, f.kind, f.words, f.at, f.fen FROM delivery_fault AS f
        JOIN delivery_bag AS p ON p.id = f.bag_id
        JOIN delivery AS d ON d.id = p.delivery_id JOIN order_chain AS c ON c.id = d.chain_id
        WHERE c.compound_id = :compound AND {_OWN_PARTY} ORDER BY f.id
    """,  # noqa: S608
    "notices": """
        SELECT text, state, made_at, sent_at FROM notice
        WHERE author_id = :person AND compound_id = :compound ORDER BY id
    """,
    "receipts": """
        SELECT notice_id AS notice, notice_receipt.building, at FROM notice_receipt JOIN notice ON notice.id = notice_id
        WHERE person_id = :person AND compound_id = :compound ORDER BY notice_receipt.id
    """,
    "summary_lines": """
        SELECT day, section, words, at FROM daily_summary_line JOIN daily_summary ON daily_summary.id = summary_id
        WHERE author_id = :person AND compound_id = :compound ORDER BY daily_summary_line.id
    """,
    "summaries_released": """
        SELECT day, released_at FROM daily_summary
        WHERE released_by = :person AND compound_id = :compound ORDER BY id
    """,
    "hands_offered": """
        SELECT day, at FROM daily_summary_helper JOIN daily_summary ON daily_summary.id = summary_id
        WHERE person_id = :person AND compound_id = :compound ORDER BY daily_summary_helper.id
    """,
    "seen_to": """
        SELECT kind, row_id, at FROM today_mark WHERE person_id = :person AND compound_id = :compound ORDER BY id
    """,
    "volunteer_hours": """
        SELECT day, SUM(minutes) AS minutes FROM volunteer_hours
        WHERE person_id = :person AND compound_id = :compound GROUP BY day HAVING SUM(minutes) > 0 ORDER BY day
    """,
    "acts": """
        SELECT at, act, subject, row_id, field FROM audit
        WHERE actor_id = :person AND compound_id = :compound ORDER BY id
    """,
}

# The order that is their own: the one their account speaks for, or that bears its number.
_ORDERS = """
    SELECT c.id AS buy, c.title, c.opened_at, c.closed_at, o.id AS number, o.author_id, o.lane, o.building, o.unit,
           o.room, o.name, o.note
    FROM order_chain AS c JOIN chain_order AS o ON o.chain_id = c.id
    WHERE c.compound_id = :compound AND (
        o.party = 'a:' || :person
        OR o.party = (SELECT party FROM chain_speaker WHERE chain_id = c.id AND person_id = :person))
    ORDER BY c.id, o.id
"""

_DRUGS = """
    SELECT mention, generic, strength, form, thousandths, measure FROM medication_drug
    WHERE medication_id = :request ORDER BY id
"""

_LINES = """
    SELECT item, thousandths, measure, sent_at AS said_at FROM order_line JOIN message ON message.id = since
    WHERE order_id = :number AND person_id = :person ORDER BY order_line.id
"""

#: How many messages of theirs stated something, and how many of their orders were for others.
_COUNTS = {
    "messages": "SELECT COUNT(*) AS n FROM message WHERE person_id = :person",
    "orders_for_others": """
        SELECT COUNT(*) AS n FROM chain_order AS o WHERE author_id = :person AND party <> 'a:' || :person
        AND party <> COALESCE((SELECT party FROM chain_speaker AS s
                               WHERE s.chain_id = o.chain_id AND s.person_id = :person), '')
    """,
    "told_of_elders": "SELECT COUNT(*) AS n FROM check_in_step WHERE person_id = :person",
    "calls_made": "SELECT COUNT(*) AS n FROM care_call WHERE person_id = :person",
    "test_reports_for_others": "SELECT COUNT(*) AS n FROM test_report WHERE author_id = :person AND is_own = 0",
    "calls": "SELECT COUNT(*) AS n FROM test_call WHERE person_id = :person",
    "answers_for_others": "SELECT COUNT(*) AS n FROM chain_decline WHERE person_id = :person",
    "payments_noted": "SELECT COUNT(*) AS n FROM payment WHERE by_id = :person",
    "deliveries_begun": "SELECT COUNT(*) AS n FROM delivery WHERE started_by = :person",
    "goods_handed_out": "SELECT COUNT(*) AS n FROM delivery_bag WHERE ticked_by = :person",
    "faults_reported": "SELECT COUNT(*) AS n FROM delivery_fault WHERE by_id = :person",
    "links": "SELECT COUNT(*) AS n FROM deep_link WHERE person_id = :person",
}
_REMINDERS = """
    SELECT words, times, state, made_at, ended_at FROM reminder WHERE person_id = :person AND whom = 'own' ORDER BY id
"""
_TALKS = "SELECT chain_id, talk FROM talk"
_PASTES = "SELECT COUNT(*) AS n FROM paste WHERE telegram_user_id = :telegram"


async def of_person(query: Query, person_id: int) -> dict[str, Any] | None:
    """Return all that is held about an account as JSON: texts, numbers, lists, UTC seconds; None for one not known."""
    person = await query.one("SELECT name, telegram_user_id FROM person WHERE id = :person", person=person_id)
    if person is None:
        return None
    telegram = person["telegram_user_id"]
    held: dict[str, Any] = {"account": {"name": person["name"], "telegram_number": telegram}}
    held["compounds"] = [
        {"name": compound["name"], "time_zone": compound["time_zone"], **await _in_compound(query, person_id, compound)}
        for compound in await query.all(_COMPOUNDS, person=person_id)
    ]
    for name, sql in _COUNTS.items():
        held[name] = (await query.the(sql, person=person_id))["n"]
    held["own_reminders"] = _dicts(await query.all(_REMINDERS, person=person_id))
    held["parts_of_long_messages"] = (await query.the(_PASTES, telegram=telegram))["n"]
    held["spoke_last_in_buys"] = [
        row["chain_id"] for row in await query.all(_TALKS) if _speaks(json.loads(row["talk"]), telegram)
    ]
    return held


async def _in_compound(query: Query, person_id: int, compound: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, sql in _IN_COMPOUND.items():
        found[name] = _dicts(await query.all(sql, person=person_id, compound=compound["id"]))
    for home in found["homes"]:
        home["marks"] = json.loads(home["marks"])
    for request in found["medications"]:
        request["photos"] = json.loads(request["photos"])
        request["medicines"] = _dicts(await query.all(_DRUGS, request=request.pop("request")))
    orders = []
    for order in _dicts(await query.all(_ORDERS, person=person_id, compound=compound["id"])):
        is_theirs = order.pop("author_id") == person_id
        order["lines"] = _dicts(await query.all(_LINES, number=order.pop("number"), person=person_id))
        if not is_theirs:
            order.update(dict.fromkeys(("name", "note")))
        if is_theirs or order["lines"]:
            orders.append(order)
    return {**found, "orders": orders}


def _speaks(talk: Mapping[str, Any], telegram: int) -> bool:
    named = talk.get("named") or {}
    return telegram in (talk.get("speaker"), talk.get("ordered_by"), talk.get("asked_of")) or str(telegram) in named


def _dicts(rows: Sequence[Row]) -> Rows:
    return [dict(row) for row in rows]  # type: ignore[call-overload]
