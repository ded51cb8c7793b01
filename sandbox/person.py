"""A person with a telephone: says, edits, deletes, replies, taps, reacts, forwards, presses start, blocks."""

from typing import Any

import msgspec

from sandbox.forwarding import origin
from sandbox.keyboard import find_button
from sandbox.membership import may, member_of
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.state import GROUP_ANONYMOUS_BOT, Bot, Callback, Chat, Json, Member, Message, User
from sandbox.text import find_entities, utf16_length
from sandbox.view import chat_view, inaccessible_view, member_view, message_view, user_view
from sandbox.world import World, is_present, is_service

_LONGEST_TEXT = 4096


class Tap:
    """A tapped button and what came of it."""

    def __init__(self, callback: Callback | None = None, url: str | None = None, said: Message | None = None) -> None:
        self.callback = callback
        self.url = url
        """Where a link button leads."""
        self.said = said
        """The message a reply keyboard's button or a deep link wrote."""

    @property
    def answered(self) -> bool:
        """Whether the bot answered: until then the button shows a clock."""
        return self.callback is not None and self.callback.answer is not None

    @property
    def notice(self) -> str:
        """The words the bot answered with, empty where none."""
        answer = self.callback.answer if self.callback is not None else None
        return str(answer["text"]) if answer else ""

    @property
    def is_alert(self) -> bool:
        """Whether the answer was shown as an alert to be closed."""
        answer = self.callback.answer if self.callback is not None else None
        return bool(answer and answer["show_alert"])


