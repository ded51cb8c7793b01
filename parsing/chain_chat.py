"""Reads what is said about a buy in the chat: orders, changes, me-too, for somebody else (docs/message-shapes.md#chat).

A message is cut into clauses at its punctuation. Each clause is an order, a change, a question, a remark or nothing;
a place said in one clause holds for the others; goods named in one may get their number in the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.order_chain import Act, Verb, Want, Who
from domain.residence import AddressGrammar, Residence
from parsing.chain_line import Basket, Gap, Page, content, joins, pieces, read_basket, trimmed
from parsing.chain_mark import Kind, Mark, scan
from parsing.item import Lexicon
from parsing.numeral import number_of
from parsing.reading import Asked, OpenBuy, Question
from parsing.vocabulary import chain as words
from parsing.vocabulary.measure import MEASURES
from parsing.word import is_ordinary, is_person, is_titled

ONE = Decimal(1)
NOT_SAID = Decimal(0)
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
        Kind.BEHALF,
    }
)


_MOST_PARTS = 40  # nobody orders for so many in one breath
_GOODS = frozenset({Kind.ITEM, Kind.COUNT})


@dataclass(slots=True)
class Spoken:
    """What a message in the chat says. Without acts and questions it is nothing for the buy."""

    acts: list[Act] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    talks_of: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    marks: tuple[Mark, ...]
    asked: bool  # it is a question
    line: int


def read_chat(page: Page, buy: OpenBuy, lexicon: Lexicon, grammar: AddressGrammar) -> Spoken:
    """Read the page as said by a resident in the chat. Never raises."""
    text = page.text.text
    marks = scan(text, lexicon, grammar)
    spoken = Spoken()
    spoken.talks_of = [mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1]
    if _is_elsewhere(text, marks):
        return spoken
    if buy.asked is not None and (answered := _answer(page, buy, buy.asked)) is not None:
        spoken.acts.extend(answered)
        return spoken
    _Talk(page, buy, spoken).read(_clauses(text, marks))
    return spoken


def _answer(page: Page, buy: OpenBuy, asked: Asked) -> list[Act] | None:
    """Return what a short answer to the organiser's question does (对, 四, 箱, 不用了); None where it is no such answer."""
    said = page.text.text.strip(" 。!~,")
    if words.DECLINES.match(said) and len(said) <= 8:
        return []
    item = asked.item or page.implied
    had = next((want for want in buy.mine if want.item == item), None)
    if words.AGREES.fullmatch(said) and asked.quantity is not None and item is not None:
        return [Act(Verb.ORDER, wants=(Want(item, asked.quantity, asked.measure),))]
    if said in MEASURES and had is not None:
        return [Act(Verb.ORDER, wants=(Want(item, had.quantity, said),))]
    number = number_of(said) if len(said) <= 3 else None
    if number and item is not None:
        return [Act(Verb.ORDER, wants=(Want(item, number, asked.measure),))]
    return None


def _is_elsewhere(text: str, marks: Sequence[Mark]) -> bool:
    """Say whether words anywhere tell that this is no order: an advert, a resale, a quotation, a report."""
    plain = text
    for mark in marks:
        if mark.kind is Kind.ITEM:
            plain = plain[: mark.start] + "\ue001" * (mark.end - mark.start) + plain[mark.end :]
    return bool(words.ELSEWHERE.search(plain) or words.QUOTED.search(plain))


def _clauses(text: str, marks: Sequence[Mark]) -> list[_Clause]:
    clauses: list[_Clause] = []
    start, held, line = 0, [], 0  # type: int, list[Mark], int
    for mark in (*marks, Mark(Kind.BREAK, len(text), len(text))):
        if mark.kind is not Kind.BREAK:
            held.append(mark)
            continue
        sign = text[mark.start : mark.end]
        if sign == "、" or joins(text, mark):
            continue
        said = text[start : mark.start]
        if said.strip():
            asked = sign == "?" or words.QUESTION.search(said) is not None
            clauses.append(_Clause(start, mark.start, tuple(held), asked, line))
        line += sign == "\n"
        start, held = mark.end, []
    return clauses


