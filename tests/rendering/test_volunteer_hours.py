"""What volunteers read of their hours."""

from datetime import date

import pytest

from domain.volunteer_hours import Served
from rendering.volunteer_hours import hours, noted, of_all, own

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("minutes", "said"), [(180, "3小时"), (150, "2.5小时"), (100, "1小时40分钟"), (40, "40分钟"), (30, "0.5小时")]
)
def test_a_length_as_people_say_it(minutes: int, said: str) -> None:
    assert hours(minutes) == said


def test_which_day_was_noted() -> None:
    assert noted(TODAY, 180, TODAY) == "✍ 记下了：今天一共3小时。辛苦了！"
    assert noted(date(2026, 3, 3), 90, TODAY) == "✍ 记下了：昨天一共1.5小时。辛苦了！"
    assert noted(date(2026, 2, 27), 60, TODAY) == "✍ 记下了：2月27日一共1小时。辛苦了！"
    assert noted(TODAY, 0, TODAY) == "✍ 今天的工时去掉了。"


def test_ones_own_month() -> None:
    assert "您3月的工时：3.5小时（1日 2小时、4日 1.5小时）" in own(
        [Served(date(2026, 3, 1), 120), Served(TODAY, 90)], TODAY
    )
    assert own([], TODAY).startswith("这个月还没有记过您的工时。")


def test_everybodys_month() -> None:
    text = of_all("桂园", [("唐姐", 150), ("许师傅", 60)], TODAY)
    assert text.splitlines()[1:] == ["・唐姐 2.5小时", "・许师傅 1小时", "一共 2 位，3.5小时。"]
    assert "还没有人报过" in of_all("桂园", [], TODAY)
    many = of_all("桂园", [(f"邻居{number}", 60) for number in range(70)], TODAY)
    assert "……还有 10 位\n一共 70 位，70小时。" in many
