"""轮次 (test round): who hears of it, when, and where it stands. Counts are made just before they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversation.audience import audience
from conversation.content import Content, Document, Recipe, Text
from conversation.reach import leads_of, private_chat, private_chats
from conversation.turn import Repositories
from domain.building import building_name
from domain.due import Due
from domain.household import Mark
from domain.residence import Residence
from domain.role import Role, allows
from domain.test_round import BEFORE, Round, State, chased_at, counted, in_order
from domain.wall_clock import instant
from rendering import test_round as rendering
from rendering import test_round_sheet as sheets
from storage.chat import Chat
from storage.compound import Compounds
from storage.due import Dues
from storage.household import Households
from storage.outbox import Lane, Outgoing
from storage.person import Persons
from storage.slot import Wish
from storage.store import Query
from storage.test_round import Reported, TestRounds

BOARD = "test board"  # the recipe of a live count
SHEET, SHEET_WITH_RESULTS = "test sheet", "test sheet with results"  # results are for the committee

ROUND = "round"  # the question what is missing, and its buttons
TESTED, TASK = "tested", "testTask"  # the buttons of who reports, and of who went to a door
PAPERS = "roundSheet"  # 要表格
END = "roundEnd"  # 结束这一轮, 取消这一轮

EVENING = "test round evening"
SOON = "test round soon"
CHASE = "test round chase"
CLOSE = "test round close"

_EVENING_AT = time(19)
_EVENING_LATE = 4 * 3600
_CLOSE_LATE = 30 * 24 * 3600  # however late: what is over is over


# --- who hears of it ------------------------------------------------------------------------------------------


async def groups_of(store: Repositories, one: Round) -> list[Chat]:
    """Return the groups that hear of a round. One for households with a mark is the volunteers' business."""
    if one.mark is None:
        return list((await audience(store, one.compound_id, one.buildings)).groups)
    groups = await store.chats.groups_of(one.compound_id)
    return [chat for chat in groups if chat.purpose == "volunteers"]


async def _watching(store: Repositories, one: Round) -> list[Chat]:
    """Return the groups in which a round's live count stands: those that hear of it, and the volunteers'."""
    told = await groups_of(store, one)
    groups = await store.chats.groups_of(one.compound_id)
    return [*told, *(chat for chat in groups if chat.purpose == "volunteers" and chat.id not in {c.id for c in told})]


def _stair(chat: Chat) -> str:
    return (building_name(chat.building) or "") if chat.purpose == "stair" else ""


async def boards(store: Repositories, one: Round, changed: Sequence[str] | None = None) -> list[tuple[int, Wish]]:
    """Return the live counts (chat, slot) that show a change in these buildings; None: all that stand anywhere. The
    first report of a group's building brings its count there, nothing else does."""
    found = []
    for chat in await _watching(store, one):
        building = _stair(chat)
        name = f"round:{one.id}"
        is_shown = not building or building in changed if changed is not None else await store.slots.has(chat.id, name)
        if is_shown:
            board = await store.rounds.board(one.id, building)
            found.append((chat.id, Wish(name, BOARD, board, is_live=one.closed_at is None)))
    return found


async def keep_boards(store: Repositories, one: Round, now: int, changed: Sequence[str] | None = None) -> None:
    """Bring the live counts of a round up to date."""
    for chat, wish in await boards(store, one, changed):
        store.slots.keep(wish, chat)
        store.outbox.put_slot(chat, wish.name, now)


async def in_charge(store: Repositories, one: Round, building: str, now: int) -> dict[int, Chat]:
    """Return who answers for a building in a round and can be written to: its leads, else the committee."""
    leads = await private_chats(store, await leads_of(store, one.compound_id, building or None, now))
    return leads or await private_chats(store, await store.roles.holders(one.compound_id, Role.COMMITTEE, now))


# --- when -----------------------------------------------------------------------------------------------------


def plan_round(dues: Dues, one: Round, zone: ZoneInfo, now: int, quiet: tuple[time, time]) -> int | None:
    """Plan what a round has to say by the clock; what is past by now is not planned, but for the word at its start.
    Return when leads hear who is missing; None: never, what is left is at night."""
    day_before = datetime.fromtimestamp(one.starts_at, zone).date() - timedelta(days=1)
    evening = instant(day_before, _EVENING_AT, zone)
    soon = max(one.starts_at - BEFORE, now)
    chase = chased_at(one, now, zone, quiet)
    for kind, at, late in (
        (EVENING, evening, _EVENING_LATE),
        (SOON, soon, one.ends_at - soon),
        (CHASE, chase, one.ends_at - (chase or 0)),
        (CLOSE, one.ends_at, _CLOSE_LATE),
    ):
        if at is not None and at >= now:
            dues.plan(Due(f"{kind}:{one.id}", kind, zone, at, None, one.compound_id, one.id, late))
    return chase


def end_round(store: Repositories, one: Round, now: int) -> None:
    """A round is over: nothing of it is due any more."""
    store.rounds.close(one.id, now)
    for kind in (EVENING, SOON, CHASE, CLOSE):
        store.dues.forget(f"{kind}:{one.id}")


