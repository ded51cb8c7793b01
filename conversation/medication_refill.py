"""续药 (refill): with consent, what somebody takes is remembered; three days before it ends they are asked, once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversation import consent
from conversation.consent import Standing
from conversation.medication_ask import ASK
from conversation.medication_view import is_supply
from conversation.turn import Repositories, Turn
from domain.due import Due
from domain.medication import Intent, MedicationNeed
from domain.medication_request import Item, Outcome, Request
from domain.wall_clock import instant
from parsing.medicine import medicine_of
from rendering import medication as rendering
from rendering.medication import SKIP
from storage.medication_refill import Refill

REFILL = "refill"  # the subject of consent
DUE = "medication refill"
DAYS = "medDays"  # the kind of question
TAP = "medRefill"
_OPTIONS = ("7天", "14天", "28天", "30天")
_BEFORE = 3  # days
_AT = time(10)
_DAY = 24 * 3600
_LATELY = 3 * _DAY  # after that nobody remembers what was received


async def offer(turn: Turn, request: Request) -> None:
    """Something was received: offer its person, in their private chat, to be reminded. Who refused is not asked again
    for as long as consent says."""
    if not _lasting(request):
        return
    if await consent.ensure(turn, REFILL) is Standing.GIVEN:
        await ask_days(turn, request)


async def on_consent(turn: Turn, compound_id: int) -> None:
    """Somebody has just agreed to be reminded: ask about what they received lately."""
    compound = await turn.store.compounds.get(compound_id)
    if compound is None:
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    for request in await turn.store.medications.of_person(compound_id, await turn.person()):
        is_fresh = request.ended_at is not None and turn.now - request.ended_at < _LATELY
        if is_fresh and request.outcome is Outcome.RECEIVED and await ask_days(turn, request):
            return


async def ask_days(turn: Turn, request: Request) -> bool:
    """Ask how long one of the next medicine lasts; return whether there was one."""
    asked = await turn.store.questions.of(turn.chat.id, await turn.person(), turn.now)
    if any(question.kind in (DAYS, ASK) for question in asked):
        return False
    item = next((item for item in _lasting(request) if f"days:{item.id}" not in request.asked), None)
    if item is None:
        return False
    turn.store.medications.note_asked(request, f"days:{item.id}")
    options = (*_OPTIONS, SKIP)
    about = {"medication": request.id, "item": item.id, "options": list(options)}
    await turn.ask(DAYS, rendering.ask_days_each(item.drug), about, seconds=_DAY, options=options)
    return True


def _lasting(request: Request) -> list[Item]:
    """Return the medicines of a request that somebody takes for long: prescribed ones whose quantity is known."""
    found = []
    for item in request.items:
        medicine = medicine_of(item.drug.generic)
        if medicine is not None and medicine.prescription and item.drug.quantity and not is_supply(item.drug):
            found.append(item)
    return found


async def remember(turn: Turn, request: Request, item: Item, days_each: int) -> datetime:
    """Remember a medicine; return when it runs out, in the compound's zone."""
    person = await turn.person()
    days = int(days_each * (item.drug.quantity or 1))
    runs_out = turn.now + days * _DAY
    refill = await turn.store.medication_refills.add(request, item.drug, person, days_each, runs_out)
    plan(turn.store, refill, request.compound_id, turn.zone, runs_out, turn.now)
    return datetime.fromtimestamp(runs_out, turn.zone)


def plan(store: Repositories, refill_id: int, compound_id: int, zone: ZoneInfo, runs_out: int, now: int) -> None:
    """Have its person asked three days before, in the morning."""
    day = datetime.fromtimestamp(runs_out, zone).date() - timedelta(days=_BEFORE)
    at = max(instant(day, _AT, zone), now + 3600)
    store.dues.plan(Due(f"{DUE}:{refill_id}", DUE, zone, at, None, compound_id, refill_id, late_seconds=7 * _DAY))


def need_of(refill: Refill) -> MedicationNeed:
    """Return what is asked for when its person says yes: the same as the last time."""
    return MedicationNeed(
        Intent.REQUEST,
        refill.residence,
        refill.patient,
        (refill.drug,),
        days_left=_BEFORE,
        fetched_at=refill.hospital,
        card=refill.card,
    )
