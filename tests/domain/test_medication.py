"""How soon a medicine is needed: red, yellow, green."""

import pytest

from domain.medication import Drug, Urgency, urgency


@pytest.mark.parametrize(
    ("days_left", "urgent", "colour"),
    [
        (0, False, Urgency.RED),
        (2, False, Urgency.RED),
        (-1, False, Urgency.RED),  # the days ran down since it was said
        (3, False, Urgency.YELLOW),
        (5, False, Urgency.YELLOW),
        (6, False, Urgency.GREEN),
        (None, False, Urgency.GREEN),
        (30, True, Urgency.RED),
        (None, True, Urgency.RED),
    ],
)
def test_urgency_goes_by_the_days_left_and_the_mark(days_left: int | None, urgent: bool, colour: Urgency) -> None:
    assert urgency(days_left, urgent=urgent) is colour


def test_a_drug_is_sure_unless_it_is_a_guess() -> None:
    assert Drug("布洛芬", "布洛芬").is_sure
    assert not Drug("布落分", "布洛芬", guesses=("布洛芬",)).is_sure
