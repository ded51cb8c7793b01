"""The outbox: whatever is to be sent is a row first, filed in the transaction of what it tells about."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from storage.store import Query, Row


class Lane(IntEnum):
    """Rows of a lower lane go first; within a chat and lane the order of filing is kept."""

    ANSWER = 0  # to a tap: worthless after ten seconds
    ALARM = 1
    RECEIPT = 2  # a reaction
    MESSAGE = 3
    SLOT = 4  # the method "slot" sends or edits its message; a pin waits behind it


@dataclass(frozen=True, slots=True)
class Place:
    """A message somewhere: the address, and Telegram's number there."""

    address_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to be sent. `payload` are the arguments of the Bot API method, without the chat and without `about`.

    key: what it is for; a second filing under the same key does nothing.
    about: the message it replies to, reacts to or pins.
    after: the outbox row that must have been sent before; if that is never sent, neither is this.
    not_before, expires_at: UTC seconds.
    if_unsure: what to do when Telegram's answer was not heard: send again, or rather not.
    outcome: who waits for what became of it; see conversation/outcome.py.
    """

    method: str
    lane: Lane
    chat_id: int | None
    payload: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    slot_id: int | None = None
    about: Place | None = None
    after: int | None = None
    not_before: int = 0
    expires_at: int | None = None
    if_unsure: Literal["again", "drop"] = "again"
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A row that may be sent now, with the current address of its chat."""

    id: int
    method: str
    lane: Lane
    payload: str
    chat_id: int | None
    address_id: int | None
    telegram_chat_id: int | None
    is_group: bool
    slot_id: int | None
    about: Place | None
    attempts: int
    if_unsure: str
    outcome: str | None
    expires_at: int | None
    is_orphan: bool = False  # it was filed behind a row that was dead by then: never to be sent


_FILE = """
    INSERT INTO outbox (key, chat_id, lane, method, payload, slot_id, about_address_id, about_message_id, after_id,
                        not_before, expires_at, if_unsure, outcome, filed_at)
    VALUES (:key, :chat, :lane, :method, :payload, :slot, :about_address, :about_number, :after,
            :not_before, :expires_at, :if_unsure, :outcome, :now)
    ON CONFLICT DO NOTHING RETURNING id
"""

_FILE_SLOT = """
    INSERT INTO outbox (chat_id, lane, method, payload, slot_id, filed_at)
    SELECT :chat, 4, 'slot', '{}', id, :now FROM slot WHERE chat_id = :chat AND name = :name
    ON CONFLICT DO NOTHING
"""

# Per chat and lane the oldest waiting row, if its time has come and it is not under way; slots and what belongs to no
# chat wait for nobody. A slot is not edited again before :slot_gap seconds.
_DUE = """
    WITH head AS (
        SELECT MIN(id) AS id FROM outbox
        WHERE settled_at IS NULL AND chat_id IS NOT NULL AND lane <> 4 AND not_before <= :now GROUP BY chat_id, lane
        UNION ALL
        SELECT id FROM outbox
        WHERE settled_at IS NULL AND chat_id IS NOT NULL AND lane = 4 AND not_before <= :now
        UNION ALL
        SELECT id FROM outbox WHERE settled_at IS NULL AND chat_id IS NULL AND not_before <= :now
    )
    SELECT o.id, o.method, o.lane, o.payload, o.chat_id, address.id AS address_id, telegram_chat_id, kind, o.slot_id,
           o.about_address_id, o.about_message_id, o.attempts, o.if_unsure, o.outcome, o.expires_at,
           before.state AS state_before
    FROM head JOIN outbox AS o ON o.id = head.id
    LEFT JOIN chat ON chat.id = o.chat_id
    LEFT JOIN address ON address.chat_id = o.chat_id AND is_current = 1
    LEFT JOIN slot ON slot.id = o.slot_id AND o.method = 'slot'
    LEFT JOIN outbox AS before ON before.id = o.after_id
    WHERE o.state = 'new' AND (slot.id IS NULL OR slot.edited_at + :slot_gap <= :now)
      AND (o.method <> 'slot' OR NOT EXISTS (
          SELECT 1 FROM outbox AS flying
          WHERE flying.settled_at IS NULL AND flying.chat_id = o.chat_id AND flying.lane = 4
            AND flying.slot_id = o.slot_id AND flying.state = 'sending'))
      AND (o.after_id IS NULL OR before.settled_at IS NOT NULL)
    ORDER BY o.lane, o.id LIMIT :most
"""

_CLAIM = "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND state = 'new'"

_AGAIN = """
    UPDATE outbox SET state = 'new', attempts = attempts - :uncounted, error = :error
    WHERE id = :id AND state = 'sending'
"""

# A slot's row may have got a successor while it was under way; the successor then says the newest.
_AGAIN_SLOT = """
    UPDATE outbox SET state = 'dead', error = 'superseded', settled_at = :now
    WHERE id = :id AND state = 'sending' AND method = 'slot' AND EXISTS (
        SELECT 1 FROM outbox AS newer
        WHERE newer.slot_id = outbox.slot_id AND newer.state = 'new' AND newer.method = 'slot')
    RETURNING id
"""

_SENT = """
    UPDATE outbox SET state = 'sent', payload = '', error = NULL, sent_address_id = :address, sent_message_id = :number,
                      settled_at = :now
    WHERE id = :id AND state = 'sending'
"""

_DEAD = """
    UPDATE outbox SET state = 'dead', payload = '', error = :error, settled_at = :now
    WHERE id = :id AND state IN ('new', 'sending') RETURNING id, outcome, chat_id
"""

