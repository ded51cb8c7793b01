"""接龙, forgetting somebody (删除我的资料): the statements of a buy without what tells who one of its people was.

Nothing is taken out, because what others said hangs on it. In every statement, whoever wrote it, the rooms and names
that mean this person become signs that mean nobody, the same word always the same sign. So the statements fold to the
same buy: the same orders, lines, totals and authors, under other names. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.discretion import veiled
from domain.order_chain import (
    Act,
    Buy,
    Statement,
    Verb,
    Want,
    Who,
    account_key,
    behalf_key,
    folded,
    party_key,
    tally,
)
from domain.order_chain_fold import _Folding, fold
from domain.residence import Residence

NOBODY = "匿名"  # what a sign begins with
_SOMEBODY = "邻居"  # what a name becomes inside other words
_SHORTEST = 2  # characters of a name that is looked for inside other words


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who is to be forgotten: our id of the account and the name that Telegram shows.

    `homes` are the keys of households (r:3//502) in which nobody else is known to live, `shared` of those where
    somebody is: that household stays there, for the others.
    """

    account: int
    name: str = ""
    homes: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Traced:
    """Where an act of a statement went: the party it meant; None where it was unclear, and then which it may mean."""

    party: str | None
    among: frozenset[str] = frozenset()


class _Tracing(_Folding):
    """A fold that remembers whom each act meant, and which parties turned out to be one."""

    def __init__(self) -> None:
        super().__init__(Buy())
        self.traced: dict[int, list[_Traced]] = {}
        self.joined: list[tuple[str, str]] = []
        self._last = _Traced(None)

    def _take_acts(self, statement: Statement) -> None:
        self.traced[statement.sequence] = []
        super()._take_acts(statement)

    def _take_entry(self, act: Act, statement: Statement, listed: dict[str, bool], added: list[str]) -> None:
        self.traced[statement.sequence].append(_Traced(party_key(act.who)))
        super()._take_entry(act, statement, listed, added)

    def _take_said(self, act: Act, statement: Statement, listed: dict[str, bool]) -> None:
        super()._take_said(act, statement, listed)
        self.traced[statement.sequence].append(self._last)

    def _whose(self, who: Who, author: int) -> str | None:
        may_be = frozenset(self._answering_to(who))
        party = super()._whose(who, author)
        self._last = _Traced(party, may_be if party is None else frozenset())
        return party

    def _move(self, source: str, target: str, who: Who) -> None:
        self.joined.append((source, target))
        super()._move(source, target, who)


def without(statements: Sequence[Statement], forgotten: Forgotten) -> list[Statement]:
    """Return the statements of a buy without what tells who that was. Raises ArithmeticError if a total would change,
    which is a fault of this function."""
    ordered = sorted(statements, key=lambda one: (one.said_at, one.sequence))
    tracing = _Tracing()
    for statement in ordered:
        tracing.take(statement)
    whose = _parties(tracing, forgotten)
    signs = _Signs(forgotten, whose)
    by_organiser = tracing.organiser == forgotten.account
    changed = [_rewritten(one, tracing.traced.get(one.sequence), signs, by_organiser=by_organiser) for one in ordered]
    if tally(fold(changed)) != tally(tracing.buy()):
        raise ArithmeticError("forgetting somebody would change what a buy comes to")
    return changed


def renamed(before: Buy, after: Buy) -> dict[str, str]:
    """Return the parties of a buy that have become signs, by what they were; `after` is `before` without somebody. An
    order that nobody is left of has no sign."""
    old, new = list(before.orders.values()), list(after.orders.values())
    if len(old) != len(new):  # two that were told apart by the name alone have become one
        by_lines = {order.lines: order for order in new if order.lines}
        old = [order for order in old if order.lines in by_lines]
        new = [by_lines[order.lines] for order in old]
    return {one.party: other.party for one, other in zip(old, new, strict=True) if one.party != other.party}


@dataclass(frozen=True, slots=True)
class _Parties:
    """The parties that are the forgotten one's alone, and those that are others' too."""

    own: frozenset[str]
    shared: frozenset[str]


def _parties(tracing: _Tracing, forgotten: Forgotten) -> _Parties:
    account = forgotten.account
    others = {
        party
        for speaker, party in tracing.speaks_for.items()
        # an organiser who wrote somebody's name (王阿姨的再加一份) speaks for it in the fold, but is not that person
        if speaker != account and not (speaker == tracing.organiser and party.startswith("n:"))
    }
    known = {one.party for acts in tracing.traced.values() for one in acts if one.party is not None}
    own: set[str] = set()
    shared: set[str] = set()
    for seed in sorted(_seeds(forgotten, known - others, tracing.speaks_for.get(account))):
        group = _together(seed, tracing.joined)
        is_shared = any(_names_a_place(party) for party in group & (others | forgotten.shared))
        (shared if is_shared else own).update(group)
    return _Parties(frozenset(own - shared), frozenset(shared))


