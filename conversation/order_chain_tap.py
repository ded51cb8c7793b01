"""接龙: what a tap states in a buy: an order put back as it was, a late one taken after all. Taps are statements, too:
they stand in the bot's message under which they were made."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from conversation.order_chain import Recorded, record
from conversation.order_chain_view import View
from conversation.tap import row_id
from conversation.turn import Incoming, Sender, Turn
from domain.order_chain import Act, ChainReading, Line, Order, Verb, Want, Who, account_key, folded
from parsing.reading import Stated
from storage.message import Version
from storage.question import Question

RESTORE = "restore"  # the owner puts an order back that somebody else has changed
_DAY = 24 * 3600


# --- what is asked --------------------------------------------------------------------------------------------


async def offer_restoring(turn: Turn, chain_id: int, owner: int, before: Order, after: Order | None) -> int:
    """Record that the owner of an order may put it back with one tap; return the question's id."""
    who = Who() if before.party == account_key(before.author) else Who(before.residence, before.name, before.on_behalf)
    acts = putting_back(who, before.lines, after.lines if after is not None else ())
    about = {"chain": chain_id, "acts": msgspec.to_builtins(acts)}
    return await turn.store.questions.ask(
        turn.chat.compound_id, turn.chat.id, owner, RESTORE, about, turn.now, turn.now + _DAY
    )


def putting_back(who: Who, before: Iterable[Line], after: Iterable[Line]) -> tuple[Act, ...]:
    """Return what must be said for an order to be as it was."""
    wants = tuple(Want(line.item, line.quantity, line.measure) for line in before)
    kept = {folded(want.item) for want in wants if want.item is not None}
    gone = tuple(Want(line.item, line.quantity, line.measure) for line in after if folded(line.item) not in kept)
    acts = (Act(Verb.REMOVE, who, gone),) if gone else ()
    return (*acts, Act(Verb.ORDER, who, wants)) if wants else acts


# --- what is answered -----------------------------------------------------------------------------------------


async def answered(turn: Turn, words: str, kind: str) -> Question | None:
    """Return the question of that kind that a tap answers, if it was asked of who taps; else answer the tap."""
    question = await turn.store.questions.get(row_id(words) or 0, turn.now)
    if question is None or question.kind != kind or turn.message is None:
        turn.answer("这个按钮已经过期了")
        return None
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return None
    turn.store.questions.answered(question.id)
    return question


async def state(turn: Turn, about: dict[str, Any]) -> Recorded:
    """Record what a tap states, as said now by who taps, in the message under which it was made."""
    acts = msgspec.convert(about["acts"], type=tuple[Act, ...])
    return await state_reading(turn, int(about["chain"]), ChainReading(acts), group=about.get("group"))


async def state_reading(turn: Turn, chain_id: int, reading: ChainReading, *, group: int | None) -> Recorded:
    """Record a reading as said now by who taps, in the message of the bot's under which they did; `group` is the chat
    of the buy where that message stands elsewhere.

    Several taps under one message add up: it states what all of them did.
    """
    if turn.message is None or turn.sender is None:
        raise LookupError("a tap without a message")
    place = turn.message.place
    message = await turn.store.messages.at(place.address_id, place.number)
    before = await turn.store.chains.reading_of(chain_id, message) if message is not None else None
    edited_at = 0
    if before is not None:
        reading, edited_at = replace(reading, acts=(*before.acts, *reading.acts)), turn.now
    said = Incoming(Version(place.address_id, place.number, turn.now, edited_at, turn.message.version.version), "")
    chat = await turn.store.chats.current(group) if group is not None else turn.chat
    there = turn.speaking(Sender(turn.sender.telegram_user_id, turn.sender.name), said)
    there.chat = chat or turn.chat
    return await record(there, (Stated(chain_id, reading),), View())
