"""Migrations on real files: from nothing, from an old schema with rows in it, and never half."""

import asyncio
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.migration import Migration, migrate, shipped
from storage.store import StorageError, Store, StoreTroubleError

SCHEMAS = Path(__file__).with_name("schemas")

FIRST = Migration(
    1, "0001_shelf.sql", "CREATE TABLE shelf (id INTEGER PRIMARY KEY, label TEXT NOT NULL) STRICT;\n-- that was all\n"
)
SECOND = Migration(
    2,
    "0002_price.sql",
    """
    ALTER TABLE shelf ADD COLUMN cents INTEGER NOT NULL DEFAULT 0;
    UPDATE shelf SET cents = 100 * id;   -- a comment; with a semicolon in it
    CREATE TRIGGER shelf_label AFTER UPDATE OF label ON shelf
    BEGIN
        UPDATE shelf SET cents = 0 WHERE id = new.id;
        UPDATE shelf SET label = new.label || '!' WHERE id = new.id AND new.label = 'loud';
    END;
    """,
)
BROKEN = Migration(
    2,
    "0002_broken.sql",
    "ALTER TABLE shelf ADD COLUMN cents INTEGER;\nUPDATE shelf SET label = 'half';\nSELECT nothing;",
)


@contextmanager
def file_of(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


async def open_and_migrate(path: Path, *migrations: Migration) -> tuple[int, ...]:
    async with Store.opened(path) as store:
        return await migrate(store, migrations or None)


async def with_two_shelves(path: Path) -> None:
    async with Store.opened(path) as store:
        await migrate(store, [FIRST])
        async with store.transaction() as query:
            await query.all("INSERT INTO shelf (label) VALUES ('米'), ('油')")


async def test_a_new_database_gets_every_migration_and_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    assert await open_and_migrate(path) == tuple(migration.number for migration in shipped())
    assert await open_and_migrate(path) == ()
    assert not list(path.parent.glob("*before*"))
    with file_of(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_shipped_migrations_are_numbered_without_a_gap() -> None:
    assert [migration.number for migration in shipped()] == list(range(1, len(shipped()) + 1))
    assert not any("{" in migration.sql for migration in shipped())  # every word of the engine's is filled in


async def test_rows_survive_a_migration_and_a_checked_private_copy_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    await with_two_shelves(path)
    assert await open_and_migrate(path, FIRST, SECOND) == (2,)
    with file_of(path) as database:
        assert database.execute("SELECT label, cents FROM shelf").fetchall() == [("米", 100), ("油", 200)]
        assert database.execute("SELECT number FROM schema_version").fetchall() == [(1,), (2,)]
        database.execute("UPDATE shelf SET label = 'loud' WHERE id = 1")
        assert database.execute("SELECT label, cents FROM shelf WHERE id = 1").fetchall() == [("loud!", 0)]
    copy = path.with_name("shouwang.before-0002.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with file_of(copy) as database:
        assert database.execute("SELECT * FROM shelf").fetchall() == [(1, "米"), (2, "油")]
    assert sorted(p.name for p in path.parent.iterdir()) == ["shouwang.before-0002.db", "shouwang.db"]


async def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    await with_two_shelves(path)
    with pytest.raises(StorageError, match="nothing"):
        await open_and_migrate(path, FIRST, BROKEN)
    with file_of(path) as database:
        assert database.execute("SELECT * FROM shelf").fetchall() == [(1, "米"), (2, "油")]
        assert database.execute("SELECT number FROM schema_version").fetchall() == [(1,)]
    assert await open_and_migrate(path, FIRST, SECOND) == (2,)  # the mended one, over the copy of the first try


async def test_a_database_newer_than_the_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    await with_two_shelves(path)
    await open_and_migrate(path, FIRST, SECOND)
    with pytest.raises(StoreTroubleError, match=r"version 2, newer than this program \(version 1\).*Mend"):
        await open_and_migrate(path, FIRST)
    with file_of(path) as database:
        assert database.execute("SELECT COUNT(*) FROM shelf").fetchone() == (2,)


async def test_two_programs_that_migrate_at_once_apply_each_step_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    await with_two_shelves(path)
    async with Store.opened(path) as one, Store.opened(path) as other:
        applied = await asyncio.gather(migrate(one, [FIRST, SECOND]), migrate(other, [FIRST, SECOND]))
    assert sorted(applied) == [(), (2,)]
    with file_of(path) as database:
        assert database.execute("SELECT number FROM schema_version").fetchall() == [(1,), (2,)]
        assert database.execute("SELECT cents FROM shelf").fetchall() == [(100,), (200,)]


async def test_a_copy_that_is_not_sound_stops_the_migration(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shouwang.db"
    await with_two_shelves(path)
    with file_of(path) as database:  # an index that lacks its rows: readable, but not sound
        database.execute("CREATE TABLE box (id INTEGER PRIMARY KEY, label TEXT)")
        database.execute("CREATE INDEX box_label ON box (label)")
        database.execute("INSERT INTO box (label) VALUES ('茶')")
        database.commit()
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = 'CREATE INDEX box_label ON box (id)' WHERE name = 'box_label'")
        database.commit()
    with pytest.raises(StoreTroubleError, match=r"not sound.*nothing changed"):
        await open_and_migrate(path, FIRST, SECOND)
    with file_of(path) as database:
        assert database.execute("SELECT number FROM schema_version").fetchall() == [(1,)]
