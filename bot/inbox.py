# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang inbox`: the updates that could not be handled after three tries."""

import argparse
import asyncio
import json

from bot.config import Config, ConfigError, chosen_config
from bot.subcommand import Commands
from storage.inbox import Inbox
from storage.store import Store


def add_to(commands: Commands) -> None:
    """Add the command."""
    inbox = commands.add_parser("inbox", help="updates that could not be handled: list, show N, retry N")
    inbox.set_defaults(run=_inbox)
    inbox.add_argument("what", nargs="?", choices=("list", "show", "retry"), default="list")
    inbox.add_argument("number", nargs="?", type=int, help="the number that the list shows")


def _inbox(options: argparse.Namespace) -> int:
    if (options.what == "list") != (options.number is None):
        raise ConfigError("shouwang inbox list takes no number; show and retry take one, as in: shouwang inbox show 12")
    config = chosen_config(options.config, needs_token=False)
    return asyncio.run(_look_after(config, options.what, options.number or 0))


async def _look_after(config: Config, what: str, number: int) -> int:
    if not config.database.exists():
        raise ConfigError(
            f"{config.database}: there is no database yet. Mend: run the bot first, or name the right --config"
        )
    async with Store.opened(config.database) as store, store.transaction() as query:
        inbox = Inbox(query, 0)
        if what == "retry":
            found = await inbox.retry(number)
            print(f"{number} will be tried again" if found else f"{number} is not set aside")
            return 0 if found else 1
        if what == "show":
            row = await inbox.show(number)
            if row is None:
                print(f"there is no update {number}")
                return 1
            print(f"{row['kind']} {number}, {row['state']}, tried {row['attempts']} times: {row['error']}")
            print(json.dumps(json.loads(row["body"]), ensure_ascii=False, indent=2) if row["body"] else "(done)")
            return 0
        rows = await inbox.aside()
        for row in rows:
            print(f"{row['id']}\t{row['kind']}\ttried {row['attempts']} times\t{row['error']}")
        print(f"{len(rows)} set aside")
    return 0
