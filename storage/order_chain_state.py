"""接龙 (order chain): the state of a buy, folded from its statements, and stored.

A statement applies to it in proportion to itself: only the orders that it touches are read and written.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from domain.order_chain import Buy, Change, Line, Lot, Order, account_key, handles
from domain.residence import Residence
from storage.order_chain import Chain
from storage.store import Query, Row

#: A statement that touches more orders than this reads the whole buy: a list that long is about as long as the buy.
_MANY = 200

_HEADER = """
    UPDATE order_chain
    SET organiser_id = :organiser, title = :title, goods = :goods, closed_at = :closed_at, terms = :terms,
        is_cancelled = :is_cancelled
    WHERE id = :id
"""

_ORDERS = """
    SELECT o.id, party, lane, building, unit, room, name, on_behalf, author_id, note, item, thousandths, measure, since,
           lots
    FROM chain_order AS o LEFT JOIN order_line AS l ON l.order_id = o.id
    WHERE o.chain_id = :chain {some} ORDER BY o.id, l.id
"""

_PUT_ORDER = """
    INSERT INTO chain_order (chain_id, party, lane, building, unit, room, name, on_behalf, author_id, note)
    VALUES (:chain, :party, :lane, :building, :unit, :room, :name, :on_behalf, :author, :note)
    ON CONFLICT (chain_id, party) DO UPDATE
    SET lane = excluded.lane, building = excluded.building, unit = excluded.unit, room = excluded.room,
        name = excluded.name, on_behalf = excluded.on_behalf, author_id = excluded.author_id, note = excluded.note
"""

_ORDER = "(SELECT id FROM chain_order WHERE chain_id = :chain AND party = :party)"

_PUT_LINE = f"""
    INSERT INTO order_line (chain_id, order_id, item, thousandths, measure, since, lots)
    VALUES (:chain, {_ORDER}, :item, :thousandths, :measure, :since, :lots)
"""  # noqa: S608 - constants only

_PUT_HANDLE = f"""
    INSERT INTO order_handle (chain_id, handle, order_id) VALUES (:chain, :handle, {_ORDER}) ON CONFLICT DO NOTHING
"""  # noqa: S608

_DROP_LINES = f"DELETE FROM order_line WHERE order_id = {_ORDER}"  # noqa: S608
_DROP_HANDLES = f"DELETE FROM order_handle WHERE order_id = {_ORDER}"  # noqa: S608

_PUT_SPEAKER = """
    INSERT INTO chain_speaker (chain_id, person_id, party) VALUES (:chain, :person, :party)
    ON CONFLICT (chain_id, person_id) DO UPDATE SET party = excluded.party
"""

_CLEAR = (
    "DELETE FROM order_line WHERE chain_id = :chain",
    "DELETE FROM order_handle WHERE chain_id = :chain",
    "DELETE FROM chain_order WHERE chain_id = :chain",
    "DELETE FROM chain_speaker WHERE chain_id = :chain",
)

_DROP_ORDER = "DELETE FROM chain_order WHERE chain_id = :chain AND party = :party"

_MINE = """
    SELECT speaker.party, item, thousandths, measure, since, lots
    FROM (SELECT (SELECT party FROM chain_speaker WHERE chain_id = :chain AND person_id = :person) AS party) AS speaker
    LEFT JOIN chain_order AS o ON o.chain_id = :chain AND o.party = COALESCE(speaker.party, :account)
    LEFT JOIN order_line AS l ON l.order_id = o.id ORDER BY l.id
