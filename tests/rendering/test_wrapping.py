"""Lines are broken where people break them, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.wrapping import ems, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("青菜两份", 4, ["青菜两份"]),
        ("青菜两份。", 4, ["青菜两", "份。"]),  # a closing mark does not begin a line
        ("牛奶 250ml一箱", 4, ["牛奶", "250ml一", "箱"]),
        ("abcdefghij", 3, ["abc", "def", "ghi", "j"]),
        ("宽", 0.5, ["宽"]),
    ],
)
def test_a_line_is_broken_where_it_is_too_wide(text: str, width: float, lines: list[str]) -> None:
    assert (
        wrapped(text, width, len if text.isascii() else lambda words: sum(1 if c > "~" else 0.5 for c in words))
        == lines
    )


@given(st.text(st.characters(exclude_categories=["Zs", "Cc"]) | st.just(" "), max_size=200), st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width, ems)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(ems(line) <= width for line in lines)
