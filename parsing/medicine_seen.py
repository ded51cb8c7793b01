"""Finds the names of medicines in what a group is about to see, as they are written there.

Supplies (口罩) are goods like others, and names that are ordinary words as well (美林, 安定) would be found everywhere:
neither is looked for. Of two characters a name may be part of a person's; it counts at the beginning of a word, or
before a form, a strength or a count.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from domain.medication import Kind
from parsing.medicine import NameFound, load
from parsing.normalise import lower, normalise

_SHORT = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COUNTED = re.compile(r"[ ]?(?:[0-9一二两三四五六七八九十半]|片|胶囊|颗粒|口服液|注射|缓释|控释|分散|软膏|滴眼|针|丸)")


class Seen(NamedTuple):
    """A medicine's name that stands at `text[start:end]`, and the medicine's generic name."""

    start: int
    end: int
    generic: str


def find_names(text: str) -> Sequence[Seen]:
    """Return the names of medicines in `text`, in order. Linear in the text."""
    page = normalise(text)
    low = lower(page.text)
    found = []
    for one in load().find(low):
        if _counts(one, low):
            start, end = page.origin(one.start, one.end)
            found.append(Seen(start, end, one.name.medicine.generic))
    return found


def _counts(found: NameFound, low: str) -> bool:
    medicine = found.name.medicine
    if medicine.kind not in (Kind.WESTERN, Kind.PATENT) or medicine.ambiguous or found.name.ambiguous:
        return False
    if found.end - found.start > _SHORT:
        return True
    begins_a_word = found.start == 0 or _HAN.match(low, found.start - 1) is None
    return begins_a_word or _COUNTED.match(low, found.end) is not None
