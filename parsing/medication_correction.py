"""Reads what is written to the bot after a request and belongs to it (是160的, 门牌错了，是3-602, 还有可定); 同求."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.medication import Drug, Intent, MedicationNeed
from domain.medication_request import is_same_strength
from domain.quantity import Quantity
from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from parsing.amount import read_quantity
from parsing.found import without
from parsing.medication import read_medication
from parsing.medication_amount import as_boxes
from parsing.medication_fact import read_fact
from parsing.medication_rest import read_rest, tells_of
from parsing.medication_short import read_answer
from parsing.medicine import names_medicine, sure_names
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences

_ASK = "求"
_EDGES = " ,.。!！~"
_UNIT = r"mg|毫克|ug|μg|微克|ml|毫升|iu|万?单位|g|克|%"
# 是160的, 要160mg的，不要80的, 缬沙坦应该是160的
_STRENGTH = re.compile(
    rf"""
    (?:(?:不对|错了|写错了|说错了|搞错了|不[是要][0-9.]{{1,6}}(?:{_UNIT})?的?)[, ]?)?
    我?(?:(?!规格|应该|剂量)(?P<drug>[一-鿿A-Za-z]{{2,10}}?))?
    (?P<said>规格(?:应该|应)?[是要为:]?|(?:应该|应)?(?:是|要|为|改成|改为|换成))?[ ]?
    (?P<number>[0-9]{{1,5}}(?:\.[0-9]{{1,3}})?)[ ]?(?P<unit>{_UNIT})?
    (?P<of>的(?:那种)?)?
    (?:[, ]?(?:而?不[是要][0-9.]{{1,6}}(?:{_UNIT})?的?))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# 改成两盒, 不对，要3盒
