"""Going back to a copy: the copy is examined before anything is touched, and what it replaces is kept beside it.

Whoever calls this holds the database's lock file: the bot does not run.
"""

import errno
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.backup import BESIDE, flaw_of, opened, settle
from storage.migration import shipped
from storage.store import StoreTroubleError, is_passing

# In words that every version of the schema knows.
_SHOW_ANEW = """
    INSERT INTO outbox (chat_id, lane, method, payload, slot_id, filed_at)
    SELECT chat_id, 4, 'slot', '{}', id, :now FROM slot WHERE is_live = 1 AND address_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a copy has brought back: its schema's version (older than the program: the next start brings it up), when
    the bot last heard from Telegram before the copy was made (UTC seconds; None: never), and under which name what was
    replaced is kept (None: there was nothing)."""

    version: int
    newest: int
    heard_at: int | None
    kept: Path | None


def put_back(copy: Path, database: Path, at: datetime, *, replace: bool = False) -> Restored:
    """Make `database` what `copy` is; the copy stays. A database that is there is kept, named by `at` (local time).

    Raises StoreTroubleError, and then has changed nothing.
    """
    _refuse(copy, database, replace=replace)
    staged = _stage(copy, database)
    try:
        version, heard_at = _examine(copy, staged)
        newest = shipped()[-1].number
        if version > newest:
            raise StoreTroubleError(
                f"{copy}: this copy is of version {version}, newer than this program (version {newest}). Mend: install "
                "the newer program, or choose an older copy"
            )
        _show_anew(copy, staged, int(at.timestamp()))
        kept = _keep(database, at)
        settle(staged, database)
    except OSError as error:
        raise _unwritable(database, error) from error
    finally:
        _sweep(staged)
    return Restored(version, newest, heard_at, kept)


def _refuse(copy: Path, database: Path, *, replace: bool) -> None:
    try:
        if not copy.is_file():
            raise StoreTroubleError(f"{copy}: there is no such file. Mend: name a copy that shouwang backup has made")
        if database.exists():
            if copy.samefile(database):
                raise StoreTroubleError(f"{copy}: this is the database itself. Mend: name a copy of it")
            if not replace:
                raise StoreTroubleError(
                    f"{database}: there is a database already. Mend: add --replace; the present one is then kept "
                    "beside it under another name"
                )
    except OSError as error:
        raise StoreTroubleError(f"{copy}: cannot be read ({error.strerror}). Mend: give this user access") from error


def _stage(copy: Path, database: Path) -> Path:
    """Bring the copy, with what stands beside it, next to the database under a name of ours."""
    try:
        for leftover in database.parent.glob(f"{database.name}.restoring-*"):  # of a restore that was killed
            leftover.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{database.name}.restoring-", dir=database.parent)  # 0600
    except OSError as error:
        raise _unwritable(database, error) from error
    os.close(handle)
    staged = Path(name)
    try:
        for beside in ("", "-wal", "-journal"):  # a moved database may have its newest rows there
            if Path(f"{copy}{beside}").exists():
                shutil.copyfile(f"{copy}{beside}", f"{staged}{beside}")
    except OSError as error:
        _sweep(staged)
        raise _uncopied(copy, error.strerror) from error
    return staged


def _examine(copy: Path, staged: Path) -> tuple[int, int | None]:
    """Return the version of what was staged, and when it was last heard from Telegram; fold in what stood beside it."""
    try:
        connection = opened(staged, "rw")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
        if (flaw := flaw_of(staged)) is not None:
            raise _unsound(copy, flaw)
        connection = opened(staged, "ro&immutable=1")
        try:
            (version,) = connection.execute("SELECT MAX(number) FROM schema_version").fetchone()
            (heard_at,) = connection.execute("SELECT MAX(heard_at) FROM heartbeat").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise _in_words(copy, error) from error
    return version or 0, heard_at


def _show_anew(copy: Path, staged: Path, now: int) -> None:
    """Have each live message of the copy edited: what it shows may be of later, and somebody may rely on it."""
    try:
        connection = opened(staged, "rw")
        try:
            connection.execute(_SHOW_ANEW, {"now": now})
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise _in_words(copy, error) from error


def _in_words(copy: Path, error: sqlite3.DatabaseError) -> StoreTroubleError:
    if is_passing(error):
        return _uncopied(copy, str(error))
    if (getattr(error, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_ERROR:  # no such table
        return StoreTroubleError(
            f"{copy}: this is a database, but none of Shouwang's; nothing changed. Mend: name a copy that shouwang "
            "backup has made"
        )
    return _unsound(copy, str(error))


def _unsound(copy: Path, flaw: str) -> StoreTroubleError:
    return StoreTroubleError(f"{copy}: this copy is not sound ({flaw}); nothing changed. Mend: choose another copy")


def _uncopied(copy: Path, reason: str | None) -> StoreTroubleError:
    return StoreTroubleError(
        f"{copy}: cannot be copied next to the database ({reason}); nothing changed. Mend: make room on that disk, and "
        "give this user access to both"
    )


def _unwritable(database: Path, error: OSError) -> StoreTroubleError:
    return StoreTroubleError(
        f"{database}: cannot be replaced here ({error.strerror}); nothing changed. Mend: give this user write access "
        f"to {database.parent}, or make room on that disk"
    )


def _keep(database: Path, at: datetime) -> Path | None:
    """Keep a database that is there under a name of its own as well, and clear the place beside the name it had."""
    name = database.with_name(f"{database.stem}.replaced-{at:%Y-%m-%d-%H%M%S}.db")
    if name.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    kept: list[Path] = []
    if database.exists():
        _fold(database, Path(f"{name}-wal"))
        os.link(database, name)  # until the copy takes it, the old name stays: at no moment is there no database
        kept.append(name)
    for beside in BESIDE:
        path = Path(f"{database}{beside}")
        if not path.exists():
            continue
        if beside == "-shm" or not path.stat().st_size:
            path.unlink()  # an index of the log, made anew where it is needed
        else:
            kept.append(path.rename(f"{name}{beside}"))
    return kept[0] if kept else None


def _fold(database: Path, kept_log: Path) -> None:
    """Fold the log beside a database into it; of one that is broken, keep the log: SQLite removes it in trying."""
    log = Path(f"{database}-wal")
    try:
        if log.exists():
            kept_log.touch(mode=0o600)
            shutil.copyfile(log, kept_log)
        connection = opened(database, "rw")
        try:
            (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return
    except OSError:
        kept_log.unlink(missing_ok=True)
        raise
    if not is_busy:
        kept_log.unlink(missing_ok=True)


def _sweep(staged: Path) -> None:
    for beside in ("", *BESIDE):
        Path(f"{staged}{beside}").unlink(missing_ok=True)
