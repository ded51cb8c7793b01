"""A buy of 400 households and 1,200 order lines through the whole program: what its tally, its sheets and the printed
pages say is counted straight from what people wrote."""

import asyncio
import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from sandbox import Sandbox
from sandbox.person import Person
from tests.rendering.test_order_chain_printed import in_office, pages_of
from tests.running import UNLIMITED, Running, running

HEADER = (
    "#接龙\n周末保供团\n大米 39.9元/袋\n土鸡蛋 12元/盒\n纯牛奶 58.5元/箱\n小青菜 4.5元/斤\n豆腐 4元/块\n"
    "明天晚上11点截单"
)
GOODS = {"大米": "袋", "土鸡蛋": "盒", "纯牛奶": "箱", "小青菜": "斤", "豆腐": "块"}
PRICES = {"大米": "39.9", "土鸡蛋": "12", "纯牛奶": "58.5", "小青菜": "4.5", "豆腐": "4"}
DEARER = "土鸡蛋涨到13了"
BUILDINGS = ("1", "2", "3", "10", "11", "12", "20", "21")
HOUSEHOLDS, LINES = 400, 3


@dataclass
class Count:
    """What people wrote, counted: by item, and what it costs; how many households."""

    items: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GOODS, 0))
    money: Decimal = Decimal()
    rooms: dict[str, list[str]] = field(default_factory=dict)
    eggs_early: int = 0

    def take(self, text: str, prices: dict[str, Decimal]) -> None:
        """Count the words of one household: 3-502 大米 2袋 土鸡蛋 1盒."""
        room, *said = text.split(" ")
        self.rooms.setdefault(room.split("-")[0], []).append(room)
        for item, quantity in zip(said[::2], said[1::2], strict=True):
            number = int(re.sub(r"\D", "", quantity))
            self.items[item] += number
            self.money += prices[item] * number


@dataclass
class Played:
    """What was counted, and what the program showed in the end."""

    count: Count
    tally: str
    workbook: bytes
    said_in_group: int
    pages: list[str]


def orders() -> Iterator[str]:
    """Yield what each household writes, in no order of rooms."""
    dice = random.Random(400)
    rooms = [f"{building}-{floor}0{door}" for building in BUILDINGS for floor in range(1, 11) for door in range(1, 6)]
    dice.shuffle(rooms)
    for room in rooms[:HOUSEHOLDS]:
        said = [f"{item} {dice.randint(1, 4)}{GOODS[item]}" for item in dice.sample(list(GOODS), LINES)]
        yield " ".join([room, *said])


async def play(sandbox: Sandbox, folder: Path) -> Played:
    """Let everybody order; half-way the eggs become dearer."""
    chief = sandbox.person("周团长", started=True)
    people = [sandbox.person(f"邻居{number}", started=number == 0) for number in range(HOUSEHOLDS)]
    group = sandbox.group("望江苑", members=[chief, *people], bot_is_admin=True)
    count, prices = Count(), {item: Decimal(price) for item, price in PRICES.items()}
    async with running(sandbox, folder, limits=replace(UNLIMITED, seconds_between_edits=1)) as bot:
        chief.says(None, "/start")
        chief.says(group, HEADER)
        await bot.settled()
        for number, (person, text) in enumerate(zip(people, orders(), strict=True)):
            if number == HOUSEHOLDS // 2:
                await bot.settled(seconds=60)
                count.eggs_early = count.items["土鸡蛋"]
                chief.says(group, DEARER)
                prices["土鸡蛋"] = Decimal(13)
                await bot.settled()
            person.says(group, text)
            count.take(text, prices)
        await bot.settled(seconds=60)
        said = [one for one in group.messages if one.sender_id == sandbox.bot.id and one.text]
        chief.says(group, "截单")
        await bot.settled(seconds=60)
        tally = next(seen.text for seen in group.transcript() if seen.pinned)
        return Played(count, tally, document(sandbox, chief), len(said), await turned(bot, people[0], sandbox))


