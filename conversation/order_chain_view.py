"""接龙 (order chain), before reading: what the reader must know of a chat's buys, seen by who speaks."""

from dataclasses import dataclass, field, replace

import msgspec

from conversation.grammar import grammar_of
from conversation.turn import Turn
from domain.order_chain import Good, Line, Statement, Want, folded, room_handle
from parsing.chain_alike import find_alike, wants_of
from parsing.open_buy import Talk, ordered_in, with_talk
from parsing.reading import Context, OpenBuy, Reading
from storage.order_chain import Chain
from storage.outbox import Place

TALLY = "tally"  # the recipe that shows a buy
_LATE = 12 * 3600  # seconds after closing within which an order is answered
_FRESH = 1800  # seconds within which a question still waits for its answer


@dataclass(frozen=True, slots=True)
class Seen:
    """An open buy as it was looked at before reading: its row, its last statement, whom the speaker speaks for and
    what they have ordered, and what was said last."""

    chain: Chain
    last: Statement | None
    speaks_for: dict[int, str]
    mine: tuple[Line, ...] = ()
    talk: Talk = field(default_factory=Talk)


@dataclass(frozen=True, slots=True)
class View:
    """What was looked at before reading, and what the reader is told of it. `meant` are the guesses that were
    confirmed for this message, `building` the one among them that is where a room is."""

    context: Context = field(default_factory=Context)
    seen: tuple[Seen, ...] = ()
    meant: tuple[str, ...] = ()
    building: str | None = None

    def of(self, chain_id: int) -> Seen | None:
        """Return what was seen of a buy."""
        return next((one for one in self.seen if one.chain.id == chain_id), None)


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
        return View(Context(grammar=grammar_of(turn.chat.address_words)))
    seen = tuple([await see(turn, chain, speaker) for chain in chains])
    buys = tuple([await _as_read(turn, one, speaker) for one in seen])
    return View(Context(buys, grammar_of(turn.chat.address_words), await _answered(turn)), seen)


async def look_back(turn: Turn) -> View | None:
    """Return the buy that was closed last, a short while ago, though others are open: what they do not offer may be
    meant for it. None where there is none such, or none is open (then `look` has it)."""
    closed = await turn.store.chains.closed_in(turn.chat.id, turn.now - _LATE)
    if closed is None or not closed.goods or not await turn.store.chains.open_in(turn.chat.id):
        return None
    speaker = await turn.known_person()
    seen = await see(turn, closed, speaker)
    buy = await _as_read(turn, seen, speaker)
    return View(Context((buy,), grammar_of(turn.chat.address_words)), (seen,))


async def _answered(turn: Turn) -> int | None:
    """Return the buy that a message means by answering its tally, or what opened it or was said in it."""
    message = turn.message
    if message is None or message.reply_to is None:
        return None
    place = Place(message.version.address_id, message.reply_to)
    slot = await turn.store.slots.at(place)
    if slot is not None:
        return slot.subject_id if slot.recipe == TALLY else None
    answered = await turn.store.messages.at(place.address_id, place.number)
    stated = await turn.store.chains.stated_in(answered) if answered is not None else []
    return stated[0] if len(stated) == 1 else None


async def see(turn: Turn, chain: Chain, speaker: int | None) -> Seen:
    """Return a buy with what is needed to apply a statement of `speaker` (our id; None: an account not met yet)."""
    party, mine = await turn.store.states.mine(chain.id, speaker) if speaker is not None else (None, ())
    last = await turn.store.chains.last_statement(chain.id)
    speaks_for = {speaker: party} if speaker is not None and party is not None else {}
    return Seen(chain, last, speaks_for, mine, await _talk(turn, chain))


