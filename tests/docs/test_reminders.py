"""Each example in docs/reminders.md is read as the page says."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parsing.reminder import read_request
from rendering.reminder import rule_said, whom_said

PAGE = (Path(__file__).parents[2] / "docs" / "reminders.md").read_text("utf-8")
SAID_AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(head: str) -> list[list[str]]:
    """Return the cells of the table under the heading line that begins so."""
    lines = PAGE[PAGE.index(f"| {head} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(("said", "when", "whom", "what"), rows("said"))
def test_a_request_is_read_as_the_page_says(said: str, when: str, whom: str, what: str) -> None:
    reading = read_request(said, SAID_AT)
    assert reading is not None
    assert reading.whom is not None
    times = [
        f"{datetime.fromtimestamp(one, SAID_AT.tzinfo):%d日%H:%M}" if isinstance(one, int) else rule_said(one)
        for one in reading.times
    ]
    assert ("、".join(times) or "–", whom_said(reading.whom, reading.buildings), reading.words) == (when, whom, what)


@pytest.mark.parametrize(("said", "why"), rows("said in a group"))
def test_talk_is_left_alone_as_the_page_says(said: str, why: str) -> None:
    assert read_request(said, SAID_AT) is None, why
