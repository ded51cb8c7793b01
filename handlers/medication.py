"""配药 (medication): what is said of medicine in a group or in private; nothing of it is answered in the group."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from conversation import medication as requests
from conversation import medication_alert as alerts
from conversation.command import Command
from conversation.consent import PENDING
from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.medication import Recorded
from conversation.medication_asker import LINK, agree_button, in_private, on_consent, on_link, tell, with_compound
from conversation.medication_offer import look_for_offers, record_offer
from conversation.medication_view import seen_on
from conversation.reach import answerable, private_chat, private_chats
from conversation.tap import row_ids
from conversation.turn import ASK_SECONDS, Turn
from conversation.whereabouts import compounds_of
from domain.medication import Intent, MedicationNeed
from domain.role import Role, Team
from handlers.medication_end import ask_whether_over, on_update, open_of, receipt, withdraw
from parsing.medication import MedicationReading, read_medication
from parsing.medication_detail import asks_how_far, may_end
from parsing.medication_short import read_short
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from storage.compound import Compound
from storage.outbox import Lane, Outgoing

WHERE = "medWhere"
_WITHDRAWN = "撤回"
_AGREED = ("同意", "我同意", "同意的", "好的同意")
_OTHER_CONSENTS = ("check_in", "refill")
_UPDATES = (Intent.FULFILLED, Intent.CANCELLED)
_DAY = 24 * 3600
_FRESH = 900  # seconds in which an edit still says what is the matter now
_LATE = 600


async def on_reading(turn: Turn, found: MedicationReading | None, text: str) -> None:
    """A message of a group, new or edited: record what it asks for, offers or tells. Talk leaves no trace."""
    if turn.message is None or turn.sender is None or turn.chat.compound_id is None:
        return
    found = found or MedicationReading()
    if found.danger:
        await on_danger(turn, text)
    if turn.message.version.edited_at:
        await _on_edit(turn, found)
    elif found.needs:
        await _on_needs(turn, found.needs)
    elif asks_how_far(text):
        await _say_how_far(turn)
    elif text.strip(" 。!！") == _WITHDRAWN:
        await withdraw(turn)
    elif may_end(text) and await ask_whether_over(turn, text):
        return
    elif found.asks_how and text != turn.message.text:  # it calls the bot by its name
        await on_asked_how(turn, text)


async def on_asked_how(turn: Turn, text: str) -> None:
    """Somebody asks the bot how to take something: people answer that, never the bot."""
    person = await turn.person()
    private = await private_chat(turn.store, person)
    if private is not None:
        in_private(turn, private).say(rendering.NO_ADVICE)
    compound = turn.chat.compound_id or 0
    where = await alerts.lives(turn.store, compound, person)
    duty = await answerable(turn.store, compound, Team.MEDICINE, turn.now)
    for chat in (await private_chats(turn.store, duty)).values():
        name = turn.sender.name if turn.sender is not None else ""
        turn.say(team_rendering.asked_how(name, where, text), chat=chat, can_wait=True)


async def on_danger(turn: Turn, text: str) -> None:
    """Somebody's life may be in danger: say 120 at once, naming nobody, and wake the duty people."""
    person = await turn.person() if turn.sender is not None else None  # None: an anonymous administrator
    compound = turn.chat.compound_id or 0
    if turn.message is None or turn.message.version.edited_at > turn.message.version.sent_at + _FRESH:
        return
    if await alerts.raise_danger(turn.store, compound, person, _when(turn, text), turn.now, turn.zone):
        is_heard = await alerts.can_wake(turn.store, compound, turn.now)
        _call_120(turn, rendering.CALL_120 if is_heard else rendering.CALL_120_ALONE)


def _when(turn: Turn, text: str) -> str:
    """Return words of danger, with the time at which they were said where they come late."""
    said_at = turn.said_at
    return text if turn.now - said_at.timestamp() < _LATE else f"{said_at:%H:%M} {text}"


def _call_120(turn: Turn, words: str) -> None:
    """Say 120 before whatever else waits in the chat, however much its writer has written."""
    place = turn.message.place if turn.message is not None else None
    turn.file(Outgoing("sendMessage", Lane.ALARM, turn.chat.id, {"text": words}, about=place))


