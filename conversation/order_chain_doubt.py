"""接龙: a message that may mean several things is asked about, once, with the guesses as buttons.

What is asked about is kept as it was said, for an hour; the answer reads it again, knowing what was meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from conversation.order_chain import Recorded
from conversation.order_chain_view import View
from conversation.turn import Incoming, Sender, Turn
from domain.building import building_name
from domain.due import Due
from domain.order_chain import Reason, folded
from parsing.chain_mark import GOODS_SCALE
from parsing.context import RECORD, OpenBuy
from parsing.normalise import normalise
from parsing.reading import Reading
from rendering import order_chain as rendering
from storage.message import Version
from storage.question import Question

WHICH = "which"  # the kind of these questions
DOUBT = "order chain doubt"  # what is due when nobody answers
NONE_OF_THESE = "都不是"
_PATIENCE = 600  # seconds after which the organiser is asked
_MOST = 8  # guesses shown
_BUILDING = re.compile("[0-9A-Z]{1,4}号楼")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is asked, and the guesses: goods, titles of buys, buildings, or so many in place of words of the message,
    `instead_of`. `meant` is what was confirmed before."""

    asks: str
    options: tuple[str, ...]
    meant: tuple[str, ...] = ()
    instead_of: str = ""


def doubt_of(reading: Reading, recorded: Recorded, view: View) -> Doubt | None:
    """Return what a message leaves to be asked, or None."""
    if reading.questions:
        first = reading.questions[0]
        return Doubt(first.asks, tuple(dict.fromkeys(first.options))[:_MOST], view.meant, first.instead_of)
    if not recorded.unclear:
        return None
    goods = tuple(dict.fromkeys(good.name for buy in view.context.buys for good in (*buy.goods, *buy.heard)))
    is_which = recorded.unclear[0].reason is Reason.WHICH_ITEM
    return Doubt(rendering.doubt(recorded.unclear), goods[:_MOST] if is_which else (), view.meant)


async def ask(turn: Turn, doubt: Doubt) -> None:
    """Ask who wrote the message of the turn. Without guesses it is only said what is missing."""
    if turn.message is None or turn.sender is None or not doubt.options:
        turn.say(doubt.asks)
        return
    version = turn.message.version
    about: dict[str, Any] = {
        "text": turn.message.text,
        "asks": doubt.asks,
        "options": list(doubt.options),
        "meant": list(doubt.meant),
        "instead_of": doubt.instead_of,
        "account": turn.sender.telegram_user_id,
        "name": turn.sender.name,
        "address": version.address_id,
        "number": version.number,
        "sent_at": version.sent_at,
        "chat": turn.chat.id,
    }
    await forget(turn)
    text = rendering.asked_about(turn.message.text, doubt.asks)
    question = await turn.ask(WHICH, text, about, options=(*doubt.options, NONE_OF_THESE))
    due = Due(
        f"{DOUBT}:{question}", DOUBT, turn.zone, turn.now + _PATIENCE, None, turn.chat.compound_id, question, 3600
    )
    turn.store.dues.plan(due)


async def forget(turn: Turn) -> None:
    """Who has been asked has said something clear since: they are not asked any more."""
    person = await turn.known_person()
    if person is None:
        return
    for question in await turn.store.questions.of(turn.chat.id, person, turn.now):
        if question.kind == WHICH:
            drop(turn, question)


def drop(turn: Turn, question: Question) -> None:
    """The question is answered, or asked of somebody else now."""
    turn.store.questions.answered(question.id)
    turn.store.dues.forget(f"{DOUBT}:{question.id}")


def asked_again(turn: Turn, question: Question, text: str | None = None) -> Turn:
    """Return the turn of the message that was asked about, as one edited now; with `text` in place of its own."""
    about = question.about
    arrived = turn.message.version.version if turn.message is not None else 0  # two answers may come in one second
    version = Version(about["address"], about["number"], about["sent_at"], turn.now, arrived)
    sender = Sender(about["account"], about["name"])
    return turn.speaking(sender, Incoming(version, text if text is not None else about["text"]))


def amended(question: Question, option: str) -> str | None:
    """Return the message that was asked about with the option in place of the words that it stands for; None where it
    stands for none."""
    said = question.about.get("instead_of")
    if not said or option == RECORD:
        return None
    return normalise(question.about["text"]).text.replace(said, option, 1)


def option_meant(question: Question, text: str) -> str | None:
    """Return the guess that an answer in words picks, or None where it is none of them."""
    if question.about.get("instead_of") and (counted := _number_in(question, text)) is not None:
        return counted
    said = folded(text)
    found = [option for option in question.about["options"] if folded(option) == said]
    found = found or [option for option in question.about["options"] if building_name(option) == building_name(said)]
    found = found or [option for option in question.about["options"] if said and said in folded(option)]
    return found[0] if len(found) == 1 else None


def _number_in(question: Question, text: str) -> str | None:
    """Return the number that an answer is (两板, 4), in the measure that was asked for; None where it is none."""
    said = normalise(text).text.strip(" 。!~吧")
    measure = question.about["options"][0].lstrip("0123456789")
    numbers = list(GOODS_SCALE.numbers(said))
    if (
        len(numbers) != 1
        or (numbers[0].start, numbers[0].end) != (0, len(said))
        or numbers[0].measure not in (None, measure)
    ):
        return None
    return f"{numbers[0].value.normalize():f}{measure}"


def knowing(view: View, options: Iterable[str]) -> View:
    """Return the view for reading the message again: only the buy, the goods or the building that were meant; 记下 is
    meant as it stands."""
    for option in options:
        view = replace(_knowing(view, option), meant=(*view.meant, option))
    return view


def _knowing(view: View, option: str) -> View:
    if option == RECORD:
        return replace(view, context=replace(view.context, is_sure=True))
    titled = [buy for buy in view.context.buys if option in (buy.title, f"团购{buy.id}")]
    buys = titled or [_of_one(buy, option) for buy in view.context.buys if _names(buy, option)]
    if not buys and _BUILDING.fullmatch(option) is not None:
        return replace(view, building=building_name(option))
    return replace(view, context=replace(view.context, buys=tuple(buys)))


def _names(buy: OpenBuy, option: str) -> bool:
    return any(good.name == option for good in (*buy.goods, *buy.heard))


def _of_one(buy: OpenBuy, option: str) -> OpenBuy:
    return replace(
        buy,
        goods=tuple(good for good in buy.goods if good.name == option),
        heard=tuple(good for good in buy.heard if good.name == option),
    )
