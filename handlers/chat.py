"""Chats themselves: the bot let in or sent away, and its first words."""

from telegram import ChatMember, Update

from conversation.command import Command
from conversation.turn import Turn

HELLO = (
    "我是守望，帮楼里的邻居记接龙。\n"
    "把我拉进群，邻居照常写：3-502 青菜2份、+1、改成3份、不要了。\n"
    "我看懂了会在那条消息上画 ✍；没看懂会只问那一位。\n"
    "群里发「汇总」看合计，团长发「截单」截止。"
)


async def on_membership(update: Update, turn: Turn) -> None:
    """The bot was let in, blocked, or sent away."""
    if update.my_chat_member is not None:
        status = update.my_chat_member.new_chat_member.status
        await turn.store.chats.set_active(turn.chat.id, status not in (ChatMember.LEFT, ChatMember.BANNED))


async def hello(turn: Turn, words: str) -> None:
    """/start and /help: say what this is."""
    turn.say(HELLO)


COMMANDS = (Command("help", alias="帮助", summary="怎么用", run=hello),)
