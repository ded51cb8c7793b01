"""提醒 (reminder): setting one, planning its times, and who hears it."""

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from conversation.audience import audience
from conversation.content import Button, Buttons
from conversation.turn import Repositories, Turn
from domain.building import Buildings, building_name
from domain.discretion import Discreet
from domain.due import Due
from domain.moment import Recurrence
from domain.reminder import (
    LEAST_OF_GROUPS,
    LEAST_OWN,
    Reminder,
    ReminderState,
    Time,
    Whom,
    coming,
    first_of,
)
from domain.role import Held, Role
from domain.wall_clock import after_quiet_hours
from rendering import reminder as rendering
from rendering.compound import purpose_said
from storage.audit import Act
from storage.chat import Chat
from storage.due import Dues

REMIND = "reminder"  # what is due, and the questions and buttons
_LATE = 6 * 3600  # seconds after its time for which a reminder is still worth saying
_MOST_TIMES = 6


def plan_reminder(dues: Dues, one: Reminder, zone: ZoneInfo, since: int) -> None:
    """Plan the times of a reminder as it stands: those after `since` (UTC seconds), when somebody said so. What was due
    between then and now, because the bot was down, is due at once. Paused or over it has none."""
    for number in range(_MOST_TIMES):
        dues.forget(_key(one, number))
    if one.state is not ReminderState.ON:
        return
    for number, at in enumerate(one.times[:_MOST_TIMES]):
        first = first_of(at, since, zone)
        if first is not None:
            rule = at if isinstance(at, Recurrence) else None
            dues.plan(Due(_key(one, number), REMIND, zone, first, rule, one.compound_id, one.id, _LATE))


def _key(one: Reminder, number: int) -> str:
    return f"{REMIND}:{one.id}:{number}"


def turn_reminder(
    store: Repositories, one: Reminder, state: ReminderState, zone: ZoneInfo, now: int, since: int | None = None
) -> Reminder:
    """Turn a reminder on, pause it, or end it; return it as it stands then. `since`: when that was said, if not now."""
    store.reminders.turn(one.id, state, now)
    turned = Reminder(
        one.id, one.compound_id, one.person_id, one.chat_id, one.words, one.whom, one.buildings, one.times, state
    )
    plan_reminder(store.dues, turned, zone, now if since is None else since)
    return turned


async def note_act(turn: Turn, one: Reminder, act: str) -> None:
    """Note what somebody did to a reminder that groups hear; of one's own nothing is noted."""
    if one.compound_id is not None and one.is_for_groups:
        await turn.store.audit.note(Act(one.compound_id, await turn.person(), act, "reminder", one.id), turn.now)


def undo_button(one: Reminder) -> Buttons:
    """Return the button that brings back a reminder which was ended, or a day of which was passed over."""
    return [[Button(rendering.BACK, data=f"{REMIND}:back:{one.id}")]]


async def heard_by(store: Repositories, one: Reminder) -> Sequence[tuple[Chat, tuple[str, ...]]]:
    """Return the groups that hear a reminder, each with the buildings that it must name because others hear it too."""
    if one.whom is Whom.HERE:
        chat = await store.chats.current(one.chat_id or 0)
        return [(chat, ())] if chat is not None and chat.is_active else []
    told = await audience(store, one.compound_id or 0, one.buildings)
    names = one.buildings.names() if one.buildings is not None else ()
    return [(chat, names if one.buildings is not None and chat.purpose == "owners" else ()) for chat in told.groups]


def called(groups: Sequence[Chat]) -> tuple[str, ...]:
    """Return what groups are called: 全小区的群, 楼组群（3号楼）."""
    return tuple(dict.fromkeys(purpose_said(chat.purpose, chat.building) for chat in groups))


def may_set(held: Sequence[Held], whom: Whom, buildings: Buildings | None, chat: Chat) -> bool:
    """Say whether somebody with these roles may have these reminded: the committee and volunteers everybody, a lead
    their own buildings; oneself everybody may."""
    if whom is Whom.OWN or any(one.role in (Role.COMMITTEE, Role.VOLUNTEER) for one in held):
        return True
    own = {building_name(one.building) for one in held if one.role is Role.LEAD and one.building}
    if whom is Whom.HERE:
        return chat.purpose == "stair" and building_name(chat.building) in own
    return buildings is not None and bool(own) and all(name in own for name in buildings.names())


def is_at_night(times: tuple[Time, ...], now: int, zone: ZoneInfo, quiet: tuple[time, time]) -> bool:
    """Say whether one of the next times of a reminder is in the quiet hours."""
    return any(after_quiet_hours(at, zone, quiet) != at for at in coming(times, now, zone))


async def card(turn: Turn, one: Reminder) -> tuple[str | Discreet, Buttons]:
    """Return what was understood of a reminder, and its buttons."""
    zone = await zone_of(turn, one)
    groups = called([chat for chat, _ in await heard_by(turn.store, one)]) if one.is_for_groups else ()
    night = is_at_night(one.times, turn.now, zone, turn.quiet)
    text = rendering.understood(
        one, coming(one.times, turn.now, zone), turn.now, zone, groups=groups, is_at_night=night
    )
    return text, [
        [Button("改时间", data=f"{REMIND}:change:{one.id}"), Button("取消", data=f"{REMIND}:end:{one.id}")],
    ]


async def zone_of(turn: Turn, one: Reminder) -> ZoneInfo:
    """Return the time zone in which a reminder is meant."""
    return await turn.store.compounds.zone(one.compound_id) if one.compound_id is not None else turn.zone


def least_between(whom: Whom) -> int:
    """Return how many seconds must lie between two sayings of a reminder."""
    return LEAST_OWN if whom is Whom.OWN else LEAST_OF_GROUPS
