"""Chats, and the addresses Telegram gives them: a group that becomes a supergroup keeps its row, at a new address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from domain.wall_clock import zone_named
from storage.store import Query, Row

Kind = Literal["private", "group"]
#: What a group is to its compound: everybody's, a stair group of one building, the volunteers', the organisers'.
Purpose = Literal["owners", "stair", "volunteers", "organisers"]


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as we know it, under one of its addresses, with the time zone and address words (JSON, "" for the usual
    ones) of its compound.

    A private chat has no compound of its own: its `compound_id` and `time_zone` are None. `building` is that of a stair
    group. `greeted_at` is when the bot said its first words, None if it has not.
    """

    id: int
    compound_id: int | None
    kind: Kind
    is_active: bool
    heard_at: int
    address_id: int
    telegram_chat_id: int
    time_zone: str | None
    purpose: Purpose = "owners"
    building: str | None = None
    address_words: str = ""
    greeted_at: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its compound; that of the house for a private chat."""
        return zone_named(self.time_zone)

    def of(self, compound_id: int, time_zone: str, address_words: str) -> "Chat":
        """Return this private chat as one about that compound."""
        return replace(self, compound_id=compound_id, time_zone=time_zone, address_words=address_words)


_CHAT = """
    SELECT chat.id, compound_id, kind, is_active, heard_at, address.id AS address_id, telegram_chat_id, time_zone,
           purpose, building, address_words, greeted_at
    FROM chat JOIN address ON address.chat_id = chat.id LEFT JOIN compound ON compound.id = compound_id
"""
_BY_ADDRESS = f"{_CHAT} WHERE telegram_chat_id = :telegram"
_CURRENT = f"{_CHAT} WHERE chat.id = :chat AND is_current = 1"
_ACTIVE_GROUPS = f"""
    {_CHAT} WHERE is_current = 1 AND kind = 'group' AND is_active = 1 AND heard_at >= :since ORDER BY chat.id
"""
_GROUPS_OF = f"""
    {_CHAT} WHERE is_current = 1 AND kind = 'group' AND is_active = 1 AND compound_id = :compound ORDER BY chat.id
"""

_ADD = """
    INSERT INTO chat (compound_id, kind, heard_at) VALUES (:compound, :kind, :now) RETURNING id
"""

_ADD_ADDRESS = """
    INSERT INTO address (chat_id, telegram_chat_id) VALUES (:chat, :telegram) RETURNING id
