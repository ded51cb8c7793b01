"""Opens what `shouwang replay` is given, sees what it is, and yields its chats and messages one by one."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.replay_json import JsonReader
from bot.replay_text import BrokenFileError, Text
from parsing.chat_copy import NoDateError, NotACopyError, read_copy
from parsing.chat_export import Group, OddMessageError, Said, group_of, number_of, said_in

_HOW_TO_EXPORT = (
    "在 Telegram 电脑版里打开那个群，右上角「⋮」→「导出聊天记录」，格式选「机器可读的 JSON」（Machine-readable JSON），"
    "导出后给我其中的 result.json"
)
_SHAPES = "每条消息上面要有一行「昵称 2022/4/3 10:21:05」「昵称 10:21」或「昵称:」"


@dataclass(frozen=True, slots=True)
class Odd:
    """A message that was left out: where it stands, and what is odd about it (Chinese)."""

    place: str
    words: str


_JSON = re.compile(r"\{|\[\s*(?:[\[{\"\]]|\d+\s*[,\]])")  # [图片] and [2022-04-03 10:21] are lines of a copy

Item = Group | Said | Odd


@dataclass(slots=True)
class Source:
    """A file that was opened. `items` yields each chat before its messages; what breaks off raises BrokenFileError.

    `skipped` are the chats that are no groups, or not the one wanted; `read` says how many bytes have been read.
    """

    size: int
    read: Callable[[], int]
    items: Iterator[Item]
    skipped: list[str] = field(default_factory=list)


@contextmanager
def opened(path: Path, zone: ZoneInfo, copied: date | None = None, wanted: str | None = None) -> Iterator[Source]:
    """Open an export or a copied text. `wanted` is the name of the one chat to be read, or its number.

    Raises BrokenFileError where there is nothing in it that could be read.
    """
    path = _the_file(path)
    try:
        with path.open("rb") as file:
            text = Text(file)
            source = Source(path.stat().st_size, lambda: text.read, iter(()))
            source.items = _items(text, path, zone, copied, wanted, source.skipped)
            yield source
    except OSError as error:
        raise BrokenFileError(f"{path}：打不开（{error.strerror}）。怎么办：看看路径和权限对不对") from error


def _the_file(path: Path) -> Path:
    """Return the file that is meant: a folder of an export has it inside."""
    if not path.is_dir():
        return path
    if (path / "result.json").exists():
        return path / "result.json"
    if any(path.glob("messages*.html")):
        raise BrokenFileError(f"{path}：这是网页（HTML）格式的导出。怎么办：{_HOW_TO_EXPORT}")
    raise BrokenFileError(f"{path}：这个文件夹里没有 result.json。怎么办：{_HOW_TO_EXPORT}")


def _items(
    text: Text, path: Path, zone: ZoneInfo, copied: date | None, wanted: str | None, skipped: list[str]
) -> Iterator[Item]:
    text.more()
    begins = text.text.lstrip()[:256].lower()
    if not begins:
        raise BrokenFileError(f"{path}：文件是空的。怎么办：重新导出或重新复制")
    if begins.startswith("<"):
        raise BrokenFileError(f"{path}：这是网页（HTML）格式的导出。怎么办：{_HOW_TO_EXPORT}")
    if begins.startswith(("pk\x03\x04", "rar!", "7z\xbc")):
        raise BrokenFileError(f"{path}：这是压缩包。怎么办：先解压，再给我里面的 result.json")
    if _JSON.match(begins):
        return _exported(JsonReader(text), path, zone, wanted, skipped)
    return _copied(text, path, zone, copied)


# --- exports ----------------------------------------------------------------------------------------------------


def _exported(reader: JsonReader, path: Path, zone: ZoneInfo, wanted: str | None, skipped: list[str]) -> Iterator[Item]:
    walk = _Walk(reader, zone, wanted, skipped)
    if reader.peek() == "{":
        yield from walk.chat(is_top=True)
    if not walk.has_chats:
        raise BrokenFileError(f"{path}：是 JSON，但不是 Telegram 电脑版导出的聊天记录。怎么办：{_HOW_TO_EXPORT}")


@dataclass(slots=True)
class _Walk:
    """A way through an export: a chat, or everything with `chats` and `left_chats`."""

    reader: JsonReader
    zone: ZoneInfo
    wanted: str | None
    skipped: list[str]
    has_chats: bool = False

    def chat(self, *, is_top: bool = False) -> Iterator[Item]:
        """Read one chat; the outermost object is one, or holds lists of them."""
        known: dict[str, object] = {}
        for name in self.reader.members():
            is_list = self.reader.peek() in ("[", "{")
            if name in ("name", "type", "id") and not is_list:
                known[name] = self.reader.value()
            elif name == "messages" and self.reader.peek() == "[":
                self.has_chats = True
                yield from self._messages(group_of(known.get("name"), known.get("type"), known.get("id")), known)
            elif is_top and name in ("chats", "left_chats") and self.reader.peek() == "{":
                yield from self._chats()
            else:
                self.reader.skip()

    def _chats(self) -> Iterator[Item]:
        for name in self.reader.members():
            if name != "list" or self.reader.peek() != "[":
                self.reader.skip()
                continue
            self.has_chats = True
            for _ in self.reader.elements():
                if self.reader.peek() == "{":
                    yield from self.chat()
                else:
                    self.reader.skip()

    def _messages(self, group: Group, known: dict[str, object]) -> Iterator[Item]:
        is_wanted = self.wanted in (None, group.title, str(known.get("id")))
        if not group.is_group or not is_wanted:
            self.skipped.append(group.title)
            self.reader.skip()
            return
        yield group
        topics: set[int] = set()
        for _ in self.reader.elements():
            place = self.reader.place()
            raw = self.reader.value()
            called = number_of(raw)
            self.reader.last = f"{called}的消息"
            try:
                said = said_in(raw, self.zone)
            except OddMessageError as odd:
                yield Odd(f"{place}（{called}）", str(odd))
                continue
            if said.opens_topic:
                topics.add(said.number)
            yield _in_topic(said, topics)


def _in_topic(said: Said, topics: set[int]) -> Said:
    """Return a message of a topic, which exports show as an answer to the topic's first message."""
    if said.reply_to is None or said.reply_to not in topics:
        return said
    return replace(said, reply_to=None, thread_id=said.reply_to)


# --- copied texts -----------------------------------------------------------------------------------------------


def _copied(text: Text, path: Path, zone: ZoneInfo, copied: date | None) -> Iterator[Item]:
    yield Group(path.stem)
    try:
        yield from read_copy(text.lines(), zone, copied)
    except NotACopyError:
        raise BrokenFileError(
            f"{path}：看不出是聊天记录。怎么办：微信里复制来的，{_SHAPES}；Telegram 的，{_HOW_TO_EXPORT}"
        ) from None
    except NoDateError as error:
        raise BrokenFileError(
            f"第 {error.line} 行：只有时间，没有日期。怎么办：加上复制那天的日期，如 --date 2022-04-03"
        ) from None
