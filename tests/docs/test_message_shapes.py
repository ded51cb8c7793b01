"""Every example of docs/message-shapes.md is read as the page says."""

import re
from pathlib import Path

import pytest

from tests.parsing.chain_case import parsed, play, written

PAGE = Path(__file__).parents[2] / "docs" / "message-shapes.md"
EXAMPLES = re.findall(r"^```\n(=.*?)\n```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read_as_the_page_says(example: str) -> None:
    case = parsed("example", example)
    got = play(case)
    assert sorted(map(written, got["orders"])) == sorted(case.orders)
    assert got["closed"] == case.closed
    if case.titled is not None:
        assert got["title"] == case.titled
