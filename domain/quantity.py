"""How many, and of what measure: 两斤半 is 2.5 斤, +1 is 1 of no measure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it was said and its measure word (份, 箱, 斤 …), or None where none was said."""

    value: Decimal
    measure: str | None = None
