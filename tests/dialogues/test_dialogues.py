"""Plays every dialogue in this folder through the real program against the sandbox."""

from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.seen import Seen
from sandbox.state import Message
from tests.dialogues.play import Line, read_play
from tests.running import Running, running

FOLDER = Path(__file__).parent
PLAYS = sorted(FOLDER.glob("*.txt"))


class Stage:
    """Where a dialogue is played: groups, their people, and the bot. `_room` is where it happens now."""

    def __init__(self, sandbox: Sandbox, folder: Path, lines: tuple[Line, ...]) -> None:
        self._sandbox, self._folder = sandbox, folder
        names = dict.fromkeys(line.who for line in lines if line.who)
        self._people = {name: sandbox.person(name) for name in names}
        upgrades = any(line.how == "群升级" for line in lines)
        people = list(self._people.values())
        self._group = sandbox.group("3号楼", people, bot_is_admin=True, kind="group" if upgrades else "supergroup")
        self._groups = {"3号楼": self._group}
        self._room = self._group
        self._said: list[Message] = []
        self._heard = 0
        self._bot: Running | None = None
        self._stack = AsyncExitStack()

    async def play(self, lines: tuple[Line, ...]) -> None:
        """Play all lines and check what each shows."""
        try:
            await self._start()
            for line in lines:
                if line.how == "私":
                    self._room = self._people[line.who].private
                    self._heard = len(self._transcript())
                await self._act(line)
                if line.how == "停机":
                    self._bot = None
                if self._bot is not None:
                    await self._bot.settled()
                for wanted in line.shows:
                    self._check(line, wanted)
                self._heard = len(self._transcript())
                self._room = self._group
        finally:
            await self._stack.aclose()

    async def _start(self) -> None:
        self._bot = await self._stack.enter_async_context(running(self._sandbox, self._folder))

    async def _act(self, line: Line) -> None:
        person: Person | None = self._people.get(line.who)
        if person is None:
            await self._happen(line)
            return
        match line.how:
            case "说":
                self._said.append(person.says(self._group, line.text))
            case "改":
                person.edits(self._message(line), line.text)
            case "回":
                self._said.append(person.replies(self._message(line), line.text))
            case "转":
                self._said.append(person.forwards(self._message(line), self._group))
            case "按":
                person.taps(self._group, line.which)
            case "答":
                mine = [one for one in self._group.messages if one.sender_id == self._sandbox.bot.id]
                self._said.append(person.replies(mine[-1], line.text))
            case _:
                person.starts()
                self._said.append(person.says(None, line.text))

    async def _happen(self, line: Line) -> None:
        match line.how:
            case "换到":
                await self._go(*line.text.partition("，")[::2])
            case "到":
                self._sandbox.clock.move(_until(self._sandbox.clock.now(), line.text))
            case "群升级":
                self._group.upgrade()
            case "群主匿名":
                self._said.append(next(iter(self._people.values())).says_anonymously(self._group, line.text))
            case "停机":
                await self._stack.aclose()
            case "开机":
                await self._start()
            case "重启":
                await self._stack.aclose()
                await self._start()
            case _:
                raise ValueError(f"line {line.number}: not understood: {line.how}")

    async def _go(self, title: str, rank: str) -> None:
        """Have it happen in the group of that title; a new one has all people in it, and lets the bot in."""
        if title not in self._groups:
            people = list(self._people.values())
            self._groups[title] = group = self._sandbox.group(title, people, with_bot=False)
            self._sandbox.add_bot(group, by=people[0])
            if rank:
                group.promote(self._sandbox.me, by=people[0])
        self._group = self._room = self._groups[title]
        self._heard = 0

    def _message(self, line: Line) -> Message:
        found = [said for said in self._said if _words(said).startswith(line.which)]
        if not found:
            raise ValueError(f"line {line.number}: nobody said 「{line.which}」")
        return found[-1]

    def _check(self, line: Line, wanted: str) -> None:
        where = f"line {line.number}: {line.text!r} should show {wanted!r}"
        kind, _, words = wanted.partition("：")
        new = [seen.text for seen in self._transcript()[self._heard :] if self._is_bots(seen) and not seen.pinned]
        match kind:
            case "汇总":
                assert words in self._tally().splitlines(), f"{where}, but it is\n{self._tally()}"
            case "没有汇总":
                assert words not in self._tally(), f"{where}, but it is\n{self._tally()}"
            case "守望":
                assert any(words in text for text in new), f"{where}, but it said {new}"
            case "看到":
                shown = [seen.text for seen in self._transcript() if self._is_bots(seen)]
                assert any(words in text for text in shown), f"{where}, but there is {shown}"
            case "没说话":
                assert not new, f"{where}, but it said {new}"
            case _:
                assert self._reaction() == wanted, f"{where}, but it has {self._reaction()}"

    def _transcript(self) -> tuple[Seen, ...]:
        return tuple(seen for seen in self._room.transcript() if seen.kind != "service")

    def _is_bots(self, seen: Seen) -> bool:
        return seen.who == self._sandbox.bot.username and not seen.text.startswith("📋")

    def _tally(self) -> str:
        return next((seen.text for seen in reversed(self._transcript()) if seen.text.startswith("📋")), "")

    def _reaction(self) -> str:
        seen = next(seen for seen in self._transcript() if seen.id == self._said[-1].id)
        return "".join(emoji for _, emoji in seen.reactions) or "–"


def _until(now: float, at: str) -> float:
    """Return the seconds from `now` to the next time of day `at` in Shanghai."""
    local = datetime.fromtimestamp(now, ZoneInfo("Asia/Shanghai"))
    wanted = local.replace(hour=int(at[:2]), minute=int(at[3:]), second=1, microsecond=0)
    return ((wanted - local) % timedelta(days=1)).total_seconds()


def _words(message: Message) -> str:
    return str(message.content.get("text", ""))


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
async def test_dialogue(path: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    lines = read_play(path)
    await Stage(sandbox, tmp_path, lines).play(lines)


def test_there_are_dialogues() -> None:
    assert len(PLAYS) >= 5


def test_a_dialogue_that_is_not_understood_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("王阿姨：好\n这 一行 不对\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:2"):
        read_play(path)
    path.write_text("  ✍\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:1"):
        read_play(path)
