"""接龙: a room said without its building (帮302陈阿婆订一箱): the group's building or the speaker's own is meant; where
neither is known and the room is somebody else's, the speaker is asked."""

from dataclasses import replace

from conversation.order_chain_view import Seen, View
from conversation.turn import Turn
from domain.building import building_name
from domain.order_chain import Act, Verb, Who, party_key, room_handle
from domain.residence import Residence
from parsing.reading import Question, Reading, Stated
from rendering import order_chain as rendering

_ORDERS = frozenset({Verb.ORDER, Verb.ADD})  # a change goes by the order that is there
_MOST = 8  # buildings offered


async def in_buildings(turn: Turn, reading: Reading, view: View) -> Reading:
    """Return the reading with the building written into rooms that were said without one. An order for somebody else's
    room in an unknown building is left out, and asked about."""
    if not any(_is_bare(act) for one in reading.stated for act in one.reading.acts):
        return reading
    home = await _home(turn, view)
    stated: list[Stated] = []
    questions: list[Question] = []
    for one in reading.stated:
        seen = view.of(one.buy) if one.buy is not None else None
        if seen is None or one.reading.is_list:
            stated.append(one)
            continue
        acts: list[Act] = []
        for act in one.reading.acts:
            if not _is_bare(act) or await _is_ordered_for(turn, seen, act.who):
                acts.append(act)
            elif home is not None:
                acts.append(replace(act, who=_in(home, act.who)))
            elif act.who.on_behalf and not seen.chain.is_closed:
                questions.append(await _which_building(turn, act.who))
            else:
                acts.append(act)
        if acts:
            stated.append(replace(one, reading=replace(one.reading, acts=tuple(acts))))
    return replace(reading, stated=tuple(stated), questions=(*reading.questions, *questions))


def _is_bare(act: Act) -> bool:
    """Say whether an act orders for a room of which no building is said."""
    at = act.who.residence
    return act.verb in _ORDERS and at is not None and at.room is not None and at.building is None and at.lane is None


def _in(home: Residence, who: Who) -> Who:
    at = who.residence or Residence()
    return replace(who, residence=replace(at, building=home.building, lane=home.lane))


async def _home(turn: Turn, view: View) -> Residence | None:
    """Return where a room without a building is: what was answered, the building of a stair group, the speaker's."""
    building = view.building or (building_name(turn.chat.building) if turn.chat.building else None)
    if building is not None:
        return Residence(building=building)
    compound_id, person = turn.chat.compound_id, await turn.known_person()
    if compound_id is None or person is None:
        return None
    found = set()
    for residency in await turn.store.residencies.of(compound_id, person):
        household = await turn.store.households.get(residency.household_id)
        at = household.entry.residence if household is not None else Residence()
        found.add(Residence(building=at.building, lane=at.lane))
    home = found.pop() if len(found) == 1 else Residence()
    return home if home.building is not None else None


async def _is_ordered_for(turn: Turn, seen: Seen, who: Who) -> bool:
    """Say whether there is an order for just this room without a building: more for it joins that one."""
    room = who.residence.room if who.residence is not None else None
    orders = (await turn.store.states.part(seen.chain, [room_handle(room or "")], {})).orders
    return party_key(who) in orders


async def _which_building(turn: Turn, who: Who) -> Question:
    """Return the question in which building a room is, with those that are known of the compound."""
    room = who.residence.room if who.residence is not None else None
    compound_id = turn.chat.compound_id
    known = await turn.store.households.buildings(compound_id, room) if compound_id is not None else []
    options = tuple(rendering.place(Residence(building=building)) for building in known[:_MOST])
    return Question(rendering.which_building(room or ""), options)
