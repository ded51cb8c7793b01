"""The workbook as LibreOffice opens and prints it: one A4 page a building, and every text as it was.

Needs soffice and pdftotext (Debian: libreoffice-calc-nogui, poppler-utils, fonts-noto-cjk); skipped without them.
"""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot.font import PACKAGE, chinese_font
from domain.order_chain import Order
from domain.residence import Residence
from rendering.order_chain_papers import Papers, bags
from rendering.order_chain_sheet import workbook
from tests.rendering.a_buy import big_buy
from tests.rendering.test_order_chain_sheet import DANGEROUS

_OFFICE, _READER = shutil.which("soffice"), shutil.which("pdftotext")

in_office = pytest.mark.skipif(
    _OFFICE is None or _READER is None or chinese_font() is None,
    reason="NOT TRIED IN LIBREOFFICE: soffice, pdftotext or a Chinese font is not installed"
    f" (libreoffice-calc-nogui, poppler-utils, {PACKAGE})",
)
pytestmark = in_office


def converted(data: bytes, kind: str, folder: Path) -> Path:
    """Have LibreOffice open a workbook and save it as something else."""
    assert _OFFICE is not None
    (folder / "buy.xlsx").write_bytes(data)
    command = [_OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    said = subprocess.run(
        [*command, "--outdir", f"{folder}/out", f"{folder}/buy.xlsx"], capture_output=True, timeout=180, check=False
    )
    made = folder / "out" / f"buy.{kind}"
    assert made.exists(), said.stderr.decode(errors="replace")
    return made


def pages_of(data: bytes, folder: Path) -> list[str]:
    """Return the text of each page that is printed, and see that each is A4."""
    assert _READER is not None
    pdf = converted(data, "pdf", folder)
    boxes = {tuple(map(float, box)) for box in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes())}
    assert all(sorted(box) == pytest.approx([595.3, 841.9], abs=1) for box in boxes)
    text = subprocess.run([_READER, "-layout", pdf, "-"], capture_output=True, timeout=60, check=True).stdout.decode()
    return text.split("\f")[:-1]


def dangerous(papers: Papers) -> Papers:
    """Name some of the households, and what they order, in words that a spreadsheet takes for something else."""
    orders: dict[str, Order] = {}
    for count, (party, order) in enumerate(papers.buy.orders.items()):
        if count < len(DANGEROUS):
            words = DANGEROUS[count]
            lines = tuple(replace(line, item=words) for line in order.lines[:1])
            order = replace(order, residence=Residence("1", room=f"05{count:02}"), name=words, note=words, lines=lines)
        orders[party] = order
    return replace(papers, buy=replace(papers.buy, orders=orders))


@pytest.fixture(scope="module")
def big_pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages_of(workbook(big_buy()), tmp_path_factory.mktemp("printed"))


def test_a_building_is_printed_on_one_page_with_all_its_households(big_pages: list[str]) -> None:
    listed = [page for page in big_pages if page.lstrip().startswith("「周末保供团」分楼清单")]
    expected: dict[str, list[str]] = {}
    for bag in bags(big_buy()):
        key = bag.place.split("-")[0] if "-" in bag.place else "没写"
        expected.setdefault(key, []).append(bag.place or bag.name)

    assert len(listed) == len(expected) == 11
    for page, (building, households) in zip(listed, expected.items(), strict=True):
        words = page.split()
        assert any(word.startswith(building) for word in words[2:4])
        assert [word for word in words if word in set(households)] == households
        assert "签收" in words
        assert "合计" in words


def test_every_sheet_is_printed_and_none_spills_over_its_pages(big_pages: list[str]) -> None:
    assert all("签收" in page for page in big_pages if "姓名" in page and "应付" not in page)
    assert not [page for page in big_pages if "签收" in page and "姓名" not in page]
    assert len([page for page in big_pages if "共3样 · 周末保供团" in page]) == 17  # 400 labels, 24 on a page


def test_texts_survive_libreoffice(tmp_path: Path) -> None:
    papers = dangerous(big_buy())
    book = openpyxl.load_workbook(io.BytesIO(converted(workbook(papers), "xlsx", tmp_path).read_bytes()))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    texts = {cell.value for cell in book["明细"]["L"]} | {cell.value for cell in book["明细"]["E"]}
    assert texts >= set(DANGEROUS)
    assert {cell.value for cell in book["明细"]["R"]} >= {"0500", "0509"}
    assert sum(cell.data_type == "n" for cell in book["明细"]["G"]) == book["明细"].max_row - 1
