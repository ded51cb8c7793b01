"""Names and turns of speech that begin like a number with its measure and count nothing: 六个核桃, 三杯鸡, 十分, 一块儿.

A numeral alone inside words (四川, 一切, 收拾) needs no list: it is a number only with a measure or standing free.
"""

NAMES = frozenset(
    """
    三只松鼠 六个核桃 二锅头 三杯鸡 三元牛奶 三元鲜奶 三元酸奶 七匹狼 九节虾 八角 五角星 五角大楼 三角形 三角梅 十三香
    十三陵 三百六十行 七十二变 十万火急 十八般武艺 十八罗汉 二十四节气 五百强 二十四孝 十万个为什么
    一块儿 一块去 一块来 一块走 一块拿 一块过 一条龙 一条心 一头雾水 一把手 一把年纪 一把抓 一片心意 一片好心 一片混乱
    一片漆黑 一根筋 一枝独秀 一盘散沙 一盘棋 一锅端 一锅粥 一刀切 一套房 一对一 一串红 一听说 一听到 一提到 一提起 一打听
    一打开 一碗水端平 一个劲 一包在 一本正经 一家人 一家子 一年四季 一年一度 一门心思 一次性 一米阳光 一部分 一场空
    二人世界 三人行 三分熟 五分熟 七分熟 八分熟 十分 万分 三部曲 四部曲 半瓶醋 半块儿
    """.split()
)
_LONGEST = max(map(len, NAMES))


def is_name(text: str, start: int, end: int) -> bool:
    """Say whether the number at `text[start:end]` is the beginning of such a name, or the whole of it (十分, not 十分钟)."""
    return any(text[start : start + length] in NAMES for length in range(max(2, end - start), _LONGEST + 1))
