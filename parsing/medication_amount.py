"""Reads the strength and the quantity of each medicine named: 缬沙坦，80mg的，两盒; 2盒美林; A、B各一支.

A dose (早晚各一粒), what is left (还剩3片) and the size of a pack (×28片, 24粒装) are numbers too, and no quantity.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsing.measure import Counted, Scale
from parsing.medication_drug import Named
from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.medicine_word import MEASURES, STRENGTH

_SCALE = Scale(MEASURES)
_STRENGTH = compiled(STRENGTH)
_BARE_STRENGTH = re.compile(
    "\0[ ]?(?P<number>[0-9]{1,3}(?:\\.[0-9]{1,3})?)(?=[ ]?的|[ ]+[0-9一二两三四五六七八九十]{1,2}[盒瓶])"
)  # 代文80的两盒
_NONE_LEFT = re.compile("\0{1,20}[都也](?:没|不剩)")  # 一粒安眠药都没有了
_JUST = re.compile("(?:也)?就(?:行|够|好|可以)")  # 口罩有多的吗，一个就行
_FREE = frozenset("盒瓶袋粒片支包板丸枚罐贴颗") | {"大盒", "小盒", "大瓶", "小瓶", "小包", "大包"}
_SMALL = frozenset("片粒丸颗支袋包枚贴")
_DOSE_BEFORE = re.compile(
    r"(?:[每一][天日次顿晚早]|早[中晚]+|早上|晚上|中午|睡前|[饭餐][前后]|隔天|每次|顿|[吃服用打含](?:了|过|完|"
    r"掉)?(?:半)?|[0-9一二两三]次|能吃|一天吃)(?:各|吃|服|只)?[ ]?$"
)
_DOSE_OF = re.compile("(?:[每一]天|每[日晚早次])[吃服用打]\0{1,20}$")  # 每天吃优甲乐一粒半
_DOSE_AFTER = re.compile(r"[ ]?(?:一天|每天|一次|每次|/天|/日|一日|[0-9一两三]次|吃[一两三0-9]天)")
_STOCK_BEFORE = re.compile(
    r"(?:剩下?|剩余|只有|仅有|最后|只够|够吃|家里[还只]?有|还有|就|手[里头]有)(?:了|的|不到)?[ ]?$"
)
_PACK_AFTER = re.compile(r"[ ]?(?:装|/[ ]?[盒瓶板包]|每[盒瓶板包]|一[盒瓶板](?![,、 ]))")
_PACK_BEFORE = re.compile(r"(?:每[盒瓶板包]|一[盒瓶板]|[(][ ]?|盒装)$")
_TIMES_STRENGTH = re.compile("\1[ ]?[xX*][ ]?$")  # 20mg×7片
_SMALLEST_PACK = 5
_PACKED = re.compile(r"[ ]?[xX*][ ]?[0-9]{1,3}[片粒颗丸支袋包](?=[ ]?[xX*])")
_SIGNED = re.compile(r"[ ]?[xX*+][ ]?(?P<number>[0-9]{1,2})(?![0-9.]|[ ]?[xX*]|[ ]?(?:mg|g|ml|片|粒|岁|天))")
_SEVERAL = compiled(r"(?:几|好几)(?P<measure>[盒瓶袋粒片支包板丸枚罐贴颗个只])(?!月|人|天)")
_CLAUSE_ENDS = re.compile(r"[,。;!?\n]")
_ALONE = re.compile("[,。;! ]{1,2}(?:一?共|总共|就)?(?:是|有)?[ ]?")
_ALONE_ENDS = re.compile("[ ]?(?:整|都齐了?|没错)?(?:[,。;!~\\n]|$)")
_EACH = re.compile(
    r"(?:各|每样|每种|都|均|分别|全部)(?:自)?(?:要|配|来|给|带|买|拿|开|需|需要|帮我|帮忙|求|匀)*[ ]?(?:[xX*])?$"
)
_NEAR = re.compile(
    r"(?:的|[ ,:]|要|来|配|共|一共|买|规格|大概|大约|约|先|帮我|帮忙|需要?|求|多|有|各|拿|带|开|数量:?)*$"
)
_WANTED = re.compile("(?:匀|借|想要|要|求|买)[ ]?$")  # 谁有N95,想匀2个
_BEFORE_NAME = re.compile(
    r"[ ]?(?:的|装)?[ ]?(?:没拆封?|未拆封?|没开封|未开封|全新|多余|剩余|闲置|备用|新|没用过)?的?(?:儿童|宝宝|小孩|"
    r"成人|进口|国产|原研|(?![和跟与要给我你的买配拿])[一-鿿]{2}(?![和跟与]))?(?:的)?$"
)
_AFTER_VERB = re.compile(r"(?:要|来|带|求|再|买|配|拿|还有|和|加|、|跟|以及|匀|借|开|缺|需|换|捎|我|领|给)[ ]?$")
_LIST_GAP = re.compile(
    r"(?:(?:也|都|快)?(?:不够|没|没有|[吃用打]完|见底)了)?"
    r"[ ]?[、,，和跟及与/+;或\n][ ]?(?:还有|以及|和|或者?)?(?:[0-9]\.)?[ ]?|[ ]|还有|以及|或者?|外加|加上|"
    r"[ ]?[0-9]\.[ ]?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """How strong and how much of one medicine. `measure` without `quantity` is 几盒."""

    strength: str | None = None
    quantity: Decimal | None = None
    measure: str | None = None


def amounts(
    text: str, named: Sequence[Named], *, keeps_stock: bool = False, in_clause: bool = False
) -> tuple[Amount, ...]:
    """Return the amount of each medicine of `named` in `text`, where places and phone numbers stand as NULs.

    With `keeps_stock` (an offer) what somebody has counts as well; with `in_clause` (an update) only what is said of
    the medicine in the same clause."""
    masked, strengths = _masked(text, named)
    numbers = [number for number in _SCALE.numbers(masked) if _counts(masked, number, keeps_stock)]
    before_names = _leads(masked, named, numbers)
    found: list[Amount] = []
    for place, each in enumerate(named):
        end = named[place + 1].start if place + 1 < len(named) else len(text)
        following = before_names.get(place + 1)
        end = end if following is None else min(end, following.start)
        if in_clause and (stop := _CLAUSE_ENDS.search(masked, each.end, end)):
            end = _with_number_alone(masked, stop.start(), numbers)
        quantity, measure = _quantity(masked, each, end, numbers, before_names.get(place))
        strength = _strength(strengths, each, end, named[place - 1].end if place else 0, masked)
        found.append(Amount(strength, quantity, measure))
    return _shared(masked, named, numbers, found)


def _with_number_alone(masked: str, end: int, numbers: Sequence[Counted]) -> int:
    """Return where the clause ends that ends at `end`, with the next one if that is a number: 收到了，两盒，谢谢."""
    said = _ALONE.match(masked, end)
    number = next((one for one in numbers if said is not None and one.start == said.end()), None)
    return number.end if number is not None and _ALONE_ENDS.match(masked, number.end) else end


def _masked(text: str, named: Sequence[Named]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text with names and strengths as NULs, so that no number is read in them, and the strengths."""
    pieces = list(text)
    for each in named:
        pieces[each.start : each.end] = "\0" * (each.end - each.start)
    masked = "".join(pieces)
    strengths = []
    bare = [match.span("number") for match in _BARE_STRENGTH.finditer(masked)]
    for start, end in sorted([*(match.span() for match in _STRENGTH.finditer(masked)), *bare]):
        strengths.append((start, end, masked[start:end].replace(" ", "")))
        pieces[start:end] = "\1" * (end - start)
    return "".join(pieces), strengths


