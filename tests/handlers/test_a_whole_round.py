"""A round over 24 buildings and 1,300 households, with 900 reports in 40 ways of writing, while a buy runs: the counts
are right, the lists of who is missing are right, and no group hears of a household."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from domain.household import Entry, Mark
from domain.residence import Residence
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.stage import seconds_until
from tests.handlers.a_compound import Compound, a_compound, enlist, live, said_by_bot, texts
from tests.running import Running, running

BUILDINGS = [str(number) for number in range(1, 25)]
HOUSEHOLDS, REPORTS = 1300, 900
NO_PHONE = 13  # every so manieth household

#: In 40 ways, as people write: {b} building, {r} room, {n} people; of what says no place the household is the writer's.
WITH_PLACE = (
    "{b}-{r} 三人都做了",
    "{b}号楼{r} 2人已做 1人在外地",
    "{b}-{r} 已做",
    "{b}号楼{r}室 都做好了",
    "{b}栋{r} 全家已完成",
    "{b}-{r} 做完了，谢谢志愿者",
    "{b}-{r} 三人都阴",
    "{b}-{r} 核酸已做",
    "报告楼组长，{b}-{r} 三人已做",
    "{b}-{r}：三人，均已完成",
    "都做好了，{b}号楼{r}",
    "{b}-{r} ✅",
    "{b}-{r} OK",
    "{b}－{r}　已测",
    "{b}#{r} 采好了",
    "{b}-{r} 四口人全部阴性",
    "{b}-{r} 两大一小都做了",
    "{b}-{r} 都已经做完了",
)
IN_STAIR = (
    "{r} 阴性",
    "{r}室 都做过了",
    "{r} 三人已做",
    "{r}已测",
    "{r} 全家做好",
    "{r} 检测完毕",
    "{r} 3人阴",
    "{r} 一家三口已做",
)
OWN = (
    "我们家做好了",
    "我家三口人都做了",
    "我家都是阴性",
    "全家4口都做好了",
    "我和老公都做了",
    "我做好了",
    "核酸做了",
    "三人都做了",
    "我们家都测过了",
    "阿拉屋里做好哉",
    "已做",
    "做好了",
    "都做完了",
    "我家2人已做，1人出差",
)
WAYS = [*((text, "place") for text in WITH_PLACE), *((text, "stair") for text in IN_STAIR), *((t, "own") for t in OWN)]


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the compound, and whether somebody there reads messages."""

    building: str
    room: str
    has_phone: bool

    @property
    def place(self) -> str:
        return f"{self.building}-{self.room}"


def homes() -> list[Home]:
    """Return 1,300 households, five on a floor, in the order in which they report."""
    found = []
    for number in range(HOUSEHOLDS):
        storey, door = divmod(number // len(BUILDINGS), 5)
        found.append(Home(BUILDINGS[number % len(BUILDINGS)], f"{storey + 1}{door + 1:02}", number % NO_PHONE != 0))
    return found


def test_there_are_forty_ways() -> None:
    assert len(WAYS) == len(set(WAYS)) == 40


async def reported(bot: Running, compound: Compound, sandbox: Sandbox, there: list[Home]) -> None:
    """Have each household report, every way in turn; a buy is open, and every fortieth of them orders as well."""
    for number, home in enumerate(there):
        text, kind = WAYS[number % len(WAYS)]
        person = compound.residents[home.place]
        words = text.format(b=home.building, r=home.room)
        in_owners = kind != "stair" and number % 3 == 0
        room = compound.owners if in_owners else compound.stairs[home.building]
        if number % 7 == 0:
            person.sends_photo(room, words)
        else:
            person.says(room, words)
        if number % 40 == 0:
            person.says(compound.owners, f"{home.place} 香梨2箱")
        if number % 60 == 59:
            sandbox.clock.move(60)
            await bot.settled(seconds=60)
    await bot.settled(seconds=60)


def rooms_in(text: str) -> set[str]:
    """Return the rooms that a private list names."""
    return set(re.findall(r"\b\d{1,2}-\d{3,4}\b", text))


async def test_a_whole_round(sandbox: Sandbox, tmp_path: Path) -> None:
    everyone = homes()
    reporting = [home for home in everyone if home.has_phone][:REPORTS]
    names = {building: [home.place for home in reporting if home.building == building] for building in BUILDINGS}
    async with running(sandbox, tmp_path) as bot:
        compound = await a_compound(bot, sandbox, stairs=BUILDINGS, leads=BUILDINGS[:20], residents=names, at="08:00")
        await enlist(
            bot,
            [
                Entry(
                    Residence(home.building, None, home.room),
                    marks=frozenset(() if home.has_phone else (Mark.NO_PHONE,)),
                )
                for home in everyone
            ],
        )
        people = {compound.residents[home.place]: Residence(home.building, None, home.room) for home in reporting}
        await live(bot, people)
        compound.chief.says(compound.owners, "#接龙 香梨团\n香梨 50元/箱")
        compound.chief.says(None, "/轮次 今天9:00-14:00 核酸 全小区 在中心花园")
        await bot.settled()
        assert "🧪 开好了：核酸" in texts(compound.chief)[-1]
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "09:01"))
        await bot.settled()
        await reported(bot, compound, sandbox, reporting)
        await check_counts(bot, compound, everyone, reporting)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "12:01"))
        await bot.settled(seconds=60)
        check_missing(compound, everyone, reporting)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "14:01"))
        await bot.settled(seconds=60)
        check_sheet(compound.chief, everyone, reporting)
        check_groups(compound, sandbox)
        orders = await bot.rows("SELECT COUNT(*) AS n, SUM(thousandths) AS total FROM order_line")
        ordering = len(range(0, len(reporting), 40))
        assert orders == [{"n": ordering, "total": ordering * 2000}]


