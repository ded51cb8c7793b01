"""The command `shouwang`: run the bot, look after its inbox, read a message, try it without a token."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import journal, program
from bot.config import Config, ConfigError, read_config
from storage.inbox import Inbox
from storage.store import Store, StoreTroubleError

_DEFAULT = Path("config.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 all well, 1 nothing found, 2 cannot run."""
    os.umask(0o077)  # whatever this program writes is nobody else's
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ConfigError, StoreTroubleError, program.CannotRunError) as error:
        print(f"shouwang: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shouwang", description="守望: a bot that keeps order chains (接龙) in groups."
    )
    parser.add_argument(
        "--config", type=Path, default=None, help="the configuration (default: config.toml here, if there is one)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot").set_defaults(run=_run)
    inbox = commands.add_parser("inbox", help="updates that could not be handled: list, show N, retry N")
    inbox.set_defaults(run=_inbox)
    inbox.add_argument("what", nargs="?", choices=("list", "show", "retry"), default="list")
    inbox.add_argument("number", nargs="?", type=int, help="the number that the list shows")
    demo = commands.add_parser("demo", help="a short morning of a group buy, without a token")
    demo.add_argument("--database", type=Path, default=None, help="where to keep the demo's database")
    demo.set_defaults(run=_demo)
    parse = commands.add_parser("parse", help="say what a message is, and why")
    parse.add_argument("text", nargs="?", help="the message (default: standard input)")
    parse.add_argument("--jsonl", action="store_true", help="one JSON case a line in, one answer a line out")
    parse.set_defaults(run=_parse)
    return parser


def _config(options: argparse.Namespace, *, needs_token: bool = True) -> Config:
    path: Path | None = options.config
    if path is None and _DEFAULT.exists():
        path = _DEFAULT
    return read_config(path, needs_token=needs_token)


def _run(options: argparse.Namespace) -> int:
    config = _config(options)
    journal.set_up(config.log_level)
    asyncio.run(program.run(config))
    return 0


def _inbox(options: argparse.Namespace) -> int:
    if (options.what == "list") != (options.number is None):
        raise ConfigError("shouwang inbox list takes no number; show and retry take one, as in: shouwang inbox show 12")
    return asyncio.run(_look_after(_config(options, needs_token=False), options.what, options.number or 0))


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


def _demo(options: argparse.Namespace) -> int:
    from bot import demo  # brings the sandbox: only here

    return asyncio.run(demo.play(options.database))


def _parse(options: argparse.Namespace) -> int:
    from bot import parse  # loads the dictionaries: only here

    if options.jsonl:
        for line in parse.parse_jsonl(sys.stdin):
            print(line, flush=True)
    else:
        print(parse.account(options.text if options.text is not None else sys.stdin.read()))
    return 0
