"""Consent: what somebody agreed to have kept of them that is sensitive, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Query

_ASK = """
    INSERT INTO consent (compound_id, person_id, subject, asked_at) VALUES (:compound, :person, :subject, :now)
    ON CONFLICT (compound_id, person_id, subject) DO UPDATE SET asked_at = excluded.asked_at
"""

_GIVE = """
    INSERT INTO consent (compound_id, person_id, subject, asked_at, given_at)
    VALUES (:compound, :person, :subject, :now, :now)
    ON CONFLICT (compound_id, person_id, subject) DO UPDATE SET given_at = excluded.given_at, withdrawn_at = NULL
"""

_WITHDRAW = """
    UPDATE consent SET withdrawn_at = :now
    WHERE compound_id = :compound AND person_id = :person AND subject = :subject AND withdrawn_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """Where somebody's consent stands; instants in UTC seconds."""

    asked_at: int
    given_at: int | None
    withdrawn_at: int | None

    @property
    def is_given(self) -> bool:
        """Whether it is given now."""
        return self.given_at is not None and self.withdrawn_at is None


class Consents:
    """All consents."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def get(self, compound_id: int, person_id: int, subject: str) -> Consent | None:
        """Return somebody's consent to a subject, or None if they were never asked."""
        row = await self._query.one(
            """SELECT asked_at, given_at, withdrawn_at FROM consent
               WHERE compound_id = :compound AND person_id = :person AND subject = :subject""",
            compound=compound_id,
            person=person_id,
            subject=subject,
        )
        return Consent(row["asked_at"], row["given_at"], row["withdrawn_at"]) if row else None

    async def given(self, person_id: int) -> Sequence[tuple[int, str, str]]:
        """Return what somebody agrees to now: compound, its name, subject."""
        rows = await self._query.all(
            """SELECT compound_id, name, subject FROM consent JOIN compound ON compound.id = compound_id
               WHERE person_id = :person AND given_at IS NOT NULL AND withdrawn_at IS NULL ORDER BY consent.id""",
            person=person_id,
        )
        return [(row["compound_id"], row["name"], row["subject"]) for row in rows]

    def ask(self, compound_id: int, person_id: int, subject: str, now: int) -> None:
        """Note that somebody was asked, perhaps anew."""
        self._query.do(_ASK, compound=compound_id, person=person_id, subject=subject, now=now)

    def give(self, compound_id: int, person_id: int, subject: str, now: int) -> None:
        """Note that somebody agreed."""
        self._query.do(_GIVE, compound=compound_id, person=person_id, subject=subject, now=now)

    def withdraw(self, compound_id: int, person_id: int, subject: str, now: int) -> None:
        """Note that somebody took their consent back."""
        self._query.do(_WITHDRAW, compound=compound_id, person=person_id, subject=subject, now=now)
