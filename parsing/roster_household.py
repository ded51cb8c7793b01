"""Makes one household of the rows that name it: its people stand one below the other, or a row was copied twice.

Rows that contradict each other leave the household as it stands, and so does one row of it that cannot be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from domain.household import Entry
from domain.roster import Line, Unread
from parsing.roster_field import LONGEST_NOTE
from parsing.roster_row import Household


@dataclass(slots=True)
class Households:
    """The rows of a file, gathered. `joined` are those that joined a household of an earlier row."""

    lines: dict[str, Line] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    joined: list[tuple[str, int]] = field(default_factory=list)

    def add(self, sheet: str, read: Household | Unread) -> None:
        """Take the next row."""
        if isinstance(read, Unread):
            self.unread.append(replace(read, sheet=sheet))
            return
        place = read.entry.place
        before = self.lines.get(place)
        if before is None:
            self.lines[place] = Line(read.entry, read.row, sheet)
            return
        both = together(before.entry, read.entry)
        if isinstance(both, str):
            where = f"第 {before.row} 行" if before.sheet == sheet else f"「{before.sheet}」第 {before.row} 行"
            reason = f"和{where}是同一户，{both}：这一户先不导入，改成一样的，或者删掉一行。"
            self.unread.append(Unread(read.cell, read.says, reason, sheet, (place,)))
        else:
            self.lines[place] = replace(before, entry=both)
            self.joined.append((sheet, read.row))

    def certain(self) -> tuple[Line, ...]:
        """Return the households of which every row was read."""
        doubtful = {place for unread in self.unread for place in unread.places}
        return tuple(line for place, line in self.lines.items() if place not in doubtful)


def together(first: Entry, second: Entry) -> Entry | str:
    """Return the household that two rows make, the second person in its note; or what they contradict each other in."""
    if first.size is not None and second.size is not None and first.size != second.size:
        return f"人数不一样（{first.size}、{second.size}）"
    is_same_person = first.contact is None or second.contact is None or first.contact == second.contact
    if is_same_person and first.phone and second.phone and first.phone != second.phone:
        return "电话不一样"
    other = None if is_same_person else " ".join(("同住：" + str(second.contact), *_phone(first, second)))
    note = _noted(first.note, other, second.note)
    if len(note) > LONGEST_NOTE:
        return f"备注合起来太长（最多 {LONGEST_NOTE} 个字）"
    return Entry(
        residence=first.residence,
        contact=first.contact or second.contact,
        phone=(first.phone or second.phone) if is_same_person else first.phone,
        size=second.size if first.size is None else first.size,
        marks=first.marks | second.marks,
        note=note or None,
    )


def _phone(first: Entry, second: Entry) -> Iterable[str]:
    return (second.phone,) if second.phone and second.phone != first.phone else ()


def _noted(*notes: str | None) -> str:
    """Return the notes one after another, each part once."""
    parts = (part for note in notes if note for part in note.split("；"))
    return "；".join(dict.fromkeys(parts))
