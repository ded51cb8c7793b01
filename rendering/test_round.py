"""轮次 (test round): what groups hear of it (never a household), and what leads and the committee hear in private."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.discretion import Discreet
from domain.household import CALLED as MARKS
from domain.residence import Residence
from domain.test_round import Count, Counts, Report, Result, Round
from rendering.line import one_line
from rendering.order_chain import place

_KIND, _PLACE, _NAME = 20, 30, 20  # characters shown
_A_ROW = 4  # buildings in a line of a live count

HOW_TO_OPEN = "开一轮这样发：/轮次 明天7:00-9:00 核酸 全小区 在中心花园。少写的我会问。"
WHERE_TO_OPEN = "开轮次请私聊我发，或在志愿者群里发。"
ASK_KIND = "这一轮做什么？（也可以直接写别的）"
ASK_START = "什么时候？请写从几点到几点，例如：明天7:00-9:00"
NOT_CHANGED = (
    "开好的轮次改不了时间和地点。请先发「/轮次 取消」（或点「取消这一轮」），再开一轮新的；"
    "要多做一会儿，到时候再开一轮就行。"
)
ASK_END = "做到几点？"
ASK_WHO = "哪些人做？可以写几号楼到几号楼，例如：3-12,17"
ASK_PLACE = "在哪里做？"
NO_PLACE = "不用写地点"
NOT_UNDERSTOOD = "没看懂。"
OVER = "这个时间已经过了。"
NONE_OPEN = "现在没有进行中的轮次。"
ASK_HOME = "您是哪一户？直接写，比如：3号楼502"
HOW_TO_CALL = "叫号这样发：/叫号 7-9（几号楼到几号楼）"
ASK_FOR_PAPERS = "要这一轮的表格，请志愿者或居委会私聊我发「/轮次 表格」。"
ASK_ANEW = "要新的表格"
DONE_HERE = "我家做好了"
TOO_LATE_TO_UNDO = "过了一分钟，撤不回了。要改请再叫一次号。"
SEE_IN_PRIVATE = "有一件要紧的事要居委会看：请居委会的人私聊我，先点「开始」，再发「轮次」。"


def clock(at: int, zone: ZoneInfo) -> str:
    """Return a time of day as people write it: 7:00."""
    local = datetime.fromtimestamp(at, zone)
    return f"{local.hour}:{local.minute:02}"


def day(at: int, zone: ZoneInfo) -> str:
    """Return a day as people write it: 3月2日（周一）."""
    local = datetime.fromtimestamp(at, zone)
    return f"{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）"


def place_said(residence: Residence) -> str:
    """Return a residence the short way: 3-502."""
    return place(residence)


def kind_of(one: Round) -> str:
    """Return what is done in a round, in a few words."""
    return one_line(one.kind, _KIND)


def hours(one: Round, zone: ZoneInfo) -> str:
    """Return when a round is: 3月2日（周一）7:00–9:00."""
    return f"{day(one.starts_at, zone)}{clock(one.starts_at, zone)}–{clock(one.ends_at, zone)}"


def who(one: Round) -> str:
    """Return whom a round is for."""
    buildings = str(one.buildings) if one.buildings is not None else "全小区"
    return f"{buildings}有「{MARKS[one.mark]}」标记的户" if one.mark is not None else buildings


def _where(one: Round) -> str:
    return f"，地点：{one_line(one.place, _PLACE)}" if one.place else ""


# --- to groups ------------------------------------------------------------------------------------------------


def evening(one: Round, zone: ZoneInfo) -> str:
    """Return what groups hear the evening before."""
    return f"📢 {kind_of(one)}：{hours(one, zone)}，{who(one)}{_where(one)}。开始前半小时再提醒一次。"


def soon(one: Round, zone: ZoneInfo, now: int) -> str:
    """Return what groups hear half an hour before, or later where that is past; it says how to report."""
    minutes = (one.starts_at - now) // 60
    when = "现在开始" if minutes <= 0 else f"{clock(one.starts_at, zone)} 开始"
    return (
        f"📢 {kind_of(one)} {when}，到 {clock(one.ends_at, zone)}，{who(one)}{_where(one)}。\n"
        "做好了请在群里说一声，比如「3-501 三人都做了」「我们家做好了」，也可以点下面。"
    )


def called(one: Round, now: Sequence[str], following: Sequence[str]) -> str:
    """Return what a group hears whose buildings are called, or get ready."""
    lines = []
    if now:
        lines.append(f"📣 {kind_of(one)}轮到：{_buildings(now)}，请现在下楼{_where(one)}。")
    if following:
        lines.append(f"请准备：{_buildings(following)}，就快到了，先别下楼。")
    return "\n".join(lines)


def uncalled(one: Round, buildings: Sequence[str]) -> str:
    """Return what a group hears when a call is taken back."""
    return f"↩ 刚才叫早了：{_buildings(buildings)}请先别下楼，等下一次叫号（{kind_of(one)}）。"


def _buildings(names: Sequence[str]) -> str:
    return "、".join(f"{name}号楼" if name.isdecimal() else name for name in names)


@dataclass(frozen=True, slots=True)
class Board:
    """What a live count shows: a round, its counts by building, and which buildings were called."""

    round: Round
    counts: Counts
    called: tuple[str, ...]
    zone: ZoneInfo


def board(shown: Board) -> str:
    """Return a live count: how many have done it by building, never which household."""
    one, total = shown.round, shown.counts.total
    state = "已结束" if one.closed_at is not None else f"到 {clock(one.ends_at, shown.zone)}"
    lines = [f"🧪 {kind_of(one)} {day(one.starts_at, shown.zone)}（{state}）", f"已做 {_of(total)}"]
    cells = [f"{_name(name)} {_of(count)}" for name, count in shown.counts.of.items()]
    if len(cells) > 1:
        lines += ["　".join(cells[row : row + _A_ROW]) for row in range(0, len(cells), _A_ROW)]
    if shown.called and one.closed_at is None:
        lines.append(f"叫到：{_buildings(shown.called)}")
    return "\n".join(lines)


def _of(count: Count) -> str:
    if not count.expected:
        return f"{count.done + count.strangers}户"
    extra = f"（另有{count.strangers}户不在名单上）" if count.strangers else ""
    return f"{count.done}/{count.expected}户{extra}"


def _name(building: str) -> str:
    if not building:
        return "没写楼号"
    return f"{building}号楼" if building.isdecimal() else building


# --- to who opened it, to leads, to the committee -------------------------------------------------------------


def opened(one: Round, zone: ZoneInfo, groups: Sequence[str], chase: int | None) -> str:
    """Return what is said to who opens a round: what was understood, and what will be said to whom. `chase` is when
    leads hear who is missing, None for never."""
    told = "、".join(groups) if groups else "还没有能通知的群"
    lines = [
        f"🧪 开好了：{kind_of(one)}",
        f"时间：{hours(one, zone)}",
        f"范围：{who(one)}",
        *([f"地点：{one_line(one.place, _PLACE)}"] if one.place else []),
        f"通知：{told}",
        "前一天晚上7点、开始前半小时各发一次；叫号请发「/叫号 7-9」。",
        f"{clock(chase, zone)} 把没做的名单私聊发给楼组长；" if chase is not None else "剩下的时间在夜里，不催没做的；",
        f"{clock(one.ends_at, zone)} 自动结束，表格私聊发给您。",
    ]
    return "\n".join(lines)


def ended(one: Round, total: Count) -> str:
    """Return what is said when a round is closed."""
    return f"🧪 {kind_of(one)}结束了：已做 {_of(total)}。"


def cancelled(one: Round) -> str:
    """Return what is said when a round is called off before it has begun."""
    return f"🧪 {kind_of(one)}取消了，不再通知。"


def invitation(one: Round, zone: ZoneInfo) -> str:
    """Return what a resident sees of a round in private."""
    return f"🧪 {kind_of(one)}：{hours(one, zone)}{_where(one)}。做好了点下面，或者直接写「3-501 三人都做了」。"


def late(one: Round) -> str:
    """Return what whoever got the sheet hears when somebody reports after the end."""
    return f"🧪 {kind_of(one)}结束后又有人补报，已经记下。要新的表格点下面。"


def reported(one: Round, residence: Residence | None, report: Report) -> Discreet:
    """Return what somebody hears in private after reporting."""
    where = place_said(residence) if residence is not None else "您家"
    if report.result is Result.POSITIVE:
        return Discreet(f"记下了：{where}。已经告诉居委会和楼组长，他们会尽快联系您；群里没有说。")
    left = f"，还差 {report.left} 人，做好了再说一声" if report.left else ""
    late_ = "（这一轮已经结束，算补报）" if one.closed_at is not None else ""
    done = f"记下了：{where}{left}" if left else f"记下了：{where} {kind_of(one)}做好了"
    return Discreet(f"{done}{late_}。")


def which_kind(kinds: Sequence[str]) -> str:
    """Return what is asked of who reports while several rounds are on."""
    return f"是{'还是'.join(one_line(kind, _KIND) for kind in kinds)}做好了？"


def which_building(room: str) -> str:
    """Return what is asked of who names a room without its building."""
    return f"{room} 是几号楼的？回复我楼号就行，例如：3"


def alarm(one: Round, where: str, by: str, at: str) -> Discreet:
    """Return what the committee and a building's lead hear of a positive result, at once."""
    return Discreet(
        f"🚨 {where} 报了阳性（{kind_of(one)}）。\n{one_line(by, _NAME)} 在 {at} 报的。群里没有说，请尽快联系这一户。"
    )


