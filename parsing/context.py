"""What is known when a message is read, and what a reading of it says (see `read_message` in parsing/reading.py)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.order_chain import ChainReading, Good, Verb, Want, Who
from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from parsing.reminder import ReminderReading
from parsing.reminder_cancel import CancelReading
from parsing.test_report import TestReading

if TYPE_CHECKING:
    from parsing.medication import MedicationReading

NOBODY = Who()  # but the speaker
RECORD, LEAVE = "记下", "先不记"  # what may be answered to 先记下吗?


@dataclass(frozen=True, slots=True)
class Asked:
    """What this speaker was just asked, by the organiser (要几袋? 蜜橘+1吗?) or by the bot (哪一样?): what is known of
    item, number and measure. A short answer gives the rest; `verb` and `who` say what it then does, and for whom.

    `instead_of` is what `item` would replace (蜜橘没了，换雪梨可以吗).
    """

    item: str | None = None
    quantity: Decimal | None = None
    measure: str | None = None
    verb: Verb = Verb.ORDER
    who: Who = NOBODY
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class OpenBuy:
    """An open buy as the reader needs to know it. `mine` is what the speaker has in it now.

    `asked` is set where the organiser's last words to the speaker were a question or an offer; `talked_of` are the
    goods that the speaker asked about before; `parties` are the keys of the orders in the buy (see `party_key`).
    """

    id: int
    title: str | None = None
    goods: tuple[Good, ...] = ()
    mine: tuple[Want, ...] = ()
    speaker_is_organiser: bool = False
    may_close: bool = False  # the speaker opened it, though they speak in it as a resident
    said_just_before: tuple[Want, ...] = ()  # another resident's order right before this message (我也要)
    asked: Asked | None = None
    talked_of: tuple[str, ...] = ()
    parties: frozenset[str] = frozenset()
    is_unplaced: bool = False  # the speaker has an order of which no residence is known
    names: frozenset[str] = frozenset()  # what those are called who have an order, as `folded` writes it
    heard: tuple[Good, ...] = ()  # what people ordered, where the header names no goods
    place: Who | None = None  # where the speaker, who has no order yet, just said to live, and nothing else: 9-402
    alike: tuple[Want, ...] = ()  # what the household has that the message names as its model (和302一样)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a message is read. `replied_to` is the buy of the message that this one answers, if any;
    `rounds` are the kinds of the test rounds that are on, `late_rounds` of those that ended lately; `may_remind`: the
    speaker may have groups reminded; `is_sure`: who wrote it was asked, and it is meant as it stands."""

    buys: tuple[OpenBuy, ...] = ()
    grammar: AddressGrammar = DEFAULT_GRAMMAR
    replied_to: int | None = None
    rounds: tuple[str, ...] = ()
    late_rounds: tuple[str, ...] = ()
    may_remind: bool = False
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A message's statement in one buy; `buy` is None where the message opens a new one."""

    buy: int | None
    reading: ChainReading


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the original text (`text[start:end]`) that decided, and the name of the rule that they met."""

    start: int
    end: int
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Question:
    """Two readings are possible: which of them, to be asked of the speaker. `options` are short and readable.

    `about` is what the message said of it: when the bot asks, `Talk.asking` keeps it, so that one word is an answer.
    `instead_of` are the words of the message (normalised) in whose place an option is meant.
    """

    asks: str
    options: tuple[str, ...] = ()
    about: Asked | None = None
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """What somebody says to have paid: so much (in fen; None: no amount was said), for whom (None: for themselves) and
    for what (香梨团; "" where nothing was said)."""

    fen: int | None = None
    residence: Residence | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message is. Without statements and questions it is chat, and the bot stays silent.

    `asks` is the organiser's question to a resident, `talks_of` the goods a message names without ordering them: the
    next message may answer or mean them (see `Talk` in parsing/open_buy.py). `lives_at` is where the speaker says to
    live, `paid` what they say to have paid: it is never an order; `withdraws`: what they said last shall not count
    (撤回); `reminds` what they want somebody reminded of, `cancels` which reminder shall not come any more; `tested`
    what they report of a test, `tested_late` of one that is over; `place` is where they live, if they say nothing else.
    `medication` is what is said of medicine that no open buy sells, None for nothing.
    """

    stated: tuple[Stated, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    asks: Asked | None = None
    talks_of: tuple[str, ...] = ()
    lives_at: Residence | None = None
    reminds: ReminderReading | None = None
    cancels: CancelReading | None = None
    tested: TestReading | None = None
    tested_late: TestReading | None = None
    withdraws: bool = False
    paid: Paid | None = None
    place: Who | None = None
    medication: "MedicationReading | None" = None
