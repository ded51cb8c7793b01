"""`python -m tests.faults`: all faults at full size, or those named; one table at the end; 1 where a promise broke."""

import argparse
import asyncio
import contextlib
import functools
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable

from tests.faults import (
    cancellation,
    disk,
    editing,
    endurance,
    kill,
    ladders,
    locked,
    network,
    power_cut,
    raising,
    redelivery,
    reminders,
    second,
    sigterm,
    unparsable,
    upgrade,
)
from tests.faults.figure import Report, table

Fault = Callable[[int], Awaitable[Report]]
_ALONE = ("kill", "sigterm")  # where it matters how fast the program is


def faults(options: argparse.Namespace) -> dict[str, Fault]:
    """Return every fault by name, at the size asked for."""
    return {
        "kill": functools.partial(kill.run, kills=options.kills),
        "reminders": functools.partial(reminders.run, kills=max(options.kills * 2 // 5, 1)),
        "ladders": functools.partial(ladders.run, kills=max(options.kills // 4, 1)),
        "sigterm": functools.partial(sigterm.run, stops=options.stops),
        "disk": disk.run,
        "unparsable": unparsable.run,
        "raising": raising.run,
        "redelivery": redelivery.run,
        "edits": editing.run,
        "second": second.run,
        "upgrade": upgrade.run,
        "cancel": cancellation.run,
        "power": power_cut.run,
        "locked": locked.run,
        "network": network.run,
        "storm": endurance.run,
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("fault", nargs="*", help="the faults to play (default: all)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="what chance depends on (default: the time)")
    parser.add_argument("--kills", type=int, default=100, help="how many kill -9 (default: 100)")
    parser.add_argument("--stops", type=int, default=30, help="how many SIGTERM (default: 30)")
    parser.add_argument("--at-once", type=int, default=2, help="how many of the others side by side (default: 2)")
    options = parser.parse_intermixed_args(arguments)
    unknown = set(options.fault) - set(faults(options))
    if unknown:
        parser.error(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(faults(options))}")
    return options


async def play(name: str, fault: Fault, seed: int) -> Report:
    """Play one fault; one that could not be finished is a broken promise, too."""
    began = time.monotonic()
    try:
        report = await fault(seed)
    except Exception as error:  # noqa: BLE001 - told in the table, and the others are still played
        report = Report(name)
        report.fail(f"{type(error).__name__}: {error}")
    report.tell("seconds", round(time.monotonic() - began, 1))
    _say(f"{name}: {'BROKEN' if report.broken else 'ok'} after {time.monotonic() - began:.0f} s")
    return report


async def _side_by_side(chosen: dict[str, Fault], options: argparse.Namespace) -> list[Report]:
    """Play faults that mostly wait, a few at a time, each with a program and a server of its own."""
    places = asyncio.Semaphore(options.at_once)

    async def one(name: str) -> Report:
        async with places:
            return await play(name, chosen[name], options.seed)

    return await asyncio.gather(*map(one, chosen))


async def _run(options: argparse.Namespace) -> int:
    task = asyncio.current_task()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel if task else lambda: None)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a client killed in mid-request is no news here
    _say(f"seed {options.seed}")
    began = time.monotonic()
    chosen = {name: fault for name, fault in faults(options).items() if not options.fault or name in options.fault}
    alone = [await play(name, fault, options.seed) for name, fault in chosen.items() if name in _ALONE]
    reports = [*alone, *await _side_by_side({n: f for n, f in chosen.items() if n not in _ALONE}, options)]
    broken = [report for report in reports if report.broken]
    _say(f"\n{table(reports)}\n")
    verdict = f"{len(broken)} of {len(reports)} faults BROKE a promise" if broken else f"all {len(reports)} faults: ok"
    _say(f"seed {options.seed}, {time.monotonic() - began:.0f} s: {verdict}")
    return 1 if broken else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, play, print; return the exit code."""
    options = _options(arguments)
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        return asyncio.run(_run(options))
    _say("stopped")
    return 130


if __name__ == "__main__":
    sys.exit(main())
