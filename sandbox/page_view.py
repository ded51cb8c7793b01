"""The world as the page shows it: plain dicts of what a person sees in a chat."""

from typing import Any

from sandbox.keyboard import button_texts
from sandbox.state import Bot, Chat, Json, Message, User
from sandbox.transcript import name_of, origin_name
from sandbox.world import World, is_present, is_service

_KINDS = ("photo", "document", "voice", "location", "contact", "sticker", "dice", "poll_id", "video", "audio")
_PREVIEW = 60
_RANKS = {"creator": "群主", "administrator": "管理员"}


def person_view(user: User) -> Json:
    """Return {id, name}."""
    return {"id": user.id, "name": name_of(user)}


def sees(chat: Chat, user_id: int) -> bool:
    """Whether that person can look into the chat: groups they are in, and their own private chats."""
    if chat.kind == "private":
        return chat.id == user_id
    return not chat.upgraded_to and is_present(chat.members.get(user_id))


def chats_of(world: World, bot: Bot, user: User) -> list[Chat]:
    """Return the chats that person has: their groups, and the private chat with the bot."""
    groups = [chat for chat in world.state.chats.values() if sees(chat, user.id)]
    return [*groups, world.private_chat(bot, user)]


def chat_view(world: World, bot: Bot, chat: Chat) -> Json:
    """Return a chat without its messages, as everybody in it sees it."""
    is_private = chat.kind == "private"
    last = next((message for message in reversed(chat.messages.values()) if not message.deleted), None)
    people = [number for number, member in chat.members.items() if is_present(member)]
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": name_of(world.state.users[bot.id]) if is_private else chat.title,
        "members": len(people),
        "has_bot": bot.id in people,
        "ranks": {
            number: member.custom_title or _RANKS[member.status]
            for number, member in chat.members.items()
            if member.status in _RANKS
        },
        "pinned": [
            {"id": number, "text": summary(world, chat.messages[number])}
            for number in chat.pinned
            if not chat.messages[number].deleted
        ],
        "keyboard": _keyboard(chat),
        "upgraded_to": chat.upgraded_to,
        "last": _last(world, chat, last) if last is not None else None,
        "has_started": is_private and bot.id in world.state.users[chat.id].started,
        "has_blocked": is_private and bot.id in world.state.users[chat.id].blocked,
    }


def _last(world: World, chat: Chat, message: Message) -> Json:
    is_plain = is_service(message) or chat.kind == "private"
    return {
        "id": message.id,
        "who": "" if is_plain else author(world, message)["name"],
        "text": summary(world, message),
        "date": message.date,
    }


def _keyboard(chat: Chat) -> Json | None:
    keyboard = chat.reply_keyboard
    if keyboard is None or keyboard.get("force_reply"):
        return None
    placeholder = str(keyboard.get("input_field_placeholder") or "")
    return {"rows": button_texts(keyboard), "placeholder": placeholder}


def author(world: World, message: Message) -> Json:
    """Return {id, name} of who is seen to have written it."""
    if message.sender_chat_id is not None:
        return {"id": message.sender_chat_id, "name": world.state.chats[message.sender_chat_id].title}
    user = world.state.users[message.sender_id or 0]
    return {"id": user.id, "name": name_of(user), "is_bot": user.is_bot}


def summary(world: World, message: Message) -> str:
    """Return a message in one short line: for the list of chats, replies, and what is pinned."""
    if is_service(message):
        return service_text(world, message)
    words = " ".join(message.text.split())
    return (_label(message) + words)[:_PREVIEW]


def _label(message: Message) -> str:
    content = message.content
    labels = {"photo": "[图片] ", "voice": "[语音] ", "location": "[位置]", "contact": "[名片]", "poll_id": "[投票]"}
    if "document" in content:
        return f"[文件] {content['document'].get('file_name', '')} "
    if "sticker" in content:
        return f"[贴纸] {content['sticker'].get('emoji', '')}"
    return next((label for kind, label in labels.items() if kind in content), "")


