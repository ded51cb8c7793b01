"""接龙 (order chain) in a group: recorded as it grows; 汇总 shows where it stands, 截单 closes it."""

import json
from dataclasses import replace

from conversation import order_chain as chains
from conversation import order_chain_tally as tallies
from conversation.command import Command
from conversation.grammar import grammar_of
from conversation.order_chain_building import in_buildings
from conversation.order_chain_doubt import ask, doubt_of, forget
from conversation.order_chain_gift import tell_household
from conversation.order_chain_gone import answer_late, tell_gone
from conversation.order_chain_late import keep_late
from conversation.order_chain_opening import ask_what_is_missing
from conversation.order_chain_price import tell_price
from conversation.order_chain_view import TALLY, View, heard
from conversation.outcome import Outcome
from conversation.tap import row_id
from conversation.turn import Turn
from domain.order_chain import ChainReading
from handlers.order_chain_sheet import on_closed
from handlers.order_chain_tap import tell_owner
from parsing.reading import Context, Reading, Stated, read_message
from rendering import order_chain as rendering
from storage.order_chain import Chain
from storage.outbox import Lane, Outgoing, Place


async def on_reading(reading: Reading, turn: Turn, view: View) -> None:
    """Record what a message states, and keep the tallies that it changes current. What it says of no buy is chat."""
    reading = await in_buildings(turn, reading, view)
    recorded = await turn.together(lambda there: chains.record(there, reading.stated, view))
    heard(turn, view, reading)
    for chain_id, is_closed in recorded.chains.items():
        tallies.keep_tally(turn, chain_id, is_closed=is_closed)
    for other in recorded.others:
        await tell_owner(turn, other)
    for chain_id, changes in recorded.repriced.items():
        await tell_price(turn, chain_id, changes)
    await tell_gone(turn, reading)
    for chain_id in recorded.opened:
        await ask_what_is_missing(turn, chain_id)
    for gift in recorded.gifts:
        await tell_household(turn, gift)
    for chain in recorded.closed:
        if any(one.reading.closes for one in reading.stated):
            await on_closed(turn, chain)
    doubt = doubt_of(reading, recorded, view)
    if doubt is not None:
        turn.react("🤔")
        await ask(turn, doubt)
    elif recorded.late:
        turn.react("🤔")
        if await answer_late(turn, recorded, view):
            return
        closed = [one.chain for one in view.seen if one.chain.is_closed or one.chain.id in recorded.chains]
        is_off = len(closed) == 1 and closed[0].is_cancelled
        is_shown = len(closed) == 1 and not is_off and await keep_late(turn, closed[0], recorded.late)
        turn.say(rendering.late(_titles(view), is_shown=is_shown, is_cancelled=is_off))
    elif recorded.chains:
        await _give_receipt(turn, reading)


async def _give_receipt(turn: Turn, reading: Reading) -> None:
    """A reaction says that the message counts; where nothing of it stands, that is said in words."""
    if await chains.is_taken_back(turn, reading):
        turn.react("🤔")
        turn.say(rendering.TAKEN_BACK_SINCE)
    else:
        turn.react("✍" if reading.stated else None)
    await forget(turn)


async def show_tally(turn: Turn, words: str) -> None:
    """汇总: say where the open buys of this group stand, or the last one."""
    shown = await turn.store.chains.open_in(turn.chat.id)
    latest = await turn.store.chains.latest_in(turn.chat.id)
    if not shown and latest is not None:
        shown = [latest]
    if not shown:
        turn.say("这个群里还没有接龙。发「#接龙」开头的一条，或直接把接龙贴进来，我就开始记。")
    for chain in shown:
        tally = await tallies.gather_tally(turn.store.query, chain.id)
        if tally is not None:
            text = tallies.draw_tally(tally, turn.bot_name)
            turn.say(text.text, buttons=text.buttons, named=text.named)


async def close(turn: Turn, words: str) -> None:
    """截单: the organiser closes the open buy; what comes later is not recorded."""
    mine = await _organised(turn)
    if len(mine) == 1:
        stated = (Stated(mine[0].id, ChainReading(closes=True)),)
        await on_reading(Reading(stated=stated), turn, View())
    elif mine:
        turn.say("您开着几个接龙，请写明截哪一个：" + "、".join(f"「{chain.title or '接龙'}」" for chain in mine))
    elif await turn.store.chains.open_in(turn.chat.id):
        turn.say("截单要由开团的人来发。")
    else:
        turn.say("现在没有进行中的接龙。")


async def open_buy(turn: Turn, words: str) -> None:
    """开团: open a buy by a title, goods and prices; the same as posting #接龙 with them."""
    if not words:
        turn.say(rendering.HOW_TO_OPEN)
        return
    reading = read_message(f"#接龙\n{words}", Context(grammar=grammar_of(turn.chat.address_words)), turn.said_at)
    if reading.stated:
        await on_reading(reading, turn, View())
    else:
        turn.say(rendering.HOW_TO_OPEN)


