"""Wall-clock rules: the one module that knows what a local time of day is in UTC."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.moment import Frequency, Recurrence

#: From when to when nobody is disturbed, unless the configuration says otherwise (local time).
QUIET = (time(21, 30), time(7, 30))


#: When a day's work is over: it lasts through the evening's last hands.
DAY_ENDS = time(4)

#: The zone where none is set: of a private chat, and of a compound that is gone.
ZONE = "Asia/Shanghai"


def zone_named(name: str | None) -> ZoneInfo:
    """Return a compound's or chat's zone by its name; the house's for none."""
    return ZoneInfo(name or ZONE)


def instant(day: date, at: time, zone: ZoneInfo) -> int:
    """Return the instant (UTC seconds) of a wall time on a day.

    A time that the spring change skips is the first moment after the gap; one that the autumn change repeats means
    its first pass.
    """
    wanted = datetime.combine(day, at)
    local = wanted.replace(tzinfo=zone)
    if _is_real(wanted, zone):
        return int(local.timestamp())
    gap_end = wanted.replace(second=0, microsecond=0)
    while not _is_real(gap_end, zone):
        gap_end += timedelta(minutes=1)
    return int(gap_end.replace(tzinfo=zone).timestamp())


def after_quiet_hours(now: int, zone: ZoneInfo, quiet: tuple[time, time]) -> int:
    """Return `now`, or the end of the quiet hours (start, end; local time) if they are on. Equal times: never on."""
    start, end = quiet
    local = datetime.fromtimestamp(now, zone)
    at = local.time().replace(tzinfo=None)
    is_over_midnight = start > end
    is_quiet = at >= start or at < end if is_over_midnight else start <= at < end
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=int(is_over_midnight and at >= start))
    until = instant(day, end, zone)
    if until >= now:
        return until
    return int(datetime.combine(day, end, zone).replace(fold=1).timestamp())  # of an hour that comes twice, the second


def before_quiet_hours(now: int, zone: ZoneInfo, quiet: tuple[time, time]) -> int:
    """Return `now`, or when the quiet hours began, if they are on."""
    if after_quiet_hours(now, zone, quiet) == now:
        return now
    local = datetime.fromtimestamp(now, zone)
    is_after_midnight = local.time().replace(tzinfo=None) < quiet[0]
    return instant(local.date() - timedelta(days=int(is_after_midnight)), quiet[0], zone)


def lasting(at: datetime) -> date:
    """Return the day that is not over yet for who is still up: until four in the morning it is the one before."""
    return at.date() - timedelta(days=int(at.time() < DAY_ENDS))


def midnight(now: int, zone: ZoneInfo) -> int:
    """Return when the local day of `now` began (UTC seconds)."""
    return instant(datetime.fromtimestamp(now, zone).date(), time(), zone)


def _is_real(wanted: datetime, zone: ZoneInfo) -> bool:
    back = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == wanted


def following(rule: Recurrence, since: int, zone: ZoneInfo) -> int | None:
    """Return the first instant (UTC seconds) after `since` at which a rule comes round, counted from `since` itself.

    Every 2nd day, week or month is counted from the local day of `since`. None for a rule that never comes (February
    30th). Rules of hours and minutes go by the length of time, not by the wall.
    """
    if rule.frequency in _SECONDS:
        return since + rule.interval * _SECONDS[rule.frequency]
    start = datetime.fromtimestamp(since, zone).date()
    at = rule.at or time()
    for day in _days(rule, start):
        instant_of = instant(day, at, zone)
        if instant_of > since:
            return instant_of
    return None


_SECONDS = {Frequency.MINUTELY: 60, Frequency.HOURLY: 3600}
_YEARS = 9  # February 29th comes round within eight, but for 1900 and 2100


def _days(rule: Recurrence, start: date) -> Iterator[date]:
    """Yield the days of a rule from `start` on."""
    if rule.frequency is Frequency.DAILY:
        for step in range(2 + 366 // rule.interval):
            yield start + timedelta(days=step * rule.interval)
    elif rule.frequency is Frequency.WEEKLY:
        monday = start - timedelta(days=start.weekday())
        for week in range(3):
            for weekday in sorted(rule.weekdays or (start.isoweekday(),)):
                yield monday + timedelta(weeks=week * rule.interval, days=weekday - 1)
    else:
        yield from _days_of_months(rule, start)


def _days_of_months(rule: Recurrence, start: date) -> Iterator[date]:
    is_yearly = rule.frequency is Frequency.YEARLY
    months = rule.months or ((start.month,) if is_yearly else ())
    step = 1 if is_yearly else rule.interval
    for ahead in range(0, 12 * _YEARS * (rule.interval if is_yearly else 1), step):
        year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
        if (is_yearly and (year - start.year) % rule.interval) or (months and month + 1 not in months):
            continue
        for day in sorted(_days_in(rule, year, month + 1, start.day)):
            yield date(year, month + 1, day)


def _days_in(rule: Recurrence, year: int, month: int, usual: int) -> list[int]:
    """Return the days of a month that a rule means: by number, or the which-th of a weekday (-1: the last)."""
    first, length = monthrange(year, month)
    if not rule.which:
        return [day for day in (length if day == -1 else day for day in rule.month_days or (usual,)) if day <= length]
    found = []
    for weekday in rule.weekdays:
        days = range(1 + (weekday - 1 - first) % 7, length + 1, 7)
        at = rule.which - 1 if rule.which > 0 else rule.which
        found += [days[at]] if -len(days) <= at < len(days) else []
    return found
