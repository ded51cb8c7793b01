"""提醒 (reminder): asked for in words, what is missing asked once, confirmed with its next dates."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from conversation.command import Command
from conversation.outcome import Outcome
from conversation.reach import private_chat
from conversation.reminder import REMIND, called, card, heard_by, least_between, may_set, plan_reminder
from conversation.tap import row_ids
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.reminder import (
    Reminder,
    Whom,
    least_gap,
)
from domain.role import Held, Role, allows
from parsing.reminder import ReminderReading, is_somebodys, read_reminder, read_request, read_times
from rendering import reminder as rendering
from storage.audit import Act
from storage.chat import Chat
from storage.question import Question

TIME, WORDS, WHERE = "reminderTime", "reminderWords", "reminderWhere"  # questions: when, of what, of which compound
_MOST_OWN = 50
_TOO_MANY = "您的提醒已经很多了，请先在「提醒列表」里结束几个。"


# --- asked for ------------------------------------------------------------------------------------------------


async def remind(turn: Turn, words: str) -> None:
    """提醒, with words: [whom] when what; without, how to say it."""
    await _at_home(turn)
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
    if read_request(turn.message.text, turn.said_at, is_private=True) is None:
        return False
    await _at_home(turn)
    reading = read_request(turn.message.text, turn.said_at, is_private=True)
    if reading is not None:
        await _set(turn, reading, is_command=True)
    return True


async def _at_home(turn: Turn) -> None:
    """In private, who belongs to one compound speaks as one of it, in its time zone."""
    compounds = await compounds_of(turn, Role.RESIDENT) if turn.chat.kind == "private" else []
    if len(compounds) == 1:
        turn.chat = turn.chat.of(compounds[0].id, compounds[0].time_zone, compounds[0].address_words)


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
    elif (gap := least_gap(reading.times)) is not None and gap < least_between(whom):
        text = rendering.TOO_OFTEN_OWN if whom is Whom.OWN else rendering.TOO_OFTEN
        await turn.ask(TIME, f"{text}{rendering.ASK_TIME}", about)
    else:
        await _record(turn, reading, is_command=is_command)


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
        said = rendering.NOT_OWN_BUILDING if allows(held, Role.LEAD) else rendering.NOBODYS
        await _refuse(turn, said, said, is_command=is_command)
        return False
    if is_somebodys(reading.words):
        await _refuse(turn, rendering.NOT_IN_GROUPS, rendering.CANNOT_HERE, is_command=False)
        return False
    return True


async def _refuse(turn: Turn, in_private: str, in_group: str, *, is_command: bool) -> None:
    """Say why not: in private, unless it was a command in a group, or they never opened the bot."""
    if turn.chat.kind == "private":
        turn.say(in_private)
        return
    turn.react("🤔")
    chat = await private_chat(turn.store, await turn.person()) if not is_command else None
    if chat is not None:
        turn.say(in_private, chat=chat)
    else:
        turn.say(in_group)


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
    compound = turn.chat.compound_id
    here = turn.chat.id if whom is Whom.HERE else None
    one = Reminder(0, compound, person, here, reading.words, whom, reading.buildings, reading.times)
    if one.is_for_groups and not await heard_by(turn.store, one):
        turn.say(rendering.NO_PLACE)
        return
    one = replace(one, id=await turn.store.reminders.set(one, turn.now))
    plan_reminder(turn.store.dues, one, turn.zone, int(turn.said_at.timestamp()))
    if compound is not None and whom is not Whom.OWN:
        await turn.store.audit.note(Act(compound, person, "remind", "reminder", one.id), turn.now)
    answer_to = await private_chat(turn.store, person) if turn.chat.kind == "group" and not is_command else chat
    text, buttons = await card(turn, one)
    turn.say(text, buttons=buttons, chat=(answer_to or turn.chat))


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
    anew = read_request(text, turn.said_at, is_private=True)
    if anew is not None and anew.words:
        await _set(turn, anew, is_command=True)
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
)
TAPS = {WHERE: on_where}
ANSWERS = {TIME: on_time, WORDS: on_words}
OUTCOMES = {REMIND: on_sent}
