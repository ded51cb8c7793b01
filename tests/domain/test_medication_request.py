"""A request's colour day by day, its states in order, and what is the same strength."""

from datetime import date

import pytest

from domain.medication import Drug, Urgency
from domain.medication_request import (
    Item,
    Request,
    State,
    colour,
    days_now,
    following,
    is_same_drug,
    is_same_strength,
    preceding,
    surname,
    told_twice,
)
from domain.residence import Residence

SAID = date(2026, 3, 2)
HOME = Residence("3", None, "501")


@pytest.mark.parametrize(
    ("days_later", "left", "expected"),
    [
        *((0, 6, Urgency.GREEN), (1, 5, Urgency.YELLOW), (3, 3, Urgency.YELLOW), (4, 2, Urgency.RED)),
        *((6, 0, Urgency.RED), (9, -3, Urgency.RED)),
    ],
)
def test_six_days_run_down_from_green_to_red(days_later: int, left: int, expected: Urgency) -> None:
    days = days_now(6, SAID, date(2026, 3, 2 + days_later))
    assert (days, colour(days, is_urgent=False)) == (left, expected)


def test_what_nobody_told_is_green_and_what_is_said_to_be_urgent_red() -> None:
    assert days_now(None, SAID, SAID) is None
    assert colour(None, is_urgent=False) is Urgency.GREEN
    assert colour(9, is_urgent=True) is Urgency.RED


def test_the_states_follow_each_other_and_end() -> None:
    way = [State.REGISTERED]
    while (state := following(way[-1])) is not None:
        way.append(state)
    assert [state.value for state in way] == ["registered", "collected", "fetched", "checked", "delivered", "confirmed"]
    assert [preceding(state) for state in way] == [None, *way[:-1]]
    assert following(State.ENDED) is None
    assert preceding(State.ENDED) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        *(("80mg", "80毫克", True), ("0.5g", "500mg", True), ("50μg", "0.05mg", True), ("80mg", "160mg", False)),
        *(
            ("80mg", None, True),
            ("10ml", "10毫升", True),
            ("5 MG", "5mg", True),
            ("30R", "30R", True),
            ("mg", "g", False),
        ),
    ],
)
def test_a_strength_is_the_same_in_any_writing(one: str, other: str | None, same: bool) -> None:
    assert is_same_strength(one, other) is same


def test_a_medicine_is_the_same_by_its_generic_name_else_as_written() -> None:
    assert is_same_drug(Drug("络活喜", "氨氯地平"), Drug("氨氯地平片", "氨氯地平"))
    assert not is_same_drug(Drug("络活喜", "氨氯地平"), Drug("缬沙坦", "缬沙坦"))
    assert is_same_drug(Drug("降压药"), Drug("降压药"))
    assert not is_same_drug(Drug("降压药"), Drug("络活喜", "氨氯地平"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            ("钱阿婆", "钱"),
            ("老秦", "秦"),
            ("欧阳明", "欧阳"),
            ("沈女士", "沈"),
            ("父亲", None),
            (None, None),
            ("", None),
        ),
        *(("Momo", None), ("小许", "许")),
    ],
)
def test_the_surname_of_who_gets_a_bag(name: str | None, expected: str | None) -> None:
    assert surname(name) == expected


def test_the_same_for_one_home_from_two_mouths_may_be_one() -> None:
    def told(number: int, asker: int, drug: str, home: Residence | None = HOME) -> Request:
        return Request(number, 1, 0, 0, home, items=(Item(number, Drug(drug)),), askers=(asker,))

    same = [told(1, 7, "缬沙坦"), told(2, 8, "缬沙坦")]
    others = [
        told(3, 7, "络活喜"),
        told(4, 7, "络活喜"),  # by the same person: for two people of one home
        told(5, 9, "缬沙坦", Residence("3", None, "502")),
        told(6, 9, "缬沙坦", None),
        told(7, 8, "缬沙坦", Residence("3")),
    ]
    assert told_twice([*same, *others]) == {1, 2}
    assert told_twice(others) == frozenset()
