"""What the house does for itself at night: old questions, pastes and settled rows go, forgotten buys close."""

from broadcasts.order_chain import close_idle
from conversation.broadcast import Strike

PURGE = "purge"
_PASTES = 2 * 24 * 3600  # nobody can edit a message that is older
_KEYS = 90 * 24 * 3600  # what was said once is not said again for so long


async def purge(strike: Strike) -> None:
    """Drop what nobody waits for any more, and close the buys that everybody has forgotten."""
    await close_idle(strike)
    strike.store.questions.forget(strike.now)
    strike.store.pastes.forget(strike.now - _PASTES)
    strike.store.outbox.forget_keys(strike.now - _KEYS)
    await strike.store.inbox.forget(strike.now)
