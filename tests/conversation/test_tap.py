"""Row ids in a button's data: numbers that a row may have, and nothing else."""

import pytest

from conversation.tap import row_id, row_ids


@pytest.mark.parametrize(("words", "number"), [("7", 7), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_a_number_is_a_row_id(words: str, number: int) -> None:
    assert row_id(words) == number


@pytest.mark.parametrize("words", ["", "-1", "1.5", "七", "７", "²", "9" * 16, "1 ", "x"])
def test_anything_else_is_none(words: str) -> None:
    assert row_id(words) is None


def test_several_row_ids_are_just_as_many_as_wanted() -> None:
    assert row_ids("12:7", 2) == (12, 7)
    assert [row_ids(words, 2) for words in ("12", "12:", "12:x", "12:7:1", "")] == [None] * 5
