"""Store.transaction under random cancellation: money moved between accounts keeps its sum, and nothing stays open."""

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from storage.store import Query, Store
from tests.faults.figure import Report

_ACCOUNTS = 4
_EACH = 1000
_AT_ONCE = 12


class _ChangedMindError(Exception):
    """Raised in the middle of a transfer."""


async def run(seed: int, transfers: int = 3000) -> Report:
    """Make `transfers`, many at once, of which some raise and some are cancelled at any instant, twice at times."""
    report, chance = Report("cancel"), random.Random(f"{seed} cancellation")
    folder = Path(tempfile.mkdtemp(prefix="shouwang-faults-"))
    try:
        async with Store.opened(folder / "bank.db") as store:
            await _play(report, store, chance, transfers)
    finally:
        shutil.rmtree(folder)
    return report


async def _play(report: Report, store: Store, chance: random.Random, transfers: int) -> None:
    async with store.transaction() as query:
        await query.all("CREATE TABLE account (number INTEGER PRIMARY KEY, has INTEGER NOT NULL) STRICT")
        await query.all("CREATE TABLE transfer (id INTEGER PRIMARY KEY) STRICT")
        for number in range(_ACCOUNTS):
            await query.all("INSERT INTO account VALUES (:number, :has)", number=number, has=_EACH)
    ends: Counter[str] = Counter()
    for first in range(0, transfers, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, transfers))
        ends.update(await asyncio.gather(*(_one(store, chance, number) for number in numbers)))
    for end in ("done", "cancelled", "raised"):
        report.tell(f"transfers {end}", ends[end])
    await _count(report, store, ends)


async def _one(store: Store, chance: random.Random, number: int) -> str:
    """Start one transfer, perhaps cancel it; return how it ended."""
    task = asyncio.create_task(_transfer(store, chance, number))
    if chance.random() < 0.6:
        await asyncio.sleep(chance.choice((0.0, chance.uniform(0, 0.002), chance.uniform(0, 0.02))))
        task.cancel()
        if chance.random() < 0.3:
            await asyncio.sleep(0)
            task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return "cancelled"
    except _ChangedMindError:
        return "raised"
    return "done"


async def _transfer(store: Store, chance: random.Random, number: int) -> None:
    async with store.transaction() as query:
        giver, taker = chance.sample(range(_ACCOUNTS), 2)
        amount = chance.randrange(1, 9)
        await _add(query, giver, -amount)
        if chance.random() < 0.1:
            raise _ChangedMindError
        if chance.random() < 0.3:
            await asyncio.sleep(chance.uniform(0, 0.002))
        await _add(query, taker, amount)
        await query.all("INSERT INTO transfer (id) VALUES (:id)", id=number)


async def _add(query: Query, account: int, amount: int) -> None:
    await query.all("UPDATE account SET has = has + :amount WHERE number = :account", amount=amount, account=account)


async def _count(report: Report, store: Store, ends: Counter[str]) -> None:
    async with store.snapshot() as query:
        total = int((await query.the("SELECT SUM(has) AS n FROM account"))["n"])
        kept = int((await query.the("SELECT COUNT(*) AS n FROM transfer"))["n"])
    report.must_be("sum", total, _ACCOUNTS * _EACH)
    report.at_least("transfers committed", kept, ends["done"], "(all that said so)")
    report.at_most("… and", kept, ends["done"] + ends["cancelled"], "(a cancelled COMMIT may have been one)")
    async with asyncio.timeout(5), store.transaction() as query:  # a lock or transaction left open would stop this
        await query.all("UPDATE account SET has = has")
    report.must_be("store usable afterwards", value=True, right=True)
