"""配药: what is said of requests for medicine. for private ears, but for a few lines that name nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.discretion import Discreet
from domain.medication import Drug, Urgency
from domain.medication_request import STATE_CALLED, Item, Outcome, Request, State
from rendering.line import one_line
from rendering.order_chain import number, place

COLOURS = {Urgency.RED: "🔴红", Urgency.YELLOW: "🟡黄", Urgency.GREEN: "🟢绿"}
_LONGEST = 40
_HOURS = 3600
SKIP = "跳过"

#: Words for a group: they name no medicine, no illness and nobody.
IN_PRIVATE = "这件事我私下跟您说，请点这里。"
IN_PRIVATE_BUTTON = "点这里"
CALL_120 = "如果有人有危险，请马上打 120，不要等我。我已经叫值班的人来看。"
CALL_120_FROM_PRIVATE = (
    "如果您或身边的人有危险，请马上打 120，不要等我。说清楚地址、年纪、哪里不舒服，把门打开等着。\n"
    "我已经叫值班的人来看。"
)
#: The same where nobody on duty can be reached: nobody is promised what will not come.
CALL_120_ALONE = "如果有人有危险，请马上打 120，不要等我。我这里没有值班的人，在家的邻居请马上去看看。"
CALL_120_ALONE_FROM_PRIVATE = (
    "如果您或身边的人有危险，请马上打 120，不要等我。说清楚地址、年纪、哪里不舒服，把门打开等着。\n"
    "我没有叫到人：打完 120，请马上给家人、邻居或居委会打电话。"
)
ANOTHERS_LINK = "这个链接是给别人的，您不用管。"
NOTHING_HERE = "这里没有您的事了。"
NO_ADVICE = (
    "怎么吃、吃多少、能不能一起吃，我不能说，请问医生或药师。我把您的话转给配药组的人，他们会回您。\n"
    "很不舒服就打 120，不要等回答。"
)
WHERE_IN_THE_COMPOUND = (
    "我还不知道您是哪个小区的。您的话我先留着，最多三天。请在小区的群里说一句「我是3号楼502」这样的话，我就接着办。"
)
NOBODYS = "您这里没有在配的药。要配药，直接写给我：药名、规格、几盒、还能吃几天。"
NOT_CONSENTED = "您还没有同意我记下来，这样最多留三天。点「同意」，配药组才好去办。"
AGREED = "记下了：同意。要撤回，发「我的资料」。"
DONE_ASKING = "都记下了，配药组的人会去办。到哪一步了，发「我的配药」就看得到。"
#: The same where a compound has neither a medication team nor a committee: nobody is promised what will not come.
DONE_ASKING_ALONE = "都记下了。现在还没有人看得到，等小区设置好才有人办。急用请直接找居委会或楼组长。"
NOBODY_SEES = (
    "⚠ 这个群还没设置好，现在没有人看得到您这件事。我先记着，设置好了居委会就看得到。\n"
    "急用请直接找居委会或楼组长；很不舒服就打 120。"
)
NO_ADVICE_ALONE = "怎么吃、吃多少、能不能一起吃，我不能说，请问医生或药师。\n很不舒服就打 120，不要等。"
NOT_SET_UP = "这个群还没设置好，大家跟我说的事还没有人来办。群主或管理员请发「设置」。"
WHICH = "您说的是哪一件？"
PHOTO_KEPT = "收到照片，只给配药组看。"
HOW_TO_COUNT = "请写要几盒，比如：2盒"
HOW_TO_STRENGTH = f"请照药盒写，比如：80mg。看不清就点「{SKIP}」。"
HOW_TO_CORRECT = "哪里不对，直接写给我，比如：门牌错了，是3-602。"
ONE_MORE = "要再加一种药，请写「还有」和药名。上面问您的，方便时回我。"
NOT_MINE = "这个我答不上来，请问配药组的人。上面问您的，方便时回我就行。"
NO_HURRY = "好的。上面问您的，方便时回我就行。"
HOW_TO_PLACE = "请写明送到哪里，比如：3号楼502"
NOT_PASSED_ON = "谢谢您。这种药可能是管制的，不能在邻居之间转让，我没有记。用不着的请交回医院或药店。"
THANKS_FOR_OFFER = "谢谢您！我只告诉配药组，留三天。有邻居正需要的话，配药组的人会先问您。药名和期限请先看一眼。"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it is shown: with the days that its stock lasts today, its colour, hints about its medicines, and
    (to the team) whether somebody else asked for the same for that home."""

    request: Request
    days: int | None
    colour: Urgency
    hints: tuple[str, ...] = ()
    is_twice: bool = False


