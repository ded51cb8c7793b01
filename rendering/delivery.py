"""到货: what volunteers see and tap, and the few words that residents read. No money and no notes in a group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.delivery import FLAW_CALLED, Delivery, Fault, Flaw, Refund, Stage
from domain.discretion import Discreet
from rendering.line import one_line
from rendering.order_chain import number
from rendering.order_chain_papers import Building, building_said
from rendering.page import LIMIT, length
from rendering.payment import titled, yuan

PLACES = ("小区门口", "物业门口", "各楼楼下")
MINUTES = (5, 10, 15, 30)
MOST_PLACE = 40  # characters of a place
WHERE = "在哪里取货？点一个，或者回复我写一个；也可以写隔多久叫一栋，比如：南门岗亭，每20分钟"
NOWHERE_TO_RUN = "「到货」请在志愿者群里发，或私聊我发：在这里点来点去会打扰大家。"
WHICH_REFUND = "有几户都还没定退多少。请在那一户的那一条下面点「别的数」，再发数字。"
NOTHING_HERE = "没有截了单、等着到货的接龙。由开团的人或志愿者发「到货」。"
_CALL_IN_SPARE = 60  # buildings that have a button of their own


@dataclass(frozen=True, slots=True)
class Bag:
    """What one household gets: `short` is what it is called within its building (502, else its name), `called` with the
    building, `items` what it ordered."""

    id: int
    short: str
    called: str
    items: str
    is_ticked: bool
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A building, or a part of it: `stop_id` its row, `total` what its households get together; times are local,
    `expected_at` about when it is called."""

    stop_id: int
    building: Building
    part: int
    bags: tuple[Bag, ...]
    total: str
    called_at: datetime | None = None
    expected_at: datetime | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        part = f"（第{self.part + 1}张）" if self.part else ""
        return f"{building_said(self.building)}{part}"

    @property
    def ticked(self) -> int:
        """How many households have fetched their goods."""
        return sum(bag.is_ticked for bag in self.bags)


@dataclass(frozen=True, slots=True)
class Run:
    """A delivery as it stands. `since` is the local time at which its stage began."""

    delivery: Delivery
    title: str | None
    blocks: tuple[Block, ...]
    since: datetime
    goods: tuple[str, ...] = ()
    faults: Sequence[Fault] = field(default_factory=tuple)

    @property
    def households(self) -> int:
        """How many households get something."""
        return sum(len(block.bags) for block in self.blocks)

    @property
    def waiting(self) -> list[Block]:
        """The buildings that have not been called, the next first."""
        return [block for block in self.blocks if block.called_at is None]

    @property
    def named(self) -> tuple[str, ...]:
        """What the organiser wrote for all to see."""
        return (self.title or "", *self.goods)


def offer_to_run(title: str | None) -> str:
    """Return what an organiser is offered who has told the group that the goods are here."""
    return f"{titled(title)}到货了吗？要一栋一栋叫大家来拿、谁拿了打勾，点下面。"


def buildings(blocks: Sequence[Block]) -> str:
    """Return the names of buildings, each once: 3号楼、5号楼."""
    return "、".join(dict.fromkeys(building_said(block.building) for block in blocks))


# --- the panel of who runs it -----------------------------------------------------------------------------------


def panel_text(run: Run) -> str:
    """Return what who runs a delivery sees of it."""
    delivery = run.delivery
    places = len({block.building for block in run.blocks})
    lines = [f"📦 {titled(run.title)}到货：{run.households}户，{places}栋"]
    match delivery.stage:
        case Stage.DISINFECTING:
            lines.append(f"① 消杀中（{run.since:%H:%M}起）。消杀好了点下面。")
        case Stage.SORTING:
            lines += [f"② 分拣中（{run.since:%H:%M}起）。每栋一堆：", *_piles(run)]
            lines += ["", _how(delivery), "分好了就叫大家来拿："]
        case Stage.CALLING:
            lines += [f"③ 叫楼取货。{_how(delivery)}", *_progress(run)]
        case Stage.DONE:
            lines += [f"✓ 结束了（{run.since:%H:%M}）。", *_progress(run)]
    if run.faults:
        lines.append(f"⚠ 少、坏、错：{len({fault.bag_id for fault in run.faults})}户")
    return "\n".join(_fitting(lines))