def _names_a_place(party: str) -> bool:
    return party.startswith("r:") or (party.startswith("n:") and "@" in party)


def _seeds(forgotten: Forgotten, free: Iterable[str], bound: str | None) -> set[str]:
    """Return the parties that mean the forgotten one; `free` are those for which no other account speaks."""
    account, name = forgotten.account, folded(forgotten.name)
    found = {account_key(account), behalf_key(account)} | ({bound} if bound is not None else set())
    for party in free:
        is_named = bool(name) and (party == f"n:{name}" or party.startswith(f"n:{name}@"))
        if is_named or party in forgotten.homes:
            found.add(party)
    return found


def _together(seed: str, joined: Iterable[tuple[str, str]]) -> set[str]:
    """Return all parties that turned out to be one with `seed`."""
    found, pairs = {seed}, list(joined)
    while grown := [pair for pair in pairs if (pair[0] in found) != (pair[1] in found)]:
        for pair in grown:
            found.update(pair)
    return found


@dataclass(slots=True)
class _Signs:
    """The signs that stand for one person's rooms and names: the same word, the same sign."""

    forgotten: Forgotten
    parties: _Parties
    _given: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, who: Who, *, is_shared: bool) -> Who:
        """Return whom an act is for, in signs; where others live too the place stays."""
        place = who.residence
        if place is not None and not is_shared:
            place = Residence(
                building=self._sign("building", place.building),
                unit=self._sign("unit", place.unit),
                room=self._sign("room", place.room),
                lane=self._sign("lane", place.lane),
            )
        return replace(who, residence=place, name=self._sign("name", who.name))

    def nothing(self) -> Act:
        """Return an act that does nothing, in place of one that was unclear and would become clear."""
        nobody = Who(name=self._sign("nobody", NOBODY), on_behalf=True)
        return Act(Verb.SUBTRACT, nobody, (Want(NOBODY, Decimal(1)),))

    def _sign(self, what: str, word: str | None) -> str | None:
        if not word or word.startswith(self._first):
            return word
        key = (what, folded(word))
        if key not in self._given:
            self._given[key] = f"{self._first}{f'.{len(self._given) + 1}' if self._given else ''}"
        return self._given[key]

    @property
    def _first(self) -> str:
        return f"{NOBODY}{self.forgotten.account}"


def _rewritten(
    statement: Statement, traced: Sequence[_Traced] | None, signs: _Signs, *, by_organiser: bool
) -> Statement:
    """Return a statement in signs; `traced` None: it came after closing and meant nobody."""
    reading = statement.reading
    acts = tuple(
        _in_signs(act, traced[place] if traced is not None else _late(act, statement.author, signs), statement, signs)
        for place, act in enumerate(reading.acts)
    )
    title = _said_of(reading.title, signs.forgotten.name)
    if by_organiser and title is not None:
        title = veiled(title)
    return replace(statement, reading=replace(reading, acts=acts, title=title))


def _late(act: Act, author: int, signs: _Signs) -> _Traced:
    """Return whom an act meant that came too late to be applied. Its author's own words mean its author."""
    party = party_key(act.who)
    is_known = party in signs.parties.own or party in signs.parties.shared
    if author == signs.forgotten.account and not act.who.on_behalf and not is_known:
        return _Traced(account_key(author))
    return _Traced(party)


def _in_signs(act: Act, traced: _Traced, statement: Statement, signs: _Signs) -> Act:
    own, shared = signs.parties.own, signs.parties.shared
    is_theirs = statement.author == signs.forgotten.account
    if traced.party is None and traced.among & (own | shared):
        return signs.nothing()
    if traced.party in own:
        return replace(act, who=signs.of(act.who, is_shared=False), note=None)
    note = _said_of(act.note, signs.forgotten.name)
    if traced.party in shared:
        return replace(act, who=signs.of(act.who, is_shared=True), note=None if is_theirs else note)
    return replace(act, note=note)


def _said_of(words: str | None, name: str) -> str | None:
    """Return other words without the name in them."""
    return words.replace(name, _SOMEBODY) if words and len(name) >= _SHORTEST else words
