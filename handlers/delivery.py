"""到货: the goods are here: disinfected, sorted, buildings called, households ticked by whoever hands out."""

from conversation import delivery as runs
from conversation.asking import ask_anew
from conversation.command import Command
from conversation.content import Button
from conversation.payment import open_book
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from domain.delivery import MINUTES, PLACE, Delivery, Stage
from domain.role import Role, allows
from parsing.delivery import HandingOut, read_handing_out
from rendering import delivery as rendering
from rendering.line import one_line
from rendering.payment import titled
from storage.order_chain import Chain
from storage.question import Question

_PLACE = "delivery place"  # where the goods are to be fetched
_RECENT = 30 * 24 * 3600  # seconds after closing within which goods arrive
_MOST = 12  # buys offered
RUNNERS = ("volunteers", "organisers")  # groups in which a delivery is run; else in private
_EXPIRED = "这个按钮已经过期了"


async def arrive(turn: Turn, words: str) -> None:
    """到货: begin the delivery of a buy, or show how it stands; of several, which."""
    if turn.chat.kind == "group" and turn.chat.purpose not in RUNNERS:
        turn.say(rendering.NOWHERE_TO_RUN)
        return
    chains = [chain for chain in await deliverable(turn) if words in (chain.title or "")]
    if not chains:
        turn.say(rendering.NOTHING_HERE)
    elif len(chains) == 1:
        await _begin(turn, chains[0])
    else:
        rows = [[Button(titled(chain.title), data=f"arrived:{chain.id}")] for chain in chains[:_MOST]]
        turn.say("哪一个接龙到货了？", buttons=rows)


async def deliverable(turn: Turn) -> list[Chain]:
    """Return the closed buys whose delivery who writes may run and that is not over, the last closed first."""
    person = await turn.known_person()
    if person is None:
        return []
    since = turn.now - _RECENT
    compounds = {turn.chat.compound_id} if turn.chat.kind == "group" else set()
    if turn.chat.kind == "private":
        compounds = set(await turn.store.roles.anywhere(person, turn.now))
    found = {chain.id: chain for chain in await turn.store.chains.organised_by(person, since) if chain.is_closed}
    for compound_id in compounds:
        if compound_id is not None and await _helps(turn, person, compound_id):
            found |= {chain.id: chain for chain in await turn.store.chains.closed_of(compound_id, since)}
    return [chain for chain in found.values() if await _is_to_come(turn, chain)]


async def _is_to_come(turn: Turn, chain: Chain) -> bool:
    delivery = await turn.store.deliveries.of_chain(chain.id)
    book = await open_book(turn.store, chain)
    is_over = chain.is_cancelled or (delivery is not None and delivery.stage is Stage.DONE)
    return book is not None and bool(book.bags) and not is_over


async def _helps(turn: Turn, person: int, compound_id: int) -> bool:
    return allows(await turn.store.roles.held(compound_id, person, turn.now), Role.VOLUNTEER)


async def may_run(turn: Turn, chain: Chain | None) -> bool:
    """Say whether who taps may run a buy's delivery, here: its organiser and the compound's volunteers may, in private
    or in their groups."""
    person = await turn.known_person()
    if chain is None or person is None:
        return False
    if turn.chat.kind == "group" and (turn.chat.purpose not in RUNNERS or turn.chat.compound_id != chain.compound_id):
        return False
    return chain.organiser == person or await _helps(turn, person, chain.compound_id)


async def _begin(turn: Turn, chain: Chain) -> None:
    """Begin a delivery, or bring its panel to where it was asked for."""
    place, minutes = await turn.store.deliveries.usual(chain.compound_id) or (PLACE, MINUTES)
    person = await turn.person()
    delivery = await turn.store.deliveries.start(chain.id, turn.chat.id, person, turn.now, place, minutes)
    book = await open_book(turn.store, chain)
    if book is not None:
        await runs.plan(turn.store, delivery, book)
    turn.store.slots.anew(runs.panel_of(delivery), turn.chat.id)
    turn.keep(runs.panel_of(delivery), runs.PANEL, delivery.id)
    if turn.chat.kind == "private" and await runs.volunteers_of(turn.store, chain) is None:
        # who helps from their own phone sees the buildings that are being handed out
        scene = await runs.look(turn.store, delivery.id)
        for block in scene.run.blocks if scene is not None else ():
            if block.called_at is not None and block.ticked < len(block.bags):
                name = runs.ticks_of(block.stop_id)
                turn.store.slots.anew(name, turn.chat.id)
                turn.keep(name, runs.TICKS, block.stop_id)


