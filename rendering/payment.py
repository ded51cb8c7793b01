"""收款: what the organiser reads of the money of a buy, what a household reads of its own; no group reads any of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.discretion import Discreet
from domain.payment import Account, State, in_yuan
from domain.payment_match import Matched, Receipt
from rendering.line import one_line
from rendering.order_chain import number, place

PAGE = 24  # households on a page of the list
_TITLE, _SAID, _LINES = 40, 60, 30  # characters of a title and a pasted line, lines of a kind shown

HOW_TO_PASTE = (
    "把收款记录整段贴过来就行，一行一笔，要有名字（或房号）和钱，比如：\n"
    "王阿姨 35.00\n3-502 35元\n￥35.00 来自 小陈 11-29 20:31"
)
NOTHING_TO_COLLECT = "您最近没有要收款的接龙。"
NO_PAYMENTS_READ = f"没有认出收款。{HOW_TO_PASTE}"


@dataclass(frozen=True, slots=True)
class Owing:
    """A household on the list: its order's row, what it is called, what it ordered, and how it stands. `claimed_at` is
    local time."""

    order_id: int
    called: str
    items: str
    account: Account
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The money of a buy: its households in the order in which people walk. `faults`: how many reports of short, broken
    or wrong goods the organiser has not decided on."""

    chain_id: int
    title: str | None
    owing: tuple[Owing, ...]
    faults: int = 0

    def of(self, *states: State) -> list[Owing]:
        """Return the households that stand so."""
        return [one for one in self.owing if one.account.state in states]

    @property
    def open(self) -> list[Owing]:
        """The households that the organiser still has something to do with, in the order of urgency."""
        order = list(State)
        left = [one for one in self.owing if one.account.state is not State.SETTLED]
        return sorted(left, key=lambda one: order.index(one.account.state))

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-len(self.open) // PAGE))

    def page(self, place: int) -> list[Owing]:
        """Return the households on a page, from 0; one that is not there is the last."""
        place = max(0, min(place, self.pages - 1))
        return self.open[place * PAGE : (place + 1) * PAGE]


def yuan(fen: int) -> str:
    """Return an amount as people write it: 35元, 35.5元."""
    return f"{number(in_yuan(fen))}元"


def titled(title: str | None) -> str:
    """Return the title of a buy in its brackets."""
    return f"「{one_line(title or '接龙', _TITLE)}」"


def paid_said(account: Account) -> str:
    """Return how a household stands, as short as a cell of a sheet."""
    due, claim = account.due, account.claimed
    match account.state:
        case State.SETTLED:
            return f"已付{number(in_yuan(account.received))}" if account.received else "不用付"
        case State.CLAIMED:
            said = f"{number(in_yuan(claim.fen))}" if claim is not None and claim.fen is not None else ""
            return f"说付了{said}，待确认"
        case State.PART:
            return f"已付{number(in_yuan(account.received))}，还差{number(in_yuan(due or 0))}"
        case State.GIVE_BACK:
            return f"已付{number(in_yuan(account.received))}，要退{number(in_yuan(-(due or 0)))}"
        case State.UNPAID | State.UNPRICED:
            return "没付"


def refunds(accounts: Mapping[str, Account]) -> dict[str, Decimal]:
    """Return what is given back to each party that gets something, in yuan."""
    return {party: in_yuan(one.refund) for party, one in accounts.items() if one.refund}


# --- the list ---------------------------------------------------------------------------------------------------

_HEADINGS = {
    State.CLAIMED: "说付了，等您确认：",
    State.PART: "付了一部分：",
    State.UNPAID: "还没付：",
    State.UNPRICED: "没有单价、算不出：",
    State.GIVE_BACK: "多收了、要退：",
}


def ledger_text(ledger: Ledger, page: int) -> Discreet:
    """Return a page of the payment list."""
    lines = [*_sums(ledger)]
    state = None
    for one in ledger.page(page):
        if one.account.state is not state:
            state = one.account.state
            lines += ["", _HEADINGS[state]]
        lines.append(f"・{one.called} {_stands(one)}")
    if ledger.pages > 1:
        lines += ["", f"第{max(0, min(page, ledger.pages - 1)) + 1}页，共{ledger.pages}页"]
    return Discreet("\n".join(lines))


