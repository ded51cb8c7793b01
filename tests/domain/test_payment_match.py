"""Matching a pasted payment list: the same whatever its order, and no money counted twice."""

import random

from hypothesis import given
from hypothesis import strategies as st

from domain.order_chain import folded
from domain.payment_match import Matched, Payer, Receipt, match, numbered
from domain.residence import Residence


def home(building: str | None, room: str, unit: str | None = None) -> Residence:
    return Residence(building, unit, room)


def payer(party: str, due: int | None, *names: str, at: Residence | None = None) -> Payer:
    return Payer(party, due, at, frozenset(map(folded, names)))


ANN = payer("ann", 3500, "王阿姨", at=home("3", "502"))
LI = payer("li", 2400, "李叔", at=home("3", "601"))
CHEN = payer("chen", 3500, "小陈", at=home("5", "601"))
XU = payer("xu", 1200, "小许")
EVERYBODY = (ANN, LI, CHEN, XU)


def certain(found: Matched) -> dict[str, int]:
    return {party: receipt.fen for receipt, parties in found.certain for party in parties}


def test_a_name_or_a_room_with_the_right_amount_is_beyond_doubt() -> None:
    found = match([Receipt(3500, "王阿姨"), Receipt(2400, residence=home("3", "601"))], EVERYBODY)
    assert certain(found) == {"ann": 3500, "li": 2400}
    assert not found.doubtful
    assert not found.unmatched


def test_a_room_alone_is_certain_where_one_household_has_it() -> None:
    assert certain(match([Receipt(3500, residence=home(None, "502"))], EVERYBODY)) == {"ann": 3500}
    found = match([Receipt(3500, residence=home(None, "601"))], EVERYBODY)  # 3-601 and 5-601, one of whom owes that
    assert certain(found) == {"chen": 3500}
    both = match([Receipt(9900, residence=home(None, "601"))], EVERYBODY)
    assert both.doubtful == ((Receipt(9900, residence=home(None, "601")), ("chen", "li")),)


def test_another_amount_is_asked_about() -> None:
    found = match([Receipt(3000, "王阿姨")], EVERYBODY)
    assert not found.certain
    assert found.doubtful == ((Receipt(3000, "王阿姨"), ("ann",)),)


def test_a_room_that_is_one_and_a_name_that_is_another_is_asked_about() -> None:
    line = Receipt(3500, "小陈", home("3", "502"))
    assert match([line], EVERYBODY).doubtful == ((line, ("ann", "chen")),)


def test_a_name_at_another_room_is_not_that_household() -> None:
    line = Receipt(3500, "王阿姨", home("9", "101"))
    found = match([line], EVERYBODY)
    assert not found.certain
    assert found.doubtful[0][1][0] == "ann"


def test_a_name_in_part_or_masked_is_only_a_hint() -> None:
    for name in ("小陈(5号楼)", "*陈", "小*", "陈"):
        found = match([Receipt(3500, name)], EVERYBODY)
        assert not found.certain, name
        assert "chen" in found.doubtful[0][1], name
    assert match([Receipt(777, "*")], EVERYBODY).unmatched


def test_the_amount_alone_is_asked_about_and_a_stranger_is_listed() -> None:
    found = match([Receipt(1200, "月亮"), Receipt(77, "老何")], EVERYBODY)
    assert found.doubtful == ((Receipt(1200, "月亮"), ("xu",)),)
    assert found.unmatched == (Receipt(77, "老何"),)


def test_an_amount_that_half_the_compound_owes_is_nobodys() -> None:
    many = [payer(f"p{number}", 3500, f"邻居{number}") for number in range(9)]
    assert match([Receipt(3500, "月亮")], many).unmatched
    assert certain(match([Receipt(3500, "邻居7")], many)) == {"p7": 3500}


def test_of_a_crowd_with_half_a_name_those_whose_amount_fits_are_asked_about() -> None:
    many = [payer(f"p{number}", 3500 + 100 * (number > 1), f"王{number}号") for number in range(9)]
    assert match([Receipt(3500, "王*")], many).doubtful[0][1] == ("p0", "p1")


def test_two_transfers_that_come_to_what_is_owed_are_both_counted() -> None:
    found = match([Receipt(2000, "王阿姨", at="1"), Receipt(1500, "王阿姨", at="2")], EVERYBODY)
    assert {receipt.fen: parties for receipt, parties in found.certain} == {2000: ("ann",), 1500: ("ann",)}


def test_the_same_amount_twice_from_one_household_is_asked_about() -> None:
    twice = match([Receipt(3500, "王阿姨"), Receipt(3500, "王阿姨")], EVERYBODY)
    assert not twice.certain
    assert [parties for _, parties in twice.doubtful] == [("ann",), ("ann",)]


def test_what_comes_on_top_of_the_right_amount_is_not_counted() -> None:
    found = match([Receipt(3500, "王阿姨"), Receipt(2000, "王阿姨")], EVERYBODY)
    assert certain(found) == {"ann": 3500}
    assert [receipt.fen for receipt in found.settled] == [2000]