async def on_arrived(turn: Turn, words: str) -> None:
    """Which buy has arrived."""
    chain_id = row_id(words)
    chain = await turn.store.chains.get(chain_id) if chain_id is not None else None
    is_here = chain is not None and chain.is_closed and not chain.is_cancelled
    if chain is None or not is_here or turn.message is None or not await may_run(turn, chain):
        turn.answer(_EXPIRED)
        return
    turn.answer()
    turn.rewrite(f"{titled(chain.title)}到货了。", [], chat_id=turn.chat.id, at=turn.message.place)
    await _begin(turn, chain)


# --- the panel --------------------------------------------------------------------------------------------------


async def run_by(turn: Turn, delivery_id: int | None) -> Delivery | None:
    """Return a delivery that who taps may run, looked up again; else answer the tap."""
    delivery = await turn.store.deliveries.get(delivery_id) if delivery_id is not None else None
    chain = await turn.store.chains.get(delivery.chain_id) if delivery is not None else None
    if delivery is None or turn.message is None or not await may_run(turn, chain):
        turn.answer("到货由团长和志愿者来管" if delivery is not None else _EXPIRED)
        return None
    return delivery


async def on_go(turn: Turn, words: str) -> None:
    """The goods are disinfected, or all is handed out: the next stage."""
    number, _, stage = words.partition(":")
    delivery = await run_by(turn, row_id(number))
    if delivery is None:
        return
    goes_on = {("disinfecting", "sorting"), ("calling", "done"), ("done", "calling")}
    if (delivery.stage.value, stage) not in goes_on:
        turn.answer("已经到下一步了")
    else:
        turn.answer()
        turn.store.deliveries.reach(delivery.id, Stage(stage), turn.now)
        stops = await turn.store.deliveries.stops(delivery.id)
        turn.store.dues.forget(runs.call_key(delivery, stops))
        if stage == Stage.CALLING:
            await runs.call(turn.store, delivery.id, (), turn.now, turn.quiet)  # calls nobody: plans the next anew
        chain = await turn.store.chains.get(delivery.chain_id)
        if chain is not None and delivery.stage in (Stage.CALLING, Stage.DONE):
            runs.keep_board(turn.store, delivery, chain.chat_id, turn.now, is_live=stage != Stage.DONE)
    await runs.keep_panel(turn.store, delivery, turn.now)


async def show_bags(turn: Turn, words: str) -> None:
    """每户的清单: what goes into each bag, for who packs them."""
    delivery = await run_by(turn, row_id(words))
    scene = await runs.look(turn.store, delivery.id) if delivery is not None else None
    if scene is not None:
        turn.answer()
        turn.say(rendering.bags_text(scene.run), named=scene.run.named)


async def on_next(turn: Turn, words: str) -> None:
    """The next building is called, and from then on by the clock."""
    delivery = await run_by(turn, row_id(words))
    if delivery is not None:
        await _call(turn, delivery, None)


async def on_all(turn: Turn, words: str) -> None:
    """All buildings that wait are called at once."""
    delivery = await run_by(turn, row_id(words))
    if delivery is not None:
        stops = await turn.store.deliveries.stops(delivery.id)
        await _call(turn, delivery, [stop.id for stop in stops if stop.called_at is None])


async def on_call(turn: Turn, words: str) -> None:
    """One building is called out of turn."""
    stop_id = row_id(words)
    found = await turn.store.deliveries.stop(stop_id) if stop_id is not None else None
    delivery = await run_by(turn, found[0] if found else None)
    if delivery is not None and found is not None:
        home = (found[1].lane, found[1].building)
        stops = await turn.store.deliveries.stops(delivery.id)
        await _call(turn, delivery, [stop.id for stop in stops if (stop.lane, stop.building) == home])


