"""叫号: whose turn it is in a round: their own groups hear it, the next two get ready, others are left in peace."""

from collections.abc import Sequence

from conversation.command import Command
from conversation.content import Button
from conversation.tap import row_id
from conversation.test_report import rounds_read
from conversation.test_round import keep_boards
from conversation.turn import Turn
from domain.building import building_name
from domain.role import Role
from domain.test_round import UNDO_SECONDS, Round, in_order, next_up
from handlers.test_round import in_hand
from parsing.building_range import read_buildings
from rendering import test_round as rendering
from storage.chat import Chat

UNDO_CALL = "callUndo"


async def call(turn: Turn, words: str) -> None:
    """叫号 7-9: their groups hear that it is their turn, those of the next two that they get ready; others nothing."""
    meant = read_buildings(words)
    rounds = await rounds_read(turn.store, turn.chat.compound_id, turn.now)
    if not rounds:
        turn.say(rendering.NONE_OPEN)
        return
    if meant is None or meant.buildings is None:
        turn.say(rendering.HOW_TO_CALL)
        return
    one = rounds[-1]
    order = await _order(turn, one)
    before = [name for made in await turn.store.rounds.calls(one.id) for name in made.buildings.names()]
    now = [name for name in order if meant.buildings.holds(name)] or list(meant.buildings.names())
    following = next_up(order, before, meant.buildings)
    call_id = await turn.store.rounds.call(one.id, meant.buildings, await turn.person(), turn.now)
    groups = await _groups_by_building(turn, one, now, following)
    for chat, (called, ready) in groups.values():
        if chat.id != turn.chat.id:
            turn.say(
                rendering.called(one, called, ready), chat=chat, key=f"call:{call_id}:{chat.id}", named=[one.place]
            )
    told = rendering.called(one, now, following)
    rows = [[Button("撤回（一分钟内）", data=f"{UNDO_CALL}:{call_id}")]]
    turn.say(f"{told}\n（已发到 {len(groups)} 个群）", buttons=rows, named=[one.place])
    await keep_boards(turn.store, one, turn.now)


async def _order(turn: Turn, one: Round) -> list[str]:
    """Return the buildings that a round is for, in the order in which they are called."""
    listed = in_order(name for name in (await turn.store.rounds.expected(one)).values() if name)
    if listed or one.buildings is None:
        return listed
    return in_order(one.buildings.names())


async def _groups_by_building(
    turn: Turn, one: Round, now: Sequence[str], following: Sequence[str]
) -> dict[int, tuple[Chat, tuple[list[str], list[str]]]]:
    """Return the groups that hear of a call, each with its buildings that are called and that get ready: a building's
    own group, else the owners'."""
    groups = await turn.store.chats.groups_of(one.compound_id)
    found: dict[int, tuple[Chat, tuple[list[str], list[str]]]] = {}
    for which, names in enumerate((now, following)):
        for name in names:
            own = [chat for chat in groups if chat.purpose == "stair" and building_name(chat.building) == name]
            for chat in own or [chat for chat in groups if chat.purpose == "owners"]:
                found.setdefault(chat.id, (chat, ([], [])))[1][which].append(name)
    return found


async def on_undo_call(turn: Turn, words: str) -> None:
    """A call is taken back within a minute: whoever heard it hears that."""
    made = await turn.store.rounds.called(row_id(words) or 0)
    one = await in_hand(turn, str(made.round_id)) if made is not None else None
    if made is None or one is None or turn.message is None:
        if made is None:
            turn.answer("这个按钮已经过期了")
        return
    if made.undone_at is not None:
        turn.answer("已经撤回了")
        return
    if turn.now - made.at > UNDO_SECONDS:
        turn.answer(rendering.TOO_LATE_TO_UNDO)
        return
    turn.answer("撤回了")
    turn.store.rounds.uncall(made.id, turn.now)
    order = await _order(turn, one)
    now = [name for name in order if made.buildings.holds(name)] or list(made.buildings.names())
    before = [name for other in await turn.store.rounds.calls(one.id) for name in other.buildings.names()]
    groups = await _groups_by_building(turn, one, now, next_up(order, before, made.buildings))
    for chat, (called, ready) in groups.values():
        if chat.id != turn.chat.id:
            turn.say(rendering.uncalled(one, [*called, *ready]), chat=chat, key=f"uncall:{made.id}:{chat.id}")
    turn.rewrite("↩ 这次叫号撤回了，已告诉那几栋楼。", [], chat_id=turn.chat.id, at=turn.message.place)
    await keep_boards(turn.store, one, turn.now)


def _are_buildings(words: str) -> bool:
    meant = read_buildings(words)
    return meant is not None and meant.buildings is not None and not words[meant.end :].strip(" 。!！")


COMMANDS = (
    Command(
        "call",
        alias="叫号",
        summary="叫几号楼下楼",
        run=call,
        help="发「/叫号 7-9」：这几栋听到轮到，后面两栋听到准备，别的楼不打扰；一分钟内可以撤回。",
        role=Role.VOLUNTEER,
        of_compound=True,
        takes=_are_buildings,
    ),
)
TAPS = {UNDO_CALL: on_undo_call}
