"""Asking somebody anew: what was asked of them before of the same kind is not waited for any more, so that their next
words in private are not taken for its answer."""

from collections.abc import Sequence
from typing import Any

from conversation.tap import row_ids
from conversation.turn import Turn
from domain.discretion import Discreet
from storage.question import Question

EXPIRED = "这个按钮已经过期了"


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
    tapped = await _tapped(turn, words, kind, others)
    if tapped is None:
        turn.answer("这个问题已经问完了")
        return None
    if await turn.known_person() != tapped[0].person_id:
        turn.answer("这是问别人的")
        return None
    turn.answer("好的")
    return tapped


async def tapped_option(turn: Turn, words: str, kind: str) -> tuple[Question, int] | None:
    """Return the question of that kind, asked in private, whose option was tapped by the one who was asked, and the
    option's place; else answer the tap, and return None. `settle` answers it."""
    tapped = await _tapped(turn, words, kind)
    if tapped is None or turn.chat.kind != "private" or await turn.known_person() != tapped[0].person_id:
        turn.answer(EXPIRED)
        return None
    return tapped


def settle(turn: Turn, question: Question, place: int) -> str:
    """The option that was tapped is the answer: show it in place of the question; return it."""
    option = str(question.about["options"][place])
    turn.answer()
    turn.store.questions.answered(question.id)
    if turn.message is not None:
        turn.rewrite(Discreet(f"✓ {option}"), [], chat_id=turn.chat.id, at=turn.message.place)
    return option


async def _tapped(turn: Turn, words: str, kind: str, others: int = 0) -> tuple[Question, int] | None:
    """Return the waiting question of that kind whose button was tapped, and the place of the button; None for none."""
    number, place = row_ids(words, 2) or (0, 0)
    question = await turn.store.questions.get(number, turn.now)
    if question is None or question.kind != kind or turn.message is None:
        return None
    return (question, place) if place < len(question.about["options"]) + others else None
