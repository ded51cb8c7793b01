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
from parsing.clock import PARTS, TimeOfDay, time_of_day_at
from parsing.day import FIRST, Days, add_months, day_at
from parsing.duration import length_at
from parsing.found import Found, without
from parsing.moment_gate import BEGINS, TIMELY
from parsing.numeral import digits_of
from parsing.recurrence import SAYS_ONCE, once_in, recurrence_at, times_too
from parsing.residence import find_residences
from parsing.vocabulary import when as words

# Which reader a first character is worth asking.
_NUMERAL = frozenset("0123456789零〇一二两俩三仨四五六七八九十廿半")
_RULE = frozenset("每逢隔工天日周星礼平双")
_DAY = FIRST
_CLOCK = _NUMERAL | frozenset("早晚凌清晨中正午上下傍黄夜深差大半一朝晏")


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
    if not TIMELY.search(text):
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
        while begins := BEGINS.search(self.text, place):
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
        if now := words.NOW.match(self.text, start):
            return Found(Moment(self.said_at, Grain.SECOND), start, now.end())
        return None

    # --- lengths from now -----------------------------------------------------------------------------------

    def _from_now(self, length: Length, end: int, start: int) -> Found[When] | None:
        """Read what follows a length: 三天后(的下午三点), 三天内, 三天前. Without such a word it is no time."""
        if match := words.AFTER.match(self.text, end):
            moment = self._shifted(length, 1)
            if closes := words.CLOSES.match(self.text, match.end()):
                return Found(Deadline(moment.at, moment.grain), start, closes.end())
            return self._that_day(moment, start, match.end())
        if match := words.WITHIN.match(self.text, end):
            moment = self._shifted(length, 1)
            return Found(Deadline(moment.at, moment.grain), start, match.end())
        if match := words.AGO.match(self.text, end):
            return self._that_day(self._shifted(length, -1), start, match.end())
        if words.PASSING.search(self.text, max(0, start - 3), start):  # 再过三天
            return self._that_day(self._shifted(length, 1), start, end)
        return None

    def _that_day(self, moment: Moment, start: int, end: int) -> Found[When] | None:
        if moment.grain is Grain.DAY:
            gap = words.BETWEEN.match(self.text, end)
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
        days, end = self._said_twice(*day)
        return self._timed(days, start, end)

    def _said_twice(self, days: Days, end: int) -> tuple[Days, int]:
        """Pass over the same day said again: 10月12号(星期一); of 周一(10月12日) the date counts."""
        again = (words.DATE_IN_BRACKETS if days.is_weekday else words.IN_BRACKETS).match(self.text, end)
        if again is None or (second := day_at(self.text, again.end(), self.today)) is None:
            return days, end
        date_said, end = second
        return date_said if days.is_weekday else days, end + (self.text[end : end + 1] == ")")

    def _timed(self, days: Days, start: int, end: int) -> _Point:
        """Read the time of day that follows a day, if one does."""
        gap = words.BETWEEN.match(self.text, end)
        clock = time_of_day_at(self.text, gap.end() if gap else end, after_day=True)
        if clock is None:
            clock = self._clock_later(days, end)
        if clock is None:
            return _Point(days, None, start, end)
        return _Point(days, clock[0], start, clock[1])

    def _clock_later(self, days: Days, end: int) -> tuple[TimeOfDay, int] | None:
        """Read the time of a day that is today or later, said after some words of no time: 今天的菜下午三点到."""
        if days.first != days.last or days.first < self.today or words.BEFORE.match(self.text, end):
            return None
        apart = words.CLOCK_LATER.match(self.text, end)
        if apart is None or BEGINS.search(self.text, end, apart.end()):
            return None
        return time_of_day_at(self.text, apart.end(), after_day=False)

    def _span(self, first: _Point) -> Found[When] | None:
        """Read what lasts from `first` to a second point, or several days said in one word (下周, 周末)."""
        through = words.THROUGH.match(self.text, first.end)
        if through:
            until = time_of_day_at(self.text, through.end(), after_day=False)
            if until and first.clock and (until[0].hour or 0) >= 12 and (first.clock.hour or 0) >= 6:
                first = replace(first, clock=replace(first.clock, exact=True))  # 9:00-17:00 is no nine in the evening
            start = self._resolved(first)
            if start and first.clock is None and (last := words.LAST_DAY.match(self.text, through.end())):
                return self._days_of_month(start, first, last)
            second = self._second(through.end(), start.at.date()) if start else None
            if start and second and (end := self._end(start, first, second)):
                return Found(Span(start, end), first.start, second.end)
        if first.days and first.clock is None:
            if within := words.WITHIN.match(self.text, first.end):
                return Found(Deadline(self._midnight(first.days.last).at, Grain.DAY), first.start, within.end())
            if first.days.first != first.days.last and not words.BEFORE.match(self.text, first.end):
                span = Span(self._midnight(first.days.first), self._midnight(first.days.last))
                return Found(span, first.start, first.end)
        return None

    def _second(self, place: int, since: date) -> _Point | None:
        """Read the end of what began on the day `since`."""
        day_of_end = words.DAY_OF_END.match(self.text, place)
        if day_of_end is None:
            return self._point(place, since)
        day = since + timedelta(days=1 if day_of_end["next"] else 0)
        return self._timed(Days(day, day), place, day_of_end.end())

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
            end = self._midnight(second.days.last) if clock is None and second.days else self._resolved(second)
            return end if end and end.at >= start.at else None
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
        return words.BEFORE.match(self.text, second.end) is None

    def _moment(self, point: _Point) -> Found[When] | None:
        if point.days is None and point.clock is not None and not point.clock.sure and not self._is_named(point):
            return None
        moment = self._resolved(point)
        if moment is None:
            return None
        if match := words.BEFORE.match(self.text, point.end):
            return Found(Deadline(moment.at, moment.grain), point.start, match.end())
        if match := words.LATEST.search(self.text, max(0, point.start - 8), point.start):
            return Found(Deadline(moment.at, moment.grain), match.start(), point.end)
        return Found(moment, point.start, point.end)

    def _is_named(self, point: _Point) -> bool:
        return (
            words.BEFORE.match(self.text, point.end) is not None
            or words.THROUGH.match(self.text, point.end) is not None
        )

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
        if days is not None and not (days.today_too and self.said_at.hour < PARTS.get(part, 24)):
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
