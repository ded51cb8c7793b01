"""Days to be shown: a quiet one, a busy one, of compounds of any size. Made by rule; all of it is invented."""

from dataclasses import replace
from datetime import date

from domain.daily_summary import Day, Figure, Line, Part, in_order
from domain.daily_summary_meaning import Section

ON = date(2026, 3, 4)
LINES = (
    Line(1, Section.TOMORROW, "早上八点到十点做核酸，按楼号来，请下楼戴好口罩"),
    Line(2, Section.HANDS, "发菜要四个人，下午两点"),
    Line(3, Section.GOODS, "鸡蛋明早到", "buys_open"),
)


def quiet(buildings: int = 12) -> Day:
    """Return a day on which nothing happened."""
    return Day("桂园", ON, (), {"buys_open": 1}, (), _names(buildings))


def busy(buildings: int = 24, name: str = "桂园") -> Day:
    """Return a day on which much did."""
    homes = tuple(Part("", each, count) for each in _names(buildings) if (count := (int(each) * 7) % 13))
    figures = (
        Figure("notices", 2, (Part("明天上午停水，请各家提前接好水", None, 1), Part("3号楼电梯检修", "3", 1))),
        Figure("buys_open", 3, (Part("周末水果团", None, 1, 57), Part("鸡蛋团", None, 1, 2), Part("面包", "3", 1, 12))),
        Figure("buys_closed", 1, (Part("蔬菜套餐", None, 1, 133),)),
        Figure("buy_households", sum(part.count for part in homes), homes),
        Figure("buys_closing", 1, (Part("周末水果团", None, 1, 57),)),
        Figure("volunteer_acts", 31, (Part("confirm", None, 12), Part("notice", None, 2), Part("unsay", None, 17))),
        Figure("volunteers", 9, (Part("", None, 9),)),
        Figure("teams_empty", 1, (Part("disinfection", None, 1),)),
    )
    before = {"buys_open": 1, "buys_closed": 1, "buy_households": 150, "volunteer_acts": 20, "notices": 2}
    return Day(name, ON, figures, before, LINES, _names(buildings))


def full(buildings: int = 24, name: str = "桂园") -> Day:
    """Return a day on which every feature has something to tell."""
    day = busy(buildings, name)
    missing = tuple(Part("", each, count) for each in day.buildings if (count := (int(each) * 5) % 17 - 11) > 0)
    waiting = tuple(Part("", each, count) for each in day.buildings if (count := (int(each) * 3) % 11 - 5) > 0)
    more = (
        Figure("test_rounds", 1, (Part("核酸", None, 1),)),
        Figure("tests_done", 512, (Part("", "1", 512),)),
        Figure("tests_missing", sum(part.count for part in missing), missing),
        Figure("check_ins", 34, (Part("", None, 34),)),
        Figure("check_ins_unheard", 1, (Part("", None, 1),)),
        Figure("medicine_open", 14, (Part("registered", None, 8), Part("fetched", None, 6))),
        Figure("medicine_by_colour", 14, (Part("red", None, 3), Part("yellow", None, 4), Part("green", None, 7))),
        Figure("goods_came", 1, (Part("蔬菜套餐", None, 1, 133),)),
        Figure("bags_waiting", sum(part.count for part in waiting), waiting),
        Figure("test_rounds_tomorrow", 1, (Part("抗原", None, 1),)),
    )
    before = {
        **(day.before or {}),
        "tests_missing": 3,
        "check_ins": 34,
        "medicine_open": 12,
        "bags_waiting": 40,
        "volunteers": 9,
    }
    return replace(day, figures=in_order((*day.figures, *more)), before=before)


def _names(buildings: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, buildings + 1))
