"""The small size of every fault. Those that mostly wait are played side by side, once for all tests."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from tests.faults import (
    cancellation,
    disk,
    editing,
    endurance,
    kill,
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
from tests.faults.figure import Report

SEED = 1

SMALL: dict[str, Callable[[int], Awaitable[Report]]] = {
    "kill": partial(kill.run, kills=15),
    "reminders": partial(reminders.run, kills=4),
    "sigterm": partial(sigterm.run, stops=2, within=30.0),  # how long it takes is for the full size to say
    "disk": partial(disk.run, rounds=1, burst=60),
    "unparsable": partial(unparsable.run, updates=100),
    "raising": partial(raising.run, updates=20, groups=3),
    "redelivery": partial(redelivery.run, batches=10),
    "edits": partial(editing.run, rounds=2),
    "second": partial(second.run, tries=1),
    "upgrade": partial(upgrade.run, groups=5),
    "cancel": partial(cancellation.run, transfers=300),
    "power": partial(power_cut.run, cuts=30, rounds=1),
    "locked": partial(locked.run, times=1, seconds=7.0),  # longer than the program waits for a lock
    "network": partial(network.run, away=1.0, flaps=3),
    "storm": partial(endurance.run, updates=60),
}

_AT_ONCE = 6


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    """The reports of all small faults, by name; one that could not be finished is a broken promise."""
    return asyncio.run(_all())


async def _all() -> dict[str, Report]:
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str) -> Report:
        async with places:
            try:
                return await SMALL[name](SEED)
            except Exception as error:  # noqa: BLE001 - fails the test of that fault, and no other
                report = Report(name)
                report.fail(f"{type(error).__name__}: {error}")
                return report

    return dict(zip(SMALL, await asyncio.gather(*map(one, SMALL)), strict=True))
