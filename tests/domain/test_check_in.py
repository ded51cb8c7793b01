"""The ladder of a check-in: who is told when, whatever was said, refused or lost (domain/check_in.py)."""

from collections.abc import Sequence

import pytest

from domain.check_in import Facts, Need, Rung, Timings, Told, next_step

ALL = frozenset(rung for rung in Rung if rung is not Rung.HOUSE)
T0 = 1_000_000
TIMINGS = Timings()


def sent(rung: Rung, minute: int, *, failed: bool = False) -> Told:
    at = T0 + minute * 60
    return Told(rung, at, None if failed else at, failed)


def due(told: Sequence[Told], minute: float, **facts: object) -> tuple[Rung, ...]:
    given = Facts(told=told, can_tell=ALL, **facts)  # type: ignore[arg-type]
    return next_step(given, TIMINGS, T0 + int(minute * 60)).rungs


ASKED = [sent(Rung.ASK, 0)]
AGAIN = [*ASKED, sent(Rung.AGAIN, 20)]
NEIGHBOUR = [*AGAIN, sent(Rung.NEIGHBOUR, 40)]
LEAD = [*NEIGHBOUR, sent(Rung.LEAD, 60)]
EVERYBODY = [*LEAD, sent(Rung.EVERYBODY, 120)]


@pytest.mark.parametrize(
    ("told", "minute", "then"),
    [
        ([], 0, (Rung.ASK,)),
        (ASKED, 19, ()),
        (ASKED, 20, (Rung.AGAIN,)),
        (AGAIN, 39, ()),
        (AGAIN, 40, (Rung.NEIGHBOUR,)),
        (NEIGHBOUR, 59, ()),
        (NEIGHBOUR, 60, (Rung.LEAD,)),
        (LEAD, 119, ()),
        (LEAD, 120, (Rung.EVERYBODY,)),
        (EVERYBODY, 129, ()),
        (EVERYBODY, 130, (Rung.EVERYBODY,)),
        ([*EVERYBODY, sent(Rung.EVERYBODY, 130)], 140, (Rung.EVERYBODY,)),
    ],
)
def test_silence_climbs_by_the_minute(told: Sequence[Told], minute: int, then: tuple[Rung, ...]) -> None:
    assert due(told, minute) == then


def test_what_is_late_by_a_tick_does_not_push_the_rest_back() -> None:
    late = [sent(Rung.ASK, 0), sent(Rung.AGAIN, 21), sent(Rung.NEIGHBOUR, 42)]
    assert due(late, 59) == ()
    assert due(late, 60) == (Rung.LEAD,)


def test_after_an_outage_one_step_is_taken_and_the_next_waits_its_time() -> None:
    assert due(ASKED, 300) == (Rung.AGAIN,)
    back = [*ASKED, sent(Rung.AGAIN, 300)]
    assert due(back, 319) == ()
    assert due(back, 320) == (Rung.NEIGHBOUR,)


def test_what_cannot_be_sent_is_itself_a_step_up() -> None:
    assert due([sent(Rung.ASK, 0, failed=True)], 0) == (Rung.NEIGHBOUR,)
    blocked = Facts(told=[sent(Rung.ASK, 0, failed=True)], can_tell=ALL - {Rung.ASK, Rung.AGAIN})
    assert next_step(blocked, TIMINGS, T0).rungs == (Rung.NEIGHBOUR,)
    early = [sent(Rung.ASK, 0, failed=True), sent(Rung.NEIGHBOUR, 0)]
    assert due(early, 19) == ()
    assert due(early, 20) == (Rung.LEAD,)


def test_of_several_who_were_told_one_who_got_it_is_enough() -> None:
    both = [*AGAIN, sent(Rung.NEIGHBOUR, 40, failed=True), sent(Rung.NEIGHBOUR, 40)]
    assert due(both, 41) == ()
    assert due(both, 60) == (Rung.LEAD,)


def test_what_is_on_its_way_is_waited_for_and_looked_at_again() -> None:
    step = next_step(Facts(told=[Told(Rung.ASK, T0)], can_tell=ALL), TIMINGS, T0 + 3600)
    assert step.rungs == ()
    assert step.look_at == T0 + 3660