class _Talk:
    """Reads the clauses of one message, with what they leave open for one another."""

    def __init__(self, page: Page, buy: OpenBuy, spoken: Spoken) -> None:
        self.page, self.buy, self.spoken = page, buy, spoken
        self.text = page.text.text
        self.who = Who()
        self.topic: str | None = None  # goods named, whose number has not been said yet
        self.wished = False
        self.without_number = False  # the last order is of goods without a number
        self.remarks: list[str] = []

    def read(self, clauses: list[_Clause]) -> None:
        if words.CONDITION.search(self.text):
            return
        asked = False
        past_lines = {c.line for c in clauses if self._is_past(c)}
        for clause in clauses:
            if clause.line in past_lines and not words.EXPLICIT.search(self.text, clause.start, clause.end):
                continue
            if clause.asked and not self._is_request(clause):
                self.topic = self._only_item(clause) or self.topic
                asked = True
                continue
            if self._is_fetching(clause) or (asked and self._is_vague(clause)):
                continue
            for part in self._parts(self._without_question(clause)):
                self._read_part(*part)
        self._finish()

    def _is_past(self, clause: _Clause) -> bool:
        if words.PAST.search(self.text, clause.start, clause.end) is None:
            return False
        return bool(clause.marks) or bool(content(self.text[clause.start : clause.end]))

    def _without_question(self, clause: _Clause) -> _Clause:
        """Cut off the question before an order: 请问还有吗 我要+1."""
        wish = words.EXPLICIT.search(self.text, clause.start, clause.end)
        if wish is None or not words.QUESTION.search(self.text, clause.start, wish.start()):
            return clause
        before = tuple(m for m in clause.marks if m.end <= wish.start())
        self.topic = self._only_item(replace(clause, marks=before)) or self.topic
        return replace(clause, start=wish.start(), marks=tuple(m for m in clause.marks if m.start >= wish.start()))

    def _is_fetching(self, clause: _Clause) -> bool:
        """Say whether goods are to be fetched that were ordered before: 我下来拿2碗."""
        match = words.FETCHING.search(self.text, clause.start, clause.end)
        return match is not None and any(m.start >= match.end() and m.kind in _GOODS for m in clause.marks)

    def _is_vague(self, clause: _Clause) -> bool:
        """Say whether a number after a question only goes on with it: 有没有拼的, 一人半份."""
        if any(m.kind is Kind.ITEM or m.signed for m in clause.marks):
            return False
        return not re.search("要|来|留|订|加|改|退|取消", self.text[clause.start : clause.end])

    def _is_request(self, clause: _Clause) -> bool:
        kinds = {mark.kind for mark in clause.marks}
        if words.EXPLICIT.search(self.text, clause.start, clause.end):
            return True
        if not words.REQUEST.search(self.text, clause.start, clause.end):
            return False
        said = self.text[clause.start : clause.end]
        if re.search(r"多少|几|什么|怎么|哪|谁|还有", said):
            return False
        return bool(kinds & {Kind.COUNT, Kind.REMOVE}) or (Kind.ITEM in kinds and "留" in said)

    def _only_item(self, clause: _Clause) -> str | None:
        names = {mark.names for mark in clause.marks if mark.kind is Kind.ITEM and len(mark.names) == 1}
        return next(iter(names))[0] if len(names) == 1 else None

    def _parts(self, clause: _Clause) -> list[tuple[int, int, tuple[Mark, ...], bool]]:
        """Cut a clause where it begins to speak for somebody else, and before each further place with its own order."""
        cuts = [clause.start]
        behalf: set[int] = set()
        ordered = False
        for number, mark in enumerate(clause.marks):
            if mark.kind is Kind.BEHALF:
                if mark.start > clause.start:
                    cuts.append(mark.start)
                behalf.add(mark.start if mark.start > clause.start else clause.start)
                ordered = False
            elif mark.kind in (Kind.PLACE, Kind.ROOM) and ordered:
                rest = clause.marks[number + 1 :]
                first_placed = any(m.kind in (Kind.PLACE, Kind.ROOM) for m in clause.marks[:number])
                if first_placed and any(m.kind in (Kind.COUNT, Kind.ITEM) for m in rest):
                    cuts.append(mark.start)
                    ordered = False
            elif mark.kind in (Kind.COUNT, Kind.ITEM):
                ordered = True
        cuts.append(clause.end)
        if len(cuts) > _MOST_PARTS:
            return []
        return [
            (a, b, tuple(m for m in clause.marks if a <= m.start and m.end <= b), a in behalf)
            for a, b in zip(cuts, cuts[1:], strict=False)
            if a < b
        ]

    # --- one part of a clause -----------------------------------------------------------------------------

    def _read_part(self, start: int, end: int, marks: tuple[Mark, ...], for_other: bool) -> None:
        whose, start, end, marks = self._whose(start, end, marks, for_other)
        kinds = {mark.kind for mark in marks}
        if not kinds & _ORDERS:
            self._take_words(start, end, whose)
            return
        verb = _verb_of(marks, self.text)
        basket = self._basket(start, end, marks, verb)
        unread = "".join(content(word) for word in basket.unread)
        every = self._all_goods(start, end, basket, kinds)
        if every is not None:
            basket.wants, basket.unread, unread = list(every), [], ""
        if basket.stray or len(unread) > self._patience(marks, whose):
            self.spoken.unread.extend(basket.unread)
            return
        wants = self._wants(verb, basket, marks, start, end, whose)
        if wants and not whose and self._is_a_mere_number(verb, wants, marks):
            return
        if wants is None:
            self._remember(whose, basket)
            return
        if self._completes(verb, wants, whose):
            return
        for who in whose or [self.who]:
            self.spoken.acts.append(Act(verb, who, wants, "，".join(basket.notes) or None))
        for a, b in basket.spans:
            self.spoken.spans.append((a, b, verb.value))
        if whose and not whose[0].on_behalf:
            self._adopt(whose[0])
        self.without_number = verb is Verb.ORDER and not basket.counted

    def _completes(self, verb: Verb, wants: tuple[Want, ...], whose: list[Who]) -> bool:
        """A number by itself after goods without one is theirs: 我要蜜橘, 两箱."""
        last = self.spoken.acts[-1] if self.spoken.acts else None
        if not self.without_number or verb is not Verb.ORDER or whose or last is None or len(last.wants) != 1:
            return False
        if len(wants) != 1 or wants[0].item not in (None, last.wants[0].item):
            return False
        self.spoken.acts[-1] = replace(last, wants=(replace(wants[0], item=last.wants[0].item),))
        self.without_number = False
        return True

    def _is_a_mere_number(self, verb: Verb, wants: Sequence[Want], marks: Sequence[Mark]) -> bool:
        """A number without measure, sign or goods says something only to somebody who asked for it: 666."""
        if verb is not Verb.ORDER or self.buy.asked is not None or self.who != Who() or self.topic or self.wished:
            return False
        kinds = {mark.kind for mark in marks}
        bare = all(m.count and not m.count.measure and not m.signed for m in marks if m.kind is Kind.COUNT)
        return bare and not kinds & {Kind.ITEM, Kind.SAME} and not re.search("要|来|留|订", self.text)

    def _patience(self, marks: Sequence[Mark], whose: list[Who]) -> int:
        """How many characters that nobody understood may stand beside an order before it is doubtful."""
        if not any(mark.kind is Kind.ITEM for mark in marks):
            return 0
        if any(mark.kind is Kind.COUNT and mark.signed for mark in marks) or whose:
            return 6
        return 2

    def _remember(self, whose: list[Who], basket: Basket) -> None:
        if whose:
            self._adopt(whose[0])
        self.remarks.extend(basket.notes)

    def _adopt(self, who: Who) -> None:
        """A place or name said once holds for the orders of the message that have none."""
        if self.who == Who():
            self.who = who
            acts = self.spoken.acts
            for number, act in enumerate(acts):
                if act.who == Who():
                    acts[number] = replace(act, who=who)

    def _take_words(self, start: int, end: int, whose: list[Who]) -> None:
        """A clause without goods and numbers: whose order it is, or a remark on the order."""
        if whose:
            self._adopt(whose[0])
        said = self.text[start:end]
        if not content(said):
            self.wished = self.wished or "要" in said or "留" in said
        elif words.NOTE.search(said) and not words.QUESTION.search(said):
            self.remarks.append(self.page.said(start, end))
        else:
            self.spoken.unread.append(self.page.said(start, end))

    # --- whose order it is --------------------------------------------------------------------------------

    def _whose(
        self, start: int, end: int, marks: tuple[Mark, ...], for_other: bool
    ) -> tuple[list[Who], int, int, tuple[Mark, ...]]:
        """Return whom the part is for and the stretch that is left."""
        if for_other:
            mark = next(m for m in marks if m.kind is Kind.BEHALF)
            start = mark.end
            if match := words.PLACE_WORD.match(self.text[start:end]):
                start += match.end()
            marks = tuple(m for m in marks if m.start >= start)
        places = [m for m in marks if self._is_place(m, start, end, marks)]
        shared = len(places) > 1 and any(m.kind is Kind.EACH for m in marks)
        used = places if shared else places[:1]
        name = None
        begin = start
        if used and used[0].start > start and any(m.kind in _ORDERS for m in marks if m.end <= used[0].start):
            name = self._name_at(used[-1].end, end, after_place=True)
            end_of_order = used[0].start
            marks = tuple(m for m in marks if m.end <= end_of_order)
            if not name:
                name, begin = self._leading_name(start, end_of_order, marks, for_other=for_other)
            return self._owners(used, name, for_other), begin, end_of_order, marks
        if used:
            begin = used[-1].end
        before = self._name_at(start, used[0].start) if used and used[0].start > start else None
        marks = tuple(m for m in marks if m.start >= begin)
        name, begin = self._leading_name(begin, end, marks, for_other=for_other, placed=bool(used))
        if not name:
            name, end = self._trailing_name(begin, end, marks)
        return (
            self._owners(used, before or name, for_other),
            begin,
            end,
            tuple(m for m in marks if begin <= m.start and m.end <= end),
        )

    def _owners(self, places: Sequence[Mark], name: str | None, for_other: bool) -> list[Who]:
        if places:
            return [Who(mark.place, name, for_other) for mark in places]
        return [Who(None, name, for_other)] if name or for_other else []

    def _is_place(self, mark: Mark, start: int, end: int, marks: Sequence[Mark]) -> bool:
        before, after = (
            self.text[max(start, mark.start - 1) : mark.start],
            self.text[mark.end : min(end, mark.end + 3)].strip(),
        )
        if before in ("放", "送", "到", "交", "在", "去") or after[:1] in ("代", "收", "门", "拿", "取"):
            return False
        if mark.kind is Kind.PLACE:
            return True
        if mark.kind is not Kind.ROOM:
            return False
        lone = not content(self.text[start : mark.start]) or any(m.kind is Kind.EACH for m in marks)
        return lone or (not after and self.text[mark.start - 1 : mark.start] in " ")

    def _name_at(self, start: int, end: int, *, after_place: bool = False) -> str | None:
        a, b = trimmed(self.text, start, end)
        said = self.text[a:b].strip(" @")
        if not said or not content(said) or len(said) > 8 or (words.NOTE.search(said) and not is_titled(said)):
            return None
        if is_person(said) or (after_place and not is_ordinary(said) and len(said) <= 4):
            return self.page.said(a, b).lstrip("@ ")
        return None

    def _leading_name(
        self, start: int, end: int, marks: Sequence[Mark], *, for_other: bool, placed: bool = False
    ) -> tuple[str | None, int]:
        """Return the name before the order, and where the order begins."""
        order = next((m.start for m in marks if m.start >= start and m.kind in _ORDERS), end)
        if for_other and (verb := re.compile(words.BEHALF_VERB).search(self.text, start + 1, order)):
            order = verb.start()
        glued = placed and start < order and self.text[start] not in " ,:"
        a, b = trimmed(self.text, start, order)
        said = self.text[a:b].strip(" @")
        if not said or not content(said) or a >= b:
            return None, start
        first = re.match(r"[^ ,]+", said)
        word = first[0] if first else said
        _, of, last = word.rpartition("的")
        if of and is_person(last):
            word = last  # 16楼的王阿婆
        elif ("我" in word and not (for_other and is_titled(word))) or ((of or self.text[a - 1 : a] == "的") and is_ordinary(last)):
            return None, start
        spaced = order < end and self.text[order - 1 : order] == " "
        if (
            len(word) <= 8
            and (is_titled(word) or not words.NOTE.search(word))
            and (
                is_person(word)
                or for_other
                or (placed and (glued or not is_ordinary(word)) and len(word) <= 4)
                or (spaced and self.page.known and not is_ordinary(word) and len(word) <= 6 and content(word) == word)
            )
        ):
            at = self.text.index(word, a)
            return self.page.said(at, at + len(word)), at + len(word)
        return None, start

    def _trailing_name(self, start: int, end: int, marks: Sequence[Mark]) -> tuple[str | None, int]:
        stop = end
        while stop > start and self.text[stop - 1] == " ":
            stop -= 1
        begin = max(self.text.rfind(" ", start, stop), self.text.rfind("@", start, stop)) + 1
        said = self.text[begin:stop]
        if begin > start and not any(m.end > begin for m in marks) and any(m.kind is Kind.COUNT for m in marks):
            if content(said) and is_person(said) and not words.NOTE.search(said):
                return self.page.said(begin, stop), begin
        return None, end

    # --- what is wanted -----------------------------------------------------------------------------------

    def _basket(self, start: int, end: int, marks: Sequence[Mark], verb: Verb) -> Basket:
        return read_basket(self.page, start, end, [m for m in marks if m.kind is not Kind.BREAK], in_list=False)

    def _wants(
        self, verb: Verb, basket: Basket, marks: Sequence[Mark], start: int, end: int, whose: list[Who]
    ) -> tuple[Want, ...] | None:
        """Return what the act is about; None where the part is no act by itself."""
        for_other = any(who.on_behalf for who in whose)
        placed = bool(whose)
        signed = any(mark.signed for mark in marks)
        kinds = {mark.kind for mark in marks}
        each = any(m.kind is Kind.EACH and self.text[m.start] == "各" for m in marks)
        if each and not placed and len({want.item for want in basket.wants}) < 2 and verb is Verb.ORDER:
            self.spoken.questions.append(Question("一共要几份?"))
            return None
        if basket.doubtful:
            self.spoken.questions.append(Question("哪一种?", basket.doubtful[0]))
            return None
        wants = list(basket.wants)
        if verb is Verb.REMOVE:
            return tuple(Want(want.item, NOT_SAID) for want in wants if want.item is not None)
        if Kind.SWAP in kinds and verb is not Verb.SWAP:
            return None  # 吐司换鸡蛋, where eggs are none of the goods
        if verb is Verb.SWAP:
            return self._swapped(wants, marks)
        if Kind.TOTAL in kinds or verb is Verb.SET:
            wants = self._set(wants, marks)
        if Kind.SAME in kinds and all(want.item is None for want in wants):
            return self._same(wants)
        if not basket.counted and verb is Verb.ORDER:
            return self._uncounted(wants, basket, start, end)
        return tuple(self._named(want, verb, for_other, signed) for want in wants) if wants else None

    def _all_goods(self, start: int, end: int, basket: Basket, kinds: set[Kind]) -> tuple[Want, ...] | None:
        """每样两瓶, 三种口味各一: so many of every good; None where that is not what is said."""
        match = words.ALL_GOODS.search(self.text, start, end)
        goods = self.buy.goods
        if match is None or Kind.ITEM in kinds or len(basket.wants) != 1 or not 1 < len(goods) <= 10:
            return None
        if match["number"] not in (None, "都") and number_of(match["number"]) != len(goods):
            return None
        return tuple(replace(basket.wants[0], item=good.name) for good in goods)

    def _swapped(self, wants: list[Want], marks: Sequence[Mark]) -> tuple[Want, ...] | None:
        swap = next(m for m in marks if m.kind in (Kind.SET, Kind.SWAP))
        gone = [m.names[0] for m in marks if m.kind is Kind.ITEM and m.end <= swap.start]
        come = [m.names[0] for m in marks if m.kind is Kind.ITEM and m.start >= swap.end]
        counts_before = [m.count for m in marks if m.kind is Kind.COUNT and m.end <= swap.start and m.count]
        counts_after = [m.count for m in marks if m.kind is Kind.COUNT and m.start >= swap.end and m.count]
        first = Want(
            gone[-1] if gone else None,
            counts_before[-1].value if counts_before else NOT_SAID,
        )
        second = Want(
            come[-1],
            counts_after[-1].value if counts_after else NOT_SAID,
            counts_after[-1].measure if counts_after else None,
        )
        return first, second

    def _set(self, wants: list[Want], marks: Sequence[Mark]) -> list[Want]:
        """Of what stands around 改成 or 共 the last number counts, for the goods before or after it."""
        last = max(m.end for m in marks if m.kind in (Kind.TOTAL, Kind.SET, Kind.SWAP))
        counts = [m.count for m in marks if m.kind is Kind.COUNT and m.start >= last and m.count]
        items = {want.item for want in wants if want.item is not None}
        if len(items) <= 1 and counts:
            return [Want(next(iter(items), None), counts[-1].value, counts[-1].measure)]
        return wants

    def _same(self, wants: list[Want]) -> tuple[Want, ...] | None:
        """The same goods as the order before (我也要); a number said replaces theirs."""
        before = self.buy.said_just_before
        if before and len(before) == 1 and wants:
            return (Want(before[0].item, wants[0].quantity, wants[0].measure),)
        if before and not wants:
            return before
        if self.page.implied:
            count = wants[0] if wants else Want(None, ONE)
            return (Want(self.page.implied, count.quantity, count.measure),)
        self._ask_which()
        return None

    def _uncounted(self, wants: list[Want], basket: Basket, start: int, end: int) -> tuple[Want, ...] | None:
        """Goods without a number are one of each if they are wished for, are remarked on, or answer a question."""
        if not wants:
            return None
        said = self.text[start:end]
        if basket.unread:
            self.topic = wants[0].item if len(wants) == 1 else self.topic
            return None
        wished = re.search(r"要|来(?![拿取])|订|留|带|买|(?<![0-9一二三四五六七八九十半两])点(?!钟)|拼|报|帮|给|也|代|替", said) is not None
        remarked = words.TASTE.search(said) is not None or (bool(basket.notes) and not words.FETCH.search(said))
        if wished or remarked or self.buy.asked is not None or self.who != Who():
            return tuple(wants)
        if len(wants) == 1:
            self.topic = wants[0].item
        return None

    def _named(self, want: Want, verb: Verb, for_other: bool, signed: bool) -> Want:
        """Give a number without goods the goods named before, or those the buy has."""
        if want.item is not None:
            return want
        item = self.topic or (self.page.implied if verb in (Verb.ORDER, Verb.ADD) else None)
        if item is None and verb is Verb.ORDER and for_other:
            said = {w.item for act in self.spoken.acts for w in act.wants} or {w.item for w in self.buy.mine}
            item = next(iter(said)) if len(said) == 1 else None
        if item is None and verb is Verb.ORDER and signed and len(self.buy.said_just_before) == 1:
            item = self.buy.said_just_before[0].item
        if item is None and verb is Verb.ORDER and len(self.buy.talked_of) == 1:
            item = self.buy.talked_of[0]
        return replace(want, item=item)

    def _ask_which(self) -> None:
        self.spoken.questions.append(Question("哪一样?", tuple(good.name for good in self.buy.goods[:8])))

    def _finish(self) -> None:
        """Add remarks to the last order, ask where goods are still missing, join orders of one party."""
        acts = []
        mine = [want for want in self.buy.mine]
        for act in self.spoken.acts:
            missing = [want for want in act.wants if want.item is None]
            if missing and act.verb is Verb.ORDER and len(mine) == 1 and words.RATHER.search(self.text):
                act = replace(act, verb=Verb.SET)  # 只要3个: of what he has
            elif (missing and act.verb is Verb.ORDER) or (
                missing and act.verb is Verb.ADD and not mine and act.who == Who()
            ):
                self._ask_which()
                continue
            acts.append(act)
        if acts and self.remarks:
            notes = [acts[-1].note] if acts[-1].note else []
            acts[-1] = replace(acts[-1], note="，".join([*notes, *self.remarks]))
        self.spoken.acts = _joined(acts)


