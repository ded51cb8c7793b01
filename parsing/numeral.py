"""Numbers as people write them: 12, 1,040,000, 2.3万, 一百五 (150), 卅六, 俩, 壹佰贰拾, 一点五, 二零二六.

A numeral is read by hand from a run of its characters, in one pass, because 一百五, 一百零五 and 一七二零 count by
different rules. Numbers are below `TOO_GREAT` and have at most `LONGEST` characters; what is longer is no number that anybody means.
"""

import re
from decimal import Decimal

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
TENS = {"廿": 20, "卅": 30, "卌": 40}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

# Written only in contracts and on receipts; alone in a text they are words: 收拾, 大陆, 肆意.
CAPITALS = frozenset("壹贰叁参肆伍陆柒捌玖拾佰仟")

HAN = "零〇○一二两俩三仨四五六七八九十百千万亿廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟"
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<han>.)", re.DOTALL)


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
    total = section = Decimal(0)
    pending: Decimal | None = None  # a digit that waits for its scale
    last = Decimal(0)  # the scale met last, for 一百五
    zero = False
    for part in _WHOLE.finditer(run):
        word = part[0]
        if part["digits"]:
            if pending:
                return None
            pending = Decimal(word.replace(",", ""))
            zero = zero or word[0] == "0"  # 1百01
        elif word in DIGITS:
            if pending:
                return None
            pending = Decimal(DIGITS[word])
            zero = zero or pending == 0
        elif word in TENS:
            section, pending, last = section + (pending or 0) + TENS[word], None, Decimal(10)
        elif word in SCALES:
            scale = Decimal(SCALES[word])
            if pending is None and scale != 10 and not total:
                return None  # 千万, 百
            section += (pending if pending else 1) * scale
            pending, last, zero = None, scale, False
        elif word in MYRIADS:
            here = section + (pending or 0)
            if not here and not total:
                return None  # 万一
            total, section = (total + (here or 0)) * MYRIADS[word] if word == "亿" else total + here * 10**4, Decimal(0)
            pending, last, zero = None, Decimal(MYRIADS[word]), False
        else:
            return None
    if pending is not None:
        short = pending < 10 and not zero and last >= 100
        section += pending * last / 10 if short else pending
    return total + section


def digits_of(numeral: str) -> str | None:
    """Return the digits of a room or building: 三零二 is 302, 十二 is 12, 12 is 12; None where it is no number."""
    spelled = _positional(numeral)
    if spelled is not None:
        return spelled
    value = number_of(numeral)
    return None if value is None or value != value.to_integral_value() else str(int(value))
