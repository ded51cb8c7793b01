"""The whole of one buy with 60 households, from the first word to the sheets: whatever way people write, the tally is
what they meant."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from sandbox import Sandbox
from sandbox.stage import seconds_until
from tests.dialogues.discretion import indiscretions
from tests.handlers.test_order_chain_tap import tally
from tests.running import running

HEADER = "#接龙\n周三保供团\n青菜 3元/份\n鸡蛋 12元/盒 每箱12盒\n牛奶 58元/箱\n满100份成团\n下午5点截单"
Orders = dict[str, dict[str, int]]  # what each household has in the end

#: Ways to write the same:青菜 twice, eggs once.
WAYS = (
    "{room} 青菜2份 鸡蛋1盒",
    "{place} 青菜两份，鸡蛋一盒，谢谢",
    "我要青菜2份鸡蛋1盒，{room}",
    "{room}：青菜x2、鸡蛋x1",
    "{room} 青菜+2 鸡蛋+1",
    "{place}室 青菜2 鸡蛋1",
)


def rooms() -> Iterator[tuple[str, str]]:
    """Yield 60 rooms in four buildings, in no order of theirs: 3-502, and as others write it, 3号楼502."""
    for floor in (10, 2, 5):
        for door in range(1, 6):
            for building in (3, 12, 1, 5):
                yield f"{building}-{floor}0{door}", f"{building}号楼{floor}0{door}"


async def test_the_whole_of_one_buy_with_sixty_households(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    homes = list(rooms())
    people = {room: sandbox.person(f"住户{room}", started=number < 3) for number, (room, _) in enumerate(homes)}
    group = sandbox.group("桂园", members=[chief, *people.values()], bot_is_admin=True)
    meant: Orders = {}
    async with running(sandbox, tmp_path) as bot:
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "09:00"))
        chief.says(None, "/start")
        chief.says(group, HEADER)
        await bot.settled()
        assert not any("还没写" in seen.text for seen in chief.private.transcript())  # nothing is missing

        for number, (room, place) in enumerate(homes):
            people[room].says(group, WAYS[number % len(WAYS)].format(room=room, place=place))
            meant[room] = {"青菜": 2, "鸡蛋": 1}
            if number % 7 == 0:
                people[room].says(group, "谢谢团长，辛苦了")  # chat between the orders
        await bot.settled(seconds=30)
        assert totals(tally(group)) == summed(meant)
        assert "共 60 户，1080元" in tally(group)
        assert "已成团（100份）" in tally(group)

        # changes of all kinds
        first, second, third, fourth, fifth = (room for room, _ in homes[:5])
        people[first].says(group, "再加1箱牛奶")
        meant[first]["牛奶"] = 1
        people[second].says(group, "青菜改成5份")
        meant[second]["青菜"] = 5
        people[third].says(group, "鸡蛋不要了")
        del meant[third]["鸡蛋"]
        people[fourth].says(group, "都不要了")
        meant[fourth] = {}
        people[fifth].says(group, "青菜换成牛奶")
        meant[fifth] = {"牛奶": 2, "鸡蛋": 1}
        people[first].says(group, "帮7-301的陈阿婆订鸡蛋2盒")
        meant["7-301"] = {"鸡蛋": 2}
        await bot.settled()
        assert totals(tally(group)) == summed(meant)

        chief.says(group, "鸡蛋涨到13了")
        people[second].says(group, "再加1盒鸡蛋")
        meant[second]["鸡蛋"] = 2
        await bot.settled()
        assert "60盒12元，1盒13元" in tally(group)

        sandbox.clock.move(seconds_until(sandbox.clock.now(), "16:31"))
        await bot.settled()
        assert group.find("17:00 截单，还剩半小时")
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "17:01"))
        await bot.settled()
        assert group.find("「周三保供团」截单了，共 60 户。")
        late = people[fourth].says(group, f"{fourth} 青菜1份")
        await bot.settled()
        assert [emoji for _, emoji in {s.id: s.reactions for s in group.transcript()}[late.id]] == ["🤔"]
        chief.taps(chief.private, "加上")
        await bot.settled()
        meant[fourth] = {"青菜": 1}
        assert totals(tally(group)) == summed(meant)
        owed = 3 * summed(meant)["青菜"] + 12 * summed(meant)["鸡蛋"] + 1 + 58 * 3
        assert f"共 61 户，{owed}元" in tally(group)

        chief.says(None, "表格")
        await bot.settled()
        sheets = [message.content["document"] for message in chief.private.messages if "document" in message.content]
        book = openpyxl.load_workbook(io.BytesIO(sandbox.world.state.files[sheets[-1]["file_id"]].data))
        rows = {row[0]: row for row in book["汇总"].iter_rows(min_row=4, values_only=True)}
        assert {item: rows[item][1] for item in summed(meant)} == summed(meant)
        assert rows["合计"][7] == owed
        printed = [str(row[0]) for row in book["分楼清单"].iter_rows(min_row=2, values_only=True)]
        walked = [place for place in printed if re.fullmatch(r"\d+-\d+", place)]
        assert walked == sorted(walked, key=lambda place: tuple(map(int, place.split("-"))))
        assert set(walked) == {room for room, wants in meant.items() if wants}

        assert list(indiscretions(sandbox)) == []
        said = [m for m in group.messages if m.sender_id == sandbox.bot.id and m.text]
        assert len(said) <= 6  # the tally, the nudge, the closing, the late order: no more


def summed(meant: Orders) -> dict[str, int]:
    """Return how many of each item that is."""
    found: dict[str, int] = {}
    for wants in meant.values():
        for item, number in wants.items():
            found[item] = found.get(item, 0) + number
    return found


def totals(text: str) -> dict[str, int]:
    """Return what a tally says of each item."""
    return {match[1]: int(match[2]) for match in re.finditer(r"^(\S+) (\d+)\S（\d+户）", text, re.MULTILINE)}
