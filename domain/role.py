"""Roles (who may do what): 居民 resident, 团长 organiser, 楼组长 lead, 志愿者 volunteer, 居委会 committee."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.building import building_name


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


class Team(StrEnum):
    """What a volunteer may be of, beside a pair of hands for whatever comes."""

    SUPPLY = "supply"
    PARCEL = "parcel"
    DISINFECTION = "disinfection"
    MEDICINE = "medicine"
    TEST = "test"
    CARE = "care"
    SUMMARY = "summary"  # who edits the daily summary


#: What people call them.
TEAM_CALLED = {
    Team.SUPPLY: "物资组",
    Team.PARCEL: "快递组",
    Team.DISINFECTION: "消杀组",
    Team.MEDICINE: "配药组",
    Team.TEST: "核酸组",
    Team.CARE: "关爱组",
    Team.SUMMARY: "日结组",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds; `building` is that of a lead, "" for the whole compound; `team` (a Team) that of a
    volunteer, "" for whatever comes."""

    role: Role
    building: str = ""
    team: str = ""

    def leads_building(self, building: str | None) -> bool:
        """Say whether this is the lead of a building (3, for a lead of 3号楼)."""
        return self.role is Role.LEAD and building is not None and building_name(self.building) == building


def allows(held: Iterable[Held], needed: Role) -> bool:
    """Say whether somebody with these roles may do what needs that one. The committee may do everything, and a building
    lead whatever a volunteer may."""
    if needed is Role.RESIDENT:
        return True
    enough = {needed, Role.COMMITTEE} | ({Role.LEAD} if needed is Role.VOLUNTEER else set())
    return any(one.role in enough for one in held)


def is_of_team(held: Iterable[Held], team: Team) -> bool:
    """Say whether somebody with these roles sees what is told to a team: its volunteers and the committee do."""
    return any(one.role is Role.COMMITTEE or (one.role is Role.VOLUNTEER and one.team == team) for one in held)


def leads(held: Iterable[Held], building: str | None) -> bool:
    """Say whether somebody with these roles answers for a building (3: what a lead of 3号楼 leads). The committee
    answers for all."""
    return any(one.role is Role.COMMITTEE or one.leads_building(building) for one in held)
