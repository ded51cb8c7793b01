"""报平安, what those hear who look after an elder: all of it for private ears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.check_in import Need, Rung
from domain.discretion import Discreet
from domain.elder import KIN_CALLED, Carer, Channel, Elder
from rendering.line import one_line
from rendering.order_chain import place

FINE = "平安"
GO = "🚶 我去看看"
CANNOT = "现在去不了"
KNOWN_FINE = "知道平安"
NEEDS_HELP = "🔴 需要帮忙"
NOT_FOUND = "没找到人"
AMBULANCE = "🚑 需要120"
SEEN_FINE = "🟢 平安"
NO_ANSWER = "没人应"
NOBODY_TO_TELL = "有一件急事，要居委会或关爱组马上处理，私聊里我联系不上人。请私聊我，发「今日关怀」。"
SETTLED = "刚才说的那件急事，有人处理好了。"
NEED_CALLED = {"silent": "没回音", "unasked": "没问到", "help": "要帮忙", "late": "去的人没消息", "absent": "没找到人"}
HOW_CALLED = {
    "button": "本人按的",
    "wrong": "本人说按错了",
    "words": "本人说的",
    "voice": "本人发了语音",
    "sign": "本人有消息",
    "early": "问之前就有消息",
    "report": "去看的人说的",
    "proxy": "别人说的",
    "call": "关怀电话",
    "hospital": "送医院了",
    "paused": "暂停",
    "withdrawn": "本人不要问",
    "ended": "不再问",
}
WORRIED = "worried"
"""Why a ladder begins: the family asks for somebody to go and look."""
_SAFETY = "叫不应、觉得不对，先打120，再告诉我。"
_LONGEST_WORDS = 120
_UNHURRIED = (Need.SILENT, Need.UNASKED)


@dataclass(frozen=True, slots=True)
class Case:
    """What those need to know who are told. Times are local. `asked` is when the question was put; `went` who accepted
    last and when; `why` a word for why it was never put: stopped, unreachable, unheard (a call nobody took)."""

    elder: Elder
    carers: Sequence[Carer]
    need: Need
    asked: Sequence[datetime] = ()
    went: tuple[str, datetime] | None = None
    asked_for_by: str | None = None
    why: str = ""
    day: str = "今天"


def who(elder: Elder) -> str:
    """Return an elder as those who know them say it: 3-501 王奶奶."""
    return f"{place(elder.home)} {one_line(elder.name, 12)}"


def task(case: Case, *, again: bool = False) -> Discreet:
    """Return what is told instead of a question to somebody who has no phone, or only one to be called on."""
    once_more = "（第二次提醒）" if again else ""
    if case.elder.channel is Channel.PHONE:
        return Discreet("\n".join([f"📞 请给 {who(case.elder)} 打个电话，问声平安{once_more}。", *_numbers(case)]))
    return Discreet("\n".join([f"🚪 请去敲敲 {who(case.elder)} 的门，问声平安{once_more}。", *_numbers(case)]))


def alarm(case: Case, rung: Rung) -> Discreet:
    """Return what somebody hears who is to go and look."""
    lines = [_what(case)]
    if rung >= Rung.LEAD or case.need not in _UNHURRIED:
        lines.append(_SAFETY)
    lines += _numbers(case) if rung >= Rung.LEAD else _own_number(case.elder)
    lines.append("谁去看看？去的人按一下，别人就不用去了。")
    return Discreet("\n".join(lines))


def _what(case: Case) -> str:
    elder, went = who(case.elder), case.went
    match case.need:
        case Need.SILENT:
            return f"⚠️ {elder} {case.day}还没报平安。{_asked(case)}"
        case Need.UNASKED if case.why == WORRIED:
            return f"⚠️ {elder}：家里人联系不上，不放心。请去看看。"
        case Need.UNASKED:
            return f"⚠️ {elder} {case.day}没问到：{_WHY.get(case.why, _WHY['stopped'])}。请去看看。"
        case Need.HELP:
            by = f"，{case.asked_for_by} 说的" if case.asked_for_by else ""
            return f"🆘 {elder} 要帮忙{by}。请马上去看！"
        case Need.LATE:
            said = f"{went[0]} {went[1]:%H:%M} 说去看" if went else "去看的人"
            return f"⏰ {elder}：{said}，到现在没有消息。请接着看。"
        case Need.ABSENT:
            said = f"{went[0]} 去了" if went else "有人去了"
            return f"‼️ {elder}：{said}，没找到人。请马上处理。"


_WHY = {
    "stopped": "机器停了",
    "unreachable": "私聊发不到",
    "unheard": "电话没人接",
    "call": "关怀电话没人接",
    "unpaused": "先前暂停了",
}


def _asked(case: Case) -> str:
    if not case.asked:
        return "问的话发不到。"
    return "、".join(f"{at:%H:%M}" for at in case.asked) + " 问过，没有回音。"


def _numbers(case: Case) -> list[str]:
    """Return the phones one may need: the elder's, then those of the family and of others without an account."""
    lines = _own_number(case.elder)
    for carer in case.carers:
        if carer.phone:
            called = carer.name if carer.name.startswith(KIN_CALLED[carer.kin]) else one_line(carer.name, 12)
            lines.append(f"{KIN_CALLED[carer.kin]} {called}：{carer.phone}")
    return lines


