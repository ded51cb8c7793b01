"""What somebody who looks into a chat sees: the messages in order, with edits, reactions, pins, buttons, replies."""

from sandbox.keyboard import button_texts
from sandbox.seen import Seen, Transcript
from sandbox.state import Chat, Message, User
from sandbox.world import World

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
        origin_name(message),
        tuple((name_of(users[number]), emoji) for number, given in message.reactions.items() for emoji in given),
        tuple(tuple(row) for row in button_texts(message.markup)),
    )


def _author(world: World, message: Message) -> str:
    if message.sender_chat_id is not None:
        return world.state.chats[message.sender_chat_id].title
    return name_of(world.state.users[message.sender_id or 0])


def origin_name(message: Message) -> str | None:
    """Return the name a forwarded message is said to come from, None where it was not forwarded."""
    origin = message.forward_origin
    if origin is None:
        return None
    if "sender_user" in origin:
        sender = origin["sender_user"]
        return " ".join(filter(None, [sender["first_name"], sender.get("last_name")]))
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
    happened = next(iter(content))
    return "service", "pinned_message" if happened == "pinned_id" else happened
