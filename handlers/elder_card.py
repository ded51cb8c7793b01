"""报平安: the buttons on an elder's card. Who presses, and whether they may see the elder, is looked up again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from conversation import check_in_answer as answers
from conversation.check_in import Ladders
from conversation.check_in_away import is_away, is_back
from conversation.check_in_circle import may_see
from conversation.content import Button
from conversation.elder import end, seen_by
from conversation.elder_card import VERB, Shown, card, next_question, save
from conversation.elder_link import LINK, follow, give, on_consent
from conversation.tap import row_id
from conversation.turn import Turn
from domain.elder import COVERED_DAYS, LONGEST_PAUSE, Channel, Elder, Kin, day_of, pause_end
from rendering import elder as rendering

_GONE = "这个按钮已经过期了"


async def on_tap(turn: Turn, words: str) -> None:
    """A button: what it does, the elder's row, and perhaps a word more."""
    does, _, rest = words.partition(":")
    number, _, more = rest.partition(":")
    if does == "unheard":
        await _show_unheard(turn, row_id(number))
        return
    elder = await turn.store.elders.get(row_id(number) or 0)
    person = await turn.known_person()
    is_there = elder is not None and elder.ended_at is None and turn.chat.kind == "private"
    if elder is None or person is None or turn.message is None or not is_there:
        turn.answer(_GONE)
        return
    if does in ("agree", "refuse"):
        await _consent(turn, elder, person, does)
        return
    if not may_see(await turn.store.roles.held(elder.compound_id, person, turn.now), elder):
        turn.answer("这是关爱组的按钮")
        return
    compound = await turn.store.compounds.get(elder.compound_id)
    if compound is None or does not in _DOES:
        turn.answer(_GONE)
        return
    turn.answer()
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    await _DOES[does](turn, elder, more)


async def _consent(turn: Turn, elder: Elder, person: int, does: str) -> None:
    """The elder's own yes or no, under the first words in their chat."""
    if person != elder.person_id:
        turn.answer("这是问别人的")
        return
    turn.answer()
    await on_consent(turn, elder, is_yes=does == "agree")


async def _again(turn: Turn, elder: Elder, shown: Callable[[Turn, Elder], Awaitable[Shown]] = next_question) -> None:
    """Show the elder's card anew in place of what was pressed."""
    fresh = await turn.store.elders.get(elder.id)
    if fresh is not None and turn.message is not None:
        text, rows = await shown(turn, fresh)
        turn.rewrite(text, rows, chat_id=turn.chat.id, at=turn.message.place)


async def _card(turn: Turn, elder: Elder, more: str) -> None:
    await _again(turn, elder, card)


async def _channel(turn: Turn, elder: Elder, more: str) -> None:
    if more in [one.value for one in Channel]:
        await save(turn, replace(elder, channel=Channel(more)), "change")
    await _again(turn, elder)


async def _channels(turn: Turn, elder: Elder, more: str) -> None:
    await _again(turn, elder, _ask_channel)


async def _ask_channel(turn: Turn, elder: Elder) -> Shown:
    return await next_question(turn, replace(elder, channel=None))


async def _hours(turn: Turn, elder: Elder, more: str) -> None:
    await _again(turn, elder, _ask_hour)


async def _ask_hour(turn: Turn, elder: Elder) -> Shown:
    return await next_question(turn, replace(elder, asks_from=None))


async def _hour(turn: Turn, elder: Elder, more: str) -> None:
    hour = row_id(more)
    if hour in rendering.HOURS:
        await save(turn, replace(elder, asks_from=hour * 60, asks_until=None), "change")
    await _again(turn, elder)


async def _agreed(turn: Turn, elder: Elder, more: str) -> None:
    turn.store.elders.agree(elder.id, await turn.person(), turn.now)
    await save(turn, elder, "agreed")
    await _again(turn, elder)


async def _link(turn: Turn, elder: Elder, more: str) -> None:
    kin = Kin(more) if more in [one.value for one in Kin] else None
    if kin is None and more != "elder":
        return
    turn.say(rendering.link(elder, await give(turn, elder, kin), kin))


async def _pause(turn: Turn, elder: Elder, more: str) -> None:
    days = row_id(more) or 0
    last_day = day_of(turn.now, turn.zone) + timedelta(days=min(days, LONGEST_PAUSE) - 1)
    ladders, person = Ladders.of(turn), await turn.person()
    if days:
        await is_away(ladders, elder, pause_end(last_day, turn.zone), person)
    else:
        await is_back(ladders, elder, person)
    await _again(turn, elder, card)


async def _seen(turn: Turn, elder: Elder, more: str) -> None:
    """Somebody of the care team has seen them: it counts for the day, and stops what runs."""
    await answers.is_well(Ladders.of(turn), elder, "proxy", turn.now, await turn.person())
    await _again(turn, elder, card)


async def _release(turn: Turn, elder: Elder, more: str) -> None:
    carers = await turn.store.elders.carers(elder.id)
    if any(one.id == row_id(more) for one in carers):
        turn.store.elders.release(row_id(more) or 0)
    await _again(turn, elder, card)


async def _unlink(turn: Turn, elder: Elder, more: str) -> None:
    await save(turn, replace(elder, person_id=None), "unlink")
    await _again(turn, elder, card)


async def _ask_end(turn: Turn, elder: Elder, more: str) -> None:
    row = [Button("不问了", f"{VERB}:end:{elder.id}"), Button("接着问", f"{VERB}:card:{elder.id}")]
    if turn.message is not None:
        turn.rewrite(rendering.end_question(elder), [row], chat_id=turn.chat.id, at=turn.message.place)


async def _end(turn: Turn, elder: Elder, more: str) -> None:
    """They are not asked any more; what runs is over, and whoever was alarmed hears it."""
    running = await turn.store.check_ins.running(elder.id)
    if running is not None:
        await Ladders.of(turn).close(running, elder, "ended", await turn.person())
    await save(turn, elder, "end")
    await end(turn, elder)
    if turn.message is not None:
        turn.rewrite(rendering.ended(elder), [], chat_id=turn.chat.id, at=turn.message.place)


async def _show_unheard(turn: Turn, compound_id: int | None) -> None:
    """Of whom nothing was heard in the last days: of those whom who presses may see."""
    compound = await turn.store.compounds.get(compound_id or 0)
    person = await turn.known_person()
    if compound is None or person is None or turn.chat.kind != "private":
        turn.answer(_GONE)
        return
    turn.chat = turn.chat.of(compound.id, compound.time_zone, compound.address_words)
    if not await turn.held():
        turn.answer("这是关爱组的按钮")
        return
    turn.answer()
    seen = {elder.id for elder in await seen_by(turn)}
    unheard = [one for one in await turn.store.elders.not_heard(compound.id, turn.now) if one.id in seen]
    told = [
        (one, datetime.fromtimestamp(one.heard_at, turn.zone) if one.heard_at is not None else None)
        for one in sorted(unheard, key=rendering.order)
    ]
    turn.say(rendering.not_heard(told, COVERED_DAYS))


_DOES: dict[str, Callable[[Turn, Elder, str], Awaitable[None]]] = {
    "card": _card,
    "channel": _channel,
    "channels": _channels,
    "hour": _hour,
    "hours": _hours,
    "agreed": _agreed,
    "link": _link,
    "pause": _pause,
    "seen": _seen,
    "release": _release,
    "unlink": _unlink,
    "ask_end": _ask_end,
    "end": _end,
}
TAPS = {VERB: on_tap}
LINKS = {LINK: follow}
