"""日结: how things stand at the end of the day, in half a minute of reading; and what its editor sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.building import building_name
from domain.daily_summary import Day, Entry, Line, entries
from domain.daily_summary_meaning import MEANINGS, SECTION_CALLED, Section
from rendering.line import one_line

LONGEST_LINE = 200
LETTERS = "甲乙丙丁戊己庚辛壬癸"  # what the editor's own lines are called; there are no more
_MOST_PARTS, _LONGEST_PART = 6, 24
MOST_ROWS, MOST_ROWS_IN_GROUP = 40, 10
_WEEKDAYS = "一二三四五六日"
_OPTIONAL = (Section.DONE, Section.HANDS)
QUIET = "今天一切照常，没有要通知的事。"
_LATE = "（机器断过线，这一条来晚了。）"

COME = "我来"
THANKS = "谢谢您！居委会知道了，会来找您。"
THANKS_AGAIN = "已经记下了，谢谢您！"
ADD, CHANGE, RELEASE, SHEET = "加一句", "改", "发布", "表格"
ASK_LINE = "写哪一句？开头写上是哪一段就放在那里，比如「明日安排 早上八点做核酸」；不写就放在明日安排。"
ASK_CHANGE = (
    "改哪一行？自己写的：「甲 香梨改到后天到」「甲 不要」。"
    "数字从记录来，不能改成别的；可以在后面加话「2 明天再催」，或者「2 不发」「2 恢复」。"
)
NOT_UNDERSTOOD = "没看懂要改哪一行。"
TOO_LONG = f"一句最多 {LONGEST_LINE} 个字，最多写 {len(LETTERS)} 句。"
SOMEBODYS = (
    "这一句说到了某一户或某个人的病或药，不能发到群里，没有写上。请去掉门牌和名字，再写一遍；不写了就发「算了」。"
)
NO_SUMMARY = "还没有发过日结。"
HOW_TO_ASK = "「来历」后面写日结里的行号，比如「来历 3」。"
FOR_VOLUNTEERS = "日结里的数字怎么来的，由志愿者来查。"
IN_PRIVATE = "这一项只能私聊看。"


def head(day: Day, building: str | None = None) -> str:
    """Return the first line."""
    of = f" {building_said(building)}" if building is not None else ""
    version = f"（{day.changed} 更正，第{day.version}版）" if day.version > 1 else ""
    return f"📣 {one_line(day.compound, 30)}{of} 日结 {_day(day.on)}{version}"


def building_said(building: str) -> str:
    """Return a building as people call it: 3号楼, B座."""
    return f"{building}号楼" if building.isdecimal() else f"{building}座"


def summary(day: Day, building: str | None = None) -> str:
    """Return the summary of a day, for all or for a stair group (the bare name of its building)."""
    lines = [head(day, building)]
    if day.is_quiet:
        lines.append(QUIET + (_LATE if day.is_late else ""))
        return "\n".join(lines)
    told = entries(day, building)
    for section in Section:
        inside = [_entry(one) for one in told if one.meaning.section is section]
        inside += [f"・{line.words}" for line in day.lines if line.figure is None and line.section is section]
        if inside:
            lines += [f"【{SECTION_CALLED[section]}】", *inside]
        elif section not in _OPTIONAL:
            lines.append(f"【{SECTION_CALLED[section]}】无")
    if day.is_late:
        lines.append(_LATE)
    return "\n".join(lines)


def asks_for_hands(day: Day) -> bool:
    """Say whether the summary says where hands are missing, so that 我来 stands under it."""
    if day.is_quiet:
        return False
    written = any(line.section is Section.HANDS and line.figure is None for line in day.lines)
    return written or any(one.meaning.section is Section.HANDS for one in entries(day))


def named(day: Day) -> tuple[str, ...]:
    """Return the titles in a summary that organisers wrote for all to see; a notice was perhaps for some only."""
    titled = [one for one in day.figures if one.meaning.names_parts and one.name != "notices"]
    return tuple(part.title for figure in titled for part in figure.parts)


def _entry(entry: Entry) -> str:
    meaning = entry.meaning
    text = f"{entry.number}. {meaning.label} {entry.said}{_changed(entry)}"
    if entry.parts:
        shown = [one_line(part, _LONGEST_PART) for part in entry.parts[:_MOST_PARTS]]
        more = f" 等{len(entry.parts)}样" if len(entry.parts) > _MOST_PARTS else ""
        text += f"：{'、'.join(shown)}{more}"
    return f"{text}（{entry.remark}）" if entry.remark else text


def _changed(entry: Entry) -> str:
    if entry.change is None or entry.change == 0:
        return ""
    return f"（比昨天{entry.change:+d}）"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


def missed(day: date) -> str:
    """Return the line that says that a day had no summary."""
    return f"{day.month}月{day.day}日的日结没能发出（机器断线了）。现在怎样请发「汇总」，今晚照常。"


# --- for the editor ---------------------------------------------------------------------------------------------


def draft(day: Day, *, released: str | None, at: str, can_draw: bool = True, package: str = "") -> str:
    """Return what the editor sees: the summary with the numbers of their own lines, and what becomes of it. `released`
    is when it went out, None before."""
    lines = [f"✏️ 日结草稿，{at} 自己发出" if released is None else f"✅ 日结 {released} 已发出，改了会在原处更正"]
    lines.append(summary(day))
    own = own_lines(day)
    if own:
        lines.append("您写的：" + "；".join(f"{letter} {one_line(line.words, 20)}" for letter, line in own.items()))
    withheld = [MEANINGS[line.figure].label for line in day.lines if line.figure is not None and not line.words]
    if withheld:
        lines.append(f"不发的：{'、'.join(f'{number} {label}' for number, label in _withheld(day).items())}")
    lines.append("数字怎么来的：发「来历 行号」。")
    if not can_draw:
        lines.append(f"（图发不了：机器上没有中文字体，请管机器的人装 {package}。）")
    return "\n".join(lines)


def own_lines(day: Day) -> dict[str, Line]:
    """Return the editor's own lines by what they are called: 甲, 乙, 丙 …"""
    return dict(zip(LETTERS, (line for line in day.lines if line.figure is None), strict=False))


