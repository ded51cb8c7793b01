"""The sandbox's clock: the machine's, moved on demand, or standing still."""

import time


class Clock:
    """Seconds since 1970. Waiting inside the server (long polls, delays) takes real time whatever this clock says."""

    def __init__(self, start: float | None = None, *, frozen: bool = False) -> None:
        """`start` is what the clock shows now; a `frozen` clock moves only by `move`."""
        now = time.time()
        self.frozen = frozen
        self._base = (now if start is None else start) if frozen else 0.0
        self.offset = 0.0 if start is None or frozen else start - now

    def now(self) -> float:
        """Return the time in seconds."""
        return self._base + self.offset if self.frozen else time.time() + self.offset

    def date(self) -> int:
        """Return the time in whole seconds, as messages carry it."""
        return int(self.now())

    def move(self, seconds: float) -> None:
        """Jump `seconds` ahead, or back where negative."""
        self.offset += seconds
