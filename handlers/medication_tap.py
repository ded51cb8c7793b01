"""配药: who may tap what the medication team is shown: checked anew with each tap, whatever its button says."""

from collections.abc import Awaitable, Callable

from conversation.medication_asker import with_compound
from conversation.medication_view import is_of_medicine, sees_pending
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.medication_request import Request

_EXPIRED = "这个按钮已经过期了"

OnRequest = Callable[[Turn, Request, int], Awaitable[None]]


async def _is_of_team(turn: Turn, compound_id: int) -> bool:
    """Say whether who taps is of the team there, now; else answer the tap. The turn is about that compound then."""
    person = await turn.known_person()
    if person is None or turn.message is None or turn.chat.kind != "private":
        turn.answer(_EXPIRED)
        return False
    if not is_of_medicine(await turn.store.roles.held(compound_id, person, turn.now)):
        turn.answer("这是配药组的事")
        return False
    return await with_compound(turn, compound_id)


async def _request(turn: Turn, number: int) -> Request | None:
    """Return a request that who taps may see; else answer the tap."""
    request = await turn.store.medications.get(number)
    if request is None:
        turn.answer(_EXPIRED)
        return None
    if not await _is_of_team(turn, request.compound_id):
        return None
    if not request.is_held and not await sees_pending(turn.store, request.compound_id, await turn.held(), turn.now):
        turn.answer("还在等本人同意")
        return None
    return request


def on_compound(show: Callable[[Turn, int], Awaitable[None]], count: int) -> Callable[[Turn, str], Awaitable[None]]:
    """Return what takes a tap about a compound (and a page)."""

    async def on_tap(turn: Turn, words: str) -> None:
        ids = row_ids(words, count)
        if ids is None:
            turn.answer(_EXPIRED)
        elif await _is_of_team(turn, ids[0]):
            turn.answer()
            await show(turn, ids[-1] if count > 1 else 0)

    return on_tap


def on_request(do: OnRequest, count: int = 1) -> Callable[[Turn, str], Awaitable[None]]:
    """Return what takes a tap about a request (and the place of a state or a thing)."""

    async def on_tap(turn: Turn, words: str) -> None:
        ids = row_ids(words, count)
        request = await _request(turn, ids[0]) if ids is not None else None
        if ids is None:
            turn.answer(_EXPIRED)
        elif request is not None:
            await do(turn, request, ids[1] if count > 1 else 0)

    return on_tap
