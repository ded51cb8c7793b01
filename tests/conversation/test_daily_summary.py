"""The recipes of the summary: one card is drawn for all groups, and none with a font that has no Chinese."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from bot.font import PACKAGE, chinese_font
from conversation.content import Photo
from conversation.daily_summary import CARD, recipes
from storage.daily_summary import Summary
from tests.rendering.a_day import busy, full

SUMMARY = Summary(1, 1, date(2026, 3, 4), None, 1, False, None, None, None)
_FONT = chinese_font()


@pytest.mark.skipif(_FONT is None, reason=f"NO PICTURE IS DRAWN: no Chinese font is installed ({PACKAGE})")
def test_groups_that_see_the_same_day_share_one_drawing() -> None:
    draw = recipes(_FONT, PACKAGE)[CARD].draw
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(draw, [(SUMMARY, busy(), building) for building in ("3", None, "5", None)]))
    contents = [one.content for one in drawn if isinstance(one, Photo)]
    assert len(contents) == 4
    assert all(content is contents[0] for content in contents)
    other = draw((SUMMARY, full(), None))
    assert isinstance(other, Photo)
    assert other.content != contents[0]


def test_a_font_without_chinese_is_no_card_but_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="no Chinese"):
        recipes(Path(__file__), PACKAGE)[CARD].draw((SUMMARY, busy(), None))
