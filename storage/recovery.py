"""The recovery code: kept on paper, it hands a compound over when the committee's phone is lost."""

import hashlib
import hmac
import secrets

from storage.store import Query

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another on paper
_LENGTH = 12
_TRIES = 5  # in an hour
_HOUR = 3600

_MAKE = """
    INSERT INTO recovery (compound_id, digest, made_at) VALUES (:compound, :digest, :now)
    ON CONFLICT (compound_id) DO UPDATE
    SET digest = excluded.digest, made_at = excluded.made_at, attempts = 0, tried_at = 0
"""

_TRY = """
    UPDATE recovery SET attempts = CASE WHEN tried_at < :hour_ago THEN 1 ELSE attempts + 1 END, tried_at = :now
    WHERE compound_id = :compound
"""


class Recoveries:
    """The recovery codes of all compounds; only digests are kept."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def make(self, compound_id: int, now: int) -> str:
        """Make a new code, in place of the old one; return it as it is written down: ABCD-EFGH-JKLM."""
        letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        self._query.do(_MAKE, compound=compound_id, digest=_digest(letters), now=now)
        return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))

    async def tried(self, code: str, now: int) -> int | None:
        """Return the compound that a code hands over, or None. A compound bears five wrong tries an hour."""
        letters = "".join(letter for letter in code.upper() if letter.isalnum())
        rows = await self._query.all("SELECT compound_id, digest, attempts, tried_at FROM recovery")
        found = None
        for row in rows:
            if row["attempts"] >= _TRIES and row["tried_at"] >= now - _HOUR:
                continue
            if hmac.compare_digest(row["digest"], _digest(letters)):
                found = row["compound_id"]
        if found is None:
            for row in rows:
                self._query.do(_TRY, compound=row["compound_id"], hour_ago=now - _HOUR, now=now)
        return found

    async def void(self, code: str) -> bool:
        """Make a code good no more that was shown to all; return whether it was one. Trying so wins nobody anything."""
        letters = "".join(letter for letter in code.upper() if letter.isalnum())
        sql = "DELETE FROM recovery WHERE digest = :digest RETURNING compound_id"
        return bool(await self._query.all(sql, digest=_digest(letters)))

    def use(self, compound_id: int) -> None:
        """The code was used: it is good no more."""
        self._query.do("DELETE FROM recovery WHERE compound_id = :compound", compound=compound_id)


def _digest(letters: str) -> str:
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()
