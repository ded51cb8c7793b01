"""今天, in private: the day at a glance for a volunteer, and a button a line that closes it for all."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from conversation.command import Command
from conversation.content import Button, Buttons
from conversation.notice import standing
from conversation.tap import row_id
from conversation.turn import Turn
from domain.role import Role, allows
from domain.today import Item, Shelf
from domain.wall_clock import instant
from rendering import today as rendering
from storage.audit import Act
from storage.compound import Compound

TODAY = "today"
_IN_A_ROW = 3


class _Glance(NamedTuple):
    text: str
    buttons: Buttons
    named: tuple[str, ...]
    items: frozenset[tuple[str, int]]


async def show(turn: Turn, words: str) -> None:
    """今天: what is open, what has waited for long, what is due tomorrow."""
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    if compound is not None:
        glance = await _glance(turn, compound)
        turn.say(glance.text, buttons=glance.buttons, named=glance.named)


async def on_tap(turn: Turn, words: str) -> None:
    """A line is seen to: noted with who did, and gone from everybody's list. Who pressed is looked up again."""
    number, _, rest = words.partition(":")
    kind, _, row = rest.partition(":")
    compound = await turn.store.compounds.get(row_id(number) or 0)
    person = await turn.known_person()
    if compound is None or person is None or turn.chat.kind != "private" or turn.message is None:
        turn.answer("这个按钮已经过期了")
        return
    held = await turn.store.roles.held(compound.id, person, turn.now)
    item = (kind, row_id(row) or 0)
    if not allows(held, Role.VOLUNTEER) or item not in (await _glance(turn, compound)).items:
        turn.answer("这个按钮已经过期了")
        return
    is_first = await turn.store.marks.mark(compound.id, item, person, turn.now, _midnight(turn, compound))
    turn.answer(rendering.SEEN if is_first else rendering.SEEN_ALREADY)
    if is_first:
        await turn.store.audit.note(Act(compound.id, person, "seen", item[0], item[1]), turn.now)
    glance = await _glance(turn, compound)
    turn.rewrite(glance.text, glance.buttons, chat_id=turn.chat.id, at=turn.message.place)


def _midnight(turn: Turn, compound: Compound) -> int:
    zone = ZoneInfo(compound.time_zone)
    return instant(datetime.fromtimestamp(turn.now, zone).date(), time(), zone)


async def _glance(turn: Turn, compound: Compound) -> _Glance:
    zone = ZoneInfo(compound.time_zone)
    now = datetime.fromtimestamp(turn.now, zone)
    midnights = [instant(now.date() + timedelta(days=ahead), time(), zone) for ahead in range(3)]
    items = await turn.store.marks.items(compound.id, turn.now, (midnights[1], midnights[2]))
    marks = await turn.store.marks.marks(compound.id, midnights[0])
    names = await turn.store.persons.names({mark.person_id for mark in marks.values()})
    undone, done = [], []
    for item in [kept for one in items if (kept := await _of_notice(turn, one)) is not None]:
        mark = marks.get((item.kind, item.row_id))
        if mark is None:
            undone.append((item, datetime.fromtimestamp(item.at, zone) if item.at is not None else None))
        else:
            at = datetime.fromtimestamp(mark.at, zone)
            done.append(rendering.Done(item, names.get(mark.person_id, ""), at))
    lines = rendering.numbered(undone)
    buttons = [
        Button(rendering.button(line), data=f"{TODAY}:{compound.id}:{line.item.kind}:{line.item.row_id}")
        for line in lines
    ]
    rows = [buttons[start : start + _IN_A_ROW] for start in range(0, len(buttons), _IN_A_ROW)]
    every = frozenset((item.kind, item.row_id) for item in items)
    return _Glance(rendering.glance(compound.name, lines, done, now), rows, tuple(item.title for item in items), every)


async def _of_notice(turn: Turn, item: Item) -> Item | None:
    """Return an item; one of a notice that waits for 收到 with how many buildings are missing, None where none is."""
    if item.kind != "notice" or item.shelf is not Shelf.WAITING:
        return item
    notice = await turn.store.notices.get(item.row_id)
    missing = len((await standing(turn.store, notice, turn.now)).missing) if notice is not None else 0
    return replace(item, amount=missing) if missing else None


COMMANDS = (
    Command(
        "today",
        alias="今天",
        summary="今天要盯的事",
        run=show,
        help="还开着的团、等了两小时以上没人理的、明天到期的，一张单子；处理了点一下，别人就看得到。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {TODAY: on_tap}
