"""Words for private ears stay in their type; what looks like a phone is found however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.discretion import Discreet, find_phones, veiled

PHONES = (
    "13912345678",
    "139 1234 5678",
    "139-1234-5678",
    "+8613912345678",
    "+86 139 1234 5678",
    "１３９１２３４５６７８",
    "021-61234567",
    "021 61234567",
    "(0571)61234567",
    "（0571）6123456",
    "05716123456",
)
NO_PHONES = ("3-502", "12345678901", "2026-03-02 20:00", "1391234567", "139123456789", "20斤", "6123456", "100,000,000")


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("around", ["{}", "找小陶{}谢谢", "小陶 {}，6-302", "{}\n"])
def test_a_phone_is_veiled_whatever_stands_around_it(phone: str, around: str) -> None:
    assert veiled(around.format(phone)) == around.format("[电话]")


@pytest.mark.parametrize("words", NO_PHONES)
def test_other_numbers_are_left_as_they_are(words: str) -> None:
    assert find_phones(words) == []
    assert veiled(words) == words


def test_what_an_organiser_named_stays_however_it_is_written_and_nothing_else_does() -> None:
    named = ("柚子团 139 1234 5678", "柚子")
    assert veiled("柚子团 13912345678：小陶 13712345678", named) == "柚子团 13912345678：小陶 [电话]"


def test_several_are_veiled() -> None:
    assert veiled("13912345678 或 021-61234567") == "[电话] 或 [电话]"


@given(st.text(st.sampled_from("0123456789 -（）()１３９a\n"), max_size=80))
def test_nothing_veiled_holds_a_phone_any_more(text: str) -> None:
    assert not find_phones(veiled(text))


def test_discreet_words_go_into_no_other_words() -> None:
    need = Discreet("6-302 要胰岛素")
    assert need.for_private_ears == "6-302 要胰岛素"
    assert "胰岛素" not in repr(need)
    with pytest.raises(TypeError):
        str(need)
    with pytest.raises(TypeError):
        f"登记：{need}"
    assert not isinstance(need, str)
