"""Databases of old schemas, with rows in every table, come up to today's with all their rows."""

import sqlite3
from pathlib import Path

import pytest

from storage.inbox import Inbox
from storage.migration import migrate, shipped
from storage.order_chain import OrderChains
from storage.order_chain_state import OrderStates
from storage.outbox import Outbox
from storage.store import Store
from tests.storage.old_schema import SCHEMAS

OLD = sorted(SCHEMAS.glob("*.sql"))


def restored(dump: Path, folder: Path) -> Path:
    """Return a database file made from a dump."""
    folder.mkdir(mode=0o700)
    path = folder / "a.db"
    connection = sqlite3.connect(path)
    connection.executescript(dump.read_text("utf-8"))
    connection.close()
    return path


def schema(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    finally:
        connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_every_schema_there_ever_was_is_kept() -> None:
    assert [dump.stem for dump in OLD] == [f"{migration.number:04}" for migration in shipped()]


@pytest.mark.parametrize("dump", OLD, ids=lambda dump: dump.stem)
async def test_a_merged_migration_is_never_edited(dump: Path, tmp_path: Path) -> None:
    """Not merged yet? Then write the dump anew: python -m tests.storage.old_schema"""
    async with Store.opened(tmp_path / "new" / "a.db") as store:
        await migrate(store, [migration for migration in shipped() if migration.number <= int(dump.stem)])
    assert schema(restored(dump, tmp_path / "old")) == schema(tmp_path / "new" / "a.db")


@pytest.mark.parametrize("dump", OLD, ids=lambda dump: dump.stem)
async def test_an_old_database_keeps_its_rows_and_works_on(dump: Path, tmp_path: Path) -> None:
    path = restored(dump, tmp_path / "old")
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = [name for name in tables if not name.startswith(("sqlite_", "schema_version"))]
    before = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608
    connection.close()
    assert min(before.values()) > 0, before  # the dump has rows in every table
    async with Store.opened(path) as store:
        applied = await migrate(store)
        assert applied == tuple(migration.number for migration in shipped() if migration.number > int(dump.stem))
        async with store.transaction() as query:
            for name, count in before.items():
                assert (await query.the(f"SELECT COUNT(*) AS n FROM {name}"))["n"] == count, name  # noqa: S608
            assert list(await query.all("PRAGMA foreign_key_check")) == []
            assert (await query.the("PRAGMA integrity_check"))["integrity_check"] == "ok"
            chain = await OrderChains(query).get(1)
            assert chain is not None
            (order,) = (await OrderStates(query).whole(chain)).orders.values()
            assert [(line.item, str(line.quantity), line.measure) for line in order.lines] == [("蜜橘", "2.5", "箱")]
            kept = await Inbox(query, 42).next(100)
            assert kept is not None
            assert kept.body == '{"update_id": 2}'
            assert [row.method for row in await Outbox(query).due(100, 6, 9)] == ["sendMessage", "slot"]
