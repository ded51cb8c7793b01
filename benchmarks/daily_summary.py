"""What it costs to gather the summary of a day and to draw its card, against how much there is to read.

    python -m benchmarks.daily_summary [--households 1300] [--buildings 24] [--days 30] [--passes 9]

A compound made by rule (tests/storage/a_busy_day.py) with three buys a day, a sixth of its households in each. Gathered
is what the editor's draft reads: every figure, those of the day before, the lines, the buildings; in one snapshot of a
real file. Its CPU is that of all threads, which a busy machine does not stretch. The card and the workbook are drawn in
a thread: how late a ticking event loop is meanwhile stands beside.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.font import PACKAGE, chinese_font
from conversation.daily_summary import day_of, recipes
from domain.daily_summary import Day
from rendering.daily_summary import summary as text_of
from rendering.daily_summary_picture import card
from storage.daily_summary import Summaries, Summary
from storage.migration import migrate
from storage.store import Store
from tests.storage.a_busy_day import TODAY, make

_TICK = 0.005  # seconds


async def _median(work: Callable[[], Awaitable[object]], passes: int) -> tuple[float, float]:
    """Return the median and the worst of several passes, in milliseconds."""
    took = []
    for _ in range(passes):
        begun = time.perf_counter()
        await work()
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.median(took), max(took)


async def _lateness(work: Callable[[], Awaitable[object]]) -> float:
    """Return how late the event loop was at worst while `work` was done, in milliseconds."""
    late = 0.0

    async def tick() -> None:
        nonlocal late
        while True:
            due = time.perf_counter() + _TICK
            await asyncio.sleep(_TICK)
            late = max(late, time.perf_counter() - due)

    ticking = asyncio.create_task(tick())
    await work()
    ticking.cancel()
    return 1000 * late


async def run(households: int, buildings: int, days: int, passes: int) -> None:
    """Measure, and print a table."""
    print(f"{'households':>10} {'days':>5} {'rows':>8} {'gathered ms':>12} {'worst':>6} {'CPU ms':>7} {'text ms':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for of, since in ((households // 4, days), (households, days // 3), (households, days), (households, 3 * days)):
            async with Store.opened(Path(folder) / "data" / f"{of}-{since}.db") as store:
                await migrate(store)
                async with store.transaction() as query:
                    rows = make(query, buildings=buildings, households=of, days=since)
                    summary = await Summaries(query).meet(1, TODAY)
                day = await _measure(store, summary, passes, f"{of:>10} {since:>5} {rows:>8}")
                if (of, since) == (households, days):
                    await _drawn(day, store, summary, passes)


async def _measure(store: Store, summary: Summary, passes: int, head: str) -> Day:
    """Print what gathering costs; return what was gathered."""
    found: list[Day] = []

    async def gathered() -> None:
        async with store.snapshot() as query:
            day = await day_of(query, summary)
        if day is None:
            raise LookupError("the compound is gone")
        found.append(day)

    used = time.process_time()
    median, worst = await _median(gathered, passes)
    used = 1000 * (time.process_time() - used) / passes
    begun = time.perf_counter()
    text_of(found[-1])
    text = 1000 * (time.perf_counter() - begun)
    print(f"{head} {median:>12.1f} {worst:>6.1f} {used:>7.1f} {text:>8.2f}")
    return found[-1]


async def _drawn(day: Day, store: Store, summary: Summary, passes: int) -> None:
    font = chinese_font()
    if font is None:
        print(f"  no card: no Chinese font ({PACKAGE})")
        return

    async def picture() -> None:
        await asyncio.to_thread(card, day, font)

    median, worst = await _median(picture, passes)
    late = await _lateness(picture)
    print(
        f"  card of {len(day.buildings)} buildings: {median:.0f} ms, worst {worst:.0f}; the loop late by {late:.0f} ms"
    )
    sheet = recipes(font, PACKAGE)["daily sheet"]

    async def workbook() -> None:
        async with store.snapshot() as query:
            papers = await sheet.gather(query, summary.id)
        await asyncio.to_thread(sheet.draw, papers)

    median, worst = await _median(workbook, 3)
    late = await _lateness(workbook)
    print(f"  workbook with all rows: {median:.0f} ms, worst {worst:.0f}; the loop late by {late:.0f} ms")


def main() -> None:
    """Read the arguments and measure."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("households", 1300), ("buildings", 24), ("days", 30), ("passes", 9)):
        arguments.add_argument(f"--{name}", type=int, default=value)
    given = arguments.parse_args()
    asyncio.run(run(given.households, given.buildings, given.days, given.passes))


if __name__ == "__main__":
    main()
