"""`python -m bot.demo_bot CONFIG CLOCK`: the bot of the demo. It is the bot, but for its clock: the sandbox's, by the
file that the sandbox keeps it in. Nothing of this is on the way of `shouwang run`.
"""

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path

from bot import journal, program
from bot.clock import Clock
from bot.config import Config, chosen_config
from bot.limit import Limits
from sandbox.clock import FollowedClock
from storage.migration import migrate
from storage.store import Store, StoreTroubleError

#: Nobody is flooded here, and nobody should wait for what a lively group has to be spared.
LIMITS = Limits(per_minute_in_a_group=10_000, seconds_between_messages=0.0, seconds_between_edits=1)
_TICK_SECONDS = 0.5  # who moves the clock to eight wants to see the summary at once


async def run(config: Config, clock: Clock, leash: int | None = None) -> None:
    """Run until SIGTERM, or until the demo at the other end of the pipe `leash` is gone, however it went."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    if leash is not None:
        loop.add_reader(leash, _let_go, loop, leash, stop)
    with program.alone(config.database):
        async with Store.opened(config.database) as store:
            await migrate(store)
            async with program.connected(config, stop) as api:
                if api is not None:
                    await program.serve(config, store, api, clock, stop, tick_seconds=_TICK_SECONDS)


def _let_go(loop: asyncio.AbstractEventLoop, leash: int, stop: asyncio.Event) -> None:
    loop.remove_reader(leash)
    stop.set()


def main(config: Path, clock: Path) -> int:
    """Run the bot that CONFIG describes, by the clock in that file; return 0, or 2 where it cannot run."""
    read = replace(chosen_config(config), limits=LIMITS)
    journal.set_up(read.log_level)
    try:
        asyncio.run(run(read, FollowedClock(clock), sys.stdin.fileno()))
    except (program.CannotRunError, StoreTroubleError) as error:
        sys.stderr.write(f"shouwang demo: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
