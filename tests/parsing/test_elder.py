"""A line about an elder is read (parsing/elder.py)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.check_in import Timings
from domain.elder import Carer, Channel, Kin
from domain.residence import Residence
from parsing.elder import Told, read_elder, read_timings, unread_of

HOME = Residence("3", None, "501")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "3-501 王奶奶 每天8点 微信 结对 李叔",
            Told(HOME, "王奶奶", Channel.CHAT, None, 480, None, 1, None, (Carer(Kin.NEIGHBOUR, "李叔"),)),
        ),
        (
            "3号楼501 王奶奶 每天早上8点半到10点 电话 021-66666666",
            Told(HOME, "王奶奶", Channel.PHONE, "021-66666666", 510, 600, 1),
        ),
        (
            "5-2-301 陈爷爷 隔天9点 没有手机 结对 李叔 13912345678 女儿 王芳 13812345678",
            Told(
                Residence("5", "2", "301"), "陈爷爷", Channel.NONE, None, 540, None, 2, None,
                (Carer(Kin.NEIGHBOUR, "李叔", "13912345678"), Carer(Kin.FAMILY, "女儿王芳", "13812345678")),
            ),
        ),
        ("3-501 王奶奶", Told(HOME, "王奶奶")),
        ("3-501 每两天 8:00", Told(HOME, None, None, None, 480, None, 2)),
        ("3-501 王奶奶 每天下午2点 楼组长打电话", Told(HOME, "王奶奶", Channel.PHONE, None, 840, None, 1)),
        ("3-501 王奶奶 每天晚上7点到8点", Told(HOME, "王奶奶", None, None, 1140, 1200, 1)),
        ("3-501 王奶奶 每天10点到8点", Told(HOME, "王奶奶", unread=("10点到8点",))),
        ("3-501 王奶奶 每天25点", Told(HOME, "王奶奶", unread=("25点",))),
        ("3-501 每天3点", Told(HOME, None, unread=("3点",))),
        ("3-501 王奶奶 每天8点钟起打电话问", Told(HOME, "王奶奶", Channel.PHONE, None, 480, None, 1)),
        ("3-501 王奶奶 明天接着", Told(HOME, "王奶奶", unread=("明天接着",))),
        ("3-501 王奶奶 每天8点5分", Told(HOME, "王奶奶", None, None, 480, None, 1, unread=("5分",))),
        ("3-501 王奶奶 手机 13912345678", Told(HOME, "王奶奶", Channel.CHAT, "13912345678")),
        ("3-501 王奶奶 13912345678", Told(HOME, "王奶奶", None, "13912345678")),
        ("3-501 每3天打一次电话", Told(HOME, None, call_days=3)),
        ("3-501 每七天打一次电话", Told(HOME, None, call_days=7)),
        (
            "3-501 儿子 13912345678 楼组长 何姐",
            Told(HOME, None, carers=(Carer(Kin.FAMILY, "儿子", "13912345678"), Carer(Kin.LEAD, "何姐"))),
        ),
        ("王奶奶 每天8点", Told(None, "王奶奶", None, None, 480, None, 1)),
    ],
)  # fmt: skip
def test_a_line_tells(line: str, told: Told) -> None:
    assert read_elder(line) == told


def test_an_hour_that_no_day_has_is_none() -> None:
    assert read_elder("3-501 王奶奶 每天99点").asks_from is None


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        ("3-501 王奶奶", ()),
        ("3-501 奶奶", ()),
        ("3-501 楼组长打电话", ()),
        ("3-501 张三", ("张三",)),
        ("3-501 停", ("停",)),
    ],
)
def test_what_is_neither_told_nor_their_name_is_unread(line: str, unread: tuple[str, ...]) -> None:
    assert unread_of(read_elder(line), "王奶奶") == unread


def test_timings_are_read_and_must_follow_one_another() -> None:
    assert read_timings("时间 再问15 邻居30 楼组长45 大家90", Timings()) == Timings(15, 30, 45, 90)
    assert read_timings("重复 5 分钟 回话20 要帮忙10", Timings()) == Timings(repeat=5, report=20, help=10)
    assert read_timings("邻居10", Timings()) is None
    assert read_timings("重复0", Timings()) is None
    assert read_timings("时间", Timings()) is None


@given(st.text(max_size=400))
def test_nothing_makes_it_raise(line: str) -> None:
    read_elder(line)
    read_timings(line, Timings())
