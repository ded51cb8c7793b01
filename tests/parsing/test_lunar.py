"""The traditional calendar: its New Years, leap months and ends."""

from datetime import date, timedelta

import pytest

from parsing.lunar import lunar_day


@pytest.mark.parametrize(
    ("year", "month", "day", "falls_on"),
    [
        (2026, 1, 1, date(2026, 2, 17)),
        (2026, 8, 15, date(2026, 9, 25)),
        (2026, 12, 8, date(2027, 1, 15)),
        (2027, 1, 0, date(2027, 2, 5)),
        (2025, 5, 30, None),  # the fifth month has 29 days
        (2025, 7, 1, date(2025, 8, 23)),  # after the leap month
        (2033, 12, 1, date(2034, 1, 20)),  # the year with a leap eleventh month
        (2050, 12, 29, date(2051, 2, 10)),
        (2051, 1, 1, None),
        (2026, 13, 1, None),
        (2026, 1, 31, None),
    ],
)
def test_a_day_is_found_by_its_month_and_number(year: int, month: int, day: int, falls_on: date | None) -> None:
    if falls_on is None:
        with pytest.raises(ValueError):
            lunar_day(year, month, day)
    else:
        assert lunar_day(year, month, day) == falls_on


@pytest.mark.parametrize("year", range(2020, 2050))
def test_each_year_ends_the_day_before_the_next_begins(year: int) -> None:
    last = lunar_day(year, 12, 30 if _has_thirty(year) else 29)

    assert last + timedelta(days=1) == lunar_day(year + 1, 1, 1)


def _has_thirty(year: int) -> bool:
    try:
        lunar_day(year, 12, 30)
    except ValueError:
        return False
    return True
