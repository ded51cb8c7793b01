"""Numbered migrations: each runs in one transaction together with its number, so a database is never between two."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from storage import backup
from storage.store import Query, Store, StoreTroubleError

#: Where the engines' words differ, migrations write the key; another engine fills in its own. An id is never given
#: twice, not even after the newest row went: order of arrival hangs on it.
WORDS = {"{id}": "INTEGER PRIMARY KEY AUTOINCREMENT", "{int}": "INTEGER", "{strict}": "STRICT"}

_NAME = re.compile(r"(?P<number>\d{4})_\w+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number and its SQL, already in the words of the engine."""

    number: int
    name: str
    sql: str


def shipped() -> tuple[Migration, ...]:
    """Return the migrations that the program ships, in order."""
    found = [
        Migration(int(match["number"]), entry.name, _in_words(entry.read_text("utf-8")))
        for entry in resources.files("storage.migrations").iterdir()
        if (match := _NAME.fullmatch(entry.name))
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


async def migrate(store: Store, migrations: Sequence[Migration] | None = None) -> tuple[int, ...]:
    """Bring the database up to the newest of `migrations` (default: those shipped); return the numbers applied.

    A database that holds something is copied first, and the copy checked: `NAME.before-0002.db` beside it. Raises
    StoreTroubleError for a database newer than the program, and for a copy that is not sound.
    """
    migrations = shipped() if migrations is None else migrations
    async with store.transaction() as query:
        await query.all("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY) STRICT")
        applied = {row["number"] for row in await query.all("SELECT number FROM schema_version")}
    newest = max((migration.number for migration in migrations), default=0)
    if applied and max(applied) > newest:
        raise StoreTroubleError(
            f"{store.path}: this database is of version {max(applied)}, newer than this program (version {newest}). "
            "Mend: install the newer program, or restore the copy made before the upgrade"
        )
    missing = [migration for migration in migrations if migration.number not in applied]
    if applied and missing:
        copy = store.path.with_name(f"{store.path.stem}.before-{missing[0].number:04}.db")
        await backup.copy(store.path, copy)
    done = []
    for migration in missing:
        async with store.transaction() as query:
            if await _apply(query, migration):
                done.append(migration.number)
    return tuple(done)


async def _apply(query: Query, migration: Migration) -> bool:
    """Apply a step, unless another program did so since we looked: now that the write lock is ours, look again."""
    if await query.one("SELECT number FROM schema_version WHERE number = :number", number=migration.number):
        return False
    for statement in _statements(migration.sql):
        await query.all(statement)
    await query.all("INSERT INTO schema_version (number) VALUES (:number)", number=migration.number)
    return True


def _in_words(sql: str) -> str:
    for word, here in WORDS.items():
        sql = sql.replace(word, here)
    return sql


def _statements(sql: str) -> Iterator[str]:
    """Split a script where SQLite itself sees a statement end."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
