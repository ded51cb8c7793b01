"""The text of a file, whatever encoding it was saved in."""

import io
from typing import BinaryIO

import pytest

from bot.replay_text import BrokenFileError, Text

WORDS = "方姐 10:21\r\n豆角2份，谢谢！\n第三行"


def lines(raw: bytes, chunk: int = 5) -> list[str]:
    return list(Text(io.BytesIO(raw), chunk).lines())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("chunk", [4, 5, 1 << 18])
def test_the_encoding_is_seen(encoding: str, chunk: int) -> None:
    raw = WORDS.encode(encoding)
    assert lines(raw, chunk) == ["方姐 10:21", "豆角2份，谢谢！", "第三行"]


def test_big_endian_with_its_mark_is_seen() -> None:
    assert lines(b"\xfe\xff" + WORDS.encode("utf-16-be"))[0] == "方姐 10:21"


def test_chinese_may_come_late() -> None:
    assert lines(b"hello\n" * 100 + "豆角".encode("gb18030"))[-1] == "豆角"


def test_a_line_end_at_the_end_makes_no_line_more() -> None:
    assert lines(b"a\n\nb\n") == ["a", "", "b"]
    assert lines(b"") == []


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("豆角好吃\n豆角".encode() + b"\xff\xfe\n and more", 2),
        (b"plain\n" + b"\xff\xff\xff", 2),
        ("豆角好吃\n豆".encode()[:-1], 2),
        ("豆角\n".encode("gb18030") * 10 + b"\xff\xff", 11),
    ],
)
def test_what_is_no_text_says_its_line_after_all_before_it_was_read(raw: bytes, line: int) -> None:
    text = Text(io.BytesIO(raw), 1 << 18 if line < 10 else 8)
    read: list[str] = []
    with pytest.raises(BrokenFileError, match=f"第 {line} 行有一处不是文字.*UTF-8"):
        read.extend(text.lines())
    assert len(read) == line - 1


def test_half_a_sign_of_utf_16_at_the_end_is_noticed() -> None:
    with pytest.raises(BrokenFileError, match="UTF-16"):
        lines(WORDS.encode("utf-16")[:-1])


class _Worn(io.BytesIO):
    """A disk that fails after what it gave first."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_disk_that_fails_is_told() -> None:
    worn: BinaryIO = _Worn(b"one\ntwo\n")
    with pytest.raises(BrokenFileError, match=r"第 3 行第 1 字：读不下去了（Input/output error）"):
        list(Text(worn, 4).lines())
