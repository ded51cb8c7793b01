"""通知: to whom a notice goes, how it is sent and taken back, and the one message in which its sender follows it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from conversation.audience import Audience, audience
from conversation.content import Button, Buttons, Content, Recipe, Text, keyboard
from conversation.reach import private_chat
from conversation.turn import Repositories
from domain.building import building_name
from domain.due import Due
from domain.notice import Expected, Receipts, State, is_night, own_buildings, receipts
from domain.role import CALLED, Held, Role
from domain.wall_clock import after_quiet_hours
from rendering import notice as rendering
from storage.audit import Act
from storage.chat import Chat
from storage.compound import Compounds
from storage.notice import Notice, Notices
from storage.outbox import Lane, Outgoing
from storage.slot import Wish
from storage.store import Query

NOTICE = "notice"  # the verb of its buttons, who waits for what was sent, and the recipe of what its sender sees
GOT = "got"
SEND, NUDGE = "notice send", "notice nudge"
_SEND_LATE, _NUDGE_LATE = 2 * 3600, 6 * 3600
_NUDGE_AFTER = 3600
_QUIET = (datetime.min.time().replace(hour=21), datetime.min.time().replace(hour=8))  # nobody is nudged at night


@dataclass(frozen=True, slots=True)
class _Followed:
    notice: Notice
    seen: rendering.Seen


# --- what its sender sees -------------------------------------------------------------------------------------


async def _gather(query: Query, notice_id: int) -> _Followed | None:
    store = Repositories(query, 0)
    notice = await Notices(query).get(notice_id)
    compound = await Compounds(query).get(notice.compound_id) if notice is not None else None
    if notice is None or compound is None:
        return None
    zone = ZoneInfo(compound.time_zone)
    heard = await audience(store, compound.id, notice.buildings)
    at = notice.sent_at if notice.sent_at is not None else notice.send_at
    when = datetime.fromtimestamp(at, zone) if at is not None else None
    found = None
    if notice.state is State.SENT and notice.wants_receipt:
        expected = await expecting(store, notice, heard, notice.sent_at or 0)
        found = receipts(expected, await Notices(query).presses(notice.id))
    seen = rendering.Seen(
        notice.text,
        notice.photo is not None,
        notice.buildings,
        [title_of(chat, compound.name) for chat in heard.groups],
        heard.without_group,
        when,
        notice.state,
        notice.wants_receipt,
        found,
        is_night(when if when is not None else datetime.fromtimestamp(notice.made_at, zone)),
    )
    return _Followed(notice, seen)


def title_of(chat: Chat, compound: str) -> str:
    """Return what a group is called: we keep no titles."""
    building = building_name(chat.building) if chat.purpose == "stair" else None
    return f"{building}号楼的群" if building is not None else f"{compound}全小区的群"


def _draw(followed: _Followed) -> Content:
    text = rendering.seen(followed.seen)
    return Text(text, _buttons(followed.notice, followed.seen), named=(followed.notice.text,))


def _buttons(notice: Notice, seen: rendering.Seen) -> Buttons:
    def button(label: str, verb: str) -> Button:
        return Button(label, data=f"{NOTICE}:{verb}:{notice.id}")

    match notice.state:
        case State.DRAFT:
            send = rendering.SEND if notice.send_at is None else rendering.SEND_LATER
            want = rendering.NOT_WANT if notice.wants_receipt else rendering.WANT
            first = [button(send, "send")] if seen.groups else []
            first += [button(rendering.CHANGE, "change"), button(rendering.CANCEL, "cancel")]
            second = [button(want, "receipt"), button(rendering.TIME, "time")]
            morning = [[button("明早7点半发", "morning")]] if seen.is_night else []
            return [first, second, *morning]
        case State.PLANNED:
            return [[button(rendering.CHANGE, "change"), button(rendering.CANCEL, "cancel")]]
        case State.SENT:
            return [[button(rendering.RECALL, "recall")]]
        case State.WITHDRAWN | State.CANCELLED:
            return []


RECIPES: dict[str, Recipe[Any]] = {NOTICE: Recipe(_gather, _draw)}


async def follow(store: Repositories, notice: Notice, now: int) -> None:
    """Bring what its sender sees of a notice up to date."""
    chat = await private_chat(store, notice.author_id)
    if chat is not None:
        wish = Wish(f"{NOTICE}:{notice.id}", NOTICE, notice.id, is_live=False)
        store.slots.keep(wish, chat.id)
        store.outbox.put_slot(chat.id, wish.name, now)


# --- 收到 -----------------------------------------------------------------------------------------------------


async def expecting(store: Repositories, notice: Notice, heard: Audience, now: int) -> Sequence[Expected]:
    """Return the buildings that are to say 收到: those with a stair group that is told or a lead, of those meant."""
    leads: dict[str, set[int]] = {}
    for one in await store.roles.all_of(notice.compound_id, now):
        name = building_name(one.held.building) if one.held.role is Role.LEAD else None
        if name is not None:
            leads.setdefault(name, set()).add(one.person_id)
    names = {building_name(chat.building) or "" for chat in heard.groups if chat.purpose == "stair"} | set(leads)
    meant = [name for name in names if name and (notice.buildings is None or notice.buildings.holds(name))]
    meant.sort(key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))
    return [Expected(name, frozenset(leads.get(name, ()))) for name in meant]


async def standing(store: Repositories, notice: Notice, now: int) -> Receipts:
    """Return which buildings have said 收到 to a notice, and which have not."""
    heard = await audience(store, notice.compound_id, notice.buildings)
    return receipts(await expecting(store, notice, heard, now), await store.notices.presses(notice.id))


# --- sent and taken back --------------------------------------------------------------------------------------


def key_of(notice: Notice, chat_id: int) -> str:
    """Return what a notice's row for a group in the outbox is called."""
    return f"{NOTICE}:{notice.id}:{chat_id}"


