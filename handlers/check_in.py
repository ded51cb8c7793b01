"""报平安 (check-in): buttons, words, voice notes and any sign of life; and what became of each step that was sent."""

from datetime import datetime
from typing import Any

from conversation import check_in_answer as answers
from conversation.check_in import STEP, Ladders
from conversation.check_in_button import HELPING, LOOK, REPORT, VERB, Rows, as_buttons
from conversation.check_in_circle import may_care
from conversation.outcome import Outcome
from conversation.tap import row_id
from conversation.turn import Turn
from domain.check_in import Need, Rung
from domain.discretion import Discreet
from domain.elder import Elder
from domain.wall_clock import after_quiet_hours
from handlers.check_in_asked_after import on_look
from handlers.check_in_words import complaint, said_at
from parsing.check_in import (
    Answer,
    cries,
    read_answer,
)
from rendering import check_in as rendering
from rendering import check_in_elder as to_elder
from storage.check_in import Begin, CheckIn

_UNSENT_IN_TIME = "expired"


async def on_step(outcome: Outcome, turn: Turn) -> None:
    """A step was sent, and T counts from then; or it cannot be sent, and that is itself a step up."""
    ladders = Ladders.of(turn)
    step = await turn.store.check_ins.step(outcome.waited["step"])
    check_in = await turn.store.check_ins.get(step.check_in_id) if step is not None else None
    if step is None or check_in is None:
        return
    if outcome.error is None:
        turn.store.check_ins.sent(step.id, _sent_at(outcome.result, step.at, turn.now))
        return
    turn.store.check_ins.failed(step.id, outcome.error, turn.now)
    if outcome.error == _UNSENT_IN_TIME and step.rung is Rung.ASK and check_in.need is Need.SILENT:
        elder = await turn.store.elders.get(check_in.elder_id)
        if elder is not None:
            wait = after_quiet_hours(turn.now, await ladders.zone(elder), turn.care.quiet)
            turn.store.check_ins.needs(check_in.id, Begin(Need.UNASKED, "stopped", wait))
    await ladders.advance(check_in.id)


def _sent_at(result: Any, filed_at: int, now: int) -> int:
    """Return when Telegram took it, by Telegram's own date where that can be true: the answer may have been heard of
    only after a restart."""
    at = result.get("date") if isinstance(result, dict) else None
    return at if isinstance(at, int) and filed_at <= at <= now else now


# --- buttons --------------------------------------------------------------------------------------------------


async def on_tap(turn: Turn, words: str) -> None:
    """A button of a ladder. Whose it is, and where it stands, is looked up again."""
    says, _, number = words.partition(":")
    if says == LOOK:
        await on_look(turn, row_id(number) or 0)
        return
    check_in = await turn.store.check_ins.get(row_id(number) or 0)
    elder = await turn.store.elders.get(check_in.elder_id) if check_in is not None else None
    person = await turn.known_person()
    if check_in is None or elder is None or person is None or turn.message is None or turn.chat.kind != "private":
        turn.answer("这个按钮已经过期了")
    elif person == elder.person_id and says in _OF_ELDER:
        await _of_elder(turn, check_in, elder, says)
    elif says in _OF_CARER and await may_care(turn.store, elder, person, turn.now):
        await _of_carer(turn, check_in, elder, person, says)
    else:
        turn.answer("这是问别人的")


_OF_ELDER = frozenset(("fine", "help", "wrong"))
_OF_CARER = frozenset(("fine", "go", "cannot", "help", "absent", "unheard", "ambulance"))


async def _of_elder(turn: Turn, check_in: CheckIn, elder: Elder, says: str) -> None:
    turn.answer()
    ladders = Ladders.of(turn)
    if says == "help":
        is_new = await answers.wants_help(ladders, elder, turn.now)
        running = await turn.store.check_ins.running(elder.id)
        _instead(turn, to_elder.HELP if is_new else to_elder.HELP_KNOWN, HELPING, running or check_in)
        return
    is_stopped = await answers.is_well(ladders, elder, "wrong" if says == "wrong" else "button", turn.now)
    said = to_elder.FINE if is_stopped else to_elder.OVER
    _instead(turn, to_elder.NOT_NEEDED if says == "wrong" else said, (), check_in)


