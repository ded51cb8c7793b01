"""Reads what somebody says of a round to open: 明天7:00-9:00 核酸 全体 在中心花园; what is not said is None."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.building import Buildings
from domain.household import Mark
from domain.moment import Deadline, Grain, Moment, Span
from domain.test_round import KINDS
from parsing.building_range import find_buildings, read_buildings
from parsing.found import without
from parsing.moment import find_moments
from parsing.normalise import normalise

_LONGEST_WORD = 30
_MARKS = {
    "独居": Mark.ALONE,
    "无手机": Mark.NO_PHONE,
    "没手机": Mark.NO_PHONE,
    "没有手机": Mark.NO_PHONE,
    "婴幼儿": Mark.SMALL_CHILD,
    "外语": Mark.OTHER_LANGUAGE,
}
_MARK = re.compile(rf"(?:{'|'.join(_MARKS)})(?:老人)?(?:的)?(?:户|家庭|住户|居民|人)?")
_EVERYBODY = re.compile(r"全体(?:居民|住户|人员)?|全员|全小区|所有人|大家|全部(?:楼栋|居民)?|各楼")
_PLACE = re.compile(r"(?:在|地点[:是]?|地址[:是]?)[ ]?(?P<place>[^ ,;。\n\0]{1,30})")
_NOTHING = re.compile(r"[ ,;:、。\n\0]+|开始|一轮|轮次|做(?!核)|测(?!试)|的")
_RANGE = re.compile(
    r"""
    (?<![0-9A-Za-z:.\-]) [0-9]{1,3} [ ]?[\-~到至][ ]? [0-9]{1,3}      # 3-12
    (?:[,、][0-9]{1,3}(?:[\-~][0-9]{1,3})?){0,20} (?![0-9:点月日号.])   # ,17
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class RoundSketch:
    """What is known of a round to open. `is_for_all`: everybody was said; times are UTC seconds."""

    kind: str | None = None
    is_for_all: bool = False
    buildings: Buildings | None = None
    mark: Mark | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    place: str | None = None

    @property
    def says_who(self) -> bool:
        """Whether it says whom the round is for."""
        return self.is_for_all or self.buildings is not None or self.mark is not None


def read_round(words: str, said_at: datetime) -> RoundSketch:
    """Return what `words` say of a round, as said at `said_at` (aware). Never raises."""
    text = normalise(words).text.strip()
    starts, ends, text = _times(text, said_at)
    mark = _MARK.search(text)
    everybody = _EVERYBODY.search(text)
    found = [one for one in (mark, everybody) if one is not None]
    buildings, span = _buildings(text)
    taken = [match.span() for match in found] + ([span] if span else [])
    kind = next((one for one in KINDS if one in text), None)
    if kind is not None:
        taken.append((text.index(kind), text.index(kind) + len(kind)))
    rest = _masked(text, taken)
    place = _PLACE.search(rest)
    if place is not None:
        rest = _masked(rest, [place.span()])
    left = [word[:_LONGEST_WORD] for word in _NOTHING.sub("\0", rest).split("\0") if word]
    if kind is None and left:
        kind = left.pop(0)
    return RoundSketch(
        kind,
        everybody is not None and buildings is None and mark is None,
        buildings,
        _MARKS[next(word for word in _MARKS if mark[0].startswith(word))] if mark is not None else None,
        starts,
        ends,
        place["place"] if place is not None else left[0] if left else None,
    )


def _times(text: str, said_at: datetime) -> tuple[int | None, int | None, str]:
    """Return from when to when, in UTC seconds, and the text without the words for it."""
    moments = find_moments(text, said_at)
    for found in moments:
        when = found.value
        if isinstance(when, Span) and when.start.grain is not Grain.DAY and when.end.grain is not Grain.DAY:
            return _seconds(when.start.at), _seconds(when.end.at), without(text, [found])
        if isinstance(when, Moment) and when.grain is not Grain.DAY:
            return _seconds(when.at), None, without(text, [found])
        if isinstance(when, Deadline) and when.grain is not Grain.DAY:
            return None, _seconds(when.at), without(text, [found])
    return None, None, without(text, moments)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _buildings(text: str) -> tuple[Buildings | None, tuple[int, int] | None]:
    named = find_buildings(text)
    if named is not None:
        return named.buildings, (named.start, named.end)
    match = _RANGE.search(text)
    read = read_buildings(match[0]) if match is not None else None
    if match is None or read is None:
        return None, None
    return read.buildings, match.span()


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text
