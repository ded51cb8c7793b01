"""No text stops a reader: whatever Unicode it holds, and however it repeats itself."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.parsing.hostile import TEXTS, read

_TRIGGERS = (
    "0123456789一两半十百万点号日月周年每隔前后内到-~:/.,+x*#①1️⃣ \n楼栋单元室弄斤个份元块今明大上下早晚差过\ud800\0"
)


def test_hostile_texts_are_read_in_a_process_that_would_be_stopped() -> None:
    # A reader that is not linear needs minutes for one of them; all of them together take a second or two.
    done = subprocess.run([sys.executable, "-m", "tests.parsing.hostile"], capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(TEXTS))


@given(st.text() | st.text(alphabet=st.characters(categories=None)) | st.text(alphabet=_TRIGGERS, max_size=200))
def test_any_unicode_is_read_without_an_exception(text: str) -> None:
    read(text)
