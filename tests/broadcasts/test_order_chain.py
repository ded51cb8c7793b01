"""Buys and the clock: what everybody has forgotten is closed at night."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from broadcasts.order_chain import close_idle
from conversation.broadcast import Strike
from conversation.turn import Repositories
from domain.due import Due, plan
from domain.order_chain import ChainReading, Statement
from storage.store import Store
from tests.storage.making import a_chain, a_group, a_message

DAY = 24 * 3600


async def test_a_buy_that_nobody_speaks_of_any_more_is_closed_at_night(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        forgotten, _ = await a_chain(query, group, 1)
        alive, _ = await a_chain(query, group, 2)
        repositories = Repositories(query, 1)
        chain = await repositories.chains.get(alive)
        assert chain is not None
        message = await a_message(query, group, 3, 1)
        said_at = datetime.fromtimestamp(10 * DAY, UTC)
        repositories.chains.state(chain, Statement(message, 1, said_at, message, ChainReading()))
        due = Due("purge", "purge", ZoneInfo("UTC"), 15 * DAY)
        strike = Strike(repositories, due, plan(due, 15 * DAY, (time(0), time(0))), 15 * DAY)
        await close_idle(strike)
        assert [one.id for one in await repositories.chains.open_in(group.id)] == [alive]
        closed = await repositories.chains.get(forgotten)
        assert closed is not None
        assert closed.closed_at == 15 * DAY
        (row,) = await query.all("SELECT method FROM outbox")
        assert row["method"] == "slot"
