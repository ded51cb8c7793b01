# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang replay FILE`: what the bot would have recorded and asked in a group's own history. Nothing is sent.

FILE is a chat export of Telegram Desktop (result.json, or its folder) or a text copied from WeChat. It is played into
a database of its own, which is thrown away unless `--database` names a place for it.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.config import chosen_config
from bot.subcommand import Commands, RefusedError

if TYPE_CHECKING:
    from bot.replay_run import Result


def add_to(commands: Commands) -> None:
    """Add the command."""
    replay = commands.add_parser(
        "replay", help="play a group's own history: what would have been recorded and asked; nothing is sent"
    )
    replay.set_defaults(run=_replay)
    replay.add_argument("file", type=Path, help="Telegram Desktop's result.json (or its folder), or a text from WeChat")
    replay.add_argument("--database", type=Path, help="keep the database here (default: it is thrown away)")
    replay.add_argument("--all", action="store_true", help="list all findings, not the first of each kind")
    replay.add_argument("--json", action="store_true", help="for machines")
    replay.add_argument("--chat", metavar="NAME", help="of several groups only this one, by name or number")
    replay.add_argument("--bot", metavar="NAME", action="append", help="this name is a bot's: it orders nothing")
    replay.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="when a text from WeChat was copied: for times without a date"
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError("a date is written as in 2022-04-03") from None


def _replay(options: argparse.Namespace) -> int:
    """Print what was found; return 0, or 1 where there was no message. Raises RefusedError where the file is broken,
    after what was read before has been printed."""
    config = chosen_config(options.config, needs_token=False)

    from bot.replay_run import Wanted, replay  # brings Telegram's library and the dictionaries

    bots = frozenset(options.bot or ())
    wanted = Wanted(options.file, config.time_zone, options.date, options.chat, bots, options.all)
    with _database(options.database) as database:
        result = asyncio.run(replay(wanted, database))
    _print(result, ZoneInfo(config.time_zone), is_json=options.json)
    if result.trouble is not None:
        raise RefusedError(result.trouble)
    return 0 if result.messages else 1


@contextmanager
def _database(wanted: Path | None) -> Iterator[Path]:
    """Give the place of a database that is not there yet."""
    if wanted is None:
        with tempfile.TemporaryDirectory(prefix="shouwang-replay-") as folder:
            yield Path(folder) / "replay.db"
    elif wanted.exists() or wanted.is_symlink():
        raise RefusedError(f"{wanted}：已经有这个文件了，不会动它。怎么办：换一个还没有的文件名，或不写 --database")
    else:
        yield wanted


def _print(result: "Result", zone: ZoneInfo, *, is_json: bool) -> None:
    from bot.replay_report import as_json, last_line, lines_of

    if is_json:
        found = {
            "chats": [as_json(account) for account in result.accounts],
            "skipped": result.skipped,
            "messages": result.messages,
            "seconds": round(result.seconds, 3),
            "trouble": result.trouble,
        }
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if result.trouble is not None and not result.messages:
        return
    for account in result.accounts:
        for line in lines_of(account, zone):
            print(line)
    if result.skipped and result.accounts:
        print(f"没有读的：{len(result.skipped)} 个私聊、频道或别的群")
    if result.accounts:
        print(last_line(result.messages, max(result.seconds, 1e-6)))
