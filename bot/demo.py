"""`shouwang demo`: a short morning of a group buy, as people in the group see it; no token, nothing leaves 127.0.0.1.

The bot is a real process on a real SQLite file, against a Bot API server of our own. In the middle its plug is pulled.
"""

import asyncio
import json
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bot.config import TOKEN_VARIABLE
from sandbox import Sandbox
from sandbox.history import Sent
from sandbox.person import Person
from sandbox.room import Room
from sandbox.state import Message

PULL = "pull"  # the plug is pulled, and put in again
_NIGHTFALL = 20.0  # seconds that a run may wait for the bot before it gives up

#: Who does what: (person, "says", text), (person, "edits", [what the message began with], new text), or PULL.
MORNING: tuple[tuple[str, ...], ...] = (
    ("周团长", "says", "#接龙\n今天的蔬菜团\n青菜 3元/份\n鸡蛋 12元/板\n今晚8点截单"),
    ("王阿姨", "says", "3号楼502 青菜2份 再帮楼上王奶奶带一份"),
    ("李叔", "says", "早啊，今天出太阳了"),
    ("小陈", "says", "5-2-1001 鸡蛋1板，青菜两份"),
    (PULL,),
    ("老赵", "says", "我也要"),
    ("王阿姨", "edits", "3号楼502", "3号楼502 青菜3份 再帮楼上王奶奶带一份"),
    ("小陈", "says", "鸡蛋不要了"),
    ("李叔", "says", "3-601 青菜半份可以吗"),
    ("周团长", "says", "截单"),
    ("刘阿婆", "says", "4-102 青菜1份"),
)

_CONFIG = """\
[telegram]
api_url = "{url}"
[database]
path = "data/demo.db"
[limits]
seconds_between_edits = 2
[log]
level = "ERROR"
"""


async def play(database: Path | None, pace: float = 1.5) -> int:
    """Play the morning and print it. The database stays at `database`; without it, it goes with the demo."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        config = folder / "config.toml"
        text = _CONFIG.format(url=sandbox.url)
        if database is not None:
            text = text.replace("data/demo.db", str(database.absolute()))
        config.write_text(text, "utf-8")
        await _Morning(sandbox, config, pace).play()
    return 0


class _Morning:
    """The play: its people, its group, and the bot's process."""

    def __init__(self, sandbox: Sandbox, config: Path, pace: float) -> None:
        self._sandbox, self._config, self._pace = sandbox, config, pace
        names = dict.fromkeys(line[0] for line in MORNING if line[0] != PULL)
        self._people: dict[str, Person] = {name: sandbox.person(name) for name in names}
        self._group: Room = sandbox.group("幸福里3号楼", list(self._people.values()), bot_is_admin=True)
        self._said: list[Message] = []
        self._printed = 0
        self._process: asyncio.subprocess.Process | None = None

    async def play(self) -> None:
        print(f"—— 群：{self._group.title}（{len(self._people)} 位邻居，守望在群里）——\n")
        await self._plug_in()
        try:
            for line, following in zip(MORNING, [*MORNING[1:], ()], strict=True):
                await self._act(line)
                await self._watch(0.03 if following == (PULL,) else self._pace)
            await self._settle()
        finally:
            await self._unplug()
        print("\n—— 现在打开群，看到的是 ——\n")
        print(self._group.transcript())

    async def _act(self, line: tuple[str, ...]) -> None:
        if line[0] == PULL:
            print("\n   ⚡ 拔掉电源（kill -9），就在刚才这条消息处理的时候 … 重新插上 ⚡\n")
            await self._unplug()
            await self._plug_in()
            return
        name, does, *words = line
        person = self._people[name]
        if does == "says":
            self._said.append(person.says(self._group, words[0]))
            print(f"{name}：{_indented(words[0])}")
        else:
            message = next(said for said in self._said if str(said.content.get("text", "")).startswith(words[0]))
            person.edits(message, words[1])
            print(f"{name}（改了自己那条）：{_indented(words[1])}")

    async def _watch(self, seconds: float) -> None:
        """Print what the bot does within some seconds."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            for sent in self._sandbox.sent[self._printed :]:
                self._show(sent)
                self._printed += 1
            await asyncio.sleep(0.05)

    async def _settle(self) -> None:
        """Watch until the bot has had its say: nothing more for a while longer than between two edits."""
        quiet = 3.0
        for _ in range(int(_NIGHTFALL / quiet)):
            before = self._printed
            await self._watch(quiet)
            if self._printed == before:
                return

    def _show(self, sent: Sent) -> None:
        match sent.method:
            case "setMessageReaction":
                said = next((one for one in self._said if one.id == sent.message_id), None)
                emoji = [one["emoji"] for one in json.loads(sent.arguments.get("reaction") or "[]")]
                words = str(said.content.get("text", "")).splitlines()[0] if said else ""
                print(f"      守望在「{words}」上画 {''.join(emoji) or '（收回）'}")
            case "sendMessage":
                print(f"  守望：{_indented(sent.text, 8)}")
            case "editMessageText":
                print(f"  守望（同一条汇总，改了）：{_indented(sent.text, 8)}")
            case "pinChatMessage":
                print("      守望把汇总置顶（不响铃）")

    async def _plug_in(self) -> None:
        environment = {**os.environ, TOKEN_VARIABLE: self._sandbox.token}
        polls = self._sandbox.history.calls["getUpdates"]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--config", str(self._config), "run", env=environment
        )
        await self._sandbox.until(lambda: self._sandbox.history.calls["getUpdates"] > polls, seconds=_NIGHTFALL)

    async def _unplug(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def _indented(text: str, width: int = 6) -> str:
    return text.replace("\n", "\n" + " " * width)
