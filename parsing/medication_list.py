"""Takes a message apart into the parts of several households: lines under a heading, numbered lines, forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.residence import AddressGrammar
from parsing.medicine import names_medicine
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary.medication import ASKS, FORM


@dataclass(frozen=True, slots=True)
class Entry:
    """One household's part: `text` begins at `start` of the message. `building` is what the heading says."""

    text: str
    start: int = 0
    under_heading: bool = False
    building: str | None = None


_MOST = 200  # households of one message; a hostile one names a thousand
_LINE_NUMBER = re.compile(r"[ ]?(?:[0-9]{1,3}[.、)][ ]?|[-·*•][ ]?)?")


def entries(text: str, grammar: AddressGrammar) -> tuple[Entry, ...]:
    """Return the parts of `text` (normalised): one for each line that names a home of its own, else the whole."""
    lines = list(_lines(text))
    placed = [(start, line) for start, line in lines if _names_home(line, grammar)]
    if len(placed) < 2:
        return _sentences(text, grammar)
    first_start, _ = placed[0]
    heading = text[:first_start]
    building = None
    is_heading = FORM.search(heading) is not None or ASKS.search(heading) is not None or "配药" in heading
    if heading:
        homes = find_residences(heading, grammar)
        building = homes[0].value.building if homes else None
    parts: list[Entry] = []
    for start, line in lines:
        if start < first_start:
            continue
        if parts and not _names_home(line, grammar):
            last = parts[-1]
            parts[-1] = Entry(text[last.start : start + len(line)], last.start, is_heading, building)
        else:
            parts.append(Entry(line, start, is_heading, building))
    return tuple(parts[:_MOST])


_MARK = re.compile(r"[,;。!、\n][ ]?$")


def _sentences(text: str, grammar: AddressGrammar) -> tuple[Entry, ...]:
    """Return the parts of one line that names several homes, each before what it wants: 3-501要缬沙坦，4-602要代文."""
    homes = [home for home in find_residences(text, grammar) if home.value.room is not None]
    starts = [home.start for home in homes if _MARK.search(text, max(0, home.start - 2), home.start)]
    if len(homes) < 2 or len(starts) < len(homes) - 1 or homes[0].value == homes[1].value:
        return (Entry(text),)
    cuts = [0, *(start for start in starts if start > homes[0].start), len(text)]
    asks = FORM.search(text) is not None or ASKS.search(text) is not None
    parts = tuple(Entry(text[start:end], start, under_heading=asks and start > 0) for start, end in pairwise(cuts))
    return parts if all(names_medicine(part.text) for part in parts) else (Entry(text),)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _names_home(line: str, grammar: AddressGrammar) -> bool:
    homes = find_residences(line, grammar)
    if homes:
        return homes[0].value.room is not None
    number = _LINE_NUMBER.match(line)
    begin = number.end() if number else 0
    rooms = find_bare_rooms(line)
    return bool(rooms) and rooms[0].start <= begin + 1
