"""After retention no row is past its date, what is open stays, and no row points to one that is gone."""

from datetime import UTC, date, datetime

import pytest

from domain.role import Held, Role
from storage.audit import Act, Audit, Revision
from storage.chat import Chats
from storage.consent import Consents
from storage.deep_link import DeepLink, DeepLinks
from storage.outbox import Lane, Outbox, Outgoing
from storage.person import Persons
from storage.retention import drop_acts, drop_buys, drop_rest
from storage.role import Roles
from storage.slot import Slots, Wish
from storage.store import Query, Store
from storage.upload import Uploads
from storage.volunteer_hours import VolunteerHours
from tests.bot.parts import rows
from tests.storage.making import a_chain, a_group, a_message
from tests.storage.old_schema import fill

DAY = 24 * 3600
NOW = 1000 * DAY


async def close(query: Query, chain_id: int, at: int) -> None:
    query.do("UPDATE order_chain SET closed_at = :at WHERE id = :id", id=chain_id, at=at)


async def count(store: Store, table: str) -> int:
    return int((await rows(store, f"SELECT COUNT(*) AS n FROM {table}"))[0]["n"])  # noqa: S608


async def is_whole(store: Store) -> bool:
    return await rows(store, "PRAGMA foreign_key_check") == []


OF_A_BUY = (
    "order_chain", "statement", "chain_order", "order_line", "chain_speaker", "chain_decline", "order_handle", "talk",
    "payment", "delivery", "slot",
)  # fmt: skip
OF_A_DELIVERY = ("delivery_building", "delivery_bag", "delivery_fault")


async def test_a_buy_goes_with_all_that_hangs_on_it_and_an_open_one_stays(store: Store) -> None:
    async with store.transaction() as query:
        await fill(query)  # one buy, with rows in every table, and its tally waiting to be sent
        await close(query, 1, NOW - 200 * DAY)
        group = await Chats(query).current(1)
        assert group is not None
        await a_chain(query, group, 77)
    before = {table: await count(store, table) for table in OF_A_BUY}
    async with store.transaction() as query:
        assert await drop_buys(query, "tally", NOW - 200 * DAY, NOW, 20) == 0
        assert await drop_buys(query, "tally", NOW - 180 * DAY, NOW, 20) == 1
        assert await drop_buys(query, "tally", NOW - 180 * DAY, NOW, 20) == 0
    assert await is_whole(store)
    assert (await count(store, "order_chain"), await count(store, "statement")) == (1, 1)
    assert before["chain_order"] > 0
    for table in (*OF_A_BUY[2:], *OF_A_DELIVERY):
        assert await count(store, table) == 0, table
    assert [row["state"] for row in await rows(store, "SELECT state FROM outbox WHERE lane = 4")] == ["dead"]


