"""Check-ins at the edges: who may press, twice, from elsewhere; nobody to tell; consent taken back; /forget."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversation.elder import plan_elder
from domain.elder import Carer, Channel, Kin
from domain.residence import Residence
from domain.role import Held, Role, Team
from sandbox import Sandbox
from sandbox.fault import Rule
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from storage.chat import Chats
from storage.due import Dues
from storage.elder import Elders
from storage.household import Households
from storage.person import Persons
from storage.role import Roles
from tests.running import Running, running

ZONE = ZoneInfo("Asia/Shanghai")
HOME = Residence("6", None, "302")


@dataclass(slots=True)
class Home:
    """A compound in which one elder is cared for."""

    bot: Running
    group: Room
    people: dict[str, Person]
    elder: int

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def goes_on(self, at: str) -> None:
        """Let the clock go on to a time of day."""
        self.bot.sandbox.clock.move(seconds_until(self.bot.sandbox.clock.now(), at))
        await self.bot.settled()

    async def taps(self, name: str, label: str) -> str:
        """Let somebody tap a button in private; return the notice."""
        tap = self[name].taps(self[name].private, label)
        await self.bot.settled()
        assert tap.answered
        return tap.notice

    async def says(self, name: str, text: str) -> list[str]:
        """Let somebody write in private; return what the bot then says there."""
        before = len(self.heard(name))
        self[name].says(None, text)
        await self.bot.settled()
        return self.heard(name)[before:]

    def heard(self, name: str) -> list[str]:
        """Return what the bot shows somebody in private."""
        bot_id = self.bot.sandbox.bot.id
        return [message.text for message in self[name].private.messages if message.sender_id == bot_id]

    async def ladder(self) -> dict[str, Any]:
        """Return the newest check-in."""
        return (await self.bot.rows("SELECT * FROM check_in ORDER BY id DESC LIMIT 1"))[0]

    async def steps(self) -> list[tuple[str, str | None]]:
        """Return what was said, and the answers, of the newest check-in."""
        rows = await self.bot.rows(
            "SELECT said, answer FROM check_in_step WHERE check_in_id = (SELECT MAX(id) FROM check_in) ORDER BY id"
        )
        return [(row["said"], row["answer"]) for row in rows]


@asynccontextmanager
async def cared_for(
    sandbox: Sandbox,
    tmp_path: Path,
    *,
    channel: Channel = Channel.CHAT,
    carers: tuple[str, ...] = ("老贾",),
    **changes: Any,
) -> AsyncIterator[Home]:
    """Run the bot at seven, with an elder who is asked at eight; 小林 is of the care team, 周主任 the committee."""
    local = datetime.fromtimestamp(sandbox.clock.now(), ZONE)
    sandbox.clock.move(seconds_until(sandbox.clock.now(), "07:00"))
    assert local.tzinfo is ZONE
    people = {
        name: sandbox.person(name, started=True) for name in ("沈奶奶", "老贾", "小林", "周主任", "小许", "何组长")
    }
    group = sandbox.group("桂园", members=list(people.values()), bot_is_admin=True)
    async with running(sandbox, tmp_path, **changes) as bot:
        for person in people.values():
            person.says(None, "/start")
        people["周主任"].says(group, "汇总")
        await bot.settled()
        now = int(sandbox.clock.now())
        async with bot.store.transaction() as query:
            chat = await Chats(query).at(group.id)
            assert chat is not None
            assert chat.compound_id is not None
            ids = {name: await Persons(query).meet(person.id, name) for name, person in people.items()}
            await Roles(query).grant(chat.compound_id, ids["周主任"], Held(Role.COMMITTEE), now)
            await Roles(query).grant(chat.compound_id, ids["小林"], Held(Role.VOLUNTEER, team=Team.CARE), now)
            household = await Households(query).meet(chat.compound_id, HOME, now)
            number = await Elders(query).add(chat.compound_id, household, "沈奶奶", ids["周主任"], now)
            elder = await Elders(query).get(number)
            assert elder is not None
            own = ids["沈奶奶"] if channel is Channel.CHAT else None
            elder = replace(elder, person_id=own, channel=channel, asks_from=480)
            Elders(query).keep(elder)
            Elders(query).agree(number, ids["周主任"], now)
            for name in carers:
                Elders(query).entrust(number, Carer(Kin.NEIGHBOUR, name, None, ids[name]))
            plan_elder(Dues(query), elder, ZONE, now)
        yield Home(bot, group, people, number)


async def test_pressing_twice_does_nothing_more_and_a_stranger_nothing_at_all(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        question = home["沈奶奶"].private.last()
        markup = question.markup
        check_in = (await home.ladder())["id"]
        for room, name in ((home["小许"].private, "小许"), (home.group, "沈奶奶"), (home.group, "老贾")):
            for verb in ("fine", "go", "help", "ambulance", "nonsense"):
                keyboard = {"inline_keyboard": [[{"text": "按", "callback_data": f"check_in:{verb}:{check_in}"}]]}
                await home.bot.api.call("sendMessage", {"chat_id": room.id, "text": "假的", "reply_markup": keyboard})
                tap = home[name].taps(room, "按")
                await home.bot.settled()
                assert tap.notice in ("这是问别人的", "这个按钮已经过期了"), (name, verb)
        assert (await home.ladder())["need"] == "silent"
        # whatever she taps is a sign of life
        assert (await home.ladder())["how"] == "sign"
        question.markup = markup
        await home.taps("沈奶奶", "我很好")
        question.markup = markup
        await home.taps("沈奶奶", "我很好")
        assert [said for said, _ in await home.steps()] == ["ask"]
        assert "收到，谢谢您。" in home.heard("沈奶奶")


async def test_help_pressed_twice_calls_people_once(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        question = home["沈奶奶"].private.last()
        markup = question.markup
        await home.taps("沈奶奶", "要帮忙")
        question.markup = markup
        await home.taps("沈奶奶", "要帮忙")
        assert [said for said, _ in await home.steps()] == ["ask", "help"]
        assert "已经在请人来看您了。很急就打120。" in home.heard("沈奶奶")
        # any other word does not take it back
        await home.says("沈奶奶", "在等")
        assert (await home.ladder())["closed_at"] is None
        await home.goes_on("08:23")
        assert [said for said, _ in await home.steps()].count(
            "help"
        ) == 3  # committee and care team, after twenty minutes
        await home.says("老贾", "去过沈奶奶家了，没人应")
        assert (await home.ladder())["need"] == "absent"
        await home.taps("小林", "我去看看")
        await home.taps("小林", "🟢 平安")
        row = await home.ladder()
        assert (row["how"], row["answered_by"]) == ("report", row["accepted_by"])


async def test_help_after_the_day_was_over_begins_anew(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        await home.taps("沈奶奶", "我很好")
        assert await home.says("沈奶奶", "我头晕") == ["好的，马上请人来看您。很急就打120。"]
        row = await home.ladder()
        assert (row["need"], row["closed_at"]) == ("help", None)
        assert "🆘 6-302 沈奶奶 要帮忙" in home.heard("老贾")[-1]
        await home.says("老贾", "看过沈奶奶了，她没事")
        assert (await home.ladder())["how"] == "proxy"


async def test_a_cry_in_the_group_is_heard_while_nobody_knows_how_she_is(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        home["沈奶奶"].says(home.group, "菜价看得心口疼")
        await home.bot.settled()
        assert await home.bot.rows("SELECT id FROM check_in") == []
        await home.goes_on("08:01")
        home.bot.sandbox.clock.move(24 * 3600)
        await home.bot.settled()
        home["沈奶奶"].says(home.group, "我摔了，起不来")
        await home.bot.settled()
        assert (await home.ladder())["need"] == "help"
        assert "摔" not in "".join(m.text for m in home.group.messages if m.sender_id == sandbox.bot.id)


async def test_with_nobody_to_tell_group_and_operator_hear_of_it_without_saying_of_whom(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    operator = sandbox.person("站长", started=True)
    async with cared_for(sandbox, tmp_path, carers=(), operator=operator.id) as home:
        operator.says(None, "/start")
        await home.bot.settled()
        for name in ("周主任", "小林"):
            home[name].blocks()
        await home.bot.settled()
        await home.goes_on("08:01")
        await home.goes_on("08:22")
        await home.goes_on("08:42")
        told = [message.text for message in home.group.messages if "急事" in message.text]
        assert len(told) == 1
        assert "沈" not in told[0]
        assert "急事" in operator.private.last().text
        await home.goes_on("08:53")
        assert len([message for message in home.group.messages if "急事" in message.text]) == 2
        home["小林"].starts()
        await home.bot.settled()
        await home.goes_on("09:04")
        assert "还没报平安" in home.heard("小林")[-1]
        await home.says("沈奶奶", "我很好")
        assert "有人处理好了" in home.group.last().text


async def test_a_message_left_lying_while_others_go_out_is_not_waited_for(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        sandbox.faults.add(
            Rule("too_many_requests", method="sendMessage", chat_id=home["沈奶奶"].id, seconds=3600, times=1)
        )
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "08:01"))
        await home.bot.until(lambda: _ask_is_held(home))
        sandbox.clock.move(120)
        home["小许"].says(None, "/help")
        await home.bot.until(
            lambda: home.bot.rows(
                "SELECT id FROM outbox WHERE state = 'sent' AND filed_at > :at", at=int(sandbox.clock.now()) - 60
            )
        )
        sandbox.clock.move(240)
        await home.bot.until(lambda: _has_said(home, "look"))
        assert any("还没报平安" in text for text in home.heard("老贾"))


async def _ask_is_held(home: Home) -> bool:
    return bool(
        await home.bot.rows(
            "SELECT id FROM outbox WHERE key LIKE 'check-in:%' AND settled_at IS NULL AND error = '429'"
        )
    )


async def _has_said(home: Home, said: str) -> bool:
    return bool(
        await home.bot.rows("SELECT id FROM check_in_step WHERE said = :said AND sent_at IS NOT NULL", said=said)
    )


async def test_a_consent_taken_back_ends_it_and_the_team_hears(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        await home.goes_on("08:22")
        await home.goes_on("08:42")
        async with home.bot.store.transaction() as query:
            query.do(
                """INSERT INTO consent (compound_id, person_id, subject, asked_at, given_at, withdrawn_at)
                   SELECT compound_id, person_id, 'check_in', :now, :now, :now FROM elder""",
                now=int(sandbox.clock.now()),
            )
        await home.goes_on("08:44")
        assert (await home.ladder())["how"] == "withdrawn"
        assert "⏹ 6-302 沈奶奶 以后不问了" in home.heard("老贾")[-1]
        await home.goes_on("08:01")
        assert "沈奶奶 不要每天问候" in home.heard("小林")[-1]
        assert (await home.bot.rows("SELECT ended_at FROM elder"))[0]["ended_at"] is not None
        assert await home.bot.rows("SELECT id FROM due WHERE kind LIKE 'check-in%'") == []


async def test_whoever_is_forgotten_is_asked_no_more(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        await home.goes_on("08:22")
        await home.goes_on("08:42")
        await home.says("沈奶奶", "删除我的资料")
        await home.taps("沈奶奶", "要删")
        await home.says("沈奶奶", "删除")
        assert "报平安的记录 1 天" in home.heard("沈奶奶")[-1]
        for table in ("elder", "carer", "check_in", "check_in_step"):
            assert await home.bot.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608
        assert "沈奶奶" in home.heard("老贾")[-1]  # the all-clear


async def test_an_elder_without_a_phone_whose_caller_cannot_is_taken_over(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path, channel=Channel.PHONE) as home:
        await home.goes_on("08:01")
        assert "📞 请给 6-302 沈奶奶 打个电话" in home.heard("老贾")[-1]
        await home.goes_on("08:22")
        assert "（第二次提醒）" in home.heard("老贾")[-1]
        await home.taps("老贾", "现在去不了")
        assert "还没报平安" in home.heard("小林")[-1]
        await home.taps("小林", "知道平安")
        row = await home.ladder()
        assert row["how"] == "proxy"


async def test_who_accepted_may_still_say_that_they_cannot(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        alarm = home["老贾"].private.last()
        markup = alarm.markup
        await home.taps("老贾", "我去看看")
        alarm.markup = markup
        await home.taps("老贾", "现在去不了")
        assert (await home.ladder())["need"] == "late"
        assert "请接着看" in home.heard("小林")[-1]
        await home.taps("小林", "需要120")
        assert "🚑 请现在就打 120" in "".join(home.heard("小林"))
        await home.taps("小林", "需要120")
        assert sum("正在叫" in text for text in home.heard("周主任")) == 1
        await home.taps("小林", "需要帮忙")
        assert "🆘 6-302 沈奶奶 要帮忙，小林 说的" in home.heard("老贾")[-1]
        await home.taps("老贾", "我去看看")
        await home.taps("老贾", "🟢 平安")
        assert "✅" in home.heard("周主任")[-1]


async def test_words_of_others_are_left_alone_unless_they_are_about_her(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path, carers=("老贾", "小许")) as home:
        assert "不接单" in (await home.says("老贾", "平安"))[0]  # nobody asks: no name, nothing meant
        assert "沈奶奶：记下了：平安" in (await home.says("老贾", "沈奶奶平安"))[0]
        await home.goes_on("08:01")
        assert await home.bot.rows("SELECT how FROM check_in") == [{"how": "early"}]
        assert "需要帮忙" in (await home.says("小许", "沈奶奶摔了"))[0]
        assert (await home.ladder())["need"] == "help"
        assert "沈奶奶 哪天回来？" in (await home.says("小许", "沈奶奶去女儿家了"))[0]
        assert "沈奶奶 到" in (await home.says("小许", "明天"))[0]
        assert (await home.ladder())["how"] == "paused"


async def test_what_she_writes_instead_of_a_day_is_heard_as_what_it_is(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert await home.says("沈奶奶", "这几天不在家") == ["好的。您哪天回来？比如：周三。"]
        assert await home.says("沈奶奶", "我摔了") == ["好的，马上请人来看您。很急就打120。"]
        await home.says("沈奶奶", "没事了，我很好")
        assert (await home.ladder())["how"] == "words"
        await home.says("沈奶奶", "不在家")
        assert await home.says("沈奶奶", "哎呀") == ["收到，今天算您报过平安了。"]


async def test_a_sticker_or_a_picture_is_a_sign_of_life(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        home["沈奶奶"].sends_photo(None)
        await home.bot.settled()
        assert (await home.ladder())["how"] == "sign"
        assert home.heard("沈奶奶")[-1] == "收到，今天算您报过平安了。"
        home["小许"].sends_photo(None)
        await home.bot.settled()
        assert "不接单" in home.heard("小许")[-1]


async def test_a_sign_of_yesterday_does_not_stop_todays_ladder(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        async with home.bot.store.transaction() as query:
            query.do("UPDATE check_in SET day = '2099-01-01'")
        await home.says("沈奶奶", "哎呀")
        assert (await home.ladder())["closed_at"] is None


async def test_a_neighbour_who_says_all_right_has_not_said_that_she_is(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        assert "您能去看看吗？" in (await home.says("老贾", "好的"))[0]
        assert "您能去看看吗？" in (await home.says("老贾", "收到"))[0]
        assert (await home.ladder())["closed_at"] is None
        assert "说去看" in (await home.says("老贾", "我马上去"))[0]
        assert (await home.ladder())["accepted_by"] is not None
        assert "老贾正过来看看您。" in home.heard("沈奶奶")
        assert "看过了请按一下" in (await home.says("老贾", "嗯"))[0]
        assert "我请别人" in (await home.says("老贾", "哎呀我走不开了"))[0]
        assert (await home.ladder())["need"] == "late"
        await home.says("老贾", "我去看看")
        assert "记下了：平安" in (await home.says("老贾", "到了，人没事"))[0]
        assert (await home.ladder())["how"] == "proxy"


async def test_whoever_was_alarmed_may_answer_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path, carers=()) as home:
        assert "不接单" in (await home.says("小林", "没人开门"))[0]
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        assert "没找到人" in (await home.says("小林", "没人开门"))[0]
        assert (await home.ladder())["need"] == "absent"
        assert "小林 去了，没找到人" in home.heard("周主任")[-1]
        assert "说去看" in (await home.says("周主任", "我这就去"))[0]
        assert "周主任 已经去看了" in (await home.says("小林", "我也过去看看"))[0]
        assert "需要帮忙" in (await home.says("周主任", "她摔了，快来"))[0]
        assert (await home.ladder())["need"] == "help"


async def test_after_a_cry_thanks_are_no_all_clear(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.says("沈奶奶", "我摔了")
        for words in ("好的", "谢谢", "去医院吧", "快点"):
            assert await home.says("沈奶奶", words) == ["已经在请人来看您了。很急就打120。"]
        home["沈奶奶"].sends_voice(None)
        await home.bot.settled()
        assert home.heard("沈奶奶")[-1] == "已经在请人来看您了。很急就打120。"
        assert (await home.ladder())["closed_at"] is None
        assert await home.says("沈奶奶", "按错了") == ["好的，知道您没事就放心了。"]
        assert (await home.ladder())["how"] == "wrong"
        assert "沈奶奶 平安" in home.heard("老贾")[-1]


async def test_a_grave_cry_in_the_group_is_heard_on_any_day(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        await home.taps("沈奶奶", "我很好")
        home["沈奶奶"].says(home.group, "腰疼，今天不下楼了")
        await home.bot.settled()
        assert (await home.ladder())["closed_at"] is not None
        home["沈奶奶"].says(home.group, "我摔了一跤，起不来了")
        await home.bot.settled()
        assert (await home.ladder())["need"] == "help"
        assert "沈奶奶 要帮忙" in home.heard("老贾")[-1]
        assert home.heard("沈奶奶")[-1] == "好的，马上请人来看您。很急就打120。"


async def test_an_elder_who_looks_after_another_says_of_whom_they_speak(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            elders = Elders(query)
            hers = await elders.get(home.elder)
            assert hers is not None
            neighbour = (await elders.carers(hers.id))[0].person_id
            household = await Households(query).meet(hers.compound_id, Residence("6", None, "301"), 0)
            own = await elders.get(await elders.add(hers.compound_id, household, "贾伯", neighbour or 0, 0))
            assert own is not None
            elders.keep(replace(own, person_id=neighbour, channel=Channel.CHAT, asks_from=480))
        assert "沈奶奶：记下了：需要帮忙" in (await home.says("老贾", "沈奶奶摔倒了"))[0]
        assert (await home.ladder())["elder_id"] == home.elder
        assert "沈奶奶 到" in (await home.says("老贾", "沈奶奶去女儿家到明天"))[0]
        rows = await home.bot.rows("SELECT paused_until FROM elder WHERE id <> :id", id=home.elder)
        assert rows == [{"paused_until": None}] or rows == [{"paused_until": 0}]
        assert len(await home.bot.rows("SELECT id FROM check_in WHERE elder_id <> :id", id=home.elder)) == 0


async def test_the_only_one_who_could_go_and_was_not_heard_of_is_asked_again(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path, carers=()) as home:
        home["小林"].blocks()
        for at in ("08:01", "08:22", "08:42"):
            await home.goes_on(at)
        await home.taps("周主任", "我去看看")
        before = len(home.heard("周主任"))
        for at in ("09:13", "09:24", "09:35"):
            await home.goes_on(at)
        asked = [said for said in home.heard("周主任")[before:] if "沈奶奶 怎么样了？" in said]
        assert len(asked) >= 3
        assert "有一件急事" in home.group.last().text


async def test_a_slight_complaint_ends_the_question_and_the_team_hears_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        assert await home.says("沈奶奶", "还好，就是腿有点疼") == ["收到，告诉关爱组了，会来问您。难受就按红的。"]
        assert (await home.ladder())["how"] == "words"
        assert [said for said, _ in await home.steps()] == ["ask"]
        assert [text for text in home.heard("小林") if "就是腿有点疼" in text] == home.heard("小林")[-1:]
        assert not any("腿" in text for name in ("老贾", "周主任") for text in home.heard(name))
        await home.taps("沈奶奶", "要帮忙")
        assert (await home.ladder())["need"] == "help"


async def test_a_slight_complaint_that_nobody_can_hear_is_a_cry(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        for name in ("周主任", "小林"):
            home[name].blocks()
        await home.bot.settled()
        await home.goes_on("08:01")
        await home.says("沈奶奶", "膝盖有点疼")
        assert (await home.ladder())["need"] == "help"
        assert "沈奶奶 要帮忙" in home.heard("老贾")[-1]


async def test_a_slight_complaint_at_night_waits_for_the_morning(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("23:00")
        await home.says("沈奶奶", "腿有点疼，睡不着")
        assert not any("腿" in text for text in home.heard("小林"))
        await home.goes_on("07:31")
        assert any("腿有点疼" in text for text in home.heard("小林"))


async def test_a_slight_complaint_told_of_another(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "告诉关爱组了" in (await home.says("老贾", "沈奶奶说膝盖有点疼"))[0]
        assert await home.bot.rows("SELECT id FROM check_in") == []
        assert await home.bot.rows("SELECT heard_at FROM elder") == [{"heard_at": None}]
        await home.goes_on("08:01")
        await home.says("老贾", "沈奶奶膝盖有点疼")  # nobody has seen her today
        assert (await home.ladder())["need"] == "help"
        await home.says("老贾", "刚看过沈奶奶，膝盖有点疼")
        assert (await home.ladder())["how"] == "proxy"


async def test_who_asks_after_her_hears_how_it_stands_and_has_people_go(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        async with home.bot.store.transaction() as query:
            daughter = await Persons(query).meet(home["小许"].id, "小许")
            Elders(query).entrust(home.elder, Carer(Kin.FAMILY, "女儿", "13812345678", daughter))
        assert "6-302 沈奶奶：今天" not in (await home.says("小许", "我妈今天报平安了吗"))[0]
        assert "请直接" not in (await home.says("小许", "打不通我妈电话，谁去看看"))[0]
        await home.goes_on("08:01")
        await home.taps("沈奶奶", "我很好")
        await home.goes_on("15:00")
        assert "6-302 沈奶奶：今天 08:01 有消息" in (await home.says("小许", "我妈怎么样了"))[0]
        assert home.heard("老贾")[-1:] == home.heard("老贾")[:1]  # nobody is alarmed by a question
        await home.taps("小许", "请人去看看")
        assert "在请人去看了" in home.heard("小许")[-1]
        assert "家里人联系不上，不放心。请去看看。" in home.heard("老贾")[-1]
        assert "在请人看" in (await home.says("小许", "怎么样了"))[0]
        await home.says("老贾", "我马上去")
        await home.taps("老贾", "🟢 平安")
        assert "✅ 6-302 沈奶奶 平安（老贾 说的）" in home.heard("小许")[-1]


async def test_a_neighbour_at_a_closed_door_has_people_called(sandbox: Sandbox, tmp_path: Path) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        assert "6-302 沈奶奶：" in (await home.says("老贾", "敲门没人应"))[0]
        await home.taps("老贾", "请人去看看")
        assert "‼️ 6-302 沈奶奶：老贾 去了，没找到人" in home.heard("周主任")[-1]
        # who does not look after her learns nothing, and no button of another's helps
        assert "沈奶奶" not in (await home.says("小许", "6-302 沈奶奶怎么样了"))[0]
        markup = {"inline_keyboard": [[{"text": "按", "callback_data": f"check_in:look:{home.elder}"}]]}
        await home.bot.api.call("sendMessage", {"chat_id": home["小许"].id, "text": "假的", "reply_markup": markup})
        assert await home.taps("小许", "按") == "这是问别人的"
        # the care team may ask by name or home
        assert "6-302 沈奶奶：" in (await home.says("小林", "6-302怎么样了"))[0]


async def test_who_is_there_calls_more_people_by_words_and_tells_of_the_hospital(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with cared_for(sandbox, tmp_path) as home:
        await home.goes_on("08:01")
        await home.says("沈奶奶", "我摔了")
        assert "🆘" in home.heard("老贾")[-1]
        await home.says("老贾", "我去")
        before = len(home.heard("周主任"))
        assert "我在请人来" in (await home.says("老贾", "在了，她腿动不了，叫救护车"))[0]
        assert "老贾 说的" in home.heard("周主任")[-1]
        assert len(home.heard("周主任")) > before  # and it was no empty word
        assert "送医院了" in (await home.says("老贾", "送医院了，女儿在路上"))[0]
        assert "🏥 6-302 沈奶奶 送医院了（老贾 说的）" in home.heard("周主任")[-1]
        assert (await home.ladder())["how"] == "hospital"
