"""我的资料 and 删除我的资料: what is held about somebody, readable; and what is said before and after it goes."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.discretion import Discreet
from domain.household import CALLED as MARKS
from domain.household import Mark
from domain.residence import Residence
from domain.retention import Periods
from domain.role import Held, Role
from rendering.line import one_line
from rendering.order_chain import number, place
from rendering.role import role_said
from rendering.volunteer_hours import hours

NOTHING = "除了我们这个私聊，我没有记下您的任何资料。"
SUBJECTS = {"medicine": "配药", "check_in": "报平安", "refill": "续药提醒"}


def own_data(held: Mapping[str, Any], periods: Periods) -> Discreet:
    """Return what is held about somebody, as people read it."""
    account = held["account"]
    lines = [f"我这里记着您的这些（完整的在下面的文件里）：\n称呼：{one_line(account['name'], 40)}"]
    lines += [f"Telegram 号：{account['telegram_number']}"]
    for compound in held["compounds"]:
        lines += ["", f"【{one_line(compound['name'], 40)}】", *_of_compound(compound)]
    lines += [f"您自己的提醒：{one_line(one['words'], 40)}" for one in held["own_reminders"]]
    lines += ["", f"记过事的消息：{held['messages']} 条（只留是哪一条，不留原文）"]
    if held["orders_for_others"]:
        lines.append(f"替别人登记的：{held['orders_for_others']} 份（是他们的，不在这里列）")
    if held["answers_for_others"]:
        lines.append(f"替不用手机的邻居回过「不要」的：{held['answers_for_others']} 次")
    lines += [
        "",
        f"接龙截单 {periods.orders_days} 天后删，配药的事办完 {periods.medicine_days} 天后删。",
        f"谁做过什么的记录留 {periods.audit_days} 天。",
        "要全部删掉，发「删除我的资料」。",
    ]
    return Discreet("\n".join(lines))


def _of_compound(compound: Mapping[str, Any]) -> list[str]:
    zone = ZoneInfo(compound["time_zone"])
    lines = [f"身份：{role_said(Held(Role(one['role']), one['building'], one['team']))}" for one in compound["roles"]]
    lines += [_home(one) for one in compound["homes"]]
    lines += [_order(one) for one in compound["orders"]]
    lines += [f"收款记录：{_paid(one)}（{_day(one['at'], zone)}）" for one in compound["payments"]]
    lines += [f"您开的接龙：{_title(one)}（{_day(one['opened_at'], zone)}）" for one in compound["buys_organised"]]
    lines += [_medication(one) for one in compound.get("medications", ())]
    lines += [f"说有多的药：{_drug(one)}" for one in compound.get("medication_offers", ())]
    lines += [f"续药提醒：{_drug(one)}，{_day(one['due_at'], zone)}吃完" for one in compound.get("refills", ())]
    lines += [f"说过像有危险的话：{_day(one['raised_at'], zone)}" for one in compound.get("alerts", ())]
    lines += [_consent(one, zone) for one in compound["consents"]]
    lines += [f"等您回答的问题：{_day(one['asked_at'], zone)}问的" for one in compound["questions"]]
    lines += [f"等您确认的文件：{_day(one['at'], zone)}发来的" for one in compound["files"]]
    lines += [f"每天问您平安：登记的称呼 {one_line(one['name'], 12)}" for one in compound["cared_for"]]
    if check_ins := compound["check_ins"]:
        lines.append(f"报平安的记录：{len(check_ins)} 天")
    lines += [_care_call(one, zone) for one in compound["care_calls"]]
    if looks_after := compound["looks_after"]:
        lines.append(f"您照看的老人：{len(looks_after)} 位（是他们的资料，不在这里列）")
    lines += [f"您设的群提醒：{one_line(one['words'], 40)}" for one in compound["reminders_for_groups"]]
    lines += [_report(one, zone) for one in compound["test_reports"]]
    lines += [
        f"您开的轮次：{one_line(one['kind'], 20)}（{_day(one['starts_at'], zone)}）"
        for one in compound["rounds_opened"]
    ]
    lines += [
        f"您写的通知：{one_line(one['text'], 40)}（{_day(one['made_at'], zone)}）"
        for one in compound.get("notices", ())
    ]
    lines += [
        f"您在日结里写的：{one_line(one['words'], 40)}（{one['day']}）" for one in compound.get("summary_lines", ())
    ]
    lines += [f"您在 {one['day']} 的日结下面按了「我来」" for one in compound.get("hands_offered", ())]
    if compound.get("receipts"):
        lines.append(f"您点过「收到」的通知：{len(compound['receipts'])} 条")
    lines += [f"您的志愿工时：{one['day']} {hours(one['minutes'])}" for one in compound.get("volunteer_hours", ())]
    if acts := compound["acts"]:
        lines.append(f"您做过的操作：{len(acts)} 次，最近一次 {_day(acts[-1]['at'], zone)}")
    return lines


def _home(home: Mapping[str, Any]) -> str:
    where = place(Residence(home["building"], home["unit"], home["room"], home["lane"]))
    if home["confirmed_at"] is None:
        return f"住处：{where}（您自己说的）"
    marks = "、".join(MARKS[Mark(mark)] for mark in home["marks"])
    listed = "，".join(
        f"{name}{value}"
        for name, value in (
            ("登记人", home["contact"]),
            ("电话", home["phone"]),
            ("人数", home["size"]),
            ("", marks),
            ("备注：", home["note"]),
        )
        if value
    )
    return f"住处：{where}（已确认）" + (f"，花名册上：{listed}" if listed else "")


def _order(order: Mapping[str, Any]) -> str:
    wants = "、".join(
        f"{one_line(line['item'], 40)}{number(Decimal(line['thousandths']) / 1000)}{line['measure'] or ''}"
        for line in order["lines"]
    )
    where = Residence(order["building"], order["unit"], order["room"], order["lane"])
    who = [place(where)] if where != Residence() else []
    who += [one_line(word, 40) for word in (order["name"], order["note"]) if word]
    return f"接龙「{_title(order)}」：{wants or '没有了'}" + (f"（{'，'.join(who)}）" if who else "")


def _medication(request: Mapping[str, Any]) -> str:
    where = Residence(request["building"], request["unit"], request["room"], request["lane"])
    who = [place(where)] if where != Residence() else []
    who += [one_line(request["patient"], 20)] if request["patient"] else []
    drugs = "、".join(_drug(one) for one in request["medicines"])
    return f"配药：{' '.join(who)} {drugs}（{'已结束' if request['ended_at'] is not None else '在办'}）"


def _drug(drug: Mapping[str, Any]) -> str:
    count = f"{number(Decimal(drug['thousandths']) / 1000)}{drug['measure'] or ''}" if drug["thousandths"] else ""
    return " ".join(part for part in (one_line(drug["mention"], 40), drug["strength"], count) if part)


_STATES = {"done": "做了", "partly": "部分做了", "not_done": "没做"}
_RESULTS = {"negative": "，阴性", "positive": "，阳性"}


def _report(report: Mapping[str, Any], zone: ZoneInfo) -> str:
    said = f"{_STATES[report['state']]}{_RESULTS.get(report['result'], '')}"
    return f"上报：{one_line(report['kind'], 20)} {_day(report['said_at'], zone)} {said}"


_PAID = {
    "claimed": "您说付了",
    "received": "团长收到",
    "refund": "退款",
    "returned": "退给您了",
    "nudged": "提醒过您付款",
}


def _paid(payment: Mapping[str, Any]) -> str:
    amount = f" {number(Decimal(payment['fen']) / 100)}元" if payment["fen"] is not None else ""
    return f"{_PAID[payment['kind']]}{amount}"


def _title(buy: Mapping[str, Any]) -> str:
    return one_line(buy["title"] or "", 40) or "接龙"


def _consent(consent: Mapping[str, Any], zone: ZoneInfo) -> str:
    subject = SUBJECTS.get(consent["subject"], consent["subject"])
    if consent["withdrawn_at"] is not None:
        return f"同意记录：{subject}，{_day(consent['withdrawn_at'], zone)}撤回了"
    if consent["given_at"] is not None:
        return f"同意记录：{subject}，{_day(consent['given_at'], zone)}同意的"
    return f"同意记录：{subject}，问过，还没有回答"


def _care_call(call: Mapping[str, Any], zone: ZoneInfo) -> str:
    note = f"，记的话：{one_line(call['note'], 100)}" if call["note"] else ""
    return f"关怀电话：{_day(call['at'], zone)}{note}"


def _day(at: int, zone: ZoneInfo) -> str:
    local = datetime.fromtimestamp(at, zone)
    return f"{local.year}年{local.month}月{local.day}日"


# --- the file -------------------------------------------------------------------------------------------------

FILE = "shouwang-my-data.json"


def as_json(held: Mapping[str, Any]) -> bytes:
    """Return what is held about somebody as JSON: UTF-8, times as ISO 8601 in UTC, quantities as numbers."""
    return json.dumps(_readable(held), ensure_ascii=False, indent=1).encode()


def _readable(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {("quantity" if name == "thousandths" else name): _readable(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_readable(one, key) for one in value]
    if isinstance(value, int) and (key in ("at", "until") or key.endswith("_at")):
        return datetime.fromtimestamp(value, UTC).isoformat()
    if isinstance(value, int) and key == "thousandths":
        return value / 1000
    return value


# --- consent --------------------------------------------------------------------------------------------------

_WHAT = {
    "medicine": ("您说的药和病情", "配药组和居委会", "帮您配药"),
    "check_in": ("您报平安的回答和联系办法", "关爱组", "听不到您的消息时去看看"),
    "refill": ("您吃的药和大概哪天吃完", "配药志愿者", "提前提醒您续药"),
}


def consent_question(subject: str, compound: str, periods: Periods) -> Discreet:
    """Return the one sentence that asks for consent: what, what for, who sees it, how long."""
    what, who, purpose = _WHAT[subject]
    return Discreet(
        f"{what}，只给「{one_line(compound, 40)}」的{who}看，用来{purpose}；办完 {periods.medicine_days} 天后删。"
        "您同意我记下来吗？（以后发「我的资料」可以撤回）"
    )


CONSENTED = "记下了：同意。要撤回，发「我的资料」。"
REFUSED = "记下了：不同意。没有您的同意，这些最多留三天。"
WITHDRAWN = "已撤回同意。"


def withdraw_button(subject: str, compound: str) -> str:
    """Return what stands on the button that takes a consent back."""
    return f"撤回同意：{SUBJECTS.get(subject, subject)}（{one_line(compound, 20)}）"


# --- forgetting -----------------------------------------------------------------------------------------------

WORD = "删除"
NOT_FORGOTTEN = "没有删，什么都没变。"


def forget_question() -> str:
    """Return what is said first: what goes, what stays."""
    return (
        "要把我这里关于您的都删掉吗？\n"
        "会删：您的称呼和 Telegram 号、住处、身份、同意记录、没回答的问题、您登记的配药和续药提醒、自己的提醒、"
        "自己家核酸抗原的上报、报平安和关怀电话的记录；您在接龙里的门牌、名字、备注会换成「匿名」，"
        "别人写到您的地方也换，群里的汇总跟着改。\n"
        "会留：每个接龙的总数（您的份还在里面，但看不出是谁；还没截单的，要退请先退）；"
        "别人的资料；居委会的花名册（要改要删请找居委会）。\n"
        "夜里的备份最多再留五个星期，到期就没了。群里您自己发过的消息在 Telegram 上，要您自己删。\n"
        "删了找不回来。"
    )


def forget_again() -> str:
    """Return what is asked the second time."""
    return f"最后确认一次：请回「{WORD}」两个字。回别的就不删。"


def not_yet(buys: list[str], compounds: list[str], things: int = 0) -> str:
    """Return why nothing can be deleted yet: open buys of theirs, compounds of which they are the last committee, how
    many cards and other things for fetching medicine are not back with whom they belong to."""
    lines = ["还不能删："]
    lines += [f"・您开的「{one_line(title, 40) or '接龙'}」还没截单，先在群里发「截单」。" for title in buys]
    lines += [f"・「{one_line(name, 40)}」的居委会只剩您一位，先「移交」给接手的人。" for name in compounds]
    if things:
        lines.append(f"・配药用的卡、病历、钱或药盒，还有 {things} 样没还，先还清。")
    return "\n".join([*lines, "办好了再发一次「删除我的资料」。"])


_KINDS = {
    "homes": "住处 {} 处",
    "check_ins": "报平安的记录 {} 天",
    "roles": "身份 {} 个",
    "consents": "同意记录 {} 条",
    "orders": "接龙里说过的 {} 条",
    "medications": "配药 {} 件",
    "messages": "消息的记号 {} 个",
    "reminders": "自己的提醒 {} 个",
    "reports": "核酸、抗原等上报 {} 条",
    "buys": "改了汇总的接龙 {} 个",
}


def forgotten(counts: Mapping[str, int]) -> str:
    """Return what is said last: how much of each kind has gone."""
    gone = "、".join(words.format(counts[name]) for name, words in _KINDS.items() if counts.get(name))
    last = "接龙的总数没变。这个私聊的记录随后也删；以后再找我，就当是第一次见。"
    return f"删好了：{gone or '您的称呼和 Telegram 号'}。{last}"
