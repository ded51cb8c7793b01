"""What it costs to read a message, beside a bare `jieba.lcut` of the same lines in the same process.

    python -m benchmarks.reading [--lines 1000] [--passes 9] [--file LINES.txt]

The whole of `read_message` in a group with an open buy: orders, other requests and chatter apart, then all together
(half of them chatter). The passes alternate, so that a noisy machine slows all alike: trust the ratios, not the µs.
"lexicon" is the search for the names of medicines alone, "medicine" all that is read of them (it is part of
read_message), "to a group" the look at what a group is about to see.
jieba is our own tokenizer; `jieba.lcut` is a bare call, the other has HMM off, as the program uses it.
JioNLP (time, money and location: what it takes to cover the same fields) and Recognizers-Text are timed as well where
they are installed. Then messages of the greatest length that Telegram carries, made to be slow, in milliseconds.
"""

import argparse
import importlib
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from domain.order_chain import Good
from parsing import medicine
from parsing.medication import read_medication
from parsing.medicine_seen import find_names
from parsing.normalise import lower
from parsing.reading import Context, OpenBuy, read_message
from parsing.word import load

_SAID_AT = datetime.fromisoformat("2026-03-04T10:20:00+08:00")
_LONGEST = 4096

_PLACES = ("7号楼902", "7-902", "12幢1104", "B座2107", "5栋2单元1001", "六号楼三零一", "68弄9号301室", "９＃６０１")
_NAMES = ("吴姐", "秋生", "小满妈", "阿桂", "Momo", "钱伯伯", "豆豆爸")
_GOODS = ("豆腐", "蘿蔔", "土鸡蛋", "橘子汽水", "五花肉", "A套餐", "全麦吐司", "酸奶")
_COUNTS = ("两盒", "3斤半", "x2", "+1", "一箱", "2️⃣袋", "半斤", "十2", "1.5公斤", "4")
_NOTES = ("", "", "", "，放门口", " 谢谢", "，钱已转", " 少糖")
_CHANGES = (
    *("{good}改成{count}", "再加{good}{count}", "我的{good}不要了", "{place}的{good}取消", "{good}换成{other}"),
    *("我也要{good}{count}", "帮{place}{name}带{good}{count}", "还能给我留{good}{count}吗"),
)
_TIMES = ("明早8点前", "周五晚上", "每天下午三点", "三天后", "今晚7点到9点", "下周二", "20号之前", "半小时内")
_REQUESTS = (
    *("{time}提醒我去{place}拿{good}", "{place}的{name}血压药快没了，{time}能配到吗", "{good}还有吗，多少钱一份"),
    *("{time}有没有人去超市", "{place} {name} 需要阿司匹林2盒，{time}要", "{name}的快递{time}到，在{place}楼下"),
)
_CHATTER = (
    *(
        "今天的风好大呀，阳台的花都倒了",
        "谢谢志愿者，辛苦了！",
        "有没有人会修水龙头的",
        "收到",
        "好的👌",
        "哈哈哈哈哈哈哈",
    ),
    *("物业电话一直打不通，急死人了", "哪位邻居的猫跑到三楼来了？", "七上八下的，睡不着", "請問快遞放在哪裡"),
    *("孩子上网课太吵了，对不住楼下", "千万不要点那个链接，是骗人的", "楼上装修几点能停啊", "明天还下雨吗"),
    *("电梯又坏了，困了我十分钟", "7号楼门口的路灯不亮", "物业说下周二来修", "通知：今晚11点到明早5点停水"),
    *("谁家的车挡着我了，车牌尾号308", "麻烦挪一下，谢谢", "我家猫两岁了，可乖了", "地铁六号线什么时候通"),
    *("一楼的桂花开了，好香", "小孩写作业写到十点半，心累", "周末有人一起爬山吗", "3栋的垃圾桶满了", "在的"),
    *("这个月物业费多少，有人交了吗", "快递放驿站了，取件码5-3-1020", "我先睡了，晚安大家", "+10086", "没事没事"),
    *("刚才那个是骗子，别信", "豆腐做汤最好喝", "鸡蛋又涨价了吧", "上次的酸奶孩子都爱喝", "这酸奶保质期多久"),
    *("你们都在哪里买菜呀", "羡慕，我也想出去走走", "团长辛苦啦，注意身体", "有人看见我家的快递吗", "笑死我了"),
    *("车库的杆子抬不起来了", "请大家管好自家的狗", "昨晚12点还有人放鞭炮", "楼道里堆的东西清一清吧"),
    *("我在门口等你", "来了来了", "哎，这日子什么时候是个头", "孩子发烧了，哪家医院人少", "老人家一个人在家不放心"),
)
_TAILS = ("", "", "", "😂", "～", "！！", "…", "[捂脸]", " 🙏", "哈")
_HOSTILE = (
    *("明天早上8点", "1", "一", "周一", "3号楼", "(", " ", "😀", "\u200b", "龘", "\n", "①", "1️⃣"),
    *(
        "3号楼502",
        "3-502、",
        "3-502 豆腐2盒 ",
        "1. 3-502 豆腐2盒\n",
        "1.",
        "1-",
        "1,",
        "1 ",
        "1.5",
        "1\n",
        "1月",
        "12:30",
    ),
    *(
        "豆腐",
        "豆",
        "A",
        "A1",
        "AB ",
        "a",
        "+1",
        "+",
        "x2",
        "十",
        "两",
        "各",
        "、",
        "，",
        "。",
        "要",
        "我要",
        "帮",
        "帮我妈",
    ),
    *("加1", "换", "改成", "不要", "取消", "的", "每样", "@", "#", "#接龙 ", "老秦", "放门口", "如果", "问", "？", "“"),
)


