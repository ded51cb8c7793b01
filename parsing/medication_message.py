"""Tells what belongs to medicine from what belongs to a buy: 口罩 that a buy sells is an order, 缬沙坦 never is.

An organiser may sell what the lexicon has, with a price or by naming it in an open buy. Everything else that asks for a
medicine is a request, and none of it reaches a tally.
"""

from collections.abc import Iterable
from dataclasses import replace

from domain.medication import Drug, Kind, MedicationNeed
from domain.order_chain import Act, ChainReading, folded
from parsing.context import Context, Reading, Stated
from parsing.medication import MedicationReading, hears_danger, read_medication
from parsing.medicine import medicine_of
from parsing.vocabulary.medication import FORM


def with_medication(reading: Reading, text: str, context: Context) -> Reading:
    """Return the reading of a message with what it says of medicine, without the orders that this is not."""
    found = read_medication(text, context.grammar)
    if not (found.needs or found.danger or found.asks_how):
        return reading
    if _is_a_list_of_goods(reading.stated, found):
        return replace(reading, medication=_only_danger(found))
    needs = tuple(left for need in found.needs if (left := _not_sold(need, reading, context)) is not None)
    if not needs:
        return replace(reading, medication=_only_danger(found) if found.needs else found)
    named = frozenset(folded(name) for need in needs for drug in need.drugs for name in _names(drug))
    stated = tuple(kept for one in reading.stated if (kept := _without(one, named)) is not None)
    return replace(reading, stated=stated, questions=(), talks_of=(), medication=replace(found, needs=needs))


def with_danger(reading: Reading, text: str) -> Reading:
    """Return the reading of a message that is about something else, with the danger that it tells of beside that."""
    return replace(reading, medication=MedicationReading(danger=True) if hears_danger(text) else None)


def _only_danger(found: MedicationReading) -> MedicationReading | None:
    return MedicationReading(danger=True) if found.danger else None


def _is_a_list_of_goods(stated: Iterable[Stated], found: MedicationReading) -> bool:
    """Say whether a list is posted that is a buy's: one that goes on, or a new one with prices or of supplies only."""
    lists = [one for one in stated if one.reading.is_list]
    if not lists:
        return False
    if any(one.buy is not None for one in lists):
        return True
    reading = lists[0].reading
    if reading.title is not None and FORM.search(reading.title):
        return False
    is_priced = any(good.price is not None for good in reading.goods)
    return is_priced or all(_is_supply(drug) for need in found.needs for drug in need.drugs)


def _not_sold(need: MedicationNeed, reading: Reading, context: Context) -> MedicationNeed | None:
    """Return a need without what an open buy sells; None where nothing of it is left."""
    if not need.drugs:
        return None if reading.stated else need
    left = tuple(drug for drug in need.drugs if not _is_sold(drug, context))
    return replace(need, drugs=left) if left else None


def _is_sold(drug: Drug, context: Context) -> bool:
    goods = [folded(good.name) for buy in context.buys for good in buy.goods]
    if _is_supply(drug):
        goods += [folded(good.name) for buy in context.buys for good in buy.heard]
    names = [folded(name) for name in _names(drug)]
    return any(name in good or good in name for name in names for good in goods)


def _names(drug: Drug) -> tuple[str, ...]:
    return (drug.mention, drug.generic) if drug.generic is not None else (drug.mention,)


def _is_supply(drug: Drug) -> bool:
    medicine = medicine_of(drug.generic)
    return medicine is not None and medicine.kind is Kind.SUPPLY


def _without(stated: Stated, named: frozenset[str]) -> Stated | None:
    """Return a statement without the orders of what is asked for as a medicine; None where nothing is left."""
    if stated.reading.is_list:
        return None
    acts = tuple(act for act in stated.reading.acts if not _wants(act, named))
    reading = replace(stated.reading, acts=acts)
    return replace(stated, reading=reading) if reading != ChainReading() else None


def _wants(act: Act, named: frozenset[str]) -> bool:
    items = [folded(want.item) for want in act.wants if want.item is not None]
    return any(name in item or item in name for item in items for name in named)
