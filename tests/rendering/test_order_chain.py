"""The tally and the short words of an order chain."""

from decimal import Decimal

import pytest

from domain.order_chain import (
    Act,
    Buy,
    Good,
    Line,
    Lot,
    Order,
    Reason,
    Terms,
    Unclear,
    Verb,
    Want,
    Who,
    account_key,
    tally,
)
from domain.residence import Residence
from rendering.order_chain import (
    Tally,
    doubt,
    late,
    number,
    place,
    price_said,
    tally_head,
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
    assert found[-1].endswith("【399号楼】1 户\n399-101 " + "香梨" * 9 + "1箱")


def test_the_pages_go_by_building_and_room_and_end_with_those_who_said_none() -> None:
    homes = [Residence("10", None, "201"), Residence("2", None, "1001"), Residence("2", None, "201"), Residence("2")]
    tallied = shown(
        order("n:老顾", ("香梨", "1"), name="老顾"),
        order("m:502", ("香梨", "1"), residence=Residence(None, None, "502")),
        *(order(f"p{count}", ("香梨", "1"), residence=home) for count, home in enumerate(homes)),
        order("l", ("香梨", "1"), residence=Residence("3", None, "502", "12")),
        order("gone", residence=Residence("2", None, "999")),
    )
    (page,) = tally_pages(tallied)
    assert page.split("\n\n")[1:] == [
        "【2号楼】3 户\n2号楼 香梨1箱\n2-201 香梨1箱\n2-1001 香梨1箱",
        "【10号楼】1 户\n10-201 香梨1箱",
        "【12弄3号楼】1 户\n12弄3-502 香梨1箱",
        "【没写楼号】2 户\n老顾 香梨1箱\n502 香梨1箱",
    ]


def test_the_head_tells_prices_state_and_how_many_without_a_phone_were_asked() -> None:
    lots = (Lot(Decimal(2), Decimal(12)), Lot(Decimal("0.5"), Decimal(13)))
    lines = (Line("香梨", Decimal("2.5"), "箱", 1, lots),)
    buy = Buy(
        title="香梨团",
        goods=(Good("香梨", Decimal(13), "箱"),),
        orders={"p": Order("p", Residence("3", None, "502"), None, False, 7, lines)},
        terms=Terms(minimum=Decimal(20), minimum_measure="箱", is_waived=True),
        closed=True,
        cancelled=True,
    )
    assert tally_head(Tally(1, buy, tally(buy), asked=(5, 6))) == [
        "📋 香梨团（已取消）",
        "香梨 2.5箱（1户）（2箱12元，0.5箱13元）",
        "共 1 户，30.5元",
        "20箱成团，没到也照发",
        "不用手机的户 5/6 已问到",
    ]
    empty = Buy(title="香梨团")
    assert tally_head(Tally(1, empty, (), asked=(0, 1)))[1:] == ["还没有人下单", "不用手机的户 0/1 已问到"]
    assert price_said(None) == "没有价"
    assert price_said(Decimal("12.50"), "箱") == "12.5元/箱"


@pytest.mark.parametrize("items", [("青菜",), ()])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_doubt_has_its_question(reason: Reason, items: tuple[str, ...]) -> None:
    act = Act(Verb.SUBTRACT, Who(), tuple(Want(item, Decimal(1)) for item in items))
    question = doubt([Unclear(act, reason)])
    assert len(question) > 8
    assert "None" not in question


def test_who_comes_late_hears_of_which_buy() -> None:
    assert "「香梨团」已截单" in late("香梨团")
