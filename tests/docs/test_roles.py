"""docs/roles.md says who may do what; the program does so: each role, each command, here, in private and elsewhere."""

from pathlib import Path

import pytest

from bot.application import COMMANDS
from conversation.command import Command
from domain.role import CALLED, Held, Role, allows
from sandbox import Sandbox
from storage.chat import Chats
from storage.person import Persons
from storage.role import Roles
from tests.running import Running, running

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"


def table() -> list[str]:
    """Return the rows that the page should have."""
    rows = []
    for command in COMMANDS.records:
        ticks = ["✓" if allows([Held(role, "3")], command.role) else "–" for role in Role]
        rows.append(f"| {command.alias} `/{command.name}` | {' | '.join(ticks)} |")
    return rows


def test_the_page_says_what_the_records_say() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    head = lines.index("|---|---|---|---|---|---|")
    assert lines[head - 1] == f"| command | {' | '.join(CALLED[role] for role in Role)} |"
    there = lines[head + 1 : lines.index("", head)]
    assert there == table(), "\n".join(table())


async def given(bot: Running, telegram_chat: int, telegram_user: int, role: Role) -> None:
    """Give somebody a role in the compound of a group."""
    async with bot.store.transaction() as query:
        chat = await Chats(query).at(telegram_chat)
        person = await Persons(query).meet(telegram_user, "小许")
        assert chat is not None
        assert chat.compound_id is not None
        if role is not Role.RESIDENT:
            held = Held(role, "3" if role is Role.LEAD else "")
            await Roles(query).grant(chat.compound_id, person, held, 1)


def is_refused(said: str, command: Command) -> bool:
    return said.startswith(f"「{command.alias}」") and ("来用" in said or "发。" in said)


@pytest.mark.parametrize("role", Role)
async def test_a_command_does_what_the_page_says_for_that_role(sandbox: Sandbox, tmp_path: Path, role: Role) -> None:
    """Said in the compound's group, in private, and in the group of another compound."""
    chief, person = sandbox.person("周主任"), sandbox.person("小许", started=True)
    here = sandbox.group("桂园", members=[chief, person], bot_is_admin=True)
    elsewhere = sandbox.group("兰园", members=[chief, person], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        for group in (here, elsewhere):
            chief.says(group, "汇总")
        await bot.settled()
        await given(bot, here.id, person.id, role)
        await given(bot, elsewhere.id, chief.id, Role.COMMITTEE)
        for command in COMMANDS.records:
            for room, where, held in (
                (here, "group", [Held(role, "3")]),
                (person.private, "private", [Held(role, "3")]),
                (elsewhere, "group", []),
            ):
                sandbox.clock.move(10)  # nobody writes that fast
                person.says(None if room is person.private else room, f"/{command.name}")
                await bot.settled()
                said = room.last().text or ""
                may = where in command.kinds and allows(held, command.role)
                assert is_refused(said, command) is not may, (command.name, where, room.title, said)
