"""Makes one writing of the many: full width to half, traditional to simplified, list marks (①, 1️⃣) to "1. ".

What comes out is for the grammars; where a reader needs the words as they were written (a name with its emoji),
`Normalised.origin` leads back to them. Linear in the length of the text; any Unicode goes in, lone surrogates too.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import opencc

# Signs that NFKC leaves alone or takes apart, and what people mean by them.
_SIGNS = {
    **dict.fromkeys("➕﹢⁺", "+"),
    **dict.fromkeys("✖✕╳×⨉", "x"),
    **dict.fromkeys("‐‑‒–—―−➖﹣⁃", "-"),
    **dict.fromkeys("～〜∼", "~"),
    "覅": "不要",  # one word in Shanghai
    "½": "半",  # 1½斤 is 1半斤, which the quantities read as 1.5
    "℃": "℃",
    "…": "…",
    "\t": " ",
    "\v": " ",
    "\f": " ",
    "\x85": "\n",
}
_CAPITAL = re.compile("[A-Z]")
_UPPER = {ord(c): ord(c.lower()) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_LONGEST_EXPANSION = 4  # ﷽ and its like stay as they are: they are names or ornaments, not abbreviations


def _simplified() -> dict[str, str]:
    """Return opencc's traditional characters with their one simplified character each (about 4,200)."""
    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    pairs = zip(han, converted, strict=True)
    return {written: simple for written, simple in pairs if written != simple and len(simple) == 1}


class _Characters(dict[int, str]):
    """What each character becomes, worked out when it is first met and kept: a table for `str.translate`."""

    _KEPT = 1 << 15

    def __init__(self) -> None:
        super().__init__()
        self._simplified = _simplified()
        self.uneven: set[str] = set()  # those met that become none or several

    def __missing__(self, code: int) -> str:
        written = chr(code)
        becomes = "".join(self._simplified.get(part, part) for part in _rewritten(written))
        if len(becomes) != 1:
            self.uneven.add(written)
        if len(self) < self._KEPT:  # a flood of rare characters must not fill the memory
            self[code] = becomes
        return becomes


def _rewritten(written: str) -> str:
    """Return what one character becomes before traditional characters are simplified; "" drops it."""
    sign = _SIGNS.get(written)
    if sign is not None:
        return sign
    category = unicodedata.category(written)
    if category == "Cs":
        return "�"  # half of a pair: it could be neither stored nor sent
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if written == "\n":
        return written
    if category in ("Cc", "Cf") or "︀" <= written <= "️" or "󠄀" <= written <= "󠇯":
        return ""
    if written == "⃣":  # the frame of a keycap
        return ""
    if unicodedata.decomposition(written).startswith(("<super>", "<sub>")):
        return written  # 5m² is not 5m2
    composed = unicodedata.normalize("NFKC", written)
    if len(composed) > _LONGEST_EXPANSION or " " in composed:
        return written
    return "".join(_SIGNS.get(part, part) for part in composed)


_CHARACTERS = _Characters()

_CIRCLED = "\u2460-\u249b\u24eb-\u24fe\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
_MEASURES = "份箱斤袋盒瓶个個只隻条條罐桶板提件套组組杯碗把颗顆片"
_BLANK = " \t\u00a0\u3000"
_REWRITE = re.compile(
    rf"""
      (?P<mark> (?m:^)[{_BLANK}]*                                       # at the start of a line:
        (?: (?P<circled>[{_CIRCLED}])                                   #   ① ⒈ ⑴ ㈠
          | (?P<keycaps>(?:[0-9]\ufe0f?\u20e3|\U0001f51f)+)             #   1️⃣ 1️⃣2️⃣ 🔟
            (?![{_BLANK}]*[{_MEASURES}]|[0-9]\ufe0f?\u20e3)              #   but 2️⃣份牛奶 is a quantity
        ) \ufe0f?[{_BLANK}]*[.,、:：．)）]?[{_BLANK}]* )
    | (?P<inside>[{_CIRCLED}]) \ufe0f?                                  # ① between words: a list on one line
        (?P<closed>[{_BLANK}]*[.、:：．)）]?[{_BLANK}]*)
    | \U0001f51f
    | 啥人(?![都也])                                                    # who, in Shanghai
    | [勿弗伐](?=[要用够])                                               # 勿要, 弗要: 不要 as Shanghai says it
    | \r\n?
    """,
    re.VERBOSE,
)
_COUNTED = re.compile(rf"[{_MEASURES}]|$|[\n,，。;；!！?？+＋]")
_SPACES = re.compile(r" {2,}")


