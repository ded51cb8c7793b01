"""Messages made to stop the reader of order chains: run as a program, it reads each of them (test_hostile_chains.py).

A message that takes more than five seconds ends the program, with the place where it was.
"""

import faulthandler
from datetime import datetime
from decimal import Decimal

from domain.order_chain import Good, Want
from parsing.context import Asked, Context, OpenBuy
from parsing.reading import read_message
from parsing.word import load

LONGEST_MESSAGE = 4096  # characters of one Telegram message
SAID_AT = datetime.fromisoformat("2026-03-04T10:20:00+08:00")
_GOODS = (Good("荸荠"), Good("黑芝麻糊", code="A"), Good("麻辣豆干100g", code="B"), Good("豆干"))
_MINE = (Want("荸荠", Decimal(2), "袋"), Want("豆干", Decimal(1)))
CONTEXTS = (
    Context(),
    Context((OpenBuy(1),)),
    Context((OpenBuy(1, "荸荠团", _GOODS, _MINE, said_just_before=_MINE[:1], talked_of=("豆干",)),)),
    Context(
        (OpenBuy(1, "荸荠团", _GOODS, asked=Asked("荸荠")), OpenBuy(2, "豆干", _GOODS[3:], speaker_is_organiser=True))
    ),
)
_REPEATED = (
    *(
        "后天早上九点",
        "1",
        "一",
        "周二",
        "6号楼",
        "(",
        " ",
        "😀",
        "\u200b",
        "龘",
        "\n",
        "\ud800",
        "\0",
        "①",
        "1️⃣",
        "'",
        '"',
        "“",
    ),
    *(
        "6号楼902",
        "6-902、",
        "6-902 荸荠2袋 ",
        "1. 6-902 荸荠2袋\n",
        "6-902 荸荠2袋\n",
        "1.",
        "1-",
        "1,",
        "1 ",
        "1.5",
        "1\n",
        "1:",
    ),
    *(
        "荸荠",
        "豆",
        "干",
        "A",
        "A1",
        "AB ",
        "AB",
        "a",
        "+1",
        "+",
        "x2",
        "十",
        "两",
        "半",
        "各",
        "各2",
        "、",
        "，",
        "。",
        "：",
        "@",
    ),
    *(
        "要",
        "我要",
        "帮",
        "帮我妈",
        "替6-902",
        "加1",
        "换",
        "改成",
        "不要",
        "取消",
        "的",
        "每样",
        "全要",
        "#",
        "#接龙 ",
        "#接龙\n",
    ),
    *(
        "阿桂",
        "放门口",
        "如果",
        "问",
        "？",
        "吗",
        "元",
        "1元",
        "13800001111 ",
        "截单",
        "已满",
        "说：",
        "转你",
        "昨天",
        "还有",
        "也要",
    ),
    *("a\n", "荸荠\n", "A、豆干\n", "例：", "A.", "/", "|", "-", "~~", "：", "老", "小", "=", "._", "【", "】", "第"),
)
TEXTS = tuple((unit * LONGEST_MESSAGE)[:LONGEST_MESSAGE] for unit in _REPEATED)


def read(text: str) -> None:
    """Let the reader read `text` in each of the groups."""
    for context in CONTEXTS:
        read_message(text, context, SAID_AT)


if __name__ == "__main__":
    load()
    for hostile in TEXTS:
        faulthandler.dump_traceback_later(5, exit=True)
        read(hostile)
    faulthandler.cancel_dump_traceback_later()
    print(len(TEXTS))
