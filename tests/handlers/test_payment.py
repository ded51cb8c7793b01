"""收款 through the whole program: the organiser's list, what households say, reminders, and no word in a group."""

import io
from pathlib import Path

import openpyxl

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running

LIST = "#接龙\n香梨团\n香梨 35元/箱\n鸡蛋 12元/板"
OTHER = "#接龙\n牛奶团\n牛奶 50元/箱"


class Street:
    """A group with an organiser and neighbours, all of whom have opened the bot."""

    def __init__(self, sandbox: Sandbox) -> None:
        names = ("周团长", "王阿姨", "小陈", "李叔")
        self.chief, self.ann, self.chen, self.li = (sandbox.person(name, started=True) for name in names)
        self.group: Room = sandbox.group("桂园", members=[self.chief, self.ann, self.chen, self.li], bot_is_admin=True)

    async def buys(self, bot: Running, *lists: str) -> None:
        """Open each list, have everybody order its first good, and close it."""
        for person in (self.chief, self.ann, self.chen, self.li):
            person.says(None, "/start")
        for listed in lists or (LIST,):
            self.chief.says(self.group, listed)
            await bot.settled()
            good = "牛奶" if "牛奶" in listed else "香梨"
            self.ann.says(self.group, f"3-502 {good}1箱")
            self.chen.says(self.group, f"5-101 {good}1箱")
            await bot.settled()
            self.chief.says(self.group, "截单")
            await bot.settled()

    def heard(self) -> int:
        """How many words of the bot's are in the group."""
        return len(self.group.messages)


def last(person: Person) -> str:
    return person.private.last().text


async def payments(bot: Running) -> list[tuple[str, str, int | None]]:
    rows = await bot.rows("SELECT party, kind, fen FROM payment ORDER BY id")
    return [(row["party"], row["kind"], row["fen"]) for row in rows]


async def test_who_organises_nothing_has_nothing_to_collect(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.ann.says(None, "收款")
        street.chief.says(None, "/收款 牛奶")
        await bot.settled()
        assert last(street.ann) == "您最近没有要收款的接龙。"
        assert last(street.chief) == "您最近没有要收款的接龙。"
        street.chief.says(street.group, "收款")
        await bot.settled()
        assert "请私聊我发" in street.group.last().text


async def test_a_button_whose_amount_has_changed_counts_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "收款")
        await bot.settled()
        old = street.chief.private.last()
        street.chief.says(street.group, "3-502改成香梨2箱")
        await bot.settled()
        tap = street.chief.taps(old, "✓ 3-502 王阿姨 35元")
        await bot.settled()
        assert tap.notice == "名单有变动，请看新的"
        assert "3-502 王阿姨 70元" in old.text
        assert await payments(bot) == []
        street.chief.taps(old, "✓ 3-502 王阿姨 70元")
        street.chief.taps(old, "✓ 3-502 王阿姨 70元")  # pressed twice
        await bot.settled()
        assert await payments(bot) == [("r:3//502", "received", 7000)]


