"""接龙 (order chain): the buys of a chat, what messages stated in them, and the state folded from that.

A statement applies to the stored state in proportion to itself: only the orders that it touches are read and written.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from domain.order_chain import Buy, ChainReading, Change, Good, Line, Order, Statement, account_key, handles
from domain.residence import Residence
from storage.store import Query, Row

#: Grows when a reading is kept in another form; old readings are read by what they were written with.
READER_VERSION = 1

#: A statement that touches more orders than this reads the whole buy: a list that long is about as long as the buy.
_MANY = 200


@dataclass(frozen=True, slots=True)
class Chain:
    """One group buy as its row has it: who organises it (our id of the account), its title and goods."""

    id: int
    compound_id: int
    chat_id: int
    opened_by: int
    organiser: int | None
    title: str | None
    goods: tuple[Good, ...]
    closed_at: int | None

    @property
    def is_closed(self) -> bool:
        """Whether the buy takes no more orders."""
        return self.closed_at is not None


_COLUMNS = "id, compound_id, chat_id, opened_by, organiser_id, title, goods, closed_at"
_OPEN_IN = f"SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND closed_at IS NULL ORDER BY id"  # noqa: S608
_CLOSED_IN = f"""
    SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND closed_at >= :since ORDER BY closed_at DESC LIMIT 1
"""  # noqa: S608 - constants only
_LATEST_IN = f"SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat ORDER BY id DESC LIMIT 1"  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM order_chain WHERE id = :id"  # noqa: S608
_OPENED_BY = f"SELECT {_COLUMNS} FROM order_chain WHERE opened_by = :message"  # noqa: S608

_OPEN = """
    INSERT INTO order_chain (compound_id, chat_id, opened_by, opened_at)
    VALUES (:compound, :chat, :message, :now) RETURNING id
"""

_HEADER = """
    UPDATE order_chain SET organiser_id = :organiser, title = :title, goods = :goods, closed_at = :closed_at
    WHERE id = :id
"""

_STATE = """
    INSERT INTO statement (compound_id, chain_id, message_id, author_id, said_at, reading, reader_version)
    VALUES (:compound, :chain, :message, :author, :said_at, :reading, :reader_version)
    ON CONFLICT (chain_id, message_id) DO UPDATE
    SET reading = excluded.reading, reader_version = excluded.reader_version
"""

_STATED_IN = "SELECT chain_id FROM statement WHERE message_id = :message ORDER BY chain_id"
_WITHDRAW = "DELETE FROM statement WHERE chain_id = :chain AND message_id = :message"

_STATEMENTS = """
    SELECT message_id, author_id, said_at, reading FROM statement WHERE chain_id = :chain ORDER BY said_at, message_id
"""

_LAST = """
    SELECT message_id, author_id, said_at, reading FROM statement WHERE chain_id = :chain
    ORDER BY said_at DESC, message_id DESC LIMIT 1
"""

_ORDERS = """
    SELECT o.id, party, lane, building, unit, room, name, on_behalf, author_id, note, item, thousandths, measure, since
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
    INSERT INTO order_line (chain_id, order_id, item, thousandths, measure, since)
    VALUES (:chain, {_ORDER}, :item, :thousandths, :measure, :since)
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
    SELECT speaker.party, item, thousandths, measure, since
    FROM (SELECT (SELECT party FROM chain_speaker WHERE chain_id = :chain AND person_id = :person) AS party) AS speaker
    LEFT JOIN chain_order AS o ON o.chain_id = :chain AND o.party = COALESCE(speaker.party, :account)
    LEFT JOIN order_line AS l ON l.order_id = o.id ORDER BY l.id
