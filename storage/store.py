"""One database file behind one writer: every change is a transaction, every longer read a snapshot.

aiosqlite hands each statement to a thread before it is awaited, so a cancelled await does not stop the statement.
Hence one writer behind a lock, BEGIN IMMEDIATE, and COMMIT and ROLLBACK awaited to their end.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import aiosqlite

Value = TypeVar("Value")

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a reminder once promised is kept through a power cut
    "busy_timeout = 5000",
    "foreign_keys = ON",
    "secure_delete = ON",  # what is erased leaves no bytes behind
)


class Row(Protocol):
    """One row of a result; columns by name."""

    def __getitem__(self, column: str, /) -> Any: ...


class StoreTroubleError(Exception):
    """The database cannot be used as it is: says what is wrong and how to mend it."""


#: What the engine raises when a statement could not be run.
StorageError = aiosqlite.OperationalError

_PASSING = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
    )
)


def is_passing(error: BaseException) -> bool:
    """Say whether the disk or a lock was in the way: worth trying again, and no fault of the statement."""
    if not isinstance(error, StorageError):
        return False
    code = getattr(error, "sqlite_errorcode", 0)  # missing where the driver, not the engine, complains
    return (code & 0xFF) in _PASSING


async def to_the_end(awaitable: Awaitable[Value]) -> Value:
    """Await to the end even when cancelled meanwhile; then pass the cancellation on."""
    task = asyncio.ensure_future(awaitable)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:  # noqa: BLE001 - the task keeps it; it is raised below
            break
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # mark it as retrieved
        raise cancelled
    return task.result()


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, able to do several things in one visit to its thread: the visit is what costs."""

    async def visit(self, work: Callable[[sqlite3.Connection], Value]) -> Value:
        """Run `work` in the connection's thread and return what it returns."""
        done: Value = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done


_Values = Mapping[str, object]


class Query:
    """What a transaction or a snapshot offers: SQL with named parameters (`:name`).

    What gives no rows (`do`, `many`) is put off until the next question or the commit, and then run in order, in one
    go with it; its errors are raised there.
    """

    def __init__(self, connection: Connection, opening: str) -> None:
        self._connection, self._opening = connection, opening
        self._put_off: list[tuple[str, _Values | Sequence[_Values]]] = []
        self._is_open = False

    async def all(self, sql: str, **values: object) -> Sequence[Row]:
        """Run one statement; return its rows (none for a statement that gives none)."""
        before = self._before()

        def work(connection: sqlite3.Connection) -> Sequence[Row]:
            _run(connection, before)
            return connection.execute(sql, values).fetchall()

        return await self._connection.visit(work)

    async def one(self, sql: str, **values: object) -> Row | None:
        """Run one statement; return its first row, or None."""
        return next(iter(await self.all(sql, **values)), None)

    async def the(self, sql: str, **values: object) -> Row:
        """Run one statement that always gives a row (INSERT … RETURNING, COUNT); return it."""
        row = await self.one(sql, **values)
        if row is None:
            raise LookupError("the statement gave no row")
        return row

    def do(self, sql: str, **values: object) -> None:
        """Run one statement that gives no rows, before whatever is asked next."""
        self._put_off.append((sql, values))

    def many(self, sql: str, rows: Sequence[_Values]) -> None:
        """Run one statement for each of `rows`, before whatever is asked next."""
        if rows:
            self._put_off.append((sql, rows))

    async def together(self, work: Callable[["Query"], Coroutine[Any, Any, Value]]) -> Value:
        """Do all of `work` in one go. It gets a Query of its own, and may await nothing but that Query's answers."""
        before = self._before()

        def go(connection: sqlite3.Connection) -> Value:
            _run(connection, before)
            coroutine = work(_There(connection))
            try:
                coroutine.send(None)  # every answer is there at once, so it runs to its end
            except StopIteration as end:
                done: Value = end.value
                return done
            coroutine.close()
            raise RuntimeError("work done together may wait for nothing but the database")

        return await self._connection.visit(go)

    async def commit(self) -> None:
        """Run what was put off, and commit. Called by the store, at the end."""
        if self._put_off or self._is_open:
            before = self._before()

            def work(connection: sqlite3.Connection) -> None:
                _run(connection, before)
                connection.commit()

            await self._connection.visit(work)

    def _before(self) -> Sequence[tuple[str, _Values | Sequence[_Values]]]:
        before = self._put_off if self._is_open else [(self._opening, {}), *self._put_off]
        self._put_off, self._is_open = [], True
        return before


