"""The first look at a message: whether it may order anything. It keeps chatter cheap, and lets too much through, never
too little: what passes is read in full, and most of it is chat after all.
"""

import re

from parsing.context import Context
from parsing.item import lexicon
from parsing.vocabulary import chatter
from parsing.vocabulary.chain import MEASURES
from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.measure import GOODS
from parsing.vocabulary.pattern import NUMBER, any_of

_LIST_NUMBER = re.compile(r"[0-9][.、)]")
_ASKS = re.compile(r"[?吗呢有没什啥怎]")
# Without any of these a message states nothing in a buy, whatever its goods are called.
_MAY_STATE = re.compile(
    r"[0-9一二两俩三仨四五六七八九十半壹贰叁+要来留订定退撤改换加截封帮给点辣糖冰A-Za-z]|取消|同上|一样|收单|不用|不接|停接|关单|算了|免了"
)
_CHANGES = compiled(
    any_of(
        r"[改换退撤]|[加算带]我|[+][ ]?(?![0-9]{4})|取消|再[加来]|多要|少要",
        r"我不要|不[要用](?:[了啦咯喽噢哉留,。!~; ]|$)|不(?:想|需要?|打算)",
        r"不再?[订定买拼团来接](?:了|啦)|更正|同上|同楼上|也要|[全都]要|一样|作废|删|截|收单|封|关单|不接|停接",
    )
)
# A number that is wished for means goods that were spoken of before.
_WISHES = compiled(rf"(?:[要来留订带加拿共各就]|每样).{{0,3}}[{NUMBER}]|[帮代替]")
# How many: 2, 两; not 1203, 一下, 周二.
_NUMBER = compiled(
    r"(?<![0-9周期拜])(?:[0-9]{1,3}(?![0-9栋幢座号楼弄])|[二两俩三仨四五六七八九十半]|一(?![下些直起定般]))"
)
_MEASURE = "".join(sorted({word[0] for word in (*GOODS, *MEASURES)}))
_COUNTED = compiled(rf"[0-9一二两俩三仨四五六七八九十半][ ]?[{_MEASURE}]|[+*xX][ ]?[0-9]|(?<![0-9#\-])[0-9]{{1,3}}$")
_ROOM = re.compile(r"[0-9A-Za-z][ ]?(?:[-#杠]|号?[楼栋幢])[ ]?[0-9]{3}")
_LIVES = re.compile(r"我[是住在家]{1,2}[0-9一二三四五六七八九十]{1,3}(?:号楼|栋|幢|座)")
_GOODS_ALONE = 6  # 鸡蛋, and then how many
# For whom, and how many, but not of what: 帮302陈阿婆订一箱.
_FOR_A_ROOM = compiled(
    rf"[帮代替给][ ]?[0-9]{{3,4}}(?![0-9元块]).{{0,6}}?[订定要带买留报加来拼][ ]?[{NUMBER}]{{1,2}}[ ]?[{_MEASURE}]?"
    r"(?=[ ,。!~;谢]|$)"
)
_SHORT = 8  # 两箱, 5-101 2份: a question is worth its price
_PLACE = 16  # who tells no more than where they live needs no more
_LINE = 40  # an order for a room, of goods that nobody knows, is no longer


def may_be_posted(text: str) -> bool:
    """Say whether `text` (normalised) may be a posted list: it has a tag, several lines, or list numbers."""
    return "#" in text or "\n" in text or len(_LIST_NUMBER.findall(text)) > 1


def may_ask(text: str) -> bool:
    """Say whether `text` may be a question, or goods alone; what it names may be meant by the next number."""
    return len(text) <= _GOODS_ALONE or _ASKS.search(text) is not None


def may_state(text: str, context: Context) -> bool:
    """Say whether `text` may state something in one of the open buys."""
    if any(buy.asked is not None or buy.speaker_is_organiser or buy.may_close for buy in context.buys):
        return True
    if _MAY_STATE.search(text) is None:
        return False
    if _CHANGES.search(text) is not None:
        return True
    numbered = _NUMBER.search(text) is not None
    if numbered and (len(text) <= _SHORT or _is_for_a_room(text) or _FOR_A_ROOM.search(text) is not None):
        return True
    if numbered and len(text) <= _PLACE and (_ROOM.search(text) is not None or _LIVES.search(text) is not None):
        return True  # 我是5-101的阿桂
    spoken_of = False
    for buy in context.buys:
        if not buy.goods and (numbered or lexicon(buy.heard).names_any(text)):
            return True
        if lexicon(buy.goods).names_any(text):
            return True
        spoken_of = spoken_of or bool(buy.mine or buy.talked_of or buy.said_just_before)
    if spoken_of and _WISHES.search(text) is not None:
        return True
    only = context.buys[0] if len(context.buys) == 1 else None
    return only is not None and numbered and len(only.goods) == 1 and chatter.ELSEWHERE.search(text) is None


def _is_for_a_room(text: str) -> bool:
    return len(text) <= _LINE and _COUNTED.search(text) is not None and _ROOM.search(text) is not None