def test_who_pays_for_the_mother_as_well_pays_for_both() -> None:
    daughter, mother = payer("own", 3500, "小周"), payer("mother", 2000, "小周", "陈阿婆")
    assert match([Receipt(5500, "小周")], [daughter, mother]).certain[0][1] == ("mother", "own")
    assert certain(match([Receipt(2000, "小周")], [daughter, mother])) == {"mother": 2000}
    assert match([Receipt(100, "小周")], [daughter, mother]).doubtful[0][1] == ("mother", "own")


def test_who_has_paid_already_is_told_apart() -> None:
    paid = payer("ann", 0, "王阿姨")
    found = match([Receipt(3500, "王阿姨"), Receipt(3500, "月亮")], [paid])
    assert found.settled == (Receipt(3500, "王阿姨"),)
    assert found.unmatched == (Receipt(3500, "月亮"),)


def test_without_a_price_nothing_is_certain() -> None:
    unknown = payer("ann", None, "王阿姨")
    assert match([Receipt(3500, "王阿姨")], [unknown]).doubtful == ((Receipt(3500, "王阿姨"), ("ann",)),)
    other = payer("mother", None, "王阿姨")
    assert not match([Receipt(3500, "王阿姨")], [unknown, other]).certain


def test_a_line_that_counts_already_is_known_again_wherever_it_stands() -> None:
    lines = [Receipt(3500, "王阿姨", at="11-29T20:31"), Receipt(1200, "小许"), Receipt(1200, "小许")]
    first = numbered(lines)
    assert len({line.mark for line in first}) == 3
    again = match(list(reversed(lines)), EVERYBODY, {line.mark for line in first})
    assert len(again.counted) == 3
    assert again == Matched(counted=again.counted)


# --- whatever is pasted -----------------------------------------------------------------------------------------

_NAMES = ("王阿姨", "小陈", "小许", "李叔", "李*", "月亮", "", "小")
_HOMES = (None, home("3", "502"), home("3", "601"), home("5", "601"), home(None, "601"), home("5", "1001", "2"))
receipts = st.builds(
    Receipt,
    st.sampled_from((1200, 2400, 3500, 4700, 99)),
    st.sampled_from(_NAMES),
    st.sampled_from(_HOMES),
    st.sampled_from(("", "11-29T20:31", "11-30T08:00")),
)
payers = st.lists(
    st.builds(
        Payer,
        st.sampled_from([f"p{number}" for number in range(8)]),
        st.sampled_from((None, 0, -100, 1200, 2400, 3500, 4700)),
        st.sampled_from(_HOMES),
        st.frozensets(st.sampled_from([folded(name) for name in _NAMES if name and "*" not in name]), max_size=2),
    ),
    max_size=6,
    unique_by=lambda one: one.party,
)


@given(st.lists(receipts, max_size=9), payers, st.integers())
def test_a_list_in_another_order_comes_to_the_same(lines: list[Receipt], these: list[Payer], seed: int) -> None:
    shuffled, others = list(lines), list(these)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed + 1).shuffle(others)
    assert match(shuffled, others) == match(lines, these)


@given(st.lists(receipts, max_size=9), payers)
def test_no_line_counts_twice_and_no_household_gets_more_than_it_owes(lines: list[Receipt], these: list[Payer]) -> None:
    found = match(lines, these)
    sorted_out = [
        *(one for one, _ in found.certain),
        *(one for one, _ in found.doubtful),
        *found.unmatched,
        *found.settled,
        *found.counted,
    ]
    assert sorted(one.mark for one in sorted_out) == sorted(one.mark for one in numbered(lines))
    assert len({one.mark for one in sorted_out}) == len(lines)
    due = {one.party: one.due for one in these}
    got: dict[str, int] = {}
    for receipt, parties in found.certain:
        shares = [receipt.fen] if len(parties) == 1 else [due[party] or 0 for party in parties]
        assert sum(shares) == receipt.fen
        for party, share in zip(parties, shares, strict=True):
            got[party] = got.get(party, 0) + share
    assert all(amount == due[party] for party, amount in got.items())
    for _, parties in found.doubtful:
        assert all(due[party] is None or (due[party] or 0) > 0 for party in parties)
        assert not set(parties) & set(got)


@given(st.lists(receipts, max_size=9), payers)
def test_a_list_pasted_again_counts_nothing_more(lines: list[Receipt], these: list[Payer]) -> None:
    first = match(lines, these)
    marks = {receipt.mark for receipt, _ in first.certain}
    settled = {party for _, parties in first.certain for party in parties}
    after = [Payer(one.party, 0 if one.party in settled else one.due, one.residence, one.names) for one in these]
    again = match(lines, after, marks)
    assert {receipt.mark for receipt in again.counted} == marks
    assert not settled & {party for _, parties in again.certain for party in parties}
