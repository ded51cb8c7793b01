"""`shouwang export`: one compound's folder, for nobody else's eyes; and what is refused."""

import asyncio
import json
import os
import resource
import signal
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.command_line import main
from storage.compound import Compounds
from storage.export import SHEETS, TABLES
from storage.inbox import Arrival, Inbox
from storage.migration import Migration, migrate, shipped
from storage.store import Store
from tests.storage.old_schema import fill
from tests.storage.test_export import a_second_compound


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOUWANG_TOKEN", "123456:AAF-not_a_real_one")
    before = os.umask(0o022)
    yield
    os.umask(before)


def made(path: Path, compounds: int, *migrations: Migration) -> Path:
    """Make a database in which each text of compound 2 says 别苑."""

    async def make() -> None:
        async with Store.opened(path) as store:
            await migrate(store, migrations or None)
            async with store.transaction() as query:
                if compounds:
                    await fill(query)
                    await Inbox(query, 1).keep([Arrival(9, 0, '{"message": {"text": "123456:AAF-not_a_real_one"}}')], 1)
                if compounds > 1:
                    await a_second_compound(query)

    asyncio.run(make())
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return made(tmp_path / "data" / "shouwang.db", 1)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run an export that is refused; return the one sentence that says why."""
    assert main(["export", *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("shouwang: ")
    assert said.count("\n") == 1
    assert "Mend: " in said
    return said


@pytest.mark.usefixtures("database")
def test_everything_of_the_compound_stands_in_a_private_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "out"]) == 0
    files = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert files == {"README.txt", *(f"{name}.csv" for name in SHEETS), *(f"tables/{one.name}.json" for one in TABLES)}
    assert capsys.readouterr().out == f"out: {len(files)} files of 桂园. README.txt says what each holds\n"
    for path in ((tmp_path / "out"), *(tmp_path / "out").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert (tmp_path / "out" / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "放门卫" in (tmp_path / "out" / "orders.csv").read_text("utf-8-sig")
    (compound,) = json.loads((tmp_path / "out" / "tables" / "compound.json").read_text("utf-8"))
    assert compound["name"] == "桂园"
    assert "AAF" not in "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*"))


def test_of_several_compounds_one_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path / "data" / "shouwang.db", 2)
    assert "several compounds: 1 桂园, 2 别苑. Mend: name one, as in --compound 1" in refused(capsys, "out")
    assert "no compound 3. Mend: name one of these: 1 桂园, 2 别苑" in refused(capsys, "--compound", "3", "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    assert main(["export", "--compound", "1", "out"]) == 0
    assert "别苑" not in "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*"))
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


@pytest.mark.usefixtures("database")
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    assert "out: this folder is not empty" in refused(capsys, "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]
    assert "letter.txt: cannot be written (Not a directory)" in refused(capsys, "out/letter.txt")
    assert "out/letter.txt/x: cannot be written (Not a directory)" in refused(capsys, "out/letter.txt/x")


def test_a_disk_that_fills_up_leaves_nothing_behind(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = sqlite3.connect(database)
    connection.executemany(
        "INSERT INTO message (address_id, telegram_message_id, sent_at, version) VALUES (1, ?, 1, 1)",
        [(number,) for number in range(100, 1100)],
    )
    connection.commit()
    connection.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    (tmp_path / "here").mkdir()
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))  # the index of the database's log needs half of it
        codes = [main(["export", "out"]), main(["export", "here"])]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert codes == [2, 2]
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("shouwang: out: cannot be written (File too large). Mend: make room")
    assert said[1].startswith("shouwang: here: cannot be written (File too large)")
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "here").iterdir()) == []


def test_without_a_database_or_a_compound_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "there is no database yet. Mend: run the bot first" in refused(capsys, "out")
    assert list(tmp_path.iterdir()) == []
    made(tmp_path / "data" / "shouwang.db", 0)
    assert "There is no compound yet. Mend: add the bot to a group" in refused(capsys, "out")


def test_a_database_of_another_version_is_not_guessed_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newest = shipped()[-1].number
    path = made(tmp_path / "data" / "shouwang.db", 0, shipped()[0])
    if newest > 1:
        assert f"version 1, and this program knows version {newest}. Mend: start the bot once" in refused(capsys, "out")

    async def newer() -> None:
        async with Store.opened(path) as store, store.transaction() as query:
            await Compounds(query).add("未来苑", "Asia/Shanghai", 1)
            query.do("INSERT INTO schema_version (number) VALUES (9000)")

    asyncio.run(newer())
    assert "of version 9000, and this program knows" in refused(capsys, "out")