def _verb_of(marks: Sequence[Mark], text: str) -> Verb:
    kinds = {mark.kind for mark in marks}
    if Kind.REMOVE in kinds:
        return Verb.REMOVE
    swap = next((m for m in marks if m.kind in (Kind.SET, Kind.SWAP)), None)
    if swap is not None:
        after = [m.names for m in marks if m.kind is Kind.ITEM and m.start >= swap.end]
        before = [m.names for m in marks if m.kind is Kind.ITEM and m.end <= swap.start]
        changes = text[swap.start : swap.end] in ("换成", "换为", "换", "换作")
        if after and (before or changes) and after != before:
            return Verb.SWAP
        return Verb.SET
    if Kind.TOTAL in kinds:
        return Verb.SET
    if Kind.SUBTRACT in kinds:
        return Verb.SUBTRACT
    if kinds & {Kind.ADD, Kind.PLUS}:
        return Verb.ADD
    return Verb.ORDER


def _joined(acts: list[Act]) -> list[Act]:
    """Join orders of one party that follow one another."""
    joined: list[Act] = []
    for act in acts:
        last = joined[-1] if joined else None
        if last is not None and last.verb is act.verb is Verb.ORDER and last.who == act.who:
            note = "，".join(word for word in (last.note, act.note) if word) or None
            joined[-1] = replace(last, wants=last.wants + act.wants, note=note)
        else:
            joined.append(act)
    return joined


__all__ = ["Gap", "Residence", "Spoken", "pieces", "read_chat"]
