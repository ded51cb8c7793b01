"""The ladder at full size, then the whole house for some days: `make elders`. Exits with 1 where anybody was lost."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.elders.house import House
from tests.elders.report import played, told
from tests.elders.run import run


def main() -> int:
    """Play the days and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1000, help="of the ladder by itself")
    parser.add_argument("--house-days", type=int, default=60, help="of the real tick, handlers and database")
    parser.add_argument("--elders", type=int, default=34)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tally, assumed = run(given.seed, given.days, given.elders)
    print(told(tally, assumed, given.seed), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data" / "a.db", given.seed, given.elders)
        came_to = asyncio.run(house.play(given.house_days))
    print(played(came_to))
    return 1 if tally.lost or tally.after_the_end or came_to.broken else 0


if __name__ == "__main__":
    sys.exit(main())
