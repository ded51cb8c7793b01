"""接龙 (order chain): what the reader needs to know of a chat's buys, recording what it read, and the tally's recipe."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from conversation.content import Button, Recipe, Text
from conversation.turn import Turn
from domain.order_chain import Act, Buy, ChainReading, Statement, Unclear, Verb, Want, account_key, tally
from domain.order_chain_fold import apply, fold, touches
from parsing.reading import Context, OpenBuy, Stated
from rendering import order_chain as rendering
from storage.message import Version
from storage.order_chain import Chain, OrderChains
from storage.person import Persons
from storage.store import Query

TALLY = "tally"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a message did to the buys: those changed, what was unclear in them, what came after closing."""

    chains: tuple[int, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    late: tuple[Act, ...] = ()
    is_closed: bool = False


# --- before reading -------------------------------------------------------------------------------------------


async def context_for(turn: Turn) -> Context:
    """Return what the reader needs to know: the open buys of the chat, seen by who speaks."""
    chains = await turn.store.chains.open_in(turn.chat.id)
    if not chains or turn.sender is None:
        return Context()
    speaker = await turn.store.persons.find(turn.sender.telegram_user_id)
    return Context(buys=tuple([await _open_buy(turn, chain, speaker) for chain in chains]))


async def _open_buy(turn: Turn, chain: Chain, speaker: int | None) -> OpenBuy:
    mine: tuple[Want, ...] = ()
    if speaker is not None:
        bound = await turn.store.chains.speaks_for(chain.id, speaker)
        party = bound.get(speaker, account_key(speaker))
        buy = await turn.store.chains.part(chain, (party,), speaker)
        if party in buy.orders:
            mine = tuple(Want(line.item, line.quantity, line.measure) for line in buy.orders[party].lines)
    last = await turn.store.chains.last_statement(chain.id)
    return OpenBuy(
        id=chain.id,
        title=chain.title,
        goods=chain.goods,
        mine=mine,
        speaker_is_organiser=speaker is not None and speaker == chain.organiser,
        said_just_before=_said_just_before(last, speaker),
    )


def _said_just_before(last: Statement | None, speaker: int | None) -> tuple[Want, ...]:
    """Return what 我也要 would mean: the last order, if somebody else said it in one breath."""
    if last is None or last.author == speaker or last.reading.is_list or len(last.reading.acts) != 1:
        return ()
    act = last.reading.acts[0]
    return act.wants if act.verb in (Verb.ORDER, Verb.SET, Verb.ADD) else ()


# --- recording ------------------------------------------------------------------------------------------------


async def record(turn: Turn, stated: tuple[Stated, ...]) -> Recorded:
    """Record what the message of the turn states, in place of whatever an earlier version of it stated.

    A message that states nothing, and never did, leaves no trace.
    """
    if turn.message is None or turn.chat.compound_id is None:
        return Recorded()
    version = turn.message.version
    known = await turn.store.messages.at(version.address_id, version.number)
    if not stated and known is None and not version.edited_at:
        return Recorded()
    author = await turn.person()
    message = await turn.store.messages.keep(version, author)
    if message is None:  # a newer version is known already
        return Recorded()
    before = await turn.store.chains.stated_in(message) if known is not None else []
    now = await _readings_by_chain(turn, stated, message)
    recorded = [
        await _restate(turn, chain_id, now.get(chain_id), _statement(version, message, author, now.get(chain_id)))
        if chain_id in before
        else await _state(turn, chain_id, _statement(version, message, author, now[chain_id]))
        for chain_id in sorted({*before, *now})
    ]
    return Recorded(
        chains=tuple(sorted({*before, *now})),
        unclear=tuple(unclear for one in recorded for unclear in one.unclear),
        late=tuple(act for one in recorded for act in one.late),
        is_closed=any(one.is_closed for one in recorded),
    )


async def _readings_by_chain(turn: Turn, stated: tuple[Stated, ...], message: int) -> dict[int, ChainReading]:
    """Return the readings by buy; one for no buy opens its own, once: an edit of the opening message means the same."""
    readings: dict[int, ChainReading] = {}
    for one in stated:
        chain_id = one.buy
        if chain_id is None:
            opened = await turn.store.chains.opened_by(message)
            if opened is not None:
                chain_id = opened.id
            elif turn.chat.compound_id is not None:
                chain_id = await turn.store.chains.open(turn.chat.compound_id, turn.chat.id, message, turn.now)
        if chain_id is not None:
            readings[chain_id] = one.reading
    return readings


def _statement(version: Version, message: int, author: int, reading: ChainReading | None) -> Statement:
    said_at = datetime.fromtimestamp(version.sent_at, UTC)
    return Statement(message, author, said_at, sequence=message, reading=reading or ChainReading())


async def _state(turn: Turn, chain_id: int, statement: Statement) -> Recorded:
    """Record a new statement: applied to the stored state where it is the latest, else everything is folded anew."""
    chains = turn.store.chains
    chain = await chains.get(chain_id)
    if chain is None:
        return Recorded()
    last = await chains.last_statement(chain_id)
    await chains.state(chain, statement)
    if last is not None and (last.said_at, last.sequence) > (statement.said_at, statement.sequence):
        return await _refold(turn, chain)
    bound = await chains.speaks_for(chain_id, statement.author)
    part = await chains.part(chain, touches(statement.reading, statement.author, bound), statement.author)
    change = apply(part, statement)
    await chains.change(chain_id, change)
    return Recorded((chain_id,), change.unclear, change.late, change.closed)


async def _restate(turn: Turn, chain_id: int, reading: ChainReading | None, statement: Statement) -> Recorded:
    """Record what an edited message states now in a buy where it stated something before."""
    chain = await turn.store.chains.get(chain_id)
    if chain is None:
        return Recorded()
    if reading is None:
        await turn.store.chains.withdraw(chain_id, statement.message)
    else:
        await turn.store.chains.state(chain, statement)
    return await _refold(turn, chain)


async def _refold(turn: Turn, chain: Chain) -> Recorded:
    buy: Buy = fold(await turn.store.chains.statements(chain.id))
    await turn.store.chains.rewrite(chain.id, buy)
    return Recorded((chain.id,), is_closed=buy.closed)


# --- the tally ------------------------------------------------------------------------------------------------


async def gather_tally(query: Query, chain_id: int) -> rendering.Tally | None:
    """Read what the tally of a buy shows."""
    chains = OrderChains(query)
    chain = await chains.get(chain_id)
    if chain is None:
        return None
    buy = await chains.whole(chain)
    nameless = {order.author for order in buy.orders.values() if order.party == account_key(order.author)}
    return rendering.Tally(chain_id, buy, tally(buy), await Persons(query).names(nameless))


def draw_tally(shown: rendering.Tally, bot_name: str) -> Text:
    """Draw the live tally of a buy: one message, whatever its size; what does not fit is read in private."""
    text = rendering.tally_text(shown)
    if text is not None:
        return Text(text)
    link = f"https://t.me/{bot_name}?start={TALLY}_{shown.chain_id}"
    return Text(rendering.tally_short(shown), [[Button("看全部名单", url=link)]])


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


def keep_tally(turn: Turn, chain_id: int, *, is_closed: bool) -> None:
    """Bring the tally of a buy up to date; a closed one is not sent anew when the group moves."""
    turn.keep(slot_of(chain_id), TALLY, chain_id, is_pinned=True, is_live=not is_closed)
