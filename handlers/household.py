"""住户: who says to live where; it fills in their own orders, and a building lead may confirm it."""

import json

from conversation.command import Command
from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.outcome import Outcome
from conversation.tap import row_id
from conversation.turn import Sender, Turn
from domain.household import place_key
from domain.residence import Residence
from domain.role import Role, leads
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from rendering import household as rendering
from storage.audit import Act, Revision
from storage.household import Household
from storage.outbox import Lane, Outgoing
from storage.question import Question
from storage.residency import Residency

WHO = "who"
_SHOWN = 8  # claims on one page of buttons


async def on_claim(turn: Turn, home: Residence) -> None:
    """Somebody says where they live. In a group a reaction is the receipt; who lives elsewhere already is asked."""
    compound_id = turn.chat.compound_id
    if compound_id is None or turn.sender is None:
        return
    person = await turn.person()
    before = [one for one in await _homes(turn, compound_id, person) if one[1].entry.place != place_key(home)]
    household = await turn.store.households.meet(compound_id, home, turn.now)
    message = None
    if turn.message is not None and turn.chat.kind == "group":
        message = await turn.store.messages.keep(turn.message.version, person)
    residency = await turn.store.residencies.say(compound_id, household, person, turn.now, message)
    await turn.store.audit.note(Act(compound_id, person, "claim", "residency", residency), turn.now)
    if turn.chat.kind == "group":
        turn.react("✍")
    if before:
        old, at = before[-1]
        buttons = [
            [
                Button("搬到新的了", data=f"home:moved:{old.id}:{person}"),
                Button("两处都是", data=f"home:both:{old.id}:{person}"),
                Button("写错了", data=f"home:wrong:{residency}:{person}"),
            ]
        ]
        turn.say(rendering.moved_or_both(at.entry.residence, home), buttons=buttons)
    elif turn.chat.kind == "private":
        turn.say(rendering.noted(home), buttons=[[Button("写错了", data=f"home:wrong:{residency}:{person}")]])


async def on_home(turn: Turn, words: str) -> None:
    """A button under one's own claim: moved, both, or wrong. It counts from that person only."""
    what, _, rest = words.partition(":")
    number, _, owner = rest.partition(":")
    person = await turn.known_person()
    residency = await turn.store.residencies.get(row_id(number) or 0)
    if person is None or str(person) != owner or turn.message is None:
        turn.answer("这是问别人的")
        return
    if residency is None or residency.person_id != person or what not in ("moved", "both", "wrong"):
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    if what != "both":
        turn.store.residencies.end(residency.id)
    said = {"moved": "记下了，按新的来。", "both": "记下了，两处都是。", "wrong": rendering.HOW_TO_SAY}[what]
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)


async def _homes(turn: Turn, compound_id: int, person: int) -> list[tuple[Residency, Household]]:
    found = []
    for residency in await turn.store.residencies.of(compound_id, person):
        household = await turn.store.households.get(residency.household_id)
        if household is not None:
            found.append((residency, household))
    return found


# --- in private, by the link under a group message ------------------------------------------------------------


async def on_link(turn: Turn, words: str) -> None:
    """The link 告诉我您住哪 was followed: the group that it stands in is asked whether this is one of its people."""
    group = await turn.store.chats.current(row_id(words) or 0)
    if group is None or group.kind != "group" or turn.sender is None or turn.chat.kind != "private":
        turn.say(rendering.NOT_HERE)
        return
    waited = {"to": WHO, "chat": turn.chat.id, "person": await turn.person()}
    asked = Outgoing(
        "getChatMember",
        Lane.MESSAGE,
        group.id,
        {"user_id": turn.sender.telegram_user_id},
        outcome=json.dumps(waited),
    )
    turn.file(asked)


async def on_member(outcome: Outcome, turn: Turn) -> None:
    """Telegram has said whether who followed the link is in the group: ask where they live, or say why not."""
    waited = outcome.waited
    private = await turn.store.chats.current(waited["chat"])
    person = await turn.store.persons.get(waited["person"])
    compound_id = turn.chat.compound_id
    if private is None or person is None or compound_id is None:
        return
    turn.chat, turn.sender = private, Sender(person.telegram_user_id, person.name)
    if not outcome.is_member:
        turn.say(rendering.NOT_HERE)
        return
    await turn.ask("home", rendering.ASK_PLACE, {"compound": compound_id})


