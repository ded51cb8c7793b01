"""The list of methods, and what each of them is handed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.arguments import Arguments
from sandbox.rejection import bad_request, forbidden, upgraded
from sandbox.state import Bot, Chat, Message
from sandbox.world import World, is_present


class Method(NamedTuple):
    """A method: its name as Telegram writes it, what it does, and what it costs."""

    name: str
    run: "Callable[[Call], Any]"
    effect: bool
    """Whether it changes anything a person could see or a bot could read back: then it is kept in the history."""
    counts: bool
    """Whether flood limits count it."""


METHODS: dict[str, Method] = {}
"""By lower-case name: Telegram does not mind the case."""


def method(
    name: str, *, effect: bool = True, counts: bool = False
) -> "Callable[[Callable[[Call], Any]], Callable[[Call], Any]]":
    """Register the function below as that method."""

    def register(run: "Callable[[Call], Any]") -> "Callable[[Call], Any]":
        METHODS[name.lower()] = Method(name, run, effect, counts)
        return run

    return register


class Call:
    """One call of one bot."""

    __slots__ = ("args", "bot", "world")

    def __init__(self, world: World, bot: Bot, args: Arguments) -> None:
        self.world = world
        self.bot = bot
        self.args = args

    def known_chat(self, name: str = "chat_id") -> Chat:
        """Return the chat the parameter names, whether or not the bot may act there. Raises RejectedError."""
        given = self.args.text(name).strip()
        if not given:
            raise bad_request(f"{name} is empty")
        if given.startswith("@"):
            wanted = given[1:].lower()
            for chat in self.world.state.chats.values():
                if chat.username and chat.username.lower() == wanted:
                    return chat
            raise bad_request("chat not found")
        try:
            number = int(given)
        except ValueError:
            raise bad_request("chat not found") from None
        found = self.world.state.chats.get(number) if number < 0 else self._private(number)
        if found is None:
            raise bad_request("chat not found")
        return found

    def _private(self, number: int) -> Chat | None:
        user = self.world.state.users.get(number)
        if user is None:
            return None
        spoken = self.bot.private.get(number)
        if self.bot.id in user.started or number in self.bot.met or (spoken is not None and spoken.messages):
            return self.world.private_chat(self.bot, user)
        if user.is_bot and number != self.bot.id:
            return self.world.private_chat(self.bot, user)
        return None

    def chat(self, name: str = "chat_id") -> Chat:
        """Return the chat the parameter names, where the bot may act. Raises RejectedError."""
        chat = self.known_chat(name)
        if chat.kind == "private":
            self._check_private(chat)
            return chat
        if chat.upgraded_to:
            raise upgraded(chat.upgraded_to)
        member = chat.members.get(self.bot.id)
        if member is None or not is_present(member):
            kind = f"{chat.kind} chat"
            if member is not None and member.status == "kicked":
                raise forbidden(f"bot was kicked from the {kind}")
            raise forbidden(f"bot is not a member of the {kind}")
        return chat

    def _check_private(self, chat: Chat) -> None:
        user = self.world.state.users[chat.id]
        if user.is_bot:
            raise forbidden("bot can't send messages to bots")
        if user.deactivated:
            raise forbidden("user is deactivated")
        if self.bot.id in user.blocked:
            raise forbidden("bot was blocked by the user")
        if self.bot.id not in user.started:
            raise forbidden("bot can't initiate conversation with a user")

    def message(self, chat: Chat, missing: str, name: str = "message_id") -> Message:
        """Return the message the parameter names; `missing` is what to say where there is none."""
        message = chat.messages.get(self.args.number(name))
        if message is None or message.deleted:
            raise bad_request(missing)
        return message
