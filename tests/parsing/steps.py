"""A matcher of patterns that counts its steps, and texts that make a pattern work hard (see test_linear.py).

It walks the tree that Python's own parser makes of a pattern and goes back on its choices as `re` does, so the number
of steps grows as the time of `re` does, but is the same on every machine.
"""

import importlib
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
_FAILS = "\0"
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
    "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
    "CATEGORY_NOT_WORD": lambda c: not (c.isalnum() or c == "_"),
}
_MOST_STEPS = 300_000
Steps = Sequence[tuple[Any, Any]]


def tree_of(pattern: re.Pattern[str]) -> Steps:
    """Return the tree of a compiled pattern."""
    return list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE.value))


class TooManySteps(Exception):  # noqa: N818
    """The pattern goes back on its choices without end."""


class Counter:
    """Matches one pattern and counts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.tree = tree_of(pattern)
        self.ignores_case = bool(pattern.flags & re.IGNORECASE)
        self.multiline = bool(pattern.flags & re.MULTILINE)
        self.text, self.count = "", 0
        self.groups: dict[int, tuple[int, int]] = {}

    def search(self, text: str, *, anywhere: bool = True) -> tuple[tuple[int, int] | None, int]:
        """Return where the pattern matches first in `text` (or at its start), and the number of steps it took."""
        self.text, self.count = text.lower() if self.ignores_case else text, 0
        for start in range(len(text) + 1) if anywhere else (0,):
            self.groups = {}
            end = self._once(self.tree, start)
            if end is not None:
                return (start, end), self.count
        return None, self.count

    def _sequence(self, steps: Steps, at: int, place: int, then: Callable[[int], bool]) -> bool:
        if at == len(steps):
            return then(place)
        self.count += 1
        if self.count > _MOST_STEPS:
            raise TooManySteps
        name, of = str(steps[at][0]), steps[at][1]

        def go_on(end: int) -> bool:
            return self._sequence(steps, at + 1, end, then)

        if name in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
            return self._takes(name, of, place) and go_on(place + 1)
        if name == "BRANCH":
            return any(self._sequence(branch, 0, place, go_on) for branch in of[1])
        if name == "SUBPATTERN":
            return self._group(of, place, go_on)
        if name in _REPEATS:
            return self._repeat(name, of, place, go_on)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self._looks(of, place) == (name == "ASSERT") and go_on(place)
        if name == "AT":
            return self._is_at(str(of), place) and go_on(place)
        if name == "GROUPREF":
            start, end = self.groups.get(of, (0, 0))
            said = self.text[start:end]
            return self.text.startswith(said, place) and go_on(place + len(said))
        raise NotImplementedError(name)

    def _takes(self, name: str, of: Any, place: int) -> bool:
        if place >= len(self.text):
            return False
        return takes(name, of, self.text[place], ignores_case=self.ignores_case)

    def _group(self, of: Any, place: int, then: Callable[[int], bool]) -> bool:
        number, inside = of[0], of[-1]
        if number is None:
            return self._sequence(inside, 0, place, then)
        before = self.groups.get(number)

        def closed(end: int) -> bool:
            self.groups[number] = (place, end)
            return then(end)

        if self._sequence(inside, 0, place, closed):
            return True
        if before is not None:
            self.groups[number] = before
        return False

    def _repeat(self, name: str, of: Any, place: int, then: Callable[[int], bool]) -> bool:
        least, most, body = int(of[0]), int(of[1]), of[2]
        if name == "POSSESSIVE_REPEAT":
            done, end = 0, place
            while done < most and (next_end := self._once(body, end)) is not None and next_end > end:
                done, end = done + 1, next_end
            return done >= least and then(end)

        def more(done: int, at: int) -> bool:
            def again(end: int) -> bool:
                return end > at and more(done + 1, end)

            if name == "MIN_REPEAT":
                return (done >= least and then(at)) or (done < most and self._sequence(body, 0, at, again))
            return (done < most and self._sequence(body, 0, at, again)) or (done >= least and then(at))

        return more(0, place)

    def _once(self, body: Steps, place: int) -> int | None:
        ends: list[int] = []

        def ended(end: int) -> bool:
            ends.append(end)
            return True

        return ends[0] if self._sequence(body, 0, place, ended) else None

    def _looks(self, of: Any, place: int) -> bool:
        direction, inside = of
        if direction > 0:
            return self._sequence(inside, 0, place, lambda _: True)
        shortest, _ = inside.getwidth()
        return place >= shortest and self._sequence(inside, 0, place - shortest, lambda end: end == place)

    def _is_at(self, where: str, place: int) -> bool:
        if where.startswith("AT_BEGINNING"):
            return place == 0 or (self.multiline and where == "AT_BEGINNING" and self.text[place - 1] == "\n")
        if where == "AT_END":
            rest = self.text[place:]
            return rest in ("", "\n") or (self.multiline and rest[0] == "\n")
        if where == "AT_END_STRING":
            return place == len(self.text)
        is_word = _CATEGORIES["CATEGORY_WORD"]
        before = place > 0 and is_word(self.text[place - 1])
        after = place < len(self.text) and is_word(self.text[place])
        return (before != after) == (where == "AT_BOUNDARY")


def takes(name: str, of: Any, character: str, *, ignores_case: bool = False) -> bool:
    """Say whether one step of a tree takes `character`."""
    if name == "ANY":
        return character != "\n"
    if name in ("LITERAL", "NOT_LITERAL"):
        same = chr(of) == character or (ignores_case and chr(of).lower() == character)
        return same == (name == "LITERAL")
    negated = any(str(member) == "NEGATE" for member, _ in of)
    code = ord(character)
    for member, value in of:
        kind = str(member)
        if (
            (kind == "LITERAL" and (value == code or (ignores_case and chr(value).lower() == character)))
            or (kind == "RANGE" and value[0] <= code <= value[1])
            or (kind == "CATEGORY" and _CATEGORIES[str(value)](character))
        ):
            return not negated
    return negated


# --- texts that are hard ----------------------------------------------------------------------------------------

_TRIED = "1a豆 ,-\n(份A一九。x)@:/[\ue001"


def samples(steps: Steps, most: int = 3) -> list[str]:
    """Return a few texts that `steps` eat, whatever they look at around them."""
    said = [""]
    for step, of in steps:
        pieces = _samples_of(str(step), of, most)
        said = [a + b for a, b in itertools.product(said, pieces)][: most * 2]
    return said[:most]


def _samples_of(name: str, of: Any, most: int) -> list[str]:
    if name == "LITERAL":
        return [chr(of)]
    if name in ("IN", "NOT_LITERAL", "ANY"):
        members = [chr(value) for member, value in of if str(member) == "LITERAL"] if name == "IN" else []
        ranges = [chr(value[0]) for member, value in of if str(member) == "RANGE"] if name == "IN" else []
        fits = [c for c in (*ranges, *_TRIED, *members) if takes(name, of, c)]
        return fits[:2] or [""]
    if name == "SUBPATTERN":
        return samples(of[-1], most)
    if name == "BRANCH":
        return [text for branch in of[1] for text in samples(branch, 1)]
    if name in _REPEATS:
        inner = samples(of[2], most)
        return [text * max(1, int(of[0])) for text in inner] + ([""] if int(of[0]) == 0 else [])
    return [""]


def repeats(steps: Steps, before: str = "") -> Iterator[tuple[str, Steps, int]]:
    """Yield each repeat in the tree: a text that leads to it, its body, and the most times it goes (large: no end)."""
    for step, of in steps:
        name = str(step)
        if name in _REPEATS:
            yield before, of[2], int(of[1])
            yield from repeats(of[2], before)
        elif name == "SUBPATTERN":
            yield from repeats(of[-1], before)
        elif name == "BRANCH":
            for branch in of[1]:
                yield from repeats(branch, before)
        elif name in ("ASSERT", "ASSERT_NOT") and of[0] > 0:
            yield from repeats(of[1], before)
        before += next((text for text in _samples_of(name, of, 1) if text), "")


def hard_texts(steps: Steps, times: int) -> Iterator[str]:
    """Yield texts that grow with `times` and that the pattern nearly matches in many ways."""
    done: set[str] = set()
    for before, body, most in repeats(steps):
        if most < 5:
            continue
        for unit in filter(None, samples(body)):
            for lead in {"", before, before[:1]}:
                text = lead + unit * times + _FAILS
                if text not in done:
                    done.add(text)
                    yield text
            if before and before + unit not in done:
                done.add(before + unit)
                yield (before + unit) * times + _FAILS
