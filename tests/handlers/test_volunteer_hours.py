"""Volunteers say how long they served; the evening's summary tells it, each minute once."""

from pathlib import Path

from sandbox import Sandbox
from storage.chat import Chats
from tests.handlers.a_neighbourhood import Neighbourhood, say
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
        assert "这里不接单" in there.resident.private.last().text
        assert len(await bot.rows("SELECT id FROM volunteer_hours")) == 1
