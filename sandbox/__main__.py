"""`python -m sandbox`: the server in a process of its own. Prints its address when it is ready; SIGTERM ends it."""

import argparse
import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from sandbox.cast import gather
from sandbox.clock import Clock
from sandbox.flood import Flood
from sandbox.page import Page
from sandbox.server import TOKEN, USERNAME, Sandbox


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Bot API server on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--state", type=Path, help="file to begin from, if it is there, and to write at the end")
    parser.add_argument("--log", type=Path, help="file that gets a line of JSON for each call with an effect")
    parser.add_argument("--seed", type=int, default=1, help="what chance depends on")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--username", default=USERNAME)
    parser.add_argument("--privacy", action="store_true", help="the bot does not see all that is said in groups")
    parser.add_argument("--flood", action="store_true", help="enforce Telegram's limits on sending")
    parser.add_argument("--page", action="store_true", help="serve the chat page, too, with people and groups to be")
    parser.add_argument("--at", type=float, help="what the clock shows at the start, in seconds since 1970")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    sandbox = Sandbox(
        port=options.port,
        seed=options.seed,
        clock=Clock(options.at),
        flood=Flood() if options.flood else None,
        state=options.state,
        log=options.log,
        token=options.token,
        username=options.username,
        can_read_all=not options.privacy,
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(sandbox)
        sys.stdout.write(f"{sandbox.url}\n")
        if options.page:
            if not sandbox.world.state.chats:
                gather(sandbox)
            page = await stack.enter_async_context(Page(sandbox))
            sys.stdout.write(f"{page.url}\n")
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(run(read_options()))
