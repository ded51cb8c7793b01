"""Reads which buildings are meant: 3-12,17 before a notice, 5号楼 or 3到12号楼、17号楼 in a sentence, 全体 for all."""

import re
from dataclasses import dataclass

from domain.building import Buildings
from parsing.normalise import normalise
from parsing.numeral import digits_of

_SPELLED = "零〇一二三四五六七八九十"
_ONE = rf"(?:[0-9]{{1,3}}|[A-Za-z][0-9]?|[{_SPELLED}]{{1,3}})(?![0-9A-Za-z{_SPELLED}])"
_WORD = r"(?:号楼|号|栋|幢|座|楼|\#)"
_TO = r"[ ]?(?:-|~|—|–|到|至)[ ]?"
_AND = r"[ ]?(?:,|、|和|及|以及|跟|与|\+|[ ])[ ]?"
_SPAN = rf"\#?{_ONE}{_WORD}?(?:{_TO}{_ONE}{_WORD}?)?"
_LIST = re.compile(rf"{_SPAN}(?:{_AND}{_SPAN})*")
_PART = re.compile(rf"\#?(?P<first>{_ONE}){_WORD}?(?:{_TO}(?P<last>{_ONE}){_WORD}?)?")
_ENDS_IN_WORD = re.compile(rf"{_WORD}$")
_IN_TEXT = re.compile(rf"(?<![0-9A-Za-z.:\-/{_SPELLED}第]){_SPAN}(?:{_AND}{_SPAN})*")
_ALL = re.compile(
    r"(?:全体|全小区|全部|所有|各|整个小区|每)(?:楼栋|楼|栋|人|居民|住户|邻居|业主|小区)?|大家|everyone|all"
)
_ROOM_FOLLOWS = re.compile(r"[ ]?-?[ ]?[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Meant:
    """Which buildings are meant (None: everybody), and where in the normalised text that stands."""

    buildings: Buildings | None
    start: int
    end: int


def read_buildings(words: str) -> Meant | None:
    """Return which buildings `words` begin with: ranges (3-12,17, 3号楼) or a word for all; None where they begin
    with neither. `start` and `end` count in `words` normalised."""
    text = normalise(words).text
    match = _ALL.match(text)
    if match is not None:
        return Meant(None, match.start(), match.end())
    match = _LIST.match(text)
    return _meant(match) if match is not None else None


def find_buildings(text: str) -> Meant | None:
    """Return the first buildings that a normalised text names as such (with 号楼, 栋 …, and no room behind); None where
    it names none."""
    for match in _IN_TEXT.finditer(text):
        if _ENDS_IN_WORD.search(match[0]) and _ROOM_FOLLOWS.match(text, match.end()) is None:
            return _meant(match)
    return None


def _meant(match: re.Match[str]) -> Meant | None:
    spans = []
    for part in _PART.finditer(match[0]):
        first = _bare(part["first"])
        last = _bare(part["last"]) if part["last"] else first
        if first.isdecimal() and last.isdecimal() and int(last) < int(first):
            first, last = last, first
        spans.append((first, last))
    return Meant(Buildings(tuple(spans)), match.start(), match.end()) if spans else None


def _bare(said: str) -> str:
    digits = digits_of(said)
    return said.upper() if digits is None else digits.lstrip("0") or "0"
