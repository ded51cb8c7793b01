"""Files and folders that may not be read or written, also where the tests run as root."""

import contextlib
import ctypes
import stat
from collections.abc import Iterator
from pathlib import Path

_LIBC = ctypes.CDLL(None)


@contextlib.contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """Give a file or folder another mode for a while, in which this thread has no right beyond the modes."""
    before = stat.S_IMODE(path.stat().st_mode)
    path.chmod(bits)
    header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert _LIBC.capget(header, held) == 0
    without = (ctypes.c_uint32 * 6)(*held)
    without[0] = without[3] = 0  # the capabilities in effect; those permitted stay
    assert _LIBC.capset(header, without) == 0
    try:
        yield
    finally:
        assert _LIBC.capset(header, held) == 0
        path.chmod(before)
