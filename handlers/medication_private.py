"""配药 (medication) in private: what is written to the bot, for which compound, and words of danger before all else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation import medication as requests
from conversation import medication_alert as alerts
from conversation.consent import PENDING
from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.medication_asker import in_private, on_consent, with_compound
from conversation.reach import private_chat
from conversation.tap import row_ids
from conversation.turn import Turn
from conversation.whereabouts import compounds_of, compounds_open
from domain.medication import Intent, MedicationNeed
from domain.medication_request import days_now
from domain.role import Role
from handlers.medication import call_120, on_asked_how, on_danger, on_needs, show_mine, when
from handlers.medication_alert import take_not_received
from handlers.medication_correction import take_correction
from handlers.medication_end import ask_whether_over
from parsing.check_in import tells_of_silence
from parsing.medication import hears_danger, read_medication
from parsing.medication_detail import asks_how_far, may_end, wants_no_more
from parsing.medication_short import read_short
from rendering import medication as rendering
from storage.compound import Compound

WHERE = "medWhere"
_AGREED = re.compile(r"(?:算了|那就?|好的?|嗯|行|我|还是|[,，。 ])*同意(?:的|了|吧|记)?[。!！]*")
_OTHER_CONSENTS = ("check_in", "refill")
_MOST_BUTTONS = 8
_MOST_BESIDE = 6  # characters beside the name of a compound: 我是桂园的


async def hear_danger(turn: Turn) -> bool:
    """Whatever else was being asked, words of danger are answered first. Return whether that was all there is to a
    message: in private it is."""
    if turn.message is None or turn.sender is None:
        return False
    if turn.chat.kind == "group" and turn.message.reply_to is None:  # it is read anyway, and answers nothing
        return False
    if not hears_danger(turn.message.text):
        return False
    if turn.chat.kind == "group":
        await on_danger(turn, turn.message.text)
        return False
    await wake(turn)
    if read_medication(turn.message.text).needs:
        await take_private(turn)
    return True


async def take_silence(turn: Turn) -> bool:
    """Somebody who looks after no elder tells of one who was not seen for days, or does not open (王奶奶两天没动静了):
    the duty people hear it as words of danger. What is said is the same whether the bot knows of them or not."""
    if turn.message is None or turn.sender is None or not tells_of_silence(turn.message.text):
        return False
    await wake(turn)
    return True


async def wake(turn: Turn) -> None:
    """Answer words of danger in private, and wake the duty people of who speaks."""
    if turn.message is None:
        return
    compounds = await compounds_of(turn, Role.RESIDENT) or await _the_only_one(turn)
    heard = [one for one in compounds if await alerts.can_wake(turn.store, one.id, turn.now)]
    call_120(turn, rendering.CALL_120_FROM_PRIVATE if heard else rendering.CALL_120_ALONE_FROM_PRIVATE)
    for compound in compounds:
        zone, person = ZoneInfo(compound.time_zone), await turn.person()
        await alerts.raise_danger(turn.store, compound.id, person, when(turn, turn.message.text), turn.now, zone)


async def take_private(turn: Turn) -> bool:
    """A message written to the bot: take it if it is about medicine, or says of which compound the one before was."""
    if turn.message is None or turn.sender is None:
        return False
    text = turn.message.text
    if _AGREED.fullmatch(text.strip()) and await _agree(turn):
        return True
    if await take_not_received(turn, text) or await take_correction(turn, text):
        return True
    found = read_medication(text)
    is_question = asks_how_far(text)
    wants = bool(found.needs or read_short(text))
    if not (wants or found.asks_how or is_question):
        if await _names_compound(turn, text):
            return True
        return (may_end(text) or wants_no_more(text)) and await _is_over_somewhere(
            turn, await compounds_of(turn, Role.RESIDENT), text
        )
    compounds = await compounds_of(turn, Role.RESIDENT)
    if is_question and not wants and not compounds:
        turn.say(rendering.NOBODYS)
        return True
    await _take_words(turn, text, compounds or await compounds_open(turn))
    return True


async def _take_words(turn: Turn, text: str, compounds: Sequence[Compound]) -> None:
    """Read somebody's words where it is plain for which compound they are; else ask that, and keep them until then."""
    if len(compounds) == 1:
        await _read_kept(turn, compounds[0].id)
        await with_compound(turn, compounds[0].id)
        await on_own_words(turn, text)
        return
    question = await turn.store.questions.ask(
        None,
        turn.chat.id,
        await turn.person(),
        WHERE,
        {"text": text, "at": turn.now},
        turn.now,
        turn.now + PENDING,
    )
    if not compounds:
        turn.say(rendering.WHERE_IN_THE_COMPOUND)
    elif len(compounds) > _MOST_BUTTONS:
        turn.say("是哪个小区的事？请写小区的名字。")
    else:
        rows = [[Button(one.name, data=f"{WHERE}:{question}:{one.id}")] for one in compounds]
        turn.say("是哪个小区的事？", buttons=rows)