def drug_said(drug: Drug) -> str:
    """Return a medicine as it was written, with strength and quantity: 络活喜 5mg 2盒."""
    count = f"{number(drug.quantity)}{drug.measure or ''}" if drug.quantity is not None else ""
    doubt = "（药名还没对上）" if drug.guesses else ""
    return " ".join(part for part in (one_line(drug.mention, _LONGEST) + doubt, drug.strength or "", count) if part)


def drugs_said(drugs: Iterable[Drug]) -> str:
    """Return several medicines on a line."""
    return "、".join(map(drug_said, drugs)) or "（没写药名）"


def whose(request: Request) -> str:
    """Return for whom a request is: 3-501 钱阿婆."""
    at = place(request.residence) if request.residence is not None else "门牌没说"
    return " ".join(part for part in (at, one_line(request.patient or "", 20)) if part)


def lasts(days: int | None) -> str:
    """Return how long a stock lasts."""
    if days is None:
        return "没说还能吃几天"
    return f"还剩 {days} 天" if days > 0 else "已经没有了"


def understood(seen: Seen) -> Discreet:
    """Return what its person hears first, in private: what was understood of a request."""
    request = seen.request
    if not request.items:
        at = f"，{whose(request)}" if request.residence is not None else ""
        return Discreet(f"💊 好的，您要配药{at}。只给配药组看。")
    lines = ["💊 我是这样听的（只给配药组看）：", *_about(seen)]
    if request.hospital:
        lines.append(f"上次在：{one_line(request.hospital, _LONGEST)}")
    if request.card:
        lines.append(f"医保卡：{one_line(request.card, _LONGEST).removeprefix('医保卡')}")
    lines.append(HOW_TO_CORRECT)
    return Discreet("\n".join(lines))


def understood_of_many(seen: Sequence[Seen]) -> Discreet:
    """Return what was understood of a whole list, a line each."""
    lines = [f"💊 我是这样听的（只给配药组看），一共 {len(seen)} 家："]
    for one in seen:
        drugs = drugs_said(item.drug for item in one.request.items)
        lines.append(f"・{COLOURS[one.colour]} {whose(one.request)}：{drugs}（{lasts(one.days)}）")
    return Discreet("\n".join([*lines, "哪里不对，改一下您那条消息，或直接写给我。"]))


def joined(seen: Seen) -> Discreet:
    """Return what its person hears of a need that they told before."""
    return Discreet("\n".join(["💊 这件事已经登记着，我合在一起了：", *_about(seen)]))


def corrected(seen: Seen) -> Discreet:
    """Return what its person hears when their word has corrected a request."""
    request = seen.request
    drugs = drugs_said(item.drug for item in request.items)
    said = (
        f"{whose(request)} {drugs}",
        lasts(seen.days) if seen.days is not None else "",
        "急" if request.is_urgent else "",
        "要冷藏" if request.is_cold else "",
        f"电话 {request.contact}" if request.contact else "",
    )
    return Discreet(f"好的，改了：{'，'.join(filter(None, said))}")


def _about(seen: Seen) -> list[str]:
    drugs = [f"・{drug_said(item.drug)}" for item in seen.request.items] or ["・（没写药名）"]
    urgent = "，急" if seen.request.is_urgent else ""
    return [whose(seen.request), *drugs, f"{lasts(seen.days)}{urgent}　{COLOURS[seen.colour]}"]


def standing(seen: Sequence[Seen]) -> Discreet:
    """Return where somebody's own requests stand."""
    if not seen:
        return Discreet(NOBODYS)
    lines = ["您登记的药："]
    for one in seen:
        lines += [f"・{whose(one.request)}：{drugs_said(item.drug for item in one.request.items)}", f"　{_where(one)}"]
    return Discreet("\n".join(lines))


