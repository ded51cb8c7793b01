"""The menu of commands that somebody sees in a chat: the narrowest scope the bot has set, as Telegram chooses it."""

from collections.abc import Iterator

import msgspec

from sandbox.membership import member_of
from sandbox.state import Bot, Chat, Json

_LANGUAGE = "zh"


def menu_of(bot: Bot, chat: Chat, user_id: int) -> list[Json]:
    """Return [{command, description}, ...] of the first scope that has a menu (core.telegram.org/bots/api
    #determining-list-of-commands), in Chinese before the one for all languages."""
    for scope in _scopes(chat, user_id):
        for language in (_LANGUAGE, ""):
            key = msgspec.json.encode([dict(sorted(scope.items())), language]).decode()
            if bot.commands.get(key):
                return bot.commands[key]
    return []


def _scopes(chat: Chat, user_id: int) -> Iterator[Json]:
    if chat.kind == "private":
        yield {"type": "chat", "chat_id": chat.id}
        yield {"type": "all_private_chats"}
    else:
        is_admin = member_of(chat, user_id).status in ("creator", "administrator")
        yield {"type": "chat_member", "chat_id": chat.id, "user_id": user_id}
        if is_admin:
            yield {"type": "chat_administrators", "chat_id": chat.id}
        yield {"type": "chat", "chat_id": chat.id}
        if is_admin:
            yield {"type": "all_chat_administrators"}
        yield {"type": "all_group_chats"}
    yield {"type": "default"}
