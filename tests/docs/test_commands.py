"""docs/commands.md says of each command what its record says, and /help shows each person what they can do there."""

import re
from pathlib import Path

import pytest

from bot.application import COMMANDS
from bot.opening import menus
from conversation.command import Command, Commands
from conversation.turn import Turn
from domain.role import CALLED, Held, Role, allows
from rendering.chat import HELLO
from sandbox import Sandbox
from storage.chat import Chats, Kind
from storage.person import Persons
from storage.role import Roles
from tests.running import Running, running

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
RECORDS = COMMANDS.records
LONGEST_SUMMARY = 20
BOT = "shouwang_bot"


def table(head: str) -> list[list[str]]:
    """Return the cells of the table under the heading line that begins so."""
    lines = PAGE[PAGE.index(f"| {head} ") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def row_of(command: Command) -> list[str]:
    """Return the row in which the page is to tell of a command."""
    who = "everybody" if command.role is Role.RESIDENT else CALLED[command.role]
    where = ", ".join(sorted(command.kinds))
    return [f"`/{command.name}`", command.alias, command.summary, command.help, who, where]


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_page_tells_of_each_command_what_its_record_says_and_of_no_other() -> None:
    assert table("command") == [row_of(command) for command in RECORDS]


def test_the_page_names_the_commands_of_each_menu() -> None:
    shown = {scope: ", ".join(f"`{one.name}`" for one in commands) for scope, commands in menus(COMMANDS).items()}
    assert {scope.strip("`"): commands for scope, commands in table("menu")} == shown


@pytest.mark.parametrize(("written", "meant"), table("written"))
def test_a_command_may_be_written_as_the_page_says(written: str, meant: str) -> None:
    found = COMMANDS.find(written.strip("`"), BOT)
    said = re.findall(r"`([^`]+)`", meant)
    assert [part for part in (found[0].name, found[1]) if part] == said if found else said == []


# --- the records -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", RECORDS, ids=lambda command: command.name)
def test_a_record_is_whole_and_fit_for_telegram(command: Command) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
    assert re.fullmatch(r"[\u4e00-\u9fff]{2,6}", command.alias)
    assert 0 < len(command.summary) <= LONGEST_SUMMARY
    assert len(command.help) >= len(command.summary) // 2
    assert command.help.endswith("。")
    assert set(command.kinds) <= {"private", "group"}
    assert command.kinds


def test_no_two_commands_share_a_name_or_an_alias() -> None:
    names = ["start", *(command.name for command in RECORDS), *(command.alias for command in RECORDS)]
    assert len(names) == len(set(names))


def test_the_menus_show_nobody_what_only_some_may_do() -> None:
    for scope, shown in menus(COMMANDS).items():
        kind = "private" if "private" in scope else "group"
        assert all(command.role is Role.RESIDENT and kind in command.kinds for command in shown)


async def _nothing(turn: Turn, words: str) -> None:
    """Do nothing."""


def test_a_role_shows_its_own_commands_and_the_committee_sees_all() -> None:
    of_roles = {role: Command(role.value, CALLED[role], "看", _nothing, role=role) for role in Role}
    commands = Commands((*of_roles.values(), Command("away", "出门", "看", _nothing, kinds=("private",))))
    for role in Role:
        names = {command.name for command in commands.for_("group", [Held(role)])}
        assert names == {needed for needed in Role if allows([Held(role)], needed)}
    assert {command.name for command in commands.for_("private", [])} == {"resident", "away"}


# --- /help through the program -----------------------------------------------------------------------------------


async def _grant(bot: Running, telegram_chat: int, telegram_user: int, role: Role) -> None:
    async with bot.store.transaction() as query:
        chat = await Chats(query).at(telegram_chat)
        assert chat is not None
        assert chat.compound_id is not None
        person = await Persons(query).meet(telegram_user, "周阿姨")
        await Roles(query).grant(chat.compound_id, person, Held(role), 1)


def expected(kind: Kind, role: Role) -> list[str]:
    """Return the lines by which /help tells of what somebody with a role can do in a kind of chat."""
    return [
        f"・{command.alias}（/{command.name}）：{command.help}"
        for command in RECORDS
        if kind in command.kinds and allows([Held(role)], command.role)
    ]


@pytest.mark.parametrize("role", list(Role))
async def test_help_shows_each_person_what_they_can_do_there(sandbox: Sandbox, tmp_path: Path, role: Role) -> None:
    ann = sandbox.person("周阿姨", started=True)
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "大家早")
        await bot.settled()
        if role is not Role.RESIDENT:  # everybody is
            await _grant(bot, group.id, ann.id, role)
        ann.says(group, "帮助")
        ann.says(None, "/help")
        await bot.settled()
    in_group, in_private = group.last().text.splitlines(), ann.private.last().text
    assert in_group[1:] == expected("group", role)
    assert in_private.startswith(HELLO)
    assert [line for line in in_private.splitlines() if line.startswith("・")] == expected("private", role)
