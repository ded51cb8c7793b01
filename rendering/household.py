"""What is said of who lives where (住户)."""

from collections.abc import Sequence

from domain.residence import Residence
from rendering.order_chain import place

HOW_TO_SAY = "请写明您住哪里，比如：我是3号楼502"
NOT_HERE = "我在那个群里没找到您。请回群里再点一次。"
ASK_PLACE = "您住哪一户？直接写，比如：3号楼502"


def noted(home: Residence) -> str:
    """Return what somebody hears in private after saying where they live."""
    return f"记下了：您是 {place(home)}。以后下单不用再写门牌。写错了点下面。"


def moved_or_both(old: Residence, new: Residence) -> str:
    """Return what is asked of who lives somewhere already."""
    return f"之前记的是 {place(old)}，现在您说 {place(new)}。"


def to_confirm(claims: Sequence[tuple[str, Residence]]) -> str:
    """Return the list of those whose word is to be confirmed, one a line; `claims` are (name, home)."""
    if not claims:
        return "没有要确认的住户。"
    lines = [f"・{place(home)}：{name}" for name, home in claims]
    return "\n".join(["请确认下面的人住在那里（确认后他能看到这一户别人登记的事）：", *lines])


__all__ = ["ASK_PLACE", "HOW_TO_SAY", "NOT_HERE", "moved_or_both", "noted", "place", "to_confirm"]
