"""Reads that a reminder shall not come any more: 把明天的提醒取消, 提醒别发了, 取消做核酸的提醒 (docs/reminders.md).

The message must ask for that and say nothing else: who asks whether it was cancelled, or tells others, wants nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.moment import Moment, Recurrence, Span
from parsing.found import without
from parsing.moment import find_moments
from parsing.normalise import normalise

_LONGEST = 60  # characters

_NOW = r"(?:都|全部?|先|就|给我|帮我|一起)*"
_END = r"(?:掉|了|下|一下|吧|啦|除)*"
_STOP = r"(?:取消|停|关|删|撤|去|结束)"
_NOT = r"(?:别|不要|不用|甭|勿要|不必|不需要)(?:再)?"
_WHOSE = r"(?:的|那个|这个|那条|这条|那些|这些)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:把|将)?(?P<of>.{{0,40}}?){_WHOSE}提醒{_NOW}{_STOP}{_END}",  # 把明天的提醒取消
        rf"(?:取消|停掉|停了|关掉|删掉|删除|撤销|结束){_END}(?P<of>.{{0,40}}?){_WHOSE}提醒{_END}",  # 取消做核酸的提醒
        rf"(?P<of>.{{0,40}}?){_WHOSE}提醒{_NOW}{_NOT}(?:发|提醒|响|说|来|提){_END}",  # 提醒别发了
        rf"(?P<of>.{{0,40}}?){_WHOSE}提醒(?:不要|不用|不需要)(?:了|啦)吧?",  # 做核酸的提醒不要了
        rf"(?P<of>.{{0,40}}?){_NOW}{_NOT}提醒(?P<of2>.{{0,40}}?)(?:了|啦)吧?",  # 别提醒我吃药了
    )
)
_POLITE = re.compile(r"^(?:守望|机器人|小守|请|麻烦|劳驾|帮忙?我?|你|您|,|，| )+|[ ,，。.!！~～谢拜托]+$")
_NO_REQUEST = re.compile(r"[?？]|[吗呢]$|谁|怎么|为什么|如何|被|已经|温馨|别取消|不要取消|不用取消|别停|不要停")
_OWN = re.compile(
    r"大家|我们|各位|所有人|我|群里|所有|全部|一切|今后|以后|的|那个|这个|那条|这条|每一?次|关于|要|去|再"
)
_ENDS = " ,，。;；!！~"


@dataclass(frozen=True, slots=True)
class CancelReading:
    """Which reminder shall not come any more: of what (`about`, "" where that is not said), on which day (`on`, None
    where that is not said), or one that comes again and again (`is_rule`: every day …)."""

    about: str = ""
    on: date | None = None
    is_rule: bool = False


def read_cancel(text: str, said_at: datetime) -> CancelReading | None:
    """Return which reminder somebody wants cancelled, as said at `said_at` (aware); None where they want none. Never
    raises."""
    if len(text) > _LONGEST or "提醒" not in text or "\n" in text.strip():
        return None
    words = _POLITE.sub("", normalise(text).text.strip())
    if _NO_REQUEST.search(words):
        return None
    for shape in _SHAPES:
        match = shape.fullmatch(words)
        if match is not None and "提醒" not in match["of"]:
            said = match["of"] + " " + (match.groupdict().get("of2") or "")
            return _reading(said, said_at)
    return None


def _reading(said: str, said_at: datetime) -> CancelReading:
    moments = find_moments(said, said_at)
    about = _OWN.sub("", without(said, moments)).replace("\0", "").strip(_ENDS)
    values = [one.value for one in moments]
    is_rule = any(isinstance(value, Recurrence) for value in values)
    return CancelReading("".join(about.split()), _day(values), is_rule)


def _day(values: Sequence[object]) -> date | None:
    for value in values:
        when = value.start if isinstance(value, Span) else value
        if isinstance(when, Moment):
            return when.at.date()
    return None
