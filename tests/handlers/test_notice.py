"""通知 through the whole program: looked over, sent, said 收到 to, taken back."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.handlers.a_neighbourhood import Neighbourhood, say, tap
from tests.running import Running, running


@pytest.fixture
def there(sandbox: Sandbox) -> Neighbourhood:
    return Neighbourhood(sandbox)


async def begin(bot: Running, there: Neighbourhood) -> None:
    await there.settle_in(bot)
    there.until("10:00")
    await bot.settled()


def notices(there: Neighbourhood, *rooms: str) -> dict[str, list[str]]:
    """Return the notices that stand in each group."""
    groups = {"owners": there.owners, "three": there.three, "five": there.five, "elsewhere": there.elsewhere}
    return {name: [text for text in there.shown(room) if text.startswith("📢")] for name, room in groups.items()}


async def test_nothing_is_sent_before_it_was_looked_over_and_then_to_whom_it_is_meant_for(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 3-4号楼 明天停水")
        preview = there.chief.private.last().text
        assert "发给：3-4号楼（2 个群）" in preview
        assert "4号楼没有自己的群，所以也发到全小区的群" in preview
        assert not any(notices(there).values())
        await tap(bot, there.chief, there.chief.private, "发")
        text = "📢 居委会通知\n明天停水"
        assert notices(there) == {"owners": [text], "three": [text], "five": [], "elsewhere": []}
        assert "已发给3-4号楼（2 个群）：明天停水" in there.chief.private.find("已发给").text
        rows = await bot.rows("SELECT act, subject FROM audit WHERE act = 'notice'")
        assert rows == [{"act": "notice", "subject": "notice"}]


async def test_all_groups_have_it_in_the_minute_it_is_sent_in(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.volunteer, "/通知 全体 菜到了")
        await tap(bot, there.volunteer, there.volunteer.private, "发")
        sent = [room.last() for room in (there.owners, there.three, there.five)]
        assert {one.content["text"] for one in sent} == {"📢 志愿者通知\n菜到了"}
        assert max(one.date for one in sent) - min(one.date for one in sent) <= 60


async def test_a_picture_goes_along_with_its_words(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "通知")
        there.chief.sends_photo(None, caption="3号楼 门口的告示")
        await bot.settled()
        assert "（带一张图）门口的告示" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "发")
        assert there.pictures(there.three) == 1
        assert there.pictures(there.owners) == 0
        there.chief.sends_photo(None, caption="/通知 " + "长" * 901)
        await bot.settled()
        assert "最多 900 个字" in there.chief.private.last().text
        await say(bot, there.chief, "通知")
        there.chief.sends_photo(None)
        await bot.settled()
        await tap(bot, there.chief, there.chief.private, "发")
        assert there.pictures(there.owners) == 1


async def test_receipts_are_counted_by_building_in_one_message(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 明天停水")
        await tap(bot, there.chief, there.chief.private, "要回执")
        assert "回执：要大家点「收到」" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "发")
        followed = there.chief.private.find("已发给")
        assert "0/2 收到，缺 3、5号楼" in followed.text
        assert (
            await tap(bot, there.resident, there.three, "收到") == "记下了，谢谢！"
        )  # 3 has a lead: it is hers to say
        assert "0/2 收到，缺 3、5号楼" in there.chief.private.find("已发给").text
        assert await tap(bot, there.resident, there.five, "收到") == "已经记过了"
        await tap(bot, there.volunteer, there.five, "收到")
        assert "1/2 收到，缺 3号楼\n（按楼数；一共 2 人点了收到。）" in there.chief.private.find("已发给").text
        there.until("10:59")
        await bot.settled()
        assert not any("还没点收到" in text for text in there.shown(there.lead.private))
        there.until("11:02")
        await bot.settled()
        assert "3号楼还没点收到。通知是：明天停水" in there.lead.private.last().text
        assert not any("还没点收到" in text for text in there.shown(there.volunteer.private))
        await tap(bot, there.lead, there.lead.private, "收到")
        there.until("13:00")
        await bot.settled()
        assert sum("还没点收到" in text for text in there.shown(there.lead.private)) == 1
        last = there.chief.private.find("已发给")
        assert last.id == followed.id
        assert "2/2 收到\n" in last.text


async def test_nobody_is_nudged_at_night(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        there.until("20:30")
        await bot.settled()
        await say(bot, there.chief, "/通知 明天停水，收到请回复")
        await tap(bot, there.chief, there.chief.private, "发")
        there.until("22:00")
        await bot.settled()
        assert not any("还没点收到" in text for text in there.shown(there.lead.private))
        there.until("08:01")
        await bot.settled()
        assert "还没点收到" in there.lead.private.last().text


async def test_it_can_be_taken_back_within_ten_minutes_wherever_it_stands(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        for words in ("停水", "停电"):
            await say(bot, there.chief, f"/通知 {words}，收到请回复")
            await tap(bot, there.chief, there.chief.private, "发")
        there.sandbox.clock.move(599)
        await bot.settled()
        assert await tap(bot, there.chief, there.chief.private, "撤回") == "撤回了"
        assert notices(there) == {
            "owners": ["📢 居委会通知\n停水，收到请回复"],
            "three": ["📢 居委会通知\n停水，收到请回复"],
            "five": ["📢 居委会通知\n停水，收到请回复"],
            "elsewhere": [],
        }
        assert there.chief.private.find("已撤回，群里的也删了：停电")
        await say(bot, there.chief, "通知 停气")
        assert there.chief.private.last().text.endswith("前面加一条斜线再发一次：\n/通知 停气")
        there.sandbox.clock.move(60)
        await bot.settled()
        assert "过了十分钟" in await tap(bot, there.chief, there.chief.private, "撤回")
        assert len(notices(there)["owners"]) == 1
        assert await bot.rows("SELECT id FROM due WHERE kind = 'notice nudge' AND subject_id = 2") == []


async def test_one_taken_back_on_its_way_is_not_sent_or_deleted_when_it_arrives(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 停水")
        await tap(bot, there.chief, there.chief.private, "发")
        async with bot.store.transaction() as query:  # as if it had not come back yet: one waits, one is under way
            query.do("UPDATE notice_copy SET address_id = NULL, telegram_message_id = NULL WHERE id <= 2")
        await tap(bot, there.chief, there.chief.private, "撤回")
        assert len(notices(there)["five"]) == 0
        assert len(notices(there)["owners"]) == 1
        message = there.owners.find("📢 居委会通知")
        async with bot.store.transaction() as query:
            waited = '{"to": "notice", "copy": 1}'
            body = f'{{"waited": {waited}, "chat_id": 1, "result": {{"message_id": {message.id}}}, "error": null}}'
            chat = await query.the("SELECT chat_id FROM notice_copy WHERE id = 1")
            body = body.replace('"chat_id": 1', f'"chat_id": {chat["chat_id"]}')
            query.do(
                """INSERT INTO inbox (bot_id, kind, chat_key, body, arrived_at)
                   VALUES (:bot, 'outcome', 0, :body, :now)""",
                bot=bot.api.id,
                body=body,
                now=int(bot.sandbox.clock.now()),
            )
        await bot.settled()
        assert len(notices(there)["owners"]) == 0


async def test_what_is_planned_goes_out_at_its_time_unless_it_is_cancelled_or_changed(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 今天11点发：南门关了")
        await tap(bot, there.chief, there.chief.private, "到点发")
        assert there.chief.private.find("定在")
        await tap(bot, there.chief, there.chief.private, "取消")
        await say(bot, there.chief, "/通知 3号楼 修电梯")
        await tap(bot, there.chief, there.chief.private, "定时间")
        await say(bot, there.chief, "随便")
        assert "没看懂时间" in there.chief.private.last().text
        await say(bot, there.chief, "两小时后")
        await tap(bot, there.chief, there.chief.private, "到点发")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "修电梯，请走楼梯")
        assert there.chief.private.find("没有发：修电梯")
        await tap(bot, there.chief, there.chief.private, "到点发")
        there.until("11:30")
        await bot.settled()
        assert not any(notices(there).values())
        there.until("12:01")
        await bot.settled()
        assert notices(there)["three"] == ["📢 居委会通知\n修电梯，请走楼梯"]
        assert notices(there)["owners"] == []


async def test_a_time_can_be_taken_off_again(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 今天11点发：南门关了")
        await tap(bot, there.chief, there.chief.private, "定时间")
        await say(bot, there.chief, "现在")
        await tap(bot, there.chief, there.chief.private, "发")
        assert len(notices(there)["owners"]) == 1


async def test_one_that_would_come_hours_late_is_not_sent_and_its_author_hears_so(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    there = Neighbourhood(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 今天11点发：南门关了")
        await tap(bot, there.chief, there.chief.private, "到点发")
    there.until("15:00")
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        assert there.chief.private.find("没能按时发")
        assert not any(notices(there).values())


async def test_who_may_not_any_more_sends_nothing_that_was_planned(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.volunteer, "/通知 今天11点发：南门关了")
        await tap(bot, there.volunteer, there.volunteer.private, "到点发")
        async with bot.store.transaction() as query:
            query.do("DELETE FROM role WHERE role = 'volunteer'")
        there.until("11:01")
        await bot.settled()
        assert not any(notices(there).values())
        assert there.volunteer.private.find("通知由居委会、志愿者来发")


async def test_at_night_the_morning_is_offered(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        there.until("23:10")
        await bot.settled()
        await say(bot, there.chief, "/通知 明天停水")
        assert "那时是夜里" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "明早7点半发")
        assert not any(notices(there).values())
        there.until("07:31")
        await bot.settled()
        assert len(notices(there)["owners"]) == 1


async def test_a_lead_speaks_to_their_own_building(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.lead, "/通知 5号楼 来拿钥匙")
        assert there.lead.private.last().text == "楼组长只能给自己的楼发：3号楼。"
        await say(bot, there.lead, "/通知 来拿钥匙")
        await tap(bot, there.lead, there.lead.private, "发")
        assert notices(there) == {"owners": [], "three": ["📢 3号楼楼组长通知\n来拿钥匙"], "five": [], "elsewhere": []}
        await say(bot, there.resident, "/通知 大家好")
        assert there.resident.private.last().text == "「通知」由志愿者来用。"


async def test_its_buttons_are_its_authors_and_once_only(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 明天停水")
        for other in (there.volunteer, there.lead, there.resident, there.eve):
            for verb in ("send", "change", "cancel", "receipt", "time", "recall", "morning", "nonsense"):
                markup = {"inline_keyboard": [[{"text": "按", "callback_data": f"notice:{verb}:1"}]]}
                payload = {"chat_id": other.id, "text": "假的", "reply_markup": markup}
                await bot.api.call("sendMessage", payload)
                assert await tap(bot, other, other.private, "按") == "这个按钮已经过期了"
        preview = there.chief.private.find("先看一遍")
        await tap(bot, there.chief, there.chief.private, "发")
        markup = {"inline_keyboard": [[{"text": "再发", "callback_data": "notice:send:1"}]]}
        await bot.api.call("sendMessage", {"chat_id": there.chief.id, "text": "假的", "reply_markup": markup})
        assert await tap(bot, there.chief, there.chief.private, "再发") == "这个按钮已经过期了"
        assert preview.id
        assert len(notices(there)["owners"]) == 1
        for where, who in ((there.elsewhere, there.eve), (there.owners, there.resident)):  # asked for no receipt
            markup = {"inline_keyboard": [[{"text": "好", "callback_data": "got:1"}]]}
            await bot.api.call("sendMessage", {"chat_id": where.id, "text": "假的", "reply_markup": markup})
            assert await tap(bot, who, where, "好") == "这个按钮已经过期了"


async def test_a_stranger_says_got_it_to_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 明天停水，收到请回复")
        await tap(bot, there.chief, there.chief.private, "发")
        for where, who in ((there.elsewhere, there.eve), (there.eve.private, there.eve)):
            markup = {"inline_keyboard": [[{"text": "好", "callback_data": "got:1"}]]}
            await bot.api.call("sendMessage", {"chat_id": where.id, "text": "假的", "reply_markup": markup})
            assert await tap(bot, who, where, "好") == "这个按钮已经过期了"
        assert await bot.rows("SELECT id FROM notice_receipt") == []


async def test_a_number_that_the_committee_gives_out_is_shown_as_it_is(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 急事打 13800001111")
        assert "里面有电话号码" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "发")
        assert notices(there)["owners"] == ["📢 居委会通知\n急事打 13800001111"]


async def test_too_long_is_said_and_nothing_is_kept(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 " + "长" * 3001)
        assert "最多 3000 个字" in there.chief.private.last().text
        assert await bot.rows("SELECT id FROM notice") == []


async def test_what_was_asked_for_and_is_over_meanwhile_changes_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        for button in ("改", "定时间"):
            await say(bot, there.chief, f"/通知 {button}一下")
            await tap(bot, there.chief, there.chief.private, button)
            await tap(bot, there.chief, there.chief.private, "发")
            await say(bot, there.chief, "明天下午3点")
            assert there.chief.private.last().text == "这个按钮已经过期了"
        assert len(notices(there)["owners"]) == 2


async def test_a_change_may_name_other_buildings_and_an_empty_one_is_asked_again(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 3号楼 修电梯，收到请回复")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "5号楼 修电梯")
        assert "发给：5号楼（1 个群）" in there.chief.private.last().text
        assert "要大家点「收到」" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "不要回执")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "3号楼：")
        assert there.chief.private.last().text.startswith("发什么通知？")


async def test_who_has_lost_the_role_meanwhile_dictates_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.volunteer, "通知")
        async with bot.store.transaction() as query:
            query.do("DELETE FROM role WHERE role = 'volunteer'")
        await say(bot, there.volunteer, "大家好")
        assert there.volunteer.private.last().text == "通知由居委会、志愿者来发；楼组长发自己的楼。"
        assert await bot.rows("SELECT id FROM notice") == []


async def test_a_building_whose_group_the_bot_has_left_is_told_with_everybody(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        there.five.remove(there.sandbox.me)
        await bot.settled()
        await say(bot, there.chief, "/通知 5号楼 停水")
        assert "5号楼没有自己的群" in there.chief.private.last().text
        await tap(bot, there.chief, there.chief.private, "发")
        assert len(notices(there)["owners"]) == 1
        assert len(notices(there)["five"]) == 0


async def test_a_group_that_could_not_be_written_to_is_named_to_its_author(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        there.five.demote(there.sandbox.me)
        there.five.restrict(there.sandbox.me, can_send_messages=False)
        await bot.settled()
        await say(bot, there.chief, "/通知 明天停水")
        await tap(bot, there.chief, there.chief.private, "发")
        assert len(notices(there)["owners"]) == len(notices(there)["three"]) == 1
        assert "「明天停水」没能发到5号楼的群" in there.chief.private.last().text


async def test_what_is_no_longer_planned_or_was_taken_back_is_not_sent_nor_nudged_for(
    there: Neighbourhood, tmp_path: Path
) -> None:
    """As when its author was forgotten: the clock still strikes."""
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.chief, "/通知 今天11点发：南门关了")
        await tap(bot, there.chief, there.chief.private, "到点发")
        await say(bot, there.chief, "/通知 停水，收到请回复")
        await tap(bot, there.chief, there.chief.private, "发")
        async with bot.store.transaction() as query:
            query.do("UPDATE notice SET state = 'cancelled' WHERE state = 'planned'")
            query.do("UPDATE notice SET state = 'withdrawn' WHERE state = 'sent'")
        there.until("11:30")
        await bot.settled()
        assert notices(there)["owners"] == ["📢 居委会通知\n停水，收到请回复"]
        assert not any("还没点收到" in text for text in there.shown(there.lead.private))


async def test_an_illness_of_somebodys_goes_to_no_group(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        await say(bot, there.lead, "/通知 502陈阿婆发烧了，大家别串门")
        assert "不能发到群里" in there.lead.private.last().text
        await say(bot, there.lead, "这两天请大家少串门")
        assert "通知还没发" in there.lead.private.last().text
        await tap(bot, there.lead, there.lead.private, "改")
        await say(bot, there.lead, "陈阿婆阳了，少串门")
        assert "不能发到群里" in there.lead.private.last().text
        await say(bot, there.lead, "算了")
        await say(bot, there.lead, "谢谢")  # nothing waits for it any more
        assert not any(notices(there).values())
        assert "这里不接单" in there.lead.private.last().text


async def test_what_was_taken_back_is_no_work_done(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await begin(bot, there)
        for words in ("停水", "停电"):
            await say(bot, there.chief, f"/通知 {words}")
            await tap(bot, there.chief, there.chief.private, "发")
        await tap(bot, there.chief, there.chief.private, "撤回")
        there.until("20:00")
        await bot.settled()
        assert "发通知 1件" in there.owners.find("📣 桂园 日结").text
