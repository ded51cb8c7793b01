"""Texts made to stop a reader: run as a program, it reads each of them and says how many (see test_hostile.py)."""

from datetime import datetime

from parsing.amount import read_quantity
from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.quantity import find_quantities
from parsing.residence import find_bare_rooms, find_residences

LONGEST_MESSAGE = 4096  # characters of one Telegram message
SAID_AT = datetime.fromisoformat("2026-03-04T10:20:00+08:00")
_REPEATED = (
    *("后天早上九点", "1", "一", "周二", "6号楼", "(", " ", "😀", "\u200b", "龘", "\n", "\ud800", "\0", "ﷺ", "👨‍👩‍👧"),
    *("①", "1️⃣", "1,", "1.", "1-", "1-1", "1:", "1/", "1 ", "1号", "1月", "1点", "9999", "2026年", "2026-", "1,000,"),
    *("7-902、", "902室", "弄", "12弄", "三零二", "甲单元", "7栋", "5-2-", "A", "Aa", "#", "-"),
    *("十", "两", "半", "点", "万", "亿", "零", "十百千万", "x2", "+1", "*", "加", "斤", "个半", "三斤五", "各"),
    *(
        "每",
        "每周一",
        "每周一、",
        "每月1号、",
        "每隔",
        "到",
        "周一到",
        "今晚",
        "上",
        "大",
        "大大后天",
        "差",
        "差五分",
        "一小时",
        "三十分",
    ),
    *("12:30-", "前", "之前", "三天", "里三层外", "一个萝卜", "今天的菜", "大年", "腊月", "隔周", "两天一次", "第二季"),
    *("每天8点、", "8点、", "今晚9点到次日", "周一(", "3月9日(", "4号楼的", "4号楼,", "五百"),
    *("分之", "来个", "x", "俩", "人参"),
)
TEXTS = (
    *((unit * LONGEST_MESSAGE)[:LONGEST_MESSAGE] for unit in _REPEATED),
    str(2**70),
    "1" + "0" * 4000,
    "1" + "0" * 4000 + "份",
    "9" * 4000 + "年后",
    "每" + "9" * 4000 + "天",
    "1.5" + "0" * 4000 + "斤",
    "1" * 2000 + "号楼" + "2" * 2000,
    "一" + "亿" * 4000 + "份",
    "1" + "亿" * 20 + "份",
)


def read(text: str) -> None:
    """Let every reader read `text`, and lead back to it."""
    page = normalise(text)
    page.origin(0, len(page.text))
    find_residences(page.text)
    find_bare_rooms(page.text)
    find_quantities(page.text)
    read_quantity(page.text)
    find_moments(page.text, SAID_AT)


if __name__ == "__main__":
    for hostile in TEXTS:
        read(hostile)
    print(len(TEXTS))
