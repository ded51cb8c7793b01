"""今日关怀 (/calls): whom the care team calls today, what came of each call, and a note in words for the team."""

from datetime import datetime

from conversation import check_in_answer as answers
from conversation.check_in import Ladders
from conversation.check_in_button import VERB as LADDER_VERB
from conversation.check_in_circle import may_see
from conversation.command import Command
from conversation.content import Button
from conversation.elder import seen_by
from conversation.reach import who_hears
from conversation.tap import row_id
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.elder import Elder
from domain.role import CALLED, TEAM_CALLED, Role, Team, is_of_team
from parsing.care_need import CareNeed, read_needs
from rendering import care_call as rendering
from rendering import check_in as ladder_words
from rendering import elder as roster
from storage.care_call import CareCall
from storage.question import Question

VERB = "care_call"
NOTE = "care_note"  # the kind of the question for a note
_MOST = 20  # on one list: three buttons each
_NOTE_SECONDS = 600
_LONGEST_NOTE = 500
_TWICE = 600  # seconds within which the same word is one call
_RESULTS = {"reached": "reached", "unanswered": "no answer", "visited": "visited"}


async def show(turn: Turn, words: str) -> None:
    """今日关怀: the call list of today, of those whom who asks may see; above it, who is being looked for now."""
    if not any(is_of_team([held], Team.CARE) or held.role is Role.LEAD for held in await turn.held()):
        turn.say(roster.NOT_YOURS)
        return
    text, rows = await _list(turn)
    turn.say(text, buttons=rows)


async def _list(turn: Turn) -> tuple[Discreet, list[list[Button]]]:
    seen = {elder.id: elder for elder in await seen_by(turn)}
    searched, rows = [], []
    for running in await turn.store.check_ins.all_running(turn.chat.compound_id or 0):
        elder = seen.get(running.elder_id)
        if elder is not None:
            went = await Ladders.of(turn).name(running.accepted_by) if running.accepted_by is not None else None
            searched.append(rendering.searched(elder, went))
            label = f"{ladder_words.GO} {ladder_words.who(elder)}"
            rows.append([Button(label, f"{LADDER_VERB}:go:{running.id}", style="primary")])
    due = [elder for elder in await _due(turn) if elder.id in seen]
    shown = [rendering.ToCall(elder, await _last(turn, elder)) for elder in due[:_MOST]]
    for number, one in enumerate(shown, 1):
        labels = ((rendering.REACHED, "reached"), (rendering.NO_ANSWER, "unanswered"), (rendering.VISITED, "visited"))
        rows.append([Button(f"{number} {label}", f"{VERB}:{said}:{one.elder.id}") for label, said in labels])
    day = roster.day_said(turn.said_at.date())
    return rendering.call_list(day, shown, searched, max(0, len(due) - _MOST)), rows


async def _due(turn: Turn) -> list[Elder]:
    """Return whom nobody has spoken with for as long as their interval is: the longest unheard first."""
    found = []
    for elder in await turn.store.elders.active(turn.chat.compound_id or 0, turn.now):
        met_at = await turn.store.care_calls.met_at(elder.id) or 0
        days = (turn.said_at.date() - datetime.fromtimestamp(met_at, turn.zone).date()).days
        if days >= elder.call_days:
            found.append((met_at, roster.order(elder), elder))
    return [elder for _, _, elder in sorted(found, key=lambda one: one[:2])]


async def _last(turn: Turn, elder: Elder) -> rendering.Last | None:
    calls = await turn.store.care_calls.of(elder.id, 5)
    if not calls:
        return None
    noted = next((one.note for one in calls if one.note), None)
    return rendering.Last(datetime.fromtimestamp(calls[0].at, turn.zone), calls[0].result, noted)


async def on_tap(turn: Turn, words: str) -> None:
    """打通, 没人接, 上门: noted once; then there is room for a note. 请人上门: the ladder begins."""
    said, _, number = words.partition(":")
    elder = await turn.store.elders.get(row_id(number) or 0)
    person = await turn.known_person()
    compound = await turn.store.compounds.get(elder.compound_id) if elder is not None else None
    is_known = said in _RESULTS or said == "look"
    if elder is None or compound is None or person is None or turn.message is None or not is_known:
        turn.answer("这个按钮已经过期了")
        return
    is_theirs = may_see(await turn.store.roles.held(elder.compound_id, person, turn.now), elder)
    if turn.chat.kind != "private" or not is_theirs or elder.ended_at is not None:
        turn.answer("这是关爱组的按钮")
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    if said == "look":
        await _send_somebody(turn, elder)
    else:
        await _note(turn, elder, person, _RESULTS[said])


