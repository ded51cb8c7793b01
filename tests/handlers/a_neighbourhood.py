"""A compound with its groups and its team in a running bot: what tests of summaries, notices and 今天 begin with."""

from domain.role import Held, Role, Team
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from storage.chat import Chats
from storage.compound import Compounds
from storage.person import Persons
from storage.role import Roles
from tests.running import Running


class Neighbourhood:
    """桂园: everybody's group and those of 3号楼 and 5号楼. 周主任 is its committee, 唐姐 a volunteer, 许师傅 one of
    日结组, 王阿姨 the lead of 3号楼; 李叔 lives there, 小伊 is a stranger with a group of her own. All know the bot."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        names = ("周主任", "唐姐", "许师傅", "王阿姨", "李叔", "小伊")
        self.chief, self.volunteer, self.editor, self.lead, self.resident, self.eve = (
            sandbox.person(name, started=True) for name in names
        )
        people = [self.chief, self.volunteer, self.editor, self.lead, self.resident]
        self.owners = sandbox.group("桂园业主群", members=people, bot_is_admin=True)
        self.three = sandbox.group("3号楼", members=people, bot_is_admin=True)
        self.five = sandbox.group("5号楼", members=people, bot_is_admin=True)
        self.elsewhere = sandbox.group("兰园", members=[self.eve], bot_is_admin=True)

    async def settle_in(self, bot: Running) -> None:
        """Have all of them known, and the compound set up."""
        for person in (self.chief, self.volunteer, self.editor, self.lead, self.resident, self.eve):
            person.says(None, "/start")
        for group, person in (
            (self.owners, self.chief),
            (self.three, self.lead),
            (self.five, self.volunteer),
            (self.elsewhere, self.eve),
        ):
            person.says(group, "汇总")
        self.chief.says(self.owners, "设置")
        self.eve.says(self.elsewhere, "设置")
        await bot.settled()
        async with bot.store.transaction() as query:
            chats, roles, persons = Chats(query), Roles(query), Persons(query)
            owners = await chats.at(self.owners.id)
            assert owners is not None
            compound_id = owners.compound_id or 0
            query.do("UPDATE compound SET name = '桂园', set_up_at = 1 WHERE id = :id", id=compound_id)
            for room, building in ((self.three, "3号楼"), (self.five, "5号楼")):
                chat = await chats.at(room.id)
                assert chat is not None
                chats.join(chat.id, compound_id)
                chats.set_purpose(chat.id, "stair", building)
            for person, held in (
                (self.volunteer, Held(Role.VOLUNTEER)),
                (self.editor, Held(Role.VOLUNTEER, team=Team.SUMMARY)),
                (self.lead, Held(Role.LEAD, "3号楼")),
            ):
                known = await persons.meet(person.id, person.user.first_name)
                await roles.grant(compound_id, known, held, 1)
            assert await Compounds(query).get(compound_id) is not None

    def until(self, at: str) -> None:
        """Move the clock on to a time of day (HH:MM)."""
        self.sandbox.clock.move(seconds_until(self.sandbox.clock.now(), at))

    def shown(self, room: Room) -> list[str]:
        """Return what the bot shows in a room now, pictures as their caption."""
        mine = [one for one in room.messages if one.sender_id == self.sandbox.bot.id and not one.deleted]
        return [str(one.content.get("text", one.content.get("caption", ""))) for one in mine]

    def pictures(self, room: Room) -> int:
        """Return how many pictures of the bot's stand in a room."""
        return sum("photo" in one.content for one in room.messages if one.sender_id == self.sandbox.bot.id)


async def say(bot: Running, person: Person, words: str) -> None:
    """Somebody writes to the bot in private, and it has had its say."""
    person.says(None, words)
    await bot.settled()


async def tap(bot: Running, person: Person, where: Room, label: str) -> str:
    """Somebody taps the newest button with these words; return what the bot answers the tap with."""
    tapped = person.taps(where, label)
    await bot.settled()
    return tapped.notice
