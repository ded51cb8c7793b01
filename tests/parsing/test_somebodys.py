"""What ties an illness or a medicine to a household or a person goes to no group, whoever writes it."""

import pytest

from parsing.somebodys import tells_of_somebody


@pytest.mark.parametrize(
    "words",
    [
        "3-502陈阿婆阳了，请关心",
        "3号楼 502陈阿婆发烧了大家别串门",
        "陈阿婆阳了",
        "502的降压药到了",
        "3-502 缬沙坦到了",
        "3号楼502室住户密接",
        "王阿姨摔了住院",
        "5号楼2单元1001高烧",
    ],
)
def test_an_illness_or_a_medicine_of_somebody(words: str) -> None:
    assert tells_of_somebody(words)


@pytest.mark.parametrize(
    "words",
    [
        "5号楼有居民阳性，请大家居家",
        "3号楼发现一例阳性",
        "核酸7:00-9:00，阳性请居家",
        "今天下午3点到1号楼101领药",
        "小孩发烧请打120",
        "老人请带好降压药",
        "有糖尿病的老人登记胰岛素",
        "配药请联系志愿者王阿姨",
        "李叔负责配药",
        "消毒药水到了，请到3号楼101拿",
        "5-1001 的邻居请来拿菜",
        "3-12,17号楼 明天停水",
        "",
    ],
)
def test_words_for_everybody(words: str) -> None:
    assert not tells_of_somebody(words)
