"""The command `shouwang`: what it prints and how it ends."""

import asyncio
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import program
from bot.command_line import main
from storage.inbox import Arrival, Inbox
from storage.migration import migrate
from storage.store import Store

ROOT = Path(__file__).parents[2]
BODY = '{"update_id": 5, "message": {"text": "6-302 \\u9999\\u68a82\\u7bb1"}}'


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOUWANG_TOKEN", raising=False)
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database in the default place with one update set aside (row 1) and one waiting (row 2)."""

    async def fill(path: Path) -> None:
        async with Store.opened(path) as store:
            await migrate(store)
            async with store.transaction() as query:
                inbox = Inbox(query, 1)
                await inbox.keep([Arrival(5, 7, BODY), Arrival(6, 7, "{}")], 100)
                await inbox.failed(1, "ValueError at text.py:30 in read", 100, most=1)

    path = tmp_path / "data" / "shouwang.db"
    asyncio.run(fill(path))
    return path


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("arguments", [["inbox"], ["inbox", "list"]])
def test_the_list_shows_what_is_set_aside_without_its_text(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == "1\tupdate\ttried 1 times\tValueError at text.py:30 in read\n1 set aside\n"


@pytest.mark.usefixtures("database")
def test_showing_an_update_prints_it_readably(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "show", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("update 1, aside, tried 1 times: ValueError at text.py:30 in read\n")
    assert "6-302 香梨2箱" in out
    assert main(["inbox", "show", "9"]) == 1
    assert "no update 9" in capsys.readouterr().out


def test_retrying_puts_an_update_back_and_nothing_else(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "retry", "1"]) == 0
    assert main(["inbox", "retry", "1"]) == 1
    assert main(["inbox", "retry", "2"]) == 1
    assert main(["inbox", "list"]) == 0
    assert capsys.readouterr().out.endswith("0 set aside\n")

    async def waiting() -> int:
        async with Store.opened(database) as store, store.snapshot() as query:
            return await Inbox(query, 1).waiting()

    assert asyncio.run(waiting()) == 2


@pytest.mark.parametrize("arguments", [["inbox", "list", "1"], ["inbox", "show"], ["inbox", "retry"]])
def test_a_number_is_asked_for_where_it_is_needed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "show and retry take one" in capsys.readouterr().err


def test_without_a_database_nothing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox"]) == 2
    assert "there is no database yet. Mend" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_running_without_a_token_says_where_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith("shouwang: No token. Mend: ask @BotFather")


@pytest.fixture
def _log_as_before() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)


@pytest.mark.usefixtures("_log_as_before")
def test_what_keeps_the_bot_from_running_is_one_sentence(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHOUWANG_TOKEN", "123456:AAF-not_a_real_one")
    with program.alone(database):
        assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith("shouwang: data/shouwang.db: another Shouwang is running")


@pytest.mark.parametrize("arguments", [["parse", "早啊"], ["parse", "--jsonl"]])
def test_a_message_is_read_from_the_line_or_from_standard_input(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": "a", "text": "早啊"}\n'))
    assert main(arguments) == 0
    assert capsys.readouterr().out


def test_the_configuration_here_is_taken_and_another_may_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text("[log]\nlevel = 'LOUD'")
    (tmp_path / "other.toml").write_text("[log]\nlevel = 'QUIET'")
    assert main(["inbox"]) == 2
    assert "'LOUD'" in capsys.readouterr().err
    assert main(["--config", "other.toml", "inbox"]) == 2
    assert "'QUIET'" in capsys.readouterr().err


def test_a_folder_open_to_others_is_an_error_in_words(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database.parent.chmod(0o755)
    assert main(["inbox"]) == 2
    assert "Mend: chmod 700" in capsys.readouterr().err


def test_what_the_program_writes_is_nobody_elses(tmp_path: Path) -> None:
    main(["inbox"])
    (tmp_path / "written").touch()
    assert (tmp_path / "written").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("database")
def test_a_reader_that_went_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "inbox", "show", "1"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_no_command_waits_for_what_another_one_loads() -> None:
    slow = "import sys, bot.command_line; print({'telegram', 'aiohttp', 'jieba', 'sandbox', 'PIL'} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", slow], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    assert ended.stdout == b"set()\n"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["dance"])
    assert caught.value.code == 2
    assert "dance" in capsys.readouterr().err
