"""What is kept of the bot's calls, and what a reader of a chat sees."""

from pathlib import Path

import msgspec
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError

from sandbox import Rule, Sandbox
from sandbox.history import Sent
from tests.sandbox.conftest import client


async def test_every_effect_is_logged_with_whether_its_answer_was_heard(tmp_path: Path) -> None:
    log = tmp_path / "sent.jsonl"
    async with Sandbox(log=log) as sandbox, client(sandbox) as bot:
        ann = sandbox.person("安阿姨", started=True)
        await bot.send_message(ann.id, "一")
        await bot.send_chat_action(ann.id, "typing")
        sandbox.faults.add(Rule("drop_after", method="sendMessage", times=1))
        with pytest.raises(NetworkError):
            await bot.send_message(ann.id, "二")
        lines = [msgspec.json.decode(line, type=Sent) for line in log.read_bytes().splitlines()]
        assert lines == sandbox.sent
        assert [(sent.number, sent.text, sent.chat_id, sent.heard) for sent in lines] == [
            (1, "一", ann.id, True),
            (2, "二", ann.id, False),
        ]
        assert [sent.message_id for sent in lines] == [message.id for message in ann.private.messages]


async def test_a_transcript_reads_like_a_play(sandbox: Sandbox) -> None:
    ann = sandbox.person("安阿姨", started=True)
    group = sandbox.group("3号楼", [ann], bot_is_admin=True)
    said = ann.says(group, "青菜两份")
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("是", callback_data="y")]])
    async with client(sandbox) as bot:
        sent = await bot.send_message(group.id, "2份？", reply_to_message_id=said.id, reply_markup=buttons)
        await bot.edit_message_text("青菜2份？", group.id, sent.message_id, reply_markup=buttons)
        await bot.set_message_reaction(group.id, said.id, "🤔")
        await bot.pin_chat_message(group.id, sent.message_id)
    assert str(group.transcript()) == "\n".join(
        [
            "2 安阿姨: 青菜两份  🤔shouwang_bot",
            "3 📌 ↩2 shouwang_bot: 青菜2份？（已编辑）",
            "    [是]",
            "4 shouwang_bot: 〔service〕pinned_message",
        ]
    )
