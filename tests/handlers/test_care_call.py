"""今日关怀: who is due for a call, each result noted once, the note, and somebody sent to the door."""

from pathlib import Path

from domain.role import Held, Role, Team
from sandbox import Sandbox
from tests.handlers.test_check_in import cared_for
from tests.handlers.test_elder import grant


async def test_a_call_is_noted_once_and_its_note_is_kept(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "要联系 1 位" in (await home.says("小林", "今日关怀"))[0]
        shown = home["小林"].private.last()
        markup = shown.markup
        await home.taps("小林", "1 打通")
        shown.markup = markup
        assert await home.taps("小林", "1 打通") == "刚记过了"
        await home.says("小林", "血压有点高")
        (call,) = await home.bot.rows("SELECT result, note FROM care_call")
        assert call == {"result": "reached", "note": "血压有点高"}
        assert home.heard("小林")[-1] == "记下了，只有关爱组看得到。"
        assert await home.bot.rows("SELECT heard_at FROM elder WHERE heard_at IS NULL") == []
        sandbox.clock.move(3 * 24 * 3600)
        await home.bot.settled()
        assert "上次" in (await home.says("周主任", "今日关怀"))[0]
        assert "血压有点高" in home.heard("周主任")[-1]


async def test_a_call_stops_a_ladder_and_its_caller_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        assert "现在正在找的" in (await home.says("小林", "今日关怀"))[0]
        await home.taps("小林", "1 上门")
        await home.taps("小林", "不用记")
        assert home.heard("小林")[-1] == "好的，记好了。"
        assert (await home.ladder())["how"] == "call"
        assert "✅ 6-302 沈奶奶 平安（小林 说的）" in home.heard("老贾")[-1]


async def test_where_nobody_takes_the_call_somebody_is_sent_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("小林", "今日关怀")
        await home.taps("小林", "1 没人接")
        asked = home["小林"].private.last()
        markup = asked.markup
        await home.taps("小林", "请人上门看看")
        asked.markup = markup
        assert await home.taps("小林", "请人上门看看") == "已经在请人上门了。"
        assert sum("关怀电话没人接" in text for text in home.heard("老贾")) == 1
        await home.taps("老贾", "我去看看")
        assert "（老贾 去了）" in (await home.says("周主任", "今日关怀"))[0]


async def test_a_made_up_call_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for data, notice in (
            ("care_call:reached:1", "这是关爱组的按钮"),
            ("care_call:reached:99", "这个按钮已经过期了"),
            ("care_call:nonsense:1", "这个按钮已经过期了"),
            ("care_note:5:0", "这个按钮已经过期了"),
        ):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
            await home.bot.api.call("sendMessage", {"chat_id": home["小许"].id, "text": "假的", "reply_markup": markup})
            assert await home.taps("小许", "按") == notice
        assert await home.bot.rows("SELECT id FROM care_call") == []


async def test_each_need_of_a_note_is_told_to_the_team_that_sees_to_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("07:40")
        await grant(home, "小许", Held(Role.VOLUNTEER, team=Team.SUPPLY))
        await home.says("小林", "今日关怀")
        await home.taps("小林", "1 打通")
        (said,) = await home.says("小林", "没米了，还要配药，灯坏了")
        assert said.splitlines() == ["记下了，转告了：", "・物资组：没米了", "・居委会：要配药", "・关爱组：灯坏了"]
        assert "📋 6-302 沈奶奶：没米了" in home.heard("小许")[-1]
        assert "药" not in home.heard("小许")[-1]
        assert "📋 6-302 沈奶奶：要配药" in home.heard("周主任")[-1]
        assert "没米" not in home.heard("周主任")[-1]
        assert not any("📋" in text for text in home.heard("小林"))  # they wrote it
        assert await home.bot.rows("SELECT note FROM care_call") == [{"note": "没米了，还要配药，灯坏了"}]
        assert not any("米" in message.text for message in home.group.messages if message.sender_id == sandbox.bot.id)


async def test_a_need_that_nobody_can_hear_is_said_so(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        home["周主任"].blocks()
        await home.says("小林", "今日关怀")
        await home.taps("小林", "1 打通")
        (said,) = await home.says("小林", "没米了")
        assert "没有人可以转告" in said
