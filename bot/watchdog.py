"""Tells the supervisor (systemd: Type=notify, WatchdogSec) that the program is ready, alive, stopping.

"Alive" is said from the event loop, and only while each loop has shown life lately: an event loop that is blocked or a
loop that waits for ever is not alive, and the supervisor starts the program anew. A Telegram that cannot be reached is
no reason: the loops go on trying, and that is life.
"""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from bot import journal

log = journal.of(__name__)

#: Seconds within which a loop shows life: the worker and the sender look about every second, a turn may wait for the
#: disk; a poll of the receiver lasts 40 seconds at the most, and so does a rest after it.
WORKING, POLLING = 60.0, 120.0
_UNASKED = 10.0  # seconds between two looks where no supervisor asks


class Life:
    """When each loop last showed that it goes on."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._within: dict[str, float] = {}
        self._shown_at: dict[str, float] = {}

    def expect(self, name: str, within: float) -> Callable[[], None]:
        """Expect life of the loop `name` every `within` seconds, from now on; return what the loop calls to show it."""
        self._within[name] = within

        def show() -> None:
            self._shown_at[name] = self._monotonic()

        show()
        return show

    def late(self) -> tuple[str, ...]:
        """Return the loops that have shown no life for too long."""
        now = self._monotonic()
        return tuple(name for name, within in self._within.items() if now - self._shown_at[name] > within)


class Supervisor:
    """Whoever started the program and wants to hear of it, if anybody."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        microseconds = environment.get("WATCHDOG_USEC", "")
        asks = bool(self._address) and meant and microseconds.isdecimal() and int(microseconds) > 0
        #: Seconds after which a silent program is taken for dead, None where nobody asks.
        self.patience = int(microseconds) / 1e6 if asks else None

    def tell(self, *words: str) -> None:
        """Say e.g. READY=1. A supervisor that does not listen is no reason to stop."""
        if not self._address:
            return
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as door:
                door.sendto("\n".join(words).encode(), address)
        except OSError as error:
            log.warning("supervisor-deaf", error=error)


@asynccontextmanager
async def reporting(life: Life, stop: asyncio.Event, supervisor: Supervisor | None = None) -> AsyncIterator[None]:
    """Tell the supervisor that the program is ready, then that it is alive, until the block ends or `stop` is set."""
    supervisor = supervisor or Supervisor()
    supervisor.tell("READY=1", f"MAINPID={os.getpid()}")
    reporter = asyncio.create_task(_report(life, stop, supervisor))
    try:
        yield
    finally:
        reporter.cancel()
        with suppress(asyncio.CancelledError):
            await reporter
        supervisor.tell("STOPPING=1")


async def _report(life: Life, stop: asyncio.Event, supervisor: Supervisor) -> None:
    every = supervisor.patience / 3 if supervisor.patience else _UNASKED
    said: tuple[str, ...] = ()
    while True:
        late = life.late()
        if late != said:
            for name in late:
                log.error("loop-hangs", loop=name)
            said = late
        if not late and supervisor.patience:
            supervisor.tell("WATCHDOG=1")
        try:
            await asyncio.wait_for(stop.wait(), every)
        except TimeoutError:
            continue
        supervisor.tell("STOPPING=1")
        return
