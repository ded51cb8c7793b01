"""Every row of docs/degradation.md names a test that is there, and every test of its file has its row."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "degradation.md").read_text("utf-8")
OWN = "tests/handlers/test_degradation.py"
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| missing ", "| where "))
]


def defined_in(path: str) -> set[str]:
    """Return the names of the tests in a file of this repository."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in tree.body if isinstance(node, kinds) and node.name.startswith("test_")}


def named(cell: str) -> list[tuple[str, str]]:
    """Return the (file, test) pairs that a cell names."""
    found = re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", cell)
    return [(path or OWN, name) for path, name in found]


def test_the_page_has_rows() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_a_row_names_tests_that_are_there(row: list[str]) -> None:
    tests = named(row[-1])
    assert tests, row
    for path, name in tests:
        assert name in defined_in(path), f"{path} has no {name}"


def test_every_test_of_its_file_is_named_in_a_row() -> None:
    assert defined_in(OWN) == {name for row in ROWS for path, name in named(row[-1]) if path == OWN}
