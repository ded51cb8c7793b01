"""Without the specification the other tests still run, but hold nothing against it; say so."""

import os
from types import ModuleType

import pytest


def test_the_specification_is_at_hand(specification: ModuleType | None) -> None:
    if not os.environ.get("SHOUWANG_BOT_API_SPEC"):
        pytest.skip("SHOUWANG_BOT_API_SPEC names no folder: calls and answers are NOT held against the Bot API's spec")
    assert specification is not None
    assert specification.validate_result("getMe", {"id": 1}) != []
