"""配药: what is written after a request belongs to it; 同求 under somebody's request is one of the speaker's own."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.handlers.medication_place import MedicationPlace, heard
from tests.handlers.test_medication_answer import drugs
from tests.handlers.test_medication_team import pressed
from tests.running import running


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def test_strength_home_and_another_medicine_are_corrected_whatever_is_being_asked(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        assert "拍一张药盒" in there.ann.private.last().text
        assert await there.whispers(bot, there.ann, "是160的") == "好的，改了：3-501 缬沙坦 160mg 2盒，还剩 8 天"
        assert (
            await there.whispers(bot, there.ann, "门牌错了，是3-602") == "好的，改了：3-602 缬沙坦 160mg 2盒，还剩 8 天"
        )
        assert "・缬沙坦 160mg 2盒\n・可定" in await there.whispers(bot, there.ann, "还有可定")
        assert "这里不接单" not in heard(there.ann)
        (row,) = await bot.rows("SELECT place, hospital, photos FROM medication")
        assert row == {"place": "r:3//602", "hospital": None, "photos": "[]"}
        assert len(await bot.rows("SELECT id FROM question")) == 1  # the picture is still waited for
        shown = await there.whispers(bot, there.helper, "配药")
        assert "3-602：缬沙坦 160mg 2盒、可定" in shown


async def test_an_answer_without_a_unit_is_the_strength_that_there_is(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "求缬沙坦两盒，3-501")
        assert "是多大的" in await there.taps(bot, there.ann, "同意")
        await there.whispers(bot, there.ann, "是160的")
        assert (await drugs(bot))[0][1] == "160mg"
        await there.taps(bot, there.ann, "跳过", "跳过", "跳过")
        assert "都记下了" in there.ann.private.last().text
        await there.whispers(bot, there.ann, "错了，是80的")  # nothing is being asked
        assert (await drugs(bot))[0][1] == "80mg"
        assert "这里不接单" in await there.whispers(bot, there.eve, "是160的")


async def test_which_of_several_is_meant_is_asked(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我爸的缬沙坦80mg要两盒，3-501")
        await there.taps(bot, there.ann, "同意", "跳过", "跳过", "跳过")
        await there.says(bot, there.ann, "我妈的络活喜5mg要两盒，3-501")
        assert await there.whispers(bot, there.ann, "门牌错了，是3-602") == "您说的是哪一件？"
        (row,) = await bot.rows("SELECT id FROM question WHERE kind = 'medFix'")
        assert await pressed(bot, there.eve, f"medFix:{row['id']}:0") == "这个按钮已经过期了"
        assert await pressed(bot, there.ann, f"medFix:{row['id']}:9") == "这个按钮已经过期了"
        await there.taps(bot, there.ann, "3-501 母亲 络活喜")
        assert await there.whispers(bot, there.ann, "是160的") == "好的，改了：3-501 父亲 缬沙坦 160mg 2盒"
        assert await there.whispers(bot, there.ann, "还有可定") == "您说的是哪一件？"
        await there.taps(bot, there.ann, "另外一件")
        assert "・可定" in heard(there.ann)
        await there.whispers(bot, there.ann, "还有我妈的立普妥")  # said for whom: nothing is to be asked
        found = await bot.rows(
            "SELECT medication_id, place, mention FROM medication_drug JOIN medication AS m "
            "ON m.id = medication_id ORDER BY medication_drug.id"
        )
        assert [tuple(row.values()) for row in found] == [
            (1, "r:3//501", "缬沙坦"),
            (2, "r:3//602", "络活喜"),
            (3, None, "可定"),
            (2, "r:3//602", "立普妥"),
        ]


async def test_me_too_under_a_request_is_one_of_ones_own(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        said = there.ann.says(there.group, "求缬沙坦80mg两盒，3-501")
        await bot.settled()
        too = there.eve.replies(said, "我家也要，3-602")
        await bot.settled()
        assert too.reactions == {sandbox.bot.id: ["💊"]}
        assert "缬沙坦" not in heard(there.eve)
        assert "要配什么药" in await there.taps(bot, there.eve, "同意")
        await there.whispers(bot, there.eve, "络活喜5mg一盒")
        chat = there.carer.replies(there.carer.says(there.group, "今天做核酸吗"), "我也要")
        alone = there.carer.says(there.group, "同求")
        await bot.settled()
        assert (chat.reactions, alone.reactions) == ({}, {sandbox.bot.id: ["💊"]})
        sandbox.clock.move(3600)
        later = there.second.says(there.group, "同求")
        await bot.settled()
        assert later.reactions == {}
        rows = await bot.rows("SELECT id, place FROM medication ORDER BY id")
        assert [row["place"] for row in rows] == ["r:3//501", "r:3//602", None]


async def test_a_fact_by_itself_belongs_to_what_is_asked_about(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我妈的胰岛素快没了，3-602")
        assert "要几支" in await there.taps(bot, there.ann, "同意")
        assert "门冬胰岛素30要几支" in await there.whispers(bot, there.ann, "门冬胰岛素30的")  # no 30 boxes
        await there.whispers(bot, there.ann, "络活喜")
        assert "要再加一种药" in heard(there.ann)
        sandbox.clock.move(60)
        assert "拍一张" in await there.whispers(bot, there.ann, "两支")
        assert "还剩 2 天" in await there.whispers(bot, there.ann, "剩两天")
        sandbox.clock.move(60)
        assert "🔴 配药急" in heard(there.helper)
        assert "要冷藏" in await there.whispers(bot, there.ann, "要冷藏的")
        assert "3-602 外婆" in await there.whispers(bot, there.ann, "不是我妈，是我外婆的")
        said = await there.whispers(bot, there.ann, "电话13800001111")
        assert said == "好的，改了：3-602 外婆 门冬胰岛素30 2支，还剩 2 天，要冷藏，电话 13800001111"
        await there.taps(bot, there.ann, "跳过")
        assert "请问配药组的人" in await there.whispers(bot, there.ann, "今天能送到吗")
        sandbox.clock.move(60)
        said = await there.whispers(bot, there.ann, "药名写错了，是甘精胰岛素")
        assert said.startswith("好的，改了：3-602 外婆 甘精胰岛素 2支")
        (row,) = await bot.rows("SELECT hospital, card FROM medication")
        assert row == {"hospital": None, "card": None}


async def test_home_and_days_beside_the_name_of_a_medicine_are_kept(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.whispers(bot, there.ann, "我要配药")
        assert "要配什么药" in await there.whispers(bot, there.ann, "好的，我同意")
        await there.whispers(bot, there.ann, "缬沙坦80mg两盒，还能吃三天，3-601")
        (row,) = await bot.rows("SELECT place, days_left FROM medication")
        assert row == {"place": "r:3//601", "days_left": 3}
        assert "拍一张" in there.ann.private.last().text


async def test_what_comes_before_the_consent_is_kept_and_a_dose_is_no_strength(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.whispers(bot, there.ann, "我的降压药络活喜快没了")
        assert "络活喜 2盒，还剩 3 天" in await there.whispers(bot, there.ann, "两合吧，还有三天")
        assert "3-602" in await there.whispers(bot, there.ann, "我住3-602")
        assert "络活喜是多大的" in await there.taps(bot, there.ann, "同意")
        assert "请照药盒写" in await there.whispers(bot, there.ann, "一天吃一次")
        assert "络活喜是多大的" in await there.whispers(bot, there.ann, "还要一个降糖的二加双瓜")
        assert "请写「还有」和药名" in heard(there.ann)
        await there.whispers(bot, there.ann, "我的配药")
        assert "3-602 本人：络活喜 2盒" in heard(there.ann).rsplit("---", 1)[-1]
        # a home that is known is not moved by naming another
        await there.taps(bot, there.ann, "跳过")
        await there.whispers(bot, there.ann, "3-701")
        assert await bot.rows("SELECT place FROM medication") == [{"place": "r:3//602"}]
