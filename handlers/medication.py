"""配药 (medication): what is said of medicine in a group or in private; nothing of it is answered in the group."""

from conversation import medication as requests
from conversation import medication_alert as alerts
from conversation.command import Command
from conversation.medication import Recorded
from conversation.medication_asker import LINK, agree_button, has_team, in_private, on_link, say_where, tell
from conversation.medication_offer import look_for_offers, record_offer
from conversation.medication_view import seen_on
from conversation.reach import answerable, private_chat, private_chats
from conversation.turn import Turn
from domain.medication import Intent, MedicationNeed
from domain.role import Team
from handlers.medication_end import ask_whether_over, on_update, open_of, receipt, withdraw
from parsing.medication import MedicationReading
from parsing.medication_detail import asks_how_far, may_end
from rendering import medication as rendering
from rendering import medication_team as team_rendering
from storage.outbox import Lane, Outgoing

_WITHDRAWN = "撤回"
_UPDATES = (Intent.FULFILLED, Intent.CANCELLED)
_DAY = 24 * 3600
_FRESH = 900  # seconds in which an edit still says what is the matter now
_LATE = 600


async def on_reading(turn: Turn, found: MedicationReading | None, text: str) -> None:
    """A message of a group, new or edited: record what it asks for, offers or tells. Talk leaves no trace."""
    if turn.message is None or turn.sender is None or turn.chat.compound_id is None:
        return
    found = found or MedicationReading()
    if found.danger:
        await on_danger(turn, text)
    if turn.message.version.edited_at:
        await _on_edit(turn, found)
    elif found.needs:
        await on_needs(turn, found.needs)
    elif asks_how_far(text):
        await _say_how_far(turn)
    elif text.strip(" 。!！") == _WITHDRAWN:
        await withdraw(turn)
    elif may_end(text) and await ask_whether_over(turn, text):
        return
    is_new = not turn.message.version.edited_at
    if found.asks_how and is_new and text != turn.message.text:  # it calls the bot by its name
        await on_asked_how(turn, text)


async def on_asked_how(turn: Turn, text: str) -> None:
    """Somebody asks the bot how to take something: people answer that, never the bot."""
    person = await turn.person()
    private = await private_chat(turn.store, person)
    if private is not None:
        words = rendering.NO_ADVICE if await has_team(turn) else rendering.NO_ADVICE_ALONE
        in_private(turn, private).say(words)
    compound = turn.chat.compound_id or 0
    where = await alerts.lives(turn.store, compound, person)
    duty = await answerable(turn.store, compound, Team.MEDICINE, turn.now)
    for chat in (await private_chats(turn.store, duty)).values():
        name = turn.sender.name if turn.sender is not None else ""
        turn.say(team_rendering.asked_how(name, where, text), chat=chat, can_wait=True)


async def on_danger(turn: Turn, text: str) -> None:
    """Somebody's life may be in danger: say 120 at once, naming nobody, and wake the duty people."""
    person = await turn.person() if turn.sender is not None else None  # None: an anonymous administrator
    compound = turn.chat.compound_id or 0
    if turn.message is None or turn.message.version.edited_at > turn.message.version.sent_at + _FRESH:
        return
    if await alerts.raise_danger(turn.store, compound, person, when(turn, text), turn.now, turn.zone):
        is_heard = await alerts.can_wake(turn.store, compound, turn.now)
        call_120(turn, rendering.CALL_120 if is_heard else rendering.CALL_120_ALONE)


def when(turn: Turn, text: str) -> str:
    """Return words of danger, with the time at which they were said where they come late."""
    said_at = turn.said_at
    return text if turn.now - said_at.timestamp() < _LATE else f"{said_at:%H:%M} {text}"


def call_120(turn: Turn, words: str) -> None:
    """Say 120 before whatever else waits in the chat, however much its writer has written."""
    place = turn.message.place if turn.message is not None else None
    turn.file(Outgoing("sendMessage", Lane.ALARM, turn.chat.id, {"text": words}, about=place))


# --- what is needed -------------------------------------------------------------------------------------------


async def on_needs(turn: Turn, needs: tuple[MedicationNeed, ...]) -> None:
    """Record each need of a new message."""
    person = await turn.person()
    message = await keep_message(turn, person)
    wishes = [need for need in needs if need.intent is Intent.REQUEST]
    if wishes:
        await tell_recorded(turn, person, [await requests.record(turn, need, person, message) for need in wishes])
    for need in needs:
        if need.intent is Intent.OFFER and await record_offer(turn, person, need, message):
            receipt(turn, "🤝")
        elif need.intent in _UPDATES:
            await on_update(turn, need, person)


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
    message = await keep_message(turn, person)
    if message is not None:
        await tell_recorded(turn, person, await requests.restate(turn, found.needs, person, message))
        receipt(turn, "💊" if wishes else None)


async def keep_message(turn: Turn, person: int) -> int | None:
    """Return our id of the message of the turn, kept from now on; None in private, and for an old version."""
    if turn.message is None or turn.chat.kind != "group":
        return None
    version = turn.message.version
    return await turn.store.messages.keep(version, person) or await turn.store.messages.current(version)


async def tell_recorded(turn: Turn, person: int, recorded: list[Recorded]) -> None:
    """Give the receipt of what was recorded, raise its alarms and offers, and tell its person the rest."""
    receipt(turn, "💊")
    for one in recorded:
        await alerts.raise_red(turn.store, one.request, turn.now, turn.zone)
        if not one.is_joined:
            await look_for_offers(turn, one.request)
    if not recorded:
        return
    await tell(turn, person, recorded)
    if turn.chat.kind == "group" and not await has_team(turn):
        turn.say(rendering.NOT_SET_UP, key=f"not set up:{turn.chat.id}:{turn.now // _DAY}")


# --- how far it is --------------------------------------------------------------------------------------------


async def _say_how_far(turn: Turn) -> None:
    """到哪一步了: answered to the asker alone, and only to who has asked for something."""
    person = await turn.known_person()
    if person is None or not await open_of(turn, person):
        return
    private = await private_chat(turn.store, person)
    if private is None:
        say_where(turn, person)
    else:
        receipt(turn, "👌")
        await show_mine(in_private(turn, private), "")


async def show_mine(turn: Turn, words: str) -> None:
    """我的配药, in private: where one's own requests stand."""
    mine = await turn.store.medications.of_person(turn.chat.compound_id or 0, await turn.person())
    shown = [one for one in mine if one.is_open or turn.now - (one.ended_at or 0) < 7 * _DAY]
    waits = any(one.is_open and not one.is_held for one in shown)
    rows = [[agree_button(turn.chat.compound_id or 0)]] if waits else []
    turn.say(rendering.standing([seen_on(one, turn.now, turn.zone) for one in reversed(shown)]), buttons=rows)


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
LINKS = {LINK: on_link}
