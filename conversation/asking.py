"""Asking somebody anew: what was asked of them before of the same kind is not waited for any more, so that their next
words in private are not taken for its answer."""

from collections.abc import Sequence
from typing import Any

from conversation.turn import Turn
from domain.discretion import Discreet


async def ask_anew(
    turn: Turn, kind: str, text: str | Discreet, about: dict[str, Any], *, options: Sequence[str] = ()
) -> int:
    """Ask who wrote or tapped, here, in place of what was asked of that kind before; return the question's id."""
    await drop(turn, kind)
    return await turn.ask(kind, text, about, options=options)


async def drop(turn: Turn, kind: str) -> None:
    """Wait no more for what was asked of who wrote or tapped, of that kind, here."""
    for question in await turn.store.questions.of(turn.chat.id, await turn.person(), turn.now):
        if question.kind == kind:
            turn.store.questions.answered(question.id)
