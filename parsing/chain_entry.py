"""Reads one entry of a posted list: 3-502 老秦 蜜橘2箱 放门卫 (docs/message-shapes.md#entries).

The first word after number and room is the name, unless it is a good with its number; a name may also be glued to the
room or the number, or follow the order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.order_chain import Act, Good, Verb, Want, Who
from domain.residence import AddressGrammar, Residence
from parsing.chain_gap import content, without_bracketed
from parsing.chain_line import Basket, Page, first_words, place_of, read_basket, trailing_words
from parsing.chain_mark import Kind, Mark, scan
from parsing.chain_verb import of_every_good, without_sum
from parsing.item import Lexicon
from parsing.normalise import normalise
from parsing.vocabulary import chain as words
from parsing.vocabulary import posted as posted_words
from parsing.word import is_food, is_ordinary, is_person, is_surname

_ORDERS = frozenset(
    {
        Kind.ITEM,
        Kind.COUNT,
        Kind.EACH,
        Kind.SET,
        Kind.REMOVE,
        Kind.SAME,
        Kind.ADD,
        Kind.PLUS,
        Kind.TOTAL,
        Kind.SWAP,
        Kind.SUBTRACT,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says. `acts` is empty where it is no order; `basket` says what was understood and what was not."""

    acts: tuple[Act, ...]
    basket: Basket
    who: Who
    counted: bool  # it has a number or a known good: a name alone is no entry
    same: bool = False  # 同上

    def like(self, before: "Entry") -> "Entry":
        """Return the entry with the goods of the one before it (同上)."""
        return replace(self, acts=(Act(Verb.ENTRY, self.who, before.acts[0].wants, before.acts[0].note),), counted=True)


_PHONE = re.compile(r"[ ,，]?(?:联系)?(?:电话|手机|联系方式)[号码]*[是:：为]?[ ]?$")  # the number itself is cut off
_WITH_ROOM = re.compile("[跟和与同][0-9]")  # 3-303 跟302拼半箱
_SIZED = re.compile("(?:[0-9]{1,3}|[一二三四五六七八九十]{1,2})(?:斤|两|寸|kg|升|枚|只)(?:装的?|的)|[大中小][份号]?的")
_LITTLE = re.compile("[老小阿].")  # 小米, 阿姜
_WORDY = re.compile(r"\w")  # 🍑 3-301: a mark of the list is no name


@dataclass(frozen=True, slots=True)
class _Owner:
    places: tuple[Residence, ...]
    name: str | None
    on_behalf: bool
    start: int  # what is ordered stands in text[start:end]
    end: int


def read_entry(page: Page, start: int, end: int, lexicon: Lexicon, grammar: AddressGrammar) -> Entry:
    """Read one entry without its list number: `text[start:end]` of the page. Never raises."""
    text = page.text.text
    cancelled = posted_words.CANCELLED.search(text, start, end)
    if cancelled:
        end = cancelled.start() if cancelled.end() >= end else end
    marks = scan(text, lexicon, grammar, start, end)
    owner = _owner(page, start, end, marks)
    inside = without_sum([mark for mark in marks if owner.start <= mark.start and mark.end <= owner.end])
    inside = without_bracketed(text, inside, known=page.known)
    basket = read_basket(page, owner.start, owner.end, inside, in_list=True)
    goods = [Good(name) for name in lexicon.names]
    every = of_every_good(text[owner.start : owner.end], inside, goods, placed=bool(owner.places or owner.name))
    if every is not None:
        basket.wants = every
    if len(owner.places) > 1 and not any(mark.kind is Kind.EACH for mark in marks):  # 5-201到5-204 豆腐4块
        basket.unread.append(page.said(start, end))
        return Entry((), basket, Who(owner.places[0], owner.name), counted=False)
    if not owner.name and not basket.wants and not owner.places:
        return Entry((), basket, Who(), counted=False)
    whose = [Who(place, owner.name, owner.on_behalf) for place in owner.places] or [
        Who(None, owner.name, owner.on_behalf)
    ]
    if cancelled:
        return Entry(tuple(Act(Verb.ENTRY, who) for who in whose), basket, whose[0], counted=True)
    verb = _verb(inside)
    wants = tuple(_filled(want, page) for want in basket.wants)
    if any(want.item is not None for want in wants) and page.known:
        wants = tuple(want for want in wants if want.item is not None)  # a number of nothing is no reason to lose them
    if verb is Verb.SET:
        wants = wants[-1:] if len({want.item for want in wants}) == 1 else wants
    note = "，".join(filter(None, (_PHONE.sub("", said) for said in basket.notes))) or None
    counted = bool(wants) or verb is Verb.REMOVE
    acts = tuple(Act(verb, who, wants, note) for who in whose) if counted else ()
    same = not wants and any(mark.kind is Kind.SAME for mark in inside)
    return Entry(acts, basket, whose[0], counted, same)


