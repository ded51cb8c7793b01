"""From an HTTP request to a call, and from its result to an answer, with a fault wherever a rule says so."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web

from sandbox.arguments import Arguments, read_arguments
from sandbox.fault import UNPARSABLE, Faults, Rule, Struck
from sandbox.flood import Flood
from sandbox.history import History, Sent
from sandbox.known import KNOWN_METHODS
from sandbox.methods import METHODS, Call, Method
from sandbox.methods.media import download
from sandbox.polling import Polls
from sandbox.rejection import RejectedError, bad_request, too_many_requests, upgraded
from sandbox.state import Bot, Json
from sandbox.update_queue import UpdateQueue
from sandbox.world import World

_JSON = "application/json"
_BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class Answering:
    """Answers calls of the Bot API. Without `flood` a bot may send without limits."""

    def __init__(self, world: World, history: History, faults: Faults, flood: Flood | None) -> None:
        self.world = world
        self.history = history
        self.faults = faults
        self.flood = flood
        self.polls = Polls()
        self.busy = 0
        """Calls being worked on, but for getUpdates."""
        self.last_call_at = 0.0
        """When the last of them was done, by the event loop's clock."""
        self.webhook_set: Callable[[Bot], object] = lambda bot: None
        """Called when a bot sets a webhook."""
        self.watch: Callable[[str, Arguments, bytes], object] | None = None
        """Called with each call that succeeded: method, arguments and answer, before the answer can get lost."""

    async def answer(self, request: web.BaseRequest, token: str, name: str) -> web.StreamResponse:
        """Answer /bot<token>/<name>."""
        bot = self.world.tokens.get(token)
        if bot is None:
            return rejected(RejectedError(401, "Unauthorized"))
        try:
            args = await read_arguments(request)
            if name.lower() == "getupdates":
                return await self._get_updates(request, bot, args)
            self.busy += 1
            try:
                return await self._call(request, bot, name, args)
            finally:
                self.busy -= 1
                self.last_call_at = asyncio.get_running_loop().time()
        except RejectedError as refusal:
            self.history.refused[KNOWN_METHODS.get(name.lower(), name), refusal.code] += 1
            return rejected(refusal)

    def answer_file(self, token: str, path: str) -> web.Response:
        """Answer /file/bot<token>/<path>."""
        try:
            if token not in self.world.tokens:
                raise RejectedError(401, "Unauthorized")
            data = download(self.world.state.files, path)
        except RejectedError as refusal:
            return rejected(refusal)
        return web.Response(body=data, content_type="application/octet-stream")

    async def _get_updates(self, request: web.BaseRequest, bot: Bot, args: Arguments) -> web.StreamResponse:
        self.history.calls["getUpdates"] += 1
        struck = self.faults.strike("getUpdates", None)
        stalled = 0.0
        for rule in struck.before:
            if rule.kind == "stall":
                stalled += rule.seconds
            elif rule.kind in _QUEUE_FAULTS:
                _QUEUE_FAULTS[rule.kind](self.world.queues[bot.id], rule.count)
            elif (response := await self._fail(request, rule)) is not None:
                return response
        body = await self.polls.get_updates(Call(self.world, bot, args), stalled=stalled)
        if self.watch is not None:
            self.watch("getUpdates", args, body)
        return await self._finish(request, body, struck, None)

    async def _call(self, request: web.BaseRequest, bot: Bot, name: str, args: Arguments) -> web.StreamResponse:
        method = METHODS.get(name.lower())
        if method is None:
            if name.lower() not in KNOWN_METHODS:
                raise RejectedError(404, "Not Found: method not found")
            self.history.unimplemented.add(KNOWN_METHODS[name.lower()])
            raise bad_request("sandbox: not implemented")
        struck = self.faults.strike(method.name, args.number("chat_id") or None)
        for rule in struck.before:
            response = await self._fail(request, rule)
            if response is not None:
                self.history.calls[method.name] += 1
                self.history.refused[method.name, response.status] += 1
                return response
        result, sent = self.run(method, bot, args)
        if sent is not None and any(rule.kind in ("drop_after", "malformed") for rule in struck.after):
            sent.heard = False
        body = b'{"ok":true,"result":%s}' % msgspec.json.encode(result)
        if self.watch is not None:
            self.watch(method.name, args, body)
        return await self._finish(request, body, struck, sent)

    def run(self, method: Method, bot: Bot, args: Arguments) -> tuple[Any, Sent | None]:
        """Do one call; returns its result and its line in the history. Raises RejectedError."""
        self.history.calls[method.name] += 1
        call = Call(self.world, bot, args)
        if self.flood is not None and method.counts:
            count = len(args.list("media") or args.list("message_ids") or [None])
            wait = self.flood.retry_after(bot.id, call.chat(), self.world.clock.now(), count)
            if wait:
                raise too_many_requests(wait)
        result = method.run(call)
        if method.name in ("setWebhook", "deleteWebhook"):
            self._webhook_changed(bot)
        if not method.effect:
            return result, None
        files = [upload.name for upload in args.files.values()]
        return result, self.history.add(self.world.clock.now(), bot.id, method.name, args.values, files, result)

    def run_reply(self, bot: Bot, reply: Json) -> None:
        """Do the method that a webhook put into its answer; Telegram tells nobody how that went."""
        method = METHODS.get(str(reply.pop("method")).lower())
        if method is None:
            return
        try:
            _, sent = self.run(method, bot, Arguments(reply))
        except RejectedError as refusal:
            self.history.refused[method.name, refusal.code] += 1
            return
        if sent is not None:
            self.history.write(sent)

    def _webhook_changed(self, bot: Bot) -> None:
        if bot.webhook is not None:
            self.polls.end(bot.id, "terminated by setWebhook request")
            self.webhook_set(bot)
        self.world.queues[bot.id].arrived.set()  # whoever pushed before wakes up and sees that it is over

    async def _fail(self, request: web.BaseRequest, rule: Rule) -> web.StreamResponse | None:
        """Do what the rule says before the work; None where the work still has to be done."""
        if rule.kind == "delay":
            await asyncio.sleep(rule.seconds)
            return None
        if rule.kind == "drop_before":
            return _drop(request)
        if rule.kind == "bad_gateway":
            return web.Response(status=502, body=_BAD_GATEWAY, content_type="text/html")
        refusal = _refusal(rule)
        return None if refusal is None else rejected(refusal)

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
                body = body[: len(body) // 2]
        return web.Response(body=body, content_type=_JSON)


def rejected(refusal: RejectedError) -> web.Response:
    """Return the answer that says no."""
    return web.Response(status=refusal.code, body=msgspec.json.encode(refusal.body()), content_type=_JSON)


def _refusal(rule: Rule) -> RejectedError | None:
    if rule.kind == "too_many_requests":
        return too_many_requests(int(rule.seconds))
    if rule.kind == "upgraded":
        return upgraded(rule.migrate_to)
    code, text = {
        "forbidden": (403, "Forbidden: bot was blocked by the user"),
        "bad_request": (400, "Bad Request: chat not found"),
        "server_error": (500, "Internal Server Error"),
    }.get(rule.kind, (0, ""))
    return RejectedError(code, rule.text or text) if code else None


def _drop(request: web.BaseRequest) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _put_unparsable(queue: UpdateQueue, count: int) -> None:
    for _ in range(count):
        for kind, payload in UNPARSABLE.items():
            queue.put(kind, 0, msgspec.json.encode(payload))


_QUEUE_FAULTS: dict[str, Callable[[UpdateQueue, int], object]] = {
    "duplicate": UpdateQueue.repeat,
    "gap": UpdateQueue.skip_numbers,
    "unparsable": _put_unparsable,
}
