"""What a file given to `shouwang replay` is, and the chats and messages in it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.replay_source import Item, Odd, opened
from bot.replay_text import BrokenFileError
from parsing.chat_export import Group, Said
from tests.bot.chat_history import BEGAN, ZONE, Raw, chat, message, stamp, write

TWO = [message(1, 7, "小凌", "早", BEGAN), message(2, 8, "老葛", "早", BEGAN + 5)]


def read(path: Path, wanted: str | None = None, copied: date | None = None) -> list[Item]:
    with opened(path, ZONE, copied, wanted) as source:
        return list(source.items)


def said(items: list[Item]) -> list[str]:
    return [item.text for item in items if isinstance(item, Said)]


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items if isinstance(item, Group)]


def whole_export(*chats: Raw, left: tuple[Raw, ...] = ()) -> dict[str, Any]:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 7, "first_name": "凌", "bio": "{}[]"},
        "contacts": {"about": "…", "list": [{"user_id": 1, "date": "2022-04-01T00:00:00"}] * 3},
        "frequent_contacts": {"list": []},
        "chats": {"about": "…", "list": list(chats)},
        "left_chats": {"about": "…", "list": list(left)},
    }


def test_one_chat_is_read_with_its_messages_in_order(tmp_path: Path) -> None:
    items = read(write(tmp_path / "result.json", chat(TWO)))
    assert items[0] == Group("清溪里业主群", -1001234567890)
    assert said(items) == ["早", "早"]


def test_the_folder_of_an_export_has_the_file_in_it(tmp_path: Path) -> None:
    write(tmp_path / "result.json", chat(TWO))
    assert len(read(tmp_path)) == 3


def test_of_everything_the_groups_are_read_and_the_rest_only_counted(tmp_path: Path) -> None:
    export = whole_export(
        chat(TWO, "东区"),
        chat(TWO, "小凌", type="personal_chat"),
        chat(TWO, "公告", type="public_channel", id=5),
        left=(chat(TWO[:1], "旧群", type="private_group", id=44),),
    )
    with opened(write(tmp_path / "all.json", export), ZONE) as source:
        items = list(source.items)
    assert titles(items) == ["东区", "旧群"]
    assert source.skipped == ["小凌", "公告"]
    assert source.read() == source.size


@pytest.mark.parametrize("wanted", ["西区", "55"])
def test_one_of_several_groups_is_read_by_name_or_number(tmp_path: Path, wanted: str) -> None:
    export = whole_export(chat(TWO, "东区"), chat(TWO[:1], "西区", id=55))
    items = read(write(tmp_path / "all.json", export), wanted)
    assert titles(items) == ["西区"]
    assert len(items) == 2


def test_odd_messages_are_left_out_with_their_place_and_the_rest_is_read(tmp_path: Path) -> None:
    undated = {key: value for key, value in TWO[0].items() if not key.startswith("date")}
    items = read(write(tmp_path / "result.json", chat([undated, 5, {**TWO[0], "text": 9}, TWO[1]])))
    odd = [item for item in items if isinstance(item, Odd)]
    assert odd[0] == Odd("第 6 行第 3 字（编号 1）", "没有日期（date）")
    assert [one.words for one in odd[1:]] == ["不是一条消息", "文字（text）不是文字"]
    assert said(items) == ["早"]


def test_what_topics_show_as_answers_are_none(tmp_path: Path) -> None:
    topic = {"id": 1, "type": "service", "date_unixtime": str(BEGAN), "action": "topic_created", "title": "团购"}
    first = message(2, 7, "小凌", "早", BEGAN, reply_to_message_id=1)
    answer = message(3, 8, "老葛", "早", BEGAN, reply_to_message_id=2)
    items = read(write(tmp_path / "result.json", chat([topic, first, answer])))
    found = [(item.thread_id, item.reply_to) for item in items if isinstance(item, Said)]
    assert found == [(None, None), (1, None), (None, 2)]


def test_fields_that_nobody_knows_are_passed_over(tmp_path: Path) -> None:
    export = {"colour": {"a": [1, {"b": None}]}, **chat(TWO), "later": [[], {}]}
    export["messages"] = [{**TWO[0], "reactions": [{"type": "emoji", "count": 3}], "poll": {"answers": []}}]
    assert said(read(write(tmp_path / "result.json", export))) == ["早"]
    assert said(read(write(tmp_path / "result.json", whole_export(chat(TWO)) | {"chats": {"list": [5, chat(TWO)]}})))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b" \n \n", "文件是空的"),
        (b"<!DOCTYPE html>\n<html>", "HTML.*机器可读的 JSON"),
        (b"\xef\xbb\xbf<html>", "HTML.*机器可读的 JSON"),
        (b"PK\x03\x04 and so on", "压缩包"),
        (b'{"messages": "none", "list": []}', "不是 Telegram 电脑版导出"),
        (b'{"chats": [1], "name": ["a"]}', "不是 Telegram 电脑版导出"),
        (b"[]", "不是 Telegram 电脑版导出"),
        (b'[{"id": 1}]', "不是 Telegram 电脑版导出"),
        (b"{}", "不是 Telegram 电脑版导出"),
        ("从前有座山\n".encode(), "看不出是聊天记录.*昵称 10:21.*JSON"),
        ("老葛 10:21\n早".encode(), "第 1 行：只有时间，没有日期.*--date"),
        (bytes(range(256)) * 20, "看不出是聊天记录|不是文字"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_and_the_mend(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "what"
    path.write_bytes(content)
    with pytest.raises(BrokenFileError, match=says):
        read(path)


def test_folders_without_an_export_and_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=r"没有 result\.json"):
        read(tmp_path)
    (tmp_path / "messages2.html").write_text("<html>")
    with pytest.raises(BrokenFileError, match="HTML"):
        read(tmp_path)
    with pytest.raises(BrokenFileError, match="打不开（No such file"):
        read(tmp_path / "nothing.json")


def test_a_copied_text_is_a_group_of_its_files_name(tmp_path: Path) -> None:
    path = tmp_path / "三号楼团购.txt"
    path.write_text(f"小凌 {stamp(BEGAN)}\n早\n老葛 {stamp(BEGAN + 5)}\n早\n", "gb18030")
    items = read(path)
    assert titles(items) == ["三号楼团购"]
    assert [item.sent_at for item in items if isinstance(item, Said)] == [BEGAN, BEGAN + 5]


def test_a_copied_line_may_begin_with_a_bracket(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_text("[图片]\n小凌 10:21\n早\n", "utf-8")
    assert said(read(path, copied=date(2022, 4, 13))) == ["早"]


def test_an_export_saved_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(chat(TWO), ensure_ascii=False), "utf-16")
    assert titles(read(path)) == ["清溪里业主群"]
    path.write_text(json.dumps(chat(TWO), ensure_ascii=False), "gb18030")
    assert titles(read(path)) == ["清溪里业主群"]
