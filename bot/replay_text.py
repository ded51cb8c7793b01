"""The text of a file of any size as it is read, in whatever encoding it was saved, with the place of each part."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 1 << 18  # bytes read at a time
_LOOKED_AT = 4096  # bytes that say the encoding
LONGEST = 1 << 22  # characters of one message or line: beyond that it is none

_CHANCE = 2  # Chinese of another encoding may look like one sign of UTF-8, hardly like two

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class BrokenFileError(Exception):
    """A file cannot be read on: its text says in Chinese where, what is wrong, and the mend."""


class Text:
    """The characters of a file. `text[at:]` is what has been read of it and not been used yet; users move `at`.

    At least `chunk` bytes are read at a time.
    """

    def __init__(self, file: BinaryIO, chunk: int = _CHUNK) -> None:
        self._file, self._chunk = file, chunk
        self.text, self.at = "", 0
        self._line, self._column, self._counted = 1, 1, 0  # where text[counted] stands in the file
        self.read = 0  # bytes
        self._encoding = "utf-8"
        self._decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")()
        self._is_plain = True  # ASCII so far: it may yet be any encoding
        self._is_over = False
        self._ahead: bytes | None = None
        self._broken: BrokenFileError | None = None

    def more(self) -> bool:
        """Read on, at least as much as is waiting; return False at the end. Raises BrokenFileError."""
        if self._broken is not None:
            raise self._broken
        self._drop()
        if self._is_over:
            return False
        if len(self.text) > LONGEST:
            raise BrokenFileError(
                f"{self.place()}：一条消息有四百万字以上，多半是引号没有合上。怎么办：从聊天软件里重新导出"
            )
        raw = self._bytes(max(self._chunk, len(self.text)))
        self._is_over = not raw
        fresh = self._decoded(raw)
        self.read += len(raw)
        self.text += fresh
        return bool(fresh) or self.more()

    def lines(self) -> Iterator[str]:
        """Yield the lines from here on, without their ends."""
        while True:
            end = self.text.find("\n", self.at)
            if end < 0 and self.more():
                continue
            line = self.text[self.at : end if end >= 0 else None]
            if end < 0:
                self.at = len(self.text)
                if line:
                    yield line.rstrip("\r")
                return
            self.at = end + 1
            yield line.rstrip("\r")

    def place(self, at: int | None = None) -> str:
        """Return where `text[at]` stands, `at` being where reading is unless said; never before an earlier answer."""
        at = self.at if at is None else at
        breaks = self.text.count("\n", self._counted, at)
        if breaks:
            self._line += breaks
            self._column = at - self.text.rfind("\n", self._counted, at)
        else:
            self._column += at - self._counted
        self._counted = at
        return f"第 {self._line} 行第 {self._column} 字"

    def _drop(self) -> None:
        self.place()
        self.text, self.at, self._counted = self.text[self.at :], 0, 0

    def _bytes(self, most: int) -> bytes:
        try:
            if self._ahead is None:
                self._ahead = self._chosen(self._file.read(_LOOKED_AT))
            raw, self._ahead = self._ahead[:most], self._ahead[most:]
            return raw or self._file.read(most)
        except OSError as error:
            where = self.place()
            raise BrokenFileError(f"{where}：读不下去了（{error.strerror}）。怎么办：换个地方再拷一份") from error

    def _decoded(self, raw: bytes) -> str:
        try:
            fresh = self._decoder.decode(raw, final=self._is_over)
        except UnicodeDecodeError as error:
            return self._otherwise(error)
        self._is_plain = self._is_plain and fresh.isascii()
        return fresh

    def _chosen(self, raw: bytes) -> bytes:
        """Choose the decoder for a file that begins so, by its mark or the zeros of UTF-16; return what is text."""
        mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
        if not mark and b"\0" in raw:
            is_little = raw[1::2].count(0) >= raw[::2].count(0)  # the upper half of ASCII is 0
            encoding = "utf-16-le" if is_little else "utf-16-be"
        self._encoding, self._decoder = encoding, codecs.getincrementaldecoder(encoding)()
        return raw[len(mark) :]

    def _otherwise(self, error: UnicodeDecodeError) -> str:
        """Return what the bytes mean in GB18030 if they are not UTF-8 from the first Chinese on; else stop there."""
        good = bytes(error.object[: error.start])
        read = codecs.getincrementaldecoder(self._encoding)().decode(good)
        if self._encoding == "utf-8" and self._is_plain and sum(not sign.isascii() for sign in read) < _CHANCE:
            decoder = codecs.getincrementaldecoder("gb18030")()
            try:
                fresh = decoder.decode(bytes(error.object), final=self._is_over)
            except UnicodeDecodeError:
                pass
            else:
                self._decoder, self._encoding, self._is_plain = decoder, "gb18030", False
                return fresh
        line = self._line + self.text.count("\n") + read.count("\n")
        self._broken = BrokenFileError(
            f"第 {line} 行有一处不是文字（按 {self._encoding.upper()} 读），文件坏了，或换过编码。"
            "怎么办：重新导出；是自己存的文本，就另存为 UTF-8"
        )
        return read