_COUNT = re.compile(
    r"(?:(?:不对|错了|写错了|说错了|搞错了|不[是要][^,]{1,4})[, ]?)?(?:我|应该|还是|就|一共|总共)*"
    r"(?:是|要|改成|改为|改)[ ]?(?P<count>[0-9一二两三四五六七八九十半]{1,3}[ ]?[盒瓶支包袋板罐])[吧的了]?"
)
_HOME_IS = re.compile(r"(?:收货|家庭|我的?)?(?:地址|门牌号?|房号|房间号?|住址|室号)(?:是|在|为|:)|送到")
_HOME_WRONG = re.compile(r"(?:门牌|地址|房号|房间|楼号|楼栋|室号|住址|单元)号?[^,。;!?\n]{0,4}(?:错|不对|有误|改|更正)")
_WRONG = re.compile(rf"{_HOME_WRONG.pattern}|(?:写|说|搞|弄|记|听)?错了|不对|更正")
_RATHER = re.compile(r"(?:是|在|为|改成|改为|改到|改送|送到|送|应该|[:,。! ]|^)[ ]?$")
_BEGINS_RATHER = re.compile(r"(?:应该|应)?(?:是|送到|改送到?|改到|改成|改为)|不是")
_LONGEST = 40
_LONGEST_AFTER = 4  # 3-602的哦
_LONGEST_OWNER = 6  # 我老公的
_OLD_AND_NEW = 2
_LONGEST_AMOUNT = 10  # 80mg两盒
_IS_RATHER = re.compile(r"(?:是|要|成|为)[ ]?$")
_IS_NOT = re.compile(r"不[是要][ ]?$")
_REPLACED = re.compile(r"[, ]?(?:错了|不对|写错了|搞错了|换|改)")
_NAME_WRONG = re.compile(r"(?:药|药名|名字)?(?:写|说|搞|弄|打)?(?:错|不对)")
_ALSO = re.compile(r"(?:对了|哦|噢|啊|另外|麻烦)?[, ]?(?:还有|另外|再加上?|加上|外加|再要|还要|还需要?|再来)[, ]?")
_TOO = re.compile(r"也(?:要|需要|没了|没有了|一起|快没|快断|快吃完)")
_ASKS = re.compile(r"[?吗么呢]$")
# What may stand beside the medicines that are added: amounts and polite words.
_BESIDE = re.compile(
    rf"(?:[\0 ,、和跟及加+*x×的]|还有|[0-9一二两三四五六七八九十半]|{_UNIT}|[盒瓶支片粒板袋包罐个]|"
    r"也|要|需要|快没有?了|快断了|快吃完了|没了|没有了|一起|配|谢谢|麻烦了?|了)*",
    re.IGNORECASE,
)
_ME_TOO = re.compile(
    r"(?:我们?家?|俺家?|本人)?(?:同[求需要缺]|也(?:在|急|想)?(?:求|要|需要|需|缺|没了|没有了|断了))"
    r"(?:[一1两2]?[盒瓶份支个])?(?:[+]1|[呀啊哦的谢! ,])*"
)
_SEEKS_TOO = re.compile(r"同[求需]|也[在急]?求")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a message corrects, or adds: one of these.

    `strength` is without a unit where none was said (160), and of the medicine `of` where one was named; `more` is a
    need of the medicines that come along, `instead` the medicine that is meant rather (than `of`, if that was told),
    `count` how many of one, `fact` what else is told (剩两天), `rest` how much, till when and
    where to, together (5mg的两盒，还有三天).
    """

    strength: str | None = None
    of: Drug | None = None
    place: Residence | None = None
    more: MedicationNeed | None = None
    instead: Drug | None = None
    count: Quantity | None = None
    fact: MedicationNeed | None = None
    rest: MedicationNeed | None = None


def read_correction(
    text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR, *, is_unasked: bool = False
) -> Correction | None:
    """Return what a message to the bot, as written, corrects or adds; None for any other. Where nothing is being asked
    (`is_unasked`), an amount or a home alone (两盒) is told, too; else it is an answer."""
    if len(text) > _LONGEST:
        return None
    said = as_boxes(normalise(text).text.strip(_EDGES))
    return (
        _place(said, grammar)
        or _strength(said)
        or _count(said)
        or _instead(said)
        or _more(said, grammar)
        or _fact(said)
        or _rest(said, grammar, least=1 if is_unasked else 2)
    )


def fitting(said: str, strengths: Iterable[str]) -> str | None:
    """Return the strength that a number says: as it is where a unit was said, else the only one of these with that
    number; None where there is none, or several."""
    if has_unit(said):
        return said
    same = [one for one in strengths if re.match(rf"{re.escape(said)}(?![0-9.])", one)]
    same = same or [one for one in strengths if is_same_strength(one, f"{said}mg")]
    return same[0] if len(same) == 1 else None


def has_unit(strength: str) -> bool:
    """Say whether a strength was said with its unit: 160mg, not 160."""
    return not strength.replace(".", "", 1).isdecimal()


def read_bare(text: str) -> str | None:
    """Return the number of an answer that says a strength without its unit (160, 是160的), or with it."""
    found = _STRENGTH.fullmatch(normalise(text).text.strip(_EDGES))
    return f"{found['number']}{found['unit'] or ''}" if found is not None and not found["drug"] else None


def _place(said: str, grammar: AddressGrammar) -> Correction | None:
    """Return that a home is another: it is said to be wrong, or the message begins with what it is rather."""
    places = [each for each in find_residences(said, grammar) if each.value.room is not None]
    is_home = _HOME_IS.match(said) is not None
    if not places and (is_home or _HOME_WRONG.search(said)):
        places = list(find_bare_rooms(said))
    if not places or not (is_home or _WRONG.search(said) or _BEGINS_RATHER.match(said)):
        return None
    last = places[-1]
    is_rather = _RATHER.search(said[: last.start]) is not None and len(said) - last.end <= _LONGEST_AFTER
    if not is_rather or names_medicine(without(said, places)):
        return None
    return Correction(place=last.value)


def _strength(said: str) -> Correction | None:
    found = _STRENGTH.fullmatch(said)
    if found is None or not (found["unit"] or found["of"] or (found["said"] or "").startswith("规格")):
        return None
    drug = found["drug"]
    if not drug:
        return Correction(strength=f"{found['number']}{found['unit'] or ''}")
    named = next(sure_names(drug), None)
    if named is None or (named.start, named.end) != (0, len(drug)):
        return None
    of = Drug(drug, named.name.medicine.generic)
    return Correction(strength=f"{found['number']}{found['unit'] or ''}", of=of)


def _count(said: str) -> Correction | None:
    found = _COUNT.fullmatch(said)
    count = read_quantity(found["count"]) if found is not None else None
    return Correction(count=count) if count is not None and count.value > 0 else None


def _instead(said: str) -> Correction | None:
    """Return the medicine that is meant rather than what was read: 药名错了，是厄贝沙坦; 不是缬沙坦，是厄贝沙坦."""
    found = list(sure_names(said))
    if not 1 <= len(found) <= _OLD_AND_NEW or _ASKS.search(said):
        return None
    old, new = (found[0] if len(found) == _OLD_AND_NEW else None), found[-1]
    if not _IS_RATHER.search(said[: new.start]) or len(said) - new.end > _LONGEST_AMOUNT:
        return None
    if old is not None:
        is_replaced = _IS_NOT.search(said[: old.start]) or _REPLACED.match(said[old.end :])
    else:
        is_replaced = _NAME_WRONG.search(said[: new.start])
    if not is_replaced:
        return None
    (meant,) = read_answer(said[new.start :])[:1]
    of = Drug(said[old.start : old.end], old.name.medicine.generic) if old is not None else None
    return Correction(instead=meant, of=of)


def _more(said: str, grammar: AddressGrammar) -> Correction | None:
    """Return the medicines that are wanted as well: 还有可定, 可定也要一盒. What is wanted for another home is none."""
    also = _ALSO.match(said)
    if also is None and not _TOO.search(said):
        return None
    rest = said[also.end() :] if also is not None else said
    if not rest or _ASKS.search(rest):
        return None
    needs = read_medication(_ASK + rest, grammar).needs
    if len(needs) != 1 or needs[0].intent is not Intent.REQUEST or not needs[0].drugs or needs[0].residence:
        return None
    hidden = rest
    for drug in needs[0].drugs:
        hidden = hidden.replace(normalise(drug.mention).text, "\0", 1)
    if needs[0].patient is not None:
        hidden = hidden.split("\0", 1)[-1] if hidden.find("\0") <= _LONGEST_OWNER else hidden
    return Correction(more=needs[0]) if _BESIDE.fullmatch(hidden) else None


def _fact(said: str) -> Correction | None:
    fact = read_fact(said)
    return Correction(fact=fact) if fact is not None else None


def _rest(said: str, grammar: AddressGrammar, *, least: int) -> Correction | None:
    rest = read_rest(said, grammar)
    return Correction(rest=rest) if rest is not None and len(tells_of(rest)) >= least else None


def says_me_too(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> tuple[bool, Residence | None]:
    """Say whether a message says no more than that its writer wants the same as the one before (同求, 我家也要，3-602),
    and for which home, if it names one."""
    if len(text) > _LONGEST or ("也" not in text and "同" not in text):
        return False, None
    said = normalise(text).text.strip(_EDGES)
    places = find_residences(said, grammar)
    bare = without(said, places).replace("\0", "").strip(_EDGES)
    return _ME_TOO.fullmatch(bare) is not None, places[0].value if len(places) == 1 else None


def seeks_too(text: str) -> bool:
    """Say whether such a message seeks something (同求, 我也求): nobody orders goods with that word."""
    return _SEEKS_TOO.search(normalise(text).text) is not None
