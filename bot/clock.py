"""The one clock of the running program: what time it is now, for due work and for stamps."""

import time
from typing import Protocol


class Clock(Protocol):
    """Says what time it is. Tests and the demo bring one that can be moved."""

    def now(self) -> float:
        """Return the UTC time in seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Return the UTC time in seconds."""
        return time.time()
