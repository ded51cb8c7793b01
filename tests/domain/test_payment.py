"""What a household owes, and how it stands after all that was noted of its money."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.order_chain import Buy, Change, Good, Line, Lot, Order
from domain.payment import Account, Kind, Payment, State, accounts, in_fen, meant, moves, owed

GOODS = (Good("香梨", Decimal(35), "箱"), Good("鸡蛋", Decimal("12.5"), "板"), Good("酱油", None, "瓶"))


def order(party: str, *lines: tuple[str, str, str | None], author: int = 1) -> Order:
    said = tuple(Line(item, Decimal(number), measure, 1) for item, number, measure in lines)
    return Order(party, None, party, False, author, said)


def buy(*orders: Order) -> Buy:
    return Buy(goods=GOODS, orders={one.party: one for one in orders})


def test_an_order_comes_to_its_prices_and_to_nothing_where_one_is_missing() -> None:
    found = owed(
        buy(
            order("a", ("香梨", "2", "箱"), ("鸡蛋", "1", None)),
            order("b", ("香梨", "1", "箱"), ("酱油", "1", "瓶")),
            order("c", ("香梨", "3", "个")),  # 个 is not the measure that has a price
            order("d"),
            order("e", ("鸡蛋", "0.5", "板")),
        )
    )
    assert found == {"a": 8250, "b": None, "c": None, "e": 625}


def test_the_price_at_the_time_of_the_order_counts_before_the_one_of_today() -> None:
    lots = (Lot(Decimal(1), Decimal(30)), Lot(Decimal(1), None))
    early = Order("a", None, "a", False, 1, (Line("香梨", Decimal(2), "箱", 1, lots),))
    assert owed(buy(early, order("b", ("香梨", "2", "箱")))) == {"a": 6500, "b": 7000}


def test_of_a_buy_that_was_called_off_nothing_is_owed_and_what_came_is_given_back() -> None:
    off = replace(buy(order("a", ("香梨", "1", "箱")), order("b", ("酱油", "1", "瓶"))), cancelled=True)
    assert owed(off) == {"a": 0, "b": 0}
    stand = accounts(owed(off), [Payment("a", Kind.RECEIVED, 3500, 1)])
    assert [one.state for one in stand.values()] == [State.GIVE_BACK, State.SETTLED]


@pytest.mark.parametrize(("yuan", "fen"), [("0.125", 13), ("2.344", 234), ("35", 3500), ("0", 0)])
def test_half_a_fen_counts_as_one(yuan: str, fen: int) -> None:
    assert in_fen(Decimal(yuan)) == fen


def noted(*said: tuple[Kind, int | None]) -> list[Payment]:
    return [Payment("a", kind, fen, at, id=at) for at, (kind, fen) in enumerate(said, 1)]


CASES = [
    ([], State.UNPAID, 3500),
    ([(Kind.CLAIMED, None)], State.CLAIMED, 3500),
    ([(Kind.CLAIMED, None), (Kind.RECEIVED, 3500)], State.SETTLED, 0),
    ([(Kind.RECEIVED, 3000)], State.PART, 500),
    ([(Kind.RECEIVED, 3000), (Kind.CLAIMED, 500)], State.CLAIMED, 500),
    ([(Kind.RECEIVED, 4000)], State.GIVE_BACK, -500),
    ([(Kind.RECEIVED, 4000), (Kind.RETURNED, 500)], State.SETTLED, 0),
    ([(Kind.REFUND, 1200)], State.UNPAID, 2300),
    ([(Kind.RECEIVED, 3500), (Kind.REFUND, 1200)], State.GIVE_BACK, -1200),
    ([(Kind.RECEIVED, 3500), (Kind.REFUND, 1200), (Kind.RETURNED, 1200)], State.SETTLED, 0),
    ([(Kind.NUDGED, None)], State.UNPAID, 3500),
    ([(Kind.REFUND, 3500)], State.SETTLED, 0),
]


@pytest.mark.parametrize(("said", "state", "due"), CASES)
def test_how_a_household_stands_follows_from_all_that_was_noted(
    said: list[tuple[Kind, int | None]], state: State, due: int
) -> None:
    account = accounts({"a": 3500}, noted(*said))["a"]
    assert (account.state, account.due) == (state, due)
    backwards = accounts({"a": 3500}, reversed(noted(*said)))["a"]
    assert (backwards.state, backwards.due) == (state, due)


def test_without_a_price_something_received_settles_it() -> None:
    assert accounts({"a": None}, [])["a"].state is State.UNPRICED
    assert accounts({"a": None}, noted((Kind.CLAIMED, 900)))["a"].state is State.CLAIMED
    assert accounts({"a": None}, noted((Kind.RECEIVED, 900)))["a"].state is State.SETTLED


def test_who_paid_and_has_no_order_any_more_gets_it_back() -> None:
    found = accounts({}, noted((Kind.RECEIVED, 3500)))["a"]
    assert (found.owed, found.state, found.due) == (0, State.GIVE_BACK, -3500)


@pytest.mark.parametrize(
    ("owes", "said", "at_hand", "as_claimed"),
    [
        (3500, None, 3500, True),
        (3500, 3500, 3500, True),
        (3500, 3000, 3000, False),
        (3500, 5000, 3500, False),
        (None, 900, 900, False),
        (None, None, None, False),
    ],
)
def test_one_tap_takes_what_they_say_where_that_is_less(
    owes: int | None, said: int | None, at_hand: int | None, *, as_claimed: bool
) -> None:
    account = accounts({"a": owes}, noted((Kind.CLAIMED, said)))["a"]
    assert (account.at_hand, account.is_as_claimed) == (at_hand, as_claimed)


def test_nobody_who_said_nothing_is_as_claimed() -> None:
    assert not Account("a", 3500).is_as_claimed


def test_what_somebody_says_to_have_paid_is_for_the_household_that_owes_just_that() -> None:
    due = {"own": 3500, "mother": 2000, "later": None}
    assert meant(None, due) == ("own", "mother", "later")
    assert meant(2000, due) == ("mother",)
    assert meant(5500, due) == ("own", "mother", "later")
    assert meant(100, {}) == ()


def test_an_account_that_told_its_room_takes_its_money_along() -> None:
    old, new = order("a:1"), order("r:3//502")
    assert moves(Change({"a:1": (old, None), "r:3//502": (None, new)})) == {"a:1": "r:3//502"}
    joined = Change({"a:1": (old, None)}, speaks_for={1: "r:3//502"})
    assert moves(joined) == {"a:1": "r:3//502"}
    assert moves(Change({"a:1": (old, None)})) == {}
    assert moves(Change({"r:3//502": (None, new)})) == {}
