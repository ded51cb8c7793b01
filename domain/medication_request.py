"""配药 (medication): a request on its way from 登记 to 确认, its colour day by day, and the things that go with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.household import place_key
from domain.medication import Drug, Urgency, urgency
from domain.residence import Residence


class State(StrEnum):
    """Where a request stands."""

    REGISTERED = "registered"
    COLLECTED = "collected"
    FETCHED = "fetched"
    CHECKED = "checked"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    ENDED = "ended"  # otherwise: bought elsewhere, not wanted any more, not to be had


#: What people call them, in the order in which a request goes through them.
STATE_CALLED = {
    State.REGISTERED: "登记",
    State.COLLECTED: "收件",
    State.FETCHED: "已取药",
    State.CHECKED: "核对",
    State.DELIVERED: "送达",
    State.CONFIRMED: "确认",
}
_ORDER = tuple(STATE_CALLED)


class Outcome(StrEnum):
    """How a request ended."""

    RECEIVED = "received"
    BOUGHT = "bought"
    CANCELLED = "cancelled"
    EDITED = "edited"
    UNAVAILABLE = "unavailable"


class Thing(StrEnum):
    """What a household hands over with a request, and wants back."""

    CARD = "card"
    BOOK = "book"
    MONEY = "money"
    BOX = "box"


THING_CALLED = {Thing.CARD: "医保卡", Thing.BOOK: "病历本", Thing.MONEY: "钱", Thing.BOX: "药盒"}


@dataclass(frozen=True, slots=True)
class Item:
    """One medicine of a request and its row."""

    id: int
    drug: Drug


@dataclass(frozen=True, slots=True)
class Request:
    """A request and its row. Times in UTC seconds.

    `days_left` is what was said at `days_at`. `is_held` is False while nobody has consented that it is kept, and it
    goes at `pending_until`. `askers` are those who told of it (our ids), who told first first.
    """

    id: int
    compound_id: int
    said_at: int
    pending_until: int
    residence: Residence | None = None
    patient: str | None = None
    contact: str | None = None
    conditions: tuple[str, ...] = ()
    hospital: str | None = None
    card: str | None = None
    photos: tuple[str, ...] = ()
    is_cold: bool = False
    is_urgent: bool = False
    days_left: int | None = None
    days_at: int | None = None
    state: State = State.REGISTERED
    asked: frozenset[str] = frozenset()
    message_id: int | None = None
    taken_by: int | None = None
    alerted_at: int | None = None
    ended_at: int | None = None
    outcome: Outcome | None = None
    is_held: bool = True
    items: tuple[Item, ...] = ()
    askers: tuple[int, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for it."""
        return self.ended_at is None


def days_now(days_left: int | None, said_on: date, today: date) -> int | None:
    """Return how many days a stock still lasts of which that was said then; below 0: it has run out. None: not told."""
    return None if days_left is None else days_left - (today - said_on).days


def colour(days: int | None, *, is_urgent: bool) -> Urgency:
    """Return the colour of a request whose stock lasts so many days from today."""
    return urgency(days, urgent=is_urgent)


def following(state: State) -> State | None:
    """Return the state that comes after, None where there is none."""
    place = _ORDER.index(state) + 1 if state in _ORDER else len(_ORDER)
    return _ORDER[place] if place < len(_ORDER) else None


def preceding(state: State) -> State | None:
    """Return the state that came before, None where there is none."""
    place = _ORDER.index(state) if state in _ORDER else 0
    return _ORDER[place - 1] if place else None


def is_same_drug(one: Drug, other: Drug) -> bool:
    """Say whether two say the same medicine: by its generic name, else as written."""
    if one.generic is not None and other.generic is not None:
        return one.generic == other.generic
    return one.mention == other.mention


def told_twice(requests: Iterable[Request]) -> frozenset[int]:
    """Return those of these requests (their ids) that may be one: for the same home and a same medicine, told by
    different people."""
    homes: dict[str, list[Request]] = {}
    for request in requests:
        at = request.residence
        if at is not None and at.is_exact:
            homes.setdefault(place_key(at), []).append(request)
    return frozenset(one.id for there in homes.values() for one in there if any(_may_be_one(one, to) for to in there))


def _may_be_one(one: Request, other: Request) -> bool:
    if one.id == other.id or set(one.askers) & set(other.askers):
        return False
    return any(is_same_drug(item.drug, to.drug) for item in one.items for to in other.items)


def is_same_strength(one: str | None, other: str | None) -> bool:
    """Say whether two strengths are the same, or one was not told (0.5g is 500mg, MG is mg)."""
    return one is None or other is None or comparable(one) == comparable(other)


def comparable(strength: str) -> str:
    """Return a strength in one writing: milligrams where it is a weight."""
    words = strength.replace(" ", "").lower().replace("毫克", "mg").replace("微克", "ug").replace("μg", "ug")
    words = words.replace("克", "g").replace("毫升", "ml")
    for unit, factor in (("mg", 1.0), ("ug", 0.001), ("g", 1000.0)):
        number = words.removesuffix(unit)
        if words.endswith(unit) and number.replace(".", "", 1).isdecimal():
            return f"{float(number) * factor:g}mg"
    return words


_KIN = frozenset(
    [
        "本人",
        "父亲",
        "母亲",
        "丈夫",
        "妻子",
        "老婆",
        "老公",
        "儿子",
        "女儿",
        "孩子",
        "老人",
        "爷爷",
        "奶奶",
        "外公",
        "外婆",
        "老伴",
        "女朋友",
        "男朋友",
        "孕妇",
        "公公",
        "婆婆",
        "岳父",
        "岳母",
        "哥哥",
        "姐姐",
        "弟弟",
        "妹妹",
        "叔叔",
        "阿姨",
        "舅舅",
        "姑姑",
        "邻居",
    ]
)
_TWO = frozenset(
    ["欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "东方", "皇甫", "尉迟", "令狐", "慕容", "公孙", "长孙"]
)


def surname(name: str | None) -> str | None:
    """Return the surname in a name or a form of address (钱阿婆, 老秦, 欧阳明); None for words of kin and for none."""
    said = (name or "").strip()
    if not said or said in _KIN:
        return None
    if said[0] in "老小" and len(said) == 2:
        said = said[1:]
    first = said[:2] if said[:2] in _TWO else said[0]
    return first if "\u4e00" <= first[0] <= "\u9fff" else None
