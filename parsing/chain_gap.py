"""The words between the marks of a line: gaps, what is left of them, and the sizes that belong to a good's name."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice, takewhile
from typing import NamedTuple

from parsing.chain_mark import Kind, Mark, is_weight
from parsing.vocabulary import chain as words

_SHORT = 16  # such words come again and again
_LONGEST_REMARK = 60  # in brackets
_SOME_OF = re.compile(r"[一二两三四五六七八九1-9][^0-9]{1,12}")  # 一箱脱脂, of those just counted
_SIZE_GOES_ON = re.compile(r"[*xX/][0-9.]{0,6}[A-Za-z]{1,3}|(?:cm|mm|m|寸|号|码|升)")


class Gap(NamedTuple):
    """Words between two marks."""

    start: int
    end: int
    words: str
    kind: str = Kind.GAP


def pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Mark | Gap]:
    """Yield the marks of a stretch and the gaps between them, in order. Gaps of blanks are left out."""
    done = start
    for mark in marks:
        if mark.start < start or mark.end > end:
            continue
        if mark.start > done and (said := text[done : mark.start]).strip():
            yield Gap(done, mark.start, said)
        yield mark
        done = mark.end
    if text[done:end].strip():
        yield Gap(done, end, text[done:end])


def content(said: str) -> str:
    """Return what is left of words when politeness, small words and signs are taken out."""
    return _content(said) if len(said) <= _SHORT else words.FILLER.sub("", said)


@lru_cache(maxsize=4096)
def _content(said: str) -> str:
    return words.FILLER.sub("", said)


def is_item(piece: Mark | Gap) -> bool:
    return piece.kind is Kind.ITEM


def is_count(piece: Mark | Gap) -> bool:
    return piece.kind is Kind.COUNT


def is_each(piece: Mark | Gap) -> bool:
    return piece.kind is Kind.EACH


def parts_good_from_number(text: str, sign: Mark | Gap, group: Sequence[Mark | Gap], marks: Sequence[Mark]) -> bool:
    """Say whether a bar or comma stands between one good without a number and a number without a good."""
    said = text[sign.start]
    if len(group) != 1 or not (is_item(group[0]) or (isinstance(group[0], Gap) and said in "|,")):
        return False
    if said not in "|,)]】":
        return False
    after = [mark for mark in marks if mark.start >= sign.end][:2]
    if not after or not is_count(after[0]) or text[sign.end : after[0].start].strip():
        return False
    rest = after[1].start if len(after) > 1 else len(text)
    ends = len(after) == 1 or after[1].kind is Kind.BREAK
    return ends and not content(text[after[0].end : rest].split("\n", 1)[0])


def with_last_counts(group: list[Mark | Gap]) -> list[Mark | Gap]:
    """Of numbers that follow one another the last is the quantity; those before are the size of the package."""
    if len(group) < 3 and (len(group) < 2 or not (is_count(group[0]) and is_count(group[1]))):
        return group
    kept: list[Mark | Gap] = []
    size_ends = -1  # where a size was taken into the good's name: 500ml*15瓶 2箱
    for piece in group:
        if piece.kind is Kind.COUNT and kept and kept[-1].kind is Kind.COUNT and _touches(kept[-1], piece, size_ends):
            size = kept.pop()
            size_ends = piece.start
            before = kept[-1] if kept else None
            if isinstance(before, Gap):
                kept[-1] = Gap(before.start, piece.start, before.words)
            elif before is None and is_weight(getattr(size, "quantity", None)):
                kept.append(Gap(size.start, size.end, "5kg"))  # 5kg 2袋: so many of that size
            elif before is None or not is_item(before):
                kept.append(size)
        elif isinstance(piece, Gap) and len(kept) > 1 and _is_size(kept[-2], kept[-1], piece):
            before = kept[-2]
            kept[-2:] = []
            piece, size_ends = Gap(before.start, piece.end, before.words), piece.end  # type: ignore[union-attr]
        kept.append(piece)
    return kept


def _is_size(named: Mark | Gap, number: Mark | Gap, rest: Gap) -> bool:
    """Say whether a number and what is glued to it go on with the name of a good: 垃圾袋45*50cm*100只."""
    glued = named.end == number.start and number.end == rest.start and isinstance(named, Gap)
    return glued and is_count(number) and _SIZE_GOES_ON.fullmatch(rest.words) is not None


def _touches(size: Mark | Gap, count: Mark | Gap, size_ends: int) -> bool:
    weight = isinstance(size, Mark) and is_weight(size.quantity)
    return count.start - size.end <= (1 if weight or size.start == size_ends else 0)


def _starts_before(end: int, mark: Mark) -> bool:
    return mark.start < end


def without_bracketed(text: str, marks: Sequence[Mark], *, known: bool) -> Sequence[Mark]:
    """Leave out the numbers in brackets after a quantity that name no good by themselves: 3箱(一箱脱脂) is 3箱."""
    kept: list[Mark] = []
    opened = closes = -1
    for place, mark in enumerate(marks):
        if mark.kind is Kind.BREAK and text[mark.start] == "(" and place and marks[place - 1].kind is Kind.COUNT:
            opened, closes = mark.end, text.find(")", mark.end, mark.end + _LONGEST_REMARK)
            within = list(takewhile(partial(_starts_before, closes), islice(marks, place + 1, None)))
            remark = text[opened:closes] if closes > 0 else ""
            changes = any(other.kind not in (Kind.COUNT, Kind.BEHALF) for other in within)
            if changes or not (_SOME_OF.match(remark) or (known and content(remark))):
                closes = -1
        if not (opened <= mark.start < closes and mark.kind is Kind.COUNT):
            kept.append(mark)
    return kept
