"""Reads a roster (花名册) from a file that the committee sends: .xlsx or .csv, with the columns as they name them.

All or nothing of a row, all or nothing of a household; a file is refused with one sentence that says what to do.
"""

from collections.abc import Iterator, Sequence

from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from domain.roster import COMPARED, Refused, Roster, Unread
from parsing.normalise import normalise
from parsing.residence import find_residences
from parsing.roster_cell import CellError, Cells
from parsing.roster_header import Header, find_header, header_of, heading_of, score
from parsing.roster_household import Households
from parsing.roster_place import building_in
from parsing.roster_remark import ReadTable, remarks_of
from parsing.roster_residence import ResidenceReader, repeats_building, titled
from parsing.roster_row import Household, read_row
from parsing.table import Table, TableError, fill_merged
from parsing.table_file import read_tables

_ABOUT = ("说明", "填写说明", "填表说明", "使用说明")

_NO_HEADER = (
    "没有找到表头：前 20 行里要有一行写着每一列是什么，比如 楼号、室号、姓名、电话。可以照模板的样子填，再发一次。"
)
_NO_PLACE = "表头里没有「室号」，也没有「地址」，分不清是哪一户：加上这一列再发。"
_COMPARED = "这是守望发的对照表，不能导入：请改原来的花名册，再发一次。"
_NO_ROWS = "表头下面没有住户：填好以后再发。"


def read_roster(data: bytes, name: str = "", grammar: AddressGrammar = DEFAULT_GRAMMAR) -> Roster | Refused:
    """Return the roster in the file, or why the whole of it is refused. Never raises.

    `name` is the file's name; it says the building where nothing in the file does (3号楼花名册.xlsx).
    """
    try:
        tables = tuple(fill_merged(table) for table in read_tables(data, score))
        return _roster(tables, name, grammar)
    except TableError as error:
        return Refused(str(error))


def _roster(tables: Sequence[Table], name: str, grammar: AddressGrammar) -> Roster | Refused:
    if any(table.title.startswith(COMPARED) for table in tables):
        return Refused(_COMPARED)
    found = [(table, find_header(table.rows)) for table in tables if not table.is_hidden]
    read = [
        ReadTable(table, header, ResidenceReader(grammar, _default(table, header, name, grammar)))
        for table, header in found
        if header is not None and header.names_a_place(villas=grammar.villas)
    ]
    if not read:
        return Refused(_NO_PLACE if any(header is not None for _, header in found) else _NO_HEADER)
    households = Households()
    for each in read:
        for row in _rows(each):
            households.add(each.table.title if len(read) > 1 else "", row)
    lines = households.certain()
    if not lines:
        return Refused(_none_read(households.unread[0]) if households.unread else _NO_ROWS)
    titles = {each.table.title for each in read}
    left_out = [table.title for table in tables if table.title not in titles and table.title.strip() not in _ABOUT]
    return Roster(lines, tuple(households.unread), tuple(remarks_of(read, households, left_out, grammar)))


def _rows(read: ReadTable) -> Iterator[Household | Unread]:
    """Yield what stands below the heading, and below each heading that comes again."""
    header = read.header
    below = [row for row in read.table.rows if row.number > header.row]
    read.places.repeats = repeats_building((Cells(row, header) for row in below), read.places.grammar)
    doors = {column.place for column in header.of("room", "address", "building")}
    for row in below:
        if any(isinstance(cell, str) and heading_of(cell) for place, cell in enumerate(row.cells) if place in doors):
            again = header_of(row)
            if len(again.columns) > 1 and again.names_a_place(villas=read.places.grammar.villas):
                header = again
                read.places.forget_above()
                continue
        if (found := read_row(row, header, read.places)) is not None:
            yield found


def _default(table: Table, header: Header, name: str, grammar: AddressGrammar) -> Residence:
    """Return the building that the sheet is named after (3号楼, or 3 where no column says the building), else the one
    that the file is."""
    building = titled(table.title, grammar)
    if building is not None or header.of("building", "address"):
        return building or Residence()
    try:
        return building_in(table.title, grammar)
    except CellError:
        return _named_after(name, grammar)


def _named_after(name: str, grammar: AddressGrammar) -> Residence:
    if grammar.villas:  # 12号花名册 may be of the twelfth of the month
        return Residence()
    found = find_residences(normalise(name[:100]).text.rpartition(".")[0], grammar)
    return found[0].value if len(found) == 1 and found[0].value.room is None else Residence()


def _none_read(first: Unread) -> str:
    says = f"「{first.says}」" if first.says else ""
    return f"没有一行能读懂。第一处是 {first.cell}{says}：{first.reason}"
