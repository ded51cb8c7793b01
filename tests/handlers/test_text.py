"""All text: whose words count, and what an unknown button gets."""

from pathlib import Path

import pytest

from handlers.answer import own_words
from sandbox import Sandbox
from tests.running import running

LIST = "#接龙\n香梨团\n1. 6-302 香梨2箱"


async def test_forwards_and_anonymous_administrators_order_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group, other = sandbox.group("6号楼", members=[ann, bob]), sandbox.group("7号楼", members=[ann, bob])
    async with running(sandbox, tmp_path) as bot:
        original = ann.says(other, LIST)
        bob.forwards(original, group)
        ann.says_anonymously(group, LIST)
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM order_chain")) == 1
        ann.says_anonymously(group, LIST)
        ann.says_anonymously(group, "大家晚上好")
        await bot.settled()
    assert [seen.who for seen in group.transcript()] == ["小许", "6号楼", sandbox.bot.username, "6号楼", "6号楼"]
    assert "用自己的名字" in group.transcript()[2].text


async def test_a_caption_is_read_as_text(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    async with running(sandbox, tmp_path) as bot:
        ann.sends(group, {"photo": photo, "caption": LIST})
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM order_chain")) == 1


async def test_a_forward_commands_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        ann.forwards(ann.says(None, "/tally"), group)
        await bot.settled()
    assert len(group.transcript()) == 1


@pytest.mark.parametrize("words", ["/tally", "汇总", "截单"])
async def test_an_anonymous_administrator_is_asked_to_speak_as_themselves(
    sandbox: Sandbox, tmp_path: Path, words: str
) -> None:
    ann = sandbox.person("周阿姨", started=True)
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        ann.says_anonymously(group, words)
        await bot.settled()
    assert "用自己的名字" in group.transcript()[-1].text


async def test_a_button_that_is_not_known_any_more_is_answered(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        await bot.api.call(
            "sendMessage",
            {
                "chat_id": ann.id,
                "text": "旧的",
                "reply_markup": {"inline_keyboard": [[{"text": "撤销", "callback_data": "undo:7"}]]},
            },
        )
        tap = ann.taps(ann.private, "撤销")
        await sandbox.until(lambda: tap.answered)
    assert tap.notice == "这个按钮已经过期了"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("@GuardBot 3-502 青菜2份", "3-502 青菜2份"),
        ("@guardbot，3-502 青菜2份", "3-502 青菜2份"),
        ("@guardbot\n#接龙\n香梨团", "#接龙\n香梨团"),
        (" 3-502 青菜2份 @guardbot ", "3-502 青菜2份"),
        ("3-502 青菜2份@GUARDBOT", "3-502 青菜2份"),
        ("@guardbot", ""),
        ("@guardbot2 3-502 青菜2份", "@guardbot2 3-502 青菜2份"),
        ("@guardbot_a 你好", "@guardbot_a 你好"),
        ("写信到zhou@guardbot", "写信到zhou@guardbot"),
        ("问问@guardbot吧", "问问@guardbot吧"),
        (" 3-502 青菜2份 ", " 3-502 青菜2份 "),
        ("", ""),
    ],
)
def test_the_bots_name_at_either_end_is_not_part_of_what_is_said(text: str, own: str) -> None:
    assert own_words(text, "GuardBot") == own


async def test_a_personal_link_runs_the_command_once_and_for_nobody_else(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, eve = sandbox.person("周阿姨", started=True), sandbox.person("小伊", started=True)
    group = sandbox.group("6号楼", members=[ann, eve], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "设置")
        await bot.settled()
        ann.says(group, "恢复码")
        await bot.settled()
        assert group.last().text == "「恢复码」请私聊我发。"
        eve.taps(group, "去私聊")
        await bot.settled()
        assert eve.private.last().text == "这个链接是给别人的。您自己发一次命令就行。"
        ann.taps(group, "去私聊")
        await bot.settled()
        assert "的恢复码：" in (ann.private.last().text or "")
        ann.taps(group, "去私聊")
        await bot.settled()
        assert ann.private.last().text == "这个链接用过了，或过期了。请回群里再发一次。"
        ann.says(group, "恢复码")
        await bot.settled()
        sandbox.clock.move(25 * 3600)
        ann.taps(group, "去私聊")
        await bot.settled()
        assert ann.private.last().text == "这个链接用过了，或过期了。请回群里再发一次。"
        ann.says(None, "/start p_guess")
        await bot.settled()
        assert ann.private.last().text == "这个链接用过了，或过期了。请回群里再发一次。"