def _where(seen: Seen) -> str:
    request = seen.request
    if request.outcome is not None:
        return OUTCOMES[request.outcome]
    if not request.is_held:
        return "等您点「同意」，配药组才去办"
    done = [STATE_CALLED[state] for state in STATE_CALLED if state is not State.CONFIRMED]
    at = STATE_CALLED[request.state]
    way = " → ".join(f"【{one}】" if one == at else one for one in done)
    return f"{way}（{lasts(seen.days)}）"


OUTCOMES = {
    Outcome.RECEIVED: "已经收到了",
    Outcome.BOUGHT: "自己买到了，已结束",
    Outcome.CANCELLED: "不用了，已结束",
    Outcome.EDITED: "改掉了，已结束",
    Outcome.UNAVAILABLE: "没有配到，请跟配药组的人商量",
}


# --- the end --------------------------------------------------------------------------------------------------


def ended(requests: Sequence[Request], outcome: Outcome) -> Discreet:
    """Return what its person hears when their word has ended requests."""
    lines = [f"・{whose(one)}：{drugs_said(item.drug for item in one.items)}" for one in requests]
    return Discreet("\n".join([f"{OUTCOMES[outcome]}：", *lines, "说错了就点下面。"]))


def which_is_over(requests: Sequence[Request]) -> Discreet:
    """Return the question which of several requests an update means."""
    return Discreet(WHICH)


def is_it_over(request: Request, items: Sequence[Item]) -> Discreet:
    """Return the question whether a request is over, or these medicines of it."""
    return Discreet(f"{whose(request)} {drugs_said(item.drug for item in items)}：这件办好了，不用再配了吗？")


def left_out(rest: Sequence[Item], items: Sequence[Item]) -> Discreet:
    """Return what its person hears when some medicines of a request are over, and others go on."""
    return Discreet(
        f"好的，这个不用配了：{drugs_said(item.drug for item in items)}\n"
        f"别的接着配：{drugs_said(item.drug for item in rest)}\n说错了，就再写一遍要什么药。"
    )


def reopened(request: Request) -> Discreet:
    """Return what is said when a request goes on after all."""
    return Discreet(f"好的，接着办：{whose(request)}")


def delivered(request: Request) -> Discreet:
    """Return the question whether what was delivered is right."""
    drugs = drugs_said(item.drug for item in request.items)
    return Discreet(
        f"药送到了：{whose(request)} {drugs}\n请对一下药名、规格、数量和期限，再点「收到了」。不对就先别吃。"
    )


def accepted_for(request: Request) -> Discreet:
    """Return what who asked hears when somebody of the team takes care of a red request."""
    return Discreet(f"配药组的人接手了：{whose(request)}。要紧的变化随时写给我。")


def unavailable(request: Request) -> Discreet:
    """Return what who asked hears when a medicine is not to be had."""
    drugs = drugs_said(item.drug for item in request.items)
    return Discreet(f"没有配到：{whose(request)} {drugs}。配药组的人会联系您；急的话请直接问医生，或打 120。")


def erased() -> Discreet:
    """Return what who asked hears when a request has gone because nobody consented."""
    return Discreet("没有您的同意，您说的那件事我已经删掉了。还需要的话，再写给我。")


def not_there_any_more(drug: Drug) -> Discreet:
    """Return what who asked hears when a neighbour has nothing left after all."""
    return Discreet(f"不巧，那位邻居的{one_line(drug.mention, 20)}已经没有了。配药组接着给您办。")


# --- refills --------------------------------------------------------------------------------------------------


def ask_days_each(drug: Drug) -> Discreet:
    """Return the question how long one of a medicine lasts."""
    return Discreet(f"{one_line(drug.mention, 20)}一{drug.measure or '盒'}能吃几天？我好在吃完前三天提醒您。")


def refill_noted(drug: Drug, month: int, day: int) -> Discreet:
    """Return what is said when a reminder is set."""
    return Discreet(f"记下了：{one_line(drug.mention, 20)}大概 {month}月{day}日吃完，提前三天问您一次。")


def refill_due(drug: Drug, who: str | None) -> Discreet:
    """Return the one reminder that a medicine runs out."""
    whose_ = f"{one_line(who, 20)}的" if who else ""
    return Discreet(f"{whose_}{drug_said(drug)}大概还能吃三天。要照上次的再配吗？")
