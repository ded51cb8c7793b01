"""A buy of 400 households and 1,200 order lines, made by rule: every sheet of it can be counted straight from here."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from domain.order_chain import Buy, Good, Line, Order, Terms, Who, party_key
from domain.residence import Residence
from rendering.order_chain_papers import Papers

NOW = datetime(2023, 11, 5, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GOODS = (
    Good("东北珍珠米5kg", Decimal("39.9"), "袋", "A", box=4),
    Good("散养土鸡蛋30枚", Decimal(32), "板", "B", box=6, cap=Decimal(200)),
    Good("纯牛奶250ml×24", Decimal("58.5"), "箱", "C"),
    Good("本地小青菜", Decimal("4.5"), "斤", "D"),
    Good("老抽酱油", None, "瓶", "E", box=12),
    Good("三元猪后腿肉", Decimal(26), "斤", "F"),
    Good("挂面", Decimal("7.8"), "包", "G", box=20, box_word="件"),
    Good("84消毒液", Decimal("9.9"), "瓶", "H"),
)
BUILDINGS = ("1", "2", "3", "10", "11", "12", "12A", "21", "A", "甲")
_SURNAMES = "沈秦顾陆方戴冯葛邱翁"
_ORGANISER = 900


def _homes() -> Iterator[Residence]:
    """Forty homes in each building, floor by floor."""
    for floor in range(1, 11):
        for building in BUILDINGS:
            for door in ("01", "02", "03", "03A"):
                yield Residence(building, "2" if building == "21" else None, f"{floor}{door}")


def big_buy(seed: int = 7) -> Papers:
    """Return a closed buy: 396 households in ten buildings, 4 that said no building, three lines each."""
    dice = random.Random(seed)
    homes: list[Residence | None] = [*islice(_homes(), 396), Residence(room="808"), None, None, None]
    dice.shuffle(homes)
    orders: dict[str, Order] = {}
    speaks_for: dict[int, str] = {}
    names = {_ORGANISER: "戴老师"}
    for count, home in enumerate(homes, 1):
        is_for_another = count % 17 == 0
        name = f"{dice.choice(_SURNAMES)}{'阿婆' if is_for_another else '女士'}{count}" if count % 3 == 0 else None
        if home is None and name is None:
            name = f"{dice.choice(_SURNAMES)}先生{count}"
        party = party_key(Who(home, name))
        assert party is not None
        lines = tuple(
            Line(good.name, _quantity(good, dice), None if dice.random() < 0.2 else good.measure, count)
            for good in dice.sample(GOODS, 3)
        )
        note = (
            dice.choice(["放门口，谢谢", "要软一点的，家里老人牙不好", "=1+1", "周六不在家"])
            if count % 9 == 0
            else None
        )
        orders[party] = Order(party, home, name, is_for_another, count, lines, note)
        names[count] = f"账号{count}"
        if not is_for_another:
            speaks_for[count] = party
    orders["r:1//gone"] = Order("r:1//gone", Residence("1", room="9999"), None, False, 5)
    buy = Buy(
        _ORGANISER, "周末保供团", GOODS, True, orders, speaks_for, Terms(minimum=Decimal(300), minimum_measure="户")
    )
    said_at = {count: NOW - timedelta(minutes=count) for count in range(1, 401)}
    return Papers(buy, NOW, names, said_at, closed_at=NOW, compound="望江苑")


def _quantity(good: Good, dice: random.Random) -> Decimal:
    return Decimal(dice.randint(1, 10)) / 2 if good.measure == "斤" else Decimal(dice.randint(1, 3))
