"""接龙 (order chain): the buys of a chat, and what messages stated in them. The state folded from that stands apart."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from domain.order_chain import ChainReading, Good, Statement, Terms
from storage.store import Query, Row

#: Grows when a reading is kept in another form; old readings are read by what they were written with.
READER_VERSION = 1


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
    terms: Terms = field(default_factory=Terms)
    is_cancelled: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether the buy takes no more orders."""
        return self.closed_at is not None


_COLUMNS = "id, compound_id, chat_id, opened_by, organiser_id, title, goods, closed_at, terms, is_cancelled"
_OPEN_IN = f"SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND closed_at IS NULL ORDER BY id"  # noqa: S608
_CLOSED_IN = f"""
    SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND closed_at >= :since ORDER BY closed_at DESC LIMIT 1
"""  # noqa: S608 - constants only
_NEWEST_IN = f"SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat ORDER BY id DESC LIMIT 50"  # noqa: S608
_LATEST_IN = f"SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat ORDER BY id DESC LIMIT 1"  # noqa: S608
_OF_TODAY = f"""
    SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND (closed_at IS NULL OR closed_at >= :since) ORDER BY id
"""  # noqa: S608 - constants only
# What somebody stated something in, or is spoken for in.
_OF_PERSON = f"""
    SELECT {_COLUMNS} FROM order_chain
    WHERE (closed_at IS NULL OR closed_at >= :since) AND id IN (
        SELECT chain_id FROM chain_speaker WHERE person_id = :person
        UNION SELECT chain_id FROM chain_order WHERE author_id = :person)
    ORDER BY id DESC
"""  # noqa: S608 - constants only
_LATEST_CLOSED_OF = f"""
    SELECT {_COLUMNS} FROM order_chain WHERE chat_id = :chat AND organiser_id = :person AND closed_at IS NOT NULL
    ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - constants only
_OF_PLACE = f"""
    SELECT {_COLUMNS} FROM order_chain
    WHERE compound_id = :compound AND (closed_at IS NULL OR closed_at >= :since) AND id IN (
        SELECT chain_id FROM chain_order WHERE party = :place)
    ORDER BY id DESC
"""  # noqa: S608 - constants only
_IDLE = f"""
    SELECT {_COLUMNS} FROM order_chain
    WHERE closed_at IS NULL AND opened_at < :before AND NOT EXISTS (
        SELECT 1 FROM statement WHERE chain_id = order_chain.id AND said_at >= :before)
    ORDER BY id
"""  # noqa: S608 - constants only
_ORGANISED_BY = f"""
    SELECT {_COLUMNS} FROM order_chain
    WHERE organiser_id = :person AND (closed_at IS NULL OR closed_at >= :since) ORDER BY id DESC
"""  # noqa: S608 - constants only
_CLOSED_OF = f"""
    SELECT {_COLUMNS} FROM order_chain WHERE compound_id = :compound AND closed_at >= :since ORDER BY closed_at DESC, id
"""  # noqa: S608 - constants only
_GET = f"SELECT {_COLUMNS} FROM order_chain WHERE id = :id"  # noqa: S608
_OPENED_BY = f"SELECT {_COLUMNS} FROM order_chain WHERE opened_by = :message"  # noqa: S608

_OPEN = """
    INSERT INTO order_chain (compound_id, chat_id, opened_by, opened_at)
    VALUES (:compound, :chat, :message, :now) RETURNING id
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

# Not what opened a buy: that is not taken back by a word.
_LAST_OF = """
    SELECT s.chain_id, s.message_id, s.author_id, s.said_at, s.reading
    FROM statement AS s JOIN order_chain AS c ON c.id = s.chain_id
    WHERE c.chat_id = :chat AND c.closed_at IS NULL AND s.message_id <> c.opened_by
      AND s.author_id = COALESCE(:author, s.author_id)
    ORDER BY s.said_at DESC, s.message_id DESC LIMIT :most
"""

_READING = "SELECT reading FROM statement WHERE chain_id = :chain AND message_id = :message"

