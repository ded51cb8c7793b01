"""docs/health.md says what the program does."""

import re
from pathlib import Path

from bot import status
from tests.log_of_the_run import vocabulary

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/health.md").read_text("utf-8")


def test_every_event_of_the_log_is_explained() -> None:
    rows = "\n".join(re.findall(r"^\| `[a-z-]+`.*$", TEXT, re.MULTILINE))
    missing = {name for name in vocabulary().names if f"`{name}`" not in rows}
    assert not missing


def test_every_counter_is_explained() -> None:
    said = set()
    for path in (ROOT / "bot").glob("*.py"):
        said |= set(re.findall(r'count(?:ing\.count)?\(f?"(\w+)', path.read_text("utf-8")))
    assert {"sends", "turns_done", "lag_greatest"} - said <= {"sends", "lag_greatest"}
    assert not {name for name in said | {"sends", "edits", "other_calls", "lag_greatest"} if f"`{name}`" not in TEXT}


def test_every_threshold_of_status_is_the_one_of_the_program() -> None:
    said = dict(re.findall(r"^\| (telegram|alarm|message|update|due) \| .*?(\d+) minutes", TEXT, re.MULTILINE))
    assert {name: int(minutes) * 60 for name, minutes in said.items()} == {
        "telegram": status.SILENT,
        "alarm": status.ALARM,
        "message": status.MESSAGE,
        "update": status.UPDATE,
        "due": status.DUE,
    }
