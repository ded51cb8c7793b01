"""The preview: a picture for a telephone, with no boxes where the font lacks a character."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.font import PACKAGE, chinese_font
from domain.order_chain import Buy, Good, Line, Order, Terms
from domain.residence import Residence
from rendering.order_chain_papers import Papers
from rendering.order_chain_picture import WIDTH, preview
from rendering.pen import Pen
from tests.rendering.a_buy import NOW, big_buy

_FONT = chinese_font()
needs_font = pytest.mark.skipif(_FONT is None, reason=f"NO PICTURE IS DRAWN: no Chinese font is installed ({PACKAGE})")


def drawn(papers: Papers) -> Image.Image:
    assert _FONT is not None
    content = preview(papers, _FONT)
    assert content is not None
    assert len(content) < 400_000
    return Image.open(io.BytesIO(content))


def bought(words: str, items: int = 1, quantity: str = "2") -> Papers:
    goods = tuple(Good(f"{words}{count}", Decimal(3), "箱", box=5) for count in range(items))
    lines = tuple(Line(good.name, Decimal(quantity), "箱", 1) for good in goods)
    order = Order("p", Residence("3", room="502"), words, False, 1, lines)
    return Papers(Buy(None, words, goods, True, {"p": order}, {}, Terms(minimum=Decimal(10**9))), NOW)


@needs_font
def test_the_preview_of_a_big_buy_fits_a_telephone() -> None:
    picture = drawn(big_buy())

    assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert picture.height <= 2_000


@needs_font
def test_a_buy_of_many_items_is_cut_short() -> None:
    assert drawn(bought("香梨", items=200)).height <= drawn(bought("香梨", items=17)).height * 3


@needs_font
def test_more_is_shown_of_a_buy_that_more_joined() -> None:
    assert drawn(Papers(Buy(), NOW)).height < drawn(bought("香梨")).height < drawn(big_buy()).height


@needs_font
def test_what_the_font_does_not_have_is_left_out() -> None:
    assert _FONT is not None
    pen = Pen(_FONT, (32, 54))

    assert pen.shown("鸡蛋🥚 2盒\U0010fffd") == "鸡蛋 2盒"
    assert pen.can_write("汇总 3-502")
    assert not pen.can_write("\U0010fffd")
    assert pen.shown("沈\U0003fffd") in ("沈", "沈〓")
    assert drawn(bought("🥚🥚")).width == WIDTH


@needs_font
def test_an_emoji_draws_nothing_but_what_is_drawn_without_it() -> None:
    assert drawn(bought("香梨")).tobytes() == drawn(bought("香梨\U0010fffd")).tobytes()


@needs_font
@settings(deadline=None, max_examples=25)
@given(st.text(max_size=200), st.sampled_from(["2", "0.125", "1E+30"]))
def test_hostile_words_never_raise(words: str, quantity: str) -> None:
    assert drawn(bought(words, items=3, quantity=quantity)).width == WIDTH


def test_no_picture_is_drawn_where_the_file_is_no_font(tmp_path: Path) -> None:
    broken = tmp_path / "NotoSansSC.otf"
    broken.write_bytes(b"not a font")

    assert preview(big_buy(), broken) is None
    assert preview(big_buy(), tmp_path / "absent.ttc") is None


def test_no_picture_is_drawn_with_a_font_without_chinese(tmp_path: Path) -> None:
    latin = ImageFont.load_default(20)
    assert isinstance(latin, ImageFont.FreeTypeFont)
    file = tmp_path / "latin.ttf"
    file.write_bytes(latin.font_bytes)

    assert preview(big_buy(), file) is None


@needs_font
def test_an_account_that_told_nothing_still_has_a_line() -> None:
    nameless = Order("a:1", None, None, False, 1, (Line("梨", Decimal(1), None, 1),))

    assert drawn(replace(bought("香梨"), buy=Buy(orders={"a:1": nameless}))).width == WIDTH
