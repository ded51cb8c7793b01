"""What a new buy leaves open: asked in private, answered by a tap or in words, and only by its organiser."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from conversation.order_chain_opening import choices
from sandbox import Sandbox
from sandbox.stage import seconds_until
from tests.handlers.test_order_chain_tap import tally
from tests.running import running

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("09:00", ["2026-03-02T12:00", "2026-03-02T20:00"]),
        ("11:30", ["2026-03-02T20:00", "2026-03-03T12:00"]),
        ("19:30", ["2026-03-03T12:00", "2026-03-03T20:00"]),
    ],
)
def test_the_next_noon_and_the_next_evening_are_offered(now: str, offered: list[str]) -> None:
    found = choices(datetime.fromisoformat(f"2026-03-02T{now}").replace(tzinfo=ZONE))
    assert [f"{at:%Y-%m-%dT%H:%M}" for at in found] == offered


async def test_a_deadline_is_picked_or_none_and_the_buy_runs_meanwhile(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨"))
    group = sandbox.group("3号楼", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "10:00"))
        chief.says(None, "/start")
        chief.says(group, "/open 蔬菜团\n青菜 3元/份")
        ann.says(group, "3-502 青菜2份")
        await bot.settled()
        assert "青菜 2份（1户）" in tally(group)
        (row,) = await bot.rows("SELECT id FROM question WHERE kind = 'opening'")
        data = f"opening:{row['id']}:0"
        keyboard = {"inline_keyboard": [[{"text": "made up", "callback_data": data}]]}
        await bot.api.call("sendMessage", {"chat_id": ann.id, "text": "?", "reply_markup": keyboard})
        tap = ann.taps(ann.private, "made up")
        await bot.settled()
        assert tap.notice == "这是问别人的"
        chief.says(None, "今天天气不错")  # no answer: it is left to others, and the question stays
        await bot.settled()
        assert "这里不接单" in chief.private.last().text
        chief.taps(chief.private, "今天中午12点")
        await bot.settled()
        assert "12:00截单" in tally(group)
        assert chief.private.find("✓ 「蔬菜团」")
        chief.says(group, "截单")
        chief.says(group, "/again")
        await bot.settled()
        chief.taps(chief.private, "不设截单时间")
        await bot.settled()
        assert chief.private.find("在群里说「截单」就行")
        assert "⏰" not in tally(group)


async def test_goods_and_prices_are_told_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨"))
    group = sandbox.group("3号楼", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, "#接龙\n团购")
        await bot.settled()
        assert "还没写：卖什么、多少钱；几点截单。" in chief.private.last().text
        chief.says(None, "青菜3元/份\n鸡蛋12元/盒\n明天晚上8点截单")
        await bot.settled()
        assert chief.private.last().text.startswith("✓ 记下了：青菜 3元/份、鸡蛋 12元/盒、")
        ann.says(group, "3-502 青菜2份 鸡蛋1盒")
        await bot.settled()
        assert "共 1 户，18元" in tally(group)
        assert await bot.rows("SELECT id FROM question WHERE kind = 'opening'") == []
        chief.says(None, "不写")
        await bot.settled()
        assert "这里不接单" in chief.private.last().text  # nothing is asked any more


async def test_an_answer_too_late_or_to_no_purpose_changes_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    group = sandbox.group("3号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "10:00"))
        chief.says(None, "/start")
        chief.says(group, "#接龙\n早市团\n鸡蛋 12元/盒\n青菜")
        await bot.settled()
        assert "青菜的价钱；几点截单" in chief.private.last().text
        sandbox.clock.move(3 * 3600)
        tap = chief.taps(chief.private, "今天中午12点")
        await bot.settled()
        assert tap.notice == "这个时间已经过了"
        chief.says(group, "#接龙\n晚市团\n豆腐 4元/块\n香菜\n明天中午12点截单")
        await bot.settled()
        assert "还没写：香菜的价钱。" in chief.private.last().text
        chief.says(None, "先不写")
        await bot.settled()
        assert chief.private.last().text.startswith("好的。")
        chief.says(group, "#接龙\n午市团\n玉米 4元/根")
        await bot.settled()
        chief.says(group, "午市团截单")
        await bot.settled()
        chief.says(None, "明天晚上8点截单")
        await bot.settled()
        assert "这里不接单" in chief.private.last().text


async def test_whom_the_bot_cannot_write_to_is_not_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长")
    group = sandbox.group("3号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "#接龙\n早市团\n鸡蛋 12元/盒")
        await bot.settled()
        assert await bot.rows("SELECT id FROM question") == []
