"""Each example in docs/message-shapes/test-reports.md is read as the document says."""

from pathlib import Path

import pytest

from parsing.test_report import read_test_report
from tests.parsing.test_test_report import written

_PAGE = Path(__file__).parents[2] / "docs" / "message-shapes" / "test-reports.md"


def _rows(heading: str) -> list[tuple[str, str]]:
    """Return the two cells of each line of the table under `heading`; ⏎ is the end of a line."""
    section = _PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    cells = [(said.strip().replace("⏎", "\n"), read.strip()) for said, read in rows]
    return [row for row in cells if row[0] not in ("Said", "---")]


@pytest.mark.parametrize(("said", "told"), [*_rows("Reports"), *_rows("Positive")])
def test_a_report_is_read_as_documented(said: str, told: str) -> None:
    reading = read_test_report(said, ("核酸",))
    assert reading is not None
    assert " / ".join(map(written, reading.reports)) == told


@pytest.mark.parametrize(("said", "why"), _rows("Left alone"))
def test_talk_is_left_alone_as_documented(said: str, why: str) -> None:
    assert read_test_report(said, ("核酸",)) is None, why
