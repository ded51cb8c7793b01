"""What all sending methods share: the chat, the topic, the reply, the text and its mark-up, the buttons."""

from typing import Any

from sandbox.formatting import cannot_parse, parse
from sandbox.forwarding import origin
from sandbox.keyboard import check_markup
from sandbox.membership import has_right, may
from sandbox.methods.registry import Call
from sandbox.rejection import bad_request
from sandbox.state import Chat, Json, Message
from sandbox.text import merge_entities, trim, utf16_length
from sandbox.view import chat_view, message_view

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_WHAT = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_voice_notes": "voice notes",
    "can_send_polls": "polls",
    "can_send_other_messages": "other messages",
    "can_send_videos": "videos",
    "can_send_audios": "audios",
}


def place(call: Call, permission: str = "can_send_messages") -> Chat:
    """Return the chat to send to. Raises RejectedError where the bot may not send such a thing there."""
    chat = call.chat()
    if chat.kind == "channel":
        if not has_right(chat, call.bot.id, "can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.kind != "private" and not may(chat, call.bot.id, permission):
        raise bad_request(f"not enough rights to send {_WHAT[permission]} to the chat")
    return chat


def read_formatted(call: Call, text_name: str, entities_name: str, limit: int) -> tuple[str, list[Json]]:
    """Return the text without mark-up and its entities; empty where nothing was sent. Raises RejectedError."""
    args = call.args
    source = args.text(text_name)
    if not source:
        return "", []
    given = args.list(entities_name)
    if given:
        text, entities = source, _checked_entities(source, given)
    else:
        text, entities = parse(source, args.text("parse_mode"))
    text, entities = trim(text, entities)
    if utf16_length(text) > limit:
        raise bad_request("message is too long" if limit == LONGEST_TEXT else "message caption is too long")
    return text, merge_entities(text, entities)


def _checked_entities(text: str, given: list[Any]) -> list[Json]:
    length = utf16_length(text)
    kept: list[Json] = []
    for entity in given:
        if not isinstance(entity, dict) or "type" not in entity:
            raise cannot_parse('Can\'t find field "type"')
        start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        if start < 0 or end > length:
            raise cannot_parse("Entity beyond the end of the text")
        kept.append(entity)
    return kept


def read_text(call: Call) -> Json:
    """Return the content of a text message. Raises RejectedError."""
    text, entities = read_formatted(call, "text", "entities", LONGEST_TEXT)
    if not text:
        raise bad_request("message text is empty")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    options = call.args.object("link_preview_options")
    if isinstance(options, dict) and any(entity["type"] in ("url", "text_link") for entity in entities):
        content["link_preview_options"] = options
    return content


def read_caption(call: Call) -> Json:
    """Return the caption fields of a message with a file. Raises RejectedError."""
    text, entities = read_formatted(call, "caption", "caption_entities", LONGEST_CAPTION)
    content: Json = {}
    if text:
        content["caption"] = text
    if entities:
        content["caption_entities"] = entities
    if call.args.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if call.args.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def send(call: Call, chat: Chat, content: Json, *, media_group_id: str | None = None) -> Message:
    """Post what the bot sends: topic, reply and buttons are checked here. Raises RejectedError."""
    args = call.args
    markup, reply_keyboard = check_markup(args.object("reply_markup"), chat)
    about: Json = _reply(call, chat)
    thread_id = _thread(call, chat)
    if thread_id is None and about.get("reply_to") and chat.is_forum:
        thread_id = chat.messages[about["reply_to"]].thread_id
    message = call.world.post(
        chat,
        None if chat.kind == "channel" else call.bot.id,
        content,
        thread_id=thread_id,
        markup=markup,
        protected=args.flag("protect_content") or chat.protects_content,
        media_group_id=media_group_id,
        sender_chat_id=chat.id if chat.kind == "channel" else None,
        asks_reply=reply_keyboard if reply_keyboard and reply_keyboard.get("force_reply") else None,
        **about,
    )
    if reply_keyboard is not None:
        chat.reply_keyboard = None if reply_keyboard.get("remove_keyboard") else reply_keyboard
    if chat.kind == "channel":
        chat.last_bot_id = call.bot.id
        for bot, member in call.world.bots_in(chat):
            if bot.id != call.bot.id and member.status == "administrator":
                call.world.put(bot.id, "channel_post", chat.id, message_view(call.world.state, chat, message))
    return message


def _thread(call: Call, chat: Chat) -> int | None:
    number = call.args.number("message_thread_id")
    if not number:
        return None
    if not chat.is_forum:
        root = chat.messages.get(number) if chat.kind == "supergroup" else None
        if root is None or root.deleted:
            raise bad_request("message thread not found")
        return root.thread_id or root.id
    if number == 1:
        return None
    topic = chat.topics.get(number)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not has_right(chat, call.bot.id, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def _reply(call: Call, chat: Chat) -> Json:
    given = call.args.object("reply_parameters")
    forgiving = call.args.flag("allow_sending_without_reply")
    if given is None:
        number = call.args.number("reply_to_message_id")
        if not number:
            return {}
        given = {"message_id": number}
    if not isinstance(given, dict) or not given.get("message_id"):
        raise bad_request("can't parse reply parameters JSON object")
    forgiving = forgiving or bool(given.get("allow_sending_without_reply"))
    elsewhere = given.get("chat_id")
    if elsewhere is not None and str(elsewhere) not in (str(chat.id), f"@{chat.username}"):
        return _reply_across(call, given, forgiving=forgiving)
    target = chat.messages.get(int(given["message_id"]))
    if target is None or target.deleted:
        if forgiving:
            return {}
        raise bad_request("message to be replied not found")
    about: Json = {"reply_to": target.id}
    if given.get("quote"):
        position = target.text.find(str(given["quote"]))
        if position < 0:
            raise bad_request("QUOTE_TEXT_INVALID")
        at = utf16_length(target.text[:position])
        about["quote"] = {"text": str(given["quote"]), "position": at, "is_manual": True}
    return about


def _reply_across(call: Call, given: Json, *, forgiving: bool) -> Json:
    other = call.world.state.chats.get(int(given["chat_id"])) if str(given["chat_id"]).lstrip("-").isdigit() else None
    target = other.messages.get(int(given["message_id"])) if other is not None else None
    if other is None or target is None or target.deleted:
        if forgiving:
            return {}
        raise bad_request("chat not found" if other is None else "message to be replied not found")
    return {
        "external_reply": {
            "origin": origin(call.world, other, target),
            "chat": chat_view(call.world.state, other),
            "message_id": target.id,
        }
    }


def shown(call: Call, chat: Chat, message: Message) -> Json:
    """Return the Message as the answer of the call."""
    return message_view(call.world.state, chat, message)
