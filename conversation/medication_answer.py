"""配药 (medication): what an answer to the bot's question says, taken over into the request it is about."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from conversation.grammar import grammar_of
from conversation.medication import is_home
from conversation.medication_ask import ASK, SECONDS, SKIP_REST, Wanted, ask, go_on, skip_rest, usual_unit, without_mark
from conversation.medication_asker import say_done
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.medication import Drug
from domain.medication_request import Item, Request
from parsing import medication_detail as detail
from parsing.medication_correction import fitting, read_bare
from parsing.medication_short import read_answer, read_wish
from parsing.medicine import strengths_of
from parsing.normalise import normalise
from parsing.residence import find_residences
from rendering import medication as rendering
from rendering import medication_question as questions
from rendering.medication import SKIP
from storage.question import Question

_LONGEST = 20  # characters of a strength
_NAMES = ("guess", "name", "drug")
_MAY_GIVE_UP = ("place", *_NAMES, "strength", "check", "count", "hospital")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: the words of a button (`is_option`) or of a message, about a medicine of a request, if about one."""

    words: str
    request: Request
    item: Item | None
    question: Question
    is_option: bool


async def go_on_or_end(turn: Turn) -> None:
    """Ask the next thing that is missing; say that all is told where nothing is."""
    if not await go_on(turn):
        await say_done(turn)


async def take(turn: Turn, said: Said) -> None:
    """Take an answer, or ask again where it cannot be read; then go on."""
    field = said.question.about["field"]
    if said.words == SKIP_REST:
        await skip_rest(turn)
        await go_on_or_end(turn)
        return
    is_passed = said.words == SKIP or (not said.is_option and detail.is_skip(said.words))
    is_passed = is_passed or (not said.is_option and field in _MAY_GIVE_UP and detail.gives_up(said.words))
    if not is_passed and (await _take_for_another(turn, said) or await _TAKES[field](turn, said)):
        return
    await go_on_or_end(turn)


async def _again(turn: Turn, said: Said, words: str | Discreet) -> bool:
    """Ask the same in other words, with the buttons it had; return that it was asked."""
    about = said.question.about
    await turn.ask(ASK, words, about, seconds=SECONDS, options=about["options"])
    return True


async def _take_for_another(turn: Turn, said: Said) -> bool:
    """An answer that belongs to another question is kept there, and the question asked again; return whether it was
    one: a medicine where the home was asked for, a home or an amount where a medicine was."""
    field, grammar = said.question.about["field"], grammar_of(turn.chat.address_words)
    if said.is_option:
        return False
    places = find_residences(normalise(said.words).text.strip(), grammar)
    if field == "place" and not places:
        unnamed = next((one for one in said.request.items if one.drug.generic is None), None)
        name = detail.read_name(said.words)
        if name.generic is None or (said.request.items and unnamed is None):
            return False
        if unnamed is None:
            turn.store.medications.add_drugs(said.request.id, read_answer(said.words))
        else:
            await _name(turn, replace(said, item=unnamed))
        return await _again(turn, said, questions.ask_place(said.request))
    if field in ("strength", "check", "count") and said.item is not None and detail.names_one(said.words):
        return await _refine(turn, said, said.item)
    if field == "hospital" and detail.says_card(said.words):
        turn.store.medications.set_field(said.request.id, "card", detail.read_card(said.words))
        return await _again(turn, said, questions.ask_hospital(said.request))
    if field == "card" and detail.says_hospital(said.words):
        turn.store.medications.set_field(said.request.id, "hospital", detail.read_hospital(said.words))
        return await _again(turn, said, questions.ask_card(said.request))
    if field not in _NAMES:
        return False
    again = questions.ask_name(said.item.drug) if said.item is not None else questions.ASK_DRUG
    if len(places) == 1 and len(said.words) <= places[0].end - places[0].start + 1:
        turn.store.medications.settle(said.request.id, places[0].value)
        return await _again(turn, said, again)
    if said.item is not None and detail.is_amount(said.words):
        turn.store.medications.set_drug(replace(said.item, drug=_with_amount(said.item.drug, said.words)))
        return await _again(turn, said, again)
    return False


async def _refine(turn: Turn, said: Said, item: Item) -> bool:
    """A medicine was named where an amount of one was asked for: of a family (胰岛素) it is that one; of another it is
    told how to add it."""
    name = detail.read_name(said.words)
    if name.generic == item.drug.generic:
        return False
    if name.generic is None or item.drug.generic is None or item.drug.generic not in name.generic:
        turn.say(rendering.ONE_MORE)
        return await _again(turn, said, _anew(said, item.drug))
    drug = replace(item.drug, mention=name.mention, generic=name.generic)
    turn.store.medications.set_drug(replace(item, drug=drug))
    return await _again(turn, said, _anew(said, drug))


