"""What it costs to read a line, stage by stage, beside `jieba.lcut` of the same lines in the same process.

    python -m benchmarks.reading [--lines 1000] [--passes 7]

The passes of the stages alternate, so that a noisy machine slows all alike: trust the ratios, not the µs. Half of the
lines are orders, requests and appointments, half is chatter. Then messages of the greatest length that Telegram
carries, of one repeated unit each, which no stage may take long over.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.quantity import find_quantities
from parsing.residence import find_residences

_SAID_AT = datetime.fromisoformat("2026-03-04T10:20:00+08:00")
_LONGEST = 4096

_PLACES = ("7号楼902", "7-902", "12幢1104", "B座2107", "5栋2单元1001", "六号楼三零一", "68弄9号301室", "９＃６０１")
_NAMES = ("吴姐", "秋生", "小满妈", "阿桂", "Momo", "钱伯伯", "豆豆爸")
_GOODS = ("豆腐", "蘿蔔", "土鸡蛋", "汽水330ml*12听", "五花肉", "A套餐", "全麦吐司", "酸奶")
_COUNTS = ("两盒", "3斤半", "x2", "+1", "一箱", "2️⃣袋", "半斤", "十2", "1.5公斤", "4")
_TIMES = ("明早8点前", "周五晚上", "每天下午三点", "三天后", "今晚7点到9点", "下周二", "20号之前", "半小时内")
_CHATTER = (
    "今天的风好大呀，阳台的花都倒了",
    "谢谢志愿者，辛苦了！",
    "有没有人会修水龙头的",
    "收到",
    "好的👌",
    "物业电话一直打不通，急死人了",
    "哪位邻居的猫跑到三楼来了？",
    "七上八下的，睡不着",
    "請問快遞放在哪裡",
    "哈哈哈哈哈哈哈",
    "孩子上网课太吵了，对不住楼下",
    "千万不要点那个链接，是骗人的",
)


def lines(count: int) -> list[str]:
    """Return `count` lines as groups have them, the same in each run."""
    chance = random.Random(7)
    pick = chance.choice

    def said(number: int) -> str:
        kind = chance.randrange(8)
        if kind < 2:
            return f"{number % 90 + 1}. {pick(_PLACES)} {pick(_NAMES)} {pick(_GOODS)}{pick(_COUNTS)}"
        if kind == 2:
            return f"{pick(_GOODS)}{pick(_COUNTS)}，{pick(_GOODS)}{pick(_COUNTS)} {pick(_PLACES)}"
        if kind == 3:
            return f"{pick(_TIMES)}提醒我去{pick(_PLACES)}拿{pick(_GOODS)}"
        return pick(_CHATTER) + pick(("", "", "😂", "～", "！！"))

    return [said(number) for number in range(count)]


def _pass(stage: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the µs a text that one pass of a stage takes."""
    began = time.perf_counter()
    for text in texts:
        stage(text)
    return (time.perf_counter() - began) / len(texts) * 1e6


def _stages() -> dict[str, Callable[[str], object]]:
    """Return each stage by name; those after the first take the text normalised."""
    return {
        "normalise": lambda text: normalise(text),
        "residences": lambda text: find_residences(text),
        "quantities": lambda text: find_quantities(text, ()),
        "times": lambda text: find_moments(text, _SAID_AT, ()),
        "all four": _read,
    }


def _read(text: str) -> None:
    uniform = normalise(text).text
    residences = find_residences(uniform)
    find_quantities(uniform, residences)
    find_moments(uniform, _SAID_AT, residences)


def main() -> None:
    """Print what each stage costs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=1000)
    options.add_argument("--passes", type=int, default=7)
    chosen = options.parse_args()

    import jieba  # only to compare with: its dictionary takes half a second

    jieba.setLogLevel(60)
    jieba.initialize()
    written = lines(chosen.lines)
    uniform = [normalise(text).text for text in written]
    stages = {**_stages(), "jieba.lcut": jieba.lcut}
    taken: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(chosen.passes):
        for name, stage in stages.items():
            taken[name].append(_pass(stage, written if name in ("normalise", "all four", "jieba.lcut") else uniform))
    median = {name: statistics.median(passes) for name, passes in taken.items()}
    for name, cost in median.items():
        print(f"{name:<12} {cost:7.1f} µs/line   {cost / median['jieba.lcut']:5.2f} x jieba.lcut")
    _print_longest()


def _print_longest() -> None:
    worst = max(
        (_pass(_read, [(unit * _LONGEST)[:_LONGEST]]), unit)
        for unit in ("后天早上九点", "1", "一", "两", "周二", "1月", "6号楼", "①")
    )
    print(f"{_LONGEST} characters of {worst[1]!r}: {worst[0] / 1000:.0f} ms, the slowest unit")


if __name__ == "__main__":
    main()
