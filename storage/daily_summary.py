"""日结 (daily summary): gathers the figures of a day, each counted by one query over rows that can be looked at; and
keeps what was released, and what its editor wrote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from domain.building import building_name
from domain.daily_summary import Figure, Line, Part, in_order
from domain.daily_summary_meaning import MEANINGS, Section
from storage import (
    daily_summary_check_in,
    daily_summary_delivery,
    daily_summary_medication,
    daily_summary_notice,
    daily_summary_order_chain,
    daily_summary_test_round,
    daily_summary_volunteer,
)
from storage.daily_summary_row import Contributor, Found, Rows, Scope
from storage.store import Query, Row

#: Every feature that tells something of a day.
CONTRIBUTORS: Sequence[Contributor] = (
    daily_summary_notice.CONTRIBUTOR,
    daily_summary_order_chain.CONTRIBUTOR,
    daily_summary_delivery.CONTRIBUTOR,
    daily_summary_test_round.CONTRIBUTOR,
    daily_summary_medication.CONTRIBUTOR,
    daily_summary_check_in.CONTRIBUTOR,
    daily_summary_volunteer.CONTRIBUTOR,
)
_LONGEST_TITLE = 40

_COUNT = "SELECT COUNT(DISTINCT subject) AS n FROM ({rows}) AS found"
_PARTS = """
    WITH found AS ({rows})
    SELECT {title} AS title, building, COUNT(DISTINCT subject) AS n, SUM(amount) AS amount,
           (SELECT COUNT(DISTINCT subject) FROM found) AS value
    FROM found GROUP BY {by} ORDER BY MIN(at), {by}
"""
_FOUND = "SELECT subject, title, building, at, place, amount FROM ({rows}) AS found ORDER BY at, title, place"

_COLUMNS = "id, compound_id, day, figures, version, is_late, released_at, released_by, changed_at"
_GET = f"SELECT {_COLUMNS} FROM daily_summary WHERE id = :id"  # noqa: S608 - constants only
_OF_DAY = f"SELECT {_COLUMNS} FROM daily_summary WHERE compound_id = :compound AND day = :day"  # noqa: S608
_LATEST = f"""
    SELECT {_COLUMNS} FROM daily_summary WHERE compound_id = :compound AND released_at IS NOT NULL
    ORDER BY day DESC LIMIT 1
"""  # noqa: S608 - constants only
_OF_COPY = f"""
    SELECT {_COLUMNS} FROM daily_summary WHERE id = (SELECT summary_id FROM daily_summary_copy WHERE id = :copy)
"""  # noqa: S608 - constants only
_MEET = """
    INSERT INTO daily_summary (compound_id, day) VALUES (:compound, :day) ON CONFLICT (compound_id, day) DO NOTHING
"""
_RELEASE = """
    UPDATE daily_summary SET figures = :figures, released_at = :now, released_by = :by, is_late = :is_late
    WHERE id = :id AND released_at IS NULL RETURNING id
"""
_CORRECT = """
    UPDATE daily_summary SET version = version + 1, changed_at = :now WHERE id = :id AND released_at IS NOT NULL
"""
_WRITE = """
    INSERT INTO daily_summary_line (summary_id, section, figure, words, author_id, at)
    VALUES (:summary, :section, :figure, :words, :author, :now)
    ON CONFLICT (summary_id, figure) DO UPDATE
    SET words = excluded.words, author_id = excluded.author_id, at = excluded.at
"""
_COPY = """
    INSERT INTO daily_summary_copy (summary_id, chat_id) VALUES (:summary, :chat)
    ON CONFLICT (summary_id, chat_id) DO UPDATE SET chat_id = excluded.chat_id RETURNING id
"""
_HELP = """
    INSERT INTO daily_summary_helper (summary_id, person_id, at) VALUES (:summary, :person, :now)
    ON CONFLICT (summary_id, person_id) DO NOTHING RETURNING id
"""

# The compound's buildings: of its roster, its stair groups, and its leads.
_BUILDINGS = """
    SELECT DISTINCT building FROM household WHERE compound_id = :compound AND is_listed = 1 AND building IS NOT NULL
    UNION SELECT building FROM chat
    WHERE compound_id = :compound AND purpose = 'stair' AND is_active = 1 AND building IS NOT NULL
    UNION SELECT building FROM role WHERE compound_id = :compound AND role = 'lead' AND building <> ''
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """A day's summary and its row. `figures` is None until it is released. Times are UTC seconds."""

    id: int
    compound_id: int
    day: date
    figures: tuple[Figure, ...] | None
    version: int
    is_late: bool
    released_at: int | None
    released_by: int | None
    changed_at: int | None


