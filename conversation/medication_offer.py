"""配药 (medication): what a neighbour can spare goes to the team beside the open requests for it; a person decides."""

from collections.abc import Sequence

from conversation.consent import PENDING
from conversation.content import Button
from conversation.medication import plan_expiry
from conversation.medication_alert import lives
from conversation.medication_asker import in_private
from conversation.medication_view import in_order, is_controlled, seen_on, sees_pending
from conversation.reach import answerable, private_chat, private_chats
from conversation.turn import Turn
from domain.medication import Drug, MedicationNeed
from domain.medication_request import Request, is_same_drug
from domain.role import Team
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from storage.medication_offer import Offer

GIVE = "medGive"


async def record_offer(turn: Turn, person: int, need: MedicationNeed, message: int | None) -> bool:
    """Record what somebody can spare, for three days; return whether anything was. What may be controlled is not."""
    private = await private_chat(turn.store, person)
    there = in_private(turn, private) if private is not None else None
    drugs = [drug for drug in need.drugs if not is_controlled(drug)]
    if there is not None and len(drugs) < len(need.drugs):
        there.say(rendering.NOT_PASSED_ON)
    compound = turn.chat.compound_id or 0
    for drug in drugs:
        number = await turn.store.medication_offers.add(compound, person, drug, turn.now, turn.now + PENDING, message)
        plan_expiry(turn, turn.now + PENDING)
        offer = await turn.store.medication_offers.get(number)
        if offer is not None:
            wanted = [one for one in await turn.store.medications.open_in(compound) if _wants(one, drug, person)]
            await _show(turn, offer, wanted)
    if there is not None and drugs:
        there.say(rendering.THANKS_FOR_OFFER)
    return bool(drugs)


async def look_for_offers(turn: Turn, request: Request) -> None:
    """A new request: show the team what neighbours said they can spare of the same."""
    for offer in await turn.store.medication_offers.open_in(request.compound_id, turn.now):
        if _wants(request, offer.drug, offer.person_id):
            await _show(turn, offer, [request])


def _wants(request: Request, drug: Drug, offerer: int) -> bool:
    """Say whether a request is for that medicine, and not the offerer's own."""
    return offerer not in request.askers and any(is_same_drug(item.drug, drug) for item in request.items)


async def _show(turn: Turn, offer: Offer, wanted: Sequence[Request]) -> None:
    """Show the team an offer beside the requests it may go to. Who may not see a pending one is not shown it."""
    store, compound = turn.store, offer.compound_id
    who = await store.persons.get(offer.person_id)
    where = await lives(store, compound, offer.person_id)
    duty = await answerable(store, compound, Team.MEDICINE, turn.now)
    for person, chat in (await private_chats(store, duty)).items():
        held = await store.roles.held(compound, person, turn.now)
        sees_all = await sees_pending(store, compound, held, turn.now)
        seen = in_order(seen_on(one, turn.now, turn.zone) for one in wanted if one.is_held or sees_all)
        if seen:
            rows = [
                [Button(team_rendering.give_button(one), data=f"{GIVE}:{offer.id}:{one.request.id}")] for one in seen
            ]
            words = team_rendering.offered(offer.drug, who.name if who is not None else "", where, seen)
            turn.say(words, buttons=rows[:8], chat=chat, can_wait=True)