"""

_HEARD = "UPDATE chat SET heard_at = :now, is_active = 1 WHERE id = :chat"
_ACTIVE = "UPDATE chat SET is_active = :active WHERE id = :chat"
_PURPOSE = "UPDATE chat SET purpose = :purpose, building = :building WHERE id = :chat"

_SAID_THERE = "(SELECT m.id FROM message AS m JOIN address AS a ON a.id = m.address_id WHERE a.chat_id = :chat)"

# A group that turns out to belong to another compound takes along its buys, its own reminders, and what was asked for
# there; the only group of its compound also what was asked for in private.
_ALONE = """compound_id = (SELECT compound_id FROM chat WHERE id = :chat)
    AND (SELECT COUNT(*) FROM chat AS c WHERE c.compound_id = (SELECT compound_id FROM chat WHERE id = :chat)) = 1"""
_JOIN = (
    f"UPDATE medication SET compound_id = :compound WHERE message_id IS NULL AND {_ALONE}",  # noqa: S608 - constants only
    f"UPDATE medication_offer SET compound_id = :compound WHERE message_id IS NULL AND {_ALONE}",  # noqa: S608
    "UPDATE chat SET compound_id = :compound WHERE id = :chat",
    "UPDATE order_chain SET compound_id = :compound WHERE chat_id = :chat",
    """UPDATE statement SET compound_id = :compound
       WHERE chain_id IN (SELECT id FROM order_chain WHERE chat_id = :chat)""",
    f"UPDATE medication SET compound_id = :compound WHERE message_id IN {_SAID_THERE}",  # noqa: S608 - constants only
    f"UPDATE medication_offer SET compound_id = :compound WHERE message_id IN {_SAID_THERE}",  # noqa: S608
    """UPDATE medication_alert SET compound_id = (SELECT compound_id FROM medication WHERE id = medication_id)
       WHERE medication_id IS NOT NULL""",
    "UPDATE reminder SET compound_id = :compound WHERE chat_id = :chat",
    """UPDATE due SET compound_id = :compound
       WHERE kind = 'reminder' AND subject_id IN (SELECT id FROM reminder WHERE chat_id = :chat)""",
)

_HERE = "COALESCE((SELECT compound_id FROM chat WHERE id = :chat), compound_id)"
_SAID_IN_OTHER = "(SELECT m.id FROM message AS m JOIN address AS a ON a.id = m.address_id WHERE a.chat_id = :other)"

# What hangs on a chat that turns out to be the new home of another one. A slot that both have is the older chat's: it
# is sent anew, and the other's message stays as it is.
_REHOME = (
    """UPDATE order_chain SET chat_id = :chat,
           compound_id = COALESCE((SELECT compound_id FROM chat WHERE id = :chat), compound_id)
       WHERE chat_id = :other""",
    """UPDATE statement SET compound_id = (SELECT compound_id FROM order_chain WHERE order_chain.id = chain_id)
       WHERE chain_id IN (SELECT id FROM order_chain WHERE chat_id = :chat)""",
    f"""UPDATE medication SET compound_id = {_HERE} WHERE message_id IN {_SAID_IN_OTHER}""",  # noqa: S608
    f"""UPDATE medication_offer SET compound_id = {_HERE} WHERE message_id IN {_SAID_IN_OTHER}""",  # noqa: S608
    """UPDATE medication_alert SET compound_id = (SELECT compound_id FROM medication WHERE id = medication_id)
       WHERE medication_id IS NOT NULL""",
    "UPDATE reminder SET chat_id = :chat WHERE chat_id = :other",
    """UPDATE slot SET name = 'moved:' || id, is_live = 0
       WHERE chat_id = :other AND name IN (SELECT name FROM slot AS here WHERE here.chat_id = :chat)""",
    """UPDATE outbox SET state = 'dead', error = 'moved', payload = '', settled_at = :now
       WHERE chat_id = :other AND settled_at IS NULL
         AND slot_id IN (SELECT id FROM slot WHERE chat_id = :other AND name = 'moved:' || id)""",
    "UPDATE delivery SET chat_id = :chat WHERE chat_id = :other",
    "UPDATE outbox SET chat_id = :chat WHERE chat_id = :other",
    "UPDATE slot SET chat_id = :chat WHERE chat_id = :other",
    """DELETE FROM daily_summary_copy
       WHERE chat_id = :other AND summary_id IN (SELECT summary_id FROM daily_summary_copy WHERE chat_id = :chat)""",
    "UPDATE daily_summary_copy SET chat_id = :chat WHERE chat_id = :other",
    """DELETE FROM notice_copy
       WHERE chat_id = :other AND notice_id IN (SELECT notice_id FROM notice_copy WHERE chat_id = :chat)""",
    "UPDATE notice_copy SET chat_id = :chat WHERE chat_id = :other",
    "UPDATE chat SET is_active = 0 WHERE id = :other",
)

# What stood in the old group cannot be edited any more; what already stands in the new one can.
_UNPLACE = """
    UPDATE slot SET address_id = NULL, telegram_message_id = NULL WHERE chat_id = :chat AND address_id <> :current
