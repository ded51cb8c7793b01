"""JSON read value by value from a file of any size, and the place where it breaks."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay_json import JsonReader
from bot.replay_text import LONGEST, BrokenFileError, Text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def reader(text: str | bytes, chunk: int = 7) -> JsonReader:
    raw = text if isinstance(text, bytes) else text.encode()
    return JsonReader(Text(io.BytesIO(raw), chunk))


def walked(json_reader: JsonReader) -> Any:
    """Read a value by its parts."""
    sign = json_reader.peek()
    if sign == "{":
        return {name: walked(json_reader) for name in json_reader.members()}
    if sign == "[":
        return [walked(json_reader) for _ in json_reader.elements()]
    return json_reader.value()


@given(VALUES, st.sampled_from((None, 1)), st.booleans())
def test_any_value_is_read_as_json_reads_it_whole_or_by_its_parts(
    value: Any, indent: int | None, is_ascii: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert reader(text).value() == value
    assert walked(reader(text)) == value
    passed = reader(text)
    passed.skip()
    assert passed.peek() == ""


@given(VALUES, st.data())
def test_what_is_cut_off_anywhere_is_never_read_as_something_else(value: Any, data: st.DataObject) -> None:
    text = json.dumps([value, "end"], ensure_ascii=False)
    cut = text.encode()[: data.draw(st.integers(0, len(text.encode()) - 1))]
    with pytest.raises(BrokenFileError):
        reader(cut).value()
    with pytest.raises(BrokenFileError):
        walked(reader(cut))
    with pytest.raises(BrokenFileError):
        reader(cut).skip()


def test_a_file_that_is_cut_off_says_after_which_message_and_how_to_mend_it() -> None:
    broken = reader('{"a": [\n 1,\n "two')
    broken.last = "编号 5的消息"
    with pytest.raises(BrokenFileError, match=r"第 3 行第 2 字（编号 5的消息之后）：文件到这里断了.*重新导出"):
        broken.skip()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[1,\n 2 3, "and much more follows"]', "第 2 行第 4 字"),
        ('{"a" 1, "b": "and much more follows"}', "第 1 行第 6 字"),
        ('{1: "and much more follows here"}', "第 1 行第 2 字"),
        ('["a\nb", "and much more follows"]', "第 1 行第 4 字"),
        ("[nope, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "第 1 行第 2 字"),
        ("[" * 100_000, "第 1 行"),
        ("9" * 5_000 + " ", "第 1 行第 1 字"),
    ],
)
def test_what_is_no_json_says_where(text: str, place: str) -> None:
    with pytest.raises(BrokenFileError, match=f"{place}.*不合 JSON"):
        reader(text, chunk=1 << 18).skip()
    if len(text) < 50:
        with pytest.raises(BrokenFileError, match="不合 JSON"):
            reader(text, chunk=1 << 18).value()


def test_brackets_without_end_are_no_value_either() -> None:
    with pytest.raises(BrokenFileError):
        reader("[" * 100_000, chunk=1 << 18).value()


def test_places_count_on_across_what_was_let_go() -> None:
    json_reader = reader("[\n" + "\n".join(f'"{number}",' for number in range(100)) + '\n"last"]', chunk=16)
    places = [(json_reader.place(), json_reader.value()) for _ in json_reader.elements()]
    assert places[0] == ("第 2 行第 1 字", "0")
    assert places[-1] == ("第 102 行第 1 字", "last")


def test_places_count_signs_where_there_are_no_lines() -> None:
    json_reader = reader(json.dumps(["一二三"] * 50, ensure_ascii=False, separators=(",", ":")), chunk=16)
    assert [json_reader.place() for _ in json_reader.elements() if json_reader.value()][-1] == "第 1 行第 301 字"


def test_a_value_longer_than_any_message_is_given_up() -> None:
    with pytest.raises(BrokenFileError, match="四百万字以上"):
        reader(b'["' + b"a" * (3 * LONGEST) + b'"]', chunk=1 << 20).skip()
