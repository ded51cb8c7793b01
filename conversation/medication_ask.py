"""配药 (medication): asking, in private and once, for what is missing to fetch it; one question at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversation.medication import is_home
from conversation.medication_view import is_supply
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.medication import Drug, Medicine
from domain.medication_request import Item, Request, State, is_same_drug, is_same_strength
from parsing.medicine import medicine_of
from rendering import medication_question as questions
from rendering.medication import SKIP

ASK = "med"  # the kind of question
SKIP_REST = "照片、医院、卡都不用问了"
_REST = ("photo", "hospital", "card")  # helps to fetch it; what it is must be asked all the same
_MANY = 3  # open requests of one person: who lists more is not asked for each
SECONDS = 24 * 3600
_OPEN = (State.REGISTERED, State.COLLECTED)  # later it is fetched already
_MOST = 6  # strengths on buttons
_LAST = "（上次）"
HOSPITALS = ("社区卫生服务中心",)
CARDS = ("在我这里", "在楼组长那里", "在居委会", "没有医保卡")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question: what is asked (its name and the medicine's row), in which words, with which buttons;
    跳过 comes beside them."""

    field: str
    item: int
    text: Discreet
    options: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the request notes as asked."""
        return f"{self.field}:{self.item}" if self.item else self.field


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was told of the same medicine the last time."""

    strength: str | None = None
    hospital: str | None = None
    card: str | None = None
    photos: tuple[str, ...] = ()


async def go_on(turn: Turn) -> bool:
    """Ask who speaks the next thing that is missing in their requests, if nothing is being asked; return whether it
    was. The turn is in their private chat, about one compound."""
    person = await turn.person()
    asked = await turn.store.questions.of(turn.chat.id, person, turn.now)
    if any(question.kind == ASK for question in asked):
        return False
    compound = turn.chat.compound_id or 0
    requests = await turn.store.medications.of_person(compound, person)
    for request in reversed(requests):
        if not request.is_open or request.state not in _OPEN or not request.is_held:
            continue
        wanted = _missing(request, await _earlier(turn, request, requests, person), turn.chat.address_words)
        if wanted is not None:
            is_many = sum(one.is_open and one.is_held for one in requests) > _MANY
            await ask(turn, request, wanted, can_skip_rest=is_many and wanted.field in _REST)
            return True
    return False


async def skip_rest(turn: Turn) -> None:
    """Who speaks told of many: what only helps to fetch them is asked for none of them any more."""
    for request in await turn.store.medications.of_person(turn.chat.compound_id or 0, await turn.person()):
        if request.is_open:
            turn.store.medications.note_asked(request, *_REST)


async def ask(turn: Turn, request: Request, wanted: Wanted, *, can_skip_rest: bool = False) -> None:
    """Ask, and note that it was asked."""
    options = (*wanted.options, SKIP, *((SKIP_REST,) if can_skip_rest else ()))
    turn.store.medications.note_asked(request, wanted.name)
    about = {"medication": request.id, "field": wanted.field, "item": wanted.item, "options": list(options)}
    if wanted.photos:
        about["photos"] = list(wanted.photos)
    await turn.ask(ASK, wanted.text, about, seconds=SECONDS, options=options)


def conflict(item: Item, said: Drug) -> Wanted:
    """Return the question which strength counts of two that were told."""
    options = (item.drug.strength or "", said.strength or "", "两种都要")
    return Wanted("conflict", item.id, questions.ask_which_strength(item.drug, said.strength or ""), options)


def _missing(request: Request, earlier: dict[int, Earlier], address_words: str) -> Wanted | None:
    """Return the first question about a request that was not asked yet."""
    questions = _questions(request, earlier, address_words)
    return next((one for one in questions if one.name not in request.asked), None)