"""


class OrderChains:
    """The buys of all chats."""

    def __init__(self, query: Query) -> None:
        self._query = query

    # --- buys -------------------------------------------------------------------------------------------------

    async def open_in(self, chat_id: int) -> list[Chain]:
        """Return the open buys of a chat, the oldest first."""
        return [_chain(row) for row in await self._query.all(_OPEN_IN, chat=chat_id)]

    async def closed_in(self, chat_id: int, since: int) -> Chain | None:
        """Return the buy of a chat that was closed last, if that was not before `since` (UTC seconds)."""
        row = await self._query.one(_CLOSED_IN, chat=chat_id, since=since)
        return _chain(row) if row else None

    async def latest_in(self, chat_id: int) -> Chain | None:
        """Return the buy of a chat that was opened last, open or closed."""
        row = await self._query.one(_LATEST_IN, chat=chat_id)
        return _chain(row) if row else None

    async def get(self, chain_id: int) -> Chain | None:
        """Return a buy, or None."""
        row = await self._query.one(_GET, id=chain_id)
        return _chain(row) if row else None

    async def opened_by(self, message_id: int) -> Chain | None:
        """Return the buy that a message opened, or None."""
        row = await self._query.one(_OPENED_BY, message=message_id)
        return _chain(row) if row else None

    async def open(self, compound_id: int, chat_id: int, message_id: int, now: int) -> int:
        """Open a buy by a message; return its id."""
        row = await self._query.the(_OPEN, compound=compound_id, chat=chat_id, message=message_id, now=now)
        return int(row["id"])

    # --- statements -------------------------------------------------------------------------------------------

    def state(self, chain: Chain, statement: Statement) -> None:
        """Keep what a message states in a buy; what it stated there before is replaced."""
        self._query.do(
            _STATE,
            compound=chain.compound_id,
            chain=chain.id,
            message=statement.message,
            author=statement.author,
            said_at=int(statement.said_at.timestamp()),
            reading=msgspec.json.encode(statement.reading).decode(),
            reader_version=READER_VERSION,
        )

    async def stated_in(self, message_id: int) -> list[int]:
        """Return the buys in which a message stated something."""
        return [row["chain_id"] for row in await self._query.all(_STATED_IN, message=message_id)]

    def withdraw(self, chain_id: int, message_id: int) -> None:
        """A message states nothing in a buy any more."""
        self._query.do(_WITHDRAW, chain=chain_id, message=message_id)

    async def statements(self, chain_id: int) -> list[Statement]:
        """Return all statements of a buy in the order in which they count."""
        return [_statement(row) for row in await self._query.all(_STATEMENTS, chain=chain_id)]

    async def last_statement(self, chain_id: int) -> Statement | None:
        """Return the statement that counts last."""
        row = await self._query.one(_LAST, chain=chain_id)
        return _statement(row) if row else None

    # --- the folded state -------------------------------------------------------------------------------------

    async def mine(self, chain_id: int, person_id: int) -> tuple[str | None, tuple[Line, ...]]:
        """Return the party that an account speaks for in a buy (None: for nobody yet), and what it has ordered."""
        account = account_key(person_id)
        rows = await self._query.all(_MINE, chain=chain_id, person=person_id, account=account)
        return rows[0]["party"], tuple(_line(row) for row in rows if row["item"] is not None)

    async def part(self, chain: Chain, wanted: Collection[str], speaks_for: Mapping[int, str]) -> Buy:
        """Return the state of a buy as far as a statement needs it: the orders with these handles."""
        return Buy(
            organiser=chain.organiser,
            title=chain.title,
            goods=chain.goods,
            closed=chain.is_closed,
            orders=await self._orders(chain.id, wanted),
            speaks_for=speaks_for,
        )

    async def whole(self, chain: Chain) -> Buy:
        """Return the whole state of a buy, who speaks for whom left out."""
        return Buy(chain.organiser, chain.title, chain.goods, chain.is_closed, await self._orders(chain.id, None))

    async def parties(self, chain_id: int) -> frozenset[str]:
        """Return the parties that have, or had, an order in a buy."""
        rows = await self._query.all("SELECT party FROM chain_order WHERE chain_id = :chain", chain=chain_id)
        return frozenset(row["party"] for row in rows)

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
            if after is None:
                self._drop(chain_id, party)
        for before, after in change.orders.values():
            if after is not None:
                self._put(chain_id, after, before)
        self._speak(chain_id, change.speaks_for.items())
        header = (change.organiser, change.title, change.goods, change.closed)
        if header != (chain.organiser, chain.title, chain.goods, chain.is_closed):
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


def _chain(row: Row) -> Chain:
    return Chain(
        id=row["id"],
        compound_id=row["compound_id"],
        chat_id=row["chat_id"],
        opened_by=row["opened_by"],
        organiser=row["organiser_id"],
        title=row["title"],
        goods=msgspec.json.decode(row["goods"], type=tuple[Good, ...]),
        closed_at=row["closed_at"],
    )


def _statement(row: Row) -> Statement:
    return Statement(
        message=row["message_id"],
        author=row["author_id"],
        said_at=datetime.fromtimestamp(row["said_at"], UTC),
        sequence=row["message_id"],
        reading=msgspec.json.decode(row["reading"], type=ChainReading),
    )


def _order_map(rows: Sequence[Row]) -> dict[str, Order]:
    found: dict[str, tuple[Row, list[Line]]] = {}
    for row in rows:
        _, lines = found.setdefault(row["party"], (row, []))
        if row["item"] is not None:
            lines.append(_line(row))
    return {party: _order(row, tuple(lines)) for party, (row, lines) in found.items()}


def _line(row: Row) -> Line:
    return Line(row["item"], Decimal(row["thousandths"]) / 1000, row["measure"], row["since"])


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
    }
