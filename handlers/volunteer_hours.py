"""工时 (volunteer hours): a volunteer says how long they served, in private or among the volunteers, in words."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversation.command import Command
from conversation.reach import private_chat
from conversation.turn import Turn
from conversation.whereabouts import ask_which, compounds_of
from domain.discretion import Discreet
from domain.role import Role, allows
from domain.volunteer_hours import KEPT_DAYS, Said, change
from domain.wall_clock import lasting
from parsing.volunteer_hours import read_hours, read_told, seems_hours
from rendering import volunteer_hours as rendering
from storage.compound import Compound
from storage.question import Question

HOURS, ALIAS = "hours", "工时"
_SAID_JUST_NOW = 3600  # seconds
_PASSES = (KEPT_DAYS + 1) * 24 * 3600


async def show(turn: Turn, words: str) -> None:
    """工时: one's own of this month, for the committee everybody's; with words after it those are noted."""
    if words:
        await _note(turn, read_told(words, turn.said_at, is_asked=True))
        return
    compound, person, today = turn.chat.compound_id or 0, await turn.person(), turn.said_at.date()
    own = await turn.store.volunteer_hours.of_person(compound, person, today.replace(day=1))
    if allows(await turn.held(), Role.COMMITTEE):
        await _say_all(turn, compound, today)
    turn.say(rendering.own(own, today))


async def take(turn: Turn) -> bool:
    """In private: words that say how long a volunteer served, or follow upon such; return whether they did."""
    return await take_whole(turn) or await _take_more(turn)


async def take_whole(turn: Turn) -> bool:
    """In private: words that say by themselves how long a volunteer served; return whether they did."""
    text = turn.message.text if turn.message is not None else ""
    said = read_told(text, turn.said_at) if turn.sender is not None else None
    if said is None:
        return False
    compounds = await _compounds(turn, said.day)
    if not compounds:
        turn.say(rendering.FOR_VOLUNTEERS)
    else:
        await _note_there(turn, compounds, text)
    return True


async def _note_there(turn: Turn, compounds: Sequence[Compound], text: str, *, is_asked: bool = False) -> None:
    """Keep what was said in the compound that it is of, by the time that it is there; of several ask which."""
    if len(compounds) > 1:
        await ask_which(turn, HOURS, ALIAS, text, compounds)
    else:
        _go_to(turn, compounds[0])
        await _note(turn, read_told(text, turn.said_at, is_asked=is_asked))


async def _take_more(turn: Turn) -> bool:
    """Right after somebody's hours were noted, 不对，是2小时 and 再加半小时 are of that day."""
    text = turn.message.text if turn.message is not None else ""
    person = await turn.known_person()
    last = await turn.store.volunteer_hours.last(person, turn.now - _SAID_JUST_NOW) if person is not None else None
    if last is None or read_told(text, turn.said_at, is_asked=True, day=last[1]) is None:
        return False
    compound = await turn.store.compounds.get(last[0])
    if compound is None:
        return False
    _go_to(turn, compound)
    await _note(turn, read_told(text, turn.said_at, is_asked=True, day=last[1]))
    return True


async def take_unread(turn: Turn) -> bool:
    """In private: what a volunteer may have meant for hours (今天服务半天) is asked back. Return whether it is."""
    if turn.message is None or turn.sender is None or not seems_hours(turn.message.text):
        return False
    if not await compounds_of(turn, Role.VOLUNTEER):
        return False
    await turn.ask(HOURS, rendering.NOT_UNDERSTOOD, {})
    return True


async def on_answer(turn: Turn, question: Question, text: str) -> bool:
    """How long it was, now that it was asked (3小时); False where it is about something else."""
    said = read_told(text, turn.said_at, is_asked=True)
    compounds = await compounds_of(turn, Role.VOLUNTEER) if said is not None else []
    if compounds:
        await _note_there(turn, compounds, text, is_asked=True)
    return bool(compounds)


