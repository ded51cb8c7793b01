"""轮次: what people report, in a group or in private, in words or by a button; whose home it is is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.reach import private_chat
from conversation.tap import row_id, row_ids
from conversation.test_report import (
    Noted,
    correct,
    homes_of,
    note,
    rounds_late,
    rounds_meant,
    rounds_read,
    tell_of_late,
    withdrawn,
)
from conversation.test_round import TASK, TESTED, keep_boards
from conversation.turn import Incoming, Turn
from conversation.whereabouts import compounds_of
from domain.building import building_name
from domain.residence import AddressGrammar, Residence
from domain.role import Role, leads
from domain.test_round import Report, Result, Round, State
from handlers import household
from parsing.building_range import read_buildings
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from parsing.test_report import TestReading, is_plain, read_test_report
from rendering import test_round as rendering
from storage.chat import Chat
from storage.household import Household
from storage.message import Version
from storage.question import Question

HOME = "test home"  # the questions
WHERE = "test where"
WHICH = "testWhich"


async def on_reading(
    turn: Turn, reading: TestReading | None, rounds: Sequence[Round], *, is_order: bool = False
) -> None:
    """A message of a group while a round is on: what it reports is recorded, in place of what it reported before.
    `is_order`: it states something else now, whose receipt it has."""
    before = await withdrawn(turn)
    if reading is None or not rounds:
        if before.is_any and not is_order:
            turn.react(None)
    else:
        await _note_or_ask(turn, reading, rounds)
    await correct(turn, before)


async def _note_or_ask(turn: Turn, reading: TestReading, rounds: Sequence[Round]) -> Noted:
    """Record a report, or ask of which round it is, or of which household, where that is not known."""
    meant = rounds_meant(rounds, reading, turn.now)
    if not reading.is_sure and not await homes_of(turn, meant[0].compound_id):
        return Noted()
    if any(report.result is Result.POSITIVE for report in reading.reports):
        meant = meant[-1:]  # whichever it is of, it is told at once
    if len(meant) > 1:
        kinds = [one.kind for one in meant]
        about = _about(turn) | {"rounds": [one.id for one in meant]}
        if turn.chat.kind == "group":
            turn.react("🤔")
        await turn.ask(WHICH, rendering.which_kind(kinds), about, options=kinds)
        return Noted(homeless=True)
    building = await _own_building(turn, meant[0].compound_id) if turn.chat.kind == "private" else None
    noted = await note(turn, meant[0], reading, building)
    told = await _answers_to(turn, meant[0])
    for household_meant, report in noted.recorded:
        if told is not None:
            turn.say(rendering.reported(meant[0], household_meant.residence, report), chat=told)
    if noted.recorded and turn.chat.kind == "group":
        turn.react("✍")
    await _ask_where(turn, meant[0], noted)
    return noted


async def _answers_to(turn: Turn, one: Round) -> Chat | None:
    """Return where who reports hears what was noted: in private; of a round that is over also who wrote in a group."""
    if turn.chat.kind == "private":
        return turn.chat
    return await private_chat(turn.store, await turn.person()) if one.closed_at is not None else None


def _about(turn: Turn) -> dict[str, Any]:
    """Return what must be known to read the message of the turn again."""
    if turn.message is None or turn.sender is None:
        return {}
    version = turn.message.version
    return {"text": turn.message.text, "address": version.address_id, "number": version.number, "at": version.sent_at}


async def on_which(turn: Turn, words: str) -> None:
    """The round was picked: the message is read again for it, as it was said."""
    number, place = row_ids(words, 2) or (0, 0)
    question = await turn.store.questions.get(number, turn.now)
    rounds = question.about["rounds"] if question is not None and question.kind == WHICH else []
    if question is None or turn.message is None or turn.sender is None or place >= len(rounds):
        turn.answer("这个问题已经问完了")
        return
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return
    one = await turn.store.rounds.get(rounds[place])
    turn.answer("好的")
    turn.store.questions.answered(question.id)
    if one is not None:
        turn.rewrite(f"✓ {rendering.kind_of(one)}", [], chat_id=turn.chat.id, at=turn.message.place)
        await _read_for(turn, one, question)


async def on_which_said(turn: Turn, question: Question, text: str) -> None:
    """The round was named in words."""
    for number in question.about["rounds"]:
        one = await turn.store.rounds.get(number)
        if one is not None and one.kind in text:
            await _read_for(turn, one, question)
            return
    if await take(turn):
        return
    turn.say("没看懂。请再说一次，写上是哪一样，比如：3-501 核酸做好了")


async def _read_for(turn: Turn, one: Round, question: Question) -> None:
    """Read what was asked about again, as it was said, for that round."""
    if not one.is_written_down(turn.now) or turn.sender is None:
        return
    compound = await turn.store.compounds.get(one.compound_id)
    if compound is not None and turn.chat.kind == "private":
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    about = question.about
    said = Incoming(Version(about["address"], about["number"], about["at"], 0, 0), about["text"])
    again = turn.speaking(turn.sender, said)
    reading = read_test_report(said.text, (one.kind,), grammar_of(turn.chat.address_words))
    if reading is not None:
        await _note_or_ask(again, reading, [one])


async def _ask_where(turn: Turn, one: Round, noted: Noted) -> None:
    """Ask which household is meant, where that is not known; of one person once at a time."""
    if not (noted.homeless or noted.rooms) or turn.message is None:
        return
    kind = WHERE if noted.rooms else HOME
    asked = await turn.store.questions.of(turn.chat.id, await turn.person(), turn.now)
    for question in asked:
        if question.kind in (HOME, WHERE):
            turn.store.questions.answered(question.id)
    about = _about(turn) | {"round": one.id}
    text = rendering.which_building(noted.rooms[0]) if noted.rooms else rendering.ASK_HOME
    await turn.ask(kind, text, about)


async def on_where(turn: Turn, question: Question, text: str) -> None:
    """The building of a room that was said without one was answered: the message is read again."""
    meant = read_buildings(text)
    names = meant.buildings.names() if meant is not None and meant.buildings is not None else ()
    one = await turn.store.rounds.get(question.about["round"])
    if one is None or not one.is_written_down(turn.now) or turn.message is None:
        return
    if len(names) != 1:
        await turn.ask(WHERE, "没看懂楼号。请只写楼号，例如：3", question.about)
        return
    reading = read_test_report(question.about["text"], (one.kind,), grammar_of(turn.chat.address_words))
    roomed = [report for report in reading.reports if report.place is not None] if reading is not None else []
    if roomed and reading is not None:
        await note(turn, one, replace(reading, reports=tuple(roomed)), building_name(names[0]))
        turn.react("✍")


async def on_home(turn: Turn, question: Question, text: str) -> None:
    """Where the speaker lives was answered: it is theirs from now on, and what they reported is recorded."""
    one = await turn.store.rounds.get(question.about["round"])
    if one is None or turn.message is None:
        return
    compound = await turn.store.compounds.get(one.compound_id)
    if compound is None:
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    home = _home_in(text, turn)
    if home is None:
        await turn.ask(HOME, rendering.ASK_HOME, question.about)
        return
    await household.on_claim(turn, home)
    if one.is_written_down(turn.now):
        said = question.about.get("text")
        reading = read_test_report(said, (one.kind,), grammar_of(turn.chat.address_words)) if said else None
        reports = reading.reports if reading is not None else (Report(),)
        own = tuple(replace(report, place=home) for report in reports if report.place is None)
        await note(turn, one, TestReading(own))
        if turn.chat.kind == "private":
            turn.say(rendering.reported(one, home, own[0] if own else Report()))


def _home_in(text: str, turn: Turn) -> Residence | None:
    words, grammar = normalise(text).text, grammar_of(turn.chat.address_words)
    found = find_residences(words, grammar) or find_bare_rooms(words)
    if len(found) != 1:
        return None
    home = found[0].value
    if home.building is None and turn.chat.purpose == "stair":
        home = replace(home, building=building_name(turn.chat.building))
    is_whole = home.building is not None and (home.room is not None or grammar.villas)
    return home if is_whole else None


# --- in private -----------------------------------------------------------------------------------------------


async def take(turn: Turn) -> bool:
    """In private, while a round is on or shortly after: a report in words; return whether it was one."""
    if turn.message is None or turn.sender is None or not turn.message.text:
        return False
    for compound in await compounds_of(turn, Role.RESIDENT):
        grammar = grammar_of(compound.address_words)
        rounds = await rounds_read(turn.store, compound.id, turn.now)
        reading = _read(turn.message.text, rounds, grammar)
        if reading is None:
            rounds = await rounds_late(turn.store, compound.id, turn.now, rounds)
            reading = _read(turn.message.text, rounds, grammar)
            if reading is None or not is_plain(reading, turn.message.text):
                continue
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
        noted = await _note_or_ask(turn, reading, rounds)
        return bool(noted.recorded or noted.homeless or noted.rooms)
    return False


def _read(text: str, rounds: Sequence[Round], grammar: AddressGrammar) -> TestReading | None:
    return read_test_report(text, tuple(one.kind for one in rounds), grammar) if rounds else None


async def _own_building(turn: Turn, compound_id: int) -> str | None:
    """Return the one building that who writes leads: a room that they name alone is there."""
    person = await turn.known_person()
    held = await turn.store.roles.held(compound_id, person, turn.now) if person is not None else ()
    led = {building_name(one.building) for one in held if one.role is Role.LEAD and one.building}
    return led.pop() if len(led) == 1 else None


async def on_tested(turn: Turn, words: str) -> None:
    """我家做好了: for the one household of who taps. In a group nobody else sees what is answered; in private who has
    several says which, and who has none where."""
    round_id, household_id = row_ids(words, 2) or (row_id(words) or 0, 0)
    one = await turn.store.rounds.get(round_id)
    if one is None or not one.is_written_down(turn.now) or turn.message is None:
        turn.answer("这一轮已经结束了" if one is not None and one.closed_at is not None else "还没开始")
        return
    homes = await homes_of(turn, one.compound_id)
    meant = [home for home in homes if home.id == household_id] if household_id else homes
    if len(meant) == 1:
        residence = meant[0].entry.residence
        turn.answer(f"记下了：{rendering.place_said(residence)} 做好了")
        await note(turn, one, TestReading((Report(residence),)))
        if turn.chat.kind == "private":
            turn.rewrite(rendering.reported(one, residence, Report()), [], chat_id=turn.chat.id, at=turn.message.place)
    elif turn.chat.kind == "group":
        turn.answer("请写一句带门牌的，比如：3-501 做好了")
    elif homes and not household_id:
        turn.answer()
        turn.say("哪一户做好了？", buttons=[[_home_button(one, home)] for home in homes])
    elif household_id:
        turn.answer("这个按钮已经过期了")
    else:
        turn.answer()
        await turn.ask(HOME, rendering.ASK_HOME, {"round": one.id})


def _home_button(one: Round, home: Household) -> Button:
    return Button(rendering.place_said(home.entry.residence), data=f"{TESTED}:{one.id}:{home.id}")


# --- at the door ----------------------------------------------------------------------------------------------


async def on_task(turn: Turn, words: str) -> None:
    """做了 or 没做, from who went to the door of a household without a telephone."""
    what, _, rest = words.partition(":")
    round_id, household_id = row_ids(rest, 2) or (0, 0)
    one = await turn.store.rounds.get(round_id)
    there = await turn.store.households.get(household_id)
    if one is None or there is None or there.compound_id != one.compound_id or what not in ("yes", "no"):
        turn.answer("这个按钮已经过期了")
        return
    person = await turn.known_person()
    held = await turn.store.roles.held(one.compound_id, person, turn.now) if person is not None else ()
    building = building_name(there.entry.residence.building)
    if not (leads(held, building) or any(mine.role is Role.VOLUNTEER for mine in held)):
        turn.answer("这一户由它的楼组长或志愿者来点")
        return
    if one.closed_at is not None and not one.is_late(turn.now):
        turn.answer("这一轮已经结束了")
        return
    turn.answer("记下了：做了" if what == "yes" else "记下了：没做")
    await turn.store.rounds.report(
        one.id,
        there.entry.place,
        building or "",
        Report(),
        household=there.id,
        author=await turn.person(),
        message=None,
        at=turn.now,
        state=State.DONE if what == "yes" else State.NOT_DONE,
    )
    await keep_boards(turn.store, one, turn.now, [building or ""])
    if one.closed_at is not None:
        await tell_of_late(turn, one)


TAPS = {TESTED: on_tested, TASK: on_task, WHICH: on_which}
ANSWERS = {HOME: on_home, WHERE: on_where, WHICH: on_which_said}
