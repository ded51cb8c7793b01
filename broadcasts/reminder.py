"""提醒 by the clock: what somebody wanted said is said, to whom it is meant for."""

import json

from conversation.broadcast import Strike
from conversation.reach import private_chat
from conversation.reminder import REMIND, heard_by
from domain.reminder import Reminder, ReminderState, coming, is_by_length
from rendering import reminder as rendering


async def remind(strike: Strike) -> None:
    """Say a reminder: late it says so; too late only who set it hears of it. The last time over, it is over."""
    one = await strike.store.reminders.get(strike.due.subject_id)
    if one is None or one.state is not ReminderState.ON:
        return
    if strike.due.rule is not None and is_by_length(strike.due.rule) and strike.plan.is_at_night:
        return  # every two hours, but not at night
    meant = rendering.day_said(strike.plan.meant_at, strike.now, strike.due.zone)
    owner = await private_chat(strike.store, one.person_id)
    if not strike.is_of_use:
        if owner is not None:
            strike.say(owner, rendering.missed(one, meant), part="missed")
    elif one.is_for_groups:
        await _to_groups(strike, one, meant)
    elif owner is not None:
        strike.say(owner, rendering.said(one, is_late=strike.is_late, meant=meant))
    if strike.plan.next_at is None and not coming(one.times, max(strike.now, strike.plan.meant_at), strike.due.zone):
        strike.store.reminders.turn(one.id, ReminderState.ENDED, strike.now)


async def _to_groups(strike: Strike, one: Reminder, meant: str) -> None:
    waited = json.dumps({"to": REMIND, "reminder": one.id})
    for chat, buildings in await heard_by(strike.store, one):
        text = rendering.said(one, is_late=strike.is_late, meant=meant, buildings=buildings)
        strike.say(chat, text, outcome=waited)