_LAST = """
    SELECT message_id, author_id, said_at, reading FROM statement WHERE chain_id = :chain
    ORDER BY said_at DESC, message_id DESC LIMIT 1
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

    async def sold_in(self, chat_id: int) -> list[str]:
        """Return the titles of a chat's newest buys and the names of their goods: what organisers wrote for all."""
        rows = await self._query.all(_NEWEST_IN, chat=chat_id)
        chains = [_chain(row) for row in rows]
        goods = [good.name for chain in chains for good in chain.goods]
        return [*goods, *(chain.title for chain in chains if chain.title)]

    async def of_today(self, chat_id: int, since: int) -> list[Chain]:
        """Return the buys of a chat that are open, or were closed since then (UTC seconds)."""
        return [_chain(row) for row in await self._query.all(_OF_TODAY, chat=chat_id, since=since)]

    async def of_person(self, person_id: int, since: int) -> list[Chain]:
        """Return the buys in which somebody ordered, open or closed since then (UTC seconds), the newest first."""
        return [_chain(row) for row in await self._query.all(_OF_PERSON, person=person_id, since=since)]

    async def of_place(self, compound_id: int, place: str, since: int) -> list[Chain]:
        """Return the buys in which somebody ordered for a household (r:3//502), open or closed since then."""
        rows = await self._query.all(_OF_PLACE, compound=compound_id, place=place, since=since)
        return [_chain(row) for row in rows]

    async def idle(self, before: int) -> list[Chain]:
        """Return the open buys in which nothing was stated since then (UTC seconds)."""
        return [_chain(row) for row in await self._query.all(_IDLE, before=before)]

    async def count_open(self, compound_id: int) -> int:
        """Return how many buys of a compound are open."""
        row = await self._query.the(
            "SELECT COUNT(*) AS n FROM order_chain WHERE compound_id = :compound AND closed_at IS NULL",
            compound=compound_id,
        )
        return int(row["n"])

    async def organised_by(self, person_id: int, since: int) -> list[Chain]:
        """Return the buys that somebody organises, open or closed since then (UTC seconds), the newest first."""
        return [_chain(row) for row in await self._query.all(_ORGANISED_BY, person=person_id, since=since)]

    async def latest_closed_of(self, chat_id: int, person_id: int) -> Chain | None:
        """Return the last closed buy of a chat that somebody organised, or None."""
        row = await self._query.one(_LATEST_CLOSED_OF, chat=chat_id, person=person_id)
        return _chain(row) if row else None

    async def closed_of(self, compound_id: int, since: int) -> list[Chain]:
        """Return the buys of a compound that were closed since then (UTC seconds), the last first."""
        rows = await self._query.all(_CLOSED_OF, compound=compound_id, since=since)
        return [_chain(row) for row in rows]

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

    def close(self, chain_id: int, at: int) -> None:
        """A buy is closed as of then (UTC seconds)."""
        self._query.do(
            "UPDATE order_chain SET closed_at = :at WHERE id = :id AND closed_at IS NULL", id=chain_id, at=at
        )

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

    async def last_said(self, chat_id: int, author: int | None, most: int) -> list[tuple[int, Statement]]:
        """Return the last statements in the open buys of a chat, the newest first, with their buys; of one author, or
        of all (None)."""
        rows = await self._query.all(_LAST_OF, chat=chat_id, author=author, most=most)
        return [(row["chain_id"], _statement(row)) for row in rows]

    async def reading_of(self, chain_id: int, message_id: int) -> ChainReading | None:
        """Return what a message states in a buy, or None."""
        row = await self._query.one(_READING, chain=chain_id, message=message_id)
        return msgspec.json.decode(row["reading"], type=ChainReading) if row else None

    async def last_statement(self, chain_id: int) -> Statement | None:
        """Return the statement that counts last."""
        row = await self._query.one(_LAST, chain=chain_id)
        return _statement(row) if row else None


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
        terms=msgspec.json.decode(row["terms"], type=Terms) if row["terms"] else Terms(),
        is_cancelled=bool(row["is_cancelled"]),
    )


def _statement(row: Row) -> Statement:
    return Statement(
        message=row["message_id"],
        author=row["author_id"],
        said_at=datetime.fromtimestamp(row["said_at"], UTC),
        sequence=row["message_id"],
        reading=msgspec.json.decode(row["reading"], type=ChainReading),
    )
