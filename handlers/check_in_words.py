"""报平安 (check-in), words in private: of the elder, and of those who look after them or were asked to go."""

import re
from collections.abc import Sequence
from datetime import datetime

from conversation import check_in_answer as answers
from conversation.check_in import Ladders
from conversation.check_in_away import is_away, is_back
from conversation.check_in_button import HEARD, HELPING, REPORT, alarm, as_buttons
from conversation.check_in_circle import may_care
from conversation.elder import meant
from conversation.elder_link import consent_buttons
from conversation.turn import Turn
from domain.check_in import Rung
from domain.discretion import Discreet
from domain.elder import LONGEST_PAUSE, Elder, day_of, pause_end
from domain.retention import DAY
from handlers.check_in_asked_after import asked_after
from parsing.check_in import (
    Answer,
    Away,
    Errand,
    asks_after,
    read_answer,
    read_away,
    read_errand,
    read_till_when,
    says_back,
    says_in_hospital,
    says_seen,
    says_unseen,
    says_wrong,
    takes_back,
)
from rendering import check_in as rendering
from rendering import check_in_elder as to_elder
from rendering import elder as roster
from storage.check_in import CheckIn
from storage.question import Question

_NAMES_MEDICINE = re.compile(r"药|[配买开送]|[0-9一二两三]盒")  # may be a request for medicine, too
TILL_WHEN = "away"  # the kind of the question till when somebody is away


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


async def _take_own(turn: Turn, own: Sequence[Elder]) -> bool:
    text = turn.message.text if turn.message is not None else ""
    ladders = Ladders.of(turn)
    if (cried := await _cried_for_help(ladders, own)) is not None:
        await _take_after_cry(turn, cried, own)
        return True
    answer = read_answer(text)
    if answer is Answer.HELP:
        is_new = [await answers.wants_help(ladders, elder, said_at(turn)) for elder in own]
        running = await turn.store.check_ins.running(own[0].id)
        buttons = as_buttons(HELPING, running.id) if running is not None else ()
        turn.say(to_elder.HELP if any(is_new) else to_elder.HELP_KNOWN, buttons=buttons)
        return True
    if away := read_away(text, turn.said_at):
        await be_away(turn, own, away, None)
    elif any(elder.is_paused(turn.now) for elder in own) and says_back(text):
        for elder in own:
            await is_back(ladders, elder, None)
        turn.say(to_elder.BACK)
    elif answer is Answer.UNWELL and not _NAMES_MEDICINE.search(text):
        await _be_unwell(turn, own)
    elif answer is Answer.FINE:
        for elder in own:
            await answers.is_well(ladders, elder, "words", said_at(turn))
        turn.say(to_elder.FINE)
    else:
        return False
    return True


async def _be_unwell(turn: Turn, own: Sequence[Elder]) -> None:
    """腿有点疼: they are there, and the care team hears what they said."""
    for elder in own:
        await answers.is_unwell(Ladders.of(turn), elder, complaint(turn))
    last = await turn.store.check_ins.running(own[0].id) or await turn.store.check_ins.last(own[0].id)
    turn.say(to_elder.UNWELL, buttons=as_buttons(HEARD, last.id) if last is not None else ())


def complaint(turn: Turn) -> answers.Complaint:
    """Return the message of the turn as a complaint."""
    if turn.message is None:
        raise LookupError("nothing was said")
    version = turn.message.version
    text = turn.message.text
    return answers.Complaint(text, said_at(turn), f"{version.address_id}:{version.number}", says_seen(text))


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
        await answers.is_well(Ladders.of(turn), elder, how, said_at(turn))
    turn.say(to_elder.NOT_NEEDED)


async def _take_of_others(turn: Turn, cared_for: Sequence[Elder], person: int) -> bool:
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
    if running is not None and await _take_of_sought(turn, running, elder, person):
        return True
    away = read_away(text, turn.said_at) if is_named or running is not None else None
    if away is not None and away.last_day is not None:
        await be_away(turn, elders, away, person)
    elif running is not None and says_unseen(text):
        await answers.reports(ladders, running, elder, person, "absent")
        turn.say(rendering.noted(elder, "absent"))
    elif (is_named or running is not None) and _is_alarming(text, is_running=running is not None):
        await _call_people(ladders, running, elder, person)
        turn.say(rendering.noted(elder, "help"))
    elif away is not None:
        await be_away(turn, elders, away, person)
    elif is_named and says_back(text) and elder.is_paused(turn.now):
        await is_back(ladders, elder, person)
        turn.say(roster.going_on(elder))
    elif read_answer(text) is Answer.UNWELL and (is_named or running is not None):
        await answers.is_unwell(ladders, elder, complaint(turn), person)
        turn.say(rendering.noted_unwell(elder))
    elif says_seen(text) and (is_named or running is not None):
        await answers.is_well(ladders, elder, "proxy", said_at(turn), person)
        turn.say(rendering.noted(elder, "fine"))
    else:
        return False
    return True


