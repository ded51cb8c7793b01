"""Asking somebody anew: what was asked of them before of the same kind is not waited for any more, so that their next
words in private are not taken for its answer."""

from collections.abc import Sequence
from typing import Any

from conversation.tap import row_ids
from conversation.turn import Turn
from domain.discretion import Discreet
from storage.question import Question


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


async def tapped_guess(turn: Turn, words: str, kind: str, *, others: int = 0) -> tuple[Question, int] | None:
    """Return the question of that kind whose guess was tapped, by the one who was asked, and the place of the guess;
    else answer the tap, and return None. So many `others` are buttons that follow the guesses (都不是)."""
    number, place = row_ids(words, 2) or (0, 0)
    question = await turn.store.questions.get(number, turn.now)
    is_waiting = question is not None and question.kind == kind and place < len(question.about["options"]) + others
    if question is None or not is_waiting or turn.message is None:
        turn.answer("这个问题已经问完了")
        return None
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return None
    turn.answer("好的")
    return question, place
