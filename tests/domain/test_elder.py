"""Who is cared for: the window of asking, pauses, and of how many something was heard (domain/elder.py)."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from domain.elder import Elder, coverage, day_of, pause_end, was_heard_today
from domain.residence import Residence
from domain.retention import DAY

ZONE = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = pause_end(date(2026, 11, 30), ZONE)  # with which the first of December begins
ELDER = Elder(1, 1, 1, Residence("3", None, "501"), "沈奶奶", asks_from=480)


def test_asking_is_of_use_for_four_hours_unless_told_otherwise() -> None:
    day = date(2026, 12, 1)
    assert ELDER.window(day, ZONE) == (MIDNIGHT + 8 * 3600, MIDNIGHT + 12 * 3600)
    until_nine = Elder(1, 1, 1, Residence(), "", asks_from=480, asks_until=540)
    assert until_nine.window(day, ZONE)[1] == MIDNIGHT + 9 * 3600
    late = Elder(1, 1, 1, Residence(), "", asks_from=22 * 60)
    assert late.window(day, ZONE)[1] == MIDNIGHT + 24 * 3600 - 60
    with pytest.raises(ValueError):
        Elder(1, 1, 1, Residence(), "").window(day, ZONE)


def test_a_window_keeps_to_the_wall_when_the_clocks_change() -> None:
    spring, before = date(2026, 3, 29), date(2026, 3, 28)
    assert ELDER.window(spring, BERLIN)[0] - ELDER.window(before, BERLIN)[0] == 23 * 3600


def test_today_begins_at_midnight() -> None:
    heard = Elder(1, 1, 1, Residence(), "", heard_at=MIDNIGHT)
    assert was_heard_today(heard, date(2026, 12, 1), ZONE)
    assert not was_heard_today(heard, date(2026, 12, 2), ZONE)
    assert not was_heard_today(ELDER, date(2026, 12, 1), ZONE)


def test_a_pause_lasts_through_its_last_day() -> None:
    assert day_of(MIDNIGHT, ZONE) == date(2026, 12, 1)
    away = Elder(1, 1, 1, Residence(), "", paused_until=MIDNIGHT)
    assert away.is_paused(MIDNIGHT - 1)
    assert not away.is_paused(MIDNIGHT)


def test_coverage_counts_those_heard_of_within_the_days() -> None:
    now = 100 * DAY
    found = coverage([now, now - 3 * DAY + 1, now - 3 * DAY, None], now)
    assert (found.heard, found.total, found.days) == (2, 4, 3)
    assert coverage([], now).total == 0
