"""表格 through the whole program: sent to the organiser in private when a buy closes, and to nobody else."""

import io
from pathlib import Path

import openpyxl

from sandbox import Sandbox
from sandbox.person import Person
from tests.running import running

LIST = "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/板"


def files(sandbox: Sandbox, person: Person) -> list[str]:
    found = []
    for message in person.private.messages:
        document = message.content.get("document")
        if document is not None and message.sender_id == sandbox.bot.id:
            file = sandbox.world.state.files[document["file_id"]]
            assert openpyxl.load_workbook(io.BytesIO(file.data)).sheetnames
            found.append(file.name or "")
    return found


async def test_the_sheets_follow_the_closing_in_private(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = sandbox.person("周团长", started=True), sandbox.person("王阿姨", started=True)
    group = sandbox.group("桂园", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, LIST)
        ann.says(group, "3-502 青菜2份 鸡蛋1板")
        await bot.settled()
        assert files(sandbox, chief) == []
        chief.says(group, "截单")
        await bot.settled()
        (name,) = files(sandbox, chief)
        assert "早市团" in name
        assert not [message for message in group.messages if "document" in message.content]
        ann.says(None, "表格")
        await bot.settled()
        assert ann.private.last().text == "您这一个月没有开过接龙。"
        chief.says(None, "/表格 早市")
        chief.says(None, "/表格 晚市")
        await bot.settled()
        assert len(files(sandbox, chief)) == 2
        assert chief.private.find("没有叫这个名字的接龙。")


async def test_an_organiser_who_never_opened_the_bot_hears_how_to_get_them(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长")
    group = sandbox.group("桂园", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, LIST)
        chief.says(group, "截单")
        await bot.settled()
        assert group.find("请团长私聊我发「表格」")


async def test_a_buy_that_closes_by_the_clock_brings_its_sheets(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann = sandbox.person("周团长", started=True), sandbox.person("王阿姨")
    group = sandbox.group("桂园", members=[chief, ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(None, "/start")
        chief.says(group, f"{LIST}\n两小时后截单")
        ann.says(group, "3-502 青菜2份")
        await bot.settled()
        sandbox.clock.move(2 * 3600 + 5)
        await bot.settled()
        rows = await bot.rows("SELECT closed_at FROM order_chain")
        assert rows[0]["closed_at"] is not None
