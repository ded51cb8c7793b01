"""What is assumed of people and machines: every figure of the report hangs on it, so it is printed beside them."""

import random
from dataclasses import asdict, dataclass

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Assumed:
    """Probabilities, and mean times in minutes."""

    # elders
    chat: float = 0.70  # are asked in their chat; of the others half by a call, half at the door
    linked_neighbour: float = 0.80
    reachable_lead: float = 0.90
    reachable_others: float = 0.97
    early: float = 0.25  # a sign of life before the question
    answers: float = 0.62  # … answer, after 9 minutes in the mean
    forgets: float = 0.10  # … are well and write in the afternoon only
    trouble: float = 0.01  # … lie on the floor
    help: float = 0.01  # … press 要帮忙
    answer_minutes: float = 9.0
    blocked: float = 0.01  # of days on which the chat is blocked
    pauses: float = 0.01  # of days on which a pause begins, in the middle of the morning
    # people who are told
    goes: float = 0.50  # press 我去看看, after 6 minutes in the mean
    cannot: float = 0.10
    knows: float = 0.05  # know that all is well
    go_minutes: float = 6.0
    vanishes: float = 0.15  # of those who go
    absent: float = 0.10  # … of those who go find nobody
    report_minutes: float = 12.0
    deaf_days: float = 0.01  # of days on which nobody who is told does anything before the next morning
    # machines
    kills: float = 2.0  # a day
    outages: float = 0.02  # of days on which the bot is off for up to ten hours
    line_cuts: float = 0.05  # of days on which nothing can be sent for up to three hours
    clock_changes: float = 0.01  # of days on which the clock jumps by up to two hours either way
    late_ticks: float = 0.05  # of looks that come up to ten minutes late

    def told(self) -> str:
        """Return all of it on a few lines."""
        return ", ".join(f"{name} {value:g}" for name, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to before `end` (UTC seconds)."""

    start: float
    end: float


class Weather:
    """What befalls the machine on all those days: when it is off, when nothing can be sent, what its clock shows."""

    def __init__(self, chance: random.Random, assumed: Assumed, days: int, start: float) -> None:
        self.off: list[Span] = []
        self.cut: list[Span] = []
        self.jumps: list[tuple[float, float]] = [(start - DAY, 0.0)]
        for day in range(days + 2):
            at = start + day * DAY
            for _ in range(int(chance.expovariate(1 / assumed.kills))):
                begins = at + chance.uniform(0, DAY)
                self.off.append(Span(begins, begins + chance.uniform(1, 90)))
            if chance.random() < assumed.outages:
                begins = at + chance.uniform(0, DAY)
                self.off.append(Span(begins, begins + chance.uniform(60, 10 * HOUR)))
            if chance.random() < assumed.line_cuts:
                begins = at + chance.uniform(0, DAY)
                self.cut.append(Span(begins, begins + chance.uniform(60, 3 * HOUR)))
            if chance.random() < assumed.clock_changes:
                self.jumps.append((at + chance.uniform(0, DAY), chance.uniform(-2 * HOUR, 2 * HOUR)))
                self.jumps.append((self.jumps[-1][0] + 6 * HOUR, 0.0))
        self.off.sort(key=lambda span: span.start)
        self.jumps.sort()

    def back_at(self, at: float) -> float:
        """Return when the machine is on again, `at` itself where it is on."""
        return _out_of(self.off, at)

    def sendable_at(self, at: float) -> float:
        """Return when something can be sent, `at` itself where it can."""
        while (later := _out_of(self.cut, self.back_at(at))) != at:
            at = later
        return at

    def shown(self, at: float) -> int:
        """Return what the machine's clock shows."""
        return int(at + self.offset(at))

    def offset(self, at: float) -> float:
        """Return by how much the machine's clock is wrong."""
        return next(offset for since, offset in reversed(self.jumps) if since <= at)


def _out_of(spans: list[Span], at: float) -> float:
    for span in spans:
        if span.start <= at < span.end:
            return _out_of(spans, span.end)
    return at