# --- what is needed -------------------------------------------------------------------------------------------


async def _on_needs(turn: Turn, needs: tuple[MedicationNeed, ...]) -> None:
    """Record each need of a new message."""
    person = await turn.person()
    message = await _message(turn, person)
    wishes = [need for need in needs if need.intent is Intent.REQUEST]
    if wishes:
        await _tell(turn, person, [await requests.record(turn, need, person, message) for need in wishes])
    for need in needs:
        if need.intent is Intent.OFFER and await record_offer(turn, person, need, message):
            receipt(turn, "🤝")
        elif need.intent in _UPDATES:
            await on_update(turn, need, person)


async def _on_edit(turn: Turn, found: MedicationReading) -> None:
    """An edited message: what it says now takes the place of what it said before."""
    if turn.message is None:
        return
    version = turn.message.version
    known = await turn.store.messages.at(version.address_id, version.number)
    before = await turn.store.medications.of_message(known) if known is not None else []
    wishes = [need for need in found.needs if need.intent is Intent.REQUEST]
    if not before and not wishes:
        return
    person = await turn.person()
    message = await _message(turn, person)
    if message is not None:
        await _tell(turn, person, await requests.restate(turn, found.needs, person, message))
        receipt(turn, "💊" if wishes else None)


async def _message(turn: Turn, person: int) -> int | None:
    """Return our id of the message of the turn, kept from now on; None in private, and for an old version."""
    if turn.message is None or turn.chat.kind != "group":
        return None
    version = turn.message.version
    return await turn.store.messages.keep(version, person) or await turn.store.messages.current(version)


async def _tell(turn: Turn, person: int, recorded: list[Recorded]) -> None:
    receipt(turn, "💊")
    for one in recorded:
        await alerts.raise_red(turn.store, one.request, turn.now, turn.zone)
        if not one.is_joined:
            await look_for_offers(turn, one.request)
    if recorded:
        await tell(turn, person, recorded)


# --- how far it is --------------------------------------------------------------------------------------------


async def _say_how_far(turn: Turn) -> None:
    """到哪一步了: answered to the asker alone, and only to who has asked for something."""
    person = await turn.known_person()
    if person is None or not await open_of(turn, person):
        return
    private = await private_chat(turn.store, person)
    if private is not None:
        receipt(turn, "👌")
        await show_mine(in_private(turn, private), "")


async def show_mine(turn: Turn, words: str) -> None:
    """我的配药, in private: where one's own requests stand."""
    mine = await turn.store.medications.of_person(turn.chat.compound_id or 0, await turn.person())
    shown = [one for one in mine if one.is_open or turn.now - (one.ended_at or 0) < 7 * _DAY]
    waits = any(one.is_open and not one.is_held for one in shown)
    rows = [[agree_button(turn.chat.compound_id or 0)]] if waits else []
    turn.say(rendering.standing([seen_on(one, turn.now, turn.zone) for one in reversed(shown)]), buttons=rows)


# --- in private -----------------------------------------------------------------------------------------------


async def hear_danger(turn: Turn) -> bool:
    """Whatever else was being asked, words of danger are answered first. Return whether that was all there is to a
    message: in private it is."""
    if turn.message is None or turn.sender is None:
        return False
    if turn.chat.kind == "group" and turn.message.reply_to is None:  # it is read anyway, and answers nothing
        return False
    if not read_medication(turn.message.text).danger:
        return False
    if turn.chat.kind == "group":
        await on_danger(turn, turn.message.text)
        return False
    compounds = await compounds_of(turn, Role.RESIDENT)
    heard = [one for one in compounds if await alerts.can_wake(turn.store, one.id, turn.now)]
    _call_120(turn, rendering.CALL_120_FROM_PRIVATE if heard else rendering.CALL_120_ALONE_FROM_PRIVATE)
    for compound in compounds:
        zone, person = ZoneInfo(compound.time_zone), await turn.person()
        await alerts.raise_danger(turn.store, compound.id, person, _when(turn, turn.message.text), turn.now, zone)
    if read_medication(turn.message.text).needs:
        await take_private(turn)
    return True


