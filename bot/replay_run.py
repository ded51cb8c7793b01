"""One replay: the items of a file are played batch by batch, and accounted for."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.replay_play import BATCH, Player
from bot.replay_progress import Progress
from bot.replay_report import FIRST, Account
from bot.replay_source import Item, Odd, Source, opened
from bot.replay_text import BrokenFileError
from parsing import word
from parsing.chat_export import Group, Kind, Said
from storage.migration import migrate
from storage.store import StorageError, Store

_STOPPED = "按 Ctrl-C 停下了，后面的没有读"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be replayed, and how: see the command's help."""

    file: Path
    time_zone: str
    copied: date | None = None
    chat: str | None = None
    bots: frozenset[str] = frozenset()
    shows_all: bool = False


@dataclass(slots=True)
class Result:
    """What was found in each group, how long that took, and why it ended before the end (None: it did not)."""

    accounts: list[Account] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    trouble: str | None = None

    @property
    def messages(self) -> int:
        """How many messages were read."""
        return sum(account.messages for account in self.accounts)


async def replay(wanted: Wanted, database: Path) -> Result:
    """Play a file into a new database at `database`. What breaks off is told in the result."""
    result = Result()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop.set)
    try:
        await asyncio.to_thread(word.load)
        with opened(wanted.file, ZoneInfo(wanted.time_zone), wanted.copied, wanted.chat) as source:
            result.skipped = source.skipped
            async with Store.opened(database) as store:
                await migrate(store)
                await _Replay(wanted, store, source, result).play(stop)
    except BrokenFileError as error:
        result.trouble = str(error)
    except StorageError as error:
        result.trouble = _unwritable(error)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
    if result.trouble is None and not result.accounts:
        result.trouble = _nothing(wanted, result.skipped)
    return result


def _unwritable(error: Exception) -> str:
    return f"数据库写不进去（{error}）。怎么办：腾出磁盘空间，再来一次"


def _nothing(wanted: Wanted, skipped: list[str]) -> str:
    listed = "、".join(f"「{title}」" for title in skipped[:20])
    there = f"，有的是{listed}" if listed else ""
    if wanted.chat is not None:
        return f"{wanted.file}：里面没有叫「{wanted.chat}」的群{there}。怎么办：--chat 后面写群的全名"
    return f"{wanted.file}：里面没有群聊{there}。怎么办：打开小区的群，导出那一个群的聊天记录"


class _Replay:
    """One replay under way."""

    def __init__(self, wanted: Wanted, store: Store, source: Source, result: Result) -> None:
        self._wanted, self._source, self._result = wanted, source, result
        self._player = Player(store, wanted.time_zone)
        self._progress = Progress(sys.stderr, source.size)
        self._bots: set[int] = set()
        self._is_in = False

    async def play(self, stop: asyncio.Event) -> None:
        """Play all there is, or until told to stop. Raises BrokenFileError where the file cannot be read on."""
        whole = _Whole(self._source.items)
        trouble = None
        try:
            await self._all(whole, stop)
        except StorageError as error:
            trouble = BrokenFileError(_unwritable(error))
            trouble.__cause__ = error
        finally:
            self._result.seconds = self._progress.seconds
            self._progress.end()
        await self._leave()
        if trouble := trouble or whole.trouble:
            raise trouble

    async def _all(self, whole: "_Whole", stop: asyncio.Event) -> None:
        while batch := await asyncio.to_thread(lambda: list(islice(whole, BATCH))):
            await self._batch(batch)
            self._progress.at(self._source.read(), self._result.messages)
            if stop.is_set():
                self._result.trouble = _STOPPED
                break

    async def _batch(self, batch: list[Item]) -> None:
        saying: list[Said] = []
        for item in batch:
            if isinstance(item, Group):
                await self._say(saying)
                saying = []
                await self._leave()
                self._result.accounts.append(Account(item, None if self._wanted.shows_all else FIRST))
            elif isinstance(item, Odd):
                self._result.accounts[-1].leave_out(item)
            else:
                saying.append(self._own(item))
        await self._say(saying)

    async def _say(self, saying: list[Said]) -> None:
        if not saying:
            return
        account = self._result.accounts[-1]
        if not self._is_in:
            await self._player.enter(account.group, saying[0].sent_at)
            self._is_in = True
        for played in await self._player.play(saying):
            account.take(played)

    async def _leave(self) -> None:
        """Look at the buys of the group that is done."""
        if self._is_in:
            self._result.accounts[-1].buys = await self._player.buys()
        self._is_in = False

    def _own(self, said: Said) -> Said:
        """Return a message as it counts: what a bot wrote is nobody's own."""
        if said.account is None or said.kind is not Kind.OWN:
            return said
        if said.is_by_bot or said.name in self._wanted.bots:
            self._bots.add(said.account)
        return replace(said, kind=Kind.FOREIGN) if said.account in self._bots else said


class _Whole:
    """The items of a source up to where it breaks: what came before is played first."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self.trouble: BrokenFileError | None = None

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        if self.trouble is not None:
            raise StopIteration
        try:
            return next(self._items)
        except BrokenFileError as error:
            self.trouble = error
            raise StopIteration from error
