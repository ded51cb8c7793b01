"""哪一样? through the whole program: answered by a button, in words, by the organiser, or by saying it anew."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running

LIST = "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/板"


async def asked(bot: Running, sandbox: Sandbox) -> tuple[Room, Person, Person, Person]:
    """Return a group in which 王阿姨 has just said +2, of two goods, and was asked of which."""
    chief, ann, eve = (sandbox.person(name, started=True) for name in ("周团长", "王阿姨", "小伊"))
    group = sandbox.group("3号楼", members=[chief, ann, eve], bot_is_admin=True)
    chief.says(group, LIST)
    ann.says(group, "3-502 +2")
    await bot.settled()
    return group, chief, ann, eve


def tally(group: Room) -> str:
    return next(seen.text for seen in group.transcript() if seen.pinned)


def reactions(group: Room, words: str) -> list[str]:
    return [emoji for seen in group.transcript() if seen.text == words for _, emoji in seen.reactions]


async def test_a_button_answers_once_and_only_from_who_was_asked(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, _, ann, eve = await asked(bot, sandbox)
        assert reactions(group, "3-502 +2") == ["🤔"]
        other = eve.taps(group, "青菜")
        await bot.settled()
        assert other.notice == "这是问别人的"
        ann.taps(group, "青菜")
        await bot.settled()
        assert "青菜 2份（1户）" in tally(group).replace("青菜 2（", "青菜 2份（")
        assert "3-502 青菜2" in tally(group)
        assert reactions(group, "3-502 +2") == ["✍"]
        assert group.find("✓ 青菜")
        assert await bot.rows("SELECT id FROM question") == []
        assert await bot.rows("SELECT id FROM due WHERE kind = 'order chain doubt'") == []


async def test_words_answer_too(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, _, ann, _ = await asked(bot, sandbox)
        question = next(message for message in reversed(group.messages) if message.markup)
        ann.replies(question, "鸡蛋")
        await bot.settled()
        assert "3-502 鸡蛋2" in tally(group)
        assert await bot.rows("SELECT id FROM question") == []


async def test_an_answer_that_says_it_anew_replaces_what_was_unclear(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, _, ann, _ = await asked(bot, sandbox)
        question = next(message for message in reversed(group.messages) if message.markup)
        ann.replies(question, "3-502 青菜1份 鸡蛋2板")
        await bot.settled()
        assert "3-502 青菜1份、鸡蛋2板" in tally(group)


async def test_who_says_it_anew_without_answering_is_not_asked_any_more(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, chief, ann, _ = await asked(bot, sandbox)
        ann.says(group, "3-502 青菜2份")
        await bot.settled()
        assert await bot.rows("SELECT id FROM question") == []
        late = ann.taps(group, "鸡蛋")
        await bot.settled()
        assert late.notice == "这个问题已经问完了"
        before = len(chief.private.transcript())
        sandbox.clock.move(700)
        await bot.settled()
        assert len(chief.private.transcript()) == before


async def test_what_nobody_answers_is_asked_of_the_organiser_in_private(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, chief, ann, _ = await asked(bot, sandbox)
        chief.says(None, "/start")
        await bot.settled()
        sandbox.clock.move(601)
        await bot.settled()
        assert "王阿姨 说「3-502 +2」，问了没答" in chief.private.last().text
        late = ann.taps(group, "青菜")
        await bot.settled()
        assert late.notice == "这个问题已经问完了"
        chief.taps(chief.private, "鸡蛋")
        await bot.settled()
        assert "3-502 鸡蛋2" in tally(group)
        (author,) = await bot.rows("SELECT person.name AS who FROM chain_order JOIN person ON person.id = author_id")
        assert author["who"] == "王阿姨"


async def test_made_up_buttons_do_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        _, _, _, eve = await asked(bot, sandbox)
        for data in ("which:1:9", "which:x:0", "which:999:0", "which:1", "which::"):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
            await bot.api.call("sendMessage", {"chat_id": eve.id, "text": "假的", "reply_markup": markup})
            tap = eve.taps(eve.private, "按")
            await bot.settled()
            assert tap.notice == "这个问题已经问完了"


async def test_of_two_open_buys_the_one_tapped_gets_the_order(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, other, ann = (sandbox.person(name, started=True) for name in ("周团长", "许团长", "王阿姨"))
    group = sandbox.group("3号楼", members=[chief, other, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, "#接龙\n菜团\n青菜 3元/份")
        other.says(group, "#接龙\n果团\n青菜 3元/份\n苹果 3元/份")
        ann.says(group, "3-502 青菜1份")
        await bot.settled()
        tap = ann.taps(group, "果团")
        await bot.settled()
        assert tap.answered
        assert await bot.rows("SELECT id FROM inbox WHERE attempts > 0") == []
        (row,) = await bot.rows("SELECT title FROM chain_order JOIN order_chain AS c ON c.id = chain_id")
        assert row["title"] == "果团"


async def test_none_of_these_leaves_nothing_behind(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, _, ann, _ = await asked(bot, sandbox)
        assert group.find("「3-502 +2」")
        ann.taps(group, "都不是")
        await bot.settled()
        assert await bot.rows("SELECT id FROM question") == []
        assert await bot.rows("SELECT id FROM order_line") == []
        assert group.find("这一条没有记")


async def test_far_too_many_are_recorded_only_when_their_author_says_so(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, _, ann, eve = await asked(bot, sandbox)
        ann.says(group, "3-502 青菜9999份")
        await bot.settled()
        assert "9999" not in tally(group)
        ann.taps(group, "记下")
        await bot.settled()
        assert "3-502 青菜9999份" in tally(group)
        eve.says(group, "3-601 鸡蛋2000板")
        await bot.settled()
        eve.taps(group, "先不记")
        await bot.settled()
        assert "2000" not in tally(group)
        assert await bot.rows("SELECT id FROM question") == []


async def test_a_change_of_everybody_s_order_is_asked_for_house_by_house(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, chief, ann, _ = await asked(bot, sandbox)
        ann.says(group, "3-502 青菜2份")
        chief.says(group, "所有人青菜取消")
        await bot.settled()
        assert "3-502 青菜2" in tally(group)
        assert "一户一户写" in group.last().text


async def test_who_is_late_for_one_buy_is_not_asked_about_another(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        group, chief, _, eve = await asked(bot, sandbox)
        chief.says(group, "截单")
        await bot.settled()
        chief.says(group, "#接龙\n水果团\n黄桃 30元/箱\n西梅 25元/盒")
        await bot.settled()
        eve.says(group, "3-601 鸡蛋2板")
        await bot.settled()
        assert reactions(group, "3-601 鸡蛋2板") == ["🤔"]
        assert any("「早市团」已截单" in seen.text for seen in group.transcript())
        eve.says(group, "3-601 黄桃1箱")
        await bot.settled()
        assert reactions(group, "3-601 黄桃1箱") == ["✍"]
