"""配药 (medication): what is said of medicine in a group or in private; nothing of it is answered in the group."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from conversation import medication as requests
from conversation import medication_alert as alerts
from conversation import medication_refill as refills
from conversation.command import Command
from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.medication import Recorded
from conversation.medication_asker import LINK, agree_button, in_private, on_link, tell, with_compound
from conversation.medication_offer import look_for_offers, record_offer
from conversation.medication_view import seen_on
from conversation.reach import answerable, private_chat, private_chats
from conversation.tap import row_ids
from conversation.turn import ASK_SECONDS, Turn
from conversation.whereabouts import compounds_of
from domain.medication import Intent, MedicationNeed
from domain.medication_request import Outcome, Request, State
from domain.role import Role, Team
from parsing.medication import MedicationReading, read_medication
from parsing.medication_detail import asks_how_far, may_end, names_drug
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from rendering.line import one_line
from storage.compound import Compound
from storage.outbox import Lane, Outgoing

WHERE = "medWhere"
OVER = "medOver"
GO_ON = "medGoOn"
_WITHDRAWN = "撤回"
_UPDATES = (Intent.FULFILLED, Intent.CANCELLED)
_STATES = tuple(State)
_DAY = 24 * 3600
_FRESH = 900  # seconds in which an edit still says what is the matter now
_LATE = 600


async def on_reading(turn: Turn, found: MedicationReading | None, text: str) -> None:
    """A message of a group, new or edited: record what it asks for, offers or tells. Talk leaves no trace."""
    if turn.message is None or turn.sender is None or turn.chat.compound_id is None:
        return
    found = found or MedicationReading()
    if found.danger:
        await _on_danger(turn, text)
    if turn.message.version.edited_at:
        await _on_edit(turn, found)
    elif found.needs:
        await _on_needs(turn, found.needs)
    elif asks_how_far(text):
        await _say_how_far(turn)
    elif text.strip(" 。!！") == _WITHDRAWN:
        await withdraw(turn)
    elif may_end(text) and await _ask_whether_over(turn, text):
        return
    elif found.asks_how and text != turn.message.text:  # it calls the bot by its name
        await on_asked_how(turn, text)


async def on_asked_how(turn: Turn, text: str) -> None:
    """Somebody asks the bot how to take something: people answer that, never the bot."""
    person = await turn.person()
    private = await private_chat(turn.store, person)
    if private is not None:
        in_private(turn, private).say(rendering.NO_ADVICE)
    compound = turn.chat.compound_id or 0
    where = await alerts.lives(turn.store, compound, person)
    duty = await answerable(turn.store, compound, Team.MEDICINE, turn.now)
    for chat in (await private_chats(turn.store, duty)).values():
        name = turn.sender.name if turn.sender is not None else ""
        turn.say(team_rendering.asked_how(name, where, text), chat=chat, can_wait=True)


async def _on_danger(turn: Turn, text: str) -> None:
    """Somebody's life may be in danger: say 120 at once, naming nobody, and wake the duty people."""
    person, compound = await turn.person(), turn.chat.compound_id or 0
    if turn.message is None or turn.message.version.edited_at > turn.message.version.sent_at + _FRESH:
        return
    if await alerts.raise_danger(turn.store, compound, person, _when(turn, text), turn.now, turn.zone):
        _call_120(turn, rendering.CALL_120)


def _when(turn: Turn, text: str) -> str:
    """Return words of danger, with the time at which they were said where they come late."""
    said_at = turn.said_at
    return text if turn.now - said_at.timestamp() < _LATE else f"{said_at:%H:%M} {text}"


def _call_120(turn: Turn, words: str) -> None:
    """Say 120 before whatever else waits in the chat, however much its writer has written."""
    place = turn.message.place if turn.message is not None else None
    turn.file(Outgoing("sendMessage", Lane.ALARM, turn.chat.id, {"text": words}, about=place))


