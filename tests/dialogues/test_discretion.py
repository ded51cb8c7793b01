"""The look at what groups see finds what it should; every dialogue and scene is looked at (test_dialogues.py)."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.dialogues.discretion import indiscreet, indiscretions, medicines
from tests.running import running

PHONE = "13912345678"


@pytest.mark.parametrize(
    "words", ["找小陶13912345678", "找小陶[电话]", "6-302 独居", "好\n3号楼502要胰岛素", "3-502的药到了"]
)
def test_a_phone_a_veil_and_a_room_with_a_need_are_found(words: str) -> None:
    assert len(list(indiscreet(words))) == 1


@pytest.mark.parametrize("words", ["3-502 柚子2个", "要配药的请私聊我\n3-502 柚子2个", "共 2 户，24元", ""])
def test_what_a_group_may_see_is_left_alone(words: str) -> None:
    assert list(indiscreet(words)) == []


async def test_what_residents_write_into_names_and_orders_is_veiled_and_loses_nobody_their_order(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """A phone as somebody's name, in an order and in its note: all is recorded, and no group sees the number."""
    chief, ann = sandbox.person("周主任"), sandbox.person(f"小陶{PHONE}", started=True)
    group = sandbox.group("6号楼", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        await bot.settled()
        chief.says(group, "#接龙\n柚子团\n柚子 10元/个")
        ann.says(group, f"柚子2个 电话{PHONE}")
        help_ = ann.says(group, "我来帮忙")
        await bot.settled()
        chief.replies(help_, "今日志愿者")
        await bot.settled()
        (line,) = await bot.rows("SELECT thousandths FROM order_line")
        assert line["thousandths"] == 2000
        assert await bot.rows("SELECT id FROM inbox WHERE state = 'aside'") == []
    found = list(indiscretions(sandbox))
    assert found
    assert not any(PHONE in one for one in found)


async def test_an_organisers_own_phone_in_a_title_is_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周主任")
    group = sandbox.group("6号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, f"#接龙\n柚子团 团长{PHONE}\n柚子 10元/个")
        await bot.settled()
        chief.says(group, "汇总")
        await bot.settled()
        (chain,) = await bot.rows("SELECT title FROM order_chain")
    texts = [seen.text for seen in group.transcript() if seen.who != "周主任" and "柚子" in seen.text]
    assert len(texts) == 2
    assert PHONE in chain["title"]
    assert all((PHONE in text) == (PHONE in chain["title"]) for text in texts)


async def test_medicines_that_an_organiser_sells_are_shown_and_no_others(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann, bob = sandbox.person("周主任"), sandbox.person("缬沙坦"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[chief, ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        chief.says(group, "#接龙\n药箱团\n连花清瘟胶囊 10元/盒\n鸡蛋 12元/板")
        await bot.settled()
        ann.says(group, "6-302 连花清瘟2盒")
        help_ = ann.says(group, "我来帮忙")
        await bot.settled()
        bob.says(group, "6-302 连花清瘟改成3盒")
        chief.replies(help_, "今日志愿者")
        await bot.settled()
        assert await bot.rows("SELECT id FROM medication") == []
    texts = [seen.text for seen in group.transcript() if seen.who == sandbox.bot.username]
    assert any("连花清瘟胶囊 3盒" in text for text in texts)
    assert any("[药名] 现在是志愿者" in text for text in texts)
    assert not any("缬沙坦" in text for text in texts)
    assert list(indiscretions(sandbox)) == ["something had to be veiled: " + next(t for t in texts if "[药名]" in t)]


@pytest.mark.parametrize("words", ["3-502 缬沙坦2盒", "缬沙坦", "布洛芬到了，来拿"])
def test_a_medicine_is_found(words: str) -> None:
    assert list(medicines(words))


@pytest.mark.parametrize("words", ["3-502 口罩2包", "美林小区", "安定下来", "速度", ""])
def test_a_supply_and_an_ordinary_word_are_no_medicine(words: str) -> None:
    assert list(medicines(words)) == []
