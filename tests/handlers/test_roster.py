"""花名册 through the whole program: sent as a file in private, compared, applied by a button, sent back."""

import io
from pathlib import Path
from typing import Any

import openpyxl

from domain.household import Entry
from domain.residence import Residence
from parsing.roster import read_roster
from rendering.roster_sheet import roster_csv, roster_xlsx
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.state import Message
from sandbox.storing import store
from tests.running import Running, running

TWO = [
    Entry(Residence("3", None, "502"), "王桂芳", "13800000502", 3),
    Entry(Residence("5", None, "601"), "李建国", "13800000601", 2),
]


def sends_file(sandbox: Sandbox, person: Person, name: str, content: bytes) -> Message:
    file = store(sandbox.world, "document", content, name=name)
    document = {"file_id": file.id, "file_unique_id": file.unique_id, "file_name": name, "file_size": len(content)}
    return person.sends(None, {"document": document})


async def roster_now(bot: Running) -> list[dict[str, Any]]:
    return await bot.rows("SELECT place, contact, phone, size, is_listed FROM household ORDER BY place")


async def a_committee(bot: Running, sandbox: Sandbox, *titles: str) -> Person:
    chief = sandbox.person("周主任", started=True)
    for title in titles or ("桂园",):
        group = sandbox.group(title, members=[chief], bot_is_admin=True)
        chief.says(group, "设置")
        await bot.settled()
    return chief


def texts(person: Person) -> list[str]:
    return [seen.text for seen in person.private.transcript()]


async def test_a_list_is_compared_first_and_applied_by_a_button(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox)
        sends_file(sandbox, chief, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        assert "新增 2 户" in texts(chief)[-1]
        assert await roster_now(bot) == []
        tap = chief.taps(chief.private, "导入")
        await bot.settled()
        assert tap.answered
        assert texts(chief)[-1].startswith("✅ 花名册更新好了")
        assert [(row["place"], row["phone"], row["size"]) for row in await roster_now(bot)] == [
            ("r:3//502", "13800000502", 3),
            ("r:5//601", "13800000601", 2),
        ]
        again = sends_file(sandbox, chief, "花名册.csv", roster_csv(TWO))
        await bot.settled()
        assert again
        assert "新增 0 户" in texts(chief)[-1]


async def test_a_list_of_one_building_leaves_the_others_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox)
        sends_file(sandbox, chief, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        chief.taps(chief.private, "导入")
        await bot.settled()
        changed = [Entry(Residence("3", None, "502"), "王桂芳", "13800000503", 4)]
        for button, left in (("不导入", 2), ("只导入表里有的楼，别的楼照旧", 2), ("全部导入，没写的算没有了", 1)):
            sends_file(sandbox, chief, "3号楼.xlsx", roster_xlsx(changed))
            await bot.settled()
            if "新增 0 户，变动 0 户，没有了 0 户" in texts(chief)[-1]:
                continue
            chief.taps(chief.private, button)
            await bot.settled()
            listed = [row for row in await roster_now(bot) if row["is_listed"]]
            assert len(listed) == left, button
        gone = next(row for row in await roster_now(bot) if row["place"] == "r:5//601")
        assert (gone["contact"], gone["phone"], gone["is_listed"]) == (None, None, 0)


async def test_the_template_and_the_list_are_sent_as_sheets(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox)
        sends_file(sandbox, chief, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        chief.taps(chief.private, "导入")
        chief.says(None, "花名册")
        await bot.settled()
        files = [
            sandbox.world.state.files[message.content["document"]["file_id"]]
            for message in chief.private.messages
            if message.sender_id == sandbox.bot.id and "document" in message.content
        ]
        assert [file.name for file in files] == ["花名册模板.xlsx", "桂园 花名册.xlsx"]
        read = read_roster(files[1].data, "")
        assert read.entries == tuple(TWO)  # type: ignore[union-attr]
        assert openpyxl.load_workbook(io.BytesIO(files[0].data)).sheetnames


async def test_only_the_committee_sends_lists_and_only_who_sent_it_applies_it(sandbox: Sandbox, tmp_path: Path) -> None:
    eve = sandbox.person("小伊", started=True)
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox)
        sends_file(sandbox, eve, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        assert texts(eve)[-1] == "花名册由居委会来发。"
        sends_file(sandbox, eve, "照片.jpg", b"x")
        await bot.settled()
        assert texts(eve)[-1] == "照片.jpg" or texts(eve)[-1] == "" or "花名册由" not in texts(eve)[-1]
        sends_file(sandbox, chief, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        (row,) = await bot.rows("SELECT id FROM upload")
        for data in (f"roster:yes:{row['id']}", "roster:yes:99", "roster:for:1:1", "roster:x:y"):
            markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
            await bot.api.call("sendMessage", {"chat_id": eve.id, "text": "假的", "reply_markup": markup})
            tap = eve.taps(eve.private, "按")
            await bot.settled()
            assert tap.notice == "这个按钮已经过期了"
        assert await roster_now(bot) == []


async def test_files_that_are_no_list_are_refused_in_one_sentence(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox)
        for name, content in (
            ("花名册.xlsx", b"\x89PNG\r\n"),
            ("花名册.csv", b""),
            ("大.csv", b"a" * (5 * 1024 * 1024 + 1)),
        ):
            sends_file(sandbox, chief, name, content)
            await bot.settled()
            said = texts(chief)[-1]
            assert said
            assert "\n" not in said
            assert "正在看" not in said
        assert await bot.rows("SELECT id FROM upload") == []
        assert await roster_now(bot) == []


async def test_who_has_two_compounds_is_asked_whose_list_it_is(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        chief = await a_committee(bot, sandbox, "桂园", "兰园")
        sends_file(sandbox, chief, "花名册.xlsx", roster_xlsx(TWO))
        await bot.settled()
        chief.taps(chief.private, "兰园")
        await bot.settled()
        chief.taps(chief.private, "导入")
        await bot.settled()
        rows = await bot.rows("SELECT DISTINCT name FROM household JOIN compound ON compound.id = compound_id")
        assert [row["name"] for row in rows] == ["兰园"]