async def gather(query: Query, scope: Scope, contributors: Iterable[Contributor] = CONTRIBUTORS) -> tuple[Figure, ...]:
    """Return all figures of a day, read from one snapshot, in the order in which they are told."""
    found = []
    for contributor in contributors:
        for name, rows in contributor.rows.items():
            found.append(await _figure(query, scope, name, rows))
    return in_order(found)


async def rows_behind(
    query: Query, scope: Scope, name: str, contributors: Iterable[Contributor] = CONTRIBUTORS
) -> Sequence[Found]:
    """Return the rows that a figure counts, in order of time. Raises KeyError where no query has that name."""
    found = await _found(query, scope, _rows(name, contributors))
    return sorted(found, key=lambda one: (one.at or 0, one.title, _in_place(building_name(one.building) or "")))


async def count(query: Query, scope: Scope, name: str, contributors: Iterable[Contributor] = CONTRIBUTORS) -> int:
    """Return what a figure comes to now. Raises KeyError where no query has that name."""
    return await _value(query, scope, _rows(name, contributors))


def _rows(name: str, contributors: Iterable[Contributor]) -> Rows:
    return {key: rows for one in contributors for key, rows in one.rows.items()}[name]


async def buildings_of(query: Query, compound_id: int) -> tuple[str, ...]:
    """Return the bare names of a compound's buildings in natural order (2 before 10)."""
    rows = await query.all(_BUILDINGS, compound=compound_id)
    names = {name for row in rows if (name := building_name(row["building"])) is not None}
    return tuple(sorted(names, key=_in_place))


def _in_place(name: str) -> tuple[bool, int, str]:
    """Return the place of a building among others: 2 before 10, and letters last."""
    return (not name.isdecimal(), int(name) if name.isdecimal() else 0, name)


async def _figure(query: Query, scope: Scope, name: str, rows: Rows) -> Figure:
    names_parts = MEANINGS[name].names_parts
    if not isinstance(rows, str):
        return _counted(name, await rows(query, scope), names_parts=names_parts)
    title, by = ("title", "title, building") if names_parts else ("''", "building")
    found = await query.all(_PARTS.format(rows=rows, title=title, by=by), **_values(rows, scope))
    value = found[0]["value"] if found else 0
    return Figure(name, value, tuple(_part(row["title"], row["building"], row["n"], row["amount"]) for row in found))


def _counted(name: str, found: Sequence[Found], *, names_parts: bool) -> Figure:
    """Count rows that no SQL has counted, as it would."""
    parts: dict[tuple[str, str | None], list[Found]] = {}
    for one in found:
        parts.setdefault((one.title if names_parts else "", one.building), []).append(one)
    counted = []
    for (title, building), rows in parts.items():
        amounts = [one.amount for one in rows if one.amount is not None]
        subjects = len({one.subject for one in rows})
        counted.append(_part(title, building, subjects, sum(amounts) if amounts else None))
    return Figure(name, len({one.subject for one in found}), tuple(counted))


def _part(title: str, building: str | None, count: int, amount: int | None) -> Part:
    return Part(title.strip().split("\n", 1)[0][:_LONGEST_TITLE], building_name(building), count, amount)


async def _value(query: Query, scope: Scope, rows: Rows) -> int:
    if not isinstance(rows, str):
        return len({one.subject for one in await rows(query, scope)})
    return int((await query.the(_COUNT.format(rows=rows), **_values(rows, scope)))["n"])


async def _found(query: Query, scope: Scope, rows: Rows) -> Sequence[Found]:
    if not isinstance(rows, str):
        return await rows(query, scope)
    found = await query.all(_FOUND.format(rows=rows), **_values(rows, scope))
    return [Found(**dict(row)) for row in found]  # type: ignore[call-overload]


def _values(rows: str, scope: Scope) -> dict[str, object]:
    values = {"compound": scope.compound_id, "start": scope.start, "end": scope.end, "next": scope.next}
    return {name: value for name, value in values.items() if f":{name}" in rows}


