"""What is due: once at its time, late where it must be, never in the night, and never forgotten."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.due import Due, Lateness, plan
from domain.moment import Frequency, Recurrence
from domain.wall_clock import following, instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUIET = (time(21, 30), time(7, 30))
EVENING = Recurrence(Frequency.DAILY, at=time(20))


def at(words: str, zone: ZoneInfo = SHANGHAI) -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=zone).timestamp())


def summary(late_hours: int = 4) -> Due:
    return Due("summary:1", "summary", SHANGHAI, at("2026-03-02T20:00"), EVENING, 1, late_seconds=late_hours * 3600)


@pytest.mark.parametrize(
    ("now", "say_at", "lateness", "next_at"),
    [
        ("2026-03-02T20:00", "2026-03-02T20:00", Lateness.PUNCTUAL, "2026-03-03T20:00"),
        ("2026-03-02T20:04", "2026-03-02T20:04", Lateness.PUNCTUAL, "2026-03-03T20:00"),
        ("2026-03-02T20:30", "2026-03-02T20:30", Lateness.LATE, "2026-03-03T20:00"),
        # the machine came back in the night: not before the morning, and by then it is of no use
        ("2026-03-02T23:00", "2026-03-03T07:30", Lateness.TOO_LATE, "2026-03-03T20:00"),
        # three days away: one, the newest
        ("2026-03-05T20:10", "2026-03-05T20:10", Lateness.LATE, "2026-03-06T20:00"),
        ("2026-03-05T12:00", "2026-03-05T12:00", Lateness.TOO_LATE, "2026-03-05T20:00"),
    ],
)
def test_what_is_due_every_evening(now: str, say_at: str, lateness: Lateness, next_at: str) -> None:
    planned = plan(summary(), at(now), QUIET)
    assert (planned.say_at, planned.lateness, planned.next_at) == (at(say_at), lateness, at(next_at))


def test_what_is_late_but_useful_waits_for_the_morning() -> None:
    planned = plan(summary(late_hours=14), at("2026-03-02T23:00"), QUIET)
    assert (planned.say_at, planned.lateness) == (at("2026-03-03T07:30"), Lateness.LATE)


def test_what_is_urgent_waits_for_no_morning() -> None:
    planned = plan(summary(), at("2026-03-02T23:00"), QUIET, is_urgent=True)
    assert (planned.say_at, planned.lateness) == (at("2026-03-02T23:00"), Lateness.LATE)


def test_what_was_chosen_for_the_night_is_said_in_the_night() -> None:
    once = Due("reminder:1", "reminder", SHANGHAI, at("2026-03-02T23:00"))
    planned = plan(once, at("2026-03-02T23:01"), QUIET)
    assert (planned.say_at, planned.lateness, planned.next_at) == (at("2026-03-02T23:01"), Lateness.PUNCTUAL, None)


ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Asia/Tehran",
    "America/Havana",
    "Atlantic/Azores",
]


@pytest.mark.parametrize("name", ZONES)
def test_a_daily_rule_comes_once_each_local_day_of_a_year(name: str) -> None:
    zone = ZoneInfo(name)
    for minutes in (0, 30, 90, 135, 480, 1080, 1200, 1439):
        rule = Recurrence(Frequency.DAILY, at=time(minutes // 60, minutes % 60))
        since = at("2026-01-01T00:00", zone) - 1
        days = []
        for _ in range(365):
            following_at = following(rule, since, zone)
            assert following_at is not None
            assert following_at > since
            since = following_at
            days.append(datetime.fromtimestamp(since, zone).date())
        first = datetime(2026, 1, 1, tzinfo=UTC).date()
        assert days == [first + timedelta(days=n) for n in range(365)], rule


@pytest.mark.parametrize(
    ("rule", "since", "comes"),
    [
        (Recurrence(Frequency.MINUTELY, 30), "2026-03-02T09:00", ["03-02T09:30", "03-02T10:00"]),
        (Recurrence(Frequency.HOURLY, 2), "2026-03-02T23:00", ["03-03T01:00", "03-03T03:00"]),
        (Recurrence(Frequency.DAILY, 2, at=time(8)), "2026-03-02T08:00", ["03-04T08:00", "03-06T08:00"]),
        (
            Recurrence(Frequency.WEEKLY, weekdays=(1, 3, 5), at=time(9)),
            "2026-03-02T09:00",
            ["03-04T09:00", "03-06T09:00", "03-09T09:00"],
        ),
        (
            Recurrence(Frequency.WEEKLY, 2, weekdays=(1,), at=time(9)),
            "2026-03-02T09:00",
            ["03-16T09:00", "03-30T09:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, month_days=(31,), at=time(9)),
            "2026-03-31T09:00",
            ["05-31T09:00", "07-31T09:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, month_days=(-1,), at=time(9)),
            "2026-03-31T09:00",
            ["04-30T09:00", "05-31T09:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, weekdays=(6,), which=2, at=time(9)),
            "2026-03-02T09:00",
            ["03-14T09:00", "04-11T09:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, weekdays=(5,), which=-1, at=time(9)),
            "2026-03-02T09:00",
            ["03-27T09:00", "04-24T09:00"],
        ),
        (
            Recurrence(Frequency.MONTHLY, weekdays=(1,), which=5, at=time(9)),
            "2026-03-02T09:00",
            ["03-30T09:00", "06-29T09:00"],
        ),
        (Recurrence(Frequency.MONTHLY, at=time(9)), "2026-03-02T09:00", ["04-02T09:00"]),
    ],
)
def test_the_times_that_follow(rule: Recurrence, since: str, comes: list[str]) -> None:
    moment: int | None = at(since)
    for wanted in comes:
        assert moment is not None
        moment = following(rule, moment, SHANGHAI)
        assert moment == at(f"2026-{wanted}")


def test_a_leap_day_comes_round_and_a_thirtieth_of_february_does_not() -> None:
    leap = Recurrence(Frequency.YEARLY, months=(2,), month_days=(29,), at=time(9))
    assert following(leap, at("2026-03-02T09:00"), SHANGHAI) == at("2028-02-29T09:00")
    assert (
        following(Recurrence(Frequency.YEARLY, months=(2,), month_days=(30,)), at("2026-03-02T09:00"), SHANGHAI) is None
    )


@given(
    st.sampled_from(ZONES),
    st.times(),
    st.integers(0, 400 * 86_400),
    st.lists(st.integers(1, 200_000), min_size=1, max_size=30),
)
def test_whenever_the_clock_is_looked_at_each_time_is_said_or_counted_as_missed_once(
    name: str, wall: time, start: int, looks: list[int]
) -> None:
    """The times passed between two looks become one; none is said twice, and the next is always ahead."""
    zone = ZoneInfo(name)
    rule = Recurrence(Frequency.DAILY, at=wall.replace(second=0, microsecond=0))
    now = at("2026-01-01T00:00", zone) + start
    first = following(rule, now, zone)
    assert first is not None
    due = Due("k", "k", zone, first, rule)
    for wait in looks:
        now += wait
        if due.at > now:
            continue
        planned = plan(due, now, QUIET)
        assert planned.next_at is not None
        assert planned.next_at > now >= due.at
        assert planned.say_at >= now
        day = datetime.fromtimestamp(planned.next_at, zone).date()
        assert planned.next_at == instant(day, rule.at or time(), zone)
        due = Due("k", "k", zone, planned.next_at, rule)


@pytest.mark.parametrize(
    ("time_of_day", "night"), [("21:29", False), ("21:30", True), ("03:00", True), ("07:29", True), ("07:30", False)]
)
def test_what_somebody_chose_for_the_night_is_said_then_and_known_to_be_of_the_night(
    time_of_day: str, night: bool
) -> None:
    chosen = Due("reminder:1", "reminder", SHANGHAI, at(f"2026-03-02T{time_of_day}"))
    planned = plan(chosen, chosen.at, QUIET)
    assert (planned.say_at, planned.is_at_night) == (chosen.at, night)
    assert not plan(chosen, chosen.at, (time(0), time(0))).is_at_night


def test_what_waits_for_the_morning_is_not_of_the_night_and_what_is_urgent_may_be() -> None:
    assert not plan(summary(late_hours=14), at("2026-03-02T23:00"), QUIET).is_at_night
    assert plan(summary(), at("2026-03-02T23:00"), QUIET, is_urgent=True).is_at_night
