"""No silence ends without a named human: the ladder by itself, and the house around it, smaller than `make elders`."""

from dataclasses import replace
from pathlib import Path

import pytest

import tests.elders.ladder
from conversation.check_in import Ladders
from domain.check_in import Facts, Next, Rung, Timings, next_step
from storage.check_in import CheckIn
from tests.elders.assumed import Assumed
from tests.elders.house import House
from tests.elders.report import told
from tests.elders.run import run


def test_of_twenty_days_nobody_is_lost_and_nothing_is_told_after_the_end() -> None:
    tally, assumed = run(11, 20, 34)
    assert tally.elder_days == 20 * 34
    assert tally.lost == []
    assert tally.after_the_end == 0
    assert {"early", "answered", "named: went", "named: knew"} <= set(tally.ends)
    text = told(tally, assumed, 11)
    assert "lost without a named human or a continuing alarm: 0" in text
    assert "assumed: chat 0.7" in text


def test_where_nobody_ever_answers_the_alarm_goes_on_for_as_long_as_it_is_looked_at() -> None:
    nobody = replace(Assumed(), goes=0.0, knows=0.0, answers=0.0, forgets=0.0, early=0.0, trouble=1.0, help=0.0)
    tally, _ = run(12, 1, 3, replace(nobody, cannot=0.0, pauses=0.0))
    assert tally.lost == []
    assert tally.ends["continuing"] == 3


@pytest.fixture
def gives_up_at_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ladder that alarms everybody once and then waits for ever."""

    def once(facts: Facts, timings: Timings, now: int) -> Next:
        step = next_step(facts, timings, now)
        is_second = facts.told and facts.told[-1].rung is Rung.EVERYBODY and Rung.EVERYBODY in step.rungs
        return Next(look_at=now + 60) if is_second else step

    monkeypatch.setattr(tests.elders.ladder, "next_step", once)


@pytest.mark.usefixtures("gives_up_at_everybody")
def test_a_ladder_that_gives_up_is_found_out() -> None:
    assert run(11, 20, 34)[0].lost


async def test_of_two_days_in_the_house_every_promise_holds(tmp_path: Path) -> None:
    """The real tick, handlers and database, with blocked chats, cut lines, kills and late ticks."""
    played = await House(tmp_path / "data" / "a.db", 5, 12).play(2)
    assert played.broken == []
    assert played.check_ins >= 2 * 12 - 6  # some are away
    assert played.ends["report"] > 0
    assert played.steps > played.check_ins


async def test_a_house_that_forgets_the_all_clear_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silently(self: Ladders, check_in: CheckIn, elder: object, how: str, by: int | None) -> bool:
        return await self.store.check_ins.close(check_in.id, how, by, self.now)

    monkeypatch.setattr(Ladders, "close", silently)
    played = await House(tmp_path / "data" / "a.db", 5, 12).play(2)
    assert any(one.startswith("alarmed and without an all-clear") for one in played.broken)
