"""Reads a posted list (接龙): its header with title and goods, and its entries (docs/message-shapes.md#lists)."""

import re
from dataclasses import dataclass, field

from domain.order_chain import Act, ChainReading, Good, Verb
from domain.residence import AddressGrammar
from parsing.chain_entry import Entry, read_entry
from parsing.chain_header import goods_of, is_about_goods, is_menu_line, title_good
from parsing.chain_line import Page, content
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.vocabulary import chain as words

_NUMBER = re.compile(
    r"[ ]*(?:[(\[【][ ]?(?P<a>[0-9]{1,3})[ ]?[)\]】][.、:]?|(?P<b>[0-9]{1,3})(?:[.](?![0-9]{1,2}(?:[ 日号月元斤]|$))|[、)\]:](?![0-9]{2}(?![0-9\-#]))|[ ](?=[^0-9 ]|[0-9]{1,3}[-#号栋幢])))[ ]*"
)
_INLINE = re.compile(
    r"(?<![^ ,;。\n])(?:(?P<number>[0-9]{1,3})[.、)](?![0-9](?![0-9]*[-#号栋幢]))|(?P<round>[(][0-9]{1,3}[)]))[ ]*(?=[^\s])"
)
_STAMP = re.compile(
    r"^[ ]*(?:[0-9]{4}[年/\-.][0-9]{1,2}[月/\-.][0-9]{1,2}日?[ ]*)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[ ]*"
)


@dataclass(slots=True)
class Row:
    """A line of the message: `text[start:end]`, without its list number or clock time."""

    start: int
    end: int
    number: int | None = None
    stamped: bool = False
    indented: bool = False


@dataclass(slots=True)
class Posted:
    """A list as read."""

    reading: ChainReading
    entries: list[Entry] = field(default_factory=list)
    tagged: bool = False
    start: int = 0  # where the list begins: text before the tag is something else
    about_goods: bool = True


def rows_of(text: str, start: int = 0) -> list[Row]:
    """Cut a message into its lines, with their list numbers. A list on one line is cut at its numbers."""
    rows: list[Row] = []
    place = start
    for line in text[start:].split("\n"):
        rows.extend(_rows_of_line(text, place, place + len(line)))
        place += len(line) + 1
    return rows


def _rows_of_line(text: str, start: int, end: int) -> list[Row]:
    stamp = _STAMP.match(text[start:end])
    begin = start + (stamp.end() if stamp else 0)
    inline = [match for match in _INLINE.finditer(text, begin, end)]
    numbers = [int((match["number"] or match["round"]).strip("()")) for match in inline]
    if len(numbers) > 1 and all(b > a for a, b in zip(numbers, numbers[1:], strict=False)):
        cuts = [match.start("number") if match["number"] else match.start("round") for match in inline] + [end]
        rows = [Row(begin, cuts[0])] if text[begin : cuts[0]].strip() else []
        return rows + [_row(text, a, b, stamped=stamp is not None) for a, b in zip(cuts, cuts[1:], strict=False)]
    return [_row(text, begin, end, stamped=stamp is not None)]


def _row(text: str, start: int, end: int, *, stamped: bool) -> Row:
    match = _NUMBER.match(text, start, end)
    indented = text[start : start + 1] == " "
    if match:
        return Row(match.end(), end, int(match["a"] or match["b"]), stamped, indented)
    return Row(start, end, None, stamped, indented)


def read_list(
    text: Normalised, known: tuple[Good, ...], grammar: AddressGrammar, *, said_by_organiser: bool = False
) -> Posted | None:
    """Read `text` as a posted list; None where it is none."""
    tag = words.TAG.search(text.text)
    rows = [row for row in rows_of(text.text, tag.end() if tag else 0)]
    written = [row for row in rows if text.text[row.start : row.end].strip() or row.number is not None]
    if tag is None and not _looks_like_a_list(text.text, written):
        return None
    return _read_rows(text, written, known, grammar, tag)


