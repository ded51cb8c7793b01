"""Reads what is said about a buy in the chat: orders, changes, me-too, for somebody else (docs/message-shapes.md#chat).

A message is cut into clauses at its punctuation. Each clause is an order, a change, a question, a remark or nothing;
a place said in one clause holds for the others; goods named in one may get their number in the next.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Act, Verb, Want, Who
from domain.residence import AddressGrammar
from parsing.chain_adopt import give, is_place_alone, tells_where_other_lives
from parsing.chain_answer import answer
from parsing.chain_clause import Clause, Part, clauses_of, is_elsewhere, parts_of
from parsing.chain_complete import completes, shares_out
from parsing.chain_condition import conditional
from parsing.chain_gap import content
from parsing.chain_line import Basket, Page, read_basket
from parsing.chain_mark import ORDER_KINDS, Kind, Mark, scan
from parsing.chain_past import only_asks_the_price, without_past
from parsing.chain_reach import all_but, leaves_out, of_everybody
from parsing.chain_settle import Spoken, settle, which_good
from parsing.chain_share import hands_over, splits_off
from parsing.chain_unknown import changed_unknown, is_of_goods_unknown, is_strange, is_worth_asking
from parsing.chain_verb import (
    NOT_SAID,
    of_all_ordered,
    of_every_good,
    set_to,
    swapped,
    turning,
    verb_of,
    without_slips,
    without_sum,
)
from parsing.chain_whose import Whose, whose
from parsing.context import NOBODY, OpenBuy, Question
from parsing.item import Lexicon
from parsing.vocabulary import chain as words
from parsing.vocabulary import chatter
from parsing.word import is_person, may_be_full_name

ONE = Decimal(1)
_MORE = re.compile(r"[也再](?:给我)?[来要订定加拿留买]")
_THE_OTHERS = frozenset(("其他", "其它", "别的", "其余"))  # 豆腐2块，其他不要
_THEY = frozenset(("他", "她", "伊", "人家", "他家", "她家"))
_PHONE = re.compile(r"(?:联系)?(?:电话|手机)[号码]*[是:为]?[ ]?$")  # the number itself is cut off


def read_chat(page: Page, buy: OpenBuy, lexicon: Lexicon, grammar: AddressGrammar, *, is_sure: bool = False) -> Spoken:
    """Read the page as said by a resident in the chat, who may have been asked and be sure of it. Never raises."""
    text = page.text.text
    marks = scan(text, lexicon, grammar)
    spoken = Spoken()
    spoken.talks_of = [mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1]
    if is_elsewhere(text, marks):
        return spoken
    for asked in (of_everybody(text, marks, buy), None if is_sure else conditional(text, marks, page.implied)):
        if asked is not None:
            spoken.questions.extend(asked)
            return spoken
    if buy.asked is not None and (answered := answer(page, buy, buy.asked, lexicon)) is not None:
        spoken.acts.extend(answered)
        return spoken
    _Talk(page, buy, spoken, is_sure=is_sure).read(clauses_of(text, marks))
    return spoken


class _Talk:
    """Reads the clauses of one message, with what they leave open for one another."""

    def __init__(self, page: Page, buy: OpenBuy, spoken: Spoken, *, is_sure: bool) -> None:
        self.page, self.buy, self.spoken, self.is_sure = page, buy, spoken, is_sure
        self.text = page.text.text
        self.who = NOBODY
        self.topic: str | None = None  # goods named, whose number has not been said yet
        self.wished = False
        self.without_number = False  # the last order is of goods without a number
        self.remarks: list[str] = []
        self.puzzles: list[str] = []  # numbers of goods that nobody knows, beside an order
        self.since = 0  # so many acts stood before this clause
        self.followed = 0  # so many acts stood before the last place that followed its order

    def read(self, clauses: list[Clause]) -> None:
        if only_asks_the_price(clauses):
            return
        asked, acts = False, self.spoken.acts
        current, payments = without_past(clauses)
        if len(current) < len(clauses) and chatter.THIS_TIME.search(self.text):
            told = {item for clause in clauses if clause not in current and (item := clause.only_item()) is not None}
            self.topic = next(iter(told)) if len(told) == 1 else None  # 上次的香瓜甜，这次要两箱
        self.remarks.extend(self.page.said(clause.start, clause.end) for clause in payments)
        for clause in current:
            if clause.asked and not clause.is_request():
                self.topic = clause.only_item() or self.topic
                asked = True
                continue
            if clause.is_fetching() or (asked and clause.is_vague()):
                continue
            if splits_off(clause, acts) or leaves_out(clause, acts):
                continue
            order, asked_about = clause.after_question()
            self.topic, self.since = asked_about or self.topic, len(acts)
            for part in parts_of(order):
                self._read_part(part)
        if self.buy.is_unplaced and self.who is not NOBODY and self._says_nothing_else():
            self.spoken.acts.append(Act(Verb.ORDER, self.who))  # 10-701, after an order without a place
        settle(self.spoken, self.buy, self.text, self.remarks, is_sure=self.is_sure)
        if self.puzzles and not self.spoken.questions:
            self._ask_about_the_rest(self.puzzles[0].strip(" ，,。"))

    def _ask_about_the_rest(self, puzzle: str) -> None:
        if self.spoken.acts:
            self._ask(f"「{puzzle}」没看明白，别的我记下了", ())
        elif self.who.residence is not None:
            self._ask_which()  # 6-502，纸巾两桶, which are none of the goods

    def _says_nothing_else(self) -> bool:
        spoken = self.spoken
        nothing = not (spoken.acts or spoken.questions or spoken.unread or self.remarks or self.topic)
        return nothing and self.who.residence is not None and self.who.residence.room is not None

    # --- one part of a clause -----------------------------------------------------------------------------

    def _read_part(self, part: Part) -> None:
        found = self._whose(part)
        marks, said = without_sum(without_slips(found.marks, self.text)), self.text[found.start : found.end]
        self._adopt(part, found)
        kinds = {mark.kind for mark in marks}
        if kinds.isdisjoint(ORDER_KINDS):
            if self._wants_everything(said, found.parties) or self._hands_over(part, found, said):
                return
            phone = next((mark.start for mark in marks if mark.kind is Kind.PHONE), None)
            self._take_words(found.start, found.end if phone is None else phone)
            return
        if found.is_shared or (Kind.EACH not in kinds and any(mark.further for mark in part.marks)):
            self._ask("这几户各要几份？请写明「各几份」", ())  # 5-201到5-204 豆腐4块
            return
        verb = verb_of(marks, self.text)
        basket = read_basket(self.page, found.start, found.end, marks, in_list=False)
        if verb is Verb.SET and basket.wants and not basket.counted:
            verb = Verb.SWAP if turning(marks) is not None else Verb.ORDER  # 我那个改成全麦; 黄桃共
        placed = bool(found.parties) and found.parties[0].residence is not None
        every = self._of_several(verb, said, found, marks, placed=placed)
        if every is not None:
            basket.wants, basket.unread = every, []
        if self._is_doubtful(verb, basket, marks, found):
            return
        wants = self._wants(verb, basket, marks, said, found.parties)
        if wants is None:
            self.remarks.extend(basket.notes)
        elif not self._is_a_mere_number(verb, marks, found.parties) and not self._completes(verb, wants, found, said):
            if verb is Verb.ORDER and not found.parties and self._is_more(said, wants):
                verb = Verb.ADD
            self.puzzles += basket.foreign if verb is Verb.ORDER else []
            note = "，".join(basket.notes) or None
            self.spoken.acts.extend([Act(verb, who, wants, note) for who in found.parties or (self.who,)])
            self.spoken.spans.extend([(a, b, verb.value) for a, b in basket.spans])
            self.without_number = verb is Verb.ORDER and not basket.counted

    def _whose(self, part: Part) -> Whose:
        found = whose(self.page, part)
        other = found.next_door and any(act.who == NOBODY for act in self.spoken.acts)  # 我两箱, 隔壁7-102一箱
        if other or self._goes_on_for_others(part, found):
            return found._replace(parties=tuple(replace(who, on_behalf=True) for who in found.parties))
        return found

    def _goes_on_for_others(self, part: Part, found: Whose) -> bool:
        """帮15-1302带一只，15-1303带半只, of one who lives elsewhere: the second is for somebody else as well."""
        last = self.spoken.acts[-1] if self.spoken.acts else None
        if last is None or not last.who.on_behalf or not found.parties or self.who.residence is None:
            return False
        place = next((mark.end for mark in part.marks if mark.kind is Kind.PLACE), part.end)
        elsewhere = found.parties[0].residence != self.who.residence
        return elsewhere and self.text.startswith(("带", "也带", "再带", "捎"), place)

    def _hands_over(self, part: Part, found: Whose, said: str) -> bool:
        parties = found.parties if part.for_other else ()
        return bool(parties) and hands_over(self.spoken.acts, self.since, parties[0], said)

    def _of_several(
        self, verb: Verb, said: str, found: Whose, marks: Sequence[Mark], *, placed: bool
    ) -> list[Want] | None:
        """Return the wants of words that mean several goods without naming them: 各2, 都改成2, 除了豆腐其他各1."""
        every = of_every_good(said, marks, self.buy.goods, placed=placed)
        if every is None:
            every = all_but(verb, said, found.start, marks, self.buy.goods, self.buy.mine)
        if every is None and not placed and verb is not Verb.REMOVE and len(self.buy.mine) > 1:
            every = of_all_ordered(verb, said, marks, self.buy.mine)
        return every

    def _is_doubtful(self, verb: Verb, basket: Basket, marks: Sequence[Mark], found: Whose) -> bool:
        """Say whether goods or words that nobody knows make it no act; ask where that is worth asking."""
        if self.who is not NOBODY and not found.parties:  # 18-1206的阿姨不会弄，她要一箱
            basket.unread = [word for word in basket.unread if content(word) not in _THEY]
        if verb is Verb.ORDER and not (basket.unread or basket.stray or found.before):
            return False
        placed = any(who.residence is not None for who in found.parties)
        unknown = changed_unknown(self.page, found.end, verb, basket, marks)
        if unknown:
            asks = is_worth_asking(unknown, marks, self.buy, placed=placed)
        elif basket.stray or found.before or is_strange(basket, marks, found.parties):
            asks = placed and (bool(found.before) or is_of_goods_unknown(self.page, basket, marks))
        else:
            return False
        if asks and not (unknown in _THE_OTHERS and self.spoken.acts):
            self._ask_which()
        elif not asks and is_of_goods_unknown(self.page, basket, marks):
            self.puzzles.append(self.page.said(found.start, found.end))
        self.spoken.unread.extend(basket.unread or [word for word in (unknown, found.before) if word])
        return True

    def _completes(self, verb: Verb, wants: tuple[Want, ...], found: Whose, said: str) -> bool:
        if verb is not Verb.ORDER or found.parties or not self.spoken.acts:
            return False
        rather = words.RATHER.search(said) is not None
        done = completes(self.spoken, wants, without_number=self.without_number, rather=rather)
        self.without_number = self.without_number and not done
        return done

    def _wants_everything(self, said: str, parties: tuple[Who, ...]) -> bool:
        """3-502 全要: one of every good, where a place is said; record it and say whether that was what is said."""
        goods = self.buy.goods
        placed = any(who.residence is not None for who in parties)
        if not placed or not 0 < len(goods) <= 10 or not words.EVERY_GOOD.fullmatch(said.strip(" 。!~")):
            return False
        wants = tuple(Want(good.name, ONE) for good in goods)
        self.spoken.acts.extend(Act(Verb.ORDER, who, wants) for who in parties)
        return True

    def _is_more(self, said: str, wants: tuple[Want, ...]) -> bool:
        """再来一份, 也来一份 of what the speaker already has is so many more."""
        had = {want.item for want in self.buy.mine}
        return self.who is NOBODY and all(want.item in had for want in wants) and _MORE.search(said) is not None

    def _is_a_mere_number(self, verb: Verb, marks: Sequence[Mark], parties: tuple[Who, ...]) -> bool:
        """A number without measure, sign or goods says something only to somebody who asked for it: 666."""
        if verb is not Verb.ORDER or parties or self.buy.asked is not None or self.who is not NOBODY:
            return False
        if self.topic or self.wished or any(mark.kind in (Kind.ITEM, Kind.SAME) for mark in marks):
            return False
        bare = all(mark.quantity.measure is None and not mark.signed for mark in marks if mark.quantity is not None)
        return bare and not chatter.WISHED.search(self.text) and not words.ALL_GOODS.search(self.text)

    def _adopt(self, part: Part, found: Whose) -> None:
        """A place or name said once holds for the orders of the message that have none."""
        acts = self.spoken.acts
        if not found.parties or found.parties[0].on_behalf or found.next_door:
            return
        if tells_where_other_lives(acts, self.text, part, found.parties[0]):
            return
        who = found.parties[0]
        if who.residence is None and self._is_who_lives_there(who.name or "") and is_place_alone(found):
            who = replace(self.who, name=who.name)
            give(acts, 0, self.who, who)
            self.who = who
        if self.who is NOBODY:
            self.who, self.followed = who, len(acts)
            give(acts, 0, NOBODY, who)
        elif 0 < self.followed < len(acts) and who.residence is not None and is_place_alone(found):
            give(acts, self.followed, self.who, who)  # 香瓜5斤(3-301), 雪梨3斤(3-302)
            self.followed = len(acts)

    def _take_words(self, start: int, end: int) -> None:
        """A clause without goods and numbers is a wish that goes on, a remark on the order, or nothing."""
        said = _PHONE.sub("", self.text[start:end])
        if not content(said):
            self.wished = self.wished or "要" in said or "留" in said
        elif self._is_who_lives_there(said.strip(" ()")):
            named = replace(self.who, name=self.page.said(start, end).strip("()（） "))
            give(self.spoken.acts, 0, self.who, named)
            self.who = named
        elif words.NOTE.search(said) and not chatter.QUESTION.search(said):
            self.remarks.append(self.page.said(start, end))
        else:
            self.spoken.unread.append(self.page.said(start, end))

    def _is_who_lives_there(self, said: str) -> bool:
        """16号楼1102，刘建国: a name by itself after the place."""
        if self.who.residence is None or self.who.name is not None or not 1 < len(said) <= 4:
            return False
        return (
            (is_person(said) or may_be_full_name(said))
            and words.NOTE.search(said) is None
            and chatter.QUESTION.search(said) is None
        )

    # --- what is wanted -----------------------------------------------------------------------------------

    def _wants(
        self, verb: Verb, basket: Basket, marks: Sequence[Mark], said: str, parties: tuple[Who, ...]
    ) -> tuple[Want, ...] | None:
        """Return what the act is about; None where the part is no act by itself."""
        kinds = {mark.kind for mark in marks}
        wants = list(basket.wants)
        if basket.doubtful:
            self._ask("哪一种?", basket.doubtful[0])
            if not wants:
                return None
        if verb is Verb.REMOVE:
            return tuple(Want(want.item, NOT_SAID) for want in wants if want.item is not None)
        turn = turning(marks)
        if turn is not None and verb is Verb.SWAP:
            return swapped(marks, turn)
        if Kind.SWAP in kinds:
            return None  # 吐司换鸡蛋, where eggs are none of the goods
        if verb is Verb.SET:
            wants = set_to(wants, marks)
        if Kind.SAME in kinds and all(want.item is None for want in wants):
            return self._same(wants, parties, marks)
        if verb is Verb.ORDER and not basket.counted:
            return self._uncounted(wants, basket, said)
        shares = Kind.EACH in kinds and any(m.kind is Kind.EACH and self.text[m.start] == "各" for m in marks)
        if shares and not parties and verb is Verb.ORDER and len({want.item for want in wants}) < 2:
            if not shares_out(self.spoken, wants, without_number=self.without_number):
                self._ask("一共要几份?", ())
            self.without_number = False
            return None
        return tuple(self._named(want, verb, marks, parties) for want in wants) or None

    def _same(self, wants: list[Want], parties: tuple[Who, ...], marks: Sequence[Mark]) -> tuple[Want, ...] | None:
        """The same goods as the order before (我也要); a number said replaces theirs."""
        if words.LIKE.search(self.text) and any(self._is_like(mark) for mark in marks):
            self._ask_which()  # 和3-501一样: what they have is not known here
            return None
        before = self.buy.said_just_before
        if len(before) == 1 and wants:
            return (replace(wants[0], item=before[0].item),)
        if before and not wants:
            return before
        own = {want.item for act in self.spoken.acts for want in act.wants} or {want.item for want in self.buy.mine}
        if len(own) > 1 and wants and wants[0].measure is not None:
            own = {had.item for had in self.buy.mine if had.measure == wants[0].measure}
        if any(who.on_behalf for who in parties) and len(own) == 1:
            return (replace(wants[0] if wants else Want(None, ONE), item=next(iter(own))),)  # 帮我妈也来一盒
        if self.page.implied:
            return (replace(wants[0] if wants else Want(None, ONE), item=self.page.implied),)
        self._ask_which()
        return None

    def _is_like(self, mark: Mark) -> bool:
        return mark.kind is Kind.SAME and words.LIKE.match(self.text, mark.start) is not None

    def _uncounted(self, wants: list[Want], basket: Basket, said: str) -> tuple[Want, ...] | None:
        """Goods without a number are one of each if they are wished for, are remarked on, or answer a question."""
        if not wants:
            return None
        tasted = words.TASTE.search(said) is not None or (bool(basket.notes) and not words.FETCH.search(said))
        wished = words.WISHES_ONE.search(said) is not None or tasted
        if not basket.unread and (wished or self.buy.asked is not None or self.who is not NOBODY):
            return tuple(wants)
        self.topic = wants[0].item if len(wants) == 1 else self.topic
        return None

    def _named(self, want: Want, verb: Verb, marks: Sequence[Mark], parties: tuple[Who, ...]) -> Want:
        """Give a number without goods the goods named before, or those the buy has."""
        if want.item is not None:
            return want
        item = self.topic or (self.page.implied if verb in (Verb.ORDER, Verb.ADD) else None)
        if item is not None or verb is not Verb.ORDER:
            return replace(want, item=item)
        near = {had.item for had in self.buy.mine if want.measure is not None and had.measure == want.measure}
        nearby: list[set[str | None]] = [set(self.buy.talked_of)]
        if any(mark.signed for mark in marks):  # +1
            nearby.insert(0, {before.item for before in self.buy.said_just_before})
        others = any(who.on_behalf for who in parties)
        if others or parties or any(act.who.on_behalf for act in self.spoken.acts):  # 帮对门带一只, 我自己两只
            nearby.append({want.item for act in self.spoken.acts for want in act.wants})
        if others:
            nearby += [{had.item for had in self.buy.mine}, near]
        return replace(want, item=next((next(iter(items)) for items in nearby if len(items) == 1), None))

    def _ask(self, asks: str, options: tuple[str, ...]) -> None:
        """Ask the speaker; what was said is no act until then."""
        self.spoken.questions.append(Question(asks, options))

    def _ask_which(self) -> None:
        self.spoken.questions.append(which_good(self.buy))
