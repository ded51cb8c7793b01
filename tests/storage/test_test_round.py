"""Rounds and reminders in their tables: what counts of a household, and what becomes of it all in the end."""

from zoneinfo import ZoneInfo

import pytest

from conversation.reminder import plan_reminder
from domain.building import Buildings
from domain.due import Due
from domain.household import Entry, Mark
from domain.reminder import Reminder, ReminderState, Whom
from domain.residence import Residence
from domain.test_round import Count, Report, Result, Round, State, counted, in_order, next_up
from storage.chat import Chats
from storage.due import Dues
from storage.erasure import forget, leave
from storage.household import Households
from storage.my_data import of_person
from storage.person import Person, Persons
from storage.reminder import Reminders
from storage.residency import Residencies
from storage.retention import drop_rounds
from storage.slot import Slots, Wish
from storage.store import Query, Store
from storage.test_round import TestRounds
from tests.bot.parts import rows
from tests.storage.making import a_group, a_message

ROUND = Round(0, 1, 1, "核酸", None, None, "", 100, 200, 50)
SHANGHAI = ZoneInfo("Asia/Shanghai")


async def somebody(query: Query, telegram: int = 900, name: str = "陶小陶") -> Person:
    person = await Persons(query).get(await Persons(query).meet(telegram, name))
    assert person is not None
    return person


async def a_round(query: Query) -> int:
    await somebody(query, 800, "周主任")
    return await TestRounds(query).open(ROUND)


