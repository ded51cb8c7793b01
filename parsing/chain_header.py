"""Reads the header of a posted list: which goods it offers, and whether it is about goods at all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from domain.order_chain import Act, Good
from parsing.chain_menu import PRICED, is_coded, menu_good
from parsing.chain_offer import offer_line, with_digits
from parsing.normalise import Normalised, normalise
from parsing.vocabulary import posted as posted_words
from parsing.vocabulary.measure import MEASURE, MEASURES
from parsing.vocabulary.pattern import any_of
from parsing.word import is_food, is_person

# Prices without 元, as menus have them: A套餐58 B套餐98; a numbered line of a menu has one, others at least two.
_BARE_PRICED = re.compile(
    r"(?<![^\W0-9_])(?P<name>[^\W0-9_]{1,20})[ ]?[:：]?[ ]?(?P<price>[0-9]{1,4}(?:\.[0-9]{1,2})?)(?=[ ,、;。/]|$)"
)
_BARE_LINE = re.compile(r"(?P<name>[^\W0-9_]{2,8})[ ]?(?P<price>[0-9]{1,3}(?:\.[0-9]{1,2})?)")
_ENUMERATED = re.compile(r"[:：](?P<names>[^0-9:：\n]+(?:[、,/][^0-9:：\n]+)+)$")
_ENUMERATED_FIRST = re.compile(
    r"[:：](?P<names>[^0-9:：\n,，、/ ]{1,12}(?:[、/][^0-9:：\n,，、/ ]{1,12}){1,19})(?=[,，。; ])"
)
_ENUMERATED_LINE = re.compile(r"[^\W0-9_]{1,10}(?:[、/][^\W0-9_]{1,10}){1,19}")
_NUMBER_BEFORE = re.compile(r"[ ]?(?<![0-9])[0-9]{1,3}[.、)]")
_WORDS_BEFORE = re.compile(r"^.*(?:[,、;。]|(?<![A-Za-z]) )(?=[^ ])")
_KIND = re.compile("(?![一-鿿]*(?:[周月日天是否男女]|[上下中]午|同意|单元|号楼))[一-鿿]{2,6}")
_BULLET = re.compile(r"^[^\w\s(\[【《“\"「<¥￥$~#@+*-]{1,4}[ ]?")
_SEVERAL_PRICED = re.compile(
    r"[ ]*(?P<names>[^\W0-9_]{1,10}(?:[/、][^\W0-9_]{1,10}){1,5})[ ]?[:：]?[ ]?"
    r"(?P<same>统一价?|都是?|均价?|一律|全部|[每一][份个盒杯])?[ ]?(?P<rest>[¥￥]?[0-9][^\n]{0,40})"
)
_EDGES = re.compile(r"^\W+|[^\w)]+$")
_NO_GOOD = re.compile(r"每|特价|单价|原价|起|满|共|运费|打包|优惠|邮|规格|价|定金|数量|时间|地址|电话|截止")
_NO_OFFER = re.compile(rf"{_NO_GOOD.pattern}|团|接龙|付|转|红包")
_ANNOUNCED = re.compile(
    r"^[^:：,，]{0,8}(?:团购?|接龙|预告|通知|开团|预定|预订|报名)[ ]?[:：](?=[^:：]*[一-鿿])"
)  # 明日团：荔枝
_TODAYS = re.compile(r"^(?:今[天日晚]|明[天日])?开?团(?=[一-鿿]{2})(?!购|长|子|圆|员)")  # 今天团草鸡蛋
_PARTICLES = re.compile(r"^[啦了咯喽]+|[啦咯喽]+$")
_SIGNS = re.compile(r"(?:(?!(?<=[0-9])[.](?=[0-9]))\W)+")  # but 18.9L stays
_CONTENTS = re.compile(r"[(【\[][^()【】\[\]]{0,60}[)】\]](?=[ ]?[:：]?[ ]?[¥￥]?[0-9])")  # 套餐A(青菜2斤)50元
_LONGEST_FOOD = 6
_OF_A_GROUP = re.compile(r"[ ]*(?P<good>[^\W0-9_]{2,8}?)(?:团购?|接龙)[ ](?=[^ ])")
_NO_GOODS_GROUP = re.compile(r"[周月日天晚早今明本]|小区|邻居|第|拼|跟|开|新|急|限时|福利|社区|我们|居民")
_IN_BRACKETS = re.compile(r"[(【\[][^()【】\[\]]{0,40}[)】\]][ ]*$")
_BRACKETS = re.compile(r"[(【\[)】\]]")
_TITLE_PARTS = re.compile(
    any_of(
        r"^(?:各位|大家|邻居们?)?(?:想|需)?要(?=[一-鿿]{2})|的(?=接龙|团购)",
        r"[一1][箱盒袋][0-9]{1,3}(?:\.[0-9])?(?:斤|个|只|枚|条)装?|(?<=[ ])[0-9]{2,4}[ ]*$",
        r"(?:爆|超|巨|特|真|很|超级)(?:甜|好吃|香|新鲜|多汁|便宜|划算)|现[摘烤切]|产地直[发供]|好吃不贵|爆汁|皮薄|热卖|秒杀",
        rf"(?<![0-9])[0-9]+(?:g|ml|克|毫升)[ ]?[*xX][ ]?[0-9]+(?:{MEASURE})?/(?:{MEASURE})",
        r"(?:净重|毛重|约|每[只条个份袋])[ ]?(?<![0-9.])[0-9]+(?:\.[0-9]+)?[ ]?(?:公?斤|克|kg|g)(?:左右)?|左右",
        r"[(【\[][^)】\]]{0,60}[)】\]]|第?[0-9一二三四五六七八九十]{1,4}[团期批次]",
        r"(?<![0-9])[0-9]+月[0-9]+[日号]?|(?<![0-9])[0-9]+[./][0-9]+(?![0-9]*[A-Za-z])[日号]?",
        rf"(?<![0-9.])[0-9.]+(?:{MEASURE})?[ ]?/[ ]?(?:{MEASURE})|(?<![0-9.])[0-9]+\.[0-9]+(?![0-9]|{MEASURE})",
        rf"[满够凑](?:够|满)?[0-9]+(?:{MEASURE})?(?:[一-鿿]{{1,4}})?|(?<![0-9])[0-9]+(?:{MEASURE})起[订送拼团]?",
        r"[今明]?[早晚]?(?:(?<![0-9])[0-9]+点)?(?:截[单止团]|收单|封单)",
        rf"[¥￥]?(?<![0-9.])[0-9]+(?:\.[0-9]+)?[ ]?(?:元|块钱?)(?:[ ]?[/一每]?[ ]?(?:{MEASURE}))?",
        r"今[天日晚]|明[天日]|[本下]?周[一二三四五六日末][早晚]?|本周|自[提取]|配送|包邮|现货|新鲜|特价|预[定订]|来[了啦]|开[团始]|报名|拼单|拼团",
        rf"(?<![0-9.])[0-9]+(?:\.[0-9]+)?[ ]?一(?:{MEASURE})",
        r"团购|接龙|接单|统计|小区|[!！~。]|团(?=[ ]|$)",
    )
)


_SPEC = rf"[0-9]+(?:\.[0-9]+)?[ ]?(?:ml|l|kg|g|毫升|升|克|公?斤)?(?:[*x][0-9]+(?:{MEASURE})?)?(?:装)?"
_PIECES = rf"[0-9]{{1,3}}[枚个只颗粒片支]?[装/]?(?:{MEASURE})?"  # 30枚/板
_MONEY_WORD = (
    rf"(?:(?:元|块钱?)(?P<tenths>[0-9])?(?:[ ]?[/一每][ ]?(?P<measure>{MEASURE}))?"
    rf"|[ ]?[/一每][ ]?(?P<other>{MEASURE}))"
)
_PRICE_LINE = re.compile(
    rf"[ ]*(?P<name>[^\W0-9_]{{1,16}}?)[ ]?(?P<spec>(?:{_SPEC}|{_PIECES})(?=[ :：¥￥]))?[ ]?[:：]?[ ]?[¥￥]?"
    rf"(?P<price>[0-9]+(?:\.[0-9]+)?)[ ]?{_MONEY_WORD}?[ ]*$",
    re.IGNORECASE,
)


_TITLE_PRICE = re.compile(
    rf"(?<![0-9.])(?P<price>[0-9]{{1,5}}(?:\.[0-9]{{1,2}})?)[ ]?"
    rf"(?:(?:元|块钱?)(?:[ ]?[/一每][ ]?(?P<measure>{MEASURE}))?|[/一每][ ]?(?P<other>{MEASURE}))"
)
_UNPRICED = re.compile(r"(?P<name>[一-鿿]{2,8}?)[ ]?[:：]?[ ]?(?:价格?|单价|价钱)?(?:待定|时价|另议|再定|未定)?")


class Numbered(Protocol):
    """A line of the header: `text[start:end]`, after its list number."""

    start: int
    end: int
    number: int | None


def goods_of(
    text: Normalised,
    rows: Iterable[Numbered],
    known: tuple[Good, ...],
    *,
    before_numbers: bool = False,
    below: str = "",
) -> tuple[Good, ...]:
    """Return the goods that the header's rows offer: price lists, menu lines with codes; codes join known goods.

    `before_numbers`: the entries are numbered, so that no line of the header is one; `below`: what the entries say."""
    found: dict[str, Good] = {}
    lines = [(without_bullet(text.text[row.start : row.end]), row.number is not None) for row in rows]
    if lines and not lines[0][1]:
        for good in _kinds_in_title(lines[0][0]):
            found.setdefault(good.name, good)
    unnumbered = [said for said, number in lines if not number]
    bare = bare_price_lines(unnumbered if before_numbers else [said for said, _ in lines], sure=before_numbers)
    for said, numbered in lines:
        for good in [bare[said]] if said in bare else _goods_of_line(said, numbered=numbered, below=below):
            found.setdefault(good.name, good)
    if not known:
        return (*found.values(), *_unpriced([said for said, _ in lines[1:]], found))
    return _merged(known, tuple(found.values()))


def _kinds_in_title(title: str) -> list[Good]:
    """Return the goods that a title names with bars between them: 现磨豆浆/咸豆花 早7点送."""
    for part in re.split(r"[ ,。!~]", title):
        names = part.split("/")
        if len(names) > 1 and all(_KIND.fullmatch(name) for name in names):
            return [Good(name) for name in names]
    return []


def without_bullet(said: str) -> str:
    """Return a line without the emoji or sign before its first word: 🍞 原味吐司 18."""
    return _BULLET.sub("", said.strip(), count=1)


def _unpriced(lines: Iterable[str], found: Mapping[str, Good]) -> list[Good]:
    """Return the goods of lines that are nothing but a food (青菜, 青菜 价格待定) among others with their prices."""
    if not any(good.price is not None for good in found.values()):
        return []
    names = [match["name"] for said in lines if (match := _UNPRICED.fullmatch(said)) is not None]
    return [Good(name) for name in dict.fromkeys(names) if name not in found and is_food(name)]


def _merged(known: tuple[Good, ...], said: tuple[Good, ...]) -> tuple[Good, ...]:
    """Give the known goods the codes and prices that the header says."""
    told = {normalise(good.name).text.replace(" ", ""): good for good in said}
    merged = []
    for good in known:
        name = normalise(good.name).text.replace(" ", "")
        same = told.get(name)
        if same is not None:
            good = replace(
                good, price=same.price or good.price, measure=same.measure or good.measure, code=same.code or good.code
            )
        merged.append(good)
    return tuple(merged)


def title_price(title: str) -> tuple[Decimal, str | None] | None:
    """Return the one price that a title names (香梨团 30元/箱), with its measure; None where it names none or more."""
    found = list(_TITLE_PRICE.finditer(with_digits(normalise(title).text)))
    if len(found) != 1:
        return None
    return Decimal(found[0]["price"]), found[0]["measure"] or found[0]["other"]


def price_line(said: str) -> Good | None:
    """Return the good that a line offers which is nothing but a name, perhaps a size, and a price in so many words."""
    said = with_digits(said)
    match = _PRICE_LINE.match(_IN_BRACKETS.sub("", said)) or _PRICE_LINE.match(_CONTENTS.sub(" ", said, count=1))
    if match is None or _is_somebody(match["name"]) or _NO_OFFER.search(match["name"]):
        return offer_line(said)
    measure = match["measure"] or match["other"]
    if measure is None and not re.search("[元块¥￥]", said):
        return offer_line(said)
    price = Decimal(match["price"] + (f".{match['tenths']}" if match["tenths"] else ""))
    return Good(match["name"], price, measure)


def _is_somebody(name: str) -> bool:
    """Say whether a name before a price is somebody's: 奥乐齐牛奶 sounds like one, and is milk."""
    return is_person(name) and not is_food(name)


