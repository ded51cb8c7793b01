"""Messages about medicine are read as a careful volunteer would read them (cases in medication_cases/)."""

import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.medication import Intent, Kind
from domain.residence import AddressGrammar
from parsing.medication import MedicationReading, read_medication
from parsing.medicine import load
from tests.parsing.hostile_medication import TEXTS
from tests.parsing.medication_case import Case, cases, read

_WORDS = (
    "我爸妈的缬沙坦布洛芬美林头孢降压药配求有没谁两盒80mg片断急还剩天能吃吗取消收到不用多送了3-501号楼 ,，。\n(（）？"
)


@pytest.mark.parametrize(
    "case", [*cases("requests.txt"), *cases("offers.txt"), *cases("updates.txt"), *cases("corners.txt")], ids=str
)
def test_a_message_comes_to_its_needs(case: Case) -> None:
    assert read(case.text) == case.needs


@pytest.mark.parametrize("case", cases("talk.txt"), ids=str)
def test_talk_records_nothing(case: Case) -> None:
    reading = read_medication(case.text)

    assert reading.needs == ()
    assert reading.evidence == ()
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "阿托伐他汀是早上吃还是晚上吃？",
        "头孢和止咳糖浆能一起吃吗",
        "孩子20斤，美林一次吃几毫升？",
        "倍他乐克漏服了怎么办，要补吃吗",
        "漏吃一次降压药要不要补",
        "孩子8岁美林吃多少毫升",
        "缬沙坦能不能一次吃两片",
        "降压药忘吃了咋办",
    ],
)
def test_a_question_on_how_to_take_something_is_told_as_such(text: str) -> None:
    reading = read_medication(text)

    assert reading.asks_how
    assert not reading.needs


@pytest.mark.parametrize(
    "text",
    [
        "快来人，我爸突然胸痛出冷汗",
        "7号楼1203老人昏倒了叫不醒",
        "孩子抽搐了怎么办！",
        "奶奶喘不上气，家里没药了，12-501",
        "救命，有人误服了老鼠药",
        "救命啊 我老伴倒在地上不动了",
        "我奶奶摔了动不了了",
        "孩子抽筋了",
        "心梗了 快来人",
        "孩子吃了半瓶布洛芬",
        "我不想活了",
    ],
)
def test_danger_is_seen_whatever_else_is_said(text: str) -> None:
    assert read_medication(text).danger


@pytest.mark.parametrize(
    "text",
    [
        "昨天我胸痛去看了，没事",
        "腿抽筋要补钙",
        "热得不想活了",
        "笑得喘不上气",
        "周六急救课：胸痛怎么办",
        "我家的120平米",
        "去年爷爷昏倒过一次",
        "11号楼1204谁的快递",
    ],
)
def test_a_saying_a_course_or_a_number_is_no_danger(text: str) -> None:
    assert not read_medication(text).danger


def test_the_words_that_decided_are_shown_as_they_were_written() -> None:
    text = "３号楼１２０２，求 達美康 兩盒"

    reading = read_medication(text)

    assert [each.words for each in reading.evidence] == ["求", "達美康", "３号楼１２０２"]
    assert all(text[each.start : each.end] == each.words for each in reading.evidence)


def test_what_somebody_is_allergic_to_or_has_is_left_unread_for_a_person_to_see() -> None:
    reading = read_medication("外婆青霉素过敏，家里还有布洛芬，求阿奇霉素一盒，4-702")

    assert [drug.generic for drug in reading.needs[0].drugs] == ["阿奇霉素"]
    assert reading.unread == ("青霉素", "布洛芬")


def test_a_misspelt_name_is_a_guess_to_be_asked_back() -> None:
    (need,) = read_medication("求左甲壮腺素两盒，9-301").needs

    assert need.drugs[0].guesses == ("左甲状腺素",)
    assert not need.drugs[0].is_sure


def test_a_name_that_may_be_two_is_no_generic() -> None:
    (need,) = read_medication("求头孢克尼两盒，9-301").needs

    assert need.drugs[0].generic is None or len(need.drugs[0].guesses) < 2


def test_a_place_is_read_by_the_compounds_grammar() -> None:
    (need,) = read_medication("求优甲乐一盒，8号", AddressGrammar(villas=True)).needs

    assert need.residence is not None
    assert need.residence.building == "8"


def test_chat_is_left_at_the_gate() -> None:
    assert read_medication("今晚月亮真圆") == MedicationReading()


@given(st.text() | st.text(alphabet=_WORDS, max_size=120))
def test_any_text_is_read_and_mentions_stand_in_it(text: str) -> None:
    for need in read_medication(text).needs:
        assert need.intent is not Intent.NONE
        assert all(drug.mention in text for drug in need.drugs)


def test_hostile_texts_are_read_in_a_process_that_would_be_stopped() -> None:
    command = [sys.executable, "-m", "tests.parsing.hostile_medication"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(TEXTS))


def test_a_line_of_a_list_that_is_not_understood_is_left_unread() -> None:
    reading = read_medication("8-1201火星药水晶两盒，8-1202感冒灵一盒，求代买\n8-1203 同上")

    assert any("8-1203" in words for words in reading.unread)


def test_a_line_of_somebodys_order_chain_is_no_request_for_a_supply() -> None:
    assert read_medication("17. 3-502 要口罩两包").needs == ()


def test_a_request_is_read_for_every_common_name_of_the_lexicon() -> None:
    for written, name in load().names.items():
        if not (name.brand or name.medicine.common):
            continue
        (need,) = read_medication(f"求{written}两盒，3-501").needs
        (drug,) = need.drugs
        expected = None if name.medicine.kind is Kind.CLASS else name.medicine.generic
        assert (drug.generic, drug.quantity, drug.measure) == (expected, Decimal(2), "盒"), written


def test_insulin_that_has_been_used_up_is_asked_for_and_pressing() -> None:
    (need,) = read_medication("姆妈胰岛素今朝夜里打光了 急煞了 3-808").needs

    assert need.urgent
    assert need.days_left == 0


@pytest.mark.parametrize(
    ("text", "intent", "drugs"),
    [
        ("求布洛芬一盒，3-501，一天能吃几次？", Intent.REQUEST, ["布洛芬"]),
        ("我爸的缬沙坦没了，3-501，另外一天吃几次？", Intent.REQUEST, ["缬沙坦"]),
        ("求缬沙坦80mg两盒，能和头孢一起吃吗", Intent.REQUEST, ["缬沙坦"]),  # 头孢 is not wanted
        ("我家多一盒布洛芬，需要的来3-501拿，小孩能吃吗？", Intent.OFFER, ["布洛芬"]),
        ("多一盒美林，谁要？孩子8岁吃多少毫升？", Intent.OFFER, ["布洛芬"]),
    ],
)
def test_a_question_how_to_take_it_stands_beside_a_need(text: str, intent: Intent, drugs: list[str]) -> None:
    reading = read_medication(text)
    assert [(need.intent, [drug.generic for drug in need.drugs]) for need in reading.needs] == [(intent, drugs)]
    assert reading.asks_how


@pytest.mark.parametrize(
    "text", ["家里有布洛芬，能和头孢一起吃吗", "缬沙坦一天吃几次，饭前还是饭后吃", "孩子发烧，布洛芬怎么吃？"]
)
def test_a_question_alone_is_no_need(text: str) -> None:
    reading = read_medication(text)
    assert reading.asks_how
    assert not reading.needs
