"""轮次 through the whole program: opened, called, reported, chased, closed; a positive result is told to no group."""

import io
from pathlib import Path

import openpyxl
import pytest

from domain.household import Entry, Mark
from domain.residence import Residence
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from tests.handlers.a_compound import Compound, a_compound, enlist, live, said_by_bot, texts, volunteers
from tests.running import Running, running

ROUND = "/轮次 今天11:00-13:00 核酸 全小区 在中心花园"
LISTED = [
    *(Entry(Residence(building, None, room)) for building in ("3", "5", "7", "8") for room in ("501", "502")),
    Entry(Residence("3", None, "601"), marks=frozenset((Mark.NO_PHONE,))),
    Entry(Residence("9", "2", "901")),
]


async def later(bot: Running, sandbox: Sandbox, at: str, days: int = 0) -> None:
    sandbox.clock.move(seconds_until(sandbox.clock.now(), at, days))
    await bot.settled()


async def a_place(bot: Running, sandbox: Sandbox) -> Compound:
    people = {"3": ("王阿姨", "小陈"), "5": ("李叔",), "7": ("老周",)}
    there = await a_compound(bot, sandbox, stairs=("3", "5", "7", "8"), leads=("3",), residents=people)
    await enlist(bot, LISTED)
    await live(bot, {there.residents["王阿姨"]: Residence("3", None, "501")})
    return there


async def a_round(bot: Running, sandbox: Sandbox, words: str = ROUND, at: str = "11:01") -> Compound:
    there = await a_place(bot, sandbox)
    there.chief.says(None, words)
    await bot.settled()
    assert "🧪 开好了" in texts(there.chief)[-1]
    await later(bot, sandbox, at)
    return there


def board(room: Room) -> str:
    found = [message.text for message in room.messages if message.text.startswith("🧪")]
    assert len(found) <= 1
    return found[0] if found else ""


async def hears(bot: Running, room: Room, person: Person, text: str) -> str:
    """Say something in a group; return the bot's reaction to it."""
    said = person.says(room, text)
    await bot.settled()
    return "".join(said.reactions.get(bot.sandbox.bot.id, []))


# --- opening --------------------------------------------------------------------------------------------------


async def test_what_is_missing_is_asked_with_buttons_and_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        chief, room = there.chief, there.volunteers
        chief.says(room, "/轮次 开一轮")
        await bot.settled()
        assert await bot.rows("SELECT id FROM test_round") == []
        chief.says(None, "/轮次 3-8")
        await bot.settled()
        assert "这一轮做什么" in texts(chief)[-1]
        chief.taps(chief.private, "抗原")
        await bot.settled()
        assert "什么时候？请写从几点到几点" in texts(chief)[-1]
        chief.says(None, "明天早上8点")
        await bot.settled()
        assert "做到几点？" in texts(chief)[-1]
        chief.taps(chief.private, "10:00")
        await bot.settled()
        assert "在哪里做？" in texts(chief)[-1]
        chief.taps(chief.private, "不用写地点")
        await bot.settled()
        card = texts(chief)[-1]
        assert "🧪 开好了：抗原" in card
        assert "8:00–10:00" in card
        assert "范围：3-8号楼" in card
        assert "楼组群（3号楼）、楼组群（5号楼）" in card