async def _of_carer(turn: Turn, check_in: CheckIn, elder: Elder, person: int, says: str) -> None:
    ladders = Ladders.of(turn)
    turn.answer()
    if check_in.closed_at is not None:
        _instead(turn, rendering.over(elder), (), check_in)
    elif says == "go":
        goes = await answers.goes(ladders, check_in, elder, person)
        if goes != person:
            _instead(turn, rendering.taken(elder, await ladders.name(goes)), (), check_in)
            return
        at = datetime.fromtimestamp(turn.now, await ladders.zone(elder))
        _instead(turn, rendering.you_go(elder, at), REPORT, check_in)
    elif says == "fine":
        how = "report" if check_in.accepted_by == person else "proxy"
        await answers.is_well(ladders, elder, how, turn.now, person)
        _instead(turn, rendering.noted(elder, "fine"), (), check_in)
    elif says == "cannot":
        _instead(turn, rendering.noted(elder, "cannot"), (), check_in)
        await answers.cannot(ladders, check_in, person)
    elif says == "ambulance":
        await answers.calls_ambulance(ladders, check_in, elder, person)
        compound = await turn.store.compounds.get(elder.compound_id)
        words = rendering.ambulance(elder, compound.name if compound is not None else "")
        _instead(turn, words, REPORT, check_in)
    else:
        _instead(turn, rendering.noted(elder, "call" if says == "unheard" else says), (), check_in)
        await answers.reports(ladders, check_in, elder, person, says)


def _instead(turn: Turn, words: str | Discreet, buttons: Rows, check_in: CheckIn) -> None:
    if turn.message is not None:
        turn.rewrite(words, as_buttons(buttons, check_in.id), chat_id=turn.chat.id, at=turn.message.place)


# --- any sign of life -----------------------------------------------------------------------------------------


async def on_sign(turn: Turn) -> None:
    """Whatever an elder's account wrote or tapped, anywhere, says that they are alive. Asked and not answering, they
    may cry for help in a group, too."""
    account = turn.sender.telegram_user_id if turn.sender is not None else None
    if turn.message is None or (account is None and turn.chat.kind != "private"):
        return
    ladders = Ladders.of(turn)
    for elder in await turn.store.elders.of_account(account or turn.chat.telegram_chat_id):
        if await _cries(turn, elder):
            is_new = await answers.wants_help(ladders, elder, said_at(turn))
            if is_new and turn.chat.kind == "private":  # in the middle of something else
                turn.say(to_elder.HELP)
            elif is_new:
                await _answer_in_private(turn, elder)
        elif await _complains(turn, elder):
            await answers.is_unwell(ladders, elder, complaint(turn))
        else:
            await answers.gave_a_sign(ladders, elder, said_at(turn))


async def _complains(turn: Turn, elder: Elder) -> bool:
    """Say whether an elder says that they are not quite well: in private, or in a group while they are waited for."""
    text = turn.message.text if turn.message is not None and turn.tap_id is None else ""
    if turn.chat.kind == "group" and await turn.store.check_ins.running(elder.id) is None:
        return False
    is_own = not text.startswith("/") and not await _speaks_of_another(turn, elder, text)
    return is_own and read_answer(text) is Answer.UNWELL


async def _answer_in_private(turn: Turn, elder: Elder) -> None:
    """Whoever cried in a group hears that somebody comes, where nobody else reads it."""
    ladders = Ladders.of(turn)
    running, chat = await turn.store.check_ins.running(elder.id), await ladders.chat(elder.person_id)
    if running is not None and chat is not None:
        turn.say(to_elder.HELP, buttons=as_buttons(HELPING, running.id), chat=chat)


async def _cries(turn: Turn, elder: Elder) -> bool:
    """Say whether an elder cries for help: in private; in a group while nobody knows how they are, or gravely."""
    text = turn.message.text if turn.message is not None and turn.tap_id is None else ""
    if turn.chat.kind == "group" and await turn.store.check_ins.running(elder.id) is None:
        return cries(text) and not await _speaks_of_another(turn, elder, text)
    if await _speaks_of_another(turn, elder, text):
        return False
    return not text.startswith("/") and read_answer(text) is Answer.HELP


async def _speaks_of_another(turn: Turn, elder: Elder, text: str) -> bool:
    """Say whether an elder names another whom they look after."""
    others = await turn.store.elders.cared_for_by(elder.person_id) if elder.person_id is not None else ()
    return any(one.name in text for one in others if one.id != elder.id)


TAPS = {VERB: on_tap}
OUTCOMES = {STEP: on_step}
