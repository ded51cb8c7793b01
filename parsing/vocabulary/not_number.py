"""Names and turns of speech that hold a number with a measure and count nothing: 六个核桃, 半斤八两, 十分, 一块儿.

A numeral alone inside words (四川, 一切, 收拾) needs no list: it is a number only with a measure or standing free.
"""

_GOODS = """
    三只松鼠 六个核桃 二锅头 三杯鸡 三元牛奶 三元鲜奶 三元酸奶 七匹狼 九节虾 五角星 三角梅 十三香 半瓶醋 三角包
    三板斧 三黄鸡 四喜丸子 三套车
"""
_PLACES = """
    五角大楼 三门峡 五台山 五台县 六盘水 六盘山 九台区 九台市 七台河 三里屯 五棵松 三棵树 十三陵 五百强 四人帮
    五年计划 三个代表 两个凡是 二十四史 十八街 九层塔 七里香 三层肉 二头肌 三头肌 四头肌 八段锦 五道口 三间房
    三包政策 三包服务 四人间 六人间 陆家嘴 陆家浜 十一长假 十一假期 十一黄金周 双十一 双十二 二十四孝 二十四节气
    二十八宿 十二生肖 十二指肠 十四行诗 十八罗汉 三座大山
"""
# Together, suddenly, very, alone.
_ADVERBS = """
    十分 万分 一块儿 一块玩 一块吃 一块去 一块来 一块走 一块拿 一块过 一次性 一个劲 一对一 一听说 一听到
    一提到 一提起 一打听 一打开 一包在 值得一提 不值一提 一条龙 一条心 一套房 一把手 一把抓 一把汗 一把泪
    一把年纪 一头雾水 一头热 一根筋 一本正经 一门心思 一家人 一家子 一家老小 一年四季 一年一度 一年到头 一天到晚
    一部分 一场空 一场梦 一笔带过 一笔勾销 老一套 来一套 半块儿 同一个 一片心意 一片好心 一片混乱 一片漆黑
    一片狼藉 一片汪洋 成一片 孤身一人 空无一人 只身一人 二人世界 二人转 三人行
"""
_SAYINGS = """
    半斤八两 五花八门 九牛一毛 一毛不拔 一刀两断 一刀切 砍一刀 一盘散沙 一盘棋 一锅端 一锅粥 一枝独秀 一碗水端平
    一板一眼 一分为二 一张一弛 四分五裂 三头六臂 七张八嘴 三心二意 四两拨千斤 大卸八块 天生一对 高人一头 三位一体
    一个萝卜一个坑 一步一个脚印 一个巴掌 三个臭皮匠 睁一只眼 闭一只眼 两只船 三把火 三天打鱼 两天晒网 三天两头
    冰冻三尺 火冒三丈 入木三分 一家之言 一人得道 更上一层楼 三百六十行 七十二变 十万火急 十八般武艺 十年寒窗
    三寸不烂 三百两 里三层外三层 十万个为什么 五十步笑百步 三角形 三角函数 三角洲 珠三角 长三角 金三角 铁三角
    一米阳光 三分熟 五分熟 七分熟 八分熟
"""

NAMES = frozenset((_GOODS + _PLACES + _ADVERBS + _SAYINGS).split())
_LEAD = 3  # so many characters of a name can stand before its number: 值得一提
_PAIRS: dict[str, tuple[str, ...]] = {
    pair: tuple(name for name in NAMES if name[:2] == pair) for pair in {name[:2] for name in NAMES}
}


def name_end(text: str, start: int, end: int) -> int:
    """Return where the name ends that the number at `text[start:end]` is part of, or 0. 十分钟 is not 十分 + 钟."""
    for begin in range(start, max(-1, start - _LEAD), -1):
        for name in _PAIRS.get(text[begin : begin + 2], ()):
            if begin + len(name) >= end and text.startswith(name, begin):
                return begin + len(name)
    return 0
