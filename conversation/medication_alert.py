"""配药 (medication): an alert goes to the duty people until one of them accepts. Each round is a row.

Red: at once, after 10 and 20 minutes, then every half an hour; the committee joins from the third round on. At night a
request that is red only because its days run down waits for the morning; one that has run out, or was said to be
urgent, does not. Danger: at once, every five minutes for half an hour, then every half an hour for twelve.
"""

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from conversation import door
from conversation.content import Button, keyboard
from conversation.medication_view import seen_on, sees_pending
from conversation.reach import private_chats
from conversation.turn import Repositories
from domain.discretion import Discreet
from domain.due import Due
from domain.medication import Urgency
from domain.medication_request import Request
from domain.role import Role, Team
from domain.wall_clock import after_quiet_hours
from rendering import medication_team as rendering
from rendering.order_chain import place
from storage.chat import Chat
from storage.medication_team import Alert
from storage.outbox import Lane, Outgoing

ALERT = "medication alert"
ACCEPT = "medAlert"
MINUTES = {"red": (10, 10), "danger": (5, 5, 5, 5, 5, 5)}  # between the first rounds
_LATER = 30
_MOST = {"red": 1_000, "danger": 30}
_COMMITTEE_FROM = 2  # rounds before
_AGAIN = 15 * 60  # seconds in which the same person's words of danger are the same danger


def plan(store: Repositories, alert_id: int, compound_id: int, zone: ZoneInfo, at: int, round_: str = "0") -> None:
    """Have a round of an alert told at that time (UTC seconds)."""
    key = f"{ALERT}:{alert_id}:{round_}"
    store.dues.plan(Due(key, ALERT, zone, at, None, compound_id, alert_id, late_seconds=24 * 3600))


async def raise_red(store: Repositories, request: Request, now: int, zone: ZoneInfo) -> bool:
    """Raise the alert of a request that is red now, unless it was; return whether it was raised."""
    if request.alerted_at is not None or not request.is_open or seen_on(request, now, zone).colour is not Urgency.RED:
        return False
    alert = await store.medication_team.raise_alert(request.compound_id, "red", now, medication_id=request.id)
    store.medications.alerted(request.id, now)
    plan(store, alert, request.compound_id, zone, now)
    return True


async def raise_danger(
    store: Repositories, compound_id: int, person_id: int | None, words: str, now: int, zone: ZoneInfo
) -> bool:
    """Raise the alert that somebody may be in danger; return False where these words add to one raised just now."""
    if await store.medication_team.danger_since(compound_id, person_id, now - _AGAIN) is not None:
        return False
    alert = await store.medication_team.raise_alert(compound_id, "danger", now, person_id=person_id, words=words)
    plan(store, alert, compound_id, zone, now)
    return True


async def can_wake(store: Repositories, compound_id: int, now: int) -> bool:
    """Say whether words of danger reach anybody on duty there: a person, or the volunteers' group."""
    people = [
        *await store.roles.team(compound_id, Team.MEDICINE, now),
        *await store.roles.team(compound_id, Team.CARE, now),
        *await store.roles.holders(compound_id, Role.COMMITTEE, now),
    ]
    if await private_chats(store, people):
        return True
    return any(chat.purpose == "volunteers" for chat in await store.chats.groups_of(compound_id))


async def tell(store: Repositories, alert: Alert, now: int, zone: ZoneInfo, quiet: tuple[time, time]) -> None:
    """Tell a round of an alert to whom it concerns, and plan the next."""
    request = await store.medications.get(alert.medication_id) if alert.medication_id is not None else None
    if alert.accepted_by is not None or (alert.kind == "red" and (request is None or not request.is_open)):
        return
    if request is not None and not request.is_urgent and (day := after_quiet_hours(now, zone, quiet)) != now:
        plan(store, alert.id, alert.compound_id, zone, day, f"{alert.rounds} in the morning")
        return
    chats = await private_chats(store, await _duty(store, alert, now))
    for person, chat in chats.items():
        words = await words_for(store, alert, person, now, zone)
        _file(store, alert, chat, words, now)
    if not chats:
        await _tell_volunteers(store, alert, now)
    store.medication_team.tell(alert, list(chats), now)
    if alert.rounds + 1 < _MOST[alert.kind]:
        gaps = MINUTES[alert.kind]
        minutes = gaps[alert.rounds] if alert.rounds < len(gaps) else _LATER
        plan(store, alert.id, alert.compound_id, zone, now + minutes * 60, str(alert.rounds + 1))


async def words_for(store: Repositories, alert: Alert, person: int, now: int, zone: ZoneInfo) -> Discreet | str:
    """Return what somebody on duty is told of an alert: of a request that nobody consented to only the team hears."""
    if alert.kind == "danger":
        who = await store.persons.get(alert.person_id) if alert.person_id is not None else None
        where = await lives(store, alert.compound_id, alert.person_id)
        return rendering.danger(who.name if who is not None else "有人", where, alert.words or "", alert.rounds)
    request = await store.medications.get(alert.medication_id or 0)
    held = await store.roles.held(alert.compound_id, person, now)
    if request is None or not (request.is_held or await sees_pending(store, alert.compound_id, held, now)):
        return rendering.LOOK
    return rendering.red(seen_on(request, now, zone), alert.rounds)


async def lives(store: Repositories, compound_id: int, person_id: int | None) -> str:
    """Return where an account says to live, for who must find it; empty where that is not known."""
    if person_id is None:
        return ""
    for residency in await store.residencies.of(compound_id, person_id):
        household = await store.households.get(residency.household_id)
        if household is not None:
            phone = f" {household.entry.phone}" if household.entry.phone else ""
            return f"{place(household.entry.residence)}{phone}"
    return ""


async def _duty(store: Repositories, alert: Alert, now: int) -> Sequence[int]:
    compound = alert.compound_id
    found = list(await store.roles.team(compound, Team.MEDICINE, now))
    if alert.kind == "danger":
        found += await store.roles.team(compound, Team.CARE, now)
    if alert.kind == "danger" or alert.rounds >= _COMMITTEE_FROM or not await private_chats(store, found):
        found += await store.roles.holders(compound, Role.COMMITTEE, now)
    return list(dict.fromkeys(found))


def _file(store: Repositories, alert: Alert, chat: Chat, words: Discreet | str, now: int) -> None:
    row = [[Button("我来", data=f"{ACCEPT}:{alert.id}")]]
    key = f"{ALERT}:{alert.id}:{alert.rounds}:{chat.id}"
    payload = {"text": door.said(words, is_private=chat.kind == "private"), "reply_markup": keyboard(row)}
    store.outbox.put(Outgoing("sendMessage", Lane.ALARM, chat.id, payload, key=key), now)


async def _tell_volunteers(store: Repositories, alert: Alert, now: int) -> None:
    """Nobody on duty can be written to: their group hears that something is urgent, and not what."""
    text = rendering.LOOK if alert.kind == "red" else rendering.LOOK_FOR_DANGER
    for chat in await store.chats.groups_of(alert.compound_id):
        if chat.purpose == "volunteers":
            key = f"{ALERT}:{alert.id}:{alert.rounds}:{chat.id}"
            store.outbox.put(Outgoing("sendMessage", Lane.ALARM, chat.id, {"text": text}, key=key), now)
