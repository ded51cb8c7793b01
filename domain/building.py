"""楼栋 (building): names, and ranges of them as people say them (3-12、17号楼)."""

import re
from dataclasses import dataclass

_NAME = re.compile(r"(?P<name>.+?)[ ]?(?:号楼|楼|栋|幢|座|号|#)?")
_MOST = 200  # buildings in a range: a compound has fewer


def building_name(said: str | None) -> str | None:
    """Return a building's bare name (3 for 3号楼, B for b座); None for none."""
    match = _NAME.fullmatch(said.strip()) if said else None
    return match["name"].upper() if match is not None else None


@dataclass(frozen=True, slots=True)
class Buildings:
    """Some buildings of a compound: spans of bare names, both ends included (("3", "12"), ("17", "17"))."""

    spans: tuple[tuple[str, str], ...]

    def holds(self, building: str | None) -> bool:
        """Say whether a building (bare name) is one of them."""
        return building is not None and any(_within(building, first, last) for first, last in self.spans)

    def names(self) -> tuple[str, ...]:
        """Return the bare names of all of them, each once, as said."""
        found: list[str] = []
        for first, last in self.spans:
            if first.isdecimal() and last.isdecimal():
                found += map(str, range(int(first), min(int(last), int(first) + _MOST) + 1))
            else:
                found.append(first)
        return tuple(dict.fromkeys(found))

    def __str__(self) -> str:
        """Return them as a person would write it: 3-12、17号楼."""
        return "、".join(first if first == last else f"{first}-{last}" for first, last in self.spans) + "号楼"


def _within(building: str, first: str, last: str) -> bool:
    if first.isdecimal() and last.isdecimal() and building.isdecimal():
        return int(first) <= int(building) <= int(last)
    return building == first
