"""Telegram's limits on sending."""

import asyncio

import aiohttp

from sandbox import Clock, Flood, Sandbox
from sandbox.state import Chat
from tests.sandbox.conftest import Raw


def sent_in_a_second(flood: Flood, chats: list[Chat], tries: int) -> int:
    return sum(not flood.retry_after(1, chats[number % len(chats)], 1000.0) for number in range(tries))


def test_a_private_chat_takes_a_few_at_once_and_then_one_a_second() -> None:
    flood, chat = Flood(private_burst=3), Chat(5, "private")
    assert sent_in_a_second(flood, [chat], 10) == 3
    assert flood.retry_after(1, chat, 1000.5) == 1
    assert flood.retry_after(1, chat, 1001.0) == 0
    assert flood.retry_after(1, chat, 1001.0) == 1


def test_a_group_takes_twenty_a_minute() -> None:
    flood, chat = Flood(), Chat(-5, "group")
    assert sent_in_a_second(flood, [chat], 30) == 20
    assert flood.retry_after(1, chat, 1000.0) == 3
    assert flood.retry_after(1, chat, 1003.0) == 0


def test_all_chats_together_take_thirty_a_second() -> None:
    flood = Flood()
    chats = [Chat(number, "private") for number in range(1, 101)]
    assert sent_in_a_second(flood, chats, 100) == 30
    assert sum(not flood.retry_after(2, chat, 1000.0) for chat in chats) == 30, "another bot has limits of its own"


def test_a_clock_that_goes_back_frees_nothing() -> None:
    flood, chat = Flood(private_burst=1), Chat(5, "private")
    assert flood.retry_after(1, chat, 1000.0) == 0
    assert flood.retry_after(1, chat, 10.0) == 1


async def test_the_server_says_when_to_try_again() -> None:
    clock = Clock(1_800_000_000.0, frozen=True)
    async with Sandbox(clock=clock, flood=Flood(private_burst=1)) as sandbox:
        ann = sandbox.person("安阿姨", started=True)
        async with aiohttp.ClientSession() as session:
            raw = Raw(sandbox, session)
            sent = await raw.result("sendMessage", chat_id=ann.id, text="一")
            answer = await raw("editMessageText", chat_id=ann.id, message_id=sent["message_id"], text="二")
            assert answer["error_code"] == 429
            assert answer["description"] == "Too Many Requests: retry after 1"
            assert answer["parameters"] == {"retry_after": 1}
            assert await raw.result("sendChatAction", chat_id=ann.id, action="typing"), "showing is not counted"
            clock.move(answer["parameters"]["retry_after"])
            await raw.result("editMessageText", chat_id=ann.id, message_id=sent["message_id"], text="二")
            clock.move(60)
            media = [{"type": "photo", "media": "x"}] * 3
            assert (await raw("sendMediaGroup", chat_id=ann.id, media=media))["error_code"] == 400
            assert (await raw("sendMessage", chat_id=ann.id, text="三"))["parameters"] == {"retry_after": 3}
            sandbox.flood = None
            await asyncio.gather(*[raw.result("sendMessage", chat_id=ann.id, text=str(n)) for n in range(20)])
