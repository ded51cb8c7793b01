"""报平安, the roster of who is cared for, as the care team reads it: all of it for private ears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.check_in import Need, Timings
from domain.discretion import Discreet
from domain.elder import CHANNEL_CALLED, KIN_CALLED, Carer, Channel, Coverage, Elder, Kin, time_of
from domain.roster import place_order
from rendering.check_in import who
from rendering.line import one_line

NOT_YOURS = "老人的事由关爱组、居委会和各楼楼组长管。想帮忙，请居委会把您加进关爱组。"
HOW_TO = (
    "这样添加一位：\n/报平安 3-501 王奶奶 每天8点 微信 结对 李叔 女儿 王芳 13800000000\n"
    "没有手机的写「没有手机」，要打电话的写「电话 号码」。\n"
    "以后要改哪样，再写一次哪样：/报平安 3-501 每天9点\n"
    "不在家：/报平安 3-501 去女儿家到周三；回来了：/报平安 3-501 接着问；不再问：/报平安 3-501 结束"
)
NAMELESS = "怎么称呼？请连名字一起写，比如：/报平安 3-501 王奶奶"
NO_SUCH = "没找到这位老人。发「报平安」看名单。"
ASK_AGAIN = "接着问"
EXPIRED = "这个链接用过了，或过期了。请再要一个。"
THEMSELVES = "这个账号就是老人自己的，不能再做结对人。"
CHANNEL_BUTTONS = {Channel.CHAT: "私聊问（自己按）", Channel.PHONE: "楼组长打电话", Channel.NONE: "没有手机，上门问"}
HOURS = (7, 8, 9, 10)
AGREED_BUTTON, NOT_ASKED_BUTTON = "本人同意了", "还没问过"
TIMINGS_HOW = (
    "要改就写：/报平安 时间 再问20 邻居40 楼组长60 大家120 重复10 回话30 要帮忙20（分钟，只写要改的也行；"
    "前面加门牌，只改那一位的）"
)
TIMINGS_WRONG = "没看懂。前四样要一个比一个晚。" + TIMINGS_HOW

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with an elder. `heard` is the last sign of life, `went` who goes and looks, both None for nothing;
    `back` the day on which asking begins again, `need` why a ladder runs, None where none does. `has_agreed` None:
    nobody has asked them."""

    elder: Elder
    has_agreed: bool | None
    heard: datetime | None = None
    back: date | None = None
    need: Need | None = None
    went: str | None = None


def day_said(day: date) -> str:
    """Return a day as people say it: 12月3日周四."""
    return f"{day.month}月{day.day}日周{_WEEKDAYS[day.weekday()]}"


def order(elder: Elder) -> tuple[object, ...]:
    """Return the key by which elders stand in a list: by building, unit and room, 2 before 10."""
    return (*place_order(elder.home), elder.id)


def roster(standings: Sequence[Standing], coverage: Coverage, today: date) -> Discreet:
    """Return the list of all who are cared for, a line each."""
    if not standings:
        return Discreet(f"还没有登记要问平安的老人。\n{HOW_TO}")
    head = f"报平安：{len(standings)} 位。{coverage.days} 天里有消息的 {coverage.heard}/{coverage.total}。"
    lines = [f"・{_line(one, today)}" for one in standings]
    return Discreet("\n".join([head, *lines, "点名字看一位；添加、改动发「报平安 怎么写」。"]))


def _line(one: Standing, today: date) -> str:
    elder = one.elder
    asks = f"{time_of(elder.asks_from):%H:%M}" if elder.asks_from is not None else ""
    how = CHANNEL_CALLED[elder.channel] if elder.channel is not None else ""
    return " ".join(part for part in (who(elder), asks, how, state(one, today)) if part)


def state(one: Standing, today: date) -> str:
    """Return in a few words how it stands with an elder."""
    elder = one.elder
    if one.need is not None:
        return f"🚶 {one.went} 去看了" if one.went else f"{_NEEDS[one.need]}"
    if elder.channel is None or elder.asks_from is None:
        return "❗ 还没设好"
    if one.has_agreed is not True:
        return "❗ 等本人同意" if one.has_agreed is None else "⏹ 本人不要问"
    if one.back is not None:
        return f"⏸ 到{day_said(one.back)}"
    if one.heard is None:
        return "还没有消息"
    if one.heard.date() == today:
        return f"✅ {one.heard:%H:%M}"
    return f"上次 {one.heard.month}月{one.heard.day}日"


