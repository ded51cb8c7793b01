"""The tally and the short words of an order chain."""

from decimal import Decimal

import pytest

from domain.order_chain import Act, Buy, Line, Order, Reason, Unclear, Verb, Want, Who, account_key, tally
from domain.residence import Residence
from rendering.order_chain import (
    Tally,
    doubt,
    late,
    number,
    place,
    tally_pages,
    tally_short,
    tally_text,
    title_of,
)
from rendering.page import LIMIT, length


def order(party: str, *wants: tuple[str, str], residence: Residence | None = None, **about: object) -> Order:
    lines = tuple(Line(item, Decimal(quantity), "箱", 1) for item, quantity in wants)
    author = about.pop("author", 7)
    assert isinstance(author, int)
    name, on_behalf = about.pop("name", None), about.pop("on_behalf", False)
    assert name is None or isinstance(name, str)
    return Order(party, residence, name, bool(on_behalf), author, lines)


def shown(
    *orders: Order, title: str | None = "香梨团", closed: bool = False, names: dict[int, str] | None = None
) -> Tally:
    buy = Buy(title=title, closed=closed, orders={one.party: one for one in orders})
    return Tally(1, buy, tally(buy), names or {})


@pytest.mark.parametrize(
    ("value", "text"),
    [("2", "2"), ("2.50", "2.5"), ("0.125", "0.125"), ("100", "100"), ("1E+3", "1000"), ("0.000", "0"), ("10", "10")],
)
def test_a_number_is_written_as_people_write_it(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("residence", "text"),
    [
        (Residence("3", None, "502"), "3-502"),
        (Residence("5", "2", "1001"), "5-2-1001"),
        (Residence("3", None, "502", "12"), "12弄3-502"),
        (Residence(None, None, "502"), "502"),
        (Residence("3"), "3号楼"),
        (Residence("3", None, None, "12"), "12弄3号楼"),
    ],
)
def test_a_place_is_written_the_short_way(residence: Residence, text: str) -> None:
    assert place(residence) == text


def test_a_tally_says_what_how_much_and_who() -> None:
    tallied = shown(
        order("r:6//302", ("香梨", "2"), ("玉米", "1.5"), residence=Residence("6", None, "302")),
        order("n:许", ("香梨", "1"), name="小许"),
        order("n:许@6", ("香梨", "1"), name="小许", residence=Residence("6")),
        order(account_key(8), ("香梨", "1"), author=8),
        order("f:8", ("香梨", "1"), author=8, on_behalf=True),
        order("r:6//303", residence=Residence("6", None, "303")),  # took it back
        names={8: "老顾"},
    )
    assert tally_text(tallied) == "\n".join(
        [
            "📋 香梨团（接龙中）",
            "玉米 1.5箱（1户）",
            "香梨 6箱（5户）",
            "共 5 户",
            "",
            "1. 6-302 香梨2箱、玉米1.5箱",
            "2. 小许 香梨1箱",
            "3. 6号楼 小许 香梨1箱",
            "4. 老顾 香梨1箱",
            "5. 老顾（代订） 香梨1箱",
        ]
    )


def test_an_account_whose_name_is_not_known_is_a_neighbour() -> None:
    assert "1. 邻居 香梨1箱" in str(tally_text(shown(order(account_key(8), ("香梨", "1")))))


def test_an_empty_and_a_closed_buy_say_so() -> None:
    assert tally_text(shown()) == "📋 香梨团（接龙中）\n还没有人下单"
    assert tally_text(shown(title=None, closed=True)) == "📋 接龙（已截单）\n还没有人下单"
    assert title_of(Buy()) == "接龙"


def test_a_tally_that_is_too_long_has_a_short_form_and_pages() -> None:
    tallied = shown(
        *(order(f"r:{n}//101", ("香梨" * 9, "1"), residence=Residence(str(n), None, "101")) for n in range(400))
    )
    assert tally_text(tallied) is None
    assert tally_short(tallied).endswith("共 400 户")
    found = tally_pages(tallied)
    assert len(found) > 1
    assert all(length(page) <= LIMIT for page in found)
    assert found[-1].endswith("400. 399-101 " + "香梨" * 9 + "1箱")


@pytest.mark.parametrize("items", [("青菜",), ()])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_doubt_has_its_question(reason: Reason, items: tuple[str, ...]) -> None:
    act = Act(Verb.SUBTRACT, Who(), tuple(Want(item, Decimal(1)) for item in items))
    question = doubt([Unclear(act, reason)])
    assert len(question) > 8
    assert "None" not in question


def test_who_comes_late_hears_of_which_buy() -> None:
    assert "「香梨团」已截单" in late("香梨团")
