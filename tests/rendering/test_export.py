"""Sheets that Excel opens: Chinese stays Chinese, and nobody's name becomes a formula."""

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.export import SHEETS, TABLES, csv_text, harmless, readme, sheets_of
from storage import export as storage

SHANGHAI = ZoneInfo("Asia/Shanghai")
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def order(**given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": 4, "title": "菌菇团", "lane": None, "building": "7", "unit": None, "room": "101", "name": None,
        "on_behalf": 0, "author": "住户", "item": "香菇", "thousandths": 2500, "measure": "斤", "note": None,
        "sent_at": 1_777_577_340, "edited_at": 0,
    }  # fmt: skip
    return row | given


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-3", "@sum", " =1", "\t=1", "\t1", "\r1", "\n1", "＝1", "＋1", "－1", "＠1", "\u3000=1", "\0=1"],
)
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "青菜", "3-502", "1=1", "'=1", "a@b", "10"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_sheet_is_utf_8_with_the_mark_that_excel_wants() -> None:
    text = csv_text(BY_NAME["orders"], [order(note='放"门卫",谢谢\n别忘了')], SHANGHAI)
    assert text.startswith("\ufeff接龙编号,标题,弄,楼栋,")
    assert read(text)[1] == [
        "4", "菌菇团", "", "7", "", "101", "", "否", "住户", "香菇", "2.5", "斤",
        '放"门卫",谢谢\n别忘了', "2026-05-01 03:29",
    ]  # fmt: skip


def test_an_edit_is_the_last_change() -> None:
    rows = read(csv_text(BY_NAME["orders"], [order(edited_at=1_777_580_940)], SHANGHAI))
    assert rows[1][-1] == "2026-05-01 04:29"


@given(st.text(), st.text(), st.text())
def test_no_cell_of_anybodys_text_is_a_formula(name: str, item: str, note: str) -> None:
    rows = read(csv_text(BY_NAME["orders"], [order(name=name, item=item, note=note, author=note)], SHANGHAI))
    assert not [cell for cell in rows[1] if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
    assert len(rows[1]) == len(BY_NAME["orders"].columns)


def test_a_buy_shows_its_goods_as_people_write_them() -> None:
    goods = """[{"name": "香菇", "price": "6", "measure": "斤"}, {"name": "木耳", "price": null, "measure": "包"},
                {"name": "笋", "price": "3.5"}]"""
    row = {"id": 1, "title": "=团", "organiser": None, "chat_id": 2, "opened_at": 0, "closed_at": None, "goods": goods}
    (_, shown) = read(csv_text(BY_NAME["buys"], [row], SHANGHAI))
    assert shown == ["1", "'=团", "", "2", "", "", "香菇 6元/斤；木耳/包；笋 3.5元"]


def test_roles_and_chats_are_called_as_people_call_them() -> None:
    role = {
        "name": "钱姐",
        "role": "lead",
        "building": "7",
        "team": "",
        "granted_by": None,
        "granted_at": 1_777_577_340,
        "until": None,
    }
    assert read(csv_text(BY_NAME["roles"], [role], SHANGHAI))[1][:3] == ["钱姐", "楼组长", "7"]
    chat = {"id": 2, "purpose": "stair", "building": "7", "is_active": 1, "heard_at": 1_777_577_340}
    assert read(csv_text(BY_NAME["chats"], [chat | {"purpose": "new"}], SHANGHAI))[1][1] == "new"
    assert read(csv_text(BY_NAME["chats"], [chat], SHANGHAI))[1] == ["2", "楼栋群", "7", "是", "2026-05-01 03:29"]


def test_a_household_shows_what_to_know_before_one_knocks() -> None:
    row = {
        "lane": None, "building": "7", "unit": None, "room": "101", "contact": "=钱", "phone": "+8613900000000",
        "size": 2, "marks": '["no_phone", "alone"]', "note": None, "is_listed": 1,
    }  # fmt: skip
    assert read(csv_text(BY_NAME["households"], [row], SHANGHAI))[1] == [
        "", "7", "", "101", "'=钱", "'+8613900000000", "2", "独居、无手机", "", "是",
    ]  # fmt: skip


def test_every_sheet_and_table_is_told_of() -> None:
    assert list(TABLES) == [table.name for table in storage.TABLES]
    assert [sheet.name for sheet in SHEETS] == list(storage.SHEETS)
    page = readme("竹苑", datetime(2026, 5, 1, 3, 30, tzinfo=SHANGHAI))
    assert page.startswith("\ufeff守望导出：竹苑\r\n导出时间：2026-05-01 03:30（CST）\r\n")
    for file in (
        *sheets_of({name: [] for name in storage.SHEETS}, SHANGHAI),
        *(f"tables/{name}.json" for name in TABLES),
    ):
        assert file in page
