"""What the committee reads in private about a roster (花名册) that it has sent: how it differs from the one kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.household import CALLED, Entry, Mark
from domain.roster import Building, Change, Difference, Roster, Unread, building_of
from rendering.line import one_line
from rendering.order_chain import place
from rendering.page import LIMIT, length

#: What the fields of a household are called.
FIELDS = {"contact": "姓名", "phone": "电话", "size": "人数", "marks": "标记", "note": "备注"}

_LONGEST_LINE = 160
_LONGEST_WORDS = 40
_MOST_LINES = 40
_MOST_BUILDINGS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of one message, and whether everything is in it; else the sheet has the rest."""

    text: str
    is_whole: bool


def difference_text(change: Difference, roster: Roster, silent: Sequence[Building] = ()) -> Shown:
    """Return what an import would do, before anything is done: counts first, then as many lines as a message holds.

    `silent`: buildings that stand and of which the file says nothing (domain.roster.silent_buildings).
    """
    head = [
        "📋 花名册对照（还没有改动）",
        counts(change),
        *_warnings(change, roster, silent),
    ]
    sections = _sections(change, roster)
    longest = max((len(lines) for _, lines in sections), default=0)
    for most in range(min(_MOST_LINES, longest), 0, -1):
        text = "\n".join([*head, *_cut(sections, most)])
        if length(text) <= LIMIT:
            return Shown(text, is_whole=most >= longest)
    return Shown("\n".join(head), is_whole=not sections)


def counts(change: Difference) -> str:
    """Return how many households are new, changed, gone and as they were."""
    said = f"新增 {len(change.new)} 户，变动 {len(change.changed)} 户，没有了 {len(change.gone)} 户"
    kept = f"，表里没有但照旧的 {len(change.kept)} 户" if change.kept else ""
    return f"{said}，不变 {len(change.unchanged)} 户{kept}"


def applied(change: Difference) -> str:
    """Return what is said once the difference has been applied."""
    return f"✅ 花名册更新好了：{counts(change)}。"


def _warnings(change: Difference, roster: Roster, silent: Sequence[Building]) -> list[str]:
    said = []
    if roster.unread:
        said.append(f"读不懂 {len(roster.unread)} 行：不导入，这些户照旧")
    if change.gone and any(not unread.places for unread in roster.unread):
        said.append("⚠ 有的行看不出是哪一户，它们可能就在「没有了」里面：先改好再导入")
    if silent:
        names = "、".join(map(building_said, silent[:_MOST_BUILDINGS])) + (
            "等" if len(silent) > _MOST_BUILDINGS else ""
        )
        missing = set(silent)
        homes = sum(building_of(entry.residence) in missing for entry in (*change.gone, *change.kept))
        what = "都算没有了" if any(building_of(entry.residence) in missing for entry in change.gone) else "照旧"
        said.append(f"⚠ 表里一户也没有的楼：{names}（现有 {homes} 户，{what}）")
    return said


def building_said(building: Building) -> str:
    """Return a building's name: 3号楼, 66弄3号楼."""
    lane, name = building
    return (f"{lane}弄" if lane else "") + (f"{name}号楼" if name else "" if lane else "没写楼号的")


def _sections(change: Difference, roster: Roster) -> list[tuple[str, list[str]]]:
    sections = (
        ("读不懂的行", [unread_line(unread) for unread in roster.unread]),
        ("没有了", [_entry_line(entry) for entry in change.gone]),
        ("变动", [_change_line(each) for each in change.changed]),
        ("新增", [_entry_line(entry) for entry in change.new]),
        ("守望自己补上或没有用的", list(roster.remarks)),
    )
    return [(title, lines) for title, lines in sections if lines]


def _cut(sections: Iterable[tuple[str, list[str]]], most: int) -> Iterable[str]:
    for title, lines in sections:
        yield f"\n【{title}】"
        yield from (one_line(line, _LONGEST_LINE) for line in lines[:most])
        if len(lines) > most:
            yield f"……还有 {len(lines) - most} 条，见表格"


def unread_line(unread: Unread) -> str:
    """Return where a row stopped, at what, and why: C17「3月5日」：……"""
    where = f"「{one_line(unread.sheet, _LONGEST_WORDS)}」{unread.cell}" if unread.sheet else unread.cell
    return f"{where}{f'「{unread.says}」' if unread.says else '（空）'}：{unread.reason}"


def _entry_line(entry: Entry) -> str:
    size = None if entry.size is None else f"{entry.size}人"
    words = (place(entry.residence), entry.contact, size, marks_said(entry.marks))
    return " ".join(one_line(word, _LONGEST_WORDS) for word in words if word)


def _change_line(change: Change) -> str:
    fields = "；".join(
        f"{FIELDS[name]} {field_said(change.before, name) or '空'} → {field_said(change.after, name) or '空'}"
        for name in change.fields
    )
    return f"{place(change.after.residence)} {fields}"


_SAID: dict[str, Callable[[Entry], str]] = {
    "contact": lambda entry: entry.contact or "",
    "phone": lambda entry: entry.phone or "",
    "size": lambda entry: "" if entry.size is None else str(entry.size),
    "marks": lambda entry: marks_said(entry.marks),
    "note": lambda entry: entry.note or "",
}


def field_said(entry: Entry, name: str, most: int = _LONGEST_WORDS) -> str:
    """Return what stands in a field of a household (one of domain.roster.FIELDS), "" for nothing."""
    return one_line(_SAID[name](entry), most)


def marks_said(marks: Iterable[Mark]) -> str:
    """Return marks as people call them, in one order: 独居、无手机."""
    held = frozenset(marks)
    return "、".join(CALLED[mark] for mark in Mark if mark in held)
