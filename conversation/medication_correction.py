"""配药 (medication): what is written to the bot after a request and belongs to it; which is meant is asked in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversation.grammar import grammar_of
from conversation.medication import add_along, is_home, record
from conversation.medication_alert import raise_red
from conversation.medication_asker import ask_what_is_missing, tell
from conversation.medication_news import tell_who_works
from conversation.medication_view import seen_on
from conversation.turn import Turn
from domain.medication import MedicationNeed
from domain.medication_request import Item, Request, State, is_same_drug
from domain.residence import Residence
from parsing.medication_correction import Correction, fitting, has_unit, read_correction
from parsing.medication_rest import tells_of
from parsing.medicine import strengths_of
from rendering import medication as rendering
from rendering.line import one_line

FIX = "medFix"  # the kind of question
_SECONDS = 24 * 3600
_OPEN = (State.REGISTERED, State.COLLECTED)
_ANEW = "另外一件"
_MOST = 8
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Target:
    """What a correction may be about: a request, or a medicine of it; no request: one of its own."""

    request: Request | None
    item: Item | None = None


async def correct(turn: Turn, text: str, mine: Sequence[Request], asked: Request | None = None) -> bool:
    """Take what was written about the open requests of who speaks, the newest first, if it corrects or adds something;
    return whether it does. The turn is in private, about one compound; `asked`: what they are being asked about."""
    found = read_correction(text, grammar_of(turn.chat.address_words), is_unasked=asked is None)
    if found is None or not mine:
        return False
    is_here = asked is not None and any(each is not None for each in (found.fact, found.count, found.rest))
    targets = _targets(found, [asked] if is_here and asked is not None else mine, turn.chat.address_words)
    if not targets:
        return False
    if len(targets) == 1:
        await apply(turn, found, targets[0])
        return True
    shown = targets[:_MOST]
    about = {"text": text, "targets": [[one.request.id if one.request else 0, _item(one)] for one in shown]}
    options = tuple(_label(one) for one in shown)
    await turn.ask(FIX, rendering.WHICH, {**about, "options": list(options)}, seconds=_SECONDS, options=options)
    return True


def _targets(found: Correction, mine: Sequence[Request], address_words: str) -> list[Target]:
    """Return what a correction may be about."""
    if found.place is not None:
        return [Target(one) for one in mine] if is_home(_whole(found.place, mine[0]), address_words) else []
    if found.strength is not None:
        return _of_strength(found, mine)
    if found.fact is not None:
        return [Target(one) for one in mine]
    if found.instead is not None:
        every = [Target(one, item) for one in mine for item in one.items]
        of = found.of
        return [one for one in every if of is None or (one.item is not None and is_same_drug(one.item.drug, of))]
    if found.rest is not None:
        return _of_rest(found.rest, mine)
    if found.count is not None:
        return [Target(one, item) for one in mine for item in one.items]
    patient = found.more.patient if found.more is not None else None
    along = [one for one in mine if one.state in _OPEN and patient in (None, one.patient)]
    if len(along) == 1 and (patient is not None or len(mine) == 1):
        return [Target(along[0])]
    return [*(Target(one) for one in along), Target(None)]


def _of_rest(rest: MedicationNeed, mine: Sequence[Request]) -> list[Target]:
    """Return what an amount without a name may be of. A home alone is told only where there was none: to change it is
    said with a word for that."""
    if tells_of(rest) == {"place"}:
        return [Target(one) for one in mine if one.residence is None or one.residence.room is None]
    return [Target(one, item) for one in mine for item in one.items]


def _of_strength(found: Correction, mine: Sequence[Request]) -> list[Target]:
    """Return the medicines that a strength may be of: that named, else those that there are with it; a number without
    a unit that fits none is no strength."""
    every = [Target(one, item) for one in mine for item in one.items]
    if found.of is not None:
        every = [one for one in every if one.item is not None and is_same_drug(one.item.drug, found.of)]
    known = [one for one in every if one.item is not None and _fits(found.strength or "", one.item)]
    return known or (every if has_unit(found.strength or "") else [])


def _fits(said: str, item: Item) -> bool:
    known = strengths_of(item.drug.generic)
    return any(fitting(said, [one]) == one or said.lower() == one.lower() for one in known)


async def apply(turn: Turn, found: Correction, target: Target) -> None:
    """Take a correction over into what it is about, tell its person and who works on it, and go on asking."""
    person, request = await turn.person(), target.request
    if found.more is not None:
        added = await add_along(turn, request, found.more, person) if request is not None else None
        recorded = added or await record(turn, found.more, person, None)
        await tell(turn, person, [recorded])
        if added is not None:
            await tell_who_works(turn, added.request, person)
        return
    if request is None:
        return
    if found.fact is not None:
        turn.store.medications.change(request.id, found.fact, turn.now)
    elif found.rest is not None:
        await _take_rest(turn, found.rest, request, target.item)
    elif found.instead is not None and target.item is not None:
        old = target.item.drug
        drug = replace(found.instead, quantity=found.instead.quantity or old.quantity)
        measure = found.instead.measure if found.instead.quantity is not None else old.measure
        turn.store.medications.drop_drug(target.item.id)
        turn.store.medications.add_drugs(request.id, [replace(drug, measure=measure)])
    elif found.place is not None:
        turn.store.medications.settle(request.id, _whole(found.place, request))
    elif found.count is not None and target.item is not None:
        drug = replace(target.item.drug, quantity=found.count.value, measure=found.count.measure)
        turn.store.medications.set_drug(replace(target.item, drug=drug))
    elif target.item is not None:
        strength = fitting(found.strength or "", strengths_of(target.item.drug.generic))
        drug = replace(target.item.drug, strength=strength or found.strength)
        turn.store.medications.set_drug(replace(target.item, drug=drug))
    turn.store.medication_team.note(request.id, "changed", turn.now, person)
    now = await turn.store.medications.get(request.id) or request
    turn.say(rendering.corrected(seen_on(now, turn.now, turn.zone)))
    await raise_red(turn.store, now, turn.now, turn.zone)
    await tell_who_works(turn, now, person)
    await ask_what_is_missing(turn)


async def _take_rest(turn: Turn, rest: MedicationNeed, request: Request, item: Item | None) -> None:
    told = rest.drugs[0]
    if item is not None and (told.strength is not None or told.quantity is not None):
        is_counted = told.quantity is not None
        drug = replace(
            item.drug,
            strength=told.strength or item.drug.strength,
            quantity=told.quantity if is_counted else item.drug.quantity,
            measure=told.measure if is_counted else item.drug.measure,
        )
        turn.store.medications.set_drug(replace(item, drug=drug))
    if rest.days_left is not None:
        turn.store.medications.change(request.id, replace(rest, drugs=(), residence=None), turn.now)
    has_home = request.residence is not None and request.residence.room is not None
    if rest.residence is not None and not has_home and is_home(rest.residence, turn.chat.address_words):
        turn.store.medications.settle(request.id, rest.residence)


def _whole(said: Residence, request: Request) -> Residence:
    """Return a home as it is corrected: of a room alone the building stays."""
    before = request.residence
    if said.building is None and before is not None:
        return replace(before, room=said.room)
    return said


def _item(target: Target) -> int:
    return target.item.id if target.item is not None else 0


def _label(target: Target) -> str:
    if target.request is None:
        return _ANEW
    items = [target.item] if target.item is not None else target.request.items
    names = "、".join(item.drug.mention for item in items)
    return one_line(f"{rendering.whose(target.request)} {names}", _LONGEST)
