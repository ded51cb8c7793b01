"""The page: a chat in the browser where one person plays a whole compound (sandbox/page/), served on 127.0.0.1.

It has a port of its own, so that the network can be cut between Telegram and the bot while the page goes on. Only who
asks for it gets it::

    async with Sandbox() as sandbox, Page(sandbox) as page:
        cast.gather(sandbox)
        print(page.url)

The browser's side: GET /api/state, /api/messages, /api/events (server-sent), /api/file; POST /api/act/<what>
(sandbox/acting.py) and /api/upload. Each names the person it is done as. Requests that another site's page makes are
refused, whatever name it found for 127.0.0.1.
"""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from aiohttp import web

from sandbox.acting import ACTS, chat_seen, message_seen, room_seen
from sandbox.cast import role_of
from sandbox.live import Live
from sandbox.menu import menu_of
from sandbox.page_view import chat_view, chats_of, file_of, message_view, person_view
from sandbox.person import Person
from sandbox.picture import picture_size
from sandbox.player import SETTING_UP, Player, scenes
from sandbox.power import NoPower, Power
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.scene import title_of
from sandbox.server import Sandbox
from sandbox.state import Chat, Json

FOLDER = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PAGE_SIZE = 60
_MOST_UNREAD = 99
_LARGEST = 50 * 1024 * 1024
_BEAT = 15.0  # seconds: a comment now and then, so that a closed browser is noticed


