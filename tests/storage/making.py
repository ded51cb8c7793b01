"""Rows that storage tests begin with."""

from datetime import UTC, datetime

from domain.order_chain import ChainReading, Statement
from storage.chat import Chat, Chats
from storage.compound import Compounds
from storage.message import Messages, Version
from storage.order_chain import OrderChains
from storage.person import Persons
from storage.store import Query


async def a_group(query: Query, telegram: int = -4001, now: int = 10) -> Chat:
    """Return a group with a compound of its own."""
    compound = await Compounds(query).add("桂园", "Asia/Shanghai", now)
    return await Chats(query).add(telegram, "group", compound.id, now)


async def a_message(query: Query, chat: Chat, number: int, person: int | None = None, sent_at: int = 10) -> int:
    """Return our id of a message of the chat."""
    found = await Messages(query).keep(Version(chat.address_id, number, sent_at, 0, 1), person)
    assert found is not None
    return found


async def a_chain(query: Query, chat: Chat, number: int = 1) -> tuple[int, int]:
    """Return a buy of the chat that has one statement, a bare list, and the message that opened it."""
    person = await Persons(query).meet(500, "小陶")
    message = await a_message(query, chat, number, person)
    chains = OrderChains(query)
    chain_id = await chains.open(chat.compound_id or 0, chat.id, message, now=10)
    chain = await chains.get(chain_id)
    assert chain is not None
    said_at = datetime.fromtimestamp(10, UTC)
    chains.state(chain, Statement(message, person, said_at, message, ChainReading(is_list=True, title="蜜橘团")))
    return chain_id, message