async def _call(turn: Turn, delivery: Delivery, wanted: list[int] | None) -> None:
    if delivery.stage not in (Stage.SORTING, Stage.CALLING):
        turn.answer(_EXPIRED)
        return
    called = await runs.call(turn.store, delivery.id, wanted, turn.now, turn.quiet)
    turn.answer("叫了" if called else "都叫过了")


async def on_every(turn: Turn, words: str) -> None:
    """So many minutes lie between two buildings; 0: only the button calls."""
    numbers = row_ids(words, 2)
    delivery = await run_by(turn, numbers[0] if numbers else None)
    if delivery is None or numbers is None:
        return
    if numbers[1] not in (0, *rendering.MINUTES):
        turn.answer(_EXPIRED)
        return
    turn.answer(f"每{numbers[1]}分钟叫一栋" if numbers[1] else "点一下叫一栋")
    turn.store.deliveries.set_minutes(delivery.id, numbers[1])
    if delivery.stage is Stage.CALLING:
        await runs.call(turn.store, delivery.id, (), turn.now, turn.quiet)  # calls nobody: plans the next anew
    await runs.keep_panel(turn.store, delivery, turn.now)


async def ask_place(turn: Turn, words: str) -> None:
    """换取货地点: one of the usual ones, or in words."""
    delivery = await run_by(turn, row_id(words))
    if delivery is not None:
        turn.answer()
        places = [place for place in rendering.PLACES if place != delivery.place]
        text = rendering.WHERE
        await ask_anew(turn, _PLACE, text, {"delivery": delivery.id, "places": places}, options=places)


async def on_place(turn: Turn, words: str) -> None:
    """The place was picked."""
    numbers = row_ids(words, 2)
    question = await turn.store.questions.get(numbers[0], turn.now) if numbers else None
    places = question.about["places"] if question is not None and question.kind == _PLACE else []
    delivery = await run_by(turn, question.about["delivery"] if places and question is not None else None)
    if delivery is None or question is None or numbers is None or turn.message is None:
        return
    if numbers[1] >= len(places):
        turn.answer(_EXPIRED)
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    said = rendering.handing_out(places[numbers[1]], delivery.minutes)
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
    await _set_place(turn, delivery, places[numbers[1]])


async def on_place_said(turn: Turn, question: Question, text: str) -> None:
    """Place, minutes or both were written."""
    delivery = await turn.store.deliveries.get(question.about["delivery"])
    chain = await turn.store.chains.get(delivery.chain_id) if delivery is not None else None
    said = read_handing_out(text)
    if delivery is None or said == HandingOut() or not await may_run(turn, chain):
        return
    turn.react("✍")
    place = one_line(said.place, rendering.MOST_PLACE) or delivery.place
    minutes = said.minutes if said.minutes is not None else delivery.minutes
    if question.place is not None:
        turn.rewrite(rendering.handing_out(place, minutes), [], chat_id=turn.chat.id, at=question.place)
    if minutes != delivery.minutes:
        turn.store.deliveries.set_minutes(delivery.id, minutes)
    await _set_place(turn, delivery, place)


async def _set_place(turn: Turn, delivery: Delivery, place: str) -> None:
    """The place (or the pace) is another one: what shows it is brought up to date, and the next call planned anew."""
    turn.store.deliveries.set_place(delivery.id, place)
    if delivery.stage is Stage.CALLING:
        await runs.call(turn.store, delivery.id, (), turn.now, turn.quiet)
    await runs.keep_panel(turn.store, delivery, turn.now)


COMMANDS = (
    Command(
        "arrived",
        alias="到货",
        summary="到货了：消杀、分拣、按楼叫人来取",
        run=arrive,
        help="开团的人或志愿者在志愿者群里发，或私聊我发：一步一步点，按楼错峰叫人来取，谁取了点一下，少坏错也能报。",
    ),
)
TAPS = {
    "arrived": on_arrived,
    "arrGo": on_go,
    "arrList": show_bags,
    "arrNext": on_next,
    "arrAll": on_all,
    "arrCall": on_call,
    "arrEvery": on_every,
    "arrPlace": ask_place,
    _PLACE: on_place,
}
ANSWERS = {_PLACE: on_place_said}
