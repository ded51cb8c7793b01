"""The outbox: what may be sent when, and what becomes of the rest."""

import json

import pytest

from storage.chat import Chat
from storage.outbox import Due, Lane, Outbox, Outgoing, Place
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.storage.making import a_group

NOW = 1000


def said(chat: Chat | None, text: str = "好", lane: Lane = Lane.MESSAGE, **about: object) -> Outgoing:
    return Outgoing("sendMessage", lane, chat.id if chat else None, {"text": text}, **about)  # type: ignore[arg-type]


async def filed(query: Query, outgoing: Outgoing) -> int:
    row_id = await Outbox(query).file(outgoing, NOW)
    assert row_id is not None
    return row_id


async def due(query: Query, now: int = NOW, gap: int = 6) -> list[Due]:
    return list(await Outbox(query).due(now, gap, most=50))


async def ids(query: Query, now: int = NOW) -> list[int]:
    return [row.id for row in await due(query, now)]


async def slot(query: Query, chat: Chat, name: str = "tally:1") -> int:
    Slots(query).keep(Wish(name, "tally", 1), chat.id)
    return next(slot.id for slot in await Slots(query).live(chat.id) if slot.name == name)


async def state(query: Query, row_id: int) -> tuple[str, str | None]:
    row = await query.the("SELECT state, error FROM outbox WHERE id = :id", id=row_id)
    return row["state"], row["error"]


