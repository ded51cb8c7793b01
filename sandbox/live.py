"""What changes in the world, as it changes, for whoever looks at the page.

The world tells nobody but bots what happens in it, and its messages are changed where they stand. So a look every
few hundredths of a second compares them with how they were, and only while somebody watches: 5,000 messages are
compared in about two milliseconds.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.page_view import chat_view, message_view, sees
from sandbox.server import Sandbox
from sandbox.state import Chat, Json, Message

_EVERY = 0.06
_MOST = 300
"""Messages of one chat that are told singly; where more have changed at once, the page loads the chat again."""

_Mark = tuple[object, object, bool, int, tuple[tuple[int, tuple[str, ...]], ...]]
_UNREACTED: tuple[tuple[int, tuple[str, ...]], ...] = ()


def _mark(message: Message) -> _Mark:
    reactions = (
        tuple((number, tuple(emoji)) for number, emoji in message.reactions.items())
        if message.reactions
        else _UNREACTED
    )
    return (message.content, message.markup, message.deleted, message.edit_date, reactions)


def _is_same(old: _Mark, new: _Mark) -> bool:
    """Content and buttons are never changed in place: another object is another text."""
    return old[0] is new[0] and old[1] is new[1] and old[2:] == new[2:]


@dataclass(eq=False, slots=True)
class Watcher:
    """Somebody with the page open, and what they have not been told yet."""

    person_id: int
    events: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)


class Live:
    """Looks, compares, and tells. `common` returns what concerns everybody: the clock, the bot, the scene."""

    def __init__(self, sandbox: Sandbox, common: Callable[[], Json]) -> None:
        self._sandbox, self._common = sandbox, common
        self._watchers: set[Watcher] = set()
        self._marks: dict[int, dict[int, _Mark]] = {}
        self._chats: dict[int, Json] = {}
        self._told: Json = {}
        self._task: asyncio.Task[None] | None = None

    def watch(self, person_id: int) -> Watcher:
        """Begin to tell somebody; end it with `leave`."""
        if not self._watchers:
            self.look()  # what was before is loaded, not told
        watcher = Watcher(person_id)
        self._watchers.add(watcher)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return watcher

    @property
    def is_watched(self) -> bool:
        """Whether anybody has the page open."""
        return bool(self._watchers)

    def leave(self, watcher: Watcher) -> None:
        """Tell them no more."""
        self._watchers.discard(watcher)
        if not self._watchers and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            for chat, event in self.look():
                for watcher in self._watchers:
                    if chat is None or sees(chat, watcher.person_id) or chat.upgraded_to:
                        watcher.events.put_nowait(event)

    def _all_chats(self) -> list[Chat]:
        return [*self._sandbox.world.state.chats.values(), *self._sandbox.bot.private.values()]

    def look(self) -> list[tuple[Chat | None, Json]]:
        """Return what is new since the last look: (the chat it is in, or None for all, the event)."""
        found: list[tuple[Chat | None, Json]] = []
        for gone in self._marks.keys() - {chat.id for chat in self._all_chats()}:
            del self._marks[gone]
            self._chats.pop(gone, None)
        for chat in self._all_chats():
            found += [(chat, event) for event in self._look_into(chat)]
        common = self._common()
        if common != self._told:
            self._told = common
            found.append((None, {"type": "common", **common}))
        return found

    def _look_into(self, chat: Chat) -> list[Json]:
        world, known = self._sandbox.world, self._marks.setdefault(chat.id, {})
        changed = []
        for number, message in chat.messages.items():
            mark = _mark(message)
            old = known.get(number)
            if old is None or not _is_same(old, mark):
                known[number] = mark
                changed.append(message)
        events: list[Json] = []
        if len(changed) > _MOST:
            events.append({"type": "reload", "chat": chat.id})
        else:
            events += [self._event(chat, message) for message in changed]
        view = chat_view(world, self._sandbox.bot, chat)
        if view != self._chats.get(chat.id):
            self._chats[chat.id] = view
            events.append({"type": "chat", "chat": view})
        return events

    def _event(self, chat: Chat, message: Message) -> Json:
        if message.deleted:
            return {"type": "gone", "chat": chat.id, "id": message.id}
        return {"type": "message", "chat": chat.id, "message": message_view(self._sandbox.world, chat, message)}