async def _read_kept(turn: Turn, compound_id: int) -> None:
    """Read what who speaks wrote before their compound was known, the first first. The turn is in private."""
    for kept in await turn.store.questions.of_kind(await turn.person(), WHERE):
        turn.store.questions.answered(kept.id)
        if kept.until > turn.now and await with_compound(turn, compound_id):
            await on_own_words(turn, kept.about["text"], kept.about.get("at"))


async def take_kept(turn: Turn) -> None:
    """Somebody has said in a group where they live: what they wrote to the bot before is read now, if that is one
    compound."""
    person = await turn.known_person()
    private = await private_chat(turn.store, person) if person is not None else None
    if person is None or private is None or not await turn.store.questions.of_kind(person, WHERE):
        return
    compounds = await compounds_of(turn, Role.RESIDENT)
    if len(compounds) == 1:
        await _read_kept(in_private(turn, private), compounds[0].id)


async def _names_compound(turn: Turn, text: str) -> bool:
    """The compound was written and not tapped: take it where words wait for it and it names one."""
    person = await turn.known_person()
    if person is None or not await turn.store.questions.of_kind(person, WHERE):
        return False
    said = text.strip(" 。!！")
    mine = await compounds_of(turn, Role.RESIDENT) or await compounds_open(turn)
    named = [one for one in mine if one.name in said and len(said) <= len(one.name) + _MOST_BESIDE]
    if len(named) != 1:
        return False
    await _read_kept(turn, named[0].id)
    return True


async def _the_only_one(turn: Turn) -> list[Compound]:
    """Return the compound of the bot where there is one only: who is known nowhere is of that."""
    compounds = await compounds_open(turn)
    return compounds if len(compounds) == 1 else []


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
    """The compound of a private message was picked; who is known nowhere picks it for all that they wrote."""
    ids = row_ids(words, 2)
    person = await turn.known_person()
    question = await turn.store.questions.get(ids[0], turn.now) if ids is not None else None
    known = await compounds_of(turn, Role.RESIDENT)
    may_be = [one.id for one in known or await compounds_open(turn)]
    is_theirs = question is not None and question.kind == WHERE and question.person_id == person
    if ids is None or question is None or not is_theirs or ids[1] not in may_be or turn.chat.kind != "private":
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    if known:
        turn.store.questions.answered(question.id)
        await with_compound(turn, ids[1])
        await on_own_words(turn, question.about["text"], question.about.get("at"))
    else:
        await _read_kept(turn, ids[1])


async def on_own_words(turn: Turn, text: str, said_at: int | None = None) -> None:
    """What somebody wrote to the bot of medicine, about the compound of the turn; `said_at` where it was before."""
    grammar = grammar_of(turn.chat.address_words)
    found = read_medication(text, grammar)
    if needs := found.needs or read_short(text, grammar):
        await on_needs(turn, tuple(_later(need, turn, said_at or turn.now) for need in needs))
    elif asks_how_far(text):
        await show_mine(turn, "")
    if found.asks_how:
        await on_asked_how(turn, text)


def _later(need: MedicationNeed, turn: Turn, said_at: int) -> MedicationNeed:
    """Return a need that was told then as it is now: its stock has run down since."""
    said_on, today = (datetime.fromtimestamp(at, turn.zone).date() for at in (said_at, turn.now))
    days = days_now(need.days_left, said_on, today)
    return replace(need, days_left=None if days is None else max(0, days))


TAPS = {WHERE: on_compound}
