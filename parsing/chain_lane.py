"""The lane (弄) before a building: where every line has the same one it is the compound, and tells nothing."""

from dataclasses import replace

from domain.order_chain import Act, Who


def without_common_lane(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """A lane (弄) that every line has is the compound itself, and is dropped; different lanes are kept apart."""
    lanes = {act.who.residence.lane for act in acts if act.who.residence is not None}
    if len(lanes) != 1 or None in lanes:
        return acts
    return tuple(replace(act, who=_without_lane(act.who)) for act in acts)


def _without_lane(who: Who) -> Who:
    return who if who.residence is None else replace(who, residence=replace(who.residence, lane=None))
