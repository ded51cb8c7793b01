"""Knows a medicine whose name was misspelt: by how it is said (布落芬), or by one wrong, missing or doubled character.

What is found so is a guess, which is asked back. It is looked for only where a name may stand, and only so often.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from domain.medication import Kind
from parsing.medicine import Lexicon, load
from parsing.vocabulary.syllable import SYLLABLE
from parsing.word import is_ordinary

_SHORTEST_SOUND = 3
_SHORTEST_SHAPE = 4
_HEAD = 2
_LONGEST = 12
# Sounds that many do not tell apart: 清文 for 清温 is 清瘟, 思诺思 is 诗诺思.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDS_ALIKE = (("ing", "in"), ("eng", "en"), ("ang", "an"))


class Slip(NamedTuple):
    """What stands at `text[start:end]` may be one of `generics`."""

    start: int
    end: int
    generics: tuple[str, ...]


class Slips:
    """The names by their sound and by their beginnings and ends."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._generic: dict[str, str] = {}
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._tails: dict[str, list[str]] = defaultdict(list)
        for written, name in lexicon.names.items():
            if name.medicine.kind in (Kind.CLASS, Kind.SUPPLY) or not (name.brand or name.medicine.common):
                continue
            if not _SHORTEST_SOUND <= len(written) <= _LONGEST:
                continue
            self._generic[written] = name.medicine.generic
            sound = said(written)
            if sound is not None:
                self._sounds[sound].append(written)
            if len(written) >= _SHORTEST_SHAPE and written.isalpha():
                self._heads[written[:_HEAD]].append(written)
                self._tails[written[-_HEAD:]].append(written)
        self._lengths = sorted({len(sound) for sound in self._sounds}, reverse=True)

    def sounding(self, text: str, place: int, end: int) -> Slip | None:
        """Return the longest stretch that begins at `place` and is said like a name, but written otherwise."""
        sound = said(text[place : min(end, place + self._lengths[0])], whole=False) or ""
        for length in self._lengths:
            if length <= len(sound) and (names := self._sounds.get(sound[:length])):
                written = text[place : place + length]
                if written not in names and not is_ordinary(written):
                    return self._slip(place, length, names)
        return None

    def looking(self, text: str, place: int, end: int) -> Slip | None:
        """Return the stretch that begins at `place` and is a name but for one character, if there is one."""
        for shift in (0, 1, -1):
            found: list[str] = []
            longest = 0
            for name, length in self._near(text, place, end, shift):
                if length > longest:
                    found, longest = [name], length
                elif length == longest:
                    found.append(name)
            if found and not is_ordinary(text[place : place + longest]):
                return self._slip(place, longest, found)
        return None

    def going_on(self, text: str, place: int, end: int) -> Slip | None:
        """Return the name of which `text[place:end]` is the beginning and one character of the rest is wrong."""
        found: dict[int, list[str]] = {}
        for name in self._heads.get(text[place : place + _HEAD], ()):
            written = text[place : place + len(name)]
            if len(name) >= end - place + 2 and len(written) == len(name) and _one_apart(name, written):
                found.setdefault(len(name), []).append(name)
        longest = max(found, default=0)
        return self._slip(place, longest, found[longest]) if found else None

    def _near(self, text: str, place: int, end: int, shift: int) -> Iterator[tuple[str, int]]:
        """Yield the names, and how long they stand in the text, that are one character longer by `shift`."""
        begin = text[place : place + _HEAD]
        for name in self._heads.get(begin, ()):
            length = len(name) + shift
            if place + length <= end and _one_apart(name, text[place : place + length]):
                yield name, length
        if shift:
            return
        for length in range(_SHORTEST_SHAPE, min(_LONGEST, end - place) + 1):
            written = text[place : place + length]
            for name in self._tails.get(written[-_HEAD:], ()):
                if len(name) == length and _one_apart(name, written):
                    yield name, length

    def _slip(self, place: int, length: int, names: Iterable[str]) -> Slip:
        return Slip(place, place + length, tuple(dict.fromkeys(self._generic[name] for name in names)))


@lru_cache(maxsize=1)
def slips() -> Slips:
    """Return the names of the package's lexicon, worked out once."""
    return Slips(load())


def said(written: str, *, whole: bool = True) -> str | None:
    """Return how `written` is said, a character a syllable; None where one of them is no syllable.

    With `whole` false what stands before such a character is returned."""
    sounds = _sounds()
    run = []
    for character in written:
        sound = sounds.get(character)
        if sound is None:
            if whole:
                return None
            break
        run.append(sound)
    return "".join(run)


@lru_cache(maxsize=1)
def _sounds() -> dict[str, str]:
    """Return a character for each syllable, the same for syllables that sound alike."""
    marks: dict[str, str] = {}
    return {
        character: marks.setdefault(_alike(syllable), chr(0xE000 + len(marks)))
        for character, syllable in SYLLABLE.items()
    }


def _alike(syllable: str) -> str:
    for long, short in _ALIKE:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
    for long, short in _ENDS_ALIKE:
        if syllable.endswith(long):
            syllable = syllable[: -len(long)] + short
    return syllable


def _one_apart(name: str, written: str) -> bool:
    """Say whether one character was changed, left out or put in; a mark between words is none."""
    if not written.isalpha():
        return False
    if len(name) == len(written):
        return sum(a != b for a, b in zip(name, written, strict=True)) == 1
    short, long = sorted((name, written), key=len)
    place = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[place:] == long[place + 1 :]
