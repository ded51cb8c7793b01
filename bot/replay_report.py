"""What a replay found, for people (Chinese lines) and for machines (JSON). Chat is counted, never shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.replay_play import Heard, Played, PlayedBuy, What
from bot.replay_source import Odd
from parsing.chat_export import Group
from rendering.line import one_line
from rendering.order_chain import number

FIRST = 20  # of each kind shown unless all are asked for

_WORDS = 120  # characters shown of a message
_SAID = 200  # and of what the bot would have said
_NAMED = {
    What.RECORDED: "记下",
    What.ASKED: "拿不准、要问",
    What.LATE: "截单后才来",
    What.COMMAND: "口令",
    What.LEFT_ALONE: "闲聊，没有理会",
    What.WORDLESS: "没有文字（图片、表情、语音）",
    What.FOREIGN: "转发、频道、匿名管理员、机器人",
    What.SERVICE: "系统消息（入群、置顶等）",
    What.REPEATED: "文件里重复的",
    What.FAILED: "没能处理（请告诉开发者）",
}
_HEADS = {
    Heard.QUESTION: "会问的",
    Heard.LATE: "截单后来的单",
    Heard.CHANGED: "改了别人的单",
    Heard.ANSWER: "对口令的回答",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A message to look at, and what the bot would have said to it."""

    number: int
    sent_at: int
    who: str
    text: str
    said: str


@dataclass(slots=True)
class Account:
    """What was found in one group. `most` findings of each kind are kept (None: all), the rest only counted."""

    group: Group
    most: int | None = FIRST
    counts: Counter[What] = field(default_factory=Counter)
    heard: Counter[Heard] = field(default_factory=Counter)
    findings: dict[Heard, list[Finding]] = field(default_factory=lambda: {kind: [] for kind in Heard})
    odd: list[Odd] = field(default_factory=list)
    odd_count: int = 0
    edited: int = 0
    began_at: int | None = None
    ended_at: int | None = None
    failed: list[int] = field(default_factory=list)
    buys: Sequence[PlayedBuy] = ()

    @property
    def messages(self) -> int:
        """How many messages were read."""
        return sum(self.counts.values())

    def take(self, played: Played) -> None:
        """Note a message that was played."""
        said = played.said
        self.counts[played.what] += 1
        self.edited += said.was_edited
        self.began_at = said.sent_at if self.began_at is None else min(self.began_at, said.sent_at)
        self.ended_at = said.sent_at if self.ended_at is None else max(self.ended_at, said.sent_at)
        if played.what is What.FAILED and len(self.failed) < FIRST:
            self.failed.append(said.number)
        for kind, words in played.heard:
            self.heard[kind] += 1
            if self.most is None or len(self.findings[kind]) < self.most:
                shown = one_line(said.text[: 4 * _WORDS], _WORDS)
                found = Finding(said.number, said.sent_at, one_line(said.name, 20), shown, one_line(words, _SAID))
                self.findings[kind].append(found)

    def leave_out(self, odd: Odd) -> None:
        """Note a message that could not be placed."""
        self.odd_count += 1
        if self.most is None or len(self.odd) < self.most:
            self.odd.append(odd)


# --- for people -------------------------------------------------------------------------------------------------


def lines_of(account: Account, zone: ZoneInfo) -> Iterator[str]:
    """Yield what was found in a group, line by line."""
    yield f"━━ {one_line(account.group.title, 60)}"
    if account.began_at is None or account.ended_at is None:
        yield "   没有消息"
    else:
        yield f"   {_time(account.began_at, zone)} 至 {_time(account.ended_at, zone)}，{account.messages:,} 条消息："
        counted = [f"{_NAMED[what]} {account.counts[what]:,}" for what in _NAMED if account.counts[what]]
        yield from (f"   · {one}" for one in counted)
    if account.edited:
        yield f"   （其中 {account.edited:,} 条后来改过，或有人点了表情：导出里只有最后的文字，按发出的时间读）"
    yield from _odd_lines(account)
    yield ""
    yield from _buy_lines(account)
    for kind in Heard:
        yield from _finding_lines(account, kind, zone)


def _odd_lines(account: Account) -> Iterator[str]:
    if account.odd_count:
        yield f"   有 {account.odd_count:,} 条没能读，跳过了："
        yield from (f"   ✗ {odd.place}：{odd.words}" for odd in account.odd)
        yield from _rest(account.odd_count - len(account.odd))
    if account.failed:
        yield f"   ✗ 没能处理的消息编号：{'、'.join(map(str, account.failed))}"


def _buy_lines(account: Account) -> Iterator[str]:
    yield f"会记下 {len(account.buys)} 个接龙" + ("：" if account.buys else "")
    for buy in account.buys:
        head, *totals = buy.head
        by = f"{one_line(buy.organiser, 20)}开团，" if buy.organiser else ""
        yield f"  {head}"
        yield from (f"     {line}" for line in totals)
        yield f"     （{by}始于消息 {buy.opened_by}，{buy.statements:,} 条消息说到它）"
    yield ""


def _finding_lines(account: Account, kind: Heard, zone: ZoneInfo) -> Iterator[str]:
    count, found = account.heard[kind], account.findings[kind]
    if not count:
        return
    yield f"{_HEADS[kind]}：{count:,} 条"
    for one in found:
        yield f"  {_time(one.sent_at, zone)} {one.who or '（没有名字）'}（消息 {one.number}）：{one.text}"
        yield f"      守望会说：{one.said}"
    yield from _rest(count - len(found))
    yield ""


def _rest(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  …… 还有 {count:,} 条，加 --all 全部列出"


def last_line(messages: int, seconds: float) -> str:
    """Return how much was read, and how fast."""
    return f"共 {messages:,} 条消息，用了 {seconds:.1f} 秒，每秒 {messages / seconds:,.0f} 条。什么也没有发出去。"


def _time(at: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


# --- for machines -----------------------------------------------------------------------------------------------


def as_json(account: Account) -> dict[str, Any]:
    """Return what was found in a group as JSON: times in UTC seconds, quantities as numbers in text."""
    return {
        "chat": account.group.title,
        "began_at": account.began_at,
        "ended_at": account.ended_at,
        "messages": account.messages,
        "counts": {what.value: account.counts[what] for what in What},
        "edited": account.edited,
        "left_out": {"count": account.odd_count, "first": [{"place": o.place, "odd": o.words} for o in account.odd]},
        "failed": account.failed,
        "buys": [_buy(buy) for buy in account.buys],
        "would_say": {kind.value: _findings(account, kind) for kind in Heard},
    }


def _buy(buy: PlayedBuy) -> dict[str, Any]:
    return {
        "title": buy.title,
        "closed": buy.is_closed,
        "organiser": buy.organiser,
        "opened_by": buy.opened_by,
        "statements": buy.statements,
        "orders": buy.orders,
        "totals": [
            {"item": one.item, "measure": one.measure, "total": number(one.total), "orders": one.parties}
            for one in buy.sums
        ],
    }


def _findings(account: Account, kind: Heard) -> dict[str, Any]:
    first = [
        {"message": f.number, "sent_at": f.sent_at, "who": f.who, "text": f.text, "says": f.said}
        for f in account.findings[kind]
    ]
    return {"count": account.heard[kind], "first": first}
