"""提醒 (reminder): asked for in words, confirmed with its next dates; listed, paused, changed and ended by buttons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from conversation.command import Command
from conversation.content import Button, Buttons
from conversation.outcome import Outcome
from conversation.reach import private_chat
from conversation.reminder import REMIND, called, heard_by, is_at_night, may_set, plan_reminder, turn_reminder
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.reminder import (
    LEAST_OF_GROUPS,
    LEAST_OWN,
    Reminder,
    ReminderState,
    Whom,
    coming,
    least_gap,
)
from domain.role import Held, Role, allows
from parsing.reminder import ReminderReading, is_somebodys, read_reminder, read_request, read_times
from rendering import reminder as rendering
from storage.audit import Act
from storage.chat import Chat
from storage.question import Question

TIME, WORDS, WHERE = "reminderTime", "reminderWords", "reminderWhere"  # questions: when, of what, of which compound
CHANGE = "reminderChange"
_MOST = 20  # in one list
_MOST_OWN = 50
_TOO_MANY = "您的提醒已经很多了，请先在「提醒列表」里结束几个。"


# --- asked for ------------------------------------------------------------------------------------------------


async def remind(turn: Turn, words: str) -> None:
    """提醒, with words: [whom] when what; without, how to say it."""
    reading = read_reminder(words, turn.said_at)
    if not words or (not reading.times and not reading.words):
        await turn.ask(WORDS, rendering.HOW_TO_SAY, {"whole": True})
        return
    await _set(turn, reading, is_command=True)


async def on_request(turn: Turn, reading: ReminderReading) -> None:
    """A message in a group asks for a reminder, of somebody who may: a reaction there, the rest in private."""
    turn.react("✍")
    await _set(turn, reading, is_command=False)


async def take(turn: Turn) -> bool:
    """In private: words that ask for a reminder; return whether they did."""
    if turn.message is None or turn.sender is None:
        return False
    reading = read_request(turn.message.text, turn.said_at, is_private=True)
    if reading is None:
        return False
    await _set(turn, reading, is_command=True)
    return True


async def _set(turn: Turn, reading: ReminderReading, *, is_command: bool) -> None:
    """Set a reminder, or ask for the one thing that is missing. What is not said by command is answered in private."""
    whom = reading.whom or (Whom.OWN if turn.chat.kind == "private" else Whom.ALL)
    if whom is Whom.ALL and turn.chat.kind == "group" and turn.chat.purpose != "owners":
        whom = Whom.HERE  # 大家 are those who read it there
    reading = replace(reading, whom=whom)
    is_homeless = turn.chat.kind == "private" and whom is not Whom.OWN and turn.chat.compound_id is None
    if is_homeless and not await _find_compound(turn, reading):
        return
    if not await _may(turn, reading, is_command=is_command):
        return
    about = {"reading": msgspec.to_builtins(reading), "compound": turn.chat.compound_id}
    if not reading.times:
        await turn.ask(TIME, f"{rendering.PAST if reading.is_past else ''}{rendering.ASK_TIME}", about)
    elif not reading.words:
        await turn.ask(WORDS, rendering.ASK_WORDS, about)
    elif (gap := least_gap(reading.times)) is not None and gap < _least(whom):
        text = rendering.TOO_OFTEN_OWN if whom is Whom.OWN else rendering.TOO_OFTEN
        await turn.ask(TIME, f"{text}{rendering.ASK_TIME}", about)
    else:
        await _record(turn, reading, is_command=is_command)


def _least(whom: Whom) -> int:
    return LEAST_OWN if whom is Whom.OWN else LEAST_OF_GROUPS


async def _find_compound(turn: Turn, reading: ReminderReading) -> bool:
    """In private, for groups: find the compound in which who writes may, or ask which."""
    compounds = await compounds_of(turn, Role.VOLUNTEER)
    if not compounds:
        turn.say(rendering.NOBODYS)
    elif len(compounds) == 1:
        turn.chat = turn.chat.of(compounds[0].id, compounds[0].time_zone, compounds[0].address_words)
        return True
    else:
        about = {"reading": msgspec.to_builtins(reading), "compounds": [one.id for one in compounds]}
        await turn.ask(WHERE, rendering.WHICH_COMPOUND, about, options=[one.name for one in compounds])
    return False


async def _may(turn: Turn, reading: ReminderReading, *, is_command: bool) -> bool:
    """Say whether it may be set, and if not, tell why: a role that is missing, or words for no group."""
    whom = reading.whom or Whom.OWN
    if whom is Whom.OWN:
        return True
    held = await _held(turn)
    if not may_set(held, whom, reading.buildings, turn.chat):
        turn.say(rendering.NOT_OWN_BUILDING if allows(held, Role.LEAD) else rendering.NOBODYS)
        return False
    if is_somebodys(reading.words):
        private = await private_chat(turn.store, await turn.person()) if turn.chat.kind == "group" else turn.chat
        if private is not None:
            turn.say(rendering.NOT_IN_GROUPS, chat=private)
        else:
            turn.say(rendering.CANNOT_HERE)
        if turn.chat.kind == "group" and not is_command:
            turn.react("🤔")
        return False
    return True


async def _held(turn: Turn) -> Sequence[Held]:
    person = await turn.known_person()
    if person is None or turn.chat.compound_id is None:
        return ()
    return await turn.store.roles.held(turn.chat.compound_id, person, turn.now)


async def _record(turn: Turn, reading: ReminderReading, *, is_command: bool) -> None:
    person, whom = await turn.person(), reading.whom or Whom.OWN
    chat: Chat | None = turn.chat
    if whom is Whom.OWN and turn.chat.kind == "group":
        chat = await private_chat(turn.store, person)
    if chat is None:
        turn.say("要私聊提醒您，请先点开我的头像，点「开始」，再说一次。")
        return
    if len(await turn.store.reminders.of(person)) >= _MOST_OWN:
        turn.say(_TOO_MANY)
        return
    compound = turn.chat.compound_id if turn.chat.kind == "group" or whom is not Whom.OWN else None
    here = turn.chat.id if whom is Whom.HERE else None
    one = Reminder(0, compound, person, here, reading.words, whom, reading.buildings, reading.times)
    if one.is_for_groups and not await heard_by(turn.store, one):
        turn.say(rendering.NO_PLACE)
        return
    one = replace(one, id=await turn.store.reminders.set(one, turn.now))
    plan_reminder(turn.store.dues, one, turn.zone, int(turn.said_at.timestamp()))
    if compound is not None:
        await turn.store.audit.note(Act(compound, person, "remind", "reminder", one.id), turn.now)
    answer_to = await private_chat(turn.store, person) if turn.chat.kind == "group" and not is_command else chat
    text, buttons = await _card(turn, one)
    turn.say(text, buttons=buttons, chat=(answer_to or turn.chat))


async def _card(turn: Turn, one: Reminder) -> tuple[Any, Buttons]:
    """Return what was understood of a reminder, and its buttons."""
    zone = await _zone(turn, one)
    groups = called([chat for chat, _ in await heard_by(turn.store, one)]) if one.is_for_groups else ()
    night = is_at_night(one.times, turn.now, zone, turn.quiet)
    text = rendering.understood(
        one, coming(one.times, turn.now, zone), turn.now, zone, groups=groups, is_at_night=night
    )
    return text, [
        [Button("改时间", data=f"{REMIND}:change:{one.id}"), Button("取消", data=f"{REMIND}:end:{one.id}")],
    ]


async def _zone(turn: Turn, one: Reminder) -> ZoneInfo:
    compound = await turn.store.compounds.get(one.compound_id) if one.compound_id is not None else None
    return ZoneInfo(compound.time_zone) if compound is not None else turn.zone


# --- what was missing -----------------------------------------------------------------------------------------


async def on_time(turn: Turn, question: Question, text: str) -> None:
    """When was answered."""
    reading = await _asked(turn, question)
    times, is_past = read_times(text, turn.said_at)
    await _set(turn, replace(reading, times=times, is_past=is_past), is_command=True)


async def on_words(turn: Turn, question: Question, text: str) -> None:
    """Of what was answered; or the whole was said anew. What is still not understood gets an example once more."""
    if question.about.get("whole"):
        reading = read_reminder(text, turn.said_at)
        if not reading.times and not read_request(text, turn.said_at, is_private=True):
            turn.say(rendering.HOW_TO_SAY)
            return
        await _set(turn, reading, is_command=True)
        return
    reading = await _asked(turn, question)
    await _set(turn, replace(reading, words=text.strip()[:200]), is_command=True)


async def on_where(turn: Turn, words: str) -> None:
    """The compound was picked."""
    number, place = row_ids(words, 2) or (0, 0)
    question = await turn.store.questions.get(number, turn.now)
    compounds = question.about["compounds"] if question is not None and question.kind == WHERE else []
    if question is None or place >= len(compounds) or turn.message is None:
        turn.answer("这个问题已经问完了")
        return
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    reading = await _asked(turn, replace(question, about=question.about | {"compound": compounds[place]}))
    await _set(turn, reading, is_command=True)


async def _asked(turn: Turn, question: Question) -> ReminderReading:
    """Return the reminder that a question is about; the turn is then one of its compound."""
    compound = await turn.store.compounds.get(question.about.get("compound") or 0)
    if compound is not None and turn.chat.kind == "private":
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    return msgspec.convert(question.about["reading"], type=ReminderReading)


# --- the list, and buttons ------------------------------------------------------------------------------------


async def show(turn: Turn, words: str) -> None:
    """提醒列表: in private one's own, and those of the groups that one may change; in a group those of groups."""
    text, buttons = await _list(turn)
    turn.say(text, buttons=buttons)


