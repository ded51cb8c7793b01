"""Reads which role is given: 志愿者 配药组, 配药组, 楼组长 3号楼."""

from domain.role import CALLED, TEAM_CALLED, Role

TEAM_BY_NAME = {said: team for team, said in TEAM_CALLED.items()}
ROLE_BY_NAME = {said: role for role, said in CALLED.items() if role is not Role.RESIDENT}


def read_grant(words: str) -> tuple[Role | None, str]:
    """Return the role that is named, None where none is, and of what: 志愿者配药组 and 配药组 are volunteers of it."""
    said = " ".join(words.split())
    name = next((one for one in sorted(ROLE_BY_NAME, key=len, reverse=True) if said.startswith(one)), "")
    of = said[len(name) :].strip()
    team = of if of.endswith("组") else f"{of}组"
    if team in TEAM_BY_NAME and name in ("", CALLED[Role.VOLUNTEER]):
        return Role.VOLUNTEER, team
    if not name and of.endswith(CALLED[Role.LEAD]):  # 3号楼楼组长
        return Role.LEAD, of.removesuffix(CALLED[Role.LEAD])
    return ROLE_BY_NAME.get(name), of
