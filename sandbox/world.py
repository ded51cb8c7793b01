"""The world behind the server: accounts, chats and messages, and who is told what happens."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from sandbox.clock import Clock
from sandbox.state import (
    CHANNEL_BOT,
    GROUP_ANONYMOUS_BOT,
    TELEGRAM,
    Bot,
    Chat,
    Json,
    Member,
    Message,
    State,
    User,
)
from sandbox.text import command_of
from sandbox.update_queue import UpdateQueue
from sandbox.view import message_view

_SERVICE_ACCOUNTS = {
    GROUP_ANONYMOUS_BOT: ("Group", "GroupAnonymousBot", True),
    TELEGRAM: ("Telegram", None, False),
    CHANNEL_BOT: ("Channel", "Channel_Bot", True),
}
_SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_id",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "write_access_allowed",
        "web_app_data",
    }
)
PRESENT = frozenset({"creator", "administrator", "member"})


def is_present(member: Member | None) -> bool:
    """Whether that member is in the chat."""
    return member is not None and (
        member.status in PRESENT or (member.status == "restricted" and member.rights.get("is_member", True))
    )


def is_service(message: Message) -> bool:
    """Whether the message reports an event and was written by nobody."""
    return not _SERVICE_FIELDS.isdisjoint(message.content)


class World:
    """The state and what moves it. Every change goes through here or the modules beside it."""

    def __init__(self, state: State, clock: Clock) -> None:
        self.state = state
        self.clock = clock
        self.queues: dict[int, UpdateQueue] = {bot.id: UpdateQueue(bot, clock) for bot in state.bots.values()}
        self.tokens: dict[str, Bot] = {bot.token: bot for bot in state.bots.values()}
        for number, (name, username, is_bot) in _SERVICE_ACCOUNTS.items():
            state.users.setdefault(number, User(number, name, username=username, is_bot=is_bot))

    def clear(self) -> None:
        """Forget all chats, people and files, and what bots have not fetched; the bots themselves stay."""
        state = self.state
        for forgotten in (state.chats, state.polls, state.files, state.callbacks):
            forgotten.clear()
        known = {*_SERVICE_ACCOUNTS, *state.bots}
        state.users = {number: user for number, user in state.users.items() if number in known}
        for bot in state.bots.values():
            self.queues[bot.id].clear()
            for kept in (bot.private, bot.met, bot.commands, bot.texts, bot.menu_buttons, bot.default_rights):
                kept.clear()

    # --- names and numbers ---------------------------------------------------------------------------------

    def draw(self) -> int:
        """Return a random 64-bit number that depends on the seed and how many were drawn before."""
        self.state.drawn += 1
        digest = hashlib.blake2b(f"{self.state.seed}:{self.state.drawn}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big")

    def add_bot(self, username: str, token: str, *, can_read_all: bool = True) -> Bot:
        """Register a bot; its id is the number before the colon of its token."""
        number = int(token.partition(":")[0])
        bot = Bot(number, token, username, can_read_all_group_messages=can_read_all)
        bot.next_update = 100_000_000 + self.draw() % 800_000_000
        self.state.bots[number] = bot
        self.state.users[number] = User(number, username, username=username, is_bot=True, language_code=None)
        self.queues[number] = UpdateQueue(bot, self.clock)
        self.tokens[token] = bot
        return bot

    def add_person(self, name: str, **about: Any) -> User:
        """Register a person."""
        number = self.state.next_user
        self.state.next_user += 1 + self.draw() % 1_000
        user = User(number, name, **about)
        self.state.users[number] = user
        return user

    def add_chat(self, kind: str, title: str, **about: Any) -> Chat:
        """Register a group (-N), supergroup or channel (-100N)."""
        number = self.state.next_group
        self.state.next_group += 1 + self.draw() % 1_000
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title, **about)
        self.state.chats[chat.id] = chat
        return chat

    def private_chat(self, bot: Bot, user: User) -> Chat:
        """Return the private chat of a bot with a person, making it at need."""
        chat = bot.private.get(user.id)
        if chat is None:
            chat = bot.private[user.id] = Chat(user.id, "private", bot_id=bot.id)
            chat.members = {user.id: Member(), bot.id: Member()}
        return chat

    # --- messages ------------------------------------------------------------------------------------------

    def post(self, chat: Chat, sender_id: int | None, content: Json, **about: Any) -> Message:
        """Add a message to the chat and tell nobody."""
        if chat.is_supergroup:
            number = chat.next_message
            chat.next_message += 1
        else:
            number = self.state.next_message
            self.state.next_message += 1
        message = Message(number, chat.id, self.clock.date(), sender_id, content, **about)
        chat.messages[number] = message
        if sender_id in self.state.bots:
            chat.last_bot_id = sender_id or 0
        return message

    def tell(self, chat: Chat, message: Message, *, edited: bool = False) -> None:
        """Queue the message, as it is now, for every bot that gets to see it."""
        is_channel = chat.kind == "channel"
        kind = ("edited_" if edited else "") + ("channel_post" if is_channel else "message")
        body: bytes | None = None
        for bot, member in self.bots_in(chat):
            if self.sees(chat, bot, member, message):
                if body is None:
                    body = msgspec.json.encode(message_view(self.state, chat, message))
                self.queues[bot.id].put(kind, chat.id, body)

    def say(self, chat: Chat, sender_id: int | None, content: Json, **about: Any) -> Message:
        """Add a message and tell the bots."""
        message = self.post(chat, sender_id, content, **about)
        self.tell(chat, message)
        return message

    def bots_in(self, chat: Chat) -> Iterator[tuple[Bot, Member]]:
        """Yield the bots that are in the chat."""
        for bot in self.state.bots.values():
            if chat.kind == "private" and chat.bot_id != bot.id:
                continue
            member = chat.members.get(bot.id)
            if member is not None and is_present(member):
                yield bot, member

    def sees(self, chat: Chat, bot: Bot, member: Member, message: Message) -> bool:
        """Whether Telegram shows this message to that bot: not what bots write, and less in privacy mode."""
        if is_service(message):
            return True
        sender = message.sender_id
        if sender in self.state.bots:
            return False
        if chat.kind in ("private", "channel") or member.status == "administrator" or member.reads_all:
            return True
        command = command_of(message.text, message.content.get("entities") or [])
        if command is not None:
            _, addressee = command
            if addressee is not None:
                return addressee.lower() == bot.username.lower()
            return chat.last_bot_id == bot.id
        target = chat.messages.get(message.reply_to or 0)
        return target is not None and target.sender_id == bot.id

    def put(self, bot_id: int, kind: str, chat_id: int, payload: Json) -> None:
        """Queue an update that is not a message."""
        queue = self.queues[bot_id]
        if queue.wants(kind):
            queue.put(kind, chat_id, msgspec.json.encode(payload))

    # --- finding -------------------------------------------------------------------------------------------

    def chat_of(self, message: Message) -> Chat:
        """Return the chat a message is in; of several bots' private chats the one that holds it."""
        if message.chat_id in self.state.chats:
            return self.state.chats[message.chat_id]
        for bot in self.state.bots.values():
            chat = bot.private.get(message.chat_id)
            if chat is not None and chat.messages.get(message.id) is message:
                return chat
        raise KeyError(message.chat_id)

    def save(self) -> bytes:
        """Return the whole state as JSON."""
        for queue in self.queues.values():
            queue.save()
        self.state.clock_offset = self.clock.offset
        return msgspec.json.encode(self.state)

    @classmethod
    def load(cls, data: bytes, clock: Clock) -> "World":
        """Return the world that `save` wrote."""
        state = msgspec.json.decode(data, type=State)
        clock.offset = state.clock_offset
        return cls(state, clock)
