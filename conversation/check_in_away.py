"""报平安, away: nobody asks for some days, and who must know of it hears so; then they are asked again."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from conversation.check_in import Ladders
from conversation.check_in_circle import may_see
from conversation.content import Button, Buttons
from conversation.elder import may_be_asked, tell_team
from domain.check_in import Need
from domain.discretion import Discreet
from domain.due import Due
from domain.elder import PAUSE_UNTOLD, Elder, day_of, time_of, was_heard_today
from domain.retention import DAY
from domain.wall_clock import after_quiet_hours, instant, midnight
from rendering import elder as rendering
from storage.audit import Act
from storage.check_in import Begin

ONCE = "check-in once"  # what is due of an elder who is away only later
_MOST_BEFORE = 14  # days that are planned
_SUBJECT = "elder"  # of the audit, and of the button


async def is_away(ladders: Ladders, elder: Elder, until: int, by: int | None, first_day: date | None = None) -> None:
    """The elder is not asked before then (UTC seconds); what runs is over. `by` is who said so, None for the elder.

    Till a `first_day` that is still to come they are asked all the same, and somebody else's word stops no ladder.
    The care team and the building's lead hear of more than two days, and of every pause that none of them has said, but
    for the elder's own of a day or two; one tap undoes it.
    """
    ladders.store.elders.keep(replace(elder, paused_until=until))
    zone = await ladders.zone(elder)
    is_to_come = _plan_until(ladders, elder, first_day, zone)
    running = await ladders.store.check_ins.running(elder.id)
    if running is not None and not (is_to_come and by is not None):
        await ladders.close(running, elder, "paused", by)
    if by is not None:
        await ladders.store.audit.note(Act(elder.compound_id, by, "pause", _SUBJECT, elder.id), ladders.now)
    is_long = until - midnight(ladders.now, zone) > PAUSE_UNTOLD
    if is_long or not await _answers_for(ladders, elder, by):
        name = await ladders.name(by) if by is not None else None
        words = rendering.paused_by(elder, rendering.day_said(day_of(until, zone)), name)
        button = Button(rendering.ASK_AGAIN, f"{_SUBJECT}:pause:{elder.id}:0")
        await _tell(ladders, elder, words, by, [[button]])


def _plan_until(ladders: Ladders, elder: Elder, first_day: date | None, zone: ZoneInfo) -> bool:
    """Plan the questions of the days before somebody goes; return whether that day is still to come."""
    dues, day = ladders.store.dues, day_of(ladders.now, zone)
    for number in range(_MOST_BEFORE):
        dues.forget(f"{ONCE}:{elder.id}:{number}")
    if first_day is None or first_day <= day:
        return False
    for number in range(min((first_day - day).days, _MOST_BEFORE)):
        at = instant(day + timedelta(days=number), time_of(elder.asks_from or 0), zone)
        if elder.asks_from is not None and at > ladders.now:
            due = Due(f"{ONCE}:{elder.id}:{number}", ONCE, zone, at, None, elder.compound_id, elder.id, DAY)
            dues.plan(due)
    return True


async def _answers_for(ladders: Ladders, elder: Elder, by: int | None) -> bool:
    """Say whether a pause is the word of the elder, of the care team, the committee or the building's lead."""
    if by is None or by == elder.person_id:
        return True
    return may_see(await ladders.store.roles.held(elder.compound_id, by, ladders.now), elder)


async def is_back(ladders: Ladders, elder: Elder, by: int | None) -> bool:
    """The elder is asked again from now on: whoever heard of the pause hears of that. What it has stopped or kept from
    beginning today begins, while asking is of use. Return False where there was no pause."""
    if not elder.is_paused(ladders.now):
        return False
    back = replace(elder, paused_until=None)
    ladders.store.elders.keep(back)
    _plan_until(ladders, elder, None, await ladders.zone(elder))
    if by is not None:
        await ladders.store.audit.note(Act(elder.compound_id, by, "unpause", _SUBJECT, elder.id), ladders.now)
    name = await ladders.name(by) if by is not None else None
    await _tell(ladders, elder, rendering.asked_again(elder, name), by)
    if by is not None:
        await _ask_today(ladders, back)
    return True


async def note_end(ladders: Ladders, elder: Elder) -> Elder:
    """A pause is over and the elder is about to be asked: that is told, once. Return the elder as they are then."""
    if elder.paused_until is None or elder.is_paused(ladders.now):
        return elder
    back = replace(elder, paused_until=None)
    ladders.store.elders.keep(back)
    await _tell(ladders, elder, rendering.asked_again(elder, None), None)
    return back


async def _ask_today(ladders: Ladders, elder: Elder) -> None:
    """Ask today, too, if the hour has come and nothing was heard; a ladder that the pause stopped goes on, from the
    neighbour on where it is too late to ask."""
    zone, store = await ladders.zone(elder), ladders.store
    day = day_of(ladders.now, zone)
    if not await may_be_asked(store, elder, ladders.now) or was_heard_today(elder, day, zone):
        return
    since, until = elder.window(day, zone)
    if ladders.now < since:
        return
    stopped = await store.check_ins.on(elder.id, day)
    is_of_use = ladders.now <= until
    if stopped is not None and stopped.how == "paused":
        wait = after_quiet_hours(ladders.now, zone, ladders.care.quiet)
        begin = Begin() if is_of_use else Begin(Need.UNASKED, "unpaused", wait)
        await ladders.run(await store.check_ins.reopen(elder.id, day, begin), zone)
    elif stopped is None and is_of_use and elder.every_days == 1:
        begun = await store.check_ins.open(elder, day, until, ladders.now, Begin())
        if begun is not None:
            await ladders.run(begun, zone)


async def _tell(ladders: Ladders, elder: Elder, words: Discreet, by: int | None, buttons: Buttons = ()) -> None:
    at = after_quiet_hours(ladders.now, await ladders.zone(elder), ladders.care.quiet)
    await tell_team(ladders.store, elder, words, ladders.now, by, with_leads=True, buttons=buttons, not_before=at)
