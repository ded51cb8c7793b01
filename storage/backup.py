"""Checked copies (备份) of a database that is in use: by hand, before an upgrade, and every night.

A copy is taken with SQLite's backup call from one snapshot: in WAL mode a writer does not wait for it. It is one file
with nothing beside it, 0600, and bears its name only when it is whole and sound.
"""

import asyncio
import contextlib
import os
import re
import shutil
import sqlite3
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from domain.backup import kept_days
from storage.store import StoreTroubleError

_PAGES = 256  # of 4 KiB in a step; then others have the disk to themselves for …
_PAUSE = 0.005  # … so many seconds
_WAIT = 5.0  # seconds for another program that holds the file
_INSTRUCTIONS = 100_000  # of SQLite's own between two looks whether to stop
_DAY = 24 * 3600
_SPARE = 8 * 2**20  # bytes that a copy leaves free on its disk: the bot may write to the same one

#: Files that SQLite keeps beside a database: what is committed but not yet in it, and indexes of that.
BESIDE = ("-wal", "-journal", "-shm")


class StoppedError(Exception):
    """The program ends; the copy is given up."""


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did: the copy it made, and which nightly copies are there now and which are gone, newest first."""

    made: Path
    kept: tuple[Path, ...]
    removed: tuple[Path, ...]


async def nightly(database: Path, folder: Path, now: float, zone: ZoneInfo) -> Night:
    """Make tonight's copy in `folder` and remove those that are too old; `now` in UTC seconds.

    Run again on the same day it replaces that day's copy. Only files named as its own are ever removed. Raises
    StoreTroubleError; then nothing has been removed.
    """
    today = datetime.fromtimestamp(now, zone).date()
    made = folder / f"{database.stem}-{today.isoformat()}.db"
    await asyncio.to_thread(make_folder, folder)
    await copy(database, made)
    return await asyncio.to_thread(_rotate, database.stem, made, today, now)


async def copy(source: Path, target: Path) -> None:
    """`copy_checked` beside the event loop; cancelled, it stops soon and leaves nothing behind."""
    stop = threading.Event()
    copying = asyncio.ensure_future(asyncio.to_thread(copy_checked, source, target, stop))
    try:
        await asyncio.shield(copying)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([copying])
        if not copying.cancelled():
            copying.exception()  # mark it as retrieved
        raise


def by_hand(database: Path, folder: Path, at: datetime) -> Path:
    """Return the name of a copy made by hand at `at` (local); the nightly rotation never touches those."""
    return folder / f"{database.stem}-{at:%Y-%m-%d-%H%M%S}.db"


def copy_checked(source: Path, target: Path, stop: threading.Event | None = None) -> None:
    """Copy a database that may be in use, check the copy, and only then give it its name, replacing an older one.

    Raises StoreTroubleError, which says the mend: then a copy made before under that name is kept.
    """
    stop = stop or threading.Event()
    partial = _begin(source, target)
    try:
        _copy(source, partial, stop)
        if (flaw := flaw_of(partial, stop)) is not None:
            raise _unsound(source, flaw)
        settle(partial, target)
    except sqlite3.Error as error:
        raise _in_words(error, source, target) from error
    except OSError as error:
        raise StoreTroubleError(
            f"{target}: the copy cannot be written ({error.strerror}). Mend: make room on that disk, or choose another "
            "folder"
        ) from error
    finally:
        for beside in ("", *BESIDE):
            Path(f"{partial}{beside}").unlink(missing_ok=True)


def flaw_of(path: Path, stop: threading.Event | None = None) -> str | None:
    """Say what is wrong inside a database file that nobody uses and beside which nothing stands; None: it is sound."""
    try:
        connection = opened(path, "ro&immutable=1")
        try:
            if stop is not None:
                connection.set_progress_handler(stop.is_set, _INSTRUCTIONS)
            verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if verdict != "ok":
                return " ".join(verdict.split())
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
            return f"a row of {astray[0]} points to a row of {astray[2]} that is not there" if astray else None
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if stop is not None and stop.is_set():
            raise StoppedError from error
        return str(error)


def opened(path: Path, mode: Literal["ro", "rw", "ro&immutable=1"]) -> sqlite3.Connection:
    """Open a database file that must be there: an absent one is not made."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", timeout=_WAIT, uri=True, isolation_level=None)


def settle(partial: Path, target: Path) -> None:
    """Give a finished file its name, so that it is there whole even after a power cut."""
    hand_over(partial)
    _sync(partial)
    partial.replace(target)
    with contextlib.suppress(OSError):  # not every kind of file system can
        _sync(target.parent)