def _sums(ledger: Ledger) -> list[str]:
    owed = sum(one.account.owed or 0 for one in ledger.owing)
    received = sum(one.account.received - one.account.returned for one in ledger.owing)
    claimed, back = ledger.of(State.CLAIMED), ledger.of(State.GIVE_BACK)
    unpaid = ledger.of(State.UNPAID, State.PART)
    settled = len(ledger.of(State.SETTLED, State.GIVE_BACK))
    lines = [f"💰 {titled(ledger.title)}收款", f"应收 {yuan(owed)}，{len(ledger.owing)}户"]
    refund = sum(one.account.refund for one in ledger.owing)
    lines += [f"缺损退款 {yuan(refund)}"] if refund else []
    lines.append(f"✓ 收到 {yuan(received)}，{settled}户结清")
    lines += [f"？ 说付了 {len(claimed)}户 {yuan(_due(claimed))}"] if claimed else []
    lines += [f"✗ 没付 {len(unpaid)}户 {yuan(_due(unpaid))}"] if unpaid else []
    lines += [f"↩ 要退 {len(back)}户 {yuan(-_due(back))}"] if back else []
    lines += [f"⚠ 报了少、坏、错，还没定退多少：{ledger.faults}户"] if ledger.faults else []
    return lines if ledger.open else [*lines, "都结清了。"]


def _due(owing: Sequence[Owing]) -> int:
    return sum(one.account.due or 0 for one in owing)


def _stands(one: Owing) -> str:
    account, due = one.account, one.account.due
    if due is None:
        claim = account.claimed
        is_said = claim is not None and claim.fen is not None
        return f"说付了{yuan(claim.fen or 0)}（{one.items}）" if claim is not None and is_said else one.items
    match account.state:
        case State.CLAIMED:
            claim = account.claimed
            other = claim is not None and claim.fen is not None and claim.fen != due
            said = f"说付了{yuan(claim.fen)}，应付{yuan(due)}" if claim and claim.fen and other else yuan(due)
            at = one.claimed_at
            return said + (f"（{at.month}月{at.day}日{at:%H:%M}说的）" if at is not None else "")
        case State.PART:
            return f"付了{yuan(account.received)}，还差{yuan(due)}"
        case State.GIVE_BACK:
            return f"退{yuan(-due)}"
        case _:
            return yuan(due)


def got_label(one: Owing) -> str:
    """Return the label of the button that says that a household's money is there (or was given back)."""
    due = one.account.at_hand
    called = one_line(one.called, 14)
    if due is None:
        return f"✓ {called} 收到…"
    return f"↩ {called} 退了{yuan(-due)}" if due < 0 else f"✓ {called} {yuan(due)}"


def correction_text(ledger: Ledger) -> Discreet:
    """Return the question what was noted by mistake."""
    if not noted_of(ledger):
        return Discreet(f"{titled(ledger.title)}还什么都没记过。")
    return Discreet(f"{titled(ledger.title)}哪一户记错了？点一下，那一户记过的收款和退款就都不算，可以重新记。")


def noted_of(ledger: Ledger) -> list[Owing]:
    """Return the households of whose money the organiser has noted something."""
    return [one for one in ledger.owing if one.account.received or one.account.refund or one.account.returned]


def correction_label(one: Owing) -> str:
    """Return the label of the button that takes back what was noted of a household."""
    account = one.account
    parts = [f"收{yuan(account.received)}"] if account.received else []
    parts += [f"退款{yuan(account.refund)}"] if account.refund else []
    parts += [f"退了{yuan(account.returned)}"] if account.returned else []
    return f"✗ {one_line(one.called, 14)} {' '.join(parts)}"


# --- a pasted list ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a pasted list comes to. `called`: what households are called, by party; `unread`: lines that are none."""

    title: str | None
    matched: Matched
    called: Mapping[str, str] = field(default_factory=dict)
    unread: Sequence[str] = ()

    def name(self, party: str) -> str:
        """Return what a household is called."""
        return self.called.get(party, "一户")


