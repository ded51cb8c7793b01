"""Where goods are fetched, and how many minutes lie between two buildings, in words."""

import pytest

from parsing.delivery import HandingOut, read_handing_out

CASES = [
    ("南门岗亭", HandingOut("南门岗亭")),
    ("地点：南门岗亭。", HandingOut("南门岗亭")),
    ("取货地点改到2号楼架空层", HandingOut("2号楼架空层")),
    ("每20分钟", HandingOut("", 20)),
    ("20分钟一栋", HandingOut("", 20)),
    ("隔十分钟叫一栋", HandingOut("", 10)),
    ("半小时", HandingOut("", 30)),
    ("每1小时", HandingOut("", 60)),
    ("南门，每20分钟一栋", HandingOut("南门", 20)),
    ("每20分钟，南门", HandingOut("南门", 20)),
    ("每300分钟", HandingOut("每300分钟")),
    ("", HandingOut()),
]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_an_answer_says_where_and_how_often(text: str, said: HandingOut) -> None:
    assert read_handing_out(text) == said
