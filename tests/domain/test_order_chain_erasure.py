"""Forgetting somebody changes who an order was for, and nothing else (domain/order_chain_erasure.py)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.order_chain import Act, Buy, ChainReading, Good, Line, Order, Statement, Verb, Want, Who, account_key, tally
from domain.order_chain_erasure import NOBODY, Forgotten, renamed, without
from domain.order_chain_fold import fold
from domain.residence import Residence
from tests.domain.test_order_chain_properties import conversations, many

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN, BOB, HEAD = 1, 2, 3
HOME = Residence("6", None, "302")


def said(number: int, author: int, *acts: Act, **header: object) -> Statement:
    reading = ChainReading(acts, **header)  # type: ignore[arg-type]
    return Statement(100 + number, author, MONDAY + timedelta(minutes=number), number, reading)


def order(who: Who, item: str = "柚子", number: int = 1, note: str | None = None, verb: Verb = Verb.ORDER) -> Act:
    return Act(verb, who, (Want(item, Decimal(number)),), note)


def as_text(statements: list[Statement]) -> str:
    return msgspec.json.encode([one.reading for one in statements]).decode() + str(fold(statements).orders)


def shape(buy: Buy) -> Counter[object]:
    """What a buy is, whoever its parties are."""
    return Counter((one.author, one.on_behalf, one.lines, one.residence is None) for one in buy.orders.values())


OPENING = said(0, HEAD, is_list=True, title="柚子团", goods=(Good("柚子"), Good("梨")))


def test_a_room_a_name_and_a_note_go_from_ones_own_words_and_from_others_copies() -> None:
    mine = Who(HOME, "小陶")
    statements = [
        OPENING,
        said(1, ANN, order(mine, note="敲三下")),
        said(
            2, BOB, order(mine, note="敲三下", verb=Verb.ENTRY), order(Who(Residence("7", None, "101"))), is_list=True
        ),
        said(3, HEAD, order(Who(name="小陶"), number=2, verb=Verb.SET)),
        said(4, ANN, order(Who(Residence(None, None, "302")), "梨")),
    ]
    changed = without(statements, Forgotten(ANN, "陶小陶"))
    assert tally(fold(changed)) == tally(fold(statements))
    assert shape(fold(changed)) == shape(fold(statements))
    for word in ("小陶", "302", "敲三下", '"6"'):
        assert word not in as_text(changed)
    assert "101" in as_text(changed)


def test_a_neighbour_whom_they_ordered_for_stays_and_so_does_the_list_of_an_organiser() -> None:
    grandma, neighbour = Who(name="姜奶奶", on_behalf=True), Who(Residence("7", None, "101"), "阿秦")
    statements = [
        said(
            0,
            ANN,
            order(neighbour, note="轻放", verb=Verb.ENTRY),
            order(Who(Residence("8", None, "9")), verb=Verb.ENTRY),
            is_list=True,
        ),
        said(1, ANN, order(grandma)),
    ]
    changed = without(statements, Forgotten(ANN, "陶小陶"))
    assert fold(changed) == fold(statements)


def test_a_household_stays_for_the_others_who_speak_for_it_without_the_names() -> None:
    statements = [
        OPENING,
        said(1, ANN, order(Who(HOME, "小陶"), note="敲三下")),
        said(2, BOB, order(Who(HOME), "梨", note="放门卫")),
    ]
    changed = without(statements, Forgotten(ANN))
    (one,) = fold(changed).orders.values()
    assert (one.party, one.residence, one.note) == ("r:6//302", HOME, "放门卫")
    assert "小陶" not in as_text(changed)
    assert (
        without(statements[:2], Forgotten(ANN, shared=frozenset({"r:6//302"})))[1].reading.acts[0].who.residence == HOME
    )


def test_who_only_lives_there_or_has_that_name_is_meant_unless_another_account_speaks_for_it() -> None:
    statements = [
        OPENING,
        said(1, HEAD, order(Who(HOME), verb=Verb.ENTRY), order(Who(name="陶 小陶"), verb=Verb.ENTRY), is_list=True),
    ]
    forgotten = Forgotten(ANN, "陶小陶", homes=frozenset({"r:6//302"}))
    assert {party.startswith(("r:匿名", "n:匿名")) for party in fold(without(statements, forgotten)).orders} == {True}
    spoken_for = [*statements, said(2, BOB, order(Who(name="陶小陶")))]
    assert "n:陶小陶" in fold(without(spoken_for, forgotten)).orders


def test_what_was_unclear_does_not_become_clear() -> None:
    statements = [
        OPENING,
        said(1, ANN, order(Who(HOME))),
        said(2, BOB, order(Who(Residence("7", None, "302")))),
        said(3, HEAD, order(Who(Residence(None, None, "302")), number=5)),
    ]
    changed = without(statements, Forgotten(ANN))
    assert tally(fold(changed)) == tally(fold(statements))
    assert fold(changed).orders["r:7//302"] == fold(statements).orders["r:7//302"]


def test_what_came_too_late_tells_nothing_either() -> None:
    statements = [
        OPENING,
        said(1, ANN, order(Who(HOME))),
        said(2, HEAD, closes=True),
        said(3, ANN, order(Who(Residence(None, None, "302"), "小陶"), note="敲三下")),
        said(4, BOB, order(Who(HOME))),
    ]
    changed = without(statements, Forgotten(ANN))
    for word in ("小陶", "302", "敲三下"):
        assert word not in as_text(changed)


def test_a_name_goes_from_titles_and_from_what_others_noted_and_an_organisers_phone_goes() -> None:
    statements = [
        said(0, HEAD, is_list=True, title="陶小陶的柚子 13912345678", goods=(Good("柚子"),)),
        said(1, BOB, order(Who(Residence("7", None, "101")), note="和陶小陶一起拿")),
    ]
    changed = fold(without(statements, Forgotten(HEAD, "陶小陶")))
    assert changed.title == "邻居的柚子 [电话]"
    assert changed.orders["r:7//101"].note == "和邻居一起拿"
    assert fold(without(statements, Forgotten(BOB, "陶"))).title == "陶小陶的柚子 13912345678"


def test_forgetting_twice_is_forgetting_once() -> None:
    statements = [OPENING, said(1, ANN, order(Who(HOME, "小陶")))]
    once = without(statements, Forgotten(ANN, "陶小陶"))
    assert without(once, Forgotten(ANN)) == once


def test_two_who_are_forgotten_do_not_become_one() -> None:
    statements = [OPENING, said(1, ANN, order(Who(HOME))), said(2, BOB, order(Who(Residence("7", None, "101"))))]
    changed = without(without(statements, Forgotten(ANN)), Forgotten(BOB))
    assert len(fold(changed).orders) == 2


def test_a_total_that_would_change_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    statements = [OPENING, said(1, ANN, order(Who(HOME)))]
    monkeypatch.setattr("domain.order_chain_erasure.fold", lambda changed: Buy())
    with pytest.raises(ArithmeticError):
        without(statements, Forgotten(ANN))


places = st.sampled_from(["r:1//101", "r:2//102", "r://201", "r:1//"])


@many
@given(
    conversations(),
    st.integers(1, 4),
    st.sampled_from(["", "阿秦", "小陶"]),
    st.frozensets(places),
    st.frozensets(places),
)
def test_whatever_was_said_the_buy_stays_the_same_but_for_who_it_was(
    statements: list[Statement], account: int, name: str, homes: frozenset[str], shared: frozenset[str]
) -> None:
    before = fold(statements)
    changed = without(statements, Forgotten(account, name, homes, shared))
    after = fold(changed)
    assert tally(after) == tally(before)
    assert shape(after) == shape(before)
    assert after.speaks_for.keys() == before.speaks_for.keys()
    assert (after.organiser, after.title, after.goods, after.closed) == (
        before.organiser, before.title, before.goods, before.closed,
    )  # fmt: skip
    for party, one in before.orders.items():
        if party in after.orders and party not in (account_key(account), f"f:{account}"):
            assert after.orders[party].lines == one.lines
    signs = renamed(before, after)
    for party, one in before.orders.items():
        assert after.orders[signs.get(party, party)].lines == one.lines  # what is noted of its money finds it
    mine = after.orders.get(after.speaks_for.get(account, ""))
    if mine is not None:
        assert mine.name is None or mine.name.startswith(NOBODY)
        others = {party for speaker, party in before.speaks_for.items() if speaker != account} | shared
        if not any(party.startswith("r:") or "@" in party for party in others) and mine.residence is not None:
            parts = (mine.residence.lane, mine.residence.building, mine.residence.unit, mine.residence.room)
            assert all(part is None or part.startswith(NOBODY) for part in parts)


def test_of_two_orders_that_have_become_one_neither_is_mistaken_for_another() -> None:
    one, other = (Order(f"n:{name}", None, name, False, ANN, (Line("柚子", Decimal(1), None, 7),)) for name in "甲乙")
    left = Order("n:匿名1", None, "匿名1", False, ANN, one.lines)
    assert renamed(Buy(orders={"n:甲": one, "n:乙": other}), Buy(orders={"n:匿名1": left})) == {
        "n:甲": "n:匿名1", "n:乙": "n:匿名1",
    }  # fmt: skip
    assert renamed(Buy(orders={"n:甲": one}), Buy()) == {}
