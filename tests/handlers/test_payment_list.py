"""A pasted payment list through the whole program: shown first, counted after a tap, the doubtful asked in turn."""

from pathlib import Path

from sandbox import Sandbox
from tests.handlers.test_payment import LIST, OTHER, Street, last, payments
from tests.running import running


async def test_nothing_counts_before_the_tap_and_nothing_at_all_where_it_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "王阿姨 35.00\n小陈 35.00")
        await bot.settled()
        shown = street.chief.private.last()
        assert "✓ 对得上 2笔，70元：" in shown.text
        assert await payments(bot) == []
        street.chief.taps(shown, "都不记")
        await bot.settled()
        assert shown.text == "这份收款记录没有记。"
        assert await payments(bot) == []


async def test_a_tap_on_an_old_list_says_to_paste_again(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "王阿姨 35.00 微信\n老何 9元")
        await bot.settled()
        old = street.chief.private.last()
        street.chief.says(None, "小陈 35.00元")
        await bot.settled()
        tap = street.chief.taps(old, "确认这1笔")
        await bot.settled()
        assert tap.notice == "这个按钮已经过期了，请再贴一次"
        street.chief.taps(street.chief.private.last(), "确认这1笔")
        await bot.settled()
        assert await payments(bot) == [("r:5//101", "received", 3500)]


async def test_the_doubtful_are_asked_one_after_the_other(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.li.says(street.group, "好")
        street.chief.says(None, "月亮 35.00\n星星 35.00\n王阿姨 12.00")
        await bot.settled()
        shown = street.chief.private.last()
        assert "？ 拿不准 3笔，一笔一笔问您：" in shown.text
        street.chief.taps(shown, "一笔一笔看（3笔）")
        await bot.settled()
        asked = street.chief.private.last()
        assert "后面还有2笔要问" in asked.text
        street.chief.taps(asked, "5-101 小陈（应付35元）")
        await bot.settled()
        assert "后面还有1笔要问" in asked.text
        assert "小陈" not in str(asked.markup)  # has paid by now
        street.chief.taps(asked, "都不是")
        await bot.settled()
        street.chief.taps(asked, "3-502 王阿姨（应付35元）")
        await bot.settled()
        assert asked.text == "✓ 问完了。"
        assert [fen for _, _, fen in await payments(bot)] in ([3500, 1200], [3500, 3500])


async def test_whoever_has_paid_meanwhile_is_not_counted_again(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "月亮 35.00\n星星 35.00")
        await bot.settled()
        street.chief.taps(street.chief.private.last(), "一笔一笔看（2笔）")
        await bot.settled()
        asked = street.chief.private.last()
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 5-101 小陈 35元")
        await bot.settled()
        tap = street.chief.taps(asked, "5-101 小陈（应付35元）")
        await bot.settled()
        assert tap.notice == "这一户已经收齐了"
        assert await payments(bot) == [("r:5//101", "received", 3500)]


async def test_of_several_buys_it_is_asked_whose_list_it_is(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        street.chief.says(None, "王阿姨 50.00\n王阿姨 35.00")
        await bot.settled()
        asked = street.chief.private.last()
        assert asked.text == "这是哪一个接龙的收款记录？"
        street.chief.taps(asked, "牛奶团")
        await bot.settled()
        street.chief.taps(street.chief.private.last(), "确认这1笔")
        await bot.settled()
        # the rest of the same list is the other buy's, and what counted there does not count here
        street.chief.says(None, "王阿姨 50.00\n王阿姨 35.00")
        await bot.settled()
        street.chief.taps(street.chief.private.last(), "香梨团")
        await bot.settled()
        shown = street.chief.private.last()
        assert "上次记过的 1笔，没有再算。" in shown.text
        street.chief.taps(shown, "确认这1笔")
        await bot.settled()
        rows = await bot.rows("SELECT chain_id, fen FROM payment ORDER BY id")
        assert [(row["chain_id"], row["fen"]) for row in rows] == [(2, 5000), (1, 3500)]


async def test_who_organises_nothing_is_told_what_private_is_for(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.ann.says(None, "王阿姨 35.00\n小陈 35.00")
        await bot.settled()
        assert last(street.ann).startswith("这里不接单")
        street.chief.says(None, "你好")
        await bot.settled()
        assert last(street.chief).startswith("这里不接单")


async def test_a_list_that_was_asked_for_and_holds_nothing_says_how_to_write_one(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "贴收款记录")
        await bot.settled()
        street.chief.says(None, "都收到啦")
        await bot.settled()
        assert last(street.chief).startswith("没有认出收款。")


async def test_who_pays_for_the_mother_as_well_settles_both_and_once(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        street.chief.says(None, "/start")
        street.chief.says(street.group, LIST)
        await bot.settled()
        street.ann.says(street.group, "3-502 香梨1箱")
        street.ann.says(street.group, "帮6-101陈阿婆订鸡蛋1板")
        await bot.settled()
        street.chief.says(street.group, "截单")
        street.ann.says(street.group, "转了47元")
        await bot.settled()
        assert [kind for _, kind, _ in await payments(bot)] == ["claimed", "claimed"]
        for _ in range(2):
            street.chief.says(None, "王阿姨 47.00\n老何 99.00")
            await bot.settled()
            shown = street.chief.private.last()
            if "确认" in str(shown.markup):
                street.chief.taps(shown, "确认这1笔")
                await bot.settled()
        got = [(party, fen) for party, kind, fen in await payments(bot) if kind == "received"]
        assert sorted(got) == [("r:3//502", 3500), ("r:6//101", 1200)]
