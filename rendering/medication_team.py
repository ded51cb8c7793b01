"""配药: what the medication team sees: its list, one request, alerts, who holds whose card. For private ears only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.discretion import Discreet
from domain.medication import Drug
from domain.medication_request import STATE_CALLED, THING_CALLED, Item, Outcome, Request, Thing
from rendering.line import one_line
from rendering.medication import COLOURS, OUTCOMES, Seen, drug_said, drugs_said, lasts, whose
from rendering.order_chain import number

NOTHING = "现在没有要配的药。"
NOT_OF_THE_TEAM = "这里是配药组和居委会看的。要配药，直接写给我就行。"
LOOK = "配药组有急事还没有人接。请配药组的人私聊我发「配药」。"
LOOK_FOR_DANGER = "刚才居民说的话像是有人有危险，我找不到值班的人。请马上看居民群，先打 120。"
TWICE = "👥 这一户另有人也要同样的药，可能是同一件，请先问清"
NO_CARDS = "没有人手里有居民的卡和东西。"
NO_OFFERS = "现在没有邻居说有多的药。"
ASK_REASON = "为什么不等他同意就接手？写一句，比如：老人不会用手机，已电话说好。"

STEPS = {
    **{state.value: name for state, name in STATE_CALLED.items()},
    **{outcome.value: words for outcome, words in OUTCOMES.items()},
    "joined": "又说了一次，合在一起",
    "changed": "改了自己的消息",
    "edited": "改了自己的消息，不要了",
    "accepted": "我来",
    "taken": "接手（本人还没同意）",
    "back": "退回一步",
    "reopened": "接着办",
    "not received": "说没收到，或不对",
    "spared": "邻居愿意匀",
}


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was done: when (UTC seconds), what, and by whom (None: the bot)."""

    at: int
    step: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one request that the team needs."""

    seen: Seen
    past: Sequence[Past] = ()
    held: Mapping[Thing, str] = field(default_factory=dict)
    told_by: Sequence[str] = ()
    phone: str | None = None
    name: str | None = None
    accepted_by: str | None = None


def overview(seen: Sequence[Seen], page: int, pages: int, counts: Mapping[str, int]) -> Discreet:
    """Return a page of the list, the most urgent first."""
    if not counts["all"]:
        return Discreet(NOTHING)
    head = f"配药 {counts['all']} 件：🔴红 {counts['red']}　🟡黄 {counts['yellow']}　🟢绿 {counts['green']}"
    if pages > 1:
        head += f"（第 {page + 1}/{pages} 页）"
    lines = [head]
    for one in seen:
        drugs = drugs_said(item.drug for item in one.request.items)
        waits = "" if one.request.is_held else "（等本人同意）"
        twice = "｜👥 可能重复" if one.is_twice else ""
        said = f"{whose(one.request)}：{drugs}｜{lasts(one.days)}｜{_state(one)}{waits}{twice}"
        lines.append(f"{COLOURS[one.colour]} {said}")
    return Discreet("\n".join(lines))


def button_of(seen: Seen) -> str:
    """Return what stands on the button of a request."""
    first = seen.request.items[0].drug.mention if seen.request.items else "药名没写"
    return one_line(f"{COLOURS[seen.colour][0]} {whose(seen.request)} {first}", 30)


def card(shown: Card, zone: ZoneInfo) -> Discreet:
    """Return all about one request."""
    seen, request = shown.seen, shown.seen.request
    urgent = "，说很急" if request.is_urgent else ""
    lines = [f"{COLOURS[seen.colour]} {whose(request)}（{_state(seen)}）", f"{lasts(seen.days)}{urgent}"]
    lines += [f"・{for_fetching(item.drug)}" for item in request.items] or ["・药名没写"]
    lines += [f"　{hint}" for hint in (*seen.hints, *([TWICE] if seen.is_twice else []))]
    about = (
        ("姓名", shown.name),
        ("电话", request.contact or shown.phone),
        ("病情", "、".join(request.conditions)),
        ("上次在", request.hospital),
        ("医保卡", request.card),
        ("药盒照片", f"{len(request.photos)} 张" if request.photos else None),
        ("谁说的", "、".join(one_line(name, 20) for name in shown.told_by)),
        ("接手", shown.accepted_by),
    )
    lines += [f"{name}：{one_line(words, 80)}" for name, words in about if words]
    if request.is_cold:
        lines.append("本人说要冷藏")
    lines += [f"{THING_CALLED[thing]}在 {one_line(holder, 20)} 手里" for thing, holder in shown.held.items()]
    if not request.is_held:
        lines.append(f"⚠ 本人还没同意，{_at(request.pending_until, zone)}前没同意就删掉。")
    if shown.past:
        lines.append("经过：")
        lines += [
            f"　{_at(one.at, zone)} {STEPS.get(one.step, one.step)} {one_line(one.who or '', 20)}" for one in shown.past
        ]
    return Discreet("\n".join(lines))


def for_fetching(drug: Drug) -> str:
    """Return a medicine for who fetches it: as written, its generic name beside it, and what it may be if misspelt."""
    parts = [drug_said(drug)]
    if drug.generic and drug.generic not in drug.mention:
        parts.append(f"[{drug.generic}]")
    if drug.guesses:
        parts.append(f"可能是：{'、'.join(drug.guesses)}")
    return " ".join(parts)


def _state(seen: Seen) -> str:
    if seen.request.outcome is not None and seen.request.outcome is not Outcome.RECEIVED:
        return OUTCOMES[seen.request.outcome]
    return STATE_CALLED.get(seen.request.state, "")


def _at(at: int, zone: ZoneInfo) -> str:
    local = datetime.fromtimestamp(at, zone)
    return f"{local.month}-{local.day} {local:%H:%M}"


# --- alerts ---------------------------------------------------------------------------------------------------


def red(seen: Seen, rounds: int) -> Discreet:
    """Return an alert of a red request."""
    again = f"（第 {rounds + 1} 次，还没有人接）" if rounds else ""
    drugs = drugs_said(item.drug for item in seen.request.items)
    urgent = "，说很急" if seen.request.is_urgent else ""
    return Discreet(f"🔴 配药急{again}\n{whose(seen.request)}：{drugs}\n{lasts(seen.days)}{urgent}\n谁来？点「我来」。")


def danger(who: str, where: str, words: str, rounds: int) -> Discreet:
    """Return an alert of somebody in danger, with their words."""
    again = f"（第 {rounds + 1} 次，还没有人接）" if rounds else ""
    at = f"（{where}）" if where else ""
    return Discreet(
        f"🆘 可能有生命危险{again}\n{one_line(who, 30)}{at}说：「{one_line(words, 200)}」\n"
        "已请他们先打 120。请马上打电话或上门看，点「我来」。"
    )


def accepted(name: str, what: str) -> Discreet:
    """Return what those who were told hear once somebody takes care of it: `what` is for whom it is."""
    return Discreet(f"✓ {one_line(name, 20)} 接手了：{one_line(what, 60)}")


def not_received(seen: Seen, words: str = "") -> Discreet:
    """Return what who brought it hears: it was not received, or is not right; `words` as they said it."""
    drugs = drugs_said(item.drug for item in seen.request.items)
    said = f"：「{one_line(words, 60)}」" if words else "："
    return Discreet(f"⚠ 对方说没收到，或不对{said}{whose(seen.request)} {drugs}\n请联系他。我把这件退回到「核对」。")


def changed_meanwhile(request: Request, over: Sequence[Item] | None) -> Discreet:
    """Return what who works on a request hears: its person does not want these medicines any more (None: has changed
    the request)."""
    what = f"说不用配了：{drugs_said(item.drug for item in over)}" if over is not None else "改了要配的药"
    return Discreet(
        f"⚠ {whose(request)} {what}\n那件正在「{STATE_CALLED.get(request.state, '登记')}」。"
        "手里有药或卡的，请先联系他；现在要什么，看「配药」。"
    )


def asked_how(who: str, where: str, words: str) -> Discreet:
    """Return a question on how to take something, passed on to people."""
    at = f"（{where}）" if where else ""
    return Discreet(
        f"有人问用药，我没有回答：\n{one_line(who, 30)}{at}：「{one_line(words, 300)}」\n"
        "请懂的人（医生、药师）联系他；不确定就请他问医院。"
    )


# --- custody --------------------------------------------------------------------------------------------------


def in_hand(things: Sequence[tuple[Request, Thing]], *, is_evening: bool) -> Discreet:
    """Return what somebody still holds, as a reminder before the evening."""
    lines = [f"・{whose(request)} 的{THING_CALLED[thing]}" for request, thing in things]
    head = "您手里还有居民的这些东西：" if not is_evening else "快到晚上了，您手里还有居民的这些东西，今天能还就还："
    return Discreet("\n".join([head, *lines, "还了的点一下。"]))


def all_in_hands(things: Sequence[tuple[str, Request, Thing]], *, is_night: bool) -> Discreet:
    """Return who holds what of whom."""
    if not things:
        return Discreet(NO_CARDS)
    lines = [f"・{one_line(who, 20)}：{whose(request)} 的{THING_CALLED[thing]}" for who, request, thing in things]
    head = f"今晚还有 {len(things)} 样东西没还：" if is_night else f"在大家手里的东西，共 {len(things)} 样："
    return Discreet("\n".join([head, *lines]))


def back_button(request: Request, thing: Thing) -> str:
    """Return what stands on the button by which a thing is given back."""
    return one_line(f"还了：{whose(request)} {THING_CALLED[thing]}", 30)


# --- offers ---------------------------------------------------------------------------------------------------


def offered(drug: Drug, who: str, where: str, requests: Sequence[Seen]) -> Discreet:
    """Return an offer beside the open requests of the same medicine: a person decides."""
    at = f"（{where}）" if where else ""
    lines = [f"{one_line(who, 20)}{at}说有多的：{for_fetching(drug)}", "正需要的："]
    lines += [
        f"・{COLOURS[one.colour]} {whose(one.request)}：{drugs_said(item.drug for item in one.request.items)}"
        for one in requests
    ]
    lines.append("名字、规格、期限都合适才匀，由您定。处方药请先问医生或药师。")
    return Discreet("\n".join(lines))


def offers(found: Sequence[tuple[Drug, str]]) -> Discreet:
    """Return all that neighbours say they can spare."""
    if not found:
        return Discreet(NO_OFFERS)
    return Discreet(
        "\n".join(["邻居说有多的：", *(f"・{for_fetching(drug)}：{one_line(who, 20)}" for drug, who in found)])
    )


def give_button(seen: Seen) -> str:
    """Return what stands on the button that gives an offer to a request."""
    return one_line(f"匀给 {whose(seen.request)}", 30)


def please_keep(drug: Drug) -> Discreet:
    """Return what who offered hears: a person of the team would pass it on."""
    return Discreet(f"您说的 {drug_said(drug)}，正好有邻居需要。愿意的话请留着，配药组的人来取；期限和包装请先看一眼。")


def there_is_some(drug: Drug) -> Discreet:
    """Return what who asked hears: a neighbour has some."""
    return Discreet(
        f"有邻居愿意匀给您：{drug_said(drug)}。配药组的人会带来。拿到先对药名、规格和期限，拿不准就问医生或药师。"
    )


def given(drug: Drug, request: Request, *, asks_offerer: bool, asks_asker: bool) -> Discreet:
    """Return what the one who decided sees: whom the bot asks, and whom they must ask themselves."""
    lines = [f"定了：{drug_said(drug)} → {whose(request)}。两边我私下问。"]
    if not asks_offerer:
        lines.append("有药的邻居没打开过我，请您去问他。")
    if not asks_asker:
        lines.append("要药的一家没打开过我，请您去问他们。")
    return Discreet("\n".join(lines))


def match_said(side: str, drug: Drug, request: Request, *, is_yes: bool) -> Discreet:
    """Return what the one who decided hears of an answer."""
    who = {"offerer": "有药的邻居", "asker": "要药的一家"}[side]
    says = "说可以" if is_yes else "说不用了"
    return Discreet(f"{who}{says}：{drug_said(drug)} → {whose(request)}")


def quantity_said(drug: Drug) -> str:
    """Return a quantity with its measure, empty where none was told."""
    return f"{number(drug.quantity)}{drug.measure or ''}" if drug.quantity is not None else ""
