"""What each failure means: for the row, its chat, or everything."""

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from aiohttp_socks import ProxyConnectionError, ProxyTimeoutError
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

from bot.verdict import Means, judge

UNREACHABLE = aiohttp.ClientConnectorError(
    ConnectionKey("nowhere.invalid", 443, True, True, None, None, None), OSError("no")
)

NO_CONNECTION = aiohttp.ClientConnectorError(
    ConnectionKey("127.0.0.1", 9, False, True, None, None, None), ConnectionRefusedError(111, "refused")
)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "means", "reason"),
    [
        (RetryAfter(7), Means.HOLD_CHAT, "429"),
        (ChatMigrated(-1007), Means.MOVED, "moved"),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Means.GONE, "forbidden"),
        (Forbidden("Forbidden: bot was blocked by the user"), Means.GONE, "forbidden"),
        (InvalidToken("Unauthorized"), Means.HOLD_ALL, "token refused"),
        (Conflict("terminated"), Means.DEAD, "Conflict"),
        (BadRequest("Message is not modified: specified new content is the same"), Means.DONE, "as wished"),
        (BadRequest("Message to edit not found"), Means.LOST, "lost"),
        (BadRequest("Message can't be edited"), Means.LOST, "lost"),
        (BadRequest("MESSAGE_ID_INVALID"), Means.LOST, "lost"),
        (BadRequest("Chat not found"), Means.GONE, "chat not found"),
        (BadRequest("group chat was deactivated"), Means.GONE, "chat not found"),
        (BadRequest("PEER_ID_INVALID"), Means.GONE, "chat not found"),
        (BadRequest("User not found"), Means.DEAD, "refused"),  # says nothing of the chat: see getChatMember
        (BadRequest("Member not found"), Means.DEAD, "refused"),
        (BadRequest("not enough rights to manage pinned messages in the chat"), Means.DEAD, "no rights"),
        (BadRequest("Have no rights to send a message"), Means.DEAD, "no rights"),
        (BadRequest("need administrator rights in the supergroup chat"), Means.DEAD, "no rights"),
        (BadRequest("REACTION_INVALID"), Means.DEAD, "refused"),
        (BadRequest("message text is empty"), Means.DEAD, "refused"),
        (BadRequest("query is too old and response timeout expired"), Means.DEAD, "refused"),
        (caused(NetworkError("ClientConnectorError"), UNREACHABLE), Means.HOLD_ALL, "unreachable"),
        (caused(NetworkError("proxy"), ProxyConnectionError("no")), Means.HOLD_ALL, "unreachable"),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError("no")), Means.HOLD_ALL, "unreachable"),
        (caused(TimedOut(), ProxyTimeoutError("no")), Means.HOLD_ALL, "unreachable"),
        (caused(TimedOut(), aiohttp.SocketTimeoutError("no")), Means.AGAIN, "unheard"),
        (caused(NetworkError("reset"), aiohttp.ServerDisconnectedError("no")), Means.AGAIN, "unheard"),
        (NetworkError("Internal Server Error"), Means.AGAIN, "unheard"),
        (NetworkError("Bad Gateway (502)"), Means.AGAIN, "unheard"),
        (caused(TelegramError("Invalid server response"), ValueError()), Means.AGAIN, "unheard"),
    ],
)
def test_a_failure_means(error: TelegramError, means: Means, reason: str) -> None:
    verdict = judge(error, 1)
    assert (verdict.means, verdict.reason) == (means, reason)


def test_a_429_says_for_how_long_and_a_move_where_to() -> None:
    assert judge(RetryAfter(7), 1).seconds == 7.0
    assert judge(ChatMigrated(-1007), 1).moved_to == -1007


@pytest.mark.parametrize("error", [NetworkError("Internal Server Error"), TelegramError("Invalid server response")])
def test_a_row_that_the_server_fails_on_again_and_again_is_given_up(error: TelegramError) -> None:
    assert judge(error, 29).means is Means.AGAIN
    assert judge(error, 30).means is Means.DEAD


def test_a_network_that_is_away_is_waited_for_as_long_as_it_takes() -> None:
    assert judge(caused(TimedOut(), aiohttp.SocketTimeoutError("no")), 800).means is Means.AGAIN
    assert judge(caused(NetworkError("no"), UNREACHABLE), 800).means is Means.HOLD_ALL


def test_a_verdict_never_repeats_what_telegram_said() -> None:
    assert "3-502" not in judge(BadRequest("can't parse: 3-502 青菜"), 1).reason
