"""The report of a run, with what it assumes."""

from statistics import median, quantiles

from tests.elders.assumed import Assumed
from tests.elders.house import Played
from tests.elders.ladder import Tally


def told(tally: Tally, assumed: Assumed, seed: int) -> str:
    """Return the figures on a few lines."""
    missed = len(tally.to_human)
    per_hundred = 100 * tally.false_alarms / max(1, tally.elder_days)
    ends = ", ".join(f"{how} {count}" for how, count in sorted(tally.ends.items()))
    return "\n".join(
        [
            f"seed {seed}: {tally.elder_days} elder-days, {tally.asked} asked, {missed} times somebody was alarmed",
            f"lost without a named human or a continuing alarm: {len(tally.lost)}",
            f"told anything after an answer: {tally.after_the_end}",
            f"ended: {ends}",
            f"from the question to the first person told: {_spread(tally.to_human)} minutes",
            f"from the question to a named person who goes: {_spread(tally.to_acceptor)} minutes",
            f"from 要帮忙 to the first person told: {_spread(tally.to_help)} minutes",
            f"false alarms (a well elder's people were told): {per_hundred:.1f} per 100 elder-days",
            f"assumed: {assumed.told()}",
            *(f"LOST: {one}" for one in tally.lost[:5]),
        ]
    )


def _spread(minutes: list[float]) -> str:
    if len(minutes) < 2:
        return "too few"
    return f"median {median(minutes):.1f}, 95 % within {quantiles(minutes, n=20)[-1]:.0f}"


def played(house: Played) -> str:
    """Return what the days of the whole house came to."""
    ends = ", ".join(f"{how} {count}" for how, count in sorted(house.ends.items()))
    return "\n".join(
        [
            f"the house itself, {house.days} days of {house.elders} elders: {house.check_ins} check-ins",
            f"steps taken: {house.steps}",
            f"promises broken: {len(house.broken)}",
            f"ended: {ends}",
            *(f"BROKEN: {one}" for one in house.broken[:5]),
        ]
    )
