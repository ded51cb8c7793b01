"""接龙: the households without a phone that want nothing of a buy, as whoever asked them says (不要)."""

from storage.store import Query

_DECLINE = """
    INSERT INTO chain_decline (chain_id, household_id, person_id, said_at)
    VALUES (:chain, :household, :person, :now) ON CONFLICT (chain_id, household_id) DO NOTHING
"""


class OrderDeclines:
    """Who of them wants nothing, in all buys."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def decline(self, chain_id: int, household_id: int, by: int, now: int) -> None:
        """A household wants nothing of a buy, says who asked it (our id). Said again it stays as it is."""
        self._query.do(_DECLINE, chain=chain_id, household=household_id, person=by, now=now)

    async def of(self, chain_id: int) -> frozenset[int]:
        """Return the households that want nothing of a buy."""
        rows = await self._query.all("SELECT household_id FROM chain_decline WHERE chain_id = :chain", chain=chain_id)
        return frozenset(row["household_id"] for row in rows)