def numbers_of_figures(day: Day) -> dict[str, str]:
    """Return the names of figures by the numbers under which the editor speaks of them: those told, then those that
    are withheld."""
    told = [one.figure.name for one in entries(day)]
    hidden = [one.name for one in day.figures if one.value and one.name not in told]
    return {str(number): name for number, name in enumerate([*told, *hidden], 1)}


def _withheld(day: Day) -> dict[str, str]:
    told = len(entries(day))
    return {number: MEANINGS[name].label for number, name in numbers_of_figures(day).items() if int(number) > told}


def offers_help(name: str, place: str | None, day: date) -> str:
    """Return what the committee hears when somebody pressed 我来."""
    home = f"（{place}）" if place else ""
    return f"🙋 {one_line(name, 30)}{home} 在{day.month}月{day.day}日的日结下面按了「我来」，愿意帮忙。请联系安排。"


# --- where a figure comes from ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A row behind a figure: what, in which building, which room, when, how many."""

    title: str
    building: str | None
    place: str | None
    at: datetime | None
    amount: int | None


def sources(entry: Entry, day: date, found: Sequence[Source], now: int, most: int = MOST_ROWS) -> str:
    """Return where a figure comes from: its first rows as they are now, and whether that still makes the figure."""
    meaning = entry.meaning
    lines = [f"🔎 {_day(day)} 第{entry.number}行：{meaning.label} {entry.figure.value}{meaning.unit}"]
    if now != entry.figure.value:
        lines.append(f"（现在再数是 {now}{meaning.unit}：发出后又有变动。）")
    lines += [_source(entry, one) for one in found[:most]]
    if len(found) > most:
        lines.append(f"……还有 {len(found) - most} 行，居委会在「表格」里看得到全部。")
    lines.append(f"（查法：{entry.figure.name}）")
    return "\n".join(lines)


def _source(entry: Entry, one: Source) -> str:
    title = entry.meaning.called.get(one.title, one.title)
    building = building_name(one.building)
    home = (
        "-".join(part for part in (building, one.place) if part)
        if one.place
        else (building_said(building) if building else "")
    )
    amount = f"{entry.meaning.in_parts(one.amount):f}{entry.meaning.part_unit}" if one.amount is not None else ""
    at = f"{one.at:%H:%M}" if one.at is not None else ""
    return "・" + " ".join(part for part in (at, one_line(title, 40), home, amount) if part)