def _counts(masked: str, number: Counted, keeps_stock: bool) -> bool:
    """Say whether a number with a measure is how many are meant, and no dose, stock or pack."""
    if number.measure is None or number.value <= 0:
        return False
    before = masked[max(0, number.start - 8) : number.start]
    if _DOSE_BEFORE.search(before) or _DOSE_AFTER.match(masked, number.end):
        return False
    if number.measure in _SMALL and _DOSE_OF.search(masked, max(0, number.start - 24), number.start):
        return False
    if not keeps_stock and _STOCK_BEFORE.search(before) and not _goes_on(masked, number, before):
        return False
    if number.value == 1 and _NONE_LEFT.match(masked, number.end):
        return False
    small = number.measure in _SMALL
    if small and (_PACK_AFTER.match(masked, number.end) or _PACK_BEFORE.search(before)):
        return False
    return not (small and number.value >= _SMALLEST_PACK and _TIMES_STRENGTH.search(before))


def _goes_on(masked: str, number: Counted, before: str) -> bool:
    """Say whether 还有 before a number only goes on with the list: 一盒络活喜还有一瓶六味地黄丸."""
    return before.rstrip().endswith("还有") and "\0" in before and masked[number.end : number.end + 1] == "\0"


def _leads(masked: str, named: Sequence[Named], numbers: Sequence[Counted]) -> dict[int, Counted]:
    """Return the numbers that stand right before their names (两盒美林, 再要一支…), by the name's place.

    Where the first number of the text does, others may as well; else only after a verb."""
    first_leads = bool(named and numbers) and numbers[0].start < named[0].start
    leads: dict[int, Counted] = {}
    for place, each in enumerate(named):
        begin = named[place - 1].end if place else 0
        end = named[place + 1].start if place + 1 < len(named) else len(masked)
        for number in numbers:
            if not (begin <= number.start and number.end <= each.start):
                continue
            if not _leads_to(masked, number.end, each.start):
                continue
            follows = place > 0 and any(each.end <= other.start < end for other in numbers)
            if first_leads or (not follows and _AFTER_VERB.search(masked[begin : number.start])):
                leads[place] = number
    return leads


