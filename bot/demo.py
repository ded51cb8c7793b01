"""`shouwang demo`: a chat in the browser where one person plays a whole compound; no token, nothing leaves 127.0.0.1.

The bot is a real process on a real SQLite file, against a Bot API server of our own. Its plug can be pulled.
"""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.config import TOKEN_VARIABLE
from bot.subcommand import RefusedError
from sandbox import Clock, Sandbox, cast
from sandbox.clock import publish
from sandbox.page import Page
from sandbox.player import SETTING_UP, scenes
from sandbox.stage import seconds_until

_NIGHTFALL = 20.0  # seconds that a start may take before it is given up
_STOP = 8.0  # seconds that the bot may take to stop in good order
_MORNING = "07:40"
_DAY = 86_400.0

_CONFIG = """\
[telegram]
api_url = "{url}"
[database]
path = "{database}"
[log]
level = "ERROR"
"""


class Plug:
    """The bot's process (sandbox.power.Power); it goes by the sandbox's clock (bot/demo_bot.py)."""

    def __init__(self, sandbox: Sandbox, folder: Path, database: Path) -> None:
        self._sandbox = sandbox
        self._config, self._clock, self._database = folder / "config.toml", folder / "clock.json", database
        self._config.write_text(_CONFIG.format(url=sandbox.url, database=database.absolute()), "utf-8")
        sandbox.clock.changed = self._publish
        self._publish()
        self._process: asyncio.subprocess.Process | None = None

    def _publish(self) -> None:
        publish(self._sandbox.clock, self._clock)

    @property
    def is_on(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    async def on(self) -> None:
        """Start the bot, and wait until it asks for updates, if it can reach the sandbox."""
        if self.is_on:
            return
        polls = self._sandbox.history.calls["getUpdates"]
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.demo_bot", str(self._config), str(self._clock)),
            env={**os.environ, TOKEN_VARIABLE: self._sandbox.token},
            stdin=asyncio.subprocess.PIPE,  # closed when the demo is gone, and then the bot goes, too
            start_new_session=True,  # Ctrl-C is for the demo, which then stops the bot
        )
        await self._sandbox.until(
            lambda: (
                self._sandbox.history.calls["getUpdates"] > polls
                or process.returncode is not None
                or not self._sandbox.is_open
            ),
            seconds=_NIGHTFALL,
        )

    async def off(self) -> None:
        """Stop the bot as its service manager would."""
        if self._process is not None and self.is_on:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _STOP)
            except TimeoutError:
                await self.pull()

    async def pull(self) -> None:
        """Kill the bot, whatever it is doing."""
        if self._process is not None and self.is_on:
            self._process.kill()
            await self._process.wait()

    async def renew(self) -> None:
        """Stop the bot, throw its database away, and put everybody back to where they began; it is on again."""
        await self.off()
        for end in ("", "-wal", "-shm"):
            self._database.with_name(self._database.name + end).unlink(missing_ok=True)
        self._sandbox.faults.clear()
        self._sandbox.world.clear()
        cast.gather(self._sandbox)
        await self.on()


@asynccontextmanager
async def staged(database: Path | None = None, port: int = 0) -> AsyncIterator[Page]:
    """Open the page on a compound that is set up, its bot running; the clock stands early in the morning.

    The database stays at `database`; without it, it goes with the demo.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shouwang-demo-")))
        now = time.time()
        sandbox = await stack.enter_async_context(Sandbox(clock=Clock(now + seconds_until(now, _MORNING) - _DAY)))
        cast.gather(sandbox)
        if database is not None and database.exists():
            raise RefusedError(f"{database}: there is a database already. Mend: name a file that is not there yet")
        plug = Plug(sandbox, folder, database or folder / "demo.db")
        stack.push_async_callback(plug.off)
        page = await stack.enter_async_context(Page(sandbox, plug, port=port))
        await plug.on()
        if not plug.is_on:
            raise RefusedError("the bot did not start. Mend: see what it says above")
        trouble = await page.set_up()
        if trouble:
            raise RefusedError(f"the demo could not be set up ({trouble}). Mend: try it again")
        yield page


async def play(database: Path | None, *, scene: str | None = None, port: int = 0, opens: bool = True) -> int:
    """Open the page and serve it until Ctrl-C; with a scene in hand, playing. Raises RefusedError."""
    known = [name for name in scenes() if name != SETTING_UP]
    if scene is not None and scene not in known:
        raise RefusedError(f"There is no scene {scene}. Mend: name one of these: {', '.join(known)}")
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    print("守望试用：正在开门（几秒钟）…", flush=True)
    async with staged(database, port) as page:
        if scene is not None:
            await page.player.load(scene)
            page.player.play()
        print(f"请在浏览器里打开 {page.url}\n按 Ctrl-C 结束。什么也不会发到这台机器外面。", flush=True)
        if opens:
            with contextlib.suppress(webbrowser.Error):
                await asyncio.to_thread(webbrowser.open, page.url)
        await ended.wait()
    print("\n结束了。")
    return 0
