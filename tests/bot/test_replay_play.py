"""A group's history played through the code of the bot: what is recorded, and what would have been said."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.replay_play import BATCH, Heard, Played, PlayedBuy, Player, What
from parsing.chat_export import Group, Said, said_in
from storage.migration import migrate
from storage.store import StorageError, Store
from tests.bot.chat_history import BEGAN, ORGANISER, ORGANISER_NAME, ZONE, Spring, message
from tests.bot.parts import rows

GROUP = Group("清溪里业主群", -1001234567890)
MINUTE = 60


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.opened(tmp_path / "data" / "replay.db") as opened:
        await migrate(opened)
        yield opened


@pytest.fixture
async def player(store: Store) -> Player:
    playing = Player(store, "Asia/Shanghai")
    await playing.enter(GROUP, BEGAN)
    return playing


def talk(*lines: tuple[str, str], began: int = BEGAN, **more: Any) -> list[Said]:
    """Return messages a minute apart; the organiser is 梅, every other name an account of its own."""
    people = {"梅": ORGANISER}
    found = []
    for place, (who, text) in enumerate(lines, 1):
        account = people.setdefault(who, 100 + len(people))
        found.append(said_in(message(place, account, who, text, began + place * MINUTE, **more), ZONE))
    return found


def totals(buy: PlayedBuy) -> dict[str, str]:
    return {one.item: f"{one.total:f}" for one in buy.sums}


def whats(played: Sequence[Played]) -> list[What]:
    return [one.what for one in played]


BUY = "#接龙 周末水果\n枇杷 25元/盒\n杨梅 30元/盒\n1."


async def test_five_buys_of_sixty_households_come_to_what_a_straight_recount_says(player: Player) -> None:
    spring = Spring(households=60)
    said = [said_in(raw, ZONE) for raw in spring.messages(buys=5)]
    counted: list[What] = []
    for at in range(0, len(said), BATCH):
        counted += whats(await player.play(said[at : at + BATCH]))
    buys = await player.buys()
    assert [buy.title for buy in buys] == spring.titles
    assert [totals(buy) for buy in buys] == [
        {good: str(count) for good, count in total.items()} for total in spring.recount
    ]
    assert all(buy.is_closed and buy.organiser == ORGANISER_NAME for buy in buys)
    assert {What.ASKED, What.LATE, What.FAILED}.isdisjoint(counted)
    assert counted.count(What.COMMAND) == 5


async def test_batches_of_any_size_record_the_same(tmp_path: Path) -> None:
    said = [said_in(raw, ZONE) for raw in Spring(households=12).messages(buys=2)]
    found = []
    for size in (1, 7, len(said)):
        async with Store.opened(tmp_path / f"by{size}" / "replay.db") as store:
            await migrate(store)
            player = Player(store, "Asia/Shanghai")
            await player.enter(GROUP, BEGAN)
            played = [one for at in range(0, len(said), size) for one in await player.play(said[at : at + size])]
            found.append((played, await player.buys()))
    assert found[0] == found[1] == found[2]


async def test_each_message_is_one_of_chat_orders_questions_late_ones_and_commands(player: Player) -> None:
    played = await player.play(
        talk(
            ("甲", "今天好热"),
            ("梅", BUY),
            ("甲", "3号楼501 枇杷2盒"),
            ("乙", "不要了，取消杨梅"),
            ("乙", "汇总"),
            ("乙", "截单"),
            ("梅", "截单"),
            ("丙", "4号楼201 杨梅1盒"),
        )
    )
    assert whats(played) == [
        What.LEFT_ALONE,
        What.RECORDED,
        What.RECORDED,
        What.ASKED,
        What.COMMAND,
        What.COMMAND,
        What.COMMAND,
        What.LATE,
    ]
    (kind, question), *_ = played[3].heard
    assert kind is Heard.QUESTION
    assert question
    assert [kind for kind, _ in played[4].heard] == [Heard.ANSWER]
    assert "枇杷 2盒" in played[4].heard[0][1]
    assert "开团的人" in played[5].heard[0][1]
    assert played[7].heard[0][0] is Heard.LATE
    (buy,) = await player.buys()
    assert (totals(buy), buy.opened_by, buy.is_closed) == ({"枇杷": "2"}, 2, True)


async def test_the_owner_of_an_order_would_hear_that_another_changed_it(player: Player) -> None:
    played = await player.play(talk(("梅", BUY), ("甲", "3号楼501 枇杷2盒"), ("乙", "3号楼501 枇杷改成1盒")))
    assert [kind for kind, _ in played[2].heard] == [Heard.CHANGED]
    assert "乙" in played[2].heard[0][1]


async def test_a_buy_closes_at_the_time_that_its_header_says(player: Player) -> None:
    opening = "#接龙 周末水果，今天9点截单\n枇杷 25元/盒\n1."
    await player.play(talk(("梅", opening), ("甲", "3号楼501 枇杷2盒")))
    assert [buy.is_closed for buy in await player.buys()] == [False]
    late = replace(talk(("丙", "4号楼201 枇杷1盒"))[0], number=9, sent_at=BEGAN + 3 * 3600)
    assert whats(await player.play([late])) == [What.LATE]
    (buy,) = await player.buys()
    assert (buy.is_closed, totals(buy)) == (True, {"枇杷": "2"})


async def test_an_answer_to_a_buys_opening_is_about_that_buy(player: Player) -> None:
    other = "#接龙 早餐\n包子 2元/个\n豆浆 3元/杯\n1."
    said = talk(("梅", BUY), ("梅", other), ("甲", "3号楼501 要2份"))
    await player.play(said[:2])
    played = await player.play([replace(said[2], text="3号楼501 杨梅2盒", reply_to=1)])
    assert whats(played) == [What.RECORDED]
    assert [totals(buy) for buy in await player.buys()] == [{"杨梅": "2"}, {}]


async def test_forwards_notices_pictures_and_what_comes_twice_change_nothing(player: Player) -> None:
    said = talk(("梅", BUY), ("甲", "3号楼501 枇杷2盒"))
    forwarded = talk(("乙", "4号楼201 枇杷9盒"), forwarded_from="别的群")[0]
    notice = said_in({"id": 5, "type": "service", "date_unixtime": str(BEGAN), "action": "pin_message"}, ZONE)
    picture = talk(("丙", ""), photo="photos/1.jpg")[0]
    played = await player.play([*said, forwarded, notice, picture, said[1]])
    assert whats(played)[2:] == [What.FOREIGN, What.SERVICE, What.WORDLESS, What.REPEATED]
    assert [totals(buy) for buy in await player.buys()] == [{"枇杷": "2"}]


async def test_a_message_that_fails_is_set_aside_alone(player: Player) -> None:
    said = talk(("梅", BUY), ("甲", "3号楼501 枇杷2盒"), ("乙", "4号楼201 枇杷1盒"))
    played = await player.play([said[0], replace(said[1], account=2**70), said[2]])
    assert whats(played) == [What.RECORDED, What.FAILED, What.RECORDED]
    assert [totals(buy) for buy in await player.buys()] == [{"枇杷": "1"}]


async def test_nothing_is_filed_to_be_sent(player: Player, store: Store) -> None:
    said = talk(("梅", BUY), ("甲", "3号楼501 枇杷2盒"), ("乙", "汇总"), ("梅", "截单"), ("丙", "4号楼201 杨梅1盒"))
    await player.play(said)
    assert await rows(store, "SELECT id FROM outbox") == []
    assert await rows(store, "SELECT id FROM inbox") == []


async def test_each_group_has_its_own_buys(player: Player) -> None:
    await player.play(talk(("梅", BUY)))
    for title in ("无号群", "另一个"):
        await player.enter(Group(title), BEGAN)
        await player.play(
            [replace(one, number=one.number + 10) for one in talk(("梅", BUY), ("甲", "9号楼101 杨梅1盒"))]
        )
        assert [totals(buy) for buy in await player.buys()] == [{"杨梅": "1"}]
    await player.enter(GROUP, BEGAN)
    assert [totals(buy) for buy in await player.buys()] == [{}]


async def test_without_a_group_nothing_is_played(store: Store) -> None:
    player = Player(store, "Asia/Shanghai")
    assert await player.buys() == []
    assert whats(await player.play(talk(("甲", "早")))) == [What.FAILED]


async def test_a_full_disk_is_no_fault_of_a_message(player: Player, store: Store) -> None:
    async with store.transaction() as query:
        await query.all("PRAGMA max_page_count = 1")  # no page more than there are
    said = [said_in(raw, ZONE) for raw in Spring(households=60).messages(buys=1)]
    with pytest.raises(StorageError, match="full"):
        await player.play(said)
    with pytest.raises(StorageError, match="full"):  # also where the batch is done again one by one
        await player.play([replace(said[0], account=2**70), *said])
