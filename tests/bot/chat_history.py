"""Writes chat exports as Telegram Desktop does, and a made-up spring of group buys, with its own recount."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
BEGAN = int(datetime(2022, 4, 10, 8, tzinfo=ZONE).timestamp())
ORGANISER = 9001
ORGANISER_NAME = "团长阿梅"

Raw = dict[str, Any]

CHATTER = (
    "大家早上好",
    "楼下的猫又来晒太阳了",
    "收到，辛苦了",
    "有人知道快递放哪了吗",
    "今天风真大",
    "哈哈哈哈",
    "谢谢志愿者",
    "明天还下雨吗",
)


def message(number: int, sender: int, name: str, text: Any, at: int, **more: Any) -> Raw:
    """Return one message as the export has it; `at` in UTC seconds."""
    return {
        "id": number,
        "type": "message",
        "date": datetime.fromtimestamp(at, ZONE).replace(tzinfo=None).isoformat(),
        "date_unixtime": str(at),
        "from": name,
        "from_id": f"user{sender}",
        "text": text,
        "text_entities": [{"type": "plain", "text": text}] if isinstance(text, str) and text else [],
        **more,
    }


def chat(messages: list[Any], title: str = "清溪里业主群", **more: Any) -> Raw:
    """Return an export of one chat."""
    return {"name": title, "type": "private_supergroup", "id": 1234567890, "messages": messages, **more}


def write(path: Path, export: object) -> Path:
    """Write an export as Telegram Desktop does, a blank for each depth."""
    path.write_text(json.dumps(export, ensure_ascii=False, indent=1), "utf-8")
    return path


@dataclass
class Spring:
    """A made-up group: `buys` group buys after one another, in which every household orders once by itself; some add
    to it, take it back, or post the list on; between them people chat. `recount` holds what each buy must come to."""

    seed: int = 1
    households: int = 60
    chat_between: int = 2
    recount: list[Counter[str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    _number: int = 0
    _at: int = BEGAN

    GOODS = (("菠菜", "鸡毛菜"), ("鲜奶", "酸奶"), ("土豆", "洋葱"), ("鸡蛋", "鸭蛋"), ("大米", "面粉"))

    def messages(self, buys: int = 5) -> Iterator[Raw]:
        """Yield the messages of so many buys."""
        rng = random.Random(self.seed)
        for place in range(buys):
            yield from self._buy(rng, place)

    def _buy(self, rng: random.Random, place: int) -> Iterator[Raw]:
        goods = self.GOODS[place % len(self.GOODS)]
        title = f"{goods[0]}{goods[1]}第{place + 1}团"
        total: Counter[str] = Counter()
        self.recount.append(total)
        self.titles.append(title)
        yield self._say(ORGANISER, ORGANISER_NAME, f"#接龙 {title}\n{goods[0]} 10元/份\n{goods[1]} 12元/份\n1.")
        homes = list(range(self.households))
        rng.shuffle(homes)
        for home in homes:
            building, room = home // 20 + 1, 101 + home % 20 // 4 * 100 + home % 4
            sender, name = 5000 + home, f"邻居{home}"
            good, count = rng.choice(goods), rng.randint(1, 4)
            total[good] += count
            yield self._say(sender, name, f"{building}号楼{room} {good}{count}份")
            for _ in range(self.chat_between):
                yield self._say(5000 + rng.randrange(self.households), "路人", rng.choice(CHATTER))
            if rng.random() < 0.1:
                total[good] += 1
                yield self._say(sender, name, f"{building}号楼{room} {good}再加1份")
            elif rng.random() < 0.05:
                total[good] -= count
                yield self._say(sender, name, f"{building}号楼{room} 取消")
        yield self._say(ORGANISER, ORGANISER_NAME, "截单")

    def _say(self, sender: int, name: str, text: str) -> Raw:
        self._number += 1
        self._at += 61
        return message(self._number, sender, name, text, self._at)


def stamp(at: int) -> str:
    """Return a time as WeChat's window on a computer copies it."""
    local = datetime.fromtimestamp(at, UTC).astimezone(ZONE)
    return f"{local.year}/{local.month}/{local.day} {local:%H:%M:%S}"