async def take_private(turn: Turn) -> bool:
    """A message written to the bot: take it if it is about medicine. Which compound it is for is asked of those who
    have several."""
    if turn.message is None or turn.sender is None:
        return False
    text = turn.message.text
    if text.strip(" 。!！") in _AGREED and await _agree(turn):
        return True
    found = read_medication(text)
    is_question = asks_how_far(text)
    wants = bool(found.needs or read_short(text))
    if not (wants or found.asks_how or is_question or may_end(text)):
        return False
    compounds = await compounds_of(turn, Role.RESIDENT)
    if not (wants or found.asks_how or is_question):
        return await _is_over_somewhere(turn, compounds, text)
    if not compounds:
        turn.say(rendering.WHERE_IN_THE_COMPOUND)
    elif len(compounds) == 1:
        await with_compound(turn, compounds[0].id)
        await on_own_words(turn, text)
    else:
        question = await turn.store.questions.ask(
            None, turn.chat.id, await turn.person(), WHERE, {"text": text}, turn.now, turn.now + ASK_SECONDS
        )
        rows = [[Button(one.name, data=f"{WHERE}:{question}:{one.id}")] for one in compounds]
        turn.say("是哪个小区的事？", buttons=rows)
    return True


async def _agree(turn: Turn) -> bool:
    """同意 was written and not tapped: it counts where one question about medicine waits for it, and no other does."""
    person = await turn.person()
    waiting = [
        (compound.id, subject)
        for compound in await compounds_of(turn, Role.RESIDENT)
        for subject in (requests.CONSENT, *_OTHER_CONSENTS)
        if (known := await turn.store.consents.get(compound.id, person, subject)) is not None
        and not known.is_given
        and turn.now < known.asked_at + PENDING
    ]
    if len(waiting) != 1 or waiting[0][1] != requests.CONSENT:
        return False
    turn.store.consents.give(waiting[0][0], person, requests.CONSENT, turn.now)
    turn.say(rendering.AGREED)
    await on_consent(turn, waiting[0][0])
    return True


async def take_edit(turn: Turn) -> None:
    """A message to the bot was edited: what it asks for now is said again, and joins what was asked for."""
    if turn.message is None or turn.sender is None or await hear_danger(turn):
        return
    needs = read_medication(turn.message.text).needs or read_short(turn.message.text)
    if any(need.intent is Intent.REQUEST for need in needs):
        await take_private(turn)


async def _is_over_somewhere(turn: Turn, compounds: Sequence[Compound], text: str) -> bool:
    """Say whether what was written may end something that was asked for; then that is asked back."""
    for compound in compounds:
        if await with_compound(turn, compound.id) and await ask_whether_over(turn, text):
            return True
    return False


async def on_compound(turn: Turn, words: str) -> None:
    """The compound of a private message was picked."""
    ids = row_ids(words, 2)
    person = await turn.known_person()
    question = await turn.store.questions.get(ids[0], turn.now) if ids is not None else None
    mine = [one.id for one in await compounds_of(turn, Role.RESIDENT)]
    is_theirs = question is not None and question.kind == WHERE and question.person_id == person
    if ids is None or question is None or not is_theirs or ids[1] not in mine or not await with_compound(turn, ids[1]):
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    await on_own_words(turn, question.about["text"])


async def on_own_words(turn: Turn, text: str) -> None:
    """What somebody wrote to the bot of medicine, about the compound of the turn."""
    grammar = grammar_of(turn.chat.address_words)
    found = read_medication(text, grammar)
    if needs := found.needs or read_short(text, grammar):
        await _on_needs(turn, needs)
    elif asks_how_far(text):
        await show_mine(turn, "")
    elif found.asks_how:
        await on_asked_how(turn, text)


COMMANDS = (
    Command(
        "mymed",
        alias="我的配药",
        summary="看自己要配的药到哪一步了",
        run=show_mine,
        help="您登记的药到哪一步了，只发给您自己。要配药，直接写：药名、规格、几盒、还能吃几天。",
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {WHERE: on_compound}
LINKS = {LINK: on_link}
