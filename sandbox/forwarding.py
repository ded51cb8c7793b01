"""Forwards and copies: what of a message travels, and who it is said to come from."""

from sandbox.state import GROUP_ANONYMOUS_BOT, Chat, Json, Message
from sandbox.view import chat_view, user_view
from sandbox.world import World


def origin(world: World, chat: Chat, message: Message) -> Json:
    """Return the MessageOrigin: the first author, a hidden name where that person's settings say so."""
    if message.forward_origin is not None:
        return message.forward_origin
    if chat.kind == "channel":
        view: Json = {
            "type": "channel",
            "date": message.date,
            "chat": chat_view(world.state, chat),
            "message_id": message.id,
        }
        if message.author_signature:
            view["author_signature"] = message.author_signature
        return view
    if message.sender_chat_id is not None and message.sender_id == GROUP_ANONYMOUS_BOT:
        view = {"type": "chat", "date": message.date, "sender_chat": chat_view(world.state, chat)}
        if message.author_signature:
            view["author_signature"] = message.author_signature
        return view
    if message.sender_chat_id is not None:
        sender = world.state.chats[message.sender_chat_id]
        return {"type": "chat", "date": message.date, "sender_chat": chat_view(world.state, sender)}
    author = world.state.users[message.sender_id or 0]
    if author.hides_forwards:
        name = f"{author.first_name} {author.last_name}" if author.last_name else author.first_name
        return {"type": "hidden_user", "date": message.date, "sender_user_name": name}
    return {"type": "user", "date": message.date, "sender_user": user_view(author)}
