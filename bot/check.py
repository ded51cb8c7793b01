# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang check`: looks at everything the bot needs before, or while, it runs; each fault with its mend."""

import argparse
import asyncio
from collections import Counter

from bot import check_database, check_machine
from bot.clock import Clock, SystemClock
from bot.config import Config, ConfigError, chosen_config
from bot.finding import Finding, Level, ok, wrong
from bot.subcommand import Commands


def add_to(commands: Commands) -> None:
    """Add the command."""
    check = commands.add_parser(
        "check", help="look at token, network, rights, database, clock: exit code 0, or 1 with what to mend"
    )
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    try:
        config = chosen_config(options.config, needs_token=False)
    except ConfigError as error:
        found = [Finding(Level.WRONG, "config", str(error))]
    else:
        found = [ok("config", "The configuration can be read."), *asyncio.run(look(config))]
    for finding in found:
        print(finding)
    print(_summary(found))
    return 1 if any(finding.level is Level.WRONG for finding in found) else 0


async def look(config: Config, clock: Clock | None = None) -> list[Finding]:
    """Look at everything; raises nothing that a wrong set-up could bring about."""
    from bot import check_telegram  # brings Telegram's library

    database = check_database.look(config)
    if config.token:
        telegram = await check_telegram.look(
            config, database.groups, clock or SystemClock(), may_poll=not database.may_run
        )
    else:
        mend = "ask @BotFather for one, then set SHOUWANG_TOKEN, or write it to a file and name that in token_file"
        telegram = [wrong("token", "There is no token.", mend)]
    return [*telegram, *database.found, *check_machine.look(config)]


def _summary(found: list[Finding]) -> str:
    count = Counter(finding.level for finding in found)
    if count[Level.WRONG]:
        return f"{count[Level.WRONG]} to mend, {count[Level.WARNING]} to think about."
    return f"Nothing is wrong; {count[Level.WARNING]} to think about." if count[Level.WARNING] else "All is well."
