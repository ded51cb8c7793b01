"""Changing, deleting and pinning messages."""

from typing import Any

from sandbox.keyboard import check_markup
from sandbox.membership import has_right, may
from sandbox.methods.composing import read_caption, read_text, shown
from sandbox.methods.registry import Call, method
from sandbox.rejection import NOT_MODIFIED, bad_request
from sandbox.state import Chat, Json, Message
from sandbox.world import is_service

_DELETABLE_SECONDS = 48 * 3600
_MEDIA = ("photo", "document", "voice", "video", "audio", "animation")


def editable(call: Call) -> tuple[Chat, Message]:
    """Return the bot's own message that the call names. Raises RejectedError."""
    if call.args.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    if not call.args.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = call.message(chat, "message to edit not found")
    own = message.sender_id == call.bot.id or (
        chat.kind == "channel" and has_right(chat, call.bot.id, "can_edit_messages")
    )
    if not own or is_service(message) or message.forward_origin is not None:
        raise bad_request("message can't be edited")
    return chat, message


def rewrite(call: Call, chat: Chat, message: Message, fields: tuple[str, ...], content: Json) -> Json:
    """Put `content` in place of the `fields` of the message, and the buttons of the call in place of its buttons."""
    markup, _ = check_markup(call.args.object("reply_markup"), chat)
    kept = {key: value for key, value in message.content.items() if key not in fields}
    new = {**kept, **content}
    if new == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    if new != message.content:
        message.edit_date = call.world.clock.date()
    message.content = new
    message.markup = markup
    return shown(call, chat, message)


@method("editMessageText", counts=True)
def edit_message_text(call: Call) -> Any:
    """Change the text of one of the bot's messages."""
    chat, message = editable(call)
    content = read_text(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return rewrite(call, chat, message, ("text", "entities", "link_preview_options"), content)


@method("editMessageCaption", counts=True)
def edit_message_caption(call: Call) -> Any:
    """Change the words under a photo or file."""
    chat, message = editable(call)
    content = read_caption(call)
    if not any(kind in message.content for kind in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return rewrite(call, chat, message, ("caption", "caption_entities", "show_caption_above_media"), content)


@method("editMessageReplyMarkup", counts=True)
def edit_message_reply_markup(call: Call) -> Any:
    """Change the buttons alone."""
    chat, message = editable(call)
    return rewrite(call, chat, message, (), {})


def check_deletable(call: Call, chat: Chat, message: Message) -> None:
    """Raise RejectedError where the bot may not delete that message."""
    own = message.sender_id == call.bot.id and not is_service(message)
    may_delete = (
        own
        or chat.kind == "private"
        or has_right(chat, call.bot.id, "can_delete_messages")
        or (chat.kind == "group" and has_right(chat, call.bot.id, "can_manage_chat"))
    )
    created = {"group_chat_created", "supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id"}
    if message.id == message.thread_id or not created.isdisjoint(message.content):
        raise bad_request("message can't be deleted")
    if not may_delete or call.world.clock.now() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


def remove(chat: Chat, message: Message) -> None:
    """Take the message away. Nobody is told: there is no update for it."""
    message.deleted = True
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)


@method("deleteMessage")
def delete_message(call: Call) -> Any:
    """Delete a message."""
    chat = call.chat()
    message = call.message(chat, "message to delete not found")
    check_deletable(call, chat, message)
    remove(chat, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> Any:
    """Delete up to 100 messages; those that are not there are passed over."""
    chat = call.chat()
    numbers = call.args.list("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified" if not numbers else "too many messages to delete")
    found = [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
    present = [message for message in found if not message.deleted]
    for message in present:
        check_deletable(call, chat, message)
    for message in present:
        remove(chat, message)
    return True


def _check_may_pin(call: Call, chat: Chat) -> None:
    if chat.kind == "private":
        return
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    member_may = chat.kind == "group" and may(chat, call.bot.id, right) and chat.permissions.get(right, False)
    if not has_right(chat, call.bot.id, right) and not member_may:
        raise bad_request("not enough rights to manage pinned messages in the chat")


@method("pinChatMessage")
def pin_chat_message(call: Call) -> Any:
    """Pin a message. The service message that says so comes from the bot, and the bot gets it as an update."""
    chat = call.chat()
    message = call.message(chat, "message to pin not found")
    _check_may_pin(call, chat)
    if is_service(message):
        raise bad_request("message can't be pinned")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    world = call.world
    world.say(
        chat,
        None if chat.kind == "channel" else call.bot.id,
        {"pinned_id": message.id},
        sender_chat_id=chat.id if chat.kind == "channel" else None,
    )
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> Any:
    """Unpin that message, or the newest pinned one."""
    chat = call.chat()
    _check_may_pin(call, chat)
    if not call.args.has("message_id"):
        if not chat.pinned:
            raise bad_request("message to unpin not found")
        chat.pinned.pop()
        return True
    message = call.message(chat, "message to unpin not found")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> Any:
    """Unpin everything."""
    chat = call.chat()
    _check_may_pin(call, chat)
    chat.pinned.clear()
    return True
