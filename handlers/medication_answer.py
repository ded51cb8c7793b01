"""配药 (medication): answers to what the bot asked, in private: a button, a few words, or a picture of the box."""

from conversation.asking import EXPIRED, drop, settle, tapped_option
from conversation.grammar import grammar_of
from conversation.medication_answer import Said, go_on_or_end, take
from conversation.medication_ask import ASK
from conversation.medication_asker import with_compound
from conversation.medication_correction import correct
from conversation.turn import Turn
from domain.medication import Intent
from domain.medication_request import Request
from handlers.check_in_asked_after import is_worried
from handlers.medication_alert import take_not_received
from handlers.medication_end import ask_whether_over, open_of
from handlers.medication_private import on_own_words, take_private
from parsing import medication_detail as detail
from parsing.medication import read_medication
from parsing.medication_correction import has_unit, read_correction
from rendering import medication as rendering
from storage.question import Question

_NAMES = ("guess", "name", "drug")
_FREE = ("photo", "hospital", "card")  # whatever is written there would be kept as it is
_STRENGTHS = ("strength", "check", "conflict")


async def on_answer(turn: Turn, question: Question, text: str) -> None:
    """Something was written, or a picture sent, while a question was open. What is a need of its own is one."""
    request = await _about(turn, question)
    if request is None or turn.message is None:
        if not _is_its_own(text) or not await take_private(turn):
            turn.say(rendering.NOTHING_HERE)
        return
    if await is_worried(turn, text) or await take_not_received(turn, text):
        await _put_back(turn, question)
        return
    if turn.message.photo is not None:
        await _keep_photo(turn, request, turn.message.photo)
        if question.about["field"] != "photo":
            await _put_back(turn, question)
            return
        await go_on_or_end(turn)
    elif detail.is_polite(text):
        await _put_back(turn, question)
        turn.say(rendering.NO_HURRY)
    elif _corrects_another(turn, question, text) and await _correct(turn, question, request, text):
        return
    elif _is_its_own(text) and (question.about["field"] not in _NAMES):
        await _put_back(turn, question)
        await on_own_words(turn, text)
    elif question.about["field"] in _FREE and detail.is_talk(text):
        await _put_back(turn, question)
        turn.say(rendering.NOT_MINE)
    elif question.about["field"] in _FREE and detail.names_one(text):
        await _put_back(turn, question)
        turn.say(rendering.ONE_MORE)
    elif detail.wants_no_more(text):
        await _put_back(turn, question)
        await ask_whether_over(turn, text)
    else:
        await take(turn, _said(question, request, text, is_option=False))


def _corrects_another(turn: Turn, question: Question, text: str) -> bool:
    """Say whether a message corrects something, or adds to it, other than what is being asked for."""
    found = read_correction(text, grammar_of(turn.chat.address_words))
    if found is None:
        return False
    field: str = question.about["field"]
    if found.strength is not None:
        return field not in ((*_STRENGTHS, *_NAMES, "count") if has_unit(found.strength) else _STRENGTHS)
    if found.rest is not None:
        return True
    if found.instead is not None:
        return field not in _NAMES
    if found.fact is not None:
        return True
    if found.count is not None:
        return field != "count"
    return field != ("place" if found.place is not None else "drug")


async def _correct(turn: Turn, question: Question, request: Request, text: str) -> bool:
    """Take a correction beside a question, which then waits as it did."""
    mine = await open_of(turn, await turn.person())
    await _put_back(turn, question)
    if await correct(turn, text, mine, request):
        return True
    await drop(turn, ASK)
    return False


async def on_option(turn: Turn, words: str) -> None:
    """A button under a question: it speaks for who was asked."""
    tapped = await tapped_option(turn, words, ASK)
    if tapped is None:
        return
    question, place = tapped
    request = await _about(turn, question)
    if request is None:
        turn.answer(EXPIRED)
        return
    await take(turn, _said(question, request, settle(turn, question, place), is_option=True))


async def take_picture(turn: Turn) -> bool:
    """A picture in private that nobody asked for just now: of the box of what was asked for last, if there is such."""
    person = await turn.known_person()
    if turn.message is None or turn.message.photo is None or person is None:
        return False
    for compound in await turn.store.medications.compounds(person):
        for request in await turn.store.medications.of_person(compound, person):
            if request.is_open and request.is_held and "photo" in request.asked:
                await _keep_photo(turn, request, turn.message.photo)
                return True
    return False


async def _about(turn: Turn, question: Question) -> Request | None:
    """Return the request of a question, with the turn about its compound."""
    request = await turn.store.medications.get(question.about["medication"])
    if request is None or not request.is_open or not await with_compound(turn, request.compound_id):
        return None
    return request


def _said(question: Question, request: Request, words: str, *, is_option: bool) -> Said:
    item = next((one for one in request.items if one.id == question.about["item"]), None)
    return Said(words.strip(), request, item, question, is_option)


def _is_its_own(text: str) -> bool:
    """Say whether a message tells of a need, or asks something, and answers nothing."""
    found = read_medication(text)
    is_update = any(need.intent in (Intent.CANCELLED, Intent.FULFILLED) for need in found.needs)
    has_drugs = any(need.drugs for need in found.needs)
    return is_update or has_drugs or found.asks_how or detail.asks_how_far(text)


async def _put_back(turn: Turn, question: Question) -> None:
    """The question was not answered, and waits as it did."""
    number = await turn.store.questions.ask(
        turn.chat.compound_id, turn.chat.id, question.person_id, question.kind, question.about, turn.now, question.until
    )
    if question.place is not None:
        turn.store.questions.stands(number, question.place)


async def _keep_photo(turn: Turn, request: Request, photo: str) -> None:
    turn.store.medications.add_photo(request, photo)
    turn.say(rendering.PHOTO_KEPT)


ANSWERS = {ASK: on_answer}
PICTURE_ANSWERS = {ASK: on_answer}
TAPS = {ASK: on_option}
