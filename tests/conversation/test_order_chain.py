"""Recording what messages state: whatever is said, edited and taken back, the stored buy is the fold of what stands."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversation import order_chain as chains
from conversation.order_chain_view import heard, look
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.order_chain import Act, ChainReading, Reason, Verb, Want, Who
from domain.order_chain_fold import fold
from domain.residence import Residence
from parsing.reading import Reading, Stated
from storage.chat import Chat
from storage.message import Version
from storage.migration import migrate
from storage.store import Query, Store
from tests.domain.test_order_chain_properties import lines, lists
from tests.storage.making import a_group

START = 1_772_442_000
ROOM = Who(Residence("3", None, "502"))


@dataclass(slots=True)
class Talk:
    """A group in which readings are stated; `arrival` counts what arrived."""

    query: Query
    chat: Chat
    arrival: int = 0

    async def turn(self, who: int, number: int, sent_at: int, edited_at: int = 0) -> Turn:
        """Return the turn of a message, or of its edit."""
        self.arrival += 1
        version = Version(self.chat.address_id, number, sent_at, edited_at, self.arrival)
        return Turn(
            Repositories(self.query, 1),
            START + self.arrival,
            "guardbot",
            self.chat,
            Sender(900 + who, f"邻居{who}"),
            Incoming(version, ""),
        )

    async def say(
        self,
        who: int,
        number: int,
        *readings: ChainReading,
        sent_at: int = START,
        edited_at: int = 0,
        buy: int | None = 1,
    ) -> chains.Recorded:
        """Have a message state these readings in that buy (None: it opens one)."""
        turn = await self.turn(who, number, sent_at, edited_at)
        view = await look(turn)
        stated = tuple(Stated(buy, reading) for reading in readings)
        recorded = await chains.record(turn, stated, view)
        heard(turn, view, Reading(stated=stated))
        return recorded

    async def is_the_fold_of_what_stands(self, chain_id: int = 1) -> None:
        """Assert that the stored state is the fold of the stored statements."""
        stored = Repositories(self.query, 1)
        chain = await stored.chains.get(chain_id)
        assert chain is not None
        statements = await stored.chains.statements(chain_id)
        whole = await stored.states.whole(chain)
        folded = fold(statements)
        assert whole.orders == folded.orders
        if statements:
            assert (whole.organiser, whole.title, whole.goods, whole.closed) == (
                folded.organiser,
                folded.title,
                folded.goods,
                folded.closed,
            )


async def talk_in(query: Query) -> Talk:
    """Return a group with one open buy."""
    talk = Talk(query, await a_group(query))
    await talk.say(1, 1, ChainReading(is_list=True, title="香梨团"), buy=None)
    return talk


def ordered(quantity: int, item: str = "香梨", verb: Verb = Verb.ORDER, who: Who = ROOM) -> ChainReading:
    return ChainReading((Act(verb, who, (Want(item, Decimal(quantity)),)),))


async def total(talk: Talk) -> Decimal:
    chain = await Repositories(talk.query, 1).chains.get(1)
    assert chain is not None
    whole = await Repositories(talk.query, 1).states.whole(chain)
    return sum((line.quantity for order in whole.orders.values() for line in order.lines), Decimal())


async def test_chat_leaves_no_trace(store: Store) -> None:
    async with store.transaction() as query:
        talk = Talk(query, await a_group(query))
        assert await talk.say(1, 1) == chains.Recorded()
        for table in ("person", "message", "statement", "order_chain"):
            assert list(await query.all(f"SELECT * FROM {table}")) == []  # noqa: S608


async def test_an_edit_replaces_what_was_said_and_an_older_one_that_comes_later_does_not(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2))
        await talk.say(2, 5, ordered(4), edited_at=START + 20)
        assert await talk.say(2, 5, ordered(3), edited_at=START + 10) == chains.Recorded()
        assert await total(talk) == 4
        await talk.say(2, 5, ordered(6), edited_at=START + 20)  # in the same second, and later
        assert await total(talk) == 6
        await talk.is_the_fold_of_what_stands()


async def test_an_edit_that_states_nothing_any_more_takes_back_what_was_said(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2))
        recorded = await talk.say(2, 5, edited_at=START + 20)
        assert recorded.chains == {1: False}
        assert await total(talk) == 0


async def test_an_edit_of_the_opening_message_opens_no_second_buy(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(1, 1, ChainReading(is_list=True, title="新名字"), edited_at=START + 20, buy=None)
        open_now = await Repositories(query, 1).chains.open_in(talk.chat.id)
        assert [chain.title for chain in open_now] == ["新名字"]


async def test_an_edit_that_cannot_be_applied_is_asked_about_like_a_new_message(store: Store) -> None:
    """Otherwise its receipt would say that it was recorded."""
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2))
        recorded = await talk.say(2, 6, ordered(5, verb=Verb.SUBTRACT))
        assert [unclear.reason for unclear in recorded.unclear] == [Reason.TOO_MANY]
        recorded = await talk.say(2, 6, ordered(9, verb=Verb.SUBTRACT), edited_at=START + 20)
        assert [unclear.reason for unclear in recorded.unclear] == [Reason.TOO_MANY]
        recorded = await talk.say(2, 6, ordered(1, verb=Verb.SUBTRACT), edited_at=START + 30)
        assert recorded.unclear == ()
        assert await total(talk) == 1


async def test_what_is_said_before_but_arrives_after_counts_in_its_place_and_is_asked_about(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2), sent_at=START + 50)
        recorded = await talk.say(2, 6, ordered(1, verb=Verb.SUBTRACT), sent_at=START + 40)
        assert [unclear.reason for unclear in recorded.unclear] == [Reason.NOTHING_THERE]
        assert await total(talk) == 2
        await talk.is_the_fold_of_what_stands()


async def test_what_comes_after_closing_is_late_and_reopening_by_an_edit_counts_it(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(1, 4, ChainReading(closes=True), sent_at=START + 10)
        recorded = await talk.say(2, 5, ordered(2), sent_at=START + 20)
        assert [act.verb for act in recorded.late] == [Verb.ORDER]
        assert await total(talk) == 0
        recorded = await talk.say(1, 4, sent_at=START + 10, edited_at=START + 30)
        assert recorded.chains == {1: False}
        assert await total(talk) == 2


async def test_a_buy_whose_every_statement_was_taken_back_is_closed(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        recorded = await talk.say(1, 1, edited_at=START + 20)
        assert recorded.chains == {1: True}
        assert await Repositories(query, 1).chains.open_in(talk.chat.id) == []


async def test_me_too_means_the_last_order_of_somebody_else(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2))
        for who, before in ((2, ()), (3, (Want("香梨", Decimal(2)),))):
            view = await look(await talk.turn(who, 6, START))
            assert view.context.buys[0].said_just_before == before


async def test_the_reader_is_told_who_organises_and_what_the_speaker_has(store: Store) -> None:
    async with store.transaction() as query:
        talk = await talk_in(query)
        await talk.say(2, 5, ordered(2))
        organiser, buyer, stranger = [(await look(await talk.turn(who, 9, START))).context.buys[0] for who in (1, 2, 3)]
        assert [buy.speaker_is_organiser for buy in (organiser, buyer, stranger)] == [True, False, False]
        assert [buy.mine for buy in (organiser, buyer, stranger)] == [(), (Want("香梨", Decimal(2)),), ()]


# --- whatever is said, edited and taken back --------------------------------------------------------------------

said = st.tuples(
    st.integers(1, 4),  # who
    st.integers(2, 9),  # message: a number said before is edited
    st.one_of(st.none(), lists, lines, lines),
    st.integers(0, 60),  # seconds after the start
)


def test_however_messages_come_and_are_edited_the_stored_state_is_the_fold_of_what_stands() -> None:
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        opening = Store.opened(Path(folder) / "data" / "a.db")
        store = runner.run(opening.__aenter__())

        async def play(messages: list[tuple[int, int, ChainReading | None, int]]) -> None:
            try:
                async with store.transaction() as query:
                    talk = await talk_in(query)
                    first = (await query.the("SELECT MIN(id) AS id FROM order_chain"))["id"]
                    authors: dict[int, tuple[int, int]] = {}
                    for who, number, reading, seconds in messages:
                        is_edit = number in authors
                        author, sent_at = authors.setdefault(number, (who, START + seconds))
                        edited_at = START + 60 + seconds if is_edit else 0
                        readings = () if reading is None else (replace(reading, title=None),)
                        await talk.say(author, number, *readings, sent_at=sent_at, edited_at=edited_at, buy=first)
                        await talk.is_the_fold_of_what_stands(first)
                    raise RolledBackError
            except RolledBackError:
                pass

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.lists(said, max_size=10))
        def check(messages: list[tuple[int, int, ChainReading | None, int]]) -> None:
            runner.run(play(messages))

        try:
            runner.run(migrate(store))
            check()
        finally:
            runner.run(opening.__aexit__(None, None, None))


class RolledBackError(Exception):
    """Ends an example: its rows go, the file stays."""
