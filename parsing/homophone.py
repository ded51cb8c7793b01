"""Knows a good by how its name is said, where one character of it was typed wrong: 清菜 for 青菜, 哈蜜瓜 for 哈密瓜.

A word of its own (李子, where 梨子 is offered) is no slip of the hand, so it is never taken for another.
"""

from collections.abc import Iterable, Mapping

from parsing.vocabulary.syllable import SYLLABLE
from parsing.word import is_ordinary, is_rare

_SHORTEST, _LONGEST = 2, 6


class Sounds:
    """The fragments of the goods' names by how they are said; each stands for the numbers of its goods."""

    def __init__(self, fragments: Mapping[str, frozenset[int]]) -> None:
        self._said: dict[tuple[str, ...], list[str]] = {}
        self._goods = fragments
        for fragment in fragments:
            if _SHORTEST <= len(fragment) <= _LONGEST and (key := _key(fragment)) is not None:
                self._said.setdefault(key, []).append(fragment)
        self._lengths = sorted({len(key) for key in self._said}, reverse=True)

    def around(self, text: str, place: int, first: int, end: int) -> Iterable[tuple[int, int]]:
        """Yield the stretches of `text[first:end]` around `place` that could be a name, the longest first."""
        for length in self._lengths:
            for start in range(max(first, place - length + 1), place + 1):
                if start + length <= end:
                    yield start, start + length

    def goods_of(self, word: str) -> frozenset[int]:
        """Return the numbers of the goods that `word` sounds like with one other character; empty if none."""
        key = _key(word)
        names = self._said.get(key, ()) if key is not None else ()
        near = [name for name in names if sum(a != b for a, b in zip(name, word, strict=True)) == 1]
        if not near or (is_ordinary(word) and not is_rare(word)):
            return frozenset()
        return frozenset().union(*(self._goods[name] for name in near))


def _key(word: str) -> tuple[str, ...] | None:
    said = tuple(SYLLABLE.get(character, "") for character in word)
    return said if all(said) else None