async def test_a_claim_of_less_is_taken_as_said_and_not_with_the_others(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.ann.says(None, "付了30元")
        street.chen.says(street.group, "已付")
        await bot.settled()
        assert last(street.ann) == "记下了：「香梨团」您付过了，等团长确认。"
        street.chief.says(None, "收款")
        await bot.settled()
        assert "3-502 王阿姨 说付了30元，应付35元" in last(street.chief)
        assert "都收到了" not in str(street.chief.private.last().markup)  # one alone is tapped alone
        street.chief.taps(street.chief.private, "✓ 3-502 王阿姨 30元")
        await bot.settled()
        assert "3-502 王阿姨 付了30元，还差5元" in last(street.chief)


async def test_of_two_buys_who_has_paid_is_asked_which_and_only_they_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        street.ann.says(street.group, "已付")
        await bot.settled()
        assert street.group.last().text == "您付的是哪一个接龙的？"
        tap = street.chen.taps(street.group, "牛奶团")
        await bot.settled()
        assert tap.notice == "这是问别人的"
        asked = street.group.last()
        street.ann.taps(asked, "牛奶团")
        await bot.settled()
        assert asked.text == "👌 「牛奶团」记下了"
        assert not (asked.markup or {}).get("inline_keyboard")
        # the amount tells which, and so does the name
        street.chen.says(street.group, "转了35元")
        street.chen.says(street.group, "牛奶团已付")
        street.li.says(street.group, "牛奶团已付")
        await bot.settled()
        rows = await bot.rows("SELECT chain_id, party, kind, fen FROM payment ORDER BY id")
        assert [(row["chain_id"], row["party"], row["fen"]) for row in rows] == [
            (2, "r:3//502", None), (1, "r:5//101", 3500), (2, "r:5//101", None),
        ]  # fmt: skip


async def test_which_buy_may_be_said_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        street.ann.says(None, "已付")
        await bot.settled()
        street.ann.says(None, "苹果")
        await bot.settled()
        assert "没看明白是哪一个" in last(street.ann)
        street.ann.says(None, "已付")
        await bot.settled()
        street.ann.says(None, "香梨团")
        await bot.settled()
        assert await payments(bot) == [("r:3//502", "claimed", None)]


async def test_in_an_open_buy_a_claim_counts_only_where_somebody_collects(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        street.chief.says(None, "/start")
        street.chief.says(street.group, LIST)
        await bot.settled()
        street.ann.says(street.group, "3-502 香梨1箱")
        street.chen.says(street.group, "5-101 香梨1箱")
        street.ann.says(street.group, "已付")
        await bot.settled()
        assert await payments(bot) == []
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 5-101 小陈 35元")
        street.ann.says(street.group, "已付")
        await bot.settled()
        assert [kind for _, kind, _ in await payments(bot)] == ["received", "claimed"]


async def test_without_a_price_the_organiser_says_how_much_came(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, "#接龙\n香梨团\n香梨")
        street.chief.says(None, "收款")
        await bot.settled()
        assert "没有单价、算不出：\n・3-502 王阿姨 香梨 1箱" in last(street.chief)
        street.chief.taps(street.chief.private, "3-502 王阿姨 收到…")
        await bot.settled()
        street.chief.says(None, "二十吧")
        await bot.settled()
        assert last(street.chief).startswith("没看懂")
        street.chief.taps(street.chief.private, "3-502 王阿姨 收到…")  # asked twice, one answer settles it
        await bot.settled()
        street.chief.says(None, "20.5元")
        await bot.settled()
        assert await bot.rows("SELECT id FROM question WHERE kind = 'payment amount'") == []
        assert await payments(bot) == [("r:3//502", "received", 2050)]
        assert "收到 20.5元，1户结清" in last(street.chief)


async def test_a_reminder_at_night_waits_for_the_morning_and_is_one_a_day(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        night = (22 * 3600 - int(sandbox.clock.now() + 8 * 3600) % 86400) % 86400
        sandbox.clock.move(night)
        await bot.settled()
        before = len(street.ann.private.messages)
        street.chief.says(None, "/收款 香梨")
        await bot.settled()
        street.chief.taps(street.chief.private, "催款")
        await bot.settled()
        assert "私聊提醒了 2户" in last(street.chief)
        assert len(street.ann.private.messages) == before
        sandbox.clock.move(1800)  # the same evening, of another buy
        street.chief.says(None, "/收款 牛奶")
        await bot.settled()
        street.chief.taps(street.chief.private, "催款")
        await bot.settled()
        assert "今天提醒过的，不再打扰：2户" in last(street.chief)
        sandbox.clock.move(10 * 3600)
        await bot.settled()
        assert "「香梨团」您还有 35元 没付" in last(street.ann)
        heard = street.heard()
        tap = street.ann.taps(street.ann.private, "我付好了")
        await bot.settled()
        assert tap.notice == "记下了，等团长确认"
        assert street.heard() == heard


async def test_the_reminders_button_is_only_who_pays(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        markup = {"inline_keyboard": [[{"text": "假的", "callback_data": "payDid:1"}]]}
        for room, person in ((street.li.private, street.li), (street.group, street.ann)):
            await bot.api.call("sendMessage", {"chat_id": room.id, "text": "假的", "reply_markup": markup})
            tap = person.taps(room, "假的")
            await bot.settled()
            assert tap.notice in ("这个按钮已经过期了", "这是问别人的")
        assert await payments(bot) == []


async def test_the_sheet_tells_how_each_household_stands(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chen.says(street.group, "已付")
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 3-502 王阿姨 35元")
        street.chief.says(None, "表格")
        await bot.settled()
        document = street.chief.private.last().content["document"]
        book = openpyxl.load_workbook(io.BytesIO(sandbox.world.state.files[document["file_id"]].data))
        rows = [[cell.value for cell in row] for row in book["收款"].iter_rows(min_row=3)]
        assert rows[0] == ["跟团号", "房号", "姓名", "物品", "应付(元)", "已付", "退款(元)", "备注"]
        assert [(row[1], row[4], row[5]) for row in rows[1:3]] == [
            ("3-502", 35, "已付35"),
            ("5-101", 35, "说付了，待确认"),
        ]


async def test_a_long_list_has_pages(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        street.chief.says(None, "/start")
        lines = "\n".join(f"{number}. 3-{100 + number} 香梨1箱" for number in range(1, 40))
        street.chief.says(street.group, f"{LIST}\n\n{lines}")
        street.chief.says(street.group, "截单")
        street.chief.says(None, "收款")
        await bot.settled()
        page = street.chief.private.last()
        assert "第1页，共2页" in page.text
        street.chief.taps(page, "下一页 ▶")
        await bot.settled()
        assert "第2页，共2页" in page.text
        assert "3-139" in page.text
        street.chief.taps(page, "◀ 上一页")
        await bot.settled()
        assert "3-101" in page.text


async def test_of_several_buys_the_organiser_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        street.chief.says(None, "收款")
        await bot.settled()
        asked = street.chief.private.last()
        assert asked.text == "收哪一个接龙的款？"
        street.chief.taps(asked, "「牛奶团」还差100元")
        await bot.settled()
        assert asked.text.startswith("💰 「牛奶团」收款\n应收 100元，2户")


async def test_what_was_noted_by_mistake_is_taken_back_and_can_be_noted_anew(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "王阿姨 35.00\n老何 9元")
        await bot.settled()
        street.chief.taps(street.chief.private, "确认这1笔")
        await bot.settled()
        street.chief.says(None, "收款")
        await bot.settled()
        shown = street.chief.private.last()
        street.chief.taps(shown, "有记错的")
        await bot.settled()
        assert "哪一户记错了" in shown.text
        old = list((shown.markup or {})["inline_keyboard"])
        street.chief.taps(shown, "✗ 3-502 王阿姨 收35元")
        await bot.settled()
        assert "✗ 没付 2户 70元" in shown.text
        assert await payments(bot) == []
        markup = {"inline_keyboard": old}
        await bot.api.call("sendMessage", {"chat_id": street.chief.private.id, "text": "旧的", "reply_markup": markup})
        tap = street.chief.taps(street.chief.private, "✗ 3-502 王阿姨 收35元")
        await bot.settled()
        assert tap.notice == "名单有变动，请看新的"
        street.chief.says(None, "王阿姨 35.00\n老何 9元")  # the line counts again
        await bot.settled()
        assert "✓ 对得上 1笔" in last(street.chief)


async def test_who_paid_and_takes_the_order_back_gets_the_money_back(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "收款")
        await bot.settled()
        shown = street.chief.private.last()
        street.chief.taps(shown, "✓ 3-502 王阿姨 35元")
        await bot.settled()
        street.chief.says(street.group, "3-502的不要了")
        await bot.settled()
        street.chief.taps(shown, "刷新")
        await bot.settled()
        assert "多收了、要退：\n・3-502（没有单了） 退35元" in shown.text
        street.chief.taps(shown, "↩ 3-502（没有单了） 退了35元")
        await bot.settled()
        assert "要退" not in shown.text.split("✗", 1)[0]
        street.chief.taps(shown, "撤销刚才那一下")
        await bot.settled()
        assert "・3-502（没有单了） 退35元" in shown.text


async def test_what_was_asked_is_not_claimed_once_it_is_settled(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot, LIST, OTHER)
        street.ann.says(street.group, "已付")
        await bot.settled()
        asked = street.group.last()
        street.chief.says(None, "/收款 牛奶")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 3-502 王阿姨 50元")
        await bot.settled()
        tap = street.ann.taps(asked, "牛奶团")
        await bot.settled()
        assert tap.notice == "这个接龙已经结清了"
        assert [kind for _, kind, _ in await payments(bot)] == ["received"]
        tap = street.ann.taps(asked, "牛奶团")
        await bot.settled()
        assert tap.notice == "这个问题已经问完了"


async def test_an_account_that_tells_its_room_later_takes_its_payment_along(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        street.chief.says(None, "/start")
        street.chief.says(street.group, LIST)
        await bot.settled()
        street.ann.says(street.group, "香梨1箱")
        await bot.settled()
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 王阿姨 35元")
        await bot.settled()
        street.ann.says(street.group, "我是3-502的，香梨改成2箱")
        street.ann.says(street.group, "3-502 香梨2箱")
        await bot.settled()
        street.chief.says(None, "收款")
        await bot.settled()
        assert "付了一部分：\n・3-502 王阿姨 付了35元，还差35元" in last(street.chief)
        assert await payments(bot) == [("r:3//502", "received", 3500)]


async def test_a_buy_that_was_called_off_is_paid_back_and_does_not_arrive(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        street.chief.says(None, "/start")
        street.chief.says(street.group, f"{LIST}\n满50箱成团")
        await bot.settled()
        street.ann.says(street.group, "3-502 香梨1箱")
        street.chen.says(street.group, "5-101 香梨1箱")
        await bot.settled()
        street.chief.says(None, "收款")
        await bot.settled()
        street.chief.taps(street.chief.private, "✓ 3-502 王阿姨 35元")
        await bot.settled()
        async with bot.store.transaction() as query:
            query.do("UPDATE order_chain SET is_cancelled = 1, closed_at = opened_at WHERE id = 1")
        street.chief.says(None, "收款")
        street.chief.says(None, "到货")
        await bot.settled()
        assert street.chief.private.find("多收了、要退：\n・3-502 王阿姨 退35元")
        assert last(street.chief).startswith("没有截了单")
        street.chen.says(street.group, "已付")
        await bot.settled()
        assert len(await payments(bot)) == 1


async def test_new_prices_told_in_private_are_no_payment_list(sandbox: Sandbox, tmp_path: Path) -> None:
    street = Street(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await street.buys(bot)
        street.chief.says(None, "苹果改成13元")
        await bot.settled()
        assert "对收款记录" not in last(street.chief)
