"""今天 through the whole program: what there is to see to, and a line that is closed for all."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.handlers.a_neighbourhood import Neighbourhood, say, tap
from tests.running import running


@pytest.fixture
def there(sandbox: Sandbox) -> Neighbourhood:
    return Neighbourhood(sandbox)


async def test_a_day_with_nothing_to_see_to_says_so(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        await say(bot, there.volunteer, "今天")
        assert "今天没有要盯的事" in there.volunteer.private.last().text
        await say(bot, there.resident, "今天")
        assert there.resident.private.last().text == "「今天」由志愿者来用。"


async def test_what_has_waited_what_is_due_and_what_is_open_is_one_list(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.until("09:00")
        await bot.settled()
        there.chief.says(there.owners, "#接龙\n水果团\n丑橘 25元/箱\n明天下午3点截单")
        there.chief.says(there.owners, "#接龙\n米团\n大米 60元/袋")
        there.resident.says(there.owners, "3-601 大米1袋")
        await bot.settled()
        await say(bot, there.chief, "/通知 停水，收到请回复")
        await tap(bot, there.chief, there.chief.private, "发")
        await say(bot, there.chief, "/通知 明天上午9点发：开门了")
        await tap(bot, there.chief, there.chief.private, "到点发")
        async with bot.store.transaction() as query:
            person = await query.the("SELECT id FROM person WHERE name = '李叔'")
            query.do(
                """INSERT INTO question (compound_id, chat_id, person_id, kind, about, asked_at, until)
                   SELECT compound_id, id, :person, 'which', '{}', :now, :now + 99999 FROM chat WHERE id = 7""",
                person=person["id"],
                now=int(bot.sandbox.clock.now()),
            )
        there.until("11:30")
        await bot.settled()
        await say(bot, there.volunteer, "今天")
        lines = there.volunteer.private.last().text.splitlines()
        assert lines[1] == "【等了两小时以上】"
        waiting, due, open_ = lines.index("【等了两小时以上】"), lines.index("【明天到期】"), lines.index("【还开着】")
        assert waiting < due < open_
        assert any("通知「停水，收到请回复」" in line and "还有 2 栋没收到" in line for line in lines[waiting:due])
        assert any("接龙「水果团」，0户" in line and "15:00 截单" in line for line in lines[due:open_])
        assert any("通知「开门了」，09:00 发" in line for line in lines[due:open_])
        assert any("接龙「米团」，1户，没定截单时间" in line for line in lines[open_:])


async def test_a_line_is_closed_for_all_by_whom_it_says_until_the_next_day(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.until("09:00")
        await bot.settled()
        there.chief.says(there.owners, "#接龙\n米团\n大米 60元/袋")
        await bot.settled()
        for person in (there.volunteer, there.chief):
            await say(bot, person, "今天")
        assert await tap(bot, there.volunteer, there.volunteer.private, "1 处理了") == "记下了，谢谢"
        after = there.volunteer.private.last().text
        assert "都处理完了" in after
        assert "✓ 接龙「米团」（唐姐 09:00）" in after
        assert await tap(bot, there.chief, there.chief.private, "1 处理了") == "已经有人处理了"
        assert "唐姐" in there.chief.private.last().text
        assert len(await bot.rows("SELECT id FROM audit WHERE act = 'seen'")) == 1
        there.until("08:00")
        await bot.settled()
        await say(bot, there.chief, "今天")
        assert "1. 接龙「米团」" in there.chief.private.last().text
        assert await tap(bot, there.chief, there.chief.private, "1 处理了") == "记下了，谢谢"


async def test_others_close_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.chief.says(there.owners, "#接龙\n米团\n大米 60元/袋")
        await bot.settled()
        for person, data in (
            (there.resident, "today:1:order_chain:1"),
            (there.eve, "today:1:order_chain:1"),
            (there.volunteer, "today:1:order_chain:99"),
            (there.volunteer, "today:1:role:1"),
            (there.volunteer, "today:1:order_chain"),
        ):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
            await bot.api.call("sendMessage", {"chat_id": person.id, "text": "假的", "reply_markup": markup})
            assert await tap(bot, person, person.private, "按") == "这个按钮已经过期了"
        assert await bot.rows("SELECT id FROM today_mark") == []
