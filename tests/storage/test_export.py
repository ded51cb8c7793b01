"""What is exported: each table once, one compound's rows and nobody else's."""

import json

import pytest

from storage.chat import Chats
from storage.compound import Compounds
from storage.export import LEFT_OUT, SHEETS, TABLES, sheet_rows, table_rows, version
from storage.migration import shipped
from storage.person import Persons
from storage.store import Query, Store
from tests.storage.making import a_message
from tests.storage.old_schema import fill


async def test_every_table_is_exported_or_left_out_for_a_reason(store: Store) -> None:
    """A migration has added a table? Then say in storage/export.py whose its rows are (and in rendering/export.py what
    it holds), or why it is left out."""
    async with store.snapshot() as query:
        there = {row["name"] for row in await query.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    named = [table.name for table in TABLES] + list(LEFT_OUT)
    assert sorted(named) == sorted(there - {"sqlite_sequence"})


async def test_a_table_with_a_compound_is_exported_unless_it_is_a_secret_or_on_its_way(store: Store) -> None:
    async with store.snapshot() as query:
        for name, why in LEFT_OUT.items():
            if "secret" in why or "on its way" in why:
                continue
            columns = {row["name"] for row in await query.all(f"PRAGMA table_info({name})")}
            assert "compound_id" not in columns


async def a_second_compound(query: Query) -> None:
    """Rows of a compound 2, every text of which says 别苑, and an account that both know."""
    compound = await Compounds(query).add("别苑", "Asia/Urumqi", 5)
    group = await Chats(query).add(-4777, "group", compound.id, 5)
    stranger, common = await Persons(query).meet(777, "别苑的人"), await Persons(query).meet(500, "小陶")
    opening = await a_message(query, group, 1, stranger)
    await a_message(query, group, 2, common)
    values = {"compound": compound.id, "chat": group.id, "message": opening, "person": stranger}
    for sql in (
        """INSERT INTO order_chain (id, compound_id, chat_id, opened_by, organiser_id, title, opened_at)
           VALUES (70, :compound, :chat, :message, :person, '别苑团', 5)""",
        """INSERT INTO statement (compound_id, chain_id, message_id, author_id, said_at, reading, reader_version)
           VALUES (:compound, 70, :message, :person, 5, '{"title": "别苑团"}', 1)""",
        """INSERT INTO chain_order (id, chain_id, party, name, on_behalf, author_id)
           VALUES (700, 70, 'name:别苑', '别苑人', 0, :person)""",
        """INSERT INTO order_line (chain_id, order_id, item, thousandths, since)
           VALUES (70, 700, '别苑梨', 1000, :message)""",
        "INSERT INTO chain_speaker (chain_id, person_id, party) VALUES (70, :person, '别苑')",
        """INSERT INTO role (compound_id, person_id, role, building, granted_by, granted_at)
           VALUES (:compound, :person, 'lead', '别苑', :person, 5)""",
        """INSERT INTO reminder (compound_id, person_id, chat_id, words, whom, times, made_at)
           VALUES (:compound, :person, :chat, '别苑', 'all', '[]', 5)""",
        """INSERT INTO test_round (id, compound_id, opened_by, kind, starts_at, ends_at, opened_at)
           VALUES (80, :compound, :person, '别苑', 5, 6, 5)""",
        """INSERT INTO test_report (round_id, place, author_id, message_id, said_at, state)
           SELECT id, '别苑', :person, :message, 5, 'done' FROM test_round WHERE compound_id = :compound""",
        """INSERT INTO test_call (round_id, spans, person_id, at)
           SELECT id, '[["别苑", "别苑"]]', :person, 5 FROM test_round WHERE compound_id = :compound""",
        """INSERT INTO test_board (round_id, building)
           SELECT id, '别苑' FROM test_round WHERE compound_id = :compound""",
        """INSERT INTO slot (chat_id, name, recipe, subject_id) VALUES (:chat, '别苑', 'tally', 70)""",
        """INSERT INTO due (key, compound_id, kind, time_zone, at, late_seconds)
           VALUES ('别苑', :compound, '别苑', 'Asia/Urumqi', 5, 5)""",
        """INSERT INTO question (compound_id, chat_id, person_id, kind, about, asked_at, until)
           VALUES (:compound, :chat, :person, '别苑', '{}', 5, 5)""",
        """INSERT INTO household (id, compound_id, place, contact, since)
           VALUES (50, :compound, 'r:1//1', '别苑', 5)""",
        "INSERT INTO chain_decline (chain_id, household_id, person_id, said_at) VALUES (70, 50, :person, 5)",
        """INSERT INTO residency (compound_id, household_id, person_id, said_at) VALUES (:compound, 50, :person, 5)""",
        """INSERT INTO consent (compound_id, person_id, subject, asked_at) VALUES (:compound, :person, '别苑', 5)""",
        """INSERT INTO audit (id, compound_id, at, actor_id, act, subject, row_id)
           VALUES (60, :compound, 5, :person, '别苑', 'role', 1)""",
        """INSERT INTO revision (audit_id, old_value) SELECT id, '["别苑"]' FROM audit WHERE compound_id = :compound""",
        """INSERT INTO elder (id, compound_id, household_id, name, added_at) VALUES (40, :compound, 50, '别苑', 5)""",
        """INSERT INTO carer (elder_id, kin, name)
           SELECT id, 'family', '别苑' FROM elder WHERE compound_id = :compound""",
        """INSERT INTO check_in (id, compound_id, elder_id, day, opened_at, until)
           VALUES (41, :compound, 40, '别苑', 5, 5)""",
        """INSERT INTO check_in_step (check_in_id, round, said, at)
           SELECT id, 0, '别苑', 5 FROM check_in WHERE compound_id = :compound""",
        """INSERT INTO check_in_timing (compound_id, timings) VALUES (:compound, '{"again": "别苑"}')""",
        """INSERT INTO care_call (compound_id, elder_id, at, result, note)
           VALUES (:compound, 40, 5, 'reached', '别苑')""",
        """INSERT INTO medication (id, compound_id, said_at, pending_until, patient, taken_by)
           VALUES (90, :compound, 5, 5, '别苑人', :person)""",
        "INSERT INTO medication_asker (medication_id, person_id, said_at) SELECT 90, :person, 5 WHERE :compound > 0",
        "INSERT INTO medication_drug (medication_id, mention) SELECT 90, '别苑片' WHERE :compound > 0",
        """INSERT INTO medication_step (medication_id, at, step, person_id, told_id)
           SELECT 90, 5, '别苑', :person, :person WHERE :compound > 0""",
        """INSERT INTO medication_custody (medication_id, thing, holder_id, by_id, at)
           SELECT 90, 'card', :person, :person, 5 WHERE :compound > 0""",
        """INSERT INTO medication_alert (id, compound_id, kind, medication_id, person_id, words, raised_at, accepted_by)
           VALUES (91, :compound, 'red', 90, :person, '别苑', 5, :person)""",
        "INSERT INTO medication_told (alert_id, person_id, at) SELECT 91, :person, 5 WHERE :compound > 0",
        """INSERT INTO medication_offer (id, compound_id, person_id, mention, said_at, until)
           VALUES (92, :compound, :person, '别苑片', 5, 5)""",
        """INSERT INTO medication_match (offer_id, medication_id, decided_by, decided_at)
           SELECT 92, 90, :person, 5 WHERE :compound > 0""",
        """INSERT INTO medication_refill (compound_id, person_id, mention, days_each, due_at)
           VALUES (:compound, :person, '别苑片', 5, 5)""",
        """INSERT INTO payment (chain_id, party, kind, fen, at, by_id)
           VALUES (70, '别苑', 'received', 1, 5, :person)""",
        """INSERT INTO delivery (id, chain_id, chat_id, started_by, started_at, stage, stage_at, place, minutes)
           VALUES (80, 70, :chat, :person, 5, 'calling', 5, '别苑', 15)""",
        """INSERT INTO delivery_building (id, delivery_id, rank, lane, building, part)
           SELECT 81, id, 0, '', '别苑', 0 FROM delivery WHERE chain_id = 70""",
        """INSERT INTO delivery_bag (id, delivery_id, building_id, party)
           SELECT 82, id, 81, '别苑' FROM delivery WHERE chain_id = 70""",
        """INSERT INTO delivery_fault (bag_id, kind, words, at)
           SELECT 82, 'short', '别苑', 5 FROM delivery WHERE chain_id = 70""",
        """INSERT INTO daily_summary (id, compound_id, day, figures) VALUES (80, :compound, '别苑', '["别苑"]')""",
        """INSERT INTO daily_summary_line (summary_id, section, words, author_id, at)
           SELECT id, 'tomorrow', '别苑', :person, 5 FROM daily_summary WHERE compound_id = :compound""",
        """INSERT INTO daily_summary_copy (summary_id, chat_id) VALUES (80, :chat)""",
        """INSERT INTO daily_summary_helper (summary_id, person_id, at)
           SELECT id, :person, 5 FROM daily_summary WHERE compound_id = :compound""",
        """INSERT INTO notice (id, compound_id, author_id, text, state, made_at)
           VALUES (90, :compound, :person, '别苑', 'sent', 5)""",
        """INSERT INTO notice_copy (notice_id, chat_id) VALUES (90, :chat)""",
        """INSERT INTO notice_receipt (notice_id, person_id, building, at)
           SELECT id, :person, '别苑', 5 FROM notice WHERE compound_id = :compound""",
        """INSERT INTO today_mark (compound_id, kind, row_id, person_id, at)
           VALUES (:compound, '别苑', 1, :person, 5)""",
        """INSERT INTO volunteer_hours (compound_id, person_id, day, minutes, at)
           VALUES (:compound, :person, '别苑', 5, 5)""",
        """INSERT INTO volunteer_hours (compound_id, person_id, day, minutes, at)
           VALUES (:compound, :person, '别苑', 5, 5)""",
        'INSERT INTO talk (chain_id, talk, said_at) VALUES (70, \'{"said": "别苑"}\', 5)',
    ):
        assert "compound" in sql or "chain" in sql or "chat" in sql
        query.do(sql, **{name: value for name, value in values.items() if f":{name}" in sql})


@pytest.fixture
async def two(store: Store) -> Store:
    """A database with rows in every table, of two compounds."""
    async with store.transaction() as query:
        await fill(query)
        await a_second_compound(query)
    return store


async def test_a_table_has_the_rows_of_its_compound_and_of_no_other(two: Store) -> None:
    async with two.snapshot() as query:
        for table in TABLES:
            whole = (await query.the(f"SELECT COUNT(*) AS n FROM {table.name}"))["n"]  # noqa: S608
            texts = [await table_rows(query, table, compound) for compound in (1, 2)]
            mine, theirs = (json.loads(text) for text in texts)
            assert mine, table.name
            assert theirs, table.name
            assert len(mine) + len(theirs) == whole + (table.name == "person"), table.name  # one account is in both
            assert "别苑" not in texts[0], table.name


async def test_a_sheet_has_the_rows_of_its_compound_and_of_no_other(two: Store) -> None:
    async with two.snapshot() as query:
        for name in SHEETS:
            mine, theirs = await sheet_rows(query, name, 1), await sheet_rows(query, name, 2)
            assert mine, name
            assert theirs, name
            assert "别苑" not in str([tuple(row) for row in mine]), name  # type: ignore[arg-type]
        (line,) = await sheet_rows(query, "orders", 1)
        assert [line[column] for column in ("building", "room", "item", "thousandths", "measure", "note")] == [
            "3", "502", "蜜橘", 2500, "箱", "放门卫",
        ]  # fmt: skip
        (total,) = await sheet_rows(query, "totals", 1)
        assert (total["item"], total["thousandths"], total["parties"]) == ("蜜橘", 2500, 1)


async def test_columns_of_json_are_json_and_not_text_in_text(two: Store) -> None:
    async with two.snapshot() as query:
        for table in TABLES:
            for row in json.loads(await table_rows(query, table, 1)):
                for column in table.json:
                    assert not isinstance(row[column], str), f"{table.name}.{column}"


async def test_a_compound_without_rows_gives_empty_tables(store: Store) -> None:
    async with store.snapshot() as query:
        assert [json.loads(await table_rows(query, table, 9)) for table in TABLES] == [[]] * len(TABLES)


async def test_the_version_is_that_of_the_newest_migration(store: Store) -> None:
    async with store.transaction() as query:
        assert await version(query) == shipped()[-1].number
        query.do("DROP TABLE schema_version")
        assert await version(query) == 0