# --- what is needed -------------------------------------------------------------------------------------------


async def _on_needs(turn: Turn, needs: tuple[MedicationNeed, ...]) -> None:
    """Record each need of a new message."""
    person = await turn.person()
    message = await _message(turn, person)
    wishes = [need for need in needs if need.intent is Intent.REQUEST]
    if wishes:
        await _tell(turn, person, [await requests.record(turn, need, person, message) for need in wishes])
    for need in needs:
        if need.intent is Intent.OFFER and await record_offer(turn, person, need, message):
            _receipt(turn, "🤝")
        elif need.intent in _UPDATES:
            await _on_update(turn, need, person)


async def _on_edit(turn: Turn, found: MedicationReading) -> None:
    """An edited message: what it says now takes the place of what it said before."""
    if turn.message is None:
        return
    version = turn.message.version
    known = await turn.store.messages.at(version.address_id, version.number)
    before = await turn.store.medications.of_message(known) if known is not None else []
    wishes = [need for need in found.needs if need.intent is Intent.REQUEST]
    if not before and not wishes:
        return
    person = await turn.person()
    message = await _message(turn, person)
    if message is not None:
        await _tell(turn, person, await requests.restate(turn, found.needs, person, message))
        _receipt(turn, "💊" if wishes else None)


async def _message(turn: Turn, person: int) -> int | None:
    """Return our id of the message of the turn, kept from now on; None in private, and for an old version."""
    if turn.message is None or turn.chat.kind != "group":
        return None
    version = turn.message.version
    return await turn.store.messages.keep(version, person) or await turn.store.messages.current(version)


async def _tell(turn: Turn, person: int, recorded: list[Recorded]) -> None:
    _receipt(turn, "💊")
    for one in recorded:
        await alerts.raise_red(turn.store, one.request, turn.now, turn.zone)
        if not one.is_joined:
            await look_for_offers(turn, one.request)
    if recorded:
        await tell(turn, person, recorded)


def _receipt(turn: Turn, emoji: str | None) -> None:
    if turn.chat.kind == "group":
        turn.react(emoji)


# --- how it ends ----------------------------------------------------------------------------------------------


async def _on_update(turn: Turn, need: MedicationNeed, person: int) -> None:
    """买到了, 不用了, 已经拿到: ends what who speaks asked for. Of what others asked for it is talk."""
    over = await requests.ended_by(turn, need, person)
    if not over:
        if turn.chat.kind == "private":
            turn.say(rendering.NOBODYS)
        return
    _receipt(turn, "👌")
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


async def _ask_whether_over(turn: Turn, text: str) -> bool:
    """缬沙坦买到了 may be talk; of a medicine that the speaker has asked for it is asked back, in private."""
    person = await turn.known_person()
    mine = await _open_of(turn, person) if person is not None else []
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


# --- how far it is --------------------------------------------------------------------------------------------


async def _say_how_far(turn: Turn) -> None:
    """到哪一步了: answered to the asker alone, and only to who has asked for something."""
    person = await turn.known_person()
    if person is None or not await _open_of(turn, person):
        return
    private = await private_chat(turn.store, person)
    if private is not None:
        _receipt(turn, "👌")
        await show_mine(in_private(turn, private), "")


async def _open_of(turn: Turn, person: int) -> list[Request]:
    mine = await turn.store.medications.of_person(turn.chat.compound_id or 0, person)
    return [one for one in mine if one.is_open]


async def show_mine(turn: Turn, words: str) -> None:
    """我的配药, in private: where one's own requests stand."""
    mine = await turn.store.medications.of_person(turn.chat.compound_id or 0, await turn.person())
    shown = [one for one in mine if one.is_open or turn.now - (one.ended_at or 0) < 7 * _DAY]
    waits = any(one.is_open and not one.is_held for one in shown)
    rows = [[agree_button(turn.chat.compound_id or 0)]] if waits else []
    turn.say(rendering.standing([seen_on(one, turn.now, turn.zone) for one in reversed(shown)]), buttons=rows)


