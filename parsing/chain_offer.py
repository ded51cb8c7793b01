"""Reads a line that offers one good in no fixed form: 奶油卷 两盒35，一盒18; 鲜肉大包 原价32 团购价26/袋（8只）.

Such a line is a name and nothing after it but prices, sizes and terms. What may as well be somebody's order with what
they paid (月亮 2箱 70元) is an offer only where the name is a food's.
"""

import re
from decimal import Decimal

from domain.order_chain import Good
from parsing.numeral import HAN, number_of
from parsing.vocabulary.measure import MEASURE
from parsing.vocabulary.pattern import any_of
from parsing.word import is_food, is_person, is_titled

_LABEL = r"(?:原|团购?|现|特|拼团?|售|单|会员|市场?|超市|优惠|活动|零售|门店|专柜|平时|今日|批发)价?格?|价格?|仅|只要"
_PRICE = r"[0-9]{1,5}(?:\.[0-9]{1,2})?"
_NUMBER = r"[0-9]{1,4}(?:\.[0-9])?|[一二两三四五六七八九十半]"
_YUAN = r"(?:[ ]?(?:元|块钱?))?"
_BY = rf"[ ]?[/一每][ ]?(?P<NAME>{MEASURE})"
_SIZE = rf"(?:{_NUMBER})[ ]?(?:{MEASURE}|kg|g|ml|l|克|斤|升|毫升)(?:[ ]?[*x/][ ]?[0-9]*(?:{MEASURE})?)?"
_PIECES = re.compile(
    any_of(
        # what it costs
        rf"(?:{_LABEL})[ ]?[:：]?[ ]?[¥￥]?(?P<labelled>{_PRICE}){_YUAN}(?:{_BY.replace('NAME', 'labelled_by')})?",
        rf"[¥￥]?(?P<unit>{_PRICE}){_YUAN}{_BY.replace('NAME', 'unit_by')}",
        rf"(?P<number>{_NUMBER})(?P<by>{MEASURE})[ ]?[:：=]?[ ]?[¥￥]?(?P<deal>{_PRICE}){_YUAN}(?![0-9.]|{MEASURE})",
        rf"[¥￥](?P<signed>{_PRICE})",
        rf"(?P<money>{_PRICE})[ ]?(?:元|块钱?)(?![0-9])",
        # how much there is in it, and of it
        rf"[约共净重]{{0,2}}[ ]?{_SIZE}(?:装|起[送订拼团]?|左右|/[ ]?(?:{MEASURE}))?",
        r"[(【\[][^()【】\[\]]{0,40}[)】\]]|(?:每[人户家]?)?限[购量]?[^ ,]{0,6}|现货|包邮|起[送订拼]|左右",
        r"[/,，、;；。:：|+!~ ]",
    ),
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[ ]*(?P<name>[^\W0-9_][^\W0-9_]{0,15}(?:[(【\[][^()【】\[\]]{0,20}[)】\]])?)[ ]?[:：]?[ ]?(?=[^ ])"
)
_SET = re.compile(
    rf"[ ]*(?P<name>[^\W_]{{0,8}}(?:套餐|组合|礼[包盒]|菜包|[款包])[A-Za-z0-9]?)[ ]?[:：][ ]?(?P<holds>[^\n]{{2,80}}?)"
    rf"[ ,]{{0,3}}(?:(?:共|约)[ ]?[0-9.]{{1,5}}[ ]?(?:斤|kg|公斤)[ ,]{{0,3}})?[¥￥]?(?P<price>{_PRICE})[ ]?(?:元|块钱?)"
    rf"(?:{_BY.replace('NAME', 'by')})?[ ]*$"
)
_ENDS_A_NAME = re.compile(
    rf"(?:{_LABEL}|[约共净每限仅一二两三四五六七八九十半]|[一二两三四五六七八九十半](?:{MEASURE}))$"
)
_NO_NAME = re.compile(
    r"每|起|满|运费|打包|邮|规格|定金|数量|时间|地址|电话|截止|团|接龙|付|转|红包|[我你您要]|订|合计|一共|共计"
)
_COSTS = re.compile("[0-9][ ]?[元块/]|[¥￥]")
_PACKED = re.compile(
    rf"[ ]*(?P<name>[^\W0-9_][^ ,、;]{{1,19}})[ ]+[0-9]{{1,3}}(?:{MEASURE})?装[ ]*(?P<price>{_PRICE})(?:元|块)?[ ]*"
)
#: A size that begins a name: 2升装金龙鱼油 65, 5L菜油 58元; 2斤苹果 10 may be an order.
_VOLUME = r"(?:kg|ml|l|升|毫升)"
_SIZED = re.compile(
    rf"[ ]*(?P<name>(?:{_NUMBER})[ ]?(?:(?:{MEASURE}|{_VOLUME}|g|克)装的?|{_VOLUME})[ ]?[一-鿿]{{2,12}}?)"
    rf"[ ]?[:：]?[ ]?[¥￥]?(?P<price>{_PRICE})(?![0-9])[ ]?(?:元|块钱?)?(?:{_BY.replace('NAME', 'by')})?[ ]*",
    re.IGNORECASE,
)
_ONE_OF = re.compile(rf"[一1](?P<by>{MEASURE})[ ]?$")
_WEIGHED = re.compile(rf"[约共净重]{{0,2}}[ ]?(?:{_NUMBER})[ ]?(?:kg|g|ml|l|公?斤|克|升|毫升)|.*装$", re.IGNORECASE)
_LONGEST = 100
_SPOKEN = re.compile(
    rf"(?<![{HAN}0-9.])(?P<price>[{HAN}]{{1,5}})[ ]?(?P<money>元|块钱?)"
    rf"(?P<tenths>(?<=块)[一二三四五六七八九](?!(?:{MEASURE})))?(?P<by>[ ]?[/一每][ ]?(?:{MEASURE}))?"
)


