"""Reads a notice (通知) as it is dictated: 3-12,17号楼 今晚8点发：明天停水，收到请回复."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.building import Buildings
from domain.moment import Deadline, Grain, Length, Moment, Span
from parsing.building_range import read_buildings
from parsing.moment import find_moments, read_when
from parsing.normalise import normalise
from parsing.residence import find_residences

_SEPARATOR = re.compile(r"[ :,\n]")
_SENT_THEN = re.compile(r"[ ]?(?:再|准时|定时)?(?:发出|发送|发)(?:[ :,\n]|$)")
_WANTS_RECEIPT = re.compile(r"收到(?:的)?(?:请|都|要|就)?(?:回复|回|点|按|说)|要(?:有)?回执|请回执")
_NOW = frozenset(("现在", "马上", "立刻", "立即", "现在发", "马上发"))
_HOUR_OF_A_DAY = 9  # when only a day was said


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """What a notice says, and to whom (None: everybody; `names_buildings`: that was said), when (None: as soon as it is
    released), and whether it asks for 收到."""

    text: str
    buildings: Buildings | None = None
    names_buildings: bool = False
    at: datetime | None = None
    wants_receipt: bool = False


def read_notice(words: str, said_at: datetime) -> NoticeReading:
    """Return what a notice says. Buildings, and the time at which it is to be sent (今晚8点发), count only where it
    begins with them: a time within it is what it tells of."""
    words = words.strip()
    start, buildings, names_buildings = _buildings(words)
    rest = words[start:]
    length, at = _time(rest, said_at)
    if at is not None and not names_buildings:  # 今晚8点发 3号楼：…
        more, buildings, names_buildings = _buildings(rest[length:])
        length += more
    text = rest[length:].strip(" ：:，,\n")
    return NoticeReading(text, buildings, names_buildings, at, bool(_WANTS_RECEIPT.search(text)))


def read_send_time(words: str, said_at: datetime) -> datetime | None:
    """Return when a notice is to be sent; `said_at` for 现在, None where no time to come is read."""
    text = normalise(words.strip()).text
    if text in _NOW:
        return said_at
    return _to_come(read_when(text, said_at), said_at)


def _buildings(words: str) -> tuple[int, Buildings | None, bool]:
    """Return how far the words name buildings, and which. A room (3-502) is none."""
    normalised = normalise(words)
    meant = read_buildings(words)
    if meant is None or not _SEPARATOR.match(normalised.text, meant.end):
        return 0, None, False
    if any(
        found.start == 0 and found.value.room is not None for found in find_residences(normalised.text[: meant.end + 8])
    ):
        return 0, None, False
    return _origin(words, meant.end), meant.buildings, True


def _time(words: str, said_at: datetime) -> tuple[int, datetime | None]:
    text = normalise(words).text
    for found in find_moments(text, said_at):
        end = _SENT_THEN.match(text, found.end)
        if text[: found.start].strip(" ,:\n") == "" and end is not None:
            at = _to_come(found.value, said_at)
            if at is not None:
                return _origin(words, end.end()), at
        break
    return 0, None


def _to_come(value: object, said_at: datetime) -> datetime | None:
    """Return the moment that a time means, if it is still to come."""
    if isinstance(value, Span):
        value = value.start
    if isinstance(value, Length):
        value = Moment(said_at + timedelta(days=value.days, seconds=value.seconds), Grain.SECOND)
    if not isinstance(value, Moment | Deadline):
        return None
    at = value.at.replace(hour=_HOUR_OF_A_DAY) if value.grain is Grain.DAY else value.at
    return at if at > said_at else None


def _origin(words: str, end: int) -> int:
    """Return where the written words go on after the first `end` characters of them normalised."""
    return normalise(words).origin(0, end)[1]
