"""When a buy closes by the clock: an hour before the leads ask who has no phone, half an hour before a word, once, and
the closing itself."""

from zoneinfo import ZoneInfo

from domain.due import Due
from domain.order_chain import Terms
from storage.due import Dues
from storage.order_chain import Chain

NUDGE = "order chain nudge"
CLOSE = "order chain close"
NO_PHONE = "order chain no phone"  # who cannot read the group is asked about before it is too late

_BEFORE = 1800  # seconds
_BEFORE_NO_PHONE = 3600  # time enough to knock at some doors
_NUDGE_LATE = 900  # after that there is no use in hurrying anybody
_NO_PHONE_LATE = 3300
_CLOSE_LATE = 30 * 24 * 3600  # however late: what is over is over


def keep_deadline(dues: Dues, chain: Chain, terms: Terms, zone: ZoneInfo, *, is_closed: bool) -> None:
    """Plan the closing of a buy by its terms as they are now; what is closed already needs none. `zone` is the
    compound's: what comes late minds its quiet hours."""
    if terms.closes_at == chain.terms.closes_at and is_closed == chain.is_closed:
        return
    nudge, close, no_phone = (f"{kind}:{chain.id}" for kind in (NUDGE, CLOSE, NO_PHONE))
    for key in (nudge, close, no_phone):
        dues.forget(key)
    if terms.closes_at is None or is_closed:
        return
    at = terms.closes_at
    dues.plan(Due(nudge, NUDGE, zone, at - _BEFORE, None, chain.compound_id, chain.id, _NUDGE_LATE))
    due = Due(no_phone, NO_PHONE, zone, at - _BEFORE_NO_PHONE, None, chain.compound_id, chain.id, _NO_PHONE_LATE)
    dues.plan(due)
    dues.plan(Due(close, CLOSE, zone, at, None, chain.compound_id, chain.id, _CLOSE_LATE))
