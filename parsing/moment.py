"""Reads when: 明天下午3点, 周五之前, 三天内, 今晚8点到10点, 每周一三五9点 (docs/message-shapes/times.md).

Residences are read first: 3号楼 is no date and 3-502 no span. One pass over the text: at each character that can begin
a time the readers of recurrences, lengths, days and times of day are asked in turn.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from domain.moment import Deadline, Grain, Length, Moment, Recurrence, Span, When
from domain.residence import Residence
from parsing.clock import PARTS, TO, TimeOfDay, time_of_day_at
from parsing.day import FIRST, Days, add_months, day_at
from parsing.duration import length_at
from parsing.found import Found, without
from parsing.numeral import digits_of
from parsing.recurrence import SAYS_ONCE, once_in, recurrence_at, times_too
from parsing.residence import find_residences

# Which reader a first character is worth asking.
_NUMERAL = frozenset("0123456789零〇一二两俩三仨四五六七八九十廿半")
_RULE = frozenset("每逢隔工天日周星礼平双")
_DAY = FIRST
_CLOCK = _NUMERAL | frozenset("早晚凌清晨中正午上下傍黄夜深差大半一朝晏")
_BEGINS = re.compile(f"[{''.join(sorted(_DAY | _RULE | _CLOCK | frozenset('现此目而依宜')))}]")
_TIMELY = re.compile(
    r"[点时号日天月周星礼年分秒钟刻早晚晨午夜昏前后内期:/.\-今明昨隔每旦庆节诞现此末底初家朝昼夕旬]"
    r"|[0-9] ?[aApP]\.?[mM]\b|中秋|重阳|腊八|新春|双十|双1|龙抬|三八|五一|六一|七一|八一|十一"
)
_NOW = re.compile(r"现在|当前|此[刻时]|目前(?!为止)|[而依宜]家(?!人)")
_AFTER = re.compile(r"[ ]?(?:[以之过]?后(?![天日])|过后)")
_WITHIN = re.compile(r"[ ]?(?:[以之]?内|里(?=[ ,。]|$))")
_PASSING = re.compile(r"(?:再过|过|再等)[ ]?$")
_AGO = re.compile(r"[ ]?[以之]?前(?![面台门往后天年])")
_BEFORE = re.compile(
    r"[ ]?(?:[以之]前|前(?![面台门往后天年])|为止|截止|截单|截|结束|收单|封单|停单|[封关收停]团|停止接龙|到期)"
)
_LATEST = re.compile(
    r"(?:截止到?|截至到?|最晚|最迟|不晚于|赶在|(?:截单|截止|截团)(?:时间|日期)?:?|最后期限:?"
    r"|(?:有效期|保质期|报名|接龙|登记|预订|预定|接单|下单|收单)[到至])[ ]?(?:于|是|在|为)?[ ]?$"
)
_THROUGH = re.compile(TO)
_LAST_DAY = re.compile(
    r"(?P<day>[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![0-9一二三四五六七八九十点时月年:个份号日/.])"
)
_BETWEEN = re.compile(r"T(?=[0-9]{2}:)|[ ]?(?:的|,)?[ ]?")
_IN_BRACKETS = re.compile(r"[ ]?[(,]?[ ]?(?=(?:周|星期|礼拜)[一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class _Point:
    """What was said of one point in time: a day or days, a time of day, or an offset from now."""

    days: Days | None
    clock: TimeOfDay | None
    start: int
    end: int


def find_moments(
    text: str, said_at: datetime, residences: Iterable[Found[Residence]] | None = None
) -> tuple[Found[When], ...]:
    """Return each time that `text` (normalised) says, as meant at `said_at` (aware or naive; results are alike).

    `residences` are those already found in the text; without them they are found here. Never raises."""
    if not _TIMELY.search(text):
        return ()
    text = without(text, find_residences(text) if residences is None else residences)
    return tuple(_Reader(text, said_at).moments())


def read_when(text: str, reference: datetime) -> When | None:
    """Return the time that `text` (normalised) is about, or None: a rule before a time, a length only as the last."""
    found = [each.value for each in find_moments(text, reference)]
    for kinds in ((Recurrence,), (Moment, Span, Deadline), (Length,)):
        for value in found:
            if isinstance(value, kinds):
                return value
    return None


class _Reader:
    """Reads one text as said at one moment."""

    def __init__(self, text: str, said_at: datetime) -> None:
        self.text = text
        self.said_at = said_at
        self.today = said_at.date()
        self.says_once = SAYS_ONCE.search(text) is not None

    def moments(self) -> Iterator[Found[When]]:
        place = 0
        while begins := _BEGINS.search(self.text, place):
            start = begins.start()
            try:
                found = self._at(start)
            except (OverflowError, ValueError):  # beyond the calendar: 9000年后
                found = None
            if found is None:
                place = start + 1
            else:
                yield found
                place = max(found.end, start + 1)
                if isinstance(found.value, Recurrence):
                    for rule, begin, place in times_too(found.value, self.text, start, found.end):
                        yield Found(rule, begin, place)

    def _at(self, start: int) -> Found[When] | None:
        first = self.text[start]
        rule = recurrence_at(self.text, start) if first in _RULE else None
        if rule is None and self.says_once and first in _NUMERAL:
            rule = once_in(self.text, start)
        if rule is not None:
            return Found(rule[0], start, rule[1])
        length = length_at(self.text, start) if first in _NUMERAL else None
        if length is not None and (found := self._from_now(*length, start)):
            return found
        point = self._point(start, self.today)
        if point is not None:
            return self._span(point) or self._moment(point)
        if length is not None:
            return Found(length[0], start, length[1])
        if now := _NOW.match(self.text, start):
            return Found(Moment(self.said_at, Grain.SECOND), start, now.end())
        return None

    # --- lengths from now -----------------------------------------------------------------------------------

    def _from_now(self, length: Length, end: int, start: int) -> Found[When] | None:
        """Read what follows a length: 三天后(的下午三点), 三天内, 三天前. Without such a word it is no time."""
        if match := _AFTER.match(self.text, end):
            moment = self._shifted(length, 1)
            return self._that_day(moment, start, match.end())
        if match := _WITHIN.match(self.text, end):
            moment = self._shifted(length, 1)
            return Found(Deadline(moment.at, moment.grain), start, match.end())
        if match := _AGO.match(self.text, end):
            return self._that_day(self._shifted(length, -1), start, match.end())
        if _PASSING.search(self.text, max(0, start - 3), start):  # 再过三天
            return self._that_day(self._shifted(length, 1), start, end)
        return None

    def _that_day(self, moment: Moment, start: int, end: int) -> Found[When] | None:
        if moment.grain is Grain.DAY:
            gap = _BETWEEN.match(self.text, end)
            clock = time_of_day_at(self.text, gap.end() if gap else end, after_day=True)
            if clock is not None:
                day = moment.at.date()
                return self._moment(_Point(Days(day, day), clock[0], start, clock[1]))
        return Found(moment, start, end)

    def _shifted(self, length: Length, sign: int) -> Moment:
        day = add_months(self.today, sign * length.months) + timedelta(days=sign * length.days)
        if not length.seconds:
            return self._midnight(day)
        at = datetime.combine(day, self.said_at.timetz())
        return Moment(_later(at, sign * length.seconds), Grain.SECOND)

    # --- points and spans -----------------------------------------------------------------------------------

    def _point(self, start: int, since: date) -> _Point | None:
        """Read a day, a time of day, or both, from `start`."""
        first = self.text[start : start + 1]
        day = day_at(self.text, start, self.today, since) if first in _DAY else None
        if day is None:
            clock = time_of_day_at(self.text, start, after_day=False) if first in _CLOCK else None
            return None if clock is None else _Point(None, clock[0], start, clock[1])
        days, end = day
        again = _IN_BRACKETS.match(self.text, end)
        if again and not days.is_weekday and (weekday := day_at(self.text, again.end(), self.today)):
            end = weekday[1] + (self.text[weekday[1] : weekday[1] + 1] == ")")  # 10月12号(星期一): said twice
        gap = _BETWEEN.match(self.text, end)
        clock = time_of_day_at(self.text, gap.end() if gap else end, after_day=True)
        if clock is None:
            return _Point(days, None, start, end)
        return _Point(days, clock[0], start, clock[1])

    def _span(self, first: _Point) -> Found[When] | None:
        """Read what lasts from `first` to a second point, or several days said in one word (下周, 周末)."""
        through = _THROUGH.match(self.text, first.end)
        if through:
            until = time_of_day_at(self.text, through.end(), after_day=False)
            if until and first.clock and (until[0].hour or 0) >= 12 and (first.clock.hour or 0) >= 6:
                first = replace(first, clock=replace(first.clock, exact=True))  # 9:00-17:00 is no nine in the evening
            start = self._resolved(first)
            if start and first.clock is None and (last := _LAST_DAY.match(self.text, through.end())):
                return self._days_of_month(start, first, last)
            second = self._point(through.end(), start.at.date()) if start else None
            if start and second and (end := self._end(start, first, second)):
                return Found(Span(start, end), first.start, second.end)
        if first.days and first.clock is None:
            if within := _WITHIN.match(self.text, first.end):
                return Found(Deadline(self._midnight(first.days.last).at, Grain.DAY), first.start, within.end())
            if first.days.first != first.days.last and not _BEFORE.match(self.text, first.end):
                span = Span(self._midnight(first.days.first), self._midnight(first.days.last))
                return Found(span, first.start, first.end)
        return None

    def _days_of_month(self, start: Moment, first: _Point, last: re.Match[str]) -> Found[When] | None:
        """Read 7月13-15, where the second number is a day of the same month; of a weekday it is none."""
        day = int(digits_of(last["day"]) or 0)
        if not self.text[first.end - 1].isdigit() and self.text[first.end - 1] not in "日号一二三四五六七八九十":
            return None
        if day <= start.at.day:
            return None
        return Found(Span(start, self._midnight(start.at.date().replace(day=day))), first.start, last.end())

    def _end(self, start: Moment, first: _Point, second: _Point) -> Moment | None:
        """Return the end of a span; what its words leave out (day, half of the day) is as at the start."""
        clock = second.clock
        if clock is not None and clock.hour is None and (second.days is None or not self._is_last(second)):
            return None
        if second.days is not None or clock is None:
            return self._resolved(second)
        part = first.clock.part if first.clock else None
        later, hour, minute = clock.on_clock(part)
        day = start.at.date() + timedelta(days=later)
        ends = [self._at_clock(day, hour, minute, clock)]
        if hour < 12 and not clock.part:
            ends.append(self._at_clock(day, hour + 12, minute, clock))
        later, hour, minute = clock.on_clock()
        ends.append(self._at_clock(start.at.date() + timedelta(days=later + 1), hour, minute, clock))
        return next((end for end in ends if end.at > start.at), None)

    def _is_last(self, second: _Point) -> bool:
        """Say whether a part of a day ends a span: 到周日早上, but 到周日中午前 is a deadline."""
        return _BEFORE.match(self.text, second.end) is None

    def _moment(self, point: _Point) -> Found[When] | None:
        if point.days is None and point.clock is not None and not point.clock.sure and not self._is_named(point):
            return None
        moment = self._resolved(point)
        if moment is None:
            return None
        if match := _BEFORE.match(self.text, point.end):
            return Found(Deadline(moment.at, moment.grain), point.start, match.end())
        if match := _LATEST.search(self.text, max(0, point.start - 8), point.start):
            return Found(Deadline(moment.at, moment.grain), match.start(), point.end)
        return Found(moment, point.start, point.end)

    def _is_named(self, point: _Point) -> bool:
        return _BEFORE.match(self.text, point.end) is not None or _THROUGH.match(self.text, point.end) is not None

    # --- what a point means ---------------------------------------------------------------------------------

    def _resolved(self, point: _Point) -> Moment | None:
        if point.clock is None:
            return self._midnight(point.days.first) if point.days else None
        if point.clock.hour is None:
            return self._part(point.days, point.clock.part or "")
        later, hour, minute = point.clock.on_clock()
        if point.days is None:
            return self._coming(point.clock, later, hour, minute)
        day = point.days.first
        if point.days.today_too and point.days.is_weekday:
            today = self._at_clock(day - timedelta(days=7 - later), hour, minute, point.clock)
            if today.at > self.said_at:
                return today
        return self._at_clock(day + timedelta(days=later), hour, minute, point.clock)

    def _coming(self, clock: TimeOfDay, later: int, hour: int, minute: int) -> Moment | None:
        """Return the next such time: a bare 三点 is today's 3:00 or 15:00 while one of them is to come."""
        hours = [hour, hour + 12] if not clock.exact and 1 <= hour < 12 else [hour]
        for candidate in hours:
            moment = self._at_clock(self.today + timedelta(days=later), candidate, minute, clock)
            if moment.at >= self.said_at:
                return moment
        return self._at_clock(self.today + timedelta(days=later + 1), hour, minute, clock)

    def _part(self, days: Days | None, part: str) -> Moment:
        if days is not None:
            return self._midnight(days.first)
        return self._midnight(self.today if self.said_at.hour < PARTS.get(part, 24) else self.today + timedelta(days=1))

    def _at_clock(self, day: date, hour: int, minute: int, clock: TimeOfDay) -> Moment:
        at = datetime.combine(day, time(hour % 24, minute, clock.second or 0), self.said_at.tzinfo)
        return Moment(at + timedelta(days=hour // 24), Grain.MINUTE if clock.second is None else Grain.SECOND)

    def _midnight(self, day: date) -> Moment:
        return Moment(datetime.combine(day, time(), self.said_at.tzinfo), Grain.DAY)


def _later(at: datetime, seconds: int) -> datetime:
    """Return `seconds` later by the clock of the world: where the wall clock jumps, five hours stay five hours."""
    if at.tzinfo is None:
        return at + timedelta(seconds=seconds)
    return (at.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(at.tzinfo)
