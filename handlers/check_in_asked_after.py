"""报平安: 我妈怎么样了, 敲门没人应 from who looks after an elder: how it stands, and a button for it."""

from conversation import check_in_answer as answers
from conversation.check_in import Ladders
from conversation.check_in_button import have_looked
from conversation.check_in_circle import may_care, may_see
from conversation.elder import meant
from conversation.elder_card import standing
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.elder import Elder
from domain.role import Role
from parsing.check_in import asks_after, is_worry
from rendering import check_in as rendering
from rendering import elder as roster
from rendering.order_chain import place


async def is_worried(turn: Turn, text: str) -> bool:
    """Who looks after an elder cannot reach them, or wants them looked after, while something else is asked of them:
    that comes first. Return whether they were answered."""
    person = await turn.known_person()
    return person is not None and is_worry(text) and await asked_after(turn, person)


async def asked_after(turn: Turn, person: int) -> bool:
    """我妈怎么样了, 敲门没人应, while nobody is looked for: whoever looks after an elder hears how it stands, and can
    have people go by a tap."""
    text = turn.message.text if turn.message is not None else ""
    if not asks_after(text):
        return False
    elders = meant(text, await _looked_after(turn, person, text))
    if len(elders) > 1:
        turn.say(rendering.WHOM)
    if len(elders) != 1:
        return bool(elders)
    zone = await Ladders.of(turn).zone(elders[0])
    turn.chat = turn.chat.of(elders[0].compound_id, zone.key, "")
    one = await standing(turn, elders[0])
    may_send = one.has_agreed is not False
    words = roster.asked_after(one, turn.said_at.astimezone(zone).date(), may_send=may_send)
    turn.say(words, buttons=have_looked(elders[0].id) if may_send else ())
    return True


async def _looked_after(turn: Turn, person: int, text: str) -> list[Elder]:
    """Return whom somebody may ask after: those they look after; by name or home, whom their role lets them see."""
    found = {elder.id: elder for elder in await turn.store.elders.cared_for_by(person)}
    for compound in await compounds_of(turn, Role.VOLUNTEER):
        held = await turn.store.roles.held(compound.id, person, turn.now)
        for elder in await turn.store.elders.all_of(compound.id):
            if (elder.name in text or place(elder.home) in text) and may_see(held, elder):
                found[elder.id] = elder
    return list(found.values())


async def on_look(turn: Turn, number: int) -> None:
    """Somebody who looks after an elder, and asked after them, wants people to go."""
    elder, person = await turn.store.elders.get(number), await turn.known_person()
    is_here = turn.message is not None and turn.chat.kind == "private"
    if elder is None or elder.ended_at is not None or person is None or not is_here:
        turn.answer("这个按钮已经过期了")
    elif not await may_care(turn.store, elder, person, turn.now):
        turn.answer("这是问别人的")
    else:
        turn.answer()
        await answers.have_looked(Ladders.of(turn), elder, person)
        if turn.message is not None:
            turn.rewrite(rendering.sending(elder), [], chat_id=turn.chat.id, at=turn.message.place)
