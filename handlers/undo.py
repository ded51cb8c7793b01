"""撤销: the last thing that a volunteer did is reversed, by a row more. What was undone is not undone again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from conversation.command import Command
from conversation.turn import Turn
from domain.role import Role
from storage.audit import Act, Revision

_WITHIN = 24 * 3600  # older acts are undone from the history of their row

#: How each kind of act is reversed, by (table, act): returns what to say of it.
Reversal = Callable[[Turn, Act, Revision], Awaitable[str]]


def undo_command(reversals: Mapping[tuple[str, str], Reversal], in_buy: Callable[[Turn], Awaitable[bool]]) -> Command:
    """Return the command that undoes the last of these acts; in a group `in_buy` undoes what was said in a buy: in
    reply to it, or where one has done nothing oneself."""

    async def undo(turn: Turn, words: str) -> None:
        if turn.message is not None and turn.message.reply_to is not None and await in_buy(turn):
            return
        person, compound_id = await turn.person(), turn.chat.compound_id or 0
        act = await turn.store.audit.last_of(person, compound_id, turn.now - _WITHIN)
        revision = await turn.store.audit.revision(act.id) if act is not None else None
        reversal = reversals.get((act.subject, act.act)) if act is not None else None
        if act is None or revision is None or reversal is None:
            if not await in_buy(turn):
                turn.say("今天没有可以撤销的事。")
            return
        said = await reversal(turn, act, revision)
        note = replace(act, actor_id=person, act="undo", undoes_id=act.id, message_id=None)
        await turn.store.audit.note(note, turn.now)
        turn.say(said)

    return Command(
        "undo",
        alias="撤销",
        summary="撤销自己刚做的事",
        run=undo,
        help="撤销您最后做的一件事（一天之内）：给的身份、确认的住户、改的名单。回复接龙里的一条发，那一条就不算数。",
        role=Role.VOLUNTEER,
        of_compound=True,
    )