def comparison_text(found: Comparison) -> Discreet:
    """Return what a pasted list comes to, before anything is noted."""
    matched = found.matched
    sure = matched.certain
    lines = [f"{titled(found.title)}对收款记录："]
    if sure:
        total = sum(receipt.fen for receipt, _ in sure)
        lines.append(f"✓ 对得上 {len(sure)}笔，{yuan(total)}：")
        lines += [f"・{_names(found, parties)} ← {said(one)}" for one, parties in sure]  # all: one tap notes them
    if matched.doubtful:
        lines.append(f"？ 拿不准 {len(matched.doubtful)}笔，一笔一笔问您：")
        lines += _some([f"・{said(one)}" for one, _ in matched.doubtful])
    lines += _listed(f"✗ 没对上 {len(matched.unmatched)}笔，请您看看是谁的：", matched.unmatched)
    lines += _listed("这几户已经收齐，这几笔没有再算：", matched.settled)
    if matched.counted:
        lines.append(f"上次记过的 {len(matched.counted)}笔，没有再算。")
    if found.unread:
        lines += ["看不懂、没有算的：", *_some([f"・{one_line(line, _SAID)}" for line in found.unread])]
    if sure:
        lines.append("点「确认」才记下。")
    return Discreet("\n".join(lines))


def said(receipt: Receipt) -> str:
    """Return a pasted line on one line, short."""
    if receipt.said:
        return one_line(receipt.said, _SAID)
    where = place(receipt.residence) if receipt.residence is not None else ""
    return " ".join(part for part in (where, receipt.name, yuan(receipt.fen), receipt.at) if part)


def asked(receipt: Receipt, left: int) -> Discreet:
    """Return the question whose a line of a list is; `left` are asked after it."""
    more = f"\n（后面还有{left}笔要问）" if left else ""
    return Discreet(f"这一笔 {yuan(receipt.fen)} 是哪一户付的？\n{said(receipt)}{more}")


def candidate_label(called: str, account: Account) -> str:
    """Return the label of a household that a line may be of."""
    due = f"应付{yuan(account.due)}" if account.due is not None else "没有单价"
    return f"{one_line(called, 20)}（{due}）"


def noted(count: int, fen: int) -> Discreet:
    """Return what is said once lines of a list are noted."""
    return Discreet(f"✓ 记下了 {count}笔，{yuan(fen)}。")


def _names(found: Comparison, parties: Sequence[str]) -> str:
    return "和".join(found.name(party) for party in parties)


def _listed(heading: str, receipts: Sequence[Receipt]) -> list[str]:
    return [heading, *_some([f"・{said(one)}" for one in receipts])] if receipts else []


def _some(lines: Sequence[str]) -> list[str]:
    return [*lines[:_LINES], *([f"・…还有{len(lines) - _LINES}笔"] if len(lines) > _LINES else [])]


# --- to a household ---------------------------------------------------------------------------------------------


def nudge(title: str | None, account: Account, items: str) -> Discreet:
    """Return the reminder to a household that has not paid."""
    due = f"还有 {yuan(account.due)} 没付" if account.due is not None else "的钱还没付"
    return Discreet(f"{titled(title)}您{due}（{items}）。麻烦转给团长，付好了点一下下面就行。")


def nudged(sent: Sequence[str], again: Sequence[str], unreachable: Sequence[str]) -> Discreet:
    """Return what the organiser hears once reminders went out: to whom, and to whom not."""
    lines = [f"私聊提醒了 {len(sent)}户。"] if sent else ["这次没有提醒谁。"]
    if again:
        lines.append(f"今天提醒过的，不再打扰：{len(again)}户")
    if unreachable:
        lines += [f"私聊找不到、要您自己说一声的 {len(unreachable)}户：", *_some([f"・{one}" for one in unreachable])]
    return Discreet("\n".join(lines))


def claimed(title: str | None) -> Discreet:
    """Return the receipt in private for who says to have paid."""
    return Discreet(f"记下了：{titled(title)}您付过了，等团长确认。")