def corrected(one: Round, where: str, by: str) -> Discreet:
    """Return what those hear who were alarmed, when the message is changed and says it no more."""
    return Discreet(f"↩ {where} 刚才报的阳性（{kind_of(one)}），{one_line(by, _NAME)} 改掉了那条消息。请还是问一下。")


def positives(one: Round, rows: Sequence[tuple[str, str]]) -> Discreet:
    """Return the list of positive results, (place, when), for the committee and leads."""
    return Discreet("\n".join([f"🚨 {kind_of(one)}报了阳性的：", *(f"・{where}，{at}" for where, at in rows)]))


def missing(one: Round, rooms: Mapping[str, Sequence[str]], ends: str) -> Discreet:
    """Return the list of those not heard of, by building, for their lead."""
    lines = [f"🧪 {kind_of(one)}到 {ends}，还没报的："]
    for building, names in rooms.items():
        lines += [f"{_name(building)}（{len(names)}户）：", "、".join(names)]
    lines.append("问到了可以直接私聊我写，比如「3-501 做了」。")
    return Discreet("\n".join(lines))


def tasks(one: Round, names: Sequence[str]) -> Discreet:
    """Return the list of households without a telephone that somebody has to go to."""
    lines = [f"🚪 {kind_of(one)}：这几户没有手机，请上门看一下，回来点下面："]
    return Discreet("\n".join([*lines, *(f"・{name}" for name in names)]))