async def test_whatever_points_to_a_buy_goes_with_it(store: Store) -> None:
    """A migration has let another table point to order_chain? Then drop its rows in storage/retention.py."""
    async with store.snapshot() as query:
        names = [row["name"] for row in await query.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = set()
        for name in names:
            targets = {row["table"] for row in await query.all(f"PRAGMA foreign_key_list({name})")}
            if targets & {"order_chain", "chain_order"}:
                found.add(name)
    assert found == set(OF_A_BUY) - {"order_chain", "slot"}


async def test_no_more_buys_go_at_once_than_are_asked_for(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        for number in range(3):
            chain, _ = await a_chain(query, group, number + 1)
            await close(query, chain, number)
        assert await drop_buys(query, "tally", NOW, NOW, 2) == 2
    assert [row["id"] for row in await rows(store, "SELECT id FROM order_chain")] == [3]


async def test_old_acts_go_with_what_they_changed_and_an_undoing_of_one_stays(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        audit, act = Audit(query), Act(1, None, "grant", "role", 1)
        old = await audit.note(act, 10, Revision(None, "旧"))
        undoing = await audit.note(Act(1, None, "undo", "role", 1, undoes_id=old), 20)
        young = await audit.note(act, 20, Revision(None, "新"))
        assert await drop_acts(query, 20) == 1
    assert [row["id"] for row in await rows(store, "SELECT id FROM audit")] == [undoing, young]
    assert [row["audit_id"] for row in await rows(store, "SELECT audit_id FROM revision")] == [young]
    assert await is_whole(store)


@pytest.fixture
async def lived_in(store: Store) -> Store:
    """A compound in which much is over for long, and as much is not."""
    async with store.transaction() as query:
        group = await a_group(query)
        ann, bob, gone = [await Persons(query).meet(500 + number, "人") for number in range(3)]
        roles, consents, links, uploads = Roles(query), Consents(query), DeepLinks(query), Uploads(query)
        await roles.grant(1, ann, Held(Role.VOLUNTEER), 10, until=20)
        await roles.grant(1, bob, Held(Role.VOLUNTEER), 10, until=NOW)
        await roles.grant(1, bob, Held(Role.COMMITTEE), 10)
        for person, at in ((ann, 20), (bob, NOW)):
            consents.give(1, person, "medicine", 10)
            consents.withdraw(1, person, "medicine", at)
        links.make(DeepLink(ann, "who", {}), NOW - 2 * DAY)
        links.make(DeepLink(bob, "who", {}), NOW - 1)
        await uploads.stage(1, ann, "roster", "[]", NOW - 2 * DAY)
        await uploads.stage(1, bob, "roster", "[]", NOW)
        for place, listed, since in (("r:1//1", 0, 10), ("r:1//2", 1, 10), ("r:1//3", 0, NOW)):
            query.do(
                "INSERT INTO household (compound_id, place, is_listed, since) VALUES (1, :place, :listed, :since)",
                place=place,
                listed=listed,
                since=since,
            )
        for at in (10, NOW):
            VolunteerHours(query).note(1, bob, date(2026, 3, 4), 60, at)
        await a_message(query, group, 1, gone, sent_at=10)
        await a_message(query, group, 2, bob, sent_at=NOW)
        chats = Chats(query)
        for telegram, heard in ((502, 10), (501, 10), (900, 10), (901, NOW)):
            await chats.add(telegram, "private", None, heard)
    return store


async def test_what_is_over_for_long_goes_and_what_is_not_stays(lived_in: Store) -> None:
    async with lived_in.transaction() as query:
        counts = await drop_rest(query, 100, NOW)
    assert counts == {
        "roles": 1, "consents": 1, "links": 1, "uploads": 1, "households": 1, "volunteer_hours": 1, "messages": 1,
        "people": 2, "chats": 2,
    }  # fmt: skip
    assert await is_whole(lived_in)
    assert [row["telegram_user_id"] for row in await rows(lived_in, "SELECT telegram_user_id FROM person")] == [501]
    numbers = await rows(lived_in, "SELECT telegram_chat_id FROM address WHERE telegram_chat_id > 0 ORDER BY 1")
    assert [row["telegram_chat_id"] for row in numbers] == [501, 901]
    async with lived_in.transaction() as query:
        assert not any((await drop_rest(query, 100, NOW)).values())


async def test_nobody_goes_while_an_answer_of_telegrams_is_waited_for(lived_in: Store) -> None:
    async with lived_in.transaction() as query:
        asked = Outgoing("getChatMember", Lane.MESSAGE, 1, {}, outcome='{"to": "setup", "person": 3}')
        Outbox(query).put(asked, NOW)
        assert (await drop_rest(query, 100, NOW))["people"] == 0


SAID = (
    *("daily_summary", "daily_summary_line", "daily_summary_copy", "daily_summary_helper"),
    *("notice", "notice_copy", "notice_receipt", "today_mark"),
)


async def test_summaries_and_notices_go_after_half_a_year_and_planned_ones_stay(store: Store) -> None:
    async with store.transaction() as query:
        await fill(query)
        slots = Slots(query)
        for recipe in ("daily summary", "daily card", "daily draft", "notice"):
            slots.keep(Wish(f"{recipe}:1", recipe, 1), 1)
            Outbox(query).put_slot(1, f"{recipe}:1", 60)
        query.do(
            """INSERT INTO notice (id, compound_id, author_id, text, state, made_at)
               VALUES (9, 1, 1, '还没发', 'planned', 70)"""
        )
        await drop_rest(query, 0, int(datetime(2026, 8, 30, tzinfo=UTC).timestamp()))
    assert {table: await count(store, table) for table in SAID} == {
        **dict.fromkeys(SAID, 1),
        "notice_copy": 0,
        "notice_receipt": 0,
        "today_mark": 0,
    }  # the notice is older than the summary
    assert [row["id"] for row in await rows(store, "SELECT id FROM notice")] == [9]
    async with store.transaction() as query:
        await drop_rest(query, 0, int(datetime(2026, 9, 2, tzinfo=UTC).timestamp()))
    assert sum([await count(store, table) for table in SAID]) == 1
    assert await count(store, "slot") == 1  # that of the buy
    assert await is_whole(store)
