"""Breaks a line of Chinese and other words where it is too wide, as spreadsheets and people do. Linear in time."""

import re
import unicodedata
from collections.abc import Callable

# What is not torn apart: a run of ASCII, or one character; closing marks and blanks stay with what is before them.
_PIECE = re.compile(r"(?:[!-~]+|.)[、，。；：！？）】」』…]*[ ]*", re.DOTALL)


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return `text` (one line) as lines of at most `width`, in the unit of `measure`; at least one line, none empty
    unless the text is. A piece that is wider than a line is torn; a single character that is, stands alone."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text, width, measure):
        wide = measure(piece.rstrip())
        if line and used + wide > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += piece
        used += measure(piece)
    return [*lines, line.rstrip()] if line or not lines else lines


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    found: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        found.extend(piece if measure(piece.rstrip()) > width else (piece,))
    return found


def ems(text: str) -> float:
    """Return about how wide `text` is, in widths of a Chinese character: rather too wide than too narrow."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.78 if character.isupper() or character in "@%&mw" else 0.58