class Summaries:
    """The summaries of all compounds."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def meet(self, compound_id: int, day: date) -> Summary:
        """Return the summary of a day, begun now if there is none yet."""
        values = {"compound": compound_id, "day": day.isoformat()}
        self._query.do(_MEET, **values)
        return _summary(await self._query.the(_OF_DAY, **values))

    async def get(self, summary_id: int) -> Summary | None:
        """Return a summary, or None."""
        row = await self._query.one(_GET, id=summary_id)
        return _summary(row) if row else None

    async def latest(self, compound_id: int) -> Summary | None:
        """Return the summary of a compound that was released last, or None."""
        row = await self._query.one(_LATEST, compound=compound_id)
        return _summary(row) if row else None

    async def of_copy(self, copy_id: int) -> Summary | None:
        """Return the summary that stands in a group by this copy, or None."""
        row = await self._query.one(_OF_COPY, copy=copy_id)
        return _summary(row) if row else None

    async def scope(self, summary: Summary, zone: ZoneInfo, now: int | None = None) -> Scope:
        """Return what a summary tells of: from the release of the one before to its own, which is at `now` (UTC
        seconds), or was, or will be in the evening. So whatever happens is told once."""
        scope = Scope.of(summary.compound_id, summary.day, zone)
        before = await self._before(summary)
        start = before.released_at if before is not None and before.released_at is not None else scope.start
        end = now or summary.released_at or scope.end
        return replace(scope, start=min(start, end), end=end)

    async def before(self, summary: Summary) -> Mapping[str, int] | None:
        """Return the figures of the day before by name, or None where they were not kept."""
        before = await self._before(summary)
        figures = before.figures if before is not None else None
        return {one.name: one.value for one in figures} if figures is not None else None

    async def _before(self, summary: Summary) -> Summary | None:
        yesterday = (summary.day - timedelta(days=1)).isoformat()
        row = await self._query.one(_OF_DAY, compound=summary.compound_id, day=yesterday)
        return _summary(row) if row else None

    async def release(
        self, summary: Summary, figures: Sequence[Figure], now: int, by: int | None = None, *, is_late: bool = False
    ) -> bool:
        """Release a summary with these figures; False where it was released already."""
        row = await self._query.one(
            _RELEASE, id=summary.id, figures=_json(figures), now=now, by=by, is_late=int(is_late)
        )
        return row is not None

    def correct(self, summary: Summary, now: int) -> None:
        """Count another version of a summary that was released."""
        self._query.do(_CORRECT, id=summary.id, now=now)

    # --- what an editor wrote ---------------------------------------------------------------------------------

    async def lines(self, summary_id: int) -> tuple[Line, ...]:
        """Return what an editor wrote, in the order in which it was written."""
        rows = await self._query.all(
            "SELECT id, section, words, figure FROM daily_summary_line WHERE summary_id = :summary ORDER BY id",
            summary=summary_id,
        )
        return tuple(Line(row["id"], Section(row["section"]), row["words"], row["figure"]) for row in rows)

    def write(self, summary: Summary, line: Line, author: int, now: int) -> None:
        """Add a line; beside a figure it replaces what stood there."""
        self._query.do(
            _WRITE,
            summary=summary.id,
            section=line.section.value,
            figure=line.figure,
            words=line.words,
            author=author,
            now=now,
        )

    def rewrite(self, line: Line, words: str, author: int, now: int) -> None:
        """Replace the words of a line."""
        sql = "UPDATE daily_summary_line SET words = :words, author_id = :author, at = :now WHERE id = :id"
        self._query.do(sql, id=line.id, words=words, author=author, now=now)

    def strike(self, line: Line) -> None:
        """Take a line out."""
        self._query.do("DELETE FROM daily_summary_line WHERE id = :id", id=line.id)

    # --- where it stands, and who wants to help ---------------------------------------------------------------

    async def copy(self, summary: Summary, chat_id: int) -> int:
        """Return our id of a summary's copy in a group, made now if there is none."""
        return int((await self._query.the(_COPY, summary=summary.id, chat=chat_id))["id"])

    async def chat_of(self, copy_id: int) -> int | None:
        """Return the group in which a copy stands, or None where there is no such copy."""
        row = await self._query.one("SELECT chat_id FROM daily_summary_copy WHERE id = :id", id=copy_id)
        return int(row["chat_id"]) if row else None

    async def help(self, summary: Summary, person_id: int, now: int) -> bool:
        """Note that somebody wants to help; False where they said so already."""
        return await self._query.one(_HELP, summary=summary.id, person=person_id, now=now) is not None


def _json(figures: Sequence[Figure]) -> str:
    return msgspec.json.encode(figures).decode()


def _summary(row: Row) -> Summary:
    figures = msgspec.json.decode(row["figures"], type=tuple[Figure, ...]) if row["figures"] else None
    return Summary(
        id=row["id"],
        compound_id=row["compound_id"],
        day=date.fromisoformat(row["day"]),
        figures=tuple(one for one in figures if one.name in MEANINGS) if figures is not None else None,
        version=row["version"],
        is_late=bool(row["is_late"]),
        released_at=row["released_at"],
        released_by=row["released_by"],
        changed_at=row["changed_at"],
    )
