"""Numbers as people write them: 12, 1,040,000, 2.3万, 一百五 (150), 卅六, 俩, 壹佰贰拾, 一点五, 二零二六.

A numeral is read by hand from a run of its characters, in one pass, because 一百五, 一百零五 and 一七二零 count by
different rules. Numbers are below `TOO_GREAT` and have at most `LONGEST` characters; nobody means longer ones.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 24
TOO_GREAT = 10**12
DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
    "仨": 3,
    "参": 3,
    "幺": 1,
    "弌": 1,
    "弍": 2,
    "弎": 3,
    "○": 0,
}
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

# Written only in contracts and on receipts; alone in a text they are words: 收拾, 大陆, 肆意.
CAPITALS = frozenset("壹贰叁参肆伍陆柒捌玖拾佰仟")

HAN = "零〇○一二两俩三仨四五六七八九十百千万亿廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟"
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<han>.)", re.DOTALL)


@lru_cache(maxsize=4096)
def number_of(numeral: str) -> Decimal | None:
    """Return the value of `numeral` (a run of digits, Chinese numerals, 点 or "."), or None where it is none."""
    if not numeral or len(numeral) > LONGEST:
        return None
    value = _value(numeral)
    return value if value is not None and value < TOO_GREAT else None


def _value(numeral: str) -> Decimal | None:
    if _PLAIN.fullmatch(numeral):
        return Decimal(numeral.replace(",", ""))
    whole, point, fraction = numeral.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    places = _positional(fraction)
    return None if places is None else value + Decimal(f"0.{places}")


def _positional(run: str) -> str | None:
    """Return the digits that 二零五 or 205 spells, one after another, or None."""
    digits = "".join(str(DIGITS.get(character, character)) for character in run)
    return digits if digits.isascii() and digits.isdigit() else None


def _whole(run: str) -> Decimal | None:
    if not run:
        return None
    spelled = _positional(run)
    if spelled is not None:  # 一七二零, 三; but 5一 are two numbers
        return Decimal(spelled) if run.isascii() or not any(map(str.isascii, run)) else None
    count = _Count()
    return count.total() if all(count.take(part[0]) for part in _WHOLE.finditer(run)) else None


@dataclass(slots=True)
class _Count:
    """A number as far as it has been read. `digit` waits for its scale; `scale` is the one met last, for 一百五."""

    myriads: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    digit: Decimal | None = None
    scale: int = 0
    zero: bool = False  # since the last scale, as in 一百零五

    def take(self, word: str) -> bool:
        """Read the next digits, Chinese digit or scale; false where no number goes on like this."""
        if word in SCALES:
            return self._scale(SCALES[word])
        if word in MYRIADS:
            return self._myriad(MYRIADS[word])
        if self.digit:  # two digits without a scale between them: 二十三四
            return False
        if word in TENS:
            self.section, self.digit, self.scale = self.section + TENS[word], None, 10
            return True
        if word not in DIGITS and not "0" <= word[0] <= "9":  # isdigit takes ² for one
            return False
        self.digit = Decimal(DIGITS[word] if word in DIGITS else word.replace(",", ""))
        self.zero = self.zero or self.digit == 0 or word[0] == "0"  # 1百01
        return True

    def _scale(self, scale: int) -> bool:
        if self.digit is None and scale != 10 and not self.myriads:
            return False  # 千万, 百
        self.section += (self.digit or 1) * scale
        self.digit, self.scale, self.zero = None, scale, False
        return True

    def _myriad(self, scale: int) -> bool:
        here = self.section + (self.digit or 0)
        if not here and not self.myriads:
            return False  # 万一
        self.myriads = (self.myriads + here) * scale if scale > 10**4 else self.myriads + here * scale
        self.section, self.digit, self.scale, self.zero = Decimal(0), None, scale, False
        return True

    def total(self) -> Decimal:
        """Return the number that has been read; a last digit right after 百, 千 or 万 counts in tenths of it."""
        last = self.digit or Decimal(0)
        if last < 10 and not self.zero and self.scale >= 100:
            last = last * self.scale / 10
        return self.myriads + self.section + last


@lru_cache(maxsize=4096)
def digits_of(numeral: str) -> str | None:
    """Return the digits of a room or building: 三零二 is 302, 十二 is 12, 12 is 12; None where it is no number."""
    spelled = _positional(numeral)
    if spelled is not None:
        return spelled
    value = number_of(numeral)
    return None if value is None or value != value.to_integral_value() else str(int(value))
