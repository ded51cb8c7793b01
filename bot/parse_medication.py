"""Answers a case of the corpus with what was read of medicine: one need in its fields, all of them in `needs`."""

from decimal import Decimal
from typing import Any

from domain.medication import Drug, MedicationNeed
from parsing.medication import read_medication

Answer = dict[str, Any]


def answer(case: Answer) -> Answer:
    """Return what the text of `case` says: the first need, and under `needs` each of them."""
    reading = read_medication(case["text"])
    needs = [_need(need) for need in reading.needs]
    first = needs[0] if needs else {"intent": "none", "drugs": []}
    found: Answer = {**first, "asks_how": reading.asks_how, "danger": reading.danger}
    found["evidence"] = [{"words": each.words, "rule": each.rule} for each in reading.evidence]
    found["unread"] = list(reading.unread)
    if reading.talk:
        found["talk"] = reading.talk
    if len(needs) > 1:
        found["needs"] = needs
    return found


def _need(need: MedicationNeed) -> Answer:
    place = need.residence
    return {
        "intent": need.intent.value,
        "building": place.building if place else None,
        "unit": place.unit if place else None,
        "room": place.room if place else None,
        "patient": need.patient,
        "drugs": [_drug(drug) for drug in need.drugs],
        "urgent": need.urgent,
        "days_left": need.days_left,
        "conditions": list(need.conditions),
        "extra": {
            "hospital": need.fetched_at,
            "insurance_card": need.card,
            "contact": need.contact,
            "fridge": need.fridge,
        },
    }


def _drug(drug: Drug) -> Answer:
    return {
        "mention": drug.mention,
        "generic": drug.generic,
        "strength": drug.strength,
        "form": drug.form,
        "quantity": None if drug.quantity is None else _number(drug.quantity),
        "unit": drug.measure,
        "guesses": list(drug.guesses),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
