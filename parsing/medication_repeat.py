"""Joins what a message says of one medicine in two places: 代文快没了 … 代文要两盒. Two of a list stay two (A或者B)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from domain.medication import Drug
from parsing.medication_drug import Named

_LISTED = re.compile(r"[ ]?(?:[、/+]|或者?|还是|和|跟|与|及|以及|还有)[ ]?")


def without_repeats(text: str, said: Iterable[tuple[Named, Drug]]) -> tuple[Drug, ...]:
    """Return the medicines named in `text`, each once: a second saying adds what the first left out."""
    kept: list[tuple[Named, Drug]] = []
    for named, drug in said:
        place = next((n for n, before in enumerate(kept) if _is_same(text, before, (named, drug))), None)
        if place is None:
            kept.append((named, drug))
        else:
            kept[place] = named, _filled(kept[place][1], drug)
    return tuple(drug for _, drug in kept)


def _is_same(text: str, before: tuple[Named, Drug], after: tuple[Named, Drug]) -> bool:
    one, other = before[1], after[1]
    if (one.generic or one.mention) != (other.generic or other.mention):
        return False
    differs = (
        (one.form and other.form and one.form != other.form)
        or (one.strength and other.strength and one.strength != other.strength)
        or (one.quantity is not None and other.quantity is not None and one.quantity != other.quantity)
    )
    return not differs and _LISTED.fullmatch(text, before[0].end, after[0].start) is None


def _filled(known: Drug, other: Drug) -> Drug:
    return replace(
        known,
        strength=known.strength or other.strength,
        form=known.form or other.form,
        quantity=known.quantity if known.quantity is not None else other.quantity,
        measure=known.measure or other.measure,
    )