def hand_over(path: Path) -> None:
    """Give what root has made to whom the folder around it belongs: the bot is not root, and must be able to use it."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        with contextlib.suppress(PermissionError):  # of a disk that knows no owners
            os.chown(path, owner.st_uid, owner.st_gid)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin(source: Path, target: Path) -> Path:
    """Make an empty file of ours to copy into: 0600 whatever the umask."""
    if not source.exists():
        raise StoreTroubleError(f"{source}: there is no database. Mend: run the bot first, or name the right --config")
    needed = sum(Path(f"{source}{beside}").stat().st_size for beside in ("", "-wal") if _is_there(source, beside))
    needed = -(-(needed + _SPARE) // 2**20)
    try:
        free = shutil.disk_usage(target.parent).free // 2**20
        if free < needed:
            raise StoreTroubleError(
                f"{target.parent}: a copy needs {needed} MiB, and {free} MiB are free. Mend: make room on that disk, "
                "or choose another folder"
            )
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.partial-", dir=target.parent)
    except OSError as error:
        raise StoreTroubleError(
            f"{target.parent}: no copy can be written here ({error.strerror}). Mend: make the folder, give this user "
            "write access, or choose another folder"
        ) from error
    os.close(handle)
    return Path(name)


def _is_there(path: Path, beside: str) -> bool:
    return Path(f"{path}{beside}").exists()


def _copy(source: Path, partial: Path, stop: threading.Event) -> None:
    def pause(_status: int, remaining: int, _total: int) -> None:
        if stop.is_set():
            raise StoppedError
        if remaining:
            time.sleep(_PAUSE)

    reading, writing = opened(source, "rw"), opened(partial, "rw")
    try:
        reading.execute("BEGIN")
        reading.execute("SELECT COUNT(*) FROM sqlite_schema")  # one snapshot: what is written meanwhile starts no anew
        writing.execute("PRAGMA synchronous = OFF")  # it is synced before it is named
        reading.backup(writing, pages=_PAGES, progress=pause)
        writing.execute("PRAGMA journal_mode = DELETE")  # one file; the store sets WAL again when it opens it
    finally:
        writing.close()
        reading.close()


def _unsound(source: Path, flaw: str) -> StoreTroubleError:
    return StoreTroubleError(
        f"{source}: the database is not sound ({flaw}); no copy was kept and nothing changed. Mend: stop the bot and "
        "go back to the last sound copy (shouwang restore COPY --replace)"
    )


def _in_words(error: sqlite3.Error, source: Path, target: Path) -> StoreTroubleError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return _unsound(source, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreTroubleError(f"{source}: another program holds the database ({error}). Mend: try again later")
        case _:
            return StoreTroubleError(
                f"{target}: the copy cannot be made ({error}). Mend: make room on that disk, or choose another folder; "
                f"and see that this user may read {source}"
            )


# --- every night --------------------------------------------------------------------------------------------


def make_folder(folder: Path) -> None:
    """Make the folder for copies, open to nobody else. Raises StoreTroubleError."""
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True)
            hand_over(folder)
        mode = folder.stat().st_mode & 0o777
    except OSError as error:
        raise StoreTroubleError(
            f"{folder}: the folder for copies cannot be made ({error.strerror}). Mend: choose another folder under "
            "[backup], or give this user write access"
        ) from error
    if mode & 0o077:
        raise StoreTroubleError(
            f"{folder}: this folder holds copies of residents' data but others may enter it (mode {mode:o}). "
            f"Mend: chmod 700 {folder}"
        )


def _rotate(stem: str, made: Path, today: date, now: float) -> Night:
    copies = nightly_copies(made.parent, stem)
    keep = kept_days(copies, today)
    removed = [copies[day] for day in sorted(copies.keys() - keep, reverse=True)]
    try:
        for path in [*removed, *_leftovers(stem, made.parent, now)]:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreTroubleError(
            f"{made}: the copy was made, but older ones cannot be removed ({error.strerror}). Mend: give this user "
            f"write access to {made.parent}"
        ) from error
    return Night(made, tuple(copies[day] for day in sorted(keep, reverse=True)), tuple(removed))


def _leftovers(stem: str, folder: Path, now: float) -> list[Path]:
    """Return what copies that were killed have left: of nights, and of hands unless somebody may be at it now."""
    name = re.compile(
        rf"{re.escape(stem)}-\d{{4}}-\d\d-\d\d(?P<by_hand>-\d{{6}})?\.db\.partial-\w+({'|'.join(BESIDE)})?", re.ASCII
    )
    return [
        path
        for path in folder.iterdir()
        if (match := name.fullmatch(path.name)) and (not match["by_hand"] or path.stat().st_mtime < now - _DAY)
    ]


def nightly_copies(folder: Path, stem: str) -> dict[date, Path]:
    """Return the nightly copies of a database (by the stem of its name) that stand in a folder, by day."""
    name = re.compile(rf"{re.escape(stem)}-(?P<day>\d{{4}}-\d\d-\d\d)\.db", re.ASCII)
    found = {}
    for path in folder.iterdir():
        if (match := name.fullmatch(path.name)) and path.is_file() and (day := _date(match["day"])) is not None:
            found[day] = path
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # 2026-02-30
        return None
