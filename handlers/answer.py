"""What is written while a question is open: its answer, or something else that is heard all the same."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from conversation.turn import Turn
from storage.outbox import Place
from storage.question import Question

Answered = Callable[[Turn, Question, str], Awaitable[bool | None]]  # False: it is about something else
Taker = Callable[[Turn], Awaitable[bool]]

_GIVES_UP = re.compile("(?:算了|不用了?|不[要写改发开问]了|没事了?|取消)(?:吧|了)?[。!！~]*")


@dataclass(frozen=True, slots=True)
class Asides:
    """What is no answer, while a question in private is open. Where a time or a number of a line is asked for (`exact`
    kinds), what one of `takers` understands is theirs and the question stays; a question of the `dropped` kinds ends
    with 算了."""

    exact: frozenset[str]
    takers: Sequence[Taker]
    dropped: frozenset[str]

    async def take(self, turn: Turn, kind: str) -> bool:
        """Give the message to whoever understands it, and say whether one did."""
        return kind in self.exact and await is_taken(turn, self.takers)


async def is_taken(turn: Turn, takers: Sequence[Taker]) -> bool:
    """Give the message to the first of `takers` who takes it, and say whether one did."""
    for take in takers:
        if await take(turn):
            return True
    return False


async def is_answer(turn: Turn, answers: Mapping[str, Answered], asides: Asides | None = None) -> bool:
    """Give the message to whoever asked, if it answers a question: a reply to it, in private any text but an aside."""
    message = turn.message
    is_private = turn.chat.kind == "private"
    if message is None or turn.sender is None or (message.reply_to is None and not is_private):
        return False
    person = await turn.known_person()
    if person is None:
        return False
    for question in await turn.store.questions.of(turn.chat.id, person, turn.now):
        is_meant = question.place is not None and question.place == Place(
            message.version.address_id, message.reply_to or 0
        )
        if question.kind in answers and (is_meant or (is_private and message.reply_to is None)):
            words = own_words(message.text, turn.bot_name)
            if asides is not None and not is_meant and await asides.take(turn, question.kind):
                return True
            turn.store.questions.answered(question.id)
            if asides is not None and question.kind in asides.dropped and _GIVES_UP.fullmatch(words.strip()):
                turn.react("👌")
                return True
            if await answers[question.kind](turn, question, words) is not False:
                return True
    return False


def own_words(text: str, bot_name: str) -> str:
    """Return a message without the bot's @name at its beginning or end, which only says whom it is meant for."""
    name, words = f"@{bot_name.lower()}", text.strip()
    if words[: len(name)].lower() == name and not _goes_on(words[len(name) :][:1]):
        return words[len(name) :].lstrip(" \n\t，,：:")
    if words[-len(name) :].lower() == name and not _goes_on(words[: -len(name)][-1:]):
        return words[: -len(name)].rstrip()
    return text


def _goes_on(sign: str) -> bool:
    """Say whether a name goes on with that sign: @guardbot2 is another's, and a@guardbot is no name."""
    return sign.isascii() and (sign.isalnum() or sign == "_")
