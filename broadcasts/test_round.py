"""轮次 by the clock: the evening before, half an hour before, who is missing when most of the time is over, the end."""

from collections.abc import Sequence

from conversation.broadcast import Strike
from conversation.content import Button, Buttons
from conversation.reach import answerable, leads_of, private_chat, private_chats
from conversation.test_round import (
    TASK,
    TESTED,
    Missing,
    end_round,
    groups_of,
    in_charge,
    keep_boards,
    look_at,
    missing_of,
    sheet_for,
)
from domain.role import Team
from domain.test_round import Round
from rendering import test_round as rendering
from storage.chat import Chat

_DOORS = 8  # households under one list of doors


async def tell_evening(strike: Strike) -> None:
    """The evening before: what is done tomorrow, where. Too late for it, the word at the beginning does."""
    one = await strike.store.rounds.get(strike.due.subject_id)
    if one is None or one.closed_at is not None or not strike.is_of_use:
        return
    for chat in await groups_of(strike.store, one):
        strike.say(chat, rendering.evening(one, strike.due.zone), named=[one.place])


async def tell_beginning(strike: Strike) -> None:
    """Half an hour before: it begins, and how to report."""
    one = await strike.store.rounds.get(strike.due.subject_id)
    if one is None or one.closed_at is not None or not strike.is_of_use:
        return
    text = rendering.soon(one, strike.due.zone, strike.plan.say_at)
    buttons = [[Button(rendering.DONE_HERE, data=f"{TESTED}:{one.id}")]]
    for chat in await groups_of(strike.store, one):
        strike.say(chat, text, buttons=buttons, named=[one.place])


# --- who is missing -------------------------------------------------------------------------------------------


async def chase(strike: Strike) -> None:
    """Six tenths of the time are over: each lead hears in private who is missing in their buildings, and to whose door
    somebody has to go, because nobody there reads a message."""
    one = await strike.store.rounds.get(strike.due.subject_id)
    if one is None or one.closed_at is not None or not strike.is_of_use:
        return
    by_chat: dict[int, tuple[Chat, list[Missing]]] = {}
    doors: dict[int, tuple[Chat, list[Missing]]] = {}
    for building, rows in _by_building(await missing_of(strike.store, one)).items():
        for chat in (await in_charge(strike.store, one, building, strike.now)).values():
            by_chat.setdefault(chat.id, (chat, []))[1].extend(row for row in rows if row.has_phone)
        for chat in (await _at_the_doors(strike, one, building)).values():
            doors.setdefault(chat.id, (chat, []))[1].extend(row for row in rows if not row.has_phone)
    for chat, rows in by_chat.values():
        _list(strike, one, chat, rows)
    for chat, rows in doors.values():
        _send_to_doors(strike, one, chat, rows)


def _by_building(rows: Sequence[Missing]) -> dict[str, list[Missing]]:
    found: dict[str, list[Missing]] = {}
    for row in rows:
        found.setdefault(row.building, []).append(row)
    return found


async def _at_the_doors(strike: Strike, one: Round, building: str) -> dict[int, Chat]:
    """Return who goes to the doors of a building: its lead, else the test team, else the committee."""
    leads = await leads_of(strike.store, one.compound_id, building or None, strike.now)
    found = await private_chats(strike.store, leads)
    if found:
        return found
    team = await answerable(strike.store, one.compound_id, Team.TEST, strike.now)
    return await private_chats(strike.store, team) or await in_charge(strike.store, one, building, strike.now)


def _list(strike: Strike, one: Round, chat: Chat, rows: Sequence[Missing]) -> None:
    if rows:
        rooms = {
            building: [rendering.place_said(row.residence) for row in there]
            for building, there in _by_building(rows).items()
        }
        at = rendering.clock(strike.plan.say_at, strike.due.zone)
        strike.say(chat, rendering.missing(one, rooms, at), part="missing")


def _send_to_doors(strike: Strike, one: Round, chat: Chat, rows: Sequence[Missing]) -> None:
    for number, first in enumerate(range(0, len(rows), _DOORS)):
        some = rows[first : first + _DOORS]
        names = [rendering.place_said(row.residence) for row in some]
        strike.say(chat, rendering.tasks(one, names), buttons=_ticks(one, some, names), part=f"doors {number}")


def _ticks(one: Round, rows: Sequence[Missing], names: Sequence[str]) -> Buttons:
    return [
        [
            Button(f"{name} 做了", data=f"{TASK}:yes:{one.id}:{row.household_id}"),
            Button("没做", data=f"{TASK}:no:{one.id}:{row.household_id}"),
        ]
        for row, name in zip(rows, names, strict=True)
    ]


# --- the end --------------------------------------------------------------------------------------------------


async def close(strike: Strike) -> None:
    """The time is over: the live counts say so, and who opened the round gets the sheet in private."""
    one = await strike.store.rounds.get(strike.due.subject_id)
    if one is None or one.closed_at is not None:
        return
    end_round(strike.store, one, one.ends_at)
    over = await strike.store.rounds.get(one.id)
    if over is None:
        return
    await keep_boards(strike.store, over, strike.now)
    shown = await look_at(strike.store.query, over)
    chat = await private_chat(strike.store, one.opened_by)
    sheet = await sheet_for(strike.store, one.opened_by, over, strike.now, strike.plan.say_at)
    if chat is not None and sheet is not None:
        strike.say(chat, rendering.ended(over, shown.counts.total))
        strike.store.outbox.put(sheet, strike.now)
        return
    for group in await strike.store.chats.groups_of(over.compound_id):
        if group.purpose == "volunteers":
            strike.say(group, f"{rendering.ended(over, shown.counts.total)}\n{rendering.ASK_FOR_PAPERS}")
