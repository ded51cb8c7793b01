"""配药 (medication): recording what a message asks for, offers or tells; the same need told twice is one request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversation.consent import PENDING
from conversation.grammar import grammar_of
from conversation.medication_news import tell_who_works
from conversation.turn import Turn
from domain.due import Due
from domain.household import place_key
from domain.medication import Drug, Intent, MedicationNeed
from domain.medication_request import Item, Outcome, Request, State, is_same_drug, is_same_strength
from domain.residence import Residence

CONSENT = "medicine"  # the subject of consent
EXPIRE = "medication expiry"
_TOGETHER = (State.REGISTERED, State.COLLECTED)  # until then another medicine may go along


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a need: the request, whether it was there before, and the medicines whose strength was told
    otherwise before."""

    request: Request
    is_joined: bool = False
    conflicts: tuple[tuple[Item, Drug], ...] = ()


async def at_home(turn: Turn, person: int, said: Residence | None) -> Residence | None:
    """Return the home that a need is for: as said, the building filled in where only the room was; said nowhere, the
    one in which who speaks lives."""
    compound = turn.chat.compound_id or 0
    homes = []
    for residency in await turn.store.residencies.of(compound, person):
        household = await turn.store.households.get(residency.household_id)
        if household is not None:
            homes.append(household.entry.residence)
    if said is None:
        return homes[0] if len(homes) == 1 else None
    if said.building is None and said.room is not None:
        building = next((home.building for home in homes if home.room == said.room), turn.chat.building)
        return replace(said, building=building)
    if said.room is None:
        mine = [home for home in homes if home.building == said.building]
        return mine[0] if len(mine) == 1 else said
    return said


def is_home(residence: Residence | None, address_words: str) -> bool:
    """Say whether a place is one where something can be brought to."""
    if residence is None or residence.building is None:
        return False
    return residence.room is not None or grammar_of(address_words).villas


async def record(turn: Turn, need: MedicationNeed, person: int, message: int | None) -> Recorded:
    """Record a request for medicine, or join it with the open one of that household for the same medicine. Who may not
    see that one has a request of their own, so that nothing they hear tells whether there is another; the team does."""
    need = replace(need, residence=await at_home(turn, person, need.residence))
    for request in await _candidates(turn, need, person):
        if _is_for_another(request, need, person):
            continue
        is_same = not need.drugs or not request.items or any(_match(request, drug) for drug in need.drugs)
        if is_same and await _may_see(turn, request, person):
            return await _join(turn, request, need, person)
    return Recorded(await _got(turn, await _add(turn, need, person, message)))


async def record_anew(turn: Turn, said: Residence | None, person: int, message: int | None) -> Recorded:
    """Record that somebody wants medicine as well, and not yet which; said twice it is one."""
    need = MedicationNeed(Intent.REQUEST, await at_home(turn, person, said))
    for request in await turn.store.medications.of_person(turn.chat.compound_id or 0, person):
        if request.is_open and not request.items:
            return await _join(turn, request, need, person)
    return Recorded(await _got(turn, await _add(turn, need, person, message)))


async def add_along(turn: Turn, request: Request, need: MedicationNeed, person: int) -> Recorded:
    """Medicines are wanted along with those of a request of who speaks."""
    return await _join(turn, request, need, person)


async def _add(turn: Turn, need: MedicationNeed, person: int, message: int | None) -> int:
    """Record a request of its own; return its id. Without consent it goes in three days."""
    until = turn.now + PENDING
    number = await turn.store.medications.add(
        turn.chat.compound_id or 0, need, person, turn.now, until, message_id=message
    )
    turn.store.medication_team.note(number, State.REGISTERED, turn.now, person)
    plan_expiry(turn, until)
    return number


def plan_expiry(turn: Turn, until: int) -> None:
    """Have what is held for three days looked at when they are over."""
    compound = turn.chat.compound_id or 0
    key = f"{EXPIRE}:{compound}:{until}"
    turn.store.dues.plan(Due(key, EXPIRE, turn.zone, until, None, compound, late_seconds=30 * 24 * 3600))


async def _candidates(turn: Turn, need: MedicationNeed, person: int) -> Sequence[Request]:
    """Return the open requests that a need may say again: those of its household, and the speaker's own without one."""
    compound = turn.chat.compound_id or 0
    own = [one for one in await turn.store.medications.of_person(compound, person) if one.is_open]
    at = need.residence
    if at is None or not at.is_exact:
        return own
    there = await turn.store.medications.open_at(compound, place_key(at))
    there.sort(key=lambda one: person not in one.askers)  # what the speaker told of comes before what others did
    return [*there, *(one for one in own if one.residence is None or one.residence.room is None)]


def _is_for_another(request: Request, need: MedicationNeed, person: int) -> bool:
    """Say whether the same speaker means two people of one home. Words of kin mean somebody else from another mouth."""
    if need.patient is None or person not in request.askers:
        return False
    if request.patient is None:  # the medicine of the mother is not that of who did not say for whom it is
        return not need.drugs and bool(request.items)
    return request.patient != need.patient


async def _may_see(turn: Turn, request: Request, person: int) -> bool:
    """Say whether who speaks may see a request: they told of it, or somebody has confirmed that they live there."""
    if person in request.askers:
        return True
    if request.residence is None or not request.residence.is_exact:
        return False
    home = await turn.store.households.at(request.compound_id, place_key(request.residence))
    living = await turn.store.residencies.of(request.compound_id, person)
    return home is not None and any(one.household_id == home.id and one.confirmed_at is not None for one in living)


