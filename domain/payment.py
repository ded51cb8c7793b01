"""收款 (payment): what each household of a buy owes, what was said and what was seen of it, and how that stands.

Money is counted in fen (分), whole numbers: 3500 is 35元. Nothing is ever changed in what was noted, rows are only
added; how a household stands follows from its order as it is now and from all that was noted. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.order_chain import Buy, Change, Good, folded

# --- what is owed -----------------------------------------------------------------------------------------------


def goods_of(buy: Buy) -> dict[str, Good]:
    """Return the goods of a buy by their folded names."""
    return {folded(good.name): good for good in buy.goods}


def owed(buy: Buy) -> dict[str, int | None]:
    """Return what each party with an order owes, in fen, at the prices at which it was ordered; None where a price is
    missing: a part of it would be taken for the whole. Of a buy that was called off nothing is owed. The one place
    where amounts come from."""
    goods = goods_of(buy)
    found: dict[str, int | None] = {}
    for party, order in buy.orders.items():
        if not order.lines:
            continue
        amounts = [line.amount(goods.get(folded(line.item))) for line in order.lines]
        known = [amount for amount in amounts if amount is not None]
        whole = in_fen(sum(known, Decimal())) if len(known) == len(amounts) else None
        found[party] = 0 if buy.cancelled else whole
    return found


def in_fen(yuan: Decimal) -> int:
    """Return an amount in yuan as fen, half a fen up."""
    return int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP))


def in_yuan(fen: int) -> Decimal:
    """Return an amount in fen as yuan."""
    return Decimal(fen) / 100


# --- what is noted ----------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What is noted of a household's money."""

    CLAIMED = "claimed"  # they say that they have paid (已付); the organiser has not seen it yet
    RECEIVED = "received"  # the organiser has it
    REFUND = "refund"  # it is to be given back, or need not be paid: short, broken or wrong goods
    RETURNED = "returned"  # it was given back
    NUDGED = "nudged"  # they were reminded, in private


@dataclass(frozen=True, slots=True)
class Payment:
    """One thing noted. `fen` is None where a claim named no amount; `mark` tells which line of a pasted list it was,
    None for a tap. `at` in UTC seconds; `by` is our id of who said or tapped it, None once they are forgotten."""

    party: str
    kind: Kind
    fen: int | None
    at: int
    by: int | None = None
    mark: str | None = None
    id: int = 0


class State(StrEnum):
    """How a household stands, in the order in which an organiser needs to look at them."""

    CLAIMED = "claimed"
    PART = "part"  # something came, less than is owed
    UNPAID = "unpaid"
    UNPRICED = "unpriced"  # nobody knows what it comes to
    GIVE_BACK = "give back"  # more came than is owed now
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Account:
    """The money of one party in one buy, in fen. `owed` is None where a price is missing; `claimed` is what they say to
    have paid since anything last came, with its amount if they named one."""

    party: str
    owed: int | None
    received: int = 0
    refund: int = 0
    returned: int = 0
    claimed: Payment | None = None
    receipts: tuple[Payment, ...] = ()

    @property
    def due(self) -> int | None:
        """What is still to come; below 0 what is to be given back; None where it is not known."""
        if self.owed is None:
            return None
        return self.owed - self.refund - self.received + self.returned

    @property
    def at_hand(self) -> int | None:
        """What one tap of the organiser's settles: what they say to have paid, where that is a part of what they owe;
        else all that is due (below 0: all that is to be given back); None where nothing is known."""
        due, said = self.due, self.claimed.fen if self.claimed is not None else None
        if said and (due is None or said < due):
            return said
        return due

    @property
    def is_as_claimed(self) -> bool:
        """Whether they say to have paid, and no amount that contradicts what they owe."""
        claim = self.claimed
        return (
            self.state is State.CLAIMED and claim is not None and self.due is not None and claim.fen in (None, self.due)
        )

    @property
    def state(self) -> State:
        """How the household stands."""
        due = self.due
        if due is None:
            if self.received:
                return State.SETTLED
            return State.CLAIMED if self.claimed else State.UNPRICED
        if due <= 0:
            return State.GIVE_BACK if due else State.SETTLED
        if self.claimed is not None:
            return State.CLAIMED
        return State.PART if self.received else State.UNPAID


def accounts(owes: Mapping[str, int | None], payments: Iterable[Payment]) -> dict[str, Account]:
    """Return how each party stands: those that owe something in the order of `owes`, then those that only paid."""
    noted: dict[str, _Noted] = {party: _Noted() for party in owes}
    for payment in sorted(payments, key=lambda one: (one.at, one.id)):
        noted.setdefault(payment.party, _Noted()).note(payment)
    return {
        party: Account(
            party,
            owes.get(party, 0),
            received=sum(one.fen or 0 for one in of.received),
            refund=of.refund,
            returned=of.returned,
            claimed=of.claimed,
            receipts=tuple(of.received),
        )
        for party, of in noted.items()
    }


@dataclass(slots=True)
class _Noted:
    received: list[Payment] = field(default_factory=list)
    refund: int = 0
    returned: int = 0
    claimed: Payment | None = None

    def note(self, payment: Payment) -> None:
        match payment.kind:
            case Kind.CLAIMED:
                self.claimed = payment
            case Kind.RECEIVED:
                self.received.append(payment)
                self.claimed = None
            case Kind.REFUND:
                self.refund += payment.fen or 0
            case Kind.RETURNED:
                self.returned += payment.fen or 0
            case Kind.NUDGED:  # says nothing of money
                pass


# --- who it is --------------------------------------------------------------------------------------------------


def moves(change: Change) -> dict[str, str]:
    """Return the parties that have become others by a statement (an account told its room), by what they were: what is
    noted of their money goes along."""
    gone = {party: before for party, (before, after) in change.orders.items() if after is None and before is not None}
    come = {party: after for party, (before, after) in change.orders.items() if before is None and after is not None}
    found = {}
    for party, before in gone.items():
        heirs = [other for other, after in come.items() if after.author == before.author]
        heirs += [change.speaks_for[before.author]] if not heirs and before.author in change.speaks_for else []
        if len(heirs) == 1:
            found[party] = heirs[0]
    return found


def meant(fen: int | None, due: Mapping[str, int | None]) -> tuple[str, ...]:
    """Return for which of their households (by what each owes) somebody says to have paid: the one that owes just the
    amount named, if there is one; else all of them."""
    fitting = [party for party, left in due.items() if left is not None and left == fen]
    return (fitting[0],) if fitting else tuple(due)
