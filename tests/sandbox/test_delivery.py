"""How updates reach a bot: offsets, waiting, the second poller, wanted kinds, and the day after which they are gone."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import Clock, Sandbox
from sandbox.person import Person
from sandbox.state import Bot
from sandbox.update_queue import UpdateQueue
from tests.sandbox.conftest import Raw


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True)


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_numbers_grow_by_one_and_come_again_until_confirmed(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    for text in "一二三":
        ann.says(None, text)
    first = await raw.result("getUpdates")
    assert numbers(first) == list(range(numbers(first)[0], numbers(first)[0] + 3))
    assert await raw.result("getUpdates", offset=0) == first
    assert await raw.result("getUpdates", offset=numbers(first)[0]) == first
    assert texts(await raw.result("getUpdates", offset=numbers(first)[1], limit=1)) == ["二"]
    assert sandbox.pending == 2
    assert await raw.result("getUpdates", offset=numbers(first)[2] + 1) == []
    assert sandbox.bot.confirmed == 3


async def test_a_negative_offset_keeps_the_last_ones_and_forgets_the_others(raw: Raw, ann: Person) -> None:
    for text in "一二三四":
        ann.says(None, text)
    assert texts(await raw.result("getUpdates", offset=-2)) == ["三", "四"]
    assert texts(await raw.result("getUpdates")) == ["三", "四"]


@pytest.mark.parametrize(("limit", "given"), [(1, 1), (100, 100), (0, 100), (101, 100), (-5, 100)])
async def test_at_most_100_at_once(raw: Raw, ann: Person, limit: int, given: int) -> None:
    for number in range(120):
        ann.says(None, str(number))
    assert len(await raw.result("getUpdates", limit=limit)) == given


async def test_a_poll_waits_for_what_comes(raw: Raw, ann: Person) -> None:
    poll = asyncio.ensure_future(raw.result("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    ann.says(None, "在吗")
    assert texts(await poll) == ["在吗"]


async def test_a_poll_ends_empty_when_its_time_is_over(raw: Raw) -> None:
    assert await raw.result("getUpdates", timeout=1) == []


async def test_the_second_poller_ends_the_first(raw: Raw, ann: Person) -> None:
    first = asyncio.ensure_future(raw("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.ensure_future(raw("getUpdates", timeout=30))
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    ann.says(None, "在吗")
    assert (await second)["ok"]


async def test_setting_a_webhook_ends_the_poll(raw: Raw) -> None:
    poll = asyncio.ensure_future(raw("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await raw.result("setWebhook", url="http://127.0.0.1:9/nobody")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert await raw.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await raw.result("deleteWebhook")
    assert await raw.result("getUpdates") == []


async def test_rare_kinds_come_only_when_named_and_the_list_stays(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    group = sandbox.group("3号楼", [ann], bot_is_admin=True)
    said = ann.says(group, "早")
    ann.reacts(said, "👍")
    assert [list(update)[1] for update in await raw.updates()] == ["message"]
    await raw.result("getUpdates", allowed_updates=["message_reaction", "callback_query", "no_such_kind"])
    ann.reacts(said)
    ann.says(group, "晚")
    assert [list(update)[1] for update in await raw.updates()] == ["message_reaction"]
    assert (await raw.result("getWebhookInfo"))["allowed_updates"] == ["message_reaction", "callback_query"]
    await raw.result("getUpdates", allowed_updates=[])
    ann.says(group, "安")
    assert len(await raw.updates()) == 1


async def test_what_nobody_fetches_for_24_hours_is_gone(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    ann.says(None, "早")
    sandbox.clock.move(23 * 3600)
    ann.says(None, "晚")
    sandbox.clock.move(3601)
    assert texts(await raw.result("getUpdates")) == ["晚"]
    assert sandbox.world.queues[sandbox.bot.id].expired == 1


async def test_pending_updates_can_be_dropped(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    ann.says(None, "早")
    assert (await raw.result("getWebhookInfo"))["pending_update_count"] == 1
    await raw.result("deleteWebhook", drop_pending_updates=True)
    assert sandbox.pending == 0


async def test_parameters_come_in_every_way_a_client_may_send_them(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    url = f"{sandbox.base_url}{sandbox.token}/SENDmessage"
    given = {"chat_id": str(ann.id), "text": "青菜 1+1 & 葱"}
    async with raw.session.get(url, params=given) as response:
        assert (await response.json())["result"]["text"] == given["text"]
    async with raw.session.post(url, data=given) as response:
        assert (await response.json())["result"]["text"] == given["text"]
    async with raw.session.post(url, params={"chat_id": ann.id}, json={"text": given["text"]}) as response:
        assert (await response.json())["result"]["text"] == given["text"]
    async with raw.session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert (await response.json())["description"] == "Bad Request: can't parse request JSON object"
    async with raw.session.post(url, params=given, data=b"?", headers={"Content-Type": "text/plain"}) as response:
        assert (await response.json())["result"]["text"] == given["text"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 4), st.tuples(st.integers(0, 40), st.integers(1, 7))), max_size=40))
def test_nothing_is_lost_and_order_holds_whatever_is_polled(steps: list[Any]) -> None:
    """Steps: an integer puts so many updates in, a pair polls from the first number + its first with that limit."""
    queue = UpdateQueue(Bot(1, "1:x", "b", next_update=1000), Clock(0.0, frozen=True))
    made, confirmed = 0, 1000
    for step in steps:
        if isinstance(step, int):
            for _ in range(step):
                queue.put("message", 1, b"{}")
                made += 1
        else:
            offset, limit = 1000 + step[0], step[1]
            queue.confirm(offset)
            confirmed = max(confirmed, min(offset, 1000 + made))
            given = [update.id for update in queue.read(limit)]
            assert given == list(range(confirmed, 1000 + made))[:limit]
    assert queue.bot.confirmed == confirmed - 1000


async def test_shuffling_keeps_the_order_within_each_chat(sandbox: Sandbox, raw: Raw) -> None:
    people = [sandbox.person(name, started=True) for name in "甲乙丙"]
    for number in range(8):
        for person in people:
            person.says(None, f"{person.name}{number}")
    before = await raw.result("getUpdates")
    sandbox.world.queues[sandbox.bot.id].shuffle(seed=3)
    after = await raw.result("getUpdates")
    assert numbers(before) == numbers(after)
    assert texts(before) != texts(after)
    for name in "甲乙丙":
        assert [text for text in texts(after) if text[0] == name] == [f"{name}{number}" for number in range(8)]
