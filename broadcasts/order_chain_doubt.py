"""接龙: what nobody has answered for ten minutes is asked of the organiser, in private."""

from collections.abc import Collection

from conversation.broadcast import Strike
from conversation.content import Button, keyboard
from conversation.order_chain_doubt import NONE_OF_THESE, WHICH
from conversation.reach import private_chat
from storage.order_chain import Chain
from storage.outbox import Lane, Outgoing

_HOUR = 3600


async def pass_on(strike: Strike) -> None:
    """Ask the organiser what a resident has left open; where they never opened the bot, it stays with the resident."""
    question = await strike.store.questions.get(strike.due.subject_id, strike.now)
    if question is None or strike.due.compound_id is None:
        return
    chains = await strike.store.chains.open_in(question.about["chat"])
    meant = [chain for chain in chains if _offers(chain, question.about["options"])]
    organisers = {chain.organiser for chain in meant or chains}
    organiser = organisers.pop() if len(organisers) == 1 else None
    chat = await private_chat(strike.store, organiser) if organiser is not None else None
    if organiser is None or chat is None or organiser == question.person_id:
        return
    asked = await strike.store.questions.ask(
        strike.due.compound_id, chat.id, organiser, WHICH, question.about, strike.now, strike.now + 12 * _HOUR
    )
    strike.store.questions.answered(question.id)
    options = [*question.about["options"], NONE_OF_THESE]
    rows = [[Button(str(label), data=f"{WHICH}:{asked}:{place}")] for place, label in enumerate(options)]
    asks = str(question.about.get("asks", "是哪一样？")).replace("?", "？")
    text = f"{question.about['name']} 说「{question.about['text'][:200]}」，问了没答。{asks}"
    payload = {"text": text, "reply_markup": keyboard(rows)}
    strike.store.outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload), strike.now)


def _offers(chain: Chain, options: Collection[str]) -> bool:
    """Say whether a buy, or one of its goods, is among the guesses."""
    return chain.title in options or any(good.name in options for good in chain.goods)
