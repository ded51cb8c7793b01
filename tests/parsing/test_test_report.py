"""What people say of a test, and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.test_round import Report, Result
from parsing.test_report import read_test_report

KINDS = ("核酸", "抗原")


def written(report: Report) -> str:
    """Return a report as the tables below write it: the place or 自己, then what is said."""
    place = report.place
    where = "-".join(part for part in (place.building, place.unit, place.room) if part) if place else "自己"
    parts = [
        where,
        f"做{report.people}" if report.people is not None else "",
        f"外{report.away}" if report.away else "",
        f"差{report.left}" if report.left else "",
        {Result.NEGATIVE: "阴", Result.POSITIVE: "阳", Result.NONE: ""}[report.result],
    ]
    return " ".join(part for part in parts if part)


SAID = {
    "3-501 三人都做了": "3-501 做3",
    "502 阴性": "502 阴",
    "我们家做好了": "自己",
    "5号楼302 2人已做 1人在外地": "5-302 做2 外1",
    "3-501 三人都阴": "3-501 做3 阴",
    "3-501都做好了": "3-501",
    "3号楼501 已做": "3-501",
    "3-501 核酸已完成": "3-501",
    "3-501 做完了，谢谢志愿者": "3-501",
    "501 都做过了": "501",
    "3-501、502 都做了": "3-501 | 3-502",
    "3-501 502 503 已做": "3-501 | 3-502 | 3-503",
    "3-501 已做\n3-502 2人已做\n3-503 还没做": "3-501 | 3-502 做2",
    "1. 3-501 三人已做\n2. 3-502 阴性": "3-501 做3 | 3-502 阴",
    "我家三口人都做了": "自己 做3",
    "我们一家三口已测": "自己 做3",
    "全家4口都做好了": "自己 做4",
    "两大一小都做了": "自己 做3",
    "抗原阴性": "自己 阴",
    "一道杠": "自己 阴",
    "都阴": "自己 阴",
    "我家都是阴性": "自己 阴",
    "3-501 王阿姨 已做": "3-501",
    "3-501 ✅": "3-501",
    "3-501 OK": "3-501",
    "3-501 做了3人，还有1人没做": "3-501 做3 差1",
    "除了爷爷都做了": "自己 差1",
    "3-501 除了小孩都做了": "3-501 差1",
    "大人做了，小孩没做": "自己 差1",
    "都做好了，5号楼302": "5-302",
    "报告楼组长，3-501 三人已做": "3-501 做3",
    "我家2人已做，1人出差": "自己 做2 外1",
    "12-1-201 全家已完成": "12-1-201",
    "5栋2单元1001 四口人全部阴性": "5-2-1001 做4 阴",
    "3-501 检测完毕": "3-501",
    "阿拉屋里做好哉": "自己",
    "3-501 抗原一条杠": "3-501 阴",
    "做好了": "自己",
    "核酸做了": "自己",
    "我和老公都做了": "自己",
    "３－５０１　三人都做了": "3-501 做3",
    "3-501 三人都已經做完了": "3-501 做3",
    "3-501 俩人都做了": "3-501 做2",
    "3-501 三人都做了，外婆腿脚不好是上门做的": "3-501 做3",
    "三人阴": "自己 做3 阴",
    "除了外地的都做了": "自己 外1",
    # positive
    "阳了": "自己 阳",
    "我家阳了": "自己 阳",
    "两道杠": "自己 阳",
    "抗原阳性": "自己 阳",
    "3-501 两道杠": "3-501 阳",
    "3-501 我妈阳了": "3-501 阳",
    "孩子抗原两条杠": "自己 阳",
    "完了，两道杠": "自己 阳",
    "老公阳了怎么办": "自己 阳",
    "我妈昨天阳了": "自己 阳",
}

CHAT = """
3-501 李娜2 已做
我们家今天一早就去做好了回来以后又睡了一觉真是累死人了不过总算都好了呀
我们楼里今天早上好多老人坐在广场上说两道杠
阴天
今天阴
今天阴天别晒被子
做好饭了
饭做好了
新闻说全市检测都是阴性
昨天小区结果全部阴性
还没做
3-501 还没做
3-501 做了吗
什么时候做核酸
做核酸在哪里
谁阳了
听说5号楼有人阳了
5号楼有人阳了
是不是阳了
如果阳了怎么办
没阳
转阴了
太阳真好
今天阳光好
阳台的菜好了
3-501 青菜2份
3-501 青菜2份做好了叫我
3-501 要2份鸡蛋
3-501 蛋糕做好了
3-501 鸡蛋做好了
3-601 鸡蛋做好了叫我
好了
OK
收到
蛋糕做好了可以来拿
好的
大家做好核酸
请大家做好准备
做好防护
+1
我也要
楼上在装修
打车了吗
打过了
打电话了
检查完毕
作业做完了
排队做核酸的人多吗
检测点在哪
我家的菜到了
502 2箱
老王阳台漏水
正常接龙
查一下快递
报名了
我们家做好了饭等你
我们家做好了3个菜
"""


@pytest.mark.parametrize(("text", "right"), SAID.items())
def test_a_report_is_read(text: str, right: str) -> None:
    reading = read_test_report(text, KINDS)
    assert reading is not None
    assert " | ".join(map(written, reading.reports)) == right


@pytest.mark.parametrize("text", [text for text in CHAT.splitlines() if text])
def test_chat_is_no_report(text: str) -> None:
    assert read_test_report(text, KINDS) is None


def test_the_kind_that_is_named_is_told() -> None:
    named = read_test_report("抗原做好了", KINDS)
    assert named is not None
    assert named.kind == "抗原"
    assert named.is_sure


@pytest.mark.parametrize(
    ("text", "sure"), [("做好了", False), ("已做", False), ("我做好了", True), ("三人都做了", True)]
)
def test_what_says_little_is_not_sure(text: str, sure: bool) -> None:
    reading = read_test_report(text, ("核酸",))
    assert reading is not None
    assert reading.is_sure is sure


@pytest.mark.parametrize(
    ("text", "kind", "is_one"),
    [
        ("打过了", "疫苗", True),
        ("打过了", "核酸", False),
        ("查好了", "体检", True),
        ("量好了", "血压", True),
        ("报了", "抗原", True),
        ("报了", "核酸", False),
    ],
)
def test_what_one_does_depends_on_the_round(text: str, kind: str, is_one: bool) -> None:
    assert (read_test_report(text, (kind,)) is not None) is is_one


def test_an_essay_is_no_report() -> None:
    assert read_test_report("3-501 做了 " * 400, KINDS) is None


@given(st.text(alphabet="做好了阴性3-501 502三人都已没还有，\n阳两道杠我家核酸", max_size=60))
def test_any_text_is_read(text: str) -> None:
    reading = read_test_report(text, KINDS)
    assert reading is None or reading.reports
