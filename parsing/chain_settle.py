"""Brings what was said in one message to an end: what it comes to, what is still missing, what belongs together."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.order_chain import Act, Verb, Want, Who
from parsing.chain_lane import without_common_lane
from parsing.chain_measure import fitted
from parsing.context import LEAVE, NOBODY, RECORD, Asked, OpenBuy, Question
from parsing.vocabulary import chain as words

_FAR_TOO_MANY = 500
_SMALL = frozenset(("g", "克", "ml", "毫升"))


@dataclass(slots=True)
class Spoken:
    """What a message in the chat says. Without acts and questions it is nothing for the buy."""

    acts: list[Act] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    talks_of: list[str] = field(default_factory=list)
    place: Who | None = None  # it says nothing but where the speaker lives


def which_good(buy: OpenBuy, act: Act | None = None) -> Question:
    """Return the question which of the goods is meant, about the act that wants one of them, if it is known."""
    names = tuple(good.name for good in buy.goods) or tuple(want.item for want in buy.mine if want.item is not None)
    return Question("哪一样?", names[:8], about_of(act))


def about_of(act: Act | None) -> Asked | None:
    """Return what an act says of its one want: the answer to a question gives the rest."""
    if act is None or len(act.wants) != 1:
        return None
    (want,) = act.wants
    return Asked(want.item, want.quantity, want.measure, act.verb, act.who)


def far_too_many(act: Act) -> Question | None:
    """Return what to ask of an act with more of something than any household needs: 99999份."""
    for want in act.wants:
        if want.quantity >= _FAR_TOO_MANY and want.measure not in _SMALL:
            said = f"{want.item or ''}{want.quantity.normalize():f}{want.measure or ''}"
            return Question(f"真的是{said}吗？先记下吗?", (RECORD, LEAVE), about_of(act))
    return None


def settle(spoken: Spoken, buy: OpenBuy, text: str, remarks: list[str], *, is_sure: bool) -> None:
    """Add remarks to the last order, ask where goods are missing or far too many, join orders of one party."""
    orders = any(act.verb is Verb.ORDER for act in spoken.acts)
    said = [_declined(act, buy) if orders else act for act in spoken.acts if not _wants_nothing(act, spoken, buy)]
    acts = []
    for act in said:
        act_or_none = _settled(act, buy, text)
        if act_or_none is None:
            spoken.questions.append(which_good(buy, act))
        elif not is_sure and (too_many := far_too_many(act_or_none)) is not None:
            spoken.questions.append(too_many)
        else:
            fit, how_many = fitted(act_or_none, buy, text, is_sure=is_sure)
            acts += [fit] if fit is not None else []
            spoken.questions += [how_many] if how_many is not None else []
    if acts and remarks:
        notes = [acts[-1].note] if acts[-1].note else []
        acts[-1] = replace(acts[-1], note="，".join([*notes, *remarks]))
    spoken.acts = list(without_common_lane(tuple(_joined(acts))))
    spoken.questions = list(dict.fromkeys(spoken.questions))


def _wants_nothing(act: Act, spoken: Spoken, buy: OpenBuy) -> bool:
    """帮3-102带一箱，我自己不要, of one who has nothing: that changes nothing."""
    if act.verb is not Verb.REMOVE or act.wants or act.who != NOBODY or buy.mine:
        return False
    return any(other.who.on_behalf for other in spoken.acts)


def _declined(act: Act, buy: OpenBuy) -> Act:
    """Goods that are not wanted beside others that are need not have been ordered before: there shall be none."""
    if act.verb is not Verb.REMOVE or not act.wants:
        return act
    had = {want.item for want in buy.mine}
    if not any(want.item in had for want in act.wants):
        return replace(act, verb=Verb.SET)
    return act


def _settled(act: Act, buy: OpenBuy, text: str) -> Act | None:
    """Return an act that can be applied; None where its goods are missing."""
    if all(want.item is not None for want in act.wants):
        return _corrected(act, buy) if len(buy.mine) == 1 and words.SLIP.search(text) else act
    if act.verb is Verb.ORDER and len(buy.mine) == 1 and words.RATHER.search(text):
        return replace(act, verb=Verb.SET)  # 只要3个: of what he has
    if act.verb is Verb.ORDER or (act.verb is Verb.ADD and not buy.mine and act.who == NOBODY):
        return None
    return act


def _corrected(act: Act, buy: OpenBuy) -> Act:
    """写错了，是雪梨5斤, of one who has other goods: these come in their place."""
    if act.verb is not Verb.ORDER or len(act.wants) != 1:
        return act
    (had,), (want,) = buy.mine, act.wants
    if want.item == had.item or had.item is None:
        return act
    return replace(act, verb=Verb.SWAP, wants=(Want(had.item, Decimal(0)), want))


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
