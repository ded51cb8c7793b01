"""Which nightly copies are kept: seven days, then four weeks, and never fewer for want of nights."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.backup import kept_days

MONDAY = date(2026, 6, 1)


def after(nights: set[int]) -> tuple[set[date], date]:
    """Return what is left after a run of nights (days since a Monday), each of which makes a copy and rotates."""
    days: set[date] = set()
    today = MONDAY
    for night in sorted(nights):
        today = MONDAY + timedelta(days=night)
        days = set(kept_days({*days, today}, today))
    return days, today


def test_after_many_nights_the_last_seven_days_and_four_mondays_before_them_are_left() -> None:
    days, today = after(set(range(80)))
    assert today == date(2026, 8, 19)  # a Wednesday
    weekly = [date(2026, 8, 10), date(2026, 8, 3), date(2026, 7, 27), date(2026, 7, 20)]
    assert sorted(days, reverse=True) == [*(today - timedelta(days=back) for back in range(7)), *weekly]


def test_up_to_seven_copies_are_all_kept_however_old() -> None:
    days = {MONDAY + timedelta(days=100 * place) for place in range(7)}
    assert kept_days(days, MONDAY + timedelta(days=9999)) == days


def test_without_copies_nothing_is_kept() -> None:
    assert kept_days([], MONDAY) == frozenset()


def test_copies_made_under_a_clock_that_ran_ahead_push_no_others_out() -> None:
    wrong = {date(2035, 1, day) for day in range(1, 20)}
    right = {MONDAY + timedelta(days=day) for day in range(5)}
    assert kept_days(wrong | right, max(right)) == wrong | right


@given(st.sets(st.integers(0, 400), min_size=1))
def test_whatever_nights_were_missed_the_newest_stays_and_at_most_eleven_are_there(nights: set[int]) -> None:
    days, today = after(nights)
    assert today in days
    assert len(days) <= 11
    newest = sorted((MONDAY + timedelta(days=night) for night in nights), reverse=True)[:7]
    assert set(newest) <= days


@given(st.sets(st.integers(0, 400), min_size=1))
def test_rotating_again_removes_nothing_more(nights: set[int]) -> None:
    days, today = after(nights)
    assert kept_days(days, today) == days


@given(st.integers(60, 400))
def test_without_a_missed_night_something_of_each_of_the_last_four_weeks_is_left(night: int) -> None:
    days, today = after(set(range(night)))
    assert len(days) == 11
    assert min(days) <= today - timedelta(days=28)
    ages = sorted((today - day).days for day in days)
    assert all(later - sooner <= 8 for sooner, later in pairwise(ages))
