"""配药 (medication): 我来 under an alert, 收到了 under what was delivered: who takes care, and whether it is right."""

from conversation import medication_alert as alerts
from conversation import medication_refill as refills
from conversation import medication_team as team
from conversation.content import Button
from conversation.medication_asker import with_compound
from conversation.medication_view import is_of_medicine, seen_on, sees_pending
from conversation.reach import private_chat, private_chats
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from domain.medication_request import Outcome, Request, State
from domain.role import Team, is_of_team
from parsing.medication_detail import says_not_received
from rendering import medication as rendering
from rendering import medication_team as team_rendering

GOT = "medGot"
_TOLD = "我告诉配药组了，他们会来找您。"
_EXPIRED = "这个按钮已经过期了"


async def on_accept(turn: Turn, words: str) -> None:
    """我来, under an alert: the first of the duty people who taps has it; the others hear who."""
    alert = await turn.store.medication_team.alert(row_id(words) or 0)
    person = await turn.known_person()
    if alert is None or person is None or turn.message is None or turn.chat.kind != "private":
        turn.answer(_EXPIRED)
        return
    held = await turn.store.roles.held(alert.compound_id, person, turn.now)
    is_on_duty = is_of_medicine(held) or (alert.kind == "danger" and is_of_team(held, Team.CARE))
    if not is_on_duty or not await with_compound(turn, alert.compound_id):
        turn.answer("这是值班的人的事")
        return
    await accept(turn, alert.id)
    request = await turn.store.medications.get(alert.medication_id or 0)
    if request is not None and (request.is_held or await sees_pending(turn.store, alert.compound_id, held, turn.now)):
        turn.rewrite(*await team.card(turn, request), chat_id=turn.chat.id, at=turn.message.place)


async def accept(turn: Turn, number: int) -> None:
    """Who taps takes care of an alert, if nobody does yet; those who were told, and who asked, hear it."""
    person = await turn.person()
    if not await turn.store.medication_team.accept(number, person, turn.now):
        turn.answer("已经有人接手了")
        return
    turn.answer("谢谢，交给您了")
    alert = await turn.store.medication_team.alert(number)
    if alert is None:
        return
    request = await turn.store.medications.get(alert.medication_id or 0)
    name = turn.sender.name if turn.sender is not None else ""
    told = [one for one, _ in await turn.store.medication_team.told(number) if one != person]
    what = "有人可能有危险的那件事" if request is None else "急的配药"
    for chat in (await private_chats(turn.store, told)).values():
        turn.say(team_rendering.accepted(name, what), chat=chat)
    if request is None:
        turn.say(team_rendering.accepted(name, what))
        return
    turn.store.medication_team.note(request.id, "accepted", turn.now, person)
    for chat in (await private_chats(turn.store, request.askers)).values():
        turn.say(rendering.accepted_for(request), chat=chat)


# --- received -------------------------------------------------------------------------------------------------


async def on_got(turn: Turn, words: str) -> None:
    """收到了, or not, by who asked."""
    ids = row_ids(words, 2)
    request = await turn.store.medications.get(ids[0]) if ids is not None else None
    person = await turn.known_person()
    is_asked = request is not None and person in request.askers and request.state is State.DELIVERED
    if ids is None or request is None or person is None or turn.message is None or not is_asked or not request.is_open:
        turn.answer(_EXPIRED)
        return
    await with_compound(turn, request.compound_id)
    turn.answer()
    if ids[1]:
        turn.store.medications.end(request.id, Outcome.RECEIVED, turn.now)
        turn.store.medication_team.note(request.id, State.CONFIRMED, turn.now, person)
        turn.rewrite("好的，办完了。", [], chat_id=turn.chat.id, at=turn.message.place)
        await refills.offer(turn, await turn.store.medications.get(request.id) or request)
        return
    turn.rewrite(_TOLD, [], chat_id=turn.chat.id, at=turn.message.place)
    await _is_not_right(turn, request, person)


async def take_not_received(turn: Turn, text: str) -> bool:
    """没收到, 药不对, written and not tapped, by who was brought theirs; of several the buttons ask it again."""
    person = await turn.known_person()
    if person is None or not says_not_received(text):
        return False
    brought = [
        request
        for compound in await turn.store.medications.compounds(person)
        for request in await turn.store.medications.of_person(compound, person)
        if request.is_open and request.state is State.DELIVERED and person in request.askers
    ]
    if len(brought) == 1 and await with_compound(turn, brought[0].compound_id):
        turn.say(_TOLD)
        await _is_not_right(turn, brought[0], person, text)
    elif brought:
        for request in brought:
            turn.say(rendering.delivered(request), buttons=received(request))
    return bool(brought)


def received(request: Request) -> list[list[Button]]:
    """Return the buttons by which who asked says whether it is there and right."""
    return [[Button("收到了", data=f"{GOT}:{request.id}:1"), Button("没收到，或不对", data=f"{GOT}:{request.id}:0")]]


async def _is_not_right(turn: Turn, request: Request, person: int, words: str = "") -> None:
    turn.store.medication_team.note(request.id, "not received", turn.now, person)
    turn.store.medications.set_state(request.id, State.CHECKED)
    await _tell_who_brought(turn, request, words)


async def _tell_who_brought(turn: Turn, request: Request, words: str) -> None:
    """Who brought it hears that it is not there, or not right."""
    steps = await turn.store.medication_team.steps(request.id)
    brought = [one.person_id for one in steps if one.step == State.DELIVERED and one.person_id is not None]
    chat = await private_chat(turn.store, brought[-1]) if brought else None
    if chat is not None:
        seen = seen_on(request, turn.now, turn.zone)
        turn.say(team_rendering.not_received(seen, words), chat=chat)


TAPS = {alerts.ACCEPT: on_accept, GOT: on_got}