def _looks_like_a_list(text: str, rows: list[Row]) -> bool:
    numbered = [row for row in rows if row.number is not None]
    return len(rows) > 1 and (len(numbered) > 1 or len(rows) > 2)


def _read_rows(
    text: Normalised, rows: list[Row], known: tuple[Good, ...], grammar: AddressGrammar, tag: re.Match[str] | None
) -> Posted | None:
    menu = [(row.start, row.end, row.number) for row in rows if is_menu_line(text.text[row.start : row.end])]
    offered = goods_of(text, menu, known)
    first = _first_entry(text, rows, offered, grammar, tagged=tag is not None)
    if first is None and tag is None:
        return None
    header = rows[:first] if first is not None else rows
    body = rows[first:] if first is not None else []
    title_row = next((row for row in header if text.text[row.start : row.end].strip()), None)
    title = _title(text, title_row, numbered_too=True) if title_row is not None else None
    goods = goods_of(text, [(row.start, row.end, row.number) for row in header], known)
    all_goods = goods or known
    implied = all_goods[0].name if len(all_goods) == 1 else (title_good(title) if title and not all_goods else None)
    page = Page(text, implied, known=bool(all_goods))
    entries = _entries(page, body, all_goods, grammar)
    acts = tuple(act for entry in entries for act in entry.acts)
    lines = [text.text[row.start : row.end] for row in header]
    about_goods = is_about_goods("\n".join(lines), [act for act in acts if act.wants], known=bool(known))
    if implied and not all_goods and any(want.item == implied for act in acts for want in act.wants):
        goods = (Good(implied),)
    rest = [text.text[row.start : row.end] for row in (*header[1:], *body)]
    closing = any(row and words.is_closing(row) for row in rest)
    reading = ChainReading(_without_common_lane(acts), True, title, goods, closes=closing)
    return Posted(reading, entries, tag is not None, tag.start() if tag else 0, about_goods)


def _title(text: Normalised, row: Row, *, numbered_too: bool) -> str | None:
    start, end = text.origin(row.start, row.end)
    return text.written[start:end].strip() or None


# --- where the entries begin ------------------------------------------------------------------------------------


def _first_entry(
    text: Normalised, rows: list[Row], known: tuple[Good, ...], grammar: AddressGrammar, *, tagged: bool
) -> int | None:
    """Return the place of the first entry among the rows; None where there is none."""
    numbered = [place for place, row in enumerate(rows) if row.number is not None]
    runs = _runs(rows, numbered)
    page = Page(text, "?", known=bool(known))
    lex = lexicon(known)
    for run in reversed(runs):
        if any(_is_entry(page, rows[place], lex, grammar, numbered=True) for place in run):
            earlier = _run_with_entries_before(page, rows, runs, run, lex, grammar)
            return earlier[0]
    if numbered and tagged and not known:
        return None
    return _first_unnumbered(page, rows, lex, grammar, tagged=tagged)


def _runs(rows: list[Row], numbered: list[int]) -> list[list[int]]:
    """Group the numbered rows: a number that starts again at 1 or 0, or a change of indent, begins another group."""
    runs: list[list[int]] = []
    for place in numbered:
        row = rows[place]
        last = rows[runs[-1][-1]] if runs else None
        if last is None or row.number in (0, 1) or row.indented != last.indented:
            runs.append([])
        runs[-1].append(place)
    return runs


def _run_with_entries_before(page, rows, runs, run, lex, grammar):  # type: ignore[no-untyped-def]
    best = run
    page = Page(page.text, None, known=page.known)
    for other in reversed(runs[: runs.index(run)]):
        if rows[other[0]].indented != rows[run[0]].indented or not any(
            _is_entry(page, rows[place], lex, grammar, numbered=True) and not _is_priced(page, rows[place])
            for place in other
        ):
            break
        best = other
    return best


