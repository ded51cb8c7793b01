"""配药 (medication): what is asked for, offered or brought, for whom, and how soon.

Marks of a medicine (cold chain, controlled, prescription) are hints for a person to check, never a rule.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from domain.residence import Residence


class Intent(Enum):
    """What a message does about medicine. NONE: it talks of it, or of something else."""

    REQUEST = "request"
    OFFER = "offer"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NONE = "none"


class Kind(Enum):
    """What sort of thing a name of the lexicon stands for; a class (降压药) is no one medicine."""

    WESTERN = "w"
    PATENT = "t"
    CLASS = "c"
    SUPPLY = "s"


class Controlled(Enum):
    """By which list a medicine is controlled; such a one is never passed on between neighbours."""

    NARCOTIC = "N"
    PSYCHOTROPIC_1 = "1"
    PSYCHOTROPIC_2 = "2"
    EPHEDRINE = "E"


class Urgency(Enum):
    """The colours of the medication team's list: 红 out or nearly, 黄 soon, 绿 in good time."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Medicine:
    """What the lexicon knows of a medicine or supply, by its generic name. `treats` are classes of illness (高血压)."""

    generic: str
    kind: Kind
    common: bool = False
    ambiguous: bool = False  # an ordinary word as well, so it needs a neighbour that says that medicine is meant
    prescription: bool = False
    over_the_counter: bool = False
    cold_chain: bool = False
    controlled: Controlled | None = None
    forms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    treats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drug:
    """One medicine of a message. `mention` is as written; `strength` as written without spaces (80mg).

    `generic` is None for a class of medicines and for a name that the lexicon does not have. Where the name was
    misspelt, `guesses` are the medicines it may be, and the person is asked: `generic` is then no more than the only
    guess.
    """

    mention: str
    generic: str | None = None
    strength: str | None = None
    form: str | None = None
    quantity: Decimal | None = None
    measure: str | None = None
    guesses: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Say whether the name was written as the lexicon has it."""
        return not self.guesses


@dataclass(frozen=True, slots=True)
class MedicationNeed:
    """One household's request, offer or update as it was said. What was not said is None, False or empty.

    `patient` is 本人 for the speaker, a word of kin (母亲) or a name. `days_left`: how many days the stock lasts, 0
    when it has run out. `fetched_at` is the hospital or pharmacy where it was last dispensed, `card` what was said of
    the insurance card, `contact` a phone number.
    """

    intent: Intent
    residence: Residence | None = None
    patient: str | None = None
    drugs: tuple[Drug, ...] = ()
    urgent: bool = False
    days_left: int | None = None
    conditions: tuple[str, ...] = ()
    fetched_at: str | None = None
    card: str | None = None
    contact: str | None = None
    fridge: bool = False  # the speaker says that it must be kept cold


_RED_DAYS = 2
_YELLOW_DAYS = 5


def urgency(days_left: int | None, *, urgent: bool = False) -> Urgency:
    """Return the colour of a request whose stock lasts `days_left` days (None: not known; below 0: run out before)."""
    if urgent or (days_left is not None and days_left <= _RED_DAYS):
        return Urgency.RED
    return Urgency.YELLOW if days_left is not None and days_left <= _YELLOW_DAYS else Urgency.GREEN
