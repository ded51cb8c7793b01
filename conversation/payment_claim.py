"""已付: of which buy, and for which of their households, somebody says to have paid."""

from dataclasses import dataclass

from conversation.payment import Book, is_open, open_book
from conversation.turn import Turn
from domain.order_chain import folded
from domain.payment import Account, Kind, Payment
from domain.payment import meant as meant_of
from domain.residence import Residence
from parsing.context import Paid
from storage.order_chain import Chain

_RECENT = 30 * 24 * 3600  # seconds after closing within which 已付 is about a buy


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says to have paid for these parties of a buy: `fen` where an amount was said, and for one alone."""

    chain: Chain
    parties: tuple[str, ...]
    fen: int | None
    is_exact: bool  # the amount said is what they owe


async def meant(turn: Turn, paid: Paid) -> list[Claim]:
    """Return what may be meant by who writes: in the buys of this compound (in private: of all) that are closed, or
    paid for while they are open. Where an amount fits one of them alone, it is that."""
    person = await turn.known_person()
    if person is None:
        return []
    chains = await turn.store.chains.of_person(person, turn.now - _RECENT)
    known = {chain.id for chain in chains}
    for place in await _homes(turn, person):
        more = await turn.store.chains.of_place(*place, turn.now - _RECENT)
        chains += [chain for chain in more if chain.id not in known]
        known |= {chain.id for chain in more}
    found = []
    for chain in chains:
        if turn.chat.compound_id in (None, chain.compound_id):
            claim = await in_buy(turn, chain, paid)
            found += [claim] if claim is not None else []
    exact = [claim for claim in found if claim.is_exact]
    return exact if len(exact) == 1 else found


async def _homes(turn: Turn, person: int) -> list[tuple[int, str]]:
    found = []
    for compound_id in await turn.store.residencies.compounds(person):
        for residency in await turn.store.residencies.of(compound_id, person):
            household = await turn.store.households.get(residency.household_id)
            found += [(compound_id, household.entry.place)] if household is not None else []
    return list(dict.fromkeys(found))


async def in_buy(turn: Turn, chain: Chain, paid: Paid) -> Claim | None:
    """Return what who writes may mean in one buy; None where they owe nothing there, or mean another."""
    person = await turn.known_person()
    if person is None or not _is_about(chain, paid.about):
        return None
    if not chain.is_closed and not await turn.store.payments.of(chain.id):
        return None
    theirs = await turn.store.payments.mine(chain.id, person)
    book = await open_book(turn.store, chain) if theirs else None
    if book is None:
        return None
    owing = _owing(book, theirs, paid.residence)
    if not owing:
        return None
    due = {party: account.due for party, account in owing.items()}
    parties = meant_of(paid.fen, due)
    total = sum(due[party] or 0 for party in parties)
    return Claim(chain, parties, paid.fen if len(parties) == 1 else None, is_exact=paid.fen == total)


def _owing(book: Book, theirs: list[str], place: Residence | None) -> dict[str, Account]:
    found = {}
    for party in theirs:
        account, bag = book.accounts.get(party), book.bags.get(party)
        if account is None or bag is None or not is_open(account):
            continue
        home = bag.order.residence
        if place is None or (home is not None and _is_same(place, home)):
            found[party] = account
    return found


def _is_same(said: Residence, home: Residence) -> bool:
    parts = ((said.building, home.building), (said.unit, home.unit), (said.lane, home.lane))
    return said.room == home.room and all(one is None or other is None or one == other for one, other in parts)


def _is_about(chain: Chain, words: str) -> bool:
    said = folded(words)
    names = [folded(name) for name in (chain.title or "", *(good.name for good in chain.goods)) if name]
    return not said or any(said in name or name in said for name in names)


async def note(turn: Turn, claim: Claim) -> None:
    """Note that somebody says to have paid."""
    person = await turn.person()
    for party in claim.parties:
        await turn.store.payments.note(claim.chain.id, Payment(party, Kind.CLAIMED, claim.fen, turn.now, person))
