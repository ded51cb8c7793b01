"""The fold of an order chain (接龙): statements in, the state of the buy out. Pure, and in proportion to a statement.

A posted list is its sender's snapshot. Parties it names for the first time are added, whoever posts; a known party
changes only through a list of its author; what a list leaves out removes nobody. So two reposts of the same base
give the same result in either order, and a stale copy neither undoes nor revives anything. What is said in the chat
acts on the speaker's own order, or on the party it names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.order_chain import (
    Act,
    Buy,
    ChainReading,
    Change,
    Good,
    Line,
    Order,
    Reason,
    Repriced,
    Statement,
    Unclear,
    Verb,
    Want,
    Who,
    account_key,
    behalf_key,
    folded,
    handles,
    party_key,
    room_handle,
)
from domain.order_chain_gone import gone_items, parted
from domain.order_chain_lines import NEEDS_AN_ORDER, changed_lines, kept_since, priced_lines, same_lines, summed_lines
from domain.residence import Residence


def touches(reading: ChainReading, author: int, speaks_for: Mapping[int, str]) -> frozenset[str]:
    """Return the handles of every order that `apply` needs to see for this statement (see `handles`).

    `speaks_for` need only hold the author's own binding.
    """
    found = {account_key(author), behalf_key(author)}
    if author in speaks_for:
        found.add(speaks_for[author])
    for act in reading.acts:
        key = party_key(act.who)
        if key is None:
            continue
        found.add(key)
        if act.who.residence is not None and act.who.residence.room:
            found.add(room_handle(act.who.residence.room))
        elif act.who.name:
            found.add(f"n:{folded(act.who.name)}")
    return frozenset(found)


def apply(buy: Buy, statement: Statement) -> Change:
    """Return what `statement` does to `buy`, which must hold the orders that `touches` asks for (more do no harm)."""
    return _Folding(buy).take(statement)


def fold(statements: Iterable[Statement], opened: Buy | None = None) -> Buy:
    """Return the state of a buy after all `statements`, taken in order of (said_at, sequence).

    `opened` is the buy before the first of them: its organiser, and title and goods if they were set by hand.
    """
    folding = _Folding(opened or Buy())
    for statement in sorted(statements, key=lambda s: (s.said_at, s.sequence)):
        folding.take(statement)
    folding.reprice(None)
    return folding.buy()


def changes(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Change]]:
    """Yield each statement with what it did, in order: the history of a buy."""
    folding = _Folding(Buy())
    for statement in sorted(statements, key=lambda s: (s.said_at, s.sequence)):
        yield statement, folding.take(statement)


class _Folding:
    """A buy in the making: mappings that may be changed, and an index of the orders' handles."""

    def __init__(self, buy: Buy) -> None:
        self.organiser, self.title, self.goods, self.closed = buy.organiser, buy.title, buy.goods, buy.closed
        self.terms, self.cancelled = buy.terms, buy.cancelled
        self.repriced: list[Repriced] = []  # what edits of the organiser's have changed, and when
        self.orders = dict(buy.orders)
        self.speaks_for = dict(buy.speaks_for)
        self.index: dict[str, set[str]] = {}
        for order in self.orders.values():
            self._enter(order)

    def buy(self) -> Buy:
        return Buy(
            self.organiser,
            self.title,
            self.goods,
            self.closed,
            self.orders,
            self.speaks_for,
            self.terms,
            self.cancelled,
        )

    def take(self, statement: Statement) -> Change:
        """Apply one statement and say what it did."""
        self.before: dict[str, Order | None] = {}
        self.anew: set[str] = set()
        self.bound: dict[int, str] = {}
        self.unclear: list[Unclear] = []
        self.late: list[Act] = []
        reading, author = statement.reading, statement.author
        if self.organiser is None and reading.is_list:
            self.organiser = author
        by_organiser = author == self.organiser
        self.reprice(statement)
        if by_organiser and reading.reopens:
            self.closed, self.cancelled, self.terms = False, False, replace(self.terms, closes_at=None)
        self.closed = self.closed or self.terms.are_over(statement.said_at)
        late = self.closed and not by_organiser
        if not late:
            self._take_header(reading, by_organiser)
            self._take_acts(statement)
        if by_organiser:
            if reading.terms.closes_at is not None:  # a new deadline: orders are taken until then
                self.closed = self.cancelled = False
            self.terms = self.terms.renewed(reading.terms)
            self.cancelled = self.cancelled or reading.cancels
            self.closed = self.closed or reading.closes or reading.cancels
        return Change(
            orders={
                key: (was, self.orders.get(key))
                for key, was in self.before.items()
                if was != self.orders.get(key) or key in self.anew
            },
            anew=frozenset(self.anew),
            speaks_for=self.bound,
            organiser=self.organiser,
            title=self.title,
            goods=self.goods,
            closed=self.closed,
            unclear=tuple(self.unclear),
            late=reading.acts if late else tuple(self.late),
            terms=self.terms,
            cancelled=self.cancelled,
        )

    # --- the header ---------------------------------------------------------------------------------------

    def _take_header(self, reading: ChainReading, by_organiser: bool) -> None:
        """An open buy keeps its title; its goods grow, and their prices change, by the organiser's lists only."""
        if not (by_organiser or reading.is_list):
            return  # a price that only the organiser may name
        if self.title is None:
            self.title = reading.title
        if not self.goods:
            self.goods = reading.goods
        elif by_organiser and reading.goods:
            said = {folded(good.name): good for good in reading.goods}
            kept = tuple(_renewed(good, said.pop(folded(good.name), None), reading.is_list) for good in self.goods)
            self.goods = kept + tuple(good for good in reading.goods if folded(good.name) in said)
        if by_organiser:
            self.repriced += reading.repriced
            if reading.is_for_all:
                self._price_anew(frozenset(folded(good.name) for good in reading.goods))

    def reprice(self, statement: Statement | None) -> None:
        """Let the prices count that edits brought before `statement` was said; None: all of them."""
        come = [one for one in self.repriced if statement is None or one.after < statement.sequence]
        if not come:
            return
        self.repriced = [one for one in self.repriced if one not in come]
        for one in sorted(come, key=lambda one: one.after):
            self.goods = tuple(
                good.at_price(one.price) if folded(good.name) == folded(one.good) else good for good in self.goods
            )

    def _price_anew(self, items: frozenset[str]) -> None:
        """What was ordered of these goods costs what they cost now, whenever it was ordered."""
        goods = self._goods_by_name()
        for order in list(self.orders.values()):
            self._put(replace(order, lines=priced_lines(order.lines, order.lines, goods, anew=items)))

    def _goods_by_name(self) -> dict[str, Good]:
        return {folded(good.name): good for good in self.goods}

    # --- the acts -----------------------------------------------------------------------------------------

    def _take_acts(self, statement: Statement) -> None:
        listed: dict[str, bool] = {}  # party -> whether this list's line counts for it
        added: list[str] = []
        for act in statement.reading.acts:
            if act.verb is Verb.ENTRY:
                self._take_entry(act, statement, listed, added)
            else:
                self._bind_by_list(statement.author, added)
                self._take_said(act, statement, listed)
        self._bind_by_list(statement.author, added)

    def _take_entry(self, act: Act, statement: Statement, listed: dict[str, bool], added: list[str]) -> None:
        """A line of a list: a new party is added, its author's line replaces, a second one of this list is summed."""
        key = party_key(act.who)
        if key is None:
            self.unclear.append(Unclear(act, Reason.WHOSE))
            return
        order = self.orders.get(key)
        counts = listed.get(key)
        if counts is None:
            counts = listed[key] = order is None or order.author == statement.author
            if not counts:
                return
            wants = self._named(act, None)
            if wants is None or (wants and not (wants := self._to_be_had(act, wants, order, statement.author))):
                return
            if order is None:
                order = _new_order(key, act.who, statement.author)
                if not act.who.on_behalf:
                    added.append(key)
            lines = summed_lines((), wants, statement.message)
            if same_lines(lines, order.lines):
                self._put(replace(order, note=act.note or order.note))
            else:
                lines = self._priced(kept_since(lines, order.lines), order)
                self._put(replace(_told(order, act.who), lines=lines, note=act.note))
        elif counts and order is not None:
            wants = self._named(act, None)
            if wants is not None:
                lines = self._priced(summed_lines(order.lines, wants, statement.message), order)
                self._put(replace(order, lines=lines, note=_joined(order.note, act.note)))

    def _take_said(self, act: Act, statement: Statement, listed: dict[str, bool]) -> None:
        """Something said in the chat: on the order it names, else on the speaker's own."""
        key = self._whose(act.who, statement.author)
        if key is None:
            self.unclear.append(Unclear(act, Reason.WHOSE))
            return
        tells_who = party_key(act.who) is not None and not act.who.on_behalf
        names_another = key in self.orders or act.who.name is not None
        is_for_another = statement.author == self.organiser and names_another
        beside = any(_is_of_the_speaker(other.who) for other in statement.reading.acts)  # 我和7-101各一箱
        if tells_who and not is_for_another and not beside:
            self._bind(statement.author, key)  # the organiser who names somebody speaks of them, not for himself
        order = self.orders.get(key) or _new_order(key, act.who, statement.author)
        wants = self._named(act, order)
        if wants is None or (wants and not (wants := self._to_be_had(act, wants, order, statement.author))):
            return
        usual = {item: good.measure for item, good in self._goods_by_name().items()}
        lines, reason = changed_lines(act.verb, wants, order.lines, statement.message, usual)
        if reason is not None:
            self.unclear.append(Unclear(act, reason))
            return
        lines = self._priced(lines, order)
        self._put(replace(_told(order, act.who), lines=lines, note=_joined(order.note, act.note) if lines else None))
        listed.pop(key, None)

    def _priced(self, lines: tuple[Line, ...], order: Order) -> tuple[Line, ...]:
        return priced_lines(lines, order.lines, self._goods_by_name())

    def _to_be_had(self, act: Act, wants: tuple[Want, ...], order: Order | None, author: int) -> tuple[Want, ...]:
        """Return the wants of an act without more of what is gone; that came too late, unless the organiser says it."""
        if author == self.organiser:
            return wants
        lines = order.lines if order is not None else ()
        kept, late = parted(act.verb, wants, lines, gone_items(self.goods))
        if late:
            self.late.append(replace(act, wants=late))
        return kept

    def _named(self, act: Act, order: Order | None) -> tuple[Want, ...] | None:
        """Give each want without an item the one it can only mean; None, and unclear, where that fails."""
        lines = order.lines if order is not None else ()
        named = [want if want.item is not None else self._meant(want, lines) for want in act.wants]
        if any(want is None for want in named):
            nothing = order is not None and not lines and act.verb in NEEDS_AN_ORDER
            self.unclear.append(Unclear(act, Reason.NOTHING_THERE if nothing else Reason.WHICH_ITEM))
            return None
        return tuple(want for want in named if want is not None)

    def _meant(self, want: Want, lines: tuple[Line, ...]) -> Want | None:
        """Return `want` with the only item of the order, the only one of that measure, or the buy's only good."""
        items = [line.item for line in lines]
        if len(items) > 1:
            items = [line.item for line in lines if want.measure is not None and line.measure == want.measure]
        elif not items:
            items = [good.name for good in self.goods]
        return replace(want, item=items[0]) if len(items) == 1 else None

    # --- whose order --------------------------------------------------------------------------------------

    def _whose(self, who: Who, author: int) -> str | None:
        """Return the party that `who` means; None where several would do."""
        key, own = party_key(who), self.speaks_for.get(author)
        if key is None:
            return behalf_key(author) if who.on_behalf else own or account_key(author)
        if key in self.orders:
            return key
        meant = self._answering_to(who)
        if own in meant:
            return own
        if not meant:
            return self._moved_to(key, who, author) if not who.on_behalf else key
        return meant.pop() if len(meant) == 1 else None

    def _answering_to(self, who: Who) -> set[str]:
        """Return the parties that a name, or a room without its building, may mean."""
        place = who.residence
        if place is not None and place.room:
            rooms = self.index.get(room_handle(place.room), ())
            return {key for key in rooms if _may_be(self.orders[key].residence, place)}
        found = set(self.index.get(f"n:{folded(who.name)}", ())) if who.name else set()
        if place is None:
            return found
        return {key for key in found if (at := self.orders[key].residence) is None or at.building == place.building}

    def _moved_to(self, key: str, who: Who, author: int) -> str:
        """An account that tells its room after its name, or its building after its room, has one order, not two."""
        own = self.speaks_for.get(author)
        order = self.orders.get(own) if own is not None else None
        if order is not None and own is not None and _is_less_exact(order, who):
            self._move(own, key, who)
            self.speaks_for[author] = self.bound[author] = key
        return key

    def _bind(self, author: int, key: str) -> None:
        """The account speaks for `key` from now on, unless it does for another; what it said before comes along."""
        own = account_key(author)
        if author in self.speaks_for or key == own:
            return
        self.speaks_for[author] = self.bound[author] = key
        if own in self.orders:
            self._move(own, key, Who())

    def _bind_by_list(self, author: int, added: list[str]) -> None:
        """A list that adds one party is by that party; of several, by the one that ordered the same in the chat."""
        own = self.orders.get(account_key(author))
        if len(added) > 1 and own is not None:
            added = [key for key in added if _items(self.orders[key]) == _items(own)]
        if len(added) == 1:
            self._bind(author, added[0])

    def _move(self, source: str, target: str, who: Who) -> None:
        """Join the order of `source` to that of `target`; where both have an item, `target` was said later."""
        old, new = self.orders[source], self.orders.get(target)
        self._drop(source)
        if new is None:
            self._put(_told(replace(old, party=target), who))
            return
        known = {folded(line.item) for line in new.lines}
        lines = (*(line for line in old.lines if folded(line.item) not in known), *new.lines)
        self._put(replace(new, lines=lines, name=new.name or old.name, note=_joined(old.note, new.note)))

    # --- the mappings -------------------------------------------------------------------------------------

    def _put(self, order: Order) -> None:
        was = self.orders.get(order.party)
        if was == order:
            return
        if was is None and order.party in self.before:  # it moved away a moment ago, and comes back: it stands last
            self.before[order.party] = self.before.pop(order.party)
            self.anew.add(order.party)
        self.before.setdefault(order.party, was)
        self.orders[order.party] = order
        if was is None or was.name != order.name or was.residence != order.residence:
            self._enter(order)

    def _drop(self, party: str) -> None:
        order = self.orders.pop(party)
        self.before.setdefault(party, order)
        self.anew.discard(party)
        for handle in handles(order):
            self.index[handle].discard(party)

    def _enter(self, order: Order) -> None:
        for handle in handles(order):
            self.index.setdefault(handle, set()).add(order.party)