async def _list(turn: Turn) -> tuple[Any, Buttons]:
    rows = [(one, rendering.times_said(one.times, turn.now, await _zone(turn, one))) for one in await _shown(turn)]
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
    person = await turn.known_person()
    if turn.chat.kind == "group":
        return list(await turn.store.reminders.of_groups(turn.chat.compound_id or 0))[:_MOST]
    found = list(await turn.store.reminders.of(person)) if person is not None else []
    for compound in await compounds_of(turn, Role.VOLUNTEER):
        for one in await turn.store.reminders.of_groups(compound.id):
            if one.id not in {mine.id for mine in found} and await _may_change(turn, one):
                found.append(one)
    return found[:_MOST]


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
    if one is None or turn.message is None or what not in ("pause", "on", "change", "end", "stop"):
        turn.answer("这个按钮已经过期了")
    elif one.state is ReminderState.ENDED:
        turn.answer(rendering.EXPIRED)
    elif not await _may_change(turn, one):
        turn.answer("这个提醒由设它的人来改")
    elif what == "change":
        turn.answer()
        await turn.ask(CHANGE, rendering.ASK_TIME, {"reminder": one.id})
    else:
        await _turn_it(turn, one, what)


async def _turn_it(turn: Turn, one: Reminder, what: str) -> None:
    state = {"pause": ReminderState.PAUSED, "on": ReminderState.ON}.get(what, ReminderState.ENDED)
    turn.answer({"pause": "暂停了", "on": "恢复了"}.get(what, "不再提醒了"))
    turned = turn_reminder(turn.store, one, state, await _zone(turn, one), turn.now)
    if one.compound_id is not None:
        await turn.store.audit.note(Act(one.compound_id, await turn.person(), what, "reminder", one.id), turn.now)
    if turn.message is None:
        return
    if what == "end":
        turn.rewrite(rendering.ended(turned), [], chat_id=turn.chat.id, at=turn.message.place)
    else:
        text, buttons = await _list(turn)
        turn.rewrite(text, buttons, chat_id=turn.chat.id, at=turn.message.place)


