"""到货, in words: the goods are here (货到了), some of them are broken (鸡蛋碎了), so much is given back (退2块)."""

from conversation import delivery as runs
from conversation.content import Button
from conversation.delivery_fault import report_of, tell_organiser
from conversation.reach import private_chat
from conversation.turn import Turn
from domain.delivery import Delivery, Fault
from domain.order_chain import Good
from handlers import delivery, delivery_fault
from parsing.delivery import may_complain, read_arrived, read_complaint, read_refund
from rendering import delivery as rendering
from storage.order_chain import Chain

_LATELY = 48 * 3600  # seconds after its last step within which a delivery is complained of
_RECENT = 7 * 24 * 3600  # seconds after which nobody gives money back in two words
_MOST_WORDS = 300


async def take_arrival(turn: Turn) -> bool:
    """货到了: where a delivery is run, the same as 到货; in another group its organiser is offered that in private, and
    for the group it is talk. Return whether it was taken."""
    what = read_arrived(turn.message.text) if turn.message is not None and turn.sender is not None else None
    if what is None:
        return False
    is_run_here = turn.chat.kind == "private" or turn.chat.purpose in delivery.RUNNERS
    chains = [chain for chain in await delivery.deliverable(turn) if not what or _is_of(what, chain)]
    if is_run_here and chains:
        await delivery.arrive(turn, (chains[0].title or "") if what and len(chains) == 1 else "")
        return True
    person = await turn.known_person()
    mine = [chain for chain in chains if chain.organiser == person and chain.chat_id == turn.chat.id]
    chat = await private_chat(turn.store, person) if person is not None and len(mine) == 1 else None
    if chat is not None and await turn.store.deliveries.of_chain(mine[0].id) is None:
        rows = [[Button("按楼叫大家来拿", data=f"arrived:{mine[0].id}")]]
        key = f"arrival offered:{mine[0].id}"
        turn.say(rendering.offer_to_run(mine[0].title), buttons=rows, chat=chat, key=key)
    return False


def _is_of(what: str, chain: Chain) -> bool:
    title = chain.title or ""
    return what in title or (bool(title) and title in what) or any(good.name in what for good in chain.goods)


# --- what is wrong ----------------------------------------------------------------------------------------------


async def take_complaint(turn: Turn) -> bool:
    """我家鸡蛋碎了两个, in a group, while the goods are handed out or shortly after: the organiser is told in private.
    A reaction is all that the group sees. Return whether it was taken."""
    if turn.message is None or turn.sender is None or turn.chat.compound_id is None:
        return False
    person = await turn.known_person() if may_complain(turn.message.text) else None
    if person is None:
        return False
    for run in await turn.store.deliveries.handed_out(turn.chat.compound_id, turn.now - _LATELY):
        if await _complains_of(turn, run, person):
            turn.react("👌")
            return True
    return False


async def _complains_of(turn: Turn, run: Delivery, person: int) -> bool:
    """Note what is wrong with the goods that somebody ordered in this buy, for themselves or for one other."""
    chain = await turn.store.chains.get(run.chain_id)
    if chain is None or turn.message is None or chain.organiser == person:
        return False
    own, mine = await turn.store.states.mine(chain.id, person)
    others = await turn.store.states.for_others(chain, person)
    lines = {order.party: order.lines for order in others} | ({own: mine} if own is not None and mine else {})
    bags = {tick.party: tick for tick in await turn.store.deliveries.ticks(run.id) if tick.party in lines}
    party = own if own in bags else next(iter(bags)) if len(bags) == 1 else None
    if party is None:
        return False
    words = turn.message.text.strip()[:_MOST_WORDS]
    flaw = read_complaint(words, [Good(line.item) for line in lines[party]])
    report = await report_of(turn.store, bags[party].id) if flaw is not None else None
    if flaw is None or report is None:
        return False
    deliveries = turn.store.deliveries
    fault = await deliveries.note(report.bag_id, flaw, words, turn.message.photo, turn.now, person)
    await tell_organiser(turn.store, fault, turn.now)
    await runs.keep_ticks(turn.store, run, [report.stop_id], turn.now)
    await runs.keep_panel(turn.store, run, turn.now)
    return True


# --- what is given back -----------------------------------------------------------------------------------------


async def take_refund(turn: Turn) -> bool:
    """退2块, from an organiser in private: the answer to the only report that is not decided. Return whether it was."""
    amount = read_refund(turn.message.text) if turn.message is not None and turn.sender is not None else None
    person = await turn.known_person()
    if amount is None or person is None:
        return False
    open_ = await _undecided(turn, person)
    if not open_:
        return False
    if len(open_) > 1:
        turn.say(rendering.WHICH_REFUND)
        return True
    await delivery_fault.give_back(turn, open_[0].id, amount)
    return True


async def _undecided(turn: Turn, person: int) -> list[Fault]:
    """Return what was reported in an organiser's own buys lately and is not decided."""
    found: list[Fault] = []
    for chain in await turn.store.chains.organised_by(person, turn.now - _RECENT):
        run = await turn.store.deliveries.of_chain(chain.id)
        found += await turn.store.deliveries.faults(run.id) if run is not None else []
    return [fault for fault in found if fault.fen is None]
