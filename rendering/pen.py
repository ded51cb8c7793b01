"""A font with Chinese in the sizes that are drawn: no boxes. A character that the font does not have is left out, or a
〓 stands for it."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FACES = 12  # that a collection of fonts may have
_MISSING = "\U0010fffe"  # no font has it: what is drawn in its place is this font's box
_INSTEAD = "〓"


class Pen:
    """A font in the sizes that are drawn, and what it does not have."""

    def __init__(self, file: Path, sizes: Sequence[int]) -> None:
        """Raises OSError where the file is no font."""
        self._smallest = min(sizes)
        face = _simplified(file, self._smallest)
        self._fonts = {
            size: ImageFont.truetype(file, size, face, layout_engine=ImageFont.Layout.BASIC) for size in sizes
        }
        self._has = lru_cache(maxsize=None)(self._looks_like_itself)

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in one of the sizes."""
        return self._fonts[size]

    def width(self, text: str, size: int) -> float:
        """Return how wide a text is, in pixels."""
        return self._fonts[size].getlength(text)

    def can_write(self, text: str) -> bool:
        """Say whether the font has every character."""
        return all(self._has(character) for character in text)

    def shown(self, text: str) -> str:
        """Return a text as this font can write it."""
        kept = ((c if self._has(c) else _INSTEAD if c.isalpha() and self._has(_INSTEAD) else "") for c in text)
        return "".join(kept)

    def _looks_like_itself(self, character: str) -> bool:
        if character.isspace():
            return True
        font = self._fonts[self._smallest]
        mask, box = font.getmask(character), font.getmask(_MISSING)
        return mask.getbbox() is not None and (mask.size, bytes(mask)) != (box.size, bytes(box))


def _simplified(file: Path, size: int) -> int:
    """Return which font of a collection writes as mainland China does; the first where none says so."""
    for face in range(_FACES):
        try:
            family, _ = ImageFont.truetype(file, size, face, layout_engine=ImageFont.Layout.BASIC).getname()
        except OSError:  # there are no more; or it is no font, which the caller then sees
            break
        if family is not None and family.endswith((" SC", " CN")):
            return face
    return 0
