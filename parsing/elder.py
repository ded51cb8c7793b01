"""Reads what is told of an elder on one line: 3-501 王奶奶 每天8点到10点 微信 结对 李叔 女儿 王芳 13812345678."""

import re
from dataclasses import dataclass, replace
from datetime import time

from domain.check_in import Timings
from domain.elder import Carer, Channel, Kin
from domain.moment import Frequency, Recurrence
from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from parsing.found import without
from parsing.normalise import normalise
from parsing.numeral import number_of
from parsing.recurrence import recurrence_at
from parsing.residence import find_bare_rooms, find_residences

_LONGEST = 300
_LONGEST_NAME = 12
_MOST_MINUTES = 24 * 60
_PHONE = r"(?:\+?86[ -]?)?(?:1[3-9][0-9]{9}|0[0-9]{2,3}[ -]?[0-9]{7,8}|[2-9][0-9]{6,7})(?![0-9])"
_OWN_PHONE = re.compile(rf"(?:电话|座机|手机|手机号)[:: ]{{0,2}}(?P<phone>{_PHONE})")
_CHANNELS = (
    (Channel.NONE, re.compile(r"没有?手机|无手机|没有?电话|不会用手机|上门问?|敲门")),
    (Channel.PHONE, re.compile(r"打电话问?|座机|电话")),
    (Channel.CHAT, re.compile(r"微信|私聊问?|手机|(?i:telegram|tg)|自己按")),
)
_KIN = (
    r"结对邻居|结对|邻居|家人|家属|女儿|儿子|孙女|孙子|外孙女|外孙|女婿|儿媳|媳妇|妹妹|弟弟|姐姐|哥哥|侄女|侄子|楼组长"
)
_CARER = re.compile(
    rf"""
    (?P<kin>{_KIN}) [:: 是]{{0,2}}
    (?P<name>(?!打电话|电话|上门|来问)[^0-9\s,，;；、:：+]{{1,{_LONGEST_NAME}}})?
    [:: ]{{0,2}} (?P<phone>{_PHONE})?
    """,
    re.VERBOSE,
)
_EVERY = re.compile(r"每隔?[两二三四五六七0-9]{0,2}(?:天|日|周|个?星期)|隔[天日]|天天")
_CLOCK = re.compile(
    r"""
    (?P<part>早上|上午|中午|下午|晚上|早|晚)? (?P<hour>[0-9]{1,2}|十[一二]?|[一二两三四五六七八九])
    (?: [点:](?P<minute>[0-9]{2}|半)? )
    """,
    re.VERBOSE,
)
_UNTIL = re.compile(r"[ ]?(?:到|至|-|~|—)[ ]?")
_CALLS = re.compile(r"每(?P<days>[0-9]{1,2}|[两二三四五六七])天(?:打|通)一?[次个]?电话")
_NAME = re.compile(rf"[^\s0-9,，;；、:：+]{{1,{_LONGEST_NAME}}}")

_WORD = re.compile(r"[^\s,，;；、:：]+")
_SAYS = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")
_FILLER = re.compile(
    r"楼组长|结对|[电话]+|点?钟|请|麻烦|"
    r"改成|改为|改到|改用|改|换成|换|以后|现在|开始|老人家?|独居|早上|上午|下午|晚上|[他她您你]|[的了吧啊来问是就在起从都要一声]"
)
_EARLIEST, _LATEST = 5 * 60, 21 * 60  # minutes of the day: at other hours nobody is asked how they are

