"""Reads who says to live where: 我是3号楼502, 我家在5栋2单元1001, 本人3-502的王阿姨.

Only where that is all the message says: 我是3号楼502 青菜2份 is an order, and says so by itself.
"""

import re

from domain.residence import AddressGrammar, Residence
from parsing.normalise import normalise
from parsing.residence import find_residences

_LONGEST = 40  # characters: who introduces themselves is brief
_MAY_TELL = re.compile(r"[我咱本这這阿]")  # a first look, at the text as written: nobody introduces themselves without
_BEGINS = re.compile(
    r"""
    (?: (?:大家|各位|邻居们?|群里的?)? (?:[早晚]上|下午|中午)? 好 [,!.~ ]*
      | 你们?好[,!.~ ]* | hi[,! ]* | 新人报[到道][,! ]* )?
    (?: 我们?家[住在是]? | 我们?[是住在]? | 咱家?[住在是]? | 本人[是住在]? | 这里是 | 这边是 | 阿拉[是住] )
    [在是:]? [ ]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = re.compile(
    r"""
    [ ]? 的? [ ]? (?:业主|住户|居民|邻居|新邻居|新来的|租客|户主|人家)?
    (?: [,. ]? (?:姓|叫|我叫|我姓)? [ ]? [一-鿿A-Za-z]{1,4} )?
    [ ,.!~]* (?: (?:新来的|刚搬来|请多?关照|谢谢|大家好|以后多多关照) [ ,.!~]* )*
    """,
    re.VERBOSE,
)
_NOT_ONE = re.compile(r"[?？吗呢]|不是|不住|以前|原来|楼下|楼上|对门|隔壁|给|帮|替|要|[订买拿取退]")


def read_claim(text: str, grammar: AddressGrammar) -> Residence | None:
    """Return where the speaker says to live, if that is what the message says; else None. Never raises."""
    if len(text) > _LONGEST or _MAY_TELL.search(text) is None:
        return None
    words = normalise(text).text.strip()
    begins = _BEGINS.match(words)
    if begins is None or _NOT_ONE.search(words):
        return None
    found = find_residences(words, grammar)
    if len(found) != 1 or found[0].start != begins.end():
        return None
    place = found[0].value
    if not (place.room or grammar.villas) or _ENDS.fullmatch(words, found[0].end) is None:
        return None
    return place
