"""通知 (notice): what is said to everyone, where it stands, and who has said 收到."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from domain.building import Buildings
from domain.notice import Press, State
from storage.outbox import Place
from storage.store import Query, Row

_COLUMNS = """id, compound_id, author_id, text, photo, buildings, wants_receipt, state, made_at, send_at, sent_at"""
_GET = f"SELECT {_COLUMNS} FROM notice WHERE id = :id"  # noqa: S608 - constants only
_OF_COPY = f"""
    SELECT {_COLUMNS} FROM notice WHERE id = (SELECT notice_id FROM notice_copy WHERE id = :copy)
"""  # noqa: S608 - constants only
_ADD = """
    INSERT INTO notice (compound_id, author_id, text, photo, buildings, wants_receipt, state, made_at, send_at)
    VALUES (:compound, :author, :text, :photo, :buildings, :receipt, 'draft', :now, :send_at) RETURNING id
"""
_BECOME = """
    UPDATE notice SET state = :state, send_at = COALESCE(:send_at, send_at), sent_at = COALESCE(:sent_at, sent_at)
    WHERE id = :id
"""
_COPY = """
    INSERT INTO notice_copy (notice_id, chat_id) VALUES (:notice, :chat)
    ON CONFLICT (notice_id, chat_id) DO NOTHING RETURNING id
"""
_PRESS = """
    INSERT INTO notice_receipt (notice_id, person_id, building, at) VALUES (:notice, :person, :building, :now)
    ON CONFLICT (notice_id, person_id) DO NOTHING RETURNING id
"""
_UNSENT = """
    UPDATE outbox SET state = 'dead', payload = '', error = 'withdrawn', settled_at = :now
    WHERE state = 'new' AND key = :key RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice and its row. `buildings` None: to everybody. `photo` is Telegram's id of its picture. Times are UTC
    seconds; `send_at` None: as soon as it is released."""

    id: int
    compound_id: int
    author_id: int
    text: str
    photo: str | None
    buildings: Buildings | None
    wants_receipt: bool
    state: State
    made_at: int
    send_at: int | None
    sent_at: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice begins with."""

    compound_id: int
    author_id: int
    text: str
    photo: str | None = None
    buildings: Buildings | None = None
    wants_receipt: bool = False
    send_at: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A notice in one group; `place` is None until it was sent."""

    id: int
    notice_id: int
    chat_id: int
    place: Place | None


class Notices:
    """All notices."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(self, draft: Draft, now: int) -> int:
        """Record a notice that is not released yet; return its id."""
        row = await self._query.the(
            _ADD,
            compound=draft.compound_id,
            author=draft.author_id,
            text=draft.text,
            photo=draft.photo,
            buildings=msgspec.json.encode(draft.buildings).decode() if draft.buildings is not None else "",
            receipt=int(draft.wants_receipt),
            now=now,
            send_at=draft.send_at,
        )
        return int(row["id"])

    async def get(self, notice_id: int) -> Notice | None:
        """Return a notice, or None."""
        row = await self._query.one(_GET, id=notice_id)
        return _notice(row) if row else None

    async def of_copy(self, copy_id: int) -> Notice | None:
        """Return the notice of which this is a copy, or None."""
        row = await self._query.one(_OF_COPY, copy=copy_id)
        return _notice(row) if row else None

    def become(self, notice: Notice, state: State, *, send_at: int | None = None, sent_at: int | None = None) -> None:
        """A notice is in another state; times that are None stay as they are."""
        self._query.do(_BECOME, id=notice.id, state=state.value, send_at=send_at, sent_at=sent_at)

    def send_at_once(self, notice: Notice) -> None:
        """A notice is to be sent as soon as it is released."""
        self._query.do("UPDATE notice SET send_at = NULL WHERE id = :id", id=notice.id)

    def want_receipt(self, notice: Notice, *, wanted: bool) -> None:
        """A notice asks for 收到, or does not."""
        self._query.do("UPDATE notice SET wants_receipt = :wanted WHERE id = :id", id=notice.id, wanted=int(wanted))

    # --- where it stands --------------------------------------------------------------------------------------

    async def copy(self, notice: Notice, chat_id: int) -> int | None:
        """Return our id of a new copy in a group, or None where it has one already."""
        row = await self._query.one(_COPY, notice=notice.id, chat=chat_id)
        return int(row["id"]) if row else None

    async def stands(self, copy_id: int, place: Place) -> Copy | None:
        """A copy was sent and stands there; return it."""
        self._query.do(
            "UPDATE notice_copy SET address_id = :address, telegram_message_id = :number WHERE id = :id",
            id=copy_id,
            address=place.address_id,
            number=place.number,
        )
        sql = "SELECT id, notice_id, chat_id, address_id, telegram_message_id FROM notice_copy WHERE id = :id"
        row = await self._query.one(sql, id=copy_id)
        return _copy(row) if row else None

    async def copies(self, notice_id: int) -> Sequence[Copy]:
        """Return the copies of a notice."""
        sql = """SELECT id, notice_id, chat_id, address_id, telegram_message_id FROM notice_copy
                 WHERE notice_id = :notice ORDER BY id"""
        return [_copy(row) for row in await self._query.all(sql, notice=notice_id)]

    async def hold_back(self, key: str, now: int) -> bool:
        """Let what waits under that key in the outbox not be sent; False where it is under way, or was sent."""
        return await self._query.one(_UNSENT, key=key, now=now) is not None

    # --- 收到 -------------------------------------------------------------------------------------------------

    async def press(self, notice_id: int, person_id: int, building: str, now: int) -> bool:
        """Somebody pressed 收到; False where they had already."""
        row = await self._query.one(_PRESS, notice=notice_id, person=person_id, building=building, now=now)
        return row is not None

    async def presses(self, notice_id: int) -> Sequence[Press]:
        """Return who pressed 收到, and where."""
        sql = "SELECT person_id, building FROM notice_receipt WHERE notice_id = :notice ORDER BY id"
        return [Press(row["person_id"], row["building"]) for row in await self._query.all(sql, notice=notice_id)]


def _notice(row: Row) -> Notice:
    buildings = msgspec.json.decode(row["buildings"], type=Buildings) if row["buildings"] else None
    return Notice(
        id=row["id"],
        compound_id=row["compound_id"],
        author_id=row["author_id"],
        text=row["text"],
        photo=row["photo"],
        buildings=buildings,
        wants_receipt=bool(row["wants_receipt"]),
        state=State(row["state"]),
        made_at=row["made_at"],
        send_at=row["send_at"],
        sent_at=row["sent_at"],
    )


def _copy(row: Row) -> Copy:
    place = Place(row["address_id"], row["telegram_message_id"]) if row["address_id"] is not None else None
    return Copy(row["id"], row["notice_id"], row["chat_id"], place)
