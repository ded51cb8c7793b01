"""Where in a text a time can begin: the first look, which lets most characters of a chat pass at little cost.

It may let through what is no time (the grammars decide), but must not hold back what is one."""

import re

from parsing.clock import PARTS
from parsing.day import RELATIVE, YEARS
from parsing.festival import NAMES, SPOKEN

_NUMERAL = "0-9零〇一二两俩三仨四五六七八九十廿半"
_AFTER_NUMBER = r"点时号日月年周天星礼个半小大分秒钟刻季到至~:/.hmaApP\-"
# What begins a time by itself; of words that are listed elsewhere the first two characters are enough.
_WORDS = {
    *(word[:2] for word in (*NAMES, *SPOKEN, *RELATIVE, *YEARS, *PARTS) if len(word) > 1),
    *"周星礼每逢隔差",
    *("工作", "天天", "日日", "平日", "双休", "月底", "月末", "月初", "年底", "年末", "年初", "今明", "明后", "昨今"),
    *(
        "正月",
        "冬月",
        "腊月",
        "农历",
        "阴历",
        "旧历",
        "大年",
        "现在",
        "当前",
        "此刻",
        "此时",
        "目前",
        "第一季",
        "第二季",
    ),
    *("第三季", "第四季", "第1季", "第2季", "第3季", "第4季", "而家", "依家", "宜家"),
}
BEGINS = re.compile(
    rf"""
      (?: (?<![0-9])[0-9] | [{_NUMERAL.removeprefix("0-9")}] ) (?=[{_NUMERAL}百千.]{{0,9}}[ ]?[{_AFTER_NUMBER}])
    | (?:{"|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))})
    | [上下这本当呢今](?=[上下周星礼个一月半]) | [今当明昨后听前寻琴](?=[早晚晨夜朝])
    | [早晚晨朝夜](?=[的,]?[ ]?[{_NUMERAL}差])
    """,
    re.VERBOSE,
)
TIMELY = re.compile(
    r"[点时号日天月周星礼年分秒钟刻早晚晨午夜昏前后内期:/.\-今明昨隔每旦庆节诞现此末底初家朝昼夕旬季]"
    r"|[0-9] ?[aApP]\.?[mM]\b|中秋|重阳|腊八|新春|双十|双1|龙抬|三八|五一|六一|七一|八一|十一"
)