def _anew(said: Said, drug: Drug) -> Discreet:
    """Return the question for an amount once more."""
    return (
        questions.ask_count(drug, usual_unit(drug))
        if said.question.about["field"] == "count"
        else questions.ask_strength(drug)
    )


def _with_amount(drug: Drug, words: str) -> Drug:
    strength = detail.read_strength(words)
    count = detail.read_count(words) if strength is None else None
    if count is not None:
        return replace(drug, quantity=count[0], measure=count[1])
    return replace(drug, strength=strength or drug.strength)


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
        await ask(turn, said.request, Wanted("name", said.item.id, questions.ask_name(said.item.drug)))
        return True
    await _name(turn, said)
    return False


async def _name(turn: Turn, said: Said) -> None:
    if said.item is None:
        return
    old, name = said.item.drug, detail.read_name(said.words)
    generic = said.words if said.words in old.guesses else name.generic
    mention = said.words if said.is_option else name.mention
    drug = Drug(mention, generic, old.strength or name.strength, old.form, old.quantity, old.measure)
    turn.store.medications.set_drug(replace(said.item, drug=drug))


async def _take_drug(turn: Turn, said: Said) -> bool:
    """Which medicines they are: as many as were written."""
    if not said.request.items:
        turn.store.medications.add_drugs(said.request.id, read_answer(said.words))
        for need in read_wish(said.words, grammar_of(turn.chat.address_words)):
            turn.store.medications.change(said.request.id, need, turn.now)
            if need.residence is not None and said.request.residence is None:
                turn.store.medications.settle(said.request.id, need.residence)
    return False


async def _take_strength(turn: Turn, said: Said) -> bool:
    if said.item is not None and not said.is_option and detail.tells_dose(said.words):
        return await _again(turn, said, rendering.HOW_TO_STRENGTH)
    if said.item is not None and not said.is_option and detail.wants_another(said.words):
        turn.say(rendering.ONE_MORE)
        return await _again(turn, said, _anew(said, said.item.drug))
    if said.item is not None:
        words = without_mark(said.words).removeprefix("就是 ")
        count = None if said.is_option or detail.read_strength(words) else detail.read_count(words)
        if count is not None and count[1]:  # 两盒 is how many, and no strength
            drug = replace(said.item.drug, quantity=count[0], measure=count[1])
            turn.store.medications.set_drug(replace(said.item, drug=drug))
            options = tuple(one for one in said.question.about["options"] if one != SKIP)
            field = said.question.about["field"]
            await ask(turn, said.request, Wanted(field, said.item.id, questions.ask_strength(drug), options))
            return True
        strength = words if said.is_option else _strength(words, strengths_of(said.item.drug.generic))
        if strength is None and not re.search(r"[0-9一二两三四五六七八九十百半]", words):
            return await _again(turn, said, rendering.HOW_TO_STRENGTH)
        strength = strength or words[:_LONGEST]
        turn.store.medications.set_drug(replace(said.item, drug=replace(said.item.drug, strength=strength)))
    return False


def _strength(words: str, known: Sequence[str]) -> str | None:
    """Return the strength that words say: 160 and 是160的 are the one of the known that they fit."""
    bare = read_bare(words)
    return detail.read_strength(words) or (fitting(bare, known) if bare is not None else None)


async def _take_conflict(turn: Turn, said: Said) -> bool:
    """Which of two strengths counts; both are two medicines."""
    first, second, *_ = said.question.about["options"]
    if said.item is not None and "两" in said.words:
        turn.store.medications.add_drugs(said.request.id, [replace(said.item.drug, strength=second)])
    elif said.item is not None:
        strength = said.words if said.words in (first, second) else _strength(said.words, (first, second))
        if strength is None:
            return await _again(turn, said, questions.ask_which_strength(said.item.drug, second))
        turn.store.medications.set_drug(replace(said.item, drug=replace(said.item.drug, strength=strength)))
    return False


async def _take_count(turn: Turn, said: Said) -> bool:
    if said.item is not None and not said.is_option and detail.read_strength(said.words):
        drug = _with_amount(said.item.drug, said.words)
        turn.store.medications.set_drug(replace(said.item, drug=drug))
        return await _again(turn, said, questions.ask_count(drug, usual_unit(drug)))
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
    only = said.request.items[0] if len(said.request.items) == 1 else None
    if only is not None and not said.is_option and (count := detail.read_count(said.words)) and count[1]:
        drug = replace(only.drug, quantity=count[0], measure=count[1])
        turn.store.medications.set_drug(replace(only, drug=drug))
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
