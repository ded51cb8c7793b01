"""What is filed when the program starts: the menus of commands, and what is due by itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.retention import RETENTION
from broadcasts.housekeeping import PURGE
from conversation.command import Command, Commands
from conversation.due import daily, plan_compound
from domain.role import Role
from storage.check_in import CheckIns
from storage.compound import Compounds
from storage.due import Dues
from storage.outbox import Lane, Outbox, Outgoing
from storage.store import Query

BACKUP = "backup"
_PURGE_AT = time(4, 10)
_RETENTION_AT = time(4, 20)
_CHORE_LATE = 20 * 3600
_FIRST_HEAR = 60  # seconds: what elders wrote while the machine stood still is heard before anybody is alarmed


def menus(commands: Commands) -> Mapping[str, Sequence[Command]]:
    """Return the commands shown in the menu of each of Telegram's scopes; its keys are the types of BotCommandScope."""
    open_to_all = [one for one in commands.records if one.role is Role.RESIDENT and one.name not in _UNSHOWN]
    in_groups = [command for command in open_to_all if "group" in command.kinds]
    return {
        "all_private_chats": [command for command in open_to_all if "private" in command.kinds],
        "all_group_chats": [command for command in in_groups if command.name not in _ADMINISTRATORS_ONLY],
        "all_chat_administrators": in_groups,
    }


_UNSHOWN = frozenset(("recover",))  # it stands on the paper with the code
_ADMINISTRATORS_ONLY = frozenset(("setup",))  # open to all, but of no use to them


async def prepare(query: Query, commands: Commands, config: Config, now: int) -> None:
    """File what a start needs. The same menus are not sent twice, and what is planned already stays as it is."""
    for scope, shown in menus(commands).items():
        entries = [{"command": command.name, "description": command.summary} for command in shown]
        _menu(Outbox(query), {"commands": entries, "scope": {"type": scope}}, now)
    dues = Dues(query)
    zone = ZoneInfo(config.time_zone)
    dues.plan(daily(PURGE, _PURGE_AT, zone, now, _CHORE_LATE))
    dues.plan(daily(BACKUP, config.backup_at, zone, now, _CHORE_LATE))
    dues.plan(daily(RETENTION, _RETENTION_AT, zone, now, _CHORE_LATE))
    for compound in await Compounds(query).every():
        plan_compound(dues, compound, now)
    CheckIns(query).hold_all(now + _FIRST_HEAR)


def _menu(outbox: Outbox, payload: dict[str, Any], now: int) -> None:
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:16]
    key = f"menu:{payload['scope']['type']}:{digest}"
    outbox.put(Outgoing("setMyCommands", Lane.MESSAGE, None, payload, key=key), now)
