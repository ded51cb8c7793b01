"""The restore drill: people order, a copy is made under load, the database is destroyed, and the bot goes on from the
copy with exactly the tallies of that moment. What was said later is not there until it is said again."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running

ROOT = Path(__file__).parents[2]
BEFORE, UNDER_WAY, AFTER = 12, 80, 6


async def shouwang(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command of the program in a process of its own; return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


async def households(bot: Running) -> list[str]:
    """Return the rooms that have ordered, in order."""
    rows = await bot.rows("""SELECT room FROM chain_order AS o JOIN order_line AS l ON l.order_id = o.id
                             WHERE item = '香菇' AND thousandths = 2000 AND measure = '份' ORDER BY o.id""")
    return [row["room"] for row in rows]


async def said_in_answer(bot: Running, who: Person, group: Room) -> str:
    """Return what the bot answers to 汇总."""
    who.says(group, "汇总")
    await bot.settled()
    return group.last().text


def deleted(database: Path) -> None:
    for path in database.parent.glob("shouwang.db*"):
        path.unlink()


def overwritten(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[: len(content) // 2] = os.urandom(len(content) // 2)
    database.write_bytes(content)


def cut_off(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size // 3)


@pytest.mark.parametrize("destroy", [deleted, overwritten, cut_off], ids=lambda destroy: destroy.__name__)
async def test_the_bot_goes_on_from_a_copy_made_under_load(
    sandbox: Sandbox, tmp_path: Path, destroy: Callable[[Path], None]
) -> None:
    (tmp_path / "config.toml").write_text('[database]\npath = "data/shouwang.db"\n', "utf-8")
    organiser = sandbox.person("万团长")
    rooms = [f"{floor}0{door}" for floor in range(1, 51) for door in (1, 2, 3)][: BEFORE + UNDER_WAY + AFTER]
    people = {room: sandbox.person(f"住户{room}") for room in rooms}
    group = sandbox.group("7号楼", members=[organiser, *people.values()], bot_is_admin=True)
    copy = tmp_path / "copy.db"

    async def order(some: list[str], pause: float = 0.0) -> None:
        for room in some:
            people[room].says(group, f"7-{room} 香菇2份")
            await asyncio.sleep(pause)

    async with running(sandbox, tmp_path) as bot:
        organiser.says(group, "#接龙\n菌菇团\n香菇 6元/份\n木耳 9元/份")
        await order(rooms[:BEFORE])
        await bot.settled()
        pinned = group.find("菌菇团（接龙中）").id
        load = asyncio.create_task(order(rooms[BEFORE:-AFTER], pause=0.015))
        code, out = await shouwang(tmp_path, "backup", str(copy))
        assert (code, out) == (0, f"{copy}: whole and sound, {copy.stat().st_size / 2**20:.1f} MiB\n")
        is_under_way = not load.done()
        await load
        code, out = await shouwang(tmp_path, "restore", "--replace", str(copy))
        assert (code, "another Shouwang is running" in out) == (2, True)
        await order(rooms[-AFTER:])
        await bot.settled()
        assert await households(bot) == rooms

    destroy(tmp_path / "data" / "shouwang.db")
    is_there = destroy is not deleted
    code, out = await shouwang(tmp_path, "restore", *(["--replace"] if is_there else []), str(copy))
    assert code == 0, out
    assert "守望的记录回到了" in out

    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        kept = await households(bot)
        assert kept == rooms[: len(kept)]  # those of one moment: nobody missing before the last
        assert len(kept) >= BEFORE
        assert len(kept) < len(rooms) - AFTER or not is_under_way
        (shown,) = (message for message in group.messages if message.id == pinned)
        assert f"香菇 {2 * len(kept)}份（{len(kept)}户）" in shown.text  # nobody relies on what is forgotten
        said = await said_in_answer(bot, organiser, group)
        assert f"香菇 {2 * len(kept)}份（{len(kept)}户）" in said

        lost = rooms[len(kept) :]  # confirmed to Telegram long ago: it does not say them again
        assert not sandbox.pending
        people[lost[0]].edits(group.find(f"7-{lost[0]} 香菇2份"), f"7-{lost[0]} 香菇2份 谢谢")  # an edit says it anew
        await order(lost[1:])
        await bot.settled()
        assert sorted(await households(bot)) == sorted(rooms)
        people[rooms[0]].says(group, "香菇改成5份")  # whom the copy knows, it knows
        await bot.settled()
        total = 2 * len(rooms) + 3
        assert f"香菇 {total}份（{len(rooms)}户）" in await said_in_answer(bot, organiser, group)
        tallies = [message for message in group.messages if f"香菇 {total}份" in message.text]
        assert tallies[0].id == pinned  # the live tally is the message it always was
        assert sum("菌菇团（接龙中）" in message.text for message in group.messages) == 3  # it, and two answers
