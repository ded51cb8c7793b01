"""What a fault run found: figures, what was promised of them, and the table that shows both."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field


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
    """Return all figures as one table, and under it what was broken."""
    rows = [("fault", "figure", "value", "promised", "")]
    for report in reports:
        for place, one in enumerate(report.figures):
            mark = "" if not one.promise else "ok" if one.holds else "BROKEN"
            rows.append((report.fault if place == 0 else "", one.what, one.value, one.promise, mark))
    widths = [max(_width(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
    lines.insert(1, "-" * max(map(_width, lines)))
    lines += [f"BROKEN {report.fault}: {why}" for report in reports for why in report.broken]
    return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
