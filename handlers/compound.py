"""设置: a group's administrator says which compound it belongs to, what it is there, and how addresses are written.

Who sets a compound up first is its committee; Telegram's administrator mark is asked for only then.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import msgspec

from conversation.command import Command
from conversation.content import Button
from conversation.due import plan_compound
from conversation.grammar import grammar_of
from conversation.outcome import Outcome
from conversation.turn import Sender, Turn
from domain.residence import STYLES
from domain.role import Held, Role, allows
from rendering import compound as rendering
from storage.audit import Act
from storage.chat import Purpose
from storage.compound import Compound
from storage.outbox import Lane, Outgoing, Place
from storage.question import Question

SETUP = "setup"
_ADMINISTRATORS = ("creator", "administrator")
_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore")
_LONGEST_NAME = 40
_PURPOSES: dict[str, Purpose] = {"volunteers": "volunteers", "organisers": "organisers"}


async def set_up(turn: Turn, words: str) -> None:
    """设置: show how this group is set up, to the committee; where there is none yet, to the group's administrator."""
    compound = await _compound(turn)
    if allows(await turn.held(), Role.COMMITTEE):
        _show(turn, compound, await _others(turn))
        return
    if await turn.store.roles.holders(compound.id, Role.COMMITTEE, turn.now):
        turn.say("这个小区已经由居委会设置过了，要改请找居委会的人。")
        return
    if turn.sender is None or turn.message is None:
        return
    number = turn.message.place.number
    waited = {"to": SETUP, "person": await turn.person(), "number": number, "address": turn.message.place.address_id}
    asked = Outgoing(
        "getChatMember",
        Lane.MESSAGE,
        turn.chat.id,
        {"user_id": turn.sender.telegram_user_id},
        outcome=json.dumps(waited),
    )
    turn.file(asked)


async def on_administrator(outcome: Outcome, turn: Turn) -> None:
    """Telegram has said whether who wants to set up is an administrator of the group."""
    waited = outcome.waited
    answer = outcome.result if isinstance(outcome.result, dict) else {}
    place = Place(waited["address"], waited["number"])
    if answer.get("status") not in _ADMINISTRATORS:
        turn.say("设置要由群主或管理员来做。", to=place)
        return
    compound = await _compound(turn)
    if await turn.store.roles.holders(compound.id, Role.COMMITTEE, turn.now):
        return
    role = await turn.store.roles.grant(compound.id, waited["person"], Held(Role.COMMITTEE), turn.now)
    await turn.store.audit.note(Act(compound.id, waited["person"], "grant", "role", role), turn.now)
    person = await turn.store.persons.get(waited["person"])
    if person is not None:
        turn.sender = Sender(person.telegram_user_id, person.name)
    _show(turn, compound, await _others(turn), to=place)


# --- taps -----------------------------------------------------------------------------------------------------


async def on_tap(turn: Turn, words: str) -> None:
    """A button of the card. Who pressed is checked again; what it says is only which button it was."""
    if turn.message is None or turn.chat.kind != "group" or not allows(await turn.held(), Role.COMMITTEE):
        turn.answer("设置由居委会来做")
        return
    turn.answer()
    what, _, value = words.partition(":")
    if what in _STEPS:
        await _STEPS[what](turn, value)


async def _name(turn: Turn, value: str) -> None:
    await turn.ask("compound name", "小区叫什么名字？请回复这一条。", {"card": _card(turn)})


async def _purposes(turn: Turn, value: str) -> None:
    options = [[Button(said, data=f"setup:purpose:{name}")] for name, said in rendering.PURPOSES.items()]
    _rewrite(turn, "这个群是给谁的？", [*options, [_BACK]])


async def _purpose(turn: Turn, value: str) -> None:
    if value == "stair":
        await turn.ask("compound building", "这是几号楼的群？请回复这一条，比如：3号楼", {"card": _card(turn)})
    else:
        _set_purpose(turn, _PURPOSES.get(value, "owners"), None)
        await _change(turn)


async def _styles(turn: Turn, value: str) -> None:
    options = [[Button(example, data=f"setup:style:{place}")] for place, example in enumerate(STYLES)]
    _rewrite(turn, "你们的门牌怎么写？", [*options, [_BACK]])


async def _style(turn: Turn, value: str) -> None:
    grammars = list(STYLES.values())
    if value.isdecimal() and int(value) < len(grammars):
        words = msgspec.json.encode(grammars[int(value)]).decode()
        await _change(turn, address_words=words)


async def _zones(turn: Turn, value: str) -> None:
    options = [[Button(zone, data=f"setup:zone:{zone}")] for zone in _ZONES]
    _rewrite(turn, "用哪里的时间？", [*options, [Button("别的", data="setup:zone:other")], [_BACK]])


async def _zone(turn: Turn, value: str) -> None:
    if value == "other":
        await turn.ask("compound zone", "请回复时区的英文名，比如 Europe/London", {"card": _card(turn)})
    elif value in _ZONES:
        await _change(turn, time_zone=value)


async def _join(turn: Turn, value: str) -> None:
    """The group belongs to another compound of the same committee: 志愿者群 beside 业主群."""
    there = [compound.id for compound in await _others(turn)]
    if not value.isdecimal() or int(value) not in there:
        return
    turn.store.chats.join(turn.chat.id, int(value))
    moved = await turn.store.chats.current(turn.chat.id)
    if moved is not None:
        turn.chat = moved
    await _again(turn)


