"""What is exported hangs together: whatever a row points to is there as well."""

import json
from typing import Any

import pytest

from storage.export import LEFT_OUT, TABLES, table_rows
from storage.store import Store
from tests.storage.old_schema import fill
from tests.storage.test_export import a_second_compound


@pytest.mark.parametrize("compound", [1, 2])
async def test_every_row_that_a_row_points_to_is_exported_too(store: Store, compound: int) -> None:
    async with store.transaction() as query:
        await fill(query)
        await a_second_compound(query)
        tables: dict[str, list[dict[str, Any]]] = {
            table.name: json.loads(await table_rows(query, table, compound)) for table in TABLES
        }
        followed = 0
        for name, rows in tables.items():
            for key in await query.all(f"PRAGMA foreign_key_list({name})"):
                column, parent = key["from"], key["table"]
                pointed = {row[column] for row in rows} - {None}
                assert not pointed or parent not in LEFT_OUT, f"{name}.{column}"
                there = {row[key["to"]] for row in tables[parent]}
                assert pointed <= there, f"{name}.{column} points to rows of {parent} that are not exported"
                followed += len(pointed)
    assert followed > 20
