"""Consent (同意): before something sensitive is kept of somebody they are asked once, in private, in one sentence."""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum

from conversation.content import Button
from conversation.tap import row_id
from conversation.turn import Turn
from rendering import my_data as rendering

Given = Callable[[Turn, int], Awaitable[None]]

PENDING = 72 * 3600  # seconds for which what is sensitive is held without an answer; then the question is put anew


class Standing(Enum):
    """Where somebody's consent stands."""

    GIVEN = "given"
    ASKED = "asked"  # not answered yet, or refused
    UNREACHABLE = "unreachable"  # the bot may not write to them: they have not pressed "start"


async def ensure(turn: Turn, subject: str) -> Standing:
    """Say whether who speaks has agreed that the compound of the turn keeps `subject` (medicine, check_in, refill) of
    them; ask them in private where they were not asked lately. Where they cannot be reached nothing is said: what is
    told them in the group must not say why."""
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    if compound is None or turn.sender is None:
        raise LookupError("consent is one person's, to one compound")
    person = await turn.person()
    known = await turn.store.consents.get(compound.id, person, subject)
    if known is not None and known.is_given:
        return Standing.GIVEN
    if known is not None and turn.now < known.asked_at + PENDING:
        return Standing.ASKED
    private = turn.chat if turn.chat.kind == "private" else await turn.store.chats.at(turn.sender.telegram_user_id)
    if private is None or not private.is_active:
        return Standing.UNREACHABLE
    turn.store.consents.ask(compound.id, person, subject, turn.now)
    row = [
        Button("同意", data=f"consent:yes:{compound.id}:{subject}"),
        Button("不同意", data=f"consent:no:{compound.id}:{subject}"),
    ]
    turn.say(rendering.consent_question(subject, compound.name, turn.periods), buttons=[row], chat=private)
    return Standing.ASKED


async def on_tap(turn: Turn, words: str, given: Mapping[str, Given] | None = None) -> None:
    """A button under the question, or 撤回同意: it speaks for who presses it, about what they were asked. `given` says
    by subject what goes on from there once it is given, in that compound."""
    what, _, rest = words.partition(":")
    number, _, subject = rest.partition(":")
    person = await turn.known_person()
    compound_id = row_id(number) or 0
    known = await turn.store.consents.get(compound_id, person, subject) if person is not None else None
    if known is None or person is None or turn.message is None or turn.chat.kind != "private" or what not in _SAID:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    if what == "yes":
        turn.store.consents.give(compound_id, person, subject, turn.now)
    else:
        turn.store.consents.withdraw(compound_id, person, subject, turn.now)
    turn.rewrite(_SAID[what], [], chat_id=turn.chat.id, at=turn.message.place)
    if what == "yes" and given is not None and subject in given:
        await given[subject](turn, compound_id)


_SAID = {"yes": rendering.CONSENTED, "no": rendering.REFUSED, "back": rendering.WITHDRAWN}