_TIMING = re.compile(
    r"(?P<what>再问|邻居|楼组长|大家|重复|回话|要帮忙)[ :：]{0,2}(?P<minutes>[0-9]{1,4})[ ]?(?:分钟|分)?"
)
_TIMINGS = {
    "再问": "again",
    "邻居": "neighbour",
    "楼组长": "lead",
    "大家": "everybody",
    "重复": "repeat",
    "回话": "report",
    "要帮忙": "help",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells of an elder; None, and no carers, for what it does not. Minutes are of the local day."""

    home: Residence | None = None
    name: str | None = None
    channel: Channel | None = None
    phone: str | None = None
    asks_from: int | None = None
    asks_until: int | None = None
    every_days: int | None = None
    call_days: int | None = None
    carers: tuple[Carer, ...] = ()
    unread: tuple[str, ...] = ()  # words that say none of this: 每天25点

    @property
    def says_nothing(self) -> bool:
        """Whether it tells nothing but who is meant."""
        return self == Told(self.home, self.name, unread=self.unread)


def read_elder(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> Told:
    """Return what a line tells of an elder. Never raises."""
    line = normalise(text).text[:_LONGEST].replace("\n", " ")
    told = Told()
    found = find_residences(line, grammar) or find_bare_rooms(line)[:1]
    if found:
        told, line = replace(told, home=found[0].value), without(line, found[:1])
    told, line = _calls(told, line)
    told, line = _carers(told, line)
    told, line = _times(told, line)
    if match := _OWN_PHONE.search(line):
        told, line = replace(told, phone=match["phone"]), _cut(line, match.start("phone"), match.end("phone"))
    for channel, pattern in _CHANNELS:
        if match := pattern.search(line):
            told, line = replace(told, channel=channel), _cut(line, match.start(), match.end())
            break
    if told.phone is None and (match := re.search(_PHONE, line)):
        told, line = replace(told, phone=match[0]), _cut(line, match.start(), match.end())
    line = line.replace("\0", " ")
    name = _NAME.search(line)
    if name is not None:
        told, line = replace(told, name=name[0]), _cut(line, name.start(), name.end())
    left = [word for word in _WORD.findall(line) if _SAYS.search(_FILLER.sub("", word))]
    return replace(told, unread=(*told.unread, *left))


def unread_of(told: Told, known: str) -> tuple[str, ...]:
    """Return what was not understood of a line about somebody called `known`: another name is none of theirs."""
    name = told.name
    is_theirs = name is None or name in known or known in name or not _SAYS.search(_FILLER.sub("", name))
    return told.unread if is_theirs or name is None else (name, *told.unread)


def _calls(told: Told, line: str) -> tuple[Told, str]:
    match = _CALLS.search(line)
    if match is None:
        return told, line
    return replace(told, call_days=_days(match["days"])), _cut(line, match.start(), match.end())


def _carers(told: Told, line: str) -> tuple[Told, str]:
    carers = []
    for match in _CARER.finditer(line):
        if match["name"] is None and match["phone"] is None:
            continue
        kin = Kin.NEIGHBOUR if match["kin"] in ("结对邻居", "结对", "邻居") else Kin.FAMILY
        kin = Kin.LEAD if match["kin"] == "楼组长" else kin
        who = match["name"] or match["kin"]
        name = f"{match['kin']}{who}" if kin is Kin.FAMILY and who != match["kin"] else who
        carers.append(Carer(kin, name[:_LONGEST_NAME], match["phone"]))
        line = _cut(line, match.start(), match.end())
    return replace(told, carers=tuple(carers)), line


def _times(told: Told, line: str) -> tuple[Told, str]:
    """Read 每天8点, 隔天早上8点半到10点, 9:00, and every how many days."""
    every = _EVERY.search(line)
    start = every.start() if every else 0
    if every is not None:
        rule = recurrence_at(line, every.start())
        if rule is not None and rule[0].frequency in (Frequency.DAILY, Frequency.WEEKLY):
            told = replace(told, every_days=_interval(rule[0]))
        line = _cut(line, every.start(), every.end())
    match = _CLOCK.search(line, start) or _CLOCK.search(line)
    if match is None:
        return told, line
    at = _minutes(match)
    end, until, is_wrong = match.end(), None, at is None or not _EARLIEST <= at <= _LATEST
    if (to := _UNTIL.match(line, end)) and (later := _CLOCK.match(line, to.end())):
        end, until = later.end(), _minutes(later, match["part"])
        is_wrong = is_wrong or until is None or at is None or until <= at
    if is_wrong:
        said = line[match.start() : end].strip()
        return replace(told, every_days=None, unread=(said,)), _cut(line, match.start(), end)
    return replace(told, asks_from=at, asks_until=until), _cut(line, match.start(), end)


def _interval(rule: Recurrence) -> int:
    return rule.interval * (7 if rule.frequency is Frequency.WEEKLY else 1)


def _minutes(match: re.Match[str], part: str | None = None) -> int | None:
    part = match["part"] or part
    hour = int(match["hour"]) if match["hour"].isdigit() else int(number_of(match["hour"]) or 0)
    minute = 30 if match["minute"] == "半" else int(match["minute"] or 0)
    if part in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    at = time(hour, minute)
    return at.hour * 60 + at.minute


def _days(said: str) -> int:
    return int(said) if said.isdigit() else int(number_of(said) or 3)


def _cut(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


def read_timings(text: str, before: Timings) -> Timings | None:
    """Return the ladder that 再问15 邻居30 楼组长45 大家90 重复10 回话30 asks for; what is not said is as before.

    None where nothing is said, or the steps are not one after another.
    """
    found = {_TIMINGS[match["what"]]: int(match["minutes"]) for match in _TIMING.finditer(normalise(text).text)}
    if not found:
        return None
    timings = replace(before, **found)
    is_possible = all(1 <= minutes <= _MOST_MINUTES for minutes in found.values())
    return timings if timings.is_upwards and is_possible else None
