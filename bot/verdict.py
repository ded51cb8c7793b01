"""What a failed call means: once more, never, somewhere else, or not at all a failure."""

from dataclasses import dataclass
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.api import retry_seconds, was_never_sent

_AS_WISHED = ("message is not modified",)
_SHOWN_NO_MORE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Not "user not found": that is what getChatMember says of a stranger, and the chat is as well as ever.
_CHAT_GONE = ("chat not found", "group chat was deactivated", "peer_id_invalid")
_UNSURE_TRIES = 30  # an answered 5xx, again and again, is this row's own


class Means(Enum):
    """What to do with the row."""

    DONE = auto()  # it is as we wished
    HOLD_CHAT = auto()  # not sent; this chat waits for `seconds`
    HOLD_ALL = auto()  # not sent; everything waits a little
    AGAIN = auto()  # perhaps sent; the row says whether to try again
    MOVED = auto()  # the chat has the new Telegram id `moved_to`
    LOST = auto()  # the message to edit is gone
    GONE = auto()  # the bot cannot write to this chat any more
    DEAD = auto()  # this call will never work


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict; `reason` is a word for the row and the log, never anybody's text."""

    means: Means
    reason: str
    seconds: float = 0.0
    moved_to: int = 0


def judge(error: TelegramError, attempts: int) -> Verdict:
    """Say what a failed call means; `attempts` counts this one.

    PTB's BadRequest and TimedOut are NetworkErrors too, so the narrow ones are asked first.
    """
    match error:
        case RetryAfter():
            return Verdict(Means.HOLD_CHAT, "429", seconds=retry_seconds(error))
        case ChatMigrated():
            return Verdict(Means.MOVED, "moved", moved_to=error.new_chat_id)
        case Forbidden():
            return Verdict(Means.GONE, "forbidden")
        case InvalidToken():
            return Verdict(Means.HOLD_ALL, "token refused")
        case BadRequest():
            return _judge_bad_request(str(error).lower())
        case NetworkError() if was_never_sent(error):
            return Verdict(Means.HOLD_ALL, "unreachable")
        case NetworkError() if error.__cause__ is None and attempts >= _UNSURE_TRIES:
            return Verdict(Means.DEAD, "server error")
        case NetworkError():
            return Verdict(Means.AGAIN, "unheard")
        case _ if type(error) is TelegramError:  # an answer that is no JSON: from a proxy, or cut short
            return Verdict(Means.DEAD, "server error") if attempts >= _UNSURE_TRIES else Verdict(Means.AGAIN, "unheard")
    return Verdict(Means.DEAD, type(error).__name__)


def _judge_bad_request(text: str) -> Verdict:
    if any(words in text for words in _AS_WISHED):
        return Verdict(Means.DONE, "as wished")
    if any(words in text for words in _SHOWN_NO_MORE):
        return Verdict(Means.LOST, "lost")
    if any(words in text for words in _CHAT_GONE):
        return Verdict(Means.GONE, "chat not found")
    if "not enough rights" in text or "have no rights" in text or "need administrator rights" in text:
        return Verdict(Means.DEAD, "no rights")
    return Verdict(Means.DEAD, "refused")
