"""Reads what is said about a buy in the chat: orders, changes, me-too, for somebody else (docs/message-shapes.md#chat).

A message is cut into clauses at its punctuation. Each clause is an order, a change, a question, a remark or nothing;
a place said in one clause holds for the others; goods named in one may get their number in the next.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.order_chain import Act, Verb, Want, Who
from domain.residence import AddressGrammar
from parsing.chain_adopt import give, is_place_alone, tells_where_other_lives
from parsing.chain_answer import answer
from parsing.chain_clause import Clause, Part, clauses_of, is_elsewhere, parts_of
from parsing.chain_complete import completes
from parsing.chain_condition import conditional
from parsing.chain_gap import content, without_bracketed
from parsing.chain_line import Basket, Page, read_basket
from parsing.chain_mark import ORDER_KINDS, Kind, Mark, scan
from parsing.chain_past import only_asks_the_price, without_past
from parsing.chain_reach import leaves_out, of_everybody
from parsing.chain_reason import with_reasons_apart
from parsing.chain_settle import Spoken, settle
from parsing.chain_share import hands_over, splits_off
from parsing.chain_unknown import changed_unknown, is_of_goods_unknown, is_strange, is_worth_asking
from parsing.chain_verb import (
    turning,
    verb_of,
    without_slips,
    without_sum,
)
from parsing.chain_whose import Whose, whose
from parsing.chain_wish import ONE, Wishes
from parsing.context import NOBODY, OpenBuy
from parsing.item import Lexicon
from parsing.room_range import goes_on
from parsing.vocabulary import chain as words
from parsing.vocabulary import chatter
from parsing.word import is_person, may_be_full_name

_THE_OTHERS = frozenset(("其他", "其它", "别的", "其余"))  # 豆腐2块，其他不要
_THEY = frozenset(("他", "她", "伊", "人家", "他家", "她家"))
_LONGEST_ASKED = 24  # characters: who tells more than an order may just talk
_NUMBER_NEXT = re.compile("[ ]?[0-9一二两三四五六七八九十]")
_PHONE = re.compile(r"(?:联系)?(?:电话|手机)[号码]*[是:为]?[ ]?$")  # the number itself is cut off


def read_chat(page: Page, buy: OpenBuy, lexicon: Lexicon, grammar: AddressGrammar, *, is_sure: bool = False) -> Spoken:
    """Read the page as said by a resident in the chat, who may have been asked and be sure of it. Never raises."""
    text = page.text.text
    scanned = without_bracketed(text, scan(text, lexicon, grammar, is_said=True), known=page.known)
    marks = with_reasons_apart(text, tuple(scanned))
    spoken = Spoken()
    spoken.talks_of = [mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1]
    if is_elsewhere(text, marks):
        return spoken
    for asked in (of_everybody(text, marks, buy), None if is_sure else conditional(text, marks, page.implied)):
        if asked is not None:
            spoken.questions.extend(asked)
            return spoken
    if buy.asked is not None and (answered := answer(page, buy, buy.asked, lexicon, marks)) is not None:
        spoken.acts.extend(answered)
        return spoken
    _Talk(page, buy, spoken, is_sure=is_sure).read(clauses_of(text, marks))
    return spoken


class _Talk(Wishes):
    """Reads the clauses of one message, with what they leave open for one another."""

    def read(self, clauses: list[Clause]) -> None:
        if only_asks_the_price(clauses):
            return
        asked, acts = False, self.spoken.acts
        current, payments = without_past(clauses)
        if len(current) < len(clauses) and chatter.THIS_TIME.search(self.text):
            kept = {clause.start for clause in current}
            told = {item for clause in clauses if clause.start not in kept and (item := clause.only_item())}
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
        if len(current) < len(clauses):
            self._take_place_of(clauses[0])
        self._place()
        settle(self.spoken, self.buy, self.text, self.remarks, is_sure=self.is_sure)
        if self.puzzles and not self.spoken.questions:
            self._ask_about_the_rest(self.puzzles[0].strip(" ，,。"))
        if not (acts or asked or self.spoken.questions):
            self._ask_how_many([mark for clause in current for mark in clause.marks])

    def _place(self) -> None:
        """10-701 alone is where the order before it is for, or those that follow."""
        if self.who is not NOBODY and self._says_nothing_else():
            if self.buy.is_unplaced:
                self.spoken.acts.append(Act(Verb.ORDER, self.who))
            self.spoken.place = self.who
        elif self.who is NOBODY and self.buy.place is not None:
            give(self.spoken.acts, 0, NOBODY, self.buy.place)

    def _take_place_of(self, first: Clause) -> None:
        """14-1202 我老公已经报了，我再补一桶: the place that begins what is past is still whose order it is."""
        place = first.marks[0] if first.marks and first.marks[0].kind is Kind.PLACE else None
        if self.who is NOBODY and place is not None and not self.text[: place.start].strip():
            self.who = Who(place.place)
            give(self.spoken.acts, 0, NOBODY, self.who)

    def _ask_about_the_rest(self, puzzle: str) -> None:
        if self.spoken.acts:
            self.ask(f"「{puzzle}」没看明白，别的我记下了", ())
        elif self.who.residence is not None or self._is_a_kind_of_a_good():
            self.ask_which()  # 6-502，纸巾两桶, which are none of the goods

    def _is_a_kind_of_a_good(self) -> bool:
        """香梨1箱, where 梨 are offered."""
        said = [word.strip() for word in self.spoken.unread]
        return any(word != good.name and word.endswith(good.name) for word in said for good in self.buy.goods)

    def _ask_how_many(self, marks: Sequence[Mark]) -> None:
        """3-202 鸡蛋3合, 3-508 青菜三四份: goods of the buy with a number that was not understood, for a room."""
        residence = self.who.residence
        if residence is None or residence.room is None or len(self.text) > _LONGEST_ASKED:
            return
        if chatter.QUESTION.search(self.text) or any(mark.kind in (Kind.TIME, Kind.MONEY) for mark in marks):
            return
        items = [mark for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1]
        if len(items) == 1 and _NUMBER_NEXT.match(self.text, items[0].end):
            name = items[0].names[0]
            measure = next((good.measure for good in self.buy.goods if good.name == name), None)
            self.ask(f"没看明白要几份，请再写一次，比如：{name}2{measure or '份'}", ())

    def _says_nothing_else(self) -> bool:
        spoken = self.spoken
        nothing = not (spoken.acts or spoken.questions or spoken.unread or self.remarks or self.topic)
        place = self.who.residence
        return nothing and place is not None and (place.room is not None or self.who.name is not None)

    # --- one part of a clause -----------------------------------------------------------------------------

    def _read_part(self, part: Part) -> None:
        found = self._whose(part)
        marks, said = without_sum(without_slips(found.marks, self.text)), self.text[found.start : found.end]
        self._adopt(part, found)
        kinds = {mark.kind for mark in marks}
        if kinds.isdisjoint(ORDER_KINDS):
            if self._wants_everything(part, said, found.parties) or self._hands_over(part, found, said):
                return
            phone = next((mark.start for mark in marks if mark.kind is Kind.PHONE), None)
            self._take_words(found.start, found.end if phone is None else phone)
            return
        if found.is_shared or self._is_open_range(part, kinds):
            self.ask("这几户各要几份？请写明「各几份」", ())  # 5-201到5-204 豆腐4块
            return
        verb = verb_of(marks, self.text)
        basket = read_basket(self.page, found.start, found.end, marks, in_list=False)
        if verb is Verb.SET and basket.wants and not basket.counted:
            verb = Verb.SWAP if turning(marks) is not None else Verb.ORDER  # 我那个改成全麦; 黄桃共
        if verb is Verb.SWAP and self._comes_instead(marks):
            verb = Verb.ORDER
        placed = bool(found.parties) and found.parties[0].residence is not None
        every = self.of_several(verb, said, found, marks, placed=placed)
        if every is not None:
            basket.wants, basket.unread = every, []
        if self._is_doubtful(verb, basket, marks, found):
            return
        if verb is Verb.ORDER and basket.wants and not basket.counted and self._is_for_money(marks):
            self.ask("要几份？请写数量，不写钱", ())  # 苹果10块钱的
            return
        wants = self.wants(verb, basket, marks, said, found.parties)
        if wants is None:
            self.remarks.extend(basket.notes)
        elif not self.is_a_mere_number(verb, marks, found.parties) and not self._completes(verb, wants, found, said):
            if verb is Verb.ORDER and not found.parties and self.is_more(said, wants):
                verb = Verb.ADD
            self.puzzles += basket.foreign if verb is Verb.ORDER else []
            note = "，".join(basket.notes) or None
            self.spoken.acts.extend([Act(verb, who, wants, note) for who in found.parties or (self.who,)])
            self.spoken.spans.extend([(a, b, verb.value) for a, b in basket.spans])
            self.without_number = verb is Verb.ORDER and not basket.counted

    def _is_open_range(self, part: Part, kinds: set[str]) -> bool:
        """5-201到5-204 豆腐4块: how many each? 5-401到6-404: which rooms?"""
        if Kind.EACH not in kinds and any(mark.further for mark in part.marks):
            return True
        return any(mark.kind is Kind.PLACE and goes_on(self.text, mark.end) for mark in part.marks)

    def _is_for_money(self, marks: Sequence[Mark]) -> bool:
        """苹果10块钱的, 10块钱的苹果: so much money's worth."""
        return any(mark.kind is Kind.MONEY and self.text.startswith("的", mark.end) for mark in marks)

    def _comes_instead(self, marks: Sequence[Mark]) -> bool:
        """花生油一桶划掉，换玉米油一桶: what goes was said before, in another part."""
        turn = turning(marks)
        last = self.spoken.acts[-1] if self.spoken.acts else None
        alone = turn is not None and all(mark.start > turn.start for mark in marks if mark.kind is Kind.ITEM)
        return alone and last is not None and last.verb is Verb.REMOVE

    def _whose(self, part: Part) -> Whose:
        found = whose(self.page, part)
        is_bare = any(who.residence is not None and who.residence.building is None for who in found.parties)
        orders = any(act.who == NOBODY for act in self.spoken.acts)
        is_own = NOBODY in found.parties  # 我和楼上602各一箱
        other = found.next_door and not is_own and (is_bare or orders)  # 楼下302也要一箱; 我两箱, 隔壁7-102一箱
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

    def _is_doubtful(self, verb: Verb, basket: Basket, marks: Sequence[Mark], found: Whose) -> bool:
        """Say whether goods or words that nobody knows make it no act; ask where that is worth asking."""
        if self.who is not NOBODY and not found.parties:  # 18-1206的阿姨不会弄，她要一箱
            basket.unread = [word for word in basket.unread if content(word) not in _THEY]
        if verb is Verb.REMOVE and not basket.wants and any(note in _THE_OTHERS for note in basket.notes):
            return True  # 豆腐2块，别的不要
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
            self.ask_which()
        elif unknown or is_of_goods_unknown(self.page, basket, marks):
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

    def _wants_everything(self, part: Part, said: str, parties: tuple[Who, ...]) -> bool:
        """3-502 全要; 全要，3-502: one of every good, where a place is said; record it, and say whether it was that."""
        goods = self.buy.goods
        placed = any(who.residence is not None for who in parties)
        place = next((mark.start for mark in part.marks if mark.kind is Kind.PLACE), part.end)
        said = said.strip(" 。!~") or self.text[part.start : place].strip(" 。!~")
        is_said = words.EVERY_GOOD.fullmatch(said) is not None
        if (
            not placed
            or not 0 < len(goods) <= 10
            or not (is_said or (self.every_said and not said and not self.spoken.acts))
        ):
            self.every_said = is_said
            return False
        self.every_said = False
        wants = tuple(Want(good.name, ONE) for good in goods)
        self.spoken.acts.extend(Act(Verb.ORDER, who, wants) for who in parties)
        return True

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