# --- where it stands ------------------------------------------------------------------------------------------


async def gather_board(query: Query, board_id: int) -> rendering.Board | None:
    """Read what a live count shows."""
    rounds = TestRounds(query)
    of = await rounds.of_board(board_id)
    one = await rounds.get(of[0]) if of is not None else None
    if of is None or one is None:
        return None
    return await look_at(query, one, of[1])


async def look_at(query: Query, one: Round, building: str = "") -> rendering.Board:
    """Return where a round stands: in all buildings, or in one (bare name)."""
    rounds = TestRounds(query)
    counts = counted(await rounds.expected(one), await rounds.done(one.id))
    called = in_order(name for call in await rounds.calls(one.id) for name in call.buildings.names())
    zone = await Compounds(query).zone(one.compound_id)
    return rendering.Board(one, counts.only(building) if building else counts, tuple(called), zone)


def _draw_board(shown: rendering.Board) -> Content:
    return Text(rendering.board(shown), named=(shown.round.place,))


@dataclass(frozen=True, slots=True)
class Missing:
    """A household that has not been heard of in a round."""

    household_id: int
    residence: Residence
    building: str
    has_phone: bool


async def missing_of(store: Repositories, one: Round) -> list[Missing]:
    """Return the households on the roster that a round is for and that have not done it, in the order of buildings."""
    states = {report.place: report.state for report in await store.rounds.reports(one.id)}
    found = []
    for household in await store.households.listed(one.compound_id):
        entry = household.entry
        building = building_name(entry.residence.building) or ""
        if one.concerns(building or None, entry.marks) and states.get(entry.place) is not State.DONE:
            found.append(Missing(household.id, entry.residence, building, Mark.NO_PHONE not in entry.marks))
    place = {name: number for number, name in enumerate(in_order(row.building for row in found))}
    return sorted(found, key=lambda row: (place[row.building], row.residence.unit or "", _room_key(row.residence)))


def _room_key(residence: Residence) -> tuple[int, str]:
    room = residence.room or ""
    return (len(room), room)


# --- the sheet ------------------------------------------------------------------------------------------------


async def gather_sheet(query: Query, round_id: int) -> sheets.Papers | None:
    """Read what the sheet of a round shows."""
    one = await TestRounds(query).get(round_id)
    if one is None:
        return None
    zone = await Compounds(query).zone(one.compound_id)
    rows = {report.place: report for report in await TestRounds(query).reports(round_id)}
    names = await Persons(query).names({report.author_id for report in rows.values()})
    entries = []
    for household in await Households(query).listed(one.compound_id):
        entry = household.entry
        building = building_name(entry.residence.building) or ""
        if one.concerns(building or None, entry.marks):
            entries.append(
                _row(building, rendering.place_said(entry.residence), rows.pop(entry.place, None), names, zone)
            )
    entries += [
        _row(report.building, sheets.place_of_key(report.place), report, names, zone, is_listed=False)
        for report in rows.values()
    ]
    return sheets.Papers(one, zone, tuple(entries))


def _row(
    building: str,
    where: str,
    report: Reported | None,
    names: Mapping[int, str],
    zone: ZoneInfo,
    *,
    is_listed: bool = True,
) -> sheets.Row:
    if report is None:
        return sheets.Row(building, where, is_listed=is_listed)
    return sheets.Row(
        building,
        where,
        is_listed=is_listed,
        state=report.state,
        result=report.result,
        people=report.people,
        away=report.away,
        left=report.left,
        said_at=datetime.fromtimestamp(report.said_at, zone),
        by=names.get(report.author_id, ""),
    )


def _draw_sheet(papers: sheets.Papers) -> Content:
    return Document(sheets.file_name(papers), sheets.workbook(papers), is_discreet=True)


def _draw_with_results(papers: sheets.Papers) -> Content:
    return _draw_sheet(replace(papers, with_results=True))


def recipes() -> dict[str, Recipe[Any]]:
    """Return the recipes of this feature."""
    return {
        BOARD: Recipe(gather_board, _draw_board),
        SHEET: Recipe(gather_sheet, _draw_sheet, is_heavy=True),
        SHEET_WITH_RESULTS: Recipe(gather_sheet, _draw_with_results, is_heavy=True),
    }


async def sheet_for(store: Repositories, person: int, one: Round, now: int, not_before: int = 0) -> Outgoing | None:
    """Return what sends the sheet of a round to somebody in private, None where they cannot be written to. What tests
    showed only the committee sees."""
    chat = await private_chat(store, person)
    if chat is None:
        return None
    held = await store.roles.held(one.compound_id, person, now)
    recipe = SHEET_WITH_RESULTS if allows(held, Role.COMMITTEE) else SHEET
    payload = {"recipe": recipe, "subject": one.id}
    return Outgoing("recipe", Lane.MESSAGE, chat.id, payload, not_before=not_before)
