"""Who may do what in a compound. A resident has no row."""

from collections.abc import Sequence

from domain.role import Held, Role
from storage.store import Query

_GRANT = """
    INSERT INTO role (compound_id, person_id, role, building, granted_by, granted_at, until)
    VALUES (:compound, :person, :role, :building, :by, :now, :until)
    ON CONFLICT (compound_id, person_id, role, building) DO UPDATE
    SET granted_by = excluded.granted_by, granted_at = excluded.granted_at, until = excluded.until
"""

_HELD = """
    SELECT role, building FROM role
    WHERE person_id = :person AND compound_id = COALESCE(:compound, compound_id) AND (until IS NULL OR until > :now)
    ORDER BY id
"""

_HOLDERS = """
    SELECT person_id FROM role
    WHERE compound_id = :compound AND role = :role AND (until IS NULL OR until > :now) ORDER BY id
"""

_COMPOUNDS = """
    SELECT compound_id FROM role
    WHERE person_id = :person AND role = :role AND (until IS NULL OR until > :now) ORDER BY id
"""


class Roles:
    """All roles."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def grant(
        self, compound_id: int, person_id: int, held: Held, now: int, *, by: int | None = None, until: int | None = None
    ) -> None:
        """Give somebody a role, until then (UTC seconds) or for good. `by` is who gave it."""
        self._query.do(
            _GRANT,
            compound=compound_id,
            person=person_id,
            role=held.role.value,
            building=held.building,
            by=by,
            now=now,
            until=until,
        )

    async def held(self, compound_id: int | None, person_id: int, now: int) -> Sequence[Held]:
        """Return the roles that somebody holds now in a compound; None: in any."""
        rows = await self._query.all(_HELD, compound=compound_id, person=person_id, now=now)
        return [Held(Role(row["role"]), row["building"]) for row in rows]

    async def holders(self, compound_id: int, role: Role, now: int) -> Sequence[int]:
        """Return our ids of those who hold a role in a compound now."""
        return [
            row["person_id"] for row in await self._query.all(_HOLDERS, compound=compound_id, role=role.value, now=now)
        ]

    async def compounds(self, person_id: int, role: Role, now: int) -> Sequence[int]:
        """Return the compounds in which somebody holds a role now."""
        rows = await self._query.all(_COMPOUNDS, person=person_id, role=role.value, now=now)
        return [row["compound_id"] for row in rows]