def _own_number(elder: Elder) -> list[str]:
    return [f"电话：{elder.phone}"] if elder.phone else []


def you_go(elder: Elder, at: datetime) -> Discreet:
    """Return what whoever accepted has in their hands from then on."""
    return Discreet(f"您 {at:%H:%M} 说去看 {who(elder)}，谢谢！看过请按一下。\n{_SAFETY}")


def report_now(elder: Elder) -> Discreet:
    """Return what whoever accepted hears when the time is over."""
    return Discreet(f"{who(elder)} 怎么样了？请按一下。没有消息，我先请别人也去看看。")


def goes(elder: Elder, name: str) -> Discreet:
    """Return what the others hear when somebody goes."""
    return Discreet(f"{one_line(name, 20)} 去看 {who(elder)} 了，您先不用去，有消息告诉您。")


def clear(elder: Elder, how: str, name: str | None) -> Discreet:
    """Return the all-clear. `name` is who said so, None for the elder themselves."""
    by = one_line(name, 20) if name else ""
    match how:
        case "paused":
            said = f"⏸ {who(elder)} 暂停问候，不用去了。"
        case "withdrawn" | "ended":
            said = f"⏹ {who(elder)} 以后不问了，不用去了。"
        case "hospital":
            said = f"🏥 {who(elder)} 送医院了（{by} 说的），不用去了。谢谢大家。"
        case _ if by:
            said = f"✅ {who(elder)} 平安（{by} 说的）。谢谢大家。"
        case _:
            said = f"✅ {who(elder)} 平安（自己报的）。谢谢大家。"
    return Discreet(said)


def ambulance(elder: Elder, compound: str) -> Discreet:
    """Return what is read to 120."""
    phone = f"\n老人电话：{elder.phone}" if elder.phone else ""
    return Discreet(
        f"🚑 请现在就打 120（我打不了电话）。地址这样说：\n{one_line(compound, 40)} {place(elder.home)}，"
        f"{one_line(elder.name, 12)}{phone}\n我同时告诉了其他人。"
    )


def calls_120(elder: Elder, name: str) -> Discreet:
    """Return what the others hear when somebody calls an ambulance."""
    return Discreet(f"🚑 {one_line(name, 20)} 说 {who(elder)} 需要120，正在叫。请去接一下，或者告诉家人。")


def noted(elder: Elder, answer: str) -> Discreet:
    """Return what stands where the buttons were, once somebody has pressed one."""
    said = {
        "fine": "记下了：平安。谢谢您！",
        "cannot": "知道了，我请别人。",
        "help": "记下了：需要帮忙。我在请人来。",
        "absent": "记下了：没找到人。我在请更多人来。",
        "hospital": f"记下了：送医院了，告诉大家了。要停几天，请说「{one_line(elder.name, 8)}住院到周三」。",
        "call": "记下了：没人接。我请人上门。",
    }[answer]
    return Discreet(f"{who(elder)}：{said}")


def sending(elder: Elder) -> Discreet:
    """Return what whoever wanted somebody looked after reads."""
    return Discreet(f"{who(elder)}：好的，在请人去看了，有消息告诉您。觉得不对，先打120。")


def unwell(elder: Elder, words: str, name: str | None) -> Discreet:
    """Return what the care team hears of a slight complaint, in the words in which it was said; `name` is who said it,
    None for the elder."""
    said = f"{one_line(name, 20)} 说" if name else "自己说"
    lines = [f"🩹 {who(elder)} 有消息了，{said}：「{one_line(words, _LONGEST_WORDS)}」", *_own_number(elder)]
    lines.append("听着不急，没有惊动别人。请今天打个电话问问。")
    return Discreet("\n".join(lines))


def noted_unwell(elder: Elder) -> Discreet:
    """Return what somebody hears who has passed on a slight complaint."""
    return Discreet(
        f"{who(elder)}：记下了，告诉关爱组了。急的话请打120，或者跟我说「{one_line(elder.name, 8)}要帮忙」。"
    )


def not_understood(elder: Elder, *, is_going: bool) -> Discreet:
    """Return what somebody hears who was asked to go and look, and answers neither yes nor no."""
    said = "看过了请按一下。" if is_going else "还没有消息。您能去看看吗？请按一下。"
    return Discreet(f"{who(elder)}：{said}")


#: What somebody hears who was asked to look for several, and says of which they speak only by "she".
WHOM = "您说的是哪一位？请带上名字再说一遍，或者按那条消息下面的按钮。"


def taken(elder: Elder, name: str) -> Discreet:
    """Return what somebody hears who wants to go as well."""
    return Discreet(f"{who(elder)}：{one_line(name, 20)} 已经去看了。")


def over(elder: Elder) -> Discreet:
    """Return what stands where the buttons were when it is over."""
    return Discreet(f"{who(elder)}：已经平安了，谢谢您。")


def withdrawn(elder: Elder) -> Discreet:
    """Return what the care team hears when an elder does not want to be asked."""
    return Discreet(f"{who(elder)} 不要每天问候，已经停了。请用别的办法关心。")
