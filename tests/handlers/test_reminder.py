"""提醒 through the whole program: asked for in words, confirmed, said once at its time, changed, and ended."""

from pathlib import Path

import pytest

from domain.residence import Residence
from sandbox import Sandbox
from sandbox.history import Sent
from sandbox.person import Person
from sandbox.stage import seconds_until
from tests.handlers.a_compound import Compound, a_compound, live, said_by_bot, texts, volunteers
from tests.running import Running, running

MEDICINE = "提醒我明天9点吃降压药"


async def later(bot: Running, sandbox: Sandbox, at: str, days: int = 0) -> None:
    sandbox.clock.move(seconds_until(sandbox.clock.now(), at, days))
    await bot.settled()


async def a_place(bot: Running, sandbox: Sandbox) -> Compound:
    return await a_compound(bot, sandbox, stairs=("3", "5"), leads=("3",), residents={"3": ("王阿姨",), "5": ("李叔",)})


async def says(bot: Running, person: Person, text: str) -> str:
    """Write to the bot in private; return what it says last."""
    if bot.sandbox.bot.id not in person.user.started:
        person.starts()
    person.says(None, text)
    await bot.settled()
    return texts(person)[-1]


async def test_anybody_is_reminded_of_their_own_things_in_private_and_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        card = await says(bot, ann, MEDICINE)
        assert "提醒：吃降压药" in card
        assert "明天" in card
        assert "9:00" in card
        assert "提醒谁：您自己（私聊）" in card
        await later(bot, sandbox, "09:00", 1)
        assert texts(ann)[-1] == "⏰ 提醒：吃降压药"
        count = len(texts(ann))
        await later(bot, sandbox, "09:01")
        await later(bot, sandbox, "09:01")
        assert len(texts(ann)) == count
        assert await bot.rows("SELECT id FROM due WHERE kind = 'reminder'") == []
        assert await bot.rows("SELECT state FROM reminder") == [{"state": "ended"}]
        for room in (there.owners, there.volunteers, *there.stairs.values()):
            assert not any("降压药" in text for text in said_by_bot(room, sandbox))


