"""Tells from a posted list that its people live in houses of their own: 18号 周先生 2箱."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.residence import AddressGrammar
from parsing.chain_row import Row
from parsing.residence import find_residences

_HOUSE = re.compile(r"[ ]?(?P<house>[1-9][0-9]{0,2})号[ ]?(?=[^\W0-9_])")
_LEAST = 2  # one such line may begin with a day


def with_villas(text: str, rows: Sequence[Row], grammar: AddressGrammar) -> AddressGrammar:
    """Return the grammar by which the entries of a list are read: with villas where several begin with a house, and
    none with a building and a room. Houses that are counted 1, 2, 3 are the numbers of the list."""
    if grammar.villas or "号" not in text:
        return grammar
    villas = replace(grammar, villas=True)
    houses: list[int] = []
    numbered = False
    for row in rows:
        said = text[row.start : row.end]
        place = next(iter(find_residences(said, villas)), None)
        if place is None or said[: place.start].strip():
            continue
        if place.value.room is not None or place.value.unit is not None:
            return grammar
        if (house := _HOUSE.match(said)) is not None:
            houses.append(int(house["house"]))
            numbered = numbered or row.number is not None
    counted = houses == list(range(1, len(houses) + 1)) and not numbered
    return villas if len(houses) >= _LEAST and not counted else grammar
