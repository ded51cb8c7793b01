"""Finds the medicines that a text names: brand, generic and form as one, classes (降压药), misspelt names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from domain.medication import Kind, Medicine
from parsing.medicine import NameFound, load
from parsing.medicine_slip import slips
from parsing.normalise import lower
from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.illness import RECORDED
from parsing.vocabulary.medicine_word import CLASS_WORD, FORM, FORM_AFTER_NAME, NO_FORM, SALT, STRENGTH

_CLASS = compiled(CLASS_WORD)
_AFTER_NAME = re.compile(FORM_AFTER_NAME)
_FORM = re.compile(FORM)
_FORM_ENDS = re.compile(rf"(?:{FORM})\)?$")
_SALT = re.compile(rf"(?:{SALT})$")
_STRENGTH = compiled(STRENGTH)
_LONGEST_FORM = 8
_MOST_NAMES = 60  # of one household's part of a message; nobody asks for more
_LONGEST_SALT = 5
_COUNTED = (
    r"[ ]?(?:[0-9一二两三四五六七八九十廿百半几俩仨]{1,4}[ 0-9.]{0,4}"
    r"(?:盒|瓶|支|片|粒|包|袋|板|颗|罐|贴|枚|mg|毫克|g|ml))"
)
_MAY_FOLLOW = re.compile(
    rf"{_COUNTED}|[ ]?(?:{STRENGTH})|的?药|"
    rf"(?:昨[天晚]|今[天早]|前天|刚刚?)?(?:就|也|都|还|又|快|要|已经?)?(?:吃完|用完|打[完光]|没了|没有了|断了?|吃光|有吗|吗|"
    rf"过敏|没有)"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?的|各[一二两三四0-9]|[一每](?:次|天|日)|怎么[吃用]|吃几|能和|能跟|不[用要]|先不|取消|收到|[拿配借买找求匀送]到|已经?|多(?:了|买|配|出|余|一|两)|送掉|还有|有多|转让|可以借|谁要|[一二两三四五六七八九十0-9]+(?:盒|"
    rf"瓶)|[ ]?[xX*][ ]?[0-9]"
)
_MAY_PRECEDE = re.compile(
    r"(?:配|求|求购|买|代购|借|匀|拿|开|缺|带|要|需要|吃|服|用|打|注射|喷|贴|涂|抹|有没有|谁有|谁家有|送|取|"
    r"[0-9一二两三四五六七八九十几点](?:盒|瓶|支|片|粒|包|袋|板|个)(?:的)?"
    r"|一?点|一些|取消|备|没|没有|断了?|剩|有|多|是|换|一直吃|的|还有|:|、|和|或者?)[ ]?[\"“「'《]?$"
)
_NOT_BEFORE = re.compile(
    r"酒精(?:湿巾|灯|度数?|饮料|中毒|测试|炉|块)|(?:阿胶)(?:枣|糕)|胃管家|葡萄糖酸?水|抗原(?:检测)?(?:结果|阴|阳|"
    r"上传|已)"
)
_ENDS_THERE = re.compile(
    r"[ ,、;。!?.()\n:\"”」'》]|$|[和或跟与及还有吗能可吃用来给要么也都嘛已收拿全在就太好的]|谢|\+|谁|救急|应急|"
    r"片|一下|[没未][开拆用]"
)
_BETWEEN_SAME = re.compile(r"[ ]?[(/][ ]?|[ ]?")
_BESIDE = re.compile(r"[ ]?(?:[(:,]|就?是|(?:这|那)种|之类的?|等|-)?[ ]?")
_IN_BRACKETS = re.compile(rf"(?:{FORM})?[(]")
_LISTED = re.compile(r"[、,和跟或与及+/ ]{1,2}")


@dataclass(frozen=True, slots=True)
class Named:
    """A medicine named at `text[start:end]`. `medicine` is None for a class word and for a guess among several."""

    start: int
    end: int
    medicine: Medicine | None
    form: str | None = None
    is_class: bool = False
    guesses: tuple[str, ...] = ()

    @property
    def generic(self) -> str | None:
        """Return the generic name, None for a class."""
        return None if self.is_class or self.medicine is None else self.medicine.generic


def find_medicines(text: str, *, guess: bool = False) -> tuple[Named, ...]:
    """Return the medicines and supplies that `text` (normalised) names, in order; with `guess`, misspelt ones too.

    A name that is an ordinary word as well counts only beside words that say that medicine is meant."""
    low = lower(text)
    found = list(islice(load().find(low), _MOST_NAMES))
    named = _sure_ones(low, found)
    named = _with_classes(low, named)
    if guess:
        named = [_lengthened(low, each) for each in named]
        named = sorted([*named, *_misspelt(low, named)], key=lambda each: each.start)
        named = sorted([*named, *_unknown(low, named)], key=lambda each: each.start)
    return tuple(_joined(low, [_extended(low, each, named) for each in named]))


def _sure_ones(low: str, found: list[NameFound]) -> list[Named]:
    """Return the names that are meant: the ambiguous ones beside a neighbour or another in a list."""
    sure: list[Named] = []
    for place, (start, end, name) in enumerate(found):
        if _NOT_BEFORE.match(low, start) is not None:
            continue
        if (
            (name.ambiguous or low[start:end] in RECORDED)
            and not _is_meant(low, start, end)
            and not _in_a_list(low, found, place)
        ):
            continue
        guesses = (name.medicine.generic,) if name.misspelt else ()
        sure.append(Named(start, end, name.medicine, is_class=name.medicine.kind is Kind.CLASS, guesses=guesses))
    return sure


def _is_meant(low: str, start: int, end: int) -> bool:
    if low[start:end] in RECORDED:
        return _FORM.match(low, end) is not None  # 鼻窦炎口服液, but not 鼻窦炎
    if _MAY_FOLLOW.match(low, end) is not None:
        return True
    form = _FORM.match(low, end)
    if form is not None and not (len(form[0]) == 1 and form[0] in "水露散丹"):
        return True
    before = _MAY_PRECEDE.search(low, max(0, start - 6), start) is not None
    return before and _ENDS_THERE.match(low, end) is not None


def _in_a_list(low: str, found: list[NameFound], place: int) -> bool:
    """Say whether another name stands beside this one, with no more than a comma between."""
    here = found[place]
    for near in (found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None):
        if near is not None and not near.name.ambiguous:
            gap = low[near.end : here.start] if near.start < here.start else low[here.end : near.start]
            if len(gap) < 3 and _LISTED.fullmatch(gap):
                return True
            if near.start < here.start and len(gap) < _LONGEST_FORM and _IN_BRACKETS.fullmatch(gap):
                return True  # 维生素D滴剂(星鲨)
    return False


def _with_classes(low: str, named: list[Named]) -> list[Named]:
    """Add the words for classes (降压药, 止咳糖浆), the longer of two that stand at one place."""
    classes = [
        Named(match.start(), match.end(), None, is_class=True) for match in islice(_CLASS.finditer(low), _MOST_NAMES)
    ]
    kept = list(named)
    for each in classes:
        over = [other for other in kept if other.start < each.end and each.start < other.end]
        if all(other.is_class or (other.end - other.start) <= (each.end - each.start) // 2 for other in over):
            start = min([each.start, *(other.start for other in over if other.is_class)])
            end = max([each.end, *(other.end for other in over if other.is_class)])
            kept = [other for other in kept if other not in over] + [replace(each, start=start, end=end)]
    return sorted(kept, key=lambda each: each.start)


_LONGEST_HEAD = 4


def _lengthened(low: str, named: Named) -> Named:
    """Return the longer name that was misspelt, where a short one is only its beginning: 硝苯|地乎, 头孢|克尼."""
    if named.end - named.start > _LONGEST_HEAD or not "一" <= low[named.end : named.end + 1] <= "鿿":
        return named
    slip = slips().going_on(low, named.start, named.end)
    if slip is None or not _SLIP_ENDS.match(low, slip.end):
        return named
    medicine = load().medicines[slip.generics[0]] if len(slip.generics) == 1 else None
    return Named(slip.start, slip.end, medicine, guesses=slip.generics)


_MOST_PLACES = 60
# A name may stand after these, and before what _SLIP_ENDS says.
_SLIP_BEGINS = re.compile(
    r"(?:^|[ ,、;。!?:()\n]|求|求购|配|买|购|拿|带|开|借|匀|要|有|缺|点|些|的|盒|瓶|支|片|粒|包|袋|板|吃|用|和|跟|"
    r"或|者|药|给|搞|送|取|消|收|到|多)$"
)
_SLIP_ENDS = re.compile(
    rf"$|[ ,、;。!?:()\n+]|{FORM}|{STRENGTH}|[0-9一二两三四五六七八九十半几各]|吗|么|没|快|也|还|和|跟|或|吃|用|断|"
    rf"有|谢|的|了|急|只|剩|过敏|不|一?点|取|买|到|来|能"
)


def _misspelt(low: str, named: list[Named]) -> Iterator[Named]:
    """Yield what is nearly a name, where one may stand. No more than `_MOST_PLACES` places are tried."""
    tried = done = 0
    taken = iter([*named, Named(len(low), len(low), None)])
    following = next(taken)
    place = 0
    while place < len(low) - 2 and tried < _MOST_PLACES:
        if place >= following.start:
            done = place = max(following.end, place + (following.end <= place))
            following = next((each for each in taken if each.start >= place), Named(len(low), len(low), None))
            continue
        if not "一" <= low[place] <= "鿿" or not _SLIP_BEGINS.search(low, max(done, place - 2), place):
            place += 1
            continue
        tried += 1
        end = min(following.start, place + 12)
        slip = slips().sounding(low, place, end) or slips().looking(low, place, end)
        if slip is not None and _SLIP_ENDS.match(low, slip.end):
            medicine = load().medicines[slip.generics[0]] if len(slip.generics) == 1 else None
            yield Named(slip.start, slip.end, medicine, guesses=slip.generics)
            place = slip.end
        else:
            place += 1


_VERB_ENDS = "求配买购要缺带开拿盒瓶支片粒包袋板有点的叫是用吃和跟或者"
_UNKNOWN = re.compile(
    rf"(?:(?<=[{_VERB_ENDS}])|(?<![一-鿿]))(?P<name>(?:(?![{_VERB_ENDS}谁哪没这那不会吞我你他她孩])[一-鿿]){{2,7}}?)"
    r"(?P<form>(?:缓释|肠溶|软)?胶囊(?!咖啡|旅馆|酒店|公寓|机|衣)|(?:缓释|控释|肠溶|分散|咀嚼|泡腾)片|颗粒(?!无|状|"
    r"归|物|度)|口服液|[脐敷]贴|滴眼液|软膏|乳膏|喷雾剂|气雾剂|注射液|滴丸|滴剂)"
)


#: What the names of medicines of one kind end with, whatever company makes them (帕博利珠单抗).
_STEM = re.compile(
    r"[一-鿿]{1,6}(?:单抗|替尼|沙坦|他汀|普利|洛尔|地平|[格列]列净|列汀|列酮|西泮|拉唑|替丁|夫定|沙星|昔布|沙班|匹坦|"
    r"曲坦|替康|他滨|那非|单抗|布韦|环素|西林|霉素)(?![一-鿿]{0,1}(?:药店|厂))"
)
_STEM_BEGINS = re.compile(rf"[{_VERB_ENDS}谁哪没这那不会吞我你他她孩]")


def _unknown(low: str, named: list[Named]) -> Iterator[Named]:
    """Yield names that the lexicon does not have, by what they end with: 三七总皂苷胶囊, 帕博利珠单抗."""
    for match in islice(_STEM.finditer(low), _MOST_NAMES):
        start = max([match.start(), *(cut.end() for cut in _STEM_BEGINS.finditer(low, match.start(), match.end() - 2))])
        if match.end() - start > 2 and not any(each.start < match.end() and start < each.end for each in named):
            yield Named(start, match.end(), None)
    for match in islice(_UNKNOWN.finditer(low), _MOST_NAMES):
        if not any(each.start < match.end() and match.start() < each.end for each in named):
            yield Named(match.start(), match.end(), None, form=match["form"])


def _extended(low: str, named: Named, others: list[Named]) -> Named:
    """Return the mention with its salt and form: 富马酸比索洛尔片; the form may stand after the strength as well."""
    salt = None if named.is_class else _SALT.search(low, max(0, named.start - _LONGEST_SALT), named.start)
    start = named.start if salt is None else salt.start()
    is_thing = named.is_class or _is_supply(named)
    if is_thing or named.form or low[start : named.end] in NO_FORM:
        return replace(named, start=start)
    after = _AFTER_NAME.match(low, named.end)
    if after is not None and not any(named.end <= other.start < after.end() and not other.is_class for other in others):
        return replace(named, start=start, end=after.end(), form=_form_of(low[start + 1 : after.end()]))
    own = _FORM_ENDS.search(low, max(named.start + 1, named.end - _LONGEST_FORM), named.end)
    if own is not None and _FORM_ENDS.fullmatch(own[0]):
        return replace(named, start=start, form=_form_of(own[0]))
    strength = _STRENGTH.match(low, named.end + (low[named.end : named.end + 1] == " "))
    later = _FORM.match(low, strength.end()) if strength is not None else None
    return replace(named, start=start, form=later[0] if later else None)


def _form_of(words: str) -> str | None:
    found = _FORM_ENDS.search(words, max(0, len(words) - _LONGEST_FORM))
    return found[0].strip("() ") if found else None


def _is_supply(named: Named) -> bool:
    return named.medicine is not None and named.medicine.kind is Kind.SUPPLY


_THINGS = re.compile("拐杖|轮椅|助行器|制氧机|雾化[器机]|血[压糖][计仪]|体温[计枪]|护理床|坐便椅|尿壶|便盆")


def _are_two_things(low: str, before: Named, each: Named) -> bool:
    """拐杖轮椅 are two things, N95口罩 and 碘伏棉签 one."""
    return all(_THINGS.search(low, named.start, named.end) is not None for named in (before, each))


def _is_one(low: str, before: Named, each: Named, gap: str) -> bool:
    """Say whether two names beside each other are brand and generic of one medicine: 可定（瑞舒伐他汀钙片）."""
    if before.generic is None or each.generic is None:
        return False
    if gap.strip() == "(" and low[each.end : each.end + 1] == ")":
        return True
    if "(" in gap:
        return False  # 布洛芬滴剂(美林或者恬倩都行)
    return before.generic == each.generic and _BETWEEN_SAME.fullmatch(gap) is not None


def _joined(low: str, named: list[Named]) -> Iterator[Named]:
    """Yield the mentions, brand and generic as one; a class beside a name (安体舒通利尿药) is not a second medicine."""
    kept: list[Named] = []
    for each in named:
        before = kept[-1] if kept else None
        gap = low[before.end : each.start] if before is not None else ""
        if before is None or len(gap) > 4 or each.start < before.end:
            if before is None or each.start >= before.end:
                kept.append(each)
        elif _is_one(low, before, each, gap):
            end = each.end + (gap.strip() == "(" and low[each.end : each.end + 1] == ")")
            kept[-1] = replace(before, end=end, form=before.form or each.form)
        elif gap == "" and _is_supply(before) and _is_supply(each) and not _are_two_things(low, before, each):
            kept[-1] = replace(before, end=each.end)  # N95口罩
        elif each.is_class and not before.is_class and _BESIDE.fullmatch(gap) and "," not in gap:
            continue
        elif before.is_class and not each.is_class and _BESIDE.fullmatch(gap) and gap.strip() != ",":
            kept[-1] = each
        else:
            kept.append(each)
    yield from kept
