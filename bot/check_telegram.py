"""`shouwang check`, the other end: proxy, Telegram, token, clock, privacy mode, rights in groups, a second program."""

from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.api import Api
from bot.check_database import Group
from bot.clock import Clock
from bot.config import Config
from bot.finding import Finding, note, ok, warning, wrong
from bot.transport import Transport
from bot.words import span

_SKEW_LOW, _SKEW_WRONG = 30, 300  # seconds
_LISTEN = 8  # seconds in which a second program would poll again
_PRIVACY = (
    "in @BotFather: /setprivacy, choose the bot, Disable; then remove the bot from each group and add it again. Or "
    "make it an administrator of the group"
)
_PROMOTE = "group, Administrators, add the bot"
#: What an administrator's right is for: what suffers without it, and the switch's name.
_SUFFERS = {
    "can_pin_messages": ("the bot cannot pin: the live tally scrolls away.", "Pin messages"),
    "can_delete_messages": ("the bot cannot take down what should not stand in a group.", "Delete messages"),
}
_CERTIFICATE = (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError)
_PROXY_LOST = (ProxyConnectionError, aiohttp.ClientProxyConnectionError)
_PROXY_REFUSED = (ProxyError, aiohttp.ClientHttpProxyError)


async def look(config: Config, groups: Sequence[Group], clock: Clock, *, may_poll: bool) -> list[Finding]:
    """Look at all of it, as far as one can get. Polling would disturb the bot where it is running here."""
    transport = Transport(connections=4, read_seconds=10.0, proxy=config.proxy_url)
    api = Api(
        config.token,
        base_url=f"{config.api_url}/bot",
        base_file_url=f"{config.api_url}/file/bot",
        request=transport,
        get_updates_request=Transport(connections=1, read_seconds=10.0, proxy=config.proxy_url),
    )
    try:
        try:
            await api.initialize()
        except TelegramError as error:
            return [unreached(error, config), *_clock(transport, clock)]
        way = f" through the proxy {_host(config.proxy_url)}" if config.proxy_url else ""
        found = [ok("telegram", f"Telegram answers{way}: the bot is @{api.username}."), *_clock(transport, clock)]
        return [
            *found,
            *await _rights(api, groups),
            *await _operator(api, config.operator),
            await _second(api, may_poll=may_poll),
        ]
    finally:
        await api.shutdown()


def unreached(error: TelegramError, config: Config) -> Finding:
    """Say why Telegram did not answer as it should. No address with a password or the token is repeated."""
    server, proxy, cause = _host(config.api_url), _host(config.proxy_url), error.__cause__
    match error:
        case InvalidToken():
            return wrong("token", "Telegram refuses the token.", "ask @BotFather for the present one (/token), set it")
        case _ if isinstance(cause, _CERTIFICATE):
            mend = "set the machine's clock, and install ca-certificates; somebody may be reading along on this network"
            return wrong("telegram", f"{server} shows a certificate that is not valid.", mend)
        case _ if isinstance(cause, _PROXY_LOST) or (proxy and isinstance(cause, aiohttp.ClientConnectorError)):
            mend = "start the proxy, or correct proxy_url under [telegram]"
            return wrong("proxy", f"The proxy {proxy} cannot be reached.", mend)
        case _ if isinstance(cause, _PROXY_REFUSED):
            mend = "look at the proxy's own log: its password, its rules, its way out"
            return wrong("proxy", f"The proxy {proxy} answers, but does not let through to {server}.", mend)
        case _ if isinstance(cause, ProxyTimeoutError) or (isinstance(error, TimedOut) and proxy):
            mend = "see whether others get out through that proxy; in vain, take another"
            return wrong("proxy", f"Nothing came back through the proxy {proxy} in time.", mend)
        case NetworkError() if cause is not None:
            mend = "see whether the machine is online; in mainland China set proxy_url under [telegram]"
            return wrong("telegram", f"{server} cannot be reached ({type(cause).__name__}).", mend)
        case RetryAfter():
            mend = "wait some minutes and try again"
            return wrong("telegram", "Telegram asks for fewer calls just now.", mend)
    mend = "correct api_url under [telegram]; if it is right, try again in some minutes"
    return wrong("telegram", f"{server} answers, but not as Telegram does ({type(error).__name__}).", mend)


def _host(url: str | None) -> str:
    """Return host and port of an address: it may hold a password besides."""
    if url is None:
        return ""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"


def _clock(transport: Transport, clock: Clock) -> list[Finding]:
    return [] if transport.server_date is None else [skew(clock.now(), transport.server_date)]


def skew(now: float, date: str) -> Finding:
    """Judge the machine's clock by the server's, as its HTTP Date header tells it."""
    try:
        ahead = now - parsedate_to_datetime(date).timestamp()
    except ValueError:
        return note("clock", "The server does not tell its time: the clock was not looked at.")
    words = f"The machine's clock is {span(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} Telegram's."
    mend = "timedatectl set-ntp true (Debian: apt install systemd-timesyncd), then wait a minute"
    if abs(ahead) >= _SKEW_WRONG:
        return wrong("clock", f"{words} Reminders would come at the wrong time.", mend)
    return warning("clock", words, mend) if abs(ahead) >= _SKEW_LOW else ok("clock", words)


