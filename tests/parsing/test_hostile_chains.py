"""No message stops the reader of order chains: whatever Unicode it holds, and however it repeats itself."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing.hostile_chains import TEXTS, read

_TRIGGERS = [
    *"0123456789一两半各要加改换退共+x*-#@:,，、。？( )\n\ud800\0",
    *(
        "6-902",
        "6号楼902",
        "荸荠",
        "豆干",
        "A",
        "#接龙",
        "1. ",
        "两袋",
        "帮",
        "我妈",
        "不要了",
        "取消",
        "也要",
        "阿桂",
        "元",
        "如果",
    ),
]


def test_hostile_messages_are_read_in_a_process_that_is_stopped_after_five_seconds_of_one() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.parsing.hostile_chains"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(TEXTS))


@settings(deadline=None)  # no clock is asserted; the first example may load the dictionary
@given(st.text() | st.text(alphabet=st.characters(categories=None)))
def test_any_unicode_is_read_without_an_exception(text: str) -> None:
    read(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(_TRIGGERS), max_size=40).map("".join))
def test_words_of_orders_in_any_order_are_read_without_an_exception(text: str) -> None:
    read(text)
