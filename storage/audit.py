"""The audit: who did what to which row and field, when, from which message. Ids only; append-only.

What a field was and became stands beside it in `revision`, so that it can be undone, and dies with its row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done. `actor_id` None: the bot by the clock. `undoes_id`: the act that this one reversed."""

    compound_id: int
    actor_id: int | None
    act: str
    subject: str
    row_id: int
    field: str = ""
    message_id: int | None = None
    undoes_id: int | None = None
    at: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """What a field was and became; None: there was, or is, no such row."""

    old: Any
    new: Any


_COLUMNS = "id, compound_id, at, actor_id, act, subject, row_id, field, message_id, undoes_id"

_NOTE = """
    INSERT INTO audit (compound_id, at, actor_id, act, subject, row_id, field, message_id, undoes_id)
    VALUES (:compound, :now, :actor, :act, :subject, :row, :field, :message, :undoes) RETURNING id
"""

_REVISE = "INSERT INTO revision (audit_id, old_value, new_value) VALUES (:audit, :old, :new)"

# The last thing somebody did that is neither undone nor itself an undoing, and can still be.
_LAST = f"""
    SELECT {_COLUMNS} FROM audit AS done
    WHERE actor_id = :actor AND compound_id = :compound AND at >= :since AND undoes_id IS NULL
      AND EXISTS (SELECT 1 FROM revision WHERE revision.audit_id = done.id)
      AND NOT EXISTS (SELECT 1 FROM audit AS later WHERE later.undoes_id = done.id)
    ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - constants only

_OF_ROW = f"SELECT {_COLUMNS} FROM audit WHERE subject = :subject AND row_id = :row ORDER BY id"  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM audit WHERE id = :id"  # noqa: S608


class Audit:
    """Everything that was done."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def note(self, act: Act, now: int, revision: Revision | None = None) -> int:
        """Note something done, with what it changed if it can be undone; return its id."""
        row = await self._query.the(
            _NOTE,
            compound=act.compound_id,
            now=now,
            actor=act.actor_id,
            act=act.act,
            subject=act.subject,
            row=act.row_id,
            field=act.field,
            message=act.message_id,
            undoes=act.undoes_id,
        )
        if revision is not None:
            self._query.do(_REVISE, audit=row["id"], old=_json(revision.old), new=_json(revision.new))
        return int(row["id"])

    async def last_of(self, actor_id: int, compound_id: int, since: int) -> Act | None:
        """Return the last thing somebody did since then (UTC seconds) that can be undone, or None."""
        row = await self._query.one(_LAST, actor=actor_id, compound=compound_id, since=since)
        return _act(row) if row else None

    async def get(self, audit_id: int) -> Act | None:
        """Return something done, or None."""
        row = await self._query.one(_GET, id=audit_id)
        return _act(row) if row else None

    async def of_row(self, subject: str, row_id: int) -> Sequence[Act]:
        """Return what was done to a row, the first first."""
        return [_act(row) for row in await self._query.all(_OF_ROW, subject=subject, row=row_id)]

    async def revision(self, audit_id: int) -> Revision | None:
        """Return what an act changed, or None where that is gone or was never kept."""
        row = await self._query.one("SELECT old_value, new_value FROM revision WHERE audit_id = :audit", audit=audit_id)
        return Revision(_value(row["old_value"]), _value(row["new_value"])) if row else None

    async def is_undone(self, audit_id: int) -> bool:
        """Say whether an act was reversed by a later one."""
        return await self._query.one("SELECT id FROM audit WHERE undoes_id = :id", id=audit_id) is not None


def _json(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _value(json: str | None) -> object:
    return None if json is None else msgspec.json.decode(json)


def _act(row: Row) -> Act:
    return Act(
        row["compound_id"],
        row["actor_id"],
        row["act"],
        row["subject"],
        row["row_id"],
        row["field"],
        row["message_id"],
        row["undoes_id"],
        row["at"],
        row["id"],
    )
