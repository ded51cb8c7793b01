"""日结 through the whole program: its draft, its release, its correction, where its figures come from, and 我来."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot import program
from domain.daily_summary_meaning import MEANINGS
from domain.role import Team
from sandbox import Sandbox
from sandbox.stage import seconds_until
from tests.handlers.a_neighbourhood import Neighbourhood, say, tap
from tests.running import Running, running

LIST = "#接龙\n水果团\n丑橘 25元/箱"


@pytest.fixture
def there(sandbox: Sandbox) -> Neighbourhood:
    return Neighbourhood(sandbox)


async def buy(bot: Running, there: Neighbourhood) -> None:
    """Four households order in everybody's group."""
    await there.settle_in(bot)
    there.until("12:00")
    await bot.settled()
    there.chief.says(there.owners, LIST)
    for room in ("3-502", "3-601", "3-704", "5-102"):
        there.volunteer.says(there.owners, f"帮{room}带 丑橘1箱")
    await bot.settled()
    there.until("19:30")
    await bot.settled()


async def test_its_editors_have_the_draft_and_others_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        for editor in (there.chief, there.editor):
            assert "4户" in editor.private.find("日结草稿").text
        for other in (there.volunteer, there.lead, there.resident):
            assert not any("日结" in text for text in there.shown(other.private))
        assert not any("日结" in text for text in there.shown(there.owners))


async def test_a_draft_of_yesterday_is_not_released(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        summary = (await bot.rows("SELECT id FROM daily_summary WHERE compound_id = 1 ORDER BY day DESC"))[0]["id"]
        async with bot.store.transaction() as query:
            query.do("DELETE FROM due WHERE kind = 'daily summary'")  # as if the machine had stood still at eight
        there.until("09:00")
        await bot.settled()
        markup = {"inline_keyboard": [[{"text": "发", "callback_data": f"daily:release:{summary}"}]]}
        await bot.api.call("sendMessage", {"chat_id": there.editor.id, "text": "旧的", "reply_markup": markup})
        assert await tap(bot, there.editor, there.editor.private, "发") == "那一天已经过去了，请看今晚的"
        assert not any("📣" in text for text in there.shown(there.owners))


async def test_one_tap_releases_it_and_the_clock_does_not_send_it_again(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        assert await tap(bot, there.editor, there.editor.private, "发布") == "发出了"
        assert there.owners.find("📣 桂园 日结")
        assert there.three.find("📣 桂园 3号楼 日结")
        assert "有单的邻居 3户以上" in there.three.find("📣 桂园 3号楼 日结").text
        there.until("20:05")
        await bot.settled()
        assert sum("📣 桂园 日结" in text for text in there.shown(there.owners)) == 1
        assert there.pictures(there.owners) == there.pictures(there.three) == 1
        summary = (await bot.rows("SELECT id FROM daily_summary WHERE compound_id = 1 ORDER BY day DESC"))[0]["id"]
        markup = {"inline_keyboard": [[{"text": "再发", "callback_data": f"daily:release:{summary}"}]]}
        await bot.api.call("sendMessage", {"chat_id": there.editor.id, "text": "假的", "reply_markup": markup})
        assert await tap(bot, there.editor, there.editor.private, "再发") == "已经发出了"
        assert not any("日结" in text for text in there.shown(there.elsewhere))
        (row,) = await bot.rows(
            "SELECT released_by, version FROM daily_summary WHERE compound_id = 1 AND released_at > 0"
        )
        assert row["released_by"] is not None
        assert row["version"] == 1


async def test_what_the_editor_writes_is_in_it_and_a_correction_stands_in_the_same_place(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        await tap(bot, there.chief, there.chief.private, "加一句")
        await say(bot, there.chief, "政策通知 南门今晚起关")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "1 明早八点截单")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "2 不发")
        draft = there.editor.private.find("日结草稿").text  # both see the same
        assert "・南门今晚起关" in draft
        assert "水果团 4户（明早八点截单）" in draft
        assert "不发的：2 有单的邻居" in draft
        there.until("20:00")
        await bot.settled()
        first = there.owners.find("📣 桂园 日结")
        assert "有单的邻居" not in first.text
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "2 恢复")
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "甲 不要")
        again = there.owners.find("📣 桂园 日结")
        assert again.id == first.id
        assert "更正，第3版" in again.text
        assert "2. 有单的邻居 4户" in again.text
        assert "南门" not in again.text
        assert there.pictures(there.owners) == 1


