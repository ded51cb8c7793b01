"""配药 (medication): what goes when somebody is forgotten, and when its time is over."""

from storage.medication import Medications
from storage.medication_offer import MedicationOffers
from storage.medication_refill import MedicationRefills
from storage.medication_team import MedicationTeam
from storage.store import Query

_ALONE = """
    SELECT medication_id FROM medication_asker AS mine WHERE person_id = :person
    AND NOT EXISTS (SELECT 1 FROM medication_asker AS other
                    WHERE other.medication_id = mine.medication_id AND other.person_id <> :person)
    ORDER BY medication_id
"""

_ALERTS = "SELECT id FROM medication_alert WHERE person_id = :person"
_OFFERS = "SELECT id FROM medication_offer WHERE person_id = :person"
_FORGET = (
    "DELETE FROM medication_asker WHERE person_id = :person",
    f"DELETE FROM medication_told WHERE alert_id IN ({_ALERTS})",  # noqa: S608 - constants only
    "DELETE FROM medication_alert WHERE person_id = :person",
    f"DELETE FROM medication_match WHERE offer_id IN ({_OFFERS})",  # noqa: S608
    "DELETE FROM medication_offer WHERE person_id = :person",
    "DELETE FROM medication_refill WHERE person_id = :person",
)

_DAY = 24 * 3600  # by then who asked has heard that it goes (broadcasts/medication.py)

# What of theirs is out, and what of others they hold: the newest row of a thing says where it is.
_OUT = """
    SELECT COUNT(*) AS n FROM medication_custody AS c
    WHERE c.holder_id IS NOT NULL
      AND (c.holder_id = :person OR EXISTS (
          SELECT 1 FROM medication_asker AS a WHERE a.medication_id = c.medication_id AND a.person_id = :person))
      AND NOT EXISTS (SELECT 1 FROM medication_custody AS later
                      WHERE later.medication_id = c.medication_id AND later.thing = c.thing AND later.id > c.id)
"""


# What waits for the morning to be told to the team, by the button under it.
_UNTELL = """
    UPDATE outbox SET state = 'dead', payload = '', error = 'forgotten', settled_at = :now
    WHERE settled_at IS NULL AND payload LIKE :button
"""


async def forget(query: Query, person_id: int, now: int) -> None:
    """Erase what somebody told of, offered and is reminded of, and what waits to be told of it. What others told of as
    well stays theirs."""
    for row in await query.all(_ALONE, person=person_id):
        query.do(_UNTELL, now=now, button=f'%"med%:{row["medication_id"]}"%')
        Medications(query).drop(row["medication_id"])
    for row in await query.all(_OFFERS, person=person_id):
        query.do(_UNTELL, now=now, button=f'%"medGive:{row["id"]}:%')
    for sql in _FORGET:
        query.do(sql, person=person_id)


async def things_out(query: Query, person_id: int) -> int:
    """Return how many cards and other things somebody has given out of their hands, or holds of others."""
    return int((await query.the(_OUT, person=person_id))["n"])


async def drop_over(query: Query, before: int, now: int) -> dict[str, int]:
    """Drop what is past its date, and return how many of each: requests that ended before then (UTC seconds) or that
    nobody consented to in time, offers, refills without consent, alerts. What somebody still holds something of stays.
    """
    medications, team = Medications(query), MedicationTeam(query)
    ended = [*await medications.over(before), *(one.id for one in await medications.expired(now - _DAY))]
    gone = 0
    for number in dict.fromkeys(ended):
        request = await medications.get(number)
        if request is None or any(one.medication_id == number for one in await team.held(request.compound_id)):
            continue
        medications.drop(number)
        gone += 1
    return {
        "requests": gone,
        "offers": await MedicationOffers(query).drop(now),
        "refills": await MedicationRefills(query).drop_unwanted(),
        "alerts": await team.drop_dangers(before),
    }