def bare_price_lines(lines: Sequence[str], *, sure: bool = False) -> dict[str, Good]:
    """Return the goods of lines that are a name and a bare number each (青菜 3), where most are called as foods are.

    Numbers after what people are called are orders (圆圆 3), so one such line makes none of them prices. `sure`: the
    lines cannot be orders.
    """
    weighed = {said: good for said in lines if (good := offer_line(said, among_others=True)) is not None}
    if len(weighed) > 1:
        return {said: good for said in lines if (good := weighed.get(said) or _plain_food(said)) is not None}
    found = {said: match for said in lines if (match := _BARE_LINE.fullmatch(said.strip())) is not None}
    names = [match["name"] for match in found.values()]
    foods = sum(is_food(name) for name in names)
    if len(names) < 2 or (foods * 2 < len(names) and not sure) or any(is_person(name) for name in names):
        return {}
    return {said: Good(match["name"], Decimal(match["price"])) for said, match in found.items()}


def _plain_food(said: str) -> Good | None:
    """Return the food that a line offers which is a name and a bare number: 鸡蛋 12."""
    match = _BARE_LINE.fullmatch(said.strip())
    return Good(match["name"], Decimal(match["price"])) if match is not None and is_food(match["name"]) else None


def _goods_of_line(said: str, *, numbered: bool, below: str) -> list[Good]:
    said = with_digits(said)
    if is_coded(said):
        offered = menu_good(said)
        return [] if offered is None else [offered]
    if several := _offered(said):
        return several
    goods = []
    for match in PRICED.finditer(said):
        if said[match.start() - 1 : match.start()].isdigit():
            continue  # 10斤装 45元
        name = _NUMBER_BEFORE.sub("", match["name"], count=1).strip(" ,、:-=~·*")
        name = _EDGES.sub("", _of_words(name))
        if name and name not in MEASURES and not _NO_GOOD.search(name):
            goods.append(Good(name, Decimal(match["price"]), match["measure"] or match["other"] or match["one"]))
    if len(goods) > 1 or (goods and not re.search("团|接龙", said)):
        return goods
    bare = [Good(match["name"], Decimal(match["price"])) for match in _BARE_PRICED.finditer(said)]
    if len(bare) > (0 if numbered else 1) and not any(good.name in MEASURES for good in bare):
        return bare
    if _ENUMERATED_LINE.fullmatch(said):
        names = re.split("[、/]", said)
        ordered = sum(name in below for name in names)
        if max(ordered, sum(map(is_food, names))) * 2 >= len(names) or len({name[-1] for name in names}) == 1:
            return [Good(name) for name in names]  # 鸭脖、鸭翅、毛豆
    enumerated = _ENUMERATED.search(said) or _ENUMERATED_FIRST.search(said)
    if enumerated:
        return [Good(name.strip()) for name in re.split(r"[、,/]", enumerated["names"]) if name.strip()]
    return []