async def test_a_due_row_knows_all_that_sending_it_needs(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        about = Place(group.address_id, 12)
        row_id = await filed(query, said(group, about=about, if_unsure="drop", outcome='{"to": "me"}', expires_at=2000))
        (row,) = await due(query)
    assert json.loads(row.payload) == {"text": "好"}
    assert row == Due(
        id=row_id,
        method="sendMessage",
        lane=Lane.MESSAGE,
        payload=row.payload,
        chat_id=group.id,
        address_id=group.address_id,
        telegram_chat_id=group.telegram_chat_id,
        is_group=True,
        slot_id=None,
        about=about,
        attempts=0,
        if_unsure="drop",
        outcome='{"to": "me"}',
        expires_at=2000,
    )


async def test_urgent_lanes_go_first_and_each_chats_lane_in_order(store: Store) -> None:
    async with store.transaction() as query:
        one, two = await a_group(query, -1), await a_group(query, -2)
        message = await filed(query, said(one))
        later = await filed(query, said(one, "后来"))
        alarm = await filed(query, said(one, lane=Lane.ALARM))
        other = await filed(query, said(two))
        answers = [await filed(query, said(None, lane=Lane.ANSWER)) for _ in range(2)]
        assert await ids(query) == [*answers, alarm, message, other]
        assert [row.id for row in await Outbox(query).due(NOW, 6, most=2)] == answers
        await Outbox(query).claim(message)
        assert await ids(query) == [*answers, alarm, other]  # what follows waits until that has come back
        await Outbox(query).sent(message, Place(one.address_id, 3), NOW)
        assert await ids(query) == [*answers, alarm, later, other]


async def test_a_row_that_is_tried_again_keeps_its_place(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        first, second = await filed(query, said(group, "一")), await filed(query, said(group, "二"))
        await outbox.claim(first)
        await outbox.again(first, "unheard", NOW)
        (row,) = await due(query)
        assert (row.id, row.attempts) == (first, 1)
        await outbox.claim(first)
        await outbox.again(first, "429", NOW, counted=False)
        (row,) = await due(query)
        assert (row.id, row.attempts) == (first, 1)
        await outbox.claim(first)
        await outbox.sent(first, None, NOW)
        assert await ids(query) == [second]


async def test_what_is_not_yet_due_lets_others_pass(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        morning = await filed(query, said(group, "早", not_before=NOW + 60))
        now = await filed(query, said(group))
        assert await ids(query) == [now]
        await Outbox(query).dead(now, "refused", NOW)
        assert await ids(query, NOW + 60) == [morning]


async def test_a_key_is_filed_once(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        row_id = await filed(query, said(group, key="pin rights:1"))
        assert await outbox.file(said(group, key="pin rights:1"), NOW) is None
        outbox.put(said(group, key="pin rights:1"), NOW)
        await outbox.claim(row_id)
        await outbox.sent(row_id, None, NOW)
        assert await outbox.file(said(group, key="pin rights:1"), NOW) is None
        assert await outbox.waiting() == 0


async def test_what_is_sent_keeps_its_place_and_no_words(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        row_id = await filed(query, said(group))
        await outbox.claim(row_id)
        await outbox.sent(row_id, Place(group.address_id, 9), NOW)
        row = await query.the("SELECT state, payload, sent_address_id, sent_message_id FROM outbox")
    assert tuple(row[i] for i in ("state", "payload", "sent_address_id", "sent_message_id")) == (
        "sent",
        "",
        group.address_id,
        9,
    )


async def test_what_waits_for_another_goes_after_it(store: Store) -> None:
    async with store.transaction() as query:
        one, two, outbox = await a_group(query, -1), await a_group(query, -2), Outbox(query)
        first = await filed(query, said(one))
        second = await filed(query, said(two, after=first))
        assert await ids(query) == [first]
        await outbox.claim(first)
        assert await ids(query) == []
        await outbox.sent(first, None, NOW)
        assert await ids(query) == [second]


async def test_what_waits_for_a_dead_row_dies_with_it_and_says_so(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        first = await filed(query, said(group, outcome='{"to": "a"}'))
        second = await filed(query, said(group, after=first))
        third = await filed(query, said(None, after=second, outcome='{"to": "c"}'))
        dead = await outbox.dead(first, "refused", NOW)
        assert [(row["id"], row["outcome"], row["chat_id"]) for row in dead] == [
            (first, '{"to": "a"}', group.id),
            (second, None, group.id),
            (third, '{"to": "c"}', None),
        ]
        assert await state(query, third) == ("dead", "refused")
        assert list(await outbox.dead(first, "refused", NOW)) == []


async def test_what_is_filed_behind_a_dead_row_does_not_block_its_chat_for_ever(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        gone = await filed(query, said(group))
        await outbox.dead(gone, "refused", NOW)
        behind = await filed(query, said(group, after=gone))
        (row,) = await due(query)
        assert (row.id, row.is_orphan) == (behind, True)
        await outbox.dead(behind, "orphan", NOW)
        free = await filed(query, said(group))
        assert [(row.id, row.is_orphan) for row in await due(query)] == [(free, False)]


async def test_a_slot_has_one_waiting_row_and_a_next_one_while_that_is_under_way(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        slot_id = await slot(query, group)
        outbox.put_slot(group.id, "tally:1", NOW)
        outbox.put_slot(group.id, "tally:1", NOW)
        outbox.put_slot(group.id, "no such slot", NOW)
        (first,) = await due(query)
        assert (first.method, first.lane, first.slot_id) == ("slot", Lane.SLOT, slot_id)
        await outbox.claim(first.id)
        outbox.put_slot(group.id, "tally:1", NOW)
        assert await outbox.waiting() == 2
        assert await due(query) == []  # not two edits of one message at once
        await outbox.sent(first.id, None, NOW)
        assert len(await due(query)) == 1


@pytest.mark.parametrize("counted", [True, False])
async def test_a_slots_row_that_has_a_successor_is_superseded(store: Store, counted: bool) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        await slot(query, group)
        outbox.put_slot(group.id, "tally:1", NOW)
        (first,) = await due(query)
        await outbox.claim(first.id)
        outbox.put_slot(group.id, "tally:1", NOW)
        await outbox.again(first.id, "unheard", NOW, counted=counted)
        assert await state(query, first.id) == ("dead", "superseded")
        assert [row.id for row in await due(query)] != [first.id]
        assert await outbox.waiting() == 1


async def test_a_slot_is_edited_no_sooner_than_the_gap_allows_and_others_do_not_wait(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        first, second = await slot(query, group, "tally:1"), await slot(query, group, "tally:2")
        await Slots(query).shown(first, Place(group.address_id, 5), NOW)
        outbox.put_slot(group.id, "tally:1", NOW)
        outbox.put_slot(group.id, "tally:2", NOW)
        assert [row.slot_id for row in await due(query, NOW + 5)] == [second]
        assert [row.slot_id for row in await due(query, NOW + 6)] == [first, second]


async def test_a_lost_slot_has_no_place_and_a_kept_one_its_newest_wish(store: Store) -> None:
    async with store.transaction() as query:
        group, slots = await a_group(query), Slots(query)
        slot_id = await slot(query, group)
        await slots.shown(slot_id, Place(group.address_id, 5), NOW)
        await slots.lost(slot_id)
        lost = await slots.get(slot_id)
        assert lost is not None
        assert lost.place is None
        slots.keep(Wish("tally:1", "tally", 2, is_live=False), group.id)
        kept = await slots.get(slot_id)
        assert kept is not None
        assert (kept.subject_id, kept.is_live) == (2, False)
        assert await slots.live(group.id) == []
        assert await slots.get(99) is None


async def test_what_a_killed_process_left_under_way_is_found(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        row_id = await filed(query, said(group, if_unsure="drop"))
        await filed(query, said(group))
        await outbox.claim(row_id)
        (row,) = await outbox.under_way()
        assert (row["id"], row["method"], row["if_unsure"]) == (row_id, "sendMessage", "drop")
        assert len(await outbox.waiting_of(group.id)) == 1
        assert await outbox.waiting() == 2


async def test_settled_rows_are_forgotten_but_not_those_another_waits_for(store: Store) -> None:
    async with store.transaction() as query:
        group, outbox = await a_group(query), Outbox(query)
        first = await filed(query, said(group))
        await outbox.claim(first)
        await outbox.sent(first, None, NOW)
        second = await filed(query, said(group, after=first))
        outbox.forget(NOW + 1)
        assert await state(query, first) == ("sent", None)
        await outbox.dead(second, "refused", NOW)
        outbox.forget(NOW)  # settled at NOW is not before NOW
        outbox.forget(NOW + 1)
        outbox.forget(NOW + 1)
        assert (await query.the("SELECT COUNT(*) AS n FROM outbox"))["n"] == 0
