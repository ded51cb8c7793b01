"""Reads a payment list as it is copied from a payment app or written by hand, a payment a line or in several lines.

    王阿姨 35.00        ￥35.00 来自 小陈 11-29 20:31      +35.00 转账-李*      3-502 35元
    小陈
    11月29日 20:31
    +35.00

Money that went out, sums, and what is no payment stay unread, and are shown to who pasted it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.payment import in_fen
from domain.payment_match import Receipt
from domain.residence import AddressGrammar, Residence
from parsing.found import Found, without
from parsing.normalise import normalise
from parsing.numeral import HAN, number_of
from parsing.residence import find_bare_rooms, find_residences

_MOST_LINES = 1000
_FEWEST_APART = 2
_LONGEST_LINE = 200  # characters: what is longer is no line of a list

_DATE = re.compile(
    r"""
    (?<![0-9.\-/])
    (?: (?P<year>20[0-9]{2}) [-/.年] [ ]? (?P<month>[0-9]{1,2}) [-/.月] [ ]? (?P<day>[0-9]{1,2}) [日号]?
      | (?P<month_2>[0-9]{1,2}) (?: [-/] (?P<day_2>[0-9]{1,2}) | 月 (?P<day_3>[0-9]{1,2}) [日号]? ) )
    (?![0-9.\-/])
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(
    r"""
    (?P<half>上午|下午|晚上|早上|中午|凌晨)? [ ]?
    (?<![0-9:.\-]) (?P<hour>[0-9]{1,2})
    (?: : (?P<minute>[0-9]{2}) (?: :[0-9]{2} )? | [点时] (?P<minute_2>[0-9]{1,2}) 分? )
    (?![0-9:])
    """,
    re.VERBOSE,
)
_DAYS_AGO = {"今天": 0, "刚刚": 0, "昨天": 1, "前天": 2}
_DAY = re.compile(r"今天|刚刚|昨天|前天|(?:星期|周)(?P<weekday>[一二三四五六日天])")
_WEEKDAYS = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}

_SUM = re.compile(
    rf"""
    (?<![0-9.,A-Za-z]) (?P<sign>[+\-](?<![0-9一-鿿][+\-]))? [ ]? (?P<yuan>[¥$])? [ ]? (?P<minus>-)?
    (?: (?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}}(?:\.[0-9]{{1,2}})?|[0-9]{{1,7}}(?:\.[0-9]{{1,2}})?)
        (?![0-9.,]*[0-9])
      | (?P<han>[{HAN}]{{1,6}})(?=[元块]) )
    [ ]? (?: (?P<unit>元|块钱|块|RMB|rmb) (?P<jiao>(?<=块)[1-9](?![0-9]))? )?
    """,
    re.VERBOSE,
)
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{8,}(?![0-9])")  # of an order or a phone
_PLACE_IN_LIST = re.compile(r"^[ ]?\(?[0-9]{1,3}(?:[.](?![0-9])|[、)])[ ]?")
_IS_NO_PAYMENT = re.compile(
    r"合计|总计|总共|共计|共[ ]?[0-9]+[ ]?笔|收款总额|收款笔数|[今昨本][日天月](?:收款|收入|合计)"
    r"|余额|支出|退款|转出|提现|手续费"
)
#: What stands around a name: words of payment apps, and signs.
_AROUND = re.compile(
    r"二维码收款|收款记录|付款方|付款人|转账人|微信支付|支付宝|微信|来自|收款到账|到账|收款|转账|付款|收到|支付|红包|成功"
    r"|已付|已转|已收|备注|姓名|昵称|金额|时间|交易|(?:订|流水)?单号|团费|菜钱|货款|[\[\]()【】「」<>|:;,，。、/\\¥$+\t=_\-]"
)
_TRAILING = re.compile(r"(?<=..)[ ]?(?:付了?|转了?|给了?|交了?)$")


@dataclass(frozen=True, slots=True)
class PaymentList:
    """What a pasted list holds: its payments, and the lines that are none."""

    receipts: tuple[Receipt, ...] = ()
    unread: tuple[str, ...] = ()


def read_payment_list(text: str, grammar: AddressGrammar, said_at: datetime) -> PaymentList:
    """Return the payments in a pasted list; `said_at` is when it was pasted: it tells what 昨天 means. Never raises."""
    lines = [" ".join(line.split()) for line in normalise(text).text.split("\n")[:_MOST_LINES]]
    receipts, unread = [], []
    for block in _blocks([_line(line, grammar, said_at.date()) for line in lines]):
        receipt = _receipt(block)
        if receipt is not None:
            receipts.append(receipt)
        else:
            unread += [line.said for line in block if line.said]
    return PaymentList(tuple(receipts), tuple(unread))


