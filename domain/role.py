"""Roles (who may do what): 居民 resident, 团长 organiser, 楼组长 lead, 志愿者 volunteer, 居委会 committee."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a compound. Everybody is a resident."""

    RESIDENT = "resident"
    ORGANISER = "organiser"
    LEAD = "lead"
    VOLUNTEER = "volunteer"
    COMMITTEE = "committee"


#: What people call them.
CALLED = {
    Role.RESIDENT: "居民",
    Role.ORGANISER: "团长",
    Role.LEAD: "楼组长",
    Role.VOLUNTEER: "志愿者",
    Role.COMMITTEE: "居委会",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds; `building` is that of a lead, "" for the whole compound."""

    role: Role
    building: str = ""


def allows(held: Iterable[Held], needed: Role) -> bool:
    """Say whether somebody with these roles may do what needs that one. The committee may do everything, and a building
    lead whatever a volunteer may."""
    if needed is Role.RESIDENT:
        return True
    enough = {needed, Role.COMMITTEE} | ({Role.LEAD} if needed is Role.VOLUNTEER else set())
    return any(one.role in enough for one in held)


_BUILDING = re.compile(r"(?P<name>.+?)[ ]?(?:号楼|楼|栋|幢|座|号|#)?")


def leads(held: Iterable[Held], building: str | None) -> bool:
    """Say whether somebody with these roles answers for a building (3: what a lead of 3号楼 leads). The committee
    answers for all."""
    for one in held:
        if one.role is Role.COMMITTEE:
            return True
        match = _BUILDING.fullmatch(one.building.strip())
        if one.role is Role.LEAD and match is not None and match["name"].upper() == building:
            return True
    return False
