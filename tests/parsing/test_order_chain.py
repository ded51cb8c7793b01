"""What people write in order chains, and what it comes to (parsing/order_chain.py, bot/parse_chain.py)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.order_chain import Act, Buy, ChainReading, Good, Statement, Verb, Want, Who
from domain.order_chain_fold import apply
from domain.residence import Residence
from parsing.open_buy import Talk, open_buy
from parsing.reading import Asked, Context, OpenBuy, Reading, read_message
from tests.parsing.chain_case import Case, cases, play, written

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FRUIT = OpenBuy(1, "水果团", (Good("黄桃"), Good("西梅")))
BREAD = OpenBuy(2, "面包团", (Good("吐司"), Good("黄桃面包")))


@pytest.mark.parametrize(
    "case",
    [case for file in ("lists.txt", "lines.txt", "conversations.txt", "chatter.txt") for case in cases(file)],
    ids=lambda case: case.name,
)
def test_conversations_come_to_the_orders_that_people_meant(case: Case) -> None:
    got = play(case)
    assert sorted(map(written, got["orders"])) == sorted(case.orders), case.messages
    assert got["closed"] == case.closed
    if case.titled is not None:
        assert got["title"] == case.titled


def read(text: str, *buys: OpenBuy, replied_to: int | None = None) -> Reading:
    return read_message(text, Context(buys, replied_to=replied_to), NOON)


def acts(reading: Reading) -> dict[int | None, list[tuple[Verb, list[str | None]]]]:
    return {
        stated.buy: [(act.verb, [want.item for want in act.wants]) for act in stated.reading.acts]
        for stated in reading.stated
    }


# --- which buy --------------------------------------------------------------------------------------------------


def test_of_two_open_buys_the_one_whose_goods_are_named_is_meant() -> None:
    assert acts(read("西梅2盒", FRUIT, BREAD)) == {1: [(Verb.ORDER, ["西梅"])]}
    assert acts(read("吐司一条", FRUIT, BREAD)) == {2: [(Verb.ORDER, ["吐司"])]}


def test_one_message_may_order_in_several_buys() -> None:
    assert acts(read("3-301 西梅2盒 吐司1条", FRUIT, BREAD)) == {
        1: [(Verb.ORDER, ["西梅"])],
        2: [(Verb.ORDER, ["吐司"])],
    }


def test_a_change_without_goods_is_of_the_buy_in_which_the_speaker_has_an_order() -> None:
    mine = OpenBuy(2, "面包团", BREAD.goods, mine=(Want("吐司", Decimal(1)),))
    assert acts(read("取消", FRUIT, mine)) == {2: [(Verb.REMOVE, [])]}


def test_where_two_buys_fit_the_speaker_is_asked() -> None:
    both = [OpenBuy(n, f"第{n}团", (Good("黄桃"),)) for n in (1, 2)]
    reading = read("黄桃2箱", *both)
    assert (reading.stated, reading.questions[0].options) == ((), ("第1团", "第2团"))
    assert acts(read("黄桃2箱", *both, replied_to=2)) == {2: [(Verb.ORDER, ["黄桃"])]}


def test_far_too_many_and_conditions_are_recorded_once_their_author_says_so() -> None:
    for text in ("3-301 西梅9999盒", "如果今天能到我要西梅2盒"):
        asked = read(text, FRUIT)
        assert (asked.stated, asked.questions[0].options) == ((), ("记下", "先不记"))
        sure = read_message(text, Context((FRUIT,), is_sure=True), NOON)
        assert acts(sure) == {1: [(Verb.ORDER, ["西梅"])]}


def test_a_good_may_be_meant_by_its_price() -> None:
    crabs = OpenBuy(1, "大闸蟹", (Good("四两公", Decimal(298)), Good("三两公", Decimal(198))))
    assert acts(read("3-301 298的一箱 198的两箱", crabs)) == {1: [(Verb.ORDER, ["四两公", "三两公"])]}
    assert acts(read("3-301 98的一箱", crabs)) == {}


def test_a_list_with_the_title_of_an_open_buy_continues_it_and_another_opens_one() -> None:
    text = "#接龙\n{}\n1. 3-301 黄桃2箱"
    assert read(text.format("水果团"), FRUIT, BREAD).stated[0].buy == 1
    assert read(text.format("水果团，周五到"), FRUIT, BREAD).stated[0].buy == 1
    assert read(text.format("明日蔬菜"), FRUIT, BREAD).stated[0].buy is None


def test_a_list_that_shares_entries_with_an_open_buy_continues_it() -> None:
    known = OpenBuy(1, "水果团", FRUIT.goods, parties=frozenset({"r:3//301"}))
    twin = OpenBuy(3, "果篮团", FRUIT.goods, parties=frozenset({"r:3//301"}))
    text = "1. 3-301 黄桃2箱\n2. 3-302 黄桃1箱"
    assert read(text, known, BREAD).stated[0].buy == 1
    assert read(text, known, twin).questions[0].asks == "哪个团?"


def test_a_list_of_other_goods_under_another_title_opens_a_buy_though_the_room_is_known() -> None:
    known = OpenBuy(1, "黄桃团", (Good("黄桃"),), parties=frozenset({"r:3//301"}))
    for line in ("1. 3-301 西梅2箱", "1. 3-301 2箱"):
        (stated,) = read(f"#接龙\n西梅团\n{line}", known).stated
        assert stated.buy is None
        assert stated.reading.acts[0].wants == (Want("西梅", Decimal(2), "箱"),)
    assert read("#接龙\n黄桃加团\n1. 3-301 黄桃2箱", known).stated[0].buy == 1


@pytest.mark.parametrize("text", ["6-301 黄陶子2份", "6-301 🍞2份🥛1盒", "6-302 再帮楼上钱爷爷带一份"])
def test_an_order_of_goods_that_nobody_knows_is_asked_about(text: str) -> None:
    reading = read(text, BREAD)
    assert reading.stated == ()
    assert [question.options for question in reading.questions] == [("吐司", "黄桃面包")]


def test_goods_that_fit_two_are_asked_about_and_the_others_recorded() -> None:
    buy = OpenBuy(1, "豆浆", (Good("甜豆浆"), Good("咸豆浆"), Good("油条")))
    reading = read("豆浆1 油条2", buy)
    assert acts(reading) == {1: [(Verb.ORDER, ["油条"])]}
    assert reading.questions[0].options == ("甜豆浆", "咸豆浆")
    listed = read("#接龙\n豆浆\n1. 3-301 豆浆1 油条2", buy)
    assert acts(listed) == {1: [(Verb.ENTRY, ["油条"])]}
    assert listed.questions[0].options == ("甜豆浆", "咸豆浆")


def test_closing_is_of_the_organisers_own_buy() -> None:
    mine = OpenBuy(2, "面包团", BREAD.goods, speaker_is_organiser=True)
    assert [(s.buy, s.reading.closes) for s in read("截单了", FRUIT, mine).stated] == [(2, True)]
    assert read("截单了", FRUIT, BREAD).stated == ()
    both = [OpenBuy(n, b.title, b.goods, speaker_is_organiser=True) for n, b in ((1, FRUIT), (2, BREAD))]
    assert read("截单了", *both).questions[0].options == ("水果团", "面包团")
    assert [s.buy for s in read("面包团截单了", *both).stated] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "先别急着截单，还有人没填",
        "这会儿不要截单",
        "你们再不报我就截单了",
        "9点半截单",
        "还有一刻钟截单",
        "几点截单呀",
        "截单以后不能加了",
        "截单 老莫的蛋糕",
    ],
)
def test_what_speaks_of_closing_without_closing_closes_nothing(text: str) -> None:
    chief = OpenBuy(1, "水果团", FRUIT.goods, speaker_is_organiser=True)
    assert not any(stated.reading.closes for stated in read(text, chief).stated)


@pytest.mark.parametrize("text", ["时间到了，截单", "收单啦，谢谢各位", "水果团已经截单了", "好了，不接单了"])
def test_a_plain_statement_of_the_organiser_closes(text: str) -> None:
    chief = OpenBuy(1, "水果团", FRUIT.goods, speaker_is_organiser=True)
    assert [stated.reading.closes for stated in read(text, chief).stated] == [True]
    assert read(text, FRUIT).stated == ()


@pytest.mark.parametrize(
    "text", ["这个团取消了", "不好意思，没成团，只好取消", "水果团不开了", "取消本次接龙", "人太少，团购取消吧"]
)
def test_the_organiser_calls_a_buy_off(text: str) -> None:
    chief = OpenBuy(1, "水果团", FRUIT.goods, speaker_is_organiser=True)
    (stated,) = read(text, chief).stated
    assert (stated.reading.cancels, stated.reading.acts) == (True, ())
    assert not any(one.reading.cancels for one in read(text, FRUIT).stated)
    assert read(f"{text}吗？", chief).stated == ()


@pytest.mark.parametrize("text", ["撤销刚才的截单", "水果团重新开团", "还能到，继续接单", "先不截了，再等等"])
def test_the_organiser_opens_a_closed_buy_again(text: str) -> None:
    chief = OpenBuy(1, "水果团", FRUIT.goods, speaker_is_organiser=True)
    (stated,) = read(text, chief).stated
    assert (stated.reading.reopens, stated.reading.closes) == (True, False)
    assert read(text, FRUIT).stated == ()


def test_naming_somebody_elses_buy_closes_nothing() -> None:
    mine = OpenBuy(2, "面包团", BREAD.goods, speaker_is_organiser=True)
    assert read("截单 水果团", FRUIT, mine).stated == ()
    assert read("水果团截单了", FRUIT, mine).stated == ()
    assert [s.buy for s in read("截单 面包团", FRUIT, mine).stated] == [2]


def test_a_buy_whose_header_names_no_goods_takes_what_people_write() -> None:
    buy = OpenBuy(1, "菌菇团购", heard=(Good("香菇"),))
    assert acts(read("3-301 香菇2斤 平菇1斤", buy)) == {1: [(Verb.ORDER, ["香菇", "平菇"])]}
    assert acts(read("3-301 2斤", OpenBuy(1, "菌菇团购"))) == {1: [(Verb.ORDER, ["菌菇"])]}


# --- what a reading carries ---------------------------------------------------------------------------------------


def test_evidence_points_at_the_words_as_they_were_written() -> None:
    text = "３－３０１　黃桃２箱"
    evidence = read(text, FRUIT).evidence
    assert [text[e.start : e.end] for e in evidence] == [e.words for e in evidence] == ["黃桃", "２箱"]
    assert {e.rule for e in evidence} == {"order"}


def test_words_that_nobody_understood_are_handed_back() -> None:
    reading = read("隔壁老黄牛慢慢走黄桃2箱", FRUIT)
    assert reading.stated == ()
    assert reading.unread


def test_an_order_with_a_lane_is_of_the_house_in_it() -> None:
    (stated,) = read("88弄6号301室 黄桃2箱", FRUIT).stated
    assert stated.reading.acts[0].who == Who(Residence("6", None, "301"))
    lanes = read("#接龙\n水果团\n1. 88弄6号301室 黄桃2箱\n2. 89弄6号301室 黄桃1箱", FRUIT).stated[0].reading
    assert [act.who.residence.lane for act in lanes.acts if act.who.residence] == ["88", "89"]


def test_an_organisers_question_is_told_to_whoever_answers() -> None:
    chief = OpenBuy(1, "水果团", FRUIT.goods, speaker_is_organiser=True)
    assert read("黄桃要2箱吗？", chief).asks == Asked("黄桃", Decimal(2), "箱")
    assert read("您要几箱呢", chief).asks == Asked()
    assert read("黄桃到货了，还有12箱", chief).stated == ()
    assert acts(read("3-301 黄桃1箱", chief)) == {1: [(Verb.ORDER, ["黄桃"])]}


def test_an_answer_to_the_organiser_may_be_one_word() -> None:
    mine = (Want("黄桃", Decimal(2)),)
    asked = OpenBuy(1, "水果团", FRUIT.goods, mine=mine, asked=Asked("黄桃", Decimal(3), "箱"))
    (stated,) = read("对", asked).stated
    assert stated.reading.acts[0].wants == (Want("黄桃", Decimal(3), "箱"),)
    (stated,) = read("箱", asked).stated
    assert stated.reading.acts[0].wants == (Want("黄桃", Decimal(2), "箱"),)
    (stated,) = read("四", asked).stated
    assert stated.reading.acts[0].wants == (Want("黄桃", Decimal(4), "箱"),)
    assert read("不用了", asked).stated == ()


def test_without_an_open_buy_only_a_list_is_read() -> None:
    assert read("黄桃2箱") == Reading()
    assert read("#接龙\n黄桃团购\n1. 3-301 2箱").stated[0].buy is None
    assert read("#接龙\n健康打卡\n1. 3-301 2人") == Reading()


# --- the talk that the reader is told of --------------------------------------------------------------------------


def test_talk_keeps_the_last_order_and_whom_the_organiser_asked() -> None:
    order = ChainReading((Act(Verb.ORDER, wants=(Want("黄桃", Decimal(2)),)),))
    talk = Talk().after(1, False, Reading(), order)
    buy = Buy(organiser=9, title="水果团", goods=FRUIT.goods)
    buy = buy.after(apply(buy, Statement(1, 1, NOON, 1, order)))
    assert open_buy(1, buy, 2, talk).said_just_before == (Want("黄桃", Decimal(2)),)
    assert open_buy(1, buy, 1, talk).said_just_before == ()
    assert open_buy(1, buy, 1, talk).mine == (Want("黄桃", Decimal(2)),)
    asked = talk.after(9, True, Reading(asks=Asked("黄桃")), None)
    assert open_buy(1, buy, 1, asked).asked == Asked("黄桃")
    assert open_buy(1, buy, 2, asked).asked is None
    assert open_buy(1, buy, 9, asked).speaker_is_organiser
    assert open_buy(1, buy, 1, asked.after(1, False, Reading(talks_of=("西梅",)), None)).talked_of == ("西梅",)
    assert open_buy(1, Buy(orders=buy.orders), 3).heard == (Good("黄桃"),)


# --- anything at all ----------------------------------------------------------------------------------------------

CONTEXTS = [
    Context(),
    Context((FRUIT,)),
    Context((FRUIT, BREAD)),
    Context((OpenBuy(1, "菌菇团购"),)),
    Context((OpenBuy(1, None, (Good("黄桃"),), asked=Asked("黄桃")),)),
    Context((OpenBuy(1, None, (Good("黄桃"),), speaker_is_organiser=True),)),
]
PIECES = [
    "3-502",
    "8栋",
    "502",
    "12弄3号301室",
    "黄桃",
    "西梅",
    "吐司",
    "A",
    "2",
    "两箱",
    "+1",
    "半斤",
    "x3",
    "各",
    "共4",
    "加",
    "再加",
    "改成",
    "换成",
    "取消",
    "不要了",
    "退",
    "我要",
    "帮",
    "代",
    "给",
    "老秦",
    "王姐",
    "同上",
    "我也要",
    "吗",
    "?",
    "多少钱",
    "#接龙",
    "1.",
    "2、",
    "(1)",
    "①",
    "例",
    "团",
    "39元",
    "8点",
    "5/7",
    "13812345678",
    ",",
    "。",
    "、",
    "\n",
    "谢谢",
    "放门口",
    "截单了",
    "@",
    ":",
    "(",
    ")",
    "/",
    "-",
    "500ml*12听",
    "500g",
    "每样",
    "说:",
    "“",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(CONTEXTS))
def test_no_mixture_of_its_own_words_makes_the_reader_raise(text: str, context: Context) -> None:
    for stated in read_message(text, context, NOON).stated:
        buy = Buy()
        apply(buy, Statement(1, 1, NOON, 1, stated.reading))
        assert all(want.quantity >= 0 for act in stated.reading.acts for want in act.wants)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(CONTEXTS))
def test_no_text_at_all_makes_the_reader_raise(text: str, context: Context) -> None:
    for evidence in read_message(text, context, NOON).evidence:
        assert text[evidence.start : evidence.end] == evidence.words


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(
    "piece", ["1", "我要", "502和", "的", "2份,", "\n1. a", "帮", "改成", "加", "\ud800", "(", "黄桃2", "1元 "]
)
def test_a_message_of_4096_characters_of_anything_is_read(piece: str, context: Context) -> None:
    assert isinstance(read_message((piece * 4096)[:4096], context, NOON), Reading)
