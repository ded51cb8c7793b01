"""Finds numbers and the measures they stand with: 两斤半, 3斤5两, 半箱, 2/袋. Shared by the readers of quantities."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from parsing.numeral import DIGITS, LONGEST, number_of
from parsing.vocabulary.not_number import name_end

_PLACE = "零〇一二三四五六七八九"
_CAPITAL = "壹贰叁参肆伍陆柒捌玖拾佰仟"
_PART = rf"(?:[0-9○{_PLACE}十百万亿廿卄卅卌弌弍弎{_CAPITAL}]|千(?!克(?!拉)|瓦)|[两俩](?=[百千万亿佰仟]))"
# These capitals are ends of words as well (人参, 收拾, 大陆, 队伍, 放肆): 人参三盒 has a three, 收拾一间 a one.
_WORD_END = rf"(?<=[一-鿿])(?<![零〇{_CAPITAL}])[参肆伍陆拾](?![零〇{_CAPITAL}])"
# A comma between thousands, a point or 点 before decimals; the rest is read by hand (parsing/numeral.py).
_NUMBER = rf"""
    (?: (?<![0-9]) [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9]) (?:\.[0-9]+)? [十百千万亿]?
      | [0-9]+\.[0-9]+[十百千万亿]?
      | (?!十[0-9]|{_WORD_END}) (?:(?<![{_PLACE}])[两俩仨]|{_PART}){_PART}*  # 十3 is +3, a sign that was typed as ten
        (?: (?<![0-9])点[0-9{_PLACE}壹贰叁参肆伍陆柒捌玖]+ )?               # but 8点2 is a time
    )
"""
_BEGINS = f"0-9○{_PLACE}十两俩仨半百千万亿廿卄卅卌弌弍弎壹贰叁参肆伍陆柒捌玖拾佰仟"
_HALF = Decimal("0.5")
_SMALL_PARTS = frozenset(("件", "头", "打", "组", "块"))  # 零件, 零头
_AFTER_HALF = "天|小时|月|钟|价|斤|箱|袋|份|盒|年|夜|路|身|晌|截|数|成|径|导|熟|[0-9]"  # 两个半小时, 三瓶半价


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that stands in a text with or without a measure. `said` is its numeral as written, 半 for a half."""

    value: Decimal
    measure: str | None
    said: str
    start: int
    end: int


def _one_of(measures: Mapping[str, str]) -> str:
    """Return a pattern of the measures, the longest first, each unless what it names follows.

    They stand together by their first character, and those of one character in a class: a pattern that tries some
    two hundred words one after another takes most of the time of a reading.
    """
    alone = [word for word, unless in measures.items() if len(word) == 1 and not unless]
    families: dict[str, list[str]] = {}
    for word in sorted(measures, key=len, reverse=True):
        families.setdefault(word[0], []).append(word)
    patterns = []
    for first, words in families.items():
        tails = [re.escape(word[1:]) + (f"(?!{measures[word]})" if measures[word] else "") for word in words]
        if words != [first] or first not in alone:
            patterns.append(f"{re.escape(first)}(?:{'|'.join(tails)})")
    single = "".join(map(re.escape, (word for word in alone if families[word] == [word])))
    return "|".join([*([f"[{single}]"] if single else []), *patterns])


class Scale:
    """Finds the numbers of a text and the measures they stand with, of one vocabulary of measures."""

    def __init__(self, measures: Mapping[str, str]) -> None:
        measure = _one_of(measures)
        self._pattern = re.compile(
            rf"""
            (?=[{_BEGINS}]) (?:                                                      # most characters begin no number
              (?P<number>{_NUMBER}) (?P<half_way>半)?                                # 1½斤
              (?: [ ]?/?(?P<measure>{measure})                                       # 份, /袋
                  (?: (?<=斤)零?(?P<ounces>[0-9一二两三四五六七八九])两(?P<half_ounce>半)? )?  # 3斤5两
                  (?P<half>半(?!{_AFTER_HALF}))?                                     # 两斤半
              )?
            |
              (?<![大小多一两各])半(?P<half_measure>{measure})                          # 半箱
            )
            """,
            re.VERBOSE,
        )

    def numbers(self, text: str) -> Iterator[Counted]:
        """Yield each number in `text` (normalised), in order. Passed over: names with numbers in them (六个核桃), what
        is not exact (三四个), runs too long to be meant (a phone number has 11 digits, LONGEST is 24)."""
        done = 0
        for match in self._pattern.finditer(text):
            counted = _counted(match)
            if counted is None or counted.start < done:
                continue
            if not counted.said.isascii() and (name := name_end(text, counted.start, counted.end)):
                done = name
            else:
                yield counted


def _counted(match: re.Match[str]) -> Counted | None:
    said, measure = match["number"], match["measure"]
    if said is None:
        return Counted(_HALF, match["half_measure"], "半", match.start(), match.end())
    value = number_of(said) if len(said) <= LONGEST else None
    if value is None:
        return None
    if measure is None:
        return Counted(value, None, said, match.start(), match.end("number"))
    if _is_vague(said) or (said == "零" and measure in _SMALL_PARTS):
        return None
    if match["ounces"]:
        value += ((number_of(match["ounces"]) or Decimal(0)) + (_HALF if match["half_ounce"] else 0)) / 10
    if match["half_way"] or match["half"]:
        value += _HALF
    return Counted(value, measure, said, match.start(), match.end())


def _is_vague(said: str) -> bool:
    """Say whether two digits side by side mean "three or four": 三四个, 两三份."""
    return len(said) == 2 and all(character in DIGITS and DIGITS[character] for character in said)