def _offered(said: str) -> list[Good]:
    """Return what a line offers that is names, perhaps several with one price (深烘/浅烘 79元一包), and a price."""
    if several := _SEVERAL_PRICED.match(said):
        names = re.split("[/、]", several["names"])
        unit = "元" if several["same"] and several["rest"].strip().isdecimal() else ""
        one = price_line(f"{names[0]} {several['rest'].strip()}{unit}")
        if one is not None:
            return [replace(one, name=name) for name in names]
    one = price_line(said)
    return [] if one is None else [one]


def _of_words(said: str) -> str:
    """Return which of the words before a price is the good: the last, or the first that is a food (樱桃 山东烟台)."""
    said = said.rpartition("(")[2]  # 手工粽(鲜肉8元 蛋黄10元)
    last = _WORDS_BEFORE.sub("", said)
    first = _EDGES.sub("", said.strip().split(" ", 1)[0])
    return (
        first
        if first != last and 1 < len(first) <= _LONGEST_FOOD and is_food(first) and not is_food(_EDGES.sub("", last))
        else last
    )


def title_good(title: str) -> str | None:
    """Return the goods that a title names, less 团购/接龙, prices, dates and ornaments (百香果团购 is 百香果)."""
    said = _TODAYS.sub("", _ANNOUNCED.sub("", normalise(title).text))
    if (group := _OF_A_GROUP.match(said)) is not None and not _NO_GOODS_GROUP.search(group["good"]):
        return _TITLE_PARTS.sub("", group["good"]).removesuffix("的")  # 大米团 东北五常 10斤装 69元
    for part in re.split(r"[,，。!！~]", said):
        bare = _PARTICLES.sub("", _SIGNS.sub("", _TITLE_PARTS.sub("", part)))
        if bare:
            return bare
    return _SIGNS.sub("", _TITLE_PARTS.sub("", _BRACKETS.sub(" ", said))) or None


def is_about_goods(header: str, body: str, orders: list[Act], *, known: bool) -> bool:
    """Say whether a list offers goods: not a health report, a meeting, a game of words."""
    if known and orders:
        return True
    if posted_words.GOODS.search(header) is None and (
        posted_words.MEETING.search(header)
        or (posted_words.NOT_GOODS.search(header) and posted_words.COMES.search(body))
    ):
        return False  # 大扫除报名: 3-502 2人, 5-402 带拖把2把
    wants = [want for act in orders for want in act.wants]
    if any(want.measure in posted_words.PEOPLE for want in wants):
        return False
    implied = title_good(header.split("\n", 1)[0])
    counted = [want for want in wants if want.measure in MEASURES - {"个", "次"} and want.item not in (None, implied)]
    if len(counted) * 2 > len(wants):
        return True
    return not posted_words.NOT_GOODS.search(header) or posted_words.GOODS.search(header) is not None