async def test_the_newest_said_of_a_household_counts(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        rounds, one = TestRounds(query), await a_round(query)
        for at, report in ((20, Report(left=1)), (30, Report()), (10, Report(left=2)), (30, Report(people=3))):
            await rounds.report(one, "r:3//502", "3", report, household=None, author=1, message=None, at=at)
        (counts,) = await rounds.reports(one)
        assert (counts.state, counts.people, counts.said_at) == (State.DONE, 3, 30)
        assert await rounds.done(one) == {"r:3//502": "3"}
        await rounds.report(one, "r:3//502", "3", Report(left=1), household=None, author=1, message=None, at=40)
        assert await rounds.done(one) == {}


async def test_a_round_expects_whom_it_is_for(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        marked = frozenset({Mark.ALONE})
        homes = [Entry(Residence("3号楼", None, "501")), Entry(Residence("5", None, "501"), marks=marked)]
        Households(query).enlist(1, homes, 1)
        await Households(query).meet(1, Residence("3", None, "999"), 1)  # somebody's word only
        rounds = TestRounds(query)
        for buildings, mark, right in (
            (None, None, {"3", "5"}),
            (Buildings((("1", "4"),)), None, {"3"}),
            (None, Mark.ALONE, {"5"}),
            (Buildings((("1", "4"),)), Mark.ALONE, set()),
        ):
            one = Round(1, 1, 1, "核酸", buildings, mark, "", 100, 200, 50)
            assert set((await rounds.expected(one)).values()) == right


def test_counts_are_by_building_and_strangers_apart() -> None:
    counts = counted({"a": "2", "b": "10", "c": "10"}, {"b": "10", "x": "2", "y": "B"})
    assert counts.of == {"2": Count(1, 0, 1), "10": Count(2, 1), "B": Count(0, 0, 1)}
    assert list(counts.of) == ["2", "10", "B"]
    assert (counts.total, counts.total.missing) == (Count(3, 1, 2), 2)
    assert counts.only("10").of == {"10": Count(2, 1)}
    assert counts.only("7").of == {"7": Count()}


@pytest.mark.parametrize(
    ("called", "now", "following"),
    [([], ("3", "3"), ("5", "7")), (["5"], ("3", "3"), ("7", "8")), ([], ("5", "7"), ("8", "9")), ([], ("9", "9"), ())],
)
def test_the_next_two_are_those_that_were_not_called(
    called: list[str], now: tuple[str, str], following: tuple[str, ...]
) -> None:
    assert next_up(in_order(["9", "8", "7", "5", "3"]), called, Buildings((now,))) == following


# --- the end of it all ----------------------------------------------------------------------------------------


async def test_forgotten_ones_own_go_and_what_is_others_stays(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        one = await a_round(query)
        person = await somebody(query)
        neighbour = await Households(query).meet(1, Residence("6", None, "303"), 1)
        home = await Households(query).meet(1, Residence("6", None, "302"), 1)
        await Residencies(query).say(1, home, person.id, 1, None)
        message = await a_message(query, group, 20, person.id)
        rounds, reminders = TestRounds(query), Reminders(query)
        for place, household, author, is_own in (
            ("r:6//302", home, person.id, True),
            ("r:6//302", home, 1, False),
            ("r:6//303", neighbour, person.id, False),
        ):
            await rounds.report(
                one, place, "6", Report(), household=household, author=author, message=message, at=20, is_own=is_own
            )
        await rounds.call(one, Buildings((("6", "6"),)), person.id, 30)
        own = Reminder(0, None, person.id, None, "吃药", Whom.OWN, None, (5000,))
        for reminder in (own, Reminder(0, 1, person.id, group.id, "报抗原", Whom.HERE, None, (5000,))):
            set_as = await reminders.set(reminder, 30)
            Dues(query).plan(Due(f"reminder:{set_as}:0", "reminder", SHANGHAI, 5000, subject_id=set_as))
        held = await of_person(query, person.id)
        assert held is not None
        assert [row["words"] for row in held["own_reminders"]] == ["吃药"]
        (compound,) = held["compounds"]
        assert [row["words"] for row in compound["reminders_for_groups"]] == ["报抗原"]
        assert [row["place"] for row in compound["test_reports"]] == ["r:6//302"]
        assert (held["test_reports_for_others"], held["calls"]) == (1, 1)
        erased = await forget(query, person, 50)
    assert (erased.counts["reminders"], erased.counts["reports"]) == (1, 2)
    assert await rows(store, "SELECT place, author_id FROM test_report") == [
        {"place": "r:6//303", "author_id": person.id}
    ]
    assert [row["words"] for row in await rows(store, "SELECT words FROM reminder")] == ["报抗原"]
    assert len(await rows(store, "SELECT id FROM due WHERE kind = 'reminder'")) == 1
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_a_private_chat_goes_though_something_was_reported_there(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        one = await a_round(query)
        chat = await Chats(query).add(900, "private", None, 10)
        person = await somebody(query)
        message = await a_message(query, chat, 20, person.id)
        rounds = TestRounds(query)
        await rounds.report(one, "r:6//303", "6", Report(), household=None, author=person.id, message=message, at=20)
        await forget(query, person, 50)
        assert await leave(query, chat.id)
    assert await rows(store, "SELECT message_id FROM test_report") == [{"message_id": None}]
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_what_is_over_for_long_goes_with_all_that_hangs_on_it(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        rounds, reminders = TestRounds(query), Reminders(query)
        old, late, still = [await a_round(query) for _ in range(3)]
        for one in (old, late, still):
            board = await rounds.board(one, "")
            Slots(query).keep(Wish(f"round:{one}", "test board", board), group.id)
            await rounds.report(one, "r:6//303", "6", Report(), household=None, author=1, message=None, at=20)
            await rounds.call(one, Buildings((("6", "6"),)), 1, 30)
        rounds.close(old, 100)
        rounds.close(late, 900)
        ids = [await reminders.set(Reminder(0, None, 1, None, "拿药", Whom.OWN, None, (5,)), 1) for _ in range(3)]
        reminders.turn(ids[0], ReminderState.ENDED, 100)
        reminders.turn(ids[1], ReminderState.PAUSED, 100)
        assert await drop_rounds(query, 500, 1000) == {"rounds": 1, "reminders": 1}
    for table, left in (("test_round", 2), ("test_report", 2), ("test_call", 2), ("test_board", 2), ("slot", 2)):
        assert len(await rows(store, f"SELECT id FROM {table}")) == left, table  # noqa: S608
    assert len(await rows(store, "SELECT id FROM reminder")) == 2
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_a_groups_own_reminder_goes_with_the_group(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        await somebody(query)
        one = Reminder(1, 1, 1, group.id, "倒垃圾", Whom.HERE, None, (5000,))
        one = Reminder(await Reminders(query).set(one, 10), 1, 1, group.id, "倒垃圾", Whom.HERE, None, (5000,))
        plan_reminder(Dues(query), one, SHANGHAI, 10)
        query.do("INSERT INTO compound (id, name, time_zone, created_at) VALUES (9, '别苑', 'Asia/Shanghai', 1)")
        Chats(query).join(group.id, 9)
        new = await Chats(query).add(-1_000_000_009_001, "group", 9, 20)
        assert new.id != group.id
        await Chats(query).move(-4001, -1_000_000_009_001, 30)
        kept = await Reminders(query).get(one.id)
    assert kept is not None
    assert (kept.chat_id, kept.compound_id) == (group.id, 9)
    assert [row["compound_id"] for row in await rows(store, "SELECT compound_id FROM due")] == [9]


async def test_a_result_is_kept_as_said(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        one = await a_round(query)
        rounds = TestRounds(query)
        positive = Report(result=Result.POSITIVE)
        for at in (30, 20):
            await rounds.report(one, "r:6//303", "6", positive, household=None, author=1, message=None, at=at)
        assert await rounds.positives(one) == [("r:6//303", 20)]
