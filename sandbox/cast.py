"""A compound to play with: its people, what each is, and the groups they are in. Invented, every one."""

from dataclasses import dataclass

from sandbox.person import Person
from sandbox.room import Room
from sandbox.server import Sandbox


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to be: the name, what they are there, and the groups they are in."""

    name: str
    role: str
    groups: tuple[str, ...]


OWNERS, THREE, FIVE, VOLUNTEERS = "桂园业主群", "3号楼", "5号楼", "桂园志愿者"
CAST = (
    Part("方阿姨", "居民，3-502", (OWNERS, THREE)),
    Part("老贾", "居民，3-1203", (OWNERS, THREE)),
    Part("唐姐", "居民，3-704", (OWNERS, THREE)),
    Part("阿May", "居民，5-2-301", (OWNERS, FIVE)),
    Part("罗师傅", "居民，5-1-802", (OWNERS, FIVE)),
    Part("小祁", "居民，5-2-1101", (OWNERS, FIVE)),
    Part("沈奶奶", "独居老人，3-101", (OWNERS, THREE)),
    Part("许团长", "团长", (OWNERS, THREE)),
    Part("何组长", "3号楼楼组长", (OWNERS, THREE, VOLUNTEERS)),
    Part("小林", "志愿者", (OWNERS, FIVE, VOLUNTEERS)),
    Part("周主任", "居委会，各群的群主", (OWNERS, THREE, FIVE, VOLUNTEERS)),
)
BOT_NAME = "守望"


def gather(sandbox: Sandbox) -> dict[str, Person]:
    """Put the cast and their groups into an empty sandbox, the bot in none yet; return the people by name.

    The stair group of building 5 is a basic group still, so that its upgrade can be seen.
    """
    sandbox.me.first_name = BOT_NAME
    people = {part.name: sandbox.person(part.name) for part in CAST}
    for title in (OWNERS, THREE, FIVE, VOLUNTEERS):
        members = [people[part.name] for part in reversed(CAST) if title in part.groups]  # the committee owns it
        _group(sandbox, title, members, "group" if title == FIVE else "supergroup")
    return people


def _group(sandbox: Sandbox, title: str, members: list[Person], kind: str) -> Room:
    return sandbox.group(title, members, kind=kind, with_bot=False)


def role_of(name: str) -> str:
    """Return what somebody of the cast is, empty for others."""
    return next((part.role for part in CAST if part.name == name), "")
