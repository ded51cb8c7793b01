"""Looking at a database from outside changes nothing, and works in whatever state it is."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from storage import health as module
from storage.chat import Chats
from storage.compound import Compounds
from storage.health import CannotTellError, health, soundness
from storage.inbox import Arrival, Inbox
from storage.migration import migrate
from storage.outbox import Lane, Outbox, Outgoing
from storage.store import Store

NOW = 1_000_000


async def test_an_empty_database_has_nothing_that_waits(store: Store) -> None:
    found = health(store.path, NOW)
    assert (found.heard_at, found.alarm_at, found.message_at, found.update_at, found.due_at) == (None,) * 5
    assert (found.aside, found.aside_at, found.counters) == (0, None, {})


async def test_what_waits_is_found_from_when_it_might_have_gone(store: Store) -> None:
    async with store.transaction() as query:
        compound = await Compounds(query).add("桂园", "Asia/Shanghai", now=1)
        chat = await Chats(query).add(-5, "group", compound.id, now=1)
        outbox = Outbox(query)
        outbox.put(Outgoing("sendMessage", Lane.ALARM, chat.id), NOW - 100)
        outbox.put(Outgoing("sendMessage", Lane.ALARM, chat.id, not_before=NOW - 40), NOW - 900)
        outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id, not_before=NOW + 1), NOW - 900)
        outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id, not_before=NOW - 30), NOW - 900)
        await Inbox(query, 1).keep([Arrival(1, 7, "{}")], NOW - 70)
        await Inbox(query, 1).keep([Arrival(2, 8, "{}")], NOW - 60)
        await Inbox(query, 1).failed(1, "ValueError", NOW, most=1)
        query.do("INSERT INTO heartbeat VALUES (1, :at)", at=NOW - 9)
        for key, at in (("a", NOW - 5), ("b", NOW + 5)):
            query.do(
                "INSERT INTO due (key, kind, time_zone, at, late_seconds) VALUES (:key, 'x', 'UTC', :at, 1)",
                key=key, at=at,
            )  # fmt: skip
    found = health(store.path, NOW)
    assert found.alarm_at == NOW - 100
    assert found.message_at == NOW - 30
    assert found.update_at == NOW - 60
    assert (found.aside, found.aside_at) == (1, NOW - 70)
    assert found.heard_at == NOW - 9
    assert found.due_at == NOW - 5


async def test_it_can_be_looked_at_while_a_writer_is_in_the_middle_of_a_transaction(store: Store) -> None:
    async with store.transaction() as query:
        await query.all("INSERT INTO counter (name, value) VALUES ('sends', 1)")
        assert health(store.path, NOW).counters == {}
    assert health(store.path, NOW).counters == {"sends": 1}


async def test_groups_that_the_bot_is_in_are_named(store: Store) -> None:
    async with store.transaction() as query:
        compound = await Compounds(query).add("桂园", "Asia/Shanghai", now=1)
        chats = [await Chats(query).add(-number, "group", compound.id, now=1) for number in (5, 6)]
        await Chats(query).add(7, "private", None, now=1)
        await Chats(query).set_active(chats[0].id, False)
    found = soundness(store.path)
    assert (found.verdict, found.version, found.groups) == ("ok", found.newest, ((chats[1].id, -6),))


async def test_an_older_database_says_what_brings_it_up_to_date(store: Store) -> None:
    async with store.transaction() as query:
        query.do("DELETE FROM schema_version WHERE number > 1")
    with pytest.raises(CannotTellError, match=r"version 1.*Mend: start the bot once"):
        health(store.path, NOW)


def test_a_file_that_is_not_there_or_no_database_is_said(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    with pytest.raises(CannotTellError, match=r"no database yet\. Mend"):
        health(place, NOW)
    place.write_text("x" * 5000)
    with pytest.raises(CannotTellError, match=r"cannot be read \(file is not a database\)\. Mend"):
        soundness(place)
    place.write_bytes(b"")
    assert soundness(place).version == 0
    with pytest.raises(CannotTellError, match="version 0"):
        health(place, NOW)


async def test_a_database_that_was_closed_is_read_and_nothing_stays_behind(tmp_path: Path) -> None:
    place = tmp_path / "data" / "shouwang.db"
    async with Store.opened(place) as store:
        await migrate(store)
    before = place.read_bytes()
    assert health(place, NOW).counters == {}
    assert place.read_bytes() == before
    assert sorted(file.name for file in place.parent.iterdir()) in (
        ["shouwang.db"],
        ["shouwang.db", "shouwang.db-shm", "shouwang.db-wal"],
    )


async def test_a_closed_database_on_a_disk_that_cannot_be_written_is_read_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "data" / "shouwang.db"
    async with Store.opened(place) as store:
        await migrate(store)
        async with store.transaction() as query:
            query.do("INSERT INTO counter (name, value) VALUES ('sends', 1)")
    with tempfile.TemporaryDirectory(prefix="shouwang-") as name:
        copy = Path(name) / "shouwang.db"
        copy.write_bytes(place.read_bytes())
        copy.chmod(0o644)
        Path(name).chmod(0o555)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        try:
            assert health(copy, NOW).counters == {"sends": 1}
            assert soundness(copy).verdict == "ok"
        finally:
            os.seteuid(was)
            Path(name).chmod(0o755)


async def test_a_database_whose_log_cannot_be_read_is_not_read_without_it(tmp_path: Path) -> None:
    place = tmp_path / "data" / "shouwang.db"
    async with Store.opened(place) as store:
        await migrate(store)
    place.with_name("shouwang.db-wal").mkdir()  # opens for nobody
    with pytest.raises(CannotTellError, match="cannot be read"):
        health(place, NOW)


async def test_the_look_takes_part_in_no_writing(store: Store) -> None:
    with closing(module._opened(store.path)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM counter")
