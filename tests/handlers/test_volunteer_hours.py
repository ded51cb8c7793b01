"""Volunteers say how long they served; the evening's summary tells it, each minute once."""

from pathlib import Path

from sandbox import Sandbox
from storage.chat import Chats
from tests.handlers.a_neighbourhood import Neighbourhood, say, tap
from tests.running import running


async def test_said_in_private_and_among_the_volunteers_and_told_in_the_evening(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.until("17:00")
        await bot.settled()
        team = sandbox.group("志愿者", members=[there.volunteer, there.editor, there.resident], bot_is_admin=True)
        there.volunteer.says(team, "汇总")
        await bot.settled()
        async with bot.store.transaction() as query:
            chats = Chats(query)
            owners, found = await chats.at(there.owners.id), await chats.at(team.id)
            assert owners is not None
            assert found is not None
            chats.join(found.id, owners.compound_id or 0)
            chats.set_purpose(found.id, "volunteers", None)
        await say(bot, there.volunteer, "今天服务3小时")
        assert there.volunteer.private.last().text == "✍ 记下了：今天一共3小时。辛苦了！"
        await say(bot, there.volunteer, "又帮忙发菜半小时")
        assert "今天一共3.5小时" in there.volunteer.private.last().text
        before = len(there.shown(team))
        there.editor.says(team, "今天值班9点到11点")
        there.resident.says(team, "今天服务5小时")  # nobody's volunteer
        there.editor.says(there.owners, "今天服务9小时")  # everybody's group: talk
        await bot.settled()
        assert len(there.shown(team)) == before
        rows = await bot.rows("SELECT SUM(minutes) AS minutes FROM volunteer_hours GROUP BY person_id ORDER BY 1")
        assert [row["minutes"] for row in rows] == [120, 210]
        there.until("20:00")
        await bot.settled()
        evening = next(text for text in there.shown(there.owners) if "日结" in text)
        assert "报了工时的志愿者 2位：一共 5.5小时" in evening
        await say(bot, there.volunteer, "今天服务4小时")  # half an hour more, after the summary: told the next day
        assert "今天一共4小时" in there.volunteer.private.last().text
        there.until("20:00")
        await bot.settled()
        evening = [text for text in there.shown(there.owners) if "日结" in text][-1]
        assert "报了工时的志愿者 1位（比昨天-1）：一共 0.5小时" in evening
        await say(bot, there.volunteer, "昨天服务1小时")  # three hours less, of a day that was told
        await say(bot, there.volunteer, "今天服务2小时")
        there.until("20:00")
        await bot.settled()
        evening = [text for text in there.shown(there.owners) if "日结" in text][-1]
        assert "一共 2小时" in evening


async def test_ones_own_and_everybodys(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        await say(bot, there.volunteer, "工时")
        assert "还没有记过您的工时" in there.volunteer.private.last().text
        await say(bot, there.volunteer, "/工时 2小时")
        await say(bot, there.volunteer, "/工时 一上午")
        assert "没看懂做了多久" in there.volunteer.private.last().text
        await say(bot, there.volunteer, "今天服务25小时")
        assert "在0到24小时之间" in there.volunteer.private.last().text
        await say(bot, there.volunteer, "工时")
        assert "您" in there.volunteer.private.last().text
        assert "2小时" in there.volunteer.private.last().text
        await say(bot, there.chief, "工时")
        assert any("・唐姐 2小时" in text for text in there.shown(there.chief.private))
        await say(bot, there.resident, "工时")
        assert there.resident.private.last().text == "「工时」由志愿者来用。"
        await say(bot, there.resident, "今天服务3小时")
        assert "由志愿者来记" in there.resident.private.last().text
        assert len(await bot.rows("SELECT id FROM volunteer_hours")) == 1


async def test_what_is_corrected_edited_or_not_understood_is_never_silent(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.until("17:00")
        await bot.settled()
        mine = there.volunteer.private
        await say(bot, there.volunteer, "今天服务半天")
        assert "没有记" in mine.last().text
        await say(bot, there.volunteer, "4小时")  # it was asked for
        assert mine.last().text == "✍ 记下了：今天一共4小时。辛苦了！"
        await say(bot, there.volunteer, "不对，是2小时")
        assert "今天一共2小时" in mine.last().text
        more = there.volunteer.says(None, "再加半小时")
        await bot.settled()
        assert "今天一共2.5小时" in mine.last().text
        there.volunteer.edits(more, "又服务一小时")
        await bot.settled()
        assert "今天现在记着2.5小时；不对就重写一遍" in mine.last().text
        whole = there.volunteer.says(None, "昨天值班9点到11点半")
        await bot.settled()
        there.volunteer.edits(whole, "昨天值班9点到11点")
        await bot.settled()
        assert mine.last().text == "✍ 记下了：昨天一共2小时。辛苦了！"
        await say(bot, there.volunteer, "今天发菜3小时")
        await say(bot, there.volunteer, "工时")  # a command, not the answer
        assert "4.5小时（3日 2小时、4日 2.5小时）" in mine.last().text


async def test_who_was_a_volunteer_for_a_day_tells_of_it_the_next(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.chief.replies(there.resident.says(there.owners, "我来帮忙"), "今日志愿者")
        await bot.settled()
        there.until("00:20")
        await bot.settled()
        await say(bot, there.resident, "今天服务3小时")  # the day that is not over for who is still up
        assert "昨天一共3小时" in there.resident.private.last().text
        there.until("09:00")
        await bot.settled()
        await say(bot, there.resident, "昨天服务4小时")
        assert "昨天一共4小时" in there.resident.private.last().text
        await say(bot, there.resident, "今天服务1小时")
        assert "由志愿者来记" in there.resident.private.last().text


async def test_of_several_compounds_it_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.elsewhere.add(there.volunteer)
        there.eve.replies(there.volunteer.says(there.elsewhere, "在"), "/授权 志愿者")
        await bot.settled()
        await say(bot, there.volunteer, "昨天服务3小时")
        await tap(bot, there.volunteer, there.volunteer.private, "桂园")
        assert "昨天一共3小时" in there.volunteer.private.last().text
