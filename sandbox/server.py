"""The server: HTTP in, the world moved, an answer out, and faults wherever a rule says so."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, cast

import msgspec
from aiohttp import web

from sandbox.arguments import Arguments, read_arguments
from sandbox.clock import Clock
from sandbox.control import control
from sandbox.fault import UNPARSABLE, Faults, Rule, Struck
from sandbox.flood import Flood
from sandbox.history import History, Sent
from sandbox.known import KNOWN_METHODS
from sandbox.methods import METHODS, Call, Method
from sandbox.methods.media import download
from sandbox.person import Person
from sandbox.polling import Polls
from sandbox.rejection import RejectedError, bad_request, too_many_requests, upgraded
from sandbox.room import Room, make_room
from sandbox.state import Bot, Json, State
from sandbox.webhook import Pusher
from sandbox.world import World

_JSON = "application/json"
_HTML = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
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
        gets a line of JSON for each call that had an effect. Without `flood` the bot may send without limits."""
        self.clock = clock or Clock()
        self.world = _load(state, self.clock, seed)
        self.history = History(log)
        self.faults = Faults(seed)
        self.flood = flood
        self.port = port
        self.polls = Polls()
        self._state_file = state
        self._runner: web.ServerRunner | None = None
        self._last_call_at = 0.0
        self._busy = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._pushing: dict[int, asyncio.Task[None]] = {}
        self.webhook_pause = 1.0
        """Seconds after a first failed push; twice as long each time."""
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

    async def __aenter__(self) -> "Sandbox":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        server = web.Server(self._handle, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        for bot in self.world.state.bots.values():
            if bot.webhook is not None and bot.id not in self._pushing:
                self._push(bot)

    async def refuse(self) -> None:
        """Be away: connections are refused and the open ones end. `start` comes back on the same port."""
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
        pusher = Pusher(self.world, bot, self.faults, self._answer_of_webhook, self.webhook_pause)
        self._pushing[bot.id] = self.schedule(pusher.run())

    def _answer_of_webhook(self, bot: Bot, reply: Json) -> None:
        method = METHODS.get(str(reply.pop("method")).lower())
        if method is None:
            return
        self.history.calls[method.name] += 1
        try:
            _, sent = self.run(method, bot, Arguments(reply))
        except RejectedError as rejected:
            self.history.refused[method.name, rejected.code] += 1
            return
        if sent is not None:
            self.history.write(sent)

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
        """Make a group that has been there for a while, the bot in it (nobody is told; `add_bot` is told).

        `kind` is group or supergroup; the first member is the owner. `about` is is_forum, username, permissions...
        """
        bots = [(self.world.state.users[self.bot.id], bot_is_admin, bot_rights)] if with_bot else []
        people = [person.user for person in members or []]
        chat = make_room(self.world, kind, title, people, [p.user for p in administrators or []], bots, **about)
        return Room(self.world, chat)

    def add_bot(self, room: Room, by: Person, *, as_admin: bool = False) -> None:
        """Let a person put the bot into a group: my_chat_member and the service message are told."""
        me = self.world.state.users[self.bot.id]
        room.add(me, by=by)
        if as_admin:
            room.promote(me, by=by)

    # --- watching ------------------------------------------------------------------------------------------

    @property
    def sent(self) -> list[Sent]:
        """Every call of a bot that had an effect, in order."""
        return self.history.sent

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
        loop = asyncio.get_running_loop()
        await self.until(
            lambda: not self.pending and not self._busy and loop.time() - self._last_call_at >= pause, seconds=seconds
        )

    # --- answering -----------------------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, name = path[4:].partition("/")
            return await self._api(request, token, name.strip("/"))
        if path.startswith("/file/bot"):
            return self._file(path.removeprefix("/file/bot"))
        if path.startswith("/_c/"):
            return await control(self, request, path[4:])
        return _rejected(RejectedError(404, "Not Found"))

    def _file(self, rest: str) -> web.Response:
        token, _, path = rest.partition("/")
        try:
            if token not in self.world.tokens:
                raise RejectedError(401, "Unauthorized")
            data = download(self.world.state.files, path)
        except RejectedError as rejected:
            return _rejected(rejected)
        return web.Response(body=data, content_type="application/octet-stream")

    async def _api(self, request: web.BaseRequest, token: str, name: str) -> web.StreamResponse:
        bot = self.world.tokens.get(token)
        if bot is None:
            return _rejected(RejectedError(401, "Unauthorized"))
        try:
            args = await read_arguments(request)
            if name.lower() == "getupdates":
                return await self._get_updates(request, bot, args)
            self._busy += 1
            try:
                return await self._call(request, bot, name, args)
            finally:
                self._busy -= 1
                self._last_call_at = asyncio.get_running_loop().time()
        except RejectedError as rejected:
            self.history.refused[name, rejected.code] += 1
            return _rejected(rejected)

    async def _get_updates(self, request: web.BaseRequest, bot: Bot, args: Arguments) -> web.StreamResponse:
        self.history.calls["getUpdates"] += 1
        struck = self.faults.strike("getUpdates", None)
        stalled = 0.0
        for rule in struck.before:
            if rule.kind == "stall":
                stalled = rule.seconds
            elif rule.kind in _QUEUE_FAULTS:
                _QUEUE_FAULTS[rule.kind](self.world, bot, rule)
            elif (response := await self._fail(request, rule)) is not None:
                return response
        answer = await self.polls.get_updates(Call(self.world, bot, args), stalled=stalled)
        return await self._finish(request, answer, struck, None)

    async def _call(self, request: web.BaseRequest, bot: Bot, name: str, args: Arguments) -> web.StreamResponse:
        method = METHODS.get(name.lower())
        if method is None:
            if name.lower() not in KNOWN_METHODS:
                raise RejectedError(404, "Not Found: method not found")
            self.history.unimplemented.add(KNOWN_METHODS[name.lower()])
            raise bad_request("sandbox: not implemented")
        self.history.calls[method.name] += 1
        struck = self.faults.strike(method.name, args.number("chat_id") or None)
        for rule in struck.before:
            response = await self._fail(request, rule)
            if response is not None:
                self.history.refused[method.name, response.status] += 1
                return response
        result, sent = self.run(method, bot, args)
        if sent is not None and any(rule.kind in ("drop_after", "malformed") for rule in struck.after):
            sent.heard = False
        return await self._finish(request, b'{"ok":true,"result":%s}' % msgspec.json.encode(result), struck, sent)

    def run(self, method: Method, bot: Bot, args: Arguments) -> tuple[Any, Sent | None]:
        """Do one call; returns its result and its line in the history. Raises RejectedError."""
        call = Call(self.world, bot, args)
        if self.flood is not None and method.counts:
            wait = self.flood.retry_after(bot.id, call.chat(), self.clock.now())
            if wait:
                raise too_many_requests(wait)
        result = method.run(call)
        if method.name == "setWebhook" and bot.webhook is not None:
            self.polls.end(bot.id, "terminated by setWebhook request")
            self._push(bot)
        elif method.name == "deleteWebhook":
            self.world.queues[bot.id].arrived.set()  # so that the pusher sees that it is over
        if not method.effect:
            return result, None
        files = [upload.name for upload in args.files.values()]
        return result, self.history.add(self.clock.now(), bot.id, method.name, args.values, files, result)

    async def _fail(self, request: web.BaseRequest, rule: Rule) -> web.StreamResponse | None:
        """Do what the rule says before the work; None where the work still has to be done."""
        if rule.kind == "delay":
            await asyncio.sleep(rule.seconds)
            return None
        if rule.kind == "drop_before":
            return _drop(request)
        if rule.kind == "bad_gateway":
            return web.Response(status=502, body=_HTML, content_type="text/html")
        failures = {
            "too_many_requests": lambda: too_many_requests(int(rule.seconds)),
            "forbidden": lambda: RejectedError(403, rule.text or "Forbidden: bot was blocked by the user"),
            "bad_request": lambda: RejectedError(400, rule.text or "Bad Request: chat not found"),
            "upgraded": lambda: upgraded(rule.migrate_to),
            "server_error": lambda: RejectedError(500, rule.text or "Internal Server Error"),
        }
        make = failures.get(rule.kind)
        return None if make is None else _rejected(make())

    async def _finish(
        self, request: web.BaseRequest, body: bytes, struck: Struck, sent: Sent | None
    ) -> web.StreamResponse:
        if sent is not None:
            self.history.write(sent)
        for rule in struck.after:
            if rule.kind == "delay_after":
                await asyncio.sleep(rule.seconds)
            elif rule.kind == "drop_after":
                return _drop(request)
            else:
                return web.Response(body=body[: len(body) // 2], content_type=_JSON)
        return web.Response(body=body, content_type=_JSON)


def _put_unparsable(world: World, bot: Bot, rule: Rule) -> None:
    queue = world.queues[bot.id]
    for _ in range(rule.count):
        kind, payload = next(iter(UNPARSABLE.items()))
        queue.put(kind, 0, msgspec.json.encode(payload))


_QUEUE_FAULTS: dict[str, Callable[[World, Bot, Rule], None]] = {
    "duplicate": lambda world, bot, rule: cast("None", world.queues[bot.id].repeat(rule.count)),
    "gap": lambda world, bot, rule: world.queues[bot.id].skip_numbers(rule.count),
    "unparsable": _put_unparsable,
}


def _load(state: Path | None, clock: Clock, seed: int) -> World:
    if state is not None and state.exists():
        return World.load(state.read_bytes(), clock)
    return World(State(seed=seed), clock)


def _rejected(rejected: RejectedError) -> web.Response:
    return web.Response(status=rejected.code, body=msgspec.json.encode(rejected.body()), content_type=_JSON)


def _drop(request: web.BaseRequest) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
