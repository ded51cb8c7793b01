"""来历 3: the rows behind a figure of the daily summary, for volunteers; else where an order comes from."""

import re
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from conversation.command import EVERYWHERE, Command
from conversation.daily_summary import CARD, TEXT, day_of, sources
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.daily_summary import entries
from domain.discretion import Discreet
from domain.role import Role, allows, is_of_team
from rendering import daily_summary as rendering
from storage.daily_summary import Summary, count, rows_behind
from storage.outbox import Place

_ALONE = re.compile(r"来历[ ]?第?([0-9]{1,2})(?:行|条|项)?")
_NUMBER = re.compile(r"第?([0-9]{1,2})(?:行|条|项)?")


def with_figures(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Return commands of which /why answers for figures of the summary too, in private as well."""
    return tuple(_with_figures(one) if one.name == "why" else one for one in commands)


def _with_figures(command: Command) -> Command:
    async def run(turn: Turn, words: str) -> None:
        summary = await _replied_to(turn)
        match = _NUMBER.fullmatch(words.strip())
        if match is None and (summary is not None or turn.chat.kind == "private"):
            turn.say(rendering.HOW_TO_ASK)
        elif match is not None and turn.chat.kind == "private":
            await _show(turn, summary or await turn.store.summaries.latest(turn.chat.compound_id or 0), int(match[1]))
        elif match is not None and summary is not None:
            await _show(turn, summary, int(match[1]))
        else:
            await command.run(turn, words)

    return replace(
        command,
        run=run,
        kinds=EVERYWHERE,
        of_compound=True,
        help=f"{command.help}志愿者回复日结发「来历 3」（或私聊发）：第3行的数字是怎么数出来的。",
    )


async def take(turn: Turn) -> bool:
    """In private 来历 3 needs no slash; say whether the message was that."""
    match = _ALONE.fullmatch(turn.message.text.strip()) if turn.message is not None else None
    compounds = await compounds_of(turn, Role.VOLUNTEER) if match is not None else []
    if match is None or len(compounds) != 1:
        return False
    await _show(turn, await turn.store.summaries.latest(compounds[0].id), int(match[1]))
    return True


async def _replied_to(turn: Turn) -> Summary | None:
    """Return the summary that the message replies to, or None."""
    message = turn.message
    if message is None or message.reply_to is None:
        return None
    slot = await turn.store.slots.at(Place(message.version.address_id, message.reply_to))
    if slot is None or slot.recipe not in (TEXT, CARD):
        return None
    return await turn.store.summaries.of_copy(slot.subject_id)


async def _show(turn: Turn, summary: Summary | None, number: int) -> None:
    """Show the rows behind a figure to a volunteer; those of a team to that team, in private."""
    if summary is None:
        turn.say(rendering.NO_SUMMARY)
        return
    person = await turn.known_person()
    held = await turn.store.roles.held(summary.compound_id, person, turn.now) if person is not None else ()
    if not allows(held, Role.VOLUNTEER):
        turn.say(rendering.FOR_VOLUNTEERS)
        return
    day = await day_of(turn.store.query, summary)
    entry = next((one for one in entries(day) if one.number == number), None) if day is not None else None
    compound = await turn.store.compounds.get(summary.compound_id)
    if day is None or entry is None or compound is None:
        turn.say(rendering.HOW_TO_ASK)
        return
    team = entry.meaning.team
    if team is not None and (turn.chat.kind == "group" or not is_of_team(held, team)):
        turn.say(rendering.IN_PRIVATE if turn.chat.kind == "group" else rendering.FOR_VOLUNTEERS)
        return
    zone = ZoneInfo(compound.time_zone)
    scope = await turn.store.summaries.scope(summary, zone)
    found = sources(await rows_behind(turn.store.query, scope, entry.figure.name), zone)
    now = await count(turn.store.query, scope, entry.figure.name)
    most = rendering.MOST_ROWS if turn.chat.kind == "private" else rendering.MOST_ROWS_IN_GROUP
    text = rendering.sources(entry, day.on, found, now, most)
    turn.say(Discreet(text) if team is not None else text, named=rendering.named(day))
