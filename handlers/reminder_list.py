"""提醒列表: the reminders that are on; paused, put on again, changed and ended by buttons."""

from dataclasses import replace
from datetime import datetime

from conversation.command import Command
from conversation.content import Button, Buttons
from conversation.reminder import (
    REMIND,
    card,
    least_between,
    may_set,
    note_act,
    turn_reminder,
    undo_button,
    zone_of,
)
from conversation.tap import row_id
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.discretion import Discreet
from domain.reminder import Reminder, ReminderState, coming, least_gap
from domain.role import Role
from parsing.reminder import read_times
from rendering import reminder as rendering
from storage.question import Question

CHANGE = "reminderChange"  # the question: when
_MOST = 20  # in one list
_WHAT = ("pause", "on", "change", "end", "stop", "back")


async def show(turn: Turn, words: str) -> None:
    """提醒列表: in private one's own, and those of the groups that one may change; in a group those of groups."""
    text, buttons = await _list(turn)
    turn.say(text, buttons=buttons)


async def _list(turn: Turn) -> tuple[str | Discreet, Buttons]:
    rows = [(one, rendering.times_said(one.times, turn.now, await zone_of(turn, one))) for one in await _shown(turn)]
    buttons = [
        [
            Button(
                f"{number} {'恢复' if one.state is ReminderState.PAUSED else '暂停'}",
                data=f"{REMIND}:{'on' if one.state is ReminderState.PAUSED else 'pause'}:{one.id}",
            ),
            Button(f"{number} 改时间", data=f"{REMIND}:change:{one.id}"),
            Button(f"{number} 结束", data=f"{REMIND}:stop:{one.id}"),
        ]
        for number, (one, _) in enumerate(rows, 1)
    ]
    return rendering.listed(rows, is_private=turn.chat.kind == "private"), buttons


async def _shown(turn: Turn) -> list[Reminder]:
    if turn.chat.kind == "group":
        return list(await turn.store.reminders.of_groups(turn.chat.compound_id or 0))[:_MOST]
    return (await changeable(turn))[:_MOST]


async def changeable(turn: Turn) -> list[Reminder]:
    """Return the reminders that who speaks may change: in a group those of groups."""
    person = await turn.known_person()
    if turn.chat.kind == "group":
        of_groups = await turn.store.reminders.of_groups(turn.chat.compound_id or 0)
        return [one for one in of_groups if await _may_change(turn, one)]
    found = list(await turn.store.reminders.of(person)) if person is not None else []
    for compound in await compounds_of(turn, Role.VOLUNTEER):
        for one in await turn.store.reminders.of_groups(compound.id):
            if one.id not in {mine.id for mine in found} and await _may_change(turn, one):
                found.append(one)
    return found


async def _may_change(turn: Turn, one: Reminder) -> bool:
    """Say whether who taps may change a reminder: who set it; those of groups also whoever could set it."""
    person = await turn.known_person()
    if person is None or person == one.person_id:
        return person is not None
    if not one.is_for_groups or one.compound_id is None:
        return False
    held = await turn.store.roles.held(one.compound_id, person, turn.now)
    chat = await turn.store.chats.current(one.chat_id) if one.chat_id is not None else turn.chat
    return chat is not None and may_set(held, one.whom, one.buildings, chat)


async def on_tap(turn: Turn, words: str) -> None:
    """A button under a reminder or the list: pause, on, change, end."""
    what, _, number = words.partition(":")
    one = await turn.store.reminders.get(row_id(number) or 0)
    if one is None or turn.message is None or what not in _WHAT:
        turn.answer("这个按钮已经过期了")
    elif what == "back" and await _may_change(turn, one):
        await _bring_back(turn, one)
    elif one.state is ReminderState.ENDED:
        turn.answer(rendering.EXPIRED)
    elif not await _may_change(turn, one):
        turn.answer("这个提醒由设它的人来改")
    elif what == "change":
        turn.answer()
        await turn.ask(CHANGE, rendering.ASK_TIME, {"reminder": one.id})
    else:
        await _turn_it(turn, one, what)


async def _bring_back(turn: Turn, one: Reminder) -> None:
    """It was cancelled in words, and shall come after all."""
    zone = await zone_of(turn, one)
    if not coming(one.times, turn.now, zone):
        turn.answer("时间已经过了")
        return
    turn.answer("照常提醒")
    turned = turn_reminder(turn.store, one, ReminderState.ON, zone, turn.now)
    await note_act(turn, one, "on")
    if turn.message is not None:
        text, buttons = await card(turn, turned)
        turn.rewrite(text, buttons, chat_id=turn.chat.id, at=turn.message.place)


async def _turn_it(turn: Turn, one: Reminder, what: str) -> None:
    state = {"pause": ReminderState.PAUSED, "on": ReminderState.ON}.get(what, ReminderState.ENDED)
    turn.answer({"pause": "暂停了", "on": "恢复了"}.get(what, "不再提醒了"))
    turned = turn_reminder(turn.store, one, state, await zone_of(turn, one), turn.now)
    await note_act(turn, one, what)
    if turn.message is None:
        return
    if what == "end":
        turn.rewrite(rendering.ended(turned), undo_button(one), chat_id=turn.chat.id, at=turn.message.place)
    else:
        text, buttons = await _list(turn)
        turn.rewrite(text, buttons, chat_id=turn.chat.id, at=turn.message.place)


async def on_change(turn: Turn, question: Question, text: str) -> None:
    """The new time of a reminder was answered."""
    one = await turn.store.reminders.get(question.about["reminder"])
    if one is None or one.state is ReminderState.ENDED or not await _may_change(turn, one):
        turn.say(f"{rendering.EXPIRED}。")
        return
    said_at = datetime.fromtimestamp(turn.said_at.timestamp(), await zone_of(turn, one))
    times, is_past = read_times(text, said_at)
    gap = least_gap(times)
    if not times or (gap is not None and gap < least_between(one.whom)):
        problem = rendering.PAST if is_past else rendering.TOO_OFTEN if times else ""
        await turn.ask(CHANGE, f"{problem}{rendering.ASK_TIME}", question.about)
        return
    turn.store.reminders.change(one.id, times)
    zone, since = await zone_of(turn, one), int(said_at.timestamp())
    changed = turn_reminder(turn.store, replace(one, times=times), ReminderState.ON, zone, turn.now, since)
    shown, buttons = await card(turn, changed)
    turn.say(shown, buttons=buttons)


COMMANDS = (
    Command(
        "reminders",
        alias="提醒列表",
        summary="看、暂停、结束提醒",
        run=show,
        help="看正在用的提醒；可以暂停、恢复、改时间、结束。",
    ),
)
TAPS = {REMIND: on_tap}
ANSWERS = {CHANGE: on_change}