async def open_again(turn: Turn, words: str) -> None:
    """再开: the organiser opens the last buy they closed here anew, with the same goods."""
    person = await turn.person()
    closed = await turn.store.chains.latest_closed_of(turn.chat.id, person)
    if closed is None:
        turn.say("您在这个群里还没有截过单的接龙，没法再开。新开一个请发「#接龙」。")
        return
    if any(one.title == closed.title for one in await turn.store.chains.open_in(turn.chat.id)):
        turn.say(f"「{closed.title or '接龙'}」已经开着，直接接就行。", named=[closed.title or ""])
        return
    terms = replace(closed.terms, closes_at=None, is_waived=False)
    goods = tuple(replace(good, was=(), is_gone=None) for good in closed.goods)
    again = ChainReading(is_list=True, title=closed.title, goods=goods, terms=terms)
    await on_reading(Reading(stated=(Stated(None, again),)), turn, View())


async def turn_page(turn: Turn, words: str) -> None:
    """A tap on 上一页 or 下一页 in private: `words` are the buy and the page, which anybody could make up."""
    chain_id, _, page = words.partition(":")
    chain = await _chain(turn, chain_id)
    if chain is None or turn.message is None or not page.isdecimal():
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    _ask_whether_member(turn, chain, page=int(page[:6]), edits=turn.message.version.number)


async def ask_to_see(turn: Turn, words: str) -> None:
    """看全部名单 was followed into private: the group's own people may read it, so ask Telegram whether this is one."""
    chain = await _chain(turn, words)
    if chain is None:
        turn.say("这个接龙我没有找到，请回群里再点一次。")
    else:
        _ask_whether_member(turn, chain, page=0, edits=None)


def _ask_whether_member(turn: Turn, chain: Chain, page: int, edits: int | None) -> None:
    if turn.sender is None or turn.chat.kind != "private":  # one group's names are never shown in another
        return
    waited = {"to": SEEN, "chat": turn.chat.id, "chain": chain.id, "page": page, "edits": edits}
    turn.file(
        Outgoing(
            "getChatMember",
            Lane.MESSAGE,
            chain.chat_id,
            {"user_id": turn.sender.telegram_user_id},
            outcome=json.dumps(waited),
        )
    )


async def show_list(outcome: Outcome, turn: Turn) -> None:
    """Telegram has said whether the asker is in the group: show the page asked for, or say why not."""
    waited = outcome.waited
    tally = await tallies.gather_tally(turn.store.query, waited["chain"]) if outcome.is_member else None
    asker = await turn.store.chats.current(waited["chat"])
    if asker is None:
        return
    if tally is None:
        turn.say("名单只给群里的邻居看。您在群里的话，请回群里再点一次。", chat=asker)
        return
    text = tallies.draw_page(tally, waited["page"])
    if waited["edits"] is None:
        turn.say(text.text, buttons=text.buttons, chat=asker)
    else:
        turn.rewrite(text.text, text.buttons, chat_id=asker.id, at=Place(asker.address_id, waited["edits"]))


async def on_pin(outcome: Outcome, turn: Turn) -> None:
    """The tally could not be pinned: say once what is missing."""
    if outcome.error == "no rights":
        turn.say(
            "我没有「置顶消息」的权限，接龙的汇总会被聊天冲走。请群主在「管理员」里给我打开这一项。",
            key=f"pin rights:{turn.chat.id}",
        )


async def _chain(turn: Turn, words: str) -> Chain | None:
    return await turn.store.chains.get(row_id(words) or 0)


async def _organised(turn: Turn) -> list[Chain]:
    person = await turn.person()
    return [chain for chain in await turn.store.chains.open_in(turn.chat.id) if chain.organiser == person]


def _titles(view: View) -> str:
    return "、".join(one.chain.title or "接龙" for one in view.seen if one.chain.is_closed) or "接龙"


SEEN = "tally list"

COMMANDS = (
    Command(
        "open",
        alias="开团",
        summary="开一个接龙",
        run=open_buy,
        help="发「/开团 名字」，换行写每样东西和价钱，也可写几点截单、几份成团。直接发「#接龙」也一样。",
        kinds=("group",),
    ),
    Command(
        "again",
        alias="再开",
        summary="照上一个接龙再开一个",
        run=open_again,
        help="开团的人发，照您上一个截了单的接龙（同样的东西和价钱）再开一个。",
        kinds=("group",),
    ),
    Command(
        "tally",
        alias="汇总",
        summary="看接龙汇总",
        run=show_tally,
        help="这个群里正在进行的接龙各到了多少；没有进行中的，就看上一个。",
        kinds=("group",),
    ),
    Command(
        "close",
        alias="截单",
        summary="截单（开团的人用）",
        run=close,
        help="开团的人发，这个接龙就不再收单；之后来的单会告诉那一位。",
        kinds=("group",),
    ),
)
TAPS = {"tally": turn_page}
LINKS = {TALLY: ask_to_see}
OUTCOMES = {SEEN: show_list, "pin": on_pin}
