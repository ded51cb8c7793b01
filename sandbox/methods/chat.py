"""Looking at chats and the people in them."""

from typing import Any

from sandbox.membership import leave, member_of
from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.state import Chat, User
from sandbox.view import full_chat_view, member_view
from sandbox.world import is_present


@method("getChat", effect=False)
def get_chat(call: Call) -> Any:
    """Return a ChatFullInfo. A person who blocked the bot can still be looked at."""
    chat = call.known_chat()
    return full_chat_view(call.world.state, chat if chat.kind == "private" else call.chat())


def named_user(call: Call) -> User:
    """Return the account `user_id` names. Raises RejectedError."""
    number = call.args.number("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    user = call.world.state.users.get(number)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return user


def group(call: Call, what: str = "chat member") -> Chat:
    """Return the chat of the call, which is not a private one. Raises RejectedError."""
    chat = call.chat()
    if chat.kind == "private":
        raise bad_request(f"{what} can't be changed in the private chat")
    return chat


@method("getChatMember", effect=False)
def get_chat_member(call: Call) -> Any:
    """Return a ChatMember; somebody who was never there has left."""
    chat = call.chat()
    user = named_user(call)
    if chat.kind == "private" and user.id not in chat.members:
        raise bad_request("member not found")
    return member_view(chat, member_of(chat, user.id), user)


@method("getChatAdministrators", effect=False)
def get_chat_administrators(call: Call) -> Any:
    """Return the owner and the administrators, without other bots."""
    chat = call.chat()
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    users = call.world.state.users
    return [
        member_view(chat, member, users[number])
        for number, member in chat.members.items()
        if member.status in ("creator", "administrator")
        and (number == call.bot.id or not users[number].is_bot or call.args.flag("return_bots"))
    ]


@method("getChatMemberCount", effect=False)
def get_chat_member_count(call: Call) -> Any:
    """Return how many are in the chat, bots too."""
    return sum(is_present(member) for member in call.chat().members.values())


@method("leaveChat")
def leave_chat(call: Call) -> Any:
    """Take the bot out."""
    chat = group(call)
    me = call.world.state.users[call.bot.id]
    leave(call.world, chat, me, me)
    return True