def asked_after(one: Standing, today: date, *, may_send: bool) -> Discreet:
    """Return how it stands, for somebody who looks after an elder and asks; `may_send`: a button has people go."""
    is_heard = one.need is None and one.back is None and one.heard is not None and one.heard.date() == today
    said = f"今天 {one.heard:%H:%M} 有消息" if is_heard and one.heard is not None else state(one, today)
    return Discreet(f"{who(one.elder)}：{said}。\n{WORRIED if may_send else SAFETY}")


LOOK_BUTTON = "🚶 请人去看看"
WORRIED = "不放心就按一下，我马上请人去看。觉得不对，先打120。"
SAFETY = "不放心请直接找人去看。觉得不对，先打120。"

_NEEDS = {
    Need.SILENT: "⏳ 问了，还没回",
    Need.UNASKED: "⏳ 没问到，在请人看",
    Need.HELP: "🆘 要帮忙",
    Need.LATE: "⏰ 去的人没消息",
    Need.ABSENT: "‼️ 没找到人",
}


def card(one: Standing, carers: Sequence[Carer], timings: Timings, today: date) -> Discreet:
    """Return all that is known of one elder."""
    elder = one.elder
    lines = [f"{who(elder)}：{state(one, today)}"]
    lines.append(f"怎么问：{_how(elder)}")
    if elder.phone:
        lines.append(f"电话：{elder.phone}")
    if elder.channel is Channel.CHAT:
        lines.append("账号：绑定了" if elder.person_id is not None else "账号：还没绑定，点「本人链接」发给他")
    lines += [f"{KIN_CALLED[one.kin]}：{_carer(one)}" for one in carers]
    if not any(one.kin is Kin.NEIGHBOUR for one in carers):
        lines.append("结对邻居：还没有，点「邻居链接」发给他")
    lines.append(f"关怀电话：每 {elder.call_days} 天")
    lines.append(f"没回音：{ladder(timings)}")
    return Discreet("\n".join(lines))


def _how(elder: Elder) -> str:
    if elder.channel is None or elder.asks_from is None:
        return "还没设好"
    every = "每天" if elder.every_days == 1 else f"每 {elder.every_days} 天"
    until = f" 到 {time_of(elder.asks_until):%H:%M}" if elder.asks_until is not None else ""
    return f"{every} {time_of(elder.asks_from):%H:%M}{until} {CHANNEL_CALLED[elder.channel]}"


def _carer(carer: Carer) -> str:
    phone = f" {carer.phone}" if carer.phone else ""
    return f"{one_line(carer.name, 12)}{phone}" + ("（绑定了）" if carer.person_id is not None else "（还没绑定）")


def ladder(timings: Timings) -> str:
    """Return a ladder in words."""
    return (
        f"{timings.again} 分再问，{timings.neighbour} 分找结对邻居，{timings.lead} 分找楼组长，{timings.everybody} 分"
        f"找关爱组、居委会和家人，之后每 {timings.repeat} 分再找一遍，直到有人去；去了 {timings.report} 分要回话。"
    )


def which_channel(elder: Elder) -> Discreet:
    """Return the question how somebody is to be asked."""
    return Discreet(f"{who(elder)}，每天怎么问？")


def which_hour(elder: Elder) -> Discreet:
    """Return the question when."""
    return Discreet(f"{who(elder)}，每天几点问？（别的时间：/报平安 {who(elder)} 每天6点半）")


def have_they_agreed(elder: Elder) -> Discreet:
    """Return the question whether they agree."""
    return Discreet(
        f"{who(elder)} 本人同意吗？要跟他说清楚：每天问一声平安，没回音就请邻居、楼组长上门；"
        "回答和电话只给照顾他的人看，过后删掉。"
    )


