"""The bot's first words in a chat, and its help."""

from collections.abc import Sequence

HELLO = (
    "我是守望，帮楼里的邻居记接龙。\n"
    "把我拉进群，邻居照常写：3-502 青菜2份、+1、改成3份、不要了。\n"
    "我看懂了会在那条消息上画 ✍；没看懂会只问那一位。\n"
    "群里发「汇总」看合计，团长发「截单」截止。"
)

_GREETING = (
    "大家好，我是守望，帮这个群记接龙。\n"
    "照常写就行：3-502 青菜2份、+1、改成3份、不要了。看懂了我在那条消息上画 ✍，没看懂只问那一位；聊天我不记。\n"
    "我只记下单的内容：谁、门牌、要什么、几份。发「汇总」看合计，发「帮助」看怎么用。"
)

SEES_NOTHING = (
    "⚠ 我现在只看得到带 / 的命令和回复我的消息，看不到大家平常写的接龙。下面两样做一样就行：\n"
    "一、最省事：群主点群名 → 编辑 → 管理员 → 添加管理员 → 选我，开着「置顶消息」，保存。\n"
    "二、管机器的人在 @BotFather 里发 /setprivacy，选我，选 Disable，再把我移出群、重新拉进来。\n"
    "改好以前，下单、「汇总」、「设置」都请「回复」我的消息来发，那样我收得到。"
)

_CANNOT_PIN = (
    "⚠ 我还不能置顶，汇总会被聊天冲走。请群主点群名 → 编辑 → 管理员 → 选我（没有我就点「添加管理员」），"
    "打开「置顶消息」，保存。"
)

SET_UP = "群主请发「设置」，告诉我这是哪个小区、给谁的群。"


def greeting(*, sees_all: bool, can_pin: bool, is_set_up: bool) -> str:
    """Return the bot's first words in a group: how it is used, what it keeps, and which switch is missing."""
    parts = [_GREETING]
    if not sees_all:
        parts.append(SEES_NOTHING)
    elif not can_pin:
        parts.append(_CANNOT_PIN)
    if not is_set_up:
        parts.append(SET_UP)
    return "\n\n".join(parts)


def help_text(entries: Sequence[tuple[str, str, str]], *, in_group: bool) -> str:
    """Return what somebody can do here; `entries` are (name, alias, help) of each command."""
    head = "照常写接龙就行；要查要管，发下面的词：" if in_group else "您在这里能用的："
    lines = [f"・{alias}（/{name}）：{said}" for name, alias, said in entries]
    return "\n".join([head, *lines])