async def _as_read(turn: Turn, seen: Seen, speaker: int | None) -> OpenBuy:
    """Return a buy as the reader needs it."""
    chain = seen.chain
    is_list = turn.message is not None and "\n" in turn.message.text
    buy = OpenBuy(
        id=chain.id,
        title=chain.title,
        goods=chain.goods,
        heard=() if chain.goods else tuple(map(Good, await turn.store.states.items(chain.id))),
        mine=tuple(Want(line.item, line.quantity, line.measure) for line in seen.mine),
        speaker_is_organiser=speaker is not None and speaker == chain.organiser,
        parties=await turn.store.states.parties(chain.id) if is_list else frozenset(),
        names=frozenset(map(folded, await turn.store.states.names(chain.id))) if not is_list else frozenset(),
        is_unplaced=bool(seen.mine) and _is_unplaced(seen, speaker),
        alike=await _alike(turn, chain),
    )
    if turn.sender is None:
        return buy
    ordered = await _ordered_in_answered(turn, chain)
    talk = seen.talk if ordered is None else replace(seen.talk, ordered=ordered)
    return with_talk(buy, talk, turn.sender.telegram_user_id)


async def _alike(turn: Turn, chain: Chain) -> tuple[Want, ...]:
    """Return what the household has ordered whose order the message wants as well (和302一样), if that is one."""
    place = find_alike(turn.message.text, grammar_of(turn.chat.address_words)) if turn.message is not None else None
    if place is None or place.room is None:
        return ()
    orders = (await turn.store.states.part(chain, [room_handle(place.room)], {})).orders
    return wants_of(list(orders.values()), place)


async def _ordered_in_answered(turn: Turn, chain: Chain) -> tuple[Want, ...] | None:
    """Return what the answered message ordered, nothing where it is a neighbour's and no order: 我也要 means that one,
    not who spoke last. None where no such message is answered."""
    message = turn.message
    if message is None or message.reply_to is None:
        return None
    answered = await turn.store.messages.at(message.version.address_id, message.reply_to)
    if answered is None:
        return () if message.reply_author is not None else None
    reading = await turn.store.chains.reading_of(chain.id, answered)
    return None if reading is not None and (reading.is_list or not reading.acts) else ordered_in(reading)


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


def _is_unplaced(seen: Seen, speaker: int | None) -> bool:
    """Say whether the order of who speaks stands under a name or an account only."""
    party = seen.speaks_for.get(speaker) if speaker is not None else None
    return party is None or (party.startswith("n:") and "@" not in party)


# --- the talk about a buy -------------------------------------------------------------------------------------


async def _talk(turn: Turn, chain: Chain) -> Talk:
    kept = await turn.store.talks.get(chain.id)
    if kept is None:
        return Talk()
    talk = msgspec.json.decode(kept[0], type=Talk)
    is_fresh = turn.now - kept[1] < _FRESH
    return talk if is_fresh else replace(talk, asked=None, asked_of=None, named={})


def heard(turn: Turn, view: View, reading: Reading) -> None:
    """Keep what this message leaves open for the next one (我也要, a short answer to the organiser).

    Chat leaves no trace but this: the account number of who spoke last while a buy is open, until the next one speaks.
    """
    if turn.message is None or turn.sender is None:
        return
    speaker = turn.sender.telegram_user_id
    for buy in view.context.buys:
        seen = view.of(buy.id)
        if seen is None or seen.chain.is_closed:
            continue
        stated = next((one.reading for one in reading.stated if one.buy == seen.chain.id), None)
        if stated is not None and stated.closes and buy.speaker_is_organiser:
            turn.store.talks.forget(seen.chain.id)
            continue
        if not turn.message.version.edited_at:
            talk = seen.talk.after(speaker, buy.speaker_is_organiser, reading, stated)
            about = reading.questions[0].about if reading.questions else None
            talk = talk.asking(speaker, about) if about is not None else talk
        elif seen.talk.ordered_by == speaker and (wants := ordered_in(stated)):
            talk = replace(seen.talk, ordered=wants)
        else:
            continue
        if talk != seen.talk:
            turn.store.talks.keep(seen.chain.id, msgspec.json.encode(talk).decode(), turn.now)
