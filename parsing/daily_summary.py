"""Reads what the editor of the daily summary (日结) writes: a line for a section, or what becomes of a line."""

import re
from dataclasses import dataclass

from domain.daily_summary_meaning import SECTION_CALLED, Section

#: What people begin a line with, beside the names of the sections.
_SHORT = {
    "政策": Section.POLICY,
    "通知": Section.POLICY,
    "公示": Section.STATE,
    "情况": Section.STATE,
    "团购": Section.GOODS,
    "送件": Section.GOODS,
    "消杀": Section.PATROL,
    "巡查": Section.PATROL,
    "明日": Section.TOMORROW,
    "明天安排": Section.TOMORROW,
    "志愿者": Section.DONE,
    "缺人手": Section.HANDS,
    "缺人": Section.HANDS,
}
_NAMES = {**{called: section for section, called in SECTION_CALLED.items()}, **_SHORT}
_SECTION = re.compile(
    rf"""
    [【\[]?(?P<name>{"|".join(sorted(_NAMES, key=len, reverse=True))})
    (?:[】\]][ ]?|[ ]?[：:，,]|[ \n])
    (?P<words>.+)
    """,
    re.DOTALL | re.VERBOSE,
)
_CHANGE = re.compile(r"第?(?P<which>[0-9]{1,2}|[甲乙丙丁戊己庚辛壬癸])行?[ .。、：:，,]?[ ]?(?P<words>.+)", re.DOTALL)
_WITHHOLD = frozenset(("不发", "不要", "删", "删掉", "删除", "去掉", "隐藏"))
_RESTORE = frozenset(("恢复", "照发", "还是发", "发"))


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a line, by its number or its letter (甲): other words, or (`is_out`) it is left out, or
    (`is_back`) told again."""

    which: str
    words: str = ""
    is_out: bool = False
    is_back: bool = False


def read_line(text: str) -> tuple[Section, str]:
    """Return in which section a line is meant to stand, and its words in one line; 明日安排 where it does not say."""
    match = _SECTION.fullmatch(text.strip())
    section, words = (_NAMES[match["name"]], match["words"]) if match is not None else (Section.TOMORROW, text)
    return section, " ".join(words.split())


def read_change(text: str) -> Change | None:
    """Return what is to become of which line, or None where the text begins with none."""
    match = _CHANGE.fullmatch(text.strip())
    if match is None:
        return None
    which, words = match["which"].lstrip("0"), " ".join(match["words"].split())
    if words in _WITHHOLD:
        return Change(which, is_out=True)
    if words in _RESTORE:
        return Change(which, is_back=True)
    return Change(which, words)
