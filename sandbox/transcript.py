"""What somebody who looks into a chat sees: the messages in order, with edits, reactions, pins, buttons, replies."""

import msgspec

from sandbox.keyboard import button_texts
from sandbox.state import Chat, Message, User
from sandbox.world import World


class Seen(msgspec.Struct, frozen=True):
    """One message as people see it. `kind` is text, photo, document, ... or service; `reply_to` a message's number."""

    id: int
    who: str
    text: str
    kind: str = "text"
    edited: bool = False
    pinned: bool = False
    reply_to: int | None = None
    topic: int | None = None
    forwarded_from: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """(who, emoji) pairs."""
    buttons: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        words = self.text if self.kind == "text" else f"〔{self.kind}〕{self.text}"
        marks = ["📌"] if self.pinned else []
        if self.reply_to:
            marks.append(f"↩{self.reply_to}")
        if self.forwarded_from:
            marks.append(f"转自{self.forwarded_from}")
        head = f"{self.id} {' '.join([*marks, self.who])}: {words}"
        if self.edited:
            head += "（已编辑）"
        if self.reactions:
            head += "  " + " ".join(f"{emoji}{who}" for who, emoji in self.reactions)
        rows = ["    " + " ".join(f"[{text}]" for text in row) for row in self.buttons]
        return "\n".join([head, *rows])


class Transcript(tuple[Seen, ...]):
    """All of a chat, oldest first; `str` of it reads like a play."""

    __slots__ = ()

    @property
    def texts(self) -> list[str]:
        """The texts alone."""
        return [seen.text for seen in self]

    def by(self, who: str) -> "Transcript":
        """Return only what that one wrote."""
        return Transcript(seen for seen in self if seen.who == who)

    def __str__(self) -> str:
        return "\n".join(map(str, self))


_KINDS = (
    "photo",
    "document",
    "voice",
    "location",
    "contact",
    "sticker",
    "dice",
    "poll_id",
    "video",
    "animation",
    "audio",
)


def name_of(user: User) -> str:
    """Return the name people see."""
    return f"{user.first_name} {user.last_name}" if user.last_name else user.first_name


def see(world: World, chat: Chat) -> Transcript:
    """Return the transcript of a chat as it is now."""
    return Transcript(_seen(world, chat, message) for message in chat.messages.values() if not message.deleted)


def _seen(world: World, chat: Chat, message: Message) -> Seen:
    kind, text = _kind_and_text(world, message)
    target = chat.messages.get(message.reply_to or 0)
    users = world.state.users
    return Seen(
        message.id,
        _author(world, message),
        text,
        kind,
        bool(message.edit_date),
        message.id in chat.pinned,
        target.id if target is not None and not target.deleted else None,
        message.thread_id,
        _origin_name(message),
        tuple((name_of(users[number]), emoji) for number, given in message.reactions.items() for emoji in given),
        tuple(tuple(row) for row in button_texts(message.markup)),
    )


def _author(world: World, message: Message) -> str:
    if message.sender_chat_id is not None:
        return world.state.chats[message.sender_chat_id].title
    return name_of(world.state.users[message.sender_id or 0])


def _origin_name(message: Message) -> str | None:
    origin = message.forward_origin
    if origin is None:
        return None
    if "sender_user" in origin:
        return str(origin["sender_user"]["first_name"])
    if "sender_user_name" in origin:
        return str(origin["sender_user_name"])
    return str(origin["chat" if "chat" in origin else "sender_chat"]["title"])


def _kind_and_text(world: World, message: Message) -> tuple[str, str]:
    content = message.content
    if "text" in content:
        return "text", message.text
    for kind in _KINDS:
        if kind in content:
            if kind == "poll_id":
                poll = world.state.polls[content[kind]]
                return "poll", f"{poll.question} {' / '.join(poll.options)}"
            if kind == "document":
                return kind, " ".join(filter(None, [content[kind].get("file_name"), message.text]))
            return kind, message.text
    return "service", next(iter(content))
