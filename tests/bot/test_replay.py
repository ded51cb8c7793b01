"""`shouwang replay`: what it prints, how it ends, and what it leaves behind."""

import asyncio
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.command_line import main
from tests.bot.chat_history import BEGAN, ORGANISER, ORGANISER_NAME, Raw, Spring, chat, message, stamp, write

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOUWANG_TOKEN", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    before = os.umask(0o022)
    yield
    os.umask(before)
    assert list((tmp_path / "temporary").iterdir()) == []


def morning() -> list[Raw]:
    said = [
        (ORGANISER, ORGANISER_NAME, "#接龙 周末水果\n枇杷 25元/盒\n杨梅 30元/盒\n1."),
        (7, "小凌", "3号楼501 枇杷2盒"),
        (8, "老葛", "不要了，取消杨梅"),
        (9, "阿真", "今天楼下好吵"),
        (ORGANISER, ORGANISER_NAME, "截单"),
        (8, "老葛", "4号楼201 杨梅1盒"),
    ]
    return [message(at, *one, BEGAN + 60 * at) for at, one in enumerate(said, 1)]


def as_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_history_is_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(write(tmp_path / "result.json", chat(morning())))]) == 0
    out, err = capsys.readouterr()
    assert "📋 周末水果（已截单）\n     枇杷 2盒（1户）\n     共 1 户，50元" in out
    assert f"（{ORGANISER_NAME}开团，始于消息 1，5 条消息说到它）" in out
    assert "老葛（消息 3）：不要了，取消杨梅\n      守望会说：" in out
    assert "截单后来的单：1 条" in out
    assert "楼下好吵" not in out
    assert out.splitlines()[-1].startswith("共 6 条消息，用了 ")
    assert err == ""


def test_machines_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--json", str(write(tmp_path / "result.json", chat(morning())))]) == 0
    found = as_json(capsys)
    (group,) = found["chats"]
    assert group["buys"] == [
        {
            "title": "周末水果",
            "closed": True,
            "organiser": ORGANISER_NAME,
            "opened_by": 1,
            "statements": 5,
            "orders": 1,
            "totals": [{"item": "枇杷", "measure": "盒", "total": "2", "orders": 1}],
        }
    ]
    assert (found["messages"], found["trouble"], group["counts"]["left alone"]) == (6, None, 1)


def test_the_database_is_kept_where_it_was_asked_for_and_nothing_waits_in_it(tmp_path: Path) -> None:
    export, kept = str(write(tmp_path / "result.json", chat(morning()))), tmp_path / "kept" / "replay.db"
    assert main(["replay", "--database", str(kept), export]) == 0
    with sqlite3.connect(kept) as database:
        assert database.execute("SELECT title, closed_at FROM order_chain").fetchall() == [("周末水果", BEGAN + 300)]
        assert database.execute("SELECT COUNT(*) FROM outbox").fetchone() == (0,)
    database.close()


def test_a_database_that_is_there_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export, kept = str(write(tmp_path / "result.json", chat(morning()))), tmp_path / "kept.db"
    kept.write_bytes(b"mine")
    assert main(["replay", "--database", str(kept), export]) == 2
    assert kept.read_bytes() == b"mine"
    assert "已经有这个文件了" in capsys.readouterr().err


def test_a_file_that_is_cut_off_is_told_after_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "result.json", chat(morning()))
    whole = path.read_text("utf-8")
    path.write_text(whole[: whole.index("取消杨梅")], "utf-8")
    assert main(["replay", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "周末水果（接龙中）\n     枇杷 2盒（1户）" in out
    assert "（编号 2的消息之后）：文件到这里断了" in err
    assert main(["replay", "--json", str(path)]) == 2
    assert "断了" in as_json(capsys)["trouble"]


def test_odd_messages_are_named_and_the_others_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages = morning()
    del messages[3]["date"], messages[3]["date_unixtime"]
    assert main(["replay", str(write(tmp_path / "result.json", chat(messages)))]) == 0
    out = capsys.readouterr().out
    assert "有 1 条没能读，跳过了：\n   ✗ 第 " in out
    assert "（编号 4）：没有日期" in out
    assert "5 条消息" in out


def test_an_empty_group_is_nothing_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(write(tmp_path / "result.json", chat([])))]) == 1
    assert "没有消息" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [([], "里面没有群聊，有的是「小凌」"), (["--chat", "西区"], "没有叫「西区」的群，有的是「小凌」")],
)
def test_an_export_without_the_group_says_what_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    export = write(tmp_path / "result.json", chat(morning(), "小凌", type="personal_chat"))
    assert main(["replay", *options, str(export)]) == 2
    assert says in capsys.readouterr().err


