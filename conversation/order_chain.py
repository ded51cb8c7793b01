"""接龙 (order chain): recording what a message states, whatever it stated before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from conversation.order_chain_deadline import keep_deadline
from conversation.order_chain_view import Seen, View, see
from conversation.residence import at_home, settle
from conversation.turn import Turn
from domain.order_chain import Act, ChainReading, Change, Line, Order, Statement, Unclear, Verb, party_key
from domain.order_chain_fold import apply, fold, touches
from domain.order_chain_price import PriceChange, counted, kept_prices, price_changes
from domain.payment import moves
from parsing.reading import Reading, Stated
from storage.message import Version
from storage.order_chain import Chain
from storage.outbox import Place


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a message did to the buys: those changed (and whether each is closed now), what was unclear, what came after
    closing, which buys it closed or opened, which prices it changed, and what it ordered for other households."""

    chains: Mapping[int, bool] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    late: tuple[Act, ...] = ()
    others: tuple["Other", ...] = ()
    closed: tuple[Chain, ...] = ()
    repriced: Mapping[int, tuple[PriceChange, ...]] = field(default_factory=dict)
    opened: tuple[int, ...] = ()
    gifts: tuple["Gift", ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else's order that the message changed, whose it is (our id), and where they had written it."""

    chain_id: int
    owner: int
    place: Place
    before: Order
    after: Order | None


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody ordered for a household that is not their own: its order as it is now."""

    chain_id: int
    order: Order


async def record(turn: Turn, stated: tuple[Stated, ...], view: View) -> Recorded:
    """Record what the message of the turn states, in place of whatever an earlier version of it stated.

    A message that states nothing, and never did, leaves no trace.
    """
    if turn.message is None or turn.chat.compound_id is None:
        return Recorded()
    version = turn.message.version
    said = [one for one in stated if not _is_idle(one, view)]
    if not said and not version.edited_at:
        return Recorded()
    author = await turn.person()
    message = await turn.store.messages.keep(version, author)
    if message is None:  # a newer version is known already
        return Recorded()
    before = await turn.store.chains.stated_in(message) if version.edited_at else []
    now = await _readings_by_chain(turn, said, message, version)
    done = _Done(author)
    for chain_id in sorted({*before, *now}):
        statement = _statement(version, message, author, now.get(chain_id))
        seen = view.of(chain_id) or await _seen(turn, chain_id, author)
        statement = await at_home(turn, statement, seen)
        if _is_too_late(seen.chain, version, author):
            done.late += statement.reading.acts or (Act(Verb.REMOVE),)
            continue
        if chain_id in before:
            statement = await _at_old_prices(turn, seen.chain, statement)
            change = await _restate(turn, seen.chain, statement, is_withdrawn=chain_id not in now)
        else:
            change = await _state(turn, seen, statement)
        keep_deadline(turn.store.dues, seen.chain, change.terms, turn.zone, is_closed=change.closed)
        await done.take(turn, seen, statement, change)
        await settle(turn, change, author, message)
        turn.store.payments.follow(chain_id, moves(change))
        turn.store.deliveries.follow(chain_id, moves(change))
    return done.recorded()


@dataclass(slots=True)
class _Done:
    """What a message of `author` has done so far, buy by buy."""

    author: int
    chains: dict[int, bool] = field(default_factory=dict)
    unclear: list[Unclear] = field(default_factory=list)
    late: list[Act] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    closed: list[Chain] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    repriced: dict[int, tuple[PriceChange, ...]] = field(default_factory=dict)

    async def take(self, turn: Turn, seen: Seen, statement: Statement, change: Change) -> None:
        """Note what a statement did to the buy that was `seen` before it."""
        chain = seen.chain
        self.chains[chain.id] = change.closed
        self.unclear += change.unclear
        self.late += change.late
        if change.closed and not chain.is_closed:
            self.closed.append(chain)
        if seen.last is None and statement.reading.is_list:
            self.opened.append(chain.id)
        self.others += await _others(turn, chain.id, change, self.author)
        self.gifts += _gifts(chain.id, statement, change, seen)
        if statement.reading.goods and self.author == chain.organiser:
            self.repriced[chain.id] = await _repriced(turn, chain)

    def recorded(self) -> Recorded:
        """Return all of it."""
        return Recorded(
            self.chains,
            tuple(self.unclear),
            tuple(self.late),
            tuple(self.others),
            tuple(self.closed),
            {chain_id: changes for chain_id, changes in self.repriced.items() if changes},
            tuple(self.opened),
            tuple(self.gifts),
        )


async def _at_old_prices(turn: Turn, chain: Chain, statement: Statement) -> Statement:
    """Return what an edited message states; the organiser's new prices count from the edit on."""
    if not statement.reading.goods or statement.author != chain.organiser:
        return statement
    was = await turn.store.chains.reading_of(chain.id, statement.message) or ChainReading()
    reading = kept_prices(was, statement.reading, await turn.store.messages.newest())
    return replace(statement, reading=reading)


async def _repriced(turn: Turn, chain: Chain) -> tuple[PriceChange, ...]:
    """Return which prices are others now than they were in `chain`, and how many households ordered at others."""
    now = await turn.store.chains.get(chain.id)
    changes = list(price_changes(chain.goods, now.goods)) if now is not None else []
    if now is None or not changes:
        return ()
    orders = (await turn.store.states.whole(now)).orders.values()
    return tuple(counted(change, orders) for change in changes)


def _gifts(chain_id: int, statement: Statement, change: Change, seen: Seen) -> list[Gift]:
    """Return what a message orders for households that its author does not speak for. A posted list is its sender's
    copy of what others said."""
    own = {seen.speaks_for.get(statement.author), change.speaks_for.get(statement.author)}
    if statement.reading.is_list:
        return []
    return [
        Gift(chain_id, after)
        for party, (before, after) in change.orders.items()
        if after is not None and after.residence is not None and after.residence.room and party not in own
        if _brings_more(before, after)
    ]


def _brings_more(before: Order | None, after: Order) -> bool:
    """Say whether an order has more of something than before."""
    had = {line.item: line.quantity for line in before.lines} if before is not None else {}
    return any(line.quantity > had.get(line.item, 0) for line in after.lines)


def _is_idle(stated: Stated, view: View) -> bool:
    """Say whether all that is stated is that a buy goes on which is open anyway (继续接)."""
    seen = view.of(stated.buy) if stated.buy is not None else None
    return seen is not None and not seen.chain.is_closed and stated.reading == ChainReading(reopens=True)


async def _others(turn: Turn, chain_id: int, change: Change, author: int) -> list[Other]:
    """Return the orders of others that a change touched: they shall hear of it, once each."""
    found: dict[Place, Other] = {}
    for before, after in change.orders.values():
        if before is None or (after is None and before.author == author):
            continue
        left = after.lines if after is not None else ()
        for line in before.lines:
            written = await turn.store.messages.author_of(line.since) if not _is_among(line, left) else None
            if written is not None and written[0] is not None and written[0] != author:
                found.setdefault(written[1], Other(chain_id, written[0], written[1], before, after))
    return list(found.values())


def _is_among(line: Line, lines: Iterable[Line]) -> bool:
    """Say whether a line is there as it was, whatever it costs."""
    return any((line.item, line.quantity, line.measure) == (one.item, one.quantity, one.measure) for one in lines)


async def _readings_by_chain(
    turn: Turn, stated: Sequence[Stated], message: int, version: Version
) -> dict[int, ChainReading]:
    """Return the readings by buy; one for no buy opens its own, once: an edit of the opening message means the same."""
    readings: dict[int, ChainReading] = {}
    for one in stated:
        chain_id = one.buy
        if chain_id is None:
            opened = await turn.store.chains.opened_by(message) if version.edited_at else None
            if opened is not None:
                chain_id = opened.id
            elif turn.chat.compound_id is not None:
                chain_id = await turn.store.chains.open(turn.chat.compound_id, turn.chat.id, message, turn.now)
        if chain_id is not None:
            readings[chain_id] = one.reading
    return readings


def _statement(version: Version, message: int, author: int, reading: ChainReading | None) -> Statement:
    said_at = datetime.fromtimestamp(version.sent_at, UTC)
    return Statement(message, author, said_at, sequence=message, reading=reading or ChainReading())


def _is_too_late(chain: Chain, version: Version, author: int) -> bool:
    """Say whether an edit comes after closing: it keeps its message's old time, and would count as said before it."""
    return chain.closed_at is not None and version.edited_at >= chain.closed_at and author != chain.organiser


async def _state(turn: Turn, seen: Seen, statement: Statement) -> Change:
    """Record a new statement: applied to the stored state where it is the latest, else everything is folded anew."""
    turn.store.chains.state(seen.chain, statement)
    last = seen.last
    is_latest = last is None or (last.said_at, last.sequence) <= (statement.said_at, statement.sequence)
    if not is_latest or statement.reading.is_for_all:
        return await _refold(turn, seen.chain, statement)
    wanted = touches(statement.reading, statement.author, seen.speaks_for)
    change = apply(await turn.store.states.part(seen.chain, wanted, seen.speaks_for), statement)
    turn.store.states.change(seen.chain, change, _stated_at(turn))
    return change


async def _seen(turn: Turn, chain_id: int, author: int) -> Seen:
    chain = await turn.store.chains.get(chain_id)
    if chain is None:
        raise LookupError("a statement in a buy that is not there")
    return await see(turn, chain, author)


async def _restate(turn: Turn, chain: Chain, statement: Statement, *, is_withdrawn: bool) -> Change:
    """Record what an edited message states now in a buy where it stated something before; return what that did.

    A buy that nobody states anything in any more is closed: its opening was taken back.
    """
    if is_withdrawn:
        turn.store.chains.withdraw(chain.id, statement.message)
    else:
        turn.store.chains.state(chain, statement)
    return await _refold(turn, chain, statement)


async def unsay(turn: Turn, chain: Chain, statement: Statement) -> bool:
    """Take a statement out of a buy, as if it had never been said; return whether the buy is closed now."""
    turn.store.chains.withdraw(chain.id, statement.message)
    return (await _refold(turn, chain, statement)).closed


async def say_again(turn: Turn, chain: Chain, statement: Statement) -> bool:
    """Put a statement back that was taken out; return whether the buy is closed now."""
    turn.store.chains.state(chain, statement)
    return (await _refold(turn, chain, statement)).closed


async def _refold(turn: Turn, chain: Chain, statement: Statement) -> Change:
    """Fold a buy anew; return what `statement` did in its place among the others, and whether the buy is closed now."""
    statements = await turn.store.chains.statements(chain.id)
    buy = fold(statements)
    if not statements:
        buy = replace(buy, title=chain.title, closed=True)
    elif buy.terms.are_over(datetime.fromtimestamp(turn.now, UTC)):
        buy = replace(buy, closed=True)
    turn.store.states.rewrite(chain, buy, _stated_at(turn))
    place = (statement.said_at, statement.sequence)
    change = apply(fold(said for said in statements if (said.said_at, said.sequence) < place), statement)
    return replace(change, closed=buy.closed, terms=buy.terms)


def _stated_at(turn: Turn) -> int:
    """Return when the turn's message was written as it is now (UTC seconds)."""
    if turn.message is None:
        return turn.now
    return turn.message.version.edited_at or turn.message.version.sent_at


async def is_taken_back(turn: Turn, reading: Reading) -> bool:
    """Say whether an edit orders what its author has taken back since, in a later message: nothing of it stands."""
    if turn.message is None or not turn.message.version.edited_at or not reading.stated:
        return False
    person = await turn.person()
    for one in reading.stated:
        acts = one.reading.acts
        party, mine = await turn.store.states.mine(one.buy, person) if one.buy is not None else (None, ())
        wants = any(act.verb is Verb.ORDER and any(want.quantity for want in act.wants) for act in acts)
        is_own = party is not None and all(party_key(act.who) in (None, party) for act in acts)
        if not wants or not is_own or mine:
            return False
    return True
