"""配药 (medication): requests and their medicines as rows of the database, there and back."""

from decimal import Decimal
from typing import Any

import msgspec

from domain.household import place_key
from domain.medication import Drug, MedicationNeed
from domain.medication_request import Outcome, Request, State
from domain.residence import Residence
from storage.store import Row


def place_columns(residence: Residence | None) -> dict[str, object]:
    """Return where a request belongs as its columns."""
    at = residence or Residence()
    key = place_key(at) if at.is_exact else None
    return {"place": key, "lane": at.lane, "building": at.building, "unit": at.unit, "room": at.room}


def said_columns(need: MedicationNeed, now: int) -> dict[str, object]:
    """Return what was said of a request, its medicines and place aside, as its columns."""
    return {
        "patient": need.patient,
        "contact": need.contact,
        "conditions": "、".join(need.conditions),
        "hospital": need.fetched_at,
        "card": need.card,
        "is_cold": int(need.fridge),
        "is_urgent": int(need.urgent and (need.days_left is None or need.days_left <= 0)),
        "days_left": need.days_left,
        "days_at": now if need.days_left is not None else None,
    }


def drug_columns(drug: Drug) -> dict[str, object]:
    """Return a medicine as its columns."""
    return {
        "mention": drug.mention,
        "generic": drug.generic if drug.is_sure else None,
        "strength": drug.strength,
        "form": drug.form,
        "thousandths": int(drug.quantity * 1000) if drug.quantity is not None else None,
        "measure": drug.measure,
        "guesses": json_text(drug.guesses),
    }


def json_text(value: object) -> str:
    """Return a value as JSON."""
    return msgspec.json.encode(value).decode()


def drug_of(row: Row) -> Drug:
    """Return the medicine of a row."""
    quantity = Decimal(row["thousandths"]) / 1000 if row["thousandths"] is not None else None
    guesses: Any = tuple(msgspec.json.decode(row["guesses"]))
    return Drug(row["mention"], row["generic"], row["strength"], row["form"], quantity, row["measure"], guesses)


def request_of(row: Row) -> Request:
    """Return the request of a row, without its medicines and askers."""
    said = (row["building"], row["unit"], row["room"], row["lane"])
    return Request(
        id=row["id"],
        compound_id=row["compound_id"],
        said_at=row["said_at"],
        pending_until=row["pending_until"],
        residence=Residence(*said) if any(said) else None,
        patient=row["patient"],
        contact=row["contact"],
        conditions=tuple(row["conditions"].split("、")) if row["conditions"] else (),
        hospital=row["hospital"],
        card=row["card"],
        photos=tuple(msgspec.json.decode(row["photos"])),
        is_cold=bool(row["is_cold"]),
        is_urgent=bool(row["is_urgent"]),
        days_left=row["days_left"],
        days_at=row["days_at"],
        state=State(row["state"]),
        asked=frozenset(msgspec.json.decode(row["asked"])),
        message_id=row["message_id"],
        taken_by=row["taken_by"],
        alerted_at=row["alerted_at"],
        ended_at=row["ended_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] is not None else None,
        is_held=bool(row["is_held"]),
    )
