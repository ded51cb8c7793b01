"""配药: the medication team's day, in private: who sees what, each step once, custody, alerts, taking over."""

from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.stage import seconds_until
from tests.handlers.medication_place import MedicationPlace, heard
from tests.running import Running, running

_BUTTON = "🟢 3-501 缬沙坦"


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def state(bot: Running) -> dict[str, Any]:
    (row,) = await bot.rows("SELECT state, outcome FROM medication")
    return row


async def pressed(bot: Running, person: Any, data: str, room: Any = None) -> str:
    """Let somebody press a button made up with this data; return the notice."""
    room = room or person.private
    await bot.api.call(
        "sendMessage",
        {
            "chat_id": room.id,
            "text": "旧的",
            "reply_markup": {"inline_keyboard": [[{"text": f"按{data}", "callback_data": data}]]},
        },
    )
    tap = person.taps(room, f"按{data}")
    await bot.settled()
    return str(tap.notice)


async def test_only_the_team_and_the_committee_see_the_list(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        assert await there.whispers(bot, there.helper, "配药") == "现在没有要配的药。"
        await there.asks(bot)
        await there.says(bot, there.eve, "求舍曲林50mg一盒，3-502")
        assert "3-502：舍曲林" in await there.whispers(bot, there.helper, "配药")
        assert "舍曲林" not in await there.whispers(bot, there.chief, "配药")  # not consented to: the team only
        assert "缬沙坦" in heard(there.chief)
        assert "这里是配药组和居委会看的" in await there.whispers(bot, there.carer, "配药")
        assert "「配药」由志愿者来用" in await there.whispers(bot, there.ann, "配药")
        for person, data, notice in (
            (there.eve, "medCard:1", "这是配药组的事"),
            (there.carer, "medCard:1", "这是配药组的事"),
            (there.chief, "medCard:2", "还在等本人同意"),
            (there.helper, "medCard:9", "这个按钮已经过期了"),
            (there.helper, "medCard:x", "这个按钮已经过期了"),
            (there.helper, "medList:1", "这个按钮已经过期了"),
            (there.helper, "medStep:1:9", "已经变过了，看新的"),
            (there.helper, "medTake:1:9", "这个按钮已经过期了"),
            (there.helper, "medBack:1:9", "已经还了"),
            (there.helper, "medOverT:1", "这个按钮已经过期了"),
            (there.helper, "medCome:1", "这个按钮已经过期了"),
            (there.helper, "medGot:1:1", "这个按钮已经过期了"),
            (there.ann, "medGot:1:1", "这个按钮已经过期了"),
            (there.carer, "medAlert:1", "这个按钮已经过期了"),
        ):
            assert await pressed(bot, person, data) == notice, data
        assert await pressed(bot, there.helper, "medCard:1", there.group) == "这个按钮已经过期了"


async def test_the_list_has_pages_in_the_order_of_urgency_and_building(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        for number in (12, 2, 11, 10, 9, 8, 7, 6, 5):
            await there.says(bot, there.ann, f"求络活喜5mg一盒，{number}-101")
        await there.says(bot, there.ann, "立普妥20mg还剩两天，求一盒，12-301")
        first = await there.whispers(bot, there.helper, "配药")
        assert first.splitlines()[0] == "配药 11 件：🔴红 1　🟡黄 0　🟢绿 10（第 1/2 页）"
        assert [line.split("：")[0].split()[-1] for line in first.splitlines()[1:4]] == ["12-301", "2-101", "3-501"]
        assert "第 2/2 页" in await there.taps(bot, there.helper, "下一页 ›")
        assert "第 1/2 页" in await there.taps(bot, there.helper, "‹ 上一页")


async def test_a_request_goes_step_by_step_and_each_is_noted_with_who(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, _BUTTON, "→ 收件", "→ 已取药", "→ 核对", "退回 已取药", "→ 核对", "→ 送达")
        assert (await state(bot))["state"] == "delivered"
        assert "药送到了：3-501 缬沙坦 80mg 2盒" in heard(there.ann)
        assert await pressed(bot, there.helper, "medStep:1:2") == "已经变过了，看新的"
        shown = await there.taps(bot, there.helper, "→ 确认")
        assert await state(bot) == {"state": "confirmed", "outcome": "received"}
        assert "退回一步 小许" in shown
        steps = await bot.rows("SELECT step FROM medication_step WHERE person_id IS NOT NULL ORDER BY id")
        assert [row["step"] for row in steps] == [
            *("registered", "collected", "fetched", "checked", "back", "fetched", "checked", "delivered", "confirmed")
        ]
        tap = there.ann.taps(there.ann.private, "收到了")
        await bot.settled()
        assert tap.notice == "这个按钮已经过期了"


async def test_what_was_not_received_goes_back_to_who_brought_it(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.second, "配药")
        await there.taps(bot, there.second, _BUTTON, "→ 收件", "→ 已取药", "→ 核对", "→ 送达")
        await there.taps(bot, there.ann, "没收到，或不对")
        assert "对方说没收到，或不对：3-501" in heard(there.second)
        assert (await state(bot))["state"] == "checked"
        # and so it does in words, which who brought it reads
        await there.whispers(bot, there.second, "配药")
        await there.taps(bot, there.second, _BUTTON, "→ 送达")
        assert await there.whispers(bot, there.ann, "少了一盒啊") == "我告诉配药组了，他们会来找您。"
        assert "对方说没收到，或不对：「少了一盒啊」3-501" in heard(there.second)
        assert (await state(bot))["state"] == "checked"


async def test_what_is_not_to_be_had_ends_and_who_asked_hears_it(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.helper, "配药")
        assert "没有配到" in await there.taps(bot, there.helper, _BUTTON, "没有配到")
        assert "没有配到：3-501 缬沙坦" in heard(there.ann)
        assert (await state(bot))["outcome"] == "unavailable"
        assert await pressed(bot, there.helper, "medNone:1") == "这个按钮已经过期了"
        assert await pressed(bot, there.helper, "medStep:1:1") == "已经变过了，看新的"
        assert await pressed(bot, there.helper, "medTake:1:0") == "这个按钮已经过期了"
        assert "没有配到" in await there.whispers(bot, there.ann, "我的配药")


async def test_who_holds_what_is_known_and_nothing_stays_out_overnight_in_silence(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.helper, "配药")
        shown = await there.taps(bot, there.helper, _BUTTON, "我拿着医保卡", "我拿着钱")
        assert "医保卡在 小许 手里" in shown
        assert await pressed(bot, there.helper, "medTake:1:0") == "记下了，在您手里"
        await there.whispers(bot, there.second, "配药")
        await there.taps(bot, there.second, _BUTTON)
        assert await pressed(bot, there.second, "medTake:1:2") == "记下了，在您手里"  # the money goes from hand to hand
        await there.whispers(bot, there.second, "配药")
        assert "小陈：3-501 的钱" in await there.taps(bot, there.second, "谁手里有卡")
        assert [row["thing"] for row in await bot.rows("SELECT thing FROM medication_custody ORDER BY id")] == [
            *("card", "money", "money")
        ]
        assert "还有 2 样没还" in await forgets(there, bot)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "18:00"))
        await bot.settled()
        assert "您手里还有居民的这些东西，今天能还就还：\n・3-501 的医保卡" in heard(there.helper)
        await there.taps(bot, there.helper, "还了：3-501 医保卡")
        assert await pressed(bot, there.helper, "medBack:1:0") == "已经还了"
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "21:00"))
        await bot.settled()
        assert "今晚还有 1 样东西没还：\n・小陈：3-501 的钱" in heard(there.chief)
        await pressed(bot, there.second, "medBack:1:2")
        await there.whispers(bot, there.chief, "配药")
        assert await there.taps(bot, there.chief, "谁手里有卡") == "没有人手里有居民的卡和东西。"
        sandbox.clock.move(24 * 3600)
        await bot.settled()
        assert heard(there.chief).count("今晚还有") == 1