# --- what the bot may do ------------------------------------------------------------------------------------------


async def _rights(api: Api, groups: Sequence[Group]) -> list[Finding]:
    reads_all = bool(api.bot.can_read_all_group_messages)
    members = [await _member(api, telegram) for _, telegram in groups]
    found = [privacy(reads_all, members)]
    for (group, telegram), member in zip(groups, members, strict=True):
        found += rights(f"{await _title(api, telegram)} (group {group})", member, reads_all=reads_all)
    return found


async def _member(api: Api, telegram: int) -> dict[str, Any]:
    """Return the ChatMember that the bot is in a chat, or one that has left where Telegram knows of none."""
    try:
        member = await api.call("getChatMember", {"chat_id": telegram, "user_id": api.id})
    except ChatMigrated as error:  # a BadRequest too: the group is there, under another number
        return {"status": "unknown", "error": type(error).__name__}
    except (BadRequest, Forbidden):
        return {"status": "left"}
    except TelegramError as error:
        return {"status": "unknown", "error": type(error).__name__}
    return dict(member)


async def _title(api: Api, telegram: int) -> str:
    try:
        return str((await api.call("getChat", {"chat_id": telegram})).get("title", ""))
    except TelegramError:
        return "?"


def privacy(reads_all: bool, members: Sequence[dict[str, Any]]) -> Finding:
    """Say whether privacy mode hides what people write; an administrator sees all in spite of it."""
    if reads_all:
        return ok("privacy", "Privacy mode is off: the bot sees what is written in its groups.")
    if members and all(member["status"] in ("administrator", "left") for member in members):
        return ok("privacy", "Privacy mode is on, but the bot is an administrator in each group and sees all.")
    return wrong("privacy", "Privacy mode is on: what people write in groups is hidden from the bot.", _PRIVACY)


def rights(group: str, member: dict[str, Any], *, reads_all: bool) -> list[Finding]:
    """Say what the bot may not do in a group, and what suffers. `member` is Telegram's ChatMember."""
    status = member["status"]
    if status in ("left", "kicked"):
        return [wrong("group", f"{group}: the bot is not in it.", "add it again, or write in the group that it ended")]
    if status == "unknown":
        return [warning("group", f"{group}: Telegram did not say ({member['error']}).", "try again later")]
    if status == "restricted" and not member.get("can_send_messages", False):
        mend = "lift the restriction: group, Members, the bot"
        return [wrong("group", f"{group}: the bot may not write; nobody gets an answer.", mend)]
    if status != "administrator":
        words = f"{group}: the bot is not an administrator. It cannot pin the live tally, and is not told who comes."
        mend = f"{_PROMOTE} (needed: Pin messages, Delete messages)"
        return [warning("group", words if reads_all else f"{words} It sees only commands and replies.", mend)]
    lacking = [words for right, words in _SUFFERS.items() if not member.get(right, False)]
    if not lacking:
        return [ok("group", f"{group}: the bot may do all that it needs.")]
    return [warning("group", f"{group}: {words[0]}", f"{_PROMOTE}, switch on {words[1]}") for words in lacking]


async def _operator(api: Api, operator: int | None) -> list[Finding]:
    if operator is None:
        return [note("operator", "Nobody is told when an update is set aside: operator_id is not set.")]
    try:
        await api.call("getChat", {"chat_id": operator})
    except (BadRequest, Forbidden):
        mend = "that person opens a private chat with the bot and presses Start; or correct operator_id"
        return [warning("operator", f"The bot cannot write to operator_id ({operator}).", mend)]
    except TelegramError as error:
        return [warning("operator", f"Telegram did not say ({type(error).__name__}).", "try again later")]
    return [ok("operator", "The bot can write to operator_id.")]


async def _second(api: Api, *, may_poll: bool) -> Finding:
    """Listen for a while: whoever polls with the same token ends our poll. Nothing is confirmed, so nothing is lost."""
    if not may_poll:
        return note("token", "Not polled, so as not to disturb the bot here; its log tells of a second program.")
    try:
        waiting = await api.poll(0, _LISTEN)
    except Conflict as error:
        if "webhook" in str(error):
            return note("token", "A webhook is set; the bot takes it away when it starts.")
        mend = "stop that program, or give this one a token of its own (/revoke takes the token from both)"
        return wrong("token", "Another program polls with the same token, and takes away what people write.", mend)
    except TelegramError as error:
        words = f"Whether another program uses it cannot be told ({type(error).__name__})."
        return warning("token", words, "try again")
    if waiting:
        return note("token", f"{len(waiting)} updates wait, so nobody else seems to fetch them.")
    return ok("token", f"No other program used it within {_LISTEN} s.")
