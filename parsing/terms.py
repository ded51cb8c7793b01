"""Reads the terms of a group buy: 今晚8点截单, 满20份成团, 每箱12盒, 限量50份."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from domain.moment import Deadline, Grain, Moment
from domain.order_chain import Good, Terms
from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.numeral import number_of
from parsing.vocabulary.measure import MEASURE

_DIGITS = "0-9一二两三四五六七八九十百"
_NUMBER = r"[0-9]{1,6}|[一二两三四五六七八九十百]{1,5}"
_CLOSES = re.compile(
    r"截[单止]|延[长期]到|延到|推迟到|收单|封单|关单|停接|结束接龙|接龙结束|接龙到|接到|点半?之?前(?:报|接|下单|跟我说|告诉我)"
)
_HOW_MANY = rf"(?P<number%s>{_NUMBER}) [ ]? (?P<measure%s>{MEASURE}|人|户|单)"
_MINIMUM = re.compile(
    rf"""
    (?: 满|够|凑[满够齐]?|最少|至少|不到|不足|达到 ) [ ]? {_HOW_MANY % ("", "")}?
        (?: 就|才|可以?|即可?|以上|起|,)? [ ]? (?: 成团|开团|起团|起送|发车|下单|不成团|不开团|就开|取消 )
    | (?<![差缺欠{_DIGITS}]) (?<![差缺欠][ ]) {_HOW_MANY % ("_2", "_2")} [ ]?
        (?:以上|起)? [ ]? (?: 成团|起团|开团|起送|起订 )  # but not 还差4份起送
    | (?: 成团数|成团|起团|起送|起订 ) (?:量|数量|数)? [:：]? [ ]? {_HOW_MANY % ("_3", "_3")}?
    """,
    re.VERBOSE,
)
_BOX = re.compile(
    rf"""
    [每一1整] [ ]? (?P<word>[箱件提盒袋包板筐]) [ ]? (?:有|装|是|为|=|共|:)? [ ]?
        (?P<size>[0-9]{{1,3}}) [ ]? (?P<measure>{MEASURE})
    | (?P<size_2>[0-9]{{1,3}}) [ ]? (?P<measure_2>{MEASURE}) [ ]?
        (?: /|[一1每]|为一|成一|装一|凑一?|满一?) [ ]? (?P<word_2>箱|件)
    """,
    re.VERBOSE,
)
_CAP = re.compile(
    rf"""
    (?<!每户)(?<!每家)(?<!每人) (?: 限量?|一?共只有|总共只?有?|只有|最多|封顶|上限 ) [ ]?
        (?P<number>[0-9]{{1,5}}) [ ]? (?P<measure>{MEASURE})
    """,
    re.VERBOSE,
)


def read_terms(text: str, said_at: datetime) -> Terms:
    """Return the terms that a text names, as said at `said_at` (aware). What it does not name is None. Never raises."""
    terms = Terms()
    for line in normalise(text).text.split("\n"):
        if terms.closes_at is None and _CLOSES.search(line):
            terms = replace(terms, closes_at=_closing(line, said_at))
        found = _MINIMUM.search(line) if terms.minimum is None else None
        if found is not None:
            number = number_of(found["number"] or found["number_2"] or found["number_3"])
            measure = found["measure"] or found["measure_2"] or found["measure_3"]
            if number:
                terms = replace(terms, minimum=number, minimum_measure=measure)
    return terms


def _closing(line: str, said_at: datetime) -> int | None:
    """Return the instant (UTC seconds) at which a line says that orders close, or None where it says none."""
    for found in find_moments(line, said_at):
        when = found.value
        if isinstance(when, Deadline | Moment) and when.grain is not Grain.DAY and when.at > said_at:
            return int(when.at.timestamp())
    return None


def boxed(goods: tuple[Good, ...], text: str) -> tuple[Good, ...]:
    """Return the goods with their box sizes and caps: as the line that names them says, or, of a line that names none,
    where there is only one good. Never raises."""
    lines = normalise(text).text.split("\n")
    return tuple(
        _boxed(good, [line for line in lines if good.name in line] or lines * (len(goods) == 1)) for good in goods
    )


def _boxed(good: Good, lines: list[str]) -> Good:
    for line in lines:
        box = _BOX.search(line)
        if box is not None and good.box is None:
            word, size = box["word"] or box["word_2"], int(box["size"] or box["size_2"])
            measure = box["measure"] or box["measure_2"]
            if size > 1 and measure != word and good.measure in (None, measure):
                good = replace(good, box=size, box_word=word)
        cap = _CAP.search(line)
        if cap is not None and good.cap is None and good.measure in (None, cap["measure"]):
            good = replace(good, cap=Decimal(cap["number"]))
    return good