async def test_one_s_own_asked_for_in_a_group_is_answered_in_private_only(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        said = there.chief.says(there.owners, MEDICINE)
        await bot.settled()
        assert said.reactions[sandbox.bot.id] == ["✍"]
        assert "吃降压药" in texts(there.chief)[-1]
        assert not any("降压药" in text for text in said_by_bot(there.owners, sandbox))


async def test_a_group_hears_nothing_of_somebodys_medicine(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(there.owners, "每天早上8点提醒大家3-502王阿姨吃药")
        await bot.settled()
        assert "不能发到群里" in texts(there.chief)[-1]
        there.chief.says(there.owners, "/提醒 每天早上8点 大家 王阿姨吃药")
        await bot.settled()
        assert await bot.rows("SELECT id FROM reminder") == []
        assert not any("王阿姨" in text for text in said_by_bot(there.owners, sandbox))


async def test_chat_and_people_without_a_role_set_nothing_in_a_group(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        before = said_by_bot(there.owners, sandbox)
        there.residents["王阿姨"].says(there.owners, "每天下午三点提醒大家报抗原")
        for chat in ("提醒大家明天8点做核酸", "温馨提醒：明天8点做核酸", "谢谢提醒", "昨天提醒大家报抗原了"):
            there.chief.says(there.owners, chat)
        await bot.settled()
        assert said_by_bot(there.owners, sandbox) == before
        there.residents["王阿姨"].says(there.owners, "/提醒 明天8点 大家 做核酸")
        await bot.settled()
        assert "群里的提醒由志愿者、楼组长或居委会来设" in there.owners.last().text
        assert await bot.rows("SELECT id FROM reminder") == []


async def test_a_lead_reminds_their_own_building_and_no_other(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        lead = there.leads["3"]
        assert "楼组长只能提醒自己的楼" in await says(bot, lead, "明天早上8点提醒5号楼做核酸")
        assert "楼组长只能提醒自己的楼" in await says(bot, lead, "明天早上8点提醒大家做核酸")
        card = await says(bot, lead, "明天早上8点提醒3号楼做核酸")
        assert "发到：楼组群（3号楼）" in card
        lead.says(there.stairs["3"], "明天早上9点提醒大家倒垃圾")
        await bot.settled()
        assert "提醒谁：这个群" in texts(lead)[-1]
        await later(bot, sandbox, "08:00", 1)
        assert there.stairs["3"].last().text == "⏰ 提醒：做核酸"
        await later(bot, sandbox, "09:00")
        assert there.stairs["3"].last().text == "⏰ 提醒：倒垃圾"
        assert not any("⏰" in text for text in said_by_bot(there.stairs["5"], sandbox))
        assert not any("⏰" in text for text in said_by_bot(there.owners, sandbox))


async def test_buildings_without_a_group_of_their_own_are_named_in_the_owners_group(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(there.owners, "/提醒 3,17 明天8点半 下楼领菜")
        await bot.settled()
        card = there.owners.last().text
        assert "发到：楼组群（3号楼）、全小区的群" in card
        assert "提醒谁：3、17号楼" in card
        await later(bot, sandbox, "08:31", 1)
        assert there.stairs["3"].last().text == "⏰ 提醒：下楼领菜"
        assert there.owners.last().text == "⏰ 提醒（3号楼、17号楼）：下楼领菜"
        assert not any("领菜" in text for text in said_by_bot(there.stairs["5"], sandbox))


async def test_what_is_missing_is_asked_once_with_an_example(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        assert "什么时候提醒？例如" in await says(bot, ann, "提醒我拿快递")
        assert "这个时间已经过了" in await says(bot, ann, "今天早上8点")
        assert "提醒：拿快递" in await says(bot, ann, "今天下午5点")
        assert "没看懂要提醒什么" in await says(bot, ann, "/提醒")
        assert "没看懂要提醒什么" in await says(bot, ann, "随便")
        assert "提醒什么？" in await says(bot, ann, "提醒我明天9点")
        assert "提醒：晒被子" in await says(bot, ann, "晒被子")
        assert "提醒什么？" in await says(bot, ann, "提醒我后天9点")
        assert "时间：明天" in await says(bot, ann, "明天10点提醒我买菜")  # the whole, said anew
        assert "什么时候提醒？例如" in await says(bot, ann, "每天晚饭后提醒我散步")
        assert "时间：每天19:00" in await says(bot, ann, "每天晚上7点")
        assert "太密了：最密每十分钟一次" in await says(bot, ann, "每5分钟提醒我喝水")
        assert "时间：每2小时" in await says(bot, ann, "每2小时")


async def test_it_is_changed_paused_and_ended_by_who_may(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        chief, ann = there.chief, there.residents["王阿姨"]
        await says(bot, chief, "每天下午三点提醒大家报抗原")
        chief.taps(chief.private, "改时间")
        await bot.settled()
        assert "没看懂" not in await says(bot, chief, "每周一三五9点")
        assert "时间：每周一、三、五9:00" in texts(chief)[-1]
        ann.says(there.owners, "提醒列表")
        await bot.settled()
        listed = there.owners.last()
        assert "1. 报抗原：每周一、三、五9:00 → 大家" in listed.text
        for verb in ("1 暂停", "1 改时间", "1 结束"):
            tap = ann.taps(listed, verb)
            await bot.settled()
            assert tap.notice == "这个提醒由设它的人来改"
        chief.taps(listed, "1 暂停")
        await bot.settled()
        assert "（暂停着）" in there.owners.find("提醒列表").text
        assert await bot.rows("SELECT id FROM due WHERE kind = 'reminder'") == []
        chief.taps(there.owners, "1 恢复")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM due WHERE kind = 'reminder'")) == 1
        card = next(one for one in reversed(chief.private.messages) if "记下了" in one.text)
        for answer in ("不再提醒了", "这个提醒已经结束了"):
            tap = chief.taps(card, "取消") if answer == "不再提醒了" else chief.taps(there.owners, "1 暂停")
            await bot.settled()
            assert tap.notice == answer
        assert await bot.rows("SELECT id FROM due WHERE kind = 'reminder'") == []


@pytest.mark.parametrize(
    ("away_until", "days", "says_late"),
    [("15:03", 0, False), ("17:00", 0, True), ("23:00", 0, False), ("15:00", 3, False), ("16:00", 9, True)],
)
async def test_after_an_absence_it_is_said_once_or_said_to_have_come_too_late(
    sandbox: Sandbox, tmp_path: Path, away_until: str, days: int, says_late: bool
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        await says(bot, there.chief, "每天下午三点提醒大家报抗原")
    before = len(said_by_bot(there.owners, sandbox))
    sandbox.clock.move(seconds_until(sandbox.clock.now(), away_until, days))
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        said = [text for text in said_by_bot(there.owners, sandbox)[before:] if "报抗原" in text]
        if away_until == "23:00":
            assert said == []
            await later(bot, sandbox, "07:31")
            assert "没能发出" in texts(there.chief)[-1]
            assert not [text for text in said_by_bot(there.owners, sandbox)[before:] if "报抗原" in text]
        else:
            assert len(said) == 1
            assert ("来晚了" in said[0]) is says_late


async def test_a_group_hears_at_night_without_a_sound_and_a_person_hears(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        card = await says(bot, there.chief, "明天早上6点半提醒大家做核酸")
        assert "这个时间在夜里，到时候不响铃" in card
        await says(bot, there.chief, "今天晚上10点提醒我关窗")
        await later(bot, sandbox, "22:00")
        assert texts(there.chief)[-1] == "⏰ 提醒：关窗"
        await later(bot, sandbox, "06:30")
        assert there.owners.last().text == "⏰ 提醒：做核酸"
        silent = {call.text: call.arguments.get("disable_notification") for call in reminded(sandbox)}
        assert silent["⏰ 提醒：关窗"] is None
        assert silent["⏰ 提醒：做核酸"]


def reminded(sandbox: Sandbox) -> list[Sent]:
    return [call for call in sandbox.history.sent if call.text.startswith("⏰ 提醒：")]


async def test_every_two_hours_is_not_at_night(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        await says(bot, ann, "每2小时提醒我量血压")
        for _ in range(12):
            sandbox.clock.move(7200)
            await bot.settled()
        said = texts(ann).count("⏰ 提醒：量血压")
        assert said == 7  # from twelve to eight in the evening, and at eight and ten in the morning


async def test_of_several_compounds_it_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        other = sandbox.group("兰园", members=[there.chief], bot_is_admin=True)
        there.chief.says(other, "设置")
        await bot.settled()
        assert "是哪个小区的群" in await says(bot, there.chief, "明天早上8点提醒大家做核酸")
        there.chief.taps(there.chief.private, "兰园")
        await bot.settled()
        assert "提醒：做核酸" in texts(there.chief)[-1]
        await later(bot, sandbox, "08:01", 1)
        assert other.last().text == "⏰ 提醒：做核酸"
        assert not any("⏰" in text for text in said_by_bot(there.owners, sandbox))


async def test_a_group_that_cannot_be_reached_is_told_to_who_set_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        vol = there.residents["李叔"]
        await volunteers(bot, vol)
        await says(bot, vol, "明天早上8点提醒5号楼做核酸")
        there.stairs["5"].chat.members.pop(sandbox.bot.id)
        await later(bot, sandbox, "08:01", 1)
        assert "没能发到楼组群（5号楼）" in texts(vol)[-1]


async def test_who_has_many_ends_some_first_and_who_never_opened_the_bot_does(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        bob = there.residents["李叔"]
        await volunteers(bot, bob)
        bob.says(there.owners, "提醒我明天9点拿药")
        await bot.settled()
        assert "要私聊提醒您，请先点开我的头像" in there.owners.last().text
        bob.says(there.owners, "每天早上8点提醒大家我妈吃药")
        await bot.settled()
        assert there.owners.last().text == "这条不能发到群里，请私聊我说。"
        ann = there.residents["王阿姨"]
        ann.starts()
        for number in range(51):
            ann.says(None, f"提醒我明天9点办第{number}件事")
            await bot.settled()
            sandbox.clock.move(20)
        assert "您的提醒已经很多了" in texts(ann)[-1]
        assert len(await bot.rows("SELECT id FROM reminder")) == 50


async def test_without_a_group_to_say_it_in_it_is_not_set(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        async with bot.store.transaction() as query:
            query.do("UPDATE chat SET purpose = 'organisers' WHERE purpose = 'owners'")
        assert "没有能发到的群" in await says(bot, there.chief, "明天早上8点提醒17号楼做核酸")
        assert await bot.rows("SELECT id FROM reminder") == []


async def test_a_lead_changes_the_reminders_of_their_building_and_a_new_time_is_asked_until_it_is_one(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        lead = there.leads["3"]
        await says(bot, there.chief, "明天早上8点提醒3号楼做核酸")
        await says(bot, there.chief, "明天早上8点提醒5号楼做核酸")
        assert "1. 做核酸" in await says(bot, lead, "提醒列表")
        assert "2." not in texts(lead)[-1]
        lead.taps(lead.private, "1 改时间")
        await bot.settled()
        for answer, said in (
            ("昨天", "这个时间已经过了"),
            ("每半小时", "太密了：群里最密每小时一次"),
            ("以后", "什么时候提醒"),
        ):
            assert said in await says(bot, lead, answer)
        assert "9:30" in await says(bot, lead, "明天早上9点半")
        lead.taps(lead.private, "1 改时间")
        await bot.settled()
        there.chief.taps(there.chief.private.find("提醒谁：3号楼"), "取消")
        await bot.settled()
        assert "已经结束了" in await says(bot, lead, "明天早上9点")
        await later(bot, sandbox, "09:31", 1)
        assert not any("⏰" in text for text in said_by_bot(there.stairs["3"], sandbox))


async def test_a_question_about_the_compound_is_answered_by_who_was_asked_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        other = sandbox.group("兰园", members=[there.chief], bot_is_admin=True)
        there.chief.says(other, "设置")
        await bot.settled()
        await says(bot, there.chief, "明天早上8点提醒大家做核酸")
        question = there.chief.private.last()
        for answer in ("", "这个问题已经问完了"):
            tap = there.chief.taps(question, "桂园")
            await bot.settled()
            assert tap.notice == answer
        assert len(await bot.rows("SELECT id FROM reminder")) == 1


async def test_said_while_the_bot_was_down_and_due_meanwhile_it_is_said_at_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        ann.starts()
        await bot.settled()
    ann.says(None, "提醒我5分钟后关火")
    sandbox.clock.move(1200)
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        assert any("接下来：马上" in text for text in texts(ann))
        assert "⏰ 提醒：关火\n（机器断过线" in texts(ann)[-1]


async def test_the_time_is_that_of_the_compound_that_somebody_belongs_to(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        await live(bot, {ann: Residence("3", None, "501")})
        async with bot.store.transaction() as query:
            query.do("UPDATE compound SET time_zone = 'Asia/Urumqi'")
        assert "9:00" in await says(bot, ann, "提醒我明天9点拿药")
        await later(bot, sandbox, "09:01", 1)  # nine in Shanghai is seven in Urumqi
        assert not any(text.startswith("⏰ 提醒：") for text in texts(ann))
        await later(bot, sandbox, "11:01")
        assert texts(ann)[-1] == "⏰ 提醒：拿药"
        ann.says(None, "提醒列表")
        await bot.settled()
        assert texts(ann)[-1] == "没有正在用的提醒。要设一个，这样说：提醒我明天9点拿药"


async def test_a_reminder_is_cancelled_in_words_and_brought_back_by_a_tap(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        assert "没有正在用的提醒" in await says(bot, ann, "提醒别发了")
        await says(bot, ann, MEDICINE)
        assert "没找到「做核酸」的提醒" in await says(bot, ann, "取消做核酸的提醒")
        said = await says(bot, ann, "把明天的提醒取消")
        assert said.startswith("⏰ 「吃降压药」（明天（")
        assert said.endswith("不再提醒了。")
        ann.taps(ann.private, "按错了，照常提醒")
        await bot.settled()
        assert "⏰ 记下了" in texts(ann)[-1]
        await later(bot, sandbox, "09:00", 1)
        assert texts(ann)[-1] == "⏰ 提醒：吃降压药"


async def test_of_several_reminders_it_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        await says(bot, ann, MEDICINE)
        await says(bot, ann, "提醒我明天10点晒被子")
        assert "要取消哪一个？" in await says(bot, ann, "提醒别发了")
        ann.taps(ann.private, "结束 2 晒被子")
        await bot.settled()
        states = await bot.rows("SELECT words, state FROM reminder ORDER BY id")
        assert [row["state"] for row in states] == ["on", "ended"]
        assert "「吃降压药」" in await says(bot, ann, "别提醒我吃药了")


async def test_one_day_of_a_daily_reminder_is_passed_over(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        ann = there.residents["王阿姨"]
        await later(bot, sandbox, "20:00")
        await says(bot, ann, "每天早上8点提醒我吃早饭")
        assert "这一次不提醒了，以后照常" in await says(bot, ann, "明天的提醒取消")
        await later(bot, sandbox, "08:01")
        assert not any(text.startswith("⏰ 提醒：吃早饭") for text in texts(ann))
        assert "没法只跳过那一天" in await says(bot, ann, "后天的提醒别发了")
        await later(bot, sandbox, "08:00")
        assert texts(ann)[-1] == "⏰ 提醒：吃早饭"


async def test_a_reminder_of_groups_is_cancelled_in_a_group_by_who_may(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        there = await a_place(bot, sandbox)
        there.chief.says(there.owners, "明天早上8点提醒大家做核酸")
        await bot.settled()
        said = there.residents["李叔"].says(there.owners, "取消做核酸的提醒")
        await bot.settled()
        assert sandbox.bot.id not in said.reactions
        before = len(said_by_bot(there.owners, sandbox))
        said = there.chief.says(there.owners, "做核酸的提醒别发了")
        await bot.settled()
        assert said.reactions[sandbox.bot.id] == ["✍"]
        assert "不再提醒了" in texts(there.chief)[-1]
        assert len(said_by_bot(there.owners, sandbox)) == before
        said = there.chief.says(there.owners, "提醒别发了")  # there is none any more: talk
        await bot.settled()
        assert sandbox.bot.id not in said.reactions