async def _done(turn: Turn, value: str) -> None:
    compound = await _keep(turn)
    _rewrite(turn, rendering.done(compound.name, turn.chat.purpose, turn.chat.building), [])


async def _again(turn: Turn, value: str = "") -> None:
    compound = await _compound(turn)
    _rewrite(turn, _text(turn, compound), _buttons(await _others(turn)))


_STEPS: dict[str, Callable[[Turn, str], Awaitable[object]]] = {
    "name": _name,
    "purposes": _purposes,
    "purpose": _purpose,
    "styles": _styles,
    "style": _style,
    "zones": _zones,
    "zone": _zone,
    "join": _join,
    "back": _again,
    "done": _done,
}


# --- answers --------------------------------------------------------------------------------------------------


async def on_name(turn: Turn, question: Question, text: str) -> None:
    """The compound's name was answered."""
    name = " ".join(text.split())
    if not 0 < len(name) <= _LONGEST_NAME:
        await turn.ask("compound name", f"名字请在{_LONGEST_NAME}个字以内，再回复一次。", question.about)
        return
    await _answered(turn, question, name=name)


async def on_building(turn: Turn, question: Question, text: str) -> None:
    """The building of a stair group was answered."""
    building = " ".join(text.split())
    if not 0 < len(building) <= _LONGEST_NAME:
        await turn.ask("compound building", "没看明白是几号楼，再回复一次，比如：3号楼", question.about)
        return
    _set_purpose(turn, "stair", building)
    await _answered(turn, question)


async def on_zone(turn: Turn, question: Question, text: str) -> None:
    """The time zone was answered."""
    name = text.strip()
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        await turn.ask("compound zone", "没有这个时区。名字像 Asia/Shanghai 这样，再回复一次。", question.about)
        return
    await _answered(turn, question, time_zone=name)


async def _answered(turn: Turn, question: Question, **changes: str) -> None:
    if not allows(await turn.held(), Role.COMMITTEE):
        return
    compound = await _keep(turn, **changes)
    turn.react("✍")
    card = Place(*question.about["card"])
    turn.rewrite(_text(turn, compound), _buttons(await _others(turn)), chat_id=turn.chat.id, at=card)


# --- the card -------------------------------------------------------------------------------------------------


async def _compound(turn: Turn) -> Compound:
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    if compound is None:
        raise LookupError("a group without a compound")
    return compound


async def _others(turn: Turn) -> list[Compound]:
    """Return the other compounds that who speaks is committee of; one whose groups have all joined another is none."""
    ids = await turn.store.roles.compounds(await turn.person(), Role.COMMITTEE, turn.now)
    others = [one for one in ids if one != turn.chat.compound_id and await turn.store.chats.groups_of(one)]
    found = [await turn.store.compounds.get(one) for one in others]
    return [compound for compound in found if compound is not None]


async def _keep(turn: Turn, **changes: str) -> Compound:
    """Keep what was changed of the compound. What is due there goes by its zone."""
    compound = await _compound(turn)
    compound = Compound(
        compound.id,
        changes.get("name", compound.name),
        changes.get("time_zone", compound.time_zone),
        changes.get("address_words", compound.address_words),
        turn.now,
    )
    turn.store.compounds.set_up(compound)
    plan_compound(turn.store.dues, compound, turn.now)
    turn.chat = replace(turn.chat, time_zone=compound.time_zone, address_words=compound.address_words)
    return compound


async def _change(turn: Turn, **changes: str) -> None:
    """Keep what a tap changed, and show the card again."""
    compound = await _keep(turn, **changes)
    _rewrite(turn, _text(turn, compound), _buttons(await _others(turn)))


def _set_purpose(turn: Turn, purpose: Purpose, building: str | None) -> None:
    turn.store.chats.set_purpose(turn.chat.id, purpose, building)
    turn.chat = replace(turn.chat, purpose=purpose, building=building)


def _show(turn: Turn, compound: Compound, others: list[Compound], to: Place | None = None) -> None:
    turn.say(_text(turn, compound), buttons=_buttons(others), to=to)


def _rewrite(turn: Turn, text: str, buttons: list[list[Button]]) -> None:
    if turn.message is not None:
        turn.rewrite(text, buttons, chat_id=turn.chat.id, at=turn.message.place)


def _card(turn: Turn) -> tuple[int, int]:
    if turn.message is None:
        raise LookupError("a tap without a message")
    return turn.message.place.address_id, turn.message.place.number


def _text(turn: Turn, compound: Compound) -> str:
    return rendering.settings(
        compound.name, turn.chat.purpose, turn.chat.building, grammar_of(compound.address_words), compound.time_zone
    )


_BACK = Button("返回", data="setup:back")


def _buttons(others: list[Compound]) -> list[list[Button]]:
    joins = [[Button(f"归到「{one.name}」", data=f"setup:join:{one.id}")] for one in others[:3]]
    return [
        [Button("小区名字", data="setup:name"), Button("这个群是…", data="setup:purposes")],
        [Button("门牌写法", data="setup:styles"), Button("时区", data="setup:zones")],
        *joins,
        [Button("好了", data="setup:done")],
    ]


COMMANDS = (
    Command(
        "setup",
        alias="设置",
        summary="设置小区和这个群",
        run=set_up,
        help="群主第一次用：小区名字、这个群是给谁的、门牌写法、时区。之后由居委会改。",
        kinds=("group",),
    ),
)
TAPS = {"setup": on_tap}
OUTCOMES = {SETUP: on_administrator}
ANSWERS = {"compound name": on_name, "compound building": on_building, "compound zone": on_zone}
