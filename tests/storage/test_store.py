"""The store on a real file: all or nothing, whatever is cancelled; private files; trouble in words."""

# ruff: noqa: PT012 - what raises inside a transaction is the point

import asyncio
import random
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from storage.store import Query, Row, StorageError, Store, StoreTroubleError, is_passing, to_the_end


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
async def accounts(store: Store) -> Store:
    """Two purses with a thousand coins each."""
    async with store.transaction() as query:
        await query.all("CREATE TABLE purse (id INTEGER PRIMARY KEY, coins INTEGER NOT NULL) STRICT")
        query.many("INSERT INTO purse (id, coins) VALUES (:id, 1000)", [{"id": 1}, {"id": 2}])
    return store


async def coins(store: Store) -> tuple[int, int]:
    async with store.snapshot() as query:
        rows = await query.all("SELECT coins FROM purse ORDER BY id")
    return rows[0]["coins"], rows[1]["coins"]


async def test_a_transaction_is_seen_by_readers_only_when_it_is_committed(accounts: Store) -> None:
    async with accounts.transaction() as query:
        await query.all("UPDATE purse SET coins = 0 WHERE id = 1")
        assert await coins(accounts) == (1000, 1000)
    assert await coins(accounts) == (0, 1000)


async def test_what_raises_half_way_changes_nothing(accounts: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with accounts.transaction() as query:
            await query.all("UPDATE purse SET coins = 0")
            1 / 0  # noqa: B018
    assert await coins(accounts) == (1000, 1000)


async def test_a_statement_that_fails_rolls_back_the_whole_turn(accounts: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with accounts.transaction() as query:
            await query.all("UPDATE purse SET coins = 0")
            await query.all("INSERT INTO purse (id, coins) VALUES (1, 5)")
    assert await coins(accounts) == (1000, 1000)


async def test_a_snapshot_does_not_change_while_it_is_read(accounts: Store) -> None:
    async with accounts.snapshot() as query:
        before = await query.the("SELECT SUM(coins) AS all_of_them FROM purse")
        async with accounts.transaction() as writing:
            await writing.all("UPDATE purse SET coins = 0")
        after = await query.the("SELECT SUM(coins) AS all_of_them FROM purse")
    assert before["all_of_them"] == after["all_of_them"] == 2000
    assert await coins(accounts) == (0, 0)


async def test_two_readers_take_turns_and_neither_sees_a_half(accounts: Store) -> None:
    async def read() -> list[int]:
        sums = []
        for _ in range(20):
            async with accounts.snapshot() as query:
                first = await query.the("SELECT coins FROM purse WHERE id = 1")
                second = await query.the("SELECT coins FROM purse WHERE id = 2")
                sums.append(first["coins"] + second["coins"])
        return sums

    async def write() -> None:
        for _ in range(20):
            async with accounts.transaction() as query:
                await query.all("UPDATE purse SET coins = coins - 1 WHERE id = 1")
                await query.all("UPDATE purse SET coins = coins + 1 WHERE id = 2")

    *sums, _ = await asyncio.gather(read(), read(), write())
    assert {total for reader in sums if reader for total in reader} == {2000}
    assert await coins(accounts) == (980, 1020)


async def test_a_reader_cannot_write(accounts: Store) -> None:
    with pytest.raises(StorageError, match="readonly"):
        async with accounts.snapshot() as query:
            await query.all("UPDATE purse SET coins = 0")
    assert await coins(accounts) == (1000, 1000)


async def test_random_cancellation_leaves_neither_a_half_nor_a_lock(accounts: Store) -> None:
    chance = random.Random(20)
    ends = {"done": 0, "cancelled": 0, "raised": 0}

    async def move() -> None:
        async with accounts.transaction() as query:
            await query.all("UPDATE purse SET coins = coins - 1 WHERE id = 1")
            if chance.random() < 0.1:
                raise ValueError
            if chance.random() < 0.3:
                await asyncio.sleep(chance.random() / 500)
            await query.all("UPDATE purse SET coins = coins + 1 WHERE id = 2")

    async def once() -> None:
        task = asyncio.create_task(move())
        if chance.random() < 0.6:
            await asyncio.sleep(chance.random() / 100)
            task.cancel()
            if chance.random() < 0.3:
                await asyncio.sleep(0)
                task.cancel()
        try:
            await task
            ends["done"] += 1
        except asyncio.CancelledError:
            ends["cancelled"] += 1
        except ValueError:
            ends["raised"] += 1

    for _ in range(40):
        await asyncio.gather(*(once() for _ in range(10)))
    first, second = await coins(accounts)
    assert first + second == 2000
    assert ends["done"] <= 1000 - first <= ends["done"] + ends["cancelled"]  # a cancelled commit is a commit
    assert min(ends.values()) > 0
    async with asyncio.timeout(5), accounts.transaction() as query:  # nothing is left open
        await query.all("UPDATE purse SET coins = 7 WHERE id = 1")


async def test_a_reader_cancelled_in_mid_read_is_in_nobodys_way(accounts: Store) -> None:
    async def read() -> None:
        async with accounts.snapshot() as query:
            while True:
                await query.all("SELECT coins FROM purse")

    reading = asyncio.create_task(read())
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await coins(accounts) == (1000, 1000)


async def test_to_the_end_finishes_what_it_awaits_before_it_passes_a_cancellation_on() -> None:
    started, go_on, finished = asyncio.Event(), asyncio.Event(), []

    async def work() -> str:
        started.set()
        await go_on.wait()
        finished.append(True)
        return "done"

    waiting = asyncio.create_task(to_the_end(work()))
    await started.wait()
    waiting.cancel()
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    assert not waiting.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert finished == [True]


async def test_to_the_end_gives_back_what_came_and_raises_what_was_raised() -> None:
    async def fail() -> None:
        raise ValueError("oh")

    async def give() -> int:
        return 7

    assert await to_the_end(give()) == 7
    with pytest.raises(ValueError, match="oh"):
        await to_the_end(fail())


async def test_the_only_row_is_missed_in_words(store: Store) -> None:
    async with store.snapshot() as query:
        assert await query.one("SELECT id FROM chat") is None
        with pytest.raises(LookupError):
            await query.the("SELECT id FROM chat")


async def test_nobody_else_can_read_what_is_stored(store: Store, tmp_path: Path) -> None:
    async with store.transaction() as query:
        await query.all("INSERT INTO compound (name, time_zone, created_at) VALUES ('桂园', 'Asia/Shanghai', 1)")
    folder = tmp_path / "data"
    assert mode_of(folder) == 0o700
    files = {path.name: mode_of(path) for path in folder.iterdir()}
    assert files == {"shouwang.db": 0o600, "shouwang.db-wal": 0o600, "shouwang.db-shm": 0o600}


async def test_a_file_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(0o700)
    (folder / "a.db").touch(0o644)
    async with Store.opened(folder / "a.db"):
        assert mode_of(folder / "a.db") == 0o600


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
async def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(StoreTroubleError, match=f"mode {mode:o}.*chmod 700"):
        async with Store.opened(folder / "a.db"):
            pass
    assert list(folder.iterdir()) == []


async def test_a_path_that_cannot_be_written_is_named_with_its_mend(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir(0o700)
    with pytest.raises(StoreTroubleError, match=r"a\.db: cannot be written.*Mend"):
        async with Store.opened(tmp_path / "a.db"):
            pass


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database at all, but a letter to the neighbours" * 20)
    with pytest.raises(StoreTroubleError, match="not a usable SQLite database"):
        async with Store.opened(tmp_path / "a.db"):
            pass


async def test_the_store_keeps_what_it_promised_through_a_power_cut_and_leaves_no_bytes_behind(store: Store) -> None:
    async with store.transaction() as query:
        pragmas = {
            name: (await query.the(f"PRAGMA {name}"))[name]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_erased_words_are_gone_from_the_file(store: Store) -> None:
    word = "一句不该留下的话" * 3
    async with store.transaction() as query:
        await query.all(
            "INSERT INTO inbox (bot_id, kind, chat_key, body, arrived_at) VALUES (1, 'outcome', 0, :body, 1)", body=word
        )
    async with store.transaction() as query:
        await query.all("DELETE FROM inbox")
    checking = sqlite3.connect(store.path)
    checking.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checking.close()
    for path in store.path.parent.iterdir():
        assert word.encode() not in path.read_bytes()


async def test_a_lock_held_elsewhere_is_a_passing_trouble(store: Store) -> None:
    async with store.transaction() as query:
        await query.all("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as caught:
        async with store.transaction() as query:
            await query.all("DELETE FROM inbox")
    other.execute("ROLLBACK")
    other.close()
    assert is_passing(caught.value)
    async with store.transaction() as query:
        await query.all("DELETE FROM inbox")


async def test_a_full_disk_is_a_passing_trouble_and_leaves_no_half(accounts: Store) -> None:
    async with accounts.transaction() as query:
        pages = await query.the("PRAGMA page_count")
        await query.all(f"PRAGMA max_page_count = {pages['page_count'] + 1}")
    with pytest.raises(StorageError) as caught:
        async with accounts.transaction() as query:
            await query.all("UPDATE purse SET coins = 0")
            await query.all("CREATE TABLE heap (stuff TEXT) STRICT")
            query.many("INSERT INTO heap (stuff) VALUES (:stuff)", [{"stuff": "x" * 4000}] * 9)
    assert is_passing(caught.value)
    assert await coins(accounts) == (1000, 1000)
    async with accounts.transaction() as query:
        await query.all("PRAGMA max_page_count = 1000000")
        await query.all("UPDATE purse SET coins = 1")


async def test_a_wrong_statement_is_no_passing_trouble(store: Store) -> None:
    with pytest.raises(StorageError) as caught:
        async with store.transaction() as query:
            await query.all("SELECT shoe_size FROM person")
    assert not is_passing(caught.value)
    assert not is_passing(ValueError())


async def test_trouble_without_a_code_of_the_engine_is_not_passing(store: Store) -> None:
    """The driver raises the same class by itself, without the engine's code: for text that is not UTF-8, say."""
    with pytest.raises(StorageError) as caught:
        async with store.transaction() as query:
            await query.all("SELECT CAST(x'ff' AS TEXT)")
    assert not is_passing(caught.value)


async def test_work_done_together_is_part_of_its_transaction(accounts: Store) -> None:
    async def move(query: Query) -> int:
        query.do("UPDATE purse SET coins = coins - 5 WHERE id = 1")
        query.many("UPDATE purse SET coins = coins + :more WHERE id = 2", [{"more": 2}, {"more": 3}])
        left = await query.one("SELECT coins FROM purse WHERE id = 1")
        assert left is not None
        return int((await query.together(sum_of))["n"])

    async def sum_of(query: Query) -> Row:
        return await query.the("SELECT SUM(coins) AS n FROM purse")

    async with accounts.transaction() as query:
        query.do("UPDATE purse SET coins = coins + 1 WHERE id = 1")  # put off, and run before
        assert await query.together(move) == 2001
        assert await coins(accounts) == (1000, 1000)
    assert await coins(accounts) == (996, 1005)


async def test_work_done_together_that_raises_undoes_the_turn(accounts: Store) -> None:
    async def stumble(query: Query) -> None:
        query.do("UPDATE purse SET coins = 0")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with accounts.transaction() as query:
            query.do("UPDATE purse SET coins = 1")
            await query.together(stumble)
    assert await coins(accounts) == (1000, 1000)


async def test_work_done_together_may_wait_for_nothing_else_nor_commit(accounts: Store) -> None:
    async def wait(query: Query) -> None:
        query.do("UPDATE purse SET coins = 0")
        await asyncio.sleep(0)

    async def commit(query: Query) -> None:
        await query.commit()

    for work in (wait, commit):
        with pytest.raises(RuntimeError):
            async with accounts.transaction() as query:
                await query.together(work)
    assert await coins(accounts) == (1000, 1000)


async def test_a_transaction_in_which_nothing_was_asked_takes_no_lock(store: Store) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with store.transaction():
        pass
    other.execute("ROLLBACK")
    other.close()


async def test_a_statement_put_off_that_fails_fails_the_transaction(accounts: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with accounts.transaction() as query:
            query.do("UPDATE purse SET coins = 0")
            query.do("INSERT INTO purse (id, coins) VALUES (1, 5)")
    assert await coins(accounts) == (1000, 1000)


async def test_an_opening_that_is_cancelled_leaves_no_thread_behind(tmp_path: Path) -> None:
    async def open_it() -> None:
        async with Store.opened(tmp_path / "data" / "a.db"):
            await asyncio.sleep(60)

    for pauses in range(12):
        opening = asyncio.create_task(open_it())
        for _ in range(pauses):
            await asyncio.sleep(0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            await asyncio.to_thread(thread.join, 5.0)  # one that stays would hang the exit for ever
            assert not thread.is_alive()
