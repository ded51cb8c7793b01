"""接龙 (order chain): the live tally and the short words that go with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.order_chain import Buy, Good, Line, Lot, Order, Reason, Sum, Unclear, folded, missing_of
from domain.order_chain_erasure import NOBODY
from domain.residence import Residence
from domain.roster import natural_order, place_order
from rendering.line import one_line
from rendering.page import LIMIT, length, pages

HOW_TO_OPEN = "开团这样发：\n/开团 周三蔬菜团\n青菜 3元/份\n鸡蛋 12元/板\n今晚8点截单"

_TITLE, _NAME, _ITEM = 60, 16, 40  # characters shown of a title, a name, an item
_MOST_UNPRICED = 3  # goods without a price that a tally names


@dataclass(frozen=True, slots=True)
class Tally:
    """What the tally of a buy shows. `names` are the shown names of accounts that told neither room nor name; `closes`
    says when it closes, in local time (3月2日20:00); `asked` how many of how many households without a phone have been
    asked, None where there are none."""

    chain_id: int
    buy: Buy
    sums: tuple[Sum, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    closes: str | None = None
    asked: tuple[int, int] | None = None


def number(value: Decimal) -> str:
    """Return a number as people write it: 2, 0.5, 1.25."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def title_of(buy: Buy) -> str:
    """Return the title of a buy, or a word for it where it has none."""
    return one_line(buy.title or "", _TITLE) or "接龙"


def tally_head(tally: Tally) -> list[str]:
    """Return the lines of the tally above the names: what it is, and the totals."""
    households = sum(1 for order in tally.buy.orders.values() if order.lines)
    lines = [f"📋 {title_of(tally.buy)}（{state_of(closed=tally.buy.closed, cancelled=tally.buy.cancelled)}）"]
    if tally.closes and not tally.buy.closed:
        lines.append(f"⏰ {tally.closes}截单")
    asked = [f"不用手机的户 {tally.asked[0]}/{tally.asked[1]} 已问到"] if tally.asked is not None else []
    if not tally.sums:
        return [*lines, "还没有人下单", *asked]
    goods = {folded(good.name): good for good in tally.buy.goods}
    for one in tally.sums:
        said = f"{one_line(one.item, _ITEM)} {number(one.total)}{one.measure or ''}（{one.parties}户）"
        lines.append(said + _of_good(one, goods.get(folded(one.item))) + prices_said(one.lots, one.measure))
    return [*lines, f"共 {households} 户{_money(tally, goods)}", *_minimum(tally), *asked]


def state_of(*, closed: bool, cancelled: bool) -> str:
    """Return how a buy stands."""
    if cancelled:
        return "已取消"
    return "已截单" if closed else "接龙中"


def prices_said(lots: Sequence[Lot], measure: str | None) -> str:
    """Return how many were ordered at which price, where there was more than one: （10盒12元，5盒13元）."""
    if len(lots) < 2:
        return ""
    parts = [f"{number(lot.quantity)}{measure or ''}{price_said(lot.price)}" for lot in lots]
    return f"（{'，'.join(parts)}）"


def price_said(price: Decimal | None, measure: str | None = None) -> str:
    """Return a price: 12元/盒; 没有价 where there is none."""
    if price is None:
        return "没有价"
    return f"{number(price)}元/{measure}" if measure else f"{number(price)}元"


def _of_good(one: Sum, good: Good | None) -> str:
    """Return what a total means for boxes and for what there is: 还差3盒成箱, 还剩5份, 超了2份."""
    if good is None or (good.measure is not None and one.measure not in (None, good.measure)):
        return ""
    if good.is_gone:
        return " 没有了"
    parts = []
    if good.box is not None and (short := (good.box - one.total % good.box) % good.box):
        parts.append(f"还差{number(short)}{one.measure or good.measure or ''}成{good.box_word or '箱'}")
    if good.cap is not None:
        left = good.cap - one.total
        unit = one.measure or good.measure or ""
        parts.append(f"还剩{number(left)}{unit}" if left > 0 else f"超了{number(-left)}{unit}" if left else "满了")
    return f" {'，'.join(parts)}" if parts else ""


def _money(tally: Tally, goods: Mapping[str, Good]) -> str:
    """Return what all orders come to; where some item has no price in the measure it was ordered in, say so."""
    if all(good.price is None for good in goods.values()):
        return ""
    unpriced = [one for one in tally.sums if one.amount is None]
    if unpriced:
        said = [f"{one_line(one.item, _ITEM)}{number(one.total)}{one.measure or ''}" for one in unpriced]
        more = f"等{len(said)}样" if len(said) > _MOST_UNPRICED else ""
        return f"（金额没算：{'、'.join(said[:_MOST_UNPRICED])}{more}没有价）"
    return f"，{number(sum((one.amount or Decimal() for one in tally.sums), Decimal()))}元"


def _minimum(tally: Tally) -> list[str]:
    terms = tally.buy.terms
    if terms.minimum is None:
        return []
    missing = missing_of(tally.buy)
    unit = terms.minimum_measure or ""
    if terms.is_waived:
        return [f"{number(terms.minimum)}{unit}成团，没到也照发"]
    if missing is None:
        return [f"已成团（{number(terms.minimum)}{unit}）"]
    return [f"{number(terms.minimum)}{unit}成团，还差{number(missing)}{unit}"]


