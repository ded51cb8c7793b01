"""When leads hear who is missing in a round, and how long reports count (domain/test_round.py)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.test_round import LATE, Round, chased_at

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = (time(21, 30), time(7, 30))


def at(clock: str, day: int = 2) -> int:
    hour, minute = map(int, clock.split(":"))
    return int(datetime(2026, 3, day, hour, minute, tzinfo=ZONE).timestamp())


def a_round(starts: int, ends: int, closed: int | None = None) -> Round:
    return Round(1, 1, 1, "核酸", None, None, "", starts, ends, starts, closed)


@pytest.mark.parametrize(
    ("starts", "ends", "opened", "chased"),
    [
        (at("9:00"), at("11:00"), at("8:00"), at("10:12")),
        (at("9:00"), at("11:00"), at("10:30"), at("10:48")),  # opened late: so much into what is left
        (at("9:00"), at("11:00"), at("10:59"), at("10:59") + 36),
        (at("20:00"), at("23:00"), at("8:00"), at("21:29")),  # before the night …
        (at("5:00"), at("8:00"), at("4:00"), at("7:30")),  # … or after it
        (at("18:00"), at("9:00", 3), at("22:00"), at("7:30", 3)),
        (at("20:00"), at("23:00"), at("22:00"), None),
    ],
)
def test_leads_hear_who_is_missing_by_day(starts: int, ends: int, opened: int, chased: int | None) -> None:
    assert chased_at(a_round(starts, ends), opened, ZONE, NIGHT) == chased


def test_a_report_counts_for_a_day_after_the_end_but_never_where_it_was_called_off() -> None:
    over = a_round(at("9:00"), at("11:00"), at("11:00"))
    assert over.is_written_down(at("11:00"))
    assert over.is_written_down(at("11:00") + LATE)
    assert not over.is_written_down(at("11:00") + LATE + 1)
    assert not a_round(at("9:00"), at("11:00"), at("8:59")).is_written_down(at("9:30"))