class Page:
    """Serves the page for one sandbox."""

    def __init__(self, sandbox: Sandbox, power: Power | None = None, *, port: int = 0) -> None:
        """`power` starts and stops the bot, where whoever asks for the page also runs the bot."""
        self.sandbox = sandbox
        self.power = power or NoPower()
        self.player = Player(sandbox, self.power)
        self.port = port
        self.read: dict[tuple[int, int], int] = {}
        """(person, chat) -> the last message they have seen there."""
        self.number = 0
        """How often it was begun anew."""
        self.live = Live(sandbox, self.common)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    async def __aenter__(self) -> "Page":
        app = web.Application(middlewares=[self._guard], client_max_size=_LARGEST + 1024)
        app.router.add_get("/api/people", self._people)
        app.router.add_get("/api/script", self._script)
        app.router.add_get("/api/state", self._state)
        app.router.add_get("/api/messages", self._messages)
        app.router.add_get("/api/events", self._events)
        app.router.add_get("/api/menu", self._menu)
        app.router.add_get("/api/file", self._file)
        app.router.add_post("/api/act/{what}", self._act)
        app.router.add_post("/api/upload", self._upload)
        app.router.add_get("/{name:[a-z_.]*}", self._static)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.player.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def set_up(self) -> str:
        """Play the scene that sets the cast's groups up, at once; return what went wrong, empty where nothing did."""
        await self.player.load(SETTING_UP)
        self.player.set_pace("at once")
        self.player.play()
        await self.player.finished()
        trouble = self.player.trouble or ("" if self.player.status == "done" else self.player.status)
        await self.player.put_away()
        self.see_all()
        return trouble

    async def renew(self) -> None:
        """Begin anew, all of it; every browser loads the page again."""
        await self.player.stop()
        self.player.forget()
        if not self.sandbox.is_open:
            await self.sandbox.start()
        await self.power.renew()
        self.read.clear()
        await self.set_up()
        self.number += 1

    def see_all(self) -> None:
        """Have everybody seen what was said until now."""
        for person in self.everybody():
            for chat in chats_of(self.sandbox.world, self.sandbox.bot, person.user):
                self.read[person.id, chat.id] = max(chat.messages, default=0)

    def owner(self, room: Room) -> Person:
        """Return the owner of a group."""
        number = next(number for number, member in room.chat.members.items() if member.status == "creator")
        return self.person(number)

    def common(self) -> Json:
        """Return what concerns everybody: the clock, the bot, the network, the scene."""
        clock = self.sandbox.clock
        return {
            "number": self.number,
            "clock": {"offset": clock.offset, "rate": clock.rate, "since": clock.since},
            "bot": {"is_on": self.power.is_on, "has_plug": not isinstance(self.power, NoPower)},
            "network": self.sandbox.is_open,
            "faults": sum(rule.times is None or rule.happened < rule.times for rule in self.sandbox.faults.rules),
            "scene": self.player.view(),
            "unread": {one.id: self._unread(one, chat) for one, chat in self._private_chats()},
        }

    def _private_chats(self) -> list[tuple[Person, Chat]]:
        return [(self.person(number), chat) for number, chat in self.sandbox.bot.private.items() if chat.messages]

    # --- who asks ------------------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Refuse what another site's page asks for, and give every answer the headers that keep scripts out."""
        own = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        origin = request.headers.get("Origin")
        if request.host not in own or (origin is not None and origin.removeprefix("http://") not in own):
            return web.Response(status=403, text="only this page may ask", headers=_HEADERS)
        try:
            response: web.StreamResponse = await handler(request)
        except (CannotDoError, KeyError, ValueError, TypeError, msgspec.MsgspecError) as error:
            response = _json({"error": str(error)}, 400)
        if not response.prepared:
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    def person(self, number: int | str) -> Person:
        """Return somebody by number. Raises CannotDoError where there is no such person."""
        user = self.sandbox.world.state.users.get(int(number))
        if user is None or user.is_bot:
            raise CannotDoError("没有这个人")
        return Person(self.sandbox.world, user, self.sandbox.bot)

    def _asking(self, request: web.Request) -> Person:
        return self.person(request.query["as"])

    # --- what is asked for ---------------------------------------------------------------------------------

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = FOLDER / (request.match_info["name"] or "index.html")
        if path.suffix not in _TYPES or not path.is_file():
            return web.Response(status=404, text="Not Found")
        return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8")

    async def _people(self, request: web.Request) -> web.StreamResponse:
        return _json({"people": [person_view(one.user) for one in self.everybody()]})

    async def _script(self, request: web.Request) -> web.StreamResponse:
        return _json(self.player.script())

    async def _state(self, request: web.Request) -> web.StreamResponse:
        """{me, bot, people, chats, scenes, script, common}."""
        person = self._asking(request)
        chats = chats_of(self.sandbox.world, self.sandbox.bot, person.user)
        return _json(
            {
                "me": person.id,
                "bot": {**person_view(self.sandbox.me), "username": self.sandbox.bot.username},
                "people": [self._person_view(one) for one in self.everybody()],
                "chats": [{**self._chat_view(chat), "unread": self._unread(person, chat)} for chat in chats],
                "scenes": [
                    {"name": name, "title": title_of(path)} for name, path in scenes().items() if name != SETTING_UP
                ],
                "script": self.player.script(),
                "common": self.common(),
            }
        )

    def everybody(self) -> list[Person]:
        """Return the people there are."""
        users = self.sandbox.world.state.users.values()
        return [self.person(user.id) for user in users if not user.is_bot and user.id > 1_000_000 and user.first_name]

    def _person_view(self, person: Person) -> Json:
        chat = self.sandbox.bot.private.get(person.id)
        unread = self._unread(person, chat) if chat is not None else 0
        return {**person_view(person.user), "role": role_of(person.name), "unread": unread}

    def _chat_view(self, chat: Chat) -> Json:
        return chat_view(self.sandbox.world, self.sandbox.bot, chat)

    def _unread(self, person: Person, chat: Chat) -> int:
        seen, count = self.read.get((person.id, chat.id), 0), 0
        for number, message in reversed(chat.messages.items()):
            if number <= seen or count >= _MOST_UNREAD:
                break
            count += not message.deleted and message.sender_id != person.id
        return count

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        """{messages, is_all}: the newest of a chat, or those before the message `before`, oldest first."""
        chat = chat_seen(self, self._asking(request), int(request.query["chat"]))
        before = int(request.query.get("before", 0))
        found: list[Json] = []
        for number, message in reversed(chat.messages.items()):
            if message.deleted or (before and number >= before):
                continue
            if len(found) == _PAGE_SIZE:
                return _json({"messages": found[::-1], "is_all": False})
            found.append(message_view(self.sandbox.world, chat, message))
        return _json({"messages": found[::-1], "is_all": True})

    async def _menu(self, request: web.Request) -> web.StreamResponse:
        person = self._asking(request)
        return _json(menu_of(self.sandbox.bot, chat_seen(self, person, int(request.query["chat"])), person.id))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        person = self._asking(request)
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        watcher = self.live.watch(person.id)
        try:
            await response.prepare(request)
            await response.write(b"event: hello\ndata: {}\n\n")
            while True:
                try:
                    event = await asyncio.wait_for(watcher.events.get(), _BEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                await response.write(b"data: %s\n\n" % msgspec.json.encode(event))
        except ConnectionError:
            return response  # the browser has gone
        finally:
            self.live.leave(watcher)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """The file a message carries: a picture or a sound to show, anything else to be saved and never opened here."""
        message = message_seen(self, self._asking(request), {**request.query})
        described = file_of(message)
        if described is None:
            return web.Response(status=404, text="Not Found")
        stored = self.sandbox.world.state.files[described["file_id"]]
        if stored.kind == "photo" and picture_size(stored.data) is not None:
            return web.Response(body=stored.data, content_type=_picture_type(stored.data))
        if stored.kind == "voice":
            return web.Response(body=stored.data, content_type=_sound_type(stored.data))
        response = web.Response(body=stored.data, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(stored.name or 'file', safe='')}"
        )
        return response

    # --- what is done --------------------------------------------------------------------------------------

    async def _act(self, request: web.Request) -> web.StreamResponse:
        """POST {as, ...} as JSON: only pages of ours can send that type without being asked first."""
        if request.content_type != "application/json":
            raise CannotDoError("JSON is wanted")
        given = msgspec.json.decode(await request.read(), type=dict[str, Any])
        acting = ACTS.get(request.match_info["what"])
        if acting is None:
            return _json({"error": "no such act"}, 404)
        return _json(await acting(self, self.person(given["as"]), given))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """POST the bytes of a photo, voice or file; as, chat, kind, name, caption and seconds stand in the address."""
        if request.content_type != "application/octet-stream":
            raise CannotDoError("bytes are wanted")
        data, asked = await request.read(), request.query
        person = self._asking(request)
        room = room_seen(self, person, {"chat": asked["chat"]})
        caption = asked.get("caption", "")
        match asked["kind"]:
            case "photo":
                sent = person.sends_photo(room, caption, data)
            case "voice":
                sent = person.sends_voice(room, int(asked.get("seconds", "1")), data)
            case _:
                sent = person.sends_document(room, asked.get("name") or "文件", data, caption)
        return _json({"id": sent.id})


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(value), content_type="application/json")


def _picture_type(data: bytes) -> str:
    starts = {b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
    return next((kind for start, kind in starts.items() if data.startswith(start)), "image/jpeg")


def _sound_type(data: bytes) -> str:
    starts = {b"OggS": "audio/ogg", b"RIFF": "audio/wav"}
    return next((kind for start, kind in starts.items() if data.startswith(start)), "audio/webm")
