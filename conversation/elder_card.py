"""报平安: one elder's card: how it stands with them, what is still to be told, and the buttons that change it."""

from datetime import datetime

from conversation.check_in import Ladders
from conversation.content import Button
from conversation.elder import has_agreed, plan_elder
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.elder import Channel, Elder, day_of
from rendering import elder as rendering
from storage.audit import Act

VERB = "elder"  # of the buttons
_PAUSES = (3, 7, 14)

Shown = tuple[Discreet, list[list[Button]]]


async def standing(turn: Turn, elder: Elder) -> rendering.Standing:
    """Return how it stands with an elder."""
    zone = turn.zone
    running = await turn.store.check_ins.running(elder.id)
    went = running.accepted_by if running is not None else None
    return rendering.Standing(
        elder,
        await has_agreed(turn.store, elder),
        heard=datetime.fromtimestamp(elder.heard_at, zone) if elder.heard_at is not None else None,
        back=day_of(elder.paused_until or 0, zone) if elder.is_paused(turn.now) else None,
        need=running.need if running is not None else None,
        went=await Ladders.of(turn).name(went) if went is not None else None,
    )


async def save(turn: Turn, elder: Elder, act: str) -> None:
    """Keep what was changed of an elder; `act` is the audit's word for it."""
    turn.store.elders.keep(elder)
    plan_elder(turn.store.dues, elder, turn.zone, turn.now)
    note = Act(elder.compound_id, await turn.person(), act, VERB, elder.id)
    await turn.store.audit.note(note, turn.now)


async def next_question(turn: Turn, elder: Elder) -> Shown:
    """Return the next thing to be told of an elder; where nothing is missing, the card."""
    if elder.channel is None:
        rows = [[Button(said, f"{VERB}:channel:{elder.id}:{one}")] for one, said in rendering.CHANNEL_BUTTONS.items()]
        return rendering.which_channel(elder), rows
    if elder.asks_from is None:
        row = [Button(f"{hour}点", f"{VERB}:hour:{elder.id}:{hour}") for hour in rendering.HOURS]
        return rendering.which_hour(elder), [row]
    if await has_agreed(turn.store, elder) is None:
        row = [
            Button(rendering.AGREED_BUTTON, f"{VERB}:agreed:{elder.id}"),
            Button(rendering.NOT_ASKED_BUTTON, f"{VERB}:card:{elder.id}"),
        ]
        return rendering.have_they_agreed(elder), [row]
    return await card(turn, elder)


async def card(turn: Turn, elder: Elder) -> Shown:
    """Return all that is known of an elder, and what can be done."""
    carers = await turn.store.elders.carers(elder.id)
    text = rendering.card(
        await standing(turn, elder), carers, await Ladders.of(turn).timings(elder), turn.said_at.date()
    )
    links = [
        Button("邻居链接", f"{VERB}:link:{elder.id}:neighbour"),
        Button("家人链接", f"{VERB}:link:{elder.id}:family"),
    ]
    if elder.channel is Channel.CHAT:
        links.insert(0, Button("本人链接", f"{VERB}:link:{elder.id}:elder"))
    pauses = [Button(f"暂停{days}天", f"{VERB}:pause:{elder.id}:{days}") for days in _PAUSES]
    if elder.is_paused(turn.now):
        pauses = [Button("接着问", f"{VERB}:pause:{elder.id}:0")]
    rows = [links, pauses]
    if await has_agreed(turn.store, elder) is None:
        rows.append([Button(rendering.AGREED_BUTTON, f"{VERB}:agreed:{elder.id}")])
    rows.append(
        [
            Button("改方式", f"{VERB}:channels:{elder.id}"),
            Button("改时间", f"{VERB}:hours:{elder.id}"),
            Button("刚见过，平安", f"{VERB}:seen:{elder.id}"),
        ]
    )
    rows += [[Button(f"解除 {one.name}", f"{VERB}:release:{elder.id}:{one.id}")] for one in carers]
    if elder.person_id is not None:
        rows.append([Button("解除本人账号", f"{VERB}:unlink:{elder.id}")])
    rows.append([Button("以后不问了", f"{VERB}:ask_end:{elder.id}")])
    return text, rows
