"""Taps that state something: an owner puts an order back, the organiser takes a late one."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.room import Room
from tests.running import running

LIST = "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/板"


def tally(group: Room) -> str:
    return next(seen.text for seen in group.transcript() if seen.pinned)


async def test_an_owner_puts_back_what_somebody_else_changed(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann, bob = (sandbox.person(name) for name in ("周团长", "王阿姨", "李叔"))
    group = sandbox.group("3号楼", members=[chief, ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, LIST)
        ann.says(group, "3-502 青菜2份 鸡蛋1板")
        bob.says(group, "3-502的青菜不要了")
        await bot.settled()
        assert "3-502 鸡蛋1板" in tally(group)
        assert group.find("李叔改了您这一份")
        other = bob.taps(group, "恢复原来的")
        await bot.settled()
        assert other.notice == "这是问别人的"
        ann.taps(group, "恢复原来的")
        again = ann.taps(group, "恢复原来的")
        await bot.settled()
        assert "青菜 2份（1户）" in tally(group)
        assert "鸡蛋 1板（1户）" in tally(group)
        assert again.notice == "这个按钮已经过期了"
        assert group.find("↩ 恢复了原来的")
        bob.says(group, "3-502 青菜9份")
        await bot.settled()
        ann.taps(group, "恢复原来的")
        await bot.settled()
        assert "青菜 2份（1户）" in tally(group)
        bob.says(group, "3-502的都不要了")
        await bot.settled()
        chief.says(group, "截单")
        await bot.settled()
        late = ann.taps(group, "恢复原来的")
        await bot.settled()
        assert late.notice == "已经截单了，请找团长"
        assert "青菜 2份" not in tally(group)


async def test_the_organiser_takes_a_late_order_or_not(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann, bob = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨", "李叔"))
    group = sandbox.group("3号楼", members=[chief, ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, LIST)
        ann.says(group, "3-502 青菜2份")
        chief.says(group, "截单")
        await bot.settled()
        bob.says(group, "3-601 鸡蛋1板")
        await bot.settled()
        assert group.find("这一条我转给团长了")
        assert "李叔 说：3-601 鸡蛋1板" in (chief.private.last().text or "")
        chief.taps(chief.private, "加上")
        await bot.settled()
        assert "鸡蛋 1板（1户）" in tally(group)
        assert "3-601 鸡蛋1板" in tally(group)
        assert "已截单" in tally(group)
        bob.says(group, "鸡蛋2板")
        await bot.settled()
        chief.taps(chief.private, "下次吧")
        await bot.settled()
        assert "鸡蛋 1板（1户）" in tally(group)


async def test_an_organiser_who_never_opened_the_bot_sees_late_orders_once_they_do(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    chief, ann = sandbox.person("周团长"), sandbox.person("王阿姨")
    group = sandbox.group("3号楼", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, LIST)
        chief.says(group, "截单")
        ann.says(group, "3-502 青菜2份")
        await bot.settled()
        assert group.find("这一条我先留着，加不加由团长定")
        chief.starts()
        chief.says(None, "表格")
        await bot.settled()
        assert chief.private.find("王阿姨 说：3-502 青菜2份")
        chief.taps(chief.private, "加上")
        await bot.settled()
        assert "青菜 2份（1户）" in tally(group)
        assert chief.private.find("迟到的单都定好了")
