"""Commands: by name with a slash, or by their Chinese alias as the whole message."""

import pytest

from conversation.command import Command, gathered
from conversation.turn import Turn


async def nothing(turn: Turn, words: str) -> None:
    """Do nothing."""


COMMANDS = gathered(
    (Command("tally", "汇总", "看汇总", nothing),),
    (
        Command("close", "截单", "截单", nothing, help="发「/截单 香梨团」。"),
        Command("call", "叫号", "叫号", nothing, takes=str.isdigit),
    ),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("汇总", ("tally", "")),
        ("  汇总\n", ("tally", "")),
        ("/汇总", ("tally", "")),
        ("／汇总", ("tally", "")),
        ("/tally", ("tally", "")),
        ("/TALLY", ("tally", "")),
        ("/tally@GuardBot", ("tally", "")),
        ("/截单@guardbot 香梨团 ", ("close", "香梨团")),
        ("/close 香梨团\n谢谢", ("close", "香梨团\n谢谢")),
        ("/tally@otherbot", None),
        ("汇总一下", None),
        ("请汇总", None),
        ("截单 香梨团", None),
        ("叫号 7", ("call", "7")),
        ("叫号：7", ("call", "7")),
        ("叫号 什么时候", None),
        ("叫号7", None),
        ("tally", None),
        ("/dance", None),
        ("/", None),
        ("", None),
        ("/" + "汇" * 5000, None),
    ],
)
def test_a_text_is_a_command_or_is_not(text: str, found: tuple[str, str] | None) -> None:
    command = COMMANDS.find(text, "guardbot")
    assert (command and (command[0].name, command[1])) == found


def test_all_commands_of_all_features_are_gathered() -> None:
    assert [command.name for command in COMMANDS.records] == ["tally", "close", "call"]


def test_what_lacks_only_its_slash_is_known_where_help_shows_words() -> None:
    found = COMMANDS.nearly("截单 香梨团", "private")
    assert found is not None
    assert (found[0].name, found[1]) == ("close", "香梨团")
    assert COMMANDS.nearly("汇总 一下", "private") is None
    assert COMMANDS.nearly("截单了吗", "private") is None
