"""接龙 (order chain): what the reader must know of a chat's buys, recording what it read, the tally's recipe."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from conversation.content import Button, Recipe, Text
from conversation.turn import Turn
from domain.order_chain import (
    Act,
    ChainReading,
    Change,
    Good,
    Order,
    Statement,
    Unclear,
    Verb,
    Want,
    account_key,
    tally,
)
from domain.order_chain_fold import apply, fold, touches
from parsing.reading import Context, OpenBuy, Stated
from rendering import order_chain as rendering
from storage.message import Version
from storage.order_chain import Chain, OrderChains
from storage.outbox import Place
from storage.person import Persons
from storage.store import Query

TALLY = "tally"
_LATE = 12 * 3600  # seconds after closing within which an order is answered


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a message did to the buys: those changed (and whether each is closed now), what was unclear, what came after
    closing."""

    chains: Mapping[int, bool] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    late: tuple[Act, ...] = ()
    others: tuple["Other", ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else's order that the message changed, and where its owner had written it."""

    place: Place
    before: Order
    after: Order | None


@dataclass(frozen=True, slots=True)
class Seen:
    """An open buy as it was looked at before reading: its row, its last statement, and whom the speaker speaks for."""

    chain: Chain
    last: Statement | None
    speaks_for: dict[int, str]


@dataclass(frozen=True, slots=True)
class View:
    """What was looked at before reading, and what the reader is told of it."""

    context: Context = field(default_factory=Context)
    seen: tuple[Seen, ...] = ()

    def of(self, chain_id: int) -> Seen | None:
        """Return what was seen of a buy."""
        return next((one for one in self.seen if one.chain.id == chain_id), None)


# --- before reading -------------------------------------------------------------------------------------------


async def look(turn: Turn) -> View:
    """Return the open buys of the chat, seen by who speaks; where none is open, one closed a short while ago: who comes
    late shall hear it."""
    chains = await turn.store.chains.open_in(turn.chat.id)
    chains += await _stated_in_before(turn, chains)
    if not chains:
        closed = await turn.store.chains.closed_in(turn.chat.id, turn.now - _LATE)
        chains = [closed] if closed is not None else []
    speaker = await turn.known_person()
    if _opens_anew(turn, speaker, chains):
        return View()
    is_list = turn.message is not None and "\n" in turn.message.text
    buys, seen = [], []
    for chain in chains:
        party, mine = await turn.store.chains.mine(chain.id, speaker) if speaker is not None else (None, ())
        last = await turn.store.chains.last_statement(chain.id)
        seen.append(Seen(chain, last, {speaker: party} if speaker is not None and party is not None else {}))
        buys.append(
            OpenBuy(
                id=chain.id,
                title=chain.title,
                goods=chain.goods,
                heard=() if chain.goods else tuple(map(Good, await turn.store.chains.items(chain.id))),
                mine=tuple(Want(line.item, line.quantity, line.measure) for line in mine),
                speaker_is_organiser=speaker is not None and speaker == chain.organiser,
                said_just_before=_said_just_before(last, speaker),
                parties=await turn.store.chains.parties(chain.id) if is_list else frozenset(),
            )
        )
    return View(Context(buys=tuple(buys)), tuple(seen))


def _opens_anew(turn: Turn, speaker: int | None, chains: list[Chain]) -> bool:
    """Say whether an organiser posts a list while none of their buys is open: the next round, not the closed one."""
    is_list = turn.message is not None and not turn.message.version.edited_at and "\n" in turn.message.text
    return is_list and speaker is not None and all(one.is_closed and one.organiser == speaker for one in chains)


async def _stated_in_before(turn: Turn, known: list[Chain]) -> list[Chain]:
    """Return the closed buys in which an edited message stated something: it shall still be read for them."""
    if turn.message is None or not turn.message.version.edited_at:
        return []
    version = turn.message.version
    message = await turn.store.messages.at(version.address_id, version.number)
    stated = await turn.store.chains.stated_in(message) if message is not None else []
    others = [await turn.store.chains.get(chain) for chain in stated if chain not in {one.id for one in known}]
    return [chain for chain in others if chain is not None]


def _said_just_before(last: Statement | None, speaker: int | None) -> tuple[Want, ...]:
    """Return what 我也要 would mean: the last order, if somebody else said it in one breath."""
    if last is None or last.author == speaker or last.reading.is_list or len(last.reading.acts) != 1:
        return ()
    act = last.reading.acts[0]
    return act.wants if act.verb in (Verb.ORDER, Verb.SET, Verb.ADD) else ()


# --- recording ------------------------------------------------------------------------------------------------


async def record(turn: Turn, stated: tuple[Stated, ...], view: View) -> Recorded:
    """Record what the message of the turn states, in place of whatever an earlier version of it stated.

    A message that states nothing, and never did, leaves no trace.
    """
    if turn.message is None or turn.chat.compound_id is None:
        return Recorded()
    version = turn.message.version
    if not stated and not version.edited_at:
        return Recorded()
    author = await turn.person()
    message = await turn.store.messages.keep(version, author)
    if message is None:  # a newer version is known already
        return Recorded()
    before = await turn.store.chains.stated_in(message) if version.edited_at else []
    now = await _readings_by_chain(turn, stated, message, version)
    changed: dict[int, bool] = {}
    unclear: list[Unclear] = []
    late: list[Act] = []
    others: list[Other] = []
    for chain_id in sorted({*before, *now}):
        statement = _statement(version, message, author, now.get(chain_id))
        seen = view.of(chain_id) or await _seen(turn, chain_id, author)
        if _is_too_late(seen.chain, version, author):
            late += statement.reading.acts or (Act(Verb.REMOVE),)
            continue
        if chain_id in before:
            change = await _restate(turn, seen.chain, statement, is_withdrawn=chain_id not in now)
        else:
            change = await _state(turn, seen, statement)
        changed[chain_id] = change.closed
        unclear += change.unclear
        late += change.late
        others += await _others(turn, change, author)
    return Recorded(changed, tuple(unclear), tuple(late), tuple(others))


async def _others(turn: Turn, change: Change, author: int) -> list[Other]:
    """Return the orders of others that a change touched: they shall hear of it, once each."""
    found: dict[Place, Other] = {}
    for before, after in change.orders.values():
        if before is None or (after is None and before.author == author):
            continue
        left = after.lines if after is not None else ()
        for line in before.lines:
            written = await turn.store.messages.author_of(line.since) if line not in left else None
            if written is not None and written[0] not in (author, None):
                found.setdefault(written[1], Other(written[1], before, after))
    return list(found.values())


async def _readings_by_chain(
    turn: Turn, stated: tuple[Stated, ...], message: int, version: Version
) -> dict[int, ChainReading]:
    """Return the readings by buy; one for no buy opens its own, once: an edit of the opening message means the same."""
    readings: dict[int, ChainReading] = {}
    for one in stated:
        chain_id = one.buy
        if chain_id is None:
            opened = await turn.store.chains.opened_by(message) if version.edited_at else None
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


def _is_too_late(chain: Chain, version: Version, author: int) -> bool:
    """Say whether an edit comes after closing: it keeps its message's old time, and would count as said before it."""
    return chain.closed_at is not None and version.edited_at >= chain.closed_at and author != chain.organiser


async def _state(turn: Turn, seen: Seen, statement: Statement) -> Change:
    """Record a new statement: applied to the stored state where it is the latest, else everything is folded anew."""
    chains = turn.store.chains
    chains.state(seen.chain, statement)
    last = seen.last
    if last is not None and (last.said_at, last.sequence) > (statement.said_at, statement.sequence):
        return await _refold(turn, seen.chain, statement)
    wanted = touches(statement.reading, statement.author, seen.speaks_for)
    change = apply(await chains.part(seen.chain, wanted, seen.speaks_for), statement)
    chains.change(seen.chain, change, _stated_at(turn))
    return change


async def _seen(turn: Turn, chain_id: int, author: int) -> Seen:
    chain = await turn.store.chains.get(chain_id)
    if chain is None:
        raise LookupError("a statement in a buy that is not there")
    party, _ = await turn.store.chains.mine(chain_id, author)
    last = await turn.store.chains.last_statement(chain_id)
    return Seen(chain, last, {author: party} if party is not None else {})


async def _restate(turn: Turn, chain: Chain, statement: Statement, *, is_withdrawn: bool) -> Change:
    """Record what an edited message states now in a buy where it stated something before; return what that did.

    A buy that nobody states anything in any more is closed: its opening was taken back.
    """
    if is_withdrawn:
        turn.store.chains.withdraw(chain.id, statement.message)
    else:
        turn.store.chains.state(chain, statement)
    return await _refold(turn, chain, statement)


async def _refold(turn: Turn, chain: Chain, statement: Statement) -> Change:
    """Fold a buy anew; return what `statement` did in its place among the others, and whether the buy is closed now."""
    statements = await turn.store.chains.statements(chain.id)
    buy = fold(statements)
    if not statements:
        buy = replace(buy, title=chain.title, closed=True)
    turn.store.chains.rewrite(chain, buy, _stated_at(turn))
    place = (statement.said_at, statement.sequence)
    change = apply(fold(said for said in statements if (said.said_at, said.sequence) < place), statement)
    return replace(change, closed=buy.closed)


def _stated_at(turn: Turn) -> int:
    """Return when the turn's message was written as it is now (UTC seconds)."""
    if turn.message is None:
        return turn.now
    return turn.message.version.edited_at or turn.message.version.sent_at


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
