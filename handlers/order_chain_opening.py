"""接龙: the organiser tells what a new buy did not say: by a button, or in words."""

from dataclasses import replace

from conversation import order_chain_tap as taps
from conversation.grammar import grammar_of
from conversation.order_chain import record
from conversation.order_chain_opening import OPENING, ask, local, missing_in
from conversation.order_chain_tally import keep_tallies
from conversation.order_chain_view import View
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.order_chain import ChainReading, Terms
from parsing.reading import Context, OpenBuy, Stated, read_message
from rendering import order_chain_opening as rendering
from rendering.order_chain import price_said
from storage.order_chain import Chain
from storage.question import Question

_NONE = frozenset(("不写", "不设", "没有", "不用", "不用了", "先不写", "先不设", "不设截单时间"))


async def on_choice(turn: Turn, words: str) -> None:
    """A deadline was picked, or none."""
    numbers = row_ids(words, 2)
    question = await taps.answered(turn, str(numbers[0]) if numbers else "", OPENING)
    chain = await turn.store.chains.get(int(question.about["chain"])) if question is not None else None
    if numbers is None or question is None or chain is None or turn.message is None:
        return
    times = question.about["times"]
    if numbers[1] >= len(times):
        turn.answer("好的")
        turn.rewrite(rendering.FINE, [], chat_id=turn.chat.id, at=turn.message.place)
        return
    at = times[numbers[1]]
    if at <= turn.now or chain.is_closed:
        turn.answer("这个时间已经过了")
        turn.rewrite(rendering.FINE, [], chat_id=turn.chat.id, at=turn.message.place)
        return
    turn.answer("好的")
    reading = ChainReading(terms=Terms(closes_at=at))
    recorded = await taps.state_reading(turn, chain.id, reading, group=chain.chat_id)
    await keep_tallies(turn, recorded.chains, chain.chat_id)
    await _go_on(turn, chain.id, at)


async def _go_on(turn: Turn, chain_id: int, at: int) -> None:
    """Say what is set now, and wait for the prices that are still missing."""
    chain = await turn.store.chains.get(chain_id)
    group = await turn.store.chats.current(chain.chat_id) if chain is not None else None
    if chain is None or group is None or turn.message is None:
        return
    zone = group.zone
    said, missing = rendering.set_to(chain.title, local(at, zone)), missing_in(chain)
    if not missing.is_anything:
        turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
        return
    buttons = await ask(turn, chain, turn.chat.id, missing, local(turn.now, zone))
    asks = rendering.asks(chain.title, goods=missing.goods, prices=missing.prices, deadline=False)
    turn.rewrite(f"{said}\n{asks}", buttons, chat_id=turn.chat.id, at=turn.message.place)


async def take_words(turn: Turn) -> bool:
    """It was told in private, in words: prices, a deadline, goods, or that there are none. What says nothing of it is
    left to others."""
    person = await turn.known_person()
    if person is None or turn.message is None:
        return False
    for question in await turn.store.questions.of(turn.chat.id, person, turn.now):
        if question.kind == OPENING and await _take(turn, question, turn.message.text):
            turn.store.questions.answered(question.id)
            return True
    return False


async def _take(turn: Turn, question: Question, text: str) -> bool:
    chain = await turn.store.chains.get(int(question.about["chain"]))
    group = await turn.store.chats.current(chain.chat_id) if chain is not None else None
    if chain is None or group is None or chain.is_closed:
        return False
    if text.strip(" 。!！") in _NONE:
        turn.say(rendering.FINE)
        return True
    there = replace(turn, chat=group)
    reading = _read(there, chain, text)
    if reading == ChainReading():
        return False
    recorded = await record(there, (Stated(chain.id, reading),), View())
    prices = [f"{good.name} {price_said(good.price, good.measure)}" for good in reading.goods]
    closes_at = reading.terms.closes_at
    turn.say(rendering.noted(prices, local(closes_at, group.zone) if closes_at is not None else None))
    await keep_tallies(turn, recorded.chains, chain.chat_id)
    return True


def _read(there: Turn, chain: Chain, text: str) -> ChainReading:
    """Read an answer as the organiser's words in the group; where the buy has no goods yet, as its header."""
    grammar = grammar_of(there.chat.address_words)
    header = read_message(f"#接龙\n{chain.title or '接龙'}\n{text}", Context(grammar=grammar), there.said_at).stated
    told = header[0].reading if header else ChainReading()
    goods = told.goods if not chain.goods else ()
    if chain.goods:
        buy = OpenBuy(chain.id, chain.title, chain.goods, speaker_is_organiser=True)
        said = read_message(text, Context((buy,), grammar), there.said_at).stated
        goods = said[0].reading.goods if said else ()
    return ChainReading(goods=goods, terms=told.terms)


TAPS = {OPENING: on_choice}
