"""docs/privacy.md says the periods, the commands, the hour and the veil as they are."""

from pathlib import Path

import pytest

from bot.application import COMMANDS
from bot.config import KEYS
from bot.opening import _RETENTION_AT
from domain.discretion import UNSEEN
from domain.retention import Periods

PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


@pytest.mark.parametrize("name", KEYS["retention"])
def test_a_period_is_told_with_its_default(name: str) -> None:
    assert f"`{name}` ({getattr(Periods(), name)})" in PAGE
    assert KEYS["retention"][name].default == getattr(Periods(), name)


def test_the_hour_and_the_veils_are_told() -> None:
    assert f"Every night at {_RETENTION_AT:%H:%M}" in PAGE
    for _, veil in UNSEEN:
        assert f"`{veil}`" in PAGE


@pytest.mark.parametrize("name", ["mydata", "forget"])
def test_the_commands_are_told_and_are_everybodys_in_private(name: str) -> None:
    (command,) = (one for one in COMMANDS.records if one.name == name)
    assert f"`/{name}` ({command.alias})" in PAGE
    assert (tuple(command.kinds), command.role.value) == (("private",), "resident")
