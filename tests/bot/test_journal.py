"""The log: that something happened and where, never what anybody wrote, nor the token."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import journal
from bot.application import TurnContext
from sandbox import Rule, Sandbox
from storage.store import Store
from tests.bot.parts import working
from tests.running import running

TOKEN = "123456789:AAF-not_a_real_one"  # noqa: S105 - opens nothing


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """The journal takes over the whole process's logging: give it back."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in journal._LOUD}
    yield
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    sys.excepthook = hook


def raised(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_an_error_is_told_by_its_type_and_place() -> None:
    assert (
        journal.told(raised("3-502 青菜"))
        == f"ValueError at test_journal.py:{_line_of('raise ValueError(text)')} in raised"
    )
    assert journal.told(ValueError("3-502 青菜")) == "ValueError"


def _line_of(words: str) -> int:
    lines = Path(__file__).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip() == words)


def test_a_line_holds_the_event_and_no_text_of_an_exception(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("INFO")
    log = logging.getLogger("bot.worker")
    log.info("inbox %d done", 7)
    log.error("inbox 8 failed", exc_info=raised("周阿姨 3-502"))
    log.debug("not at this level")
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert first.endswith("INFO bot.worker: inbox 7 done")
    assert "ERROR bot.worker: inbox 8 failed (ValueError at test_journal.py:" in second


@pytest.mark.parametrize("name", ["aiohttp.client", "telegram.request", "apscheduler.x", "aiosqlite", "asyncio"])
def test_what_libraries_say_is_left_out(capsys: pytest.CaptureFixture[str], name: str) -> None:
    journal.set_up("INFO")
    log = logging.getLogger(name)
    log.info('HTTP Request: POST https://example.org/bot%s/sendMessage "200 OK"', TOKEN)
    logging.getLogger("any.other").info("told to %s", "周阿姨")
    log.error('Can not load invalid JSON data: "%s"', "3-502 青菜2", exc_info=raised("周阿姨"))
    log_lines = capsys.readouterr().err.splitlines()
    assert len(log_lines) == 2
    assert all("reports a problem" in line for line in log_lines)
    assert not any(words in line for words in ("青菜", "周阿姨", "AAF") for line in log_lines)


def test_a_token_is_struck_out_wherever_it_stands_and_a_line_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("INFO")
    logging.getLogger("bot.api").warning("at https://example.org/bot%s/getMe\nand more", TOKEN)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("at https://example.org/bot<token>/getMe and more")


def test_what_stops_the_program_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("ERROR")
    error = raised("周阿姨")
    sys.excepthook(type(error), error, error.__traceback__)
    (line,) = capsys.readouterr().err.splitlines()
    assert "stopped: ValueError at test_journal.py" in line
    assert "周阿姨" not in line


async def test_a_bad_day_of_the_whole_program_leaves_no_words_no_names_and_no_token_in_the_log(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.set_up("INFO")
    ann = sandbox.person("周阿姨", last_name="静安", username="zhou_jingan")
    group = sandbox.group("梧桐苑6号楼", members=[ann])
    for kind, method in (
        ("malformed", "getUpdates"),
        ("malformed", "sendMessage"),
        ("bad_gateway", "getUpdates"),
        ("server_error", "sendMessage"),
        ("too_many_requests", "sendMessage"),
        ("bad_request", "sendMessage"),
    ):
        sandbox.faults.add(Rule(kind, method=method, nth=2 if method == "getUpdates" else None, times=1))  # type: ignore[arg-type]
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "#接龙\n香梨团\n1. 6-302 香梨2箱")
        for _ in range(6):
            ann.says(group, "汇总")
        await bot.until(lambda: logged(capsys_text, capsys))
        await bot.settled()
    log = "".join(capsys_text) + capsys.readouterr().err
    assert "running as bot" in log
    secret = sandbox.token.partition(":")[2]
    for words in ("香梨", "302", "周阿姨", "静安", "zhou_jingan", "梧桐苑", "汇总", "箱", "还没有接龙", secret):
        assert words not in log, words


capsys_text: list[str] = []


async def logged(found: list[str], capsys: pytest.CaptureFixture[str]) -> bool:
    found.append(capsys.readouterr().err)
    return "receiving failed" in "".join(found)


async def test_a_handler_that_raises_puts_nobodys_words_into_the_log(
    sandbox: Sandbox, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.set_up("INFO")
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])

    async def stumble(update: Update, context: TurnContext) -> None:
        raise ValueError(update.to_json())

    async with working(sandbox, store) as bot:
        bot.routing.handlers[0].insert(0, MessageHandler(filters.TEXT, stumble))
        ann.says(group, "6-302 香梨2箱")
        await bot.work()
    log = capsys.readouterr().err
    assert "inbox 1 failed, try 1: ValueError at test_journal.py" in log
    assert not any(words in log for words in ("香梨", "302", "周阿姨"))
