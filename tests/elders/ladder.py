"""The smallest house around the pure ladder: it does what domain/check_in.py says, and keeps the facts."""

from dataclasses import dataclass, field
from typing import Any

from domain.check_in import Facts, Need, Rung, Timings, Told, next_step


@dataclass(slots=True)
class Filed:
    """Something said to somebody: times as the machine's clock showed them."""

    rung: Rung
    person: str
    at: int
    round: int
    sent_at: int | None = None
    is_failed: bool = False


@dataclass(slots=True)
class Ladder:
    """One check-in; `people` are who can be told on each rung."""

    timings: Timings
    people: dict[Rung, list[str]]
    need: Need = Need.SILENT
    filed: list[Filed] = field(default_factory=list)
    round: int = 0
    accepted: tuple[str, int] | None = None
    is_over: bool = False
    know: set[str] = field(default_factory=set)

    def look(self, now: int) -> list[Filed]:
        """Do what is due; return what is to be sent."""
        new: list[Filed] = []
        for _ in range(12):
            step = next_step(self.facts(), self.timings, now)
            assert self.is_over or step.look_at is not None, "a ladder that runs is looked at again"
            if step.is_lapsed and self.accepted is not None:
                self.become(Need.LATE, {self.accepted[0]})
            for rung in step.rungs:
                told = [Filed(rung, person, now, self.round) for person in self.on(rung)]
                told = told or [Filed(rung, "", now, self.round, is_failed=True)]
                self.filed += told
                new += [one for one in told if one.person]
            if not step.is_lapsed and not step.rungs:
                break
        return new

    def on(self, rung: Rung) -> list[str]:
        """Return who is told on a rung."""
        return [person for person in self.people.get(rung, []) if person not in self.know]

    def become(self, need: Need, know: set[str]) -> None:
        """The need is another one; `know` are those whose word it is."""
        self.need, self.round, self.accepted, self.know = need, self.round + 1, None, know

    def facts(self) -> Facts:
        """Return what is known."""
        told = [Told(one.rung, one.at, one.sent_at, one.is_failed) for one in self.filed if one.round == self.round]
        can_tell = frozenset(rung for rung in Rung if rung is not Rung.HOUSE and self.on(rung))
        reached = max((one.rung for one in self.filed), default=Rung.ASK)
        accepted_at = self.accepted[1] if self.accepted is not None else None
        return Facts(self.need, told, can_tell, reached, accepted_at, self.is_over)


@dataclass(slots=True)
class Tally:
    """What came of all check-ins. `lost` must stay empty."""

    elder_days: int = 0
    asked: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    to_human: list[float] = field(default_factory=list)  # minutes from the question to the first person told
    to_acceptor: list[float] = field(default_factory=list)  # … to the first who accepts
    to_help: list[float] = field(default_factory=list)  # minutes from 要帮忙 to the first person told
    false_alarms: int = 0
    after_the_end: int = 0
    lost: list[Any] = field(default_factory=list)

    def end(self, how: str) -> None:
        """Count an end."""
        self.ends[how] = self.ends.get(how, 0) + 1

    def add(self, other: "Tally") -> None:
        """Take over another's counts."""
        self.elder_days += other.elder_days
        self.asked += other.asked
        self.false_alarms += other.false_alarms
        self.after_the_end += other.after_the_end
        for how, count in other.ends.items():
            self.ends[how] = self.ends.get(how, 0) + count
        for name in ("to_human", "to_acceptor", "to_help", "lost"):
            getattr(self, name).extend(getattr(other, name))
