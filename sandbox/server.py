"""The server in this process: starting and stopping it, making people and chats, and watching what the bot does."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from email.utils import formatdate
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.answering import Answering, rejected
from sandbox.clock import Clock
from sandbox.control import control
from sandbox.fault import Faults
from sandbox.flood import Flood
from sandbox.history import History, Sent
from sandbox.person import Person
from sandbox.rejection import RejectedError
from sandbox.room import Room, make_room
from sandbox.state import Bot, State, User
from sandbox.webhook import Pusher
from sandbox.world import World

TOKEN = "110201543:sandbox_token_for_tests_and_demo_00"  # noqa: S105 - opens nothing but this server
USERNAME = "shouwang_bot"


class Sandbox:
    """A Bot API server in this process. See the package's docstring for how to use it."""

    def __init__(
        self,
        *,
        port: int = 0,
        seed: int = 1,
        clock: Clock | None = None,
        flood: Flood | None = None,
        state: Path | None = None,
        log: Path | None = None,
        token: str = TOKEN,
        username: str = USERNAME,
        can_read_all: bool = True,
    ) -> None:
        """`port` 0 takes a free one. `state` is a file to begin from, if it is there, and to write on stopping. `log`
        gets a line of JSON for each call that had an effect. `can_read_all` False is privacy mode."""
        self.clock = clock or Clock()
        self.world = _load(state, self.clock, seed)
        self.history = History(log)
        self.faults = Faults(seed)
        self.answering = Answering(self.world, self.history, self.faults, flood)
        self.answering.webhook_set = self._push
        self.port = port
        self.webhook_pause = 1.0
        """Seconds after a first failed push; twice as long each time."""
        self._state_file = state
        self._runner: web.ServerRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._pushing: dict[int, asyncio.Task[None]] = {}
        self.bot: Bot = self.world.tokens.get(token) or self.world.add_bot(username, token, can_read_all=can_read_all)

    # --- running -------------------------------------------------------------------------------------------

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.bot.token

    @property
    def url(self) -> str:
        """Where the server listens, e.g. http://127.0.0.1:50123"""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as base_file_url."""
        return f"{self.url}/file/bot"

    @property
    def is_open(self) -> bool:
        """Whether connections are taken."""
        return self._runner is not None

    async def __aenter__(self) -> "Sandbox":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        server = web.Server(self._handle, access_log=None, request_factory=_request)
        runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        except OSError:  # the port is taken
            await runner.cleanup()
            raise
        self.port = int(runner.addresses[0][1])
        self._runner = runner
        for bot in self.world.state.bots.values():
            if bot.webhook is not None:
                self._push(bot)

    async def refuse(self) -> None:
        """Be away: connections are refused, the open ones end, nothing is pushed. `start` comes back on the port."""
        pushing = list(self._pushing.values())
        self._pushing.clear()
        for task in pushing:
            task.cancel()
        await asyncio.gather(*pushing, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def restart(self, seconds: float = 0.0) -> None:
        """Be away for a while, then go on with the state kept."""
        await self.refuse()
        await asyncio.sleep(seconds)
        await self.start()

    async def stop(self) -> None:
        """Stop listening and write the state file, if one was given."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.refuse()
        self.save()
        self.history.close()

    def save(self) -> None:
        """Write the state file, if one was given."""
        if self._state_file is not None:
            self._state_file.write_bytes(self.world.save())

    def schedule(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Do something beside the answering; it ends with the sandbox."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _push(self, bot: Bot) -> None:
        pusher = Pusher(self.world, bot, self.faults, self.answering.run_reply, self.webhook_pause)
        self._pushing[bot.id] = self.schedule(pusher.run())

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._answer(request)
        response.headers["Date"] = formatdate(self.clock.now(), usegmt=True)
        return response

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, name = path[4:].partition("/")
            return await self.answering.answer(request, token, name.strip("/"))
        if path.startswith("/file/bot"):
            token, _, rest = path[9:].partition("/")
            return self.answering.answer_file(token, rest)
        if path.startswith("/_c/"):
            return await control(self, request, path[4:])
        return rejected(RejectedError(404, "Not Found"))

    # --- people --------------------------------------------------------------------------------------------

    def person(self, name: str, *, started: bool = False, **about: Any) -> Person:
        """Make somebody; `started`: they pressed start long ago. `about` is last_name, username, hides_forwards..."""
        user = self.world.add_person(name, **about)
        if started:
            user.started.add(self.bot.id)
        return Person(self.world, user, self.bot)

    def group(
        self,
        title: str,
        members: list[Person] | None = None,
        *,
        bot_is_admin: bool = False,
        kind: str = "supergroup",
        with_bot: bool = True,
        bot_rights: dict[str, bool] | None = None,
        administrators: list[Person] | None = None,
        **about: Any,
    ) -> Room:
        """Make a group that has been there for a while, the bot in it: nobody is told (`add_bot` is told).

        `kind` is group or supergroup; the first member is the owner. `about` is is_forum, username, permissions...
        """
        bots = [(self.me, bot_is_admin, bot_rights)] if with_bot else []
        people = [person.user for person in members or []]
        leaders = [person.user for person in administrators or []]
        return Room(self.world, make_room(self.world, kind, title, people, leaders, bots, **about))

    def channel(self, title: str, members: list[Person] | None = None, **about: Any) -> Room:
        """Make a channel that has been there for a while, the bot among its administrators."""
        return self.group(title, members, kind="channel", bot_is_admin=True, **about)

    def add_bot(self, room: Room, by: Person, *, as_admin: bool = False) -> None:
        """Let a person put the bot into a group: my_chat_member and the service message are told."""
        me = self.me
        room.add(me, by=by)
        if as_admin:
            room.promote(me, by=by)

    @property
    def me(self) -> User:
        """The bot's own account, to promote, restrict or remove in a room."""
        return self.world.state.users[self.bot.id]

    # --- watching ------------------------------------------------------------------------------------------

    @property
    def flood(self) -> Flood | None:
        """Telegram's limits on sending, or none."""
        return self.answering.flood

    @flood.setter
    def flood(self, flood: Flood | None) -> None:
        self.answering.flood = flood

    @property
    def sent(self) -> list[Sent]:
        """Every call of a bot that had an effect, in order."""
        return self.history.sent

    @property
    def calls(self) -> Counter[str]:
        """How often each method was called."""
        return self.history.calls

    @property
    def pending(self) -> int:
        """How many updates are not confirmed."""
        return len(self.world.queues[self.bot.id].pending)

    async def until(self, holds: Callable[[], Any], *, seconds: float = 5.0) -> Any:
        """Wait until `holds()` is true and return what it gave. Raises TimeoutError."""
        end = asyncio.get_running_loop().time() + seconds
        while not (value := holds()):
            if asyncio.get_running_loop().time() >= end:
                last = [f"{sent.method} {sent.chat_id} {sent.text[:40]}" for sent in self.sent[-5:]]
                raise TimeoutError(f"not within {seconds} s; {self.pending} updates wait; last calls: {last}")
            await asyncio.sleep(0.005)
        return value

    async def quiet(self, *, pause: float = 0.1, seconds: float = 5.0) -> None:
        """Wait until all updates are confirmed and the bot has called nothing for `pause` seconds."""
        loop, answering = asyncio.get_running_loop(), self.answering
        begun = loop.time()

        def is_quiet() -> bool:
            silent_since = max(answering.last_call_at, begun)
            return not self.pending and not answering.busy and loop.time() - silent_since >= pause

        await self.until(is_quiet, seconds=seconds)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: "asyncio.Task[None]") -> web.BaseRequest:
    """Make a request that may be as large as Telegram takes; the 50 MB of one file are checked where it is read."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=64 * 1024 * 1024)


def _load(state: Path | None, clock: Clock, seed: int) -> World:
    if state is not None and state.exists():
        return World.load(state.read_bytes(), clock)
    return World(State(seed=seed), clock)
