"""收款: matching the lines of a pasted payment list to households. Pure, and whatever the order of the lines.

A match is *certain* only where the line names one household (its room, or its name) and the amount is what that
household still owes. All else is asked, or listed: a wrong silent match is the worst outcome.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.order_chain import folded
from domain.residence import Residence

_MOST = 6  # households that a line is asked about
_SHORTEST = 2  # characters of a name that is looked for inside another
_HIDDEN = "*"  # 李*, *小明: how payment apps show a name


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of a pasted list: so much (in fen) from somebody. `residence` and `name` as they stand in it; `at` is
    its time as far as it was told (11-29T20:31, "" for none); `nth` tells lines apart that are the same in all."""

    fen: int
    name: str = ""
    residence: Residence | None = None
    at: str = ""
    said: str = field(default="", compare=False)
    nth: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What the line is, whatever surrounds it."""
        place = self.residence or Residence()
        where = (place.lane or "", place.building or "", place.unit or "", place.room or "")
        return self.at, folded(self.name), where, self.fen, self.nth

    @property
    def mark(self) -> str:
        """A digest by which the line is known again when it is pasted once more."""
        return hashlib.sha256(repr(self.key).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Payer:
    """A household as lines are matched to it: what it still owes in fen (None: not known; 0 or less: nothing), what it
    is called, by itself and by its account."""

    party: str
    due: int | None
    residence: Residence | None = None
    names: frozenset[str] = frozenset()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to come from it."""
        return self.due is not None and self.due <= 0


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of each line. `certain` have the household whose money it is, or those that it is for together (a
    daughter pays for her mother as well); `counted` were in a list before; `settled` name one that has paid already;
    `doubtful` have the households that may be meant, the likeliest first."""

    certain: tuple[tuple[Receipt, tuple[str, ...]], ...] = ()
    doubtful: tuple[tuple[Receipt, tuple[str, ...]], ...] = ()
    unmatched: tuple[Receipt, ...] = ()
    settled: tuple[Receipt, ...] = ()
    counted: tuple[Receipt, ...] = ()


def numbered(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return the lines with those that are the same in all told apart, in an order that is not that of the list."""
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for receipt in receipts:
        found.append(Receipt(receipt.fen, receipt.name, receipt.residence, receipt.at, receipt.said, seen[receipt.key]))
        seen[receipt.key] += 1
    return tuple(sorted(found, key=lambda one: one.key))


def match(receipts: Iterable[Receipt], payers: Sequence[Payer], counted: Collection[str] = ()) -> Matched:
    """Return which line is whose. `counted` are the marks of lines that count already. Each line goes to at most one
    household, and each household gets no more than it owes."""
    lines = numbered(receipts)
    new = [line for line in lines if line.mark not in counted]
    named = {line: _named(line, payers) for line in new}
    certain = _certain(named)
    taken = {party for parties in certain.values() for party in parties}
    doubtful, unmatched, settled = [], [], []
    for line in new:
        if line in certain:
            continue
        strong = named[line].strong
        if strong and all(payer.is_settled or payer.party in taken for payer in strong):
            settled.append(line)
            continue
        candidates = _candidates(line, named[line], payers, taken)
        if candidates:
            doubtful.append((line, candidates))
        else:
            unmatched.append(line)
    return Matched(
        tuple(sorted(certain.items(), key=lambda pair: (pair[1], pair[0].key))),
        tuple(doubtful),
        tuple(unmatched),
        tuple(settled),
        tuple(line for line in lines if line.mark in counted),
    )


# --- whom a line names ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """Households that a line names: `strong` by their room or their whole name, `weak` by a part of it."""

    strong: tuple[Payer, ...]
    weak: tuple[Payer, ...]


def _named(line: Receipt, payers: Sequence[Payer]) -> _Named:
    rooms = [payer for payer in payers if _is_at(line.residence, payer.residence, exactly=True)]
    rooms = rooms or [payer for payer in payers if _is_at(line.residence, payer.residence)]
    called = [payer for payer in payers if line.name and folded(line.name) in payer.names]
    elsewhere = [payer for payer in called if _is_elsewhere(line.residence, payer.residence)]
    called = [payer for payer in called if payer not in elsewhere]
    both = [payer for payer in rooms if payer in called]
    hinted = [payer for payer in payers if _is_hinted(line.name, payer.names)]
    if both or not (rooms and (called or elsewhere)):
        return _Named(tuple(both or rooms or called), tuple(_unique([*elsewhere, *hinted])))
    return _Named((), tuple(_unique([*rooms, *called, *elsewhere, *hinted])))  # the room says one, the name another


