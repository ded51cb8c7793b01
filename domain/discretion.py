"""Discretion: words for private ears, and what must not be seen in a group whoever wrote it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Discreet:
    """Words that tie a phone, a medicine, an illness or a need to a person or a room.

    What draws such words returns this type, which is no text: it cannot be joined to one, put into one or sent to a
    group. Only the door takes it apart, where nobody else hears.
    """

    for_private_ears: str

    def __repr__(self) -> str:
        return "Discreet(…)"

    def __str__(self) -> str:
        raise TypeError("discreet words do not go into other words")

    def __format__(self, how: str) -> str:
        raise TypeError("discreet words do not go into other words")


class IndiscretionError(Exception):
    """Something for private ears was about to be said in a group: a fault of the program."""


_GAP = r"[ \-]?"
_PHONE = re.compile(
    rf"""
    (?<![\d]) (?:
        (?:\+?86{_GAP})? 1[3-9]\d {_GAP} \d{{4}} {_GAP} \d{{4}}    # a mobile, with or without 86
      | \(?0\d{{2,3}}\)? {_GAP} \d{{7,8}}                          # a landline with its area code
    ) (?![\d])
    """,
    re.VERBOSE,
)
_AS_ASCII = str.maketrans("０１２３４５６７８９－（）＋　\u00a0\u2010\u2011\u2013\u2014", "0123456789-()+  ----")

Span = tuple[int, int]


def find_phones(text: str) -> Sequence[Span]:
    """Return where in `text` something looks like a phone number: a mobile, or a landline with its area code."""
    return [match.span() for match in _PHONE.finditer(text.translate(_AS_ASCII))]


#: What is not seen in a group, whoever wrote it: a finder, and what stands in the place of what it finds. The names of
#: medicines join here.
UNSEEN: Sequence[tuple[Callable[[str], Sequence[Span]], str]] = ((find_phones, "[电话]"),)


def veiled(text: str, named: Iterable[str] = ()) -> str:
    """Return `text` as a group may see it. What stands in `named`, which an organiser wrote for all to see, stays."""
    named = tuple(named)
    for find, instead in UNSEEN:
        open_to_all = {_bare(words[start:end]) for words in named for start, end in find(words)}
        for start, end in reversed(find(text)):
            if _bare(text[start:end]) not in open_to_all:
                text = text[:start] + instead + text[end:]
    return text


def _bare(words: str) -> str:
    """Return words as they are compared, however they were set apart."""
    return re.sub(r"[ \-()]", "", words.translate(_AS_ASCII)).casefold()