def link(elder: Elder, url: str, kin: Kin | None) -> Discreet:
    """Return a link to pass on."""
    whom = f"{who(elder)} 本人（或在他手机上点开）" if kin is None else f"{KIN_CALLED[kin]}"
    return Discreet(f"把下面这个发给{whom}，一天内点开有效，只能用一次：\n{url}")


def entrusted(elder: Elder, kin: Kin) -> Discreet:
    """Return what somebody hears who looks after an elder from now on."""
    name = one_line(elder.name, 12)
    return Discreet(
        f"您是 {who(elder)} 的{KIN_CALLED[kin]}了，谢谢您！没回音时我在这里私聊您。\n"
        f"平时见到，跟我说一声「{name}平安」就算报过了；不在家，说「{name}去女儿家到周三」。"
    )


def linked(elder: Elder, name: str, kin: Kin | None) -> Discreet:
    """Return what whoever made a link hears when it is used."""
    whose = "本人" if kin is None else KIN_CALLED[kin]
    return Discreet(f"{who(elder)}：{whose}绑定了，账号名字「{one_line(name, 20)}」。不是他，请马上点「解除」。")


def paused(elder: Elder, day: str) -> Discreet:
    """Return that an elder is not asked until a day (12月3日周四)."""
    return Discreet(f"记下了：{who(elder)} 到{day}早上再问。")


def paused_by(elder: Elder, day: str, name: str | None) -> Discreet:
    """Return what the care team and the lead hear of a pause. `name` is who said so, None for the elder."""
    by = f"{one_line(name, 20)} 说的" if name else "本人说的"
    return Discreet(f"⏸ {who(elder)} 暂停问候，到{day}早上再问（{by}）。不对的话，按一下就接着问。")


def asked_again(elder: Elder, name: str | None) -> Discreet:
    """Return what they hear when it is over; `name` is who has ended it, None for the elder and for the clock."""
    by = f"（{one_line(name, 20)} 说的）" if name else ""
    return Discreet(f"▶ {who(elder)} 暂停结束了，接着每天问{by}。")


def not_paused(elder: Elder) -> Discreet:
    """Return what somebody hears who ends a pause where there is none."""
    return Discreet(f"{who(elder)} 没有暂停，每天照常问。")


def going_on(elder: Elder) -> Discreet:
    """Return what somebody hears who has ended a pause."""
    return Discreet(f"好的，{who(elder)} 接着每天问。")


def not_understood(elder: Elder, unread: Sequence[str]) -> Discreet:
    """Return what was left unread of a line about an elder, and how to say it."""
    words = "、".join(f"「{one_line(one, 20)}」" for one in unread)
    return Discreet(
        f"{who(elder)}：没看懂{words}，这一处没有改。可以这样说：\n"
        "・每天9点、每天8点到10点、隔天9点（早上5点到晚上9点之间）\n"
        "・微信、打电话、没有手机\n"
        "・结对 李叔、女儿 王芳 13800000000\n"
        "・去女儿家到周三、暂停到12月8号、接着问\n"
        "・每5天打一次电话、时间 再问10 邻居20、结束"
    )


def till_when(elder: Elder) -> Discreet:
    """Return the question when they come back."""
    return Discreet(f"{who(elder)} 哪天回来？比如：周三、12月8号。")


def ended(elder: Elder) -> Discreet:
    """Return that an elder is not asked any more."""
    return Discreet(f"{who(elder)} 以后不问了。资料三十天后删。")


def end_question(elder: Elder) -> Discreet:
    """Return what is asked before the end."""
    return Discreet(f"以后都不问 {who(elder)} 了吗？（只是几天不在家，用「暂停」）")


def not_heard(elders: Sequence[tuple[Elder, datetime | None]], days: int) -> Discreet:
    """Return those of whom nothing was heard in the last days, with when they last were."""
    if not elders:
        return Discreet(f"{days} 天里，每位都有消息。")
    lines = [
        f"・{who(elder)} " + (f"上次 {heard.month}月{heard.day}日" if heard else "还没有过消息")
        for elder, heard in elders
    ]
    return Discreet("\n".join([f"{days} 天没有消息的：", *lines]))
