"""A compound for tests of 配药: a committee, two of the medication team, one of the care team, and residents."""

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from tests.running import Running


class MedicationPlace:
    """A group with people in it who have opened the bot; 李叔 has not."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.chief = sandbox.person("周主任", started=True)
        self.helper, self.second = sandbox.person("小许", started=True), sandbox.person("小陈", started=True)
        self.carer = sandbox.person("小秦", started=True)
        self.ann, self.eve = sandbox.person("王阿姨", started=True), sandbox.person("小伊", started=True)
        self.bob = sandbox.person("李叔")
        people = [self.chief, self.helper, self.second, self.carer, self.ann, self.eve, self.bob]
        self.group: Room = sandbox.group("3号楼", members=people, bot_is_admin=True)

    async def begin(self, bot: Running, at: str = "09:00") -> None:
        """Set the compound up, at a time of day."""
        self.sandbox.clock.move(seconds_until(self.sandbox.clock.now(), at))
        for person in (self.chief, self.helper, self.second, self.carer, self.ann, self.eve):
            person.starts()
        self.chief.says(self.group, "设置")
        await bot.settled()
        for person, team in ((self.helper, "配药组"), (self.second, "配药组"), (self.carer, "关爱组")):
            hello = person.says(self.group, "我来帮忙")
            self.chief.replies(hello, f"/授权 志愿者 {team}")
        await bot.settled()

    async def says(self, bot: Running, who: Person, text: str) -> None:
        """Let somebody write in the group."""
        who.says(self.group, text)
        await bot.settled()

    async def whispers(self, bot: Running, who: Person, text: str) -> str:
        """Let somebody write to the bot; return what it shows last."""
        who.says(None, text)
        await bot.settled()
        return who.private.last().text or ""

    async def taps(self, bot: Running, who: Person, *buttons: str) -> str:
        """Let somebody press buttons, one after another; return what the bot shows last."""
        for button in buttons:
            who.taps(who.private, button)
            await bot.settled()
        return who.private.last().text or ""

    async def asks(self, bot: Running, text: str = "缬沙坦80mg两盒，还能吃八天，3-501") -> None:
        """王阿姨 asks for something and consents."""
        await self.says(bot, self.ann, f"求{text}")
        await self.taps(bot, self.ann, "同意")


def heard(who: Person) -> str:
    """Return all that somebody has been shown in private."""
    return "\n---\n".join(message.text or "" for message in who.private.messages)
