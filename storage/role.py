"""Who may do what in a compound. A resident has no row."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.role import Held, Role, Team
from storage.store import Query, Row

_GRANT = """
    INSERT INTO role (compound_id, person_id, role, building, team, granted_by, granted_at, until)
    VALUES (:compound, :person, :role, :building, :team, :by, :now, :until)
    ON CONFLICT (compound_id, person_id, role, building, team) DO UPDATE
    SET granted_by = excluded.granted_by, granted_at = excluded.granted_at, until = excluded.until
    RETURNING id
"""

_HELD = """
    SELECT role, building, team FROM role
    WHERE person_id = :person AND compound_id = COALESCE(:compound, compound_id) AND (until IS NULL OR until > :now)
    ORDER BY id
"""

_COLUMNS = "id, person_id, role, building, team, until"
_ALL_OF = f"""
    SELECT {_COLUMNS} FROM role WHERE compound_id = :compound AND (until IS NULL OR until > :now) ORDER BY id
"""  # noqa: S608 - constants only

_HOLDERS = """
    SELECT person_id FROM role
    WHERE compound_id = :compound AND role = :role AND (until IS NULL OR until > :now)
    GROUP BY person_id ORDER BY MIN(id)
"""

_TEAM = """
    SELECT person_id FROM role
    WHERE compound_id = :compound AND role = 'volunteer' AND team = :team AND (until IS NULL OR until > :now)
    ORDER BY id
"""

_COMPOUNDS = """
    SELECT compound_id FROM role
    WHERE person_id = :person AND role = :role AND (until IS NULL OR until > :now) ORDER BY id
"""

_ENDED = """
    SELECT compound_id, MAX(until) AS until FROM role
    WHERE person_id = :person AND role = :role AND until > :since AND until <= :now
    GROUP BY compound_id ORDER BY compound_id
"""


@dataclass(frozen=True, slots=True)
class Granted:
    """A role of somebody's, and when it ends (UTC seconds; None: it does not)."""

    id: int
    person_id: int
    held: Held
    until: int | None


class Roles:
    """All roles."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def grant(
        self, compound_id: int, person_id: int, held: Held, now: int, *, by: int | None = None, until: int | None = None
    ) -> int:
        """Give somebody a role, until then (UTC seconds) or for good; return the row's id. `by` is who gave it."""
        row = await self._query.the(
            _GRANT,
            compound=compound_id,
            person=person_id,
            role=held.role.value,
            building=held.building,
            team=held.team,
            by=by,
            now=now,
            until=until,
        )
        return int(row["id"])

    def end(self, role_id: int, until: int | None) -> None:
        """A role ends then (UTC seconds); None: it does not end."""
        self._query.do("UPDATE role SET until = :until WHERE id = :id", id=role_id, until=until)

    async def get(self, role_id: int) -> Granted | None:
        """Return a row, or None."""
        row = await self._query.one(f"SELECT {_COLUMNS} FROM role WHERE id = :id", id=role_id)  # noqa: S608
        return _granted(row) if row else None

    async def all_of(self, compound_id: int, now: int) -> Sequence[Granted]:
        """Return all roles that are held in a compound now."""
        return [_granted(row) for row in await self._query.all(_ALL_OF, compound=compound_id, now=now)]

    async def held(self, compound_id: int | None, person_id: int, now: int) -> Sequence[Held]:
        """Return the roles that somebody holds now in a compound; None: in any."""
        rows = await self._query.all(_HELD, compound=compound_id, person=person_id, now=now)
        return [_held(row) for row in rows]

    async def holders(self, compound_id: int, role: Role, now: int) -> Sequence[int]:
        """Return our ids of those who hold a role in a compound now."""
        return [
            row["person_id"] for row in await self._query.all(_HOLDERS, compound=compound_id, role=role.value, now=now)
        ]

    async def team(self, compound_id: int, team: Team, now: int) -> Sequence[int]:
        """Return our ids of the volunteers of a team, who joined first first."""
        return [row["person_id"] for row in await self._query.all(_TEAM, compound=compound_id, team=team, now=now)]

    async def anywhere(self, person_id: int, now: int) -> Sequence[int]:
        """Return the compounds in which somebody holds any role now."""
        sql = "SELECT compound_id FROM role WHERE person_id = :person AND (until IS NULL OR until > :now) ORDER BY id"
        return [row["compound_id"] for row in await self._query.all(sql, person=person_id, now=now)]

    async def compounds(self, person_id: int, role: Role, now: int) -> Sequence[int]:
        """Return the compounds in which somebody holds a role now."""
        rows = await self._query.all(_COMPOUNDS, person=person_id, role=role.value, now=now)
        return [row["compound_id"] for row in rows]

    async def until(self, person_id: int, role: Role, since: int, now: int) -> dict[int, int]:
        """Return in which compounds somebody held a role that has ended since then, and when it did (UTC seconds)."""
        rows = await self._query.all(_ENDED, person=person_id, role=role.value, since=since, now=now)
        return {row["compound_id"]: row["until"] for row in rows}


def _granted(row: Row) -> Granted:
    return Granted(row["id"], row["person_id"], _held(row), row["until"])


def _held(row: Row) -> Held:
    return Held(Role(row["role"]), row["building"], row["team"])