def _how(delivery: Delivery) -> str:
    return handing_out(delivery.place, delivery.minutes).removeprefix("✓ ")


def handing_out(place: str, minutes: int) -> str:
    """Return how goods are handed out, as said back."""
    every = f"每{minutes}分钟叫一栋" if minutes else "点一下叫一栋"
    return f"✓ 地点：{one_line(place, MOST_PLACE)}；{every}"


def _piles(run: Run) -> list[str]:
    return [f"・{block.name} {len(block.bags)}户：{block.total}" for block in run.blocks]


def bags_text(run: Run) -> str:
    """Return what goes into each bag, building by building; as long as it needs to be."""
    lines = [f"📦 {titled(run.title)}每户的清单"]
    for block in run.blocks:
        lines += ["", f"{block.name} {len(block.bags)}户：", *(f"{bag.short}：{bag.items}" for bag in block.bags)]
    return "\n".join(lines)


def _progress(run: Run) -> list[str]:
    lines = []
    for block in run.blocks:
        count = f"取了{block.ticked}/{len(block.bags)}户"
        if block.called_at is not None:
            sign = "✓" if block.ticked == len(block.bags) else "▶"
            lines.append(f"{sign} {block.name} {block.called_at:%H:%M}叫的，{count}")
        else:
            about = f"，约{block.expected_at:%H:%M}叫" if block.expected_at is not None else ""
            lines.append(f"・{block.name} {len(block.bags)}户{about}")
    return lines


def _fitting(lines: Sequence[str]) -> list[str]:
    """Return as many lines as a message holds."""
    kept: list[str] = []
    for line in lines:
        if length("\n".join([*kept, line])) > LIMIT - 10:
            return [*kept, "…"]
        kept.append(line)
    return kept


def spare(run: Run) -> list[Block]:
    """Return the buildings that get a button of their own: all that wait but the next, each once."""
    seen = {run.waiting[0].building} if run.waiting else set()
    found = []
    for block in run.waiting:
        if block.building not in seen:
            seen.add(block.building)
            found.append(block)
    return found[:_CALL_IN_SPARE]


# --- what residents read ----------------------------------------------------------------------------------------


def turn_of(title: str | None, names: str, place: str) -> str:
    """Return the one line that calls buildings."""
    return f"📦 {titled(title)}轮到{names}取货：地点{one_line(place, MOST_PLACE)}，戴好口罩，带个袋子。"


def board_text(run: Run) -> str:
    """Return the live message in the buyers' group."""
    done = [block for block in run.blocks if block.called_at is not None]
    lines = [f"📦 {titled(run.title)}到货，按楼取，没叫到的先别下楼"]
    if run.delivery.stage is Stage.DONE:
        lines = [f"📦 {titled(run.title)}取货结束，还没拿到的请找团长"]
    elif done:
        newest = max(block.called_at for block in done if block.called_at is not None)
        lines.append(f"▶ 轮到：{buildings([block for block in done if block.called_at == newest])}")
        lines.append(f"地点：{one_line(run.delivery.place, MOST_PLACE)}")
        before = [block for block in done if block.called_at != newest]
        lines += [f"叫过了：{buildings(before)}"] if before else []
    ended = run.delivery.stage is Stage.DONE
    expected = {block.building: block.expected_at for block in run.waiting}
    for block in {block.building: block for block in run.waiting}.values():
        at = expected[block.building]
        when = "，没有叫到" if ended else f" 约{at:%H:%M}" if at is not None else "，等着叫"
        lines.append(f"・{building_said(block.building)}{when}")
    return "\n".join(_fitting(lines))


