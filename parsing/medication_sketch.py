"""A message with each medicine, counted quantity and place as one character, so that a pattern sees how it is built."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsing.measure import Scale
from parsing.medication_drug import Named
from parsing.vocabulary.medication import COUNT, DRUG, PLACE
from parsing.vocabulary.medicine_word import MEASURES

_SCALE = Scale(MEASURES)
_OWN = {ord(mark): " " for mark in (DRUG, COUNT, PLACE)}


@dataclass(frozen=True, slots=True)
class Sketch:
    """`starts[i]` is where in the text the character `text[i]` of the sketch begins."""

    text: str
    starts: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message the characters `text[start:end]` stand."""
        return self.starts[start], self.starts[end]

    def place_of(self, origin: int) -> int:
        """Return the place in the sketch of what begins at `origin` in the message."""
        return bisect_left(self.starts, origin)


def sketch(text: str, named: Sequence[Named], places: Iterable[tuple[int, int]]) -> Sketch:
    """Return the sketch of `text` (normalised), in which `named` and `places` stand."""
    spans = [(each.start, each.end, DRUG) for each in named]
    spans += [(start, end, PLACE) for start, end in places]
    taken = bytearray(len(text))
    for start, end, _ in spans:
        taken[start:end] = b"\1" * (end - start)
    for number in _SCALE.numbers(text):
        if number.measure is not None and not any(taken[number.start : number.end]):
            spans.append((number.start, number.end, COUNT))
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for start, end, mark in sorted(spans):
        if start < done:
            continue
        pieces += [text[done:start].translate(_OWN), mark]
        starts += [*range(done, start), start]
        done = end
    pieces.append(text[done:].translate(_OWN))
    starts += [*range(done, len(text)), len(text)]
    return Sketch("".join(pieces), tuple(starts))
