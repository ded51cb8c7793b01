"""配药: the medication team's day, in private: its list, each request step by step, who holds whose card, alerts."""

from conversation import medication_team as team
from conversation.command import Command
from conversation.content import Button, Buttons
from conversation.medication_asker import with_compound
from conversation.medication_sheet import sending
from conversation.medication_view import is_of_medicine
from conversation.reach import private_chats
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.medication_request import Outcome, Request, State
from domain.role import Role
from handlers.medication_alert import accept, received
from handlers.medication_tap import on_compound, on_request
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from storage.outbox import Lane, Outgoing
from storage.question import Question

REASON = "medReason"
_EXPIRED = "这个按钮已经过期了"
_SECONDS = 3600
_LONGEST = 200
_MOST_PHOTOS = 5


async def show_list(turn: Turn, words: str) -> None:
    """配药, in private: the list of the team."""
    if not is_of_medicine(await turn.held()):
        turn.say(team_rendering.NOT_OF_THE_TEAM)
        return
    text, rows = await team.overview(turn, 0)
    turn.say(text, buttons=rows)


# --- looking --------------------------------------------------------------------------------------------------


async def _show_page(turn: Turn, page: int) -> None:
    text, rows = await team.overview(turn, page)
    _rewrite(turn, text, rows)


async def _show_card(turn: Turn, request: Request, _: int) -> None:
    turn.answer()
    await _card(turn, request.id)


async def _card(turn: Turn, number: int) -> None:
    request = await turn.store.medications.get(number)
    if request is not None:
        _rewrite(turn, *await team.card(turn, request))


def _rewrite(turn: Turn, text: Discreet, rows: Buttons) -> None:
    if turn.message is not None:
        turn.rewrite(text, rows, chat_id=turn.chat.id, at=turn.message.place)


async def _show_cards(turn: Turn, _: int) -> None:
    """谁手里有卡."""
    holdings = await turn.store.medication_team.held(turn.chat.compound_id or 0)
    found = await team.in_hands(turn, holdings)
    back = [Button("‹ 名单", data=f"{team.LIST}:{turn.chat.compound_id}:0")]
    rows = [
        [
            Button(
                team_rendering.back_button(request, thing), data=f"{team.BACK}:{request.id}:{team.THINGS.index(thing)}"
            )
        ]
        for _, request, thing in found[:8]
    ]
    _rewrite(turn, team_rendering.all_in_hands(found, is_night=False), [*rows, back])


async def _show_offers(turn: Turn, _: int) -> None:
    """邻居有多的."""
    offers = await turn.store.medication_offers.open_in(turn.chat.compound_id or 0, turn.now)
    names = await turn.store.persons.names({one.person_id for one in offers})
    back = [Button("‹ 名单", data=f"{team.LIST}:{turn.chat.compound_id}:0")]
    found = [(one.drug, names.get(one.person_id, "")) for one in offers]
    _rewrite(turn, team_rendering.offers(found), [back])


async def _send_sheet(turn: Turn, _: int) -> None:
    """清单和标签: the list of now, to print."""
    for outgoing in sending(turn.chat.id, turn.chat.compound_id or 0):
        turn.file(outgoing)


async def _show_photos(turn: Turn, request: Request, _: int) -> None:
    turn.answer()
    for photo in request.photos[:_MOST_PHOTOS]:
        payload = {"photo": photo, "caption": rendering.whose(request)}
        turn.file(Outgoing("sendPhoto", Lane.MESSAGE, turn.chat.id, payload))


# --- step by step ---------------------------------------------------------------------------------------------


async def _step(turn: Turn, request: Request, place: int) -> None:
    """A request goes to the next state. Tapped twice it goes no further."""
    await _move(turn, request, place, is_back=False)


async def _step_back(turn: Turn, request: Request, place: int) -> None:
    """A request goes back to the state before."""
    await _move(turn, request, place, is_back=True)


async def _move(turn: Turn, request: Request, place: int, *, is_back: bool) -> None:
    to = team.STATES[place] if place < len(team.STATES) else State.ENDED
    if not request.is_open or not request.is_held or not team.is_next(request.state, to, is_back=is_back):
        turn.answer("已经变过了，看新的")
        await _card(turn, request.id)
        return
    turn.answer()
    person = await turn.person()
    if is_back:
        turn.store.medication_team.note(request.id, "back", turn.now, person)
    turn.store.medication_team.note(request.id, to, turn.now, person)
    if to is State.CONFIRMED:
        turn.store.medications.end(request.id, Outcome.RECEIVED, turn.now)
    else:
        turn.store.medications.set_state(request.id, to)
    if to is State.DELIVERED and not is_back:
        await _ask_whether_received(turn, request)
    await _card(turn, request.id)


