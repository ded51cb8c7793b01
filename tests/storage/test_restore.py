"""Going back to a copy: all of it or nothing, and what was there is kept."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from storage.backup import copy_checked
from storage.migration import migrate, shipped
from storage.restore import put_back
from storage.store import Store, StoreTroubleError
from tests.storage.permission import mode
from tests.storage.test_backup import HARMS, Harm, file_of, names, with_rows

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 5, 2, 8, 0)  # noqa: DTZ001 - local: it names a file
SCHEMAS = Path(__file__).with_name("schemas")
_SLOTS_WAITING = "SELECT chat_id, slot_id FROM outbox WHERE method = 'slot' AND state = 'new'"
KEPT = "shouwang.replaced-2026-05-02-080000.db"
NEWEST = shipped()[-1].number


def compounds(path: Path) -> list[str]:
    with file_of(path) as database:
        return [name for (name,) in database.execute("SELECT name FROM compound ORDER BY id")]


async def with_compounds(path: Path, *added: str) -> None:
    async with Store.opened(path) as store:
        await migrate(store)
        async with store.transaction() as query:
            for name in added:
                query.do(
                    "INSERT INTO compound (name, time_zone, created_at) VALUES (:name, 'Asia/Shanghai', 1)", name=name
                )


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """The database of a bot, which has one compound more than its copy."""
    path = tmp_path / "data" / "shouwang.db"
    await with_compounds(path, "竹苑")
    copy_checked(path, tmp_path / "copy.db")
    await with_compounds(path, "松苑")
    return path


@pytest.fixture
def copy(database: Path, tmp_path: Path) -> Path:
    assert database.exists()
    return tmp_path / "copy.db"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_copy_takes_the_place_of_nothing(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir(mode=0o700)
    database = tmp_path / "new" / "shouwang.db"
    before = os.umask(0)
    try:
        restored = put_back(copy, database, AT)
    finally:
        os.umask(before)
    assert (restored.version, restored.newest, restored.heard_at, restored.kept) == (NEWEST, NEWEST, None, None)
    assert compounds(database) == ["竹苑"]
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert copy.exists()


def test_a_database_is_replaced_only_when_told_to_and_then_kept(copy: Path, database: Path) -> None:
    before = content(database.parent)
    with pytest.raises(StoreTroubleError, match=r"there is a database already\. Mend: add --replace"):
        put_back(copy, database, AT)
    assert content(database.parent) == before
    restored = put_back(copy, database, AT, replace=True)
    assert restored.kept == database.with_name(KEPT)
    assert compounds(database) == ["竹苑"]
    assert compounds(database.with_name(KEPT)) == ["竹苑", "松苑"]
    assert stat.S_IMODE(database.with_name(KEPT).stat().st_mode) == 0o600


async def test_the_log_of_what_is_replaced_goes_with_it_and_never_into_the_copy(copy: Path, database: Path) -> None:
    folder = database.parent
    with file_of(database) as writing:
        writing.execute("INSERT INTO compound (name, time_zone, created_at) VALUES ('梅苑', 'Asia/Shanghai', 1)")
        writing.commit()
        logged = {name: (folder / name).read_bytes() for name in names(folder)}
    for name, what in logged.items():  # as a power cut leaves it
        (folder / name).write_bytes(what)
    assert names(folder) == ["shouwang.db", "shouwang.db-shm", "shouwang.db-wal"]
    put_back(copy, database, AT, replace=True)
    assert names(folder) == ["shouwang.db", KEPT]
    assert compounds(folder / KEPT) == ["竹苑", "松苑", "梅苑"]
    assert compounds(database) == ["竹苑"]


def test_a_broken_database_is_kept_with_its_log(copy: Path, database: Path) -> None:
    folder = database.parent
    database.write_bytes(b"\xa5" * 8192)
    (folder / "shouwang.db-wal").write_bytes(b"log")
    (folder / "shouwang.db-shm").write_bytes(b"index")
    put_back(copy, database, AT, replace=True)
    assert names(folder) == ["shouwang.db", KEPT, f"{KEPT}-wal"]
    assert (folder / KEPT).read_bytes() == b"\xa5" * 8192
    assert (folder / f"{KEPT}-wal").read_bytes() == b"log"
    assert compounds(database) == ["竹苑"]


def test_a_log_whose_database_is_gone_is_kept_out_of_the_way(copy: Path, database: Path) -> None:
    database.unlink()
    (database.parent / "shouwang.db-wal").write_bytes(b"log")
    (database.parent / "shouwang.db-journal").touch()
    restored = put_back(copy, database, AT)
    assert restored.kept == database.with_name(f"{KEPT}-wal")
    assert names(database.parent) == ["shouwang.db", f"{KEPT}-wal"]
    assert compounds(database) == ["竹苑"]


async def test_a_database_moved_with_the_log_beside_it_is_taken_whole(database: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    with file_of(database) as writing:
        writing.execute("INSERT INTO compound (name, time_zone, created_at) VALUES ('梅苑', 'Asia/Shanghai', 1)")
        writing.commit()
        for name in ("shouwang.db", "shouwang.db-wal"):
            shutil.copyfile(database.parent / name, moved / name)
    before = content(moved)
    put_back(moved / "shouwang.db", database, AT, replace=True)
    assert compounds(database) == ["竹苑", "松苑", "梅苑"]
    assert content(moved) == before


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda dump: dump.stem)
async def test_a_copy_of_any_version_is_taken_and_brought_up_by_the_next_start(
    database: Path, tmp_path: Path, dump: Path
) -> None:
    old = tmp_path / "old.db"
    with file_of(old) as writing:
        writing.executescript(dump.read_text("utf-8"))
        writing.execute("DELETE FROM outbox WHERE method = 'slot'")
        writing.execute("UPDATE slot SET address_id = 1, telegram_message_id = 5")
    restored = put_back(old, database, AT, replace=True)
    assert (restored.version, restored.newest, restored.heard_at) == (int(dump.stem), NEWEST, 60)
    async with Store.opened(database) as store:
        assert await migrate(store) == tuple(range(int(dump.stem) + 1, NEWEST + 1))
        async with store.snapshot() as query:
            anew = [(row["chat_id"], row["slot_id"]) for row in await query.all(_SLOTS_WAITING)]
            assert anew == [(1, 1)]  # its message is edited, since it may show what is not in the copy


def test_a_leftover_of_a_restore_that_was_killed_is_swept_away(copy: Path, database: Path) -> None:
    (database.parent / "shouwang.db.restoring-x_1").write_text("half")
    put_back(copy, database, AT, replace=True)
    assert names(database.parent) == ["shouwang.db", KEPT]


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.do.__name__)
def test_an_unsound_copy_changes_nothing(database: Path, tmp_path: Path, harm: Harm) -> None:
    copy = with_rows(tmp_path / "harmed" / "a.db")
    harm.do(copy)
    before = content(database.parent)
    with pytest.raises(StoreTroubleError, match=r"not sound \(.*\); nothing changed\. Mend: choose another") as caught:
        put_back(copy, database, AT, replace=True)
    assert "\n" not in str(caught.value)
    assert content(database.parent) == before


def newer(path: Path) -> None:
    with file_of(path) as database:
        database.execute("INSERT INTO schema_version VALUES (9000)")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def of_somebody_else(path: Path) -> None:
    path.unlink()
    with_rows(path)


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (newer, f"version 9000, newer than this program (version {NEWEST}). Mend: install the newer program"),
        (emptied, "a database, but none of Shouwang's; nothing changed. Mend"),
        (of_somebody_else, "a database, but none of Shouwang's; nothing changed. Mend"),
        (gone, "there is no such file. Mend"),
        (a_folder, "there is no such file. Mend"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_copy_of_ours_changes_nothing(
    copy: Path, database: Path, make: Callable[[Path], None], words: str
) -> None:
    make(copy)
    before = content(database.parent)
    with pytest.raises(StoreTroubleError) as caught:
        put_back(copy, database, AT, replace=True)
    assert words in str(caught.value)
    assert content(database.parent) == before


def test_the_database_itself_is_no_copy(database: Path) -> None:
    with pytest.raises(StoreTroubleError, match=r"this is the database itself\. Mend"):
        put_back(database.parent / ".." / "data" / "shouwang.db", database, AT, replace=True)
    assert compounds(database) == ["竹苑", "松苑"]


def test_a_name_already_taken_by_a_kept_one_changes_nothing(copy: Path, database: Path) -> None:
    database.with_name(KEPT).write_text("of the last time")
    before = content(database.parent)
    with pytest.raises(StoreTroubleError, match=r"cannot be replaced here \(File exists\); nothing changed\. Mend"):
        put_back(copy, database, AT, replace=True)
    assert content(database.parent) == before


def child(copy: Path, database: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Go back to a copy in a process of its own, which does `before` first."""
    script = f"""
import os, resource, sys
from datetime import datetime
from pathlib import Path
from storage.restore import put_back
{before}
put_back(Path({str(copy)!r}), Path({str(database)!r}), datetime(2026, 5, 2, 8, 0), replace=True)
"""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_disk_without_room_changes_nothing(copy: Path, database: Path) -> None:
    before = content(database.parent)
    ended = child(copy, database, "resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))")
    assert ended.returncode == 1
    assert "cannot be copied next to the database (File too large); nothing changed. Mend: make room" in ended.stderr
    assert content(database.parent) == before


