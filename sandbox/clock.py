"""The sandbox's clock: the machine's, moved on demand, run fast, or standing still."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec


class Clock:
    """Seconds since 1970. Waiting inside the server (long polls, delays) takes real time whatever this clock says."""

    def __init__(self, start: float | None = None, *, frozen: bool = False) -> None:
        """`start` is what the clock shows now; a `frozen` clock moves only by `move`."""
        now = time.time()
        self.frozen = frozen
        self._base = (now if start is None else start) if frozen else 0.0
        self.offset = 0.0 if start is None or frozen else start - now
        self.rate = 1.0
        """How many of its seconds pass in one of ours."""
        self.since = now
        """The machine's time from which it has run at that rate."""
        self.changed: Callable[[], object] = lambda: None
        """Called after it was moved, or runs at another rate."""

    def now(self) -> float:
        """Return the time in seconds."""
        if self.frozen:
            return self._base + self.offset
        machine = time.time()
        return machine + self.offset + (machine - self.since) * (self.rate - 1.0)

    def date(self) -> int:
        """Return the time in whole seconds, as messages carry it."""
        return int(self.now())

    def move(self, seconds: float) -> None:
        """Jump `seconds` ahead, or back where negative."""
        self.offset += seconds
        self.changed()

    def run(self, rate: float) -> None:
        """Go `rate` times as fast as the machine's from now on; 1 is the usual. A frozen clock stays so."""
        machine = time.time()
        self.offset += (machine - self.since) * (self.rate - 1.0)
        self.since, self.rate = machine, rate
        self.changed()


class _Kept(msgspec.Struct):
    offset: float
    rate: float
    since: float


def publish(clock: Clock, path: Path) -> None:
    """Write what the clock shows to a file, whole or not at all, for `FollowedClock` in another process."""
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(_Kept(clock.offset, clock.rate, clock.since)))
    os.replace(beside, path)  # noqa: PTH105 - Path.replace is the same


class FollowedClock:
    """Another process's clock, by the file it is published to: a look at the file each time, no waiting."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = 0
        self._clock = Clock()

    def now(self) -> float:
        """Return the time in seconds."""
        changed = self._path.stat().st_mtime_ns
        if changed != self._seen:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
            self._clock.offset, self._clock.rate, self._clock.since = kept.offset, kept.rate, kept.since
            self._seen = changed
        return self._clock.now()
