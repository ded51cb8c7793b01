"""身份 through the whole program: the code on paper, and which compound is meant in private."""

import re
from pathlib import Path

from sandbox import Sandbox
from tests.running import Running, running


async def committee(bot: Running) -> list[tuple[str, str]]:
    """Return who is committee of which compound now."""
    rows = await bot.rows(
        """SELECT person.name AS who, compound.name AS what FROM role JOIN person ON person.id = person_id
           JOIN compound ON compound.id = compound_id WHERE role = 'committee' AND until IS NULL ORDER BY role.id"""
    )
    return [(row["who"], row["what"]) for row in rows]


def code_in(text: str | None) -> str:
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", text or "")
    assert found is not None
    return found[0]


async def test_who_holds_the_paper_takes_over_and_everybody_hears(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, new = sandbox.person("周主任", started=True), sandbox.person("小许", started=True)
    group = sandbox.group("桂园", members=[chief, new], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        await bot.settled()
        new.says(None, "恢复码")
        await bot.settled()
        assert new.private.last().text == "「恢复码」由居委会来用。"
        codes = []
        for _ in range(2):
            chief.says(None, "恢复码")
            await bot.settled()
            codes.append(code_in(chief.private.last().text))
        for wrong in ("", "ABCD", codes[0]):
            new.says(None, f"/恢复 {wrong}")
            await bot.settled()
            assert (new.private.last().text or "").startswith("这个恢复码不对")
        new.says(None, f"/恢复 {codes[1].lower().replace('-', ' ')}")
        await bot.settled()
        assert new.private.last().text == "小许 现在是居委会。"
        assert "小许 用恢复码接过了「桂园」的居委会身份" in (chief.private.last().text or "")
        assert await committee(bot) == [("周主任", "桂园"), ("小许", "桂园")]
        new.says(None, f"/恢复 {codes[1]}")
        await bot.settled()
        assert (new.private.last().text or "").startswith("这个恢复码不对")


async def test_after_five_wrong_tries_even_the_right_code_waits_an_hour(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, eve = sandbox.person("周主任", started=True), sandbox.person("小伊", started=True)
    group = sandbox.group("桂园", members=[chief, eve], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        await bot.settled()
        chief.says(None, "恢复码")
        await bot.settled()
        code = code_in(chief.private.last().text)
        for _ in range(5):
            eve.says(None, "/恢复 AAAA-BBBB-CCCC")
        eve.says(None, f"/恢复 {code}")
        await bot.settled()
        assert (eve.private.last().text or "").startswith("这个恢复码不对")
        sandbox.clock.move(3700)
        eve.says(None, f"/恢复 {code}")
        await bot.settled()
        assert eve.private.last().text == "小伊 现在是居委会。"


async def test_who_has_two_compounds_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, other = sandbox.person("周主任", started=True), sandbox.person("小伊", started=True)
    groups = [sandbox.group(name, members=[chief, other], bot_is_admin=True) for name in ("桂园", "兰园")]
    async with running(sandbox, tmp_path) as bot:
        for group in groups:
            chief.says(group, "设置")
            await bot.settled()
        chief.says(None, "身份")
        await bot.settled()
        assert chief.private.last().text == "「身份」是哪个小区的？"
        chief.taps(chief.private, "兰园")
        await bot.settled()
        assert chief.private.last().text == "兰园 谁管什么：\n・居委会：周主任"
        again = chief.taps(chief.private, "桂园")
        await bot.settled()
        assert again.notice == "这个按钮已经过期了"
        other.says(None, "身份")
        await bot.settled()
        assert (other.private.last().text or "").startswith("我还不知道您是哪个小区的")


async def test_the_last_of_the_committee_stays(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = sandbox.person("周主任"), sandbox.person("王阿姨")
    group = sandbox.group("桂园", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        mine = chief.says(group, "设置")
        hello = ann.says(group, "大家好")
        await bot.settled()
        chief.replies(mine, "/收回 居委会")
        chief.replies(hello, "收回")
        await bot.settled()
        assert "王阿姨 没有这样的身份。" in (group.last().text or "")
        assert await committee(bot) == [("周主任", "桂园")]
        chief.replies(hello, "移交")
        await bot.settled()
        chief.taps(group, "不了")
        await bot.settled()
        assert group.find("没有移交。")
        chief.replies(hello, "/授权 居委会")
        await bot.settled()
        chief.replies(mine, "/收回")
        await bot.settled()
        assert await committee(bot) == [("王阿姨", "桂园")]


async def test_an_old_code_is_void_after_a_hand_over_and_one_shown_to_all_at_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    chief, new = sandbox.person("周主任", started=True), sandbox.person("何组长", started=True)
    group = sandbox.group("桂园", members=[chief, new], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        await bot.settled()
        hello = new.says(group, "大家好")
        chief.says(None, "恢复码")
        await bot.settled()
        code = code_in(chief.private.last().text)
        chief.replies(hello, "移交")
        await bot.settled()
        chief.taps(group, "移交")
        await bot.settled()
        chief.says(None, f"/恢复 {code}")
        await bot.settled()
        assert (chief.private.last().text or "").startswith("这个恢复码不对")
        assert await committee(bot) == [("何组长", "桂园")]
        for posted in ("恢复码 {}", "/恢复 {}", "{}"):
            new.says(None, "恢复码")
            await bot.settled()
            code = code_in(new.private.last().text)
            new.says(group, posted.format(code))
            await bot.settled()
            assert any("已经作废" in (seen.text or "") for seen in group.transcript()[-3:]), posted
            chief.says(None, f"/恢复 {code}")
            await bot.settled()
            assert (chief.private.last().text or "").startswith("这个恢复码不对")
            sandbox.clock.move(3700)
