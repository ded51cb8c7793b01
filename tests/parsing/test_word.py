"""Who is a person and what is an ordinary word (parsing/word.py)."""

import pytest

from parsing.word import is_ordinary, is_person, is_titled, load


@pytest.mark.parametrize(
    "name", ["王姐", "老秦", "小陶", "圆圆", "豆豆妈", "沈琴", "Nancy", "Amy Lee", "阿婆", "陈奶奶", "钱大爷"]
)
def test_what_neighbours_are_called(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "word", ["苹果", "大米", "小米", "牛奶", "黄桃", "白玉菇", "老干妈", "荔", "五常大米和油盐酱醋茶都要来一份"]
)
def test_goods_are_no_people(word: str) -> None:
    assert not is_person(word)


def test_a_title_makes_a_name() -> None:
    assert is_titled("王姐")
    assert not is_titled("姐")


def test_ordinary_words_are_in_the_dictionary_whole_or_in_pieces() -> None:
    assert is_ordinary("荔枝")
    assert is_ordinary("独居老人")
    assert not is_ordinary("莫小北")


def test_the_dictionary_is_loaded_once() -> None:
    assert load() is load()
