"""Files both ways, with the real client."""

import struct
from typing import Any

import pytest
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest
from telegram.ext import ExtBot

from sandbox import CannotDoError, Sandbox
from sandbox.person import Person
from sandbox.photographer import blank_png
from sandbox.picture import picture_size, thumbnails
from sandbox.room import Room
from tests.sandbox.conftest import Raw


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person) -> Room:
    return sandbox.group("3号楼", members=[ann], bot_is_admin=True)


async def test_a_sheet_goes_up_and_comes_down(sandbox: Sandbox, bot: ExtBot[Any], group: Room) -> None:
    data = bytes(range(256)) * 40
    sent = await bot.send_document(group.id, data, caption="<b>日报</b>", parse_mode="HTML", filename="日报.xlsx")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("日报.xlsx", len(data))
    assert sent.caption == "日报"
    assert sent.caption_entities[0].type == "bold"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == data
    again = await bot.send_document(group.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
    assert sandbox.sent[0].files == ["日报.xlsx"]
    assert group.transcript()[0].text == "日报.xlsx 日报"


async def test_a_photo_comes_in_sizes(bot: ExtBot[Any], group: Room) -> None:
    sent = await bot.send_photo(group.id, blank_png(1600, 400), caption="榜")
    assert [(size.width, size.height) for size in sent.photo] == [(90, 22), (320, 80), (800, 200), (1280, 320)]
    small = await bot.send_photo(group.id, blank_png(60, 60), has_spoiler=True, show_caption_above_media=True)
    assert [(size.width, size.height) for size in small.photo] == [(60, 60)]
    again = await bot.send_photo(group.id, sent.photo[0].file_id)
    assert again.photo == sent.photo
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(group.id, sent.photo[0].file_id)
    changed = await bot.edit_message_caption(group.id, sent.message_id, caption="新榜")
    assert getattr(changed, "caption", "") == "新榜"
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("x", group.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(group.id, sent.photo[0].file_id, caption="x" * 1025)


async def test_another_file_in_the_same_message(bot: ExtBot[Any], group: Room) -> None:
    sent = await bot.send_photo(group.id, blank_png())
    media = InputMediaPhoto(blank_png(100, 100), caption="二")
    changed = await bot.edit_message_media(media, group.id, sent.message_id)
    assert getattr(changed, "caption", "") == "二"
    same = InputMediaPhoto(changed.photo[0].file_id, caption="二")  # type: ignore[union-attr]
    with pytest.raises(BadRequest, match="is not modified"):
        await bot.edit_message_media(same, group.id, sent.message_id)


async def test_albums(bot: ExtBot[Any], raw: Raw, group: Room) -> None:
    album = await bot.send_media_group(
        group.id, [InputMediaPhoto(blank_png(), caption="一"), InputMediaPhoto(blank_png())]
    )
    assert len({message.media_group_id for message in album}) == 1
    sheets = [InputMediaDocument(b"a", filename="a.csv"), InputMediaDocument(b"b", filename="b.csv")]
    names = [
        message.document and message.document.file_name for message in await bot.send_media_group(group.id, sheets)
    ]
    assert names == ["a.csv", "b.csv"]
    videos = [{"type": "video", "media": "x"}] * 2
    assert "not implemented in an album" in await raw.refusal("sendMediaGroup", chat_id=group.id, media=videos)


async def test_what_people_send(sandbox: Sandbox, bot: ExtBot[Any], ann: Person, group: Room) -> None:
    ann.sends_photo(group, "3-502 青菜2 #接龙")
    ann.sends_document(group, "名单.csv", "甲,3-502".encode(), "请导入")
    ann.sends_voice(group, 7)
    ann.sends_sticker(group)
    ann.shares_location(group)
    ann.sends_album(group, ["一", ""])
    messages = [update.message for update in await bot.get_updates() if update.message]
    photo, document, voice, sticker, place, *album = messages
    assert photo.caption_entities[0].type == "hashtag"
    assert document.document is not None
    assert document.document.mime_type == "text/csv"
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()).decode() == "甲,3-502"
    assert voice.voice is not None
    assert voice.voice.to_dict()["duration"] == 7
    assert sticker.sticker is not None
    assert place.location is not None
    assert album[0].media_group_id == album[1].media_group_id
    kinds = [seen.kind for seen in group.transcript()]
    assert kinds == ["photo", "document", "voice", "sticker", "location", "photo", "photo"]
    edited = ann.edits(group.find("青菜"), "3-502 青菜3")
    assert edited.text == "3-502 青菜3"
    ann.edits(edited, "")
    assert "caption" not in edited.content
    with pytest.raises(CannotDoError):
        ann.sends_photo(group, data=b"no picture")


async def test_a_file_can_be_too_big_to_fetch(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    message = ann.sends_document(None, "a.zip", b"x", declared_size=20 * 1024 * 1024 + 1)
    file_id = message.content["document"]["file_id"]
    assert await raw.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"
    for path, status in ((f"documents/{file_id}", 404), ("documents/none", 404)):
        async with raw.session.get(f"{sandbox.base_file_url}{sandbox.token}/{path}") as response:
            assert response.status == status
    async with raw.session.get(f"{sandbox.base_file_url}1:x/documents/none") as response:
        assert response.status == 401


async def test_forwarding_and_copying(raw: Raw, sandbox: Sandbox, ann: Person, group: Room) -> None:
    said = ann.sends_photo(group, "单子")
    other = sandbox.group("5号楼", [ann])
    about = {"from_chat_id": group.id, "message_id": said.id}
    forwarded = await raw.result("forwardMessage", chat_id=other.id, **about)
    assert forwarded["forward_origin"]["sender_user"]["id"] == ann.id
    await raw.result("copyMessage", chat_id=other.id, caption="<i>抄</i>", parse_mode="HTML", **about)
    assert (other.last().text, other.last().forward_origin) == ("抄", None)
    text = ann.says(group, "文字")
    many = {"from_chat_id": group.id, "message_ids": [said.id, text.id, 999]}
    assert len(await raw.result("copyMessages", chat_id=other.id, **many)) == 2
    assert len(await raw.result("forwardMessages", chat_id=other.id, **many)) == 2
    assert other.last().forward_origin is not None
    assert "安阿姨" in str(other.transcript())
    refusal = await raw.refusal("editMessageText", chat_id=other.id, message_id=other.last().id, text="x")
    assert refusal == "400 Bad Request: message can't be edited"
    secret = await raw.result("sendMessage", chat_id=group.id, text="不外传", protect_content=True)
    assert secret["has_protected_content"] is True
    about["message_id"] = secret["message_id"]
    refusal = await raw.refusal("copyMessage", chat_id=other.id, **about)
    assert refusal == "400 Bad Request: message can't be copied"
    with pytest.raises(CannotDoError):
        ann.forwards(group.last(), other)
    poll = await raw.result("sendPoll", chat_id=group.id, question="q", options=[{"text": "a"}])
    about["message_id"] = poll["message_id"]
    assert "not implemented" in await raw.refusal("copyMessage", chat_id=other.id, **about)


async def test_places_contacts_dice_and_voice(bot: ExtBot[Any], group: Room) -> None:
    place = await bot.send_location(group.id, 31.2, 121.4, live_period=60)
    assert place.location is not None
    contact = await bot.send_contact(group.id, "110", "派出所")
    assert contact.contact is not None
    assert contact.contact.first_name == "派出所"
    dice = await bot.send_dice(group.id, emoji="🎯")
    assert dice.dice is not None
    assert 1 <= dice.dice.value <= 6
    voice = await bot.send_voice(group.id, b"OggS", duration=3)
    assert voice.voice is not None
    assert await bot.send_chat_action(group.id, "typing")


def test_sizes_are_read_from_pictures() -> None:
    assert picture_size(blank_png(3, 5)) == (3, 5)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 7, 9)) == (7, 9)
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03" * 9
    assert picture_size(b"\xff\xd8\xff\xe0\x00\x04ab" + frame) == (30, 20)
    assert picture_size(b"\xff\xd8\xff\xe0\x00\x04ab") is None
    webp = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (9).to_bytes(3, "little") + (19).to_bytes(3, "little")
    assert picture_size(webp) == (10, 20)
    assert picture_size(b"BM") is None
    assert thumbnails(1280, 640) == [(90, 45), (320, 160), (800, 400), (1280, 640)]