def _leads_to(masked: str, end: int, start: int) -> bool:
    return start - end < 14 and _BEFORE_NAME.fullmatch(masked[end:start].replace("\1", "")) is not None


def _quantity(
    masked: str, each: Named, end: int, numbers: Sequence[Counted], lead: Counted | None
) -> tuple[Decimal | None, str | None]:
    if lead is not None:
        return lead.value, lead.measure
    after = _past_strength(masked, each.end)
    if (pack := _PACKED.match(masked, after)) is not None:
        after = pack.end()  # 10mg*28片 x1
    if signed := _SIGNED.match(masked, after):
        number = next((n for n in numbers if signed.start() <= n.start < signed.end()), None)
        packs = [n for n in numbers if n.measure in ("盒", "瓶", "板") and signed.end() <= n.start < end]
        if number is None and not packs:  # 15mg*10包 一盒 is one
            return Decimal(signed["number"]), None
    several = _SEVERAL.search(masked, each.end, end)
    for number in numbers:
        if not each.end <= number.start < end:
            continue
        gap = masked[each.end : number.start].replace("\1", "")
        if several is not None and several.start() < number.start:
            break
        if number.measure in _FREE or _NEAR.fullmatch(gap) or _WANTED.search(gap) or _JUST.match(masked, number.end):
            return number.value, number.measure
    if several is not None:
        return None, several["measure"]
    before = masked[max(0, each.start - 4) : each.start]
    if lead_several := re.search(r"几(?P<measure>[盒瓶袋粒片支包板丸枚罐贴颗])的?$", before):
        return None, lead_several["measure"]
    return None, None


def _past_strength(masked: str, place: int) -> int:
    while masked[place : place + 1] in ("\1", " ") and place < len(masked):
        place += 1
    return place


def _strength(strengths: Sequence[tuple[int, int, str]], each: Named, end: int, begin: int, masked: str) -> str | None:
    for start, stop, written in strengths:
        if each.end <= start < end:
            return written
        if begin <= start and stop <= each.start and masked[stop : each.start].strip(" ") in ("", "的"):
            return written
    return None


def _shared(masked: str, named: Sequence[Named], numbers: Sequence[Counted], found: list[Amount]) -> tuple[Amount, ...]:
    """Give a number said of each (各两盒) to every medicine of the list before it."""
    for number in numbers:
        if not _EACH.search(masked[max(0, number.start - 8) : number.start]):
            continue
        last = max((place for place, each in enumerate(named) if each.end <= number.start), default=None)
        place = last
        while place is not None and place >= 0:
            if place != last and (found[place].quantity is not None or not _is_listed(masked, named, place)):
                break
            found[place] = Amount(found[place].strength, number.value, number.measure)
            place -= 1
    return tuple(found)


def _is_listed(masked: str, named: Sequence[Named], place: int) -> bool:
    gap = masked[named[place].end : named[place + 1].start].replace("\1", "")
    return len(gap) < 8 and (gap.strip() == "" or _LIST_GAP.fullmatch(gap) is not None)


_BOX = re.compile(r"(?<=[0-9一二两三四五六七八九十半])(?P<gap>[ ]?)合(?=$|[,，。.!！ 的吧了、])")


def as_boxes(text: str) -> str:
    """Return a text with 盒 where 合 was dictated behind a number (两合): medicine has no such measure."""
    return _BOX.sub(r"\g<gap>盒", text)
