"""Personal deep links: random, for one person, used once, over after a day. Only a digest of them is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec

from storage.store import Query

_BYTES = 16
_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class DeepLink:
    """What a link is for: whom, and what then happens (`kind`, with `about`)."""

    person_id: int
    kind: str
    about: dict[str, Any]


class DeepLinks:
    """All personal links that are still good."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def make(self, link: DeepLink, now: int) -> str:
        """Make a link; return its token (22 characters of A-Z, a-z, 0-9, - and _)."""
        token = secrets.token_urlsafe(_BYTES)
        self._query.do(
            """INSERT INTO deep_link (digest, person_id, kind, about, until)
               VALUES (:digest, :person, :kind, :about, :until)""",
            digest=_digest(token),
            person=link.person_id,
            kind=link.kind,
            about=msgspec.json.encode(link.about).decode(),
            until=now + _SECONDS,
        )
        return token

    async def find(self, token: str, now: int) -> DeepLink | None:
        """Return what a token is for, or None for one that is not, or no longer, good. Nothing is used up."""
        row = await self._query.one(
            "SELECT person_id, kind, about FROM deep_link WHERE digest = :digest AND until > :now",
            digest=_digest(token),
            now=now,
        )
        return DeepLink(row["person_id"], row["kind"], msgspec.json.decode(row["about"])) if row else None

    def use(self, token: str) -> None:
        """The right person has followed it: it is used up."""
        self._query.do("DELETE FROM deep_link WHERE digest = :digest", digest=_digest(token))

    def forget(self, now: int) -> None:
        """Drop those whose time is over."""
        self._query.do("DELETE FROM deep_link WHERE until <= :now", now=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
