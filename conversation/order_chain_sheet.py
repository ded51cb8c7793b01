"""The sheets of a buy (表格): made from its row just before they are sent, for its organiser in private."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from conversation.content import Content, Document, Photo, Recipe, Text
from conversation.grammar import grammar_of
from conversation.reach import private_chat
from conversation.turn import Repositories
from domain import payment as payments
from domain.wall_clock import zone_named
from rendering import order_chain_sheet as sheets
from rendering.order_chain_papers import Papers
from rendering.order_chain_picture import preview
from rendering.payment import paid_said, refunds
from storage.compound import Compounds
from storage.order_chain import Chain, OrderChains
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outgoing
from storage.payment import Payments
from storage.person import Persons
from storage.store import Query

SHEET = "order sheet"
PREVIEW = "order preview"
_NEXT = "谁付了、谁没付，发「收款」；东西到了，发「到货」。"


async def gather(query: Query, chain_id: int) -> Papers | None:
    """Read what the sheets of a buy show."""
    chain = await OrderChains(query).get(chain_id)
    if chain is None:
        return None
    compound = await Compounds(query).get(chain.compound_id)
    zone = zone_named(compound.time_zone if compound is not None else None)
    buy = await OrderStates(query).whole(chain)
    accounts = {order.author for order in buy.orders.values()} | ({buy.organiser} if buy.organiser else set())
    said_at = await OrderStates(query).said_at(chain_id)
    closed_at = datetime.fromtimestamp(chain.closed_at, zone) if chain.closed_at is not None else None
    noted = await Payments(query).of(chain_id)
    stand = payments.accounts(payments.owed(buy), noted) if noted else {}
    return Papers(
        buy,
        made_at=closed_at or datetime.fromtimestamp(max(said_at.values(), default=0), zone),
        names=await Persons(query).names(accounts),
        said_at={message: datetime.fromtimestamp(at, zone) for message, at in said_at.items()},
        paid={party: paid_said(account) for party, account in stand.items()},
        refunds=refunds(stand),
        closed_at=closed_at,
        compound=compound.name if compound is not None else None,
        villas=grammar_of(compound.address_words).villas if compound is not None else False,
    )


def _draw_sheet(papers: Papers) -> Content:
    return Document(sheets.file_name(papers), sheets.workbook(papers), _NEXT, is_discreet=True)


def _draw_preview(papers: Papers, font: Path) -> Content:
    picture = preview(papers, font)
    return Photo(picture, is_discreet=True) if picture is not None else Text("预览图画不出来：机器上的字体缺字。")


async def _no_picture(query: Query, chain_id: int) -> Papers | None:
    return None


def recipes(font: Path | None) -> dict[str, Recipe[Any]]:
    """Return the recipes of the sheets. Without a Chinese font there is no picture: never boxes for characters."""
    sheet = Recipe(gather, _draw_sheet, is_heavy=True)
    if font is None:
        return {SHEET: sheet, PREVIEW: Recipe(_no_picture, _draw_sheet)}
    return {SHEET: sheet, PREVIEW: Recipe(gather, partial(_draw_preview, font=font), is_heavy=True)}


async def for_organiser(store: Repositories, chain: Chain) -> tuple[Outgoing, ...]:
    """Return what sends the sheets to the organiser in private; nothing where they never opened the bot."""
    chat = await private_chat(store, chain.organiser) if chain.organiser is not None else None
    return sending(chat.id, chain.id) if chat is not None else ()


def sending(chat_id: int, chain_id: int) -> tuple[Outgoing, ...]:
    """Return what sends the sheets of a buy into a private chat: the picture first, then the file."""
    return tuple(
        Outgoing("recipe", Lane.MESSAGE, chat_id, {"recipe": recipe, "subject": chain_id})
        for recipe in (PREVIEW, SHEET)
    )
