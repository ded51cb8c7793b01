"""All text: a command's alias, or something that the one reader understands, or chat, which is left alone."""

from collections.abc import Awaitable, Callable, Mapping

from conversation.command import Command, Commands
from conversation.order_chain_view import View, look
from conversation.paste import whole
from conversation.turn import Incoming, Turn
from handlers import order_chain
from parsing.reading import read_message

Linked = Callable[[Turn, str], Awaitable[None]]


async def on_text(turn: Turn, commands: Commands) -> None:
    """A new message: a command where it is one, else read."""
    if turn.message is None:
        return
    found = commands.find(turn.message.text, turn.bot_name)
    if found is not None:
        await run(turn, *found)
    else:
        await read(turn)


async def run(turn: Turn, command: Command, words: str) -> None:
    """A command, in somebody's own name: forwards command nothing; who speaks as the group is asked who they are."""
    if turn.sender is not None:
        await command.run(turn, words)
    elif turn.is_anonymous:
        turn.say("我认不出匿名管理员是谁。请在群设置里关掉「匿名」，用自己的名字再发一次。")


async def read(turn: Turn) -> None:
    """Read a message, new or edited, of a group; its words count as the speaker's own."""
    if turn.message is None or turn.sender is None or turn.chat.kind != "group":
        return
    message, view = await turn.together(_whole_and_view)
    turn.message = message
    reading = read_message(message.text, view.context, turn.said_at)
    await order_chain.on_reading(reading, turn, view)


async def _whole_and_view(turn: Turn) -> tuple[Incoming, View]:
    turn.message = await whole(turn)
    return turn.message, await look(turn)


async def on_start(turn: Turn, words: str, links: Mapping[str, Linked], hello: Linked) -> None:
    """/start, alone or with what a deep link brought: the name of a feature and a row id."""
    name, _, rest = words.partition("_")
    await links.get(name, hello)(turn, rest)


async def on_tap(turn: Turn, data: str, taps: Mapping[str, Linked]) -> None:
    """A button: `data` is a verb and row ids, never an authority. One that is not known any more is answered."""
    verb, _, rest = data.partition(":")
    if verb in taps:
        await taps[verb](turn, rest)
    else:
        turn.answer("这个按钮已经过期了")
