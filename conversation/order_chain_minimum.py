"""接龙: the minimum (成团) is not reached when a buy closes: its organiser decides, by a button."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.content import Button, keyboard
from conversation.reach import private_chat
from conversation.turn import Repositories
from domain.order_chain import ChainReading, Terms, missing_of
from rendering import order_chain_minimum as rendering
from storage.order_chain import Chain
from storage.outbox import Lane, Outgoing

SHORT = "short"
_DAYS = 3 * 24 * 3600  # for which the question stands
_HOUR = 3600
_SOON = 2 * _HOUR  # noon nearer than that gives nobody time


async def ask_what_to_do(store: Repositories, chain_id: int, now: int, not_before: int = 0) -> tuple[Outgoing, ...]:
    """Return the question to the organiser of a buy that has just closed without its minimum: in private, or in its
    group where they never opened the bot; () where nothing is to be asked."""
    chain = await store.chains.get(chain_id)
    group = await store.chats.current(chain.chat_id) if chain is not None else None
    if chain is None or group is None or chain.organiser is None or chain.is_cancelled:
        return ()
    buy = await store.states.whole(chain)
    if missing_of(buy) is None:
        return ()
    chat = await private_chat(store, chain.organiser) or group
    local = datetime.fromtimestamp(max(now, not_before), group.zone)
    times = (local + timedelta(hours=1), _noon(local))
    about = {"chain": chain.id, "times": [int(at.timestamp()) for at in times]}
    question = await store.questions.ask(chain.compound_id, chat.id, chain.organiser, SHORT, about, now, now + _DAYS)
    labels = (*(rendering.until(at, local) for at in times), rendering.GO, rendering.CANCEL)
    row = [Button(label, data=f"{SHORT}:{question}:{place}") for place, label in enumerate(labels)]
    payload = {
        "text": rendering.asked(buy),
        "reply_markup": keyboard([row[:2], row[2:]]),
        "named": [chain.title or ""],
    }
    return (Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload, not_before=not_before),)


def _noon(local: datetime) -> datetime:
    """Return the next noon that leaves people some time."""
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if (noon - local).total_seconds() >= _SOON else noon + timedelta(days=1)


def decision(chain: Chain, choice: int, times: list[int], now: int) -> ChainReading | None:
    """Return what the organiser states by their choice; None for one that is not there, or is over."""
    if choice < len(times):
        at = times[choice] if choice or times[choice] - now > _HOUR // 2 else now + _HOUR
        return ChainReading(terms=Terms(closes_at=at)) if at > now else None
    if choice == len(times):
        return ChainReading(
            terms=Terms(minimum=chain.terms.minimum, minimum_measure=chain.terms.minimum_measure, is_waived=True)
        )
    return ChainReading(cancels=True) if choice == len(times) + 1 else None


async def announced(store: Repositories, chain_id: int, zone: ZoneInfo) -> str:
    """Return what everybody hears of the decision."""
    chain = await store.chains.get(chain_id)
    if chain is None:
        raise LookupError("a decision about a buy that is not there")
    buy = await store.states.whole(chain)
    if chain.is_cancelled:
        return rendering.cancelled(buy)
    if chain.terms.is_waived or chain.terms.closes_at is None:
        return rendering.goes(buy)
    return rendering.extended(buy, datetime.fromtimestamp(chain.terms.closes_at, UTC).astimezone(zone))