# --- in private -----------------------------------------------------------------------------------------------


async def hear_danger(turn: Turn) -> bool:
    """Whatever else was being asked, words of danger are answered first. Return whether that was all there is to a
    message: in private it is."""
    if turn.message is None or turn.sender is None:
        return False
    if turn.chat.kind == "group" and turn.message.reply_to is None:  # it is read anyway, and answers nothing
        return False
    if not read_medication(turn.message.text).danger:
        return False
    if turn.chat.kind == "group":
        await _on_danger(turn, turn.message.text)
        return False
    compounds = await compounds_of(turn, Role.RESIDENT)
    _call_120(turn, rendering.CALL_120_FROM_PRIVATE)
    for compound in compounds:
        zone, person = ZoneInfo(compound.time_zone), await turn.person()
        await alerts.raise_danger(turn.store, compound.id, person, _when(turn, turn.message.text), turn.now, zone)
    if read_medication(turn.message.text).needs:
        await take_private(turn)
    return True


async def take_private(turn: Turn) -> bool:
    """A message written to the bot: take it if it is about medicine. Which compound it is for is asked of those who
    have several."""
    if turn.message is None or turn.sender is None:
        return False
    text = turn.message.text
    found = read_medication(text)
    is_question = asks_how_far(text)
    if not (found.needs or found.asks_how or is_question or may_end(text)):
        return False
    compounds = await compounds_of(turn, Role.RESIDENT)
    if not (found.needs or found.asks_how or is_question):
        return await _is_over_somewhere(turn, compounds, text)
    if not compounds:
        turn.say(rendering.WHERE_IN_THE_COMPOUND)
    elif len(compounds) == 1:
        await with_compound(turn, compounds[0].id)
        await on_own_words(turn, text)
    else:
        question = await turn.store.questions.ask(
            None, turn.chat.id, await turn.person(), WHERE, {"text": text}, turn.now, turn.now + ASK_SECONDS
        )
        rows = [[Button(one.name, data=f"{WHERE}:{question}:{one.id}")] for one in compounds]
        turn.say("是哪个小区的事？", buttons=rows)
    return True


async def _is_over_somewhere(turn: Turn, compounds: Sequence[Compound], text: str) -> bool:
    """Say whether what was written may end something that was asked for; then that is asked back."""
    for compound in compounds:
        if await with_compound(turn, compound.id) and await _ask_whether_over(turn, text):
            return True
    return False


async def on_compound(turn: Turn, words: str) -> None:
    """The compound of a private message was picked."""
    ids = row_ids(words, 2)
    person = await turn.known_person()
    question = await turn.store.questions.get(ids[0], turn.now) if ids is not None else None
    mine = [one.id for one in await compounds_of(turn, Role.RESIDENT)]
    is_theirs = question is not None and question.kind == WHERE and question.person_id == person
    if ids is None or question is None or not is_theirs or ids[1] not in mine or not await with_compound(turn, ids[1]):
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    await on_own_words(turn, question.about["text"])


async def on_own_words(turn: Turn, text: str) -> None:
    """What somebody wrote to the bot of medicine, about the compound of the turn."""
    found = read_medication(text, grammar_of(turn.chat.address_words))
    if found.needs:
        await _on_needs(turn, found.needs)
    elif asks_how_far(text):
        await show_mine(turn, "")
    elif found.asks_how:
        await on_asked_how(turn, text)


COMMANDS = (
    Command(
        "mymed",
        alias="我的配药",
        summary="看自己要配的药到哪一步了",
        run=show_mine,
        help="您登记的药到哪一步了，只发给您自己。要配药，直接写：药名、规格、几盒、还能吃几天。",
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {WHERE: on_compound, OVER: on_over, GO_ON: on_go_on}
LINKS = {LINK: on_link}
