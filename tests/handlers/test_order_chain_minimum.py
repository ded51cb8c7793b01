"""没成团: what the organiser may decide, and that nobody else and nothing stale decides."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.stage import seconds_until
from tests.handlers.test_order_chain_tap import tally
from tests.running import running

LIST = "#接龙\n鸡蛋团\n鸡蛋 12元/盒\n满20盒成团"


async def test_a_decision_counts_once_and_only_while_it_is_one(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨"))
    group = sandbox.group("3号楼", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "11:00"))
        chief.says(None, "/start")
        chief.says(group, LIST)
        ann.says(group, "3-502 鸡蛋2盒")
        chief.says(group, "截单")
        await bot.settled()
        question = chief.private.find("还差 18盒没成团。怎么办？")
        labels = [[button["text"] for button in row] for row in (question.markup or {})["inline_keyboard"]]
        assert labels == [["延到今天12:00", "延到明天12:00"], ["照发", "取消这个团"]]
        for data, person, notice in (
            ("short:1:0", ann, "这是问别人的"),
            ("short:999:0", chief, "这个按钮已经过期了"),
            ("short:1", chief, "这个按钮已经过期了"),
        ):
            number = (await bot.rows("SELECT id FROM question WHERE kind = 'short'"))[0]["id"]
            keyboard = {"inline_keyboard": [[{"text": data, "callback_data": data.replace(":1:", f":{number}:")}]]}
            await bot.api.call("sendMessage", {"chat_id": person.id, "text": "?", "reply_markup": keyboard})
            tap = person.taps(person.private, data)
            await bot.settled()
            assert tap.notice == notice
        assert "（已截单）" in tally(group)
        chief.says(group, "重新开团")  # by words meanwhile: there is nothing to decide any more
        await bot.settled()
        tap = chief.taps(chief.private, "取消这个团")
        await bot.settled()
        assert tap.notice == "已经不用定了"
        assert "（接龙中）" in tally(group)
        assert "取消了" not in "\n".join(seen.text for seen in group.transcript())


async def test_a_buy_with_enough_or_without_a_minimum_asks_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    group = sandbox.group("3号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, f"{LIST}\n1. 3-502 鸡蛋20盒")
        chief.says(group, "截单")
        chief.says(group, "#接龙\n梨团\n香梨 5元/箱\n1. 3-502 香梨1箱")
        chief.says(group, "截单")
        await bot.settled()
        assert not any("怎么办" in seen.text for seen in chief.private.transcript())
        assert not any("怎么办" in seen.text for seen in group.transcript())


async def test_an_hour_is_counted_from_the_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    group = sandbox.group("3号楼", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "14:00"))
        chief.says(None, "/start")
        chief.says(group, LIST)
        chief.says(group, "截单")
        await bot.settled()
        sandbox.clock.move(3 * 3600)
        chief.taps(chief.private, "延到今天15:00")
        await bot.settled()
        (row,) = await bot.rows("SELECT closed_at, terms FROM order_chain")
        assert row["closed_at"] is None
        assert "截单，还差 20盒成团，要的快接。" in group.last().text