def message_view(world: World, chat: Chat, message: Message) -> Json:
    """Return one message as everybody in the chat sees it."""
    view: Json = {"id": message.id, "date": message.date}
    if is_service(message):
        return {**view, "service": service_text(world, message)}
    view["from"] = author(world, message)
    view["text"] = message.text
    entities = message.content.get("entities") or message.content.get("caption_entities")
    if entities:
        view["entities"] = [_entity(one) for one in entities]
    if message.edit_date:
        view["edited"] = True
    if message.forward_origin is not None:
        view["forwarded"] = origin_name(message)
    target = chat.messages.get(message.reply_to or 0)
    if target is not None and not target.deleted and not is_service(target):
        to = author(world, target)
        view["reply"] = {"id": target.id, "by": to["id"], "name": to["name"], "text": summary(world, target)}
    if message.asks_reply is not None:
        view["asks"] = {"selective": bool(message.asks_reply.get("selective"))}
    if message.reactions:
        view["reactions"] = _reactions(world, message)
    if message.markup is not None:
        rows = message.markup["inline_keyboard"]
        view["buttons"] = [[_button(button) for button in row] for row in rows]
    return {**view, **_media(world, message)}


def _entity(entity: Json) -> Json:
    kept = ("type", "offset", "length", "url")
    return {key: entity[key] for key in kept if key in entity}


def _button(button: Json) -> Json:
    style = {"style": button["style"]} if button.get("style") in ("success", "danger", "primary") else {}
    return {"text": button["text"], **({"url": str(button["url"])} if "url" in button else {}), **style}


def _reactions(world: World, message: Message) -> list[Json]:
    given: dict[str, list[int]] = {}
    for number, emoji in message.reactions.items():
        for one in emoji:
            given.setdefault(one, []).append(number)
    users = world.state.users
    return [
        {"emoji": emoji, "by": by, "names": "、".join(name_of(users[number]) for number in by)}
        for emoji, by in given.items()
    ]


def _media(world: World, message: Message) -> Json:
    content = message.content
    kind = next((kind for kind in _KINDS if kind in content), None)
    what: Any = content.get(kind) if kind else None
    match kind:
        case None:
            return {}
        case "photo":
            return {"photo": {"width": what[-1]["width"], "height": what[-1]["height"]}}
        case "document":
            return {"file": {"name": what.get("file_name") or "文件", "size": what["file_size"]}}
        case "voice":
            return {"voice": {"seconds": what["duration"]}}
        case "poll_id":
            poll = world.state.polls[what]
            return {"note": f"投票：{poll.question}\n" + "\n".join(f"○ {option}" for option in poll.options)}
        case "location":
            return {"note": f"位置：{what['latitude']}, {what['longitude']}"}
        case "contact":
            return {"note": f"名片：{what['first_name']} {what['phone_number']}"}
        case _:
            return {"note": str(what.get("emoji") or kind)}


def file_of(message: Message) -> Json | None:
    """Return the largest file a message carries, as the Bot API describes it; None where it has none."""
    content = message.content
    if "photo" in content:
        found: Json = content["photo"][-1]
        return found
    return content.get("document") or content.get("voice")


def service_text(world: World, message: Message) -> str:
    """Return what an announcement says."""
    content, who = message.content, author(world, message)["name"]
    what = next(iter(content))
    if what == "new_chat_members":
        joined = content[what]
        names = "、".join(one["first_name"] for one in joined)
        return f"{who} 进了群" if [one["id"] for one in joined] == [message.sender_id] else f"{who} 把 {names} 拉进了群"
    if what == "left_chat_member":
        gone = content[what]
        return f"{who} 退了群" if gone["id"] == message.sender_id else f"{who} 把 {gone['first_name']} 移出了群"
    if what == "pinned_id":
        pinned = world.chat_of(message).messages.get(content[what])
        is_there = pinned is not None and not pinned.deleted
        return (
            f"{who} 置顶了「{summary(world, pinned)[:20]}」"
            if pinned is not None and is_there
            else f"{who} 置顶了一条消息"
        )
    if what == "new_chat_title":
        return f"{who} 把群名改成「{content[what]}」"
    if what in ("migrate_to_chat_id", "migrate_from_chat_id"):
        return "这个群升级成了超级群"
    return {"group_chat_created": "建了群", "supergroup_chat_created": "建了群"}.get(what, what)