def test_of_everything_only_groups_are_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chats = [chat(morning(), "东区"), chat(morning(), "小凌", type="personal_chat"), chat(morning(), "西区", id=6)]
    assert main(["replay", str(write(tmp_path / "result.json", {"chats": {"list": chats}}))]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("━━")] == ["━━ 东区", "━━ 西区"]
    assert out.count("枇杷 2盒（1户）") == 2
    assert "没有读的：1 个私聊、频道或别的群" in out


def test_what_bots_wrote_orders_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages = morning()
    messages[1]["inline_bot_buttons"] = [[{"type": "callback", "text": "+1"}]]
    export = str(write(tmp_path / "result.json", chat(messages)))
    assert main(["replay", "--json", export]) == 0
    assert [buy["orders"] for buy in as_json(capsys)["chats"][0]["buys"]] == [0]
    assert main(["replay", "--json", "--bot", ORGANISER_NAME, export]) == 0
    assert as_json(capsys)["chats"][0]["buys"] == []


def test_a_text_copied_from_wechat_comes_to_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spring = Spring(households=20)
    raws = list(spring.messages(buys=2))
    names = {raw["from_id"]: raw["from"] if raw["from"] != "路人" else raw["from_id"] for raw in raws}
    text = "\n\n".join(f"{names[raw['from_id']]} {stamp(int(raw['date_unixtime']))}\n{raw['text']}" for raw in raws)
    path = tmp_path / "微信群.txt"
    path.write_text(text, "gb18030")
    assert main(["replay", "--json", str(path)]) == 0
    found = [{one["item"]: int(one["total"]) for one in buy["totals"]} for buy in as_json(capsys)["chats"][0]["buys"]]
    assert found == spring.recount


def test_a_copied_text_without_dates_needs_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "copy.txt"
    path.write_text("小凌 10:21\n3号楼501 枇杷2盒\n", "utf-8")
    assert main(["replay", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""  # nothing was read: nothing to tell
    assert "--date 2022-04-03" in err
    assert main(["replay", "--date", "2022-04-13", str(path)]) == 0
    assert "2022-04-13 10:21 至" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["replay", "--date", "yesterday", str(path)])


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    export = str(write(tmp_path / "result.json", chat(morning())))
    assert main(["replay", "--database", str(tmp_path / "open" / "replay.db"), export]) == 2
    assert "chmod 700" in capsys.readouterr().err


@pytest.mark.parametrize(("most", "read"), [(500_000, False), (1_700_000, True)])  # the schema alone takes 1.1 million
def test_a_disk_that_fills_up_is_told_after_what_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], most: int, read: bool
) -> None:
    export = str(write(tmp_path / "result.json", chat(list(Spring().messages(buys=12)))))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))  # bytes: no file grows beyond that
    try:
        assert main(["replay", export]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    out, err = capsys.readouterr()
    assert ("第1团（已截单）" in out) == read
    assert "数据库写不进去" in err


def test_ctrl_c_stops_it_and_tells_what_was_read(tmp_path: Path) -> None:
    export = write(tmp_path / "result.json", chat(list(Spring().messages(buys=60))))
    command = [sys.executable, "-m", "bot", "replay", "--database", str(tmp_path / "kept" / "replay.db"), str(export)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 30
        while not _has_buys(tmp_path / "kept" / "replay.db"):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "会记下" in out
    assert "按 Ctrl-C 停下了" in err


def _has_buys(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return bool(database.execute("SELECT COUNT(*) FROM order_chain").fetchone()[0])
        finally:
            database.close()
    except sqlite3.OperationalError:  # not made yet
        return False


def test_it_needs_no_loop_of_its_own_caller(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = str(write(tmp_path / "result.json", chat(morning())))
    for _ in range(2):
        assert main(["replay", export]) == 0
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    assert capsys.readouterr().out.count("📋 周末水果") == 2