async def on_change(turn: Turn, question: Question, text: str) -> None:
    """The new time of a reminder was answered."""
    one = await turn.store.reminders.get(question.about["reminder"])
    if one is None or one.state is ReminderState.ENDED or not await _may_change(turn, one):
        turn.say(f"{rendering.EXPIRED}。")
        return
    said_at = datetime.fromtimestamp(turn.said_at.timestamp(), await _zone(turn, one))
    times, is_past = read_times(text, said_at)
    gap = least_gap(times)
    if not times or (gap is not None and gap < _least(one.whom)):
        problem = rendering.PAST if is_past else rendering.TOO_OFTEN if times else ""
        await turn.ask(CHANGE, f"{problem}{rendering.ASK_TIME}", question.about)
        return
    turn.store.reminders.change(one.id, times)
    zone, since = await _zone(turn, one), int(said_at.timestamp())
    changed = turn_reminder(turn.store, replace(one, times=times), ReminderState.ON, zone, turn.now, since)
    shown, buttons = await _card(turn, changed)
    turn.say(shown, buttons=buttons)


async def on_sent(outcome: Outcome, turn: Turn) -> None:
    """A reminder could not be sent to a group: who set it hears so."""
    one = await turn.store.reminders.get(outcome.waited["reminder"])
    if outcome.error is None or one is None:
        return
    chat = await private_chat(turn.store, one.person_id)
    if chat is not None and chat.id != turn.chat.id:
        where = called([turn.chat])[0]
        turn.say(rendering.not_delivered(one, where), chat=chat)


COMMANDS = (
    Command(
        "remind",
        alias="提醒",
        summary="到时候提醒我、提醒大家",
        run=remind,
        help="直接说「提醒我明天9点拿药」；志愿者、楼组长、居委会也可以说「每天下午三点提醒大家报抗原」。",
    ),
    Command(
        "reminders",
        alias="提醒列表",
        summary="看、暂停、结束提醒",
        run=show,
        help="看正在用的提醒；可以暂停、恢复、改时间、结束。",
    ),
)
TAPS = {REMIND: on_tap, WHERE: on_where}
ANSWERS = {TIME: on_time, WORDS: on_words, CHANGE: on_change}
OUTCOMES = {REMIND: on_sent}
