"""Scenes: what a script's lines mean, what goes before, and how they are played with pause and step."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import CannotDoError, Clock, Sandbox
from sandbox.acting import ACTS
from sandbox.cast import CAST, OWNERS, gather, role_of
from sandbox.clock import FollowedClock, publish
from sandbox.page import Page
from sandbox.player import Player, scenes
from sandbox.power import NoPower
from sandbox.scene import Line, read_scene, title_of
from sandbox.stage import Stage, lacking, seconds_until


def written(folder: Path, text: str, name: str = "scene") -> Path:
    """Write a scene's file."""
    path = folder / f"{name}.txt"
    path.write_text(text, "utf-8")
    return path


# --- reading -------------------------------------------------------------------------------------------------


def test_a_line_says_who_does_what_to_which(tmp_path: Path) -> None:
    text = "# 早上\n# 二\n方阿姨 改「青」：青菜⏎2份\n  ✍\n  没说话\n\n方阿姨 私按「好」\n（到：20:00）\n"
    first, second, third = read_scene(written(tmp_path, text))
    assert first == Line(
        3, "方阿姨", "改", "青", "青菜\n2份", ("✍", "没说话"), ("早上", "二"), "方阿姨 改「青」：青菜⏎2份", "scene"
    )
    assert (second.how, second.which) == ("私按", "好")
    assert (third.who, third.how, third.text) == ("", "到", "20:00")


def test_a_scene_may_begin_with_another(tmp_path: Path) -> None:
    written(tmp_path, "# 先\n老贾：早\n", "before")
    path = written(tmp_path, "（先演：before）\n老贾：晚\n")
    assert [(line.text, line.part) for line in read_scene(path)] == [("早", "before"), ("晚", "scene")]
    assert title_of(path) == "scene"
    assert title_of(path.with_name("before.txt")) == "先"


@pytest.mark.parametrize("text", ["（先演：nowhere）\n", "（先演：scene）\n", "不是 台词\n", "  ✍\n"])
def test_what_is_not_understood_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"scene\.txt:1"):
        read_scene(written(tmp_path, text))


def test_an_empty_scene_has_no_lines(tmp_path: Path) -> None:
    assert read_scene(written(tmp_path, "# nothing\n")) == ()


# --- acting --------------------------------------------------------------------------------------------------


async def act(sandbox: Sandbox, path: Path) -> Stage:
    """Act a scene in which the bot takes no part."""
    lines = read_scene(path)
    stage = Stage(sandbox, lines, NoPower())
    for line in lines:
        await stage.act(line)
        for wanted in line.shows:
            assert not lacking(stage, wanted), wanted
        stage.after()
    return stage


async def test_people_act_and_what_is_seen_is_looked_at(sandbox: Sandbox, tmp_path: Path) -> None:
    text = (
        "老贾：青菜2份\n  –\n  没说话\n  没有汇总：青菜\n老贾 改「青菜」：青菜3份\n方阿姨 回「青菜」：我也要\n"
        "方阿姨 转「我也」\n老贾 私：/start hello\n老贾 私：你好\n方阿姨 私：你好\n（群主匿名：通知）\n（到：20:00）\n"
        "（停机）\n（开机）\n（重启）\n"
    )
    stage = await act(sandbox, written(tmp_path, text))
    texts = [message.text for message in stage.group.messages]
    assert texts == ["青菜3份", "我也要", "我也要", "通知"]
    private = [[message.text for message in chat.messages.values()] for chat in sandbox.bot.private.values()]
    assert private == [["/start hello", "你好"], ["/start", "你好"]]


async def test_what_stands_in_somebodys_private_chat_is_looked_at(sandbox: Sandbox, tmp_path: Path) -> None:
    lines = read_scene(written(tmp_path, "老贾：青菜2份\n"))
    stage = Stage(sandbox, lines, NoPower())
    await stage.act(lines[0])
    assert lacking(stage, "私聊 老贾：加上了") == "in private there is []"
    stage._people["老贾"].starts()
    sandbox.world.say(stage._people["老贾"].private.chat, sandbox.bot.id, {"text": "加上了"})
    assert not lacking(stage, "私聊 老贾：加上了")


