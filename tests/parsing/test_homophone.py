"""Goods by how they are said: 清菜 is 青菜, but 李子 is not 梨子."""

import pytest

from domain.order_chain import Good
from parsing.item import lexicon

_GOODS = tuple(map(Good, ("荠菜", "梨子", "哈密瓜", "小馄饨", "草莓", "草霉素")))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("剂菜3斤", ["荠菜"]),
        ("哈蜜瓜一个", ["哈密瓜"]),
        ("要小混饨2袋", ["小馄饨"]),
        ("李子2箱", []),  # a word of its own
        ("剂采3斤", []),  # two characters wrong
        ("这剂菜谱3页", []),  # in the midst of other words
        ("草梅2盒", ["草莓", "草霉素"]),  # both are said so: it is asked
        ("𠮷菜2斤", []),  # nobody knows how that is said
    ],
)
def test_a_character_that_is_said_alike_is_understood(said: str, names: list[str]) -> None:
    assert [name for mention in lexicon(_GOODS).mentions(said) for name in mention.names] == names
