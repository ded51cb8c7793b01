"""配药 (medication): answers to what the bot asked, in private: a button, a few words, or a picture of the box."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from conversation import medication_refill as refills
from conversation.asking import drop
from conversation.grammar import grammar_of
from conversation.medication import is_home, record
from conversation.medication_ask import ASK, SKIP_REST, Wanted, ask, go_on, skip_rest, without_mark
from conversation.medication_asker import say_done, tell, with_compound
from conversation.medication_correction import correct
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.medication import Drug, Intent
from domain.medication_request import Item, Request
from handlers.medication_end import open_of
from handlers.medication_private import on_own_words, take_private
from parsing import medication_detail as detail
from parsing.medication import read_medication
from parsing.medication_correction import fitting, read_bare, read_correction
from parsing.medication_short import read_answer
from parsing.medicine import medicine_of
from parsing.normalise import normalise
from parsing.residence import find_residences
from rendering import medication as rendering
from rendering.medication import SKIP
from storage.question import Question

_LONGEST = 20  # characters of a strength
_NAMES = ("guess", "name", "drug")
_STRENGTHS = ("strength", "check", "conflict")
_MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: the words of a button (`is_option`) or of a message, about a medicine of a request, if about one."""

    words: str
    request: Request
    item: Item | None
    question: Question
    is_option: bool


async def on_answer(turn: Turn, question: Question, text: str) -> None:
    """Something was written, or a picture sent, while a question was open. What is a need of its own is one."""
    request = await _about(turn, question)
    if request is None or turn.message is None:
        if not _is_its_own(text) or not await take_private(turn):
            turn.say(rendering.NOTHING_HERE)
        return
    if turn.message.photo is not None:
        await _keep_photo(turn, request, turn.message.photo)
        if question.about["field"] != "photo":
            await _put_back(turn, question)
            return
        await _go_on(turn)
    elif _corrects_another(turn, question, text) and await _correct(turn, question, text):
        return
    elif _is_its_own(text) and (question.about["field"] not in _NAMES):
        await _put_back(turn, question)
        await on_own_words(turn, text)
    else:
        await _take(turn, _said(question, request, text, is_option=False))


def _corrects_another(turn: Turn, question: Question, text: str) -> bool:
    """Say whether a message corrects something, or adds to it, other than what is being asked for."""
    found = read_correction(text, grammar_of(turn.chat.address_words))
    if found is None:
        return False
    field: str = question.about["field"]
    if found.strength is not None:
        return field not in _STRENGTHS
    return field != ("place" if found.place is not None else "drug")


async def _correct(turn: Turn, question: Question, text: str) -> bool:
    """Take a correction beside a question, which then waits as it did."""
    mine = await open_of(turn, await turn.person())
    await _put_back(turn, question)
    if await correct(turn, text, mine):
        return True
    await drop(turn, ASK)
    return False


async def on_option(turn: Turn, words: str) -> None:
    """A button under a question: it speaks for who was asked."""
    ids = row_ids(words, 2)
    question = await turn.store.questions.get(ids[0], turn.now) if ids is not None else None
    person = await turn.known_person()
    if question is None or question.kind != ASK or question.person_id != person or turn.message is None or ids is None:
        turn.answer("这个按钮已经过期了")
        return
    options = question.about["options"]
    request = await _about(turn, question)
    if request is None or ids[1] >= len(options) or turn.chat.kind != "private":
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    turn.rewrite(Discreet(f"✓ {options[ids[1]]}"), [], chat_id=turn.chat.id, at=turn.message.place)
    await _take(turn, _said(question, request, options[ids[1]], is_option=True))


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


async def _go_on(turn: Turn) -> None:
    if not await go_on(turn):
        await say_done(turn)


# --- what was said --------------------------------------------------------------------------------------------


async def _take(turn: Turn, said: Said) -> None:
    """Take an answer, or ask again where it cannot be read; then go on."""
    field = said.question.about["field"]
    if said.words == SKIP_REST:
        await skip_rest(turn)
        await _go_on(turn)
        return
    is_passed = said.words == SKIP or (not said.is_option and detail.is_skip(said.words))
    if not is_passed and await _TAKES[field](turn, said):
        return
    await _go_on(turn)


