"""Wall-clock rules: what a local time of day is in UTC, and when the quiet hours are over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wall_clock import after_quiet_hours, instant, zone_named

SHANGHAI, BERLIN, LORD_HOWE = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
NIGHT = (time(21, 30), time(7, 30))


def at(text: str, zone: ZoneInfo) -> int:
    """Return the instant of a local time; with a Z it is in UTC."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


@pytest.mark.parametrize(
    ("day", "wall", "zone", "utc"),
    [
        (date(2026, 3, 2), time(7, 30), SHANGHAI, "2026-03-01T23:30Z"),
        (date(2026, 3, 29), time(2, 30), BERLIN, "2026-03-29T01:00Z"),  # skipped: the first moment after the gap
        (date(2026, 3, 29), time(2, 30, 15), BERLIN, "2026-03-29T01:00Z"),
        (date(2026, 3, 29), time(3, 0), BERLIN, "2026-03-29T01:00Z"),
        (date(2026, 10, 25), time(2, 30), BERLIN, "2026-10-25T00:30Z"),  # comes twice: the first pass
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:30Z"),  # a gap of half an hour
        (date(1986, 5, 4), time(2, 30), SHANGHAI, "1986-05-03T18:00Z"),  # China had a summer time once
    ],
)
def test_a_wall_time_is_one_instant(day: date, wall: time, zone: ZoneInfo, utc: str) -> None:
    assert instant(day, wall, zone) == at(utc, zone)


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ("2026-03-02T12:00", NIGHT, "2026-03-02T12:00"),
        ("2026-03-02T21:29", NIGHT, "2026-03-02T21:29"),
        ("2026-03-02T21:30", NIGHT, "2026-03-03T07:30"),
        ("2026-03-02T23:59", NIGHT, "2026-03-03T07:30"),
        ("2026-03-03T00:00", NIGHT, "2026-03-03T07:30"),
        ("2026-03-03T07:29", NIGHT, "2026-03-03T07:30"),
        ("2026-03-03T07:30", NIGHT, "2026-03-03T07:30"),
        ("2026-03-02T13:00", (time(12, 30), time(14, 0)), "2026-03-02T14:00"),  # a noon's rest
        ("2026-03-02T14:00", (time(12, 30), time(14, 0)), "2026-03-02T14:00"),
        ("2026-03-02T03:00", (time(8, 0), time(8, 0)), "2026-03-02T03:00"),  # never
        ("2026-03-02T23:00", (time(22, 0), time(0, 0)), "2026-03-03T00:00"),
    ],
)
def test_what_is_not_urgent_waits_for_the_end_of_the_quiet_hours(
    now: str, quiet: tuple[time, time], until: str
) -> None:
    assert after_quiet_hours(at(now, SHANGHAI), SHANGHAI, quiet) == at(until, SHANGHAI)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_in_the_pass_that_is_still_to_come() -> None:
    quiet = (time(21, 30), time(2, 30))
    first, second = at("2026-10-25T00:10Z", BERLIN), at("2026-10-25T01:10Z", BERLIN)
    assert after_quiet_hours(first, BERLIN, quiet) == at("2026-10-25T00:30Z", BERLIN)
    assert after_quiet_hours(second, BERLIN, quiet) == at("2026-10-25T01:30Z", BERLIN)


times = st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - given its zone below
    st.sampled_from([SHANGHAI, BERLIN, LORD_HOWE, ZoneInfo("America/St_Johns")]),
    times,
    times,
)
def test_waiting_ends_in_the_future_within_a_day_and_outside_the_quiet_hours(
    moment: datetime, zone: ZoneInfo, start: time, end: time
) -> None:
    now = int(moment.replace(tzinfo=UTC).timestamp())
    until = after_quiet_hours(now, zone, (start, end))
    assert now <= until <= now + int(timedelta(hours=25).total_seconds())
    if until > now and datetime.fromtimestamp(until, zone).utcoffset() == datetime.fromtimestamp(now, zone).utcoffset():
        assert after_quiet_hours(until, zone, (start, end)) == until


def test_where_no_zone_is_set_the_houses_holds() -> None:
    assert zone_named(None) == zone_named("") == SHANGHAI
    assert zone_named("Europe/Berlin") == BERLIN