async def on_place(turn: Turn, question: Question, text: str) -> None:
    """Where they live was answered in private."""
    compound = await turn.store.compounds.get(question.about["compound"])
    if compound is None:
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    words = normalise(text).text
    grammar = grammar_of(compound.address_words)
    found = find_residences(words, grammar) or find_bare_rooms(words)
    if len(found) != 1 or not (found[0].value.room or grammar.villas):
        await turn.ask("home", rendering.HOW_TO_SAY, question.about)
        return
    await on_claim(turn, found[0].value)


# --- confirming -----------------------------------------------------------------------------------------------


async def confirm(turn: Turn, words: str) -> None:
    """确认住户, in private: a building lead sees who says to live in their building, and confirms or not."""
    text, rows = await _claims(turn)
    turn.say(text, buttons=rows)


async def _claims(turn: Turn) -> tuple[str, list[list[Button]]]:
    held = await turn.held()
    shown = []
    for claim in await turn.store.residencies.unconfirmed(turn.chat.compound_id or 0):
        household = await turn.store.households.get(claim.household_id)
        person = await turn.store.persons.get(claim.person_id)
        if household is None or person is None or not leads(held, household.entry.residence.building):
            continue
        shown.append((claim, household.entry.residence, person.name))
    shown = shown[:_SHOWN]
    rows = [
        [
            Button(f"✓ {rendering.place(home)} {name}", data=f"confirm:yes:{claim.id}"),
            Button("✗ 不是", data=f"confirm:no:{claim.id}"),
        ]
        for claim, home, name in shown
    ]
    return rendering.to_confirm([(name, home) for _, home, name in shown]), rows


async def on_confirm(turn: Turn, words: str) -> None:
    """A lead has confirmed a claim or not. Whether they lead that building is looked up again."""
    verb, _, number = words.partition(":")
    residency = await turn.store.residencies.get(row_id(number) or 0)
    household = await turn.store.households.get(residency.household_id) if residency is not None else None
    person = await turn.known_person()
    if residency is None or household is None or person is None or turn.message is None or verb not in ("yes", "no"):
        turn.answer("这个按钮已经过期了")
        return
    held = await turn.store.roles.held(household.compound_id, person, turn.now)
    if not leads(held, household.entry.residence.building):
        turn.answer("这一户由它的楼组长确认")
        return
    turn.answer("确认了" if verb == "yes" else "记下了：不是")
    note = Act(household.compound_id, person, "confirm" if verb == "yes" else "deny", "residency", residency.id)
    if verb == "yes":
        turn.store.residencies.confirm(residency.id, person, turn.now)
        await turn.store.audit.note(note, turn.now, Revision(residency.confirmed_at, turn.now))
    else:
        turn.store.residencies.end(residency.id)
        await turn.store.audit.note(note, turn.now, Revision([residency.household_id, residency.person_id], None))
    compound = await turn.store.compounds.get(household.compound_id)
    if compound is not None:
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
        text, rows = await _claims(turn)
        turn.rewrite(text, rows, chat_id=turn.chat.id, at=turn.message.place)


async def undo_confirm(turn: Turn, act: Act, revision: Revision) -> str:
    """A confirmation is taken back: it is their own word again."""
    turn.store.residencies.unconfirm(act.row_id)
    residency = await turn.store.residencies.get(act.row_id)
    household = await turn.store.households.get(residency.household_id) if residency is not None else None
    at = rendering.place(household.entry.residence) if household is not None else "这一户"
    return f"撤销了：{at} 要重新确认。"


async def undo_deny(turn: Turn, act: Act, revision: Revision) -> str:
    """What was denied is their own word again."""
    household_id, person_id = revision.old
    await turn.store.residencies.say(act.compound_id, household_id, person_id, turn.now, None)
    household = await turn.store.households.get(household_id)
    at = rendering.place(household.entry.residence) if household is not None else "这一户"
    return f"撤销了：{at} 又等您确认。"


COMMANDS = (
    Command(
        "confirm",
        alias="确认住户",
        summary="确认谁住哪一户（楼组长）",
        run=confirm,
        help="看您的楼里谁说自己住哪一户，点一下确认或否认。",
        role=Role.LEAD,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {"home": on_home, "confirm": on_confirm}
LINKS = {WHO: on_link}
OUTCOMES = {WHO: on_member}
ANSWERS = {"home": on_place}
UNDO = {("residency", "confirm"): undo_confirm, ("residency", "deny"): undo_deny}
