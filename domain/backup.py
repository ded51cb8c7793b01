"""Which nightly copies (备份) are kept: a rule of dates alone."""

from collections.abc import Iterable
from datetime import date

DAILY, WEEKLY = 7, 4


def kept_days(days: Iterable[date], today: date) -> frozenset[date]:
    """Return those of `days` (of which there are copies) whose copies are kept: the newest 7, and the first of each
    of the last 4 weeks (Monday to Sunday) that have older ones.

    A day is a local date. The newest is always kept. Days after `today` were made under a wrong clock: they are kept,
    and counted as none of the 7 and 4, until their day has come.
    """
    past = sorted((day for day in set(days) if day <= today), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in past[DAILY:]:
        weeks[day.isocalendar()[:2]] = day  # the first day of a week comes last
    return frozenset((*past[:DAILY], *list(weeks.values())[:WEEKLY], *(day for day in days if day > today)))
