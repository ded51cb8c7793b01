"""Reads where goods are fetched, and the minutes between two buildings (南门岗亭, 每20分钟); that they
are here (货到了), what is wrong with them (鸡蛋碎了), and what is given back (退2块)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain.delivery import Flaw
from domain.order_chain import Good
from parsing.item import lexicon
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


_THINGS = frozenset(("", "货", "东西", "货物", "团购", "菜", "大家的东西", "团购的东西", "货都"))
_ARRIVED = re.compile(
    r"(?:大家|各位|邻居们?|好|[ ,。!])*(?:今天)?(?P<what>[^,。!?\n0-9]{0,8}?)(?:都|已经?|终于|全)*"
    r"(?:到货|[到来])[了啦]+(?:[,。! ~].{0,30})?"
)
_REFUND = re.compile(r"[那就给他她 ,]{0,6}退给?[他她]?[ ]?(?P<sum>[^退]{1,8}?)[ ]?(?:元|块钱?)?[吧了 。!~]*")
_FLAWS = (
    (Flaw.WRONG, re.compile(r"[发拿给送装]错|不是我[要订]的|[发给]成")),
    (
        Flaw.SHORT,
        re.compile(r"少了|[少缺漏][了发给装]|漏了|缺[0-9一二两三]|只(?:有|收到|拿到)[ ]?[0-9一二两三四五六七八九十半]"),
    ),
    (Flaw.BROKEN, re.compile(r"碎|裂|[烂坏破臭馊瘪][了的]|烂|发霉|漏液|压扁")),
)
_NO_FLAW = re.compile(
    r"[?吗呢么]|[没不别][有会]?[碎裂烂坏破臭少缺漏]|没有[碎裂烂坏破]|不[要用订]了|[改加]成|再[要来加]|怎么|会不会|怕|小心|别"
)
_OWN = re.compile(r"我(?:们?家|的|们的?|这|收到|拿到|少|订|要)|收到|拿到|[少缺漏][了发给]")
_LONGEST_COMPLAINT = 60


def read_arrived(text: str) -> str | None:
    """Return what a message says has come, "" for whatever it is (货到了); None where it says no such thing."""
    match = _ARRIVED.fullmatch(normalise(text).text.strip())
    if match is None:
        return None
    what = match["what"].strip(" ,的")
    return "" if what in _THINGS else what


def read_refund(text: str) -> Decimal | None:
    """Return the amount that a message gives back (退2块); None where it is no such message."""
    match = _REFUND.fullmatch(normalise(text).text.strip())
    amount = number_of(match["sum"].strip("¥元块钱 ")) if match is not None else None
    return amount if amount is not None and amount > 0 else None


def may_complain(text: str) -> bool:
    """Say whether a message may tell that something is wrong with goods."""
    return len(text) <= _LONGEST_COMPLAINT and any(pattern.search(text) for _, pattern in _FLAWS)


def read_complaint(text: str, goods: Iterable[Good]) -> Flaw | None:
    """Return what a household says is wrong with its goods (鸡蛋碎了两个), of which it ordered these; None for talk."""
    words = normalise(text).text.strip()
    if len(words) > _LONGEST_COMPLAINT or _NO_FLAW.search(words):
        return None
    flaw = next((flaw for flaw, pattern in _FLAWS if pattern.search(words)), None)
    ordered = tuple(goods)
    is_of_them = lexicon(ordered).names_any(words) or any(good.name[-1:] in words for good in ordered)  # 梨, of 香梨
    return flaw if is_of_them or _OWN.search(words) else None
