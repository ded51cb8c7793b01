"""Where someone lives, as it was said: 3号楼502 is building 3, room 502."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Residence:
    """A place in the compound. Digits are ASCII, letters capital; a part that was not said is None.

    `building` is 号楼/栋/幢/座 or, with a lane (弄), the 号; `unit` is 单元; `room` is 室. A villa has a building only.
    """

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    lane: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it names one home: a building and a room."""
        return self.building is not None and self.room is not None


@dataclass(frozen=True, slots=True)
class AddressGrammar:
    """How the people of one compound write where they live. The words are simplified, the longest need not come first.

    `villas`: 8号 by itself is a house, not the eighth of the month. `units`: the buildings have 单元 (5-2-1001).
    """

    building_words: tuple[str, ...] = ("号楼", "栋", "幢", "座", "号", "#楼", "#")
    unit_words: tuple[str, ...] = ("单元", "门")
    room_words: tuple[str, ...] = ("号室", "室", "房")
    villas: bool = False
    units: bool = True
    lane_words: tuple[str, ...] = ("弄",)


DEFAULT_GRAMMAR = AddressGrammar()

#: The ways in which compounds write an address: an example that people recognise, and the grammar.
STYLES: Mapping[str, AddressGrammar] = {
    "3号楼502": AddressGrammar(units=False),
    "5栋2单元1001": DEFAULT_GRAMMAR,
    "66弄8号204室": DEFAULT_GRAMMAR,
    "12号（一户一栋）": AddressGrammar(villas=True),
}