async def _again(turn: Turn, said: Said, words: str) -> bool:
    """Ask the same in other words; return that it was asked."""
    await turn.ask(ASK, words, {**said.question.about, "options": [SKIP]}, options=(SKIP,))
    return True


async def _take_place(turn: Turn, said: Said) -> bool:
    words = turn.chat.address_words
    found = find_residences(normalise(said.words).text, grammar_of(words))
    if len(found) != 1 or not is_home(found[0].value, words):
        return await _again(turn, said, rendering.HOW_TO_PLACE)
    turn.store.medications.settle(said.request.id, found[0].value)
    return False


async def _take_name(turn: Turn, said: Said) -> bool:
    """Which medicine it is: one of the guesses, or a name, perhaps with its strength."""
    if said.item is None:
        return False
    if said.words == "都不是":
        await ask(turn, said.request, Wanted("name", said.item.id, rendering.ask_name(said.item.drug)))
        return True
    old, name = said.item.drug, detail.read_name(said.words)
    generic = said.words if said.words in old.guesses else name.generic
    mention = said.words if said.is_option else name.mention
    drug = Drug(mention, generic, old.strength or name.strength, old.form, old.quantity, old.measure)
    turn.store.medications.set_drug(replace(said.item, drug=drug))
    return False


async def _take_drug(turn: Turn, said: Said) -> bool:
    """Which medicines they are: as many as were written."""
    if not said.request.items:
        turn.store.medications.add_drugs(said.request.id, read_answer(said.words))
    return False


async def _take_strength(turn: Turn, said: Said) -> bool:
    if said.item is not None:
        words = without_mark(said.words).removeprefix("就是 ")
        count = None if said.is_option or detail.read_strength(words) else detail.read_count(words)
        if count is not None and count[1]:  # 两盒 is how many, and no strength
            drug = replace(said.item.drug, quantity=count[0], measure=count[1])
            turn.store.medications.set_drug(replace(said.item, drug=drug))
            options = tuple(one for one in said.question.about["options"] if one != SKIP)
            field = said.question.about["field"]
            await ask(turn, said.request, Wanted(field, said.item.id, rendering.ask_strength(drug), options))
            return True
        strength = words if said.is_option else _strength(words, _known(said.item)) or words[:_LONGEST]
        turn.store.medications.set_drug(replace(said.item, drug=replace(said.item.drug, strength=strength)))
    return False


def _strength(words: str, known: Sequence[str]) -> str | None:
    """Return the strength that words say: 160 and 是160的 are the one of the known that they fit."""
    bare = read_bare(words)
    return detail.read_strength(words) or (fitting(bare, known) if bare is not None else None)


def _known(item: Item) -> Sequence[str]:
    medicine = medicine_of(item.drug.generic) if item.drug.generic is not None else None
    return medicine.strengths if medicine is not None else ()


async def _take_conflict(turn: Turn, said: Said) -> bool:
    """Which of two strengths counts; both are two medicines."""
    first, second, *_ = said.question.about["options"]
    if said.item is not None and "两" in said.words:
        turn.store.medications.add_drugs(said.request.id, [replace(said.item.drug, strength=second)])
    elif said.item is not None:
        strength = said.words if said.words in (first, second) else _strength(said.words, (first, second)) or first
        turn.store.medications.set_drug(replace(said.item, drug=replace(said.item.drug, strength=strength)))
    return False


async def _take_count(turn: Turn, said: Said) -> bool:
    count = detail.read_count(said.words)
    if count is None:
        return await _again(turn, said, rendering.HOW_TO_COUNT)
    if said.item is not None:
        drug = replace(said.item.drug, quantity=count[0], measure=count[1] or said.item.drug.measure or "盒")
        turn.store.medications.set_drug(replace(said.item, drug=drug))
    return False