_ORPHANS = "SELECT id FROM outbox WHERE after_id = :id AND state = 'new'"
_WAITING_OF = "SELECT id FROM outbox WHERE settled_at IS NULL AND chat_id = :chat AND state = 'new'"
_UNDER_WAY = "SELECT id, method, lane, if_unsure, slot_id FROM outbox WHERE settled_at IS NULL AND state = 'sending'"
_FORGET = """
    DELETE FROM outbox WHERE settled_at IS NOT NULL AND settled_at < :before AND key IS NULL AND NOT EXISTS (
        SELECT 1 FROM outbox AS later WHERE later.after_id = outbox.id)
"""


_FORGET_KEYS = """
    DELETE FROM outbox WHERE settled_at IS NOT NULL AND settled_at < :before AND key IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM outbox AS later WHERE later.after_id = outbox.id)
"""


class Outbox:
    """Everything that is to be sent, or was."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def file(self, outgoing: Outgoing, now: int) -> int | None:
        """File a row; return its id, or None where its key, or its slot's next version, is filed already."""
        row = await self._query.one(_FILE, **_values(outgoing, now))
        return int(row["id"]) if row else None

    def put(self, outgoing: Outgoing, now: int) -> None:
        """File a row whose id is not asked for."""
        self._query.do(_FILE, **_values(outgoing, now))

    def put_slot(self, chat_id: int, name: str, now: int) -> None:
        """File the row that brings a slot up to date. While one waits, another changes nothing."""
        self._query.do(_FILE_SLOT, chat=chat_id, name=name, now=now)

    async def due(self, now: int, slot_gap: int, most: int) -> Sequence[Due]:
        """Return what may be sent now, the most urgent first: at most one row a chat and lane, and one a slot."""
        return [_due(row) for row in await self._query.all(_DUE, now=now, slot_gap=slot_gap, most=most)]

    async def claim(self, outbox_id: int) -> None:
        """From now on the row is perhaps sent."""
        self._query.do(_CLAIM, id=outbox_id)

    async def again(self, outbox_id: int, error: str, now: int, *, counted: bool = True) -> None:
        """The row was not sent, or perhaps not: try again. Uncounted where it was no fault of the row.

        Its place in the order is kept: what follows it in its chat waits.
        """
        if await self._query.one(_AGAIN_SLOT, id=outbox_id, now=now):
            return
        self._query.do(_AGAIN, id=outbox_id, error=error, uncounted=int(not counted))

    async def sent(self, outbox_id: int, place: Place | None, now: int) -> None:
        """The row was sent; `place` is where the message stands, if it made one."""
        self._query.do(
            _SENT,
            id=outbox_id,
            address=place.address_id if place else None,
            number=place.number if place else None,
            now=now,
        )

    async def dead(self, outbox_id: int, error: str, now: int) -> Sequence[Row]:
        """The row will never be sent, nor what waits behind it; return those rows: id, outcome, chat_id."""
        dead: list[Row] = []
        behind = [outbox_id]
        while behind:
            current = behind.pop()
            dead += await self._query.all(_DEAD, id=current, error=error, now=now)
            behind += [row["id"] for row in await self._query.all(_ORPHANS, id=current)]
        return dead

    async def waiting_of(self, chat_id: int) -> Sequence[int]:
        """Return the rows that wait for a chat."""
        return [row["id"] for row in await self._query.all(_WAITING_OF, chat=chat_id)]

    async def under_way(self) -> Sequence[Row]:
        """Return the rows that a stopped process left under way: perhaps sent. id, method, lane, if_unsure, slot_id."""
        return await self._query.all(_UNDER_WAY)

    async def waiting(self) -> int:
        """Return how many rows are not settled."""
        row = await self._query.the("SELECT COUNT(*) AS n FROM outbox WHERE settled_at IS NULL")
        return int(row["n"])

    def forget(self, before: int) -> None:
        """Drop rows settled before then (UTC seconds); those with a key stay, so that they are never filed again."""
        self._query.do(_FORGET, before=before)

    def forget_keys(self, before: int) -> None:
        """Drop rows with a key as well that were settled before then: nothing is filed under it so long after."""
        self._query.do(_FORGET_KEYS, before=before)


def _values(outgoing: Outgoing, now: int) -> dict[str, object]:
    return {
        "key": outgoing.key,
        "chat": outgoing.chat_id,
        "lane": int(outgoing.lane),
        "method": outgoing.method,
        "payload": json.dumps(outgoing.payload),
        "slot": outgoing.slot_id,
        "about_address": outgoing.about.address_id if outgoing.about else None,
        "about_number": outgoing.about.number if outgoing.about else None,
        "after": outgoing.after,
        "not_before": outgoing.not_before,
        "expires_at": outgoing.expires_at,
        "if_unsure": outgoing.if_unsure,
        "outcome": outgoing.outcome,
        "now": now,
    }


def _due(row: Row) -> Due:
    about = Place(row["about_address_id"], row["about_message_id"]) if row["about_message_id"] is not None else None
    return Due(
        id=row["id"],
        method=row["method"],
        lane=Lane(row["lane"]),
        payload=row["payload"],
        chat_id=row["chat_id"],
        address_id=row["address_id"],
        telegram_chat_id=row["telegram_chat_id"],
        is_group=row["kind"] == "group",
        slot_id=row["slot_id"],
        about=about,
        attempts=row["attempts"],
        if_unsure=row["if_unsure"],
        outcome=row["outcome"],
        expires_at=row["expires_at"],
        is_orphan=row["state_before"] == "dead",
    )