# --- orders ---------------------------------------------------------------------------------------------------


def _new_order(party: str, who: Who, author: int) -> Order:
    return Order(party, who.residence, who.name, who.on_behalf, author)


def _is_of_the_speaker(who: Who) -> bool:
    return party_key(who) is None and not who.on_behalf


def _told(order: Order, who: Who) -> Order:
    """Fill in what the order did not know of its party. What it knows stays as it was first written."""
    place = order.residence
    if who.residence is not None and (place is None or (who.residence.building and not place.building)):
        place = who.residence
    if place is order.residence and (order.name or not who.name):
        return order
    return replace(order, residence=place, name=order.name or who.name)


def _is_less_exact(order: Order, who: Who) -> bool:
    """Say whether `order` may be the same party as `who`, which says more: a room to the name, a building to it."""
    if who.residence is None or not who.residence.room:
        return False
    if order.residence is None or not order.residence.room:
        near = order.residence is None or order.residence.building in (None, who.residence.building)
        return near and (who.name is None or order.name is None or folded(who.name) == folded(order.name))
    return order.residence.building is None and order.residence.room == who.residence.room


def _may_be(known: Residence | None, said: Residence) -> bool:
    """Say whether a room said in the chat may be one that is known: what is not said of it fits anything.

    A building that is said is never guessed away: 3-502 is not the 502 that somebody else ordered for.
    """
    if known is None or (said.building is not None and known.building != said.building):
        return False
    return all(a is None or b is None or a == b for a, b in ((known.unit, said.unit), (known.lane, said.lane)))


def _items(order: Order) -> frozenset[str]:
    return frozenset(folded(line.item) for line in order.lines)


def _joined(old: str | None, new: str | None) -> str | None:
    if not old or not new:
        return old or new
    return old if new in old else f"{old}，{new}"


def _renewed(good: Good, said: Good | None, is_list: bool) -> Good:
    """Return a good with what its organiser says of it. A list that bears an earlier price is an old copy: it does not
    bring that back; words do."""
    if said is None:
        return good
    if said.price is not None and not (is_list and said.price in good.was):
        good = good.at_price(said.price)
    return replace(
        good,
        measure=said.measure or good.measure,
        code=said.code or good.code,
        box=said.box if said.box is not None else good.box,
        box_word=said.box_word or good.box_word,
        cap=said.cap if said.cap is not None else good.cap,
        is_gone=said.is_gone if said.is_gone is not None else good.is_gone,
    )
