"""Waiting for something that another process does."""

import asyncio
import time
from collections.abc import Callable

_PACE = 0.003


async def until(holds: Callable[[], object], seconds: float) -> bool:
    """Wait until `holds()` is true; return False if it is not within `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(_PACE)
    return True