async def test_it_is_not_opened_among_residents_nor_by_one(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(there.owners, ROUND)
        await bot.settled()
        assert "开轮次请私聊我发" in there.owners.last().text
        there.chief.taps(there.owners, "去私聊")
        await bot.settled()
        assert "🧪 开好了：核酸" in texts(there.chief)[-1]
        there.residents["李叔"].says(there.volunteers, ROUND)
        await bot.settled()
        assert "开轮次由志愿者、楼组长或居委会来做" in there.volunteers.last().text
        assert len(await bot.rows("SELECT id FROM test_round")) == 1


async def test_a_lead_opens_one_for_their_own_building(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.leads["3"].says(None, ROUND)
        await bot.settled()
        assert "范围：3号楼" in texts(there.leads["3"])[-1]


async def test_groups_hear_the_evening_before_and_half_an_hour_before(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(None, "/轮次 明天7:00-9:00 核酸 3-5 在东门")
        await bot.settled()
        await later(bot, sandbox, "18:59")
        assert not any("📢" in text for text in said_by_bot(there.stairs["3"], sandbox))
        await later(bot, sandbox, "19:00")
        assert "📢 核酸" in there.stairs["3"].last().text
        assert "7:00–9:00，3-5号楼，地点：东门" in there.stairs["3"].last().text
        await later(bot, sandbox, "06:30")
        assert "📢 核酸 7:00 开始，到 9:00" in there.stairs["5"].last().text
        assert not any("📢" in text for text in said_by_bot(there.stairs["7"], sandbox))
        notices = [call for call in sandbox.history.sent if call.text.startswith("📢 核酸 7:00 开始")]
        assert all(call.arguments["disable_notification"] for call in notices)


async def test_called_off_before_it_begins_nobody_hears_of_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(None, "/轮次 明天7:00-9:00 核酸 全小区 东门")
        await bot.settled()
        card = there.chief.private.last()
        there.chief.taps(card, "取消这一轮")
        await bot.settled()
        assert "取消了" in texts(there.chief)[-1]
        tap = there.chief.taps(card, "取消这一轮")
        await bot.settled()
        await later(bot, sandbox, "19:01")
        assert tap.notice == "这一轮已经结束了"
        assert not any("📢" in text for text in said_by_bot(there.owners, sandbox))


# --- reports --------------------------------------------------------------------------------------------------


async def test_a_report_ticks_its_household_and_the_count_is_edited_in_place(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        ann, bob, stair = there.residents["王阿姨"], there.residents["小陈"], there.stairs["3"]
        assert await hears(bot, stair, ann, "我们家做好了") == "✍"
        assert await hears(bot, stair, bob, "502 三人都做了") == "✍"
        assert "已做 2/3户" in board(stair)
        assert "已做 2/10户" in board(there.owners)
        assert await hears(bot, there.owners, there.residents["李叔"], "9号楼901 四口人都做了") == "✍"
        assert "9号楼 1/1户" in board(there.owners)
        assert board(there.stairs["7"]) == ""
        households = await bot.rows("SELECT household_id FROM test_report WHERE household_id IS NULL")
        assert households == []


async def test_nothing_is_read_where_no_round_is_on(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        for text in ("我们家做好了", "3-501 三人都做了", "502 阴性", "3-501 两道杠"):
            assert await hears(bot, there.stairs["3"], there.residents["王阿姨"], text) == ""
        there.chief.says(None, "/轮次 明天7:00-9:00 核酸 全小区 东门")
        await bot.settled()
        assert await hears(bot, there.stairs["3"], there.residents["王阿姨"], "我们家做好了") == ""
        assert await bot.rows("SELECT id FROM test_report") == []


@pytest.mark.parametrize(
    "text",
    ["阴天", "今天阴", "做好饭了", "新闻说全市都是阴性", "3-501 还没做", "核酸在哪里做", "谁阳了", "好了", "收到"],
)
async def test_chat_stays_chat_while_a_round_is_on(sandbox: Sandbox, tmp_path: Path, text: str) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        said = len(said_by_bot(there.stairs["3"], sandbox))
        assert await hears(bot, there.stairs["3"], there.residents["王阿姨"], text) == ""
        assert len(said_by_bot(there.stairs["3"], sandbox)) == said
        assert await bot.rows("SELECT id FROM test_report") == []


async def test_an_edit_says_it_anew_and_an_order_is_no_report(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        ann, stair = there.residents["王阿姨"], there.stairs["3"]
        there.chief.says(stair, "#接龙 香梨团\n香梨 50元/箱")
        said = ann.says(stair, "3-501 三人都做了")
        await bot.settled()
        ann.edits(said, "3-502 三人都做了")
        await bot.settled()
        assert [row["place"] for row in await bot.rows("SELECT place FROM test_report")] == ["r:3//502"]
        ann.edits(said, "3-502 香梨2箱")
        await bot.settled()
        assert await bot.rows("SELECT place FROM test_report") == []
        assert said.reactions[sandbox.bot.id] == ["✍"]
        assert await bot.rows("SELECT item, thousandths FROM order_line") == [{"item": "香梨", "thousandths": 2000}]
        ann.edits(said, "3-502 已做")
        await bot.settled()
        assert await bot.rows("SELECT item FROM order_line") == []
        assert "已做 1/3户" in board(stair)
        ann.edits(said, "再说")
        await bot.settled()
        assert "已做 0/3户" in board(stair)
        assert not said.reactions.get(sandbox.bot.id)


async def test_part_of_a_family_is_not_all_of_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        stair, ann = there.stairs["3"], there.residents["王阿姨"]
        await hears(bot, stair, ann, "3-501 2人已做，还有1人没做")
        assert "已做 0/3户" in board(stair)
        rows = await bot.rows("SELECT state, people, left_over FROM test_report")
        assert rows == [{"state": "partly", "people": 2, "left_over": 1}]
        await hears(bot, stair, ann, "3-501 都做了")
        assert "已做 1/3户" in board(stair)


async def test_which_household_is_asked_where_it_is_not_known(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        bob, owners = there.residents["小陈"], there.owners
        await hears(bot, owners, bob, "502 三人都做了")
        question = owners.last()
        assert "502 是几号楼的" in question.text
        bob.replies(question, "不知道")
        await bot.settled()
        assert "没看懂楼号" in owners.last().text
        bob.replies(owners.last(), "8号楼")
        await bot.settled()
        assert [row["place"] for row in await bot.rows("SELECT place FROM test_report")] == ["r:8//502"]
        await hears(bot, there.stairs["3"], bob, "我家都做好了")
        assert "您是哪一户" in there.stairs["3"].last().text
        bob.replies(there.stairs["3"].last(), "502")
        await bot.settled()
        assert "已做 1/3户" in board(there.stairs["3"])
        assert await hears(bot, there.stairs["5"], there.residents["李叔"], "做好了") == ""


async def test_the_button_counts_for_the_household_of_who_taps(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        stair, ann, bob = there.stairs["3"], there.residents["王阿姨"], there.residents["小陈"]
        tap = ann.taps(stair, "我家做好了")
        await bot.settled()
        assert tap.notice == "记下了：3-501 做好了"
        assert "已做 1/3户" in board(stair)
        tap = bob.taps(stair, "我家做好了")
        await bot.settled()
        assert "请写一句带门牌的" in tap.notice
        ann.starts()
        ann.says(None, "轮次")
        await bot.settled()
        ann.taps(ann.private, "我家做好了")
        await bot.settled()
        assert "3-501" in texts(ann)[-1]
        assert "已做 1/3户" in board(stair)


async def test_who_has_no_home_yet_says_it_behind_the_button_in_private(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        bob = there.residents["小陈"]
        await volunteers(bot, bob)
        bob.starts()
        bob.says(None, "轮次")
        await bot.settled()
        await live(bot, {bob: Residence("3", None, "502"), there.residents["王阿姨"]: Residence("5", None, "501")})
        bob.says(None, "我家三人都做了")
        await bot.settled()
        assert "记下了：3-502 核酸做好了" in texts(bob)[-1]
        bob.says(None, "5-502 做了")
        await bot.settled()
        assert "记下了：5-502" in texts(bob)[-1]
        ann = there.residents["王阿姨"]
        ann.starts()
        ann.says(None, "轮次")
        await bot.settled()
        ann.taps(ann.private, "我家做好了")
        await bot.settled()
        assert texts(ann)[-1].startswith("哪一户做好了")
        ann.taps(ann.private, "5-501")
        await bot.settled()
        assert "记下了：5-501" in texts(ann)[-1]


# --- positive -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3-501 两道杠", "我阳了", "两道杠", "我家抗原阳性", "完了，两道杠", "501 我妈阳了"])
async def test_a_positive_result_goes_to_the_committee_and_the_lead_alone(
    sandbox: Sandbox, tmp_path: Path, text: str
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        stair, ann = there.stairs["3"], there.residents["王阿姨"]
        assert await hears(bot, stair, ann, text) == "✍"
        for person in (there.chief, there.leads["3"]):
            assert "🚨 3-501 报了阳性（核酸）" in texts(person)[-1]
        for room in (there.owners, there.volunteers, *there.stairs.values()):
            assert not any("阳" in said or "🚨" in said for said in said_by_bot(room, sandbox))
        assert "已做 1/3户" in board(stair)
        await hears(bot, stair, ann, text)
        assert sum("🚨" in said for said in texts(there.chief)) == 1
        there.chief.says(None, "轮次")
        await bot.settled()
        assert "🚨 核酸报了阳性的：\n・3-501" in texts(there.chief)[-1]


async def test_where_nobody_can_be_told_in_private_the_volunteers_are_asked_to_open_the_bot(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        there.chief.blocks()
        there.leads["3"].blocks()
        await bot.settled()
        await hears(bot, there.stairs["3"], there.residents["王阿姨"], "我家两道杠")
        assert "阳" not in there.volunteers.find("有一件要紧的事要居委会看").text


# --- calling --------------------------------------------------------------------------------------------------


async def test_those_called_and_the_next_two_hear_it_and_others_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        before = {name: len(room.messages) for name, room in there.stairs.items()}
        there.chief.says(there.volunteers, "/叫号 3")
        await bot.settled()
        assert "📣 核酸轮到：3号楼" in there.stairs["3"].last().text
        assert "请准备：5号楼" in there.stairs["5"].last().text
        assert "请准备：7号楼" in there.stairs["7"].last().text
        assert len(there.stairs["8"].messages) == before["8"]
        there.chief.taps(there.volunteers, "撤回")
        await bot.settled()
        assert "刚才叫早了：3号楼" in there.stairs["3"].last().text
        assert "刚才叫早了：5号楼" in there.stairs["5"].last().text
        assert len(there.stairs["8"].messages) == before["8"]
        there.chief.says(None, "/叫号 5-7")
        await bot.settled()
        assert "请准备：8号楼" in there.stairs["8"].last().text
        assert "请准备：9号楼" in there.owners.last().text
        assert "📣" not in there.owners.last().text
        sandbox.clock.move(61)
        tap = there.chief.taps(there.chief.private, "撤回")
        await bot.settled()
        assert "撤不回了" in tap.notice


async def test_a_call_is_a_volunteers_and_needs_a_round(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(there.volunteers, "/叫号 3")
        await bot.settled()
        assert "现在没有进行中的轮次" in there.volunteers.last().text
        there.chief.says(None, ROUND)
        await later(bot, sandbox, "11:01")
        there.chief.says(there.volunteers, "/叫号 大家")
        await bot.settled()
        assert "叫号这样发" in there.volunteers.last().text
        there.chief.says(there.volunteers, "/叫号 3")
        await bot.settled()
        tap = there.residents["李叔"].taps(there.volunteers, "撤回")
        await bot.settled()
        assert tap.notice == "这由志愿者或居委会来点"
        taps = [there.chief.taps(there.volunteers.find("已发到"), "撤回") for _ in range(2)]
        await bot.settled()
        assert [tap.notice for tap in taps] == ["撤回了", "已经撤回了"]


# --- who is missing, and the end ------------------------------------------------------------------------------


async def test_leads_hear_who_is_missing_and_doors_are_somebodys_task(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        await hears(bot, there.stairs["3"], there.residents["王阿姨"], "我们家做好了")
        await later(bot, sandbox, "12:12")
        lead, chief = there.leads["3"], there.chief
        lists, doors = texts(lead)[-2:]
        assert "3号楼（1户）：\n3-502" in lists
        assert "・3-601" in doors
        assert "5号楼（2户）：\n5-501、5-502" in texts(chief)[-1]
        assert "3-502" not in texts(chief)[-1]
        task = lead.private.last()
        tap = lead.taps(task, "没做")
        await bot.settled()
        assert tap.notice == "记下了：没做"
        assert "已做 1/3户" in board(there.stairs["3"])
        lead.taps(task, "3-601 做了")
        await bot.settled()
        assert "已做 2/3户" in board(there.stairs["3"])
        lead.says(None, "502 做了")
        await bot.settled()
        assert "记下了：3-502" in texts(lead)[-1]
        assert "已做 3/3户" in board(there.stairs["3"])


async def test_it_closes_by_the_clock_with_a_sheet_in_private(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        await hears(bot, there.stairs["3"], there.residents["王阿姨"], "我们家三人都阴")
        await hears(bot, there.stairs["3"], there.residents["小陈"], "3-999 已做")
        await later(bot, sandbox, "13:01")
        assert "（已结束）" in board(there.owners)
        assert "核酸结束了：已做 1/10户（另有1户不在名单上）" in texts(there.chief)[-2]
        book = sheet_of(there.chief)
        assert [cell.value for cell in list(book["汇总"].rows)[-1]] == ["合计", 10, 1, 0, 0, 9, 1]
        rows = {row[1]: row for row in book["每户"].iter_rows(min_row=2, values_only=True)}
        assert rows["3-501"][2:6] == ("已做", "阴性", 3, None)
        assert rows["3-501"][8] == "王阿姨"
        assert rows["3-502"][2] == "没报"
        assert rows["3-999（不在名单上）"][2] == "已做"
        assert not [message for message in there.owners.messages if "document" in message.content]


def sheet_of(person: Person) -> openpyxl.Workbook:
    sent = [message for message in person.private.messages if "document" in message.content]
    file = person.world.state.files[sent[-1].content["document"]["file_id"]]
    return openpyxl.load_workbook(io.BytesIO(file.data))


async def test_it_is_closed_by_a_command_and_by_a_button(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        there.chief.says(None, "/轮次 今天11:00-13:00 抗原 3号楼 家里")
        await bot.settled()
        there.chief.says(there.volunteers, "/轮次 结束")
        await bot.settled()
        assert "结束哪一轮" in there.volunteers.last().text
        there.chief.taps(there.volunteers, "抗原")
        await bot.settled()
        assert "🧪 抗原结束了：已做 0/3户" in said_by_bot(there.volunteers, sandbox)[-1]
        there.chief.says(there.volunteers, "/轮次 结束")
        await bot.settled()
        assert "🧪 核酸结束了" in there.volunteers.last().text
        there.chief.says(there.volunteers, "/轮次 结束")
        there.chief.says(there.owners, "轮次")
        await bot.settled()
        assert "现在没有进行中的轮次" in there.volunteers.last().text
        assert there.owners.last().text.startswith("现在没有进行中的轮次。")
        there.chief.says(there.volunteers, "/轮次 表格")
        await bot.settled()
        assert len([one for one in there.chief.private.messages if "document" in one.content]) == 3
        assert await bot.rows("SELECT id FROM due WHERE kind LIKE 'test round%'") == []


async def test_a_round_for_marked_households_is_the_volunteers_business(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox, "/轮次 今天11:00-13:00 疫苗 无手机的户 上门")
        for room in (there.owners, *there.stairs.values()):
            assert not any("疫苗" in text for text in said_by_bot(room, sandbox))
        assert "📢 疫苗" in there.volunteers.last().text
        there.chief.says(None, "轮次")
        await bot.settled()
        boards = [text for text in texts(there.chief) if "已做 0/1户" in text]
        assert boards
        assert "3-601" in texts(there.chief)[-1]
        there.chief.says(there.owners, "轮次")
        await bot.settled()
        assert not any("疫苗" in text for text in said_by_bot(there.owners, sandbox))


# --- several rounds, corrections, and who sees what -----------------------------------------------------------


async def test_of_two_rounds_it_is_asked_which_is_meant(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        there.chief.says(None, "/轮次 今天11:00-13:00 抗原 全小区 家里")
        await later(bot, sandbox, "11:02")
        stair, ann, bob = there.stairs["3"], there.residents["王阿姨"], there.residents["小陈"]
        assert await hears(bot, stair, ann, "我家抗原阴性") == "✍"
        assert await hears(bot, stair, bob, "做好了") == ""
        said = ann.says(stair, "3-501 三人都做了")
        await bot.settled()
        assert said.reactions[sandbox.bot.id] == ["🤔"]
        question = stair.find("是核酸还是抗原做好了")
        tap = bob.taps(question, "核酸")
        await bot.settled()
        assert tap.notice == "这是问别人的"
        ann.taps(question, "核酸")
        await bot.settled()
        assert said.reactions[sandbox.bot.id] == ["✍"]
        kinds = await bot.rows(
            "SELECT kind, people FROM test_report JOIN test_round ON test_round.id = round_id ORDER BY test_report.id"
        )
        assert kinds == [{"kind": "抗原", "people": None}, {"kind": "核酸", "people": 3}]
        assert not (question.markup or {}).get("inline_keyboard")
        said = bob.says(stair, "502 都做了")
        await bot.settled()
        bob.replies(stair.find("是核酸还是抗原做好了"), "都不是")
        await bot.settled()
        assert "没看懂" in said_by_bot(stair, sandbox)[-1]
        bob.says(stair, "502 都做了")
        await bot.settled()
        bob.replies(stair.find("是核酸还是抗原做好了"), "核酸")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM test_report")) == 3
        ann.edits(stair.find("3-501 三人都做了"), "说错了")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM test_report")) == 2
        assert await hears(bot, stair, ann, "我家两道杠") == "✍"
        assert "🚨 3-501" in texts(there.chief)[-1]


async def test_a_positive_result_that_is_edited_away_is_told_to_those_alarmed(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        ann, stair = there.residents["王阿姨"], there.stairs["3"]
        said = ann.says(stair, "我家两道杠")
        await bot.settled()
        ann.edits(said, "我家一道杠")
        await bot.settled()
        for person in (there.chief, there.leads["3"]):
            assert "↩ 3-501 刚才报的阳性（核酸），王阿姨 改掉了那条消息" in texts(person)[-1]
        ann.edits(said, "我家两道杠")
        await bot.settled()
        assert "🚨 3-501" in texts(there.chief)[-1]
        ann.edits(said, "我家真的两道杠")
        await bot.settled()
        assert sum("↩" in text for text in texts(there.chief)) == 1


async def test_a_positive_result_of_who_is_not_known_is_told_without_a_place(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        bob, stair = there.residents["小陈"], there.stairs["3"]
        assert await hears(bot, stair, bob, "我阳了") == "✍"
        assert "（没写哪一户） 报了阳性" in texts(there.chief)[-1]
        there.chief.says(None, "轮次")
        await bot.settled()
        assert "・（没写哪一户，小陈报的）" in texts(there.chief)[-1]
        assert "您是哪一户" in stair.last().text
        bob.replies(stair.last(), "502")
        await bot.settled()
        assert "🚨 3-502 报了阳性" in texts(there.chief)[-1]


async def test_a_positive_household_that_is_not_on_the_roster_is_named_to_the_committee(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        await hears(bot, there.owners, there.residents["小陈"], "3-1904 阳性")
        there.chief.says(None, "轮次")
        await bot.settled()
        assert "🚨 核酸报了阳性的：\n・3-1904" in texts(there.chief)[-1]


async def test_what_tests_showed_only_the_committee_sees_in_the_sheet(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        await hears(bot, there.stairs["3"], there.residents["王阿姨"], "我家两道杠")
        vol = there.residents["李叔"]
        await volunteers(bot, vol)
        for person in (vol, there.chief):
            person.starts()
            person.says(None, "/轮次 表格")
            await bot.settled()
        of_volunteer, of_chief = [
            {row[1]: row[3] for row in sheet_of(person)["每户"].iter_rows(min_row=2, values_only=True)}
            for person in (vol, there.chief)
        ]
        assert of_volunteer["3-501"] is None
        assert of_chief["3-501"] == "阳性"
        vol.says(None, "轮次")
        await bot.settled()
        assert not any("阳性" in text for text in texts(vol))


async def test_buttons_that_are_made_up_or_too_late_do_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        ann, stair = there.residents["王阿姨"], there.stairs["3"]
        notice = stair.find("做好了请在群里说一声")
        await later(bot, sandbox, "12:12")
        task = next(one for one in there.leads["3"].private.messages if one.text.startswith("🚪"))
        await later(bot, sandbox, "13:01")
        sandbox.clock.move(24 * 3600 + 60)
        await bot.settled()
        for person, message, button, answer in (
            (ann, notice, "我家做好了", "这一轮已经结束了"),
            (there.leads["3"], task, "没做", "这一轮已经结束了"),
        ):
            tap = person.taps(message, button)
            await bot.settled()
            assert tap.notice == answer
        rows = [{"text": "按", "callback_data": data} for data in MADE_UP]
        for row in rows:
            task.markup = {"inline_keyboard": [[row]]}
            tap = there.leads["3"].taps(task, "按")
            await bot.settled()
            assert tap.answered, row
        assert await bot.rows("SELECT id FROM test_report") == []


MADE_UP = (
    *("tested:", "tested:x", "tested:99", "tested:1:99", "testTask:yes:1:99", "testTask:no:99:1", "testTask:up:1:1"),
    *("testWhich:1:1", "testWhich:x", "round:1:1", "roundEnd:99", "roundSheet:x", "callUndo:99", "callUndo:"),
    *("reminder:pause:99", "reminder:fly:1", "reminderWhere:1:1"),
)


async def test_a_task_at_a_door_is_for_the_lead_of_that_building(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_compound(bot, sandbox, stairs=("3", "5"), leads=("3", "5"))
        await enlist(bot, LISTED)
        there.chief.says(None, ROUND)
        await bot.settled()
        await later(bot, sandbox, "12:13")
        task = next(one for one in there.leads["3"].private.messages if one.text.startswith("🚪"))
        number = task.markup["inline_keyboard"][0][0]["callback_data"] if task.markup else ""
        other = there.leads["5"].private.last()
        other.markup = {"inline_keyboard": [[{"text": "按", "callback_data": number}]]}
        tap = there.leads["5"].taps(other, "按")
        await bot.settled()
        assert tap.notice == "这一户由它的楼组长或志愿者来点"
        assert await bot.rows("SELECT id FROM test_report") == []


async def test_opening_asks_until_it_is_understood_and_only_who_was_asked_answers(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        chief, room = there.chief, there.volunteers
        await volunteers(bot, there.residents["李叔"])
        chief.says(room, "/轮次 今天8:00-9:00 核酸")
        await bot.settled()
        assert room.last().text.startswith("这个时间已经过了。什么时候")
        chief.replies(room.last(), "明天8:00-10:00")
        await bot.settled()
        question = room.last()
        assert "哪些人做" in question.text
        tap = there.residents["李叔"].taps(question, "全小区")
        await bot.settled()
        assert tap.notice == "这是问别人的"
        chief.replies(question, "随便")
        await bot.settled()
        assert "哪些人做" in room.last().text
        chief.taps(room, "无手机的户")
        await bot.settled()
        chief.replies(room.last(), "社区门口")
        await bot.settled()
        assert "范围：全小区有「无手机」标记的户\n地点：社区门口" in room.last().text
        chief.says(room, "/轮次 抗原 明天9点")
        await bot.settled()
        chief.replies(room.last(), "不知道")
        await bot.settled()
        assert room.last().text == "做到几点？"
        async with bot.store.transaction() as query:
            query.do("UPDATE role SET until = 1")
        chief.replies(room.last(), "10点")
        await bot.settled()
        assert room.last().text == "开轮次由志愿者、楼组长或居委会来做。"


async def test_who_cannot_be_written_to_is_told_how_to_get_the_sheet(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        vol = there.residents["李叔"]
        await volunteers(bot, vol)
        for kind in ("核酸", "抗原"):
            vol.says(there.volunteers, f"/轮次 今天11:00-13:00 {kind} 全小区 东门")
        await later(bot, sandbox, "11:05")
        vol.says(there.volunteers, "/轮次 表格")
        await bot.settled()
        vol.taps(there.volunteers.find("要哪一轮的表格"), "核酸")
        await bot.settled()
        assert "表格有门牌，只能私聊发" in said_by_bot(there.volunteers, sandbox)[-1]
        vol.taps(there.volunteers.find("要哪一轮的表格"), "抗原")
        vol.says(there.volunteers, "/轮次 结束")
        await bot.settled()
        vol.taps(there.volunteers.find("结束哪一轮"), "核酸")
        await bot.settled()
        assert "要这一轮的表格，请志愿者或居委会私聊我发" in said_by_bot(there.volunteers, sandbox)[-1]
        await later(bot, sandbox, "13:01")
        assert "🧪 抗原结束了：已做 0/10户。\n要这一轮的表格" in said_by_bot(there.volunteers, sandbox)[-1]


async def test_in_private_a_home_is_asked_behind_the_button_and_behind_words(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        bob = there.residents["小陈"]
        await volunteers(bot, bob)
        bob.starts()
        chat = bob.private.last()
        chat.markup = {"inline_keyboard": [[{"text": "按", "callback_data": "tested:1"}]]}
        bob.taps(chat, "按")
        await bot.settled()
        assert "您是哪一户" in texts(bob)[-1]
        for answer, said in (("不知道", "您是哪一户"), ("502", "您是哪一户"), ("3-502", "记下了：3-502 核酸做好了")):
            bob.says(None, answer)
            await bot.settled()
            assert said in texts(bob)[-1]
        assert "已做 1/3户" in board(there.stairs["3"])
        bob.says(None, "我家两道杠")
        await bot.settled()
        assert texts(bob)[-1] == "记下了：3-502。已经告诉居委会和楼组长，他们会尽快联系您；群里没有说。"
        bob.says(None, "3-502 2人已做，还有1人没做")
        await bot.settled()
        assert texts(bob)[-1] == "记下了：3-502，还差 1 人，做好了再说一声。"
        bob.says(None, "今天好冷")
        await bot.settled()
        assert "这里不接单" in texts(bob)[-1]


async def test_answers_after_the_end_are_written_down_for_a_day(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox, "/轮次 今天11:00-11:30 核酸 全小区 东门")
        bob = there.residents["小陈"]
        await hears(bot, there.owners, bob, "502 三人都做了")
        which = there.owners.last()
        await hears(bot, there.stairs["3"], bob, "我家都做好了")
        home = there.stairs["3"].last()
        await later(bot, sandbox, "11:31")
        bob.replies(which, "3号楼")
        bob.replies(home, "3-502")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM test_report")) == 2
        assert len(await bot.rows("SELECT id FROM residency")) == 2


async def test_a_report_after_the_end_is_written_down_and_the_sheet_can_be_had_anew(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        ann, bob, stair = there.residents["王阿姨"], there.residents["小陈"], there.stairs["3"]
        ann.starts()
        await later(bot, sandbox, "14:00")
        assert await hears(bot, stair, bob, "做好了") == ""  # by itself it is talk again
        assert await hears(bot, stair, bob, "3-502 好了") == ""
        assert await hears(bot, stair, ann, "3-501 做完了") == "✍"
        assert texts(ann)[-1] == "记下了：3-501 核酸做好了（这一轮已经结束，算补报）。"
        assert await hears(bot, stair, bob, "3-502 三人都做了") == "✍"
        assert sum("结束后又有人补报" in text for text in texts(there.chief)) == 1
        there.chief.taps(there.chief.private, "要新的表格")
        await bot.settled()
        rows = {row[1]: row for row in sheet_of(there.chief)["每户"].iter_rows(min_row=2, values_only=True)}
        assert (rows["3-501"][2], rows["3-502"][2]) == ("已做", "已做")
        assert "已做 2/" in board(stair)
        ann.says(None, "5-501 核酸做好了")
        await bot.settled()
        assert "算补报" in texts(ann)[-1]
        said = ann.says(stair, "3-601 做好了")
        await bot.settled()
        ann.edits(said, "3-601 还没做")
        await bot.settled()
        places = {row["place"] for row in await bot.rows("SELECT place FROM test_report")}
        assert len(places) == 3
        await later(bot, sandbox, "14:01", 1)
        assert await hears(bot, stair, bob, "5-502 做完了") == ""


async def test_a_round_opened_late_is_chased_before_its_end(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        await later(bot, sandbox, "12:40")
        there.chief.says(None, ROUND)
        await bot.settled()
        assert "12:52 把没做的名单私聊发给楼组长" in texts(there.chief)[-1]
        await later(bot, sandbox, "12:53")
        assert any("还没报的" in text for text in texts(there.leads["3"]))


async def test_a_second_question_takes_the_place_of_the_first(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        bob = there.residents["小陈"]
        for text in ("502 三人都做了", "501 做了"):
            await hears(bot, there.owners, bob, text)
        asked = await bot.rows("SELECT id FROM question WHERE kind = 'test where'")
        assert len(asked) == 1


async def test_in_private_of_two_rounds_the_answer_in_words_is_taken(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_round(bot, sandbox)
        there.chief.says(None, "/轮次 今天11:00-13:00 抗原 全小区 家里")
        await later(bot, sandbox, "11:02")
        ann = there.residents["王阿姨"]
        ann.starts()
        for answer in ("抗原", "我家核酸做好了"):
            ann.says(None, "我们家都做好了")
            await bot.settled()
            assert texts(ann)[-1].startswith("是核酸还是抗原做好了？")
            ann.says(None, answer)
            await bot.settled()
            assert texts(ann)[-1].startswith("记下了：3-501")
        kinds = await bot.rows("SELECT kind FROM test_report JOIN test_round ON test_round.id = round_id")
        assert sorted(row["kind"] for row in kinds) == ["抗原", "核酸"]


async def test_what_the_clock_finds_over_it_leaves_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(None, "/轮次 明天9:00-11:00 核酸 全小区 东门")
        await bot.settled()
        async with bot.store.transaction() as query:
            query.do("UPDATE test_round SET closed_at = 5")
        there.chief.says(None, "提醒我明天8点看报")
        await bot.settled()
        async with bot.store.transaction() as query:
            query.do("UPDATE reminder SET state = 'paused'")
        before = len(said_by_bot(there.owners, sandbox))
        for at, days in (("19:01", 0), ("08:31", 0), ("10:20", 0), ("11:01", 0)):
            await later(bot, sandbox, at, days)
        assert len(said_by_bot(there.owners, sandbox)) == before
        assert not any("看报" in text and text.startswith("⏰ 提醒：") for text in texts(there.chief))
        assert await bot.rows("SELECT id FROM due WHERE kind LIKE 'test round%' OR kind = 'reminder'") == []


async def test_while_it_asks_other_words_are_still_heard_and_it_can_be_dropped(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        for words, answer in (
            ("/轮次 核酸 全小区", "什么时候？"),
            ("提醒我晚上8点半关窗", "⏰ 记下了"),
            ("提醒别发了", "不再提醒"),
            ("算了", "算了"),
            ("今天服务1小时", "今天一共1小时"),
            ("/轮次 核酸 全小区 今天11:00-13:00 在中心花园", "🧪 开好了"),
            ("/轮次 改到14点", "开好的轮次改不了"),
            ("/轮次 取消", "取消"),
        ):
            there.chief.says(None, words)
            await bot.settled()
            assert answer in texts(there.chief)[-1], words
        assert await bot.rows("SELECT id FROM test_round WHERE closed_at IS NULL") == []
