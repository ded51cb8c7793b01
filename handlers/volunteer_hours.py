"""工时 (volunteer hours): a volunteer says how long they served, in private or among the volunteers, in words."""

from datetime import date

from conversation.command import Command
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.discretion import Discreet
from domain.role import Role, allows
from domain.volunteer_hours import Said, change
from parsing.volunteer_hours import read_hours
from rendering import volunteer_hours as rendering


async def show(turn: Turn, words: str) -> None:
    """工时: one's own of this month, for the committee everybody's; with words after it those are noted."""
    if words:
        await _note(turn, read_hours(words, turn.said_at, is_asked=True))
        return
    compound, person, today = turn.chat.compound_id or 0, await turn.person(), turn.said_at.date()
    own = await turn.store.volunteer_hours.of_person(compound, person, today.replace(day=1))
    if allows(await turn.held(), Role.COMMITTEE):
        await _say_all(turn, compound, today)
    turn.say(rendering.own(own, today))


async def take(turn: Turn) -> bool:
    """In private: words that say how long a volunteer served; return whether they did."""
    if turn.message is None or turn.sender is None or read_hours(turn.message.text, turn.said_at) is None:
        return False
    compounds = await compounds_of(turn, Role.VOLUNTEER)
    if len(compounds) > 1:
        turn.say(rendering.WHICH)
        return True
    if not compounds:
        return False
    turn.chat = turn.chat.of(compounds[0].id, compounds[0].time_zone, compounds[0].address_words)
    await _note(turn, read_hours(turn.message.text, turn.said_at))
    return True


async def take_in_group(turn: Turn) -> bool:
    """Among the volunteers: the same, with a reaction for a receipt; return whether it was that."""
    if turn.message is None or turn.sender is None or turn.chat.purpose != "volunteers":
        return False
    said = read_hours(turn.message.text, turn.said_at)
    if said is None or not allows(await turn.held(), Role.VOLUNTEER):
        return False
    await _note(turn, said)
    return True


async def _note(turn: Turn, said: Said | None) -> None:
    """Keep what was said, and say so: in a group by a reaction."""
    if said is None:
        turn.say(rendering.NOT_UNDERSTOOD)
        return
    compound, person = turn.chat.compound_id or 0, await turn.person()
    known = await turn.store.volunteer_hours.of_day(compound, person, said.day)
    try:
        more = change(known, said)
    except ValueError:
        turn.say(rendering.TOO_MUCH)
        return
    if more:
        turn.store.volunteer_hours.note(compound, person, said.day, more, turn.now)
    if turn.chat.kind == "group":
        turn.react("✍")
    else:
        turn.say(rendering.noted(said.day, known + more, turn.said_at.date()))


async def _say_all(turn: Turn, compound_id: int, today: date) -> None:
    compound = await turn.store.compounds.get(compound_id)
    served = await turn.store.volunteer_hours.of_all(compound_id, today.replace(day=1))
    names = await turn.store.persons.names({person for person, _ in served})
    if compound is not None:
        named = [(names.get(person, ""), minutes) for person, minutes in served]
        turn.say(Discreet(rendering.of_all(compound.name, named, today)))


COMMANDS = (
    Command(
        "hours",
        alias="工时",
        summary="志愿服务做了多久",
        run=show,
        help="志愿者直接写「今天服务3小时」就记下；发「工时」看自己这个月的，居委会看得到所有人的。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