def _match(request: Request, drug: Drug) -> Item | None:
    return next((item for item in request.items if is_same_drug(item.drug, drug)), None)


async def _join(turn: Turn, request: Request, need: MedicationNeed, person: int) -> Recorded:
    """Take over into an open request what a need says beyond it."""
    medications = turn.store.medications
    conflicts = []
    others = []
    for drug in need.drugs:
        item = _match(request, drug)
        if item is None:
            others.append(drug)
        elif not is_same_strength(item.drug.strength, drug.strength):
            conflicts.append((item, drug))
        else:
            medications.set_drug(Item(item.id, _filled(item.drug, drug)))
    if others and request.state in _TOGETHER:
        medications.add_drugs(request.id, others)
    medications.change(request.id, need, turn.now)
    if request.residence is None and need.residence is not None:
        medications.settle(request.id, need.residence)
    medications.asked_by(request.id, person, turn.now)
    turn.store.medication_team.note(request.id, "joined", turn.now, person)
    if others and request.state not in _TOGETHER:
        rest = replace(need, drugs=tuple(others))
        return Recorded(await _got(turn, await _add(turn, rest, person, None)))
    return Recorded(await _got(turn, request.id), is_joined=True, conflicts=tuple(conflicts))


def _filled(known: Drug, said: Drug) -> Drug:
    """Return what is known of a medicine with what was said beside it."""
    return replace(
        known,
        strength=known.strength or said.strength,
        form=known.form or said.form,
        quantity=said.quantity if said.quantity is not None else known.quantity,
        measure=said.measure if said.quantity is not None else known.measure,
    )


async def _got(turn: Turn, request_id: int) -> Request:
    request = await turn.store.medications.get(request_id)
    if request is None:
        raise LookupError("a request that was just recorded")
    return request


# --- an edited message ----------------------------------------------------------------------------------------


async def restate(turn: Turn, needs: Sequence[MedicationNeed], person: int, message: int) -> list[Recorded]:
    """An edited message: what it asks for now takes the place of what it asked for before, in order."""
    before = [one for one in await turn.store.medications.of_message(message) if one.is_open]
    wishes = [need for need in needs if need.intent is Intent.REQUEST]
    recorded = []
    for request, need in zip(before, wishes, strict=False):
        recorded.append(await _replace(turn, request, need, person))
    recorded += [await record(turn, need, person, message) for need in wishes[len(before) :]]
    for request in before[len(wishes) :]:
        turn.store.medications.end(request.id, Outcome.EDITED, turn.now)
        turn.store.medication_team.note(request.id, "edited", turn.now, person)
        await tell_who_works(turn, request, person, request.items)
    return recorded


async def _replace(turn: Turn, request: Request, need: MedicationNeed, person: int) -> Recorded:
    medications = turn.store.medications
    need = replace(need, residence=await at_home(turn, person, need.residence))
    kept = []
    for drug in need.drugs:
        item = _match(request, drug)
        if item is None:
            medications.add_drugs(request.id, [drug])
        else:
            kept.append(item.id)
            medications.set_drug(
                Item(item.id, replace(_filled(item.drug, drug), strength=drug.strength or item.drug.strength))
            )
    for item in request.items:
        if item.id not in kept:
            medications.drop_drug(item.id)
    medications.change(request.id, need, turn.now)
    if need.residence is not None:
        medications.settle(request.id, need.residence)
    turn.store.medication_team.note(request.id, "changed", turn.now, person)
    await tell_who_works(turn, request, person)
    return Recorded(await _got(turn, request.id))


# --- updates --------------------------------------------------------------------------------------------------


async def ended_by(turn: Turn, need: MedicationNeed, person: int) -> list[Request]:
    """Return the open requests of who speaks that an update is about: of the medicines it names, else of the place it
    names, else all of them."""
    compound = turn.chat.compound_id or 0
    own = [one for one in await turn.store.medications.of_person(compound, person) if one.is_open]
    if need.residence is not None and need.residence.room is not None:
        own = [one for one in own if one.residence is None or one.residence.room == need.residence.room]
    if need.drugs:
        own = [one for one in own if any(_match(one, drug) for drug in need.drugs)]
    if need.patient is not None and any(one.patient == need.patient for one in own):
        own = [one for one in own if one.patient == need.patient]
    return own


def end(turn: Turn, request: Request, intent: Intent, person: int) -> None:
    """A request is over, by a word of who told of it."""
    if intent is Intent.CANCELLED:
        outcome = Outcome.CANCELLED
    elif request.state in (State.REGISTERED, State.COLLECTED):
        outcome = Outcome.BOUGHT
    else:
        outcome = Outcome.RECEIVED
    turn.store.medications.end(request.id, outcome, turn.now)
    turn.store.medication_team.note(request.id, outcome, turn.now, person)


def leave_out(turn: Turn, request: Request, items: Sequence[Item], person: int) -> list[Item]:
    """Some medicines of a request are over; return those that go on."""
    for item in items:
        turn.store.medications.drop_drug(item.id)
    turn.store.medication_team.note(request.id, "changed", turn.now, person)
    return [item for item in request.items if item not in items]
