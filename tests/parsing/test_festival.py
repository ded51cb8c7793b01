"""Festivals: the next one is meant, and none is guessed where the calendar is not known."""

from datetime import date

import pytest

from parsing.festival import festival, next_festival, next_traditional


@pytest.mark.parametrize(
    ("name", "since", "falls_on"),
    [
        ("国庆", date(2026, 10, 1), date(2026, 10, 1)),
        ("国庆", date(2026, 10, 2), date(2027, 10, 1)),
        ("母亲节", date(2026, 5, 11), date(2027, 5, 9)),
        ("感恩节", date(2026, 1, 1), date(2026, 11, 26)),
        ("清明", date(2027, 1, 1), date(2027, 4, 5)),
        ("清明节", date(2028, 1, 1), date(2028, 4, 4)),
        ("腊八", date(2027, 1, 1), date(2027, 1, 15)),  # of the traditional year that began in 2026
        ("除夕", date(2027, 2, 6), date(2028, 1, 25)),
        ("端午", date(2050, 1, 1), date(2050, 6, 23)),
    ],
)
def test_the_next_one_is_meant(name: str, since: date, falls_on: date) -> None:
    assert next_festival(name, since) == falls_on


def test_the_thirtieth_of_the_last_month_is_the_eve_of_new_year_in_any_year() -> None:
    assert next_traditional(12, 30, date(2026, 3, 1)) == date(2027, 2, 5)
    assert next_traditional(12, 29, date(2026, 3, 1)) == date(2027, 2, 5)


@pytest.mark.parametrize(("name", "year"), [("中秋", 2019), ("中秋", 2051), ("清明", 1999), ("清明", 2100)])
def test_what_is_not_known_is_no_day(name: str, year: int) -> None:
    with pytest.raises(ValueError):
        festival(name, year)
    with pytest.raises(ValueError):
        next_festival(name, date(year, 12, 31) if year > 2030 else date(year - 1, 1, 1))
