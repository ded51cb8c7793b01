"""配药 (medication): what who asked hears, always in private: what was understood, consent, what is missing."""

from collections.abc import Sequence
from dataclasses import replace

from conversation import consent
from conversation.consent import PENDING, Standing
from conversation.content import Button
from conversation.medication import CONSENT, Recorded
from conversation.medication_ask import ask, conflict, go_on
from conversation.medication_view import seen_on
from conversation.reach import answerable, private_chat
from conversation.turn import Turn
from domain.role import Team
from rendering import medication as rendering
from storage.chat import Chat
from storage.deep_link import DeepLink

LINK = "m"  # what the links into private begin with
_ONE_BY_ONE = 3  # requests of a message that are told one by one; more are told as a list
_EVERY = 3600  # seconds: one line an hour to who never opened the bot


def in_private(turn: Turn, private: Chat) -> Turn:
    """Return the turn as one in a private chat, about the same compound; what is said there is said there."""
    if turn.chat.kind == "private":
        return turn
    there = private.of(turn.chat.compound_id or 0, turn.chat.time_zone or turn.zone.key, turn.chat.address_words)
    return replace(turn, chat=there, message=None, tap_id=None)


async def with_compound(turn: Turn, compound_id: int) -> bool:
    """Have the turn, in private, be about that compound; return False where there is none."""
    compound = await turn.store.compounds.get(compound_id)
    if compound is None:
        return False
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    return True


async def tell(turn: Turn, person: int, recorded: Sequence[Recorded]) -> None:
    """Tell who asked what was understood, ask for their consent, then for what is missing. Who never opened the bot
    gets a line in the group that names nothing, and a link that is theirs alone."""
    private = await private_chat(turn.store, person)
    if private is None:
        say_where(turn, person)
        return
    there = in_private(turn, private)
    shown = [seen_on(one.request, turn.now, turn.zone) for one in recorded]
    if len(recorded) > _ONE_BY_ONE:
        there.say(rendering.understood_of_many(shown))
    for one, seen in zip(recorded, shown, strict=True) if len(recorded) <= _ONE_BY_ONE else ():
        there.say(rendering.joined(seen) if one.is_joined else rendering.understood(seen))
    if not await has_team(there):
        there.say(rendering.NOBODY_SEES)
    if await _is_agreed(there, person):
        await ask_what_is_missing(there, recorded)


async def has_team(turn: Turn) -> bool:
    """Say whether anybody answers for medicine in the compound of the turn: its team, else its committee."""
    return bool(await answerable(turn.store, turn.chat.compound_id or 0, Team.MEDICINE, turn.now))


async def say_done(turn: Turn) -> None:
    """Say that nothing more is asked, and what happens now."""
    turn.say(rendering.DONE_ASKING if await has_team(turn) else rendering.DONE_ASKING_ALONE)


async def _is_agreed(there: Turn, person: int) -> bool:
    """Say whether they consented; else they are asked, or reminded that they were and can still say yes."""
    compound = there.chat.compound_id or 0
    known = await there.store.consents.get(compound, person, CONSENT)
    if await consent.ensure(there, CONSENT) is Standing.GIVEN:
        return True
    if known is not None and there.now < known.asked_at + PENDING:
        there.say(rendering.NOT_CONSENTED, buttons=[[agree_button(compound)]])
    return False


def agree_button(compound_id: int) -> Button:
    """Return the button that consents."""
    return Button("同意", data=f"consent:yes:{compound_id}:{CONSENT}")


async def ask_what_is_missing(there: Turn, recorded: Sequence[Recorded] = ()) -> bool:
    """Ask what was told in two ways, else the next thing that is missing; return whether something was asked."""
    for one in recorded:
        for item, said in one.conflicts:
            await ask(there, one.request, conflict(item, said))
            return True
    return await go_on(there)


def say_where(turn: Turn, person: int) -> None:
    """Say in the group that this goes on in private. Nobody who reads it knows what it is about."""
    token = turn.store.links.make(DeepLink(person, LINK, {"compound": turn.chat.compound_id}), turn.now)
    url = f"https://t.me/{turn.bot_name}?start={LINK}_{token}"
    key = f"in private:{turn.chat.id}:{person}:{turn.now // _EVERY}"
    turn.say(rendering.IN_PRIVATE, buttons=[[Button(rendering.IN_PRIVATE_BUTTON, url=url)]], key=key)


async def on_link(turn: Turn, token: str) -> None:
    """The link was followed. It is one person's: another's tap reveals nothing and uses up nothing. When it is over its
    person still finds what is theirs."""
    link = await turn.store.links.find(token, turn.now)
    person = await turn.known_person()
    if link is not None and (link.kind != LINK or link.person_id != person):
        turn.say(rendering.ANOTHERS_LINK)
        return
    compounds = await turn.store.medications.compounds(person) if person is not None else ()
    compound = link.about["compound"] if link is not None else next(iter(compounds), 0)
    if person is None or turn.chat.kind != "private" or not await with_compound(turn, compound):
        turn.say(rendering.NOTHING_HERE)
        return
    if link is not None:
        turn.store.links.use(token)
    await show_open(turn, person)


async def show_open(turn: Turn, person: int) -> None:
    """Show who asked what they told of, in private; then go on as if it were told now."""
    mine = [one for one in await turn.store.medications.of_person(turn.chat.compound_id or 0, person) if one.is_open]
    if not mine:
        turn.say(rendering.NOTHING_HERE)
        return
    for request in reversed(mine):
        turn.say(rendering.understood(seen_on(request, turn.now, turn.zone)))
    if not await has_team(turn):
        turn.say(rendering.NOBODY_SEES)
    if await _is_agreed(turn, person):
        await go_on(turn)


async def on_consent(turn: Turn, compound_id: int) -> None:
    """Somebody has just agreed: what they told of before is theirs to complete."""
    if await with_compound(turn, compound_id) and not await go_on(turn):
        await say_done(turn)
