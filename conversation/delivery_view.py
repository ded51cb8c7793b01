"""到货: the recipes of its live messages: the panel, the board in the buyers' group, the ticks of a building."""

from typing import Any

from conversation.content import Button, Buttons, Recipe, Text
from conversation.delivery import BOARD, PANEL, TICKS, Scene, look
from conversation.turn import Repositories
from domain.delivery import Flaw, Stage
from rendering import delivery as rendering
from storage.store import Query

_ACROSS = 3  # buttons in a row: a room is short


async def gather(query: Query, delivery_id: int) -> Scene | None:
    """Read what a delivery shows."""
    return await look(Repositories(query, 0), delivery_id)


async def gather_stop(query: Query, stop_id: int) -> tuple[Scene, rendering.Block] | None:
    """Read what a building shows."""
    store = Repositories(query, 0)
    found = await store.deliveries.stop(stop_id)
    scene = await look(store, found[0]) if found is not None else None
    block = scene.block(stop_id) if scene is not None else None
    return (scene, block) if scene is not None and block is not None else None


def draw_panel(scene: Scene) -> Text:
    """Draw the panel."""
    return Text(rendering.panel_text(scene.run), panel_buttons(scene.run), scene.run.named)


def panel_buttons(run: rendering.Run) -> Buttons:
    """Return the buttons of the panel: the next step first."""
    number, stage = run.delivery.id, run.delivery.stage
    if stage is Stage.DISINFECTING:
        return [[Button("消杀好了，开始分拣", data=f"arrGo:{number}:sorting")]]
    if stage is Stage.DONE:
        return [[Button("还没完，接着发", data=f"arrGo:{number}:calling")]]
    rows: list[list[Button]] = []
    if stage is Stage.SORTING:
        rows.append([Button("▶ 一栋一栋叫", data=f"arrNext:{number}"), Button("全部一起叫", data=f"arrAll:{number}")])
        rows.append([Button("每户的清单", data=f"arrList:{number}"), Button("换地点、间隔", data=f"arrPlace:{number}")])
    elif run.waiting:
        next_name = rendering.buildings(run.waiting[:1])
        rows.append([Button(f"▶ 下一栋：{next_name}", data=f"arrNext:{number}")])
        others = [
            Button(f"叫{rendering.buildings([block])}", data=f"arrCall:{block.stop_id}")
            for block in rendering.spare(run)
        ]
        rows += [others[place : place + _ACROSS] for place in range(0, len(others), _ACROSS)]
        rows.append([Button("换地点、间隔", data=f"arrPlace:{number}")])
        rows += [[Button("剩下的一起叫", data=f"arrAll:{number}")]] if others else []
    if run.waiting:
        rows.append([_interval(run, minutes) for minutes in (*rendering.MINUTES, 0)])
    if stage is Stage.CALLING:
        rows.append([Button("都好了，结束", data=f"arrGo:{number}:done")])
    return rows


def _interval(run: rendering.Run, minutes: int) -> Button:
    label = f"{minutes}分" if minutes else "手动"
    is_set = run.delivery.minutes == minutes
    return Button(f"{label}{' ✓' if is_set else ''}", data=f"arrEvery:{run.delivery.id}:{minutes}")


def draw_board(scene: Scene) -> Text:
    """Draw the board in the buyers' group."""
    return Text(rendering.board_text(scene.run), named=scene.run.named)


def draw_ticks(found: tuple[Scene, rendering.Block]) -> Text:
    """Draw the households of a building with their ticks."""
    scene, block = found
    each = [
        Button(rendering.tick_label(bag), data=f"{'untick' if bag.is_ticked else 'tick'}:{bag.id}")
        for bag in block.bags
    ]
    rows = [each[place : place + _ACROSS] for place in range(0, len(each), _ACROSS)]
    flaws = ((Flaw.SHORT, "少了"), (Flaw.BROKEN, "坏了"), (Flaw.WRONG, "错了"))
    rows.append([Button(f"报{called}", data=f"flaw:{flaw.value}:{block.stop_id}") for flaw, called in flaws])
    return Text(rendering.ticks_text(scene.run, block), rows, scene.run.named)


RECIPES: dict[str, Recipe[Any]] = {
    PANEL: Recipe(gather, draw_panel),
    BOARD: Recipe(gather, draw_board),
    TICKS: Recipe(gather_stop, draw_ticks),
}
