"""轮次 (test round): where it stands, for whom, and its end with a sheet. How one is opened: test_round_opening."""

import re
from collections.abc import Sequence

from conversation.command import Command
from conversation.content import Button
from conversation.tap import row_id
from conversation.test_report import where_said
from conversation.test_round import (
    END,
    PAPERS,
    TESTED,
    end_round,
    keep_boards,
    look_at,
    missing_of,
    sheet_for,
)
from conversation.turn import Turn
from domain.building import building_name
from domain.role import Held, Role, allows, leads
from domain.test_round import Round
from handlers.test_round_opening import begin_round
from rendering import test_round as rendering
from storage.deep_link import DeepLink

_OVER = ("结束", "关", "关闭", "完", "截止", "停", "结束了", "取消", "取消了", "不做了")
_OTHERWISE = re.compile("改到|改成|改时间|改为|延长|延到|延后|推迟|提前到")  # an open one cannot be changed
_PAPERS = ("表", "表格", "名单")
_RECENT = 7 * 24 * 3600
_PERSONAL = "p"  # what personal links begin with (handlers/text.py)


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
    elif _OTHERWISE.match(words) is not None and await turn.store.rounds.open_in(turn.chat.compound_id or 0):
        turn.say(rendering.NOT_CHANGED)
    else:
        await begin_round(turn, words)


# --- where it stands ------------------------------------------------------------------------------------------


async def _show(turn: Turn) -> None:
    """Say where the open rounds stand: to a group without households, to those in charge with who is missing."""
    rounds = await turn.store.rounds.open_in(turn.chat.compound_id or 0)
    held = await turn.held()
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
    found = [
        (await where_said(turn, report), rendering.clock(report.said_at, turn.zone))
        for report in await turn.store.rounds.reports(one.id)
        if report.result.value == "positive" and leads(held, report.building or None)
    ]
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
    sheet = await sheet_for(turn.store, one.opened_by, one, turn.now)
    if sheet is not None:
        turn.file(sheet)
    else:
        turn.say(rendering.ASK_FOR_PAPERS)


async def _send_papers(turn: Turn, one: Round) -> None:
    """Send the sheet of a round to who asks, in private."""
    sheet = await sheet_for(turn.store, await turn.person(), one, turn.now)
    if sheet is None:
        turn.say("表格有门牌，只能私聊发。请先私聊我点「开始」，再发「/轮次 表格」。")
    else:
        turn.file(sheet)


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
TAPS = {END: on_end, PAPERS: on_papers}
