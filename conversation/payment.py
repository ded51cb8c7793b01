"""收款 (payment): how the money of a buy stands, read for its organiser, in private."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.order_chain_sheet import gather
from conversation.turn import Repositories, Turn
from domain.order_chain import Order, folded
from domain.payment import Account, Kind, Payment, State, accounts, owed
from domain.payment_match import Payer
from rendering import payment as rendering
from rendering.order_chain import place
from rendering.order_chain_papers import Bag, Papers, bags
from storage.order_chain import Chain

RECENT = 60 * 24 * 3600  # seconds after closing within which a buy is still paid for
_CANCELLED = "已取消的单"


@dataclass(frozen=True, slots=True)
class Book:
    """The money of a buy. `bags` are its orders with something in them, in the order in which people walk; `accounts`
    hold besides those who only paid; `order_ids` are the rows behind the buttons."""

    chain: Chain
    papers: Papers
    bags: Mapping[str, Bag]
    accounts: Mapping[str, Account]
    order_ids: Mapping[str, int]

    @property
    def is_of_money(self) -> bool:
        """Whether there is anything to collect or to give back, or was."""
        return any(account.owed != 0 or account.received for account in self.accounts.values())

    def called(self, party: str) -> str:
        """Return what a household is called: its room and name as they were said."""
        bag = self.bags.get(party)
        if bag is not None:
            return " ".join(part for part in (bag.place, bag.name) if part) or "没写房号和名字"
        order = self.papers.buy.orders.get(party)
        return f"{_called(order)}（没有单了）" if order is not None else _CANCELLED

    def items(self, party: str) -> str:
        """Return what a household ordered, on one line."""
        bag = self.bags.get(party)
        return bag.items if bag is not None else ""

    def ledger(self, zone: ZoneInfo, faults: int) -> rendering.Ledger:
        """Return what the organiser is shown; times in `zone`."""
        owing = []
        for party, account in self.accounts.items():
            claim = account.claimed
            at = datetime.fromtimestamp(claim.at, zone) if claim is not None else None
            order_id = self.order_ids.get(party, 0)
            owing.append(rendering.Owing(order_id, self.called(party), self.items(party), account, at))
        return rendering.Ledger(self.chain.id, self.chain.title, tuple(owing), faults)


def _called(order: Order) -> str:
    where = place(order.residence) if order.residence is not None else ""
    return " ".join(part for part in (where, order.name or "") if part) or "一户"


async def open_book(store: Repositories, chain: Chain) -> Book | None:
    """Return the money of a buy; None where the buy has gone."""
    papers = await gather(store.query, chain.id)
    if papers is None:
        return None
    papers = replace(papers, buy=replace(papers.buy, speaks_for=await store.states.speakers(chain.id)))
    found = {bag.order.party: bag for bag in bags(papers)}
    owes = owed(papers.buy)
    stand = accounts({party: owes[party] for party in found}, await store.payments.of(chain.id))
    return Book(chain, papers, found, stand, await store.states.order_ids(chain.id))


async def payers(store: Repositories, book: Book) -> list[Payer]:
    """Return the households of a buy as the lines of a pasted list are matched to them."""
    accounts_of = await store.payments.payers(book.chain.id)
    names = await store.persons.names({person for persons in accounts_of.values() for person in persons})
    found = []
    for party, account in book.accounts.items():
        order = book.papers.buy.orders.get(party)
        called = [names.get(person, "") for person in accounts_of.get(party, ())]
        called += [order.name] if order is not None and order.name else []
        shown = frozenset(folded(name) for name in called if name)
        due = 0 if account.state is State.SETTLED else account.due
        found.append(Payer(party, due, order.residence if order is not None else None, shown))
    return found


async def receive(turn: Turn, chain: Chain, party: str, fen: int, mark: str | None = None) -> int | None:
    """Note that the organiser has so much from a household; return the id, None for a line that counts already."""
    note = Payment(party, Kind.RECEIVED, fen, turn.now, await turn.person(), mark)
    return await turn.store.payments.note(chain.id, note)


async def own_buy(turn: Turn, chain_id: int | None) -> Chain | None:
    """Return a buy if who writes or taps organises it and this is their private chat: money is nobody else's."""
    chain = await turn.store.chains.get(chain_id) if chain_id is not None else None
    person = await turn.known_person()
    is_theirs = chain is not None and person is not None and chain.organiser == person
    return chain if is_theirs and turn.chat.kind == "private" else None


async def about(turn: Turn, chain: Chain) -> None:
    """Have the private chat of the turn be about a buy's compound: its zone, its way of writing addresses."""
    compound = await turn.store.compounds.get(chain.compound_id)
    if compound is not None:
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)


def is_open(account: Account) -> bool:
    """Say whether something is still to come from a household."""
    return account.state in (State.CLAIMED, State.PART, State.UNPAID, State.UNPRICED)
