"""Plays messages through the code of the running bot, hundreds a commit; notes what it would have said, sends nothing.

Each message is a turn of its own (handlers/text.py), at its own time; a batch of turns is one transaction, done in one
visit to the database's thread. Where one fails, the batch is done again message by message, as the worker would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.application import COMMANDS
from broadcasts import order_chain as broadcasts
from conversation.broadcast import Strike
from conversation.due import plan_compound
from conversation.order_chain_deadline import CLOSE, NUDGE
from conversation.order_chain_tally import gather_tally
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.due import plan
from domain.order_chain import Sum
from handlers import text
from parsing.chat_export import Group, Kind, Said
from rendering import order_chain as rendering
from storage.chat import Chat
from storage.message import Version
from storage.outbox import Outgoing
from storage.slot import Wish
from storage.store import Query, Store, is_passing

BATCH = 300  # messages a commit

_BOT_ID = 1
_BOT_NAME = "shouwang_replay_bot"  # nobody wrote to it
_STRIKES = {NUDGE: broadcasts.nudge, CLOSE: broadcasts.close}
_NEVER_QUIET = (time(), time())
_DOUBT, _RECEIPT = "🤔", "✍"
_LATE_BEGINS, _LATE_ENDS = rendering.late("\0").split("\0")


class What(StrEnum):
    """What became of a message."""

    RECORDED = "recorded"
    ASKED = "asked"  # something in it was doubtful
    LATE = "late"  # an order after closing
    COMMAND = "command"
    LEFT_ALONE = "left alone"  # chat
    REPEATED = "repeated"  # it is in the file twice
    WORDLESS = "wordless"  # a picture without a caption, a sticker, a voice
    FOREIGN = "foreign"
    SERVICE = "service"
    FAILED = "failed"  # the bot would have set it aside


class Heard(StrEnum):
    """What kind of thing the bot would have said."""

    QUESTION = "question"
    LATE = "late"
    CHANGED = "changed"  # to the owner of an order that somebody else has changed
    ANSWER = "answer"  # to a command


@dataclass(frozen=True, slots=True)
class Played:
    """A message, what became of it, and what the bot would have said."""

    said: Said
    what: What
    heard: Sequence[tuple[Heard, str]] = ()


@dataclass(frozen=True, slots=True)
class PlayedBuy:
    """A buy as it stands: the head of its tally, line by line, its sums and how many have ordered; how many messages
    were about it, and the number of the one that opened it."""

    title: str | None
    is_closed: bool
    organiser: str
    opened_by: int
    statements: int
    orders: int
    sums: tuple[Sum, ...]
    head: Sequence[str]


class _Rehearsal(Turn):
    """A turn whose words nobody hears."""

    def filed(self) -> Sequence[Outgoing | Wish]:
        """Return what would have been sent or kept current."""
        return self._filing


class _Silence(Strike):
    """A strike of the clock that changes what it changes, and says nothing."""

    def say(self, *_: object, **__: object) -> None:
        """Say nothing."""

    def keep(self, *_: object, **__: object) -> None:
        """Show nothing."""


async def _strike(store: Repositories, now: int) -> None:
    """Close the buys whose time is over by then."""
    while (due := await store.dues.come(now, _STRIKES)) is not None:
        intended = plan(due, now, _NEVER_QUIET)
        await _STRIKES[due.kind](_Silence(store, due, intended, now))
        store.dues.move(due, intended.next_at)


class Player:
    """Plays the messages of one group after another into a database."""

    def __init__(self, store: Store, time_zone: str) -> None:
        self._store, self._time_zone = store, time_zone
        self._telegram_id = 0
        self._unnamed = 0
        self._arrived = 0

    async def enter(self, group: Group, now: int) -> None:
        """Go into a group, as the bot that was let in at `now` (UTC seconds)."""
        self._unnamed += group.telegram_id is None
        self._telegram_id = group.telegram_id or -self._unnamed
        async with self._store.transaction() as query:
            store = Repositories(query, _BOT_ID)
            if await store.chats.at(self._telegram_id) is None:
                compound = await store.compounds.add(group.title, self._time_zone, now)
                plan_compound(store.dues, compound, now)
                await store.chats.add(self._telegram_id, "group", compound.id, now, compound.time_zone)

    async def play(self, batch: Sequence[Said]) -> list[Played]:
        """Play messages of the group, in order. Raises only what is_passing: the disk is full, say."""
        try:
            return await self._commit(batch)
        except Exception as error:
            if is_passing(error):
                raise
        played = []
        for said in batch:
            try:
                played += await self._commit([said])
            except Exception as error:
                if is_passing(error):
                    raise
                played.append(Played(said, What.FAILED))
        return played

    async def _commit(self, batch: Sequence[Said]) -> list[Played]:
        async def all_of_it(query: Query) -> list[Played]:
            store = Repositories(query, _BOT_ID)
            chat = await store.chats.at(self._telegram_id)
            if chat is None:
                raise LookupError("not in a group")
            played = [await self._turn(store, chat, said) for said in batch]
            if batch:
                await store.chats.heard(chat.id, batch[-1].sent_at)
            return played

        async with self._store.transaction() as query:
            return await query.together(all_of_it)

    async def _turn(self, store: Repositories, chat: Chat, said: Said) -> Played:
        what = _unplayed(said)
        if what is not None or said.account is None:
            return Played(said, what or What.FOREIGN)
        await _strike(store, said.sent_at)
        self._arrived += 1
        version = Version(chat.address_id, said.number, said.sent_at, 0, self._arrived)
        if await store.messages.at(version.address_id, version.number) is not None:
            return Played(said, What.REPEATED)
        turn = _Rehearsal(
            store=store,
            now=said.sent_at,
            bot_name=_BOT_NAME,
            chat=chat,
            sender=Sender(said.account, said.name),
            message=Incoming(version, said.text, said.thread_id, said.reply_to),
        )
        await text.on_text(turn, COMMANDS, {})
        return _account(said, turn)

    async def buys(self) -> Sequence[PlayedBuy]:
        """Return the buys of the group as they stand now, the first first."""
        async with self._store.snapshot() as query:
            store = Repositories(query, _BOT_ID)
            chat = await store.chats.at(self._telegram_id)
            found = []
            for chain in await store.chains.of_today(chat.id, 0) if chat is not None else ():
                tally = await gather_tally(query, chain.id)
                opened = await store.messages.author_of(chain.opened_by)
                if tally is None or opened is None:
                    continue
                names = await store.persons.names([chain.organiser] if chain.organiser is not None else [])
                found.append(
                    PlayedBuy(
                        chain.title,
                        chain.is_closed,
                        organiser=next(iter(names.values()), ""),
                        opened_by=opened[1].number,
                        statements=len(await store.chains.statements(chain.id)),
                        orders=sum(1 for order in tally.buy.orders.values() if order.lines),
                        sums=tally.sums,
                        head=rendering.tally_head(tally),
                    )
                )
            return found


def _unplayed(said: Said) -> What | None:
    """Return why a message is not played at all; None where it is."""
    if said.kind is Kind.SERVICE:
        return What.SERVICE
    if said.kind is Kind.FOREIGN:
        return What.FOREIGN
    return None if said.text.strip() else What.WORDLESS


def _account(said: Said, turn: _Rehearsal) -> Played:
    """Return what became of a message that was played, from what was filed."""
    filed = turn.filed()
    calls = [one for one in filed if isinstance(one, Outgoing)]
    receipts = {sign["emoji"] for one in calls for sign in one.payload.get("reaction", ())}
    is_command = COMMANDS.find(said.text, _BOT_NAME) is not None
    place = turn.message.place if turn.message is not None else None
    heard = []
    for one in calls:
        if one.method != "sendMessage":
            continue
        words = str(one.payload["text"])
        kind = Heard.QUESTION
        if one.about != place:
            kind = Heard.CHANGED
        elif is_command:
            kind = Heard.ANSWER
        elif words.startswith(_LATE_BEGINS) and words.endswith(_LATE_ENDS):
            kind = Heard.LATE
        heard.append((kind, words))
    kinds = {kind for kind, _ in heard}
    if is_command:
        what = What.COMMAND
    elif Heard.LATE in kinds:
        what = What.LATE
    elif _DOUBT in receipts or Heard.QUESTION in kinds:
        what = What.ASKED
    elif _RECEIPT in receipts or any(isinstance(one, Wish) for one in filed):
        what = What.RECORDED
    else:
        what = What.LEFT_ALONE
    return Played(said, what, heard)
