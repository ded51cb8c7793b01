"""The one entry: `read_message` says what a message is, with the evidence and what was left unread."""

from datetime import datetime

from parsing.claim import read_claim
from parsing.context import Asked, Context, Evidence, OpenBuy, Question, Reading, Stated
from parsing.order_chain import read_order_chain


def read_message(text: str, context: Context, said_at: datetime) -> Reading:
    """Say what `text` is, as said at `said_at` (aware, in the compound's zone). Never raises.

    The first of these that it is decides: who lives where, an order chain; all else is chat.
    """
    home = read_claim(text, context.grammar)
    if home is not None:
        return Reading(lives_at=home)
    return read_order_chain(text, context)


__all__ = ["Asked", "Context", "Evidence", "OpenBuy", "Question", "Reading", "Stated", "read_message"]
