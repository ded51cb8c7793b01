"""报平安: what people answer. Each function may be called twice and then does nothing more."""

from dataclasses import dataclass, replace

from conversation.check_in import Ladders
from conversation.check_in_button import REPORT
from conversation.check_in_circle import circle_of
from conversation.elder import tell_team
from conversation.turn import Turn
from domain.check_in import Need, Rung
from domain.elder import Channel, Elder, Kin, day_of
from domain.wall_clock import after_quiet_hours
from rendering import check_in as rendering
from storage.check_in import Begin, CheckIn, Step


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody said of not being quite well, and when (UTC seconds); `key` names the message. `is_seen`: of
    another, whom they have just seen or spoken with."""

    words: str
    at: int
    key: str
    is_seen: bool = False


async def is_well(ladders: Ladders, elder: Elder, how: str, at: int, by: int | None = None) -> bool:
    """The elder is well, by their own word (`by` None) or somebody else's, as of then (UTC seconds). It counts for the
    day even before the question. Return whether a ladder was stopped."""
    ladders.store.elders.heard(elder.id, at)
    running = await ladders.store.check_ins.running(elder.id)
    return running is not None and await ladders.close(running, elder, how, by)


async def gave_a_sign(ladders: Ladders, elder: Elder, at: int, how: str = "sign") -> None:
    """The elder's account wrote or tapped something at that time (UTC seconds). A cry for help is not taken back by it,
    nor is today's silence by something said yesterday."""
    ladders.store.elders.heard(elder.id, at)
    running = await ladders.store.check_ins.running(elder.id)
    if running is None or day_of(at, await ladders.zone(elder)) < running.day:
        return
    if not await has_cried(ladders, running):
        await ladders.close(running, elder, how, None)


async def wants_help(ladders: Ladders, elder: Elder, at: int, by: int | None = None) -> bool:
    """The elder wants help, by their own word (`by` None) or somebody else's: the ladder begins with those near,
    whatever was before. Return False where it is known."""
    if by is None:
        ladders.store.elders.heard(elder.id, at)
    running = await ladders.store.check_ins.running(elder.id)
    if running is not None and await has_cried(ladders, running):
        return False
    await _need(ladders, elder, running, Begin(Need.HELP), by)
    return True


async def is_unwell(ladders: Ladders, elder: Elder, said: Complaint, by: int | None = None) -> None:
    """The elder has a slight complaint: the care team hears the words; not in the quiet hours. Where nobody can hear of
    it, it is a cry for help. `by` is who said so, None for the elder; it is a sign of life if they saw it."""
    store = ladders.store
    running = await store.check_ins.running(elder.id)
    if by is None and running is not None and await has_cried(ladders, running):
        return
    if by is None or said.is_seen:
        await is_well(ladders, elder, "words" if by is None else "proxy", said.at, by)
    by_day = after_quiet_hours(ladders.now, await ladders.zone(elder), ladders.care.quiet)
    words = rendering.unwell(elder, said.words, await ladders.name(by) if by is not None else None)
    key = f"unwell:{elder.id}:{said.key}"
    told = await tell_team(store, elder, words, ladders.now, by, key=key, not_before=by_day)
    told = told or await tell_team(store, elder, words, ladders.now, by, with_leads=True, key=key, not_before=by_day)
    if not told:
        await wants_help(ladders, elder, said.at, by)


async def nobody_answers(ladders: Ladders, elder: Elder, why: str) -> bool:
    """Somebody called and nobody answered: people are asked to go and look. Return False where a ladder runs."""
    if await ladders.store.check_ins.running(elder.id) is not None:
        return False
    await _need(ladders, elder, None, Begin(Need.UNASKED, why))
    return True


async def have_looked(ladders: Ladders, elder: Elder, person: int) -> None:
    """Somebody who looks after an elder wants people to go and look: those near where the family asks from afar; who is
    near has been there, and lead and everybody are told. Whoever asked hears the end."""
    running = await ladders.store.check_ins.running(elder.id)
    if running is not None and (running.accepted_by is not None or running.need is not Need.SILENT):
        if person not in {one.person_id for one in await ladders.store.check_ins.steps(running.id)}:
            await _note(ladders, running, person, rendering.WORRIED)
        return
    carers = await ladders.store.elders.carers(elder.id)
    is_family = any(one.person_id == person and one.kin is Kin.FAMILY for one in carers)
    begin = Begin(Need.UNASKED, rendering.WORRIED) if is_family else Begin(Need.ABSENT)
    await _need(ladders, elder, running, begin, person, rendering.WORRIED if is_family else "absent")


