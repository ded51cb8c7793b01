"""Reads a posted list (接龙): its header with title and goods, and its entries (docs/message-shapes.md#lists)."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from domain.order_chain import Act, ChainReading, Good, Verb, Want
from domain.residence import AddressGrammar
from parsing.chain_closing import is_closing
from parsing.chain_entry import Entry, read_entry
from parsing.chain_gap import content
from parsing.chain_header import (
    bare_price_lines,
    goods_of,
    is_about_goods,
    price_line,
    title_good,
    title_price,
    without_bullet,
)
from parsing.chain_lane import without_common_lane
from parsing.chain_line import Page
from parsing.chain_menu import is_menu_line
from parsing.chain_row import Row, rows_of
from parsing.chain_villa import with_villas
from parsing.item import Lexicon, lexicon
from parsing.normalise import Normalised
from parsing.residence import find_residences
from parsing.vocabulary import chain as words
from parsing.vocabulary import posted as posted_words

_LONGEST_NAME = 6
_SHORTEST = 2  # characters of an entry: 圆3


@dataclass(slots=True)
class Posted:
    """A list as read."""

    reading: ChainReading
    entries: list[Entry] = field(default_factory=list)
    start: int = 0  # where the list begins: text before the tag is something else
    about_goods: bool = True


def read_list(text: Normalised, known: tuple[Good, ...], grammar: AddressGrammar) -> Posted | None:
    """Read `text` as a posted list in a buy whose goods are `known` (may be none); None where it is no list."""
    tag = posted_words.TAG.search(text.text)
    begin = tag.end() if tag else 0
    rows = [
        row for row in rows_of(text.text, begin) if row.number is not None or text.text[row.start : row.end].strip()
    ]
    if tag is None and (not _may_be_a_list(rows) or _is_of_one_household(text, rows, grammar)):
        return None
    grammar = with_villas(text.text, rows, grammar)
    menu = [row for row in rows if is_menu_line(text.text[row.start : row.end])]
    offered = goods_of(text, menu, known)
    first = _Finder(Page(text, "?", known=bool(offered)), rows, offered, grammar).first_entry(tagged=tag is not None)
    if first is None and not offered:  # 拿铁/美式 统一22, and then: 1. 老K 拿铁
        header = list(takewhile(lambda row: row.number is None, rows))
        offered = goods_of(text, header, known, before_numbers=True) if len(header) < len(rows) else ()
        if offered:
            page = Page(text, "?", known=True)
            first = _Finder(page, rows, offered, grammar).first_entry(tagged=tag is not None)
    if first is None and tag is None:
        return None
    header, body = (rows, []) if first is None else (rows[:first], rows[first:])
    return _read_rows(text, header, body, known, grammar, tag)


def _may_be_a_list(rows: list[Row]) -> bool:
    numbered = sum(row.number is not None for row in rows)
    return len(rows) > 1 and (numbered > 1 or len(rows) > 2)


def _is_of_one_household(text: Normalised, rows: list[Row], grammar: AddressGrammar) -> bool:
    """Say whether lines without numbers are one order below the place it is for: 4-1801, and then its goods."""
    if any(row.number is not None or row.stamped for row in rows):
        return False
    places = [find_residences(text.text[row.start : row.end], grammar) for row in rows]
    first = text.text[rows[0].start : rows[0].end]
    if not places[0] or any(places[1:]) or first[: places[0][0].start].strip():
        return False
    return len(first[places[0][-1].end :].strip()) <= _LONGEST_NAME and "接龙" not in first


def _read_rows(
    text: Normalised,
    header: list[Row],
    body: list[Row],
    known: tuple[Good, ...],
    grammar: AddressGrammar,
    tag: re.Match[str] | None,
) -> Posted:
    title = next((said for row in header if (said := _written(text, row))), None)
    below = text.text[body[0].start : body[-1].end] if body else ""
    goods = goods_of(text, header, known, before_numbers=any(row.number is not None for row in body), below=below)
    implied = None
    if goods or title:
        implied = goods[0].name if len(goods) == 1 else title_good(title) if title and not goods else None
    entries = _entries(Page(text, implied, known=bool(goods)), body, lexicon(goods), grammar)
    if implied is not None and not goods and _names_its_own(entries, implied):
        entries = _with_uncounted(_entries(Page(text, implied, mixed=True), body, lexicon(goods), grammar))
    acts = tuple(act for entry in entries for act in entry.acts)
    price = title_price(title) if title and not goods else None
    if (
        not goods
        and implied
        and (any(want.item == implied for act in acts for want in act.wants) or (price and not acts))
    ):
        goods = (Good(implied, *(price or ())),)
    lines = [text.text[row.start : row.end] for row in (*header, *body)]
    reading = ChainReading(
        without_common_lane(acts),
        is_list=True,
        title=title,
        goods=goods,
        closes=any(is_closing(line) for line in lines[1:]),
    )
    about = is_about_goods(
        "\n".join(lines[: len(header)]),
        "\n".join(lines[len(header) :]),
        [act for act in acts if act.wants],
        known=bool(known),
    )
    return Posted(reading, entries, tag.start() if tag else 0, about)


def _names_its_own(entries: list[Entry], implied: str) -> bool:
    """Say whether most wants of a list are of goods that the entries name, so that its title is none of them."""
    wants = [want for entry in entries for act in entry.acts for want in act.wants]
    own = sum(want.item != implied for want in wants)
    return own * 2 > len(wants) or (own > 0 and posted_words.OF_MANY_GOODS.search(implied) is not None)


def _with_uncounted(entries: list[Entry]) -> list[Entry]:
    """Take a name with goods and no number for one of them, where most of the list names goods of its own: 老K 拿铁."""
    ordered = sum(bool(entry.acts) for entry in entries)
    return [_one_of(entry) if ordered * 2 >= len(entries) else entry for entry in entries]


def _one_of(entry: Entry) -> Entry:
    item, _, rest = (entry.basket.notes or [""])[0].partition(" ")
    if entry.acts or not entry.who.name or not item or words.NOTE.search(item) or not content(item):
        return entry
    return replace(entry, acts=(Act(Verb.ENTRY, entry.who, (Want(item, Decimal(1)),), rest or None),), counted=True)


def _written(text: Normalised, row: Row) -> str:
    return Page(text).said(row.start, row.end)


# --- where the entries begin ------------------------------------------------------------------------------------


class _Finder:
    """Finds the first entry among the rows: before it stand title, prices, menus, examples, notices."""

    def __init__(self, page: Page, rows: list[Row], goods: tuple[Good, ...], grammar: AddressGrammar) -> None:
        self.page, self.rows, self.grammar = page, rows, grammar
        self.lexicon = lexicon(goods)
        self.prices = frozenset() if self.page.known else frozenset(bare_price_lines([*map(self._said, rows)]))

    def _said(self, row: Row) -> str:
        return without_bullet(self.page.text.text[row.start : row.end])

    def first_entry(self, *, tagged: bool) -> int | None:
        """Return the place of the first entry; None where there is none."""
        runs = self._runs()
        for number, run in reversed(list(enumerate(runs))):
            if any(self._is_entry(place) for place in run):
                return self._with_runs_before(run, runs[:number])[0]
        if runs and tagged and not self.page.known:
            return None
        return self._first_unnumbered(tagged=tagged)

    def _runs(self) -> list[list[int]]:
        """Group the numbered rows: a number that starts again, or a change of indent, begins another group."""
        runs: list[list[int]] = []
        for place, row in enumerate(self.rows):
            if row.number is None:
                continue
            last = self.rows[runs[-1][-1]] if runs else None
            if last is None or row.number in (0, 1) or row.indented != last.indented:
                runs.append([])
            runs[-1].append(place)
        return runs

    def _with_runs_before(self, run: list[int], earlier: list[list[int]]) -> list[int]:
        """Entries may be numbered from 1 twice; a menu before them has prices, or no numbers."""
        best = run
        for other in reversed(earlier):
            same_indent = self.rows[other[0]].indented == self.rows[run[0]].indented
            if not same_indent or not any(self._is_entry(at) and not self._is_priced(at) for at in other):
                break
            best = other
        return best

    def _is_priced(self, place: int) -> bool:
        """Say whether a numbered line is one of a menu: a dish and a bare number, which is its price."""
        row = self.rows[place]
        return _BARE_PRICE.match(self.page.text.text, row.start, row.end) is not None

    def _is_entry(self, place: int, *, plain: bool = False) -> bool:
        row = self.rows[place]
        said = self._said(row)
        if len(said.strip()) < _SHORTEST or posted_words.EXAMPLE.match(said) or is_menu_line(said):
            return False
        if said in self.prices or price_line(said) is not None or (plain and _is_of_the_buy(said)):
            return False
        if plain and _BARE_PRICES.fullmatch(said) is not None:
            return False
        entry = read_entry(self.page, row.start, row.end, self.lexicon, self.grammar)
        if not plain and not entry.acts and entry.who.residence is not None and place + 1 < len(self.rows):
            following = self.rows[place + 1]  # the order may stand on the next line
            if following.number is None and price_line(self._said(following)) is None:
                entry = read_entry(self.page, row.start, following.end, self.lexicon, self.grammar)
        return is_plain_entry(entry) if plain else bool(entry.acts)

    def _first_unnumbered(self, *, tagged: bool) -> int | None:
        """Return where a list without numbers begins: from there most lines are entries."""
        flags = [self._is_entry(place, plain=True) for place in range(len(self.rows))]
        least, left = (1 if tagged else 2), sum(flags)
        anywhere = tagged or all(flags) or (bool(self.rows) and self.rows[0].stamped)
        for place, flag in enumerate(flags):
            if flag and (place or anywhere) and left >= least and left * 2 >= len(flags) - place:
                return place
            left -= flag
        return None


def _is_of_the_buy(said: str) -> bool:
    """Say whether a line without a number tells terms of the whole buy: 满20份成团, 明天四点8号楼下取."""
    return posted_words.TERMS.match(said.strip()) is not None


_BARE_PRICES = re.compile(r"(?:[^\W0-9_]{2,8}[1-9][0-9]{1,2}(?:[ ,、/;]+|$)){2,10}")  # 标准包50 豪华包80
_BARE_PRICE = re.compile(r"[^0-9]+[ ]?[0-9]+(?:\.[0-9]+)?[ ]*$")


def is_plain_entry(entry: Entry) -> bool:
    """Say whether a line without a number is an entry: a short name or a place, goods, numbers; no sentence."""
    who = entry.who
    changes = any(act.verb is Verb.REMOVE for act in entry.acts)
    placed = who.residence is not None and bool(entry.basket.spans)
    if not entry.acts or not (entry.basket.counted or changes or placed) or len(who.name or "") > 16:
        return False
    if who.residence is not None:
        return True
    name = who.name or ""
    return bool(content(name)) and not posted_words.SENTENCE.search(name)


# --- the entries ------------------------------------------------------------------------------------------------


def _goes_on(page: Page, row: Row, goods: Lexicon, before: Entry) -> bool:
    """Say whether a line without a number goes on with the entry before it: with goods, or that one has none."""
    said = page.text.text[row.start : row.end]
    if not before.acts:
        return True
    if not page.known or posted_words.DEADLINE.search(said):
        return False
    first = next(goods.mentions(page.text.text, row.start, row.end), None)
    return first is not None and not page.text.text[row.start : first.start].strip()


def _entries(page: Page, rows: list[Row], goods: Lexicon, grammar: AddressGrammar) -> list[Entry]:
    entries: list[Entry] = []
    numbered = any(row.number is not None for row in rows)
    place = 0
    while place < len(rows):
        row = rows[place]
        following = rows[place + 1] if place + 1 < len(rows) else None
        place += 1
        said = page.text.text[row.start : row.end]
        if not said.strip() or posted_words.EXAMPLE.match(said) or posted_words.PLACEHOLDER.search(said):
            continue
        entry = read_entry(page, row.start, row.end, goods, grammar)
        if row.number is None:
            if is_plain_entry(entry) and not (
                _is_of_the_buy(said) or (numbered and posted_words.DEADLINE.search(said))
            ):
                entries.append(entry)
            continue
        while following is not None and following.number is None and _goes_on(page, following, goods, entry):
            longer = read_entry(page, row.start, following.end, goods, grammar)  # the order on the next line
            if not (longer.acts and longer.basket.counted and longer.who == entry.who):
                break
            entry, place = longer, place + 1
            following = rows[place] if place < len(rows) else None
        if entry.same and entries and entries[-1].acts:
            entry = entry.like(entries[-1])
        entries.append(entry)
    return entries
