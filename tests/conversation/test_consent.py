"""Consent is asked once, in private, in one sentence; it counts for who pressed, and can be taken back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from conversation.consent import PENDING, Standing, ensure, on_tap
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.retention import Periods
from storage.chat import Chat, Chats
from storage.message import Version
from storage.store import Query, Store
from tests.bot.parts import rows
from tests.storage.making import a_group

NOW = 1000


def turn_in(query: Query, chat: Chat, user: int = 500, now: int = NOW) -> Turn:
    incoming = Incoming(Version(chat.address_id, 3, now, 0, 1), "胰岛素快用完了")
    turn = Turn(Repositories(query, 1), now, "shouwang_bot", chat, Sender(user, "小陶"), incoming, tap_id="7")
    turn.periods = Periods(medicine_days=12)
    return turn


async def private(query: Query, user: int = 500) -> Chat:
    return await Chats(query).at(user) or await Chats(query).add(user, "private", None, 1)


async def group(query: Query) -> Chat:
    return await Chats(query).at(-4001) or await a_group(query)


async def said(store: Store) -> list[dict[str, Any]]:
    found = await rows(store, "SELECT chat_id, payload FROM outbox WHERE method <> 'answerCallbackQuery' ORDER BY id")
    return [{"chat": row["chat_id"], **json.loads(row["payload"])} for row in found]


async def ensured(store: Store, subject: str = "medicine", now: int = NOW) -> Standing:
    async with store.transaction() as query:
        turn = turn_in(query, await group(query), now=now)
        standing = await ensure(turn, subject)
        turn.close()
    return standing


async def pressed(store: Store, words: str, user: int = 500, *, in_group: bool = False) -> None:
    async with store.transaction() as query:
        turn = turn_in(query, await (group(query) if in_group else private(query, user)), user)
        await on_tap(turn, words)
        turn.close()


@pytest.mark.parametrize(
    ("subject", "words"),
    [("medicine", ("药和病情", "帮您配药")), ("check_in", ("报平安", "去看看")), ("refill", ("吃的药", "续药"))],
)
async def test_one_sentence_in_private_says_what_what_for_who_sees_it_and_how_long(
    store: Store, subject: str, words: tuple[str, ...]
) -> None:
    async with store.transaction() as query:
        chat = await private(query)
    assert await ensured(store, subject) is Standing.ASKED
    (asked,) = await said(store)
    assert asked["chat"] == chat.id
    for word in (*words, "只给「桂园」的", "12 天后删", "撤回"):
        assert word in asked["text"]
    assert [one["text"] for one in asked["reply_markup"]["inline_keyboard"][0]] == ["同意", "不同意"]


async def test_it_is_asked_once_and_anew_only_when_what_was_said_has_expired(store: Store) -> None:
    async with store.transaction() as query:
        await private(query)
    for now, asked in ((NOW, 1), (NOW + 1, 1), (NOW + PENDING - 1, 1), (NOW + PENDING, 2), (NOW + PENDING + 1, 2)):
        assert await ensured(store, now=now) is Standing.ASKED
        assert len(await said(store)) == asked


async def test_who_agreed_is_not_asked_again_until_they_take_it_back(store: Store) -> None:
    async with store.transaction() as query:
        await private(query)
    await ensured(store)
    await pressed(store, "yes:1:medicine")
    assert await ensured(store, now=NOW + PENDING) is Standing.GIVEN
    assert await ensured(store, "refill", now=NOW + PENDING) is Standing.ASKED
    await pressed(store, "back:1:medicine")
    assert await ensured(store, now=NOW + 2 * PENDING) is Standing.ASKED
    assert [one["text"] for one in await said(store)][1] == "记下了：同意。要撤回，发「我的资料」。"


async def test_who_refused_has_not_agreed(store: Store) -> None:
    async with store.transaction() as query:
        await private(query)
    await ensured(store)
    await pressed(store, "no:1:medicine")
    assert await ensured(store) is Standing.ASKED
    (row,) = await rows(store, "SELECT given_at, withdrawn_at FROM consent")
    assert (row["given_at"], row["withdrawn_at"]) == (None, NOW)


async def test_who_cannot_be_reached_is_not_asked_and_no_group_hears_why(store: Store) -> None:
    assert await ensured(store) is Standing.UNREACHABLE
    async with store.transaction() as query:
        chat = await private(query)
        await Chats(query).set_active(chat.id, False)
    assert await ensured(store) is Standing.UNREACHABLE
    assert await said(store) == []
    assert await rows(store, "SELECT id FROM consent") == []


async def test_in_private_it_is_asked_there(store: Store) -> None:
    async with store.transaction() as query:
        compound = (await group(query)).compound_id
        chat = (await private(query)).of(compound or 0, "Asia/Shanghai", "")
        turn = turn_in(query, chat)
        assert await ensure(turn, "medicine") is Standing.ASKED
        turn.close()
    assert [one["chat"] for one in await said(store)] == [chat.id]


@pytest.mark.parametrize(
    "words", ["yes:1:refill", "yes:2:medicine", "yes::medicine", "yes:１:medicine", "all:1:medicine", "yes", ""]
)
async def test_a_button_made_up_agrees_to_nothing(store: Store, words: str) -> None:
    async with store.transaction() as query:
        await private(query)
    await ensured(store)
    await pressed(store, words)
    assert await rows(store, "SELECT id FROM consent WHERE given_at IS NOT NULL") == []


async def test_a_button_counts_for_who_pressed_it_and_in_private_only(store: Store) -> None:
    async with store.transaction() as query:
        await private(query)
    await ensured(store)
    await pressed(store, "yes:1:medicine", user=501)
    await pressed(store, "yes:1:medicine", in_group=True)
    assert await rows(store, "SELECT id FROM consent WHERE given_at IS NOT NULL") == []


async def test_consent_is_somebodys(store: Store) -> None:
    async with store.transaction() as query:
        turn = turn_in(query, await group(query))
        with pytest.raises(LookupError):
            await ensure(replace(turn, sender=None), "medicine")
