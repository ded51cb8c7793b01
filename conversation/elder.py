"""报平安: the roster of who is cared for: when each is asked next, whether they may be, and who is meant."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from conversation import door
from conversation.check_in_circle import may_see
from conversation.content import Buttons, keyboard
from conversation.reach import leads_of, private_chats, who_hears
from conversation.turn import Repositories, Turn
from domain.discretion import Discreet
from domain.due import Due
from domain.elder import CONSENT, Elder, Kin, time_of
from domain.moment import Frequency, Recurrence
from domain.role import Team
from domain.wall_clock import following
from storage.due import Dues
from storage.outbox import Lane, Outgoing

ASK = "check-in"  # what is due each day of an elder
_LATE = 24 * 3600  # seconds: how late it is, `broadcasts.check_in` judges by the elder's window


def key_of(elder: Elder) -> str:
    """Return the key under which an elder's question is due."""
    return f"{ASK}:{elder.id}"


def plan_elder(dues: Dues, elder: Elder, zone: ZoneInfo, now: int) -> None:
    """Plan the next question to an elder. Planned already, only another hour or rhythm changes anything."""
    if elder.channel is None or elder.asks_from is None or elder.ended_at is not None:
        dues.forget(key_of(elder))
        return
    rule = Recurrence(Frequency.DAILY, elder.every_days, at=time_of(elder.asks_from))
    first = following(Recurrence(Frequency.DAILY, at=rule.at), now, zone)
    if first is None:
        raise ValueError("a day without that time")
    dues.plan(Due(key_of(elder), ASK, zone, first, rule, elder.compound_id, elder.id, _LATE))


async def has_agreed(store: Repositories, elder: Elder) -> bool | None:
    """Say whether an elder agrees to be asked: by a button in their chat, or by word of mouth to somebody; None where
    nobody knows yet."""
    if elder.person_id is not None:
        consent = await store.consents.get(elder.compound_id, elder.person_id, CONSENT)
        if consent is not None and consent.withdrawn_at is not None:
            return False
        if consent is not None and consent.is_given:
            return True
    return True if elder.agreed_at is not None else None


async def may_be_asked(store: Repositories, elder: Elder, now: int) -> bool:
    """Say whether an elder is asked at that time: all is told, they agree, and they are not away."""
    if elder.ended_at is not None or elder.channel is None or elder.asks_from is None or elder.is_paused(now):
        return False
    return await has_agreed(store, elder) is True


async def seen_by(turn: Turn) -> Sequence[Elder]:
    """Return the elders of the turn's compound that who speaks may see."""
    held = await turn.held()
    roster = await turn.store.elders.all_of(turn.chat.compound_id or 0)
    return [elder for elder in roster if may_see(held, elder)]


def meant(text: str, elders: Sequence[Elder]) -> Sequence[Elder]:
    """Return whom a text means, of these: those whose name stands in it; where there is only one, that one."""
    named = [elder for elder in elders if elder.name in text]
    return named or (elders if len(elders) == 1 else ())


async def end(turn: Turn, elder: Elder) -> None:
    """An elder is not asked any more."""
    turn.store.elders.end(elder.id, turn.now)
    turn.store.dues.forget(key_of(elder))


async def tell_team(
    store: Repositories,
    elder: Elder,
    words: Discreet,
    now: int,
    but: int | None = None,
    *,
    with_leads: bool = False,
    buttons: Buttons = (),
    key: str | None = None,
    not_before: int = 0,
) -> bool:
    """Tell the care team, or the committee where nobody of it can be told, something about an elder; `with_leads` the
    leads of the building as well. Return whether anybody hears it; `but`, whose word it is, has heard it already.

    Filed again under the same `key`, it is said once."""
    found, _ = await who_hears(store, elder.compound_id, Team.CARE, now)
    if with_leads:
        found |= await private_chats(store, await _leads(store, elder, now))
    for person, chat in found.items():
        if person in (but, elder.person_id):
            continue
        payload: dict[str, object] = {"text": door.said(words, is_private=chat.kind == "private")}
        if buttons:
            payload["reply_markup"] = keyboard(buttons)
        one = f"{key}:{person}" if key is not None else None
        store.outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload, one, not_before=not_before), now)
    return bool(found.keys() - {elder.person_id})


async def _leads(store: Repositories, elder: Elder, now: int) -> list[int]:
    """Return the leads of an elder's building: by their role, or named on the elder's card."""
    carers = await store.elders.carers(elder.id)
    named = [one.person_id for one in carers if one.kin is Kin.LEAD and one.person_id is not None]
    return [*await leads_of(store, elder.compound_id, elder.home.building, now), *named]
