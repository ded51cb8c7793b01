"""The inbox: each update once, in the order of its chat, and never lost."""

from storage.heartbeat import Heartbeat
from storage.inbox import NUMBER_KEPT, Arrival, Inbox
from storage.store import Query, Store

BOT = 42
DAY = 86_400


async def keep(query: Query, *arrivals: tuple[int, int], now: int = 100) -> Inbox:
    """Keep updates given as (update number, chat); the body names both."""
    inbox = Inbox(query, BOT)
    await inbox.keep([Arrival(number, chat, f"{chat}:{number}") for number, chat in arrivals], now)
    return inbox


async def bodies(inbox: Inbox, now: int) -> list[str]:
    """Work everything off that can be worked on now; return the bodies in that order."""
    found = []
    while (kept := await inbox.next(now)) is not None:
        found.append(kept.body)
        await inbox.done(kept.id)
    return found


async def test_a_batch_given_twice_is_kept_once(store: Store) -> None:
    async with store.transaction() as query:
        await keep(query, (7, 1), (8, 1))
        inbox = await keep(query, (7, 1), (8, 1), (9, 1), now=101)
        assert await bodies(inbox, 200) == ["1:7", "1:8", "1:9"]
        await keep(query, (9, 1), now=102)  # done already: it stays done
        assert await inbox.next(200) is None
        assert await inbox.waiting() == 0


async def test_another_bots_numbers_are_its_own(store: Store) -> None:
    async with store.transaction() as query:
        await keep(query, (7, 1))
        await Inbox(query, BOT + 1).keep([Arrival(7, 1, "other")], 100)
        assert await bodies(Inbox(query, BOT), 200) == ["1:7", "other"]


async def test_what_is_done_keeps_no_words(store: Store) -> None:
    async with store.transaction() as query:
        inbox = await keep(query, (7, 1))
        kept = await inbox.next(200)
        assert kept is not None
        await inbox.done(kept.id)
        row = await inbox.show(kept.id)
    assert row is not None
    assert (row["state"], row["body"]) == ("done", "")


async def test_a_chat_waits_for_its_failed_update_and_other_chats_go_on(store: Store) -> None:
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5), (2, 5), (3, 6), (4, 0))
        first = await inbox.next(100)
        assert first is not None
        assert not await inbox.failed(first.id, "ValueError at a.py:1", again=110, most=3)
        assert await bodies(inbox, 109) == ["6:3", "0:4"]
        assert await inbox.next_time() == 0  # the second of chat 5 is ready but for the first
        assert await bodies(inbox, 110) == ["5:1", "5:2"]
        assert await inbox.next_time() is None


async def test_three_failures_set_an_update_aside_and_its_chat_goes_on(store: Store) -> None:
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5), (2, 5))
        for attempt in range(3):
            kept = await inbox.next(100 + attempt)
            assert kept is not None
            assert kept.attempts == attempt
            is_aside = await inbox.failed(kept.id, "ValueError at a.py:1", again=101 + attempt, most=3)
            assert is_aside is (attempt == 2)
        assert await bodies(inbox, 200) == ["5:2"]
        (aside,) = await inbox.aside()
        assert (aside["update_id"], aside["attempts"], aside["error"]) == (1, 3, "ValueError at a.py:1")


async def test_an_update_set_aside_can_be_retried_and_nothing_else_can(store: Store) -> None:
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5), (2, 5))
        kept = await inbox.next(100)
        assert kept is not None
        assert not await inbox.retry(kept.id)
        await inbox.failed(kept.id, "KeyError", again=900, most=1)
        assert await inbox.retry(kept.id)
        assert await bodies(inbox, 100) == ["5:1", "5:2"]
        assert not await inbox.retry(kept.id)
        assert not await inbox.retry(999)
        assert await inbox.show(999) is None
        assert list(await inbox.aside()) == []


async def test_numbers_begin_anew_after_a_quiet_week(store: Store) -> None:
    later = 100 + NUMBER_KEPT + 1
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5), (2, 6), (3, 7))
        await bodies(inbox, 200)
        await keep(query, (4, 8))  # not done by then: its number goes, it stays
        await inbox.forget(later)
        await keep(query, (1, 5), (4, 9), now=later)
        assert await bodies(inbox, later) == ["8:4", "5:1", "9:4"]


async def test_a_number_counts_for_two_days(store: Store) -> None:
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5))
        await inbox.forget(100 + NUMBER_KEPT)
        await keep(query, (1, 5), now=100 + NUMBER_KEPT)
        assert await inbox.waiting() == 1


async def test_outcomes_are_handled_like_updates_and_forgotten_like_them(store: Store) -> None:
    async with store.transaction() as query:
        inbox = Inbox(query, BOT)
        await inbox.file_outcome(0, "{}", now=100)
        kept = await inbox.next(100)
        assert kept is not None
        assert kept.kind == "outcome"
        await inbox.done(kept.id)
        await inbox.forget(100 + 3 * DAY)
        assert await inbox.show(kept.id) is None


async def test_an_order_of_arrival_is_never_given_twice(store: Store) -> None:
    """The newest row may be forgotten; what comes then still counts as later."""
    async with store.transaction() as query:
        inbox = await keep(query, (1, 5))
        first = await inbox.next(100)
        assert first is not None
        await inbox.done(first.id)
        await inbox.forget(100 + 3 * DAY)
        await keep(query, (2, 5), now=100 + 3 * DAY)
        second = await inbox.next(100 + 3 * DAY)
        assert second is not None
        assert second.id > first.id


async def test_a_heartbeat_is_remembered_for_each_bot(store: Store) -> None:
    async with store.transaction() as query:
        heart, other = Heartbeat(query, BOT), Heartbeat(query, BOT + 1)
        assert await heart.last() is None
        await heart.beat(100)
        await heart.beat(160)
        await other.beat(7)
        assert (await heart.last(), await other.last()) == (160, 7)
