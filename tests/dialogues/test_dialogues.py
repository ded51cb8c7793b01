"""Plays every dialogue in this folder, and the sandbox's scenes, through the real program against the sandbox."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.cast import gather
from sandbox.player import scenes
from sandbox.scene import Line, read_scene
from sandbox.stage import Stage, lacking
from tests.dialogues.discretion import indiscretions
from tests.running import Running, running

FOLDER = Path(__file__).parent
PLAYS = sorted(FOLDER.glob("*.txt"))


class InProcess:
    """The bot in this process, as the power of a stage: a plug cannot be pulled here, so it is stopped."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self._sandbox, self._folder = sandbox, folder
        self._stack = AsyncExitStack()
        self.bot: Running | None = None

    @property
    def is_on(self) -> bool:
        return self.bot is not None

    async def on(self) -> None:
        self.bot = await self._stack.enter_async_context(running(self._sandbox, self._folder))

    async def off(self) -> None:
        self.bot = None
        await self._stack.aclose()

    async def pull(self) -> None:
        await self.off()

    async def renew(self) -> None:
        raise NotImplementedError("every dialogue begins anew")


async def play(lines: tuple[Line, ...], sandbox: Sandbox, folder: Path) -> None:
    """Act all lines and check what each shows."""
    power = InProcess(sandbox, folder)
    stage = Stage(sandbox, lines, power)
    try:
        await power.on()
        for line in lines:
            await stage.act(line)
            if power.bot is not None:
                await power.bot.settled()
            for wanted in line.shows:
                instead = lacking(stage, wanted)
                assert not instead, f"line {line.number}: {line.words!r} should show {wanted!r}, but {instead}"
            assert list(indiscretions(sandbox)) == [], f"line {line.number}: {line.words!r}"
            stage.after()
    finally:
        await power.off()


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
async def test_dialogue(path: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    await play(read_scene(path), sandbox, tmp_path)


@pytest.mark.parametrize("path", scenes().values(), ids=lambda path: path.stem)
async def test_scene(path: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    gather(sandbox)
    await play(read_scene(path), sandbox, tmp_path)


def test_there_are_dialogues() -> None:
    assert len(PLAYS) >= 5


def test_a_dialogue_that_is_not_understood_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("王阿姨：好\n这 一行 不对\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:2"):
        read_scene(path)
    path.write_text("  ✍\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:1"):
        read_scene(path)
