"""Answers of one word to the organiser and to the bot, and what is asked (parsing/chain_answer.py, open_buy.py)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from domain.order_chain import Act, Good, Verb, Want, Who
from domain.residence import Residence
from parsing.open_buy import Talk, with_talk
from parsing.reading import Asked, Context, OpenBuy, Reading, read_message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FRUIT = OpenBuy(1, "水果团", (Good("黄桃"), Good("西梅")))
BREAD = OpenBuy(2, "面包团", (Good("吐司"), Good("黄桃面包")))


def read(text: str, buy: OpenBuy) -> Reading:
    return read_message(text, Context((buy,)), NOON)


def test_one_word_answers_what_the_bot_asked() -> None:
    waiting = read("给我家来3份", BREAD)
    (question,) = waiting.questions
    assert (waiting.stated, question.about) == ((), Asked(None, Decimal(3), "份"))
    assert question.about is not None
    talk = Talk().after(1, False, waiting, None).asking(1, question.about)
    for said in ("吐司", "就吐司吧", "要吐司"):
        (stated,) = read(said, with_talk(BREAD, talk, 1)).stated
        assert stated.reading.acts == (Act(Verb.ORDER, wants=(Want("吐司", Decimal(3), "份"),)),)
    assert with_talk(BREAD, talk, 2).asked is None
    assert talk.after(1, False, Reading(), None).asked is None  # whatever else they say next


def test_a_letter_answers_as_well_and_for_whom_it_was_asked_is_kept() -> None:
    menu = OpenBuy(1, "点心", (Good("花卷", code="A"), Good("麻团", code="B")))
    (question,) = read("帮3-302带两份", menu).questions
    assert question.about is not None
    asked = replace(menu, asked=question.about)
    (stated,) = read("B", asked).stated
    assert stated.reading.acts == (
        Act(Verb.ORDER, Who(Residence("3", None, "302"), None, True), (Want("麻团", Decimal(2), "份"),)),
    )


def test_an_organiser_who_asks_which_takes_up_the_number_said_before() -> None:
    chief = replace(BREAD, speaker_is_organiser=True)
    said = read("+2", BREAD)
    talk = Talk().after(1, False, said, None)
    asks = read("哪一种呀", chief)
    talk = talk.after(9, True, asks, None)
    assert with_talk(BREAD, talk, 1).asked == Asked(None, Decimal(2))
    assert Talk().after(9, True, asks, None).asked == Asked()
    assert talk.after(9, True, read("吐司要5条吗", chief), None).asked == Asked("吐司", Decimal(5), "条")


def test_what_an_organiser_offers_instead_is_taken_by_one_word() -> None:
    chief = replace(FRUIT, speaker_is_organiser=True)
    asks = read("黄桃没了，换西梅行吗", chief).asks
    assert asks == Asked("西梅", instead_of="黄桃")
    (stated,) = read("行吧", replace(FRUIT, mine=(Want("黄桃", Decimal(2), "箱"),), asked=asks)).stated
    assert [(act.verb, act.wants[1].item) for act in stated.reading.acts] == [(Verb.SWAP, "西梅")]
    assert read("西梅只剩最后3盒，要吗", chief).asks == Asked("西梅", Decimal(3), "盒")


@pytest.mark.parametrize("text", ["如果今天能送到我就要2箱黄桃", "黄桃要是甜的话来2箱", "假如不涨价黄桃我订2箱"])
def test_an_order_under_a_condition_records_nothing_but_is_asked_about(text: str) -> None:
    reading = read(text, FRUIT)
    assert reading.stated == ()
    assert [question.about for question in reading.questions] == [Asked("黄桃", Decimal(2), "箱")]
    (stated,) = read("对", replace(FRUIT, asked=reading.questions[0].about)).stated
    assert stated.reading.acts[0].wants == (Want("黄桃", Decimal(2), "箱"),)


@pytest.mark.parametrize("text", ["要是有空大家一起吃黄桃", "如果要退2箱黄桃找谁", "万一下雨呢"])
def test_other_conditions_are_chat(text: str) -> None:
    assert read(text, FRUIT) == Reading(talks_of=("黄桃",) if "黄桃" in text else ())


def test_a_place_by_itself_is_that_of_an_order_without_one() -> None:
    mine = replace(FRUIT, mine=(Want("黄桃", Decimal(2)),), is_unplaced=True)
    (stated,) = read("3-301", mine).stated
    assert stated.reading.acts == (Act(Verb.ORDER, Who(Residence("3", None, "301"))),)
    assert read("3-301", replace(mine, is_unplaced=False)).stated == ()
    assert read("3-301有人吗", mine).stated == ()


def test_what_is_being_asked_is_kept_as_text() -> None:
    (question,) = read("帮3-302带两份", BREAD).questions
    assert question.about is not None
    talk = Talk().asking(1, question.about)
    assert msgspec.json.decode(msgspec.json.encode(talk), type=Talk) == talk