async def _take_photo(turn: Turn, said: Said) -> bool:
    """Those of last time; words are no picture, and ask for none again, but what they say of the rest is kept."""
    for photo in said.question.about.get("photos", ()) if said.is_option else ():
        turn.store.medications.add_photo(said.request, photo)
    hospital, card = ("", "") if said.is_option else detail.read_rest(said.words)
    for field, words in (("hospital", hospital), ("card", card)):
        if words:
            turn.store.medications.set_field(said.request.id, field, words)
    return False


async def _take_hospital(turn: Turn, said: Said) -> bool:
    words = without_mark(said.words) if said.is_option else detail.read_hospital(said.words)
    turn.store.medications.set_field(said.request.id, "hospital", words)
    return False


async def _take_card(turn: Turn, said: Said) -> bool:
    words = without_mark(said.words) if said.is_option else detail.read_card(said.words)
    turn.store.medications.set_field(said.request.id, "card", words)
    return False


_TAKES: dict[str, Callable[[Turn, Said], Awaitable[bool]]] = {
    "place": _take_place,
    "drug": _take_drug,
    "guess": _take_name,
    "name": _take_name,
    "strength": _take_strength,
    "check": _take_strength,
    "conflict": _take_conflict,
    "count": _take_count,
    "photo": _take_photo,
    "hospital": _take_hospital,
    "card": _take_card,
}


# --- how long one lasts ---------------------------------------------------------------------------------------


async def on_days(turn: Turn, question: Question, text: str) -> None:
    """How many days one of a medicine lasts was written."""
    await _remember(turn, question, text)


async def on_days_option(turn: Turn, words: str) -> None:
    """How many days one of a medicine lasts was tapped."""
    ids = row_ids(words, 2)
    question = await turn.store.questions.get(ids[0], turn.now) if ids is not None else None
    is_theirs = question is not None and question.kind == refills.DAYS
    if ids is None or question is None or not is_theirs or question.person_id != await turn.known_person():
        turn.answer("这个按钮已经过期了")
        return
    options = question.about["options"]
    if ids[1] >= len(options) or turn.message is None or turn.chat.kind != "private":
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    turn.rewrite(Discreet(f"✓ {options[ids[1]]}"), [], chat_id=turn.chat.id, at=turn.message.place)
    await _remember(turn, question, options[ids[1]])


async def _remember(turn: Turn, question: Question, words: str) -> None:
    request = await turn.store.medications.get(question.about["medication"])
    item = next((one for one in request.items if one.id == question.about["item"]), None) if request else None
    if request is None or item is None or not await with_compound(turn, request.compound_id):
        turn.say(rendering.NOTHING_HERE)
        return
    days = detail.read_days(words)
    if days is not None and days <= _MOST_DAYS:
        runs_out = await refills.remember(turn, request, item, days)
        turn.say(rendering.refill_noted(item.drug, runs_out.month, runs_out.day))
    await refills.ask_days(turn, request)


async def on_refill(turn: Turn, words: str) -> None:
    """要，照上次的, or not: by whom it is, once."""
    ids = row_ids(words, 2)
    refill = await turn.store.medication_refills.get(ids[0]) if ids is not None else None
    person = await turn.known_person()
    is_theirs = refill is not None and refill.person_id == person and turn.chat.kind == "private"
    if ids is None or refill is None or person is None or turn.message is None or not is_theirs:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.medication_refills.drop(refill.id)
    await with_compound(turn, refill.compound_id)
    if not ids[1]:
        turn.rewrite("好的，这一种不再提醒。", [], chat_id=turn.chat.id, at=turn.message.place)
        return
    turn.rewrite("好的，照上次的登记。", [], chat_id=turn.chat.id, at=turn.message.place)
    recorded = await record(turn, refills.need_of(refill), person, None)
    for photo in refill.photos:
        turn.store.medications.add_photo(recorded.request, photo)
    await tell(turn, person, [recorded])


ANSWERS = {ASK: on_answer, refills.DAYS: on_days}
PICTURE_ANSWERS = {ASK: on_answer}
TAPS = {ASK: on_option, refills.DAYS: on_days_option, refills.TAP: on_refill}