_DIES_AT = """
steps = 0
def count(event, _arguments):
    global steps
    if event in ("os.link", "os.rename", "os.remove"):
        steps += 1
        if steps == {step}:
            os._exit(77)
sys.addaudithook(count)
"""


def test_killed_at_any_step_there_is_a_whole_database_and_nothing_is_lost(copy: Path, tmp_path: Path) -> None:
    step, found = 0, set()
    while True:
        step += 1
        folder = tmp_path / f"killed-{step}"
        shutil.copytree(tmp_path / "data", folder)
        (folder / "shouwang.db-shm").touch()
        ended = child(copy, folder / "shouwang.db", _DIES_AT.format(step=step))
        now = compounds(folder / "shouwang.db")
        found.add(tuple(now))
        kept = compounds(folder / KEPT) if (folder / KEPT).exists() else []
        assert ["竹苑", "松苑"] in (now, kept)
        assert now in (["竹苑", "松苑"], ["竹苑"])
        if ended.returncode == 0:
            break
        assert ended.returncode == 77, ended.stderr
    assert step > 3
    assert found == {("竹苑", "松苑"), ("竹苑",)}


def test_a_folder_that_cannot_be_written_is_left_alone(copy: Path, database: Path) -> None:
    before = content(database.parent)
    with mode(database.parent, 0o500), pytest.raises(StoreTroubleError) as caught:
        put_back(copy, database, AT, replace=True)
    assert "shouwang.db: cannot be replaced here (Permission denied); nothing changed. Mend: give this" in str(
        caught.value
    )
    assert content(database.parent) == before


