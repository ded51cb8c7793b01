"""Looking at a database from outside, reading only: while the program runs, when it does not, and when it cannot.

Not through the Store, which makes folders, sets modes and takes part in writing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.migration import shipped
from storage.outbox import Lane

_WAITING = """
    SELECT MIN(CASE WHEN lane = :alarm THEN MAX(filed_at, not_before) END) AS alarm,
           MIN(CASE WHEN lane <> :alarm THEN MAX(filed_at, not_before) END) AS message
    FROM outbox WHERE settled_at IS NULL AND not_before <= :now
"""
_UPDATE = "SELECT MIN(MAX(arrived_at, not_before)) AS at FROM inbox WHERE state = 'new' AND not_before <= :now"
_ASIDE = "SELECT COUNT(*) AS n, MAX(arrived_at) AS at FROM inbox WHERE state = 'aside'"
_HEARD = "SELECT MAX(heard_at) AS at FROM heartbeat"
_DUE = "SELECT MIN(at) AS at FROM due WHERE at <= :now"
_COUNTERS = "SELECT name, value FROM counter ORDER BY name"
_GROUPS = """
    SELECT chat.id, telegram_chat_id FROM chat JOIN address ON address.chat_id = chat.id AND is_current = 1
    WHERE kind = 'group' AND is_active = 1 ORDER BY chat.id
"""


class CannotTellError(Exception):
    """The database cannot be read. Its argument is one sentence for the operator, with the mend."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the tables say. Instants are UTC seconds, None where there is no such thing.

    heard_at: when Telegram last answered a poll. alarm_at, message_at, update_at, due_at: since when the oldest alarm,
    other message, update or due thing might have been sent, worked on or begun, and was not. aside_at: when the newest
    of the `aside` updates that are set aside arrived.
    """

    heard_at: int | None
    alarm_at: int | None
    message_at: int | None
    update_at: int | None
    due_at: int | None
    aside: int
    aside_at: int | None
    counters: dict[str, int]


@dataclass(frozen=True, slots=True)
class Soundness:
    """Whether the file is whole: `verdict` is "ok" or what SQLite says; `version` of `newest` known here; its groups
    as (our id, Telegram's id)."""

    verdict: str
    version: int
    newest: int
    groups: tuple[tuple[int, int], ...]


def health(path: Path, now: int) -> Health:
    """Look at the database at `path`. Raises CannotTellError."""
    with _reading(path) as connection:
        if (version := _version(connection)) < (newest := _newest()):
            raise CannotTellError(
                f"{path}: the database is of version {version}, this program's is {newest}. Mend: start the bot once, "
                "it brings the database up to date"
            )
        waiting = connection.execute(_WAITING, {"alarm": Lane.ALARM, "now": now}).fetchone()
        aside = connection.execute(_ASIDE).fetchone()
        return Health(
            heard_at=connection.execute(_HEARD).fetchone()["at"],
            alarm_at=waiting["alarm"],
            message_at=waiting["message"],
            update_at=connection.execute(_UPDATE, {"now": now}).fetchone()["at"],
            due_at=connection.execute(_DUE, {"now": now}).fetchone()["at"],
            aside=aside["n"],
            aside_at=aside["at"],
            counters={row["name"]: row["value"] for row in connection.execute(_COUNTERS)},
        )


def soundness(path: Path) -> Soundness:
    """Look whether the file at `path` is whole (`PRAGMA quick_check`). Raises CannotTellError."""
    with _reading(path) as connection:
        verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        version = _version(connection)
        groups = connection.execute(_GROUPS).fetchall() if version else []
        return Soundness(verdict, version, _newest(), tuple((row[0], row[1]) for row in groups))


def _newest() -> int:
    return max((migration.number for migration in shipped()), default=0)


def _version(connection: sqlite3.Connection) -> int:
    """Return the version of the database, 0 for one that holds nothing yet."""
    known = connection.execute("SELECT name FROM sqlite_master WHERE name = 'schema_version'").fetchone()
    return int(connection.execute("SELECT MAX(number) FROM schema_version").fetchone()[0] or 0) if known else 0


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.exists():
        raise CannotTellError(f"{path}: there is no database yet. Mend: start the bot once, or name the right --config")
    try:
        with closing(_opened(path)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")  # one unchanging view
            yield connection
    except sqlite3.Error as error:
        raise CannotTellError(
            f"{path}: the database cannot be read ({error}). Mend: run this as the user that the bot runs as; if that "
            "does not help, put a sound copy in its place (shouwang restore)"
        ) from error


def _opened(path: Path) -> sqlite3.Connection:
    """Open for reading. On a disk that cannot be written, SQLite cannot put its shared memory beside the file: then the
    file is read as it stands, which is right as long as nobody writes, and nobody can."""
    uri = path.resolve().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=5.0, isolation_level=None)
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        has_log = path.with_name(f"{path.name}-wal").exists()
        if has_log or error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