"""

_FOR_OTHERS = (
    "SELECT party FROM chain_order WHERE chain_id = :chain AND author_id = :person AND on_behalf = 1 ORDER BY id"
)


class OrderStates:
    """The folded states of all buys."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def mine(self, chain_id: int, person_id: int) -> tuple[str | None, tuple[Line, ...]]:
        """Return the party that an account speaks for in a buy (None: for nobody yet), and what it has ordered."""
        account = account_key(person_id)
        rows = await self._query.all(_MINE, chain=chain_id, person=person_id, account=account)
        return rows[0]["party"], tuple(_line(row) for row in rows if row["item"] is not None)

    async def for_others(self, chain: Chain, person_id: int) -> list[Order]:
        """Return the orders that somebody made for other households in a buy."""
        parties = [row["party"] for row in await self._query.all(_FOR_OTHERS, chain=chain.id, person=person_id)]
        found = await self._orders(chain.id, parties) if parties else {}
        return [found[party] for party in parties if party in found and found[party].lines]

    async def part(self, chain: Chain, wanted: Collection[str], speaks_for: Mapping[int, str]) -> Buy:
        """Return the state of a buy as far as a statement needs it: the orders with these handles."""
        return Buy(
            organiser=chain.organiser,
            title=chain.title,
            goods=chain.goods,
            closed=chain.is_closed,
            orders=await self._orders(chain.id, wanted),
            speaks_for=speaks_for,
            terms=chain.terms,
            cancelled=chain.is_cancelled,
        )

    async def whole(self, chain: Chain) -> Buy:
        """Return the whole state of a buy, who speaks for whom left out."""
        orders = await self._orders(chain.id, None)
        return Buy(
            chain.organiser,
            chain.title,
            chain.goods,
            chain.is_closed,
            orders,
            terms=chain.terms,
            cancelled=chain.is_cancelled,
        )

    async def parties(self, chain_id: int) -> frozenset[str]:
        """Return the parties that have, or had, an order in a buy."""
        rows = await self._query.all("SELECT party FROM chain_order WHERE chain_id = :chain", chain=chain_id)
        return frozenset(row["party"] for row in rows)

    async def names(self, chain_id: int) -> tuple[str, ...]:
        """Return the names under which somebody has, or had, an order in a buy."""
        sql = "SELECT DISTINCT name FROM chain_order WHERE chain_id = :chain AND name IS NOT NULL"
        return tuple(row["name"] for row in await self._query.all(sql, chain=chain_id))

    async def count(self, chain_id: int) -> int:
        """Return how many parties have an order in a buy now."""
        row = await self._query.the(
            "SELECT COUNT(DISTINCT order_id) AS n FROM order_line WHERE chain_id = :chain", chain=chain_id
        )
        return int(row["n"])

    async def said_at(self, chain_id: int) -> dict[int, int]:
        """Return when each message was sent (UTC seconds) that a line of the buy stands from, by our id of it."""
        rows = await self._query.all(
            "SELECT id, sent_at FROM message WHERE id IN (SELECT since FROM order_line WHERE chain_id = :chain)",
            chain=chain_id,
        )
        return {row["id"]: row["sent_at"] for row in rows}

    async def speakers(self, chain_id: int) -> dict[int, str]:
        """Return for which party each account speaks in a buy."""
        rows = await self._query.all(
            "SELECT person_id, party FROM chain_speaker WHERE chain_id = :chain", chain=chain_id
        )
        return {row["person_id"]: row["party"] for row in rows}

    async def order_ids(self, chain_id: int) -> dict[str, int]:
        """Return the rows of the orders of a buy by party. A fold anew gives them other ids: old ones mean nobody."""
        rows = await self._query.all("SELECT id, party FROM chain_order WHERE chain_id = :chain", chain=chain_id)
        return {row["party"]: row["id"] for row in rows}

    async def order_at(self, order_id: int) -> tuple[int, str] | None:
        """Return the buy and the party of an order's row, or None where it is not there any more."""
        row = await self._query.one("SELECT chain_id, party FROM chain_order WHERE id = :id", id=order_id)
        return (row["chain_id"], row["party"]) if row else None

    async def items(self, chain_id: int) -> tuple[str, ...]:
        """Return the items that have been ordered in a buy, the first first."""
        rows = await self._query.all(
            "SELECT item FROM order_line WHERE chain_id = :chain GROUP BY item ORDER BY MIN(id)", chain=chain_id
        )
        return tuple(row["item"] for row in rows)

    def change(self, chain: Chain, change: Change, now: int) -> None:
        """Write what a statement changed at `now` (UTC seconds), and nothing else."""
        chain_id = chain.id
        for party, (_, after) in change.orders.items():
            if after is None or party in change.anew:
                self._drop(chain_id, party)
        for party, (before, after) in change.orders.items():
            if after is not None:
                self._put(chain_id, after, before if party not in change.anew else None)
        self._speak(chain_id, change.speaks_for.items())
        header = (change.organiser, change.title, change.goods, change.closed, change.terms, change.cancelled)
        known = (chain.organiser, chain.title, chain.goods, chain.is_closed, chain.terms, chain.is_cancelled)
        if header != known:
            self._write_header(chain, change, now)

    def rewrite(self, chain: Chain, buy: Buy, now: int) -> None:
        """Replace the whole state of a buy: after an edit or an undo it is folded anew, at `now` (UTC seconds)."""
        chain_id = chain.id
        for sql in _CLEAR:
            self._query.do(sql, chain=chain_id)
        for order in buy.orders.values():
            self._put(chain_id, order, None)
        self._speak(chain_id, buy.speaks_for.items())
        self._write_header(chain, buy, now)

    def _write_header(self, chain: Chain, state: Buy | Change, now: int) -> None:
        since = now if chain.closed_at is None else chain.closed_at
        self._query.do(
            _HEADER,
            id=chain.id,
            organiser=state.organiser,
            title=state.title,
            goods=msgspec.json.encode(state.goods).decode(),
            closed_at=since if state.closed else None,
            terms=msgspec.json.encode(state.terms).decode(),
            is_cancelled=int(state.cancelled),
        )

    async def _orders(self, chain_id: int, wanted: Collection[str] | None) -> dict[str, Order]:
        if wanted is None or len(wanted) > _MANY:
            rows = await self._query.all(_ORDERS.format(some=""), chain=chain_id)
        elif wanted:
            names = {f"handle{place}": handle for place, handle in enumerate(wanted)}
            some = f"""AND o.id IN (SELECT order_id FROM order_handle
                       WHERE chain_id = :chain AND handle IN ({", ".join(f":{name}" for name in names)}))"""  # noqa: S608
            rows = await self._query.all(_ORDERS.format(some=some), chain=chain_id, **names)
        else:
            rows = []
        return _order_map(rows)

    def _put(self, chain_id: int, order: Order, before: Order | None) -> None:
        place = order.residence or Residence()
        at: dict[str, object] = {"chain": chain_id, "party": order.party}
        self._query.do(
            _PUT_ORDER,
            **at,
            lane=place.lane,
            building=place.building,
            unit=place.unit,
            room=place.room,
            name=order.name,
            on_behalf=int(order.on_behalf),
            author=order.author,
            note=order.note,
        )
        if before is None or before.lines != order.lines:
            if before is not None and before.lines:
                self._query.do(_DROP_LINES, **at)
            self._query.many(_PUT_LINE, [{**at, **_line_values(line)} for line in order.lines])
        if before is None or handles(before) != handles(order):
            if before is not None:
                self._query.do(_DROP_HANDLES, **at)
            self._query.many(_PUT_HANDLE, [{**at, "handle": handle} for handle in handles(order)])

    def _drop(self, chain_id: int, party: str) -> None:
        for sql in (_DROP_LINES, _DROP_HANDLES, _DROP_ORDER):
            self._query.do(sql, chain=chain_id, party=party)

    def _speak(self, chain_id: int, bindings: Iterable[tuple[int, str]]) -> None:
        self._query.many(
            _PUT_SPEAKER, [{"chain": chain_id, "person": person, "party": party} for person, party in bindings]
        )


