"""到货: households are ticked when they have fetched their goods, by several volunteers at once."""

from conversation import delivery as runs
from conversation.delivery import Scene
from conversation.tap import row_id
from conversation.turn import Turn
from handlers.delivery import run_by
from rendering import delivery as rendering

_JUST_NOW = 15  # seconds within which nobody takes back another's tick


async def on_tick(turn: Turn, words: str) -> None:
    """A household has fetched its goods. Ticked by two at once it is ticked once."""
    found = await _bag(turn, row_id(words))
    if found is None:
        return
    scene, block, bag = found
    is_new = await turn.store.deliveries.tick(bag.id, await turn.person(), turn.now)
    turn.answer(f"✓ {bag.short} 取了" if is_new else f"{bag.short} 打过勾了")
    await _keep(turn, scene, block)


async def on_untick(turn: Turn, words: str) -> None:
    """It has not: the tick was a mistake. Another's tick of this moment stays: the button changed under the finger."""
    found = await _bag(turn, row_id(words))
    if found is None:
        return
    scene, block, bag = found
    tick = await turn.store.deliveries.bag(bag.id)
    ticked_at, by = (tick[1].ticked_at, tick[1].by) if tick is not None else (None, None)
    if ticked_at is not None and turn.now - ticked_at < _JUST_NOW and by != await turn.person():
        turn.answer(f"{bag.short} 刚有人打了勾，没有动。要取消请过一会儿再点")
    else:
        turn.store.deliveries.untick(bag.id)
        turn.answer(f"{bag.short} 的勾取消了")
    await _keep(turn, scene, block)


async def _bag(turn: Turn, bag_id: int | None) -> tuple[Scene, rendering.Block, rendering.Bag] | None:
    """Return a household under its building, for somebody who may tick it; else answer the tap."""
    found = await turn.store.deliveries.bag(bag_id) if bag_id is not None else None
    delivery = await run_by(turn, found[0] if found else None)
    scene = await runs.look(turn.store, delivery.id) if delivery is not None else None
    block = scene.block(found[1].stop_id) if scene is not None and found is not None else None
    bag = next((one for one in block.bags if one.id == bag_id), None) if block is not None else None
    return (scene, block, bag) if scene is not None and block is not None and bag is not None else None


async def _keep(turn: Turn, scene: Scene, block: rendering.Block) -> None:
    await runs.keep_ticks(turn.store, scene.delivery, [block.stop_id], turn.now)
    await runs.keep_panel(turn.store, scene.delivery, turn.now)


TAPS = {"tick": on_tick, "untick": on_untick}
