"""What the editor of the summary writes."""

import pytest

from domain.daily_summary_meaning import Section
from parsing.daily_summary import Change, read_change, read_line


@pytest.mark.parametrize(
    ("text", "section", "words"),
    [
        ("早上八点做核酸", Section.TOMORROW, "早上八点做核酸"),
        ("明日安排 早上八点做核酸", Section.TOMORROW, "早上八点做核酸"),
        ("【消杀巡查】2号楼大厅消毒了", Section.PATROL, "2号楼大厅消毒了"),
        ("缺人手：发菜要四个人", Section.HANDS, "发菜要四个人"),
        ("政策通知\n南门今晚起关\n请走北门", Section.POLICY, "南门今晚起关 请走北门"),
        ("送件团购，鸡蛋到了", Section.GOODS, "鸡蛋到了"),
        ("团购的菜明天到", Section.TOMORROW, "团购的菜明天到"),  # talk of it, not its heading
        ("今天志愿者做了什么 扫了雪", Section.DONE, "扫了雪"),
        ("  ", Section.TOMORROW, ""),
    ],
)
def test_a_line_says_where_it_is_meant_to_stand(text: str, section: Section, words: str) -> None:
    assert read_line(text) == (section, words)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("甲 香梨改到后天到", Change("甲", "香梨改到后天到")),
        ("甲：香梨改到后天到", Change("甲", "香梨改到后天到")),
        ("2 不发", Change("2", is_out=True)),
        ("第2行恢复", Change("2", is_back=True)),
        ("2 明天再催\n两家", Change("2", "明天再催 两家")),
        ("乙不要", Change("乙", is_out=True)),
        ("02 不发", Change("2", is_out=True)),
        ("不发", None),
        ("2", None),
        ("", None),
    ],
)
def test_a_change_says_of_which_line_and_what(text: str, change: Change | None) -> None:
    assert read_change(text) == change
