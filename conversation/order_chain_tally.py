"""The live tally (汇总) of a buy: what it shows is read just before it is sent; its pages are private."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from conversation.content import Button, Recipe, Text
from conversation.order_chain_no_phone import asked_of
from conversation.order_chain_view import TALLY
from conversation.turn import Turn
from domain.order_chain import account_key, tally
from rendering import order_chain as rendering
from storage.compound import Compounds
from storage.order_chain import Chain, OrderChains
from storage.order_chain_state import OrderStates
from storage.person import Persons
from storage.slot import Wish
from storage.store import Query


async def gather_tally(query: Query, chain_id: int) -> rendering.Tally | None:
    """Read what the tally of a buy shows."""
    chain = await OrderChains(query).get(chain_id)
    if chain is None:
        return None
    buy = await OrderStates(query).whole(chain)
    nameless = {order.author for order in buy.orders.values() if order.party == account_key(order.author)}
    names = await Persons(query).names(nameless)
    asked = await asked_of(query, chain, buy.orders.values())
    return rendering.Tally(chain_id, buy, tally(buy), names, await _closes(query, chain), asked)


async def _closes(query: Query, chain: Chain) -> str | None:
    if chain.terms.closes_at is None:
        return None
    zone = await Compounds(query).zone(chain.compound_id)
    at = datetime.fromtimestamp(chain.terms.closes_at, zone)
    return f"{at.month}月{at.day}日{at:%H:%M}"


def draw_tally(shown: rendering.Tally, bot_name: str) -> Text:
    """Draw the live tally of a buy: one message, whatever its size; what does not fit is read in private."""
    text = rendering.tally_text(shown)
    if text is not None:
        return Text(text, named=_named(shown))
    link = f"https://t.me/{bot_name}?start={TALLY}_{shown.chain_id}"
    return Text(rendering.tally_short(shown), [[Button("看全部名单", url=link)]], _named(shown))


def _named(shown: rendering.Tally) -> tuple[str, ...]:
    """Return what the organiser wrote for all to see."""
    return (shown.buy.title or "", *(good.name for good in shown.buy.goods))


def draw_page(shown: rendering.Tally, page: int) -> Text:
    """Draw one page of the whole tally; a page that is not there any more is the last."""
    pages = rendering.tally_pages(shown)
    page = max(0, min(page, len(pages) - 1))
    return Text(pages[page], page_buttons(shown.chain_id, page, len(pages)))


def page_buttons(chain_id: int, page: int, pages: int) -> list[list[Button]]:
    """Return the buttons that turn the pages of a tally."""
    row = []
    if page > 0:
        row.append(Button("◀ 上一页", data=f"tally:{chain_id}:{page - 1}"))
    if page + 1 < pages:
        row.append(Button("下一页 ▶", data=f"tally:{chain_id}:{page + 1}"))
    return [row] if row else []


def recipes(bot_name: str) -> dict[str, Recipe[rendering.Tally]]:
    """Return the recipes of this feature, for the bot of that @name."""
    return {TALLY: Recipe(gather_tally, partial(draw_tally, bot_name=bot_name))}


def slot_of(chain_id: int) -> str:
    """Return the name of the slot that shows a buy's tally."""
    return f"{TALLY}:{chain_id}"


async def keep_tallies(turn: Turn, chains: Mapping[int, bool], chat_id: int) -> None:
    """Bring the tallies of buys of a group up to date, from wherever that was caused: by buy, whether it is closed."""
    group = turn.chat if turn.chat.id == chat_id else await turn.store.chats.current(chat_id)
    for chain_id, is_closed in chains.items() if group is not None else ():
        wish = Wish(slot_of(chain_id), TALLY, chain_id, is_pinned=True, is_live=not is_closed)
        turn.store.slots.keep(wish, chat_id)
        turn.store.outbox.put_slot(chat_id, wish.name, turn.now)


def keep_tally(turn: Turn, chain_id: int, *, is_closed: bool) -> None:
    """Bring the tally of a buy up to date; a closed one is not sent anew when the group moves."""
    turn.keep(slot_of(chain_id), TALLY, chain_id, is_pinned=True, is_live=not is_closed)