# --- a line -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was taken apart. `fen` is None where it has no amount; `is_none`: it is no payment, whatever stands
    in it."""

    said: str
    fen: int | None = None
    name: str = ""
    residence: Residence | None = None
    day: str = ""
    clock: str = ""
    is_none: bool = False


def _line(said: str, grammar: AddressGrammar, today: date) -> _Line:
    if len(said) > _LONGEST_LINE or _IS_NO_PAYMENT.search(said):
        return _Line(said, is_none=True)
    rest = _blanked(said, _PLACE_IN_LIST)
    day, rest = _taken_day(rest, today)
    clock, rest = _taken_clock(rest)
    rest = _blanked(rest, _LONG_NUMBER)
    places = find_residences(rest, grammar)
    rest = without(rest, places)
    sums = _sums(rest)
    if len(places) > 1 or any(one.value < 0 for one in sums):
        return _Line(said, is_none=True)
    residence = places[0].value if places else None
    if residence is None:
        residence, sums, rest = _with_bare_room(rest, sums)
    if len(sums) > 1:
        return _Line(said, is_none=True)
    if clock and not day:
        day = f"{today:%m-%d}"
    name = _name(without(rest, sums))
    return _Line(said, sums[0].value if sums else None, name, residence, day, clock)


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: "\0" * len(match[0]), text)


def _taken_day(text: str, today: date) -> tuple[str, str]:
    """Return the day that a text names (11-29, "" for none), and the text without it."""
    for match in _DATE.finditer(text):
        month, day = int(match["month"] or match["month_2"]), int(match["day"] or match["day_2"] or match["day_3"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{month:02}-{day:02}", without(text, [Found(None, *match.span())])
    word = _DAY.search(text)
    if word is None:
        return "", text
    back = (today.weekday() - _WEEKDAYS[word["weekday"]]) % 7 if word["weekday"] else _DAYS_AGO[word[0]]
    return f"{today - timedelta(days=back):%m-%d}", without(text, [Found(None, *word.span())])


def _taken_clock(text: str) -> tuple[str, str]:
    """Return the time of day in a text (20:31, "" for none), and the text without it."""
    match = _CLOCK.search(text)
    if match is None:
        return "", text
    hour, minute = int(match["hour"]), int(match["minute"] or match["minute_2"])
    if match["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return "", text
    return f"{hour:02}:{minute:02}", without(text, [Found(None, *match.span())])


def _sums(text: str) -> list[Found[int]]:
    """Return the amounts in a text, in fen: those that are marked as such (¥, 元, +, two places), else bare numbers."""
    found = [(match, _fen(match)) for match in _SUM.finditer(text)]
    marked = [
        Found(fen, *match.span())
        for match, fen in found
        if fen is not None and (match["yuan"] or match["unit"] or match["sign"] or "." in (match["number"] or ""))
    ]
    return marked or [Found(fen, *match.span()) for match, fen in found if fen is not None]


def _fen(match: re.Match[str]) -> int | None:
    amount = number_of(match["number"] or match["han"])
    if amount is None or amount == 0:
        return None
    fen = in_fen(amount) + 10 * int(match["jiao"] or 0)
    return -fen if match["sign"] == "-" or match["minus"] else fen


def _with_bare_room(text: str, sums: list[Found[int]]) -> tuple[Residence | None, list[Found[int]], str]:
    """Return a text with a room said alone (502 35, 小许(502) 35元) as that room, its amounts, and what is left."""
    rooms = [
        room for room in find_bare_rooms(text) if (room.start, room.end) not in {(s.start, s.end) for s in sums[1:]}
    ]
    if len(rooms) != 1 or not sums:
        return None, sums, text
    room = rooms[0]
    others = [one for one in sums if one.end <= room.start or one.start >= room.end]
    return (room.value, others, without(text, rooms)) if others else (None, sums, text)


def _name(rest: str) -> str:
    """Return what is left of a line as a name, "" where nothing is; a number left alone is a room, not a name."""
    words = " ".join(_AROUND.sub(" ", rest.replace("\0", " ")).split())
    return _TRAILING.sub("", words)[:40]


# --- lines that belong together ---------------------------------------------------------------------------------


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each payment: one, where its amount has somebody beside it; of what stands between such lines,
    those that belong together. One amount alone among lines that are whole belongs to nobody."""
    least = _FEWEST_APART if any(_is_one_payment(line) for line in lines) else 1
    apart: list[_Line] = []
    for line in lines:
        if not _is_one_payment(line):
            apart.append(line)
            continue
        yield from _apart(apart, least)
        yield [line]
        apart = []
    yield from _apart(apart, least)


def _is_one_payment(line: _Line) -> bool:
    return line.fen is not None and not line.is_none and bool(line.name or line.residence)


def _apart(lines: Sequence[_Line], least: int) -> Iterator[list[_Line]]:
    """Yield the lines of each payment that is told in several: those between two blank lines, or from one like the
    first to the next; where fewer than `least` amounts stand alone, each line by itself."""
    told = [line for line in lines if line.said and not line.is_none]
    if sum(line.fen is not None for line in told) < least:
        yield from ([line] for line in lines if line.said)
        return
    starts_with_sum = told[0].fen is not None
    block: list[_Line] = []
    for line in lines:
        if line.is_none:
            yield [line]
            continue
        begins = line.fen is not None if starts_with_sum else _is_somebody(line)
        if block and (not line.said or (begins and _is_whole(block))):
            yield block
            block = []
        if line.said:
            block.append(line)
    if block:
        yield block


def _is_somebody(line: _Line) -> bool:
    return line.fen is None and bool(line.name or line.residence)


def _is_whole(block: Sequence[_Line]) -> bool:
    return any(line.fen is not None for line in block)


def _receipt(block: Sequence[_Line]) -> Receipt | None:
    """Return the payment that lines tell of; None where they tell of none, or of several."""
    sums = [line.fen for line in block if line.fen is not None and not line.is_none]
    if len(sums) != 1:
        return None
    places = [line.residence for line in block if line.residence is not None]
    at = "T".join(part for part in (_first(line.day for line in block), _first(line.clock for line in block)) if part)
    name = _first(line.name for line in block)
    said = " ".join(line.said for line in block)
    return Receipt(sums[0], name, places[0] if places else None, at, said)


def _first(words: Iterator[str]) -> str:
    return next((word for word in words if word), "")
