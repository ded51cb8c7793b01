"""The sheets of a roster: what is exported reads as the same households, and nothing in them is a formula."""

import io

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.household import Entry, Mark
from domain.residence import AddressGrammar, Residence
from domain.roster import Refused, Roster, Unread, difference, in_order
from parsing.roster import read_roster
from rendering.roster_sheet import difference_xlsx, roster_csv, roster_xlsx, template

_DANGEROUS = ("=1+1", "+8613900000001", "-2", "@x", '=HYPERLINK("http://a.b","x")', "#N/A", "_x0041_", "0501", "1E+5")

_ROOMS = st.from_regex(r"[1-9][0-9]{0,3}[A-Z]?|[A-Z][1-9][0-9]{0,2}", fullmatch=True)
_RESIDENCES = st.builds(
    Residence,
    building=st.from_regex(r"[1-9][0-9]{0,2}|[A-Z][0-9]?", fullmatch=True),
    unit=st.none() | st.sampled_from(["1", "2", "12", "甲", "东"]),
    room=_ROOMS,
    lane=st.none() | st.sampled_from(["6", "66"]),
)
# What the reader gives itself: on one line, and not a word that says there is nothing.
_WORDS = st.sampled_from(
    [*_DANGEROUS, "沈梅", "O'Neil, J.", '"引号"', "👨‍👩‍👧".replace("\u200d", ""), "张；李", "示 例"]
)
_ENTRIES = st.builds(
    Entry,
    residence=_RESIDENCES,
    contact=st.none() | _WORDS,
    phone=st.none() | st.sampled_from(["13900000001", "+86 139 0000 0001", "021-55500011、13900000001", "0550001"]),
    size=st.none() | st.integers(0, 99),
    marks=st.frozensets(st.sampled_from(Mark)),
    note=st.none() | _WORDS | st.sampled_from(["独居", "同住：李梅 13900000002；有狗", "长" * 1000]),
)
_LISTS = st.lists(_ENTRIES, min_size=1, max_size=8, unique_by=lambda entry: entry.place)


def _read(data: bytes, grammar: AddressGrammar | None = None) -> Roster:
    roster = read_roster(data, "花名册", grammar or AddressGrammar())
    assert isinstance(roster, Roster), roster
    assert roster.unread == ()
    return roster


@settings(deadline=None, max_examples=60)
@given(_LISTS)
@example([Entry(Residence("A", None, "1", "6")), Entry(Residence("A", "1", "1"))])  # another lane's A has no unit
def test_what_is_exported_is_read_as_the_same_households(entries: list[Entry]) -> None:
    for data in (roster_xlsx(entries), roster_csv(entries)):
        assert _read(data).entries == in_order(entries)


def test_villas_are_read_back_where_villas_stand() -> None:
    villas = [Entry(Residence("8"), "沈梅"), Entry(Residence("12"))]

    assert _read(roster_xlsx(villas), AddressGrammar(villas=True)).entries == tuple(villas)


@pytest.mark.parametrize("words", _DANGEROUS)
def test_a_cell_stays_the_text_it_is(words: str) -> None:
    data = roster_xlsx([Entry(Residence("3", room="0501"), words, None, note=words)])

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert [cell.value for cell in cells if cell.coordinate == "C2"] == ["0501"]
    (csv_line,) = roster_csv([Entry(Residence("3", room="1"), words)]).decode("utf-8-sig").splitlines()[1:]
    assert csv_line.split(",")[3].strip('"')[0] not in "=+-@"


def test_control_characters_are_left_out() -> None:
    data = roster_xlsx([Entry(Residence("3", room="501"), "沈\x00\x07\x0b梅\ud800\u202e")])

    assert _read(data).entries[0].contact == "沈 梅"


def test_the_template_keeps_rooms_and_telephones_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    sheet, guide = book.worksheets

    assert [sheet.cell(1, column).value for column in (1, 3, 5)] == [
        "楼号\n（必填，如 3）",
        "室号\n（必填，如 502）",
        "电话\n（可以空着）",
    ]
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCDE"} == {"@"}
    assert sheet.column_dimensions["F"].number_format == "General"
    assert sheet["E2"].value == "13900000001"
    assert guide.title == "填写说明"


def test_the_examples_of_the_template_are_no_households() -> None:
    assert read_roster(template()) == Refused("表头下面没有住户：填好以后再发。")


def test_a_row_typed_below_the_examples_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book.worksheets[0].append([3, None, 501, "沈梅"])
    out = io.BytesIO()
    book.save(out)

    roster = _read(out.getvalue())
    assert [(line.row, line.entry) for line in roster.lines] == [(4, Entry(Residence("3", room="501"), "沈梅"))]
    assert roster.remarks == ()


def test_a_difference_in_full_is_a_sheet_that_cannot_be_imported() -> None:
    before, after = (Entry(Residence("3", room="501"), "沈梅", phone, note="=1") for phone in ("55500011", "55500012"))
    gone, new = Entry(Residence("3", room="502"), "老秦"), Entry(Residence("1", room="101", lane="66"), "=cmd")
    roster = Roster(unread=(Unread("C17", "=1+1", "像公式。", "3号楼"),), remarks=("没有用到的列：车牌。",))

    data = difference_xlsx(difference([before, gone], [after, new]), roster)

    book = openpyxl.load_workbook(io.BytesIO(data))
    shown = {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] for sheet in book}
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert shown["对照 读不懂"] == [("3号楼", "C17", "=1+1", "像公式。")]
    assert shown["对照 变动"] == [(None, "3", None, "501", "电话", "55500011", "55500012")]
    assert shown["对照 新增"][0][:5] == ("66", "1", None, "101", "=cmd")
    assert shown["对照 没有了"][0][:4] == ("3", None, "502", "老秦")
    assert read_roster(data) == Refused("这是守望发的对照表，不能导入：请改原来的花名册，再发一次。")
