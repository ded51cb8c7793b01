"""Limits throttle what the bot says, never what it records."""

from pathlib import Path

from conversation.flood import ANSWERS, ENOUGH, Flood
from sandbox import Sandbox
from tests.running import running


async def test_who_floods_is_recorded_but_not_answered_each_time(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, eve, ann = sandbox.person("周团长"), sandbox.person("小伊"), sandbox.person("王阿姨")
    group = sandbox.group("桂园", members=[chief, eve, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "#接龙\n水果团\n香梨 15元/箱\n蜜橘 20元/箱")
        await bot.settled()
        before = len(group.transcript())
        for _ in range(ANSWERS + 10):
            eve.says(group, "汇总")
        for room in range(101, 111):
            eve.says(group, f"3-{room} 香梨1箱")
        await bot.settled()
        said = [seen.text for seen in group.transcript()[before:] if seen.who == sandbox.bot.username]
        assert len(said) == ANSWERS + 1
        assert said[-1] == ENOUGH
        assert "香梨 10箱（10户）" in next(seen.text for seen in group.transcript() if seen.pinned)
        ann.says(group, "汇总")
        await bot.settled()
        assert (group.last().text or "").startswith("📋")
        sandbox.clock.move(61)
        eve.says(group, "汇总")
        await bot.settled()
        assert (group.last().text or "").startswith("📋")


def test_accounts_that_were_not_answered_for_long_are_forgotten() -> None:
    flood = Flood()
    for account in range(6_000):
        flood.note(account, 100)
    flood.note(7_000, 1_000)
    flood.note(7_001, 1_000)
    assert len(flood._answered) == 2
    assert not flood.is_full(5, 1_000)
    assert flood.tells(5, 1_000)
    assert not flood.tells(5, 1_030)
    assert flood.tells(5, 1_061)
