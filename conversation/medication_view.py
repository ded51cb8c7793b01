"""配药 (medication): a request as it is seen today: its days run down, its colour, and hints about its medicines."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.turn import Repositories
from domain.household import place_key
from domain.medication import Controlled, Drug, Kind, Urgency
from domain.medication_request import Request, colour, days_now
from domain.residence import Residence
from domain.role import Held, Role, Team, is_of_team
from domain.roster import place_order
from parsing.medicine import medicine_of
from rendering.medication import Seen
from storage.household import Household

_RANK = {Urgency.RED: 0, Urgency.YELLOW: 1, Urgency.GREEN: 2}
_CONTROLLED = {
    Controlled.NARCOTIC: "麻醉药品",
    Controlled.PSYCHOTROPIC_1: "精神药品一类",
    Controlled.PSYCHOTROPIC_2: "精神药品二类",
    Controlled.EPHEDRINE: "含麻黄碱",
}
_UNKNOWN = 10_000  # days: after all that were told


def seen_on(request: Request, now: int, zone: ZoneInfo, *, is_twice: bool = False) -> Seen:
    """Return a request as it is at `now` (UTC seconds). `is_twice`: somebody else asked for the same for that home."""
    days = None
    if request.days_left is not None and request.days_at is not None:
        said_on = datetime.fromtimestamp(request.days_at, zone).date()
        days = days_now(request.days_left, said_on, datetime.fromtimestamp(now, zone).date())
    hints = dict.fromkeys(hint for item in request.items for hint in hints_of(item.drug))
    return Seen(request, days, colour(days, is_urgent=request.is_urgent), tuple(hints), is_twice)


def hints_of(drug: Drug) -> Sequence[str]:
    """Return the marks of a medicine, as hints for a person to check."""
    medicine = medicine_of(drug.generic)
    if medicine is None:
        return ()
    hints = []
    if medicine.cold_chain:
        hints.append("❄ 可能要冷藏，请核对")
    if medicine.controlled is not None:
        hints.append(f"⚠ 可能是{_CONTROLLED[medicine.controlled]}，请核对要什么证件")
    if medicine.prescription and not medicine.over_the_counter:
        hints.append("℞ 可能要处方，请核对")
    return hints


def in_order(seen: Iterable[Seen]) -> list[Seen]:
    """Return requests in the order in which the team works: by colour, building, days left."""
    return sorted(seen, key=_order)


def _order(seen: Seen) -> tuple[object, ...]:
    at = seen.request.residence or Residence()
    days = seen.days if seen.days is not None else _UNKNOWN
    return (_RANK[seen.colour], *by_building(at), days, seen.request.id)


def by_building(at: Residence) -> tuple[object, ...]:
    """Return what puts places in natural order, those not known last."""
    return (at.building is None, place_order(at))


def is_controlled(drug: Drug) -> bool:
    """Say whether a medicine, or one that its misspelt name may be, is under control: never passed on."""
    names = [*([drug.generic] if drug.generic else []), *drug.guesses]
    found = [medicine_of(name) for name in names]
    return any(one is not None and one.controlled is not None for one in found)


def is_supply(drug: Drug) -> bool:
    """Say whether something is a supply (口罩, 体温计), which nobody prescribes."""
    medicine = medicine_of(drug.generic)
    return medicine is not None and medicine.kind is Kind.SUPPLY


async def home_of(store: Repositories, request: Request) -> Household | None:
    """Return the household of a request, if it is known."""
    at = request.residence
    if at is None or not at.is_exact:
        return None
    return await store.households.at(request.compound_id, place_key(at))


def is_of_medicine(held: Iterable[Held]) -> bool:
    """Say whether somebody with these roles sees requests: the medication team and the committee."""
    return is_of_team(held, Team.MEDICINE)


async def sees_pending(store: Repositories, compound_id: int, held: Sequence[Held], now: int) -> bool:
    """Say whether somebody sees what is held without consent: the medication team, and where it has nobody the
    committee."""
    if any(one.role is Role.VOLUNTEER and one.team == Team.MEDICINE for one in held):
        return True
    return is_of_medicine(held) and not await store.roles.team(compound_id, Team.MEDICINE, now)
