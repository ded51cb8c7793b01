"""The log: that something happened and where, never what anybody wrote, nor the token."""

import ast
import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import journal
from bot.application import TurnContext
from sandbox import Rule, Sandbox
from storage.store import Store
from tests import log_of_the_run
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


def test_a_line_holds_time_level_place_event_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("INFO")
    log = journal.of("house.worker")
    log.info("turn-done", inbox=7, seconds=0.25, aside=False, reason="no rights")
    log.error("turn-failed", inbox=8, error=raised("周阿姨 3-502"), again=TimeoutError)
    logging.getLogger("house.worker").debug("not at this level")
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    at, rest = first.split(" ", 1)
    assert datetime.fromisoformat(at).tzinfo is not None
    assert rest == "INFO house.worker turn-done inbox=7 seconds=0.25 aside=false reason=no-rights"
    place = f"test_journal.py:{_line_of('raise ValueError(text)')}"
    assert second.endswith(f" ERROR house.worker turn-failed inbox=8 error=ValueError@{place} again=TimeoutError")


def an_odd_error() -> type[Exception]:
    """An error whose name is no word of ours."""
    return type("周阿姨Error", (Exception,), {})


class Colour(Enum):
    DARK_RED = 1
    红 = 2


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "none"),
        (True, "true"),
        (-12, "-12"),
        (3.0, "3"),
        (0.12345, "0.123"),
        (float("nan"), "<float>"),
        (ValueError, "ValueError"),
        (ValueError("周阿姨"), "ValueError"),
        (an_odd_error(), "<error>"),
        (an_odd_error()(), "<error>"),
        ("周阿姨Error", "<str>"),
        ("token refused", "token-refused"),
        ("TimedOut", "TimedOut"),  # a type of error, by its name
        (Colour.DARK_RED, "dark_red"),
        (Colour.红, "<enum>"),
        ("周阿姨", "<str>"),
        (
            "zhou_jingan",
            "<str>",
        ),  # a name in Latin letters looks like a word of ours: only words that we list are shown
        ("3-502", "<str>"),
        (TOKEN, "<str>"),
        (13_800_001_234, "<int>"),
        (-1_001_234_567_890, "<int>"),
        (10**400, "<int>"),
        (["周阿姨"], "<list>"),
        (str, "<type>"),
        (b"502", "<bytes>"),
    ],
)
def test_a_value_that_could_be_somebodys_shows_as_its_type(value: object, shown: str) -> None:
    assert journal.shown(value) == shown


def test_a_name_of_an_event_or_of_a_value_that_is_none_of_ours_is_not_shown() -> None:
    assert str(journal.Event("told 周阿姨", {"房间": 502})) == "unnamed-event <key>=502"


def test_every_reason_that_the_sender_gives_can_be_shown() -> None:
    root = Path(__file__).parents[2]
    for file, called in (("verdict", "Verdict"), ("sender", "Verdict"), ("dispatch", "UnsendableError")):
        tree = ast.parse((root / "bot" / f"{file}.py").read_text("utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == called:
                said = [part.value for part in call.args if isinstance(part, ast.Constant)]
                assert all(journal.shown(word) != "<str>" for word in said), said


def test_our_modules_log_events_that_are_written_out_and_nothing_else() -> None:
    """A name that is put together at run time could hold anything."""
    events = log_of_the_run.vocabulary()
    assert {"running", "turn-failed", "not-sent"} <= events.names
    assert not events.strays


@pytest.mark.parametrize("name", ["aiohttp.client", "telegram.request", "apscheduler.x", "aiosqlite", "asyncio"])
def test_what_libraries_say_is_left_out(capsys: pytest.CaptureFixture[str], name: str) -> None:
    journal.set_up("INFO")
    log = logging.getLogger(name)
    log.info('HTTP Request: POST https://example.org/bot%s/sendMessage "200 OK"', TOKEN)
    logging.getLogger("周阿姨").info("told to %s", "周阿姨")
    log.error('Can not load invalid JSON data: "%s"', "3-502 青菜2", exc_info=raised("周阿姨"))
    first, second = capsys.readouterr().err.splitlines()
    here = "library-report at=test_journal.py:"
    assert f" INFO <logger> {here}" in first
    assert f" ERROR {name} {here}" in second
    assert " raised=ValueError@test_journal.py:" in second
    assert not any(words in line for words in ("青菜", "周阿姨", "AAF", "502") for line in (first, second))


def test_a_line_stays_one_and_a_token_is_struck_out_wherever_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("INFO")
    logging.getLogger("house.api").warning("at https://example.org/bot%s/getMe\nand more", TOKEN)
    journal.of("house.api").warning("at-123:AAF-not", **{"k123456:AAF": 1})
    first, second = capsys.readouterr().err.splitlines()
    assert " WARNING house.api library-report at=" in first
    assert " WARNING house.api unnamed-event k<token>=1" in second


def test_what_stops_the_program_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    journal.set_up("ERROR")
    error = raised("周阿姨")
    sys.excepthook(type(error), error, error.__traceback__)
    (line,) = capsys.readouterr().err.splitlines()
    assert " CRITICAL shouwang stopped error=ValueError@test_journal.py:" in line
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
    assert " running bot=" in log
    secret = sandbox.token.partition(":")[2]
    for words in ("香梨", "302", "周阿姨", "静安", "zhou_jingan", "梧桐苑", "汇总", "箱", "还没有接龙", secret):
        assert words not in log, words


capsys_text: list[str] = []


async def logged(found: list[str], capsys: pytest.CaptureFixture[str]) -> bool:
    found.append(capsys.readouterr().err)
    return "receiving-failed" in "".join(found)


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
    assert "turn-failed inbox=1 attempt=1 error=ValueError@test_journal.py:" in log
    assert not any(words in log for words in ("香梨", "302", "周阿姨"))