def _filled(want: Want, page: Page) -> Want:
    return want if want.item is not None or page.implied is None else Want(page.implied, want.quantity, want.measure)


def _verb(marks: Sequence[Mark]) -> Verb:
    kinds = {mark.kind for mark in marks}
    if Kind.REMOVE in kinds:
        return Verb.REMOVE
    return Verb.SET if Kind.SET in kinds else Verb.ENTRY


# --- whose entry it is ------------------------------------------------------------------------------------------


def _owner(page: Page, start: int, end: int, marks: Sequence[Mark]) -> _Owner:
    """Find place and name, and the stretch that is left for the order."""
    text = page.text.text
    behalf = next((mark for mark in marks if mark.kind is Kind.BEHALF), None)
    if behalf is not None and any(mark.kind is Kind.COUNT and mark.end <= behalf.start for mark in marks):
        end, behalf = behalf.start, None  # 2台 给女儿带一台: of those just counted
    on_behalf = behalf is not None
    if behalf is not None:
        start = _after_place_word(text, behalf.end, end)
        marks = [mark for mark in marks if mark.start >= start]
    lead = _leading_places(text, start, marks)
    if lead:
        room = next((mark.end for mark in marks if mark.kind is Kind.ROOM and mark.end <= lead[0].start), start)
        before = _name(page, room, lead[0].start) if _WORDY.search(text, room, lead[0].start) else None
        after = lead[-1].end
        name, rest = (before, after) if before else _name_after_place(page, after, end, marks)
        places = tuple(place or Residence() for mark in lead for place in mark.places)
        return _with_trailing_name(page, _Owner(places, name, on_behalf, rest, end), marks)
    trailing = next((mark for mark in reversed(marks) if mark.kind is Kind.PLACE), None)
    if trailing is not None and not _is_in_a_remark(text, trailing):
        name, _ = _name_after_place(page, trailing.end, end, marks)
        a, b = first_words(text, start, trailing.start)
        is_name = is_person(text[a:b]) or _LITTLE.fullmatch(text, a, b)
        if name is None and is_name and not any(mark.kind in _ORDERS and mark.start < b for mark in marks):
            name, start = _name(page, a, b), b  # 陈姐 2盒 3-1101
        return _Owner((place_of(trailing),), name, on_behalf, start, trailing.start)
    name, rest = _first_name(page, start, end, marks, on_behalf=on_behalf)
    return _with_trailing_name(page, _Owner((), name, on_behalf, rest, end), marks)


def _after_place_word(text: str, start: int, end: int) -> int:
    match = words.PLACE_WORD.match(text, start, end)
    return match.end() if match else start


def _leading_places(text: str, start: int, marks: Sequence[Mark]) -> list[Mark]:
    """Return the places before the order: one, or several that share it (9-401、9-402 各两袋)."""
    found: list[Mark] = []
    for mark in marks:
        if mark.kind is Kind.PLACE or (mark.kind is Kind.ROOM and (found or not text[start : mark.start].strip(" @"))):
            found.append(mark)
        elif mark.kind in _ORDERS:
            break
    if len(found) > 1 and any(mark.kind is Kind.EACH for mark in marks):
        return found
    return [mark for mark in found if mark.kind is Kind.PLACE][:1] or found[:1]  # 502小赵-1栋1单元502


def _is_in_a_remark(text: str, mark: Mark) -> bool:
    if words.GOODS_THERE.match(text, mark.end):
        return False
    before, after = text[max(0, mark.start - 2) : mark.start], text[mark.end : mark.end + 3]
    return before[-1:] in ("放", "送", "给", "到", "交", "在", "去") or after.lstrip()[:1] in (
        "代",
        "收",
        "门",
        "拿",
        "取",
    )


def _name(page: Page, start: int, end: int) -> str | None:
    """Return the name in a stretch as written, without wishes, signs and what the organiser is called."""
    text = page.text.text
    start, stop = trimmed_name(text, start, end)
    return page.said(start, stop) or None


