"""Reads what is told of a medicine asked for before, without its name: 5mg的两盒，还有三天; 我住3-602; 两盒."""

import re

from domain.medication import Intent, MedicationNeed
from domain.residence import AddressGrammar
from parsing.found import without
from parsing.medication import read_medication
from parsing.medicine import names_medicine
from parsing.residence import find_residences

_STAND_IN = "求络活喜"  # any medicine: what is read is how much, till when and where to
_LONGEST = 40
_N = r"[0-9一二两三四五六七八九十半]{1,3}"
_COUNT = rf"{_N}[ ]?(?:盒|瓶|支|包|袋|板|罐)"
_SAYS = re.compile(
    rf"""
    (?: \0 | [0-9]{{1,5}}(?:\.[0-9]{{1,3}})?[ ]?(?:mg|毫克|ug|μg|微克|ml|毫升|iu|万?单位|g|克|%)
      | {_COUNT} | {_N}[ ]?(?:多)?(?:天|个?(?:星期|礼拜|月)|周)
      | 我们?家? | [她他妈爸] | 住 | 在 | 是 | 的 | 要 | 吧 | 好像 | 大概 | 可能 | 一共 | 总共 | 就 | 只 | 还
      | 能 | 够 | 吃 | 剩 | 有 | 送到 | 地址 | 门牌 | 左右 | 谢谢 | 麻烦 | 配 | 了 | 哦 | 啊 | [,.。!~: ]
    )+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_A_BOX = re.compile(rf"{_COUNT}[^,]{{0,2}}[吃用]|[天日][^,]{{0,2}}{_COUNT}|剩[^,]{{0,3}}{_COUNT}|有{_COUNT}")


def read_rest(said: str, grammar: AddressGrammar) -> MedicationNeed | None:
    """Return what a short message (normalised) tells beside a name: strength and count as those of a medicine that
    stands in, days, home. None where it says anything else: 一天吃一次, 一盒能吃7天."""
    places = find_residences(said, grammar)
    bare = re.sub("\0+", "\0", without(said, places))
    if len(said) > _LONGEST or not _SAYS.fullmatch(bare) or _OF_A_BOX.search(bare):
        return None
    if names_medicine(said):
        return None
    needs = read_medication(f"{_STAND_IN}{'' if said[:1].isdigit() else '，'}{said}", grammar).needs
    if len(needs) != 1 or needs[0].intent is not Intent.REQUEST or len(needs[0].drugs) != 1:
        return None
    return needs[0] if tells_of(needs[0]) else None


def tells_of(need: MedicationNeed) -> frozenset[str]:
    """Return of what it tells, in the words of the questions: strength, count, days, place."""
    drug = need.drugs[0]
    told = {
        "strength": drug.strength,
        "count": drug.quantity,
        "days": need.days_left,
        "place": need.residence if need.residence is not None and need.residence.room is not None else None,
    }
    return frozenset(field for field, value in told.items() if value is not None)
