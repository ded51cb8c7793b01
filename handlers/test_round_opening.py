"""轮次: opening one, in words; what is missing is asked with buttons, one thing after another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from conversation.asking import tapped_guess
from conversation.content import Button
from conversation.test_round import END, ROUND, groups_of, plan_round
from conversation.turn import Turn
from domain.building import Buildings, building_name
from domain.role import Held, Role, allows
from domain.test_round import KINDS, Round
from parsing.test_round import RoundSketch, read_round
from rendering import test_round as rendering
from rendering.compound import purpose_said
from storage.question import Question

_SAYS_HALF = re.compile(r"早|上午|中午|下午|晚|夜|1[3-9][:点]|2[0-4][:点]|[aApP][mM]")
_ALL, _NO_PHONE = "全小区", "无手机的户"
_LONGEST = 24 * 3600  # seconds of a round; one of antigen tests may last a day


async def begin_round(turn: Turn, words: str) -> None:
    """Open a round as said, or ask what is missing."""
    await _go_on(turn, _within_rights(read_round(words, turn.said_at), await turn.held()))


def _within_rights(sketch: RoundSketch, held: Sequence[Held]) -> RoundSketch:
    """Return the sketch of what this person may open: a lead who is nothing else opens for their own building."""
    if any(one.role in (Role.COMMITTEE, Role.VOLUNTEER) for one in held):
        return sketch
    own = tuple(name for one in held if one.role is Role.LEAD and (name := building_name(one.building)))
    return replace(sketch, buildings=Buildings(tuple((name, name) for name in own)), is_for_all=False)


async def _go_on(turn: Turn, sketch: RoundSketch) -> None:
    """Ask what is missing of a round, or open it."""
    missing, text, options = _missing(turn, sketch)
    if missing:
        about = {"sketch": msgspec.to_builtins(sketch), "missing": missing, "options": list(options)}
        await turn.ask(ROUND, text, about | {"compound": turn.chat.compound_id}, options=options)
        return
    await _open(turn, sketch)


def _missing(turn: Turn, sketch: RoundSketch) -> tuple[str, str, Sequence[str]]:
    """Return what of a round is not said yet, how it is asked, and the guesses; "" where nothing is missing."""
    if sketch.kind is None:
        return "kind", rendering.ASK_KIND, KINDS
    if sketch.starts_at is None:
        local = datetime.fromtimestamp(turn.now, turn.zone)
        hour = local + timedelta(hours=1)
        soon = [f"今天{hour.hour}:00-{hour.hour + 2}:00"] if hour.day == local.day and hour.hour < 20 else []
        return "when", rendering.ASK_START, (*soon, "明天7:00-9:00", "明天9:00-11:00", "明天14:00-16:00")
    if sketch.starts_at < turn.now and (sketch.ends_at is None or sketch.ends_at <= turn.now):
        return "when", f"{rendering.OVER}{rendering.ASK_START}", ()
    if sketch.ends_at is None or not sketch.starts_at < sketch.ends_at <= sketch.starts_at + _LONGEST:
        later = [rendering.clock(sketch.starts_at + hours * 3600, turn.zone) for hours in (1, 2, 3)]
        return "until", rendering.ASK_END, later
    if not sketch.says_who:
        return "who", rendering.ASK_WHO, (_ALL, _NO_PHONE)
    if sketch.place is None:
        return "place", rendering.ASK_PLACE, (rendering.NO_PLACE,)
    return "", "", ()


async def on_answer(turn: Turn, question: Question, text: str) -> None:
    """What was missing is answered, in words or by a button."""
    compound = await turn.store.compounds.get(question.about["compound"] or 0)
    if compound is None:
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    held = await turn.store.roles.held(compound.id, question.person_id, turn.now)
    if not allows(held, Role.VOLUNTEER):
        turn.say("开轮次由志愿者、楼组长或居委会来做。")
        return
    sketch = msgspec.convert(question.about["sketch"], type=RoundSketch)
    said = read_round(text, turn.said_at)
    filled = _filled(sketch, str(question.about["missing"]), said, text)
    await _go_on(turn, _within_rights(filled, held))


def _filled(sketch: RoundSketch, missing: str, said: RoundSketch, text: str) -> RoundSketch:
    """Return the sketch with what was answered; as it was where that was not understood."""
    match missing:
        case "kind":
            return replace(sketch, kind=said.kind or text.strip()[:30] or None)
        case "when":
            return replace(sketch, starts_at=said.starts_at, ends_at=said.ends_at or sketch.ends_at)
        case "until":
            return replace(sketch, ends_at=_end(sketch, said, text))
        case "who":
            return replace(sketch, is_for_all=said.is_for_all, buildings=said.buildings, mark=said.mark)
        case _:
            return replace(sketch, place="" if text.strip() == rendering.NO_PLACE else text.strip()[:30])


def _end(sketch: RoundSketch, said: RoundSketch, text: str) -> int | None:
    """Return the end that was answered: the first such time of day after the beginning; 10点 is 10:00 or 22:00."""
    at = said.ends_at or said.starts_at
    if at is None or sketch.starts_at is None:
        return None
    day = 24 * 3600 if _SAYS_HALF.search(text) else 12 * 3600
    return sketch.starts_at + ((at - sketch.starts_at) % day or day)


async def on_option(turn: Turn, words: str) -> None:
    """A guess was tapped: it counts from the one who was asked, once."""
    guess = await tapped_guess(turn, words, ROUND)
    if guess is None or turn.message is None:
        return
    question, place = guess
    option = str(question.about["options"][place])
    turn.store.questions.answered(question.id)
    turn.rewrite(f"✓ {option}", [], chat_id=turn.chat.id, at=turn.message.place)
    await on_answer(turn, question, option)


async def _open(turn: Turn, sketch: RoundSketch) -> None:
    one = Round(
        0,
        turn.chat.compound_id or 0,
        await turn.person(),
        sketch.kind or "",
        sketch.buildings,
        sketch.mark,
        sketch.place or "",
        sketch.starts_at or 0,
        sketch.ends_at or 0,
        turn.now,
    )
    one = replace(one, id=await turn.store.rounds.open(one))
    chase = plan_round(turn.store.dues, one, turn.zone, turn.now, turn.quiet)
    groups = [purpose_said(chat.purpose, chat.building) for chat in await groups_of(turn.store, one)]
    shown = list(dict.fromkeys(groups))
    buttons = [[Button("取消这一轮", data=f"{END}:{one.id}")]]
    turn.say(rendering.opened(one, turn.zone, shown, chase), buttons=buttons, named=[one.place])


TAPS = {ROUND: on_option}
ANSWERS = {ROUND: on_answer}
