"""Many days of many elders."""

import random

from tests.elders.assumed import DAY, HOUR, Assumed, Weather
from tests.elders.days import Day, profile
from tests.elders.ladder import Tally

_START = 1_796_000_000 - 1_796_000_000 % DAY  # a midnight in 2026


def run(seed: int, days: int, elders: int, assumed: Assumed | None = None) -> tuple[Tally, Assumed]:
    """Play them; return what came of it all, and what was assumed."""
    assumed, chance, tally = assumed or Assumed(), random.Random(seed), Tally()
    start = float(_START)
    weather = [Weather(chance, assumed, 4, start + day * DAY) for day in range(days)]
    roster = [profile(chance, assumed) for _ in range(elders)]
    for day in range(days):
        for elder in roster:
            tally.add(Day(elder, start + day * DAY + 8 * HOUR, chance, assumed, weather[day]).play())
    return tally, assumed
