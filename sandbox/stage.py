"""Where a scene is acted: its groups and people in a sandbox, and what of it is to be seen."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.person import Person
from sandbox.power import Power
from sandbox.room import Room
from sandbox.scene import Line
from sandbox.seen import Seen
from sandbox.server import Sandbox
from sandbox.state import Message
from sandbox.transcript import name_of
from sandbox.view import user_view

FIRST_GROUP = "3号楼"
"""Where a scene happens that names no group."""
ZONE = ZoneInfo("Asia/Shanghai")
_VOICE = "【语音】"


class Stage:
    """Acts lines. People and groups that are in the sandbox already are taken by their names, others are made."""

    def __init__(self, sandbox: Sandbox, lines: Iterable[Line], power: Power) -> None:
        lines = tuple(lines)
        self._sandbox, self._power = sandbox, power
        self._people = {name: self._find(name) or sandbox.person(name) for name in _names(lines)}
        self._said: list[Message] = []
        self._heard = 0
        self._seen: dict[int, int] = {}  # how much of each private chat was looked at
        self.group = self._first_group(lines)
        """Where it happens now."""
        self.room = self.group
        """Where what is to be seen is looked for: the group, or the private chat of who spoke last."""

    def _find(self, name: str) -> Person | None:
        for user in self._sandbox.world.state.users.values():
            if user.first_name == name and not user.is_bot:
                return Person(self._sandbox.world, user, self._sandbox.bot)
        return None

    def _find_group(self, title: str) -> Room | None:
        for chat in self._sandbox.world.state.chats.values():
            if chat.title == title and not chat.upgraded_to:
                return Room(self._sandbox.world, chat)
        return None

    def _first_group(self, lines: tuple[Line, ...]) -> Room:
        if lines and lines[0].how == "换到":
            title, _, _ = lines[0].text.partition("，")
        else:
            title = FIRST_GROUP
        found = self._find_group(title)
        if found is not None:
            return found
        kind = "group" if any(line.how == "群升级" for line in lines) else "supergroup"
        is_let_in = title == FIRST_GROUP
        return self._sandbox.group(
            title, list(self._people.values()), bot_is_admin=is_let_in, with_bot=is_let_in, kind=kind
        )

    # --- acting --------------------------------------------------------------------------------------------

    async def act(self, line: Line) -> None:
        """Do what a line says. Raises CannotDoError, and ValueError for what is not on this stage."""
        person = self._people.get(line.who)
        if line.how in ("私", "私按", "私图", "看", "跟") and person is not None:
            self.room = person.private
            looked = self._seen.get(self.room.id, 0)
            self._heard = looked if line.how == "看" else len(self.transcript())
        if person is None:
            await self._happen(line)
        else:
            self._do(person, line)

    def after(self) -> None:
        """What has been said until now is no longer new."""
        if self.room.chat.kind == "private":
            self._seen[self.room.id] = len(self.transcript())
        self.room = self.group
        self._heard = len(self.transcript())

    def _do(self, person: Person, line: Line) -> None:
        match line.how:
            case "说":
                self._said.append(person.says(self.group, line.text))
            case "改":
                person.edits(self._message(line), line.text)
            case "回":
                self._said.append(person.replies(self._message(line), line.text))
            case "转":
                self._said.append(person.forwards(self._message(line), self.group))
            case "按":
                person.taps(self.group, line.which)
            case "私按":
                person.taps(person.private, line.which)
            case "跟":
                self._said.append(person.starts(self._link(self._people[line.which])))
            case "答":
                self._said.append(person.replies(self._newest(), line.text))
            case "答图":
                self._said.append(person.sends_photo(self.group, line.text, reply_to=self._newest()))
            case "私图":
                self._said.append(person.sends_photo(None, line.text))
            case "看":
                pass
            case _:
                self._say_in_private(person, line.text)

    def _newest(self) -> Message:
        return [one for one in self.group.messages if one.sender_id == self._sandbox.bot.id][-1]

    def _say_in_private(self, person: Person, text: str) -> None:
        if text.split()[0] == "/start":
            self._said.append(person.starts(text.removeprefix("/start").strip()))
            return
        if self._sandbox.bot.id not in person.user.started:
            person.starts()
        self._said.append(person.sends_voice(None) if text == _VOICE else person.says(None, text))

    def _link(self, owner: Person) -> str:
        """Return what the newest link in somebody's private chat brings to the bot."""
        texts = (message.text for message in reversed(owner.private.messages))
        return next(text.partition("?start=")[2].split()[0] for text in texts if "?start=" in text)

    async def _happen(self, line: Line) -> None:
        match line.how:
            case "换到":
                self._go(*line.text.partition("，")[::2])
            case "到":
                self._sandbox.clock.move(seconds_until(self._sandbox.clock.now(), line.text))
            case "拉黑":
                self._people[line.text].blocks()
            case "群升级":
                self.group.upgrade()
            case "群主匿名":
                self._said.append(next(iter(self._people.values())).says_anonymously(self.group, line.text))
            case "停机":
                await self._power.off()
            case "开机":
                await self._power.on()
            case "重启":
                await self._power.pull()
                await self._power.on()
            case _:
                raise ValueError(f"line {line.number}: not understood: {line.how}")

    def _go(self, title: str, rank: str) -> None:
        """Have it happen in the group of that title, with the bot let in; a new one has all people in it."""
        people = list(self._people.values())
        group = self._find_group(title) or self._sandbox.group(title, people, with_bot=False)
        if self._sandbox.bot.id not in group.chat.members:
            self._let_in(group, as_admin=bool(rank))
        self.group = self.room = group
        self._heard = 0

    def _let_in(self, group: Room, *, as_admin: bool) -> None:
        by, me = self._owner(group), self._sandbox.me
        if not as_admin:
            self._sandbox.add_bot(group, by=by)
            return
        group.promote(me, by=by)  # Telegram's "add as administrator" is one change, not two
        self._sandbox.world.say(group.chat, by.id, {"new_chat_members": [user_view(me)]})

    def _owner(self, group: Room) -> Person:
        number = next(number for number, member in group.chat.members.items() if member.status == "creator")
        return Person(self._sandbox.world, self._sandbox.world.state.users[number], self._sandbox.bot)

    def _message(self, line: Line) -> Message:
        found = [said for said in self._said if str(said.content.get("text", "")).startswith(line.which)]
        if not found:
            raise ValueError(f"line {line.number}: nobody said 「{line.which}」")
        return found[-1]

    # --- looking -------------------------------------------------------------------------------------------

    def transcript(self) -> tuple[Seen, ...]:
        """Return what is seen where the last line happened, without the chat's own announcements."""
        return tuple(seen for seen in self.room.transcript() if seen.kind != "service")

    def shown(self) -> list[str]:
        """Return all that the bot shows there, but for tallies."""
        return [seen.text for seen in self.transcript() if self._is_bots(seen)]

    def in_private(self, name: str) -> list[str]:
        """Return all that the bot shows somebody in private."""
        me = name_of(self._sandbox.me)
        return [seen.text for seen in self._people[name].private.transcript() if seen.who == me]

    def new(self) -> list[str]:
        """Return what the bot has said there since the line before."""
        return [seen.text for seen in self.transcript()[self._heard :] if self._is_bots(seen) and not seen.pinned]

    def tally(self) -> str:
        """Return the newest tally there, empty where there is none."""
        return next((seen.text for seen in reversed(self.transcript()) if seen.text.startswith("📋")), "")

    def reaction(self) -> str:
        """Return the reactions on what was said last, – where it has none."""
        last = self._said[-1]
        return "".join(emoji for given in last.reactions.values() for emoji in given) or "–"

    def _is_bots(self, seen: Seen) -> bool:
        return seen.who == name_of(self._sandbox.me) and not seen.text.startswith("📋")


