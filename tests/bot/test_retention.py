"""The night: what is past its date goes, is counted in the log, and leaves no bytes."""

import logging
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.retention import StillReadError, empty_log, expire
from domain.due import Due
from domain.retention import DAY, Periods
from sandbox import Sandbox
from storage.audit import Act, Audit
from storage.person import Persons
from storage.store import Store
from tests.bot.parts import rows
from tests.bot.test_tick import Hand
from tests.running import running
from tests.storage.making import a_chain, a_group

DUE = Due("retention", "retention", ZoneInfo("UTC"), 0)
MARK = "雁归来接龙"


async def test_what_is_past_its_date_goes_and_the_log_says_how_much(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    now = 1000 * DAY
    async with store.transaction() as query:
        group = await a_group(query)
        for number in range(45):  # more than go at once
            chain, _ = await a_chain(query, group, number + 1)
            query.do(
                "UPDATE order_chain SET closed_at = :at, title = :title WHERE id = :id", id=chain, at=10, title=MARK
            )
        query.do("UPDATE order_chain SET closed_at = :at WHERE id = 45", at=now - 10 * DAY)
        await Audit(query).note(Act(1, None, "grant", "role", 1), 10)
        await Persons(query).meet(900, "没人认识")
    periods = Periods(orders_days=20, audit_days=30)
    await expire(store, Hand(now), periods, DUE)
    assert [row["id"] for row in await rows(store, "SELECT id FROM order_chain")] == [45]
    assert await rows(store, "PRAGMA foreign_key_check") == []
    assert "expired buys=44 acts=1 check_ins=0" in caplog.text
    assert "people=1" in caplog.text
    await expire(store, Hand(now + 11 * DAY), periods, DUE)
    content = b"".join(path.read_bytes() for path in store.path.parent.glob(f"{store.path.name}*"))
    assert MARK.encode() not in content


async def test_a_log_that_another_program_reads_is_emptied_later(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
    other = sqlite3.connect(store.path)
    other.execute("BEGIN")
    other.execute("SELECT * FROM compound").fetchall()
    async with store.transaction() as query:
        await Persons(query).meet(900, MARK)
        await query.all("PRAGMA busy_timeout = 10")
    with pytest.raises(StillReadError):
        await empty_log(store, DUE)
    other.close()
    await empty_log(store, DUE)
    assert store.path.with_name(f"{store.path.name}-wal").stat().st_size == 0


async def test_it_comes_by_night_by_itself(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, periods=Periods(orders_days=7)) as bot:
        async with bot.store.transaction() as query:
            group = await a_group(query)
            chain, _ = await a_chain(query, group)
            query.do("UPDATE order_chain SET closed_at = 10 WHERE id = :id", id=chain)

        async def is_planned() -> bool:
            return len(await bot.rows("SELECT id FROM due WHERE kind = 'retention'")) == 1

        await bot.until(is_planned)
        sandbox.clock.move(DAY)

        async def is_gone() -> bool:
            return await bot.rows("SELECT id FROM order_chain") == []

        await bot.until(is_gone)
