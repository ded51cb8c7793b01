"""A day in a compound of 1,300 households, invented: who asks for which medicine in which words, who offers and who has
got theirs, and what everybody else talks about meanwhile. The same in each run.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.household import Entry
from domain.residence import Residence

BUILDINGS, FLOORS, DOORS = 13, 25, 4  # 1,300 households

#: Mention, generic, strength, measure: what people ask for.
MEDICINES = (
    ("缬沙坦", "缬沙坦", "80mg", "盒"),
    ("络活喜", "氨氯地平", "5mg", "盒"),
    ("立普妥", "阿托伐他汀", "20mg", "盒"),
    ("格华止", "二甲双胍", "0.5g", "盒"),
    ("波立维", "氯吡格雷", "75mg", "盒"),
    ("优甲乐", "左甲状腺素", "50μg", "盒"),
    ("拜新同", "硝苯地平", "30mg", "盒"),
    ("倍他乐克", "美托洛尔", "47.5mg", "盒"),
    ("瑞舒伐他汀", "瑞舒伐他汀", "10mg", "盒"),
    ("舍曲林", "舍曲林", "50mg", "盒"),
    ("厄贝沙坦", "厄贝沙坦", "150mg", "盒"),
    ("拜糖平", "阿卡波糖", "50mg", "盒"),
)

#: Sixty ways of writing a request. p: place, m: medicine, s: strength, n: how many.
WAYS = (
    "我爸的{m}还剩三天，{s}的，{n}，{p}",
    "求{m}{s}{n}，{p}",
    "{p} 求{m} {s} {n}",
    "需要配{m}{s}{n}，谢谢，{p}",
    "楼长你好，{p}，需要配{m}{s}{n}",
    "姆妈的{m}吃完了，{s}，能不能帮忙配{n}？{p}",
    "请登记：{p}，{m}{s}，{n}",
    "配药 {p} 钱阿婆 {m}{s} {n}",
    "代配药：{p} {m} {s} {n}",
    "麻烦帮我妈配{m}{s}{n}，{p}",
    "急！{m}{s}没了，求{n}，{p}",
    "{p}老人的{m}快吃完了，{s}，要{n}",
    "有没有办法配到{m}{s}，要{n}，{p}",
    "帮忙配点{m}，{s}的{n}，{p}",
    "想配{m}{s}{n} {p}",
    "{p}，{m}{s}{n}，麻烦志愿者了",
    "家里{m}断药两天了，{s}，求{n}，{p}",
    "我的{m}还能吃五天，{s}，请帮忙配{n}，{p}",
    "请问可以代配{m}{s}{n}吗？{p}",
    "@居委 {p} 张伯伯的{m}还能吃三天，{s}{n}",
    "{p} 周师傅 {m}{s} {n} 医保卡在门卫",
    "药名：{m}\n规格：{s}\n数量：{n}\n楼号：{p}",
    "需要代配：{m}{s} {n}，{p}",
    "{m}{s}，{n}，{p}，谢谢居委",
    "拜托，{p}要配{m}{s}{n}",
    "奶奶的{m}（{s}）只剩两天了，求{n}，{p}",
    "{p}求助：{m}{s}{n}，老人不能停药",
    "要{m}{s}{n}，{p}，能帮忙带吗",
    "志愿者您好，我家需要{m}{s}{n}，{p}",
    "求助求助，{p}，外公的{m}{s}没有了，要{n}",
    "{p} 续方 {m} {s} {n}",
    "我妈高血压，{m}{s}快没了，请帮忙配{n}，{p}",
    "能帮忙买{m}{s}{n}吗，{p}",
    "{p}的，要配药，{m}{s}，{n}",
    "老公的{m}还剩一个星期的量，{s}，{n}，{p}",
    "请帮我登记一下配药：{m}{s}{n}，{p}",
    "{p}，配{n}{m}，{s}",
    "谁去医院能帮忙带{m}吗，{s}{n}，{p}",
    "急求{m}{s}{n} {p} 谢谢",
    "{p}登记配药 {m} {s}×{n}",
    "大家好，{p}，想请人代配{m}{s}，{n}",
    "帮{p}的钱阿婆配{m}{s}{n}",
    "{p}外婆要{m}{s}{n}，明天就吃完了",
    "我要配药：{m}，{s}，{n}，{p}",
    "还需要{m}{s}{n}，{p}，还能吃四天",
    "麻烦团长帮忙问问能不能配{m}{s}{n}，{p}",
    "{p} {m}{s} {n} 急",
    "书记，{p}的{m}{s}吃完了，要{n}",
    "请代配{n}{m}{s}，{p}，费用到付",
    "{p}，爷爷的{m}，{s}，要{n}，撑到周五",
    "求{n}{m}（{s}），{p}",
    "我们家{m}{s}告急，{p}，求{n}",
    "配药登记 {p} {m}{s} {n}",
    "麻烦登记 {p} {m}{s}{n}",
    "{p}住户，{m}{s}{n}，谢谢",
    "{p}：{m} {s} {n}，老伴心脏不好",
    "家有病人，{m}{s}急需{n}，{p}",
    "{m}{s}没有了，哪位能帮忙配{n}？{p}",
    "我丈夫要{m}{s}，{n}，{p}",
    "{p} 帮忙代购{m}{s}{n}",
)

_PLACES = ("{b}-{r}", "{b}号楼{r}", "{b}栋{r}", "{b}#{r}", "{b}号楼{r}室")
_COUNTS = (("两", 2), ("2", 2), ("一", 1), ("三", 3), ("4", 4))

_TALK = (
    *("今天的风好大呀", "谢谢志愿者，辛苦了！", "收到", "好的👌", "有没有人会修水龙头的", "物业电话一直打不通"),
    *("优甲乐早上空腹吃还是饭后吃？", "头孢和酒能一起吗，昨晚喝了点", "布洛芬和对乙酰氨基酚能不能一起吃"),
    *("听说阿兹夫定要进医保了", "楼下药店布洛芬卖到50一盒了，离谱", "隔壁小区有人求胰岛素，志愿者半夜送去的，感动"),
    *("各位居民，配药请于每天上午9点前把医保卡交到楼组长处", "招募配药志愿者两名，有意者私信", "配药的队伍好长啊"),
    *("看到房贷扣款短信我需要一瓶速效救心丸", "今天股市跌成这样，谁有安眠药", "吃了连花清瘟好多了", "药店今天开门吗"),
    *("我爸每天吃五种药", "这次团购有奶粉吗", "16号602 牛奶1箱 酸奶2瓶", "谁家有多的酱油，借一瓶", "求一个快递盒"),
    *(
        "老板又要加班，来两盒降压药",
        "爱情没有后悔药",
        "建议大家家里备点退烧药",
        "医生说多喝热水，不用吃药",
        "药费能报销吗",
    ),
    *("千万不要点那个链接，是骗人的", "孩子上网课太吵了", "明天还下雨吗", "电梯又坏了", "路灯不亮，7号楼门口"),
    *(
        "七上八下的，睡不着",
        "快递放驿站了，取件码5-3-1020",
        "鸡蛋又涨价了吧",
        "楼道里堆的东西清一清吧",
        "我先睡了，晚安大家",
    ),
    *(
        "孩子38.2要不要吃美林",
        "氨氯地平吃了脚肿，正常吗",
        "医保卡丢了怎么补",
        "感冒灵和999是一个东西吗",
        "请问药店几点关门",
    ),
    *("我昨天吃了头孢，今天嗓子不疼了", "你吃错药了吧", "不要囤药，按需购买", "家里常备蒙脱石散和布洛芬就行"),
    *("车库的杆子抬不起来了", "一楼的桂花开了，好香", "周末有人一起爬山吗", "笑死我了", "来了来了", "没事没事"),
)
_ORDERS = ("{p} 青菜2份", "{p} 鸡蛋1板", "我要土豆3斤", "青菜1份 鸡蛋2板 {p}", "再加一板鸡蛋", "青菜还有吗，多少钱一份")
_TAILS = ("", "", "😂", "～", "！！", "…", "🙏")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that somebody writes, and what it must come to."""

    number: int
    text: str
    building: str
    room: str
    generic: str
    strength: str
    quantity: Decimal

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others: home and medicine."""
        return self.building, self.room, self.generic


def households() -> Iterator[Entry]:
    """Yield the roster."""
    names = "钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
    for building in range(1, BUILDINGS + 1):
        for floor in range(1, FLOORS + 1):
            for door in range(1, DOORS + 1):
                name = names[(building * 7 + floor * 3 + door) % len(names)]
                yield Entry(Residence(str(building), None, f"{floor}{door:02}"), f"{name}女士", f"139{building:08}")


def requests(count: int) -> list[Asked]:
    """Return `count` requests of different homes: each way of writing equally often."""
    chance = random.Random(11)
    homes = chance.sample([entry.residence for entry in households()], count)
    found = []
    for number, home in enumerate(homes):
        mention, generic, strength, measure = MEDICINES[chance.randrange(len(MEDICINES))]
        said, quantity = _COUNTS[chance.randrange(len(_COUNTS))]
        place = _PLACES[chance.randrange(len(_PLACES))].format(b=home.building, r=home.room)
        text = WAYS[number % len(WAYS)].format(p=place, m=mention, s=strength, n=f"{said}{measure}")
        building, room = home.building or "", home.room or ""
        found.append(Asked(number, text, building, room, generic, strength, Decimal(quantity)))
    return found


def chat(count: int) -> list[str]:
    """Return `count` messages that ask for no medicine: chatter, health talk, orders of a buy."""
    chance = random.Random(12)
    found = []
    for _ in range(count):
        if chance.randrange(4) == 0:
            place = (
                f"{chance.randrange(1, BUILDINGS + 1)}-{chance.randrange(1, FLOORS + 1)}0{chance.randrange(1, DOORS)}"
            )
            found.append(chance.choice(_ORDERS).format(p=place))
        else:
            found.append(chance.choice(_TALK) + chance.choice(_TAILS))
    return found


def mixed(parts: Sequence[Sequence[tuple[int, str]]]) -> list[tuple[int, str]]:
    """Return what all say, mixed, each part in its own order: (who, what)."""
    chance = random.Random(13)
    waiting = [list(part) for part in parts]
    found = []
    while any(waiting):
        part = chance.choices(waiting, [len(one) for one in waiting])[0]
        found.append(part.pop(0))
    return found
