"""The check over the log of the whole run is able to fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.server import TOKEN
from tests.log_of_the_run import wrong_lines

ROOT = Path(__file__).parents[1]
GOOD = "2026-11-22T21:33:57.468+08:00 ERROR bot.worker turn-failed inbox=8 attempt=1 error=ValueError@text.py:30"


def test_lines_of_the_logs_own_form_are_let_through() -> None:
    lines = [
        GOOD,
        "2026-11-22T21:33:57.468+08:00 INFO bot.program running bot=110201543",
        "2026-11-22T21:33:57.468+08:00 WARNING bot.sender not-sent outbox=1 reason=no-rights",
        "2026-11-22T21:33:57.468+08:00 ERROR aiohttp.client library-report at=client.py:30 raised=OSError@client.py:31",
        "shouwang: another program polls Telegram",
    ]
    assert list(wrong_lines(lines)) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (GOOD.replace("text.py", "周阿姨.py"), "somebody's words"),
        ("shouwang: 周阿姨", "somebody's words"),
        ("shouwang: \\u5468", "somebody's words"),
        (f"Traceback: bot{TOKEN}", "the token"),
        (GOOD.replace("inbox=8", "inbox=13800001234"), "a telephone's number"),
        ("Traceback (most recent call last):", "not a line of the log"),
        (GOOD.replace("turn-failed", "told-mrs-zhou"), "an event that the source does not name"),
        (GOOD.replace("inbox=8", "inbox=room"), "a value that could be somebody's (inbox=room)"),
        (GOOD.replace("inbox=8", "room=8"), "a value that could be somebody's (room=8)"),
        (GOOD.replace("ValueError", "Zhou_jingan"), "a name or words of the tests (jingan)"),
    ],
)
def test_a_line_that_says_too_much_is_found(line: str, why: str) -> None:
    (wrong,) = wrong_lines([GOOD, line])
    assert wrong == f"{why}: {line}"


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("log.warning('stopped', error=ValueError('周阿姨'))", 0, "1 lines gathered, 0 say too much"),
        ("gather('周阿姨 3-502\\n')", 1, "somebody's words: 周阿姨 3-502"),
        ("log.warning('told-mrs-zhou', room=502)", 1, "an event that the source does not name"),
    ],
)
def test_a_run_whose_log_says_too_much_fails_though_its_tests_pass(
    tmp_path: Path, said: str, code: int, told: str, processes: str
) -> None:
    test = tmp_path / "test_one.py"
    test.write_text(
        "from bot import journal\nfrom tests.log_of_the_run import gather\n"
        f"log = journal.of('bot.worker')\ndef test_one():\n    {said}\n",
        "utf-8",
    )
    options = [
        "-p",
        "tests.log_of_the_run",
        "-p",
        "no:cacheprovider",
        "-n",
        processes,
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
    ]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, test], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == code, run.stdout
    assert "1 passed" in run.stdout
    assert told in run.stdout
