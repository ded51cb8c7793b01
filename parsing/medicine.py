"""Knows medicines by all their names: generic, brand, old and everyday name. The data are vocabulary/medicine.tsv.

The file is read once, on first use or by `load`; tools/build_medicine.py writes it. Names are looked for by their first
two characters, which nearly all places of a text fail, and then by the longest name: linear in the text, whose cost
is a twentieth of what jieba's cut takes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from domain.medication import Controlled, Kind, Medicine
from parsing.normalise import lower, normalise
from parsing.vocabulary.medicine_word import MORE_NAMES, ORDINARY

_FILE = Path(__file__).with_name("vocabulary") / "medicine.tsv"
_HEAD = 2
_BEFORE_DIGITS = re.compile(r"(?<=[一-鿿])(?=[0-9a-z])")


class Name(NamedTuple):
    """A name of a medicine; `ambiguous` names are ordinary words too, `misspelt` ones are asked back."""

    medicine: Medicine
    ambiguous: bool = False
    misspelt: bool = False
    brand: bool = False


class NameFound(NamedTuple):
    """A name that stands at `text[start:end]`."""

    start: int
    end: int
    name: Name


class Lexicon:
    """The medicines, and the names by which a text may mean them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.medicines: dict[str, Medicine] = {}
        self.names: dict[str, Name] = {}
        for line in lines:
            if line.strip() and not line.startswith("#"):
                self._take(line.rstrip("\n").split("\t"))
        for name, generic in MORE_NAMES.items():
            if generic in self.medicines:
                self._add(name, Name(self.medicines[generic]))
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:_HEAD], set()).add(len(name))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def _take(self, fields: list[str]) -> None:
        generic, kind, marks, forms, units, strengths, treats, names = fields[:8]
        medicine = Medicine(
            generic=generic,
            kind=Kind(kind),
            common="c" in marks,
            ambiguous="a" in marks,
            prescription="r" in marks,
            over_the_counter="o" in marks,
            cold_chain="k" in marks,
            controlled=next((each for each in Controlled if each.value in marks), None),
            forms=_several(forms),
            units=_several(units),
            strengths=_several(strengths),
            treats=_several(treats),
        )
        self.medicines[generic] = medicine
        self._add(generic, Name(medicine, generic in ORDINARY))
        for written in _several(names):
            sort = written[0]
            self._add(written[2:], Name(medicine, sort.isupper(), sort in "tT", sort in "bB"))

    def _add(self, written: str, name: Name) -> None:
        folded = lower(normalise(written).text).replace(" ", "")
        self.names.setdefault(folded, name)
        spaced = _BEFORE_DIGITS.sub(" ", folded, count=1)  # 诺和锐 30
        self.names.setdefault(spaced, name)

    def find(self, low: str) -> Iterator[NameFound]:
        """Yield the longest name at each place of `low` (normalised, in small letters), in order, none in another."""
        lengths = self._lengths
        done = 0
        for place, head in enumerate(pairwise(low)):
            if place < done or (known := lengths.get(head[0] + head[1])) is None:
                continue
            for length in known:
                end = place + length
                name = self.names.get(low[place:end]) if end <= len(low) else None
                if name is not None and _is_whole(low, place, end):
                    done = end
                    yield NameFound(place, end, name)
                    break


def _several(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _is_whole(low: str, start: int, end: int) -> bool:
    """Say whether the name cuts no word of letters and no number: not vc of mvc, not 诺和锐30 of 诺和锐300."""
    if start and low[start].isascii() and low[start - 1].isascii() and low[start - 1].isalnum():
        return False
    last, after = low[end - 1], low[end : end + 1]
    if not (last.isascii() and after.isascii() and after):
        return True
    return not ((last.isdigit() and (after.isdigit() or after == ".")) or (last.isalpha() and after.isalpha()))


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """Return the lexicon of the package, in memory from the first call on."""
    with _FILE.open(encoding="utf-8") as lines:
        return Lexicon(lines)


def names_medicine(text: str) -> bool:
    """Say whether `text` (normalised) has a name of a medicine, be it misspelt or an ordinary word as well."""
    return next(load().find(lower(text)), None) is not None


def sure_names(text: str) -> Iterator[NameFound]:
    """Yield the names in `text` (normalised) that are no slips of the hand, in order."""
    return (one for one in load().find(lower(text)) if not one.name.misspelt)


def medicine_of(generic: str | None) -> Medicine | None:
    """Return what the lexicon knows of a generic name, for its marks; None for no name, or an unknown one."""
    return load().medicines.get(generic) if generic is not None else None


def strengths_of(generic: str | None) -> tuple[str, ...]:
    """Return the strengths in which a medicine comes; none where the lexicon has no such name, or is given none."""
    medicine = medicine_of(generic)
    return medicine.strengths if medicine is not None else ()
