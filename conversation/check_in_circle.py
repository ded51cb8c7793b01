"""报平安: who is told of an elder on which rung of the ladder, of those the bot can write to; and who may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conversation.reach import leading, private_chat
from conversation.turn import Repositories
from domain.check_in import Need, Rung
from domain.elder import Carer, Channel, Elder, Kin
from domain.role import Held, Role, Team, is_of_team, leads
from storage.chat import Chat
from storage.role import Granted

People = Mapping[int, Chat]  # private chats by our ids of their people


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is told on each rung, and all who look after the elder, reached or not."""

    carers: Sequence[Carer]
    rungs: Mapping[Rung, People] = field(default_factory=dict)

    @property
    def can_tell(self) -> frozenset[Rung]:
        """The rungs on which somebody can be told."""
        return frozenset(rung for rung, people in self.rungs.items() if people)

    def on(self, rung: Rung) -> People:
        """Return who is told on a rung."""
        return self.rungs.get(rung, {})


async def circle_of(
    store: Repositories, elder: Elder, need: Need, now: int, but: Collection[int] = frozenset()
) -> Circle:
    """Return who is told of an elder, `but` those who know already. While it is about a question that is not answered,
    nobody is told on a rung what they were told on the first, as a task."""
    carers = await store.elders.carers(elder.id)
    roles = await store.roles.all_of(elder.compound_id, now)
    chats: dict[int, Chat | None] = {}

    async def reached(persons: Iterable[int | None]) -> dict[int, Chat]:
        found = {}
        for person in persons:
            if person is None or person == elder.person_id or person in but:
                continue
            if person not in chats:
                chats[person] = await private_chat(store, person)
            if (chat := chats[person]) is not None:
                found[person] = chat
        return found

    def of(kin: Kin) -> list[int | None]:
        return [one.person_id for one in carers if one.kin is kin]

    neighbours = await reached(of(Kin.NEIGHBOUR))
    leads_ = await reached([*of(Kin.LEAD), *leading(roles, elder.home.building)])
    everybody = await reached([*_on_duty(roles), *_committee(roles), *of(Kin.FAMILY)])
    match elder.channel:
        case Channel.PHONE:
            asked = leads_ or neighbours or everybody
        case Channel.NONE:
            asked = neighbours or leads_ or everybody
        case _:
            own = await private_chat(store, elder.person_id) if elder.person_id is not None else None
            asked = {elder.person_id: own} if own is not None and elder.person_id is not None else {}
    is_task = need is Need.SILENT and elder.channel in (Channel.PHONE, Channel.NONE)
    told = set(asked) if is_task else set()
    rungs: dict[Rung, People] = {
        Rung.ASK: asked,
        Rung.AGAIN: asked,
        Rung.NEIGHBOUR: _but(neighbours, told),
        Rung.LEAD: _but(leads_, told),
        Rung.EVERYBODY: everybody or {**neighbours, **leads_},
    }
    return Circle(carers, rungs)


def _but(people: People, told: set[int]) -> People:
    return {person: chat for person, chat in people.items() if person not in told}


def _on_duty(roles: Sequence[Granted]) -> list[int]:
    """Return the care team; where it has nobody, the volunteers of the day."""
    volunteers = [one for one in roles if one.held.role is Role.VOLUNTEER]
    care = [one.person_id for one in volunteers if one.held.team == Team.CARE]
    return care or [one.person_id for one in volunteers if one.until is not None and not one.held.team]


def _committee(roles: Sequence[Granted]) -> list[int]:
    return [one.person_id for one in roles if one.held.role is Role.COMMITTEE]


def may_see(held: Iterable[Held], elder: Elder) -> bool:
    """Say whether somebody with these roles sees an elder on the roster: the care team, the committee, and the lead of
    the building do."""
    held = tuple(held)
    return is_of_team(held, Team.CARE) or leads(held, elder.home.building)


async def may_care(store: Repositories, elder: Elder, person_id: int, now: int) -> bool:
    """Say whether somebody may answer for an elder, and go and look: the circle, and whoever is told on any rung."""
    carers = await store.elders.carers(elder.id)
    if any(one.person_id == person_id for one in carers):
        return True
    if may_see(await store.roles.held(elder.compound_id, person_id, now), elder):
        return True
    return person_id in _on_duty(await store.roles.all_of(elder.compound_id, now))
