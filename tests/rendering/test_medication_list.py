"""配药清单: by hospital and building, in the committees' columns, as texts; labels say place and surname only."""

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from conversation.medication_view import seen_on
from domain.medication import Drug
from domain.medication_request import Item, Request
from domain.residence import Residence
from rendering.medication_list import HEADINGS, LABELS, LIST, Papers, Row, caption, file_name, label_of, workbook
from sandbox.stage import ZONE

NOW = 1_772_590_000  # 2026-03-04
BOX = Drug("络活喜", "氨氯地平", "5mg", "片", Decimal(2), "盒")


def request(number: int, residence: Residence | None, *drugs: Drug, **about: Any) -> Request:
    items = tuple(Item(place, drug) for place, drug in enumerate(drugs))
    days = about.pop("days_left", None)
    return Request(
        number, 1, NOW, NOW, residence, days_left=days, days_at=NOW if days is not None else None, items=items, **about
    )


def row(found: Request, name: str | None = None, phone: str | None = None) -> Row:
    return Row(seen_on(found, NOW, ZONE), name, phone)


@pytest.fixture
def papers() -> Papers:
    rows = [
        row(
            request(1, Residence("3", None, "501"), BOX, hospital="瑞金医院", card="=卡", days_left=-1),
            "钱女士",
            "0210501",
        ),
        row(request(2, Residence("3", "2", "0601", "66"), patient="欧阳师傅", conditions=("糖尿病",), is_cold=True)),
        row(request(3, None, Drug("布落芬", guesses=("布洛芬",)), Drug("安定片", "地西泮", form="片"), patient="父亲")),
    ]
    return Papers("梧桐苑", datetime.fromtimestamp(NOW, ZONE), rows, 2)


def sheet(papers: Papers, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(papers)))
    assert all(cell.data_type != "f" for row in book[name].iter_rows() for cell in row)
    return [tuple(values) for values in book[name].iter_rows(values_only=True)]


def test_the_columns_are_those_that_committees_use(papers: Papers) -> None:
    lines = sheet(papers, LIST)
    assert lines[0][0] == "梧桐苑 配药清单 2026年3月4日 10:06 共 3 件"
    assert lines[1] == HEADINGS
    assert lines[2][0] == "瑞金医院（1 件）"
    assert lines[3][:13] == (
        *("红", "钱女士", "3", None, "501", "0210501", "氨氯地平片", "5mg", "络活喜", "2盒", "=卡", "0天", None),
    )
    assert lines[4][0] == "没说在哪里配过（2 件）"
    assert lines[5][1:7] == ("欧阳师傅", "3", "66弄2单元", "0601", None, "（没写药名）")
    assert lines[5][13] == "本人说要冷藏；糖尿病"
    assert lines[6][6] == "布落芬（可能是布洛芬）"
    assert lines[7][6:9] == ("地西泮片", None, "安定片")
    assert "精神药品" in lines[7][13]
    assert "另有 2 件等本人同意" in lines[8][0]


def test_a_label_has_place_and_surname_only(papers: Papers) -> None:
    words = [cell for line in sheet(papers, LABELS) for cell in line if cell]
    assert words == ["3-501 钱", "66弄3-2-0601 欧阳", "门牌没说"]
    assert label_of(papers.rows[0].seen.request, None) == "3-501"


def test_labels_go_over_several_pages() -> None:
    rows = [row(request(number, Residence("3", None, str(number)), BOX)) for number in range(100, 150)]
    papers = Papers("梧桐苑", datetime.fromtimestamp(NOW, ZONE), rows)
    book = openpyxl.load_workbook(io.BytesIO(workbook(papers)))
    assert [one.id for one in book[LABELS].row_breaks.brk] == [24, 48]
    assert "另有" not in sheet(papers, LIST)[-1][0]


def test_what_the_file_is_called_and_says(papers: Papers) -> None:
    assert file_name(papers) == "配药清单 2026年3月4日.xlsx"
    assert caption(papers).splitlines()[:2] == [
        "3 件：瑞金医院 1 件，没说在哪里配过 2 件",
        "另有 2 件等本人同意，不在纸上，在「配药」里看。",
    ]
    assert "不要拍照发群" in caption(papers)