async def _send_somebody(turn: Turn, elder: Elder) -> None:
    is_new = await answers.nobody_answers(Ladders.of(turn), elder, "call")
    turn.answer("" if is_new else rendering.ON_THE_WAY)
    if turn.message is not None:
        turn.rewrite(rendering.sent(elder), [], chat_id=turn.chat.id, at=turn.message.place)


async def _note(turn: Turn, elder: Elder, person: int, result: str) -> None:
    calls = await turn.store.care_calls.of(elder.id, 1)
    if calls and _is_same(calls[0], person, result, turn.now):
        turn.answer(rendering.NOTED_ALREADY)
        return
    turn.answer()
    call = await turn.store.care_calls.note(elder.compound_id, elder.id, person, result, turn.now)
    if result == "no answer":
        button = Button(rendering.SEND_SOMEBODY, f"{VERB}:look:{elder.id}", style="danger")
        turn.say(rendering.unheard(elder), buttons=[[button]])
        return
    await answers.is_well(Ladders.of(turn), elder, "call", turn.now, person)
    text, rows = await _list(turn)
    if turn.message is not None:
        turn.rewrite(text, rows, chat_id=turn.chat.id, at=turn.message.place)
    words = rendering.noted(elder, result)
    await turn.ask(NOTE, words, {"call": call}, seconds=_NOTE_SECONDS, options=(rendering.NOTHING_TO_SAY,))


def _is_same(call: CareCall, person: int, result: str, now: int) -> bool:
    return call.person_id == person and call.result == result and now - call.at < _TWICE


async def on_note(turn: Turn, question: Question, text: str) -> None:
    """The note was written: it is kept for the care team, and what is needed is told to the team that sees to it."""
    call = await turn.store.care_calls.get(question.about["call"])
    if call is None or not text.strip() or text.strip() == rendering.NOTHING_TO_SAY:
        return
    turn.store.care_calls.say(call.id, text.strip()[:_LONGEST_NOTE])
    elder = await turn.store.elders.get(call.elder_id)
    needs = read_needs(text) if elder is not None and elder.ended_at is None else ()
    if elder is None or not needs:
        turn.say(rendering.KEPT)
        return
    turn.say(rendering.kept([await _pass_on(turn, call, elder, need) for need in needs]))


async def _pass_on(turn: Turn, call: CareCall, elder: Elder, need: CareNeed) -> rendering.Passed:
    """Tell the team that sees to a need, or the committee where nobody of it can be told, by day."""
    author = await turn.person()
    told, is_team = await who_hears(turn.store, elder.compound_id, need.team, turn.now)
    called = (TEAM_CALLED[need.team] if is_team else CALLED[Role.COMMITTEE]) if told else ""
    words = rendering.needed(elder, need.words, turn.sender.name if turn.sender is not None else "")
    for person, chat in told.items():
        if person not in (author, elder.person_id):
            turn.say(words, chat=chat, key=f"care need:{call.id}:{need.team}:{chat.id}", can_wait=True)
    return rendering.Passed(called, need.words)


async def on_no_note(turn: Turn, words: str) -> None:
    """There is nothing to note."""
    number, _, _ = words.partition(":")
    question = await turn.store.questions.get(row_id(number) or 0, turn.now)
    if question is None or question.kind != NOTE or question.person_id != await turn.known_person():
        turn.answer("这个按钮已经过期了")
        return
    turn.answer("好的")
    turn.store.questions.answered(question.id)
    if turn.message is not None:
        turn.rewrite("好的，记好了。", [], chat_id=turn.chat.id, at=turn.message.place)


COMMANDS = (
    Command(
        "calls",
        alias="今日关怀",
        summary="今天要打电话、上门的老人（关爱组）",
        run=show,
        help="今天该联系谁：打通、没人接、上门各按一下，也可以留一句话给下一位。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {VERB: on_tap, NOTE: on_no_note}
ANSWERS = {NOTE: on_note}