def orders(count: int) -> list[str]:
    """Return `count` orders and changes as groups have them, the same in each run."""
    chance = random.Random(7)
    pick = chance.choice

    def said() -> str:
        kind = chance.randrange(8)
        if kind < 3:
            return f"{pick(_PLACES)} {pick(_NAMES)} {pick(_GOODS)}{pick(_COUNTS)}{pick(_NOTES)}"
        if kind == 3:
            return f"{pick(_GOODS)}{pick(_COUNTS)}，{pick(_GOODS)}{pick(_COUNTS)} {pick(_PLACES)}"
        if kind == 4:
            return f"我要{pick(_GOODS)}{pick(_COUNTS)}{pick(_NOTES)}"
        if kind == 5:
            return f"{pick(_GOODS)}{pick(_COUNTS)} {pick(_NAMES)}"
        change = pick(_CHANGES)
        return change.format(
            good=pick(_GOODS), other=pick(_GOODS), count=pick(_COUNTS), place=pick(_PLACES), name=pick(_NAMES)
        )

    return [said() for _ in range(count)]


def requests(count: int) -> list[str]:
    """Return `count` requests that are no orders: reminders, medicines, questions; the same in each run."""
    chance = random.Random(9)
    pick = chance.choice

    def said() -> str:
        return pick(_REQUESTS).format(
            good=pick(_GOODS), count=pick(_COUNTS), place=pick(_PLACES), name=pick(_NAMES), time=pick(_TIMES)
        )

    return [said() for _ in range(count)]


def chatter(count: int) -> list[str]:
    """Return `count` lines that order nothing, the same in each run."""
    chance = random.Random(8)
    pick = chance.choice
    return [pick(_CHATTER) + pick(_TAILS) for _ in range(count)]


def in_an_open_buy() -> Context:
    """Return what is known in a group with one open buy of eight goods."""
    return Context((OpenBuy(1, "本周菜团", tuple(map(Good, _GOODS))),))


