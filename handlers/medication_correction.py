"""配药 (medication): 是160的, 门牌错了，是3-602, 还有可定 after a request, in private; 同求 under one, in a group."""

from conversation.asking import EXPIRED, settle, tapped_option
from conversation.grammar import grammar_of
from conversation.medication import record_anew
from conversation.medication_asker import with_compound
from conversation.medication_correction import FIX, Target, apply, correct
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.role import Role
from handlers.medication import keep_message, tell_recorded
from handlers.medication_end import open_of
from parsing.medication_correction import read_correction, says_me_too, seeks_too

_JUST_NOW = 300  # seconds in which 同求 alone is about the last request of a group


async def take_correction(turn: Turn, text: str) -> bool:
    """Take what corrects an open request of who writes, or adds to it; return whether it does."""
    person = await turn.known_person()
    if person is None or read_correction(text, is_unasked=True) is None:
        return False
    for compound in await compounds_of(turn, Role.RESIDENT):
        if await with_compound(turn, compound.id) and await correct(turn, text, await open_of(turn, person)):
            return True
    return False


async def on_option(turn: Turn, words: str) -> None:
    """Which request a correction is about was tapped."""
    tapped, person = await tapped_option(turn, words, FIX), await turn.known_person()
    if tapped is None or person is None:
        return
    question, place = tapped
    targets = question.about["targets"]
    compound = await _compound(turn, targets)
    found = None
    if compound is not None and await with_compound(turn, compound):
        found = read_correction(question.about["text"], grammar_of(turn.chat.address_words), is_unasked=True)
    target = await _target(turn, person, *targets[place])
    if found is None or target is None:
        turn.answer(EXPIRED)
        return
    settle(turn, question, place)
    await apply(turn, found, target)


async def _compound(turn: Turn, targets: list[list[int]]) -> int | None:
    """Return the compound of the requests that were offered."""
    for number, _ in targets:
        request = await turn.store.medications.get(number)
        if request is not None:
            return request.compound_id
    return None


async def _target(turn: Turn, person: int, number: int, item: int) -> Target | None:
    """Return what was tapped, while it is open and theirs."""
    if not number:
        return Target(None)
    request = await turn.store.medications.get(number)
    if request is None or not request.is_open or person not in request.askers:
        return None
    found = next((one for one in request.items if one.id == item), None)
    return Target(request, found) if found is not None or not item else None


async def me_too(turn: Turn, text: str) -> bool:
    """同求 under somebody's request in a group: a request of the speaker's own, of which they are asked in private what
    it is; return whether it was that. Alone it counts right after such a request."""
    message = turn.message
    if message is None or turn.sender is None or turn.chat.compound_id is None or message.version.edited_at:
        return False
    says, residence = says_me_too(text, grammar_of(turn.chat.address_words))
    if not says:
        return False
    if message.reply_to is not None:
        known = await turn.store.messages.at(message.version.address_id, message.reply_to)
        is_meant = known is not None and bool(await turn.store.medications.of_message(known))
    else:
        since = message.version.sent_at - _JUST_NOW
        is_meant = seeks_too(text) and await turn.store.medications.is_asked_since(message.version.address_id, since)
    if not is_meant:
        return False
    person = await turn.person()
    await tell_recorded(turn, person, [await record_anew(turn, residence, person, await keep_message(turn, person))])
    return True


TAPS = {FIX: on_option}
