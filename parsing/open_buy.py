"""What the reader needs to know of an open buy, made from its state and from what was said last. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.order_chain import Buy, ChainReading, Good, Verb, Want, Who, account_key, folded
from parsing.context import Asked, OpenBuy, Reading


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said last about a buy: the last order, who spoke, whom the organiser asked, which goods were named."""

    speaker: int | None = None  # the resident who spoke last
    ordered: tuple[Want, ...] = ()
    ordered_by: int | None = None
    asked: Asked | None = None
    asked_of: int | None = None
    offered: tuple[str, ...] = ()  # goods that the organiser named last, if nobody has spoken since
    waiting: Asked | None = None  # what the speaker said that nobody could read to the end: +2, of which goods?
    named: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    place: Who | None = None  # where the speaker said to live, in a message of its own

    def after(self, author: int, by_organiser: bool, reading: Reading, stated: ChainReading | None) -> "Talk":
        """Return the talk after a message with what it stated in this buy, if anything."""
        if by_organiser and (stated is None or not stated.is_list):
            asks = _completed(reading.asks, self.waiting)
            return replace(self, asked=asks, asked_of=self.speaker if asks else None, offered=reading.talks_of)
        waiting = next((question.about for question in reading.questions if question.about is not None), None)
        said = Who(reading.lives_at) if reading.lives_at is not None else reading.place
        place = said or (self.place if author == self.speaker else None)
        talk = replace(self, speaker=author, waiting=waiting, offered=(), place=place)
        if author == self.asked_of:
            talk = replace(talk, asked=None, asked_of=None)
        if reading.talks_of:
            talk = replace(talk, named={**self.named, author: reading.talks_of})
        wants = ordered_in(stated)
        return replace(talk, ordered=wants, ordered_by=author) if wants else talk

    def asking(self, author: int, asked: Asked) -> "Talk":
        """Return the talk after the bot asked `author` something (`Question.about`): one word is now an answer."""
        return replace(self, asked=asked, asked_of=author, waiting=None)


def _completed(asks: Asked | None, waiting: Asked | None) -> Asked | None:
    """Return what the organiser asks (哪种？) with what the resident had already said (+2)."""
    if asks is None or waiting is None or waiting.quantity is None or asks.quantity is not None:
        return asks
    return replace(waiting, item=asks.item or waiting.item)


def ordered_in(stated: ChainReading | None) -> tuple[Want, ...]:
    """Return what a message orders that somebody may want as well (我也要): its last order."""
    if stated is None or stated.is_list:
        return ()
    orders = [act.wants for act in stated.acts if act.verb in (Verb.ORDER, Verb.ADD) and act.wants]
    return tuple(want for want in orders[-1] if want.item is not None) if orders else ()


def open_buy(id: int, buy: Buy, author: int, talk: Talk | None = None) -> OpenBuy:  # noqa: A002
    """Return `buy` as the reader needs it for a message of `author`."""
    order = buy.orders.get(buy.speaks_for.get(author, account_key(author)))
    mine = tuple(Want(line.item, line.quantity, line.measure) for line in order.lines) if order is not None else ()
    seen = OpenBuy(
        id=id,
        title=buy.title,
        goods=buy.goods,
        heard=() if buy.goods else _heard(buy),
        mine=mine,
        is_unplaced=bool(mine) and order is not None and order.residence is None,
        speaker_is_organiser=author == buy.organiser,
        may_close=author == buy.organiser,
        parties=frozenset(buy.orders),
        names=frozenset(folded(order.name) for order in buy.orders.values() if order.name),
    )
    return with_talk(seen, talk or Talk(), author)


def with_talk(buy: OpenBuy, talk: Talk, author: int) -> OpenBuy:
    """Return `buy` with what of the talk concerns a message of `author` (as the talk numbers those who speak)."""
    return replace(
        buy,
        said_just_before=talk.ordered if talk.ordered_by != author else (),
        asked=talk.asked if talk.asked_of == author else None,
        talked_of=talk.named.get(author, ()) or talk.offered,
        place=talk.place if talk.speaker == author and not buy.mine else None,
    )


def _heard(buy: Buy) -> tuple[Good, ...]:
    """Return the goods that people have ordered, for a buy whose header names none."""
    names = {folded(line.item): line.item for order in buy.orders.values() for line in order.lines}
    return tuple(Good(name) for name in names.values())
