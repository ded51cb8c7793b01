"""Plays a scene line by line where somebody watches: with a pace, a pause, and single steps."""

import asyncio
import contextlib
from pathlib import Path

from sandbox.power import Power
from sandbox.rejection import CannotDoError
from sandbox.scene import Line, read_scene
from sandbox.server import Sandbox
from sandbox.stage import Stage, lacking
from sandbox.state import Json

FOLDER = Path(__file__).parent / "scenes"
SETTING_UP, FIRST = "setting_up", "0_setting_up"
"""The scene that lets the bot into the groups of the cast, and sets it up: the others begin with it."""

_PATIENCE = 12.0  # seconds that a bot may take to show what a line says
_LEAST, _MOST, _A_SIGN = 0.9, 4.0, 0.06  # seconds between two lines, and for each sign of the one before
_PACES = {"slow": 2.0, "usual": 1.0, "fast": 0.3, "at once": 0.0}
_PAUSES = {"at once": 0.12}  # seconds of silence after which the bot has had its say


def scenes() -> dict[str, Path]:
    """Return the scenes there are, by name, in their order: 1_group_buy.txt is group_buy."""
    return {path.stem.partition("_")[2]: path for path in sorted(FOLDER.glob("*.txt"))}


class Player:
    """One scene at a time. `status` is idle, playing, paused, done or failed."""

    def __init__(self, sandbox: Sandbox, power: Power) -> None:
        self._sandbox, self._power = sandbox, power
        self._lines: tuple[Line, ...] = ()
        self._shown: list[list[Json]] = []
        self._go = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._steps = 0
        self._parts: set[str] = set()
        """What was played here before: a scene that goes first is not played twice."""
        self.name, self.status, self.trouble = "", "idle", ""
        self.at = -1
        """The line being played, or played last."""
        self.pace = "usual"
        self.where: Json = {}
        """Where the last line happened: {chat, person, is_private}."""

    # --- control -------------------------------------------------------------------------------------------

    async def load(self, name: str) -> None:
        """Take a scene in hand, paused before its first line. Raises KeyError where there is none of that name."""
        path = scenes()[name]
        await self.stop()
        self._lines = tuple(line for line in read_scene(path) if line.part == path.stem or line.part not in self._parts)
        self._shown = [[] for _ in self._lines]
        self.name, self.status, self.trouble, self.at, self._steps = name, "paused", "", -1, 0
        self._go.clear()
        self._task = asyncio.create_task(self._run())

    def play(self) -> None:
        """Go on by itself."""
        if self.status in ("paused", "playing"):
            self.status = "playing"
            self._go.set()

    def pause(self) -> None:
        """Stop after the line that is being played."""
        if self.status == "playing":
            self.status = "paused"
            self._go.clear()

    def step(self) -> None:
        """Play one more line, and pause."""
        if self.status in ("paused", "playing"):
            self.status = "paused"
            self._steps += 1
            self._go.set()

    def set_pace(self, pace: str) -> None:
        """Go slow, usual, fast or at once. Raises ValueError for anything else."""
        if pace not in _PACES:
            raise ValueError(f"no such pace: {pace}")
        self.pace = pace

    async def stop(self) -> None:
        """Put the scene away."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self.status in ("playing", "paused"):
            self.status = "idle"

    def forget(self) -> None:
        """Forget which scenes were played: the world they were played in is gone."""
        self._parts.clear()

    async def put_away(self) -> None:
        """Stop, and have no scene in hand."""
        await self.stop()
        self._lines, self._shown = (), []
        self.name, self.status, self.at, self.trouble, self.pace = "", "idle", -1, "", "usual"

    async def finished(self) -> None:
        """Wait until the scene has come to its end."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def view(self) -> Json:
        """Return how it stands, for the page."""
        return {
            "name": self.name,
            "status": self.status,
            "at": self.at,
            "pace": self.pace,
            "trouble": self.trouble,
            "is_fresh": self._parts <= {FIRST},
            "where": self.where,
            "shown": self._shown[self.at] if 0 <= self.at < len(self._shown) else [],
        }

    def script(self) -> list[Json]:
        """Return the lines in hand, with what each has shown so far."""
        return [
            {"words": line.words, "remarks": list(line.remarks), "shows": list(line.shows), "shown": shown}
            for line, shown in zip(self._lines, self._shown, strict=True)
        ]

    # --- playing -------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        stage = Stage(self._sandbox, self._lines, self._power)
        try:
            for number, line in enumerate(self._lines):
                await self._may_go()
                self.at = number
                await self._act(stage, line)
                self.where = self._where(stage, line)
                await self._wait_for(stage, number)
                stage.after()
                self._parts.add(line.part)
                await self._breathe(line)
        except (CannotDoError, ValueError, IndexError, TimeoutError) as error:
            self.status, self.trouble = "failed", str(error)
        else:
            self.status = "done"

    async def _act(self, stage: Stage, line: Line) -> None:
        """Do what a line says. A button that it presses may not be there yet: a busy machine is slow to show it."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE / 4
        while True:
            try:
                return await stage.act(line)
            except CannotDoError:
                if loop.time() >= end or not self._power.is_on:
                    raise
            await asyncio.sleep(0.05)

    async def _may_go(self) -> None:
        await self._go.wait()
        if self.status == "paused":
            self._steps -= 1
            if self._steps <= 0:
                self._steps = 0
                self._go.clear()

    def _where(self, stage: Stage, line: Line) -> Json:
        who = next(
            (user.id for user in self._sandbox.world.state.users.values() if line.who and user.first_name == line.who),
            0,
        )
        return {"chat": stage.room.id, "person": who, "is_private": stage.room.chat.kind == "private"}

    async def _wait_for(self, stage: Stage, number: int) -> None:
        """Wait for what the line shows, and note for each whether it was to be seen."""
        line, loop = self._lines[number], asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        if self._power.is_on:
            await self._settle()
        for wanted in line.shows:
            with contextlib.suppress(TimeoutError):  # it is noted as lacking
                await self._sandbox.until(lambda: self._is_shown(stage, wanted), seconds=end - loop.time())  # noqa: B023
            self._shown[number] = [*self._shown[number], {"wanted": wanted, "instead": lacking(stage, wanted)}]

    def _is_shown(self, stage: Stage, wanted: str) -> bool:
        return not self._power.is_on or not lacking(stage, wanted)

    async def _settle(self) -> None:
        with contextlib.suppress(TimeoutError):  # a fault is in force, perhaps: what is to be seen is looked for anyway
            await self._sandbox.quiet(pause=_PAUSES.get(self.pace, 0.3), seconds=_PATIENCE / 2)

    async def _breathe(self, line: Line) -> None:
        await asyncio.sleep(_PACES[self.pace] * min(_MOST, _LEAST + _A_SIGN * len(line.words)))
