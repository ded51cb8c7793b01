"""The one entry: `read_message` says what a message is, with the evidence and what was left unread."""

from dataclasses import replace
from datetime import datetime

from domain.order_chain import ChainReading, Terms
from parsing.claim import read_claim
from parsing.context import Asked, Context, Evidence, OpenBuy, Question, Reading, Stated
from parsing.medication_message import with_danger, with_medication
from parsing.order_chain import read_order_chain
from parsing.payment import read_paid
from parsing.reminder import read_request
from parsing.reminder_cancel import read_cancel
from parsing.terms import boxed, read_terms
from parsing.test_report import is_plain, read_test_report


def read_message(text: str, context: Context, said_at: datetime) -> Reading:
    """Say what `text` is, as said at `said_at` (aware, in the compound's zone). Never raises.

    The first of these that it is decides: who lives where, a reminder, a report of a test while a round is on, who has
    paid, an order chain with its terms, an organiser's new terms; all else is chat. What is said of medicine comes
    beside it, and places no orders; danger is heard in whatever is said.
    """
    home = read_claim(text, context.grammar)
    if home is not None:
        return Reading(lives_at=home)
    cancels = read_cancel(text, said_at) if context.may_remind else None
    if cancels is not None:
        return with_danger(Reading(cancels=cancels), text)
    reminds = read_request(text, said_at) if context.may_remind else None
    if reminds is not None:
        return with_danger(Reading(reminds=reminds), text)
    tested = read_test_report(text, context.rounds, context.grammar) if context.rounds else None
    if tested is not None:
        return with_danger(Reading(tested=tested), text)
    paid = read_paid(text, context.grammar)
    if paid is not None:
        return with_danger(Reading(paid=paid), text)
    reading = with_medication(_ordered(text, context, said_at), text, context)
    return _tested_late(reading, text, context)


def _tested_late(reading: Reading, text: str, context: Context) -> Reading:
    """Return what says nothing else as a late report of a round that is over, where it plainly is one."""
    if not context.late_rounds or reading.stated or reading.questions or reading.medication is not None:
        return reading
    late = read_test_report(text, context.late_rounds, context.grammar)
    return replace(reading, tested_late=late) if late is not None and is_plain(late, text) else reading


def _ordered(text: str, context: Context, said_at: datetime) -> Reading:
    """Return what `text` says in buys."""
    reading = read_order_chain(text, context)
    if any(one.reading.is_list for one in reading.stated):
        return replace(reading, stated=tuple(_with_terms(one, text, said_at) for one in reading.stated))
    return reading if reading.stated else _new_terms(reading, text, context, said_at)


def _with_terms(stated: Stated, text: str, said_at: datetime) -> Stated:
    """Return a posted list with the terms that its header names."""
    reading = stated.reading
    return replace(stated, reading=replace(reading, terms=read_terms(text, said_at), goods=boxed(reading.goods, text)))


def _new_terms(reading: Reading, text: str, context: Context, said_at: datetime) -> Reading:
    """Return what the organiser says of his buy's terms (截单改到九点; of several 菜团截单改到九点), if he does."""
    mine = [buy for buy in context.buys if buy.speaker_is_organiser]
    if not mine or reading.questions:
        return reading
    terms = read_terms(text, said_at)
    if terms == Terms():
        return reading
    if len(mine) > 1:
        named = [buy for buy in mine if buy.title and buy.title in text]
        if len(named) != 1:
            titles = tuple(buy.title or f"团购{buy.id}" for buy in mine[:8])
            return replace(reading, questions=(Question("哪个团？", titles),))
        mine = named
    return replace(reading, stated=(Stated(mine[0].id, ChainReading(terms=terms)),))


__all__ = ["Asked", "Context", "Evidence", "OpenBuy", "Question", "Reading", "Stated", "read_message"]
