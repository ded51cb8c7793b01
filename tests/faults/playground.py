"""Where a fault is played: a folder, a sandbox in this process, and the program as often as it is started."""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.config import TOKEN_VARIABLE
from sandbox import Clock, Flood, Sandbox
from tests.faults.ledger import Ledger
from tests.faults.patience import until
from tests.faults.process import Process
from tests.log_of_the_run import gather

ROOT = Path(__file__).parents[2]
_READY = 60.0  # seconds that a start may take on a busy machine
_CONFIG = """\
[telegram]
api_url = "{url}"
operator_id = {operator}
[database]
path = "data/shouwang.db"
[limits]
messages_per_second = 30
seconds_between_edits = 1
"""


class UnsettledError(Exception):
    """Something was still waiting after all the time it may take."""


class Playground:
    """Use it as `async with`: at the end every process has ended and the folder is gone."""

    def __init__(self, seed: int, *, clock: Clock | None = None, flood: Flood | None = None) -> None:
        self.sandbox = Sandbox(seed=seed, clock=clock, flood=flood)
        self.operator = 0
        self.can_be_opened = True
        self.processes: list[Process] = []
        self.first_update = self.sandbox.bot.next_update

    async def __aenter__(self) -> "Playground":
        self.folder = Path(tempfile.mkdtemp(prefix="shouwang-faults-"))
        self.config, self.log = self.folder / "config.toml", self.folder / "bot.log"
        self.data = self.folder / "data"
        self.log.touch()
        await self.sandbox.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
        await self.sandbox.stop()
        for log in self.folder.glob("*.log"):
            gather(log.read_text("utf-8", errors="replace"))
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def database(self) -> Path:
        """The program's database, as this process can open it."""
        return self.data / "shouwang.db"

    def said(self) -> str:
        """Return everything the program ever wrote to its standard output and error."""
        return self.log.read_text("utf-8", errors="replace")

    # --- processes -----------------------------------------------------------------------------------------

    def spawn(self, *words: str, module: str = "bot", before: Sequence[str] = (), log: Path | None = None) -> Process:
        """Start `python -m MODULE --config FILE WORDS`; `before` stands before the python."""
        self.config.write_text(_CONFIG.format(url=self.sandbox.url, operator=self.operator), "utf-8")
        command = [*before, sys.executable, "-m", module, "--config", str(self.config), *words]
        process = Process(command, {TOKEN_VARIABLE: self.sandbox.token}, log or self.log, ROOT)
        self.processes.append(process)
        return process

    async def start(self, module: str = "bot", before: Sequence[str] = ()) -> Process:
        """Start the program and wait for its first poll. Raises UnsettledError if it ends, or does not get there."""
        polls = self.sandbox.history.calls["getUpdates"]
        process = self.spawn("run", module=module, before=before)
        calls = self.sandbox.history.calls
        await until(lambda: calls["getUpdates"] > polls or process.code is not None, _READY)
        if calls["getUpdates"] == polls:
            raise UnsettledError(f"the program did not start (code {process.code}): {self.said()[-2000:]}")
        return process

    async def stop(self, process: Process, seconds: float = 15.0) -> int | None:
        """Stop the program as an operator would; return its exit code."""
        code, _ = await process.terminate(seconds)
        if code is None:
            process.kill()
        return code

    # --- looking in ----------------------------------------------------------------------------------------

    def copy(self) -> Ledger:
        """Return the database as the files hold it now, in a copy: the program's own recovery is left to it."""
        target = Path(tempfile.mkdtemp(dir=self.folder))
        for suffix in ("", "-wal"):
            source = Path(f"{self.database}{suffix}")
            if source.exists():
                shutil.copyfile(source, target / f"copy.db{suffix}")
        return Ledger(target / "copy.db")

    def waiting(self) -> int:
        """Return how many rows of the database are not settled. A database that can only be copied may be caught in
        mid-write: then DatabaseError is raised."""
        with Ledger(self.database, live=True) if self.can_be_opened else self.copy() as ledger:
            return ledger.waiting()

    async def settled(self, process: Process, *, seconds: float = 120.0) -> None:
        """Wait until all was received, worked on and sent. Raises UnsettledError with what still waits."""
        end = time.monotonic() + seconds
        calm = 0
        while calm < 2:
            if process.code is not None:
                raise UnsettledError(f"the program ended (code {process.code}): {self.said()[-2000:]}")
            if time.monotonic() > end:
                raise UnsettledError(f"{self.sandbox.pending} updates, or rows of the tables, wait after {seconds} s")
            try:
                calm = calm + 1 if not self.sandbox.pending and not self.waiting() else 0
            except sqlite3.DatabaseError:
                calm = 0
            await asyncio.sleep(0.05)