class Person:
    """Somebody, and the bot they mean when they open "the bot"."""

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

    # --- words ---------------------------------------------------------------------------------------------

    def says(self, where: Room | None, text: str, *, topic: int | None = None, **about: Any) -> Message:
        """Write a text in a chat (None: to the bot); returns the message. Raises CannotDoError."""
        if not 0 < utf16_length(text.strip()) <= _LONGEST_TEXT:
            raise CannotDoError("a message has 1 to 4096 characters; a client splits what is longer")
        return self.sends(where, _text_content(text), topic=topic, **about)

    def sends(
        self, where: Room | None, content: Json, *, topic: int | None = None, permission: str = "", **about: Any
    ) -> Message:
        """Send a message of any content, in Bot API's fields. Raises CannotDoError."""
        chat = (where or self.private).chat
        self._check_may_write(chat, permission or "can_send_messages")
        return self.world.say(chat, self.user.id, content, thread_id=topic, **about)

    def _check_may_write(self, chat: Chat, permission: str) -> None:
        if chat.kind == "private":
            if chat.id != self.user.id:
                raise CannotDoError(f"{self.name} cannot write in another's private chat")
            if chat.bot_id in self.user.blocked or chat.bot_id not in self.user.started:
                raise CannotDoError(f"{self.name} has to press start first: person.starts()")
            return
        if chat.upgraded_to:
            raise CannotDoError(f"{chat.title} was upgraded; people write in the supergroup")
        if chat.kind == "channel":
            raise CannotDoError("people do not write in a channel: sandbox.post")
        if not may(chat, self.user.id, permission):
            raise CannotDoError(f"{self.name} may not do that in {chat.title}")

    def replies(self, to: Message, text: str, *, quote: str | None = None) -> Message:
        """Answer a message in its chat."""
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
        if self.world.clock.now() - message.date > 48 * 3600:
            raise CannotDoError("48 hours are over")
        if "text" in message.content:
            message.content = _text_content(text)
        else:
            kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
            found = find_entities(text)
            message.content = {**kept, "caption": text, **({"caption_entities": found} if found else {})}
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
        if message.protected or is_service(message):
            raise CannotDoError("that message cannot be forwarded")
        return self.sends(to, dict(message.content), forward_origin=origin(self.world, chat, message))

    def says_anonymously(self, where: Room, text: str) -> Message:
        """Write as the group itself, as anonymous administrators do."""
        member = member_of(where.chat, self.user.id)
        if member.status not in ("creator", "administrator"):
            raise CannotDoError(f"{self.name} is no administrator")
        return self.world.say(
            where.chat,
            GROUP_ANONYMOUS_BOT,
            _text_content(text),
            sender_chat_id=where.id,
            author_signature=member.custom_title,
        )

    # --- the bot -------------------------------------------------------------------------------------------

    def starts(self, payload: str = "") -> Message:
        """Press start in the private chat, or follow https://t.me/<bot>?start=payload. Unblocks the bot."""
        chat = self.world.private_chat(self.bot, self.user)
        if self.bot.id in self.user.blocked:
            self.user.blocked.discard(self.bot.id)
            self._tell_block(chat, Member("kicked"), Member())
        self.user.started.add(self.bot.id)
        return self.says(None, f"/start {payload}" if payload else "/start")

    def blocks(self) -> None:
        """Stop the bot."""
        chat = self.world.private_chat(self.bot, self.user)
        self.user.blocked.add(self.bot.id)
        self._tell_block(chat, Member(), Member("kicked"))

    def _tell_block(self, chat: Chat, old: Member, new: Member) -> None:
        me = self.world.state.users[self.bot.id]
        update = {
            "chat": chat_view(self.world.state, chat),
            "from": user_view(self.user),
            "date": self.world.clock.date(),
            "old_chat_member": member_view(chat, old, me, self.bot.id),
            "new_chat_member": member_view(chat, new, me, self.bot.id),
        }
        self.world.put(self.bot.id, "my_chat_member", chat.id, update)

    def taps(self, where: Message | Room, text: str = "") -> Tap:
        """Tap the button with that text (or the only one containing it) under a message, or the newest such button
        in a chat. A deleted message can still be tapped by who has not seen that. Raises CannotDoError."""
        message, button = self._button(where, text)
        if message is None:
            return self._tap_reply_keyboard(where, button)
        if "url" in button:
            return self._follow(str(button["url"]))
        if "callback_data" not in button:
            raise CannotDoError(f"nothing happens at {button}")
        chat = self.world.chat_of(message)
        if not is_present(member_of(chat, self.user.id)):
            raise CannotDoError(f"{self.name} is not in {chat.title}")
        return Tap(self._call_back(chat, message, str(button["callback_data"])))

    def _button(self, where: Message | Room, text: str) -> tuple[Message | None, Json]:
        if isinstance(where, Message):
            button = find_button(where.markup, text)
            if button is not None:
                return where, button
            raise CannotDoError(f"no button {text!r} under {where.text!r}: {where.markup}")
        for message in reversed(where.messages):
            button = find_button(message.markup, text)
            if button is not None:
                return message, button
        button = find_button(where.chat.reply_keyboard, text)
        if button is not None:
            return None, button
        raise CannotDoError(f"no button {text!r} in {where.title or where.id}:\n{where.transcript()}")

    def _call_back(self, chat: Chat, message: Message, data: str) -> Callback:
        bot_id = message.sender_id if message.sender_id in self.world.state.bots else self.bot.id
        callback = Callback(str(self.world.draw()), bot_id or 0, self.user.id, self.world.clock.now(), data)
        self.world.state.callbacks[callback.id] = callback
        state = self.world.state
        shown = inaccessible_view(state, chat, message.id) if message.deleted else message_view(state, chat, message)
        query = {
            "id": callback.id,
            "from": user_view(self.user),
            "message": shown,
            "chat_instance": str(abs(chat.id) * 7_919),
            "data": data,
        }
        self.world.put(callback.bot_id, "callback_query", self.user.id, query)
        return callback

    def _follow(self, url: str) -> Tap:
        link = f"https://t.me/{self.bot.username}?start="
        if url.lower().startswith(link.lower()):
            return Tap(url=url, said=self.starts(url[len(link) :]))
        return Tap(url=url)

    def _tap_reply_keyboard(self, where: Message | Room, button: Json) -> Tap:
        assert isinstance(where, Room)  # noqa: S101 - only a chat has a reply keyboard
        if button.get("request_contact"):
            return Tap(said=self.shares_contact(where))
        if "web_app" in button:
            raise CannotDoError("a web app answers by person.answers_web_app()")
        keyboard = where.chat.reply_keyboard or {}
        if keyboard.get("one_time_keyboard"):
            where.chat.reply_keyboard = None
        return Tap(said=self.says(where, str(button["text"])))

    def shares_contact(self, where: Room | None = None, phone_number: str = "+8613900000000") -> Message:
        """Send one's own telephone number."""
        contact = {"phone_number": phone_number, "first_name": self.name, "user_id": self.id}
        return self.sends(where, {"contact": contact})

    def reacts(self, message: Message, *emoji: str) -> None:
        """Put these reactions under a message in place of one's former ones; none takes them away."""
        chat = self.world.chat_of(message)
        old = message.reactions.pop(self.user.id, [])
        if emoji:
            message.reactions[self.user.id] = list(emoji)
        update = {
            "chat": chat_view(self.world.state, chat),
            "message_id": message.id,
            "user": user_view(self.user),
            "date": self.world.clock.date(),
            "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
            "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
        }
        body = msgspec.json.encode(update)
        for bot, member in self.world.bots_in(chat):
            if member.status == "administrator" or chat.kind == "private":
                self.world.queues[bot.id].put("message_reaction", chat.id, body)


def _text_content(text: str) -> Json:
    text = text.strip()
    found = find_entities(text)
    return {"text": text, "entities": found} if found else {"text": text}
