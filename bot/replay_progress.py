"""How far a long reading has come: one line on a terminal, written over itself; nothing anywhere else."""

import time
from typing import TextIO

_EVERY = 0.2  # seconds
_WIDTH = 24  # signs of the bar


class Progress:
    """A bar. `size` is how much there is to read, 0 where that is not known."""

    def __init__(self, out: TextIO, size: int) -> None:
        self._out, self._size = out, size
        self._is_shown = out.isatty()
        self._began = self._next = time.monotonic()
        self._has_line = False

    @property
    def seconds(self) -> float:
        """How long it has taken so far; never 0."""
        return max(time.monotonic() - self._began, 1e-6)

    def at(self, read: int, messages: int) -> None:
        """Show how much has been read, and how many messages that was."""
        now = time.monotonic()
        if not self._is_shown or now < self._next:
            return
        self._next = now + _EVERY
        share = min(1.0, read / self._size) if self._size else 0.0
        full = round(share * _WIDTH)
        bar = "█" * full + "░" * (_WIDTH - full)
        self._out.write(f"\r{bar} {share:4.0%}  {messages:,} 条  每秒 {messages / self.seconds:,.0f} 条 \x1b[K")
        self._out.flush()
        self._has_line = True

    def end(self) -> None:
        """Take the line away."""
        if self._has_line:
            self._out.write("\r\x1b[K")
            self._out.flush()
            self._has_line = False
