"""Each example in docs/message-shapes/medication.md is read as the document says."""

from pathlib import Path

import pytest

from parsing.medication import read_medication
from tests.parsing.medication_case import read

_PAGE = Path(__file__).parents[2] / "docs" / "message-shapes" / "medication.md"


def _rows(heading: str) -> list[tuple[str, str]]:
    """Return the two cells of each line of the tables under `heading`; ⏎ is the end of a line."""
    section = _PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    cells = [(said.strip().replace("⏎", "\n"), read.strip()) for said, read in rows]
    return [row for row in cells if row[0] not in ("Said", "---")]


@pytest.mark.parametrize(
    ("said", "told"),
    [row for heading in ("Requests", "Lists and forms", "Offers and updates") for row in _rows(heading)],
)
def test_a_message_is_read_as_documented(said: str, told: str) -> None:
    assert " / ".join(read(said)) == told


@pytest.mark.parametrize(("said", "why"), _rows("What records nothing"))
def test_talk_is_left_alone_as_documented(said: str, why: str) -> None:
    assert read_medication(said).needs == (), why