def _is_alarming(text: str, *, is_running: bool) -> bool:
    """Say whether what somebody tells of another calls for people: a cry; while they are looked for also a slight
    complaint of which it is not said that it was seen or heard just now."""
    answer = read_answer(text)
    return answer is Answer.HELP or (answer is Answer.UNWELL and is_running and not says_seen(text))


async def _take_of_sought(turn: Turn, running: CheckIn, elder: Elder, person: int) -> bool:
    """送医院了, 我马上去, 走不开, of one that is looked for."""
    text = turn.message.text if turn.message is not None else ""
    if says_in_hospital(text):
        await answers.is_well(Ladders.of(turn), elder, "hospital", said_at(turn), person)
        turn.say(rendering.noted(elder, "hospital"))
        return True
    errand = read_errand(text)
    if errand is not None:
        await _take_errand(turn, running, elder, person, errand)
    return errand is not None


async def _call_people(ladders: Ladders, running: CheckIn | None, elder: Elder, person: int) -> None:
    """Who is there and says that help is needed calls more people, as by the button, also where a cry was known."""
    if running is not None and running.accepted_by == person:
        await answers.reports(ladders, running, elder, person, "help")
    else:
        await answers.wants_help(ladders, elder, ladders.now, person)


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


async def be_away(turn: Turn, elders: Sequence[Elder], away: Away, by: int | None) -> None:
    """Nobody asks until they are back; the day they come home is asked for where it was not said."""
    if away.last_day is None or (away.last_day - turn.said_at.date()).days > LONGEST_PAUSE:
        about = {"elders": [one.id for one in elders], "by": by}
        words: str | Discreet = to_elder.TILL_WHEN if by is None else roster.till_when(elders[0])
        if by is None and away.is_bothered and away.last_day is None:
            await turn.ask(TILL_WHEN, to_elder.BOTHERED, about, seconds=DAY, buttons=consent_buttons(elders[0]))
        else:
            await turn.ask(TILL_WHEN, words, about, seconds=DAY)
        return
    ladders = Ladders.of(turn)
    for elder in elders:
        zone = await ladders.zone(elder)
        until = pause_end(away.last_day, zone)
        await is_away(ladders, elder, until, by, away.first_day)
        day = roster.day_said(day_of(until, zone))
        turn.say(to_elder.paused(day) if by is None else roster.paused(elder, day))


async def on_till_when(turn: Turn, question: Question, text: str) -> None:
    """When they come back was answered."""
    found = [await turn.store.elders.get(number) for number in question.about["elders"]]
    elders = [elder for elder in found if elder is not None and elder.ended_at is None]
    away = read_till_when(text, turn.said_at)
    is_day = away is not None and away.last_day is not None
    if not is_day and (await take_answer(turn) or await take_rest(turn)):
        return  # something else was said: that one is well, or is not
    if elders and away is not None:
        turn.chat = turn.chat.of(elders[0].compound_id, (await Ladders.of(turn).zone(elders[0])).key, "")
        await be_away(turn, elders, away, question.about["by"])


async def take_rest(turn: Turn) -> bool:
    """Take whatever else an elder writes in private: it says that they are well enough to write. Of whoever looks after
    one that is looked for now, it says nothing, and they hear what to press."""
    person = await turn.known_person()
    own = await turn.store.elders.of_person(person) if person is not None else ()
    if turn.message is None or person is None:
        return False
    if not own:
        is_asking = asks_after(turn.message.text) and not says_unseen(turn.message.text)
        if is_asking and await asked_after(turn, person):
            return True
        return await _say_what_to_press(turn, person) or await asked_after(turn, person)
    if (cried := await _cried_for_help(Ladders.of(turn), own)) is not None:
        await _take_after_cry(turn, cried, own)
        return True
    if read_answer(turn.message.text) is Answer.UNWELL:
        await _be_unwell(turn, own)
        return True
    is_voice = turn.message.has_voice
    running = await turn.store.check_ins.running(own[0].id)
    for elder in own:
        if is_voice:
            await answers.gave_a_sign(Ladders.of(turn), elder, said_at(turn), "voice")
    last = running or await turn.store.check_ins.last(own[0].id)
    buttons = as_buttons(HEARD, last.id) if last is not None else ()  # what was not understood may be a cry
    turn.say(to_elder.VOICE if is_voice else to_elder.ANYTHING, buttons=buttons)
    return True


def said_at(turn: Turn) -> int:
    """Return when it was written, not when it was heard; a tap is of now."""
    if turn.message is None or turn.tap_id is not None:
        return turn.now
    return min(turn.now, max(turn.message.version.sent_at, turn.message.version.edited_at))


ANSWERS = {TILL_WHEN: on_till_when}
