"""Writes parsing/vocabulary/syllable.py: how the characters of GB 2312 are said, without tones.

    pip install pypinyin && python tools/make_syllables.py > parsing/vocabulary/syllable.py

Not needed to run or test the bot; pypinyin (57 MB in memory) is used here only.
"""

import importlib
import sys
from collections import defaultdict

_MOST = 55  # characters of a line
_MODULE = '''"""How characters are said, without tones, to know a good by a homophone (清菜 for 青菜).

Made by tools/make_syllables.py from the readings of pypinyin (MIT). One syllable a line, or several."""

_SAID = """
LINES
"""

SYLLABLE = {
    character: syllable
    for syllable, characters in (line.split() for line in _SAID.strip().splitlines())
    for character in characters
}
'''


def characters() -> list[str]:
    """Return the characters of GB 2312, in its order."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [text for code in codes if (text := code.decode("gb2312", errors="ignore"))]


def main() -> None:
    """Write the module."""
    lazy_pinyin = importlib.import_module("pypinyin").lazy_pinyin
    said: dict[str, list[str]] = defaultdict(list)
    for character in characters():
        said[lazy_pinyin(character)[0]].append(character)
    lines = [
        f"{syllable} {''.join(these[start : start + _MOST])}"
        for syllable, these in sorted(said.items())
        for start in range(0, len(these), _MOST)
    ]
    sys.stdout.write(_MODULE.replace("LINES", "\n".join(lines)))


if __name__ == "__main__":
    main()