def document(sandbox: Sandbox, person: Person) -> bytes:
    """Return the workbook that somebody was sent."""
    (found,) = [message.content["document"] for message in person.private.messages if "document" in message.content]
    return bytes(sandbox.world.state.files[found["file_id"]].data)


async def turned(bot: Running, person: Person, sandbox: Sandbox) -> list[str]:
    """Return the pages that a neighbour reads in private, turned one after the other."""
    person.starts("tally_1")
    await bot.settled()
    pages = [person.private.last().text]
    while "下一页" in str(person.private.last().markup):
        person.taps(person.private, "下一页")
        await bot.settled()
        pages.append(person.private.last().text)
    return pages


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    async def run() -> Played:
        async with Sandbox() as sandbox:
            return await play(sandbox, tmp_path_factory.mktemp("large"))

    return asyncio.run(run())


def sheet(played: Played, name: str, first: int) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(played.workbook))
    return [row for row in book[name].iter_rows(min_row=first, values_only=True) if any(row)]


def test_the_tally_is_right_to_the_unit(played: Played) -> None:
    count = played.count
    assert "📋 周末保供团（已截单）" in played.tally
    for item, number in count.items.items():
        assert re.search(rf"^{item} {number}{GOODS[item]}（\d+户）", played.tally, re.MULTILINE), played.tally
    late = count.items["土鸡蛋"] - count.eggs_early
    assert f"（{count.eggs_early}盒12元，{late}盒13元）" in played.tally
    assert f"共 400 户，{count.money.normalize():f}元" in played.tally
    assert len(played.tally) < 1000  # the names do not fit: they are behind the button


def test_it_says_little_while_hundreds_order(played: Played) -> None:
    assert played.said_in_group <= HOUSEHOLDS / 20


def test_the_pages_in_private_go_by_building_and_room(played: Played) -> None:
    lines = "\n".join(played.pages).splitlines()
    rooms = [line.split(" ")[0] for line in lines if re.match(r"\d+-\d+ ", line)]
    expected = [room for building in BUILDINGS for room in in_order(played.count.rooms[building])]
    assert rooms == expected
    heads = [line for line in lines if line.startswith("【")]
    assert heads == [f"【{building}号楼】{len(played.count.rooms[building])} 户" for building in BUILDINGS]


def in_order(rooms: list[str]) -> list[str]:
    return sorted(rooms, key=lambda room: int(room.split("-")[1]))


def test_the_sheets_equal_the_count(played: Played) -> None:
    count = played.count
    totals = {str(row[0]): row for row in sheet(played, "汇总", 4)}
    for item, number in count.items.items():
        assert totals[item][1] == number
    assert Decimal(str(totals["合计"][7])) == count.money
    details = sheet(played, "明细", 2)
    assert len(details) == HOUSEHOLDS * LINES
    assert sum(Decimal(str(row[8])) for row in details) == count.money
    payments = sheet(played, "收款", 4)
    assert len(payments) == HOUSEHOLDS + 1
    assert Decimal(str(payments[-1][4])) == sum(Decimal(str(row[4])) for row in payments[:-1]) == count.money
    packing = [str(row[0]) for row in sheet(played, "分楼清单", 2) if re.fullmatch(r"\d+-\d+", str(row[0]))]
    assert packing == [room for building in BUILDINGS for room in in_order(count.rooms[building])]


@in_office
def test_a_building_is_printed_on_one_page(played: Played, tmp_path: Path) -> None:
    listed = [page for page in pages_of(played.workbook, tmp_path) if "签收" in page and "应付" not in page]
    assert len(listed) == len(BUILDINGS)
    for page, building in zip(listed, BUILDINGS, strict=True):
        expected = in_order(played.count.rooms[building])
        assert [word for word in page.split() if word in set(expected)] == expected
        assert "合计" in page
