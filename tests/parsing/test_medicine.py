"""The lexicon knows medicines by their names, and tells them from ordinary words."""

import pytest

from domain.medication import Controlled, Kind
from parsing.medication_drug import find_medicines
from parsing.medicine import Lexicon, load, medicine_of
from parsing.normalise import normalise


def _generics(text: str, *, guess: bool = False) -> list[str | None]:
    return [each.generic for each in find_medicines(normalise(text).text, guess=guess)]


@pytest.mark.parametrize(
    ("said", "generic"),
    [
        ("求络活喜", "氨氯地平"),  # a brand
        ("求心痛定", "硝苯地平"),  # an old name
        ("求富马酸比索洛尔片", "比索洛尔"),  # with its salt and form
        ("求诺和锐30笔芯", "门冬胰岛素30"),
        ("求诺和锐 30 笔芯", "门冬胰岛素30"),
        ("求诺和锐", "门冬胰岛素"),
        ("求維生素C", "维生素C"),  # traditional characters
        ("求ＰＡＸＬＯＶＩＤ", "奈玛特韦利托那韦"),  # wide letters
        ("求口服补液盐", "补液盐"),
        ("求血糖试纸", "血糖试纸"),
    ],
)
def test_every_kind_of_name_is_known(said: str, generic: str) -> None:
    assert _generics(said) == [generic]


@pytest.mark.parametrize(
    "said",
    ["可定时提醒吗", "大家安定一点", "美林小区解封了", "看MVC模式", "方案代文字", "过氧化", "牛奶两箱", "葡萄糖分高"],
)
def test_ordinary_words_are_no_medicines(said: str) -> None:
    assert _generics(said) == []


@pytest.mark.parametrize("said", ["可定两盒", "求可定", "可定10mg", "安定片一瓶", "美林、泰诺林各一瓶", "可定吃完了"])
def test_a_neighbour_word_says_that_medicine_is_meant(said: str) -> None:
    assert _generics(said)[0] is not None


@pytest.mark.parametrize("said", ["降压药", "血脂药", "止咳糖浆", "眼药水", "消炎片", "利尿药"])
def test_a_class_of_medicines_has_no_generic_name(said: str) -> None:
    (named,) = find_medicines(f"求{said}")

    assert named.is_class
    assert named.generic is None


def test_brand_and_generic_beside_each_other_are_one_medicine() -> None:
    (named,) = find_medicines("求可定(瑞舒伐他汀钙片)两盒")

    assert (named.start, named.end, named.generic, named.form) == (1, 12, "瑞舒伐他汀", "片")


def test_a_class_beside_a_name_is_no_medicine_of_its_own() -> None:
    assert _generics("求安体舒通利尿药") == ["螺内酯"]
    assert _generics("求降压药络活喜") == ["氨氯地平"]


def test_a_form_may_stand_after_the_strength() -> None:
    (named,) = find_medicines("求倍他乐克47.5mg缓释片")

    assert named.form == "缓释片"


@pytest.mark.parametrize(
    ("said", "guesses"),
    [
        ("求布落分两盒", ("布洛芬",)),  # by its sound
        ("求莲花清文一盒", ("连花清瘟",)),
        ("求硝苯地乎片", ("硝苯地平",)),  # by one wrong character
        ("求奥美拉坐一盒", ("奥美拉唑",)),
        ("求阿托伐汀两盒", ("阿托伐他汀",)),  # one left out
    ],
)
def test_a_slip_of_the_hand_is_a_guess(said: str, guesses: tuple[str, ...]) -> None:
    (named,) = find_medicines(said, guess=True)

    assert named.guesses == guesses


@pytest.mark.parametrize("said", ["求大家帮忙", "要两袋大米", "求一个快递盒", "来点白菜萝卜", "买西红柿鸡蛋"])
def test_what_is_no_slip_is_not_guessed(said: str) -> None:
    assert find_medicines(said, guess=True) == ()


def test_a_name_that_the_lexicon_lacks_is_known_by_its_form() -> None:
    (named,) = find_medicines("求灵芝孢子油软胶囊两盒", guess=True)

    assert named.generic is None
    assert named.form == "软胶囊"


def test_marks_are_hints_of_the_lexicon() -> None:
    insulin, sleeping, ibuprofen = map(medicine_of, ("甘精胰岛素", "唑吡坦", "布洛芬"))

    assert insulin is not None
    assert insulin.cold_chain
    assert insulin.prescription
    assert sleeping is not None
    assert sleeping.controlled is Controlled.PSYCHOTROPIC_2
    assert ibuprofen is not None
    assert ibuprofen.over_the_counter
    assert medicine_of("白米饭") is None


def test_the_file_of_the_package_is_loaded_once() -> None:
    assert load() is load()
    assert len(load().medicines) > 3000


def test_every_line_of_the_file_tells_where_it_is_from() -> None:
    from parsing.medicine import _FILE

    lines = [line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]

    assert all(len(line) == 9 and line[8] for line in lines)
    assert all(name[1] in "NSKW" for line in lines for name in line[7].split("|") if name)


def test_a_lexicon_reads_the_lines_of_its_file() -> None:
    lexicon = Lexicon(
        ["# a remark\n", "甲药素\tw\tcrkN\t片|胶囊\t盒\t5mg|10mg\t高血压\tbS甲宁|CK甲|tW甲要素\tX1\n", "\n"]
    )

    medicine = lexicon.medicines["甲药素"]
    assert (medicine.kind, medicine.common, medicine.controlled) == (Kind.WESTERN, True, Controlled.NARCOTIC)
    assert medicine.strengths == ("5mg", "10mg")
    assert lexicon.names["甲宁"].brand
    assert lexicon.names["甲"].ambiguous
    assert lexicon.names["甲要素"].misspelt
    assert [(each.start, each.end) for each in lexicon.find("要甲宁两盒")] == [(1, 3)]
