"""When a buy closes by the clock: a word half an hour before, once, and the closing itself."""

from zoneinfo import ZoneInfo

from domain.due import Due
from domain.order_chain import Terms
from storage.due import Dues
from storage.order_chain import Chain

NUDGE = "order chain nudge"
CLOSE = "order chain close"

_BEFORE = 1800  # seconds
_UTC = ZoneInfo("UTC")  # an instant, whatever the zone
_NUDGE_LATE = 900  # after that there is no use in hurrying anybody
_CLOSE_LATE = 30 * 24 * 3600  # however late: what is over is over


def keep_deadline(dues: Dues, chain: Chain, terms: Terms, *, is_closed: bool) -> None:
    """Plan the closing of a buy by its terms as they are now; what is closed already needs none."""
    if terms.closes_at == chain.terms.closes_at and is_closed == chain.is_closed:
        return
    nudge, close = f"{NUDGE}:{chain.id}", f"{CLOSE}:{chain.id}"
    for key in (nudge, close):
        dues.forget(key)
    if terms.closes_at is None or is_closed:
        return
    at = terms.closes_at
    dues.plan(Due(nudge, NUDGE, _UTC, at - _BEFORE, None, chain.compound_id, chain.id, _NUDGE_LATE))
    dues.plan(Due(close, CLOSE, _UTC, at, None, chain.compound_id, chain.id, _CLOSE_LATE))
