"""Looks for a font that has Chinese, in the folders where fontconfig and Pillow look. Pictures need one."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

#: The Debian package that the mend names.
PACKAGE = "fonts-noto-cjk"
_FONTS = (".ttf", ".ttc", ".otf", ".otc")
#: How the files of the common Chinese fonts begin, without anything but letters and digits.
_CHINESE = re.compile(
    r"noto(sans|serif)(mono)?(cjk|sc|tc|hk)|sourcehan(sans|serif)|wqy|wenquanyi|droidsansfallback|msyh|simsun|simhei"
    r"|simkai|dengxian|deng(b|l)?(ttf|ttc)|pingfang|stheiti|songti|hiraginosansgb|uming|ukai|lxgw|harmonyossanssc|unifont"
)


def chinese_font(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the file of a font that has Chinese, or None where none is found."""
    for folder in _folders(environment):
        for place, _, names in os.walk(folder):
            for name in sorted(names):
                plain = re.sub(r"[^a-z0-9]", "", name.lower())
                if name.lower().endswith(_FONTS) and _CHINESE.match(plain):
                    return Path(place, name)
    return None


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME") or "/nonexistent")
    yield Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "fonts"
    yield home / ".fonts"
    for shared in (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        yield Path(shared) / "fonts"
    yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