class _There(Query):
    """A Query inside a visit to the connection's thread: it answers at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._there = connection

    async def all(self, sql: str, **values: object) -> Sequence[Row]:
        return self._there.execute(sql, values).fetchall()

    def do(self, sql: str, **values: object) -> None:
        self._there.execute(sql, values)

    def many(self, sql: str, rows: Sequence[_Values]) -> None:
        self._there.executemany(sql, rows)

    async def together(self, work: Callable[[Query], Coroutine[Any, Any, Value]]) -> Value:
        return await work(self)

    async def commit(self) -> None:
        raise RuntimeError("a transaction is committed by the store")


def _run(connection: sqlite3.Connection, statements: Sequence[tuple[str, _Values | Sequence[_Values]]]) -> None:
    for sql, values in statements:
        if isinstance(values, Mapping):
            connection.execute(sql, values)
        else:
            connection.executemany(sql, values)


class Store:
    """The database of one program. Open it with `Store.opened(path)`."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self._writer, self._reader = writer, reader
        self._writing, self._reading = asyncio.Lock(), asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def opened(cls, path: Path) -> AsyncIterator["Store"]:
        """Open the database file at `path`, which may not exist yet, and close it at the end.

        Raises StoreTroubleError where the folder is open to others or cannot be written.
        """
        _make_private(path)
        writer = await _connect(path, _PRAGMAS)
        try:
            reader = await _connect(path, ("busy_timeout = 5000", "query_only = ON"))
            try:
                yield cls(path, writer, reader)
            finally:
                await to_the_end(reader.close())
        finally:
            await to_the_end(writer.close())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Query]:
        """All or nothing. Committed when the block ends, rolled back when it raises or is cancelled."""
        async with self._writing:
            try:
                query = Query(self._writer, "BEGIN IMMEDIATE")  # the write lock at once, never an upgrade later
                yield query
                await to_the_end(query.commit())
            except BaseException:
                await to_the_end(self._writer.rollback())  # does nothing where nothing is open
                raise

    async def checkpoint(self) -> bool:
        """Move all that is committed into the database file and empty its log (-wal), which may hold what was erased
        since; return False where another program was reading and it could not be emptied."""

        def work(connection: sqlite3.Connection) -> bool:
            return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

        async with self._writing, self._reading:
            return await to_the_end(self._writer.visit(work))

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Query]:
        """One unchanging view of what is committed, for reading."""
        async with self._reading:
            try:
                yield Query(self._reader, "BEGIN")
            finally:
                await to_the_end(self._reader.rollback())


async def _connect(path: Path, pragmas: Sequence[str]) -> Connection:
    try:
        connection = Connection(lambda: sqlite3.connect(path, isolation_level=None), iter_chunk_size=64)
        await connection
    except aiosqlite.Error as error:
        raise StoreTroubleError(f"{path}: the database cannot be opened: {error}") from error
    try:
        connection.row_factory = aiosqlite.Row
        for pragma in pragmas:
            await connection.execute(f"PRAGMA {pragma}")
    except aiosqlite.DatabaseError as error:
        await to_the_end(connection.close())  # an unclosed connection hangs the exit (aiosqlite 0.22)
        raise StoreTroubleError(
            f"{path}: not a usable SQLite database ({error}). Mend: put a sound copy in its place, or move the "
            "file away to begin with an empty one; nothing has been changed"
        ) from error
    except BaseException:
        await to_the_end(connection.close())
        raise
    return connection


def _make_private(path: Path) -> None:
    """Make the folder 0700 and the file 0600 before SQLite makes them: -wal and -shm copy the file's mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = path.parent.stat().st_mode & 0o777
        if mode & 0o077:
            raise StoreTroubleError(
                f"{path.parent}: this folder will hold residents' data but others may enter it (mode {mode:o}). "
                f"Mend: chmod 700 {path.parent}"
            )
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreTroubleError(
            f"{path}: cannot be written ({error.strerror}). Mend: choose another [database] path, or give this user "
            f"write access to {path.parent}"
        ) from error
