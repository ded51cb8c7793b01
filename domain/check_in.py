"""报平安 (check-in): the ladder from a question that nobody answers to a person who goes and looks. Pure.

An elder is asked; without an answer ever more people are told, until somebody accepts to go. Facts in, what is to be
done now out: nothing here remembers anything. T counts from when the question was *sent*, and what cannot be sent is
itself a step up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

MINUTE = 60  # seconds
_SLACK = 3 * MINUTE  # a step so much after its time is late, and what follows counts from it
_CLOCK_WENT_BACK = 2 * MINUTE  # what was done later than that from now was done before the clock was set back
_AGAIN_SOON = MINUTE  # what is on its way is looked for again


class Rung(IntEnum):
    """Who is told, step by step."""

    ASK = 0  # the elder is asked; of who has no phone, somebody is sent to ask
    AGAIN = 1
    NEIGHBOUR = 2  # the paired neighbour: 我去看看
    LEAD = 3  # the building lead
    EVERYBODY = 4  # whoever is on duty, the committee, the family
    HOUSE = 5  # nobody of these can be told: the volunteers' group and the operator, without saying of whom


class Need(StrEnum):
    """Why a ladder is climbed."""

    SILENT = "silent"  # no answer yet
    UNASKED = "unasked"  # the machine stood still: the question was never put
    HELP = "help"  # 要帮忙, from the elder or who looked after them
    LATE = "late"  # who went has not been heard of since
    ABSENT = "absent"  # who went did not find them


@dataclass(frozen=True, slots=True)
class Timings:
    """Minutes from the question (T) to each rung; then between two alarms, for who accepted to report, and from 要帮忙,
    or a report that does not come, to everybody."""

    again: int = 20
    neighbour: int = 40
    lead: int = 60
    everybody: int = 120
    repeat: int = 10
    report: int = 30
    help: int = 20

    @property
    def is_upwards(self) -> bool:
        """Whether each rung comes after the one before."""
        return 0 < self.again < self.neighbour < self.lead < self.everybody


@dataclass(frozen=True, slots=True)
class Told:
    """Something said to somebody on a rung. `at` is when it was filed, `sent_at` when it was sent (UTC seconds).

    `is_failed`: it cannot be sent, was left lying while others went out, or whoever got it cannot go.
    """

    rung: Rung
    at: int
    sent_at: int | None = None
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a check-in. `told` is what was said for this need, in order; `reached` the highest rung ever
    told of it; `can_tell` are the rungs on which there is somebody. `wait_until`: not before then (UTC seconds).
    """

    need: Need = Need.SILENT
    told: Sequence[Told] = ()
    can_tell: frozenset[Rung] = frozenset()
    reached: Rung = Rung.ASK
    accepted_at: int | None = None
    is_over: bool = False
    wait_until: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done now, and when to look again (UTC seconds; None: never, it is over).

    `rungs` are to be told. `is_lapsed`: who accepted has not reported in time, and is not counted on any more.
    """

    rungs: tuple[Rung, ...] = ()
    is_lapsed: bool = False
    look_at: int | None = None


def next_step(facts: Facts, timings: Timings, now: int) -> Next:
    """Say what is due now (UTC seconds)."""
    if facts.is_over:
        return Next()
    if facts.wait_until > now:
        return Next(look_at=facts.wait_until)
    if facts.accepted_at is not None:
        until = facts.accepted_at + timings.report * MINUTE
        is_waited_for = facts.accepted_at - _CLOCK_WENT_BACK <= now < until
        return Next(look_at=until) if is_waited_for else Next(is_lapsed=True, look_at=now)
    if not facts.told:
        return Next(_first(facts), look_at=now + _AGAIN_SOON)
    return _following(facts, timings, now)


def _first(facts: Facts) -> tuple[Rung, ...]:
    """Return where a ladder begins: at the next rung where nobody can be told on the first."""
    match facts.need:
        case Need.SILENT:
            begins: tuple[Rung, ...] = (Rung.ASK,)
        case Need.UNASKED:
            begins = (Rung.NEIGHBOUR,)
        case Need.HELP:
            begins = (Rung.NEIGHBOUR, Rung.LEAD)
        case Need.LATE:
            begins = (Rung.LEAD, Rung.EVERYBODY) if facts.reached >= Rung.EVERYBODY else (Rung.LEAD,)
        case Need.ABSENT:
            begins = (Rung.LEAD, Rung.EVERYBODY)
    there = tuple(rung for rung in begins if rung in facts.can_tell)
    return there or (_above(begins[-1], facts),)


def _above(rung: Rung, facts: Facts) -> Rung:
    """Return the next rung on which there is somebody. The last is told again and again."""
    for higher in Rung:
        if rung < higher < Rung.HOUSE and higher in facts.can_tell:
            return higher
    return Rung.EVERYBODY if Rung.EVERYBODY in facts.can_tell and rung is not Rung.EVERYBODY else Rung.HOUSE


def _following(facts: Facts, timings: Timings, now: int) -> Next:
    last = facts.told[-1]
    round_ = [one for one in facts.told if (one.rung, one.at) == (last.rung, last.at)]
    sent = [one.sent_at for one in round_ if one.sent_at is not None and not one.is_failed]
    if last.rung is Rung.HOUSE:
        return _on_time(facts, last.at + timings.repeat * MINUTE, last.at, now)
    if not sent:
        if all(one.is_failed for one in round_):
            unreached = max(last.rung, Rung.AGAIN)  # whom the question did not reach the second will not reach
            return Next((_above(unreached, facts),), look_at=now + _AGAIN_SOON)
        return Next(look_at=now + _AGAIN_SOON)
    if last.rung is Rung.EVERYBODY:
        return _on_time(facts, min(sent) + timings.repeat * MINUTE, min(sent), now)
    offsets = _offsets(facts.need, timings)
    following = min((rung for rung in offsets if rung > last.rung), default=Rung.EVERYBODY)
    return _on_time(facts, _anchor(facts.told, offsets) + offsets[following], min(sent), now)


def _on_time(facts: Facts, due_at: int, done_at: int, now: int) -> Next:
    """Go up once it is time; at once where the clock was set back meanwhile: nobody knows how long it has been."""
    if now < due_at and done_at <= now + _CLOCK_WENT_BACK:
        return Next(look_at=due_at)
    rung = facts.told[-1].rung
    again = rung >= Rung.EVERYBODY and Rung.EVERYBODY in facts.can_tell
    return Next((Rung.EVERYBODY if again else _above(rung, facts),), look_at=now + _AGAIN_SOON)


def _offsets(need: Need, timings: Timings) -> dict[Rung, int]:
    """Return when each rung is due, in seconds of T."""
    if need in (Need.HELP, Need.LATE, Need.ABSENT):
        minutes = {Rung.NEIGHBOUR: 0, Rung.LEAD: 0, Rung.EVERYBODY: timings.help}
    else:
        minutes = {
            Rung.ASK: 0,
            Rung.AGAIN: timings.again,
            Rung.NEIGHBOUR: timings.neighbour,
            Rung.LEAD: timings.lead,
            Rung.EVERYBODY: timings.everybody,
        }
    return {rung: each * MINUTE for rung, each in minutes.items()}


def _anchor(told: Sequence[Told], offsets: dict[Rung, int]) -> int:
    """Return when T was 0: of a step that came early (nobody could be told on the one before) or much too late (the
    machine stood still) what follows counts from that step."""
    anchor: int | None = None
    for one in told:
        if one.sent_at is None or one.is_failed or one.rung not in offsets:
            continue
        meant = None if anchor is None else anchor + offsets[one.rung]
        if meant is None or not meant <= one.sent_at <= meant + _SLACK:
            anchor = one.sent_at - offsets[one.rung]
    if anchor is None:
        raise ValueError("nothing has been sent")
    return anchor
