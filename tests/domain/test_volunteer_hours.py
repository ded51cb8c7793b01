"""What a statement of one's hours changes."""

from datetime import date

import pytest

from domain.volunteer_hours import Said, Served, change, in_all

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("known", "said", "more"),
    [
        (0, Said(DAY, 180), 180),
        (180, Said(DAY, 180), 0),
        (180, Said(DAY, 60), -120),
        (180, Said(DAY, 0), -180),
        (180, Said(DAY, 60, adds=True), 60),
        (0, Said(DAY, 1440), 1440),
    ],
)
def test_a_statement_is_kept_as_its_difference(known: int, said: Said, more: int) -> None:
    assert change(known, said) == more


@pytest.mark.parametrize("said", [Said(DAY, 1441), Said(DAY, 1400, adds=True), Said(DAY, -1)])
def test_a_day_has_no_more_than_24_hours(said: Said) -> None:
    with pytest.raises(ValueError, match="a day of"):
        change(60, said)


def test_several_days_together() -> None:
    assert in_all([Served(DAY, 90), Served(DAY, 45)]) == 135
