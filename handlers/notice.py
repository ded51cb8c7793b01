"""通知 in private: dictated, looked over, released, taken back; and 收到 under it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.command import Command
from conversation.notice import GOT, NOTICE, cancel, deliver, follow, plan_sending, title_of, withdraw
from conversation.outcome import Outcome
from conversation.reach import private_chat
from conversation.tap import row_id
from conversation.turn import Turn
from domain.building import building_name
from domain.notice import (
    LONGEST,
    LONGEST_WITH_PHOTO,
    RECALL_SECONDS,
    State,
    may_say,
    morning_after,
    own_buildings,
    within,
)
from domain.role import Held, Role
from parsing.notice import read_notice, read_send_time
from parsing.somebodys import tells_of_somebody
from rendering import notice as rendering
from storage.notice import Draft, Notice
from storage.outbox import Lane, Outgoing, Place
from storage.question import Question

TEXT, CHANGE, TIME = "notice text", "notice change", "notice time"
_EXPIRED = "这个按钮已经过期了"
_ASK_SECONDS = 3600


async def say(turn: Turn, words: str) -> None:
    """通知 and what it says; alone, it asks."""
    if words or (turn.message is not None and turn.message.photo is not None):
        await _draft(turn, turn.chat.compound_id or 0, words)
    else:
        await turn.ask(TEXT, rendering.ASK_TEXT, {"compound": turn.chat.compound_id}, seconds=_ASK_SECONDS)


async def on_text(turn: Turn, question: Question, text: str) -> None:
    """What the notice says."""
    await _draft(turn, int(question.about["compound"]), text)


async def on_change(turn: Turn, question: Question, text: str) -> None:
    """The notice anew: the old one is not sent, and the new one is looked over again."""
    old = await turn.store.notices.get(int(question.about["notice"]))
    if old is None or old.state not in (State.DRAFT, State.PLANNED) or old.author_id != await turn.person():
        turn.say(_EXPIRED)
        return
    if await _draft(turn, old.compound_id, text, old):
        cancel(turn.store, old)
        await follow(turn.store, old, turn.now)


async def _draft(turn: Turn, compound_id: int, words: str, old: Notice | None = None) -> bool:
    """Keep a notice that is not released yet, and show it to its author; False where it cannot be one."""
    person = await turn.person()
    held = await turn.store.roles.held(compound_id, person, turn.now)
    compound = await turn.store.compounds.get(compound_id)
    if compound is None or not may_say(held):
        turn.say(rendering.NOT_YOURS)
        return False
    said_at = turn.said_at.astimezone(ZoneInfo(compound.time_zone))
    reading = read_notice(words, said_at)
    photo = turn.message.photo if turn.message is not None else None
    if old is not None:
        photo = photo or old.photo
        if not reading.names_buildings:
            reading = replace(reading, buildings=old.buildings)
    if len(reading.text) > (LONGEST_WITH_PHOTO if photo else LONGEST):
        turn.say(rendering.too_long(has_photo=photo is not None))
        return False
    if tells_of_somebody(reading.text):
        about = {"notice": old.id} if old is not None else {"compound": compound_id}
        await turn.ask(CHANGE if old is not None else TEXT, rendering.SOMEBODYS, about, seconds=_ASK_SECONDS)
        return False
    if not reading.text and photo is None:
        await turn.ask(TEXT, rendering.ASK_TEXT, {"compound": compound_id}, seconds=_ASK_SECONDS)
        return False
    own = own_buildings(held)
    try:
        buildings = within(reading.buildings, own)
    except ValueError:
        turn.say(rendering.only_own(sorted(own or ())))
        return False
    send_at = int(reading.at.timestamp()) if reading.at is not None else old.send_at if old is not None else None
    wants = reading.wants_receipt or (old is not None and old.wants_receipt)
    draft = Draft(compound_id, person, reading.text, photo, buildings, wants, send_at)
    notice = await turn.store.notices.get(await turn.store.notices.add(draft, turn.now))
    if notice is not None:
        await follow(turn.store, notice, turn.now)
    return True


# --- its author's buttons -------------------------------------------------------------------------------------


async def on_tap(turn: Turn, words: str) -> None:
    """A button under the notice, for its author alone, who must still hold a role that may give notices."""
    verb, _, number = words.partition(":")
    notice = await turn.store.notices.get(row_id(number) or 0)
    person = await turn.known_person()
    if notice is None or verb not in _STEPS or turn.chat.kind != "private" or notice.author_id != person:
        turn.answer(_EXPIRED)
        return
    held = await turn.store.roles.held(notice.compound_id, notice.author_id, turn.now)
    states, step = _STEPS[verb]
    if not may_say(held) or notice.state not in states or not _is_still_own(notice, held):
        turn.answer(_EXPIRED)
        return
    await step(turn, notice)


def _is_still_own(notice: Notice, held: Sequence[Held]) -> bool:
    own = own_buildings(held)
    return own is None or (notice.buildings is not None and set(notice.buildings.names()) <= own)


async def _send(turn: Turn, notice: Notice) -> None:
    turn.answer()
    if notice.send_at is not None and notice.send_at > turn.now:
        await plan_sending(turn.store, notice, notice.send_at)
        await follow(turn.store, notice, turn.now)
    else:
        await deliver(turn.store, notice, turn.now, turn.now)


async def _morning(turn: Turn, notice: Notice) -> None:
    turn.answer()
    zone = await turn.store.compounds.zone(notice.compound_id)
    at = morning_after(datetime.fromtimestamp(notice.send_at or turn.now, zone))
    await plan_sending(turn.store, notice, int(at.timestamp()))
    await follow(turn.store, notice, turn.now)


async def _change(turn: Turn, notice: Notice) -> None:
    turn.answer()
    await turn.ask(CHANGE, rendering.ASK_CHANGE, {"notice": notice.id}, seconds=_ASK_SECONDS)


async def _cancel(turn: Turn, notice: Notice) -> None:
    turn.answer("不发了")
    cancel(turn.store, notice)
    await follow(turn.store, notice, turn.now)


async def _receipt(turn: Turn, notice: Notice) -> None:
    turn.answer()
    turn.store.notices.want_receipt(notice, wanted=not notice.wants_receipt)
    await follow(turn.store, notice, turn.now)


async def _time(turn: Turn, notice: Notice) -> None:
    turn.answer()
    await turn.ask(TIME, rendering.ASK_TIME, {"notice": notice.id}, seconds=_ASK_SECONDS)


async def on_time(turn: Turn, question: Question, text: str) -> None:
    """When the notice is to be sent."""
    notice = await turn.store.notices.get(int(question.about["notice"]))
    compound = await turn.store.compounds.get(notice.compound_id) if notice is not None else None
    if notice is None or compound is None or notice.state is not State.DRAFT:
        turn.say(_EXPIRED)
        return
    said_at = turn.said_at.astimezone(ZoneInfo(compound.time_zone))
    at = read_send_time(text, said_at)
    if at is None:
        await turn.ask(TIME, f"{rendering.TIME_NOT_READ}{rendering.ASK_TIME}", question.about, seconds=_ASK_SECONDS)
        return
    if at == said_at:
        turn.store.notices.send_at_once(notice)
    else:
        turn.store.notices.become(notice, State.DRAFT, send_at=int(at.timestamp()))
    turn.react("👌")
    await follow(turn.store, notice, turn.now)


async def _recall(turn: Turn, notice: Notice) -> None:
    if notice.sent_at is not None and turn.now - notice.sent_at > RECALL_SECONDS:
        turn.answer(rendering.TOO_LATE)
        return
    turn.answer("撤回了")
    await withdraw(turn.store, notice, turn.now)
    await follow(turn.store, notice, turn.now)


_OPEN = (State.DRAFT, State.PLANNED)
_STEPS = {
    "send": ((State.DRAFT,), _send),
    "morning": ((State.DRAFT,), _morning),
    "change": (_OPEN, _change),
    "cancel": (_OPEN, _cancel),
    "receipt": ((State.DRAFT,), _receipt),
    "time": ((State.DRAFT,), _time),
    "recall": ((State.SENT,), _recall),
}


# --- in the groups --------------------------------------------------------------------------------------------


async def on_got(turn: Turn, words: str) -> None:
    """收到: noted once a person, in the group or in the lead's private chat; its sender sees the count."""
    notice = await turn.store.notices.get(row_id(words) or 0)
    if notice is None or notice.state is not State.SENT or turn.sender is None or not notice.wants_receipt:
        turn.answer(_EXPIRED)
        return
    if turn.chat.compound_id != notice.compound_id and not await _is_lead_in_private(turn, notice):
        turn.answer(_EXPIRED)
        return
    building = building_name(turn.chat.building) if turn.chat.purpose == "stair" else None
    if not await turn.store.notices.press(notice.id, await turn.person(), building or "", turn.now):
        turn.answer(rendering.AGAIN)
        return
    turn.answer(rendering.THANKS)
    await follow(turn.store, notice, turn.now)