@pytest.mark.parametrize(
    ("can_tell", "need", "then"),
    [
        (frozenset({Rung.LEAD}), Need.SILENT, (Rung.LEAD,)),
        (frozenset({Rung.EVERYBODY}), Need.UNASKED, (Rung.EVERYBODY,)),
        (frozenset(), Need.SILENT, (Rung.HOUSE,)),
        (frozenset(), Need.HELP, (Rung.HOUSE,)),
        (ALL, Need.UNASKED, (Rung.NEIGHBOUR,)),
        (ALL, Need.HELP, (Rung.NEIGHBOUR, Rung.LEAD)),
        (ALL, Need.LATE, (Rung.LEAD,)),
        (ALL, Need.ABSENT, (Rung.LEAD, Rung.EVERYBODY)),
        (frozenset({Rung.EVERYBODY}), Need.ABSENT, (Rung.EVERYBODY,)),
    ],
)
def test_a_need_begins_where_somebody_can_be_told(
    can_tell: frozenset[Rung], need: Need, then: tuple[Rung, ...]
) -> None:
    assert next_step(Facts(need, can_tell=can_tell), TIMINGS, T0).rungs == then


def test_where_everybody_was_alarmed_they_hear_of_a_missing_report_at_once() -> None:
    facts = Facts(Need.LATE, can_tell=ALL, reached=Rung.EVERYBODY)
    assert next_step(facts, TIMINGS, T0).rungs == (Rung.LEAD, Rung.EVERYBODY)


def test_help_reaches_everybody_after_twenty_minutes() -> None:
    near = [sent(Rung.NEIGHBOUR, 0), sent(Rung.LEAD, 0)]
    assert due(near, 19, need=Need.HELP) == ()
    assert due(near, 20, need=Need.HELP) == (Rung.EVERYBODY,)


def test_the_house_is_told_again_and_gives_way_to_people() -> None:
    house = [sent(Rung.HOUSE, 0)]
    nobody = Facts(told=house, can_tell=frozenset())
    assert next_step(nobody, TIMINGS, T0 + 9 * 60).rungs == ()
    assert next_step(nobody, TIMINGS, T0 + 10 * 60).rungs == (Rung.HOUSE,)
    assert due(house, 10) == (Rung.EVERYBODY,)
    assert due([sent(Rung.EVERYBODY, 0, failed=True)], 0) == (Rung.HOUSE,)


def test_who_accepts_has_half_an_hour_to_report() -> None:
    facts = Facts(told=NEIGHBOUR, can_tell=ALL, accepted_at=T0 + 45 * 60)
    assert next_step(facts, TIMINGS, T0 + 74 * 60).look_at == T0 + 75 * 60
    step = next_step(facts, TIMINGS, T0 + 75 * 60)
    assert step.is_lapsed
    assert step.rungs == ()


def test_a_clock_set_back_hastens_the_ladder_rather_than_stopping_it() -> None:
    assert due(ASKED, -90) == (Rung.AGAIN,)
    assert due(ASKED, -1) == ()
    accepted = Facts(told=NEIGHBOUR, can_tell=ALL, accepted_at=T0)
    assert next_step(accepted, TIMINGS, T0 - 3600).is_lapsed


def test_what_is_over_or_waits_takes_no_step() -> None:
    over = next_step(Facts(is_over=True), TIMINGS, T0)
    assert (over.rungs, over.look_at) == ((), None)
    waits = next_step(Facts(can_tell=ALL, wait_until=T0 + 60), TIMINGS, T0)
    assert (waits.rungs, waits.look_at) == ((), T0 + 60)


def test_timings_of_ones_own_are_kept_to() -> None:
    hasty = Timings(again=5, neighbour=10, lead=15, everybody=20, repeat=3)
    assert hasty.is_upwards
    assert not Timings(again=50).is_upwards
    assert next_step(Facts(told=ASKED, can_tell=ALL), hasty, T0 + 5 * 60).rungs == (Rung.AGAIN,)
