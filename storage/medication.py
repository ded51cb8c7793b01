"""配药 (medication): requests, their medicines, and who told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.medication import Drug, MedicationNeed
from domain.medication_request import Item, Outcome, Request, State
from domain.residence import Residence
from storage.medication_row import drug_columns, drug_of, json_text, place_columns, request_of, said_columns
from storage.store import Query, Row

# Held: somebody who told of it has consented, or somebody of the team has taken it over.
_HELD = """
    (m.taken_by IS NOT NULL OR EXISTS (
        SELECT 1 FROM medication_asker AS a JOIN consent AS c ON c.person_id = a.person_id
        WHERE a.medication_id = m.id AND c.compound_id = m.compound_id AND c.subject = 'medicine'
          AND c.given_at IS NOT NULL AND c.withdrawn_at IS NULL))
"""

_SELECT = f"SELECT m.*, {_HELD} AS is_held FROM medication AS m"  # noqa: S608 - constants only
_OF_PERSON = f"""
    {_SELECT} JOIN medication_asker AS asker ON asker.medication_id = m.id AND asker.person_id = :person
    WHERE m.compound_id = :compound
"""

_ADD = """
    INSERT INTO medication (compound_id, message_id, place, lane, building, unit, room, patient, contact, conditions,
        hospital, card, photos, is_cold, is_urgent, days_left, days_at, said_at, pending_until)
    VALUES (:compound, :message, :place, :lane, :building, :unit, :room, :patient, :contact, :conditions,
        :hospital, :card, :photos, :is_cold, :is_urgent, :days_left, :days_at, :now, :pending_until) RETURNING id
"""

# What is said anew counts; what is not said stays as it was.
_CHANGE = """
    UPDATE medication
    SET patient = COALESCE(:patient, patient), contact = COALESCE(:contact, contact),
        conditions = CASE WHEN :conditions = '' THEN conditions ELSE :conditions END,
        hospital = COALESCE(:hospital, hospital), card = COALESCE(:card, card),
        is_cold = MAX(is_cold, :is_cold), is_urgent = MAX(is_urgent, :is_urgent),
        days_at = CASE WHEN :days_left IS NULL THEN days_at ELSE :days_at END,
        days_left = COALESCE(:days_left, days_left)
    WHERE id = :id
"""

_SETTLE = """
    UPDATE medication SET place = :place, lane = :lane, building = :building, unit = :unit, room = :room WHERE id = :id
"""
_ADD_DRUG = """
    INSERT INTO medication_drug (medication_id, mention, generic, strength, form, thousandths, measure, guesses)
    VALUES (:medication, :mention, :generic, :strength, :form, :thousandths, :measure, :guesses)
"""
_SET_DRUG = """
    UPDATE medication_drug
    SET mention = :mention, generic = :generic, strength = :strength, form = :form, thousandths = :thousandths,
        measure = :measure, guesses = :guesses
    WHERE id = :id
"""
_ASKED_BY = """
    INSERT INTO medication_asker (medication_id, person_id, said_at) VALUES (:medication, :person, :now)
    ON CONFLICT (medication_id, person_id) DO NOTHING
