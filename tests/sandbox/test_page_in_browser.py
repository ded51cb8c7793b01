"""The page in a headless Chromium, without a bot: what residents write stays words, the keyboard alone is enough, and
pictures, files and voice arrive. Skipped, loudly, where there is no Chromium."""

import json
from functools import partial
from pathlib import Path

import pytest
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.ext import ExtBot

from sandbox import Sandbox
from sandbox.page import Page
from sandbox.photographer import blank_png
from tests.browser import CHROMIUM, Tab, opened

pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM: the page was NOT tried in a browser (apt install chromium)"
    ),
    pytest.mark.timeout(120),
]

desk = partial(opened, width=1280, height=800)
HOSTILE = (
    "<script>hacked = 1</script>",
    "<img src=x onerror=hacked=1>",
    '"><svg onload=hacked=1>',
    "'); hacked = 1; ('",
    "</textarea></script><iframe srcdoc='<script>parent.hacked=1</script>'>",
    "&lt;b&gt;粗&lt;/b&gt; &amp; &#x202e;",
    "<style>*{display:none}</style><base href=https://elsewhere.example/>",
    "<a href=javascript:hacked=1>点这里</a> javascript:hacked=1",
    "${hacked = 1} {{hacked = 1}} <%= hacked = 1 %>",
    "青菜\u202e份2 反过来\u2066的\u200b字\u0000\ufeff",
    "Z̴̢̛̰̹͍a̸̡̛͈̤͝l̶̡̛͇̼͝g̷̢̛̠̯͝o̸̡̝͉͝ 盖住别人的话",
    "一" * 4096,
    "w" * 1500,
    "\n".join("行" for _ in range(300)),
    "👨‍👩‍👧‍👦🏳️‍🌈🇨🇳 1️⃣",
    "http://evil.example/<script>hacked=1</script> https://t.me/other_bot?start=x",
)
"""What somebody might write to break the page."""


async def said(tab: Tab) -> list[str]:
    """Return the words of all messages shown."""
    words: list[str] = await tab.js("[...document.querySelectorAll('#messages .words')].map((one) => one.textContent)")
    return words


async def test_hostile_texts_are_words_wherever_they_are_shown(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    mallory = sandbox.person('<b onclick="hacked=1">坏</b>\u202e人')
    group = sandbox.group("<img src=x onerror=hacked=1>群", [mallory], bot_is_admin=True)
    for text in HOSTILE:
        mallory.says(group, text)
    evil = "<img src=x onerror=hacked=1>"
    answered = mallory.replies(mallory.says(group, evil), evil)
    mallory.edits(answered, f"{evil}！")
    mallory.pins(answered)
    mallory.sends_document(group, "<img src=x onerror=hacked=1>.html", b"<script>hacked=1</script>", evil)
    mallory.forwards(answered, group)
    group.rename("<svg onload=hacked=1>群")
    await bot.send_message(
        group.id,
        evil,
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(evil, url="https://evil.example")]]),
    )
    await bot.set_my_commands([("evil", evil)])
    async with Page(sandbox) as page, desk(page.url) as tab:
        await tab.until(f"document.querySelectorAll('#messages .message').length >= {len(HOSTILE) + 5}")
        shown = await said(tab)
        assert shown[: len(HOSTILE)] == [text.strip() for text in HOSTILE]
        await tab.click("#slash")
        await tab.sees(evil, within="#commands")
        await tab.press("Escape")
        await tab.click(".inline", "<img")
        await tab.sees("不打开外面的网址", within="#toast")
        await tab.click(".link", "evil.example")
        await tab.click("li:last-child .more")
        await tab.click("#sheet button", "转发")
        await tab.sees("<svg onload", within="#sheet")
        await tab.press("Escape")
        await tab.click("#who")
        await tab.sees("<b onclick", within="#sheet")
        made = "img, svg, iframe, script, style, base, b, object, embed"
        assert await tab.js(f"document.querySelectorAll('body :is({made})').length") == 0
        assert await tab.js("typeof hacked") == "undefined"
        assert await tab.js("document.documentElement.scrollWidth <= innerWidth")
        assert await tab.js("location.href") == page.url
        assert tab.strangers() == []
        assert tab.errors == []


