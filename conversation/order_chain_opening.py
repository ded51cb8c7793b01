"""接龙, a new buy: what it does not say is asked of its organiser in private, once; it runs meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.content import Button, Buttons, keyboard
from conversation.reach import private_chat
from conversation.turn import Turn
from parsing.chain_header import title_good
from rendering import order_chain_opening as rendering
from storage.order_chain import Chain
from storage.outbox import Lane, Outgoing

OPENING = "opening"
_HOURS = 12 * 3600  # for which an answer is waited for
_SOON = timedelta(hours=1)  # a deadline nearer than that is no deadline


@dataclass(frozen=True, slots=True)
class Missing:
    """What a buy does not say: goods at all, prices where others have one, when it closes."""

    goods: bool
    prices: tuple[str, ...]
    deadline: bool

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to ask."""
        return self.goods or bool(self.prices) or self.deadline


def missing_in(chain: Chain) -> Missing:
    """Return what a buy does not say. Where no good has a price, prices are told elsewhere; where only a title says
    what is offered (调味品), people write what they like."""
    unpriced = tuple(good.name for good in chain.goods if good.price is None)
    return Missing(
        goods=not chain.goods and (chain.title is None or title_good(chain.title) is None),
        prices=unpriced if len(unpriced) < len(chain.goods) else (),
        deadline=chain.terms.closes_at is None,
    )


def choices(now: datetime) -> tuple[datetime, ...]:
    """Return the deadlines that are offered: the next evening and the next noon, the nearer first."""
    evening, noon = (now.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in (20, 12))
    offered = (one if one - now >= _SOON else one + timedelta(days=1) for one in (evening, noon))
    return tuple(sorted(offered))


async def ask_what_is_missing(turn: Turn, chain_id: int) -> None:
    """Ask the organiser of a buy that has just been opened, where the bot may write to them."""
    chain = await turn.store.chains.get(chain_id)
    chat = await private_chat(turn.store, chain.organiser) if chain is not None and chain.organiser else None
    if chain is None or chain.organiser is None or chat is None or chain.is_closed:
        return
    missing = missing_in(chain)
    if not missing.is_anything:
        return
    now = datetime.fromtimestamp(turn.now, turn.zone)
    buttons = await ask(turn, chain, chat.id, missing, now)
    text = rendering.asks(chain.title, goods=missing.goods, prices=missing.prices, deadline=missing.deadline)
    payload = {"text": text, "reply_markup": keyboard(buttons)}
    turn.file(Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload))


async def ask(turn: Turn, chain: Chain, chat_id: int, missing: Missing, now: datetime) -> Buttons:
    """Wait for what is missing; return the buttons of the question."""
    if chain.organiser is None:
        raise LookupError("a buy of nobody's")
    times = choices(now) if missing.deadline else ()
    about = {"chain": chain.id, "times": [int(at.timestamp()) for at in times]}
    question = await turn.store.questions.ask(
        chain.compound_id, chat_id, chain.organiser, OPENING, about, turn.now, turn.now + _HOURS
    )
    labels = [rendering.at(at, now) for at in times]
    labels.append(rendering.NONE if missing.deadline else rendering.WITHOUT)
    row = [Button(label, data=f"{OPENING}:{question}:{place}") for place, label in enumerate(labels)]
    return [row[:-1], row[-1:]] if len(row) > 1 else [row]


def local(seconds: int, zone: ZoneInfo) -> datetime:
    """Return an instant (UTC seconds) in a zone."""
    return datetime.fromtimestamp(seconds, zone)
