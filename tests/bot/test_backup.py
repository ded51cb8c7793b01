"""`shouwang backup` and `restore`: what they print and refuse. The drill with a running bot: test_restore_drill.py."""

import asyncio
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import program
from bot.command_line import main
from storage.backup import flaw_of
from storage.heartbeat import Heartbeat
from storage.migration import migrate, shipped
from storage.store import Store


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOUWANG_TOKEN", raising=False)
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database in the default place that was last heard from Telegram at 2026-05-01 03:29 in Shanghai."""

    async def fill(path: Path) -> None:
        async with Store.opened(path) as store:
            await migrate(store)
            async with store.transaction() as query:
                await Heartbeat(query, 1).beat(1_777_577_340)

    path = tmp_path / "data" / "shouwang.db"
    asyncio.run(fill(path))
    return path


@pytest.mark.usefixtures("database")
def test_a_copy_goes_into_the_folder_of_copies_under_its_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    folder = tmp_path / "data" / "backups"
    (made,) = folder.iterdir()
    assert re.fullmatch(rf"{made.relative_to(tmp_path)}: whole and sound, 0\.\d MiB\n", capsys.readouterr().out)
    assert flaw_of(made) is None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, made)] == [0o700, 0o600]


@pytest.mark.usefixtures("database")
def test_a_copy_goes_where_one_says_and_replaces_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "mine.db"]) == 0
    assert flaw_of(tmp_path / "mine.db") is None
    assert main(["backup", "mine.db"]) == 2
    assert "mine.db: there is such a file already. Mend: choose another name" in capsys.readouterr().err
    (tmp_path / "stick").mkdir()
    assert main(["backup", "stick"]) == 0
    (made,) = (tmp_path / "stick").iterdir()
    assert made.name.startswith("shouwang-20")
    assert flaw_of(made) is None


def test_without_a_database_there_is_nothing_to_copy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "mine.db"]) == 2
    assert "data/shouwang.db: there is no database. Mend: run the bot first" in capsys.readouterr().err


def test_going_back_says_what_is_missing_and_what_to_tell_the_groups(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "mine.db"]) == 0
    capsys.readouterr()
    assert main(["restore", "mine.db"]) == 2
    assert "there is a database already. Mend: add --replace" in capsys.readouterr().err
    assert main(["restore", "--replace", "mine.db"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"data/shouwang.db: restored, version {shipped()[-1].number}, checked."
    (kept,) = database.parent.glob("shouwang.replaced-*.db")
    assert said[1] == f"What it replaced is kept as data/{kept.name}. Delete that when you are sure."
    assert said[2].startswith("What was said after 2026-05-01 03:29 is not in it")
    assert said[3].startswith("守望的记录回到了5月1日 03:29的样子")


def test_going_back_on_a_new_machine_makes_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def of_an_old_version() -> None:
        async with Store.opened(tmp_path / "old" / "a.db") as store:
            await migrate(store, shipped()[:1])

    asyncio.run(of_an_old_version())
    assert main(["restore", "old/a.db"]) == 0
    newest = shipped()[-1].number
    assert capsys.readouterr().out.splitlines() == [
        "data/shouwang.db: restored, version 1, checked.",
        *([f"The next start brings it up to version {newest}."] if newest > 1 else []),
    ]
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_nothing_is_restored_under_a_running_bot(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "mine.db"]) == 0
    before = database.read_bytes()
    with program.alone(database):
        assert main(["restore", "--replace", "mine.db"]) == 2
    assert "another Shouwang is running on this database. Mend: stop it first" in capsys.readouterr().err
    assert database.read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_what_root_restores_belongs_to_whom_the_folder_belongs(database: Path) -> None:
    assert main(["backup", "mine.db"]) == 0
    for path in (database.parent, *database.parent.iterdir()):
        os.chown(path, 65534, 65533)
    assert main(["restore", "--replace", "mine.db"]) == 0
    names = {path.name: (path.stat().st_uid, path.stat().st_gid) for path in database.parent.iterdir()}
    assert set(names.values()) == {(65534, 65533)}
    assert {"shouwang.db", "shouwang.lock"} < set(names)