def trimmed_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of a name without the @ before it and the wishes and dashes after it (李雷要 is 李雷)."""
    while start < end and text[start] in " @,、:.-/|)]的":
        start += 1
    while (end > start and text[end - 1] in "([") or text[end - 1 : end] in ("/", "|"):
        end -= 1
    while (match := trailing_words(text, start, end)) and match.start() > start + match[0].isalpha():
        end = match.start()
    return start, end


def _name_after_place(page: Page, start: int, end: int, marks: Sequence[Mark]) -> tuple[str | None, int]:
    """Return the name after a place and where the order begins."""
    text = page.text.text
    start = _after_phone(text, start, marks)
    order = next((mark.start for mark in marks if mark.start >= start and mark.kind in _ORDERS), end)
    a, b = first_words(text, start, order, marks)
    if a >= b or not text[a:b].strip(" -:"):
        return None, start
    if not content(text[a:b]) or words.ALL_GOODS.match(text, a, b) or words.ERRAND.match(text, a, b):
        return None, start
    if _WITH_ROOM.match(text, a, b) or (page.implied is not None and _SIZED.fullmatch(text, a, b)):
        return None, start
    name_end = trimmed_name(text, a, b)[1]
    said = text[a:name_end].strip(" -:@")
    if _is_the_good(page, said, text[b:order], a == start, order, marks):
        return None, start
    return _name(page, a, b), b


def _after_phone(text: str, start: int, marks: Sequence[Mark]) -> int:
    """Return where the words after a phone number begin that stands first: it is no name."""
    for mark in marks:
        if mark.kind is Kind.PHONE and mark.start >= start and not text[start : mark.start].strip(" ,、:("):
            return mark.end
    return start


def _is_the_good(page: Page, said: str, between: str, glued: bool, order: int, marks: Sequence[Mark]) -> bool:
    """Say whether the only word between a place and a number is what is ordered, and not who orders."""
    implied = None if page.mixed else page.implied
    after = next((mark for mark in marks if mark.start == order), None)
    if content(between) or (after is not None and after.kind not in (Kind.COUNT, Kind.EACH)):
        return False
    if implied is not None and said == normalise(implied).text:
        return True  # 香瓜团: 3-301 香瓜2箱
    if is_person(said) or (implied is not None and is_surname(said)):
        return False
    if after is None:
        return not page.known and is_ordinary(said) and not glued
    if words.NOTE.search(said) and implied:
        return True
    if (implied is not None and between and not is_food(said)) or _LITTLE.fullmatch(said):
        return False  # 3-301 月亮 2箱, where only one good is offered
    if any(mark.start > after.end and mark.kind is Kind.COUNT for mark in marks):
        return True
    if after.signed and implied is not None and not is_food(said):
        return False  # 3-301 阿狸小铺+2
    return is_ordinary(said) or (implied is None and not page.known)


def _first_name(page: Page, start: int, end: int, marks: Sequence[Mark], *, on_behalf: bool) -> tuple[str | None, int]:
    """Return the name that begins an entry without a place, and where the order begins."""
    text = page.text.text
    start = _after_phone(text, start, marks)
    a, b = first_words(text, start, end, marks)
    inside = [mark for mark in marks if a <= mark.start < b and mark.kind in _ORDERS]
    items = [mark for mark in inside if mark.kind is Kind.ITEM]
    counts = [mark for mark in inside if mark.kind is not Kind.ITEM]
    if on_behalf and (verb := words_verb(text, a, b)):
        return _name(page, a, verb[0]), verb[1]
    if inside and inside[0].start > a and (counts or items[0].start > a):
        whole = items and not counts and not is_person(text[a : items[0].start].strip())
        if not whole:
            stop = inside[0].start
            return _name(page, a, stop), stop
    if counts and inside[0].start == a:
        if not items and _is_name_like_a_count(text, inside[0], b, marks):
            return _name(page, a, b), b
        return None, start
    later = any(mark.start >= b and mark.kind in _ORDERS for mark in marks)
    if items and items[0].start == a and items[0].end >= b and not later:
        return _name(page, a, b), b
    return (page.said(a, b) or None, b) if a < b else (None, start)


def _is_name_like_a_count(text: str, first: Mark, end: int, marks: Sequence[Mark]) -> bool:
    """Say whether a word is a name though it begins as a number (一只小熊 +1): its own number follows with a sign."""
    after = [mark for mark in marks if mark.start >= end]
    signed = bool(after) and after[0].signed and not text[end : after[0].start].strip()
    return signed and text[first.start] == "一" and bool(content(text[first.end : end]))


def words_verb(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the verb after a beneficiary stands (帮小明点…), if it is in `text[start:end]`."""
    match = words.BEHALF_VERB.search(text, start + 1, end)
    return match.span() if match else None


def _with_trailing_name(page: Page, owner: _Owner, marks: Sequence[Mark]) -> _Owner:
    """A name may follow the order: 蜜橘+2 老秦."""
    if owner.name:
        return owner
    text = page.text.text
    end = owner.end
    while end > owner.start and text[end - 1] in " ,。.、":
        end -= 1
    begin = max(text.rfind(sign, owner.start, end) for sign in " ,、@") + 1
    said = text[begin:end]
    last = max((mark.end for mark in marks if mark.kind in _ORDERS), default=end)
    if last <= begin - 1 and begin > owner.start and is_person(said) and not words.NOTE.search(said):
        return _Owner(owner.places, _name(page, begin, end), owner.on_behalf, owner.start, begin)
    return owner
