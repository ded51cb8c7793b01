"""What a group hears when it is set up: who it belongs to, and what it is there."""

from domain.residence import DEFAULT_GRAMMAR, STYLES, AddressGrammar

PURPOSES = {"owners": "全小区的群", "stair": "楼组群", "volunteers": "志愿者群", "organisers": "团长群"}


def purpose_said(purpose: str, building: str | None) -> str:
    """Return what a group is to its compound: 楼组群（3号楼）."""
    return f"{PURPOSES[purpose]}（{building}）" if purpose == "stair" and building else PURPOSES[purpose]


def style_said(grammar: AddressGrammar) -> str:
    """Return the example by which people recognise how their compound writes addresses."""
    if grammar == DEFAULT_GRAMMAR:
        return "各种写法都认"
    return next((example for example, style in STYLES.items() if style == grammar), "按你们的写法")


def settings(name: str, purpose: str, building: str | None, grammar: AddressGrammar, zone: str) -> str:
    """Return the card that shows how a group is set up."""
    return (
        "⚙ 设置（只有居委会、群主能按）\n"
        f"小区：{name}\n"
        f"这个群：{purpose_said(purpose, building)}\n"
        f"门牌写法：{style_said(grammar)}\n"
        f"时区：{zone}"
    )


def done(name: str, purpose: str, building: str | None) -> str:
    """Return what is left of the card once all is set."""
    return f"⚙ 设置好了：{name}，{purpose_said(purpose, building)}。要改再发「设置」。"
