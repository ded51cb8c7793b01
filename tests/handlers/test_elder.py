"""The roster of elders: who sees it, adding and changing in words, the card's buttons, links, the end."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.elder import Channel
from domain.role import Held, Role, Team
from sandbox import Sandbox
from storage.chat import Chats
from storage.elder import Elders
from storage.household import Households
from storage.person import Persons
from storage.role import Roles
from tests.handlers.test_check_in import HOME, Home, cared_for


async def grant(home: Home, name: str, held: Held) -> None:
    async with home.bot.store.transaction() as query:
        chat = await Chats(query).at(home.group.id)
        assert chat is not None
        person = await Persons(query).meet(home[name].id, name)
        await Roles(query).grant(chat.compound_id or 0, person, held, int(home.bot.sandbox.clock.now()))


async def elder(home: Home) -> dict[str, object]:
    return (await home.bot.rows("SELECT * FROM elder ORDER BY id DESC LIMIT 1"))[0]


async def test_only_who_answers_for_elders_sees_them(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await grant(home, "小许", Held(Role.VOLUNTEER, team=Team.SUPPLY))
        await grant(home, "何组长", Held(Role.LEAD, "5号楼"))
        for words in ("报平安", "今日关怀"):
            assert "由关爱组、居委会和各楼楼组长管" in (await home.says("小许", words))[0]
        assert "还没有登记" in (await home.says("何组长", "报平安"))[0]
        assert "6-302" not in (await home.says("何组长", "今日关怀"))[0]
        assert "NO" not in (await home.says("何组长", "/报平安 6-302"))[0]
        assert "6-302" not in home.heard("何组长")[-1]
        await grant(home, "何组长", Held(Role.LEAD, "6号楼"))
        assert "6-302 沈奶奶 08:00 私聊问" in (await home.says("何组长", "报平安"))[0]
        assert "6-302" in (await home.says("小林", "报平安"))[0]
        # a card's buttons are no authority
        card = (await elder(home))["id"]
        for verb in ("card", "end", "pause", "link", "agree", "nonsense"):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": f"elder:{verb}:{card}:7"}]]}
            await home.bot.api.call("sendMessage", {"chat_id": home["小许"].id, "text": "假的", "reply_markup": markup})
            assert await home.taps("小许", "按") in ("这是关爱组的按钮", "这是问别人的"), verb
        markup = {"inline_keyboard": [[{"text": "按", "callback_data": "elder:unheard:1"}]]}
        await home.bot.api.call("sendMessage", {"chat_id": home["老贾"].id, "text": "假的", "reply_markup": markup})
        assert await home.taps("老贾", "按") == "这是关爱组的按钮"
        assert (await elder(home))["ended_at"] is None


async def test_an_elder_is_added_and_changed_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "这样添加一位" in (await home.says("小林", "/报平安 怎么写"))[0]
        assert "没找到这位老人" in (await home.says("小林", "/报平安 王奶奶 每天8点"))[0]
        assert "怎么称呼" in (await home.says("小林", "/报平安 6-505 每天8点"))[0]
        assert "这样添加一位" in (await home.says("小林", "/报平安 6号楼 王奶奶"))[0]
        await home.says("小林", "/报平安 6-505 王奶奶")
        await home.taps("小林", "没有手机，上门问")
        assert "每天几点问？" in home.heard("小林")[-1]
        await home.taps("小林", "9点")
        await home.taps("小林", "还没问过")
        assert "❗ 等本人同意" in home.heard("小林")[-1]
        await home.taps("小林", "本人同意了")
        assert "每天 09:00 上门问" in home.heard("小林")[-1]
        row = await elder(home)
        assert (row["channel"], row["asks_from"], row["agreed_at"] is not None) == ("none", 540, True)
        await home.says("小林", "/报平安 王奶奶 每天早上6点半到7点 邻居 唐姐 13812345678 每5天打一次电话")
        assert "每天 06:30 到 07:00 上门问" in home.heard("小林")[-1]
        assert "结对邻居：唐姐 13812345678（还没绑定）" in home.heard("小林")[-1]
        assert "关怀电话：每 5 天" in home.heard("小林")[-1]
        await home.says("小林", "/报平安 6-505 邻居 唐姐 13999999999")
        assert "唐姐 13999999999" in home.heard("小林")[-1]
        # of two in one home the name decides; a second is told whole
        await home.says("小林", "/报平安 6-505 李爷爷 每天8点 电话 021-66666666")
        assert "6-505 李爷爷 本人同意吗" in home.heard("小林")[-1]
        await home.says("小林", "/报平安 6-505 李爷爷 隔天8点")
        assert ((await elder(home))["every_days"], (await elder(home))["channel"]) == (2, "phone")
        assert len(await home.bot.rows("SELECT id FROM elder")) == 3
        assert len(await home.bot.rows("SELECT id FROM due WHERE kind = 'check-in'")) == 3
        await grant(home, "何组长", Held(Role.LEAD, "5号楼"))
        assert "由关爱组、居委会和各楼楼组长管" in (await home.says("何组长", "/报平安 6-606 赵奶奶"))[0]


async def test_the_ladder_is_changed_for_one_and_for_all(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "20 分再问，40 分找结对邻居" in (await home.says("周主任", "/报平安 时间"))[0]
        assert "没看懂" in (await home.says("周主任", "/报平安 时间 邻居5"))[0]
        assert "由关爱组" in (await home.says("小林", "/报平安 时间 邻居30"))[0]
        assert "30 分找结对邻居" in (await home.says("周主任", "/报平安 时间 邻居30"))[0]
        assert "5 分再问，30 分" in (await home.says("小林", "/报平安 6-302 时间 再问5"))[0]
        await home.goes_on("08:01")
        await home.goes_on("08:07")
        assert "再问一声" in home.heard("沈奶奶")[-1]
        assert await home.bot.rows("SELECT compound_id FROM check_in_timing") == [{"compound_id": 1}]


async def test_the_cards_buttons_change_what_they_say(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("小林", "报平安")
        await home.taps("小林", "6-302 沈奶奶")
        for label, then in (
            ("暂停3天", "⏸ 到"),
            ("接着问", "6-302 沈奶奶："),
            ("改方式", "每天怎么问？"),
            ("楼组长打电话", "打电话问"),
            ("改时间", "每天几点问？"),
            ("7点", "每天 07:00"),
            ("解除 老贾", "结对邻居：还没有"),
            ("刚见过，平安", "✅"),
            ("以后不问了", "以后都不问 6-302 沈奶奶 了吗？"),
            ("接着问", "6-302 沈奶奶："),
        ):
            await home.taps("小林", label)
            assert then in home.heard("小林")[-1], label
        await home.says("小林", "报平安")
        await home.taps("小林", "3 天没消息的")
        assert home.heard("小林")[-1] == "3 天里，每位都有消息。"
        sandbox.clock.move(timedelta(days=5).total_seconds())
        await home.bot.settled()
        await home.says("小林", "报平安")
        await home.taps("小林", "3 天没消息的")
        assert "・6-302 沈奶奶 上次" in home.heard("小林")[-1]
        await home.taps("小林", "6-302 沈奶奶")
        await home.taps("小林", "解除本人账号")
        assert (await elder(home))["person_id"] is None


async def test_the_end_stops_what_runs(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        await home.says("小林", "报平安")
        assert "⏳ 问了，还没回" in home.heard("小林")[-1]
        await home.taps("老贾", "我去看看")
        await home.says("小林", "报平安")
        assert "🚶 老贾 去看了" in home.heard("小林")[-1]
        await home.says("小林", "/报平安 6-302 结束")
        await home.taps("小林", "不问了")
        assert "⏹ 6-302 沈奶奶 以后不问了" in home.heard("老贾")[-1]
        assert await home.bot.rows("SELECT id FROM due WHERE kind LIKE 'check-in%'") == []
        await home.goes_on("08:01")
        assert len(await home.bot.rows("SELECT id FROM check_in")) == 1


async def test_a_link_is_for_once_and_whoever_made_it_hears_who_used_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("小林", "/报平安 6-302")
        await home.taps("小林", "家人链接")
        token = home.heard("小林")[-1].partition("?start=")[2].strip()
        home["沈奶奶"].starts(token)
        await home.bot.settled()
        assert "不能再做结对人" in home.heard("沈奶奶")[-1]
        home["小许"].starts(token)
        await home.bot.settled()
        assert "您是 6-302 沈奶奶 的家人了" in home.heard("小许")[-1]
        assert "账号名字「小许」" in home.heard("小林")[-1]
        home["何组长"].starts(token)
        await home.bot.settled()
        assert "用过了，或过期了" in home.heard("何组长")[-1]
        home["何组长"].starts("e_nonsense")
        await home.bot.settled()
        assert "用过了，或过期了" in home.heard("何组长")[-1]


@pytest.mark.parametrize("says_yes", [True, False])
async def test_the_elder_is_asked_whether_they_agree(sandbox: Sandbox, tmp_path: Path, *, says_yes: bool) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            query.do("UPDATE elder SET person_id = NULL, agreed_at = NULL, agreed_by = NULL")
        await home.says("小林", "/报平安 6-302")
        await home.taps("小林", "还没问过")
        await home.taps("小林", "本人链接")
        home["沈奶奶"].starts(home.heard("小林")[-1].partition("?start=")[2].strip())
        await home.bot.settled()
        assert home.heard("沈奶奶")[-2:] == [
            "您的回答只给照顾您的人看，三十天后删掉。",
            "沈奶奶，每天问您平安，没回音就请邻居来看，好吗？",
        ]
        await home.taps("沈奶奶", "好的" if says_yes else "不用了")
        await home.goes_on("08:01")
        await home.goes_on("23:00")
        await home.goes_on("08:01")
        if says_yes:
            assert "今天好吗" in home.heard("沈奶奶")[-1]
        else:
            assert home.heard("沈奶奶")[-1] == "好的，以后不问您了。想问了请找居委会。"
            assert "沈奶奶 不要每天问候" in home.heard("小林")[-1]


async def test_who_has_not_agreed_is_not_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            query.do("UPDATE elder SET agreed_at = NULL")
        await home.goes_on("08:01")
        assert await home.bot.rows("SELECT id FROM check_in") == []


async def test_another_zone_moves_the_hour(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            query.do("UPDATE compound SET time_zone = 'Asia/Urumqi'")
            number = await Elders(query).add(1, await Households(query).meet(1, HOME, 1), "某", 1, 1)
            assert number > 1
        await home.goes_on("08:01")
        assert await home.bot.rows("SELECT time_zone FROM due WHERE kind = 'check-in'") == [
            {"time_zone": "Asia/Urumqi"}
        ]


async def test_the_channel_is_kept_as_told(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path, channel=Channel.NONE) as home:
        await home.says("小林", "报平安")
        assert "6-302 沈奶奶 08:00 上门问 还没有消息" in home.heard("小林")[-1]
        await home.goes_on("08:01")
        await home.taps("老贾", "🔴 需要帮忙")
        assert "🆘 要帮忙" in "".join(await home.says("小林", "报平安"))


async def test_made_up_buttons_of_the_care_team_change_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        before = await elder(home)
        for data, notice in (
            ("elder:card:99", "这个按钮已经过期了"),
            ("elder:nonsense:1", "这个按钮已经过期了"),
            ("elder:unheard:99", "这个按钮已经过期了"),
            ("elder:channel:1:pigeon", ""),
            ("elder:hour:1:5", ""),
            ("elder:link:1:stranger", ""),
            ("elder:release:1:99", ""),
        ):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
            await home.bot.api.call("sendMessage", {"chat_id": home["小林"].id, "text": "假的", "reply_markup": markup})
            assert await home.taps("小林", "按") == notice, data
        assert await elder(home) == before
        assert len(await home.bot.rows("SELECT id FROM carer")) == 1
        assert await home.bot.rows("SELECT * FROM deep_link") == []


async def test_a_pause_is_told_in_words_with_the_name(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "6-302 沈奶奶 到" in (await home.says("小林", "/报平安 沈奶奶 去女儿家三天"))[0]
        assert "⏸ 到" in (await home.says("小林", "报平安"))[0]
        assert await home.bot.rows("SELECT act FROM audit WHERE subject = 'elder'") == [{"act": "pause"}]


async def test_a_neighbours_pause_is_told_and_one_tap_undoes_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        await home.says("老贾", "沈奶奶去女儿家到今天")
        assert "⏸ 6-302 沈奶奶 暂停问候" in home.heard("小林")[-1]
        assert "（老贾 说的）" in home.heard("小林")[-1]
        assert not any("暂停问候，到" in text for text in home.heard("周主任"))
        row = (await home.bot.rows("SELECT closed_at, how FROM check_in"))[0]
        assert row["how"] == "paused"
        # the ladder that it stopped begins anew
        await home.taps("小林", "接着问")
        assert (await home.bot.rows("SELECT closed_at FROM check_in"))[0]["closed_at"] is None
        assert home.heard("沈奶奶")[-1].startswith("沈奶奶，今天好吗")


async def test_a_long_pause_is_told_to_team_and_lead_whoever_says_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await grant(home, "何组长", Held(Role.LEAD, "6号楼"))
        await home.goes_on("09:00")
        await home.says("沈奶奶", "去女儿家住两天")
        assert not any("暂停" in text for name in ("小林", "何组长") for text in home.heard(name))
        await home.says("沈奶奶", "去女儿家住五天")
        for name in ("小林", "何组长"):
            assert "（本人说的）" in home.heard(name)[-1]
        await home.says("沈奶奶", "我回来了")
        for name in ("小林", "何组长"):
            assert "沈奶奶 暂停结束了" in home.heard(name)[-1]


async def test_the_end_of_a_pause_by_the_clock_is_told_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("老贾", "沈奶奶去女儿家到明天")
        for _ in range(3):
            sandbox.clock.move(24 * 3600)
            await home.bot.settled()
        await home.goes_on("08:01")
        assert sum("沈奶奶 暂停结束了" in text for text in home.heard("小林")) == 1
        assert any("今天好吗" in text for text in home.heard("沈奶奶"))


async def test_a_pause_ends_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "没有暂停，每天照常问" in (await home.says("小林", "/报平安 6-302 接着问"))[0]
        await home.says("小林", "/报平安 沈奶奶 去女儿家三天")
        await home.goes_on("08:30")
        assert await home.bot.rows("SELECT id FROM check_in") == []
        assert "接着每天问" in (await home.says("小林", "/报平安 6-302 沈奶奶 取消暂停"))[0]
        assert (await elder(home))["paused_until"] is None
        assert home.heard("沈奶奶")[-1].startswith("沈奶奶，今天好吗")  # her hour has come
        assert "哪天回来" in (await home.says("小林", "/报平安 6-302 暂停"))[0]


async def test_what_is_not_understood_of_a_line_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for said, word in (
            ("每天25点", "25点"),
            ("每天3点", "3点"),
            ("每天10点到8点", "10点到8点"),
            ("停一停", "停一停"),
        ):
            shown = await home.says("小林", f"/报平安 6-302 沈奶奶 {said}")
            assert len(shown) == 1
            assert f"没看懂「{word}」" in shown[0]
            assert "每天9点" in shown[0]
        assert (await elder(home))["asks_from"] == 480
        shown = await home.says("小林", "/报平安 6-302 沈奶奶 每天9点 随便")
        assert "没看懂「随便」" in shown[0]
        assert "09:00" in shown[1]


async def test_a_pause_that_begins_tomorrow_takes_nothing_from_today(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("老贾", "沈奶奶明天去女儿家到后天")
        await home.goes_on("08:01")
        assert home.heard("沈奶奶")[-1].startswith("沈奶奶，今天好吗")
        await home.goes_on("08:22")
        await home.says("老贾", "沈奶奶明天去女儿家到后天")
        assert (await home.bot.rows("SELECT closed_at FROM check_in"))[0]["closed_at"] is None
        await home.goes_on("08:42")
        assert any("还没报平安" in text for text in home.heard("老贾"))
        await home.says("沈奶奶", "在呢")
        before = len(home.heard("沈奶奶"))
        for _ in range(2):
            await home.goes_on("08:01")
        assert len(home.heard("沈奶奶")) == before
        await home.goes_on("08:01")
        assert home.heard("沈奶奶")[-1].startswith("沈奶奶，今天好吗")