async def forgets(there: MedicationPlace, bot: Running) -> str:
    """王阿姨 wants to be forgotten while her things are out."""
    return await there.whispers(bot, there.ann, "删除我的资料")


async def test_the_list_comes_at_three_and_by_a_button(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "15:00"))
        await bot.settled()
        assert not [one for one in there.helper.private.messages if "document" in one.content]
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, "清单和标签")
        assert there.helper.private.last().text == "现在没有要配的药。"
        await there.asks(bot)
        await there.says(bot, there.eve, "求舍曲林50mg一盒，3-502")
        sandbox.clock.move(24 * 3600)
        await bot.settled()
        for person in (there.helper, there.second):
            (sent,) = [one for one in person.private.messages if "document" in one.content]
            assert sent.text.startswith("1 件：没说在哪里配过 1 件\n另有 1 件等本人同意")
        assert not [one for one in there.chief.private.messages if "document" in one.content]
        await there.whispers(bot, there.chief, "配药")
        await there.taps(bot, there.chief, "清单和标签")
        assert [one for one in there.chief.private.messages if "document" in one.content]


async def test_red_is_told_until_somebody_accepts_and_at_night_only_what_cannot_wait(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot, at="23:00")
        await there.says(bot, there.ann, "我爸的缬沙坦80mg还剩两天，要两盒，3-501")
        assert "配药急" not in heard(there.helper)
        await there.says(bot, there.ann, "我妈的胰岛素用完了，求诺和锐30一支，3-501")
        assert "🔴 配药急\n3-501 母亲：诺和锐30 1支\n已经没有了，说很急" in heard(there.helper)
        for minutes in (10, 10):
            sandbox.clock.move(minutes * 60 + 1)
            await bot.settled()
        assert "（第 3 次，还没有人接）" in heard(there.second)
        assert "配药组有急事还没有人接" in heard(there.chief)  # not consented to: no more than that
        assert "诺和锐" not in heard(there.chief)
        await there.taps(bot, there.second, "我来")
        assert "我来 小陈" in heard(there.second)
        assert "配药组的人接手了：3-501 母亲" in heard(there.ann)
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "07:31"))
        await bot.settled()
        assert "3-501 父亲：缬沙坦 80mg 2盒" in heard(there.helper)
        assert "（第 4 次" not in heard(there.second)
        told = await bot.rows("SELECT person_id FROM medication_told WHERE alert_id = 2")
        assert len(told) == 7
        await there.says(bot, there.ann, "缬沙坦不用了")
        sandbox.clock.move(700)
        await bot.settled()
        assert heard(there.helper).count("3-501 父亲：缬沙坦 80mg 2盒") == 1


