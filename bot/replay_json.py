"""Reads JSON of any size value by value: no more of it is in memory than one value that was asked for.

`json` reads a value from the middle of a text at the speed of C, and says where it stopped: what is cut off is read
again with more text, and what is wrong has a place.
"""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from bot.replay_text import BrokenFileError, Text

_BLANK = re.compile(r"[ \t\r\n]*")
_PART = 16  # signs at the end of a text that may be the beginning of a longer word or number
_DEEPEST = 200
_AGAIN = "怎么办：在 Telegram 电脑版里重新导出，再整个拷过来"


class JsonReader:
    """A text of JSON being read. The caller takes each value with `value`, `members`, `elements` or `skip`, in order.

    All of them raise BrokenFileError.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._decoder = json.JSONDecoder()
        self.last = ""  # what was read last, for complaints

    def peek(self) -> str:
        """Return the next sign that is no blank, "" at the end."""
        text = self._text
        while True:
            match = _BLANK.match(text.text, text.at)
            text.at = match.end() if match is not None else text.at
            if text.at < len(text.text):
                return text.text[text.at]
            if not text.more():
                return ""

    def value(self) -> Any:
        """Return the next value."""
        self.peek()
        text = self._text
        while True:
            try:
                value, end = self._decoder.raw_decode(text.text, text.at)
            except JSONDecodeError as error:
                if _may_go_on(error, text.text) and text.more():
                    continue
                raise self._broken(error.pos, is_cut=_may_go_on(error, text.text)) from None
            except (ValueError, RecursionError):  # a number of thousands of digits, brackets in thousands
                raise self._broken(text.at) from None
            length = end - text.at  # to read on moves what is waiting to the front
            if end + 2 >= len(text.text) and isinstance(value, int | float) and text.more():
                continue  # 12 may go on as 12.5 or 12e-3
            text.at += length
            return value

    def members(self) -> Iterator[str]:
        """Yield the names in the next value, an object."""
        self._take("{")
        if self._ends("}"):
            return
        while True:
            name = self.value() if self.peek() == '"' else None
            if name is None:
                raise self._broken(self._text.at, is_cut=self.peek() == "")
            self._take(":")
            yield name
            if self._ends("}"):
                return
            self._take(",")

    def elements(self) -> Iterator[None]:
        """Yield once before each element of the next value, an array."""
        self._take("[")
        if self._ends("]"):
            return
        while True:
            yield
            if self._ends("]"):
                return
            self._take(",")

    def skip(self, depth: int = 0) -> None:
        """Pass over the next value, however long."""
        sign = self.peek()
        if depth > _DEEPEST:
            raise self._broken(self._text.at)
        if sign == "{":
            for _ in self.members():
                self.skip(depth + 1)
        elif sign == "[":
            for _ in self.elements():
                self.skip(depth + 1)
        else:
            self.value()

    def place(self) -> str:
        """Return where reading is."""
        self.peek()
        return self._text.place()

    def _ends(self, sign: str) -> bool:
        if self.peek() != sign:
            return False
        self._text.at += 1
        return True

    def _take(self, sign: str) -> None:
        found = self.peek()
        if found != sign:
            raise self._broken(self._text.at, is_cut=found == "")
        self._text.at += 1

    def _broken(self, at: int, *, is_cut: bool = False) -> BrokenFileError:
        after = f"（{self.last}之后）" if self.last else ""
        place = self._text.place(min(at, len(self._text.text)))
        if is_cut:
            return BrokenFileError(f"{place}{after}：文件到这里断了，后面的没有拷全。{_AGAIN}")
        return BrokenFileError(f"{place}{after}：这里不合 JSON 的写法，文件坏了或被改过。{_AGAIN}")


def _may_go_on(error: JSONDecodeError, text: str) -> bool:
    """Say whether what is wrong may only be that the text ends too early."""
    return error.msg.startswith("Unterminated string") or error.pos >= len(text) - _PART
