"""日结 (daily summary): what a day came to, in figures that can be traced, and what may be shown of them to whom. Pure.

Every shape of it (text, card, sheets) is drawn from the same entries, so that they agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.daily_summary_meaning import CALM, MEANINGS, Cell, Meaning, Section

FEW = 3  # smaller counts of households are merged, so that none can be recognised


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure: what it is called ("" where that is not told), in which building (bare name; None: none or
    all), how many, and a number that belongs to it (households of a buy)."""

    title: str
    building: str | None
    count: int
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a day: the name of the query that made it, its value and its parts. `is_blurred`: of one building,
    whose exact count would tell that of few households elsewhere."""

    name: str
    value: int
    parts: tuple[Part, ...] = ()
    is_blurred: bool = False

    @property
    def meaning(self) -> Meaning:
        """What it means. Raises KeyError for a figure that nothing explains."""
        return MEANINGS[self.name]

    def of(self, building: str) -> "Figure":
        """Return the figure as it is for one building."""
        is_shared, names_parts = self.meaning.is_shared, self.meaning.names_parts
        parts = [one for one in self.parts if one.building == building or (is_shared and one.building is None)]
        counts: dict[str, int] = {}
        for one in parts:  # what went to everybody and to the building is one thing
            counts[one.title] = max(counts.get(one.title, 0), one.count)
        value = sum(counts.values()) if names_parts else sum(one.count for one in parts)
        is_blurred = self.meaning.merges and 0 < self.value - value < FEW
        return replace(self, value=value, parts=tuple(parts), is_blurred=is_blurred)


@dataclass(frozen=True, slots=True)
class Line:
    """What an editor wrote: a line of a section, or words beside a figure (`figure`); "" beside one withholds it.
    `id` is that of its row."""

    id: int
    section: Section
    words: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a compound: its figures, those of the day before by name (None: nobody kept any), what an editor wrote,
    and its buildings in natural order. `version` grows with corrections; `changed` is the time of the last (19:42)."""

    compound: str
    on: date
    figures: tuple[Figure, ...]
    before: Mapping[str, int] | None = None
    lines: tuple[Line, ...] = ()
    buildings: tuple[str, ...] = ()
    version: int = 1
    changed: str = ""
    is_late: bool = False

    @property
    def is_quiet(self) -> bool:
        """Say whether nothing happened: no figure but of how things are anyhow, and nothing written."""
        return not self.lines and all(one.meaning.is_standing or not one.value for one in self.figures)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as it is shown: its number (the same in every shape), its value in words, how many more than yesterday
    (None: not known, or not to be told), what it is made of, and the editor's words beside it."""

    number: int
    figure: Figure
    shown: str
    change: int | None
    parts: tuple[str, ...]
    remark: str = ""

    @property
    def meaning(self) -> Meaning:
        """What the figure means."""
        return self.figure.meaning

    @property
    def said(self) -> str:
        """The value with its unit: 12户, 少于3户, 3户以上."""
        is_blurred = self.figure.is_blurred and self.figure.value >= FEW
        return f"{self.shown}{self.meaning.unit}{'以上' if is_blurred else ''}"


def in_order(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures in the order in which they are told, whatever order they were gathered in."""
    places = {name: place for place, name in enumerate(MEANINGS)}
    return tuple(sorted(figures, key=lambda one: places[one.name]))


def merged(value: int, *, merges: bool = True) -> str:
    """Return a count as it may be told: small ones of households are 少于3."""
    return f"少于{FEW}" if merges and 0 < value < FEW else str(value)


def numbered(day: Day) -> dict[str, int]:
    """Return the number of each figure of a day that is told, by its name: the same in every shape and every group."""
    withheld = {one.figure for one in day.lines if one.figure is not None and not one.words}
    names = [one.name for one in day.figures if one.value and one.name not in withheld]
    return {name: number for number, name in enumerate(names, 1)}


def entries(day: Day, building: str | None = None) -> tuple[Entry, ...]:
    """Return what is told of a day's figures: of all, or of one building (bare name)."""
    numbers = numbered(day)
    remarks = {one.figure: one.words for one in day.lines if one.figure is not None}
    found = []
    for whole in day.figures:
        figure = whole if building is None else whole.of(building)
        if whole.name in numbers and figure.value:
            change = _change(figure, day.before) if building is None else None
            remark = remarks.get(figure.name, "")
            found.append(Entry(numbers[figure.name], figure, _shown(figure), change, _parts(figure), remark))
    return tuple(found)


def _shown(figure: Figure) -> str:
    return str(FEW) if figure.is_blurred and figure.value >= FEW else merged(figure.value, merges=figure.meaning.merges)


def _change(figure: Figure, before: Mapping[str, int] | None) -> int | None:
    if before is None or figure.name not in before:
        return None
    was = before[figure.name]
    if figure.meaning.merges and (0 < was < FEW or 0 < figure.value < FEW):
        return None
    return figure.value - was


def _parts(figure: Figure) -> tuple[str, ...]:
    meaning = figure.meaning
    if not meaning.names_parts:
        return ()
    counts: dict[str, int] = {}
    for part in figure.parts:
        counted = part.amount if part.amount is not None else part.count
        counts[part.title] = counts.get(part.title, 0) + counted
    hidden = _hidden(counts, 0) if meaning.merges else frozenset()
    found = []
    for title, count in counts.items():
        called, said = meaning.called.get(title, title), merged(count, merges=meaning.part_unit == "户")
        if meaning.part_of > 1:
            said = f"{meaning.in_parts(count):f}"
        is_counted = meaning.part_unit and title not in hidden
        found.append(f"{called} {said}{meaning.part_unit}" if is_counted else called)
    return tuple(found)


def _hidden(counts: Mapping[str, int], elsewhere: int) -> frozenset[str]:
    """Return those whose count is not told beside the total: the small ones, and where there is but one small one, also
    the next smallest. `elsewhere`: what is in the total and nowhere here."""
    hidden = {name for name, count in counts.items() if 0 < count < FEW}
    if len(hidden) + int(0 < elsewhere < FEW) == 1:
        rest = sorted((count, name) for name, count in counts.items() if count >= FEW)
        hidden |= {name for _, name in rest[:1]}
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class Square:
    """A building in the grid: its name, the word and the look of it, and its count, where that may be told."""

    building: str
    cell: Cell
    count: str = ""


def squares(day: Day) -> tuple[Square, ...]:
    """Return the grid of buildings. A count that is small is not told; nor is one from which, with the total, a single
    small one could be worked out."""
    numbers = numbered(day)
    found = []
    for figure in day.figures:
        cell = figure.meaning.cell
        if cell is not None and figure.name in numbers:
            found.append((cell, _told(figure, day.buildings)))
    result = []
    for building in day.buildings:
        here = [(cell, counts[building]) for cell, counts in found if building in counts]
        cell, count = max(here, key=lambda one: one[0].rank, default=(CALM, ""))
        result.append(Square(building, cell, count))
    return tuple(result)


def _told(figure: Figure, buildings: Sequence[str]) -> dict[str, str]:
    """Return what is told of each building with any: its count, "" where that is not told."""
    counts: dict[str, int] = {}
    elsewhere = figure.value
    for part in figure.parts:
        if part.building in buildings and part.building is not None:
            counts[part.building] = counts.get(part.building, 0) + part.count
            elsewhere -= part.count
    hidden = _hidden(counts, elsewhere) if figure.meaning.merges else frozenset()
    return {building: "" if building in hidden else str(count) for building, count in counts.items() if count}
