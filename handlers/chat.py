"""Chats themselves: the bot let in or sent away, its first words, and what it can do for whom."""

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberUpdated, Update

from conversation.command import Command, Commands
from conversation.content import Button
from conversation.turn import Turn
from domain.role import Role
from rendering import chat as rendering
from storage.outbox import Lane, Outgoing

_OUT = (ChatMember.LEFT, ChatMember.BANNED)


async def on_membership(update: Update, turn: Turn, *, reads_all: bool) -> None:
    """The bot was let in, blocked, or sent away. `reads_all`: it sees ordinary messages without being administrator."""
    change = update.my_chat_member
    if change is None:
        return
    is_in = change.new_chat_member.status not in _OUT
    await turn.store.chats.set_active(turn.chat.id, is_in)
    if is_in and turn.chat.kind == "group" and turn.chat.greeted_at is None:
        await _greet(change, turn, reads_all=reads_all)
    elif is_in and _lost_sight(change) and not reads_all:
        turn.file(Outgoing("sendMessage", Lane.MESSAGE, turn.chat.id, {"text": rendering.SEES_NOTHING}))


def _lost_sight(change: ChatMemberUpdated) -> bool:
    """Say whether the bot is no administrator any more, and so no longer sees what people write in privacy mode."""
    was_one = isinstance(change.old_chat_member, ChatMemberAdministrator)
    return was_one and not isinstance(change.new_chat_member, ChatMemberAdministrator)


async def _greet(change: ChatMemberUpdated, turn: Turn, *, reads_all: bool) -> None:
    me = change.new_chat_member
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    text = rendering.greeting(
        sees_all=reads_all or isinstance(me, ChatMemberAdministrator),
        can_pin=isinstance(me, ChatMemberAdministrator) and bool(me.can_pin_messages),
        is_set_up=compound is not None and compound.set_up_at is not None,
    )
    turn.store.chats.greeted(turn.chat.id, turn.now)
    turn.file(Outgoing("sendMessage", Lane.MESSAGE, turn.chat.id, {"text": text}))


async def hello(turn: Turn, words: str) -> None:
    """/start: say what this is."""
    turn.say(rendering.HELLO)


async def show_help(turn: Turn, commands: Commands) -> None:
    """帮助: say what this is, and what this person can do here."""
    usable = commands.for_(turn.chat.kind, await turn.held())
    entries = [(one.name, one.alias, one.help or one.summary) for one in usable]
    shown = rendering.help_text(entries, in_group=turn.chat.kind == "group")
    if turn.chat.kind == "private":
        turn.say(f"{rendering.HELLO}\n\n{shown}")
    else:
        link = f"https://t.me/{turn.bot_name}?start=who_{turn.chat.id}"
        turn.say(shown, buttons=[[Button("告诉我您住哪（私聊）", url=link)]])


def help_command(commands: Commands) -> Command:
    """Return the command that shows these others, and itself."""

    async def run(turn: Turn, words: str) -> None:
        await show_help(turn, Commands((*commands.records, command)))

    command = Command("help", alias="帮助", summary="怎么用", run=run, help="看您在这里能用什么。", role=Role.RESIDENT)
    return command
