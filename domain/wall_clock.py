"""Wall-clock rules: the one module that knows what a local time of day is in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


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


def _is_real(wanted: datetime, zone: ZoneInfo) -> bool:
    back = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == wanted
