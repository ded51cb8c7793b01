"""A look at the first character changes nothing but the time: what a pattern matches stays the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.vocabulary.first_look import compiled, first_characters

_PATTERNS = (
    *("ab|cd", "[a-c]+d", "(?:x|yz)?w", "(?<=a)b|c", "a{0,2}b", "(?=c)[b-d]", "(a|b)c", "[-^\\]]x", "(?!a)[ab]c"),
    *("a++b", "(?>ab|a)c", "a*?b", "é|ß"),
)
_OPEN = ("[^a]b", ".", "a?", r"\d+", "", "(?:a|)", r"(a)?(?(1)b|c)")


@pytest.mark.parametrize("pattern", [*_PATTERNS, *_OPEN])
@given(text=st.text(alphabet="abcdwxyzéß1^-] ", max_size=12))
def test_a_pattern_matches_what_it_matched_before(pattern: str, text: str) -> None:
    plain, fast = re.search(pattern, text), compiled(pattern).search(text)

    assert (fast and fast.span()) == (plain and plain.span())


@pytest.mark.parametrize("pattern", _OPEN)
def test_a_pattern_that_may_begin_with_anything_is_left_as_it_is(pattern: str) -> None:
    assert first_characters(pattern) is None


def test_first_characters_are_those_of_each_branch() -> None:
    assert first_characters("(?<!0)(?:ab|[c-e]f|g?h)") == frozenset("acdegh")
    assert first_characters("ab", re.IGNORECASE) == frozenset("aA")


def test_a_class_of_too_many_characters_is_no_help() -> None:
    assert first_characters("[一-鿿]a") is None
