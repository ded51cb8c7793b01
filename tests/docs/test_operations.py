"""What docs/operations.md says of tokens, machines and updates that are aside is so: each is tried here. Its copies
and the way back to them are tried in tests/bot/test_restore_drill.py."""

import asyncio
import json
import re
import shlex
from pathlib import Path

import pytest

from bot.command_line import _parser
from bot.program import CannotRunError
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from storage.inbox import Arrival, Inbox
from storage.store import Store
from tests.bot.test_restore_drill import shouwang
from tests.running import Running, running

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
NEW = "110201543:the_sandbox_bots_second_token_000000"  # opens nothing
ANOTHER = "220304050:another_sandbox_token_for_tests_00000"


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨")


@pytest.fixture
def group(sandbox: Sandbox, ann: Person) -> Room:
    """A group in which Ann has opened a buy; the bot has not heard of it yet."""
    group = sandbox.group("9号楼", members=[ann], bot_is_admin=True)
    ann.says(group, "#接龙\n早点团\n豆浆 3元/杯\n油条 2元/根")
    ann.says(group, "9-101 豆浆2杯")
    return group


async def ordered(bot: Running) -> dict[str, int]:
    """Return how much of each item is ordered, in thousandths."""
    rows = await bot.rows("SELECT item, SUM(thousandths) AS n FROM order_line GROUP BY item")
    return {row["item"]: row["n"] for row in rows}


async def until_ordered(bot: Running, wanted: dict[str, int]) -> None:
    async def is_so() -> bool:
        return await ordered(bot) == wanted

    await bot.until(is_so)


def configured(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text('[database]\npath = "data/shouwang.db"\n', "utf-8")
    return folder


def commands() -> list[list[str]]:
    """Return the words after `shouwang` of each such command on the page."""
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
    found = [
        re.search(r"(?:^|/)shouwang (?:--config \S+ )?(.*)", line.strip()) for line in "".join(blocks).splitlines()
    ]
    return [shlex.split(match[1], comments=True) for match in found if match]


def test_every_command_on_the_page_is_one() -> None:
    assert {words[0] for words in commands()} == {"status", "backup", "restore", "export", "check", "inbox"}
    for words in commands():
        _parser().parse_args(words)


async def test_a_new_token_of_the_same_bot_loses_nothing(
    sandbox: Sandbox, tmp_path: Path, ann: Person, group: Room
) -> None:
    with pytest.raises(CannotRunError, match="Telegram refuses the token"):  # noqa: PT012 - it is how the bot ends
        async with running(sandbox, tmp_path) as bot:
            await until_ordered(bot, {"豆浆": 2000})
            await bot.settled()
            sandbox.world.tokens.clear()  # /revoke
            ann.says(group, "9-101 油条4根")  # while nobody can listen
            await asyncio.wait([bot.ended])
    sandbox.bot.token = NEW
    sandbox.world.tokens[NEW] = sandbox.bot
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        assert await ordered(bot) == {"豆浆": 2000, "油条": 4000}
        (tally,) = (message for message in group.messages if "早点团（接龙中）" in message.text)
        assert "油条 4根" in tally.text  # the same message, edited


async def test_another_bot_takes_over_the_orders_and_what_the_old_one_had_received(
    sandbox: Sandbox, tmp_path: Path, ann: Person, group: Room
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await until_ordered(bot, {"豆浆": 2000})
        await bot.settled()
        old_tally = group.find("早点团（接龙中）")
        received = ann.says(group, "9-101 油条1根")
        await until_ordered(bot, {"豆浆": 2000, "油条": 1000})
        edit = message_update(sandbox, group, ann, received.id + 1, "9-101 油条3根")
    async with Store.opened(bot.config.database) as store, store.transaction() as query:
        await Inbox(query, sandbox.bot.id).keep(
            [Arrival(7, group.id, edit)], int(sandbox.clock.now())
        )  # and then it died
    ann.says(group, "9-101 豆浆9杯")  # for the old bot, which never asks for it again
    other = sandbox.world.add_bot("another_bot", ANOTHER)
    account = sandbox.world.state.users[other.id]
    group.add(account, by=ann)
    group.promote(account, by=ann)
    group.remove(sandbox.me, by=ann)
    async with running(sandbox, tmp_path, token=ANOTHER) as bot:
        await until_ordered(bot, {"豆浆": 2000, "油条": 3000})
        ann.says(group, "9-101 豆浆改成4杯")
        await until_ordered(bot, {"豆浆": 4000, "油条": 3000})

        async def is_sent_anew() -> bool:
            newest = group.find("早点团（接龙中）")
            return newest.id != old_tally.id and "豆浆 4杯" in newest.text

        await bot.until(is_sent_anew)
        assert group.find("早点团（接龙中）").sender_id == other.id


def message_update(sandbox: Sandbox, group: Room, who: Person, number: int, text: str) -> str:
    """Return an update as Telegram gives it to a bot."""
    message = {
        "message_id": number,
        "date": int(sandbox.clock.now()),
        "chat": {"id": group.id, "type": "supergroup", "title": group.title},
        "from": {"id": who.id, "is_bot": False, "first_name": "安阿姨"},
        "text": text,
    }
    return json.dumps({"update_id": 7, "message": message})


async def test_a_move_to_another_machine_loses_nothing_said_meanwhile(
    sandbox: Sandbox, tmp_path: Path, ann: Person, group: Room
) -> None:
    old, new = configured(tmp_path / "old"), configured(tmp_path / "new")
    async with running(sandbox, old) as bot:
        await until_ordered(bot, {"豆浆": 2000})
        await bot.settled()
    assert (await shouwang(old, "backup", str(old / "move.db")))[0] == 0
    (old / "move.db").rename(new / "move.db")
    ann.says(group, "9-101 油条4根")
    assert (await shouwang(new, "restore", str(new / "move.db")))[0] == 0
    async with running(sandbox, new) as bot:
        await bot.settled()
        assert await ordered(bot) == {"豆浆": 2000, "油条": 4000}
        assert len([message for message in group.messages if "早点团（接龙中）" in message.text]) == 1


async def test_what_was_set_aside_is_tried_again_while_the_bot_runs(
    sandbox: Sandbox, tmp_path: Path, ann: Person, group: Room
) -> None:
    folder = configured(tmp_path)
    async with running(sandbox, tmp_path) as bot:
        await until_ordered(bot, {"豆浆": 2000})
        await bot.settled()
        async with bot.store.transaction() as query:
            update = message_update(sandbox, group, ann, 900, "9-101 油条4根")
            await Inbox(query, sandbox.bot.id).keep([Arrival(7, group.id, update)], 0)
            (row,) = await query.all("UPDATE inbox SET state = 'aside' WHERE update_id = 7 RETURNING id")
        assert await ordered(bot) == {"豆浆": 2000}
        code, out = await shouwang(folder, "inbox", "retry", str(row["id"]))
        assert (code, out) == (0, f"{row['id']} will be tried again\n")
        await until_ordered(bot, {"豆浆": 2000, "油条": 4000})
