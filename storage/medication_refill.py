"""配药 (medication): what somebody takes and when it runs out, kept with their consent to be reminded in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from domain.medication import Drug
from domain.medication_request import Request
from domain.residence import Residence
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Refill:
    """What somebody takes. One of it lasts `days_each` days; all are used up at `due_at` (UTC seconds)."""

    id: int
    compound_id: int
    person_id: int
    residence: Residence | None
    patient: str | None
    drug: Drug
    hospital: str | None
    card: str | None
    photos: tuple[str, ...]
    days_each: int
    due_at: int
    asked_at: int | None


_ADD = """
    INSERT INTO medication_refill (compound_id, person_id, place, lane, building, unit, room, patient, mention, generic,
        strength, form, thousandths, measure, hospital, card, photos, days_each, due_at)
    SELECT :compound, :person, place, lane, building, unit, room, patient, :mention, :generic,
        :strength, :form, :thousandths, :measure, hospital, card, photos, :days_each, :due_at
    FROM medication WHERE id = :medication RETURNING id
"""
_SAME = """
    DELETE FROM medication_refill WHERE compound_id = :compound AND person_id = :person
    AND COALESCE(place, '') = COALESCE((SELECT place FROM medication WHERE id = :medication), '')
    AND COALESCE(patient, '') = COALESCE((SELECT patient FROM medication WHERE id = :medication), '')
    AND COALESCE(generic, mention) = :what
"""
_OF = "SELECT * FROM medication_refill WHERE compound_id = :compound AND person_id = :person ORDER BY id DESC"
_UNWANTED = """
    DELETE FROM medication_refill WHERE NOT EXISTS (
        SELECT 1 FROM consent AS c
        WHERE c.compound_id = medication_refill.compound_id AND c.person_id = medication_refill.person_id
          AND c.subject = 'refill' AND c.given_at IS NOT NULL AND c.withdrawn_at IS NULL) RETURNING id
"""


class MedicationRefills:
    """All that is due again."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(self, request: Request, drug: Drug, person_id: int, days_each: int, due_at: int) -> int:
        """Remember a medicine of a request, in place of what was known of it; return the row's id."""
        self._query.do(
            _SAME,
            compound=request.compound_id,
            person=person_id,
            medication=request.id,
            what=drug.generic or drug.mention,
        )
        row = await self._query.the(
            _ADD,
            compound=request.compound_id,
            person=person_id,
            medication=request.id,
            mention=drug.mention,
            generic=drug.generic,
            strength=drug.strength,
            form=drug.form,
            thousandths=int(drug.quantity * 1000) if drug.quantity is not None else None,
            measure=drug.measure,
            days_each=days_each,
            due_at=due_at,
        )
        return int(row["id"])

    async def get(self, refill_id: int) -> Refill | None:
        """Return one, or None."""
        row = await self._query.one("SELECT * FROM medication_refill WHERE id = :id", id=refill_id)
        return _refill(row) if row else None

    async def of(self, compound_id: int, person_id: int) -> Sequence[Refill]:
        """Return what is remembered of somebody, the newest first."""
        return [_refill(row) for row in await self._query.all(_OF, compound=compound_id, person=person_id)]

    def asked(self, refill_id: int, now: int) -> None:
        """Its person was reminded, and will not be again."""
        self._query.do("UPDATE medication_refill SET asked_at = :now WHERE id = :id", id=refill_id, now=now)

    def drop(self, refill_id: int) -> None:
        """Remember it no more."""
        self._query.do("DELETE FROM medication_refill WHERE id = :id", id=refill_id)

    async def drop_unwanted(self) -> int:
        """Drop what is remembered of those whose consent is taken back; return how many."""
        return len(await self._query.all(_UNWANTED))


def _refill(row: Row) -> Refill:
    said = (row["building"], row["unit"], row["room"], row["lane"])
    quantity = Decimal(row["thousandths"]) / 1000 if row["thousandths"] is not None else None
    return Refill(
        row["id"],
        row["compound_id"],
        row["person_id"],
        Residence(*said) if any(said) else None,
        row["patient"],
        Drug(row["mention"], row["generic"], row["strength"], row["form"], quantity, row["measure"]),
        row["hospital"],
        row["card"],
        tuple(msgspec.json.decode(row["photos"])),
        row["days_each"],
        row["due_at"],
        row["asked_at"],
    )
