"""收款: a pasted payment list, kept until its organiser has said which of its lines count."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from conversation.grammar import grammar_of
from conversation.payment import Book, payers, receive
from conversation.turn import Turn
from domain.payment_match import Matched, Receipt, match, numbered
from parsing.payment_list import PaymentList, read_payment_list
from rendering.payment import Comparison
from storage.order_chain import Chain

KIND = "payments"  # of what is staged


@dataclass(slots=True)
class Staged:
    """A pasted list: of which buy, its lines, and the marks of those that are nobody's."""

    chain_id: int
    receipts: tuple[Receipt, ...]
    nobodys: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that is asked about: its place among those staged, whose it may be, and how many are asked after it."""

    place: int
    receipt: Receipt
    parties: tuple[str, ...]
    left: int


def read(turn: Turn, text: str) -> PaymentList:
    """Return the payments in a text that was pasted now."""
    return read_payment_list(text, grammar_of(turn.chat.address_words), turn.said_at)


async def stage(turn: Turn, chain: Chain, receipts: Sequence[Receipt]) -> int:
    """Keep a list until it is decided on; return the id under which."""
    staged = Staged(chain.id, numbered(receipts))
    kept = msgspec.json.encode(staged).decode()
    return await turn.store.uploads.stage(chain.compound_id, await turn.person(), KIND, kept, turn.now)


async def staged_at(turn: Turn, upload_id: int | None) -> Staged | None:
    """Return the list kept under an id, if who taps has pasted it."""
    upload = await turn.store.uploads.get(upload_id) if upload_id is not None else None
    person = await turn.known_person()
    if upload is None or upload.kind != KIND or upload.person_id != person:
        return None
    return msgspec.json.decode(upload.staged, type=Staged)


async def compared(turn: Turn, book: Book, receipts: Sequence[Receipt]) -> Matched:
    """Return which lines are whose, as things stand now."""
    marks = await turn.store.payments.marks(await turn.person())
    counted = {mark.partition(":")[0] for mark in marks}
    return match(receipts, await payers(turn.store, book), counted)


def comparison(book: Book, matched: Matched, unread: Sequence[str] = ()) -> Comparison:
    """Return what a list comes to, as it is shown."""
    called = {party: book.called(party) for party in book.accounts}
    return Comparison(book.chain.title, matched, called, unread)


async def note_certain(turn: Turn, book: Book, matched: Matched) -> tuple[int, int]:
    """Note the lines that are beyond doubt; return how many, and what they come to in fen."""
    count = total = 0
    for receipt, parties in matched.certain:
        shares = [receipt.fen] if len(parties) == 1 else [book.accounts[party].due or 0 for party in parties]
        for place, (party, share) in enumerate(zip(parties, shares, strict=True)):
            mark = receipt.mark if place == 0 else f"{receipt.mark}:{place}"
            await receive(turn, book.chain, party, share, mark)
        count, total = count + 1, total + receipt.fen
    return count, total


async def next_doubt(turn: Turn, book: Book, staged: Staged) -> Doubt | None:
    """Return the next line to ask about; None where all is said."""
    matched = await compared(turn, book, staged.receipts)
    asked = [*matched.certain, *matched.doubtful]  # what is certain only now is asked as well: nobody has seen it
    left = [(receipt, parties) for receipt, parties in asked if receipt.mark not in staged.nobodys]
    if not left:
        return None
    receipt, parties = left[0]
    return Doubt(staged.receipts.index(receipt), receipt, parties, len(left) - 1)


async def nobodys(turn: Turn, upload_id: int, staged: Staged, receipt: Receipt) -> None:
    """A line is none of those: it is not asked about again."""
    staged.nobodys.append(receipt.mark)
    turn.store.uploads.keep(upload_id, msgspec.json.encode(staged).decode())
