"""docs/medication.md says the hours, periods, states and words of 配药 as they are."""

from pathlib import Path

import pytest

from bot.application import COMMANDS
from conversation import due
from conversation.consent import PENDING
from conversation.door import NAME
from conversation.medication_alert import MINUTES
from domain.medication import Urgency, urgency
from domain.medication_request import STATE_CALLED, THING_CALLED
from domain.retention import Periods
from rendering.medication import COLOURS, SKIP

PAGE = (Path(__file__).parents[2] / "docs" / "medication.md").read_text("utf-8")


def test_the_hours_are_told() -> None:
    for kind, at, _ in due._DAILY:
        if kind.startswith("medication"):
            assert f"{at:%H:%M}" in PAGE, kind


def test_the_periods_are_told() -> None:
    assert f"{PENDING // 3600} hours" in PAGE
    assert f"`medicine_days` ({Periods().medicine_days})" in PAGE
    assert MINUTES == {"red": (10, 10), "danger": (5,) * 6}


def test_the_states_things_and_marks_are_told() -> None:
    assert " → ".join(STATE_CALLED.values()) in PAGE
    for word in (*THING_CALLED.values(), f"`{NAME}`", SKIP):
        assert word in PAGE


@pytest.mark.parametrize(("days", "colour"), [(2, Urgency.RED), (5, Urgency.YELLOW), (6, Urgency.GREEN)])
def test_the_colours_are_told(days: int, colour: Urgency) -> None:
    assert urgency(days) is colour
    assert f"| {COLOURS[colour][0]} {colour.value} |" in PAGE
    if colour is not Urgency.GREEN:
        assert f"at most {days} days left" in PAGE


@pytest.mark.parametrize("name", ["med", "mymed"])
def test_the_commands_are_told(name: str) -> None:
    (command,) = (one for one in COMMANDS.records if one.name == name)
    assert f"`{command.alias}` (`/{name}`)" in PAGE
