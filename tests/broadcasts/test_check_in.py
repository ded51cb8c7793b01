"""The day's question and the ladder by the clock: late, expired in the outbox, the next day, away."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.stage import seconds_until
from storage.check_in import CheckIns
from tests.handlers.test_check_in import cared_for


async def test_a_question_that_could_not_be_sent_in_time_goes_to_a_person(sandbox: Sandbox, tmp_path: Path) -> None:
    """The line is cut at eight, and comes back after the window: what lies in the outbox is not sent any more."""
    async with cared_for(sandbox, tmp_path) as home:
        await sandbox.refuse()
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "08:01"))
        await home.bot.until(lambda: home.bot.rows("SELECT id FROM check_in_step WHERE said = 'ask'"), seconds=60)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "14:00"))
        await home.bot.until(lambda: home.bot.rows("SELECT id FROM outbox WHERE state = 'dead'"), seconds=60)
        await sandbox.start()  # not before: an attempt under way would still arrive
        await home.bot.until(
            lambda: home.bot.rows("SELECT id FROM check_in_step WHERE said = 'unasked' AND sent_at IS NOT NULL"),
            seconds=60,
        )
        assert "没问到：机器停了" in home.heard("老贾")[-1]
        assert not any("今天好吗" in text for text in home.heard("沈奶奶"))


async def test_away_elders_and_those_who_ended_are_not_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            query.do("UPDATE elder SET paused_until = :until", until=int(sandbox.clock.now()) + 24 * 3600)
        await home.goes_on("08:01")
        assert await home.bot.rows("SELECT id FROM check_in") == []
        async with home.bot.store.transaction() as query:
            query.do("UPDATE elder SET paused_until = NULL, ended_at = 1")
        await home.goes_on("08:02")
        assert await home.bot.rows("SELECT id FROM check_in") == []


async def test_what_is_asked_again_the_next_day_is_the_same_ladder(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42", "09:03", "10:04"):
            await home.goes_on(at)
        assert "还没报平安" in home.heard("周主任")[-1]
        await home.goes_on("10:15")
        assert sum("还没报平安" in text for text in home.heard("周主任")) == 3  # no lead: at nine already
        await home.goes_on("08:01")
        assert home.heard("沈奶奶")[-1] == "沈奶奶，今天好吗？按一下就行。"
        assert len(await home.bot.rows("SELECT id FROM check_in")) == 1
        await home.taps("沈奶奶", "我很好")
        assert await home.bot.rows("SELECT id FROM check_in WHERE closed_at IS NULL") == []
        assert sum("✅" in text for text in home.heard("周主任")) == 1


async def test_a_ladder_whose_elder_is_gone_ends(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        async with home.bot.store.transaction() as query:
            query.do("UPDATE elder SET ended_at = 1")
        await home.goes_on("08:03")
        assert (await home.ladder())["how"] == "ended"
        async with home.bot.store.transaction() as query:
            query.do(
                """INSERT INTO due (key, kind, subject_id, time_zone, at, late_seconds)
                   VALUES ('check-in ladder:99', 'check-in ladder', 99, 'Asia/Shanghai', 1, 1)"""
            )
        await home.goes_on("08:05")
        assert await home.bot.rows("SELECT id FROM due WHERE kind = 'check-in ladder'") == []


async def test_a_clock_that_is_set_back_hastens_a_ladder_and_does_not_stop_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        sandbox.clock.move(-3 * 3600)
        await home.bot.until(lambda: home.bot.rows("SELECT id FROM check_in_step WHERE said = 'again'"), seconds=60)
        await home.bot.settled()
        assert "再问一声" in home.heard("沈奶奶")[-1]


async def test_a_program_that_starts_again_and_again_holds_a_ladder_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        now = int(sandbox.clock.now())
        async with home.bot.store.transaction() as query:
            for later in (60, 90, 120):
                CheckIns(query).hold_all(now + later)
        assert (await home.ladder())["wait_until"] == now + 60