async def test_what_is_not_to_be_seen_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    lines = read_scene(written(tmp_path, "老贾：青菜2份\n"))
    stage = Stage(sandbox, lines, NoPower())
    await stage.act(lines[0])
    for wanted in ("✍", "汇总：青菜", "守望：好", "看到：好"):
        assert lacking(stage, wanted)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("老贾 改「没说过」：好\n", ValueError),
        ("（下雪）\n", ValueError),
        ("老贾 按「没有」\n", CannotDoError),
        ("老贾：好\n老贾 按「没有」\n", CannotDoError),
        ("（换到：别处）\n老贾 答：好\n", IndexError),
    ],
)
async def test_what_cannot_be_acted_is_an_error(
    sandbox: Sandbox, tmp_path: Path, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await act(sandbox, written(tmp_path, text))


async def test_a_group_of_that_title_is_taken_and_the_bot_let_in_once(sandbox: Sandbox, tmp_path: Path) -> None:
    people = gather(sandbox)
    text = f"（换到：{OWNERS}，管理员）\n方阿姨：好\n（换到：新群）\n（换到：{OWNERS}）\n"
    stage = await act(sandbox, written(tmp_path, text))
    assert stage.group.title == OWNERS
    assert stage.group.chat.members[sandbox.bot.id].status == "administrator"
    assert stage.group.messages[-1].sender_id == people["方阿姨"].id
    assert [chat.title for chat in sandbox.world.state.chats.values()].count(OWNERS) == 1
    assert role_of("方阿姨").startswith("居民")
    assert role_of("路人") == ""
    assert len(CAST) == 11


def test_the_next_time_of_day_is_today_or_tomorrow() -> None:
    noon = 1_800_000_000 - 1_800_000_000 % 86_400 + 4 * 3600  # in Shanghai
    assert seconds_until(noon, "20:00") == 8 * 3600 + 1
    assert seconds_until(noon, "08:00") == 20 * 3600 + 1
    assert seconds_until(noon, "20:00", days=1) == 32 * 3600 + 1


# --- playing -------------------------------------------------------------------------------------------------


@pytest.fixture
async def player(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Player]:
    """A player with two short scenes."""
    written(tmp_path, "# 短\n老贾：一\n  –\n老贾：二\n（到：20:00）\n方阿姨 私：三\n", "1_short")
    written(tmp_path, "（先演：1_short）\n老贾 改「没说过」：四\n", "2_broken")
    monkeypatch.setattr("sandbox.player.FOLDER", tmp_path)
    player = Player(sandbox, NoPower())
    player.set_pace("at once")
    yield player
    await player.stop()


async def drain(sandbox: Sandbox) -> None:
    """Fetch what is told to the bot, so that the sandbox is quiet."""
    while True:
        sandbox.world.queues[sandbox.bot.id].clear()
        await asyncio.sleep(0.01)


@pytest.fixture
async def fetching(sandbox: Sandbox) -> AsyncIterator[None]:
    task = asyncio.create_task(drain(sandbox))
    yield
    task.cancel()


@pytest.mark.usefixtures("fetching")
async def test_a_scene_waits_goes_a_step_and_on(player: Player, sandbox: Sandbox) -> None:
    await player.load("short")
    assert (player.status, player.at) == ("paused", -1)
    assert player.view()["shown"] == []
    player.step()
    await sandbox.until(lambda: player.at == 0)
    await asyncio.sleep(0.4)
    assert (player.status, player.at) == ("paused", 0)
    player.play()
    player.pause()
    player.pause()
    player.play()
    await player.finished()
    assert player.status == "done"
    assert player.script()[0]["shown"] == [{"wanted": "–", "instead": ""}]
    assert player.where["is_private"]
    player.play()
    player.step()
    assert player.status == "done"
    await player.put_away()
    assert player.view()["status"] == "idle"


@pytest.mark.usefixtures("fetching")
async def test_what_cannot_be_played_is_told_and_nothing_is_played_twice(player: Player) -> None:
    await player.load("broken")
    player.play()
    await player.finished()
    assert player.status == "failed"
    assert "没说过" in player.trouble
    await player.load("broken")
    assert [line["words"] for line in player.script()] == ["老贾 改「没说过」：四"]
    player.forget()
    await player.load("broken")
    assert len(player.script()) == 5
    await player.stop()
    assert player.status == "idle"
    await player.finished()


async def test_what_is_not_seen_is_noted_though_the_bot_never_fetches(
    player: Player, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sandbox.player._PATIENCE", 0.3)
    written(tmp_path, "老贾：一\n  ✍\n", "3_silent")
    await player.load("silent")
    player.play()
    await player.finished()
    assert player.status == "done"
    assert player.script()[0]["shown"] == [{"wanted": "✍", "instead": "it has –"}]


async def test_no_such_pace_and_no_such_scene(player: Player) -> None:
    with pytest.raises(ValueError, match="no such pace"):
        player.set_pace("backwards")
    with pytest.raises(KeyError):
        await player.load("midnight")


@pytest.mark.usefixtures("fetching")
async def test_the_page_directs_a_scene_and_begins_anew(player: Player, sandbox: Sandbox) -> None:
    page = Page(sandbox)
    person = sandbox.person("方阿姨")
    await ACTS["scene"](page, person, {"do": "load", "name": "short"})
    for do in ("step", "play", "pause", "play"):
        await ACTS["scene"](page, person, {"do": do})
    await ACTS["scene"](page, person, {"do": "pace", "pace": "at once"})
    await page.player.finished()
    await ACTS["scene"](page, person, {"do": "stop"})
    with pytest.raises(CannotDoError):
        await ACTS["scene"](page, person, {"do": "rewind"})
    await sandbox.refuse()
    with pytest.raises(KeyError):  # there is no scene here that sets up
        await page.renew()
    assert sandbox.is_open


async def test_only_what_the_real_scenes_need_is_in_the_cast(sandbox: Sandbox) -> None:
    gather(sandbox)
    for path in scenes().values():
        lines = read_scene(path)
        before = set(sandbox.world.state.users)
        Stage(sandbox, lines, NoPower())
        assert set(sandbox.world.state.users) == before, path
        assert title_of(path) != path.stem


# --- the clock they go by ------------------------------------------------------------------------------------


def test_a_clock_runs_fast_and_usual_again_without_a_jump() -> None:
    clock, heard = Clock(1_000_000.0), []
    clock.changed = lambda: heard.append(clock.rate)
    clock.run(600)
    clock.since -= 10  # ten seconds of ours ago
    assert clock.now() - 1_000_000.0 == pytest.approx(5990, abs=5)
    clock.run(1)
    assert clock.now() - 1_000_000.0 == pytest.approx(5990, abs=5)
    clock.move(60)
    assert clock.now() - 1_000_000.0 == pytest.approx(6050, abs=5)
    assert heard == [600, 1, 1]


def test_another_process_follows_the_clock_by_its_file(tmp_path: Path) -> None:
    clock, path = Clock(1_000_000.0), tmp_path / "clock.json"
    clock.changed = lambda: publish(clock, path)
    clock.changed()
    followed = FollowedClock(path)
    assert followed.now() == pytest.approx(clock.now(), abs=1)
    clock.move(3600)
    assert followed.now() == pytest.approx(clock.now(), abs=1)
    clock.run(60)
    assert followed.now() == pytest.approx(clock.now(), abs=60)
