"""接龙: the list of what came after closing, for the organiser."""

import re
from collections.abc import Sequence

from rendering.line import one_line

_TAKES_BACK = re.compile("不要|不用|取消|退|少要|改成|换成|算了")
ALL_DONE = "迟到的单都定好了。"


def late_list(title: str | None, orders: Sequence[tuple[str, str]], more: int, *, is_open: bool = False) -> str:
    """Return the list: who said what, the first first; `more` are not shown yet. `is_open`: only some of the goods are
    gone, the buy goes on."""
    if not orders:
        return ALL_DONE
    name = f"「{one_line(title or '接龙', 40)}」{'的东西没有了，之' if is_open else '截单'}后"
    if len(orders) == 1:
        who, said = orders[0]
        return f"{name}，{one_line(who, 16)} 说：{one_line(said, 200)}"
    lines = [f"{place}. {one_line(who, 16)}：{one_line(said, 120)}" for place, (who, said) in enumerate(orders, 1)]
    rest = [f"还有 {more} 条，定了这些再给您看"] if more else []
    return "\n".join([f"{name}来了 {len(orders) + more} 条：", *lines, *rest])


def late_label(said: str) -> str:
    """Return the label of the button that lets what came late count: nothing is added by 不要了."""
    return "照办" if _TAKES_BACK.search(said) else "加上"
