"""Which groups of a compound are told what is meant for some of its buildings, or for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversation.turn import Repositories
from domain.building import Buildings, building_name
from storage.chat import Chat


@dataclass(frozen=True, slots=True)
class Audience:
    """The groups that are told. `without_group`: buildings that were named one by one and have no stair group, so that
    the owners' groups are told for them."""

    groups: Sequence[Chat]
    without_group: tuple[str, ...] = ()


async def audience(store: Repositories, compound_id: int, buildings: Buildings | None) -> Audience:
    """Return the groups for these buildings, None for everybody: never the volunteers' or the organisers' own."""
    groups = await store.chats.groups_of(compound_id)
    owners = [chat for chat in groups if chat.purpose == "owners"]
    stairs = [chat for chat in groups if chat.purpose == "stair"]
    if buildings is None:
        return Audience([*owners, *stairs])
    meant = [chat for chat in stairs if buildings.holds(building_name(chat.building))]
    has_group = {building_name(chat.building) for chat in meant}
    without = tuple(name for name in buildings.names() if name not in has_group)
    return Audience([*meant, *(owners if without else [])], without)
