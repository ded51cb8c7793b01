"""配药: what the bot asks in private to complete a request: buttons first, once, and always with a way out."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.handlers.medication_place import MedicationPlace, heard
from tests.handlers.test_medication_team import pressed
from tests.running import Running, running

_DAY = 24 * 3600


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def drugs(bot: Running) -> list[tuple[Any, ...]]:
    rows = await bot.rows("SELECT generic, strength, thousandths, measure FROM medication_drug ORDER BY id")
    return [tuple(row.values()) for row in rows]


async def request(bot: Running) -> dict[str, Any]:
    (row,) = await bot.rows("SELECT hospital, card, photos, asked FROM medication WHERE ended_at IS NULL")
    return row


async def test_each_thing_is_asked_once_and_words_are_an_answer_too(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦，3-501")
        assert "缬沙坦是多大的" in await there.taps(bot, there.ann, "同意")
        assert "要几盒" in await there.whispers(bot, there.ann, "160 mg 的")
        assert "请写要几盒" in await there.whispers(bot, there.ann, "看着办")
        assert "拍一张药盒" in await there.whispers(bot, there.ann, "三盒")
        assert "上次在哪里配的" in await there.whispers(bot, there.ann, "不会拍")
        assert "医保卡现在在哪里" in await there.whispers(bot, there.ann, "华泾社区医院")
        assert "都记下了" in await there.whispers(bot, there.ann, "医保卡在楼长那里")
        assert await drugs(bot) == [("缬沙坦", "160mg", 3000, "盒")]
        row = await request(bot)
        assert (row["hospital"], row["card"]) == ("华泾社区医院", "医保卡在楼长那里")
        await there.says(bot, there.ann, "求缬沙坦，3-501")
        assert "已经登记着" in there.ann.private.last().text
        assert await drugs(bot) == [("缬沙坦", "160mg", 3000, "盒")]


async def test_a_strength_that_there_is_not_is_asked_back_and_may_be_right(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦60mg两盒，3-501")
        assert "您写的是 60mg" in await there.taps(bot, there.ann, "同意")
        await there.taps(bot, there.ann, "就是 60mg")
        assert (await drugs(bot))[0][1] == "60mg"
        await there.taps(bot, there.ann, "跳过")
        await there.whispers(bot, there.ann, "跳过")
        await there.whispers(bot, there.ann, "不知道")
        assert "都记下了" in there.ann.private.last().text
        await there.says(bot, there.ann, "缬沙坦要80mg的，求两盒，3-501")
        assert "之前登记的是 60mg，这次写的是 80mg" in there.ann.private.last().text
        await there.taps(bot, there.ann, "两种都要")
        assert [drug[1] for drug in await drugs(bot)] == ["60mg", "80mg"]


async def test_a_strength_told_otherwise_is_answered_in_words(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.taps(bot, there.ann, "跳过", "跳过", "跳过")
        await there.says(bot, there.ann, "缬沙坦要160mg的，求两盒，3-501")
        await there.whispers(bot, there.ann, "160毫克")
        assert [drug[1] for drug in await drugs(bot)] == ["160毫克"]


async def test_a_misspelt_name_and_a_class_are_asked_for(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求布落芬一盒，3-501")
        assert "我不敢猜" in await there.taps(bot, there.ann, "同意")
        assert (await drugs(bot))[0][0] is None
        assert "请照药盒写药名" in await there.taps(bot, there.ann, "都不是")
        await there.whispers(bot, there.ann, "洛索洛芬")
        assert (await drugs(bot))[0][0] == "洛索洛芬"
        await there.says(bot, there.eve, "我妈的降压药没了，求两盒，3-502")
        assert "是哪一种药" in await there.taps(bot, there.eve, "同意")
        await there.whispers(bot, there.eve, "络活喜5mg")
        assert (await drugs(bot))[1] == ("氨氯地平", "5mg", 2000, "盒")


async def test_pictures_are_kept_whenever_they_come(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        there.ann.sends_photo(None)  # nothing was asked for: nobody knows what it is
        await bot.settled()
        assert "收到照片" not in heard(there.ann)
        await there.asks(bot)
        there.ann.sends_photo(None, "药盒")
        await bot.settled()
        there.ann.sends_photo(None)  # another, while the hospital is being asked for
        there.ann.sends_photo(None)
        await bot.settled()
        assert heard(there.ann).count("收到照片") == 3
        await there.whispers(bot, there.ann, "瑞金医院")
        await there.taps(bot, there.ann, "没有医保卡")
        there.ann.sends_photo(None)
        await bot.settled()
        row = await request(bot)
        assert row["photos"].count(",") == 3
        assert (row["hospital"], row["card"]) == ("瑞金医院", "没有医保卡")
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, "🟢 3-501 缬沙坦", "看药盒")
        assert sum("photo" in one.content for one in there.helper.private.messages) == 4


async def test_a_need_of_its_own_is_no_answer(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.ann, "另外求络活喜5mg一盒，3-501")
        assert [drug[0] for drug in await drugs(bot)] == ["缬沙坦", "氨氯地平"]
        assert len(await bot.rows("SELECT id FROM question")) == 1
        await there.whispers(bot, there.ann, "到哪一步了")
        await there.whispers(bot, there.ann, "缬沙坦一天吃几次？")
        assert "请问医生或药师" in heard(there.ann)
        assert len(await bot.rows("SELECT id FROM question")) == 1
        await there.whispers(bot, there.ann, "药都不用配了")
        tap = there.ann.taps(there.ann.private.find("能拍一张药盒"), "跳过")
        await bot.settled()
        assert tap.notice == "这个按钮已经过期了"


async def test_what_was_told_last_time_is_offered(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦，3-501")
        await there.taps(bot, there.ann, "同意", "80mg", "2盒")
        there.ann.sends_photo(None)
        await bot.settled()
        await there.whispers(bot, there.ann, "瑞金医院")
        await there.taps(bot, there.ann, "在我这里")
        await there.says(bot, there.ann, "缬沙坦不用配了")
        await there.says(bot, there.ann, "求缬沙坦，3-501")
        await there.taps(bot, there.ann, "80mg（上次）", "1盒", "用上次的照片（上次）", "瑞金医院（上次）")
        await there.taps(bot, there.ann, "在我这里（上次）")
        row = await request(bot)
        assert (row["hospital"], row["card"]) == ("瑞金医院", "在我这里")
        assert row["photos"] != "[]"
        assert (await drugs(bot))[1] == ("缬沙坦", "80mg", 1000, "盒")


async def test_of_supplies_only_how_many_is_asked(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "谁家有体温计借一下，3-501")
        assert "要几支" in await there.taps(bot, there.ann, "同意")
        assert "都记下了" in await there.whispers(bot, there.ann, "一支")
        assert (await drugs(bot))[0][2:] == (int(Decimal(1) * 1000), "支")


async def test_a_button_counts_from_who_was_asked_and_while_it_waits(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦两盒，3-501")
        await there.taps(bot, there.ann, "同意")
        (row,) = await bot.rows("SELECT id FROM question")
        for data in (f"med:{row['id']}:99", f"med:{row['id']}:x", f"medDays:{row['id']}:0", "med:"):
            await bot.api.call(
                "sendMessage",
                {
                    "chat_id": there.eve.id,
                    "text": "假的",
                    "reply_markup": {"inline_keyboard": [[{"text": "80mg", "callback_data": data}]]},
                },
            )
            tap = there.eve.taps(there.eve.private, "80mg")
            await bot.settled()
            assert tap.notice == "这个按钮已经过期了"
        assert (await drugs(bot))[0][1] is None


async def test_what_runs_out_is_asked_about_three_days_before_and_fetched_again(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒和络活喜5mg一盒，3-501")
        await there.taps(bot, there.ann, "同意")
        there.ann.sends_photo(None)
        await bot.settled()
        await there.taps(bot, there.ann, "跳过", "跳过")
        async with bot.store.transaction() as query:
            query.do("UPDATE medication SET state = 'delivered'")
        await there.says(bot, there.ann, "药收到了，谢谢志愿者")
        assert "提前提醒您续药" in there.ann.private.last().text
        assert "一盒能吃几天" in await there.taps(bot, there.ann, "同意")
        assert "络活喜一盒能吃几天" in await there.taps(bot, there.ann, "7天")
        await there.whispers(bot, there.ann, "一个月吧，30天")
        assert len(await bot.rows("SELECT id FROM medication_refill")) == 2
        sandbox.clock.move(11 * _DAY + 3 * 3600)
        await bot.settled()
        assert "缬沙坦 80mg 2盒大概还能吃三天" in there.ann.private.last().text
        await there.taps(bot, there.ann, "要，照上次的")
        (row,) = await bot.rows("SELECT place, days_left, photos FROM medication WHERE ended_at IS NULL")
        assert (row["place"], row["days_left"]) == ("r:3//501", 3)
        assert row["photos"] != "[]"
        sandbox.clock.move(20 * _DAY)
        await bot.settled()
        assert "络活喜 5mg 1盒大概还能吃三天" in there.ann.private.last().text
        assert "不再提醒" in await there.taps(bot, there.ann, "不用了")
        assert await bot.rows("SELECT id FROM medication_refill") == []


async def test_who_takes_the_consent_back_is_not_reminded(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.taps(bot, there.ann, "跳过", "跳过", "跳过")
        async with bot.store.transaction() as query:
            query.do("UPDATE medication SET state = 'delivered'")
        await there.says(bot, there.ann, "药收到了，谢谢志愿者")
        await there.taps(bot, there.ann, "同意")
        await there.whispers(bot, there.ann, "14天")
        await there.whispers(bot, there.ann, "我的资料")
        await there.taps(bot, there.ann, "撤回同意：续药提醒（3号楼）")
        sandbox.clock.move(26 * _DAY)
        await bot.settled()
        assert "大概还能吃三天" not in heard(there.ann)
        assert await bot.rows("SELECT id FROM medication_refill") == []


async def test_an_answer_about_what_is_over_gets_a_word_and_a_new_need_is_taken(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦两盒，3-501")
        await there.taps(bot, there.ann, "同意")
        await there.says(bot, there.ann, "缬沙坦不用配了")
        assert await there.whispers(bot, there.ann, "80mg") == "这里没有您的事了。"
        await there.says(bot, there.ann, "求拜新同两盒，3-501")
        await there.says(bot, there.ann, "拜新同不用配了")
        await there.whispers(bot, there.ann, "求络活喜5mg一盒，3-501")
        assert (await drugs(bot))[-1] == ("氨氯地平", "5mg", 1000, "盒")


async def test_a_reminder_that_is_gone_or_anothers_answers_nothing(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.taps(bot, there.ann, "跳过", "跳过", "跳过")
        async with bot.store.transaction() as query:
            query.do("UPDATE medication SET state = 'delivered'")
        await there.says(bot, there.ann, "药收到了，谢谢志愿者")
        await there.taps(bot, there.ann, "同意")
        (row,) = await bot.rows("SELECT id FROM question WHERE kind = 'medDays'")
        assert await pressed(bot, there.eve, f"medDays:{row['id']}:0") == "这个按钮已经过期了"
        assert await pressed(bot, there.ann, f"medDays:{row['id']}:9") == "这个按钮已经过期了"
        assert await pressed(bot, there.ann, "medRefill:9:1") == "这个按钮已经过期了"
        await there.whispers(bot, there.ann, "说不准")  # no reminder, and nothing more is asked
        assert await bot.rows("SELECT id FROM medication_refill") == []
        await there.says(bot, there.eve, "求缬沙坦80mg两盒，3-502")
        await there.taps(bot, there.eve, "同意", "跳过", "跳过", "跳过")
        async with bot.store.transaction() as query:
            query.do("UPDATE medication SET state = 'delivered' WHERE ended_at IS NULL")
        await there.says(bot, there.eve, "药收到了，谢谢志愿者")
        await there.taps(bot, there.eve, "同意")
        async with bot.store.transaction() as query:
            query.do("DELETE FROM medication_drug")
        assert await there.whispers(bot, there.eve, "14天") == "这里没有您的事了。"


async def test_who_agreed_to_be_reminded_is_asked_at_once_and_of_a_supply_nobody_is(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        for number, wish in enumerate(("缬沙坦80mg两盒", "络活喜5mg一盒", "体温计一支")):
            await there.says(bot, there.ann, f"求{wish}，3-501")
            if not number:
                await there.taps(bot, there.ann, "同意")
            async with bot.store.transaction() as query:
                query.do("UPDATE medication SET state = 'delivered' WHERE ended_at IS NULL")
                query.do("DELETE FROM question")
            await there.says(bot, there.ann, "药收到了，谢谢志愿者")
            if not number:
                await there.taps(bot, there.ann, "同意")
            if number < 2:
                assert "能吃几天" in there.ann.private.last().text
                await there.taps(bot, there.ann, "14天")
        assert "能吃几天" not in there.ann.private.last().text
        assert len(await bot.rows("SELECT id FROM medication_refill")) == 2


async def test_which_medicine_is_asked_where_none_was_named_and_several_may_be_answered(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我是3号楼501")
        await there.whispers(bot, there.ann, "我要配药")
        assert "要配什么药" in await there.taps(bot, there.ann, "同意")
        await there.whispers(bot, there.ann, "缬沙坦80mg两盒，还有络活喜")
        shown = await there.whispers(bot, there.helper, "配药")
        assert "3-501 本人：缬沙坦 80mg 2盒、络活喜" in shown


async def test_what_is_written_or_edited_in_private_changes_what_was_asked_for(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我是3号楼501")
        asked = there.ann.says(None, "要缬沙坦80mg两盒")
        await bot.settled()
        await there.taps(bot, there.ann, "同意", "跳过", "跳过", "跳过")
        assert "缬沙坦 80mg 3盒" in await there.whispers(bot, there.ann, "缬沙坦改成三盒")
        there.ann.edits(asked, "要缬沙坦80mg五盒")
        await bot.settled()
        assert "缬沙坦 80mg 5盒" in there.ann.private.last().text
        assert "配药 1 件" in await there.whispers(bot, there.helper, "配药")


async def test_an_answer_to_another_question_is_kept_where_it_belongs(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦，3-501")
        await there.taps(bot, there.ann, "同意")
        assert "缬沙坦是多大的" in await there.whispers(bot, there.ann, "两盒")
        assert "拍一张药盒" in await there.taps(bot, there.ann, "80mg")
        assert "医保卡" in await there.whispers(bot, there.ann, "瑞金医院配的")
        rows = await bot.rows("SELECT hospital, thousandths FROM medication JOIN medication_drug ON medication_id = 1")
        assert rows == [{"hospital": "瑞金医院", "thousandths": 2000}]


async def test_a_long_list_is_told_back_in_one_message(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        before = len(there.ann.private.messages)
        await there.says(
            bot, there.ann, "配药登记：\n" + "\n".join(f"3-{n}01 钱阿婆 缬沙坦80mg 2盒" for n in range(1, 13))
        )
        assert len(there.ann.private.messages) == before + 2
        assert "一共 12 家" in heard(there.ann)
        assert "3-1201 钱阿婆：缬沙坦 80mg 2盒" in heard(there.ann)
        assert "拍一张药盒" in await there.taps(bot, there.ann, "同意")
        assert "都记下了" in await there.taps(bot, there.ann, "照片、医院、卡都不用问了")


async def test_consent_may_be_written_as_well_as_tapped(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        assert "拍一张药盒" in await there.whispers(bot, there.ann, "同意")
        assert (await bot.rows("SELECT given_at FROM consent"))[0]["given_at"]


async def test_no_answer_is_taken_for_one_and_none_is_lost(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "降压药没了怎么办")
        assert "送到哪一户" in await there.taps(bot, there.ann, "同意")
        assert "送到哪一户" in await there.whispers(bot, there.ann, "苯磺酸氨氯地平")  # the medicine is kept
        assert "苯磺酸氨氯地平是多大的" in await there.whispers(bot, there.ann, "3-602")
        assert "上面问您的" in await there.whispers(bot, there.ann, "好的，等一下")
        assert "请照药盒写" in await there.whispers(bot, there.ann, "白色的")
        sandbox.clock.move(2 * 3600)
        assert "要几盒" in await there.whispers(bot, there.ann, "不知道多大的")
        assert "要几盒" in await there.whispers(bot, there.ann, "5毫克")
        assert "拍一张" in await there.whispers(bot, there.ann, "两盒")
        assert "上次在哪里配的" in await there.whispers(bot, there.ann, "拍不来")
        assert "上次在哪里配的" in await there.whispers(bot, there.ann, "卡在我这")
        sandbox.clock.move(60)
        assert (
            await there.whispers(bot, there.ann, "改成三盒")
            == "好的，改了：3-602 苯磺酸氨氯地平 5毫克 3盒，已经没有了，急"
        )
        assert "都记下了" in await there.whispers(bot, there.ann, "楼下社区医院")
        assert (await drugs(bot))[0] == ("氨氯地平", "5毫克", 3000, "盒")
        row = await request(bot)
        assert (row["hospital"], row["card"]) == ("楼下社区医院", "卡在我这")
        assert "这件办好了，不用再配了吗" in await there.whispers(bot, there.ann, "不要了，儿子买好了")
        await there.taps(bot, there.ann, "是，不用配了")
        assert [row["outcome"] for row in await bot.rows("SELECT outcome FROM medication")] == ["bought"]


async def test_a_home_or_an_amount_is_no_name_of_a_medicine(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.whispers(bot, there.ann, "我要配药")
        assert "要配什么药" in await there.taps(bot, there.ann, "同意")
        assert "要配什么药" in await there.whispers(bot, there.ann, "3号楼501")
        assert "是哪一种药" in await there.whispers(bot, there.ann, "降压药")
        assert "是哪一种药" in await there.whispers(bot, there.ann, "5mg")
        assert "要几盒" in await there.whispers(bot, there.ann, "络活喜")
        assert (await drugs(bot))[0][:2] == ("氨氯地平", "5mg")
        assert [row["place"] for row in await bot.rows("SELECT place FROM medication")] == ["r:3//501"]