async def check_counts(bot: Running, compound: Compound, everyone: list[Home], reporting: list[Home]) -> None:
    assert await bot.rows("SELECT COUNT(DISTINCT place) AS n FROM test_report WHERE state = 'done'") == [{"n": REPORTS}]
    assert await bot.rows("SELECT place FROM test_report WHERE household_id IS NULL") == []
    for building, room in compound.stairs.items():
        expected = sum(home.building == building for home in everyone)
        done = sum(home.building == building for home in reporting)
        assert room.find("🧪").text.splitlines()[1] == f"已做 {done}/{expected}户"
    for room in (compound.owners, compound.volunteers):
        board = room.find("🧪 核酸").text
        assert f"已做 {REPORTS}/{HOUSEHOLDS}户" in board
        assert f"3号楼 {sum(home.building == '3' for home in reporting)}/" in board
        assert sum("🧪" in message.text for message in room.messages) == 1


def check_missing(compound: Compound, everyone: list[Home], reporting: list[Home]) -> None:
    missing = [home for home in everyone if home not in reporting]
    for building, lead in compound.leads.items():
        lists = [text for text in texts(lead) if "还没报的" in text]
        doors = [text for text in texts(lead) if text.startswith("🚪")]
        own = [home for home in missing if home.building == building]
        assert set().union(*map(rooms_in, lists)) - {"3-501"} | _example(own) == _places(own, has_phone=True)
        assert set().union(*map(rooms_in, doors)) == _places(own, has_phone=False)
    rest = [home for home in missing if home.building not in compound.leads]
    chief = [text for text in texts(compound.chief) if "还没报的" in text]
    assert set().union(*map(rooms_in, chief)) - {"3-501"} == _places(rest, has_phone=True)


def _places(homes: list[Home], *, has_phone: bool) -> set[str]:
    return {home.place for home in homes if home.has_phone is has_phone}


def _example(homes: list[Home]) -> set[str]:
    """The list ends with an example of how to write: 3-501, which may be on the list as well."""
    return {home.place for home in homes if home.has_phone and home.place == "3-501"}


def check_sheet(chief: Person, everyone: list[Home], reporting: list[Home]) -> None:
    sent = [message for message in chief.private.messages if "document" in message.content]
    assert len(sent) == 1
    file = chief.world.state.files[sent[0].content["document"]["file_id"]]
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    total = [cell.value for cell in list(book["汇总"].rows)[-1]]
    assert total == ["合计", HOUSEHOLDS, REPORTS, 0, 0, HOUSEHOLDS - REPORTS, 0]
    rows = list(book["每户"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == HOUSEHOLDS
    assert {row[1] for row in rows if row[2] == "已做"} == {home.place for home in reporting}
    assert all(row[8] for row in rows if row[2] == "已做")


def check_groups(compound: Compound, sandbox: Sandbox) -> None:
    for room in (compound.owners, compound.volunteers, *compound.stairs.values()):
        said = [text.replace("「3-501 三人都做了」", "") for text in said_by_bot(room, sandbox) if "香梨" not in text]
        assert not [text for text in said if re.search(r"\d-\d{3}|\d{3,4}室|号楼\d{3}", text)]
