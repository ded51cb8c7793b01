"""What is told of a day's figures, to whom: no count that few households hide behind, and one number in every shape."""

from dataclasses import replace
from datetime import date

import pytest

from domain.daily_summary import FEW, Day, Figure, Line, Part, entries, in_order, merged, numbered, squares
from domain.daily_summary_meaning import MEANINGS, Section, Tone

OPEN = Figure("buys_open", 3, (Part("水果团", None, 1, 57), Part("鸡蛋团", None, 1, 2), Part("面包团", "3", 1, 12)))


def households(**counts: int) -> Figure:
    parts = tuple(Part("", name.removeprefix("b"), count) for name, count in counts.items())
    return Figure("buy_households", sum(counts.values()), parts)


def day(
    *figures: Figure, lines: tuple[Line, ...] = (), before: dict[str, int] | None = None, buildings: int = 4
) -> Day:
    names = tuple(str(number) for number in range(1, buildings + 1))
    return Day("桂园", date(2026, 3, 4), in_order(figures), before, lines, names)


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (1, "少于3"), (2, "少于3"), (3, "3"), (40, "40")])
def test_small_counts_of_households_are_merged(value: int, said: str) -> None:
    assert merged(value) == said
    assert merged(value, merges=False) == str(value)


def test_a_figure_is_told_under_one_number_to_all_and_to_a_building() -> None:
    whole = day(OPEN, households(b1=9, b3=5), Figure("volunteers", 4, (Part("", None, 4),)))
    assert numbered(whole) == {"buys_open": 1, "buy_households": 2, "volunteers": 3}
    assert [one.number for one in entries(whole)] == [1, 2, 3]
    assert [(one.number, one.figure.value) for one in entries(whole, "3")] == [(1, 3), (2, 5), (3, 4)]
    assert [(one.number, one.figure.value) for one in entries(whole, "2")] == [(1, 2), (3, 4)]


def test_what_is_not_there_or_withheld_is_not_told_and_takes_no_number() -> None:
    withheld = Line(1, Section.GOODS, "", "buys_open")
    beside = Line(2, Section.GOODS, "明天再催", "buy_households")
    told = entries(day(OPEN, Figure("notices", 0), households(b1=9), lines=(withheld, beside)))
    assert [(one.number, one.figure.name, one.remark) for one in told] == [(1, "buy_households", "明天再催")]


def test_parts_are_named_with_their_households_small_ones_merged() -> None:
    (entry,) = entries(day(OPEN))
    assert entry.parts == ("水果团 57户", "鸡蛋团 少于3户", "面包团 12户")
    acts = Figure("volunteer_acts", 9, (Part("confirm", None, 7), Part("notice", None, 2)))
    (entry,) = entries(day(acts))
    assert entry.parts == ("确认住户 7件", "发通知 2件")


def test_a_notice_to_a_building_and_to_all_is_one_for_that_building() -> None:
    notice = Figure("notices", 1, (Part("停水", None, 1), Part("停水", "3", 1)))
    (entry,) = entries(day(notice), "3")
    assert entry.figure.value == 1
    assert entry.parts == ("停水",)


@pytest.mark.parametrize(
    ("was", "now", "change"), [(5, 8, 3), (8, 5, -3), (5, 5, 0), (2, 8, None), (8, 2, None), (0, 8, 8), (None, 8, None)]
)
def test_a_change_that_would_tell_a_small_count_is_not_told(was: int | None, now: int, change: int | None) -> None:
    before = {"buy_households": was} if was is not None else {}
    (entry,) = entries(day(households(b1=now), before=before))
    assert entry.change == change


def test_nothing_is_compared_where_nobody_kept_the_day_before() -> None:
    assert [one.change for one in entries(day(OPEN))] == [None]
    assert [one.change for one in entries(day(OPEN, before={"buys_open": 1}), "3")] == [None]


@pytest.mark.parametrize(
    ("own", "elsewhere", "said"), [(5, 9, "5户"), (5, 1, "3户以上"), (2, 1, "少于3户"), (5, 0, "5户")]
)
def test_a_building_is_not_told_what_gives_away_few_households_elsewhere(own: int, elsewhere: int, said: str) -> None:
    told = entries(day(households(b1=own, b2=elsewhere)), "1")
    assert [one.said for one in told] == [said]


def test_a_square_says_in_a_word_what_is_most_pressing_there() -> None:
    found = squares(day(households(b1=9, b3=5)))
    assert [(one.building, one.cell.word, one.count) for one in found] == [
        ("1", "有单", "9"),
        ("2", "无事", ""),
        ("3", "有单", "5"),
        ("4", "无事", ""),
    ]
    assert {one.cell.tone for one in found} == {Tone.BUSY, Tone.CALM}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"b1": 9, "b2": 5, "b3": 2}, ["9", "", ""]),  # with the total, 3's would be 2: the next smallest goes as well
        ({"b1": 9, "b2": 1, "b3": 2}, ["9", "", ""]),  # two unknown ones cannot be told apart
        ({"b1": 9, "b2": 5, "b9": 1}, ["9", ""]),  # 9 is no building of the roster: the rest would tell of it
        ({"b1": 9, "b2": 5, "b3": 7}, ["9", "5", "7"]),
        ({"b1": 2}, [""]),
    ],
)
def test_no_small_count_of_a_building_can_be_worked_out(counts: dict[str, int], told: list[str]) -> None:
    found = {one.building: one.count for one in squares(day(households(**counts)))}
    assert [found[name.removeprefix("b")] for name in counts if name != "b9"] == told


def test_a_day_on_which_nothing_happened_is_quiet_however_things_stand() -> None:
    standing = Figure("buildings_without_lead", 2, (Part("3号楼", "3", 1), Part("4号楼", "4", 1)))
    assert day().is_quiet
    assert day(standing, Figure("notices", 0)).is_quiet
    assert not day(standing, OPEN).is_quiet
    assert not replace(day(), lines=(Line(1, Section.TOMORROW, "发菜"),)).is_quiet


def test_every_meaning_is_whole() -> None:
    assert FEW == 3
    for name, meaning in MEANINGS.items():
        assert meaning.label, name
        assert meaning.unit, name
        assert meaning.cell is None or meaning.cell.word, name


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"甲": 9, "乙": 4, "丙": 1}, ("甲 9份", "乙", "丙")),  # with the total, 丙 would be known
        ({"甲": 9, "乙": 2, "丙": 1}, ("甲 9份", "乙", "丙")),
        ({"甲": 9, "乙": 4}, ("甲 9份", "乙 4份")),
        ({"甲": 1}, ("甲",)),
    ],
)
def test_no_small_part_of_what_is_merged_can_be_worked_out(
    counts: dict[str, int], told: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    sensitive = replace(MEANINGS["buy_households"], names_parts=True, part_unit="份", unit="份")
    monkeypatch.setattr("domain.daily_summary.MEANINGS", {**MEANINGS, "buy_households": sensitive})
    parts = tuple(Part(title, None, count) for title, count in counts.items())
    (entry,) = entries(day(Figure("buy_households", sum(counts.values()), parts)))
    assert entry.parts == told