"""


class Chats:
    """All chats of the bot; which compound one belongs to stands in its row."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def at(self, telegram_chat_id: int) -> Chat | None:
        """Return the chat that has, or once had, this Telegram id. `address_id` is that address."""
        return _chat(await self._query.one(_BY_ADDRESS, telegram=telegram_chat_id))

    async def current(self, chat_id: int) -> Chat | None:
        """Return a chat under its current address, or None."""
        return _chat(await self._query.one(_CURRENT, chat=chat_id))

    async def active_groups(self, since: int) -> Sequence[Chat]:
        """Return the groups that the bot is in and has heard from since then (UTC seconds)."""
        return [chat for row in await self._query.all(_ACTIVE_GROUPS, since=since) if (chat := _chat(row))]

    async def groups_of(self, compound_id: int) -> Sequence[Chat]:
        """Return the groups of a compound that the bot is in."""
        return [chat for row in await self._query.all(_GROUPS_OF, compound=compound_id) if (chat := _chat(row))]

    def set_purpose(self, chat_id: int, purpose: Purpose, building: str | None) -> None:
        """Note what a group is to its compound."""
        self._query.do(_PURPOSE, chat=chat_id, purpose=purpose, building=building)

    def join(self, chat_id: int, compound_id: int) -> None:
        """The group belongs to that compound, and so do its buys."""
        for sql in _JOIN:
            self._query.do(sql, chat=chat_id, compound=compound_id)

    def greeted(self, chat_id: int, now: int) -> None:
        """Note that the bot has said its first words there."""
        self._query.do("UPDATE chat SET greeted_at = :now WHERE id = :chat", chat=chat_id, now=now)

    async def add(
        self, telegram_chat_id: int, kind: Kind, compound_id: int | None, now: int, time_zone: str | None = None
    ) -> Chat:
        """Record a chat seen for the first time."""
        row = await self._query.the(_ADD, compound=compound_id, kind=kind, now=now)
        address = await self._query.the(_ADD_ADDRESS, chat=row["id"], telegram=telegram_chat_id)
        return Chat(row["id"], compound_id, kind, True, now, address["id"], telegram_chat_id, time_zone)

    async def heard(self, chat_id: int, now: int) -> None:
        """Note that something arrived from the chat: the bot is in it."""
        self._query.do(_HEARD, chat=chat_id, now=now)

    async def set_active(self, chat_id: int, is_active: bool) -> None:
        """Note whether the bot can write to the chat."""
        self._query.do(_ACTIVE, chat=chat_id, active=int(is_active))

    async def move(self, old: int, new: int, now: int) -> int | None:
        """The group at Telegram's `old` id is now at `new`; return our id of it, or None if `old` is unknown.

        Saying it again changes nothing. Message numbers begin anew there: what stood in the old group cannot be
        edited any more, so slots are free to be sent again.
        """
        chat = await self.at(old)
        if chat is None:
            return None
        other = await self.at(new)
        if other is not None and other.id == chat.id:
            return chat.id
        if other is not None:  # heard from under the new id before the move was known: it is the same group
            for sql in _REHOME:
                self._query.do(sql, chat=chat.id, other=other.id, now=now)
            self._query.do("UPDATE address SET chat_id = :chat WHERE id = :id", chat=chat.id, id=other.address_id)
        self._query.do("UPDATE address SET is_current = 0 WHERE chat_id = :chat", chat=chat.id)
        if other is None:
            current = (await self._query.the(_ADD_ADDRESS, chat=chat.id, telegram=new))["id"]
        else:
            current = other.address_id
            self._query.do("UPDATE address SET is_current = 1 WHERE id = :id", id=current)
        self._query.do(_UNPLACE, chat=chat.id, current=current)
        return chat.id


def _chat(row: Row | None) -> Chat | None:
    if row is None:
        return None
    return Chat(
        row["id"],
        row["compound_id"],
        row["kind"],
        bool(row["is_active"]),
        row["heard_at"],
        row["address_id"],
        row["telegram_chat_id"],
        row["time_zone"],
        row["purpose"],
        row["building"],
        row["address_words"] or "",
        row["greeted_at"],
    )