def _order_map(rows: Sequence[Row]) -> dict[str, Order]:
    found: dict[str, tuple[Row, list[Line]]] = {}
    for row in rows:
        _, lines = found.setdefault(row["party"], (row, []))
        if row["item"] is not None:
            lines.append(_line(row))
    return {party: _order(row, tuple(lines)) for party, (row, lines) in found.items()}


def _line(row: Row) -> Line:
    lots = msgspec.json.decode(row["lots"], type=tuple[Lot, ...]) if row["lots"] is not None else ()
    return Line(row["item"], Decimal(row["thousandths"]) / 1000, row["measure"], row["since"], lots)


def _order(row: Row, lines: tuple[Line, ...]) -> Order:
    place = Residence(building=row["building"], unit=row["unit"], room=row["room"], lane=row["lane"])
    return Order(
        party=row["party"],
        residence=place if place != Residence() else None,
        name=row["name"],
        on_behalf=bool(row["on_behalf"]),
        author=row["author_id"],
        lines=lines,
        note=row["note"],
    )


def _line_values(line: Line) -> dict[str, object]:
    return {
        "item": line.item,
        "thousandths": int((line.quantity * 1000).to_integral_value()),
        "measure": line.measure,
        "since": line.since,
        "lots": msgspec.json.encode(line.lots).decode() if line.lots else None,
    }