"""
_DRUGS = "SELECT * FROM medication_drug WHERE medication_id = :id ORDER BY id"
_ASKERS = "SELECT person_id FROM medication_asker WHERE medication_id = :id ORDER BY said_at, person_id"
_END = "UPDATE medication SET ended_at = :now, outcome = :outcome, state = :state WHERE id = :id AND ended_at IS NULL"
_REOPEN = "UPDATE medication SET ended_at = NULL, outcome = NULL, state = :state WHERE id = :id"

#: What hangs on a request, in the order in which it goes.
_HANGS = (
    "DELETE FROM medication_told WHERE alert_id IN (SELECT id FROM medication_alert WHERE medication_id = :id)",
    "DELETE FROM medication_alert WHERE medication_id = :id",
    "DELETE FROM medication_match WHERE medication_id = :id",
    "DELETE FROM medication_custody WHERE medication_id = :id",
    "DELETE FROM medication_step WHERE medication_id = :id",
    "DELETE FROM medication_drug WHERE medication_id = :id",
    "DELETE FROM medication_asker WHERE medication_id = :id",
    "DELETE FROM medication WHERE id = :id",
)


class Medications:
    """All requests."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(
        self,
        compound_id: int,
        need: MedicationNeed,
        person_id: int,
        now: int,
        pending_until: int,
        *,
        message_id: int | None = None,
        photos: Sequence[str] = (),
    ) -> int:
        """Record a request that somebody tells of; return its id."""
        row = await self._query.the(
            _ADD,
            compound=compound_id,
            message=message_id,
            **place_columns(need.residence),
            **said_columns(need, now),
            photos=json_text(photos),
            now=now,
            pending_until=pending_until,
        )
        self.add_drugs(row["id"], need.drugs)
        self.asked_by(row["id"], person_id, now)
        return int(row["id"])

    def add_drugs(self, medication_id: int, drugs: Iterable[Drug]) -> None:
        """Medicines belong to a request as well."""
        self._query.many(_ADD_DRUG, [{"medication": medication_id, **drug_columns(drug)} for drug in drugs])

    def set_drug(self, item: Item) -> None:
        """What is known of a medicine of a request is now this."""
        self._query.do(_SET_DRUG, id=item.id, **drug_columns(item.drug))

    def drop_drug(self, item_id: int) -> None:
        """A medicine is not asked for any more."""
        self._query.do("DELETE FROM medication_drug WHERE id = :id", id=item_id)

    def change(self, medication_id: int, need: MedicationNeed, now: int) -> None:
        """Take over what was said anew about a request, its medicines and place aside."""
        self._query.do(_CHANGE, id=medication_id, **said_columns(need, now))

    def settle(self, medication_id: int, residence: Residence) -> None:
        """A request belongs to that place."""
        self._query.do(_SETTLE, id=medication_id, **place_columns(residence))

    def asked_by(self, medication_id: int, person_id: int, now: int) -> None:
        """Somebody told of it, too."""
        self._query.do(_ASKED_BY, medication=medication_id, person=person_id, now=now)

    def note_asked(self, request: Request, *what: str) -> None:
        """Its person was asked this, and will not be again."""
        asked = json_text(sorted({*request.asked, *what}))
        self._query.do("UPDATE medication SET asked = :asked WHERE id = :id", id=request.id, asked=asked)

    def set_field(self, medication_id: int, field: str, value: str) -> None:
        """Set where it was last dispensed (hospital) or with whom the card is (card)."""
        sql = {
            "hospital": "UPDATE medication SET hospital = :value WHERE id = :id",
            "card": "UPDATE medication SET card = :value WHERE id = :id",
        }[field]
        self._query.do(sql, id=medication_id, value=value)

    def add_photo(self, request: Request, photo: str) -> None:
        """Keep a picture of the box: Telegram's id of it."""
        photos = json_text([*request.photos, photo])
        self._query.do("UPDATE medication SET photos = :photos WHERE id = :id", id=request.id, photos=photos)

    def set_state(self, medication_id: int, state: State) -> None:
        """A request is at another state."""
        self._query.do("UPDATE medication SET state = :state WHERE id = :id", id=medication_id, state=state.value)

    def take_over(self, medication_id: int, person_id: int, reason: str) -> None:
        """Somebody of the team keeps a request without consent, for a reason."""
        self._query.do(
            "UPDATE medication SET taken_by = :person, taken_for = :reason WHERE id = :id AND taken_by IS NULL",
            id=medication_id,
            person=person_id,
            reason=reason,
        )

    def alerted(self, medication_id: int, now: int | None) -> None:
        """A red request goes to a human from now on; None: it would again."""
        self._query.do("UPDATE medication SET alerted_at = :now WHERE id = :id", id=medication_id, now=now)

    def end(self, medication_id: int, outcome: Outcome, now: int) -> None:
        """It is over."""
        state = State.CONFIRMED if outcome is Outcome.RECEIVED else State.ENDED
        self._query.do(_END, id=medication_id, outcome=outcome.value, state=state.value, now=now)

    def reopen(self, medication_id: int, state: State) -> None:
        """It is not over after all."""
        self._query.do(_REOPEN, id=medication_id, state=state.value)

    def drop(self, medication_id: int) -> None:
        """Erase a request with all that hangs on it."""
        for sql in _HANGS:
            self._query.do(sql, id=medication_id)

    async def get(self, medication_id: int) -> Request | None:
        """Return a request, or None."""
        found = await self._whole(await self._query.all(f"{_SELECT} WHERE m.id = :id", id=medication_id))
        return found[0] if found else None

    async def open_in(self, compound_id: int) -> list[Request]:
        """Return the open requests of a compound, the first told first."""
        sql = f"{_SELECT} WHERE m.compound_id = :compound AND m.ended_at IS NULL ORDER BY m.id"
        return await self._whole(await self._query.all(sql, compound=compound_id))

    async def open_at(self, compound_id: int, place: str) -> list[Request]:
        """Return the open requests of the household with that key of a residence."""
        sql = f"""{_SELECT} WHERE m.compound_id = :compound AND m.place = :place AND m.ended_at IS NULL
                  ORDER BY m.id"""
        return await self._whole(await self._query.all(sql, compound=compound_id, place=place))

    async def of_person(self, compound_id: int, person_id: int, *, most: int = 40) -> list[Request]:
        """Return what somebody told of in a compound, open or not, the newest first."""
        sql = f"{_OF_PERSON} ORDER BY m.id DESC LIMIT :most"
        return await self._whole(await self._query.all(sql, compound=compound_id, person=person_id, most=most))

    async def of_message(self, message_id: int) -> list[Request]:
        """Return the requests that a message made, in its order."""
        sql = f"{_SELECT} WHERE m.message_id = :message ORDER BY m.id"
        return await self._whole(await self._query.all(sql, message=message_id))

    async def is_asked_since(self, address_id: int, since: int) -> bool:
        """Say whether a message of that chat has asked for medicine since then (UTC seconds)."""
        sql = """SELECT 1 FROM message JOIN medication ON message_id = message.id
                 WHERE address_id = :address AND sent_at >= :since LIMIT 1"""
        return await self._query.one(sql, address=address_id, since=since) is not None

    async def asked_in(self, person_id: int) -> Sequence[int]:
        """Return the compounds in which somebody told of a request, open or not."""
        sql = """SELECT DISTINCT compound_id FROM medication JOIN medication_asker ON medication_id = medication.id
                 WHERE person_id = :person ORDER BY compound_id"""
        return [row["compound_id"] for row in await self._query.all(sql, person=person_id)]

    async def compounds(self, person_id: int) -> Sequence[int]:
        """Return the compounds in which somebody told of a request that is open."""
        sql = """SELECT DISTINCT compound_id FROM medication JOIN medication_asker ON medication_id = medication.id
                 WHERE person_id = :person AND ended_at IS NULL ORDER BY compound_id"""
        return [row["compound_id"] for row in await self._query.all(sql, person=person_id)]

    async def expired(self, now: int) -> list[Request]:
        """Return the requests that nobody consented to in time."""
        sql = f"{_SELECT} WHERE m.pending_until <= :now AND NOT {_HELD} ORDER BY m.id"
        return await self._whole(await self._query.all(sql, now=now))

    async def over(self, before: int) -> Sequence[int]:
        """Return our ids of the requests that ended before then (UTC seconds)."""
        sql = "SELECT id FROM medication WHERE ended_at < :before ORDER BY id"
        return [row["id"] for row in await self._query.all(sql, before=before)]

    async def _whole(self, rows: Sequence[Row]) -> list[Request]:
        found = []
        for row in rows:
            drugs = await self._query.all(_DRUGS, id=row["id"])
            askers = await self._query.all(_ASKERS, id=row["id"])
            one = replace(request_of(row), items=tuple(Item(drug["id"], drug_of(drug)) for drug in drugs))
            found.append(replace(one, askers=tuple(asker["person_id"] for asker in askers)))
        return found
