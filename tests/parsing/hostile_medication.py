"""Texts made to stop the reader of medicine: run as a program, it reads each and says how many."""

from parsing.medication import read_medication
from tests.parsing.hostile import LONGEST_MESSAGE

_REPEATED = (
    *(
        "求",
        "药",
        "笑死窒息",
        "去年晕倒,没事,",
        "头孢",
        "头孢克",
        "阿莫西",
        "求阿莫",
        "80mg",
        "一二",
        "还剩",
        "两盒",
        "张阿姨",
        "我爸",
        "(",
        "布洛芬(",
        "没了",
    ),
    *(
        "急",
        "39",
        "盐酸",
        "片",
        "缬沙坦、",
        "求美林,",
        "有没有",
        "还有",
        "可以",
        "不用",
        "吃了布洛芬,",
        "姓名:",
        "癌",
        "疼",
        "过敏",
    ),
    *(
        "3-501 ",
        "3-501药\n",
        "美林两盒3-501\n",
        "配药\n",
        "谁家有",
        "的药",
        "3-501要代文,",
        "1.",
        "滴眼液",
        "胰岛素还剩",
        "各两盒",
    ),
    *(
        "家里",
        "上次",
        "三天后",
        "医院",
        "到中山",
        "医保卡",
        "撑四五天",
        "谢谢",
        "请",
        "送",
        "出",
        "一次",
        "\0",
        "\ue000",
        "\ue001",
    ),
)
TEXTS = tuple((unit * LONGEST_MESSAGE)[:LONGEST_MESSAGE] for unit in _REPEATED)

if __name__ == "__main__":
    for hostile in TEXTS:
        read_medication(hostile)
    print(len(TEXTS))