async def _ask_whether_received(turn: Turn, request: Request) -> None:
    for chat in (await private_chats(turn.store, request.askers)).values():
        turn.say(rendering.delivered(request), buttons=received(request), chat=chat)


async def _not_to_be_had(turn: Turn, request: Request, _: int) -> None:
    """没有配到: it ends, and who asked hears it."""
    if not request.is_open:
        turn.answer(_EXPIRED)
        return
    turn.answer()
    turn.store.medications.end(request.id, Outcome.UNAVAILABLE, turn.now)
    turn.store.medication_team.note(request.id, Outcome.UNAVAILABLE, turn.now, await turn.person())
    for chat in (await private_chats(turn.store, request.askers)).values():
        turn.say(rendering.unavailable(request), chat=chat)
    await _card(turn, request.id)


# --- custody --------------------------------------------------------------------------------------------------


async def _take(turn: Turn, request: Request, place: int) -> None:
    """我拿着: a thing of the household is now in the hands of who taps."""
    if place >= len(team.THINGS) or not request.is_open or not request.is_held:
        turn.answer(_EXPIRED)
        return
    person, thing = await turn.person(), team.THINGS[place]
    held = await turn.store.medication_team.held(request.compound_id)
    if not any((one.medication_id, one.thing, one.holder_id) == (request.id, thing, person) for one in held):
        turn.store.medication_team.hand(request.id, thing, person, person, turn.now)
    turn.answer("记下了，在您手里")
    await _card(turn, request.id)


async def _give_back(turn: Turn, request: Request, place: int) -> None:
    """还了: a thing is back with its household."""
    held = await turn.store.medication_team.held(request.compound_id)
    thing = team.THINGS[place] if place < len(team.THINGS) else None
    if not any((one.medication_id, one.thing) == (request.id, thing) for one in held) or thing is None:
        turn.answer("已经还了")
        return
    turn.store.medication_team.hand(request.id, thing, None, await turn.person(), turn.now)
    turn.answer("记下了，还了")
    await _card(turn, request.id)


# --- without consent ------------------------------------------------------------------------------------------


async def _take_over(turn: Turn, request: Request, _: int) -> None:
    """接手: keep a request that its person has not consented to; why is asked, and kept."""
    if request.is_held:
        turn.answer(_EXPIRED)
        return
    turn.answer()
    await turn.ask(REASON, team_rendering.ASK_REASON, {"medication": request.id}, seconds=_SECONDS)


async def on_reason(turn: Turn, question: Question, text: str) -> None:
    """The reason was written. Whether its writer is still of the team is looked up again."""
    request = await turn.store.medications.get(question.about["medication"])
    person = await turn.person()
    held = await turn.store.roles.held(request.compound_id, person, turn.now) if request is not None else ()
    if request is None or not is_of_medicine(held) or not text.strip():
        turn.say("没有接手。要接手，请在「配药」里再点一次，写一句为什么。")
        return
    await with_compound(turn, request.compound_id)
    turn.store.medications.take_over(request.id, person, text.strip()[:_LONGEST])
    turn.store.medication_team.note(request.id, "taken", turn.now, person)
    request = await turn.store.medications.get(request.id) or request
    shown, rows = await team.card(turn, request)
    turn.say(shown, buttons=rows)


# --- alerts ---------------------------------------------------------------------------------------------------


async def _come(turn: Turn, request: Request, _: int) -> None:
    """我来, on a request's card."""
    alert = await turn.store.medication_team.alert_of(request.id)
    if alert is None:
        turn.answer(_EXPIRED)
        return
    await accept(turn, alert.id)
    await _card(turn, request.id)


COMMANDS = (
    Command(
        "med",
        alias="配药",
        summary="配药组的名单",
        run=show_list,
        help="配药组用：按急缓和楼看要配的药，点一件记到哪一步、谁拿着卡；清单和袋子标签下午三点自动发。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {
    team.LIST: on_compound(_show_page, 2),
    team.CARDS: on_compound(_show_cards, 1),
    team.OFFERS: on_compound(_show_offers, 1),
    team.SHEET: on_compound(_send_sheet, 1),
    team.CARD: on_request(_show_card),
    team.STEP: on_request(_step, 2),
    team.UNSTEP: on_request(_step_back, 2),
    team.TAKE: on_request(_take, 2),
    team.BACK: on_request(_give_back, 2),
    team.COME: on_request(_come),
    team.PHOTO: on_request(_show_photos),
    team.NONE: on_request(_not_to_be_had),
    team.OVER: on_request(_take_over),
}
ANSWERS = {REASON: on_reason}
