"""Knows goods by the numbers in their names and by their prices: 140短袖, 3段奶粉, B2, 298的一箱."""

import re
from collections.abc import Iterator, Sequence

from domain.order_chain import Good
from parsing.normalise import lower, normalise

#: A number with 的 before what is wanted of it: 298的一箱, 950的两瓶.
BY_NUMBER = re.compile(
    r"(?<![0-9.\-#])(?P<number>[1-9][0-9]{0,2}(?:两|斤|寸|kg|l|升|枚|支|人)|[1-9][0-9]{1,3}(?:\.[0-9]{1,2})?)"
    r"[ ]?(?:元|块|装|款)?的"
    r"(?=[ ]?[来要]?[ ]?[0-9一二两三四五六七八九十])"
)
_LONGEST_SIZE = 10
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_HAN_DIGITS = str.maketrans("123456789", "一二三四五六七八九")
_STAGE = re.compile("(?<![0-9.])[1-9](?=[段号])")  # 奶粉3段, which is 奶粉三段 as well
_SIZE_BEFORE = re.compile(
    r"(?<![0-9.\-#一二三四五六七八九十])(?P<size>[一二三四五六七八九][段号]|"
    r"[0-9]{1,3}(?:\.[0-9]{1,2})?(?:段|号|码|寸|cm|ml|l|kg|g|斤|升|度|色|片|抽)"
    r"|[1-9][0-9]{2})的?[ ]?$"
)
_CODED = re.compile("[a-z][0-9]{1,2}(?![0-9a-z])")
_FEW = 3
_NAMED_SIZE = re.compile("(?<![0-9.])[0-9]{1,3}(?:两|斤|寸|kg|l|升|枚|支|人)(?=[^0-9]|$)")
_NAMED_NUMBER = re.compile("(?<![0-9.])[0-9]{2,4}(?![0-9.])")


def fold(name: str) -> str:
    """Return a name as the lexicon knows it: normalised, in small letters, without blanks."""
    return lower(normalise(name).text).replace(" ", "")


def numbered(low: str, start: int, names: tuple[str, ...], done: int) -> tuple[int, tuple[str, ...]]:
    """Return where a mention at `start` begins, and its goods: of several the one that has the number right before the
    words (140短袖, 3段奶粉), else all of them."""
    lead = _SIZE_BEFORE.search(low, max(done, start - _LONGEST_SIZE), start)
    if lead is None:
        return start, names
    has = re.compile(f"(?<![0-9.]){re.escape(lead['size'].translate(_DIGITS))}(?![0-9.])")
    fits = tuple(name for name in names if has.search(fold(name)))
    return (lead.start(), fits) if len(fits) == 1 else (start, names)


def also_written(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield what else the goods are called by, and the number of each: the stage in words (奶粉三段), and the code that
    several of the names begin with (B2 of B2绣球, B5 of B5茉莉)."""
    for number, name in enumerate(names):
        if (spelt := _STAGE.sub(lambda match: match[0].translate(_HAN_DIGITS), name)) != name:
            yield spelt, number
    coded = [(match[0], number) for number, name in enumerate(names) if (match := _CODED.match(name))]
    if len(coded) > 1:
        yield from coded


def by_number(goods: tuple[Good, ...]) -> dict[str, tuple[str, ...]]:
    """Return the goods of each number that one of them has, or few, as its price or in its name."""
    found: dict[str, set[str]] = {}
    for good in goods:
        numbers = [*_NAMED_NUMBER.findall(fold(good.name)), *_NAMED_SIZE.findall(fold(good.name))]
        for number in [*numbers, *([f"{good.price.normalize():f}"] if good.price is not None else [])]:
            found.setdefault(number, set()).add(good.name)
    return {number: tuple(sorted(names)) for number, names in found.items() if len(names) <= _FEW}
