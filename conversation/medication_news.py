"""配药 (medication): who works on a request hears that its person has changed or ended it."""

from collections.abc import Sequence

from conversation.medication_view import is_of_medicine
from conversation.reach import private_chats
from conversation.turn import Turn
from domain.medication_request import Item, Request, State
from rendering import medication_team as rendering

_BY_ITS_PERSON = (State.REGISTERED, State.CONFIRMED)


async def tell_who_works(turn: Turn, request: Request, person: int, over: Sequence[Item] | None = None) -> None:
    """Tell those of the team who took it on, moved it on or hold something of it, but not who speaks. `over`: the
    medicines that are not wanted any more; None: it was changed."""
    store, compound = turn.store, request.compound_id
    steps = await store.medication_team.steps(request.id)
    doing = {state.value for state in State if state not in _BY_ITS_PERSON} | {"accepted", "taken"}
    workers = [step.person_id for step in steps if step.step in doing and step.person_id is not None]
    workers += [one.holder_id for one in await store.medication_team.held(compound) if one.medication_id == request.id]
    told = [one for one in dict.fromkeys(workers) if one != person]
    told = [one for one in told if is_of_medicine(await store.roles.held(compound, one, turn.now))]
    for chat in (await private_chats(store, told)).values():
        turn.say(rendering.changed_meanwhile(request, over), chat=chat, can_wait=True)
