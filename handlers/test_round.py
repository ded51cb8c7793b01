"""轮次 (test round): opened in words, what is missing asked; where it stands, calls by number, and its end."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from conversation.command import Command
from conversation.content import Button
from conversation.reach import private_chat
from conversation.tap import row_id, row_ids
from conversation.test_round import (
    ROUND,
    TESTED,
    end_round,
    groups_of,
    keep_boards,
    look_at,
    missing_of,
    plan_round,
    sheet_for,
)
from conversation.turn import Turn
from domain.building import Buildings, building_name
from domain.role import Held, Role, allows, leads
from domain.test_round import KINDS, Round
from parsing.test_round import RoundSketch, read_round
from rendering import test_round as rendering
from rendering.compound import purpose_said
from storage.deep_link import DeepLink
from storage.question import Question

END, PAPERS = "roundEnd", "roundSheet"
_OVER = ("结束", "关", "关闭", "完", "截止", "停", "结束了")
_PAPERS = ("表", "表格", "名单")
_SAYS_HALF = re.compile(r"早|上午|中午|下午|晚|夜|1[3-9][:点]|2[0-4][:点]|[aApP][mM]")
_RECENT = 7 * 24 * 3600
_PERSONAL = "p"  # what personal links begin with (handlers/text.py)
_ALL, _NO_PHONE = "全小区", "无手机的户"
_LONGEST = 24 * 3600  # seconds of a round; one of antigen tests may last a day


async def show_or_open(turn: Turn, words: str) -> None:
    """轮次: alone where the rounds stand; with words one is opened, or ended."""
    if not words:
        await _show(turn)
    elif not allows(await turn.held(), Role.VOLUNTEER):
        turn.say("开轮次由志愿者、楼组长或居委会来做。看进行到哪里，只发「轮次」。")
    elif words in _OVER:
        await _choose(turn, END, "结束哪一轮？")
    elif words in _PAPERS:
        await _choose(turn, PAPERS, "要哪一轮的表格？")
    elif turn.chat.kind == "group" and turn.chat.purpose != "volunteers":
        about = {"command": "round", "words": words[:200]}
        token = turn.store.links.make(DeepLink(await turn.person(), _PERSONAL, about), turn.now)
        url = f"https://t.me/{turn.bot_name}?start={_PERSONAL}_{token}"
        turn.say(rendering.WHERE_TO_OPEN, buttons=[[Button("去私聊", url=url)]])
    else:
        sketch = read_round(words, turn.said_at)
        await _go_on(turn, _within_rights(sketch, await turn.held()))


# --- opening --------------------------------------------------------------------------------------------------


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
    number, place = row_ids(words, 2) or (0, 0)
    question = await turn.store.questions.get(number, turn.now)
    options = question.about.get("options", []) if question is not None and question.kind == ROUND else []
    if question is None or turn.message is None or place >= len(options):
        turn.answer("这个问题已经问完了")
        return
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return
    turn.answer("好的")
    turn.store.questions.answered(question.id)
    turn.rewrite(f"✓ {options[place]}", [], chat_id=turn.chat.id, at=turn.message.place)
    await on_answer(turn, question, str(options[place]))


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
    plan_round(turn.store.dues, one, turn.zone, turn.now)
    groups = [purpose_said(chat.purpose, chat.building) for chat in await groups_of(turn.store, one)]
    shown = list(dict.fromkeys(groups))
    buttons = [[Button("取消这一轮", data=f"{END}:{one.id}")]]
    turn.say(rendering.opened(one, turn.zone, shown, turn.now), buttons=buttons, named=[one.place])


# --- where it stands ------------------------------------------------------------------------------------------


async def _show(turn: Turn) -> None:
    """Say where the open rounds stand: to a group without households, to those in charge with who is missing."""
    rounds = await turn.store.rounds.open_in(turn.chat.compound_id or 0)
    held = await turn.held() if turn.chat.kind == "group" else await _held_there(turn)
    if not rounds:
        turn.say(
            f"{rendering.NONE_OPEN}{rendering.HOW_TO_OPEN}" if allows(held, Role.VOLUNTEER) else rendering.NONE_OPEN
        )
        return
    building = (building_name(turn.chat.building) or "") if turn.chat.purpose == "stair" else ""
    is_in_charge = allows(held, Role.VOLUNTEER) and (turn.chat.kind == "private" or turn.chat.purpose == "volunteers")
    for one in rounds:
        if one.mark is not None and not is_in_charge:
            continue
        if turn.chat.kind == "private" and not is_in_charge:
            rows = [[Button(rendering.DONE_HERE, data=f"{TESTED}:{one.id}")]] if one.is_read(turn.now) else []
            turn.say(rendering.invitation(one, turn.zone), buttons=rows, named=[one.place])
            continue
        shown = await look_at(turn.store.query, one, building)
        rows = _buttons(one) if is_in_charge else []
        turn.say(rendering.board(shown), buttons=rows, named=[one.place])
        if turn.chat.kind == "private":
            await _show_lists(turn, one, held)


async def _held_there(turn: Turn) -> Sequence[Held]:
    person = await turn.known_person()
    return await turn.store.roles.held(turn.chat.compound_id, person, turn.now) if person is not None else ()


def _buttons(one: Round) -> list[list[Button]]:
    return [[Button("结束这一轮", data=f"{END}:{one.id}"), Button("要表格", data=f"{PAPERS}:{one.id}")]]


async def _show_lists(turn: Turn, one: Round, held: Sequence[Held]) -> None:
    """In private: who is missing in the buildings that they answer for, and positive results."""
    rooms: dict[str, list[str]] = {}
    for row in await missing_of(turn.store, one):
        if leads(held, row.building or None):
            rooms.setdefault(row.building, []).append(rendering.place_said(row.residence))
    if rooms and one.starts_at <= turn.now:
        turn.say(rendering.missing(one, rooms, rendering.clock(turn.now, turn.zone)))
    found = []
    for report in await turn.store.rounds.reports(one.id):
        if report.result.value == "positive" and leads(held, report.building or None):
            home = await turn.store.households.get(report.household_id) if report.household_id else None
            where = rendering.place_said(home.entry.residence) if home is not None else "（不在名单上的一户）"
            found.append((where, rendering.clock(report.said_at, turn.zone)))
    if found:
        turn.say(rendering.positives(one, found))


# --- ending, and the sheet ------------------------------------------------------------------------------------


async def _choose(turn: Turn, verb: str, asks: str) -> None:
    """Do it with the one round there is, or ask which."""
    compound_id = turn.chat.compound_id or 0
    rounds = list(await turn.store.rounds.open_in(compound_id))
    if verb == PAPERS and not rounds:
        latest = await turn.store.rounds.latest_closed(compound_id, turn.now - _RECENT)
        rounds = [latest] if latest is not None else []
    if not rounds:
        turn.say(rendering.NONE_OPEN)
    elif len(rounds) == 1:
        await (_end_one if verb == END else _send_papers)(turn, rounds[0])
    else:
        rows = [
            [Button(f"{rendering.kind_of(one)} {rendering.hours(one, turn.zone)}", data=f"{verb}:{one.id}")]
            for one in rounds
        ]
        turn.say(asks, buttons=rows)


async def _end_one(turn: Turn, one: Round) -> None:
    """Close a round, or call it off before it has begun; whoever opened it gets the sheet in private."""
    end_round(turn.store, one, turn.now)
    over = await turn.store.rounds.get(one.id) or one
    if turn.now < one.starts_at:
        turn.say(rendering.cancelled(one))
        return
    shown = await look_at(turn.store.query, over)
    turn.say(rendering.ended(one, shown.counts.total))
    await keep_boards(turn.store, over, turn.now)
    chat = await private_chat(turn.store, one.opened_by)
    if chat is not None:
        turn.file(sheet_for(chat, one))
    else:
        turn.say(rendering.ASK_FOR_PAPERS)


async def _send_papers(turn: Turn, one: Round) -> None:
    """Send the sheet of a round to who asks, in private."""
    chat = turn.chat if turn.chat.kind == "private" else await private_chat(turn.store, await turn.person())
    if chat is None:
        turn.say("表格有门牌，只能私聊发。请先私聊我点「开始」，再发「/轮次 表格」。")
    else:
        turn.file(sheet_for(chat, one))


async def on_end(turn: Turn, words: str) -> None:
    """结束这一轮 or 取消这一轮 was tapped."""
    one = await in_hand(turn, words)
    if one is not None and one.closed_at is not None:
        turn.answer("这一轮已经结束了")
    elif one is not None:
        turn.answer("好的")
        await _end_one(turn, one)


async def on_papers(turn: Turn, words: str) -> None:
    """要表格 was tapped."""
    one = await in_hand(turn, words)
    if one is not None:
        turn.answer("私聊发您")
        await _send_papers(turn, one)


async def in_hand(turn: Turn, words: str) -> Round | None:
    """Return the round of a button, if who taps may do something with it; else answer the tap."""
    one = await turn.store.rounds.get(row_id(words) or 0)
    person = await turn.known_person()
    if one is None:
        turn.answer("这个按钮已经过期了")
        return None
    held = await turn.store.roles.held(one.compound_id, person, turn.now) if person is not None else ()
    if person != one.opened_by and not allows(held, Role.VOLUNTEER):
        turn.answer("这由志愿者或居委会来点")
        return None
    compound = await turn.store.compounds.get(one.compound_id)
    if compound is not None:
        turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    return one


COMMANDS = (
    Command(
        "round",
        alias="轮次",
        summary="核酸、抗原、疫苗、体检的轮次",
        run=show_or_open,
        help="看这一轮做到哪里。志愿者开一轮：/轮次 明天7:00-9:00 核酸 全小区；「/轮次 结束」「/轮次 表格」。",
        of_compound=True,
    ),
)
TAPS = {ROUND: on_option, END: on_end, PAPERS: on_papers}
ANSWERS = {ROUND: on_answer}
