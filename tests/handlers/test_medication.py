"""配药 through the whole program: what groups see, what is asked in private, how a request ends."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running


class There:
    """A group with a committee, somebody of the medication team, and residents."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.chief = sandbox.person("周主任", started=True)
        self.helper = sandbox.person("小许", started=True)
        self.ann, self.bob = sandbox.person("王阿姨", started=True), sandbox.person("李叔")
        people = [self.chief, self.helper, self.ann, self.bob]
        self.group: Room = sandbox.group("3号楼", members=people, bot_is_admin=True)

    async def begin(self, bot: Running) -> None:
        for person in (self.chief, self.helper, self.ann):
            person.starts()
        self.chief.says(self.group, "设置")
        await bot.settled()
        hello = self.helper.says(self.group, "我来帮忙")
        self.chief.replies(hello, "/授权 志愿者 配药组")
        await bot.settled()

    async def says(self, bot: Running, who: Person, text: str) -> None:
        who.says(self.group, text)
        await bot.settled()


def texts(who: Person) -> list[str]:
    return [message.text or "" for message in who.private.messages]


async def test_a_request_in_a_group_gets_a_reaction_and_everything_else_in_private(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    there = There(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        before = len(there.group.messages)
        await there.says(bot, there.ann, "我爸的缬沙坦还剩两天，80mg的，两盒，3-501")
        assert len(there.group.messages) == before + 1
        print(texts(there.ann))
        there.ann.taps(there.ann.private, "同意")
        await bot.settled()
        print(texts(there.ann)[-2:])
        print(texts(there.helper))
        print(await bot.rows("SELECT * FROM inbox WHERE state='aside'"))