def test_a_copy_that_cannot_be_read_is_named(copy: Path, database: Path) -> None:
    with mode(copy, 0o000), pytest.raises(StoreTroubleError) as caught:
        put_back(copy, database, AT, replace=True)
    assert "copy.db: cannot be copied next to the database (Permission denied); nothing changed" in str(caught.value)
    assert names(database.parent) == ["shouwang.db"]


def test_a_place_that_cannot_be_looked_into_is_named(copy: Path, database: Path) -> None:
    with mode(database.parent, 0o000), pytest.raises(StoreTroubleError) as caught:
        put_back(copy, database, AT, replace=True)
    assert "copy.db: cannot be read (Permission denied). Mend: give this user access" in str(caught.value)


def test_a_copy_on_a_disk_that_is_read_only_is_taken(copy: Path, database: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    copy.rename(shelf / "copy.db").chmod(0o400)
    with mode(shelf, 0o500):
        put_back(shelf / "copy.db", database, AT, replace=True)
    assert compounds(database) == ["竹苑"]


def test_a_log_that_cannot_be_kept_leaves_all_as_it_is(copy: Path, database: Path) -> None:
    log = Path(f"{database}-wal")
    log.write_bytes(b"log")
    with mode(log, 0o000), pytest.raises(StoreTroubleError, match=r"cannot be replaced here \(Permission denied\)"):
        put_back(copy, database, AT, replace=True)
    assert names(database.parent) == ["shouwang.db", "shouwang.db-wal"]


def test_a_database_that_is_busy_elsewhere_is_kept_all_the_same(copy: Path, database: Path) -> None:
    with file_of(database) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM compound")
        put_back(copy, database, AT, replace=True)
    assert compounds(database) == ["竹苑"]
    assert compounds(database.with_name(KEPT)) == ["竹苑", "松苑"]
