"""已付, 转过了: who says to have paid is marked so, with a quiet reaction; the organiser sees it in the list."""

from conversation import payment_claim as claims
from conversation.grammar import grammar_of
from conversation.reach import private_chat
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from domain.payment import Kind, Payment
from parsing.context import Paid
from parsing.payment import read_paid
from rendering import payment as rendering
from storage.order_chain import Chain
from storage.question import Question

WHICH_BUY = "paid"  # of which buy somebody has paid
_RECEIPT = "👌"


async def on_paid(turn: Turn, paid: Paid) -> bool:
    """Mark what somebody says to have paid; return False where they owe nothing that they may mean: it is chat."""
    found = await claims.meant(turn, paid)
    if not found:
        return False
    if len(found) == 1:
        await _claim(turn, found[0])
    else:
        about = {"chains": [one.chain.id for one in found], "fen": paid.fen}
        titles = [one.chain.title or f"团购{one.chain.id}" for one in found]
        await turn.ask(WHICH_BUY, "您付的是哪一个接龙的？", about, options=titles)
    return True


async def _claim(turn: Turn, claim: claims.Claim) -> None:
    await claims.note(turn, claim)
    turn.react(_RECEIPT)
    if turn.chat.kind == "private":
        turn.say(rendering.claimed(claim.chain.title))


async def on_private(turn: Turn) -> bool:
    """已付, written to the bot in private."""
    paid = read_paid(turn.message.text, grammar_of(turn.chat.address_words)) if turn.message is not None else None
    return paid is not None and await on_paid(turn, paid)


async def on_which(turn: Turn, words: str) -> None:
    """Which buy was meant: a tap of who was asked."""
    numbers = row_ids(words, 2)
    question = await turn.store.questions.get(numbers[0], turn.now) if numbers else None
    chains = question.about["chains"] if question is not None and question.kind == WHICH_BUY else []
    if question is None or numbers is None or turn.message is None or numbers[1] >= len(chains):
        turn.answer("这个问题已经问完了")
        return
    if await turn.known_person() != question.person_id:
        turn.answer("这是问别人的")
        return
    turn.store.questions.answered(question.id)
    chain = await turn.store.chains.get(chains[numbers[1]])
    claim = await claims.in_buy(turn, chain, Paid(question.about["fen"])) if chain is not None else None
    if chain is None or claim is None:
        turn.answer("这个接龙已经结清了")
        return
    await claims.note(turn, claim)
    turn.answer("记下了")
    turn.rewrite(f"{_RECEIPT} {rendering.titled(chain.title)}记下了", [], chat_id=turn.chat.id, at=turn.message.place)


async def on_answer(turn: Turn, question: Question, text: str) -> None:
    """Which buy was meant, in words."""
    chains = [await turn.store.chains.get(chain_id) for chain_id in question.about["chains"]]
    named = [chain for chain in chains if chain is not None and _is_named(chain, text)]
    claim = await claims.in_buy(turn, named[0], Paid(question.about["fen"])) if len(named) == 1 else None
    if claim is not None:
        await _claim(turn, claim)
    else:
        turn.say("没看明白是哪一个，请再说一次，比如：香梨团已付")


def _is_named(chain: Chain, text: str) -> bool:
    said = text.strip()
    return bool(said and chain.title) and (said in (chain.title or "") or (chain.title or "") in said)


async def on_did(turn: Turn, words: str) -> None:
    """我付好了, under a reminder: only who pays for that order may say so."""
    order_id = row_id(words)
    order = await turn.store.states.order_at(order_id) if order_id is not None else None
    person = await turn.known_person()
    chain = await turn.store.chains.get(order[0]) if order is not None else None
    pays = await turn.store.payments.payers(order[0]) if order is not None else {}
    if order is None or chain is None or person is None or turn.message is None or person not in pays.get(order[1], ()):
        turn.answer("这个按钮已经过期了")
        return
    if (chat := await private_chat(turn.store, person)) is None or chat.id != turn.chat.id:
        turn.answer("这是问别人的")
        return
    await turn.store.payments.note(chain.id, Payment(order[1], Kind.CLAIMED, None, turn.now, person))
    turn.answer("记下了，等团长确认")
    turn.rewrite(rendering.claimed(chain.title), [], chat_id=turn.chat.id, at=turn.message.place)


TAPS = {WHICH_BUY: on_which, "payDid": on_did}
ANSWERS = {WHICH_BUY: on_answer}
