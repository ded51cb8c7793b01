"""配药 (medication): what neighbours can spare, and which request a person of the team gave it to."""

from dataclasses import dataclass
from decimal import Decimal

from domain.medication import Drug
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Offer:
    """A medicine that somebody can spare, until then (UTC seconds)."""

    id: int
    compound_id: int
    person_id: int
    drug: Drug
    said_at: int
    until: int


@dataclass(frozen=True, slots=True)
class Match:
    """An offer given to a request. What the two sides say is None until they do."""

    id: int
    offer_id: int
    medication_id: int
    decided_by: int
    offerer_says: bool | None
    asker_says: bool | None


_ADD = """
    INSERT INTO medication_offer (compound_id, person_id, message_id, mention, generic, strength, form, thousandths,
                                  measure, said_at, until)
    VALUES (:compound, :person, :message, :mention, :generic, :strength, :form, :thousandths, :measure, :now, :until)
    RETURNING id
"""
_OPEN = "SELECT * FROM medication_offer WHERE compound_id = :compound AND until > :now ORDER BY id"
_PAIR = """
    INSERT INTO medication_match (offer_id, medication_id, decided_by, decided_at)
    VALUES (:offer, :medication, :by, :now) ON CONFLICT (offer_id, medication_id) DO NOTHING RETURNING id
"""
_OVER = "SELECT id FROM medication_offer WHERE until <= :before"


class MedicationOffers:
    """All offers."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(
        self, compound_id: int, person_id: int, drug: Drug, now: int, until: int, message_id: int | None
    ) -> int:
        """Record an offer; return its id."""
        row = await self._query.the(
            _ADD,
            compound=compound_id,
            person=person_id,
            message=message_id,
            mention=drug.mention,
            generic=drug.generic if drug.is_sure else None,
            strength=drug.strength,
            form=drug.form,
            thousandths=int(drug.quantity * 1000) if drug.quantity is not None else None,
            measure=drug.measure,
            now=now,
            until=until,
        )
        return int(row["id"])

    async def get(self, offer_id: int) -> Offer | None:
        """Return an offer, or None."""
        row = await self._query.one("SELECT * FROM medication_offer WHERE id = :id", id=offer_id)
        return _offer(row) if row else None

    async def open_in(self, compound_id: int, now: int) -> list[Offer]:
        """Return the offers of a compound that are still good, the first made first."""
        return [_offer(row) for row in await self._query.all(_OPEN, compound=compound_id, now=now)]

    def end(self, offer_id: int, now: int) -> None:
        """It is not good any more: taken, or taken back."""
        self._query.do("UPDATE medication_offer SET until = MIN(until, :now) WHERE id = :id", id=offer_id, now=now)

    async def pair(self, offer_id: int, medication_id: int, by: int, now: int) -> int | None:
        """Give an offer to a request; return the match's id, None where that was done before."""
        row = await self._query.one(_PAIR, offer=offer_id, medication=medication_id, by=by, now=now)
        return int(row["id"]) if row else None

    async def match(self, match_id: int) -> Match | None:
        """Return a match, or None."""
        row = await self._query.one("SELECT * FROM medication_match WHERE id = :id", id=match_id)
        if row is None:
            return None
        says = [None if row[name] is None else bool(row[name]) for name in ("offerer_says", "asker_says")]
        return Match(row["id"], row["offer_id"], row["medication_id"], row["decided_by"], *says)

    def say(self, match_id: int, side: str, says: bool) -> None:
        """One side (offerer, asker) has answered."""
        sql = {
            "offerer": "UPDATE medication_match SET offerer_says = :says WHERE id = :id",
            "asker": "UPDATE medication_match SET asker_says = :says WHERE id = :id",
        }[side]
        self._query.do(sql, id=match_id, says=int(says))

    async def drop(self, before: int) -> int:
        """Drop offers that were good until then (UTC seconds) at most; return how many."""
        self._query.do(f"DELETE FROM medication_match WHERE offer_id IN ({_OVER})", before=before)  # noqa: S608
        sql = f"DELETE FROM medication_offer WHERE id IN ({_OVER}) RETURNING id"  # noqa: S608
        return len(await self._query.all(sql, before=before))


def _offer(row: Row) -> Offer:
    quantity = Decimal(row["thousandths"]) / 1000 if row["thousandths"] is not None else None
    drug = Drug(row["mention"], row["generic"], row["strength"], row["form"], quantity, row["measure"])
    return Offer(row["id"], row["compound_id"], row["person_id"], drug, row["said_at"], row["until"])
