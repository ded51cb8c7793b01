"""Names of cells, and cells merged downwards."""

import pytest

from parsing.table import Damaged, Merge, Row, Table, TableError, cell_name, fill_merged


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    assert [cell_name(column, 17) for column in (0, 2, 25, 26, 701, 702)] == [
        "A17",
        "C17",
        "Z17",
        "AA17",
        "ZZ17",
        "AAA17",
    ]


def test_what_is_merged_downwards_stands_in_each_row() -> None:
    spoilt = Damaged("3月1日", "日期")
    rows = (
        Row(2, ("3", "501")),
        Row(3, ("", "502", "王")),
        Row(5, ()),
        Row(6, ("", "", spoilt)),
        Row(8, ("", "x", "")),
    )
    table = Table("", rows, (Merge(0, 0, 2, 5), Merge(2, 3, 6, 99), Merge(1, 1, 4, 5), Merge(0, 4, 3, 3)))

    filled = fill_merged(table)

    assert [row.cells for row in filled.rows] == [
        ("3", "501"),
        ("3", "502", "王"),
        ("3",),
        ("", "", spoilt),
        ("", "x", spoilt),
    ]
    assert filled.merges == (Merge(0, 0, 2, 5), Merge(1, 1, 4, 5), Merge(2, 3, 6, 99))


def test_a_table_without_merges_stays_as_it_is() -> None:
    table = Table("3号楼", (Row(1, ("3",)),), (Merge(0, 2, 1, 1),))

    assert fill_merged(table) is table
    assert fill_merged(Table("", (), (Merge(0, 0, 1, 9),))).rows == ()


def test_merges_over_each_other_are_refused() -> None:
    rows = tuple(Row(number, ("3",)) for number in range(1, 30))

    with pytest.raises(TableError, match="重叠"):
        fill_merged(Table("", rows, tuple(Merge(0, 0, 1, 29) for _ in range(200))))
