"""The command `shouwang`: each of its commands stands in a module of its own, which adds itself here.

A module that adds a command has `add_to(commands)` (bot/subcommand.py): it adds a parser and sets `run`, a function
of the parsed options that returns the exit code. What loads slowly (Telegram's library, dictionaries, the sandbox) is
imported there.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import backup, check, export, inbox, replay, status
from bot.config import ConfigError, chosen_config
from bot.subcommand import RefusedError
from storage.store import StoreTroubleError

_REFUSALS = (ConfigError, RefusedError, StoreTroubleError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 all well, 1 nothing found, 2 cannot run."""
    os.umask(0o077)  # whatever this program writes is nobody else's
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except _REFUSALS as error:
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
    check.add_to(commands)
    inbox.add_to(commands)
    backup.add_to(commands)
    export.add_to(commands)
    status.add_to(commands)
    demo = commands.add_parser("demo", help="try it in the browser, without a token")
    demo.add_argument("--database", type=Path, default=None, help="where to keep the demo's database")
    demo.add_argument("--scene", metavar="NAME", help="play this scene: group_buy, elder, evening or check_in")
    demo.add_argument("--port", type=int, default=0, help="where to serve the page (default: any free port)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.set_defaults(run=_demo)
    replay.add_to(commands)
    parse = commands.add_parser("parse", help="say what a message is, and why")
    parse.add_argument("text", nargs="?", help="the message (default: standard input)")
    parse.add_argument("--jsonl", action="store_true", help="one JSON case a line in, one answer a line out")
    parse.set_defaults(run=_parse)
    return parser


def _run(options: argparse.Namespace) -> int:
    config = chosen_config(options.config)

    from bot import journal, program  # bring Telegram's library

    journal.set_up(config.log_level)
    try:
        asyncio.run(program.run(config))
    except program.CannotRunError as error:
        raise RefusedError(str(error)) from error
    return 0


def _demo(options: argparse.Namespace) -> int:
    from bot import demo  # brings the sandbox

    return asyncio.run(
        demo.play(options.database, scene=options.scene, port=options.port, opens=not options.no_browser)
    )


def _parse(options: argparse.Namespace) -> int:
    from bot import parse  # loads the dictionaries

    if options.jsonl:
        for line in parse.parse_jsonl(sys.stdin):
            print(line, flush=True)
    else:
        print(parse.account(options.text if options.text is not None else sys.stdin.read()))
    return 0
