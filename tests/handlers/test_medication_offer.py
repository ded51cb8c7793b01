"""配药: what neighbours can spare goes to the team beside the open requests; a person decides, both sides answer."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.handlers.medication_place import MedicationPlace, heard
from tests.handlers.test_medication_team import pressed
from tests.running import running


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def test_an_offer_waits_for_a_request_and_both_sides_are_asked(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "我家多一盒缬沙坦80mg，需要的来拿")
        assert there.group.last().reactions == {sandbox.bot.id: ["🤝"]}
        assert "说有多的" not in heard(there.helper)
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        assert "小伊说有多的：缬沙坦 80mg 1盒\n正需要的：\n・🟢绿 3-501：缬沙坦 80mg 2盒" in heard(there.helper)
        assert await pressed(bot, there.chief, "medGive:1:1") == "还在等本人同意"
        await there.taps(bot, there.ann, "同意")
        await there.taps(bot, there.helper, "匀给 3-501")
        assert await pressed(bot, there.second, "medGive:1:1") == "已经定过了"
        assert await pressed(bot, there.bob, "medMatch:1:0:1", there.group) == "这个按钮已经过期了"
        assert await pressed(bot, there.ann, "medMatch:1:0:1") == "这个按钮已经过期了"
        assert await pressed(bot, there.eve, "medMatch:7:0:1") == "这个按钮已经过期了"
        await there.taps(bot, there.ann, "好的")
        await there.taps(bot, there.eve, "可以")
        assert await pressed(bot, there.eve, "medMatch:1:0:0") == "您已经答过了"
        assert "要药的一家说可以" in heard(there.helper)
        assert "有药的邻居说可以" in heard(there.helper)
        assert [row["step"] for row in await bot.rows("SELECT step FROM medication_step ORDER BY id DESC LIMIT 1")] == [
            "spared"
        ]
        assert "王阿姨" not in heard(there.eve)
        assert "小伊" not in heard(there.ann)
        await there.whispers(bot, there.helper, "配药")
        assert "・缬沙坦 80mg 1盒：小伊" in await there.taps(bot, there.helper, "邻居有多的")


async def test_a_no_ends_it_and_the_other_side_hears(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.says(bot, there.eve, "我家多一盒缬沙坦80mg，需要的来拿")
        await there.taps(bot, there.helper, "匀给 3-501")
        await there.taps(bot, there.eve, "已经没有了")
        assert "不巧，那位邻居的缬沙坦已经没有了" in heard(there.ann)
        await there.taps(bot, there.ann, "不用了")
        assert "要药的一家说不用了" in heard(there.helper)
        assert await pressed(bot, there.second, "medGive:1:1") == "这个按钮已经过期了"
        await there.whispers(bot, there.helper, "配药")
        assert await there.taps(bot, there.helper, "邻居有多的") == "现在没有邻居说有多的药。"


async def test_who_never_opened_the_bot_is_asked_by_a_person(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.bob, "我家多一盒缬沙坦80mg，需要的来拿")
        await there.asks(bot)
        assert "请您去问他" in await there.taps(bot, there.helper, "匀给 3-501")
        assert await pressed(bot, there.carer, "medGive:1:1") == "这是配药组的事"
        assert await pressed(bot, there.helper, "medGive:1:9") == "这个按钮已经过期了"


async def test_who_asked_without_the_bot_is_asked_by_a_person_too(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.bob, "求缬沙坦80mg两盒，3-501")
        await there.says(bot, there.eve, "我家多一盒缬沙坦80mg，需要的来拿")
        assert "要药的一家没打开过我" in await there.taps(bot, there.helper, "匀给 3-501")


async def test_what_may_be_controlled_is_never_passed_on_and_offers_end_after_three_days(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.eve, "多一盒安定片，需要的来拿")
        await there.says(bot, there.bob, "多一盒吗啡缓释片，需要的来拿")
        assert "可能是管制的" in heard(there.eve)
        assert await bot.rows("SELECT id FROM medication_offer") == []
        await there.says(bot, there.eve, "我家多一盒缬沙坦80mg，需要的来拿")
        sandbox.clock.move(73 * 3600)
        await bot.settled()
        assert await bot.rows("SELECT id FROM medication_offer") == []


async def test_ones_own_spare_medicine_is_not_offered_to_oneself(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.says(bot, there.ann, "我家多一盒缬沙坦80mg，需要的来拿")
        assert "说有多的" not in heard(there.helper)
