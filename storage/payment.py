"""收款 (payment): what was noted of the money of a buy, and who may be asked for it."""

from collections.abc import Iterable, Mapping, Sequence

from domain.payment import Kind, Payment
from storage.store import Query, Row

_OF = "SELECT id, party, kind, fen, at, by_id, mark FROM payment WHERE chain_id = :chain ORDER BY id"
_GET = "SELECT id, chain_id, party, kind, fen, at, by_id, mark FROM payment WHERE id = :id"

# A line of a list that counts already is not counted again.
_NOTE = """
    INSERT INTO payment (chain_id, party, kind, fen, at, by_id, mark)
    VALUES (:chain, :party, :kind, :fen, :at, :by, :mark) ON CONFLICT DO NOTHING RETURNING id
"""
_UNCLAIM = "DELETE FROM payment WHERE chain_id = :chain AND party = :party AND kind = 'claimed'"
_WITH = """
    SELECT id FROM payment WHERE chain_id = :chain AND kind = 'received' AND at = :at AND by_id = :by AND mark IS NULL
    ORDER BY id
"""

_MARKS = """
    SELECT mark FROM payment JOIN order_chain ON order_chain.id = chain_id
    WHERE organiser_id = :person AND mark IS NOT NULL
"""
_IN_COMPOUND = """
    SELECT party FROM payment JOIN order_chain ON order_chain.id = chain_id
    WHERE compound_id = :compound AND kind = 'nudged' AND at >= :since
"""

# Who pays for an order: the account that speaks for it, and who ordered it for somebody else.
_PAYERS = """
    SELECT o.party, s.person_id FROM chain_order AS o JOIN chain_speaker AS s ON s.chain_id = o.chain_id
    WHERE o.chain_id = :chain AND s.party = o.party
    UNION SELECT party, author_id FROM chain_order
    WHERE chain_id = :chain AND (on_behalf = 1 OR party = 'a:' || author_id)
    ORDER BY 1, 2
"""

# Whom somebody who knows has confirmed to live where something was ordered for.
_RESIDENTS = """
    SELECT o.party, r.person_id FROM chain_order AS o
    JOIN order_chain AS c ON c.id = o.chain_id
    JOIN household AS h ON h.compound_id = c.compound_id AND h.place = o.party
    JOIN residency AS r ON r.household_id = h.id AND r.confirmed_at IS NOT NULL
    WHERE o.chain_id = :chain ORDER BY 1, 2
"""

# Where somebody has an order of their own or for somebody else, by any of the ways in which it may be theirs.
_MINE = """
    SELECT party FROM chain_order WHERE chain_id = :chain AND (
        party = 'a:' || :person OR (on_behalf = 1 AND author_id = :person)
        OR party = (SELECT party FROM chain_speaker WHERE chain_id = :chain AND person_id = :person)
        OR party IN (SELECT place FROM residency JOIN household ON household.id = household_id
                     JOIN order_chain ON order_chain.compound_id = household.compound_id
                     WHERE order_chain.id = :chain AND person_id = :person))
    ORDER BY on_behalf, id
"""

_FORGET = "UPDATE payment SET party = :new, mark = NULL WHERE chain_id = :chain AND party = :old"
_FOLLOW = "UPDATE payment SET party = :new WHERE chain_id = :chain AND party = :old"


class Payments:
    """What was noted of the money of all buys."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def of(self, chain_id: int) -> list[Payment]:
        """Return what was noted in a buy, the first first."""
        return [_payment(row) for row in await self._query.all(_OF, chain=chain_id)]

    async def get(self, payment_id: int) -> tuple[int, Payment] | None:
        """Return something noted, after the buy it was noted in; None where it is not there."""
        row = await self._query.one(_GET, id=payment_id)
        return (row["chain_id"], _payment(row)) if row else None

    async def note(self, chain_id: int, payment: Payment) -> int | None:
        """Note something; return its id, None for a line of a list that counts already. A new claim takes the place of
        the one before."""
        if payment.kind is Kind.CLAIMED:
            self._query.do(_UNCLAIM, chain=chain_id, party=payment.party)
        row = await self._query.one(
            _NOTE,
            chain=chain_id,
            party=payment.party,
            kind=payment.kind.value,
            fen=payment.fen,
            at=payment.at,
            by=payment.by,
            mark=payment.mark,
        )
        return int(row["id"]) if row else None

    async def noted_with(self, chain_id: int, payment: Payment) -> Sequence[int]:
        """Return what was tapped in one go with a receipt, that among it."""
        return [row["id"] for row in await self._query.all(_WITH, chain=chain_id, at=payment.at, by=payment.by)]

    def take_back(self, payments: Iterable[int]) -> None:
        """What was noted was a mistake."""
        self._query.many("DELETE FROM payment WHERE id = :id", [{"id": one} for one in payments])

    async def marks(self, organiser_id: int) -> frozenset[str]:
        """Return the marks of the lines that count in any buy of an organiser: a list may be of several buys."""
        rows = await self._query.all(_MARKS, person=organiser_id)
        return frozenset(row["mark"] for row in rows)

    async def nudged(self, compound_id: int, since: int) -> frozenset[str]:
        """Return the parties that were reminded of money in a compound since then (UTC seconds), in whichever buy."""
        rows = await self._query.all(_IN_COMPOUND, compound=compound_id, since=since)
        return frozenset(row["party"] for row in rows)

    async def payers(self, chain_id: int) -> dict[str, list[int]]:
        """Return our ids of the accounts that pay for each party of a buy."""
        return _by_party(await self._query.all(_PAYERS, chain=chain_id))

    async def residents(self, chain_id: int) -> dict[str, list[int]]:
        """Return our ids of the accounts that are confirmed to live where each party of a buy is."""
        return _by_party(await self._query.all(_RESIDENTS, chain=chain_id))

    async def mine(self, chain_id: int, person_id: int) -> list[str]:
        """Return the parties of a buy that somebody pays for, their own first."""
        rows = await self._query.all(_MINE, chain=chain_id, person=person_id)
        return [row["party"] for row in rows]

    def follow(self, chain_id: int, moves: Mapping[str, str]) -> None:
        """Parties of a buy have become others: what was noted of them goes along."""
        self._query.many(_FOLLOW, [{"chain": chain_id, "old": old, "new": new} for old, new in moves.items()])

    async def forget(self, chain_id: int, signs: Mapping[str, str]) -> None:
        """Parties of a buy have become signs: of their money stays how much it was."""
        self._query.many(_FORGET, [{"chain": chain_id, "old": old, "new": new} for old, new in signs.items()])


def _by_party(rows: Sequence[Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["party"], []).append(row["person_id"])
    return found


def _payment(row: Row) -> Payment:
    return Payment(row["party"], Kind(row["kind"]), row["fen"], row["at"], row["by_id"], row["mark"], row["id"])
