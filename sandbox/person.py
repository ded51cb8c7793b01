"""A person with a telephone: writes and sends, presses start, taps, reacts, votes, joins, leaves, blocks."""

from sandbox.keyboard import find_button
from sandbox.membership import has_right, is_link_good, join, leave, member_of
from sandbox.photographer import Photographer
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.state import Callback, Chat, Json, Member, Message
from sandbox.tap import Tap
from sandbox.view import (
    chat_view,
    inaccessible_view,
    link_view,
    member_view,
    message_view,
    poll_view,
    reaction_counts,
    user_view,
)
from sandbox.world import is_present

_MOST_REACTIONS = 1


class Person(Photographer):
    """Somebody. What people cannot do raises CannotDoError."""

    # --- the bot -------------------------------------------------------------------------------------------

    def starts(self, payload: str = "") -> Message:
        """Press start in the private chat, or follow https://t.me/<bot>?start=payload. Unblocks the bot."""
        chat = self.world.private_chat(self.bot, self.user)
        if self.bot.id in self.user.blocked:
            self.user.blocked.discard(self.bot.id)
            self._tell_block(chat, Member("kicked"), Member())
        self.user.started.add(self.bot.id)
        return self.says(None, f"/start {payload}" if payload else "/start")

    def starts_group(self, room: Room, payload: str) -> Message:
        """Follow https://t.me/<bot>?startgroup=payload and choose that group: the bot is added and told."""
        me = self.world.state.users[self.bot.id]
        if not is_present(member_of(room.chat, me.id)):
            room.add(me, by=self)
        return self.says(room, f"/start@{self.bot.username} {payload}")

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
            "old_chat_member": member_view(chat, old, me),
            "new_chat_member": member_view(chat, new, me),
        }
        self.world.put(self.bot.id, "my_chat_member", chat.id, update)

    # --- buttons -------------------------------------------------------------------------------------------

    def taps(self, where: Message | Room, text: str = "") -> Tap:
        """Tap the button with that text (or the only one containing it) under a message, or the newest such button in
        a chat. A message that was deleted a moment ago can still be tapped."""
        if isinstance(where, Message):
            message, button = where, find_button(where.markup, text)
        else:
            found = ((said, find_button(said.markup, text)) for said in reversed(where.messages))
            message, button = next(((said, button) for said, button in found if button), (where.last(), None))
            if button is None and (key := find_button(where.chat.reply_keyboard, text)) is not None:
                return self._tap_reply_keyboard(where, key)
        if button is None:
            raise CannotDoError(f"no button {text!r} at {where!r}")
        if "url" in button:
            return self._follow(str(button["url"]))
        if "callback_data" not in button:
            raise CannotDoError(f"nothing happens at {button}")
        chat = self.world.chat_of(message)
        if not is_present(member_of(chat, self.user.id)):
            raise CannotDoError(f"{self.name} is not in {chat.title}")
        return Tap(self._call_back(chat, message, str(button["callback_data"])))

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

    def _tap_reply_keyboard(self, where: Room, button: Json) -> Tap:
        if button.get("request_contact"):
            return Tap(said=self.shares_contact(where))
        if button.get("request_location"):
            return Tap(said=self.shares_location(where))
        if "web_app" in button:
            raise CannotDoError("a web app answers with person.answers_web_app(...)")
        if (where.chat.reply_keyboard or {}).get("one_time_keyboard"):
            where.chat.reply_keyboard = None
        return Tap(said=self.says(where, str(button["text"])))

    def answers_web_app(self, button_text: str, data: str) -> Message:
        """Let the web app behind a reply keyboard's button send its data to the bot."""
        button = find_button(self.private.chat.reply_keyboard, button_text)
        if button is None or "web_app" not in button:
            raise CannotDoError(f"no web app behind {button_text!r}")
        return self.sends(None, {"web_app_data": {"data": data, "button_text": str(button["text"])}})

    # --- without words -------------------------------------------------------------------------------------

    def reacts(self, message: Message, *emoji: str) -> None:
        """Put a reaction under a message in place of one's former one; none takes it away."""
        chat = self.world.chat_of(message)
        if len(emoji) > _MOST_REACTIONS:
            raise CannotDoError("one reaction without premium")
        old = message.reactions.pop(self.user.id, [])
        if emoji:
            message.reactions[self.user.id] = list(emoji)
        update: Json = {
            "chat": chat_view(self.world.state, chat),
            "message_id": message.id,
            "date": self.world.clock.date(),
        }
        if chat.kind == "channel":
            kind = "message_reaction_count"
            update["reactions"] = reaction_counts(message)
        else:
            kind = "message_reaction"
            update["user"] = user_view(self.user)
            update["old_reaction"] = [{"type": "emoji", "emoji": one} for one in old]
            update["new_reaction"] = [{"type": "emoji", "emoji": one} for one in emoji]
        for bot, member in self.world.bots_in(chat):
            if member.status == "administrator" or chat.kind == "private":
                self.world.put(bot.id, kind, chat.id, update)

    def votes(self, message: Message, *options: str) -> None:
        """Choose options of a poll by their texts; none takes the vote back."""
        poll = self.world.state.polls[message.content["poll_id"]]
        now = self.world.clock.date()
        if poll.is_closed or (poll.close_date and poll.close_date <= now):
            raise CannotDoError("the poll is closed")
        if len(options) > 1 and not poll.allows_multiple_answers:
            raise CannotDoError("the poll takes one answer")
        if poll.answers.get(self.user.id) and not poll.allows_revoting:
            raise CannotDoError("a vote in this poll stays")
        chosen = sorted(poll.options.index(option) for option in options)
        poll.answers[self.user.id] = chosen
        self.world.put(poll.bot_id, "poll", 0, poll_view(poll))
        if not poll.is_anonymous:
            answer = {
                "poll_id": poll.id,
                "user": user_view(self.user),
                "option_ids": chosen,
                "option_persistent_ids": [poll.option_ids[number] for number in chosen],
            }
            self.world.put(poll.bot_id, "poll_answer", self.user.id, answer)

    def pins(self, message: Message) -> None:
        """Pin a message."""
        chat = self.world.chat_of(message)
        if chat.kind != "private" and not has_right(chat, self.user.id, "can_pin_messages"):
            raise CannotDoError(f"{self.name} may not pin in {chat.title}")
        chat.pinned.append(message.id)
        self.world.say(chat, self.user.id, {"pinned_id": message.id})

    # --- coming and going ----------------------------------------------------------------------------------

    def joins(self, room: Room, link: str = "") -> None:
        """Enter a chat, by one of its links or because it is open; a link that needs approval only asks."""
        invitation = room.chat.links.get(link)
        if link and (invitation is None or not is_link_good(self.world, room.chat, invitation)):
            raise CannotDoError("the link is no longer good")
        if member_of(room.chat, self.user.id).status == "kicked":
            raise CannotDoError(f"{self.name} was banned")
        if invitation is None or not invitation.creates_join_request:
            join(self.world, room.chat, self.user, self.user, link=invitation)
            return
        room.chat.join_requests[self.user.id] = link
        request = {
            "chat": chat_view(self.world.state, room.chat),
            "from": user_view(self.user),
            "user_chat_id": self.user.id,
            "date": self.world.clock.date(),
            "invite_link": link_view(self.world.state, invitation),
        }
        for bot, _ in self.world.bots_in(room.chat):
            if has_right(room.chat, bot.id, "can_invite_users"):
                self.world.put(bot.id, "chat_join_request", room.id, request)

    def leaves(self, room: Room) -> None:
        """Go."""
        leave(self.world, room.chat, self.user, self.user)

    def deletes_account(self) -> None:
        """Be gone for good: the bot gets 403 "user is deactivated"."""
        self.user.deactivated = True
        self.user.first_name, self.user.last_name, self.user.username = "", None, None

    def renames(self, first_name: str, last_name: str | None = None) -> None:
        """Take another name; nobody is told."""
        self.user.first_name, self.user.last_name = first_name, last_name
