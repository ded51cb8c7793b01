"""报平安 by the clock: each day's question, and each minute a look at every ladder that runs."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from conversation.broadcast import Strike
from conversation.check_in import Ladders
from conversation.check_in_away import note_end
from conversation.elder import key_of, may_be_asked, plan_elder, tell_team
from domain.check_in import Need
from domain.elder import Care, Channel, Elder, day_of, was_heard_today
from domain.wall_clock import after_quiet_hours
from rendering import check_in as rendering
from storage.check_in import Begin


async def ask(care: Care, strike: Strike) -> None:
    """Ask an elder how they are. Who was heard of since midnight is not asked; where it is too late to ask, somebody
    goes and looks, but not in the quiet hours: that it was the machine's fault is no emergency."""
    await _ask(care, strike, await strike.store.elders.get(strike.due.subject_id))


async def ask_once(care: Care, strike: Strike) -> None:
    """The pause of an elder begins only some days from now: today they are asked as ever."""
    elder = await strike.store.elders.get(strike.due.subject_id)
    await _ask(care, strike, replace(elder, paused_until=None) if elder is not None else None)


async def _ask(care: Care, strike: Strike, elder: Elder | None) -> None:
    store, now, zone = strike.store, strike.now, strike.due.zone
    if elder is None or elder.asks_from is None or not await may_be_asked(store, elder, now):
        await _note_refusal(Ladders(store, now, care), elder)
        return
    elder = await note_end(Ladders(store, now, care), elder)
    compound = await store.compounds.get(elder.compound_id)
    if compound is not None and compound.time_zone != zone.key:
        plan_elder(store.dues, elder, ZoneInfo(compound.time_zone), now)
    day = day_of(strike.plan.meant_at, zone)
    ladders = Ladders(store, now, care)
    _, until = elder.window(day, zone)
    if await store.check_ins.running(elder.id) is not None:
        await _ask_again(ladders, elder, until)
        return
    if was_heard_today(elder, day, zone):
        early = await store.check_ins.open(elder, day, until, now, Begin())
        if early is not None:
            await store.check_ins.close(early.id, "early", None, now)
        return
    is_of_use = now <= until
    begin = Begin() if is_of_use else Begin(Need.UNASKED, "stopped", after_quiet_hours(now, zone, care.quiet))
    begun = await store.check_ins.open(elder, day, until, now, begin)
    if begun is not None:
        await ladders.run(begun, zone)


async def _note_refusal(ladders: Ladders, elder: Elder | None) -> None:
    """Who took their consent back is not asked any more, and the care team hears it."""
    if elder is None or elder.ended_at is not None or await ladders.stands_no_more(elder) is None:
        return
    ladders.store.elders.end(elder.id, ladders.now)
    ladders.store.dues.forget(key_of(elder))
    await tell_team(ladders.store, elder, rendering.withdrawn(elder), ladders.now)


async def _ask_again(ladders: Ladders, elder: Elder, until: int) -> None:
    """An earlier ladder still runs: it goes on, and the elder is asked within it."""
    running = await ladders.store.check_ins.running(elder.id)
    chat = await ladders.chat(elder.person_id) if elder.channel is Channel.CHAT else None
    if running is not None and chat is not None and ladders.now <= until:
        await ladders.ask(running, elder, None, chat, until)


async def look(care: Care, strike: Strike) -> None:
    """A ladder runs: take what steps are due."""
    await Ladders(strike.store, strike.now, care).advance(strike.due.subject_id)
