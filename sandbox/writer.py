"""Words: what a person writes, answers, edits, deletes and forwards."""

from typing import Any

from sandbox.forwarding import origin
from sandbox.membership import may, member_of
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.state import CHANNEL_BOT, GROUP_ANONYMOUS_BOT, Bot, Chat, Json, Message, User
from sandbox.text import find_entities, typed, utf16_length
from sandbox.world import World, is_present, is_service

_LONGEST_TEXT = 4096
_EDITABLE_SECONDS = 48 * 3600


class Writer:
    """Somebody who writes, and the bot they mean when they open "the bot"."""

    def __init__(self, world: World, user: User, bot: Bot) -> None:
        self.world = world
        self.user = user
        self.bot = bot

    @property
    def id(self) -> int:
        """The account's id, which is also the id of their private chat."""
        return self.user.id

    @property
    def name(self) -> str:
        """The first name."""
        return self.user.first_name

    @property
    def private(self) -> Room:
        """The private chat with the bot."""
        return Room(self.world, self.world.private_chat(self.bot, self.user))

    def __repr__(self) -> str:
        return f"<person {self.user.id} {self.user.first_name}>"

    def says(self, where: Room | None, text: str, *, topic: int | None = None, **about: Any) -> Message:
        """Write a text in a chat (None: to the bot); returns the message. Raises CannotDoError."""
        if not 0 < utf16_length(text.strip()) <= _LONGEST_TEXT:
            raise CannotDoError("a message has 1 to 4096 characters; a client splits what is longer")
        return self.sends(where, typed(text), topic=topic, **about)

    def pastes(self, where: Room | None, text: str, *, topic: int | None = None) -> list[Message]:
        """Write what may be too long for one message; the client cuts it, at the end of a line where it can."""
        parts = []
        rest = text.strip()
        while utf16_length(rest) > _LONGEST_TEXT:
            end = _LONGEST_TEXT
            while utf16_length(rest[:end]) > _LONGEST_TEXT:
                end -= 1
            line_end = rest.rfind("\n", end // 2, end)
            end = line_end if line_end > 0 else end
            parts.append(rest[:end])
            rest = rest[end:].strip()
        return [self.says(where, part, topic=topic) for part in [*parts, rest]]

    def sends(
        self, where: Room | None, content: Json, *, topic: int | None = None, permission: str = "", **about: Any
    ) -> Message:
        """Send a message of any content, in Bot API's fields. Raises CannotDoError."""
        chat = (where or self.private).chat
        self._check_may_write(chat, topic, permission or "can_send_messages")
        return self.world.say(chat, self.user.id, content, thread_id=topic, **about)

    def _check_may_write(self, chat: Chat, topic: int | None, permission: str) -> None:
        if chat.kind == "private":
            if chat.id != self.user.id:
                raise CannotDoError(f"{self.name} cannot write in another's private chat")
            if chat.bot_id in self.user.blocked or chat.bot_id not in self.user.started:
                raise CannotDoError(f"{self.name} has to press start first: person.starts()")
            return
        if chat.upgraded_to:
            raise CannotDoError(f"{chat.title} was upgraded; people write in the supergroup")
        if chat.kind == "channel":
            raise CannotDoError("people do not write in a channel: room.posts(text)")
        if not may(chat, self.user.id, permission):
            raise CannotDoError(f"{self.name} may not do that in {chat.title}")
        if topic is not None and chat.is_forum and (topic not in chat.topics or chat.topics[topic].closed):
            raise CannotDoError(f"there is no open topic {topic} in {chat.title}")

    def replies(self, to: Message, text: str, *, quote: str | None = None) -> Message:
        """Answer a message in its chat, perhaps quoting a part of it."""
        chat = self.world.chat_of(to)
        about: Json = {"reply_to": to.id}
        if quote:
            at = utf16_length(to.text[: to.text.index(quote)])
            about["quote"] = {"text": quote, "position": at, "is_manual": True}
        return self.says(Room(self.world, chat), text, topic=to.thread_id, **about)

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own message. Raises CannotDoError for others' messages and after 48 hours."""
        chat = self.world.chat_of(message)
        if message.sender_id != self.user.id or message.deleted or message.forward_origin is not None:
            raise CannotDoError(f"{self.name} cannot edit that message")
        if self.world.clock.now() - message.date > _EDITABLE_SECONDS:
            raise CannotDoError("48 hours are over")
        rewrite(message, text)
        message.edit_date = self.world.clock.date()
        self.world.tell(chat, message, edited=True)
        return message

    def deletes(self, message: Message) -> None:
        """Delete a message for everybody. The bot is not told: there is no update for it."""
        chat = self.world.chat_of(message)
        is_admin = member_of(chat, self.user.id).status in ("creator", "administrator")
        if message.sender_id != self.user.id and not is_admin and chat.kind != "private":
            raise CannotDoError(f"{self.name} cannot delete that message")
        message.deleted = True
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)

    def forwards(self, message: Message, to: Room | None) -> Message:
        """Forward a message into another chat (None: to the bot)."""
        chat = self.world.chat_of(message)
        if message.protected or message.deleted or is_service(message):
            raise CannotDoError("that message cannot be forwarded")
        return self.sends(to, dict(message.content), forward_origin=origin(self.world, chat, message))

    def says_anonymously(self, where: Room, text: str) -> Message:
        """Write as the group itself, as anonymous administrators do."""
        member = member_of(where.chat, self.user.id)
        if member.status not in ("creator", "administrator"):
            raise CannotDoError(f"{self.name} is no administrator")
        about = {"sender_chat_id": where.id, "author_signature": member.custom_title}
        return self.world.say(where.chat, GROUP_ANONYMOUS_BOT, typed(text), **about)

    def says_as(self, channel: Room, where: Room, text: str) -> Message:
        """Write in a group as a channel one owns."""
        if not is_present(member_of(channel.chat, self.user.id)):
            raise CannotDoError(f"{self.name} has no part in {channel.title}")
        return self.world.say(where.chat, CHANNEL_BOT, typed(text), sender_chat_id=channel.id)


def caption_content(text: str) -> Json:
    """Return the caption fields of what somebody sends with a file."""
    text = text.strip()
    found = find_entities(text)
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def rewrite(message: Message, text: str) -> None:
    """Put another text, or caption, in place of a message's own."""
    if "text" in message.content:
        message.content = typed(text)
    else:
        kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
        message.content = {**kept, **caption_content(text)}
