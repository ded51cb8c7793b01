"""The database's place, looked at from outside: who holds its lock, and how much room its disk has."""

import fcntl
import os
import shutil
from pathlib import Path

#: Free space below which nothing should be relied on, and below which it is time to look; a copy of the database must
#: fit besides (the nightly backup, the copy before an upgrade).
FREE_LEAST, FREE_LOW = 100 * 2**20, 500 * 2**20


def is_held(database: Path) -> bool:
    """Say whether a running program holds the lock of this database. Raises OSError where the lock cannot be read."""
    try:
        handle = os.open(database.with_suffix(".lock"), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # a starting program tries again: see program.alone
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def nearest(path: Path) -> Path:
    """Return the folder at `path`, or the nearest above it that exists."""
    return next((folder for folder in (path, *path.parents) if folder.exists()), Path("/"))


def room(database: Path) -> tuple[int, int]:
    """Return the free bytes on the disk of `database`, and how many are the least it should have."""
    size = database.stat().st_size if database.exists() else 0
    return shutil.disk_usage(nearest(database.absolute().parent)).free, FREE_LEAST + size
