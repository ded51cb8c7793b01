"""The demo opens on a compound that is set up, plays a scene, follows the moved clock, and begins anew."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot import demo
from bot.command_line import main
from sandbox.cast import CAST, OWNERS, VOLUNTEERS
from sandbox.page import Page
from sandbox.room import Room

pytestmark = pytest.mark.timeout(120)


def room(page: Page, title: str) -> Room:
    """Return the group of that title."""
    chat = next(chat for chat in page.sandbox.world.state.chats.values() if chat.title == title)
    return Room(page.sandbox.world, chat)


async def test_the_clock_that_is_moved_is_the_bots_and_what_was_said_stays_through_a_kill(tmp_path: Path) -> None:
    database = tmp_path / "kept.db"
    async with demo.staged(database) as page:
        sandbox = page.sandbox
        assert {chat.title for chat in sandbox.world.state.chats.values()} == {
            title for part in CAST for title in part.groups
        }
        owners = room(page, OWNERS)
        leader = next(one for one in page.everybody() if one.name == "许团长")
        leader.says(owners, "#接龙\n豆制品\n豆腐 4元/块")
        leader.says(owners, "3-704 豆腐2块")
        await page.power.pull()
        assert not page.power.is_on
        leader.says(owners, "3-502 豆腐1块")
        await page.power.on()
        await page.power.on()  # is on already
        await sandbox.until(lambda: "豆腐 3块（2户）" in str(owners.transcript()), seconds=20)
        sandbox.clock.move(0.6 * 3600)
        volunteers = room(page, VOLUNTEERS)
        await sandbox.until(lambda: "守望在岗" in str(volunteers.transcript()), seconds=20)

        await page.renew()
        assert "豆腐" not in str(room(page, OWNERS).transcript())
        assert "设置好了" in str(room(page, OWNERS).transcript())
    assert database.exists()


async def test_a_scene_can_be_had_at_once_until_somebody_ends_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)

    async def interrupt() -> None:
        while "按 Ctrl-C" not in (said := capsys.readouterr().out):
            assert "Traceback" not in said
            await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

    ending = asyncio.create_task(interrupt())
    assert await demo.play(None, scene="evening") == 0
    await ending
    assert shown[0].startswith("http://127.0.0.1:")


def test_a_scene_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--scene", "midnight"]) == 2
    assert "group_buy, elder, evening, arrival" in capsys.readouterr().err


def test_a_bot_that_cannot_run_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    assert main(["demo", "--no-browser", "--database", str(tmp_path / "file" / "demo.db")]) == 2
    said = capfd.readouterr().err
    assert "the bot did not start" in said
    assert "cannot be written" in said


def test_a_database_that_is_there_already_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine")
    assert main(["demo", "--no-browser", "--database", str(there)]) == 2
    assert "there is a database already" in capsys.readouterr().err
    assert there.read_text() == "mine"
