"""Reads where goods are fetched, and the minutes between two buildings: 南门岗亭, 每20分钟, 南门，隔十分钟一栋."""

import re
from dataclasses import dataclass

from parsing.normalise import normalise
from parsing.numeral import number_of

_MOST = 240  # minutes: longer between two buildings is no staggering
_EVERY = re.compile(
    r"""
    (?: 每[隔个]? | 间隔 | 隔 )? [ ]?
    (?: (?P<half>半个?小时)
      | (?<![0-9]) (?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3}) [ ]? (?: 个?(?P<hours>小时) | 分钟? ) )
    [ ]? (?: 叫 )? (?: 一栋 | 一幢 | 一楼 | 一次 )?
    """,
    re.VERBOSE,
)
_AROUND = re.compile(r"^(?:取货)?(?:地点|地方)?(?:在|是|改[成到])?[ :,]*|[ ,.;。，；]+$")


@dataclass(frozen=True, slots=True)
class HandingOut:
    """How goods are handed out: where ("" where that was not said), and the minutes between two buildings (None where
    that was not)."""

    place: str = ""
    minutes: int | None = None


def read_handing_out(text: str) -> HandingOut:
    """Return what an answer says of it. Never raises."""
    words = normalise(text).text.strip()
    match = _EVERY.search(words)
    minutes = _minutes(match) if match is not None else None
    if match is not None and minutes is not None:
        words = f"{words[: match.start()].rstrip(' ,')},{words[match.end() :].lstrip(' ,')}".strip(" ,")
    return HandingOut(_AROUND.sub("", words.split("\n")[0]), minutes)


def _minutes(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 30
    number = number_of(match["number"])
    minutes = int(number * (60 if match["hours"] else 1)) if number is not None else 0
    return minutes if 0 < minutes <= _MOST else None