async def deliver(store: Repositories, notice: Notice, now: int, say_at: int) -> None:
    """Send a notice to all its groups at once, not before `say_at` (UTC seconds), and plan the word to those leads who
    have not said 收到 an hour later."""
    heard = await audience(store, notice.compound_id, notice.buildings)
    held = await store.roles.held(notice.compound_id, notice.author_id, now)
    text = rendering.words(notice.text, _by(held))
    payload: dict[str, Any] = {"text": text} if notice.photo is None else {"photo": notice.photo, "caption": text}
    payload["named"] = [notice.text]
    if notice.wants_receipt:
        payload["reply_markup"] = keyboard([[Button(rendering.GOT, data=f"{GOT}:{notice.id}")]])
    method = "sendMessage" if notice.photo is None else "sendPhoto"
    for chat in heard.groups:
        copy = await store.notices.copy(notice, chat.id)
        if copy is not None:
            outcome = json.dumps({"to": NOTICE, "copy": copy})
            outgoing = Outgoing(
                method,
                Lane.MESSAGE,
                chat.id,
                payload,
                key=key_of(notice, chat.id),
                not_before=say_at,
                outcome=outcome,
            )
            store.outbox.put(outgoing, now)
    store.notices.become(notice, State.SENT, sent_at=say_at)
    await store.audit.note(Act(notice.compound_id, notice.author_id, "notice", "notice", notice.id), now)
    if notice.wants_receipt:
        await _plan_nudge(store, notice, say_at)
    await follow(store, notice, now)


async def _plan_nudge(store: Repositories, notice: Notice, sent_at: int) -> None:
    zone = await store.compounds.zone(notice.compound_id)
    at = after_quiet_hours(sent_at + _NUDGE_AFTER, zone, _QUIET)
    key = f"{NUDGE}:{notice.id}"
    store.dues.plan(Due(key, NUDGE, zone, at, None, notice.compound_id, notice.id, _NUDGE_LATE))


def _by(held: Sequence[Held]) -> str:
    for role in (Role.COMMITTEE, Role.VOLUNTEER):
        if any(one.role is role for one in held):
            return CALLED[role]
    own = sorted(own_buildings(held) or ())
    return rendering.by_whom(CALLED[Role.LEAD], own[0] if own else None)


async def plan_sending(store: Repositories, notice: Notice, at: int) -> None:
    """Have a notice sent at that time (UTC seconds)."""
    store.notices.become(notice, State.PLANNED, send_at=at)
    key = f"{SEND}:{notice.id}"
    zone = await store.compounds.zone(notice.compound_id)  # what comes late waits for its morning
    store.dues.plan(Due(key, SEND, zone, at, None, notice.compound_id, notice.id, _SEND_LATE))


def cancel(store: Repositories, notice: Notice) -> None:
    """A notice that was not sent is not sent any more."""
    store.dues.forget(f"{SEND}:{notice.id}")
    store.notices.become(notice, State.CANCELLED)


async def withdraw(store: Repositories, notice: Notice, now: int) -> None:
    """Take a notice back: what was sent is deleted, what was not is not sent, and nobody is nudged."""
    store.notices.become(notice, State.WITHDRAWN)
    store.dues.forget(f"{NUDGE}:{notice.id}")
    for copy in await store.notices.copies(notice.id):
        if copy.place is not None:
            store.outbox.put(Outgoing("deleteMessage", Lane.MESSAGE, copy.chat_id, about=copy.place), now)
        else:
            await store.notices.hold_back(key_of(notice, copy.chat_id), now)
