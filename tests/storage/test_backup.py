"""Copies of a database that is in use: whole, sound, private, and there only when they are."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from storage import backup
from storage.backup import StoppedError, by_hand, copy, copy_checked, flaw_of, nightly
from storage.store import Store, StoreTroubleError
from tests.storage.permission import mode

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 5, 1, 3, 30, tzinfo=SHANGHAI).timestamp()
ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def file_of(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def with_rows(path: Path, rows: int = 200) -> Path:
    """Make a database with two tables that hang together."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with file_of(path) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE crate (id INTEGER PRIMARY KEY, label TEXT)")
        database.execute("CREATE INDEX crate_label ON crate (label)")
        database.execute("CREATE TABLE pear (id INTEGER PRIMARY KEY, crate_id INTEGER REFERENCES crate (id))")
        database.executemany("INSERT INTO crate (label) VALUES (?)", [("雪梨" * 40,)] * rows)
        database.execute("INSERT INTO pear (crate_id) VALUES (1)")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return with_rows(tmp_path / "data" / "a.db")


def test_a_copy_has_the_rows_that_stand_only_in_the_log_beside_the_file(database: Path) -> None:
    target = database.parent / "copy.db"
    with file_of(database) as writing:
        writing.execute("PRAGMA wal_autocheckpoint = 0")
        writing.execute("INSERT INTO crate (label) VALUES ('新')")
        writing.commit()
        copy_checked(database, target)
    with file_of(target) as copied:
        assert copied.execute("SELECT COUNT(*) FROM crate").fetchone() == (201,)
        assert copied.execute("PRAGMA journal_mode").fetchone() == ("delete",)  # one file, nothing beside it
    assert names(database.parent) == ["a.db", "copy.db"]
    assert flaw_of(target) is None


def test_the_copy_is_private_whatever_the_umask(database: Path) -> None:
    before = os.umask(0)
    try:
        copy_checked(database, database.parent / "copy.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE((database.parent / "copy.db").stat().st_mode) == 0o600


async def test_writers_go_on_while_a_copy_is_made_and_it_is_of_one_moment(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "data" / "a.db", rows=20_000)  # some 20 steps
    async with Store.opened(path) as store:
        async with store.transaction() as query:
            await query.all("CREATE TABLE pair (one INTEGER, other INTEGER)")
        copying = asyncio.create_task(copy(path, path.parent / "copy.db"))
        written = 0
        while not copying.done():
            async with store.transaction() as query:
                query.do("INSERT INTO pair VALUES (:n, :n)", n=written)
                query.do("INSERT INTO crate (label) VALUES ('x')")
            written += 1
        await copying
    assert written > 5
    with file_of(path.parent / "copy.db") as copied:
        pairs = copied.execute("SELECT COUNT(*) FROM pair").fetchone()[0]
        assert pairs < written
        assert copied.execute("SELECT COUNT(*) FROM crate").fetchone()[0] == 20_000 + pairs


async def test_a_cancelled_copy_leaves_nothing_behind(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "data" / "a.db", rows=20_000)
    copying = asyncio.create_task(copy(path, path.parent / "copy.db"))
    while not any(".partial-" in name for name in names(path.parent)):  # noqa: ASYNC110 - made by a thread
        await asyncio.sleep(0)
    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    assert names(path.parent) == ["a.db"]


def test_a_check_that_is_to_stop_stops(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "data" / "a.db", rows=20_000)
    with file_of(path) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        flaw_of(path, stop)


# --- what is refused ----------------------------------------------------------------------------------------


def with_a_wrong_index(path: Path) -> None:
    with file_of(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX crate_label ON crate (id)' WHERE name = 'crate_label'"
        )


def with_a_row_astray(path: Path) -> None:
    with file_of(path) as database:
        database.execute("DELETE FROM crate WHERE id = 1")


def with_a_wrong_beginning(path: Path) -> None:
    path.write_bytes(b"Not a database at all" + path.read_bytes()[21:])


def with_its_tail_cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def with_a_page_overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xa5" * 4096
    path.write_bytes(content)


class Harm(NamedTuple):
    do: Callable[[Path], None]
    words: str


HARMS = (
    Harm(with_a_wrong_index, "missing from index"),
    Harm(with_a_row_astray, "a row of pear points to a row of crate that is not there"),
    Harm(with_a_wrong_beginning, "file is not a database"),
    Harm(with_its_tail_cut_off, "malformed"),
    Harm(with_a_page_overwritten, "a.db: the database is not sound"),
)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.do.__name__)
def test_of_an_unsound_database_no_copy_is_kept_and_an_older_one_stays(database: Path, harm: Harm) -> None:
    target = database.parent / "copy.db"
    target.write_text("yesterday's")
    harm.do(database)
    with pytest.raises(StoreTroubleError, match=r"(?s)not sound.*nothing changed\. Mend: stop the bot") as caught:
        copy_checked(database, target)
    assert harm.words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert target.read_text() == "yesterday's"
    assert names(database.parent) == ["a.db", "copy.db"]


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreTroubleError, match=r"there is no database\. Mend"):
        copy_checked(tmp_path / "a.db", tmp_path / "copy.db")
    assert names(tmp_path) == []


