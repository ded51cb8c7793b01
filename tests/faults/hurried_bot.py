"""The program by a clock that another process sets: `python -m tests.faults.hurried_bot --config FILE run`.

The clock stands beside the configuration. Nothing else of the program is changed.
"""

import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.command_line import main
from sandbox.clock import FollowedClock

CLOCK = "clock.json"

if __name__ == "__main__":
    followed = FollowedClock(Path(sys.argv[sys.argv.index("--config") + 1]).with_name(CLOCK))
    SystemClock.now = lambda self: followed.now()  # type: ignore[method-assign]
    sys.exit(main())
