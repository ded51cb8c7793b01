"""报平安 (/elder): the roster of who is cared for: added in words, completed by buttons, paused, ended."""

from dataclasses import replace

from conversation.check_in import Ladders
from conversation.check_in_away import is_back
from conversation.command import Command
from conversation.content import Button
from conversation.elder import seen_by
from conversation.elder_card import VERB, next_question, save, standing
from conversation.grammar import grammar_of
from conversation.turn import Turn
from domain.elder import COVERED_DAYS, Elder
from domain.residence import Residence
from domain.role import Role, Team, is_of_team, leads
from handlers.check_in_words import be_away
from parsing.check_in import read_away, says_back
from parsing.elder import Told, read_elder, read_timings, unread_of
from rendering import check_in as ladder_words
from rendering import elder as rendering
from storage.audit import Act

_HOW = ("怎么写", "怎么用", "添加", "帮助")
_END = ("结束", "不问了", "删除")
_MOST_BUTTONS = 60


async def show(turn: Turn, words: str) -> None:
    """报平安: the roster; with words, one elder added or changed."""
    if not any(is_of_team([held], Team.CARE) or held.role is Role.LEAD for held in await turn.held()):
        turn.say(rendering.NOT_YOURS)
    elif not words:
        await _show_roster(turn)
    elif words in _HOW:
        turn.say(rendering.HOW_TO)
    elif words.startswith("时间"):
        await _change_timings(turn, None, words)
    else:
        await _told(turn, words)


async def _show_roster(turn: Turn) -> None:
    elders = sorted(await seen_by(turn), key=rendering.order)
    standings = [await standing(turn, elder) for elder in elders]
    coverage = await turn.store.elders.coverage(turn.chat.compound_id or 0, turn.now)
    shown = [Button(ladder_words.who(elder), f"{VERB}:card:{elder.id}") for elder in elders[:_MOST_BUTTONS]]
    rows = [shown[place : place + 2] for place in range(0, len(shown), 2)]
    if elders:
        rows.append([Button(f"{COVERED_DAYS} 天没消息的", f"{VERB}:unheard:{turn.chat.compound_id}")])
    turn.say(rendering.roster(standings, coverage, turn.said_at.date()), buttons=rows)


# --- in words -------------------------------------------------------------------------------------------------


async def _told(turn: Turn, words: str) -> None:
    """3-501 王奶奶 每天8点 微信 结对 李叔: who is not known yet is added, what is told is changed."""
    told = read_elder(words, grammar_of(turn.chat.address_words))
    seen = await seen_by(turn)
    known = [one for one in seen if (one.home == told.home if told.home is not None else one.name in words)]
    if len(known) > 1:
        known = [one for one in known if one.name in words]
    is_other = bool(known) and told.home is not None and told.name is not None and told.name not in known[0].name
    if len(known) == 1 and not (is_other and _is_whole(told)):
        await _change(turn, known[0], told, words)
    elif told.home is None or told.home.room is None:
        turn.say(rendering.NO_SUCH if told.home is None else rendering.HOW_TO)
    elif told.name is None:
        turn.say(rendering.NAMELESS)
    elif not await _may_add(turn, told.home):
        turn.say(rendering.NOT_YOURS)
    else:
        await _add(turn, told, told.home, told.name)


def _is_whole(told: Told) -> bool:
    """Say whether a line tells enough for somebody new: a second person in a home."""
    return told.channel is not None or told.asks_from is not None


async def _may_add(turn: Turn, home: Residence) -> bool:
    held = await turn.held()
    return is_of_team(held, Team.CARE) or leads(held, home.building)


async def _add(turn: Turn, told: Told, home: Residence, name: str) -> None:
    compound = turn.chat.compound_id or 0
    household = await turn.store.households.meet(compound, home, turn.now)
    person = await turn.person()
    number = await turn.store.elders.add(compound, household, name, person, turn.now)
    await turn.store.audit.note(Act(compound, person, "add", VERB, number), turn.now)
    elder = await turn.store.elders.get(number)
    if elder is not None:
        await _keep(turn, elder, told)


async def _change(turn: Turn, elder: Elder, told: Told, words: str) -> None:
    if words.endswith(_END):
        row = [Button("不问了", f"{VERB}:end:{elder.id}"), Button("接着问", f"{VERB}:card:{elder.id}")]
        turn.say(rendering.end_question(elder), buttons=[row])
    elif "时间" in words and read_timings(words, await Ladders.of(turn).timings(elder)) is not None:
        await _change_timings(turn, elder, words)
    elif (away := read_away(words, turn.said_at)) is not None:
        await be_away(turn, [elder], away, await turn.person())
    elif says_back(words):
        is_new = await is_back(Ladders.of(turn), elder, await turn.person())
        turn.say(rendering.going_on(elder) if is_new else rendering.not_paused(elder))
    else:
        await _keep(turn, elder, told)


async def _keep(turn: Turn, elder: Elder, told: Told) -> None:
    """Take over what a line tells, say what of it was not understood, and ask for what is still missing."""
    if unread := unread_of(told, elder.name):
        turn.say(rendering.not_understood(elder, unread))
        if told.says_nothing:
            return
    asks_until = told.asks_until if told.asks_from is not None else elder.asks_until
    elder = replace(
        elder,
        phone=told.phone or elder.phone,
        channel=told.channel or elder.channel,
        asks_from=told.asks_from if told.asks_from is not None else elder.asks_from,
        asks_until=asks_until,
        every_days=told.every_days or elder.every_days,
        call_days=told.call_days or elder.call_days,
    )
    carers = await turn.store.elders.carers(elder.id)
    for carer in told.carers:
        same = next((one for one in carers if one.kin is carer.kin and one.name == carer.name), None)
        kept = replace(same, phone=carer.phone or same.phone) if same is not None else carer
        turn.store.elders.entrust(elder.id, kept)
    await save(turn, elder, "change")
    text, rows = await next_question(turn, elder)
    turn.say(text, buttons=rows)


async def _change_timings(turn: Turn, elder: Elder | None, words: str) -> None:
    """时间: the ladder of one elder, or of the compound, which the committee sets."""
    if elder is None and not any(held.role is Role.COMMITTEE for held in await turn.held()):
        turn.say(rendering.NOT_YOURS)
        return
    compound = turn.chat.compound_id or 0
    of_compound = await turn.store.elders.timings_of(compound) or turn.care.timings
    before = elder.timings or of_compound if elder is not None else of_compound
    timings = read_timings(words, before)
    if timings is None:
        is_asking = words.strip() == "时间"
        turn.say(f"{rendering.ladder(before)}\n{rendering.TIMINGS_HOW}" if is_asking else rendering.TIMINGS_WRONG)
        return
    if elder is not None:
        await save(turn, replace(elder, timings=timings), "timings")
    else:
        turn.store.elders.set_timings(compound, timings)
        await turn.store.audit.note(Act(compound, await turn.person(), "timings", "compound", compound), turn.now)
    turn.say(f"记下了：{rendering.ladder(timings)}")


COMMANDS = (
    Command(
        "elder",
        alias="报平安",
        summary="每天问平安的老人（关爱组、居委会）",
        run=show,
        help="看名单；添加写「/报平安 3-501 王奶奶 每天8点 微信 结对 李叔」；缺的我一样一样问您。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