def _questions(request: Request, earlier: dict[int, Earlier], address_words: str) -> Sequence[Wanted]:
    found = []
    if not is_home(request.residence, address_words):
        found.append(Wanted("place", 0, questions.ask_place(request)))
    if not request.items:
        return [Wanted("drug", 0, questions.ASK_DRUG), *found]
    for item in request.items:
        found += _about(item, earlier.get(item.id, Earlier()))
    last = next((earlier[item.id] for item in request.items if item.id in earlier), Earlier())
    if not request.photos and not all(is_supply(item.drug) for item in request.items):
        options = (f"用上次的照片{_LAST}",) if last.photos else ()
        found.append(Wanted("photo", 0, questions.ask_photo(request), options, photos=last.photos))
    if any(_needs_a_prescription(item.drug) for item in request.items):
        if request.hospital is None:
            options = (f"{last.hospital}{_LAST}",) if last.hospital else ()
            found.append(Wanted("hospital", 0, questions.ask_hospital(request), (*options, *HOSPITALS)))
        if request.card is None:
            options = (f"{last.card}{_LAST}",) if last.card else ()
            found.append(Wanted("card", 0, questions.ask_card(request), (*options, *CARDS)))
    return found


def _about(item: Item, last: Earlier) -> list[Wanted]:
    """Return what is missing about one medicine."""
    drug = item.drug
    if drug.guesses:
        options = (*drug.guesses[:_MOST], "都不是")
        return [Wanted("guess", item.id, questions.ask_guess(drug), options)]
    medicine = medicine_of(drug.generic)
    if medicine is None:
        return [Wanted("name", item.id, questions.ask_name(drug))]
    found = []
    strengths = _strengths(medicine, drug, last)
    if drug.strength is None and len(strengths) > 1:
        found.append(Wanted("strength", item.id, questions.ask_strength(drug), strengths))
    elif drug.strength is not None and _is_unusual(medicine, drug.strength):
        options = (*medicine.strengths[:_MOST], f"就是 {drug.strength}")
        found.append(Wanted("check", item.id, questions.ask_strength_again(drug), options))
    if drug.quantity is None:
        unit = usual_unit(drug)
        found.append(Wanted("count", item.id, questions.ask_count(drug, unit), (f"1{unit}", f"2{unit}", f"3{unit}")))
    return found


def usual_unit(drug: Drug) -> str:
    """Return the measure in which a medicine usually is told."""
    medicine = medicine_of(drug.generic)
    return medicine.units[0] if medicine is not None and medicine.units else "盒"


def _strengths(medicine: Medicine, drug: Drug, last: Earlier) -> tuple[str, ...]:
    """Return the strengths that there are, the one of last time first."""
    usual = [one for one in medicine.strengths if not is_same_strength(one, last.strength or "?")]
    return (f"{last.strength}{_LAST}", *usual[:_MOST]) if last.strength else medicine.strengths[:_MOST]


def _is_unusual(medicine: Medicine, strength: str) -> bool:
    return bool(medicine.strengths) and not any(is_same_strength(one, strength) for one in medicine.strengths)


def _needs_a_prescription(drug: Drug) -> bool:
    medicine = medicine_of(drug.generic)
    return medicine is not None and medicine.prescription and not medicine.over_the_counter


async def _earlier(turn: Turn, request: Request, requests: Sequence[Request], person: int) -> dict[int, Earlier]:
    """Return what was told of each medicine of a request before: with another request, or to be reminded."""
    known: dict[int, Earlier] = {}
    refills = await turn.store.medication_refills.of(request.compound_id, person)
    for item in request.items:
        for other in requests:
            same = next((one for one in other.items if is_same_drug(one.drug, item.drug)), None)
            if other.id < request.id and same is not None and other.patient == request.patient:
                known[item.id] = Earlier(same.drug.strength, other.hospital, other.card, other.photos)
                break
        else:
            refill = next((one for one in refills if is_same_drug(one.drug, item.drug)), None)
            if refill is not None:
                known[item.id] = Earlier(refill.drug.strength, refill.hospital, refill.card, refill.photos)
    return known


# --- answers --------------------------------------------------------------------------------------------------


def without_mark(option: str) -> str:
    """Return what a button says without the mark of last time."""
    return option.removesuffix(_LAST)
