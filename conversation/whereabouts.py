"""To which compounds somebody belongs, for what they do in private."""

from collections.abc import Sequence

from conversation.content import Button
from conversation.turn import ASK_SECONDS, Turn
from domain.role import Held, Role, allows
from storage.compound import Compound

WHICH_COMPOUND = "compound"


async def compounds_of(turn: Turn, needed: Role) -> list[Compound]:
    """Return the compounds in which who writes or taps may do what needs that role; for residents, where they live or
    hold any role or asked for medicine."""
    person = await turn.known_person()
    if person is None:
        return []
    if needed is Role.RESIDENT:
        found = {*await turn.store.residencies.compounds(person), *await turn.store.roles.anywhere(person, turn.now)}
        ids = sorted({*found, *await turn.store.medications.asked_in(person)})
    else:
        ids = sorted(
            {
                compound
                for role in Role
                if allows([Held(role)], needed)
                for compound in await turn.store.roles.compounds(person, role, turn.now)
            }
        )
    if len(ids) > 1:  # a compound whose groups have all joined another is nobody's any more
        ids = [one for one in ids if await turn.store.chats.groups_of(one)] or ids
    compounds = [await turn.store.compounds.get(one) for one in ids]
    known = [compound for compound in compounds if compound is not None]
    # one that all groups have left, because it was joined to another, is asked about only where there is no other
    return [compound for compound in known if await turn.store.chats.groups_of(compound.id)] or known


async def compounds_open(turn: Turn) -> list[Compound]:
    """Return the compounds that have a group, for who is of none yet: one of them it must be; those set up first."""
    there = [one for one in await turn.store.compounds.every() if await turn.store.chats.groups_of(one.id)]
    return sorted(there, key=lambda one: (one.set_up_at is None, one.id))


async def ask_which(turn: Turn, command: str, alias: str, words: str, compounds: Sequence[Compound]) -> None:
    """Ask in which of those compounds a command is to run with these words (handlers/text.py has the answer)."""
    about = {"command": command, "words": words}
    question = await turn.store.questions.ask(
        None, turn.chat.id, await turn.person(), WHICH_COMPOUND, about, turn.now, turn.now + ASK_SECONDS
    )
    rows = [[Button(one.name, data=f"{WHICH_COMPOUND}:{question}:{one.id}")] for one in compounds]
    turn.say(f"「{alias}」是哪个小区的？", buttons=rows)
