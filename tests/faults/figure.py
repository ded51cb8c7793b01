"""What a fault run found: figures, what was promised of them, and the table that shows both."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_SHARED = 4  # so many faults with a figure of the same name make it a row of all


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `promise` says what it must be, empty where it is only told; `holds` whether it is."""

    what: str
    value: str
    promise: str = ""
    holds: bool = True


@dataclass(slots=True)
class Report:
    """The figures of one fault. `found` are details of what was broken, for who has to look into it."""

    fault: str
    figures: list[Figure] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def tell(self, what: str, value: object) -> None:
        """Note a figure of which nothing is promised."""
        self.figures.append(Figure(what, _shown(value)))

    def must_be(self, what: str, value: object, right: object) -> None:
        """Note a figure that must be exactly `right`."""
        self.figures.append(Figure(what, _shown(value), _shown(right), value == right))

    def at_most(self, what: str, value: float, most: float, promise: str = "") -> None:
        """Note a figure that must be `most` or less."""
        self.figures.append(Figure(what, _shown(value), f"≤ {_shown(most)} {promise}".rstrip(), value <= most))

    def at_least(self, what: str, value: float, least: float, promise: str = "") -> None:
        """Note a figure that must be `least` or more."""
        self.figures.append(Figure(what, _shown(value), f"≥ {_shown(least)} {promise}".rstrip(), value >= least))

    def none_of(self, what: str, found: Sequence[object]) -> None:
        """Note how many there are of what must not be; the first few are kept as details."""
        self.figures.append(Figure(what, str(len(found)), "0", not found))
        self.found += [f"{what}: {one}" for one in found[:5]]

    def fail(self, why: str) -> None:
        """The run could not be finished."""
        self.figures.append(Figure("run to the end", "no", "yes", holds=False))
        self.found.append(why)

    @property
    def broken(self) -> list[str]:
        """The promises that were broken, with what is known of each."""
        names = [f"{one.what}: {one.value}, promised {one.promise}" for one in self.figures if not one.holds]
        return [*names, *self.found] if names else []


def table(reports: Sequence[Report]) -> str:
    """Return all figures: those that many faults share side by side, then each fault's own; then what was broken."""
    seen = Counter(one.what for report in reports for one in report.figures)
    shared = [what for what, count in seen.items() if count >= _SHARED]
    parts = [_side_by_side(reports, shared)] if shared else []
    rows = [("fault", "figure", "value", "promised", "")]
    for report in reports:
        own = [one for one in report.figures if one.what not in shared]
        for place, one in enumerate(own):
            mark = "" if not one.promise else "ok" if one.holds else "BROKEN"
            rows.append((report.fault if place == 0 else "", one.what, one.value, one.promise, mark))
    parts.append(_lined(rows))
    parts += [f"BROKEN {report.fault}: {why}" for report in reports for why in report.broken]
    return "\n".join(parts)


def _side_by_side(reports: Sequence[Report], shared: Sequence[str]) -> str:
    """Return one column a fault; a broken promise is marked with !!."""
    rows = [("", *(report.fault for report in reports))]
    for what in shared:
        cells = []
        for report in reports:
            found = [one for one in report.figures if one.what == what]
            cells.append(" ".join(one.value + _promised(one) for one in found) or "-")
        rows.append((what, *cells))
    return _lined(rows) + "\n"


def _promised(one: Figure) -> str:
    bound = f" {one.promise.split(' in ')[0]}" if one.promise.startswith(("≤", "≥")) else ""
    return bound + ("" if one.holds else " !!")


def _lined(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
    lines.insert(1, "-" * max(map(_width, lines)))
    return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
