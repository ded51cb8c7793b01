"""Finds a number with its measure word: 两斤半, 3斤5两, 半箱, 2/袋, 十二个. The shared part of the quantity readers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from parsing.numeral import LONGEST, number_of

_PLACE = "零〇一二三四五六七八九"
_PART = rf"(?:[0-9○三{_PLACE}十百千万亿廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟]|[两俩](?=[百千万亿佰仟]))"
# A comma between thousands, a point or 点 before decimals; the rest is read by hand (parsing/numeral.py).
NUMBER = rf"""
    (?: [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9]) (?:\.[0-9]+)? [十百千万亿]?
      | [0-9]+\.[0-9]+[十百千万亿]?
      | (?!十[0-9]) (?:[两俩仨]|{_PART}){_PART}*
        (?: 点[0-9{_PLACE}壹贰叁参肆伍陆柒捌玖]+ )?
    )
"""


def one_of(measures: Mapping[str, str]) -> str:
    """Return a pattern of the measures, the longest first, each unless what it names follows."""
    ordered = sorted(measures, key=len, reverse=True)
    return "|".join(re.escape(word) + (f"(?!{measures[word]})" if measures[word] else "") for word in ordered)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that stands in a text with or without measure, as written. `said` is the numeral; a half has none."""

    value: Decimal
    measure: str | None
    said: str
    start: int
    end: int


_HALF = Decimal("0.5")


class Scale:
    """Finds the numbers of a text and the measures they stand with, of one vocabulary of measures."""

    def __init__(self, measures: Mapping[str, str]) -> None:
        measure = one_of(measures)
        self._pattern = re.compile(
            rf"""
              (?P<number>{NUMBER}) (?P<half_way>半)? (?:[ ]?/?(?P<measure>{measure}))?
              (?:(?<=斤)(?P<ounces>[0-9一二两三四五六七八九])两)?
              (?P<half>半(?!天|小时|月|钟|价|斤|箱|袋|份|盒|年|夜|路|身|晌|截|数|成|径|导|[0-9]))?
            |
              (?<![大多一两各])半(?P<half_measure>{measure})
            """,
            re.VERBOSE,
        )

    def numbers(self, text: str) -> Iterator[Counted]:
        """Yield each number in `text`, in order. Huge runs of digits are passed over."""
        for match in self._pattern.finditer(text):
            counted = _counted(match)
            if counted is not None:
                yield counted


def _counted(match: re.Match[str]) -> Counted | None:
    said = match["number"]
    if said is None:
        return Counted(_HALF, match["half_measure"], "半", match.start(), match.end())
    if len(said) > LONGEST:
        return None
    value = number_of(said)
    if value is None:
        return None
    measure, end = match["measure"], match.end()
    if match["half_way"]:
        if measure is None:
            end = match.end("number")
        else:
            value += _HALF
    if measure is not None and match["ounces"]:
        value += (number_of(match["ounces"]) or 0) / 10
    if match["half"]:
        if measure is None:
            end = match.end("number")
        else:
            value += _HALF
    return Counted(value, measure, said, match.start(), end)
