"""What people say of a test round: whose household is meant, and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversation import door
from conversation.content import Button
from conversation.reach import leads_of, private_chat, private_chats
from conversation.test_round import PAPERS, keep_boards
from conversation.turn import Repositories, Turn
from domain.building import building_name
from domain.household import place_key
from domain.residence import Residence
from domain.role import Role
from domain.test_round import LATE, Report, Result, Round
from parsing.test_report import TestReading
from rendering import test_round as rendering
from rendering import test_round_sheet as sheets
from rendering.line import one_line
from storage.chat import Chat
from storage.household import Household
from storage.outbox import Lane, Outgoing
from storage.test_round import Reported


@dataclass(frozen=True, slots=True)
class Meant:
    """Whose household a report means: the key of its place, its building (bare name), its row if it is on the roster or
    somebody lives there, and whether it is the speaker's own."""

    key: str
    building: str
    residence: Residence | None = None
    household_id: int | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a message: what was recorded, and what could not be, because it is not known which household is
    meant (`homeless`: the speaker's own; `rooms`: said without a building)."""

    recorded: tuple[tuple[Meant, Report], ...] = ()
    homeless: bool = False
    rooms: tuple[str, ...] = ()


async def rounds_read(store: Repositories, compound_id: int | None, now: int) -> tuple[Round, ...]:
    """Return the rounds of a compound for which reports are read now."""
    if compound_id is None:
        return ()
    return tuple(one for one in await store.rounds.open_in(compound_id) if one.is_read(now))


async def rounds_late(
    store: Repositories, compound_id: int | None, now: int, running: Sequence[Round]
) -> tuple[Round, ...]:
    """Return the rounds of a compound that ended so lately that a report still counts: of each kind the last, and none
    of a kind that is `running`: for which reports are read now."""
    if compound_id is None:
        return ()
    found: dict[str, Round] = {}
    for one in await store.rounds.closed_since(compound_id, now - LATE):
        if one.is_late(now):
            found.setdefault(one.kind, one)
    return tuple(one for kind, one in found.items() if kind not in {other.kind for other in running})


def rounds_meant(rounds: Sequence[Round], reading: TestReading, now: int) -> tuple[Round, ...]:
    """Return the rounds that a message may mean: of the kind it names; else those that have begun, one a kind."""
    named = [one for one in rounds if reading.kind is not None and one.kind == reading.kind]
    running = [one for one in named or rounds if one.starts_at <= now]
    return tuple({one.kind: one for one in running or named or rounds}.values())


async def homes_of(turn: Turn, compound_id: int) -> list[Household]:
    """Return the households in which who speaks says to live."""
    person = await turn.known_person()
    if person is None:
        return []
    found = []
    for one in await turn.store.residencies.of(compound_id, person):
        household = await turn.store.households.get(one.household_id)
        if household is not None:
            found.append(household)
    return found


async def note(turn: Turn, one: Round, reading: TestReading, building: str | None = None) -> Noted:
    """Record what a message reports in a round. `building`: where a room is that was said without one."""
    homes = await homes_of(turn, one.compound_id)
    recorded: list[tuple[Meant, Report]] = []
    homeless, rooms = False, []
    for report in reading.reports:
        meant = await _meant(turn, one, report, homes, building)
        if meant is None and report.place is None:
            homeless = homeless or reading.is_sure
            if report.result is Result.POSITIVE:
                meant = Meant(f"a:{await turn.person()}", "", is_own=True)
        elif meant is None and report.place is not None:
            rooms.append(report.place.room or "")
        if meant is not None:
            recorded.append((meant, report))
    if recorded:
        await _record(turn, one, recorded)
    return Noted(tuple(recorded), homeless, tuple(rooms))


async def _meant(
    turn: Turn, one: Round, report: Report, homes: Sequence[Household], building: str | None
) -> Meant | None:
    """Return whose household a report means, None where that is not known."""
    place = report.place
    if place is None:
        return _of(homes[0], is_own=True) if len(homes) == 1 else None
    if place.building is None:
        own = [home for home in homes if home.entry.residence.room == place.room]
        if len(own) == 1:
            return _of(own[0], is_own=True)
        if building is None and turn.chat.purpose == "stair":
            building = building_name(turn.chat.building)
        if building is not None:
            place = Residence(building, place.unit, place.room, place.lane)
    there = await turn.store.households.in_room(one.compound_id, place.room or "")
    fitting = [home for home in there if _fits(home.entry.residence, place)]
    exact = [home for home in fitting if home.entry.residence == place]
    for found in (exact, fitting):
        if len(found) == 1:
            return _of(found[0], is_own=any(home.id == found[0].id for home in homes))
    if place.building is None:
        return None
    known = await turn.store.households.at(one.compound_id, place_key(place))
    if known is not None:
        return _of(known, is_own=any(home.id == known.id for home in homes))
    return Meant(place_key(place), building_name(place.building) or "", place)


def _fits(listed: Residence, said: Residence) -> bool:
    """Say whether a household of the roster may be the one that was said: what was said of it agrees."""
    return all(
        mine is None or building_name(mine) == building_name(theirs)
        for mine, theirs in ((said.building, listed.building), (said.unit, listed.unit), (said.lane, listed.lane))
    )


def _of(household: Household, *, is_own: bool) -> Meant:
    residence = household.entry.residence
    building = building_name(residence.building) or ""
    return Meant(household.entry.place, building, residence, household.id, is_own)


async def _record(turn: Turn, one: Round, recorded: Sequence[tuple[Meant, Report]]) -> None:
    message = await _message(turn)
    known = {place for place, _ in await turn.store.rounds.positives(one.id)}
    said_at = turn.message.version.sent_at if turn.message is not None and turn.tap_id is None else turn.now
    for meant, report in recorded:
        row = await turn.store.rounds.report(
            one.id,
            meant.key,
            meant.building,
            report,
            household=meant.household_id,
            author=await turn.person(),
            message=message,
            at=said_at,
            is_own=meant.is_own,
        )
        if report.result is Result.POSITIVE and meant.key not in known:
            await _alarm(turn, one, meant, row)
    await keep_boards(turn.store, one, turn.now, [meant.building for meant, _ in recorded])
    if one.closed_at is not None:
        await tell_of_late(turn, one)


async def tell_of_late(turn: Turn, one: Round) -> None:
    """A report came after the end: whoever got the sheet hears, once an hour, that there is a newer one."""
    chat = await private_chat(turn.store, one.opened_by)
    if chat is not None:
        buttons = [[Button(rendering.ASK_ANEW, data=f"{PAPERS}:{one.id}")]]
        key = f"late report:{one.id}:{turn.now // 3600}"
        turn.say(rendering.late(one), chat=chat, buttons=buttons, key=key, can_wait=True)


async def _message(turn: Turn) -> int | None:
    """Return our id of the message of the turn, kept now if it is new; None under a tap."""
    if turn.message is None or turn.tap_id is not None:
        return None
    kept = await turn.store.messages.keep(turn.message.version, await turn.person())
    return kept if kept is not None else await turn.store.messages.current(turn.message.version)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What an edit took back: whether anything, and the positive results among it (round and report)."""

    is_any: bool = False
    positives: tuple[tuple[Round, Reported], ...] = ()


async def withdrawn(turn: Turn) -> Withdrawn:
    """An edited message: what it reported before is taken back. An older version that arrives late changes nothing."""
    version = turn.message.version if turn.message is not None else None
    message = await turn.store.messages.current(version) if version is not None and version.edited_at else None
    if message is None:
        return Withdrawn()
    taken = await turn.store.rounds.take_back(message)
    positives = []
    for number in sorted({round_id for round_id, _ in taken}):
        one = await turn.store.rounds.get(number)
        if one is not None:
            await keep_boards(turn.store, one, turn.now)
            positives += [(one, row) for where, row in taken if where == number and row.result is Result.POSITIVE]
    return Withdrawn(bool(taken), tuple(positives))


async def correct(turn: Turn, before: Withdrawn) -> None:
    """A positive result that an edit took away again: whoever was alarmed hears so, and looks all the same."""
    for one, row in before.positives:
        if row.place in {place for place, _ in await turn.store.rounds.positives(one.id)}:
            continue
        where = await where_said(turn, row)
        by = turn.sender.name if turn.sender is not None else ""
        words = rendering.corrected(one, where, by)
        for chat in (await _alarmed(turn, one, row.building)).values():
            turn.say(words, chat=chat, key=f"corrected:{row.id}:{chat.id}")


async def where_said(turn: Turn, row: Reported) -> str:
    """Return of which household something was reported, also of one that is not on the roster; else by whom."""
    home = await turn.store.households.get(row.household_id) if row.household_id is not None else None
    if home is not None:
        return rendering.place_said(home.entry.residence)
    if (place := sheets.place_of_key(row.place)) != sheets.UNPLACED:
        return place
    names = await turn.store.persons.names([row.author_id])
    return f"（没写哪一户，{one_line(names[row.author_id], 20)}报的）" if row.author_id in names else "（没写哪一户）"


async def _alarmed(turn: Turn, one: Round, building: str) -> dict[int, Chat]:
    """Return who hears of a positive result there: the committee and the building's lead."""
    people = [
        *await turn.store.roles.holders(one.compound_id, Role.COMMITTEE, turn.now),
        *await leads_of(turn.store, one.compound_id, building or None, turn.now),
    ]
    return await private_chats(turn.store, people)


async def _alarm(turn: Turn, one: Round, meant: Meant, report_id: int) -> None:
    """A positive result: the committee and the building's lead hear it at once, in private; no group does."""
    where = rendering.place_said(meant.residence) if meant.residence is not None else "（没写哪一户）"
    by = turn.sender.name if turn.sender is not None else ""
    words = rendering.alarm(one, where, by, rendering.clock(turn.now, turn.zone))
    chats = await _alarmed(turn, one, meant.building)
    for chat in chats.values():
        payload = {"text": door.said(words, is_private=True)}
        key = f"positive:{report_id}:{chat.id}"
        turn.file(Outgoing("sendMessage", Lane.ALARM, chat.id, payload, key=key))
    if not chats:
        for chat in await turn.store.chats.groups_of(one.compound_id):
            if chat.purpose == "volunteers":
                turn.say(rendering.SEE_IN_PRIVATE, chat=chat, key=f"positive:{report_id}:{chat.id}")
