"""配药 through the whole program: what groups see, what is told in private, how a request ends."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.stage import seconds_until
from storage.medication import Medications
from tests.handlers.medication_place import MedicationPlace, heard
from tests.handlers.test_medication_team import pressed
from tests.running import running

_HOURS = 3600


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def test_a_request_in_a_group_gets_a_reaction_and_all_else_in_private(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        before = len(there.group.messages)
        await there.says(bot, there.ann, "我爸的缬沙坦还剩四天，80mg的，两盒，3-501")
        assert len(there.group.messages) == before + 1
        assert there.group.last().reactions == {sandbox.bot.id: ["💊"]}
        assert "3-501 父亲\n・缬沙坦 80mg 2盒" in heard(there.ann)


async def test_who_refused_may_still_agree_while_it_is_held(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        await there.taps(bot, there.ann, "不同意")
        assert "等您点「同意」" in await there.whispers(bot, there.ann, "我的配药")
        await there.says(bot, there.ann, "求络活喜5mg两盒，3-501")
        assert "您还没有同意" in there.ann.private.last().text
        await there.taps(bot, there.ann, "同意")
        assert {row["pending_until"] > 0 for row in await bot.rows("SELECT pending_until FROM medication")} == {True}
        assert "等您点" not in await there.whispers(bot, there.ann, "我的配药")


async def test_a_home_is_filled_in_from_what_is_known_and_else_asked_for(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒")
        assert "送到哪一户" in await there.taps(bot, there.ann, "同意")
        assert "请写明送到哪里" in await there.whispers(bot, there.ann, "老地方")
        await there.whispers(bot, there.ann, "3号楼501")
        await there.says(bot, there.ann, "我是3号楼501")
        await there.says(bot, there.ann, "再求一盒络活喜5mg，501室")
        await there.says(bot, there.ann, "求一盒立普妥20mg，3号楼的")
        await there.says(bot, there.ann, "求一盒格华止0.5g")
        rows = await bot.rows("SELECT DISTINCT place FROM medication")
        assert [row["place"] for row in rows] == ["r:3//501"]


async def test_the_link_is_one_persons_and_shows_only_what_is_theirs(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.bob, "求舍曲林50mg两盒，3-601")
        await there.says(bot, there.bob, "求缬沙坦80mg两盒，3-601")
        lines = [one for one in there.group.messages if one.text == "这件事我私下跟您说，请点这里。"]
        assert len(lines) == 1  # one an hour
        there.eve.taps(there.group, "点这里")
        await bot.settled()
        assert there.eve.private.last().text == "这个链接是给别人的，您不用管。"
        there.bob.taps(there.group, "点这里")
        await bot.settled()
        assert "舍曲林 50mg 2盒" in heard(there.bob)
        there.bob.taps(there.group, "点这里")  # used up: it still shows what is theirs
        there.eve.says(None, "/start m_nonsense")
        await bot.settled()
        assert heard(there.bob).count("舍曲林 50mg 2盒") == 2
        assert there.eve.private.last().text == "这里没有您的事了。"
        await there.says(bot, there.bob, "都不用了")
        await there.whispers(bot, there.bob, "不用配药了")
        await there.taps(bot, there.bob, "舍曲林")
        await there.whispers(bot, there.bob, "缬沙坦不用了")
        sandbox.clock.move(2 * _HOURS)
        await there.says(bot, there.bob, "求络活喜5mg一盒，3-601")
        assert "络活喜" in there.bob.private.find("・络活喜").text


async def test_somebody_who_blocked_the_bot_gets_the_line(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        there.ann.blocks()
        await bot.settled()
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        assert there.group.last().text == "这件事我私下跟您说，请点这里。"
        await there.says(bot, there.ann, "求的缬沙坦配到了，谢谢")
        assert (await bot.rows("SELECT outcome FROM medication"))[0]["outcome"] == "bought"


async def test_two_patients_of_one_home_are_two_and_two_who_tell_of_one_are_one(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我爸的缬沙坦80mg要两盒，3-501")
        await there.says(bot, there.ann, "我妈的缬沙坦80mg要一盒，3-501")
        assert len(await bot.rows("SELECT id FROM medication")) == 2
        await there.taps(bot, there.ann, "同意")
        await there.says(bot, there.eve, "我是3号楼501")
        async with bot.store.transaction() as query:
            query.do("UPDATE residency SET confirmed_at = 1")
        await there.says(bot, there.eve, "我老公的缬沙坦80mg要两盒，3-501")
        assert len(await bot.rows("SELECT id FROM medication")) == 2
        assert len(await bot.rows("SELECT person_id FROM medication_step WHERE step = 'joined'")) == 1


async def test_another_medicine_goes_along_until_it_is_fetched(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        await there.says(bot, there.ann, "求缬沙坦80mg两盒和络活喜5mg一盒，3-501")
        assert [row["medication_id"] for row in await bot.rows("SELECT medication_id FROM medication_drug")] == [1, 1]
        async with bot.store.transaction() as query:
            query.do("UPDATE medication SET state = 'fetched'")
        await there.says(bot, there.ann, "求缬沙坦80mg两盒和立普妥20mg一盒，3-501")
        found = await bot.rows("SELECT medication_id, mention FROM medication_drug ORDER BY id")
        assert [row["medication_id"] for row in found] == [1, 1, 2]


async def test_an_edit_takes_the_place_of_what_was_said(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        said = there.ann.says(there.group, "求缬沙坦80mg两盒，3-501")
        chat = there.ann.says(there.group, "大家好")
        await bot.settled()
        there.ann.edits(chat, "大家早上好")
        there.ann.edits(said, "求络活喜5mg三盒，3-502")
        await bot.settled()
        (row,) = await bot.rows("SELECT place, generic FROM medication JOIN medication_drug AS d ON medication_id = 1")
        assert (row["place"], row["generic"]) == ("r:3//502", "氨氯地平")
        there.ann.edits(said, "配药：3-502 络活喜5mg三盒\n3-503 立普妥20mg一盒")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM medication WHERE ended_at IS NULL")) == 2
        there.ann.edits(chat, "求格华止0.5g一盒，3-504")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM medication WHERE ended_at IS NULL")) == 3
        there.ann.edits(said, "不用了，谢谢")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM medication WHERE outcome = 'edited'")) == 2
        assert said.reactions == {}


async def test_which_of_several_is_over_is_asked_and_a_word_too_much_taken_back(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我爸的缬沙坦80mg要两盒，3-501")
        await there.says(bot, there.ann, "我妈的络活喜5mg要两盒，3-501")
        await there.says(bot, there.ann, "药不用配了")
        assert there.ann.private.last().text == "您说的是哪一件？"
        await there.taps(bot, there.ann, "母亲 络活喜")
        (row,) = await bot.rows("SELECT id, outcome FROM medication WHERE ended_at IS NOT NULL")
        assert (row["id"], row["outcome"]) == (2, "cancelled")
        tap = there.ann.taps(there.ann.private.find("您说的是哪一件？"), "母亲 络活喜")
        await bot.settled()
        assert tap.notice == "这个按钮已经过期了"
        await there.taps(bot, there.ann, "说错了，接着办")
        assert await bot.rows("SELECT id FROM medication WHERE ended_at IS NOT NULL") == []
        await there.says(bot, there.ann, "缬沙坦取消")
        sandbox.clock.move(30 * _HOURS)
        tap = there.ann.taps(there.ann.private, "说错了，接着办")
        await bot.settled()
        assert tap.notice == "过了一天了，请重新写一条"
        await there.says(bot, there.eve, "我的药拿到了")  # has asked for nothing: talk
        assert there.group.last().reactions == {}
        assert "您这里没有在配的药" in await there.whispers(bot, there.ann, "立普妥不用配了")


async def test_a_request_is_withdrawn_by_a_reply_to_it(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        said = there.ann.says(there.group, "求缬沙坦80mg两盒，3-501")
        chat = there.eve.says(there.group, "大家好")
        await bot.settled()
        there.eve.replies(said, "撤回")
        there.ann.replies(chat, "撤回")
        there.ann.says(there.group, "撤回")
        await bot.settled()
        assert [row["outcome"] for row in await bot.rows("SELECT outcome FROM medication")] == [None]
        there.ann.replies(said, "撤回")
        await bot.settled()
        assert [row["outcome"] for row in await bot.rows("SELECT outcome FROM medication")] == ["cancelled"]


async def test_what_may_end_a_request_is_asked_back(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        before = len(there.group.messages)
        await there.says(bot, there.eve, "缬沙坦买到了")
        await there.says(bot, there.ann, "络活喜买到了")
        await there.says(bot, there.ann, "缬沙坦买到了")
        assert len(there.group.messages) == before + 3
        assert "这件办好了，不用再配了吗" in there.ann.private.last().text
        assert "接着办" in await there.taps(bot, there.ann, "还没有")
        await there.whispers(bot, there.ann, "代文买到了")
        await there.taps(bot, there.ann, "是，不用配了")
        assert [row["outcome"] for row in await bot.rows("SELECT outcome FROM medication")] == ["bought"]
        assert "这里不接单" in await there.whispers(bot, there.eve, "票买到了")


async def test_how_far_it_is_only_the_asker_hears(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        before = len(there.group.messages)
        await there.says(bot, there.ann, "药配好了吗")
        await there.says(bot, there.eve, "药配好了吗")
        assert len(there.group.messages) == before + 2
        assert "您登记的药：\n・3-501：缬沙坦 80mg 2盒" in heard(there.ann)
        assert "缬沙坦" not in heard(there.eve)
        assert "【登记】" in await there.whispers(bot, there.ann, "到哪一步了")
        await there.says(bot, there.bob, "求络活喜5mg一盒，3-601")
        sandbox.clock.move(2 * _HOURS)
        await there.says(bot, there.bob, "我的药到哪一步了")
        assert there.group.last().text == "这件事我私下跟您说，请点这里。"
        assert "您这里没有在配的药" in await there.whispers(bot, there.eve, "药配好了吗")


async def test_in_private_it_is_taken_too_and_of_several_compounds_one_is_asked_for(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = sandbox.group("兰园", members=[there.ann, there.eve], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我是3号楼501")
        await there.whispers(bot, there.ann, "求缬沙坦80mg两盒")
        assert [row["place"] for row in await bot.rows("SELECT place FROM medication")] == ["r:3//501"]
        there.ann.says(other, "我是9号楼901")
        await bot.settled()
        assert await there.whispers(bot, there.ann, "求络活喜5mg一盒") == "是哪个小区的事？"
        tap = there.ann.taps(there.ann.private, "兰园")
        await bot.settled()
        assert tap.answered
        rows = await bot.rows("SELECT compound_id, place FROM medication ORDER BY id")
        assert [(row["compound_id"], row["place"]) for row in rows] == [(1, "r:3//501"), (2, "r:9//901")]
        tap = there.ann.taps(there.ann.private.find("是哪个小区的事？"), "兰园")
        await bot.settled()
        assert tap.notice == "这个按钮已经过期了"
        assert "这里不接单" in await there.whispers(bot, there.ann, "今天天气真好")


async def test_danger_calls_120_wakes_the_duty_and_repeats_until_one_accepts(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot, at="03:00")
        await there.says(bot, there.ann, "我是3号楼501")
        await there.says(bot, there.ann, "快来人，我妈昏过去了")
        assert "请马上打 120" in there.group.last().text
        assert "王阿姨" not in there.group.last().text
        for person in (there.chief, there.helper, there.second, there.carer):
            assert "🆘 可能有生命危险\n王阿姨（3-501）说" in heard(person)
        sandbox.clock.move(301)
        await bot.settled()
        assert "第 2 次" in heard(there.carer)
        await there.taps(bot, there.carer, "我来")
        assert "小秦 接手了" in heard(there.helper)
        tap = there.helper.taps(there.helper.private.find("第 2 次"), "我来")
        await bot.settled()
        assert tap.notice == "已经有人接手了"
        sandbox.clock.move(3601)
        await bot.settled()
        assert "第 3 次" not in heard(there.carer)
        assert "请马上打 120" in await there.whispers(bot, there.ann, "我妈又昏过去了")
        assert "请马上打 120" in await there.whispers(bot, there.eve, "我喘不上气来")


async def test_danger_is_heard_before_any_question_and_however_much_is_written(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.ann, "我喘不上来气了，求硝酸甘油一瓶，3-501")
        assert "请马上打 120" in heard(there.ann)
        assert "🆘 可能有生命危险" in heard(there.helper)
        assert len(await bot.rows("SELECT id FROM medication_drug")) == 2
        for _ in range(30):  # far more than is answered
            there.eve.says(there.group, "求体温计一支，3-502")
        said = there.eve.says(there.group, "快来人，我爸昏倒了")
        await bot.settled()
        assert "请马上打 120" in there.group.last().text
        sandbox.clock.move(3600)
        there.eve.edits(said, "快来人，我爸昏倒了！")  # long ago: it is over
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM medication_alert WHERE kind = 'danger'")) == 2


async def test_what_can_wait_is_not_said_at_night(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot, at="23:00")
        await there.asks(bot)
        await there.says(bot, there.eve, "我家多一盒缬沙坦80mg，需要的来拿")
        await there.whispers(bot, there.ann, "缬沙坦一天吃几次？")
        assert "说有多的" not in heard(there.helper)
        assert "有人问用药" not in heard(there.helper)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "07:31"))
        await bot.settled()
        assert "说有多的" in heard(there.helper)
        assert "有人问用药" in heard(there.helper)


async def test_danger_without_anybody_on_duty_is_said_to_the_volunteers_group(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = sandbox.person("周主任"), sandbox.person("王阿姨")
    group = sandbox.group("3号楼", members=[chief, ann], bot_is_admin=True)
    helpers = sandbox.group("志愿者群", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        chief.says(helpers, "大家好")
        await bot.settled()
        async with bot.store.transaction() as query:
            query.do("UPDATE chat SET compound_id = 1, purpose = 'volunteers' WHERE compound_id = 2")
        ann.says(group, "我爸胸口疼得厉害")
        await bot.settled()
        assert "找不到值班的人" in helpers.last().text
        ann.says(group, "求缬沙坦80mg一盒，急，3-501")
        await bot.settled()
        assert helpers.last().text.startswith("配药组有急事还没有人接")


async def test_how_to_take_something_is_passed_to_people(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我是3号楼501")
        before = len(there.group.messages)
        await there.says(bot, there.ann, "布洛芬一天能吃几次？")
        assert "我没有回答" not in heard(there.helper)
        await there.says(bot, there.ann, f"@{sandbox.bot.username} 布洛芬一天能吃几次？")
        assert len(there.group.messages) == before + 2
        assert "有人问用药，我没有回答：\n王阿姨（3-501）：「布洛芬一天能吃几次？」" in heard(there.helper)
        assert "请问医生或药师" in there.ann.private.last().text
        await there.says(bot, there.bob, f"@{sandbox.bot.username} 头孢能和酒一起吃吗？")
        assert "李叔" in heard(there.second)
        assert await bot.rows("SELECT id FROM medication") == []
        await there.whispers(bot, there.ann, "求布洛芬一盒，一天能吃几次？")
        assert "・布洛芬 1盒" in heard(there.ann)
        assert heard(there.ann).count("请问医生或药师") == 2
        await there.says(bot, there.eve, f"@{sandbox.bot.username} 多一盒布洛芬，谁要？小孩能吃吗")
        assert "小伊：「多一盒布洛芬，谁要？小孩能吃吗」" in heard(there.second)
        assert len(await bot.rows("SELECT id FROM medication_offer")) == 1


async def test_a_request_is_erased_after_three_days_unless_something_is_held(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.says(bot, there.eve, "求络活喜5mg两盒，3-502")
        async with bot.store.transaction() as query:
            found = await Medications(query).get(1)
            assert found is not None
            assert found.is_held
            query.do("UPDATE consent SET withdrawn_at = 1 WHERE person_id IN (SELECT person_id FROM medication_asker)")
            query.do(
                """INSERT INTO medication_custody (medication_id, thing, holder_id, by_id, at)
                   SELECT 1, 'card', id, id, 1 FROM person WHERE name = '小许'"""
            )
        sandbox.clock.move(73 * _HOURS)
        await bot.settled()
        assert [row["id"] for row in await bot.rows("SELECT id FROM medication")] == [1]
        assert "没有您的同意" in heard(there.eve)


async def test_a_link_to_what_is_over_and_a_compound_that_is_not_ones_own_lead_nowhere(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = sandbox.group("兰园", members=[there.ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.bob, "求缬沙坦80mg一盒，3-601")
        await there.says(bot, there.bob, "缬沙坦不用配了")
        there.bob.taps(there.group, "点这里")
        await bot.settled()
        assert there.bob.private.last().text == "这里没有您的事了。"
        await there.says(bot, there.ann, "我是3号楼501")
        there.ann.says(other, "我是9号楼901")
        await bot.settled()
        await there.whispers(bot, there.ann, "布洛芬一天能吃几次？")
        (row,) = await bot.rows("SELECT id FROM question WHERE kind = 'medWhere'")
        for person, data in ((there.eve, f"medWhere:{row['id']}:1"), (there.ann, f"medWhere:{row['id']}:9")):
            assert await pressed(bot, person, data) == "这个按钮已经过期了"
        await there.taps(bot, there.ann, "3号楼")
        assert "请问医生或药师" in heard(there.ann)
        await there.whispers(bot, there.ann, "药配好了吗")
        there.ann.taps(there.ann.private, "兰园")
        await bot.settled()
        assert "您这里没有在配的药" in there.ann.private.last().text
        await there.says(bot, there.ann, "求缬沙坦80mg一盒，急，9-901")
        there.ann.says(other, "求缬沙坦80mg一盒，9-901")
        await bot.settled()
        await there.whispers(bot, there.ann, "缬沙坦有人送了")
        assert "这件办好了，不用再配了吗" in there.ann.private.last().text


async def test_who_names_anothers_room_hears_the_same_whether_something_was_asked_for_there_or_not(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "我妈的舍曲林50mg两盒，还有络活喜5mg一盒，3-501")
        await there.taps(bot, there.eve, "同意")
        told, shown = [], []
        for guesser, room in ((there.ann, "3-501"), (there.carer, "3-502")):
            before = len(guesser.private.messages)
            said = guesser.says(there.group, f"求络活喜，还剩一天，{room}")
            await bot.settled()
            await there.taps(bot, guesser, "同意")
            guesser.edits(said, f"求络活喜和舍曲林，还剩一天，{room}")
            await bot.settled()
            for words in ("我的配药", "到哪一步了", "10mg", "跳过", f"{room}的舍曲林不用了", "我的配药"):
                await there.whispers(bot, guesser, words)
            await there.says(bot, guesser, f"求舍曲林，还剩一天，{room}")
            told.append([(one.text or "").replace(room, "那一户") for one in guesser.private.messages[before:]])
            shown.append(await there.whispers(bot, there.helper, "配药"))
        assert told[0] == told[1]
        assert "母亲" not in "".join(told[0])
        assert "🟢绿 3-501 母亲：舍曲林 50mg 2盒、络活喜 5mg 1盒｜没说还能吃几天｜登记｜👥 可能重复" in shown[0]
        assert "🔴红 3-501：络活喜" in shown[0]
        assert shown[1].count("👥 可能重复") == 3  # none at 3-502
        assert "这一户另有人也要同样的药" in await there.taps(bot, there.helper, "🟢 3-501 母亲 舍曲林")


async def test_who_is_confirmed_to_live_there_sees_what_the_household_asked_for(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "络活喜5mg一盒，3-501")
        await there.taps(bot, there.eve, "同意")
        await there.says(bot, there.ann, "我是3号楼501")
        async with bot.store.transaction() as query:
            query.do("UPDATE residency SET confirmed_at = 1")
        await there.says(bot, there.ann, "求络活喜，3-501")
        assert "我合在一起了" in heard(there.ann)


async def test_who_names_no_medicine_has_a_request_of_their_own(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "舍曲林50mg一盒，3-501")
        await there.taps(bot, there.eve, "同意")
        await there.says(bot, there.ann, "3-501 求配药")
        assert "要配什么药" in await there.taps(bot, there.ann, "同意")
        assert "舍曲林" not in heard(there.ann)


async def test_another_strength_from_another_mouth_is_a_request_that_the_team_sees(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "缬沙坦80mg一盒，3-501")
        await there.taps(bot, there.eve, "同意")
        await there.says(bot, there.ann, "求缬沙坦160mg，3-501")
        assert "80mg" not in heard(there.ann)
        assert "配药 2 件" in await there.whispers(bot, there.helper, "配药")


async def test_of_two_medicines_the_one_that_was_bought_is_left_out_and_the_other_goes_on(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，还有络活喜5mg一盒，3-501")
        await there.taps(bot, there.ann, "同意")
        await there.says(bot, there.ann, "缬沙坦不用了")
        assert "别的接着配：络活喜 5mg 1盒" in heard(there.ann)
        assert "3-501：络活喜 5mg 1盒" in await there.whispers(bot, there.helper, "配药")


async def test_which_of_two_people_does_not_want_it_any_more_is_asked(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我爸的缬沙坦80mg要2盒，3-501")
        await there.taps(bot, there.ann, "同意")
        await there.says(bot, there.ann, "我妈的缬沙坦80mg也要1盒，3-501")
        await there.says(bot, there.ann, "我爸的缬沙坦不用了")
        assert "哪一件" in there.ann.private.last().text
        assert "配药 2 件" in await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.ann, "3-501 父亲 缬沙坦")
        assert "3-501 母亲：缬沙坦 80mg 1盒" in await there.whispers(bot, there.helper, "配药")


async def test_words_of_somebody_elses_medicine_do_not_join_what_was_asked_for_before(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "3-405 求毓婷一盒")
        await there.says(bot, there.ann, "我妈断药三天了怎么办")
        assert "3-405 母亲" not in heard(there.ann)


async def test_who_works_on_a_request_hears_that_its_person_ended_or_changed_it(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        asked = there.group.find("求缬沙坦")
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, "3-501 缬沙坦", "→ 收件", "→ 已取药")
        there.ann.edits(asked, "求缬沙坦80mg三盒，3-501")
        await bot.settled()
        assert "改了要配的药" in there.helper.private.last().text
        await there.says(bot, there.ann, "缬沙坦不用了")
        assert "3-501 说不用配了：缬沙坦 80mg 3盒\n那件正在「已取药」" in there.helper.private.last().text
        assert "说不用配了" not in heard(there.second)


async def test_nobody_is_told_that_help_was_called_where_nobody_could_be(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        elsewhere = sandbox.group("没有人值班的群", members=[there.bob, there.eve], bot_is_admin=True)
        there.bob.says(elsewhere, "我爸胸口痛，喘不上气")
        await bot.settled()
        assert "120" in elsewhere.last().text
        assert "已经叫" not in elsewhere.last().text
        said = await there.whispers(bot, there.ann, "我爸胸口痛得厉害")
        assert "120" in said
        assert "已经叫" not in said
        await there.says(bot, there.ann, "我是3号楼501")
        assert "已经叫" in await there.whispers(bot, there.ann, "我妈昏迷了")


async def test_danger_is_heard_from_an_anonymous_administrator_too(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        for words in ("我爸胸口痛，喘不过气", "快来人，昏过去了"):
            there.chief.says_anonymously(there.group, words)
            await bot.settled()
        assert sum("120" in seen.text for seen in there.group.transcript()) == 1
        assert "有人说：「我爸胸口痛，喘不过气」" in heard(there.helper)
