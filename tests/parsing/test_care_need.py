"""What somebody needs is read from a note, and for which team (parsing/care_need.py)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.role import Team
from parsing.care_need import read_needs

S, M, C = Team.SUPPLY, Team.MEDICINE, Team.CARE


@pytest.mark.parametrize(
    ("note", "needs"),
    [
        ("没米了，还要配药，灯坏了", [(S, "没米了"), (M, "要配药"), (C, "灯坏了")]),
        ("缺米，想洗澡", [(S, "缺米"), (C, "想洗澡")]),
        ("身体挺好。血压药还有三天", [(M, "血压药还有三天")]),
        ("缬沙坦快吃完了", [(M, "缬沙坦快吃完了")]),
        ("没米还要配药", [(S, "没米"), (M, "要配药")]),
        ("米、油、降压药都没了", [(S, "米，油"), (M, "降压药都没了")]),
        ("米和油都没了", [(S, "米和油都没了")]),
        ("想要点青菜，鸡蛋也快没了", [(S, "想要点青菜，鸡蛋也快没了")]),
        ("水管漏水；有个快递要取", [(C, "水管漏水"), (Team.PARCEL, "有个快递要取")]),
        ("没做抗原，要人上门", [(Team.TEST, "没做抗原"), (C, "要人上门")]),
        ("想请人陪去医院", [(C, "想请人陪去医院")]),
    ],
)
def test_each_need_goes_to_its_team(note: str, needs: list[tuple[Team, str]]) -> None:
    assert [(one.team, one.words) for one in read_needs(note)] == needs


@pytest.mark.parametrize(
    "note",
    [
        "身体很好",
        "什么都不缺",
        "药还够，不用配",
        "没什么事",
        "聊了半小时，心情不错",
        "菜已经送到了",
        "不要紧",
        "米买好了",
        "精神好，没问题",
    ],
)
def test_who_needs_nothing_needs_nothing(note: str) -> None:
    assert read_needs(note) == ()


@given(st.text(max_size=600))
def test_nothing_makes_it_raise(note: str) -> None:
    read_needs(note)
