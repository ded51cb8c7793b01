"""After a long absence: who is told, when, and in whose time."""

import json
from datetime import datetime, time
from zoneinfo import ZoneInfo

from broadcasts.absence import tell
from storage.chat import Chat, Chats
from storage.compound import Compounds
from storage.outbox import Outbox
from storage.store import Query, Store

SHANGHAI, URUMQI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Urumqi")
NIGHT = (time(21, 30), time(7, 30))
DAY = 86_400


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


async def a_group(query: Query, telegram: int, heard_at: int, zone: str = "Asia/Shanghai") -> Chat:
    compound = await Compounds(query).add("梧桐苑", zone, now=1)
    return await Chats(query).add(telegram, "group", compound.id, now=heard_at, time_zone=zone)


async def told(query: Query, now: int) -> dict[int, str]:
    rows = await Outbox(query).due(now, 6, 99)
    return {row.telegram_chat_id or 0: json.loads(row.payload)["text"] for row in rows}


async def test_each_active_group_hears_from_when_to_when_nothing_was_heard(store: Store) -> None:
    heard, now = at("2026-03-02T10:00"), at("2026-03-04T12:30")
    async with store.transaction() as query:
        await a_group(query, -1, heard - DAY)
        await a_group(query, -2, heard - 3 * DAY, "Asia/Urumqi")
        await a_group(query, -3, heard - 31 * DAY)  # silent for a month before
        gone = await a_group(query, -4, heard)
        await Chats(query).set_active(gone.id, False)
        await Chats(query).add(5, "private", None, now=heard)
        assert await tell(query, heard, now, NIGHT)
        found = await told(query, now)
    assert set(found) == {-1, -2}
    assert "3月2日10:00 到 3月3日12:30" in found[-1]
    assert "3月2日08:00 到 3月3日10:30" in found[-2]


async def test_it_is_told_once_though_asked_twice(store: Store) -> None:
    heard, now = at("2026-03-02T10:00"), at("2026-03-04T12:30")
    async with store.transaction() as query:
        await a_group(query, -1, heard)
        await tell(query, heard, now, NIGHT)
        await tell(query, heard, now + 60, NIGHT)
        assert await Outbox(query).waiting() == 1


async def test_it_waits_out_the_quiet_hours_of_the_compound(store: Store) -> None:
    heard, now = at("2026-03-02T10:00"), at("2026-03-04T22:00")
    async with store.transaction() as query:
        await a_group(query, -1, heard)
        await a_group(query, -2, heard, "Asia/Urumqi")  # eight in the evening there
        await tell(query, heard, now, NIGHT)
        assert set(await told(query, now)) == {-2}
        assert set(await told(query, at("2026-03-05T07:29"))) == {-2}
        assert set(await told(query, at("2026-03-05T07:30"))) == {-1, -2}


async def test_up_to_a_day_telegram_keeps_everything_and_nothing_is_told(store: Store) -> None:
    heard = at("2026-03-02T10:00")
    async with store.transaction() as query:
        await a_group(query, -1, heard)
        assert not await tell(query, heard, heard + DAY, NIGHT)
        assert await Outbox(query).waiting() == 0
        assert await tell(query, heard, heard + DAY + 1, NIGHT)
        assert await Outbox(query).waiting() == 1
