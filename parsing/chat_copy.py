"""Reads a text copied from WeChat (微信聊天记录): who, when, then the words. Pure; line by line, linear.

Shapes: `昵称 2022/4/3 10:21:05` or `2022-04-03 10:21 昵称` above the words; `昵称 10:21` under `—— 2022-04-03 ——`, as
the phone mails it; `昵称 昨天 10:21`, `昵称 4月3日 上午10:21`, as the window shows it; `昵称:` without any time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from zoneinfo import ZoneInfo

from parsing.chat_export import YEARS, Said, account_of, clean

_LOOKED_AT = 200  # lines within which the first message must begin
_COLON_FROM = time(9)  # messages without any time are a second apart from there

_STAMP = r"""
    (?:
        (?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?\s*      # 2022/4/3, 2022年4月3日
      | (?P<month2>\d{1,2})(?:月|[-/])(?P<day2>\d{1,2})日?\s*                       # 4月3日, 04-03
      | (?P<word>今天|昨天|前天|(?:星期|周)[一二三四五六日天])\s*
    )?
    (?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s?
    (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?
"""
_NAME_FIRST = re.compile(rf"(?P<name>\S(?:.{{0,38}}?\S)?)[:：]?\s+{_STAMP}\s*", re.VERBOSE)
_TIME_FIRST = re.compile(rf"{_STAMP}\s+(?P<name>\S(?:.{{0,38}}?\S)?)[:：]?\s*", re.VERBOSE)
_COLON = re.compile(r"(?P<name>(?!\d+[.、)）])[^\s:：#](?:[^:：\n]{0,30}[^\s:：])?)\s?[:：]\s*")
_DAY = re.compile(r"[—–\-_=*\s]{2,}(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[—–\-_=*\s]{2,}")
_NO_NAME = re.compile(r"截[止单]|时间|日期|[自到提取]货|自提|送达|发车|今天|明天|^[-—–\d\s]+$")
_ID = re.compile(r"[(（<](?:wxid_)?[\w.@+-]{3,40}[)）>]$")  # 昵称(wxid_ab12)

_QUOTED = re.compile(r"\A「[^」]{1,2000}」\n(?:- ?){5,}-?\n")  # what is answered stands above the answer
_PLACEHOLDERS = re.compile(r"(?:\[[^\[\]\n]{1,12}\]\s*)+")  # [图片], [动画表情]
_SERVICE = re.compile(r".{0,60}(?:撤回了一条消息|加入了群聊|修改群名为.{0,60}|拍了拍.{0,60})")

_AFTERNOON = ("下午", "傍晚", "晚上", "PM")
_WEEKDAYS = "一二三四五六日"


class NotACopyError(Exception):
    """No line looks like the beginning of a message."""


class NoDateError(Exception):
    """A message has no date, and none was given; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class _Head:
    """The line above the words: who, and what it says of the time."""

    name: str
    parts: re.Match[str] | None  # None: nothing

    @property
    def shape(self) -> tuple[bool, bool]:
        """Whether it says the year, and the seconds."""
        parts = self.parts
        return (parts is not None and parts["year"] is not None, parts is not None and parts["second"] is not None)


@dataclass(slots=True)
class _Days:
    """Which day a message is of: `copied` is the day on which the text was copied, `under` that of the line above."""

    copied: date | None
    zone: ZoneInfo
    under: date | None = None
    untimed: int = 0

    def at(self, head: _Head, line: int) -> int:
        """Return when a message was sent (UTC seconds). Raises NoDateError, ValueError for a day there is not."""
        parts = head.parts
        if parts is None:
            day = self._known(self.under or self.copied, line)
            self.untimed += 1
            return int((datetime.combine(day, _COLON_FROM, self.zone) + timedelta(seconds=self.untimed)).timestamp())
        day = self._day(parts, line)
        clock = time(_hour(parts), int(parts["minute"]), int(parts["second"] or 0))
        return int(datetime.combine(day, clock, self.zone).timestamp())

    def _day(self, parts: re.Match[str], line: int) -> date:
        if parts["year"]:
            return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        if not parts["month2"] and not parts["word"] and self.under is not None:
            return self.under
        copied = self._known(self.copied, line)
        if parts["month2"]:
            month, day = int(parts["month2"]), int(parts["day2"])
            is_after = (month, day) > (copied.month, copied.day)
            return date(copied.year - int(is_after), month, day)
        word = parts["word"] or "今天"
        if word in ("今天", "昨天", "前天"):
            return copied - timedelta(days=("今天", "昨天", "前天").index(word))
        weekday = _WEEKDAYS.index(word[-1].replace("天", "日"))
        return copied - timedelta(days=(copied.weekday() - weekday) % 7 or 7)

    def _known(self, day: date | None, line: int) -> date:
        if day is None:
            raise NoDateError(line)
        return day


def _hour(parts: re.Match[str]) -> int:
    hour, half = int(parts["hour"]), parts["half"]
    if half in _AFTERNOON or (half == "中午" and hour < 10):
        return hour + 12 if hour < 12 else hour
    return 0 if half is not None and half != "中午" and hour == 12 else hour


@dataclass(slots=True)
class _Copy:
    """A text being read: what its first message looks like says what the others may look like."""

    days: _Days
    first: _Head | None = None

    def head(self, line: str, *, is_free: bool) -> _Head | None:
        """Return the head that a line is, or None; `is_free` where nothing stands in the line above."""
        if len(line) > 120:
            return None
        match = _NAME_FIRST.fullmatch(line) or _TIME_FIRST.fullmatch(line)
        if match is not None:
            head = _Head(_ID.sub("", clean(match["name"])).rstrip() or match["name"], match)
            return head if self._fits(head) else None
        match = _COLON.fullmatch(line) if is_free else None
        if match is None or (self.first is not None and self.first.parts is not None):
            return None
        return _Head(clean(match["name"]), None)

    def _fits(self, head: _Head) -> bool:
        if _NO_NAME.search(head.name):
            return False
        if self.first is None:
            return True
        return self.first.parts is not None and (not self.first.shape[0] or head.shape == self.first.shape)


def read_copy(lines: Iterable[str], zone: ZoneInfo, copied: date | None) -> Iterator[Said]:
    """Yield the messages of a copied text, given line by line without line ends.

    `copied` is the day on which it was copied: 10:21 and 昨天 count from it, and 4月3日 is the last before it. Raises
    NotACopyError where no message begins in the first 200 lines, NoDateError where a day is needed and unknown.
    """
    whole = iter(lines)
    opening = list(islice(whole, _LOOKED_AT))
    copy = _Copy(_Days(copied, zone))
    above = ["", *opening]
    heads = [copy.head(line.strip(), is_free=not over.strip()) for over, line in zip(above, opening, strict=False)]
    found = [head for head in heads if head is not None]
    copy.first = next((head for head in found if head.parts is not None), found[0] if found else None)
    if copy.first is None:
        raise NotACopyError
    yield from _messages(copy, chain(opening, whole))


def _messages(copy: _Copy, lines: Iterable[str]) -> Iterator[Said]:
    name, began, words = "", 0, list[str]()
    sent_at, is_free = None, True
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        day = _separated(bare)
        head = copy.head(bare, is_free=is_free) if day is None else None
        at = _time_of(copy.days, head, number) if head is not None else None  # 25:10, 2月30日: these are words
        is_free = not bare
        if day is None and at is None:
            words.append(line)
            continue
        if sent_at is not None:
            yield _said(began, sent_at, name, words)
        words, sent_at = [], at
        if head is not None:
            name, began = head.name, number
        copy.days.under = day or copy.days.under
    if sent_at is not None:
        yield _said(began, sent_at, name, words)


def _separated(line: str) -> date | None:
    """Return the day of a line that only separates days, or None."""
    match = _DAY.fullmatch(line) if len(line) < 80 else None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])) if match is not None else None
    except ValueError:
        return None


def _time_of(days: _Days, head: _Head, line: int) -> int | None:
    try:
        at = days.at(head, line)
    except ValueError:
        return None
    return at if datetime.fromtimestamp(at, days.zone).year in YEARS else None


def _said(number: int, sent_at: int, name: str, lines: list[str]) -> Said:
    words = "\n".join(line for line in lines if not _SERVICE.fullmatch(line.strip()))
    words = _QUOTED.sub("", clean(words).strip(), count=1)
    return Said(number, sent_at, account_of(name), name, "" if _PLACEHOLDERS.fullmatch(words) else words)