async def test_what_is_not_understood_is_asked_again_and_changes_nothing(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        await tap(bot, there.chief, there.chief.private, "改")
        for words in ("好的", "9 没有这一行", "癸 不要", "1 恢复", "1 " + "长" * 300):
            await say(bot, there.chief, words)
            assert there.chief.private.last().text.startswith("没看懂要改哪一行")
        await tap(bot, there.chief, there.chief.private, "加一句")
        await say(bot, there.chief, "长" * 300)
        assert "一句最多 200 个字" in there.chief.private.last().text
        assert await bot.rows("SELECT id FROM daily_summary_line") == []


async def test_only_its_editors_may_change_it(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        summary = (await bot.rows("SELECT id FROM daily_summary WHERE compound_id = 1"))[0]["id"]
        for other in (there.volunteer, there.lead, there.resident, there.eve):
            for verb in ("add", "change", "release", "sheet", "nonsense"):
                markup = {"inline_keyboard": [[{"text": "按", "callback_data": f"daily:{verb}:{summary}"}]]}
                room = other.private
                await bot.api.call("sendMessage", {"chat_id": room.id, "text": "假的", "reply_markup": markup})
                assert await tap(bot, other, room, "按") == "这个按钮已经过期了"
        await tap(bot, there.editor, there.editor.private, "加一句")
        there.chief.replies(there.editor.says(there.owners, "我在"), "/收回")
        await bot.settled()
        await say(bot, there.editor, "我还能写吗")
        assert there.editor.private.last().text == "日结由居委会和日结组来编。"
        await say(bot, there.volunteer, "更正")
        assert there.volunteer.private.last().text == "日结由居委会和日结组来编。"
        await say(bot, there.chief, "更正")
        assert there.chief.private.last().text == "还没有发过日结。"
        assert await bot.rows("SELECT id FROM daily_summary_line") == []


async def test_the_workbook_is_for_the_committee_alone(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        there.until("20:00")
        await bot.settled()
        assert "只给居委会" in await tap(bot, there.editor, there.editor.private, "表格")
        await tap(bot, there.chief, there.chief.private, "表格")
        (document,) = [one.content["document"] for one in there.chief.private.messages if "document" in one.content]
        book = openpyxl.load_workbook(io.BytesIO(there.sandbox.world.state.files[document["file_id"]].data))
        assert book.sheetnames == ["总览", "团购"]
        rooms = [str(row[3]) for row in book["团购"].iter_rows(values_only=True) if row[0] == "有单的邻居"]
        assert sorted(rooms) == ["102", "502", "601", "704"]
        assert not [one for one in there.editor.private.messages if "document" in one.content]


async def test_where_a_figure_comes_from_is_shown_to_volunteers(there: Neighbourhood, tmp_path: Path) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        await say(bot, there.volunteer, "来历 1")
        assert there.volunteer.private.last().text == "还没有发过日结。"
        there.until("20:00")
        await bot.settled()
        said = there.owners.find("📣 桂园 日结")
        there.volunteer.replies(said, "/来历 2")
        await bot.settled()
        answer = there.owners.last().text
        assert "第2行：有单的邻居 4户" in answer
        assert answer.count("・") == 4
        assert "（查法：buy_households）" in answer
        there.resident.replies(said, "/why 2")
        await bot.settled()
        assert there.owners.last().text == "日结里的数字怎么来的，由志愿者来查。"
        there.volunteer.replies(said, "/来历 多少")
        there.volunteer.replies(said, "/来历 77")
        await bot.settled()
        assert there.shown(there.owners)[-2:] == ["「来历」后面写日结里的行号，比如「来历 3」。"] * 2
        there.volunteer.says(there.owners, "/来历 3-502")  # that is a household, as before
        await bot.settled()
        assert "3-502" in there.owners.last().text
        there.resident.says(there.owners, "3-502的丑橘不要了")
        await bot.settled()
        await say(bot, there.volunteer, "来历 第2行")
        assert "现在再数是 3户" in there.volunteer.private.last().text
        await say(bot, there.volunteer, "/来历 二")
        assert there.volunteer.private.last().text.startswith("「来历」后面写")
        await say(bot, there.eve, "来历 2")
        assert "有单" not in there.eve.private.last().text


async def test_who_offers_a_hand_is_thanked_and_the_committee_hears_of_it_once(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        there.resident.says(there.owners, "我是3号楼601")
        await tap(bot, there.chief, there.chief.private, "加一句")
        await say(bot, there.chief, "缺人手 发菜要四个人")
        there.until("20:00")
        await bot.settled()
        assert await tap(bot, there.resident, there.owners, "我来") == "谢谢您！居委会知道了，会来找您。"
        assert await tap(bot, there.resident, there.three, "我来") == "已经记下了，谢谢您！"
        (heard,) = [text for text in there.shown(there.chief.private) if "🙋" in text]
        assert heard.startswith("🙋 李叔（3-601） 在")
        assert heard.endswith("的日结下面按了「我来」，愿意帮忙。请联系安排。")
        await tap(bot, there.volunteer, there.owners, "我来")
        assert "🙋 唐姐 在" in there.chief.private.last().text
        assert not any("🙋" in text for text in there.shown(there.owners))
        summary = (await bot.rows("SELECT id FROM daily_summary WHERE compound_id = 1"))[0]["id"]
        markup = {"inline_keyboard": [[{"text": "来", "callback_data": f"come:{summary}"}]]}
        room = there.elsewhere
        await bot.api.call("sendMessage", {"chat_id": room.id, "text": "假的", "reply_markup": markup})
        assert await tap(bot, there.eve, room, "来") == "这个按钮已经过期了"


async def test_a_day_on_which_nothing_happened_is_two_lines_and_no_picture(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await there.settle_in(bot)
        there.until("20:00")
        await bot.settled()
        text = there.owners.find("日结").text
        assert text.splitlines()[1:] == ["今天一切照常，没有要通知的事。"]
        assert there.pictures(there.owners) == 0
        await tap(bot, there.chief, there.chief.private, "加一句")
        await say(bot, there.chief, "明天上午停水")
        assert "更正，第2版" in there.owners.find("日结").text
        assert there.pictures(there.owners) == 1
        await tap(bot, there.chief, there.chief.private, "改")
        await say(bot, there.chief, "甲 不要")
        assert there.owners.find("更正，第3版").text.splitlines()[1:] == ["今天一切照常，没有要通知的事。"]
        (card,) = [one for one in there.owners.messages if "photo" in one.content]
        assert card.edit_date is not None  # it says the same


async def test_a_group_that_becomes_a_supergroup_keeps_its_summary(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周主任", started=True)
    group = sandbox.group("桂园", members=[chief], bot_is_admin=True, kind="group")
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, "设置")
        chief.says(group, LIST)
        await bot.settled()
        async with bot.store.transaction() as query:
            query.do("UPDATE compound SET set_up_at = 1")
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "20:00"))
        await bot.settled()
        group.upgrade()
        await bot.settled()
        await tap(bot, chief, chief.private, "加一句")
        await say(bot, chief, "明天发菜")
        assert "明天发菜" in group.find("更正，第2版").text


async def test_what_a_team_sees_alone_is_shown_to_it_alone_and_in_private(
    there: Neighbourhood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No figure of this branch is a team's; one is made so."""
    meanings = {**MEANINGS, "buy_households": replace(MEANINGS["buy_households"], team=Team.MEDICINE)}
    monkeypatch.setattr("domain.daily_summary.MEANINGS", meanings)
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        there.until("20:00")
        await bot.settled()
        there.volunteer.replies(there.owners.find("📣 桂园 日结"), "/来历 2")
        await bot.settled()
        assert there.owners.last().text == "这一项只能私聊看。"
        await say(bot, there.volunteer, "来历 2")
        assert there.volunteer.private.last().text == "日结里的数字怎么来的，由志愿者来查。"
        await say(bot, there.chief, "来历 2")
        assert "5-102" in there.chief.private.last().text


async def test_without_a_chinese_font_there_is_no_card_and_the_editor_hears_what_to_install(
    there: Neighbourhood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "chinese_font", lambda: None)
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        assert "请管机器的人装 fonts-noto-cjk" in there.chief.private.find("日结草稿").text
        there.until("20:00")
        await bot.settled()
        assert there.owners.find("📣 桂园 日结")
        assert there.pictures(there.owners) == 0


async def test_what_is_somebodys_is_not_written_and_an_open_question_is_no_trap(
    there: Neighbourhood, tmp_path: Path
) -> None:
    async with running(there.sandbox, tmp_path) as bot:
        await buy(bot, there)
        mine = there.chief.private
        await tap(bot, there.chief, mine, "加一句")
        await say(bot, there.chief, "3-502陈阿婆阳了，请关心")
        assert "没有写上" in mine.last().text
        await say(bot, there.chief, "算了")
        await tap(bot, there.chief, mine, "改")
        await say(bot, there.chief, "提醒我晚上9点关灯")
        assert "⏰ 记下了" in mine.last().text
        await say(bot, there.chief, "1 明早八点截单")  # the question is open still
        there.until("20:00")
        await bot.settled()
        there.chief.taps(mine.find("已发出"), "改")
        await bot.settled()
        await say(bot, there.chief, "来历 1")
        assert "🔎" in mine.last().text
        await say(bot, there.chief, "算了")
        text = there.owners.find("📣 桂园 日结").text
        assert "明早八点截单" in text
        assert "陈阿婆" not in text
        assert "算了" not in text