async def test_even_a_script_in_the_page_could_not_make_html_of_words(sandbox: Sandbox) -> None:
    sandbox.person("方阿姨")
    async with Page(sandbox) as page, desk(page.url) as tab:
        for attempt in (
            "document.body.innerHTML = '<p>x</p>'",
            "document.write('<p>x</p>')",
            "new Function('hacked = 1')()",
            "eval('hacked = 1')",
        ):
            script = f"import('data:text/javascript,' + {json.dumps(attempt)}).then(() => 'done', () => 'refused')"
            assert await tab.js(script) == "refused"
        assert await tab.js("fetch('https://elsewhere.example/').then(() => 'done', () => 'refused')") == "refused"


async def test_the_keyboard_alone_is_enough(sandbox: Sandbox) -> None:
    ann, ben = sandbox.person("方阿姨"), sandbox.person("老贾")
    group = sandbox.group("3号楼", [ann, ben])
    other = sandbox.group("5号楼", [ann])
    ben.says(group, "今天几点到货？")
    async with Page(sandbox) as page, desk(page.url) as tab:
        await tab.sees("3号楼", within="#chats")
        await tab.js("document.activeElement.blur()")
        await _tab_to(tab, ".chat")
        while await tab.js(f"!document.activeElement.textContent.includes({json.dumps('3号楼')})"):
            await tab.press("Tab")
        await tab.press("Enter")
        await tab.sees("几点到货", within="#messages")
        await tab.until("document.activeElement.id === 'words'")

        await tab.type("下午")
        await tab.press("Enter", shift=True)
        await tab.type("三点")
        await tab.press("Enter")
        await tab.until("document.querySelectorAll('#messages .mine').length === 1")
        assert (await said(tab))[-1] == "下午\n三点"

        await tab.press("ArrowUp")
        await tab.sees("改这条消息", within="#context")
        await tab.press("Escape")
        assert await tab.js(
            "document.querySelector('#context').hidden && document.querySelector('#words').value === ''"
        )

        await tab.js("document.querySelector('#messages li[tabindex=\"0\"]').focus()")
        await tab.press("ArrowUp")
        assert "几点到货" in await tab.js("document.activeElement.textContent")
        await tab.press("Enter")
        await _tab_to(tab, "#sheet button", "回复")
        await tab.press("Enter")
        await tab.sees("回复 老贾", within="#context")
        await tab.type("三点半")
        await tab.press("Enter")
        await tab.sees("三点半", within="#messages")
        assert group.last().reply_to is not None

        await tab.js("document.querySelector('#messages li.mine[tabindex]').focus()")
        await tab.press("Enter")
        await _tab_to(tab, "#sheet button", "转发")
        await tab.press("Enter")
        await _tab_to(tab, "#sheet button", "5号楼")
        await tab.press("Enter")
        await sandbox.until(lambda: other.messages)
        assert other.last().forward_origin is not None


async def _tab_to(tab: Tab, selector: str, words: str = "") -> None:
    """Press Tab until something that fits, with these words, has the focus."""
    for _ in range(60):
        await tab.press("Tab")
        if await tab.js(
            f"document.activeElement.matches({json.dumps(selector)}) "
            f"&& document.activeElement.textContent.includes({json.dumps(words)})"
        ):
            return
    raise AssertionError(f"Tab never comes to {selector} {words}")


