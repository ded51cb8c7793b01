"""报平安 (check-in): buttons, words, voice notes and any sign of life; and what became of each step that was sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conversation import check_in_answer as answers
from conversation.check_in import STEP, Ladders
from conversation.check_in_button import HEARD, HELPING, REPORT, VERB, Rows, alarm, as_buttons
from conversation.check_in_circle import may_care
from conversation.elder import meant
from conversation.outcome import Outcome
from conversation.tap import row_id
from conversation.turn import Turn
from domain.check_in import Need, Rung
from domain.discretion import Discreet
from domain.elder import LONGEST_PAUSE, Elder, day_of, pause_end
from domain.retention import DAY
from domain.wall_clock import after_quiet_hours
from parsing.check_in import (
    Answer,
    Away,
    Errand,
    cries,
    read_answer,
    read_away,
    read_errand,
    says_back,
    says_seen,
    says_unseen,
    says_wrong,
    takes_back,
)
from rendering import check_in as rendering
from rendering import check_in_elder as to_elder
from rendering import elder as roster
from storage.check_in import Begin, CheckIn
from storage.question import Question

TILL_WHEN = "away"  # the kind of the question till when somebody is away
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


# --- words in private -----------------------------------------------------------------------------------------


async def take_answer(turn: Turn) -> bool:
    """Take what an elder, or one of their circle, says of how they are, or that they are away."""
    person = await turn.known_person()
    if person is None or turn.message is None:
        return False
    own = await turn.store.elders.of_person(person)
    cared_for = [
        elder
        for elder in await turn.store.elders.cared_for_by(person)
        if elder.person_id != person and await may_care(turn.store, elder, person, turn.now)
    ]
    if own:  # an elder who looks after another says whom they speak of
        named = [elder for elder in cared_for if elder.name in turn.message.text]
        return (bool(named) and await _take_of_others(turn, named, person)) or await _take_own(turn, own)
    return bool(cared_for) and await _take_of_others(turn, cared_for, person)


async def _take_own(turn: Turn, own: Any) -> bool:
    text = turn.message.text if turn.message is not None else ""
    ladders = Ladders.of(turn)
    if (cried := await _cried_for_help(ladders, own)) is not None:
        await _take_after_cry(turn, cried, own)
        return True
    answer = read_answer(text)
    if answer is Answer.HELP:
        is_new = [await answers.wants_help(ladders, elder, _said_at(turn)) for elder in own]
        running = await turn.store.check_ins.running(own[0].id)
        buttons = as_buttons(HELPING, running.id) if running is not None else ()
        turn.say(to_elder.HELP if any(is_new) else to_elder.HELP_KNOWN, buttons=buttons)
        return True
    if away := read_away(text, turn.said_at):
        await _be_away(turn, own, away, None)
    elif any(elder.is_paused(turn.now) for elder in own) and says_back(text):
        for elder in own:
            await answers.is_away(ladders, elder, turn.now, None)
        turn.say(to_elder.BACK)
    elif answer is Answer.FINE:
        for elder in own:
            await answers.is_well(ladders, elder, "words", _said_at(turn))
        turn.say(to_elder.FINE)
    else:
        return False
    return True


async def _cried_for_help(ladders: Ladders, own: Sequence[Elder]) -> CheckIn | None:
    """Return the check-in of a cry for help that nobody has answered for yet."""
    for elder in own:
        running = await ladders.store.check_ins.running(elder.id)
        if running is not None and await answers.has_cried(ladders, running):
            return running
    return None


async def _take_after_cry(turn: Turn, cried: CheckIn, own: Sequence[Elder]) -> None:
    """Whoever has cried for help takes that back plainly, or people keep coming: 好的 and 谢谢 are no all-clear."""
    if turn.message is None or not takes_back(turn.message.text):
        turn.say(to_elder.HELP_KNOWN, buttons=as_buttons(HELPING, cried.id))
        return
    how = "wrong" if says_wrong(turn.message.text) else "words"
    for elder in own:
        await answers.is_well(Ladders.of(turn), elder, how, _said_at(turn))
    turn.say(to_elder.NOT_NEEDED)


async def _take_of_others(turn: Turn, cared_for: Any, person: int) -> bool:
    """王奶奶去女儿家到周三; 看过王奶奶了，平安: with the name, or of the one whom they look after."""
    text = turn.message.text if turn.message is not None else ""
    ladders, elders = Ladders.of(turn), meant(text, cared_for)
    if not elders:  # without a name: whoever is looked for now
        elders = [elder for elder in cared_for if await turn.store.check_ins.running(elder.id) is not None]
    if len(elders) > 1 and (read_errand(text) or says_unseen(text) or read_answer(text)):
        turn.say(rendering.WHOM)
        return True
    if len(elders) != 1:
        return False
    elder = elders[0]
    is_named = elder.name in text
    running = await turn.store.check_ins.running(elder.id)
    errand = read_errand(text) if running is not None else None
    if running is not None and errand is not None:
        await _take_errand(turn, running, elder, person, errand)
        return True
    away = read_away(text, turn.said_at) if is_named or running is not None else None
    if away is not None and away.last_day is not None:
        await _be_away(turn, elders, away, person)
    elif running is not None and says_unseen(text):
        await answers.reports(ladders, running, elder, person, "absent")
        turn.say(rendering.noted(elder, "absent"))
    elif (is_named or running is not None) and read_answer(text) is Answer.HELP:
        await answers.wants_help(ladders, elder, turn.now, person)
        turn.say(rendering.noted(elder, "help"))
    elif away is not None:
        await _be_away(turn, elders, away, person)
    elif says_seen(text) and (is_named or running is not None):
        await answers.is_well(ladders, elder, "proxy", _said_at(turn), person)
        turn.say(rendering.noted(elder, "fine"))
    else:
        return False
    return True


async def _say_what_to_press(turn: Turn, person: int) -> bool:
    """收到, 等会儿去: whether they go is not said."""
    for elder in await turn.store.elders.cared_for_by(person):
        running = await turn.store.check_ins.running(elder.id)
        if running is None or running.accepted_by not in (None, person):
            continue
        told = await turn.store.check_ins.steps(running.id)
        if person in (one.person_id for one in told) and await may_care(turn.store, elder, person, turn.now):
            is_going = running.accepted_by == person
            rows = REPORT if is_going else alarm(Rung.LEAD, running.need)
            turn.say(rendering.not_understood(elder, is_going=is_going), buttons=as_buttons(rows, running.id))
            return True
    return False


async def _take_errand(turn: Turn, running: CheckIn, elder: Elder, person: int, errand: Errand) -> None:
    """我马上去, 走不开: as good as the buttons."""
    ladders = Ladders.of(turn)
    if errand is Errand.CANNOT:
        turn.say(rendering.noted(elder, "cannot"))
        await answers.cannot(ladders, running, person)
        return
    goes = await answers.goes(ladders, running, elder, person)
    if goes != person:
        turn.say(rendering.taken(elder, await ladders.name(goes)))
        return
    at = datetime.fromtimestamp(turn.now, await ladders.zone(elder))
    turn.say(rendering.you_go(elder, at), buttons=as_buttons(REPORT, running.id))


async def _be_away(turn: Turn, elders: Any, away: Away, by: int | None) -> None:
    """Nobody asks until they are back; the day they come home is asked for where it was not said."""
    if away.last_day is None or (away.last_day - turn.said_at.date()).days > LONGEST_PAUSE:
        words: str | Discreet = to_elder.TILL_WHEN if by is None else roster.till_when(elders[0])
        await turn.ask(TILL_WHEN, words, {"elders": [one.id for one in elders], "by": by}, seconds=DAY)
        return
    ladders = Ladders.of(turn)
    for elder in elders:
        zone = await ladders.zone(elder)
        until = pause_end(away.last_day, zone)
        await answers.is_away(ladders, elder, until, by)
        day = roster.day_said(day_of(until, zone))
        turn.say(to_elder.paused(day) if by is None else roster.paused(elder, day))


async def on_till_when(turn: Turn, question: Question, text: str) -> None:
    """When they come back was answered."""
    found = [await turn.store.elders.get(number) for number in question.about["elders"]]
    elders = [elder for elder in found if elder is not None and elder.ended_at is None]
    away = read_away(f"不在家，{text}", turn.said_at)
    is_day = away is not None and away.last_day is not None
    if not is_day and (await take_answer(turn) or await take_rest(turn)):
        return  # something else was said: that one is well, or is not
    if elders and away is not None:
        turn.chat = turn.chat.of(elders[0].compound_id, (await Ladders.of(turn).zone(elders[0])).key, "")
        await _be_away(turn, elders, away, question.about["by"])


async def take_rest(turn: Turn) -> bool:
    """Take whatever else an elder writes in private: it says that they are well enough to write. Of whoever looks after
    one that is looked for now, it says nothing, and they hear what to press."""
    person = await turn.known_person()
    own = await turn.store.elders.of_person(person) if person is not None else ()
    if turn.message is None or person is None:
        return False
    if not own:
        return await _say_what_to_press(turn, person)
    if (cried := await _cried_for_help(Ladders.of(turn), own)) is not None:
        await _take_after_cry(turn, cried, own)
        return True
    is_voice = turn.message.has_voice
    running = await turn.store.check_ins.running(own[0].id)
    for elder in own:
        if is_voice:
            await answers.gave_a_sign(Ladders.of(turn), elder, _said_at(turn), "voice")
    last = running or await turn.store.check_ins.last(own[0].id)
    buttons = as_buttons(HEARD, last.id) if is_voice and last is not None else ()
    turn.say(to_elder.VOICE if is_voice else to_elder.ANYTHING, buttons=buttons)
    return True


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
            is_new = await answers.wants_help(ladders, elder, _said_at(turn))
            if is_new and turn.chat.kind == "private":  # in the middle of something else
                turn.say(to_elder.HELP)
            elif is_new:
                await _answer_in_private(turn, elder)
        else:
            await answers.gave_a_sign(ladders, elder, _said_at(turn))


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


def _said_at(turn: Turn) -> int:
    """Return when it was written, not when it was heard; a tap is of now."""
    if turn.message is None or turn.tap_id is not None:
        return turn.now
    return min(turn.now, max(turn.message.version.sent_at, turn.message.version.edited_at))


TAPS = {VERB: on_tap}
ANSWERS = {TILL_WHEN: on_till_when}
OUTCOMES = {STEP: on_step}
