"""What is done to the lines of one order: added, subtracted, set, removed, swapped, summed, priced. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Good, Line, Lot, Reason, Verb, Want, folded

NEEDS_AN_ORDER = frozenset({Verb.SUBTRACT, Verb.REMOVE, Verb.SWAP})


def changed_lines(
    verb: Verb,
    wants: tuple[Want, ...],
    lines: tuple[Line, ...],
    message: int,
    usual: Mapping[str, str | None] | None = None,
) -> tuple[tuple[Line, ...], Reason | None]:
    """Return an order's lines after an act (every want has an item), or the same lines and why it cannot be. `usual`
    are the measures of the goods, by folded name."""
    if verb is Verb.SWAP:
        return _swapped(wants, lines, message, usual or {})
    if verb is Verb.REMOVE and not wants:
        return ((), None) if lines else (lines, Reason.NOTHING_THERE)
    table = {folded(line.item): line for line in lines}
    for want in wants:
        item = folded(want.item or "")
        had = table.get(item)
        if had is None and verb in NEEDS_AN_ORDER:
            return lines, Reason.NOTHING_THERE
        quantity = _quantity(verb, want.quantity, had.quantity if had is not None else Decimal())
        if quantity < 0:
            return lines, Reason.TOO_MANY
        if quantity == 0:
            table.pop(item, None)
        else:
            table[item] = _line(want, quantity, had, message)
    return tuple(table.values()), None


def _quantity(verb: Verb, said: Decimal, had: Decimal) -> Decimal:
    if verb is Verb.ADD:
        return had + said
    if verb is Verb.SUBTRACT:
        return had - said
    return Decimal() if verb is Verb.REMOVE else said


def _line(want: Want, quantity: Decimal, had: Line | None, message: int) -> Line:
    """A measure said now counts; where none is said the old one stays."""
    if had is None:
        return Line(want.item or "", quantity, want.measure, message)
    measure = want.measure or had.measure
    if (had.quantity, had.measure) == (quantity, measure):
        return had
    return Line(had.item, quantity, measure, message)


def _swapped(
    wants: tuple[Want, ...], lines: tuple[Line, ...], message: int, usual: Mapping[str, str | None]
) -> tuple[tuple[Line, ...], Reason | None]:
    """wants[0] goes (so many of it as said, else all), wants[1] comes in the same number unless another is said, in
    its own measure (青菜2份换成豆腐: 2块)."""
    table = {folded(line.item): line for line in lines}
    gone, come = wants
    had = table.pop(folded(gone.item or ""), None)
    if had is None and not lines and come.quantity:  # 羊腿不要了改羊排3斤, of one who has nothing yet
        return (_line(come, come.quantity, None, message),), None
    if had is None:
        return lines, Reason.NOTHING_THERE
    number = gone.quantity or had.quantity
    if number > had.quantity:
        return lines, Reason.TOO_MANY
    if number < had.quantity:
        table[folded(had.item)] = replace(had, quantity=had.quantity - number, since=message)
    item = folded(come.item or "")
    measure = come.measure or usual.get(item) or had.measure
    coming = replace(come, quantity=come.quantity or number, measure=measure)
    known = table.get(item)
    total = coming.quantity + (known.quantity if known is not None else Decimal())
    table[item] = _line(coming, total, known, message)
    return tuple(table.values()), None


def summed_lines(lines: tuple[Line, ...], wants: tuple[Want, ...], message: int) -> tuple[Line, ...]:
    """Return an order's lines with the wants of another line of the same list added."""
    table = {folded(line.item): line for line in lines}
    for want in wants:
        item = folded(want.item or "")
        had = table.get(item)
        table[item] = _line(want, want.quantity + (had.quantity if had is not None else Decimal()), had, message)
    return tuple(table.values())


def same_lines(some: tuple[Line, ...], others: tuple[Line, ...]) -> bool:
    """Say whether two orders' lines state the same, whichever messages they are from."""
    if len(some) != len(others):
        return False
    return {(folded(a.item), a.quantity, a.measure) for a in some} == {
        (folded(b.item), b.quantity, b.measure) for b in others
    }


def kept_since(lines: tuple[Line, ...], old: tuple[Line, ...]) -> tuple[Line, ...]:
    """A line that is stated again unchanged is still from the message that first said it."""
    table = {folded(line.item): line for line in old}
    return tuple(
        had if (had := table.get(folded(line.item))) is not None and same_lines((line,), (had,)) else line
        for line in lines
    )


def priced_lines(
    lines: tuple[Line, ...], old: tuple[Line, ...], goods: Mapping[str, Good], *, anew: frozenset[str] = frozenset()
) -> tuple[Line, ...]:
    """Return an order's lines with their prices: what there was keeps its price, what came on top costs what its good
    (by folded name) costs now, and what goes back is what came last. Items in `anew` cost what they cost now."""
    table = {folded(line.item): line for line in old}
    return tuple(_priced(line, table.get(item), goods.get(item), item in anew) for line, item in _with_items(lines))


def _with_items(lines: tuple[Line, ...]) -> list[tuple[Line, str]]:
    return [(line, folded(line.item)) for line in lines]


def _priced(line: Line, had: Line | None, good: Good | None, is_anew: bool) -> Line:
    if had is not None and not is_anew and (line.quantity, line.measure) == (had.quantity, had.measure):
        return line if line.lots == had.lots else replace(line, lots=had.lots)
    price = good.price if good is not None and line.measure in (None, good.measure) else None
    kept: tuple[Lot, ...] = ()
    if had is not None and not is_anew and _same_measure(line, had, good):
        kept = _first(had.lots or (Lot(had.quantity, None),), line.quantity)
    more = line.quantity - sum((lot.quantity for lot in kept), Decimal())
    if more > 0 and kept and kept[-1].price == price:
        kept = (*kept[:-1], Lot(kept[-1].quantity + more, price))
    elif more > 0:
        kept = (*kept, Lot(more, price))
    lots = kept if any(lot.price is not None for lot in kept) else ()
    return line if line.lots == lots else replace(line, lots=lots)


def _same_measure(line: Line, had: Line, good: Good | None) -> bool:
    usual = good.measure if good is not None else None
    return (line.measure or usual) == (had.measure or usual)


def _first(lots: tuple[Lot, ...], quantity: Decimal) -> tuple[Lot, ...]:
    """Return the first so many of `lots`."""
    found: list[Lot] = []
    left = quantity
    for lot in lots:
        if left <= 0:
            break
        found.append(lot if lot.quantity <= left else Lot(left, lot.price))
        left -= lot.quantity
    return tuple(found)
