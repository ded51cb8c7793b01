"""Pages: no longer than a message may be, nothing lost, cut between lines where there are any."""

from hypothesis import given
from hypothesis import strategies as st

from rendering.page import LIMIT, length, pages


def test_a_length_is_counted_as_telegram_counts() -> None:
    assert [length(text) for text in ("", "青菜", "👍", "a👍b")] == [0, 2, 2, 4]


def test_lines_fill_a_page_and_go_on_to_the_next() -> None:
    assert pages(["一二三", "四五", "六"], limit=6) == ("一二三\n四五", "六")
    assert pages([]) == ()
    assert pages(["", "一"]) == ("一",)
    assert pages(["一", "", "二"]) == ("一\n\n二",)


def test_a_line_longer_than_a_page_is_cut_and_no_emoji_is_halved() -> None:
    assert pages(["👍👍👍"], limit=5) == ("👍👍", "👍")
    assert pages(["一", "二三四五六"], limit=3) == ("一", "二三四", "五六")


def test_a_page_may_be_exactly_full() -> None:
    assert pages(["x" * LIMIT]) == ("x" * LIMIT,)
    assert [length(page) for page in pages(["x" * (LIMIT + 1)])] == [LIMIT, 1]


@given(st.lists(st.text(st.sampled_from("青菜香梨👍 3-"), max_size=30), max_size=20), st.integers(2, 40))
def test_no_page_is_too_long_and_no_word_is_lost(lines: list[str], limit: int) -> None:
    found = pages(lines, limit)
    assert all(0 < length(page) <= limit for page in found)
    assert "".join(found).replace("\n", "") == "".join(lines)
