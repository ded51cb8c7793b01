"""Reads the other cells of a roster: names, telephones, numbers of people, ticks, words for marks, notes."""

import re
import unicodedata
from functools import lru_cache

from domain.household import Mark
from parsing.normalise import normalise
from parsing.numeral import number_of
from parsing.roster_cell import CellError
from parsing.roster_place import ROUNDED, ROUNDED_REASON
from parsing.vocabulary.roster import MARK_WORDS, NO, NOTHING, OWN_LANGUAGES, YES

LONGEST_CONTACT = 40
LONGEST_PHONE = 80
LONGEST_NOTE = 1000
_MOST_PEOPLE = 999  # a dormitory is one household

_NO_PHONE = re.compile(MARK_WORDS[Mark.NO_PHONE])
_PEOPLE = re.compile(r"(?P<number>[0-9]{1,4}|[零一二两三四五六七八九十]{1,3})(?:\.0+)?[个]?[人口位名]?")
_CHILDREN = re.compile(r"(?P<number>[0-9一二两三四五六七八九十]{1,3})(?:个|名|人|位|岁|个?月|周岁)[0-9一-鿿]{0,10}")
_MARK_WORDS = tuple((Mark(mark), re.compile(pattern)) for mark, pattern in MARK_WORDS.items())
_BETWEEN_WORDS = re.compile(r"[,，、;；/／+＋\s]")
_NONE = ("无", "没有", "没")


def is_nothing(words: str) -> bool:
    """Say whether a cell only says that there is nothing: 无, —, 不详."""
    return _folded(words) in NOTHING


def contact_in(words: str) -> str | None:
    """Return the name as written. Raises CellError."""
    if is_nothing(words):
        return None
    if len(words) > LONGEST_CONTACT:
        raise CellError(f"太长，不像姓名（最多 {LONGEST_CONTACT} 个字）。")
    return words


def phone_in(words: str) -> tuple[str | None, bool]:
    """Return the telephone as written, in half width, and whether the cell says that there is none (无手机). Raises
    CellError for what has no number, and for one whose last digits a spreadsheet has rounded away."""
    if is_nothing(words):
        return None, False
    number = unicodedata.normalize("NFKC", words).strip().lstrip("'")
    if _NO_PHONE.fullmatch(normalise(number).text):
        return None, True
    if ROUNDED.fullmatch(number.replace(" ", "")):
        raise CellError(ROUNDED_REASON)
    digits = sum("0" <= character <= "9" for character in number)
    if digits < 5 or len(number) > LONGEST_PHONE:
        raise CellError("不像电话号码：改对，或者空着。")
    if number.endswith(".0") and number[:-2].isdecimal():
        number = number[:-2]
    return number, False


def size_in(words: str) -> int | None:
    """Return how many people: 3 for 3, 三人, 3.0; None where nothing is said. Raises CellError."""
    if is_nothing(words):
        return None
    match = _PEOPLE.fullmatch(normalise(words).text.replace(" ", "")) if len(words) < 20 else None
    number = number_of(match["number"]) if match else None
    if number is None or number > _MOST_PEOPLE:
        raise CellError(f"看不懂几个人：写一个数字（0–{_MOST_PEOPLE}），或者空着。")
    return int(number)


def tick_in(words: str, mark: Mark) -> tuple[bool, str | None]:
    """Return whether the column's mark is ticked, and what more its cell says (a language, a child's age). Raises
    CellError where that cannot be told; 无 under 无手机 says neither yes nor no."""
    folded = _folded(words)
    if mark is Mark.NO_PHONE and folded in _NONE:
        raise CellError(f"「{words}」是没有手机，还是不属于？写 是 或 否。")
    if folded in NO:
        return False, None
    if folded in YES or mark in _marks_named(folded):
        return True, None
    if folded.startswith(("非", "不")) and mark in _marks_named(folded[1:]):
        return False, None
    if len(words) <= LONGEST_CONTACT:
        if mark is Mark.OTHER_LANGUAGE:
            return (False, None) if folded in OWN_LANGUAGES else (True, f"语言：{words}")
        if mark is Mark.SMALL_CHILD and folded.isdecimal() and int(folded) < 10:
            return int(folded) > 0, None
        if mark is Mark.SMALL_CHILD and _CHILDREN.fullmatch(folded):
            return True, f"婴幼儿：{words}"
    raise CellError("看不懂：写 是 或 否。")


def has_phone_in(words: str) -> bool:
    """Return whether nobody has a phone, from a column that asks whether somebody has (有无手机). Raises CellError."""
    folded = _folded(words)
    if folded in _NONE or (folded in NO and folded not in NOTHING):
        return True
    if folded in NOTHING or folded in YES:
        return False
    raise CellError("看不懂：写 有 或 无。")


def words_in(words: str) -> tuple[frozenset[Mark], str | None]:
    """Return the marks that words name (独居、无手机), and the words that name none, for the note."""
    marks: set[Mark] = set()
    others = []
    for word in _BETWEEN_WORDS.split(words):
        named = _marks_named(_folded(word))
        marks |= named
        if not named and not is_nothing(word):
            others.append(word)
    return frozenset(marks), "、".join(others) or None


@lru_cache(maxsize=1024)
def _marks_named(folded: str) -> frozenset[Mark]:
    return frozenset(mark for mark, pattern in _MARK_WORDS if pattern.fullmatch(folded))


def note_in(words: str) -> str | None:
    """Return the note as written. Raises CellError."""
    if is_nothing(words):
        return None
    if len(words) > LONGEST_NOTE:
        raise CellError(f"太长：备注最多 {LONGEST_NOTE} 个字。")
    return words


def _folded(words: str) -> str:
    if len(words) > LONGEST_NOTE:
        return words
    return normalise(words).text.strip().rstrip("。.;,!").lower() or words.strip()
