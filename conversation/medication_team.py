"""配药 (medication): what the team is shown: its list by urgency and building, one request, who holds what."""

from collections import Counter
from collections.abc import Sequence

from conversation.content import Button, Buttons
from conversation.medication_view import home_of, in_order, seen_on, sees_pending
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.household import place_key
from domain.medication_request import (
    STATE_CALLED,
    THING_CALLED,
    Request,
    State,
    Thing,
    following,
    preceding,
    told_twice,
)
from rendering import medication_team as rendering
from rendering.medication import Seen
from storage.medication_team import Holding

LIST, CARD, STEP, UNSTEP, TAKE, BACK = "medList", "medCard", "medStep", "medUnstep", "medTake", "medBack"
COME, PHOTO, NONE, OVER, CARDS, OFFERS, SHEET = (
    "medCome",
    "medPhoto",
    "medNone",
    "medOverT",
    "medCards",
    "medOffers",
    "medSheet",
)
_PAGE = 8
STATES = tuple(STATE_CALLED)
THINGS = tuple(Thing)


async def shown_to(turn: Turn) -> list[Seen]:
    """Return the open requests that who looks may see, the most urgent first."""
    compound = turn.chat.compound_id or 0
    sees_all = await sees_pending(turn.store, compound, await turn.held(), turn.now)
    shown = [one for one in await turn.store.medications.open_in(compound) if one.is_held or sees_all]
    twice = told_twice(shown)
    return in_order(seen_on(one, turn.now, turn.zone, is_twice=one.id in twice) for one in shown)


async def overview(turn: Turn, page: int) -> tuple[Discreet, Buttons]:
    """Return a page of the list with its buttons."""
    seen = await shown_to(turn)
    pages = max(1, -(-len(seen) // _PAGE))
    page = min(page, pages - 1)
    here = seen[page * _PAGE : (page + 1) * _PAGE]
    counts = Counter(one.colour.value for one in seen)
    numbers = {"all": len(seen), "red": counts["red"], "yellow": counts["yellow"], "green": counts["green"]}
    compound = turn.chat.compound_id
    rows = [[Button(rendering.button_of(one), data=f"{CARD}:{one.request.id}")] for one in here]
    turning = [
        Button(label, data=f"{LIST}:{compound}:{number}")
        for label, number in (("‹ 上一页", page - 1), ("下一页 ›", page + 1))
        if 0 <= number < pages
    ]
    rows += [turning] if turning else []
    rows.append(
        [
            Button("谁手里有卡", data=f"{CARDS}:{compound}"),
            Button("邻居有多的", data=f"{OFFERS}:{compound}"),
            Button("清单和标签", data=f"{SHEET}:{compound}"),
        ]
    )
    return rendering.overview(here, page, pages, numbers), rows


async def card(turn: Turn, request: Request) -> tuple[Discreet, Buttons]:
    """Return all about one request, with the buttons of what can be done next."""
    store = turn.store
    held = {
        one.thing: one.holder_id
        for one in await store.medication_team.held(request.compound_id)
        if one.medication_id == request.id
    }
    steps = await store.medication_team.steps(request.id)
    alert = await store.medication_team.alert_of(request.id)
    people = {*held.values(), *request.askers, *(step.person_id for step in steps if step.person_id is not None)}
    if alert is not None and alert.accepted_by is not None:
        people.add(alert.accepted_by)
    names = await store.persons.names(people)
    home = await home_of(store, request)
    shown = rendering.Card(
        seen_on(request, turn.now, turn.zone, is_twice=await _is_twice(turn, request)),
        [rendering.Past(one.at, one.step, names.get(one.person_id or 0)) for one in steps],
        {thing: names.get(holder, "") for thing, holder in held.items()},
        [names.get(person, "") for person in request.askers],
        phone=home.entry.phone if home is not None else None,
        name=home.entry.contact if home is not None else None,
        accepted_by=names.get(alert.accepted_by or 0) if alert is not None else None,
    )
    waits = alert is not None and alert.accepted_by is None and request.is_open
    return rendering.card(shown, turn.zone), _buttons(request, set(held), waits_for_somebody=waits)


async def _is_twice(turn: Turn, request: Request) -> bool:
    """Say whether who looks sees another request for the same medicine and home, told by somebody else."""
    at, compound = request.residence, request.compound_id
    if at is None or not at.is_exact:
        return False
    sees_all = await sees_pending(turn.store, compound, await turn.held(), turn.now)
    there = await turn.store.medications.open_at(compound, place_key(at))
    return request.id in told_twice(one for one in there if one.is_held or sees_all)


def _buttons(request: Request, held: set[Thing], *, waits_for_somebody: bool) -> Buttons:
    number = request.id
    rows: list[list[Button]] = []
    if request.is_open and request.is_held:
        moves = []
        if (after := following(request.state)) is not None:
            moves.append(Button(f"→ {STATE_CALLED[after]}", data=f"{STEP}:{number}:{STATES.index(after)}"))
        if (before := preceding(request.state)) is not None:
            moves.append(Button(f"退回 {STATE_CALLED[before]}", data=f"{UNSTEP}:{number}:{STATES.index(before)}"))
        rows.append(moves)
    if request.is_held:
        things = [_thing(number, thing, is_held=thing in held, is_open=request.is_open) for thing in THINGS]
        found = [one for one in things if one is not None]
        rows += [found[:2], found[2:]]
    others = []
    if waits_for_somebody:
        others.append(Button("我来", data=f"{COME}:{number}"))
    if request.photos:
        others.append(Button("看药盒", data=f"{PHOTO}:{number}"))
    if request.is_open and request.is_held:
        others.append(Button("没有配到", data=f"{NONE}:{number}"))
    if request.is_open and not request.is_held:
        others.append(Button("不等同意，接手", data=f"{OVER}:{number}"))
    back = [Button("‹ 名单", data=f"{LIST}:{request.compound_id}:0")]
    return [row for row in (*rows, others, back) if row]


def _thing(number: int, thing: Thing, *, is_held: bool, is_open: bool) -> Button | None:
    name, place = THING_CALLED[thing], THINGS.index(thing)
    if is_held:
        return Button(f"还了{name}", data=f"{BACK}:{number}:{place}")
    return Button(f"我拿着{name}", data=f"{TAKE}:{number}:{place}") if is_open else None


async def in_hands(turn: Turn, holdings: Sequence[Holding]) -> list[tuple[str, Request, Thing]]:
    """Return who holds which thing of which request."""
    names = await turn.store.persons.names({one.holder_id for one in holdings})
    found = []
    for one in holdings:
        request = await turn.store.medications.get(one.medication_id)
        if request is not None:
            found.append((names.get(one.holder_id, ""), request, one.thing))
    return found


def is_next(state: State, to: State, *, is_back: bool) -> bool:
    """Say whether a request goes from one state to the other with one tap, on or back: a button of an old card does
    not."""
    return to is (preceding(state) if is_back else following(state))
