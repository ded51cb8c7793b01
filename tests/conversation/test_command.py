"""Commands: by name with a slash, or by their Chinese alias as the whole message."""

import pytest

from conversation.command import Command, gathered
from conversation.turn import Turn


async def nothing(turn: Turn, words: str) -> None:
    """Do nothing."""


COMMANDS = gathered((Command("tally", "汇总", "看汇总", nothing),), (Command("close", "截单", "截单", nothing),))


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
    assert [command.name for command in COMMANDS.records] == ["tally", "close"]
