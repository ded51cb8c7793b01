"""What a part of a message in the chat wants: goods said or meant, and how many. State is kept from part to part."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Verb, Want, Who
from parsing.chain_complete import shares_out
from parsing.chain_line import Basket, Page
from parsing.chain_mark import Kind, Mark
from parsing.chain_reach import all_but
from parsing.chain_settle import Spoken, which_good
from parsing.chain_verb import NOT_SAID, of_all_ordered, of_every_good, set_to, swapped, turning
from parsing.chain_whose import Whose
from parsing.context import NOBODY, Asked, OpenBuy, Question
from parsing.vocabulary import chain as words
from parsing.vocabulary import chatter

ONE = Decimal(1)
_MORE = re.compile(r"[也再](?:给我)?[来要订定加拿留买]")


class Wishes:
    """What has been read of one message so far, and what its parts want."""

    def __init__(self, page: Page, buy: OpenBuy, spoken: Spoken, *, is_sure: bool) -> None:
        self.page, self.buy, self.spoken, self.is_sure = page, buy, spoken, is_sure
        self.text = page.text.text
        self.who = NOBODY
        self.topic: str | None = None  # goods named, whose number has not been said yet
        self.wished = False
        self.every_said = False  # 全要, and where they live comes next
        self.without_number = False  # the last order is of goods without a number
        self.remarks: list[str] = []
        self.puzzles: list[str] = []  # numbers of goods that nobody knows, beside an order
        self.since = 0  # so many acts stood before this clause
        self.followed = 0  # so many acts stood before the last place that followed its order

    def of_several(
        self, verb: Verb, said: str, found: Whose, marks: Sequence[Mark], *, placed: bool
    ) -> list[Want] | None:
        """Return the wants of words that mean several goods without naming them: 各2, 都改成2, 除了豆腐其他各1."""
        is_of_named = self.without_number and bool(self.spoken.acts)  # 我要鸡蛋和青菜，各两份 3-1102
        every = of_every_good(said, marks, self.buy.goods, placed=placed and not is_of_named)
        if every is None:
            every = all_but(verb, said, found.start, marks, self.buy.goods, self.buy.mine)
        if every is None and not placed and verb is not Verb.REMOVE and len(self.buy.mine) > 1:
            every = of_all_ordered(verb, said, marks, self.buy.mine)
        return every

    def is_more(self, said: str, wants: tuple[Want, ...]) -> bool:
        """再来一份, 也来一份 of what the speaker already has is so many more."""
        had = {want.item for want in self.buy.mine}
        return self.who is NOBODY and all(want.item in had for want in wants) and _MORE.search(said) is not None

    def is_a_mere_number(self, verb: Verb, marks: Sequence[Mark], parties: tuple[Who, ...]) -> bool:
        """A number without measure, sign or goods says something only to somebody who asked for it: 666."""
        if verb is not Verb.ORDER or parties or self.buy.asked is not None or self.who is not NOBODY:
            return False
        if self.topic or self.wished or any(mark.kind in (Kind.ITEM, Kind.SAME) for mark in marks):
            return False
        bare = all(mark.quantity.measure is None and not mark.signed for mark in marks if mark.quantity is not None)
        return bare and not chatter.WISHED.search(self.text) and not words.ALL_GOODS.search(self.text)

    def wants(
        self, verb: Verb, basket: Basket, marks: Sequence[Mark], said: str, parties: tuple[Who, ...]
    ) -> tuple[Want, ...] | None:
        """Return what the act is about; None where the part is no act by itself."""
        kinds = {mark.kind for mark in marks}
        wants = list(basket.wants)
        if basket.doubtful:
            self.spoken.questions.append(self._which_kind(verb, basket, parties))
            if not wants:
                return None
        if verb is Verb.REMOVE:
            return tuple(Want(want.item, NOT_SAID) for want in wants if want.item is not None)
        turn = turning(marks)
        if turn is not None and verb is Verb.SWAP:
            return swapped(marks, turn)
        if Kind.SWAP in kinds and verb is not Verb.ORDER:
            return None  # 吐司换鸡蛋, where eggs are none of the goods
        if verb is Verb.SET:
            wants = set_to(wants, marks)
        if Kind.SAME in kinds and all(want.item is None for want in wants):
            return self._same(wants, parties, marks)
        if verb is Verb.ORDER and not basket.counted:
            return self._uncounted(wants, basket, said)
        shares = Kind.EACH in kinds and any(m.kind is Kind.EACH and self.text[m.start] == "各" for m in marks)
        goes_on = self.without_number and len(parties) == 1 and self.spoken.acts[-1].who == parties[0]
        if shares and (not parties or goes_on) and verb is Verb.ORDER and len({want.item for want in wants}) < 2:
            if not shares_out(self.spoken, wants, without_number=self.without_number):
                self.ask("一共要几份?", ())
            self.without_number = False
            return None
        return tuple(self._named(want, verb, marks, parties) for want in wants) or None

    def _which_kind(self, verb: Verb, basket: Basket, parties: tuple[Who, ...]) -> Question:
        """Return the question which of several goods is meant; one word then answers it (套餐一份 – 哪个？ – B)."""
        about = None
        if len(basket.unsure) == 1 and len(parties) < 2 and not basket.wants:
            (want,) = basket.unsure
            about = Asked(None, want.quantity, want.measure, verb, parties[0] if parties else self.who)
        return Question("哪一种?", basket.doubtful[0], about)

    def _same(self, wants: list[Want], parties: tuple[Who, ...], marks: Sequence[Mark]) -> tuple[Want, ...] | None:
        """The same goods as the order before (我也要); a number said replaces theirs."""
        if words.LIKE.search(self.text) and any(self._is_like(mark) for mark in marks):
            if self.buy.alike and not wants:
                return self.buy.alike
            self.ask("没查到那一户订了什么，请写上品名和数量", ())  # 和3-501一样
            return None
        said = [act.wants for act in self.spoken.acts if act.verb is Verb.ORDER]
        if said and parties and not wants:
            return said[-1]  # 4-905要毛豆一斤，4-906也是
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
        self.ask_which()
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
        if verb is Verb.ADD and item is None and not self.buy.mine and len(self.buy.talked_of) == 1:
            item = self.buy.talked_of[0]  # 黄桃还能加吗 – 可以 – 那加2箱
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

    def ask(self, asks: str, options: tuple[str, ...]) -> None:
        """Ask the speaker; what was said is no act until then."""
        self.spoken.questions.append(Question(asks, options))

    def ask_which(self) -> None:
        self.spoken.questions.append(which_good(self.buy))
