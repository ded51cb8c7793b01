"""Brings what is ordered into the measure that its price is for (1公斤 of what costs so much a 斤), or asks."""

from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Act, Good, Verb, Want
from parsing.chain_mark import GOODS_SCALE
from parsing.context import RECORD, Asked, OpenBuy, Question

_ORDERS = frozenset({Verb.ORDER, Verb.ADD, Verb.SET})
_ANY = frozenset("份件单")  # one of what is offered, whatever that comes in
_PIECES = frozenset("个只颗块条根支枚粒头棵尾")
_LOOSE = frozenset("个只")  # said of any piece
_SAME = (frozenset("袋包"), frozenset("板托"), frozenset("棵颗"))
_JIN = {
    **dict.fromkeys(("斤", "市斤"), Decimal(1)),
    **dict.fromkeys(("公斤", "千克", "kg", "Kg", "KG"), Decimal(2)),
    **dict.fromkeys(("克", "g", "G"), Decimal("0.002")),
    "两": Decimal("0.1"),
}
_SIZES = "大小整礼"  # 整箱, 礼盒: what they cost is for the organiser to say
_FEW = (1, 2, 3)
_MOST = 20


def fitted(act: Act, buy: OpenBuy, text: str, *, is_sure: bool) -> tuple[Act | None, Question | None]:
    """Return an act (every want has an item) in the measures that its goods are priced in. Where a measure tells none
    of that, return what is left of the act and the question how many are meant, unless the speaker is sure. `text` is
    the message, normalised."""
    if act.verb not in _ORDERS:
        return act, None
    goods = {good.name: good for good in buy.goods if good.price is not None and good.measure is not None}
    had = {(want.item, want.measure) for want in buy.mine}
    wants: list[Want] = []
    question: Question | None = None
    for want in act.wants:
        good = goods.get(want.item or "")
        fits = want if good is None or (want.item, want.measure) in had else in_measure(want, good)
        if fits is not None:
            wants.append(fits)
        elif is_sure:
            wants.append(want)
        elif good is not None and question is None:
            question = _how_many(want, good, act, text)
    left = replace(act, wants=tuple(wants)) if wants or not act.wants else None
    return left, question


def in_measure(want: Want, good: Good) -> Want | None:
    """Return what is wanted in the measure of its good; None where that cannot be told."""
    said, usual = want.measure, good.measure
    if said is None or usual is None or said == usual or not want.quantity or said[0] in _SIZES:
        return want
    if said in _JIN and usual in _JIN:
        return replace(want, quantity=_plain(want.quantity * _JIN[said] / _JIN[usual]), measure=usual)
    if good.box is not None and said == (good.box_word or "箱"):
        return replace(want, quantity=want.quantity * good.box, measure=usual)
    is_same = said in _ANY or any({said, usual} <= same for same in _SAME)
    if is_same or ({said, usual} <= _PIECES and {said, usual} & _LOOSE):
        return replace(want, measure=usual)
    return None


def _plain(quantity: Decimal) -> Decimal:
    return quantity.quantize(Decimal(1)) if quantity == quantity.to_integral_value() else quantity.normalize()


def _how_many(want: Want, good: Good, act: Act, text: str) -> Question:
    """Ask how many are meant of what is sold otherwise than it was ordered (鸡蛋2斤, of eggs by the tray)."""
    written = [
        text[number.start : number.end]
        for number in GOODS_SCALE.numbers(text)
        if (number.value, number.measure) == (want.quantity, want.measure)
    ]
    said = f"{want.quantity.normalize():f}{want.measure or ''}"
    whole = want.measure not in _JIN and want.quantity == int(want.quantity) and want.quantity <= _MOST
    numbers = sorted({*_FEW, *([int(want.quantity)] if whole else [])})
    options = tuple(f"{number}{good.measure}" for number in numbers) if len(written) == 1 else ()
    asks = f"{good.name}是按{good.measure}卖的，要几{good.measure}？照{said}记就点「{RECORD}」"
    about = Asked(want.item, None, good.measure, act.verb, act.who)
    return Question(asks, (*options, RECORD), about, instead_of=written[0] if options else "")