async def take_in_group(turn: Turn) -> bool:
    """Among the volunteers: the same, with a reaction for a receipt; return whether it was that."""
    if turn.message is None or turn.sender is None or turn.chat.purpose != "volunteers":
        return False
    said = read_hours(turn.message.text, turn.said_at)
    if said is None or not allows(await turn.held(), Role.VOLUNTEER):
        return False
    await _note(turn, said)
    return True


async def take_edit(turn: Turn) -> bool:
    """An edited message says a day's hours again; what was added to them by it cannot be told from the rest, and is
    asked back. Among the volunteers the sum is said in private. Return whether the message was that."""
    if turn.message is None or turn.sender is None:
        return False
    is_private = turn.chat.kind == "private"
    if not (is_private or turn.chat.purpose == "volunteers"):
        return False
    said = (read_told if is_private else read_hours)(turn.message.text, turn.said_at)
    if said is None:
        return False
    if is_private and not said.adds:
        return await take_whole(turn)
    compounds = await _compounds(turn, said.day) if is_private else []
    if len(compounds) == 1:
        _go_to(turn, compounds[0])
    elif is_private or not allows(await turn.held(), Role.VOLUNTEER):
        return False
    person = await turn.person()
    known = await turn.store.volunteer_hours.of_day(turn.chat.compound_id or 0, person, said.day)
    own = await private_chat(turn.store, person)
    if said.adds:
        turn.say(rendering.which_sum(said.day, known, turn.said_at.date()), chat=own)
    else:
        is_noted = await _note(turn, said)
        if own is not None and is_noted and known != said.minutes:
            turn.say(rendering.noted(said.day, said.minutes, turn.said_at.date()), chat=own)
    return True


async def _compounds(turn: Turn, day: date) -> list[Compound]:
    """Return where somebody is a volunteer, or was one on that day: a day's pass is over when they tell of it."""
    person = await turn.known_person()
    found = await compounds_of(turn, Role.VOLUNTEER)
    if found or person is None:
        return found
    ended = await turn.store.roles.until(person, Role.VOLUNTEER, turn.now - _PASSES, turn.now)
    before = [await turn.store.compounds.get(one) for one in ended]
    return [one for one in before if one is not None and day <= _last_day(ended[one.id], one)]


def _last_day(until: int, compound: Compound) -> date:
    return lasting(datetime.fromtimestamp(until - 1, ZoneInfo(compound.time_zone)))


def _go_to(turn: Turn, compound: Compound) -> None:
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)


async def _note(turn: Turn, said: Said | None) -> bool:
    """Keep what was said, and say so: in a group by a reaction. Return whether it was kept."""
    if said is None:
        await turn.ask(HOURS, rendering.NOT_UNDERSTOOD, {})
        return False
    compound, person = turn.chat.compound_id or 0, await turn.person()
    known = await turn.store.volunteer_hours.of_day(compound, person, said.day)
    try:
        more = change(known, said)
    except ValueError:
        turn.say(rendering.TOO_MUCH)
        return False
    if more:
        turn.store.volunteer_hours.note(compound, person, said.day, more, turn.now)
    if turn.chat.kind == "group":
        turn.react("✍")
    else:
        turn.say(rendering.noted(said.day, known + more, turn.said_at.date()))
    return True


async def _say_all(turn: Turn, compound_id: int, today: date) -> None:
    compound = await turn.store.compounds.get(compound_id)
    served = await turn.store.volunteer_hours.of_all(compound_id, today.replace(day=1))
    names = await turn.store.persons.names({person for person, _ in served})
    if compound is not None:
        named = [(names.get(person, ""), minutes) for person, minutes in served]
        turn.say(Discreet(rendering.of_all(compound.name, named, today)))


COMMANDS = (
    Command(
        HOURS,
        alias=ALIAS,
        summary="志愿服务做了多久",
        run=show,
        help="志愿者直接写「今天服务3小时」就记下；发「工时」看自己这个月的，居委会看得到所有人的。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
ANSWERS = {HOURS: on_answer}