async def test_a_card_has_the_button_to_accept_and_the_first_has_it(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot, "缬沙坦80mg两盒，急，3-501")
        await there.whispers(bot, there.chief, "配药")
        await there.taps(bot, there.chief, "🔴 3-501 缬沙坦")
        assert "接手：周主任" in await there.taps(bot, there.chief, "我来")
        assert await pressed(bot, there.helper, "medCome:1") == "已经有人接手了"
        assert await pressed(bot, there.carer, "medAlert:1") == "这是值班的人的事"


async def test_the_team_takes_over_what_nobody_consented_to_with_a_reason(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.bob, "求缬沙坦80mg两盒，3-501")
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, _BUTTON, "不等同意，接手")
        assert "接手（本人还没同意） 小许" in await there.whispers(bot, there.helper, "电话里说好了")
        (row,) = await bot.rows("SELECT taken_for FROM medication")
        assert row["taken_for"] == "电话里说好了"
        sandbox.clock.move(80 * 3600)
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM medication")) == 1
        await there.says(bot, there.eve, "求络活喜5mg两盒，3-502")
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, "🟢 3-502 络活喜", "不等同意，接手")
        async with bot.store.transaction() as query:
            query.do("DELETE FROM role WHERE team = 'medicine'")
        assert "没有接手" in await there.whispers(bot, there.helper, "我想看看")


async def test_the_roster_says_whom_and_where_to_ring(there: MedicationPlace, sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.says(bot, there.ann, "我是3号楼501")
        async with bot.store.transaction() as query:
            query.do("UPDATE household SET contact = '王女士', phone = '021-55550000', is_listed = 1")
        await there.asks(bot, "缬沙坦80mg两盒，血压高，药房要冷藏，3-501")
        await there.whispers(bot, there.helper, "配药")
        shown = await there.taps(bot, there.helper, _BUTTON)
        assert "姓名：王女士\n电话：021-55550000\n病情：高血压" in shown
        assert "谁说的：王阿姨" in shown
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, "清单和标签")


async def test_a_button_of_an_old_card_moves_nothing_back(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.asks(bot)
        await there.whispers(bot, there.second, "配药")
        await there.taps(bot, there.second, _BUTTON)
        await there.whispers(bot, there.helper, "配药")
        await there.taps(bot, there.helper, _BUTTON, "→ 收件", "→ 已取药")
        await there.taps(bot, there.second, "→ 收件")
        assert (await state(bot))["state"] == "fetched"
