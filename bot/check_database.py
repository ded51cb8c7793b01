"""`shouwang check`, the database: its folder, its file, its soundness and version, the room on its disk."""

import errno
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config
from bot.finding import Finding, note, ok, warning, wrong
from bot.place import FREE_LOW, is_held, nearest, room
from bot.words import size
from storage.health import CannotTellError, soundness

#: A group as (our id, Telegram's id).
Group = tuple[int, int]
_STOPPED = ok("program", "Shouwang is not running on this database.")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, the groups that the database knows, and whether a program may be running on it."""

    found: list[Finding]
    groups: tuple[Group, ...]
    may_run: bool


def look(config: Config) -> Looked:
    """Look at the database."""
    database = config.database
    found = [*_folder(database)]
    groups: tuple[Group, ...] = ()
    if database.exists():
        found += _file(database)
        sound, groups = _sound(database)
        found.append(sound)
    else:
        found.append(note("database", f"{database} does not exist yet; the bot makes it when it starts."))
    running = _running(database)
    return Looked([*found, _room(database), running], groups, running is not _STOPPED)


def _folder(database: Path) -> Iterator[Finding]:
    folder = database.absolute().parent
    there = nearest(folder)
    mend = f"choose another [database] path, or give the user that the bot runs as write access to {there}"
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        if error.errno == errno.EROFS:
            words, mend = f"{there}: the disk is read-only.", "mount it for writing, or choose another [database] path"
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            words, mend = f"{there}: the disk is full.", "delete what is not needed there"
        else:
            words = f"{there}: cannot be written ({error.strerror})."
        yield wrong("database", words, mend)
    if there == folder and (mode := folder.stat().st_mode & 0o777) & 0o077:
        yield wrong("database", f"{folder}: others may enter this folder (mode {mode:o}).", f"chmod 700 {folder}")


def _file(database: Path) -> Iterator[Finding]:
    if not os.access(database, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        words = f"{database}: cannot be read and written by this user."
        yield wrong("database", words, f"run this as the user that the bot runs as, or chown the file ({database})")
    if (mode := database.stat().st_mode & 0o777) & 0o077:
        yield wrong("database", f"{database}: others can read it (mode {mode:o}).", f"chmod 600 {database}")


def _sound(database: Path) -> tuple[Finding, tuple[Group, ...]]:
    try:
        found = soundness(database)
    except CannotTellError as error:
        return wrong("database", *str(error).split(" Mend: ", 1)), ()
    if found.verdict != "ok":
        words = f"{database}: the file is damaged ({found.verdict})."
        return wrong("database", words, "stop the bot and put a sound copy in its place (shouwang restore)"), ()
    if found.version > found.newest:
        words = f"{database}: its version is {found.version}, this program's is {found.newest}."
        return wrong("database", words, "install the newer program"), found.groups
    words = f"{database} is sound, version {found.version}"
    if found.version < found.newest:
        return note("database", f"{words}; the bot copies it and brings it to {found.newest} when it starts."), (
            found.groups
        )
    return ok("database", f"{words}."), found.groups


def _room(database: Path) -> Finding:
    free, least = room(database)
    words = f"{size(free)} are free on the disk of {database}."
    if free < least:
        return wrong("disk", words, f"delete what is not needed there: {size(least)} are needed")
    return warning("disk", words, "make room before it is full") if free < FREE_LOW else ok("disk", words)


def _running(database: Path) -> Finding:
    try:
        held = is_held(database)
    except OSError as error:
        words = f"{database.with_suffix('.lock')}: cannot be read ({error.strerror})."
        return wrong("program", words, "run this as the user that the bot runs as")
    return ok("program", "Shouwang is running.") if held else _STOPPED