_BARE_PRICE = re.compile(r"^[^0-9]+[ ]?[0-9]+(?:\.[0-9]+)?[ ]*$")


def _is_priced(page: Page, row: Row) -> bool:
    """Say whether a numbered line is one of a menu: a dish and a bare number, which is its price."""
    return _BARE_PRICE.match(page.text.text[row.start : row.end]) is not None


def _is_entry(page: Page, row: Row, lex, grammar, *, numbered: bool) -> bool:  # type: ignore[no-untyped-def]
    said = page.text.text[row.start : row.end]
    if words.EXAMPLE.match(said) or not said.strip() or is_menu_line(said):
        return False
    entry = read_entry(page, row.start, row.end, lex, grammar)
    if not entry.acts:
        return False
    if numbered:
        return True
    return _is_plain_entry(page, said, entry)


_SENTENCE = re.compile(
    r"请|要订|要购|要团|喊|可以|大家|朋友|邻居们|每份|每[盒箱袋斤]|特价|成团|预计|到货|截|结束|谢|[!?。]|价|元|团购"
)


def _is_plain_entry(page: Page, said: str, entry: Entry) -> bool:
    """A line without a number is an entry only if it is short: a name or place, goods, numbers."""
    who, wants = entry.who, [want for act in entry.acts for want in act.wants]
    if who.name is None and who.residence is None:
        return False
    if not entry.basket.counted and not any(act.verb is Verb.REMOVE for act in entry.acts):
        return False
    if who.residence is None and (_SENTENCE.search(who.name or "") or not content(who.name or "")):
        return False
    return bool(wants or entry.acts) and len(who.name or "") <= 16


def _first_unnumbered(page: Page, rows: list[Row], lex, grammar, *, tagged: bool) -> int | None:  # type: ignore[no-untyped-def]
    flags = [_is_entry(page, row, lex, grammar, numbered=False) for row in rows]
    least = 1 if tagged else 2
    for place, flag in enumerate(flags):
        rest = flags[place:]
        if flag and (place or tagged or rows[0].stamped or all(flags)) and sum(rest) >= least and sum(rest) * 2 >= len(rest):
            return place
    return None


# --- the entries ------------------------------------------------------------------------------------------------


def _entries(page: Page, rows: list[Row], goods: tuple[Good, ...], grammar: AddressGrammar) -> list[Entry]:
    lex = lexicon(goods)
    entries: list[Entry] = []
    numbered = any(row.number is not None for row in rows)
    place = 0
    while place < len(rows):
        row = rows[place]
        said = page.text.text[row.start : row.end]
        following = rows[place + 1] if place + 1 < len(rows) else None
        place += 1
        if not said.strip() or words.EXAMPLE.match(said) or words.PLACEHOLDER.search(said):
            continue
        entry = read_entry(page, row.start, row.end, lex, grammar)
        if row.number is not None:
            if not entry.acts and following is not None and following.number is None:
                longer = read_entry(page, row.start, following.end, lex, grammar)
                if longer.acts and longer.basket.counted and longer.who.name == entry.who.name:
                    entry, place = longer, place + 1
            if entry.same and entries and entries[-1].acts:
                entry = entry.like(entries[-1])
            entries.append(entry)
        elif _is_plain_entry(page, said, entry) and (not numbered or not words.DEADLINE.search(said)):
            entries.append(entry)
    return entries


def _without_common_lane(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """A lane that every line has is the compound itself, and is dropped; different lanes are kept apart."""
    from dataclasses import replace

    lanes = {act.who.residence.lane for act in acts if act.who.residence is not None}
    if len(lanes) != 1 or None in lanes:
        return acts
    return tuple(
        replace(act, who=replace(act.who, residence=replace(act.who.residence, lane=None)))
        if act.who.residence is not None
        else act
        for act in acts
    )


__all__ = ["Posted", "content", "read_list", "rows_of"]
