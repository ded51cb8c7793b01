"""What was said last about an open buy: who spoke, where they live, who ordered, whom the organiser asked. Goes when
the buy closes."""

from storage.store import Query

_KEEP = """
    INSERT INTO talk (chain_id, talk, said_at) VALUES (:chain, :talk, :now)
    ON CONFLICT (chain_id) DO UPDATE SET talk = excluded.talk, said_at = excluded.said_at
"""


class Talks:
    """The talk about each buy, as JSON for whoever reads it."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def get(self, chain_id: int) -> tuple[str, int] | None:
        """Return the talk about a buy and when it was said (UTC seconds), or None."""
        row = await self._query.one("SELECT talk, said_at FROM talk WHERE chain_id = :chain", chain=chain_id)
        return (row["talk"], row["said_at"]) if row else None

    def keep(self, chain_id: int, talk: str, now: int) -> None:
        """Keep the talk about a buy, in place of what was kept before."""
        self._query.do(_KEEP, chain=chain_id, talk=talk, now=now)

    def forget(self, chain_id: int) -> None:
        """The buy is closed: what was said about it goes."""
        self._query.do("DELETE FROM talk WHERE chain_id = :chain", chain=chain_id)