def test_a_copy_into_a_folder_that_is_not_there_is_refused(database: Path) -> None:
    with pytest.raises(StoreTroubleError, match=r"nowhere: no copy can be written here \(No such file or directory\)"):
        copy_checked(database, database.parent / "nowhere" / "copy.db")


def test_a_copy_into_a_folder_that_is_read_only_is_refused(database: Path) -> None:
    shelf = database.parent / "shelf"
    shelf.mkdir()
    with mode(shelf, 0o500), pytest.raises(StoreTroubleError) as caught:
        copy_checked(database, shelf / "copy.db")
    assert "shelf: no copy can be written here (Permission denied). Mend: make the folder" in str(caught.value)
    assert names(shelf) == []


async def test_old_copies_that_cannot_be_removed_are_told_of_and_the_new_one_stays(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = database.parent / "backups"
    for day in range(8):
        await nightly(database, folder, NIGHT + day * 86400, SHANGHAI)

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name.endswith(".db"):
            raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(StoreTroubleError, match=r"the copy was made, but older ones cannot be removed \(Operation"):
        await nightly(database, folder, NIGHT + 8 * 86400, SHANGHAI)
    assert flaw_of(folder / "a-2026-05-09.db") is None


def test_a_copy_in_place_of_a_folder_is_refused(database: Path) -> None:
    (database.parent / "copy.db").mkdir()
    with pytest.raises(StoreTroubleError, match=r"copy\.db: the copy cannot be written \(Is a directory\)\. Mend"):
        copy_checked(database, database.parent / "copy.db")
    assert names(database.parent) == ["a.db", "copy.db"]


def test_a_disk_with_too_little_room_is_left_alone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil._ntuple_diskusage(100 << 20, 92 << 20, 8 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(StoreTroubleError, match=r"needs 9 MiB, and 8 MiB are free\. Mend: make room"):
        copy_checked(database, database.parent / "copy.db")
    assert names(database.parent) == ["a.db"]


def test_a_disk_that_fills_up_meanwhile_leaves_nothing_behind(database: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from storage.backup import copy_checked\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))\n"
        "copy_checked(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(database), str(database.parent / "copy.db")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "copy.db: the copy cannot be made (" in ended.stderr
    assert "Mend: make room on that disk" in ended.stderr
    assert [name for name in names(database.parent) if not name.endswith(("-wal", "-shm"))] == ["a.db"]


def test_a_database_that_another_program_holds_is_tried_later(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_WAIT", 0.01)
    with file_of(database) as holding:
        holding.execute("PRAGMA journal_mode = DELETE")
        holding.execute("PRAGMA locking_mode = EXCLUSIVE")
        holding.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreTroubleError, match=r"another program holds the database .* Mend: try again later"):
            copy_checked(database, database.parent / "copy.db")
    assert names(database.parent) == ["a.db"]


# --- every night --------------------------------------------------------------------------------------------


async def test_a_night_makes_a_copy_and_removes_what_is_too_old_and_nothing_else(database: Path) -> None:
    folder = database.parent / "backups"
    folder.mkdir(mode=0o700)
    old = [f"a-2026-04-{day:02}.db" for day in (*range(13, 20), *range(20, 31))]
    others = [
        "a-2026-04-01-120000.db",  # made by hand
        "a-2026-02-30.db",  # no day at all
        "b-2026-01-01.db",
        "a-2026-01-01.db.gz",
        "notes.txt",
        "a.before-0002.db",
    ]
    leftover = "a-2026-04-30.db.partial-k3j_x9"
    under_way, killed = "a-2026-05-01-032959.db.partial-1", "a-2026-04-29-120000.db.partial-2"
    for name in (*old, *others, leftover, f"{leftover}-journal", under_way, killed):
        (folder / name).touch()
    os.utime(folder / under_way, (NIGHT - 60, NIGHT - 60))
    os.utime(folder / killed, (NIGHT - 200_000, NIGHT - 200_000))
    (folder / "a-2026-01-02.db").mkdir()
    night = await nightly(database, folder, NIGHT, SHANGHAI)
    assert night.made == folder / "a-2026-05-01.db"
    daily = ["05-01", "04-30", "04-29", "04-28", "04-27", "04-26", "04-25"]
    weekly = ["04-20", "04-13"]  # the first of each week
    assert [path.name for path in night.kept] == [f"a-2026-{day}.db" for day in (*daily, *weekly)]
    assert {path.name for path in night.removed} == {*old, "a-2026-05-01.db"} - {path.name for path in night.kept}
    assert names(folder) == sorted([*(path.name for path in night.kept), *others, "a-2026-01-02.db", under_way])
    assert flaw_of(night.made) is None
    assert stat.S_IMODE(night.made.stat().st_mode) == 0o600


async def test_the_first_night_makes_the_folder_for_nobody_else(database: Path) -> None:
    folder = database.parent.parent / "copies" / "here"
    before = os.umask(0)
    try:
        night = await nightly(database, folder, NIGHT, SHANGHAI)
        assert (night.kept, night.removed) == ((folder / "a-2026-05-01.db",), ())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        again = await nightly(database, folder, NIGHT + 3600, SHANGHAI)
    finally:
        os.umask(before)
    assert again == night


async def test_the_night_is_the_local_one(database: Path) -> None:
    night = await nightly(database, database.parent / "b", NIGHT, ZoneInfo("America/Lima"))
    assert night.made.name == "a-2026-04-30.db"


async def test_a_copy_made_under_a_clock_that_is_behind_is_not_removed_at_once(database: Path) -> None:
    folder = database.parent / "backups"
    for day in range(10):
        await nightly(database, folder, NIGHT + day * 86400, SHANGHAI)
    night = await nightly(database, folder, 0, SHANGHAI)
    assert night.made.name == "a-1970-01-01.db"
    assert night.made.exists()
    assert night.removed == ()


async def test_a_night_without_a_sound_database_removes_nothing(database: Path) -> None:
    folder = database.parent / "backups"
    for day in range(9):
        await nightly(database, folder, NIGHT + day * 86400, SHANGHAI)
    before = names(folder)
    with_a_row_astray(database)
    with pytest.raises(StoreTroubleError, match="not sound"):
        await nightly(database, folder, NIGHT + 9 * 86400, SHANGHAI)
    assert names(folder) == before


async def test_a_folder_open_to_others_is_refused(database: Path) -> None:
    folder = database.parent / "backups"
    folder.mkdir()
    folder.chmod(0o750)
    with pytest.raises(StoreTroubleError, match=r"others may enter it \(mode 750\)\. Mend: chmod 700"):
        await nightly(database, folder, NIGHT, SHANGHAI)
    with pytest.raises(StoreTroubleError, match=r"cannot be made \(Not a directory\)\. Mend: choose another folder"):
        await nightly(database, database / "backups", NIGHT, SHANGHAI)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
async def test_what_root_makes_belongs_to_whom_the_folder_belongs(database: Path) -> None:
    os.chown(database.parent, 65534, 65533)
    night = await nightly(database, database.parent / "backups", NIGHT, SHANGHAI)
    for path in (night.made.parent, night.made):
        assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65533)


def test_a_copy_by_hand_has_the_time_in_its_name() -> None:
    at = datetime(2026, 5, 1, 9, 8, 7, tzinfo=UTC)
    assert by_hand(Path("data/a.db"), Path("b"), at) == Path("b/a-2026-05-01-090807.db")
