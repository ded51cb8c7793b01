"""配药 (medication): how a request ends by a word of who asked: bought, not wanted any more, received."""

from collections.abc import Sequence

from conversation import medication as requests
from conversation import medication_refill as refills
from conversation.content import Button
from conversation.medication_asker import in_private, say_where, with_compound
from conversation.medication_news import tell_who_works
from conversation.reach import private_chat
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.medication import Intent, MedicationNeed
from domain.medication_request import Item, Outcome, Request, State, is_same_drug
from parsing.medication_detail import names_drug, wants_no_more
from rendering import medication as rendering
from rendering.line import one_line

OVER = "medOver"
GO_ON = "medGoOn"
_STATES = tuple(State)
_DAY = 24 * 3600
_MOST = 3  # requests asked about at once


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
    if len(over) > 1 and private is None:
        say_where(turn, person)
    elif len(over) > 1 and private is not None:
        is_cancelled = int(need.intent is Intent.CANCELLED)
        rows = [[_over_button(_short(one), one, is_cancelled, _named(one, need))] for one in over[:8]]
        in_private(turn, private).say(rendering.which_is_over(over), buttons=rows)
    else:
        await _end(turn, over[0], need.intent, person, _named(over[0], need))


def _named(request: Request, need: MedicationNeed) -> list[Item]:
    """Return the medicines of a request that an update names; none where it names none, and so means them all."""
    return [item for item in request.items if any(is_same_drug(item.drug, drug) for drug in need.drugs)]


def _over_button(label: str, request: Request, answer: int, named: Sequence[Item]) -> Button:
    """Return the button that ends a request, or one medicine of it where only that was named."""
    item = named[0].id if 0 < len(named) < len(request.items) else 0
    return Button(label, data=f"{OVER}:{request.id}:{answer}:{item}")


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
    """缬沙坦买到了 may be talk; of a medicine that the speaker has asked for it is asked back, in private. To the bot
    不要了 alone may be of all of them."""
    person = await turn.known_person()
    mine = await open_of(turn, person) if person is not None else []
    meant = [one for one in mine if any(names_drug(text, item.drug) for item in one.items)]
    if not meant and turn.chat.kind == "private" and wants_no_more(text):
        meant = mine[:_MOST]
    private = await private_chat(turn.store, person) if person is not None and meant else None
    if private is None:
        return False
    for request in meant:
        named = [item for item in request.items if names_drug(text, item.drug)] or list(request.items)
        row = [_over_button("是，不用配了", request, 0, named), _over_button("还没有", request, 2, named)]
        in_private(turn, private).say(rendering.is_it_over(request, named), buttons=[row])
    return True


def _short(request: Request) -> str:
    names = "、".join(item.drug.mention for item in request.items)
    return one_line(f"{rendering.whose(request)} {names}", 40)


async def _end(turn: Turn, request: Request, intent: Intent, person: int, named: Sequence[Item] = ()) -> None:
    """End a request by a word of who told of it; of several medicines only those named, the others go on."""
    private = await private_chat(turn.store, person)
    if 0 < len(named) < len(request.items):
        rest = requests.leave_out(turn, request, named, person)
        await tell_who_works(turn, request, person, named)
        if private is not None:
            in_private(turn, private).say(rendering.left_out(rest, named))
        return
    requests.end(turn, request, intent, person)
    await tell_who_works(turn, request, person, request.items)
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
    ids = row_ids(words, 3)
    request = await _own(turn, ids[0]) if ids is not None else None
    named = [item for item in request.items if item.id == ids[2]] if request is not None and ids is not None else []
    is_gone = ids is not None and ids[2] > 0 and not named
    if ids is None or request is None or turn.message is None or not request.is_open or is_gone:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    if ids[1] > 1:
        turn.rewrite(rendering.reopened(request), [], chat_id=turn.chat.id, at=turn.message.place)
        return
    await _end(turn, request, Intent.CANCELLED if ids[1] else Intent.FULFILLED, await turn.person(), named)


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
