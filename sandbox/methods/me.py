"""The bot itself: who it is, its commands, descriptions and menu button."""

import re
from typing import Any

import msgspec

from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.state import Json
from sandbox.view import me_view

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


@method("getMe", effect=False)
def get_me(call: Call) -> Any:
    """Return the bot."""
    return me_view(call.bot, call.world.state.users[call.bot.id])


@method("logOut")
@method("close")
def log_out(call: Call) -> Any:
    """Do nothing: there is no other server to move to."""
    return True


def _scope_key(call: Call) -> str:
    scope = call.args.object("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in ("chat", "chat_administrators", "chat_member"):
        inner = Call(call.world, call.bot, type(call.args)(scope))
        chat = inner.known_chat()
        scope = {**scope, "chat_id": chat.id}
    return msgspec.json.encode([dict(sorted(scope.items())), call.args.text("language_code")]).decode()


@method("setMyCommands")
def set_my_commands(call: Call) -> Any:
    """Set the menu of one scope and language."""
    commands = call.args.list("commands")
    if commands is None:
        raise bad_request('parameter "commands" is required')
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _scope_key(call)
    kept: list[Json] = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": str(command["description"])})
    call.bot.commands[key] = kept
    return True


@method("getMyCommands", effect=False)
def get_my_commands(call: Call) -> Any:
    """Return the menu of exactly that scope and language."""
    return call.bot.commands.get(_scope_key(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> Any:
    """Forget the menu of that scope and language."""
    call.bot.commands.pop(_scope_key(call), None)
    return True


_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _set_text(what: str) -> Any:
    def run(call: Call) -> Any:
        text = call.args.text(what)
        if len(text) > _LIMITS[what]:
            raise bad_request(f"{what.replace('_', ' ')} is too long")
        call.bot.texts[f"{what}:{call.args.text('language_code')}"] = text
        return True

    return run


def _get_text(what: str) -> Any:
    def run(call: Call) -> Any:
        texts = call.bot.texts
        fallback = call.bot.username if what == "name" else ""
        return {what: texts.get(f"{what}:{call.args.text('language_code')}") or texts.get(f"{what}:") or fallback}

    return run


for _what, _name in (("name", "Name"), ("description", "Description"), ("short_description", "ShortDescription")):
    method(f"setMy{_name}")(_set_text(_what))
    method(f"getMy{_name}", effect=False)(_get_text(_what))


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> Any:
    """Set the button beside the text field, of one private chat or of all."""
    number = call.known_chat().id if call.args.has("chat_id") else 0
    call.bot.menu_buttons[number] = call.args.object("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton", effect=False)
def get_chat_menu_button(call: Call) -> Any:
    """Return the button of that chat, or the usual one."""
    buttons = call.bot.menu_buttons
    number = call.known_chat().id if call.args.has("chat_id") else 0
    return buttons.get(number) or buttons.get(0) or {"type": "commands"}


@method("setMyDefaultAdministratorRights")
def set_my_default_administrator_rights(call: Call) -> Any:
    """Set what the bot asks for when it is made an administrator."""
    call.bot.default_rights[str(call.args.flag("for_channels"))] = call.args.object("rights") or {}
    return True