def _is_at(said: Residence | None, home: Residence | None, *, exactly: bool = False) -> bool:
    """Say whether a place said is a household's: as far as both are told, or (`exactly`) with the building too."""
    if said is None or home is None or said.room is None or said.room.casefold() != (home.room or "").casefold():
        return False
    parts = ((said.building, home.building), (said.unit, home.unit), (said.lane, home.lane))
    if exactly and (said.building is None or home.building is None):
        return False
    return all(one is None or other is None or one.casefold() == other.casefold() for one, other in parts)


def _is_elsewhere(said: Residence | None, home: Residence | None) -> bool:
    return said is not None and home is not None and bool(said.room and home.room) and not _is_at(said, home)


def _is_hinted(name: str, names: Collection[str]) -> bool:
    said = folded(name)
    if _HIDDEN in said:
        return any(_shows(said, one) for one in names)
    return len(said) >= _SHORTEST and any(
        said != one and len(one) >= _SHORTEST and (one in said or said in one) for one in names
    )


def _shows(masked: str, name: str) -> bool:
    """Say whether a masked name (李*, *小明, 李*明) may be that name: what is shown stands at its ends."""
    before, _, rest = masked.partition(_HIDDEN)
    after = rest.replace(_HIDDEN, "")
    is_something = bool(before or after)
    return is_something and len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after)


# --- which line is whose ----------------------------------------------------------------------------------------


def _certain(named: Mapping[Receipt, _Named]) -> dict[Receipt, tuple[str, ...]]:
    """Return the lines that are beyond doubt, with whose they are: what one of those named owes, or all of them
    together, and no other line pays for; or several lines that come to what the one household that they name owes."""
    targets = {line: _target(line, found.strong) for line, found in named.items()}
    wanted = Counter(party for parties in targets.values() for party in parties)
    certain = {
        line: parties for line, parties in targets.items() if parties and all(wanted[party] == 1 for party in parties)
    }
    parts: dict[Payer, list[Receipt]] = {}
    for line, found in named.items():
        if len(found.strong) == 1 and not wanted[found.strong[0].party]:
            parts.setdefault(found.strong[0], []).append(line)
    for payer, lines in parts.items():
        if payer.due and sum(line.fen for line in lines) == payer.due:
            certain.update(dict.fromkeys(lines, (payer.party,)))
    return certain


def _target(line: Receipt, strong: Sequence[Payer]) -> tuple[str, ...]:
    """Return the households named that owe just what a line says: one alone, or all of them together."""
    owing = [payer for payer in strong if not payer.is_settled]
    exact = [payer for payer in owing if payer.due == line.fen]
    if len(exact) == 1:
        return (exact[0].party,)
    is_whole = not exact and len(owing) > 1 and all(payer.due is not None for payer in owing)
    if is_whole and sum(payer.due or 0 for payer in owing) == line.fen:
        return tuple(sorted(payer.party for payer in owing))
    return ()


def _candidates(line: Receipt, named: _Named, payers: Sequence[Payer], taken: Collection[str]) -> tuple[str, ...]:
    """Return the households that a line may mean: those it names in some way, else those that owe just that."""

    def may_pay(payer: Payer) -> bool:
        return not payer.is_settled and payer.party not in taken

    found = [payer for payer in _unique([*named.strong, *named.weak]) if may_pay(payer)]
    if not named.strong:
        found = _unique([*found, *(payer for payer in payers if payer.due == line.fen and may_pay(payer))])
    ranked = sorted(found, key=lambda payer: (payer not in named.strong, payer.due != line.fen, payer.party))
    return tuple(payer.party for payer in ranked) if len(ranked) <= _MOST else _best(line, named, ranked)


def _best(line: Receipt, named: _Named, ranked: Sequence[Payer]) -> tuple[str, ...]:
    """Of too many, return those that the line names and whose amount fits; nobody picks from a crowd."""
    told = [payer for payer in ranked if payer in named.strong or payer in named.weak]
    fitting = [payer for payer in told if payer.due == line.fen]
    best = fitting or told
    return tuple(payer.party for payer in best) if len(best) <= _MOST else ()


def _unique(payers: Iterable[Payer]) -> list[Payer]:
    return list(dict.fromkeys(payers))
