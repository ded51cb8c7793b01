"""How long what is kept of people is kept (see docs/privacy.md)."""

from dataclasses import dataclass

DAY = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Periods:
    """Days: of what is said of medicine after it is done, of a buy after it is closed, of the audit after the act."""

    medicine_days: int = 30
    orders_days: int = 180
    audit_days: int = 365
