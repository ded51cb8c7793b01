"""The sandbox with the real client: what a first test would do."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from sandbox import Sandbox
from tests.sandbox.conftest import client


async def test_a_group_is_answered_by_a_real_application(sandbox: Sandbox) -> None:
    ann = sandbox.person("安阿姨", started=True)
    group = sandbox.group("3号楼", members=[ann], bot_is_admin=True)
    application = Application.builder().bot(client(sandbox)).build()

    async def on_text(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message  # type: ignore[attr-defined]
        await message.set_reaction("✍")
        button = InlineKeyboardButton("撤销", callback_data="undo:1")
        await message.reply_text("记下了", reply_markup=InlineKeyboardMarkup([[button]]), do_quote=True)

    async def on_tap(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query  # type: ignore[attr-defined]
        await query.answer("好的")
        await query.edit_message_text("已撤销")

    application.add_handler(MessageHandler(filters.TEXT, on_text))
    application.add_handler(CallbackQueryHandler(on_tap))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0.0, timeout=5)
        said = ann.says(group, "青菜两份 3-502")
        await sandbox.quiet()
        assert group.transcript()[0].reactions == ((sandbox.bot.username, "✍"),)
        reply = group.find("记下了")
        assert reply.reply_to == said.id
        tap = ann.taps(group, "撤销")
        await sandbox.quiet()
        assert tap.notice == "好的"
        assert group.transcript().texts == ["青菜两份 3-502", "已撤销"]
        await application.updater.stop()
        await application.stop()


async def test_the_bot_cannot_write_first(sandbox: Sandbox) -> None:
    ann = sandbox.person("安阿姨")
    sandbox.group("3号楼", members=[ann])
    async with client(sandbox) as bot:
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(ann.id, "您好")
        stranger = sandbox.person("陌生人")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(stranger.id, "您好")
        ann.starts()
        assert (await bot.send_message(ann.id, "您好")).text == "您好"
        ann.blocks()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ann.id, "您好")


async def test_an_update_comes_again_until_it_is_confirmed(sandbox: Sandbox) -> None:
    ann = sandbox.person("安阿姨", started=True)
    ann.says(None, "一")
    ann.says(None, "二")
    async with client(sandbox) as bot:
        first = await bot.get_updates()
        again = await bot.get_updates(offset=0)
        assert [update.message and update.message.text for update in again] == ["一", "二"]
        assert [update.update_id for update in first] == [update.update_id for update in again]
        rest = await bot.get_updates(offset=first[0].update_id + 1)
        assert [update.message and update.message.text for update in rest] == ["二"]
        assert sandbox.pending == 1
        assert isinstance(bot, Bot)
