"""日结 in words: five fixed sections, numbered figures, two lines for a day on which nothing happened."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from domain.daily_summary import Day, Line, entries
from domain.daily_summary_meaning import SECTION_CALLED, Section
from rendering import daily_summary as rendering
from rendering.daily_summary import Source
from tests.rendering.a_day import LINES, ON, busy, quiet


def test_a_busy_day_has_the_five_sections_in_their_order_and_what_else_there_is_to_say() -> None:
    text = rendering.summary(busy())
    assert re.findall(r"【(.+?)】", text) == list(SECTION_CALLED.values())
    assert "【情况公示】无" in text
    assert "2. 还在接的团 3个（比昨天+2）：周末水果团 57户、鸡蛋团 少于3户、面包 12户（鸡蛋明早到）" in text
    assert "3. 今天截单的团 1个：蔬菜套餐 133户" in text
    assert "・发菜要四个人，下午两点" in text
    assert text.startswith("📣 桂园 日结 3月4日 周三\n")


def test_a_busy_day_reads_in_half_a_minute() -> None:
    assert len(rendering.summary(busy(60))) < 450  # some 15 characters a second, aloud 5 at most for its headlines
    assert len(rendering.summary(busy(60)).splitlines()) <= 20


def test_a_day_on_which_nothing_happened_is_two_lines() -> None:
    text = rendering.summary(quiet())
    assert text == "📣 桂园 日结 3月4日 周三\n今天一切照常，没有要通知的事。"
    assert not rendering.asks_for_hands(quiet())
    assert len(rendering.summary(replace(quiet(), is_late=True)).splitlines()) == 2


def test_sections_that_are_not_fixed_stand_only_where_there_is_something() -> None:
    only = replace(quiet(), lines=(Line(1, Section.PATROL, "2号楼大厅消毒了"),))
    text = rendering.summary(only)
    assert re.findall(r"【(.+?)】", text) == ["政策通知", "情况公示", "送件团购", "消杀巡查", "明日安排"]
    assert "【消杀巡查】\n・2号楼大厅消毒了" in text


def test_hands_are_asked_for_where_a_line_or_a_figure_says_so() -> None:
    assert rendering.asks_for_hands(busy())
    written = replace(quiet(), lines=(Line(1, Section.HANDS, "要两个人"),))
    assert rendering.asks_for_hands(written)
    assert not rendering.asks_for_hands(replace(quiet(), lines=(Line(1, Section.GOODS, "到了"),)))


def test_a_stair_group_reads_its_own_extract_under_the_same_numbers() -> None:
    text = rendering.summary(busy(), "3")
    assert text.startswith("📣 桂园 3号楼 日结")
    assert "4. 有单的邻居 8户" in text.replace("少于3户", "8户")
    numbers = [line.split(".")[0] for line in text.splitlines() if re.match(r"\d+\.", line)]
    assert numbers == [str(one.number) for one in entries(busy(), "3")]
    other = rendering.summary(busy(), "5")
    assert "3号楼电梯检修" not in other
    assert "面包" not in other
    assert rendering.building_said("B") == "B座"


def test_a_correction_and_a_late_one_say_that_they_are() -> None:
    corrected = replace(busy(), version=2, changed="20:15")
    assert "（20:15 更正，第2版）" in rendering.summary(corrected).splitlines()[0]
    assert "这一条来晚了" in rendering.summary(replace(busy(), is_late=True))


def test_many_parts_are_cut_short() -> None:
    day = busy()
    many = replace(day.figures[1], parts=tuple(replace(day.figures[1].parts[0], title=f"团{n}") for n in range(9)))
    assert "等9样" in rendering.summary(replace(day, figures=(many,)))


def test_the_draft_says_what_becomes_of_it_and_how_its_lines_are_called() -> None:
    withheld = replace(busy(), lines=(*LINES, Line(4, Section.DONE, "", "volunteers")))
    text = rendering.draft(withheld, released=None, at="20:00")
    assert text.startswith("✏️ 日结草稿，20:00 自己发出")
    assert "您写的：甲 早上八点到十点做核酸" in text
    assert "乙 发菜要四个人" in text
    assert "不发的：8 出力的志愿者" in text
    assert "出力的志愿者 9位" not in text
    out = rendering.draft(busy(), released="20:00", at="20:00", can_draw=False, package="fonts-noto-cjk")
    assert "20:00 已发出" in out
    assert "没有中文字体，请管机器的人装 fonts-noto-cjk" in out


def test_the_rows_behind_a_figure_say_when_what_and_where_and_whether_it_still_holds() -> None:
    entry = entries(busy())[3]
    found = [
        Source("水果团", "3号楼", "502", datetime(2026, 3, 4, 9, 5, tzinfo=UTC), None),
        Source("", "5", None, None, 7),
        *[Source("蛋", None, None, None, None)] * 50,
    ]
    text = rendering.sources(entry, ON, found, entry.figure.value)
    assert text.splitlines()[:2] == [f"🔎 3月4日 周三 第4行：有单的邻居 {entry.figure.value}户", "・09:05 水果团 3-502"]
    assert "・5号楼 7" in text
    assert "还有 12 行" in text
    assert text.endswith("（查法：buy_households）")
    assert "现在再数是 9户" in rendering.sources(entry, ON, found[:1], 9)


def test_who_offers_a_hand_is_named_to_the_committee_with_their_home() -> None:
    assert "李叔（3-601） 在3月4日" in rendering.offers_help("李叔", "3-601", ON)
    assert "李叔 在3月4日" in rendering.offers_help("李叔", None, ON)


def test_titles_that_others_wrote_are_named_for_the_door() -> None:
    assert "周末水果团" in rendering.named(busy())
    assert "3号楼电梯检修" not in rendering.named(busy())
    assert Day("桂园", ON, ()).is_quiet
