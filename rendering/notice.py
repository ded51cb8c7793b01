"""通知: what groups read, and the one message in which its sender sees what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.building import Buildings
from domain.discretion import find_phones
from domain.notice import LONGEST, LONGEST_WITH_PHOTO, Expected, Receipts, State
from rendering.line import one_line

GOT = "✅ 收到"
SEND, SEND_LATER, CHANGE, CANCEL, RECALL = "发", "到点发", "改", "取消", "撤回"
WANT, NOT_WANT, TIME = "要回执", "不要回执", "定时间"
ASK_TEXT = (
    "发什么通知？写给全小区就直接写；只给几栋楼就写在前面，比如「3-12,17号楼 明天停水」；"
    "要定时就写「今晚8点发 …」；也可以发一张图带几句话。"
)
SOMEBODYS = "这条说到了某一户或某个人的病或药，不能发到群里。请去掉门牌和名字，再写一遍；不发了就发「算了」。"
ASK_CHANGE = "新的写法是？写好发给我，再给您看一遍。"
ASK_TIME = "什么时候发？比如：今晚8点、明早7点半、半小时后；也可以写「现在」。"
TIME_NOT_READ = "没看懂时间，或者已经过了。"
NOT_YOURS = "通知由居委会、志愿者来发；楼组长发自己的楼。"
THANKS, AGAIN, TOO_LATE = "记下了，谢谢！", "已经记过了", "过了十分钟，撤不回了；可以再发一条说明。"
_LONGEST_SHOWN = 1500
_MOST_MISSING = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """What its sender sees of a notice. `groups` are the titles of what it goes to; `without_group` buildings that were
    named and have no group; `at` when it is or was sent (None: at once); `receipts` None where none are asked for."""

    text: str
    has_photo: bool
    buildings: Buildings | None
    groups: Sequence[str]
    without_group: Sequence[str]
    at: datetime | None
    state: State
    wants_receipt: bool
    receipts: Receipts | None = None
    is_night: bool = False


def words(text: str, by: str) -> str:
    """Return a notice as groups read it. `by` says from whom: 居委会, 志愿者, 3号楼楼组长."""
    return f"📢 {by}通知\n{text}" if text else f"📢 {by}通知"


def too_long(*, has_photo: bool) -> str:
    """Say how long a notice may be."""
    return f"太长了：通知最多 {LONGEST_WITH_PHOTO if has_photo else LONGEST} 个字，请短一点，或分成两条。"


def only_own(own: Sequence[str]) -> str:
    """Say which buildings somebody may give notice to."""
    return f"楼组长只能给自己的楼发：{'、'.join(own)}号楼。"


def seen(notice: Seen) -> str:
    """Return what the sender of a notice sees."""
    match notice.state:
        case State.DRAFT:
            return "\n".join(_draft(notice))
        case State.PLANNED:
            return f"⏰ 定在 {_when(notice.at)} 发给{_to(notice)}：\n{_shown(notice)}"
        case State.SENT:
            return "\n".join([f"📢 {_when(notice.at)} 已发给{_to(notice)}：{_first(notice)}", *_receipts(notice)])
        case State.WITHDRAWN:
            return f"↩️ 已撤回，群里的也删了：{_first(notice)}"
        case State.CANCELLED:
            return f"✖️ 没有发：{_first(notice)}"


def _draft(notice: Seen) -> list[str]:
    lines = ["👀 通知还没发，先看一遍：", _shown(notice), ""]
    lines.append(f"发给：{_to(notice)}")
    lines += [f"　{title}" for title in notice.groups[:_MOST_MISSING]]
    if len(notice.groups) > _MOST_MISSING:
        lines.append(f"　……还有 {len(notice.groups) - _MOST_MISSING} 个群")
    if not notice.groups:
        lines.append("　（没有这样的群，发不出去。）")
    if notice.without_group:
        lines.append(f"　{'、'.join(notice.without_group)}号楼没有自己的群，所以也发到全小区的群。")
    lines.append(f"时间：{_when(notice.at) if notice.at is not None else '点「发」就发'}")
    if notice.is_night:
        lines.append("（那时是夜里，会吵醒人。不急的话可以明早发。）")
    lines.append("回执：要大家点「收到」" if notice.wants_receipt else "回执：不要")
    if find_phones(notice.text):
        lines.append("（里面有电话号码，会照样发出去。）")
    return lines


def _to(notice: Seen) -> str:
    who = str(notice.buildings) if notice.buildings is not None else "全小区"
    return f"{who}（{len(notice.groups)} 个群）"


def _when(at: datetime | None) -> str:
    return f"{at.month}月{at.day}日 {at:%H:%M}" if at is not None else ""


def _shown(notice: Seen) -> str:
    text = notice.text if len(notice.text) <= _LONGEST_SHOWN else notice.text[:_LONGEST_SHOWN] + "……"
    return f"（带一张图）{text}" if notice.has_photo else text


def _first(notice: Seen) -> str:
    return one_line(notice.text, 40) or "（一张图）"


def _receipts(notice: Seen) -> list[str]:
    found = notice.receipts
    if found is None:
        return []
    total = len(found.got) + len(found.missing)
    if not total:
        return [f"{found.people} 人点了收到"]
    head = f"{len(found.got)}/{total} 收到"
    if found.missing:
        head += f"，缺 {buildings_missing(found.missing)}"
    return [head, f"（按楼数；一共 {found.people} 人点了收到。）"]


def buildings_missing(missing: Sequence[Expected]) -> str:
    """Return the buildings that have not said 收到: 7、15号楼."""
    names = [one.building for one in missing[:_MOST_MISSING]]
    more = f" 等{len(missing)}栋" if len(missing) > _MOST_MISSING else ""
    return f"{'、'.join(names)}号楼{more}"


def nudge(text: str, building: str) -> str:
    """Return what a building lead hears who has not pressed 收到."""
    return f"📌 {building}号楼还没点收到。通知是：{one_line(text, 200) or '（一张图）'}\n看到了请点一下。"


def missed(text: str) -> str:
    """Return what the sender hears when a notice could not be sent at its time."""
    return f"这条通知没能按时发（机器断线了），现在没有发：{one_line(text, 40)}。还要发请再发一次「通知」。"


def not_delivered(text: str, group: str) -> str:
    """Return what the sender hears when a group could not be written to."""
    said = one_line(text, 30) or "一张图"
    return f"「{said}」没能发到{group}：我可能被移出那个群，或在那里不能说话。请群主看一下，再发一次。"


def by_whom(called: str, building: str | None) -> str:
    """Return from whom a notice is: 居委会, 志愿者, 3号楼楼组长."""
    return f"{building}号楼{called}" if building else called
