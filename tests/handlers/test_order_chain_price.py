"""A new price through the whole program: by words or by an edited header, and for all by one tap."""

from pathlib import Path

from sandbox import Sandbox
from tests.handlers.test_order_chain_tap import tally
from tests.running import running

LIST = "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/盒\n明天晚上8点截单"


async def test_a_new_price_counts_for_all_by_the_organisers_tap_only_once(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann, bob = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨", "李叔"))
    group = sandbox.group("3号楼", members=[chief, ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        opening = chief.says(group, LIST)
        ann.says(group, "3-502 青菜2份 鸡蛋1盒")
        bob.says(group, "3-601 鸡蛋1盒")
        await bot.settled()
        assert not any("改价" in seen.text for seen in chief.private.transcript())
        chief.edits(opening, LIST.replace("12元", "15元").replace("3元", "4元"))
        await bot.settled()
        assert chief.private.last().text == (
            "「早市团」改价了：青菜 3元 → 4元/份、鸡蛋 12元 → 15元/盒。之后的单按新价，"
            "前面的还按原价（青菜 1 户、鸡蛋 2 户）。"
        )
        assert "共 2 户，30元" in tally(group)
        chief.taps(chief.private, "前面的也按新价")
        again = chief.taps(chief.private, "前面的也按新价")
        await bot.settled()
        assert again.notice == "这个按钮已经过期了"
        assert "共 2 户，38元" in tally(group)
        # nobody hears that somebody has changed their order
        assert not any("改了您这一份" in seen.text for seen in group.transcript())
        ann.says(group, "/why 3-502")
        await bot.settled()
        assert "青菜2份（3元/份）、鸡蛋1盒（12元/盒） → 青菜2份（4元/份）、鸡蛋1盒（15元/盒）" in group.last().text


async def test_a_price_that_nobody_ordered_at_needs_no_decision(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    group = sandbox.group("3号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, LIST)
        chief.says(group, "鸡蛋涨到13了")
        await bot.settled()
        assert chief.private.last().text == "「早市团」改价了：鸡蛋 12元 → 13元/盒。之后的单按新价。"
        assert chief.private.last().markup is None
        chief.says(group, "鸡蛋13元一盒")  # said again it changes nothing
        await bot.settled()
        assert len([1 for seen in chief.private.transcript() if "改价" in seen.text]) == 1
        chief.says(group, "鸡蛋改成8元一斤")
        await bot.settled()
        assert "鸡蛋是按盒卖的" in group.last().text
