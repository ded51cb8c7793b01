"""配药 (medication): how a request ends by a word of who asked: bought, not wanted any more, received."""

from conversation import medication as requests
from conversation import medication_refill as refills
from conversation.content import Button
from conversation.medication_asker import in_private, with_compound
from conversation.reach import private_chat
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.medication import Intent, MedicationNeed
from domain.medication_request import Outcome, Request, State
from parsing.medication_detail import names_drug
from rendering import medication as rendering
from rendering.line import one_line

OVER = "medOver"
GO_ON = "medGoOn"
_STATES = tuple(State)
_DAY = 24 * 3600


def receipt(turn: Turn, emoji: str | None) -> None:
    if turn.chat.kind == "group":
        turn.react(emoji)


async def open_of(turn: Turn, person: int) -> list[Request]:
    mine = await turn.store.medications.of_person(turn.chat.compound_id or 0, person)
    return [one for one in mine if one.is_open]


async def on_update(turn: Turn, need: MedicationNeed, person: int) -> None:
    """买到了, 不用了, 已经拿到: ends what who speaks asked for. Of what others asked for it is talk."""
    over = await requests.ended_by(turn, need, person)
    if not over:
        if turn.chat.kind == "private":
            turn.say(rendering.NOBODYS)
        return
    receipt(turn, "👌")
    private = await private_chat(turn.store, person)
    if len(over) > 1 and not need.drugs and private is not None:
        is_cancelled = int(need.intent is Intent.CANCELLED)
        rows = [[Button(_short(one), data=f"{OVER}:{one.id}:{is_cancelled}")] for one in over[:8]]
        in_private(turn, private).say(rendering.which_is_over(over), buttons=rows)
        return
    for request in over:
        await _end(turn, request, need.intent, person)


async def withdraw(turn: Turn) -> bool:
    """撤回, in reply to the message that asked for medicine: that is over; return False where it is another message."""
    message, person = turn.message, await turn.known_person()
    if message is None or message.reply_to is None or person is None:
        return False
    known = await turn.store.messages.at(message.version.address_id, message.reply_to)
    made = await turn.store.medications.of_message(known) if known is not None else []
    mine = [one for one in made if one.is_open and person in one.askers]
    for request in mine:
        await _end(turn, request, Intent.CANCELLED, person)
    if mine:
        turn.react("👌")
    return bool(mine)


async def ask_whether_over(turn: Turn, text: str) -> bool:
    """缬沙坦买到了 may be talk; of a medicine that the speaker has asked for it is asked back, in private."""
    person = await turn.known_person()
    mine = await open_of(turn, person) if person is not None else []
    meant = [one for one in mine if any(names_drug(text, item.drug) for item in one.items)]
    private = await private_chat(turn.store, person) if person is not None and meant else None
    if private is None:
        return False
    for request in meant:
        row = [Button("是，不用配了", data=f"{OVER}:{request.id}:0"), Button("还没有", data=f"{OVER}:{request.id}:2")]
        in_private(turn, private).say(rendering.is_it_over(request), buttons=[row])
    return True


def _short(request: Request) -> str:
    names = "、".join(item.drug.mention for item in request.items)
    return one_line(f"{request.patient or ''} {names}", 30) or "这一件"


async def _end(turn: Turn, request: Request, intent: Intent, person: int) -> None:
    requests.end(turn, request, intent, person)
    private = await private_chat(turn.store, person)
    ended = await turn.store.medications.get(request.id)
    if private is None or ended is None or ended.outcome is None:
        return
    there = in_private(turn, private)
    row = [Button("说错了，接着办", data=f"{GO_ON}:{request.id}:{_STATES.index(request.state)}")]
    there.say(rendering.ended([ended], ended.outcome), buttons=[row])
    if ended.outcome is Outcome.RECEIVED:
        await refills.offer(there, ended)


async def on_over(turn: Turn, words: str) -> None:
    """Which of several requests is over was answered."""
    ids = row_ids(words, 2)
    request = await _own(turn, ids[0]) if ids is not None else None
    if ids is None or request is None or turn.message is None or not request.is_open:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    if ids[1] > 1:
        turn.rewrite(rendering.reopened(request), [], chat_id=turn.chat.id, at=turn.message.place)
        return
    await _end(turn, request, Intent.CANCELLED if ids[1] else Intent.FULFILLED, await turn.person())


async def on_go_on(turn: Turn, words: str) -> None:
    """It is not over after all."""
    ids = row_ids(words, 2)
    request = await _own(turn, ids[0]) if ids is not None else None
    if (
        ids is None
        or request is None
        or turn.message is None
        or request.is_open
        or ids[1] >= _STATES.index(State.CONFIRMED)
    ):
        turn.answer("这个按钮已经过期了")
        return
    if turn.now - (request.ended_at or 0) > _DAY:
        turn.answer("过了一天了，请重新写一条")
        return
    turn.answer()
    turn.store.medications.reopen(request.id, _STATES[ids[1]])
    turn.store.medication_team.note(request.id, "reopened", turn.now, await turn.person())
    turn.rewrite(rendering.reopened(request), [], chat_id=turn.chat.id, at=turn.message.place)


async def _own(turn: Turn, request_id: int) -> Request | None:
    """Return a request of who taps, in their private chat, with the turn about its compound; else None."""
    request = await turn.store.medications.get(request_id)
    person = await turn.known_person()
    if request is None or person not in request.askers or turn.chat.kind != "private":
        return None
    return request if await with_compound(turn, request.compound_id) else None


TAPS = {OVER: on_over, GO_ON: on_go_on}
