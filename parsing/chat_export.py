"""Reads one message of a Telegram Desktop chat export (聊天记录导出, its machine-readable JSON). Pure.

The export holds the newest text of each message only, and its `edited` is also set by a reaction: what was written
first, and when it was changed, is not in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

#: Years that a date may be of: Telegram is from 2013.
YEARS = range(2013, 2100)

_GROUPS = {"private_group": 0, "private_supergroup": 10**12, "public_supergroup": 10**12}
_MOST = 2**62  # no number of Telegram's is longer
_USERS, _GROUPS_FROM = 1 << 32, 2 << 32  # how exports of 2018 to 2020 numbered who wrote
_HALF_SIGNS = re.compile("[\ud800-\udfff]")  # one half of a sign, which no database takes


class Kind(StrEnum):
    """Whose words a message has."""

    OWN = "own"
    FOREIGN = "foreign"  # forwarded, by a bot, a channel, or an administrator who speaks as the group
    SERVICE = "service"  # somebody joined, a message was pinned, the group became a supergroup …


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `number` is Telegram's, in a copied text that of its first line; `sent_at` in UTC seconds; `account`
    is None where it is nobody's in particular; `text` is "" where it has no words."""

    number: int
    sent_at: int
    account: int | None
    name: str
    text: str
    reply_to: int | None = None
    thread_id: int | None = None
    kind: Kind = Kind.OWN
    is_by_bot: bool = False
    opens_topic: bool = False
    was_edited: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A chat of an export. `telegram_id` is its id as bots see it, None where the export does not say; `is_group` is
    False for private chats and channels, in which the bot has no business."""

    title: str
    telegram_id: int | None = None
    is_group: bool = True


class OddMessageError(Exception):
    """A message that cannot be placed; its text says in Chinese what is odd, without the message's own words."""


def group_of(title: object, kind: object, number: object) -> Group:
    """Return the chat that the fields `name`, `type` and `id` of an export mean; each may be missing (None)."""
    name = clean(title) if isinstance(title, str) and title.strip() else "（没有名字的群）"
    if not isinstance(kind, str):
        return Group(name)
    if kind not in _GROUPS:
        return Group(name, is_group=False)
    known = _number(number)
    return Group(name, -(_GROUPS[kind] + known) if known is not None and known > 0 else None)


def said_in(raw: object, zone: ZoneInfo) -> Said:
    """Return one entry of `messages`. Dates without a zone are taken as of `zone`. Raises OddMessageError."""
    if not isinstance(raw, Mapping):
        raise OddMessageError("不是一条消息")
    number = _number(raw.get("id"))
    if number is None:
        raise OddMessageError("没有编号（id）")
    sent_at = _sent_at(raw, zone)
    if raw.get("type", "message") != "message":
        opens = raw.get("action") == "topic_created"
        return Said(number, sent_at, None, "", "", kind=Kind.SERVICE, opens_topic=opens)
    name = clean(raw["from"]) if isinstance(raw.get("from"), str) else ""
    account = _account(raw.get("from_id"), name)
    is_foreign = account is None or any(raw.get(key) is not None for key in ("forwarded_from_id", "via_bot"))
    is_foreign = is_foreign or "forwarded_from" in raw  # null where who wrote it is hidden
    return Said(
        number,
        sent_at,
        account,
        name,
        clean(_text(raw)),
        reply_to=_number(raw.get("reply_to_message_id")) if raw.get("reply_to_peer_id") is None else None,
        kind=Kind.FOREIGN if is_foreign else Kind.OWN,
        is_by_bot="inline_bot_buttons" in raw and raw.get("via_bot") is None,
        was_edited="edited" in raw,
    )


def number_of(raw: object) -> str:
    """Return how a message is called in a complaint: by its number where it has one."""
    number = _number(raw.get("id")) if isinstance(raw, Mapping) else None
    return f"编号 {number}" if number is not None else "没有编号"


def clean(words: str) -> str:
    """Return `words` with a mark in place of halves of signs."""
    return _HALF_SIGNS.sub("\ufffd", words)


def account_of(name: str) -> int:
    """Return the account that stands for a name where only names are known: the same name, the same account."""
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest()) + 1


def _number(value: object) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if isinstance(value, int) and is_number and -_MOST < value < _MOST else None


def _sent_at(raw: Mapping[str, Any], zone: ZoneInfo) -> int:
    """Return the date of a message: exact in newer exports, else the wall time of the machine that exported."""
    exact, written = raw.get("date_unixtime"), raw.get("date")
    if exact is None and written is None:
        raise OddMessageError("没有日期（date）")
    try:
        if exact is not None:
            seconds = int(exact)
        else:
            local = datetime.fromisoformat(str(written))
            seconds = int((local if local.tzinfo is not None else local.replace(tzinfo=zone)).timestamp())
        year = datetime.fromtimestamp(seconds, zone).year
    except (ValueError, TypeError, OverflowError, OSError):
        raise OddMessageError("日期（date）看不懂") from None
    if year not in YEARS:
        raise OddMessageError(f"日期在 {YEARS.start} 年以前，或太远" if year < YEARS.start else "日期在很远的将来")
    return seconds


def _account(from_id: object, name: str) -> int | None:
    if isinstance(from_id, str):
        kind, number = from_id.rstrip("0123456789"), from_id.lstrip("abcdefghijklmnopqrstuvwxyz")
        is_user = kind == "user" and number.isascii() and number.isdecimal() and len(number) < 19
        return int(number) if is_user else None
    known = _number(from_id)
    if known is not None:
        if known >= _GROUPS_FROM or known <= 0:
            return None
        return known - _USERS if known > _USERS else known
    return account_of(name) if name else None


def _text(raw: Mapping[str, Any]) -> str:
    """Return the words of a message or its caption: a string, or pieces that are strings or {"type", "text"}."""
    pieces = raw.get("text", raw.get("text_entities", ""))
    if isinstance(pieces, str):
        return pieces
    if not isinstance(pieces, Sequence):
        raise OddMessageError("文字（text）不是文字")
    return "".join(map(_piece, pieces))


def _piece(piece: object) -> str:
    words = piece.get("text") if isinstance(piece, Mapping) else piece
    if not isinstance(words, str):
        raise OddMessageError("文字（text）里有一段不是文字")
    return words
