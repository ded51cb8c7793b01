"""Every column that may tell who somebody is must be known to erasure: a migration that adds one fails here first."""

from storage.personal import HOLDS, KEEP_THE_STUB, OF_MESSAGE
from storage.store import Query, Store

#: Hold numbers and words of the program only, and no key of a person.
_NOT_OF_PEOPLE = {"schema_version", "sqlite_sequence", "heartbeat"}


async def tables(query: Query) -> list[str]:
    rows = await query.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [row["name"] for row in rows if row["name"] not in _NOT_OF_PEOPLE]


async def pointing_to(query: Query, table: str, target: str) -> set[str]:
    rows = await query.all(f"PRAGMA foreign_key_list({table})")
    return {row["from"] for row in rows if row["table"] == target}


async def test_every_column_that_may_tell_who_it_is_is_known(store: Store) -> None:
    """A new column? Say in storage/personal.py what becomes of it when somebody is forgotten, and see to it in
    storage/erasure.py."""
    async with store.snapshot() as query:
        for table in await tables(query):
            points = await pointing_to(query, table, "person")
            for column in await query.all(f"PRAGMA table_info({table})"):
                name = column["name"]
                is_number_of_theirs = name.startswith("telegram_") or name in ("chat_key", "first_message_id")
                if column["type"] == "TEXT" or name in points or is_number_of_theirs:
                    assert name in HOLDS.get(table, {}), f"{table}.{name}"


async def test_nothing_is_known_that_is_not_there(store: Store) -> None:
    async with store.snapshot() as query:
        for table, columns in HOLDS.items():
            there = {row["name"] for row in await query.all(f"PRAGMA table_info({table})")}
            assert set(columns) <= there, table


async def test_what_points_to_a_person_or_a_message_is_known(store: Store) -> None:
    async with store.snapshot() as query:
        persons = {(table, one) for table in await tables(query) for one in await pointing_to(query, table, "person")}
        messages = {(table, one) for table in await tables(query) for one in await pointing_to(query, table, "message")}
    assert set(KEEP_THE_STUB) == persons
    assert set(OF_MESSAGE) == messages