def peers() -> dict[str, Callable[[str], object]]:
    """Return the readers of other projects that happen to be installed, by name."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        jio = importlib.import_module("jionlp")
    except ImportError:
        pass
    else:
        found["JioNLP time + money + location"] = lambda text: (
            jio.ner.extract_time(text),
            jio.ner.extract_money(text),
            jio.parse_location(text),
        )
    for name in ("recognizers", "ms_recognizers"):
        try:
            times = importlib.import_module(f"{name}_date_time")
            numbers = importlib.import_module(f"{name}_number")
        except ImportError:
            continue
        found["Recognizers-Text datetime + number"] = _both(times.recognize_datetime, numbers.recognize_number)
    return found


def _both(times: Callable[[str, str], object], numbers: Callable[[str, str], object]) -> Callable[[str], object]:
    return lambda text: (times(text, "zh-cn"), numbers(text, "zh-cn"))


def _pass(stage: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the µs a text that one pass of a stage takes."""
    began = time.perf_counter()
    for text in texts:
        stage(text)
    return (time.perf_counter() - began) / len(texts) * 1e6


def _medians(
    stages: dict[str, Callable[[str], object]], lines: dict[str, list[str]], passes: int
) -> dict[tuple[str, str], float]:
    """Return the median µs a line of each stage over each kind of lines; the passes alternate, after one unmeasured."""
    pairs = list(itertools.product(lines, stages))
    taken: dict[tuple[str, str], list[float]] = {pair: [] for pair in pairs}
    for number in range(passes + 1):
        for kind, stage in pairs:
            cost = _pass(stages[stage], lines[kind])
            if number:
                taken[kind, stage].append(cost)
    return {pair: statistics.median(costs) for pair, costs in taken.items()}


def main() -> None:
    """Print what reading costs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=1000)
    options.add_argument("--passes", type=int, default=9)
    options.add_argument("--file", type=Path, help="lines of your own, one a line, beside ours")
    chosen = options.parse_args()

    context, tokenizer, lexicon = in_an_open_buy(), load(), medicine.load()
    eighth = chosen.lines // 8
    lines = {"orders": orders(eighth * 3), "requests": requests(eighth), "chatter": chatter(eighth * 4)}
    lines["all"] = [line for kind in lines.values() for line in kind]
    random.Random(10).shuffle(lines["all"])
    if chosen.file:
        lines[chosen.file.name] = chosen.file.read_text("utf-8").splitlines()
    others = peers()
    stages: dict[str, Callable[[str], object]] = {
        "jieba.lcut": tokenizer.lcut,
        "jieba, no HMM": lambda text: tokenizer.lcut(text, HMM=False),
        "lexicon": lambda text: list(lexicon.find(lower(text))),
        "medicine": read_medication,
        "to a group": find_names,
        "read_message": lambda text: read_message(text, context, _SAID_AT),
        **others,
    }
    median = _medians(stages, lines, chosen.passes)
    for (kind, stage), cost in median.items():
        bare, plain = cost / median[kind, "jieba.lcut"], cost / median[kind, "jieba, no HMM"]
        print(f"{kind:<14} {stage:<14} {cost:8.1f} µs/line  {bare:6.2f} x jieba.lcut  {plain:6.2f} x without HMM")
    for missing in ("JioNLP", "Recognizers-Text"):
        if not any(name.startswith(missing) for name in others):
            print(f"{missing} is not installed, so it is not compared")
    _print_longest(context)


def _print_longest(context: Context) -> None:
    """Print what the longest messages take, the slowest first. Each is read twice: the second time counts."""
    taken = []
    for unit in _HOSTILE:
        text = (unit * _LONGEST)[:_LONGEST]
        costs = [_pass(lambda said: read_message(said, context, _SAID_AT), [text]) for _ in range(3)]
        taken.append((statistics.median(costs) / 1000, unit))
    taken.sort(reverse=True)
    print(f"\n{_LONGEST} characters of one repeated unit, ms ({len(taken)} units):")
    for cost, unit in taken[:12]:
        print(f"  {cost:7.1f}  {unit!r}")
    print(f"  {taken[-1][0]:7.1f}  {taken[-1][1]!r}, the fastest")


if __name__ == "__main__":
    main()