async def test_photos_files_and_voice_arrive_and_can_be_had_again(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("方阿姨")
    group = sandbox.group("3号楼", [ann])
    picture, letter = tmp_path / "菜.png", tmp_path / "通知 一.txt"
    picture.write_bytes(blank_png(320, 200))
    letter.write_text("明天停水", "utf-8")
    async with Page(sandbox) as page, desk(page.url) as tab:
        await tab.click("#words")
        await tab.type("今天的菜")
        await tab.chooses_file("#photo", picture)
        await tab.until("document.querySelector('#messages img')?.naturalWidth === 320")
        await tab.sees("今天的菜", within="#messages")
        await tab.chooses_file("#file", letter)
        await tab.sees("通知 一.txt", within="#messages")
        kept = await tab.js("fetch(document.querySelector('.file').href).then((one) => one.text())")
        assert kept == "明天停水"
        await tab.click("#voice")  # there is no microphone here: a tone is sent in its place
        await tab.until("document.querySelector('#messages audio') !== null")
        assert group.last().content["voice"]["duration"] == 2
        assert tab.errors == []
        assert tab.strangers() == []


async def test_what_the_bot_shows_is_there_to_be_used(sandbox: Sandbox, bot: ExtBot[None]) -> None:
    ann = sandbox.person("方阿姨", started=True)
    group = sandbox.group("3号楼", [ann], bot_is_admin=True)
    async with Page(sandbox) as page, desk(page.url) as tab:
        await tab.click(".chat", "3号楼")
        keys = InlineKeyboardMarkup(
            [[InlineKeyboardButton("好", callback_data="y"), InlineKeyboardButton("不", callback_data="n")]]
        )
        sent = await bot.send_message(
            group.id, "<b>送</b>到<tg-spoiler>楼下</tg-spoiler>？", parse_mode="HTML", reply_markup=keys
        )
        await tab.click(".inline", "不")
        update = next(one for one in await _updates(bot) if one.callback_query)
        assert update.callback_query is not None
        await bot.answer_callback_query(update.callback_query.id, "记下了", show_alert=True)
        await tab.sees("记下了", within="#sheet")
        await tab.click("#sheet button", "知道了")
        await tab.click(".spoiler")
        assert await tab.js("document.querySelector('.bold').textContent") == "送"

        await tab.click(".more")
        await tab.click("#sheet .emoji button", "👌")
        await tab.until("document.querySelector('.reaction.own') !== null")
        await bot.edit_message_text("换个地方", group.id, sent.message_id)
        await tab.sees("已编辑", within="#messages")
        await bot.pin_chat_message(group.id, sent.message_id)
        await tab.sees("换个地方", within="#pins")
        await bot.send_message(group.id, "几号楼？", reply_markup=ForceReply())
        await tab.sees("几号楼", within="#context")
        await tab.type("3号楼")
        await tab.press("Enter")
        await sandbox.until(lambda: group.last().reply_to is not None)
        await bot.delete_message(group.id, sent.message_id)
        await tab.until("document.querySelectorAll('#messages .words').length === 2")

        await bot.send_message(ann.id, "选一个", reply_markup=ReplyKeyboardMarkup([["上门"], ["自取"]]))
        await tab.until("document.querySelector('.chat .badge') !== null")
        await tab.click(".chat .badge")
        await tab.click("#keyboard button", "自取")
        await sandbox.until(lambda: ann.private.last().text == "自取")
        assert tab.errors == []


async def _updates(bot: ExtBot[None]) -> tuple[Update, ...]:
    return await bot.get_updates(timeout=2, allowed_updates=["callback_query", "message"])


async def test_a_long_chat_is_loaded_as_one_scrolls_and_leads_back(sandbox: Sandbox) -> None:
    ann, ben = sandbox.person("方阿姨"), sandbox.person("老贾")
    group = sandbox.group("3号楼", [ann, ben])
    first = ben.says(group, "第一句")
    for number in range(300):
        ben.says(group, f"第 {number} 句")
    ben.replies(first, "还记得吗")
    async with Page(sandbox) as page, desk(page.url) as tab:
        await tab.sees("还记得吗", within="#messages")
        await tab.click(".quote")
        await tab.until("document.querySelector('.found')?.textContent.includes('第一句')")
        ben.says(group, "新的一句")
        await tab.click("#down")
        await tab.sees("新的一句", within="#messages")
        await tab.js("document.querySelector('#scroll').scrollTop = 0")
        await tab.until("document.querySelectorAll('#messages li').length > 100")
        ann.says(group, "自己从别处写的")
        await tab.sees("自己从别处写的", within="#messages")
        assert tab.errors == []
