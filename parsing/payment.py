"""Reads who says to have paid: 已付, 钱转了, 转你35了, 3-502已付35元, 香梨团的钱付过了.

Only where that is all the message says: 鸡蛋2份 已付 is an order, and says so by itself. 付了吗 asks.
"""

import re

from domain.payment import in_fen
from domain.residence import AddressGrammar, Residence
from parsing.context import Paid
from parsing.found import Found, without
from parsing.normalise import normalise
from parsing.numeral import HAN, number_of
from parsing.quantity import find_quantities
from parsing.residence import find_residences

_LONGEST = 40  # characters: who has paid says so briefly

#: An amount of money as people write it in a sentence: 35元, 35.5, ¥35, 三十五块.
_SUM = rf"[¥$]?[ ]?(?P<NAME>[0-9]{{1,6}}(?:\.[0-9]{{1,2}})?|[{HAN}]{{1,6}}(?=元|块))[ ]?(?:元|块钱|块)?"
_PAYING = r"(?:付款|转账|支付|打款|交[钱款]|发红包|红包发|付|转)"
_CLAIM = re.compile(
    rf"""
    (?P<about> [^0-9,!?\x00]{{0,12}}? ) [ ,]?                              # 香梨团的
    (?: {_SUM.replace("NAME", "before")} [ ,]? )?
    (?: 的? (?:团费|菜钱|货款|钱|款) [ ]? )? (?:我[们家]?)?
    (?: (?:已经?|都|也|刚刚?|刚才|早) [ ]? ){{0,2}}
    (?: {_PAYING} (?:给?[你您](?:们)?|给?(?:团长|群主))? (?:过去|清|好|完|掉|出|过)?
        (?P<done> 了 )?
      | [转给]过去 (?P<gone> 了 )? )
    [ :]? (?: {_SUM.replace("NAME", "after")} )? (?P<late_done> 了 )?
    [ ,.!~]* (?: (?:请|麻烦)?(?:查收|查一?下|确认|看一?下)(?:一?下)? | 谢谢 | 辛苦 | [哦哈啦的咯啊呀了] ){{0,2}}
    [^0-9A-Za-z\u4e00-\u9fff?]{{0,8}}
    """,
    re.VERBOSE,
)
_MAY_TELL = re.compile(
    r"[付转轉打交发發给給]"
)  # a first look, at the text as written: no claim is without one of these
_IS_DONE = re.compile(r"已|过了|了|好|完|清")
_NOT_ONE = re.compile(
    r"[?？吗呢么]|[没未不别勿][有要能]?[付转打交]|[怎如]|谁|多少|还没|准备|马上|等[下会]|晚点|明天|[帮替]"
)
_OF = re.compile(r"的?(?:团费|菜钱|货款|钱|款)?$")
#: By what and to whom says nothing of which buy: 微信转你了, 已转6元给团长.
_HOW = re.compile(
    r"(?<![0-9])(?<![0-9][ ])(?:用|通过)?(?:微信|支付宝|扫二?维?码|现金|银行卡?)"
    r"|(?<=[转付元块0-9])[ ]?给(?:团长|群主|[你您])|给(?:团长|群主)(?=[转付打])"
)
_GIVEN = re.compile(r"(?<=[钱款费])(?P<when>(?:我|已经?|都|也|刚刚?|刚才|早){0,3})给(?:团长|群主|[你您])?们?(?=[了过])")
_ME = re.compile(r"^(?:我们家|我们|我家|我|本人|团长|群主|老板|[@]\S+)?[ ,]?(?:的|这边)?")


def read_paid(text: str, grammar: AddressGrammar) -> Paid | None:
    """Return what somebody says to have paid, if that is what the message says; else None. Never raises."""
    if len(text) > _LONGEST or _MAY_TELL.search(text) is None:
        return None
    words = normalise(text).text.strip()
    if _NOT_ONE.search(words):
        return None
    places = find_residences(words, grammar)
    if len(places) > 1:
        return None
    bare = _GIVEN.sub(r"\g<when>付", _HOW.sub("", _bare(words, places))).strip(" ,")
    match = _CLAIM.fullmatch(bare)
    if match is None or _IS_DONE.search(bare) is None:
        return None
    said = match["before"] or match["after"]
    amount = number_of(said) if said else None
    if said and (amount is None or amount <= 0 or (match["before"] and match["after"])):
        return None
    if find_quantities(match["about"]):  # 哈密瓜两个已付款 is an order
        return None
    about = _OF.sub("", _ME.sub("", match["about"].strip()).strip()).strip()
    return Paid(in_fen(amount) if amount is not None else None, _place(places), about)


def _bare(words: str, places: tuple[Found[Residence], ...]) -> str:
    return without(words, places).replace("\0", "").strip(" ,")


def _place(places: tuple[Found[Residence], ...]) -> Residence | None:
    return places[0].value if places else None
