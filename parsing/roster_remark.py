"""What the reader of a roster did by itself, said to the committee before anything is imported."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.residence import AddressGrammar, Residence
from parsing.roster_header import Header
from parsing.roster_household import Households
from parsing.roster_residence import ResidenceReader
from parsing.table import Table

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A sheet with its heading, and the reader that knows the buildings of its rows."""

    table: Table
    header: Header
    places: ResidenceReader


def remarks_of(
    read: Sequence[ReadTable], households: Households, left_out: Sequence[str], grammar: AddressGrammar
) -> Iterator[str]:
    """Yield a sentence for each thing that was filled in, put together or left out."""
    for each in read:
        yield from _of_table(each, f"「{each.table.title}」：" if len(read) > 1 else "")
    if households.joined:
        rows = _listed(f"{f'「{sheet}」' if sheet else ''}第 {row} 行" for sheet, row in households.joined)
        yield f"{rows}和前面的是同一户，合在一起了（另一个人记在备注里）。"
    if left_out:
        yield f"没有读的工作表（隐藏的，或者没有表头）：{_listed(left_out)}。"
    if any(each.places.has_units for each in read) and not grammar.units:
        yield "表里有单元，可是小区的门牌写法里没有：居民写的 3-502 会对不上。请在群里发「设置」，改门牌写法。"


def _of_table(read: ReadTable, where: str) -> Iterator[str]:
    places, table = read.places, read.table
    if places.used_default:
        yield f"{where}没写楼号的行，按工作表或文件的名字算作 {_said(places.default)}。"
    if places.used_floors:
        yield f"{where}只有一两位的室号前面加了楼层：5 层 02 室是 502。"
    if places.filled:
        yield f"{where}{_filled(places.filled)}楼号或单元空着，按上面一行的填了。"
    if table.merges:
        yield f"{where}合并的格子（{_listed(merge.name for merge in table.merges)}）按合并的范围逐行填了。"
    if table.formulas:
        yield f"{where}有 {table.formulas} 格是公式，按文件里存下的结果读。"
    if read.header.unused:
        yield f"{where}没有用到的列：{_listed(read.header.unused)}。"


def _filled(rows: Iterable[tuple[int, Residence]]) -> str:
    """Return which rows took which building: 第 4–20 行（3号楼）、第 22 行（5号楼）."""
    spans: list[tuple[int, int, str]] = []
    for row, residence in rows:
        said = _said(residence)
        if spans and spans[-1][2] == said and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row, said)
        else:
            spans.append((row, row, said))
    return _listed(f"第 {first}{'' if first == last else f'–{last}'} 行（{said}）" for first, last, said in spans)


def _said(residence: Residence) -> str:
    lane = f"{residence.lane}弄" if residence.lane else ""
    unit = f"{residence.unit}单元" if residence.unit else ""
    return f"{lane}{residence.building}号楼{unit}"


def _listed(names: Iterable[str]) -> str:
    said = list(names)
    shown = "、".join(said[:_MOST_NAMED])
    return shown if len(said) <= _MOST_NAMED else f"{shown} 等 {len(said)} 处"
