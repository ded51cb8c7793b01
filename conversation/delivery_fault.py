"""到货: a household's short, broken or wrong goods, shown to the organiser with what may be given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversation.content import Button, Buttons
from conversation.payment import Book, open_book
from conversation.reach import private_chat
from conversation.telling import tell
from conversation.turn import Repositories
from domain.delivery import Bought, Delivery, Fault, suggested
from parsing.normalise import normalise
from parsing.quantity import find_quantities
from rendering import delivery as rendering
from rendering.order_chain_papers import Portion

_MOST = 4  # amounts offered


@dataclass(frozen=True, slots=True)
class Report:
    """A household about whose goods something is said."""

    delivery: Delivery
    book: Book
    bag_id: int
    stop_id: int
    party: str

    @property
    def called(self) -> str:
        """What the household is called where volunteers read it: its place, else its name."""
        bag = self.book.bags.get(self.party)
        return (bag.place or bag.name if bag is not None else "") or self.book.called(self.party)

    @property
    def portions(self) -> Sequence[Portion]:
        """What it ordered."""
        bag = self.book.bags.get(self.party)
        return bag.portions if bag is not None else ()


async def report_of(store: Repositories, bag_id: int) -> Report | None:
    """Return the household of a bag, or None."""
    found = await store.deliveries.bag(bag_id)
    delivery = await store.deliveries.get(found[0]) if found is not None else None
    chain = await store.chains.get(delivery.chain_id) if delivery is not None else None
    book = await open_book(store, chain) if chain is not None else None
    if found is None or delivery is None or book is None:
        return None
    return Report(delivery, book, bag_id, found[1].stop_id, found[1].party)


async def tell_organiser(store: Repositories, fault_id: int, now: int) -> bool:
    """Ask the organiser in private what is given back; return whether they can be reached. Until then it stands in
    their payment list."""
    fault = await store.deliveries.fault(fault_id)
    report = await report_of(store, fault.bag_id) if fault is not None else None
    organiser = report.book.chain.organiser if report is not None else None
    chat = await private_chat(store, organiser) if organiser is not None else None
    if fault is None or report is None or chat is None:
        return False
    text = rendering.decide(report.book.chain.title, report.book.called(report.party), fault)
    tell(store, chat, text, now, buttons=decision_buttons(report, fault), photo=fault.photo)
    return True


def _price_of(portion: Portion) -> Decimal | None:
    """Return what one of it cost; on average, where some were ordered at another price."""
    return portion.amount / portion.quantity if portion.amount is not None and portion.quantity else None


def decision_buttons(report: Report, fault: Fault) -> Buttons:
    """Return the amounts that may be given back, as buttons."""
    bought = [Bought(one.item, one.quantity, one.measure, _price_of(one)) for one in report.portions]
    said = [found.value for found in find_quantities(normalise(fault.words).text)]
    refunds = suggested(bought, fault.words, said)[:_MOST]
    rows = [[Button(rendering.refund_label(one), data=f"refund:{fault.id}:{one.fen}")] for one in refunds]
    return [*rows, [Button("别的数", data=f"refundAsk:{fault.id}"), Button("不退", data=f"refund:{fault.id}:0")]]
