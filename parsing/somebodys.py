"""Says whether public words (a notice, a line of the daily summary) tie an illness or a medicine to somebody.

3-502陈阿婆阳了 and 502的降压药到了 do; 5号楼有人阳性 and 下午到3号楼101领药 do not: those are for everybody.
"""

import re

from parsing.medication_patient import patient
from parsing.medicine import names_medicine
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary.illness import ILLNESS

_ILL = re.compile(rf"病(?![毒房区床])|透析|怀孕|孕妇|化疗|住院|阳性|确诊|密接|密切接触|{ILLNESS}")
_MEDICINE = re.compile(r"药(?![店房水])|胰岛素")
# 到3-101领药 names a place, nobody's home; 打120 no room at all.
_NO_HOME = re.compile(r"(?:[到去往至在打拨]|地点[是:]?|地址[是:]?|电话[是:]?)[ ]?$")
_EMERGENCY = re.compile("1(?:10|19|20|22)(?![0-9])")
_NAME = re.compile(r"[一-鿿]{2,4}")
#: Whoever is called only so is nobody in particular, in words for everybody.
_EVERYBODYS = frozenset(
    ("本人", "母亲", "父亲", "丈夫", "妻子", "孩子", "老人", "儿子", "女儿", "父母", "邻居", "孕妇")
)


def tells_of_somebody(words: str) -> bool:
    """Say whether `words` tie an illness or a medicine to a room, or an illness to somebody by name."""
    text = normalise(words).text
    is_ill = _ILL.search(text) is not None
    if not is_ill and _MEDICINE.search(text) is None and not names_medicine(text):
        return False
    homes = find_residences(text)
    rooms = [one.start for one in homes if one.value.room is not None]
    bare = [one.start for one in find_bare_rooms(text) if not any(home.start <= one.start < home.end for home in homes)]
    rooms += [start for start in bare if _EMERGENCY.match(text, start) is None]
    if any(_NO_HOME.search(text, 0, start) is None for start in rooms):
        return True
    who = patient(text) if is_ill else None
    return who is not None and who not in _EVERYBODYS and _NAME.fullmatch(who) is not None
