"""配药 (medication): a person of the team gives a neighbour's spare medicine to a request; both sides say yes or no."""

from conversation.content import Button
from conversation.medication_asker import with_compound
from conversation.medication_offer import GIVE
from conversation.medication_view import is_controlled, is_of_medicine, sees_pending
from conversation.reach import private_chat, private_chats
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.medication_request import Request
from rendering import medication as asker_rendering
from rendering import medication_team as rendering
from storage.medication_offer import Match, Offer

ANSWER = "medMatch"
_SIDES = ("offerer", "asker")
_EXPIRED = "这个按钮已经过期了"


async def on_give(turn: Turn, words: str) -> None:
    """匀给: decided by who taps. What may be controlled, or is over meanwhile, is not passed on."""
    ids = row_ids(words, 2)
    offer = await turn.store.medication_offers.get(ids[0]) if ids is not None else None
    request = await turn.store.medications.get(ids[1]) if ids is not None else None
    person = await turn.known_person()
    is_good = offer is not None and request is not None and offer.compound_id == request.compound_id
    if offer is None or request is None or person is None or turn.message is None or not is_good:
        turn.answer(_EXPIRED)
        return
    held = await turn.store.roles.held(offer.compound_id, person, turn.now)
    if not is_of_medicine(held) or turn.chat.kind != "private":
        turn.answer("这是配药组的事")
    elif not request.is_held and not await sees_pending(turn.store, offer.compound_id, held, turn.now):
        turn.answer("还在等本人同意")
    elif offer.until <= turn.now or not request.is_open or is_controlled(offer.drug):
        turn.answer(_EXPIRED)
    else:
        await with_compound(turn, offer.compound_id)
        await _give(turn, offer, request, person)


async def _give(turn: Turn, offer: Offer, request: Request, person: int) -> None:
    match = await turn.store.medication_offers.pair(offer.id, request.id, person, turn.now)
    if match is None or turn.message is None:
        turn.answer("已经定过了")
        return
    turn.answer()
    offerer = await private_chat(turn.store, offer.person_id)
    if offerer is not None:
        row = [Button("可以", data=f"{ANSWER}:{match}:0:1"), Button("已经没有了", data=f"{ANSWER}:{match}:0:0")]
        turn.say(rendering.please_keep(offer.drug), buttons=[row], chat=offerer, can_wait=True)
    askers = await private_chats(turn.store, request.askers)
    for chat in askers.values():
        row = [Button("好的", data=f"{ANSWER}:{match}:1:1"), Button("不用了", data=f"{ANSWER}:{match}:1:0")]
        turn.say(rendering.there_is_some(offer.drug), buttons=[row], chat=chat, can_wait=True)
    text = rendering.given(offer.drug, request, asks_offerer=offerer is not None, asks_asker=bool(askers))
    turn.rewrite(text, [], chat_id=turn.chat.id, at=turn.message.place)


async def on_answer(turn: Turn, words: str) -> None:
    """One side says yes or no. It counts from that side only, once; who decided hears it."""
    ids = row_ids(words, 3)
    match = await turn.store.medication_offers.match(ids[0]) if ids is not None else None
    offer = await turn.store.medication_offers.get(match.offer_id) if match is not None else None
    request = await turn.store.medications.get(match.medication_id) if match is not None else None
    person = await turn.known_person()
    if ids is None or match is None or offer is None or request is None or person is None or turn.message is None:
        turn.answer(_EXPIRED)
        return
    side = _SIDES[min(ids[1], 1)]
    is_theirs = person == offer.person_id if side == "offerer" else person in request.askers
    said = match.offerer_says if side == "offerer" else match.asker_says
    if not is_theirs or said is not None or turn.chat.kind != "private":
        turn.answer(_EXPIRED if not is_theirs else "您已经答过了")
        return
    turn.answer()
    await _take(turn, match, offer, request, side, is_yes=bool(ids[2]))


async def _take(turn: Turn, match: Match, offer: Offer, request: Request, side: str, *, is_yes: bool) -> None:
    turn.store.medication_offers.say(match.id, side, is_yes)
    said = "好的，谢谢您。配药组的人会联系您。" if is_yes else "好的，记下了。"
    if turn.message is not None:
        turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
    decided_by = await private_chat(turn.store, match.decided_by)
    if decided_by is not None:
        turn.say(rendering.match_said(side, offer.drug, request, is_yes=is_yes), chat=decided_by)
    if side == "offerer" and not is_yes:
        turn.store.medication_offers.end(offer.id, turn.now)
        for chat in (await private_chats(turn.store, request.askers)).values():
            turn.say(asker_rendering.not_there_any_more(offer.drug), chat=chat)
    other = match.asker_says if side == "offerer" else match.offerer_says
    if is_yes and other:
        turn.store.medication_team.note(request.id, "spared", turn.now, match.decided_by)


TAPS = {GIVE: on_give, ANSWER: on_answer}
