"""What systemd hears: ready, alive while every loop lives, stopping. A real program in a process of its own."""

import asyncio
import os
import re
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import watchdog
from tests.faults.patience import until
from tests.faults.playground import Playground
from tests.faults.process import Process

PATIENCE = 1.0  # seconds of WatchdogSec in these tests
LONG = 30.0  # that a busy machine may take to start a program


class Listener:
    """Hears what is told, as systemd does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)

    def heard(self) -> list[str]:
        """Return all words that were told since the last time."""
        words = []
        while True:
            try:
                words += self.socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return words

    async def until(self, word: str, seconds: float = LONG) -> list[str]:
        """Wait until that word is told; return all that was told till then."""
        words: list[str] = []
        async with asyncio.timeout(seconds):
            while word not in words:
                words += self.heard()
                await asyncio.sleep(0.01)
        return words


@pytest.fixture
def listener() -> Iterator[Listener]:
    with tempfile.TemporaryDirectory(prefix="sw") as folder:  # the path of a socket may not be long
        listening = Listener(f"{folder}/notify")
        yield listening
        listening.socket.close()


@asynccontextmanager
async def program(listener: Listener, module: str = "bot") -> AsyncIterator[tuple[Playground, Process]]:
    async with Playground(1) as ground:
        asks = {"NOTIFY_SOCKET": listener.address, "WATCHDOG_USEC": str(int(PATIENCE * 1e6))}
        before = ["env", *(f"{name}={value}" for name, value in asks.items())]
        yield ground, await ground.start(module, before)


async def test_the_program_says_that_it_is_ready_alive_and_stopping(listener: Listener) -> None:
    async with program(listener) as (ground, process):
        words = await listener.until("WATCHDOG=1")
        assert words[:2] == ["READY=1", f"MAINPID={process.pid}"]
        code = await ground.stop(process)
        assert code == 0
        assert "STOPPING=1" in listener.heard()


async def test_a_telegram_that_is_away_is_no_reason_to_be_silent(listener: Listener) -> None:
    async with program(listener) as (ground, _):
        await ground.sandbox.refuse()
        for _ in range(3):
            listener.heard()
            await listener.until("WATCHDOG=1")
        await ground.sandbox.start()


async def test_the_program_is_ready_before_telegram_answers(listener: Listener) -> None:
    async with Playground(1) as ground:
        await ground.sandbox.refuse()
        asks = [f"NOTIFY_SOCKET={listener.address}", f"WATCHDOG_USEC={int(PATIENCE * 1e6)}"]
        ground.spawn("run", before=["env", *asks])
        await listener.until("READY=1")
        await listener.until("WATCHDOG=1")


@pytest.mark.parametrize("how", ["stopped", "blocked"])
async def test_a_hang_longer_than_the_supervisors_patience_is_noticed_and_nothing_is_lost(
    listener: Listener, how: str
) -> None:
    module = "bot" if how == "stopped" else "tests.bot.blocking_bot"
    async with program(listener, module) as (ground, process):
        ann = ground.sandbox.person("Ann")
        group = ground.sandbox.group("6", members=[ann])
        await listener.until("WATCHDOG=1")
        if how == "stopped":
            os.kill(process.pid, signal.SIGSTOP)
        else:
            ann.says(group, "zqxblock")
            await ground.sandbox.until(lambda: (ground.folder / "blocked").exists(), seconds=LONG)
        listener.heard()
        await asyncio.sleep(2 * PATIENCE)
        assert listener.heard() == []  # so systemd kills it, and starts it anew
        process.kill()
        ann.says(group, "#接龙\n香梨团\n1. 6-302 香梨2箱")
        again = await ground.start()
        await ground.settled(again)
        assert any("香梨" in seen.text and "2" in seen.text for seen in group.transcript()[1:])
        assert await ground.stop(again) == 0


def test_a_loop_that_shows_no_life_is_late_by_itself() -> None:
    now = 1000.0
    life = watchdog.Life(lambda: now)
    worker, _ = life.expect("worker", 60), life.expect("receiver", 120)
    now += 61
    assert life.late() == ("worker",)
    worker()
    assert life.late() == ()
    now += 60
    assert life.late() == ("receiver",)


async def test_a_loop_that_hangs_stops_the_pings_and_is_logged_once(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    life, stop = watchdog.Life(lambda: now), asyncio.Event()
    show = life.expect("sender", 60)
    supervisor = watchdog.Supervisor({"NOTIFY_SOCKET": listener.address, "WATCHDOG_USEC": "30000"})
    async with watchdog.reporting(life, stop, supervisor):
        await listener.until("WATCHDOG=1")
        now = 61.0
        assert await until(lambda: "loop-hangs" in caplog.text, LONG)
        listener.heard()
        await asyncio.sleep(0.1)
        assert listener.heard() == []
        show()
        await listener.until("WATCHDOG=1")
        stop.set()
        await listener.until("STOPPING=1")
    assert re.findall(r"loop-hangs .*", caplog.text) == ["loop-hangs loop=sender"]


@pytest.mark.parametrize(
    ("environment", "patience"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "1000000"}, None),
        ({"NOTIFY_SOCKET": "/x"}, None),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1500000"}, 1.5),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1500000", "WATCHDOG_PID": str(os.getpid())}, 1.5),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1500000", "WATCHDOG_PID": "1"}, None),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "0"}, None),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_pings_are_sent_where_a_supervisor_asks_this_very_process(
    environment: dict[str, str], patience: float | None
) -> None:
    assert watchdog.Supervisor(environment).patience == patience


async def test_without_a_supervisor_nothing_is_told() -> None:
    async with watchdog.reporting(watchdog.Life(), asyncio.Event(), watchdog.Supervisor({})):
        await asyncio.sleep(0)


def test_a_supervisor_with_an_abstract_address_is_told_too() -> None:
    listening = Listener(f"@shouwang-test-{os.getpid()}")
    try:
        watchdog.Supervisor({"NOTIFY_SOCKET": listening.address}).tell("READY=1")
        assert listening.heard() == ["READY=1"]
    finally:
        listening.socket.close()


def test_a_supervisor_that_does_not_listen_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    watchdog.Supervisor({"NOTIFY_SOCKET": str(tmp_path / "gone")}).tell("READY=1")
    assert "supervisor-deaf error=FileNotFoundError" in caplog.text
