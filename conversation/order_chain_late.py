"""接龙, what came after closing (迟到的单): all of it is kept, and shown to the organiser in private as one list, with
加上 and 下次吧 for each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from conversation.content import Button, Recipe, Text
from conversation.reach import private_chat
from conversation.turn import Turn
from domain.order_chain import Act, Who
from rendering import order_chain_late as rendering
from storage.order_chain import Chain, OrderChains
from storage.question import Question, Questions
from storage.slot import Wish
from storage.store import Query

LATE, NEXT_TIME = "late", "nextTime"  # the organiser takes an order that came after closing, or does not
LATE_LIST = "late orders"  # the recipe of the list
_DAYS = 14 * 24 * 3600  # for which a late order waits
_MOST = 20  # shown at once: the rest follows when these are done
_LONGEST = 200  # characters kept of what was said


async def keep_late(turn: Turn, chain: Chain, late: Iterable[Act]) -> bool:
    """Keep what came too late, and show it to the organiser in private; return whether they can be reached there.

    Where they never opened the bot it waits in the list until they do (表格).
    """
    if chain.organiser is None or turn.message is None:
        return False
    chat = await private_chat(turn.store, chain.organiser)
    waiting = await waiting_for(turn.store.questions, chain)
    name = turn.sender.name if turn.sender is not None else None
    speaker = await _speaker(turn, chain)
    acts = tuple(replace(act, who=speaker) if act.who == Who() else act for act in late)
    about = {
        "chain": chain.id,
        "acts": msgspec.to_builtins(acts),
        "group": turn.chat.id,
        "who": name or "有人",
        "person": await turn.person(),
        "text": turn.message.text[:_LONGEST],
        "since": waiting[0].about["since"] if waiting else turn.message.version.version,
    }
    await turn.store.questions.ask(
        chain.compound_id, (chat or turn.chat).id, chain.organiser, LATE, about, turn.now, turn.now + _DAYS
    )
    if chat is not None:
        keep_list(turn, chat.id, chain.id, about)
    return chat is not None


async def _speaker(turn: Turn, chain: Chain) -> Who:
    """Return whom somebody who names nobody means: the order that they have in the buy, else their own name."""
    party, _ = await turn.store.states.mine(chain.id, await turn.person())
    order = (await turn.store.states.part(chain, [party], {})).orders.get(party) if party is not None else None
    if order is not None:
        return Who(order.residence, order.name, order.on_behalf)
    return Who(name=turn.sender.name if turn.sender is not None else None)


async def waiting_for(questions: Questions, chain: Chain) -> list[Question]:
    """Return the late orders of a buy that its organiser has not decided about, the first first."""
    if chain.organiser is None:
        return []
    found = await questions.of_kind(chain.organiser, LATE)
    return [question for question in found if question.about["chain"] == chain.id]


def keep_list(turn: Turn, chat_id: int, chain_id: int, about: dict[str, Any]) -> None:
    """Bring the list up to date. Once all of it is decided, the next late order begins a new one: that rings."""
    wish = Wish(f"late:{chain_id}:{about['since']}", LATE_LIST, chain_id, is_pinned=False, is_live=False)
    turn.store.slots.keep(wish, chat_id)
    turn.store.outbox.put_slot(chat_id, wish.name, turn.now)


async def show_waiting(turn: Turn, chain: Chain) -> None:
    """Show the organiser, who writes in private, what came too late while they could not be reached."""
    waiting = await waiting_for(turn.store.questions, chain)
    if waiting:
        keep_list(turn, turn.chat.id, chain.id, waiting[0].about)


@dataclass(frozen=True, slots=True)
class LateList:
    """What the list shows: the buy, and for each order its question and who said what; `is_open`: the buy goes on, and
    they are of goods that are gone."""

    title: str | None
    orders: tuple[tuple[int, str, str], ...]
    more: int
    is_open: bool = False


async def gather(query: Query, chain_id: int) -> LateList | None:
    """Read what the list of a buy shows."""
    chain = await OrderChains(query).get(chain_id)
    if chain is None:
        return None
    waiting = await waiting_for(Questions(query), chain)
    orders = tuple((one.id, str(one.about["who"]), str(one.about["text"])) for one in waiting[:_MOST])
    return LateList(chain.title, orders, len(waiting) - len(orders), is_open=not chain.is_closed)


def draw(shown: LateList) -> Text:
    """Draw the list: a row of buttons for each order."""
    text = rendering.late_list(
        shown.title, [(who, said) for _, who, said in shown.orders], shown.more, is_open=shown.is_open
    )
    rows = []
    for place, (question, _, said) in enumerate(shown.orders, 1):
        number = f"{place} " if len(shown.orders) > 1 else ""
        rows.append(
            [
                Button(f"{number}{rendering.late_label(said)}", data=f"{LATE}:{question}"),
                Button(f"{number}下次吧", data=f"{NEXT_TIME}:{question}"),
            ]
        )
    return Text(text, rows)


def recipes() -> dict[str, Recipe[Any]]:
    """Return the recipe of the list."""
    return {LATE_LIST: Recipe(gather, draw)}
