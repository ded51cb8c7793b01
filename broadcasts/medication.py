"""配药 by the clock: colours run down, alerts until accepted, the list at three, things held at six and at nine.

Each day in a compound: 08:00 requests that have become red go to a human, 15:00 the list to the team, 18:00 who still
holds something hears it, 21:00 the team and the committee hear what stays out overnight.
"""

from collections import defaultdict

from conversation import medication_alert as alerts
from conversation import medication_refill as refills
from conversation import medication_team as team
from conversation.broadcast import Strike
from conversation.content import Button
from conversation.medication_sheet import sending
from conversation.reach import answerable, private_chat, private_chats
from domain.medication_request import Request, Thing
from domain.role import Role, Team
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from storage.medication_team import Holding

_DAY = 24 * 3600


async def recolour(strike: Strike) -> None:
    """The morning: what has become red while its days ran down goes to a human."""
    for request in await strike.store.medications.open_in(strike.due.compound_id or 0):
        await alerts.raise_red(strike.store, request, strike.now, strike.due.zone)


async def alert(strike: Strike) -> None:
    """A round of an alert."""
    found = await strike.store.medication_team.alert(strike.due.subject_id)
    if found is not None:
        await alerts.tell(strike.store, found, strike.now, strike.due.zone, strike.quiet)


async def send_list(strike: Strike) -> None:
    """Three in the afternoon: the list and the labels go to the team, if there is anything on them."""
    compound = strike.due.compound_id or 0
    if not strike.is_of_use or not await strike.store.medications.open_in(compound):
        return
    duty = await answerable(strike.store, compound, Team.MEDICINE, strike.now)
    for chat in (await private_chats(strike.store, duty)).values():
        for outgoing in sending(chat.id, compound, key=f"due:{strike.due.key}:{strike.due.at}:{chat.id}"):
            strike.store.outbox.put(outgoing, strike.now)


async def remind_holders(strike: Strike) -> None:
    """Six in the evening: who holds a card, a record book, money or a box hears what, with a button for each."""
    by_holder: dict[int, list[tuple[Request, Thing]]] = defaultdict(list)
    for holding in await _held(strike):
        request = await strike.store.medications.get(holding.medication_id)
        if request is not None:
            by_holder[holding.holder_id].append((request, holding.thing))
    for holder, things in by_holder.items():
        chat = await private_chat(strike.store, holder)
        if chat is not None and strike.is_of_use:
            rows = [
                [
                    Button(
                        team_rendering.back_button(request, thing),
                        data=f"{team.BACK}:{request.id}:{team.THINGS.index(thing)}",
                    )
                ]
                for request, thing in things[:8]
            ]
            strike.say(chat, team_rendering.in_hand(things, is_evening=True), buttons=rows)


async def report_overnight(strike: Strike) -> None:
    """Nine in the evening: nothing stays out overnight in silence. The team and the committee hear who holds what."""
    holdings = await _held(strike)
    if not holdings or not strike.is_of_use:
        return
    names = await strike.store.persons.names({one.holder_id for one in holdings})
    things = []
    for one in holdings:
        request = await strike.store.medications.get(one.medication_id)
        if request is not None:
            things.append((names.get(one.holder_id, ""), request, one.thing))
    compound = strike.due.compound_id or 0
    duty = [
        *await strike.store.roles.team(compound, Team.MEDICINE, strike.now),
        *await strike.store.roles.holders(compound, Role.COMMITTEE, strike.now),
    ]
    for chat in (await private_chats(strike.store, duty)).values():
        strike.say(chat, team_rendering.all_in_hands(things, is_night=True))


async def _held(strike: Strike) -> list[Holding]:
    return await strike.store.medication_team.held(strike.due.compound_id or 0)


async def ask_to_refill(strike: Strike) -> None:
    """Three days before something runs out its person is asked, once, whether to fetch it again."""
    store = strike.store
    refill = await store.medication_refills.get(strike.due.subject_id)
    if refill is None or refill.asked_at is not None:
        return
    consent = await store.consents.get(refill.compound_id, refill.person_id, refills.REFILL)
    chat = await private_chat(store, refill.person_id)
    if consent is None or not consent.is_given or chat is None:
        return
    store.medication_refills.asked(refill.id, strike.now)
    row = [
        Button("要，照上次的", data=f"{refills.TAP}:{refill.id}:1"),
        Button("不用了", data=f"{refills.TAP}:{refill.id}:0"),
    ]
    strike.say(chat, rendering.refill_due(refill.drug, refill.patient), buttons=[row])


async def expire(strike: Strike) -> None:
    """After three days what nobody consented to is erased, and its person hears so; offers end. What somebody still
    holds something of stays until that is given back."""
    store = strike.store
    for request in await store.medications.expired(strike.now):
        held = await store.medication_team.held(request.compound_id)
        if any(one.medication_id == request.id for one in held):
            continue
        for chat in (await private_chats(store, request.askers)).values():
            strike.say(chat, rendering.erased(), can_wait=True)
        store.medications.drop(request.id)
    await store.medication_offers.drop(strike.now)
    await store.medication_refills.drop_unwanted()