async def _is_lead_in_private(turn: Turn, notice: Notice) -> bool:
    person = await turn.known_person()
    if turn.chat.kind != "private" or person is None:
        return False
    held = await turn.store.roles.held(notice.compound_id, person, turn.now)
    return any(one.role in (Role.LEAD, Role.COMMITTEE) for one in held)


async def on_sent(outcome: Outcome, turn: Turn) -> None:
    """A notice stands in a group: where, so that it can be taken back; if it was meanwhile, it goes."""
    sent = outcome.result if isinstance(outcome.result, dict) else {}
    if "message_id" not in sent:
        await _say_not_delivered(turn, int(outcome.waited["copy"]))
        return
    place = Place(turn.chat.address_id, sent["message_id"])
    copy = await turn.store.notices.stands(int(outcome.waited["copy"]), place)
    notice = await turn.store.notices.get(copy.notice_id) if copy is not None else None
    if notice is not None and notice.state is State.WITHDRAWN:
        turn.file(Outgoing("deleteMessage", Lane.MESSAGE, turn.chat.id, about=place))


async def _say_not_delivered(turn: Turn, copy_id: int) -> None:
    """A group could not be written to: the author of the notice hears which, unless it was taken back."""
    notice = await turn.store.notices.of_copy(copy_id)
    chat = await private_chat(turn.store, notice.author_id) if notice is not None else None
    compound = await turn.store.compounds.get(notice.compound_id) if notice is not None else None
    if notice is not None and chat is not None and compound is not None and notice.state is State.SENT:
        turn.say(rendering.not_delivered(notice.text, title_of(turn.chat, compound.name)), chat=chat)


COMMANDS = (
    Command(
        "say",
        alias="通知",
        summary="给全小区或几栋楼发通知",
        run=say,
        help="发「/通知 3-12,17号楼 明天停水」，可写「今晚8点发 …」，也可带一张图；先给您看，点了「发」才发，"
        "十分钟内能撤回；要回执就看得到哪几栋楼还没收到。楼组长发自己的楼。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {NOTICE: on_tap, GOT: on_got}
ANSWERS = {TEXT: on_text, CHANGE: on_change, TIME: on_time}
OUTCOMES = {NOTICE: on_sent}