async def _need(
    ladders: Ladders,
    elder: Elder,
    running: CheckIn | None,
    begin: Begin,
    by: int | None = None,
    said: str = "help",
) -> None:
    zone = await ladders.zone(elder)
    if running is not None:
        await _drop_what_waits(ladders, running)
        if by is not None:
            await _note(ladders, running, by, said)
        ladders.store.check_ins.needs(running.id, begin)
        await ladders.advance(running.id)
        return
    day = day_of(ladders.now, zone)
    begun = await ladders.store.check_ins.open(elder, day, ladders.now, ladders.now, begin)
    begun = begun or await ladders.store.check_ins.reopen(elder.id, day, begin)
    if by is not None:
        await _note(ladders, replace(begun, round=begun.round - 1), by, said)  # said before the first step
    await ladders.run(begun, zone)


async def _drop_what_waits(ladders: Ladders, check_in: CheckIn) -> None:
    for step in await ladders.store.check_ins.steps(check_in.id):
        if step.sent_at is None and step.failed_at is None and await ladders.store.check_ins.drop(step.id, ladders.now):
            ladders.store.check_ins.failed(step.id, "answered", ladders.now)


async def has_cried(ladders: Ladders, check_in: CheckIn) -> bool:
    """Say whether it is about a cry for help, also where who went has not been heard of since."""
    is_new = check_in.need is Need.HELP
    return is_new or any(one.said == "help" for one in await ladders.store.check_ins.steps(check_in.id))


# --- those who look after them --------------------------------------------------------------------------------


async def goes(ladders: Ladders, check_in: CheckIn, elder: Elder, person: int) -> int:
    """Somebody goes and looks; return who does: they, or whoever was first."""
    if check_in.accepted_by is not None:
        return check_in.accepted_by
    ladders.store.check_ins.accept(check_in.id, person, ladders.now)
    await _note(ladders, check_in, person, "goes")
    await ladders.say_who_goes(check_in, elder, person)
    return person


async def cannot(ladders: Ladders, check_in: CheckIn, person: int) -> None:
    """Somebody cannot go: the next are told at once, unless others were told with them."""
    await _note(ladders, check_in, person, "cannot")
    if check_in.accepted_by == person:
        ladders.store.check_ins.needs(check_in.id, Begin(Need.LATE))
    await ladders.advance(check_in.id)


async def reports(ladders: Ladders, check_in: CheckIn, elder: Elder, person: int, said: str) -> None:
    """Somebody who went, called or knocked says how it is: help (it is needed), absent (nobody was found), unheard
    (nobody answered)."""
    begin = Begin(Need.HELP if said == "help" else Need.ABSENT)
    if said == "unheard" and elder.channel is not Channel.NONE:
        begin = Begin(Need.UNASKED, "unheard")
    elif said == "unheard":
        said = "absent"
    await _note(ladders, check_in, person, said)
    await _drop_what_waits(ladders, check_in)
    ladders.store.check_ins.needs(check_in.id, begin)
    await ladders.advance(check_in.id)


async def calls_ambulance(ladders: Ladders, check_in: CheckIn, elder: Elder, person: int) -> None:
    """Somebody says that 120 is needed: they are who answers for it, and everybody hears it at once."""
    steps = await ladders.store.check_ins.steps(check_in.id)
    is_known = any(one.said == "ambulance" and one.round == check_in.round for one in steps)
    await goes(ladders, check_in, elder, person)
    if is_known:
        return
    circle = await circle_of(ladders.store, elder, check_in.need, ladders.now, (person,))
    name = await ladders.name(person)
    for other, chat in {**circle.on(Rung.LEAD), **circle.on(Rung.EVERYBODY)}.items():
        await ladders.tell(check_in, None, "ambulance", other, chat, rendering.calls_120(elder, name), REPORT)


async def _note(ladders: Ladders, check_in: CheckIn, person: int, answer: str) -> None:
    """Note an answer on the last thing that somebody was told; of who was told nothing, as a step of its own."""
    steps: list[Step] = [
        one
        for one in await ladders.store.check_ins.steps(check_in.id)
        if one.person_id == person and one.rung is not None and one.round == check_in.round
    ]
    if steps:
        ladders.store.check_ins.answered(steps[-1].id, answer, ladders.now)
        return
    step = await ladders.store.check_ins.take(check_in, None, "by itself", person, ladders.now)
    ladders.store.check_ins.sent(step, ladders.now)
    ladders.store.check_ins.answered(step, answer, ladders.now)


async def leave_care(turn: Turn, person: int) -> None:
    """Somebody takes all that is known of them along: whoever looks for them at this moment hears that it is over."""
    ladders = Ladders.of(turn)
    for elder in await turn.store.elders.of_person(person):
        running = await turn.store.check_ins.running(elder.id)
        if running is not None:
            await ladders.close(running, elder, "ended", None)