def notice(title: str | None, own: Sequence[str], behalf: Mapping[str, str], place: str) -> str:
    """Return the private notice to somebody whose building is called: what they get, and what they ordered for others
    (by what these are called)."""
    lines = [f"📦 {titled(title)}到了，轮到您这栋取货。"]
    lines += [f"您家的：{items}" for items in own]
    lines += [f"您帮{called}订的：{items}" for called, items in behalf.items()]
    return "\n".join([*lines, f"现在起，地点：{one_line(place, MOST_PLACE)}。戴好口罩，外包装先消杀。"])


# --- ticking ----------------------------------------------------------------------------------------------------


def ticks_text(run: Run, block: Block) -> str:
    """Return the message under which households are ticked."""
    head = [
        f"📦 {block.name}　取了{block.ticked}/{len(block.bags)}户",
        f"{titled(run.title)}地点：{one_line(run.delivery.place, MOST_PLACE)}",
        "拿走一户点一下，点错了再点一下。",
    ]
    lines = [f"{_sign(bag)} {bag.short}：{bag.items}{_flaws(bag)}" for bag in block.bags]
    whole = "\n".join([*head, *lines])
    if length(whole) <= LIMIT:
        return whole
    left = [line for line, bag in zip(lines, block.bags, strict=True) if not bag.is_ticked or bag.flaws]
    return "\n".join(_fitting([*head, *left]))


def _sign(bag: Bag) -> str:
    return "✓" if bag.is_ticked else "☐"


def _flaws(bag: Bag) -> str:
    return f"（{'、'.join(dict.fromkeys(FLAW_CALLED[flaw] for flaw in bag.flaws))}）" if bag.flaws else ""


def tick_label(bag: Bag) -> str:
    """Return the label of a household's button."""
    return f"{_sign(bag)} {one_line(bag.short, 10)}{' ⚠' if bag.flaws else ''}"


def uncollected(title: str | None, name: str, bags: Sequence[Bag]) -> Discreet:
    """Return what the lead of a building reads of goods that nobody has fetched."""
    lines = [f"📦 {titled(title)}{name}叫了两个小时了，还有{len(bags)}户没来取："]
    lines += [f"・{bag.called}：{bag.items}" for bag in bags]
    return Discreet("\n".join(_fitting([*lines, "麻烦您问一声、帮忙送一下。"])))


def uncollected_count(title: str | None, name: str, count: int) -> str:
    """Return the same for a group: how many, and not who."""
    return f"📦 {titled(title)}{name}叫了两个小时了，还有{count}户没来取，请帮忙看看。"


# --- faults -----------------------------------------------------------------------------------------------------


def which_household(flaw: Flaw, name: str) -> str:
    """Return the question whose goods are at fault."""
    return f"{name}哪一户{FLAW_CALLED[flaw]}？"


def what_flaw(flaw: Flaw, called: str) -> str:
    """Return the question what is at fault."""
    return f"{called} 什么{FLAW_CALLED[flaw]}？点一样；或者回复我一句话、一张照片（能看清的最好）。"


def flaw_noted(flaw: Flaw, called: str, words: str) -> str:
    """Return the receipt for who reported it."""
    return f"✓ 记下了：{called} {FLAW_CALLED[flaw]}{f'：{one_line(words, 60)}' if words else ''}。团长会处理。"


def decide(title: str | None, called: str, fault: Fault) -> Discreet:
    """Return the question to the organiser what is given back."""
    words = f"：{one_line(fault.words, 200)}" if fault.words else ""
    return Discreet(f"{titled(title)}{called} {FLAW_CALLED[fault.flaw]}{words}。退多少？")


def refund_label(refund: Refund) -> str:
    """Return the label of an amount that may be given back."""
    count = f"{number(refund.quantity)}{refund.measure or '份'}"
    return f"退{yuan(refund.fen)}（{one_line(refund.item, 12)}{count}）"


def decided(called: str, fen: int) -> Discreet:
    """Return what is said once the organiser has decided."""
    return Discreet(f"✓ {called} 退{yuan(fen)}，记进收款名单了。" if fen else f"✓ {called} 不退。")