def with_digits(said: str) -> str:
    """Return a line with the prices in it that are said in Chinese written in digits: 青菜三块五一份 is 青菜3.5元一份.

    两块 alone stays: 豆腐两块 is an order of two."""
    return _SPOKEN.sub(_in_digits, said)


def _in_digits(match: re.Match[str]) -> str:
    price = number_of(match["price"])
    if price is None or (match["money"] != "元" and not match["tenths"] and not match["by"]):
        return match[0]
    tenths = number_of(match["tenths"] or "零")
    return f"{price}{f'.{tenths}' if tenths else ''}元{match['by'] or ''}"


def offer_line(said: str, *, among_others: bool = False) -> Good | None:
    """Return the good that a line offers, with what one of it costs if that is said; None where it offers none.

    `among_others`: other lines look the same, so that a weight with a price is enough (高筋 5kg 35元)."""
    if len(said) > _LONGEST:
        return None
    if (set_ := _SET.match(said)) is not None and not _COSTS.search(set_["holds"]):
        return Good(set_["name"], Decimal(set_["price"]), set_["by"])
    if (packed := _PACKED.fullmatch(said)) is not None and not is_person(packed["name"]):
        return Good(packed["name"], Decimal(packed["price"]))
    if (sized := _SIZED.fullmatch(said)) is not None and not _NO_NAME.search(sized["name"]):
        return Good(sized["name"], Decimal(sized["price"]), sized["by"])
    match = _NAME.match(said)
    if match is None:
        return None
    name, end = _name_of(match)
    if not name or (is_titled(name) if among_others else is_person(name)) or _NO_NAME.search(name):
        return None
    pieces = _pieces(said, end)
    if pieces is None:
        return None
    prices = [piece for piece in pieces if piece.lastgroup is not None]
    sure = [piece for piece in prices if piece["labelled"] or piece["unit"] or piece["signed"]]
    weighed = among_others and any(_WEIGHED.match(piece[0]) for piece in pieces)
    if not prices or not (sure or len(prices) > 1 or is_food(name) or weighed):
        return None
    return Good(name, *_price_of(prices))


def _name_of(match: re.Match[str]) -> tuple[str, int]:
    """Return the name without the words of a price or number that end it (豆沙包两袋35), and where it ends."""
    name, end = match["name"], match.end()
    while (cut := _ENDS_A_NAME.search(name)) is not None and cut.start() > 0:
        name, end = name[: cut.start()], match.start("name") + cut.start()
    return name, end


def _pieces(said: str, start: int) -> list[re.Match[str]] | None:
    """Return the prices, sizes and terms that a line is made of from `start` on; None where it says more."""
    found: list[re.Match[str]] = []
    while start < len(said):
        piece = _PIECES.match(said, start)
        if piece is None:
            return None
        found.append(piece)
        start = piece.end()
    return found


def _price_of(prices: list[re.Match[str]]) -> tuple[Decimal | None, str | None]:
    """Return what one costs, and one of what: the last price that is no old one and counts for one."""
    found: tuple[Decimal | None, str | None] = (None, None)
    for piece in prices:
        said = piece["labelled"] or piece["unit"] or piece["signed"] or piece["money"]
        by = piece["labelled_by"] or piece["unit_by"]
        if piece["deal"] is not None:
            holds = _ONE_OF.search(piece.string, max(0, piece.start() - 4), piece.start())  # 一箱9只 58元
            if number_of(piece["number"]) != 1 and holds is None:
                continue
            said, by = piece["deal"], holds["by"] if holds is not None else piece["by"]
        if said is not None and (found[0] is None or piece[0][0] not in "原市超门专平零"):
            found = Decimal(said), by or found[1]
    return found
