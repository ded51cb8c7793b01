"""Where who orders lives: known, it need not be written; written for oneself, it is known from then on."""

from dataclasses import replace

from conversation.order_chain_view import Seen
from conversation.turn import Turn
from domain.household import place_key
from domain.order_chain import Change, Statement, Who


async def at_home(turn: Turn, statement: Statement, seen: Seen) -> Statement:
    """Return the statement with the author's household written in, where they name nobody and have one.

    Written in it stays: when they move, or are found to live elsewhere, what was said does not change.
    """
    reading = statement.reading
    if statement.author in seen.speaks_for or reading.is_list or all(act.who != Who() for act in reading.acts):
        return statement
    compound_id = seen.chain.compound_id
    homes = await turn.store.residencies.of(compound_id, statement.author)
    household = await turn.store.households.get(homes[0].household_id) if len(homes) == 1 else None
    if household is None:
        return statement
    home = Who(household.entry.residence)
    acts = tuple(replace(act, who=home) if act.who == Who() else act for act in reading.acts)
    return replace(statement, reading=replace(reading, acts=acts))


async def settle(turn: Turn, change: Change, author: int, message: int) -> None:
    """Note where an author lives who has just ordered for a room of their own, if nothing was known of them."""
    party = change.speaks_for.get(author)
    order = change.orders[party][1] if party is not None and party in change.orders else None
    if order is None or order.on_behalf or order.residence is None or order.residence.room is None:
        return
    compound_id = turn.chat.compound_id
    if compound_id is None or await turn.store.residencies.of(compound_id, author):
        return
    if place_key(order.residence) != party:
        return
    household = await turn.store.households.meet(compound_id, order.residence, turn.now)
    await turn.store.residencies.say(compound_id, household, author, turn.now, message)
