"""The first look for times lets each word through that begins one, and few that do not."""

from datetime import datetime

import pytest

from parsing.clock import PARTS
from parsing.day import RELATIVE, YEARS
from parsing.festival import NAMES
from parsing.moment import find_moments
from parsing.moment_gate import BEGINS, TIMELY

_WEDNESDAY = datetime(2026, 3, 4, 10, 20)  # noqa: DTZ001 a naive time is read as well


@pytest.mark.parametrize("word", [*PARTS, *RELATIVE, *YEARS, *NAMES])
def test_each_word_that_begins_a_time_is_looked_at(word: str) -> None:
    assert BEGINS.match(f"{word}8点")
    assert TIMELY.search(f"{word}8点")


@pytest.mark.parametrize("word", [*RELATIVE, *YEARS, *NAMES])
def test_each_word_for_a_day_is_read_by_itself(word: str) -> None:
    found = find_moments(word, _WEDNESDAY)

    assert [(each.start, each.end) for each in found] == [(0, len(word))]


@pytest.mark.parametrize("said", ["三份", "2盒", "13912345678", "502", "大米", "上面", "这是谁", "一起", "中间"])
def test_other_words_and_numbers_are_passed_by(said: str) -> None:
    assert BEGINS.search(said) is None
