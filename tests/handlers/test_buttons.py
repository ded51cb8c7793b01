"""No button is an authority: whatever somebody makes up and presses, wherever, changes nothing."""

from pathlib import Path
from typing import Any

import pytest

from bot.application import TAPS
from domain.delivery import Flaw, Planned, Stage
from domain.payment import Kind, Payment
from sandbox import Sandbox
from storage.chat import Chats
from storage.delivery import Deliveries
from storage.payment import Payments
from storage.person import Persons
from storage.residency import Residencies
from storage.upload import Uploads
from tests.running import Running, running

#: What no stranger's tap may change.
TABLES = (
    "compound", "role", "household", "residency", "consent", "question", "upload", "order_chain", "statement",
    "chain_order", "order_line", "due", "recovery", "deep_link", "payment", "delivery", "delivery_building",
    "delivery_bag", "delivery_fault", "medication", "medication_drug", "medication_step", "medication_custody",
    "medication_alert", "medication_offer", "medication_match", "medication_refill",
)  # fmt: skip


async def state(bot: Running) -> dict[str, list[dict[str, Any]]]:
    found = {table: await bot.rows(f"SELECT * FROM {table}") for table in TABLES}  # noqa: S608
    found["chat"] = await bot.rows("SELECT id, compound_id, purpose, building FROM chat WHERE kind = 'group'")
    return found


@pytest.mark.parametrize("verb", sorted(TAPS))
async def test_a_made_up_button_changes_nothing(sandbox: Sandbox, tmp_path: Path, verb: str) -> None:
    chief, ann, eve = (sandbox.person(name, started=True) for name in ("周主任", "王阿姨", "小伊"))
    group = sandbox.group("桂园", members=[chief, ann, eve], bot_is_admin=True)
    other = sandbox.group("兰园", members=[eve], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "设置")
        await bot.settled()
        hello = ann.says(group, "我是3号楼502")
        chief.replies(hello, "移交")
        chief.says(group, "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/板")
        ann.says(group, "+2")
        ann.says(group, "求缬沙坦80mg两盒，急，3-502")
        chief.says(group, "我家多一盒缬沙坦，需要的来拿")
        eve.says(other, "汇总")
        eve.says(None, "/start")
        await bot.settled()
        async with bot.store.transaction() as query:
            chat = await Chats(query).at(group.id)
            person = await Persons(query).find(chief.id)
            assert chat is not None
            assert person is not None
            assert chat.compound_id is not None
            await Uploads(query).stage(chat.compound_id, person.id, "roster", '{"lines": []}', 1)
            assert await Residencies(query).of(chat.compound_id, person.id) == []
            await Payments(query).note(1, Payment("r:3//502", Kind.RECEIVED, 600, 1, person.id))
            await Payments(query).note(1, Payment("r:3//502", Kind.CLAIMED, None, 2, person.id))
            deliveries = Deliveries(query)
            delivery = await deliveries.start(1, chat.id, person.id, 1, "小区门口", 15)
            await deliveries.plan(delivery.id, [Planned("r:3//502", "", "3", 0)])
            deliveries.reach(delivery.id, Stage.CALLING, 1)
            await deliveries.note(1, Flaw.BROKEN, "碎了", None, 1, person.id)
        before = await state(bot)
        for room in (group, other, eve.private):
            for rest in (
                "",
                ":",
                ":1",
                ":1:0",
                ":1:1",
                ":yes:1",
                ":no:1",
                ":moved:1:1",
                ":join:1",
                ":purpose:owners",
                ":done",
                ":甲:乙",
                ":1:0:0",
                ":1:1:1",
                ":broken:1",
                ":1:sorting",
                ":1:done",
                ":1:600",
                ":1:600:0",
            ):
                markup = {"inline_keyboard": [[{"text": "按", "callback_data": verb + rest}]]}
                await bot.api.call("sendMessage", {"chat_id": room.id, "text": "假的", "reply_markup": markup})
                tap = eve.taps(room, "按")
                await bot.settled()
                assert tap.answered, (verb, rest, room.title)
        assert await state(bot) == before
        assert await bot.rows("SELECT id FROM inbox WHERE state = 'aside' OR attempts > 0") == []
