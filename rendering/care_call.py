"""今日关怀: whom the care team calls today, for private ears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.discretion import Discreet
from domain.elder import Elder
from rendering.check_in import who
from rendering.line import one_line

REACHED, NO_ANSWER, VISITED = "打通", "没人接", "上门"
NOTHING_TO_SAY = "不用记"
SEND_SOMEBODY = "请人上门看看"
NOTED_ALREADY = "刚记过了"
KEPT = "记下了，只有关爱组看得到。"
ON_THE_WAY = "已经在请人上门了。"
RESULT_CALLED = {"reached": "打通", "no answer": "没人接", "visited": "上门看过"}
_LONGEST_NOTE, _LONGEST_NEED = 60, 120


@dataclass(frozen=True, slots=True)
class Last:
    """The last call to an elder, in local time."""

    at: datetime
    result: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody to be called today; `last` is the last call, None for never."""

    elder: Elder
    last: Last | None


def call_list(day: str, to_call: Sequence[ToCall], searched: Sequence[str], more: int) -> Discreet:
    """Return the call list of a day (12月1日周二). `searched` are those who are being looked for, in words; `more` is
    how many do not stand here."""
    lines = [f"今日关怀（{day}）"]
    if searched:
        lines += ["", "⚠️ 现在正在找的（按「我去看看」）：", *(f"・{one}" for one in searched), ""]
    if not to_call:
        lines.append("今天要联系的都联系过了。")
    else:
        lines.append(f"要联系 {len(to_call) + more} 位，联系过的按一下：")
        lines += [f"{number}. {_line(one)}" for number, one in enumerate(to_call, 1)]
    if more:
        lines.append(f"还有 {more} 位，记好这些再发一次「今日关怀」。")
    return Discreet("\n".join(lines))


def _line(one: ToCall) -> str:
    phone = f" ☎ {one.elder.phone}" if one.elder.phone else ""
    if one.last is None:
        return f"{who(one.elder)}{phone}（还没联系过）"
    note = f"：{one_line(one.last.note, _LONGEST_NOTE)}" if one.last.note else ""
    at = one.last.at
    return f"{who(one.elder)}{phone}（上次 {at.month}月{at.day}日 {RESULT_CALLED[one.last.result]}{note}）"


def noted(elder: Elder, result: str) -> Discreet:
    """Return what is asked after a call: a note in words."""
    return Discreet(
        f"{who(elder)}：{RESULT_CALLED[result]}，记下了。要留一句话给下一位吗？比如缺什么、身体怎样，缺的我转告各组。"
        "直接写；没有就按一下。"
    )


def needed(elder: Elder, words: str, name: str) -> Discreet:
    """Return what a team hears that somebody needs; `name` is who has called them."""
    phone = f"\n电话：{elder.phone}" if elder.phone else ""
    return Discreet(
        f"📋 {who(elder)}：{one_line(words, _LONGEST_NEED)}{phone}\n"
        f"{one_line(name, 20)} 打关怀电话时记下的。请安排，办好了跟 {one_line(name, 20)} 说一声。"
    )


@dataclass(frozen=True, slots=True)
class Passed:
    """A need that was passed on: to whom (物资组), "" where nobody of them can be told, and in which words."""

    to: str
    words: str


def kept(passed: Sequence[Passed]) -> Discreet:
    """Return what whoever wrote a note hears of what became of it."""
    told = [f"・{one.to}：{one_line(one.words, _LONGEST_NEED)}" for one in passed if one.to]
    untold = [f"・{one_line(one.words, _LONGEST_NEED)}" for one in passed if not one.to]
    lines = ["记下了，转告了："] if told else ["记下了。"]
    if untold:
        untold.insert(0, "这些我没有人可以转告，请您自己去找人：")
    return Discreet("\n".join([*lines, *told, *untold]))


def unheard(elder: Elder) -> Discreet:
    """Return what is asked where nobody took the call."""
    return Discreet(f"{who(elder)}：没人接，记下了。过一会儿再打，或者现在请人上门看看。")


def sent(elder: Elder) -> Discreet:
    """Return that somebody is sent to the door."""
    return Discreet(f"{who(elder)}：在请人上门看了，有消息告诉您。")


def searched(elder: Elder, went: str | None) -> str:
    """Return one of whom nobody has heard today, as a line for `call_list`."""
    return f"{who(elder)}" + (f"（{one_line(went, 20)} 去了）" if went else "")