def _names(lines: Iterable[Line]) -> dict[str, None]:
    return dict.fromkeys(line.who or line.text for line in lines if line.who or line.how == "拉黑")


def lacking(stage: Stage, wanted: str) -> str:
    """Return what is to be seen in place of what a line's `wanted` says, empty where it is there."""
    kind, _, words = wanted.replace("⏎", "\n").partition("：")
    match kind:
        case "汇总":
            return "" if words in stage.tally().splitlines() else f"the tally is\n{stage.tally()}"
        case "没有汇总":
            return "" if words not in stage.tally() else f"the tally is\n{stage.tally()}"
        case "守望":
            return "" if any(words in text for text in stage.new()) else f"it said {stage.new()}"
        case "看到":
            return "" if any(words in text for text in stage.shown()) else f"there is {stage.shown()}"
        case _ if kind.startswith("私聊 "):
            there = stage.in_private(kind.removeprefix("私聊 "))
            return "" if any(words in text for text in there) else f"in private there is {there}"
        case "没说话":
            return f"it said {stage.new()}" if stage.new() else ""
        case _:
            return "" if stage.reaction() == wanted else f"it has {stage.reaction()}"


def seconds_until(now: float, at: str, days: int = 0) -> float:
    """Return the seconds from `now` to the next time of day `at` (HH:MM) in Shanghai; `days` 1: that of tomorrow."""
    local = datetime.fromtimestamp(now, ZONE)
    wanted = local.replace(hour=int(at[:2]), minute=int(at[3:]), second=1, microsecond=0)
    if days:
        return (wanted + timedelta(days=days) - local).total_seconds()
    return ((wanted - local) % timedelta(days=1)).total_seconds()
