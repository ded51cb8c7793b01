"""Updates through HTTP in and out with everything durable, beside a bare python-telegram-bot that sends as much.

    python -m benchmarks.pipeline [--updates 2000] [--seconds 30]

Both bots talk to the same server in the same run, one after the other. Printed: rates, CPU of bot and server apart, the
machine's fsync time, memory at rest, and the lag from a message's arrival to its receipt at 20 updates a second.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room

_GROUPS = 20
_TICKS = os.sysconf("SC_CLK_TCK")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Spent:
    """What a burst cost: seconds of wall time, CPU seconds of the bot and of the server, calls that had an effect."""

    updates: int
    wall: float
    bot_cpu: float
    server_cpu: float
    sent: int

    def line(self, name: str) -> str:
        per = 1e6 / self.updates
        return (
            f"{name:<10} {self.updates / self.wall:8.0f} updates/s   bot {self.bot_cpu * per:6.0f} µs/update   "
            f"server {self.server_cpu * per:6.0f} µs/update   {self.sent} calls"
        )


def cpu(pid: int) -> float:
    """Return the CPU seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int) -> float:
    """Return a process's resident memory in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def fsync_ms(folder: Path) -> tuple[float, float]:
    """Return the median and p95 of an fsync of one written page in `folder`, in milliseconds."""
    took = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


@asynccontextmanager
async def process(sandbox: Sandbox, *arguments: str) -> AsyncIterator[int]:
    """Run a bot until it has polled; stop it at the end."""
    polls = sandbox.history.calls["getUpdates"]
    bot = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    try:
        await sandbox.until(lambda: sandbox.history.calls["getUpdates"] > polls, seconds=30)
        await asyncio.sleep(1.0)  # it is at rest now
        yield bot.pid
    finally:
        bot.terminate()
        await bot.wait()


def town(sandbox: Sandbox) -> list[tuple[Room, list[Person]]]:
    """Make the groups and their people."""
    groups = []
    for place in range(_GROUPS):
        people = [sandbox.person(f"邻居{place}-{number}") for number in range(10)]
        groups.append((sandbox.group(f"{place}号楼", people, bot_is_admin=True), people))
    return groups


async def burst(sandbox: Sandbox, groups: list[tuple[Room, list[Person]]], updates: int, pid: int) -> Spent:
    """Let everybody order at once, and wait until the bot has nothing left to say."""
    before, server, began = cpu(pid), time.process_time(), time.perf_counter()
    first = len(sandbox.sent)
    for number in range(updates):
        room, people = groups[number % len(groups)]
        speaker = people[(number // len(groups)) % len(people)]
        speaker.says(room, f"{number // 60 + 1}-{number % 60 + 101} 青菜{number % 9 + 1}份 鸡蛋1板")
    last = len(sandbox.sent)
    ended = time.perf_counter()
    while sandbox.pending or time.perf_counter() - ended < 1.5:
        if len(sandbox.sent) != last:
            last, ended = len(sandbox.sent), time.perf_counter()
        await asyncio.sleep(0.02)
    return Spent(updates, ended - began, cpu(pid) - before, time.process_time() - server, last - first)


async def steady(sandbox: Sandbox, groups: list[tuple[Room, list[Person]]], seconds: int) -> list[float]:
    """Let 20 people a second order; return the lag of each receipt in milliseconds."""
    said: dict[tuple[int, int], float] = {}
    first = len(sandbox.sent)
    for number in range(20 * seconds):
        room, people = groups[number % len(groups)]
        message = people[number % len(people)].says(room, f"{number // 60 + 1}-{number % 60 + 201} 青菜2份")
        said[room.id, message.id] = sandbox.clock.now()
        await asyncio.sleep(0.05)
    await sandbox.quiet(pause=1.0, seconds=30)
    return [
        1000 * (sent.at - said[sent.chat_id, sent.message_id])
        for sent in sandbox.sent[first:]
        if sent.method == "setMessageReaction"
        and sent.chat_id is not None
        and sent.message_id is not None
        and (sent.chat_id, sent.message_id) in said
    ]


async def measure(updates: int, seconds: int, folder: Path) -> None:
    """Measure both bots and print what they cost."""
    median, p95 = fsync_ms(folder)
    print(f"fsync      median {median:.2f} ms, p95 {p95:.2f} ms")
    async with Sandbox() as sandbox:
        groups = town(sandbox)
        database = folder / "data" / "bench.db"
        ours = ("-m", "benchmarks.bot_under_test", sandbox.url, sandbox.token, str(database))
        async with process(sandbox, *ours) as pid:
            print(f"memory     {memory(pid):.0f} MiB at rest")
            for room, people in groups:
                people[0].says(room, "#接龙\n蔬菜团\n青菜 3元/份\n鸡蛋 12元/板")
            await sandbox.quiet(pause=1.0, seconds=30)
            shouwang = await burst(sandbox, groups, updates, pid)
            lags = await steady(sandbox, groups, seconds)
            print(f"memory     {memory(pid):.0f} MiB at the end")
    async with Sandbox() as sandbox:
        groups = town(sandbox)
        answers = str(shouwang.sent / shouwang.updates)
        async with process(sandbox, str(_HERE / "echo_bot.py"), sandbox.base_url, sandbox.token, answers) as pid:
            echo = await burst(sandbox, groups, updates, pid)
    print(shouwang.line("shouwang"))
    print(echo.line("echo"))
    print(f"ratio      bot CPU {shouwang.bot_cpu / echo.bot_cpu:.2f} × echo's (goal: at most 2)")
    cuts = statistics.quantiles(lags, n=100)
    print(f"lag        at 20 updates/s: median {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, of {len(lags)} receipts")


def main() -> None:
    """Read the arguments and measure."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--updates", type=int, default=2000)
    arguments.add_argument("--seconds", type=int, default=30)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(options.updates, options.seconds, Path(folder)))


if __name__ == "__main__":
    main()