def _mark_value(mark: str) -> int:
    if mark[0].isascii() or mark[0] == "\U0001f51f":
        digits = mark.replace("\U0001f51f", "10").replace("\ufe0f", "").replace("\u20e3", "")
        return int(digits[:4])
    return int(unicodedata.numeric(mark[0]))


def _replacement(match: re.Match[str]) -> str:
    """Return what stands for a list mark, a line's end or a 🔟 (not yet passed through the table)."""
    if match["mark"] is not None:
        return f"{_mark_value(match['circled'] or match['keycaps'])}. "
    if match["inside"] is not None:
        value, text = _mark_value(match["inside"]), match.string
        if not match["closed"].strip() and _COUNTED.match(text, match.end()):
            return f"{value}{match['closed']}"  # 面包②个, 我要②
        before = text[match.start() - 1] if match.start() else "\n"
        return f"{value}. " if before.isspace() else f" {value}. "
    if match[0] == "啥人":
        return "谁"
    if match[0] in "勿弗伐":
        return "不"
    return "\n" if match[0][0] == "\r" else "10"


@dataclass(frozen=True)
class Normalised:
    """A text made uniform. `written` is what came in, `text` what the grammars read."""

    written: str
    text: str

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in `written` the characters `text[start:end]` came from. Positions past the end are its end."""
        if self._is_even:
            start, end = max(0, min(start, len(self.text))), max(0, min(end, len(self.text)))
            return start, max(start, end)
        starts, ends = self._origins
        start, end = max(0, min(start, len(starts))), max(0, min(end, len(starts)))
        if start >= end:
            place = starts[start] if start < len(starts) else len(self.written)
            return place, place
        return starts[start], ends[end - 1]

    @cached_property
    def _is_even(self) -> bool:
        """Say whether each character written became one of the text, as in most messages."""
        return len(self.text) == len(self.written) and (
            self.text == self.written
            or (_CHARACTERS.uneven.isdisjoint(self.written) and _REWRITE.search(self.written) is None)
        )

    @cached_property
    def _origins(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        spaced = False
        for piece, start, end in _pieces(self.written):
            for character in piece:
                if character == " " and spaced:
                    ends[-1] = end
                    continue
                spaced = character == " "
                starts.append(start)
                ends.append(end)
        return starts, ends


def _pieces(written: str) -> Iterator[tuple[str, int, int]]:
    """Yield each rewritten piece with its place in `written`, before runs of spaces are folded."""
    done = 0
    for match in _REWRITE.finditer(written):
        yield from _single(written, done, match.start())
        yield _replacement(match).translate(_CHARACTERS), match.start(), match.end()
        done = match.end()
    yield from _single(written, done, len(written))


def _single(written: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for place in range(start, end):
        yield _CHARACTERS[ord(written[place])], place, place + 1


@lru_cache(maxsize=16)  # several readers look at one message in turn
def normalise(text: str) -> Normalised:
    """Return `text` in one writing: half width, simplified, list marks as "1. ", no invisible characters, single
    spaces, lines kept. A lone surrogate becomes U+FFFD. Never raises."""
    uniform = _REWRITE.sub(_replacement, text).translate(_CHARACTERS)
    if "  " in uniform:
        uniform = _SPACES.sub(" ", uniform)
    return Normalised(text, uniform)


def lower(text: str) -> str:
    """Return `text` with its ASCII capitals small, each in its place (str.lower makes two characters of some)."""
    return text.translate(_UPPER) if _CAPITAL.search(text) else text