def tally_names(tally: Tally) -> list[str]:
    """Return a line for each party that has ordered something: room or name as they said it, and what."""
    ordered = [order for order in tally.buy.orders.values() if order.lines]
    return [
        f"{place}. {_party(order, tally.names)} {wants_said(order.lines)}" for place, order in enumerate(ordered, 1)
    ]


def tally_text(tally: Tally) -> str | None:
    """Return the live tally as one message, or None where it is longer than a message may be."""
    head, names = tally_head(tally), tally_names(tally)
    whole = "\n".join([*head, "", *names] if names else head)
    return whole if length(whole) <= LIMIT else None


def tally_short(tally: Tally) -> str:
    """Return the totals alone, as far as they fit into one message."""
    return pages(tally_head(tally), LIMIT)[0]


def tally_pages(tally: Tally) -> tuple[str, ...]:
    """Return the whole tally by building, on as many pages as it needs: rooms in natural order (2 before 10), those who
    said no building last."""
    buildings: dict[str, list[str]] = {}
    for order in sorted((order for order in tally.buy.orders.values() if order.lines), key=_walk):
        buildings.setdefault(_building(order), []).append(f"{_party(order, tally.names)} {wants_said(order.lines)}")
    lines = []
    for building, households in buildings.items():
        lines += ["", f"【{building}】{len(households)} 户", *households]
    return pages([*tally_head(tally), *lines])


def _walk(order: Order) -> tuple[object, ...]:
    at = order.residence or Residence()
    return at.building is None, place_order(at), natural_order(order.name)


def _building(order: Order) -> str:
    at = order.residence
    if at is None or at.building is None or at.building.startswith(NOBODY):
        return "没写楼号"
    return place(Residence(at.building, lane=at.lane))


def place(residence: Residence) -> str:
    """Return a residence the short way: 3-502, 5-2-1001, 12弄3-502, 502, 3号楼."""
    parts = [part for part in (residence.building, residence.unit, residence.room) if part]
    text = f"{residence.building}号楼" if parts == [residence.building] else "-".join(parts)
    return f"{residence.lane}弄{text}" if residence.lane else text


def doubt(unclear: Iterable[Unclear]) -> str:
    """Return the one question to who said something that could not be applied."""
    first = next(iter(unclear))
    what = "、".join(want.item for want in first.act.wants if want.item)
    match first.reason:
        case Reason.WHICH_ITEM:
            return "请问是哪一样？请把品名和数量一起写，比如：青菜2份"
        case Reason.NOTHING_THERE:
            return f"没有查到您订过{what or '东西'}，这一条没有记。请写上房号和品名再说一次"
        case Reason.TOO_MANY:
            return f"退的比订的多，这一条没有记。请写最后要几份，比如：{what or '青菜'}改成1份"
        case Reason.WHOSE:
            return "请问是哪一户的？请写上房号，比如：3-502 青菜2份"


def which_building(room: str) -> str:
    """Return the question to who ordered for a room and said no building."""
    return f"{room}是几号楼的？请写上楼号，比如：3-{room}"


def asked_about(text: str, asks: str) -> str:
    """Return a question with the words that it is about: 「3-502 +2」哪一样？"""
    return f"「{one_line(text, 30)}」{asks.replace('?', '？')}"


def changed_by(who: str, before: Order, after: Order | None) -> str:
    """Return what the owner of an order hears when somebody else has changed it."""
    now = wants_said(after.lines) if after is not None and after.lines else "取消"
    return f"{one_line(who, _NAME)}改了您这一份：{wants_said(before.lines)} → {now}。要是不对，点下面恢复，或再说一次。"


def ordered_for(title: str | None, who: str, lines: Iterable[Line]) -> str:
    """Return what a household hears of an order that somebody else made for it."""
    said = f"{one_line(who, _NAME) or '邻居'}在「{one_line(title or '接龙', _TITLE)}」帮您家订了：{wants_said(lines)}。"
    return f"{said}要改要退，在群里说一声就行。"


TAKEN_BACK_SINCE = "您后来说过不要了，改这一条没有用，还是没有您的单。要的话请再写一条新的。"


def late(buy_title: str, *, is_shown: bool = False, is_cancelled: bool = False) -> str:
    """Return what is said to an order after closing; `is_shown`: the organiser has it before them."""
    if is_cancelled:
        return f"「{buy_title}」已取消，这一条没有记。"
    if is_shown:
        return f"「{buy_title}」已截单。这一条我转给团长了，加不加由团长定。"
    return f"「{buy_title}」已截单。这一条我先留着，加不加由团长定：团长私聊我发「表格」就看得到。"


def _party(order: Order, names: Mapping[int, str]) -> str:
    place_said = order.residence.room or order.residence.building if order.residence is not None else order.name
    if place_said and place_said.startswith(NOBODY):
        return NOBODY
    if order.residence is not None and (order.residence.room or not order.name):
        return place(order.residence)
    if order.name:
        name = one_line(order.name, _NAME)
        return f"{place(order.residence)} {name}" if order.residence is not None else name
    name = one_line(names.get(order.author, ""), _NAME) or "邻居"
    return f"{name}（代订）" if order.on_behalf else name


def wants_said(lines: Iterable[Line]) -> str:
    """Return what was ordered, on one line: 青菜2份、鸡蛋1板."""
    return "、".join(f"{one_line(line.item, _ITEM)}{number(line.quantity)}{line.measure or ''}" for line in lines)
