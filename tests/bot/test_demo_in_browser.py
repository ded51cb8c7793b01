"""The demo in a headless Chromium, on a telephone's width and a desk's: a morning played by clicking and typing, and
the faults at hand. Skipped, loudly, where there is no Chromium."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.demo import staged
from sandbox.page import Page
from tests.browser import CHROMIUM, Tab, opened

pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="NO CHROMIUM: the page was NOT tried in a browser (apt install chromium)"
    ),
    pytest.mark.timeout(180),
]

PHONE, DESK = (390, 844), (1280, 800)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with staged() as running:
        yield running


async def be(tab: Tab, name: str) -> None:
    """Be somebody, in the list of chats."""
    if await tab.js("document.querySelector('#side').offsetParent === null"):
        await tab.click("#back")
    await tab.click("#who")
    await tab.click("#sheet .person", name)
    await tab.sees(name, within="#who")


async def into(tab: Tab, title: str) -> None:
    """Open a chat."""
    if await tab.js("document.querySelector('#side').offsetParent === null"):
        await tab.click("#back")
    await tab.click(".chat", title)
    await tab.sees(title, within="#title")


async def say(tab: Tab, text: str) -> None:
    """Write and send."""
    await tab.click("#words")
    await tab.type(text)
    await tab.press("Enter")
    await tab.until("document.querySelector('#words').value === ''")


async def tool(tab: Tab, selector: str, words: str = "") -> None:
    """Press something in the panel, which lies beside the chat or is opened for it."""
    is_beside = await tab.js("getComputedStyle(document.querySelector('#panel')).display !== 'none'")
    if not is_beside:
        await tab.click("#clock")
    await tab.click(selector, words)
    if not is_beside:
        await tab.click("#panel .close")


@pytest.mark.parametrize(("width", "height"), [PHONE, DESK], ids=["phone", "desk"])
async def test_a_morning_is_played_by_clicking_and_typing(page: Page, width: int, height: int) -> None:
    async with opened(page.url, width=width, height=height, is_mobile=width < 700) as tab:
        await be(tab, "许团长")
        await into(tab, "业主群")
        await say(tab, "#接龙\n早市\n芹菜 6元/把\n豆腐 4元/块")
        await tab.sees("还没有人下单", within="#messages")

        await be(tab, "老贾")
        await into(tab, "业主群")
        await say(tab, "3-1203 芹菜两把 豆腐1块")
        await tab.sees("芹菜 2把（1户）", within="#messages")
        await tab.until("[...document.querySelectorAll('.reaction')].some((one) => one.textContent.startsWith('✍'))")
        await tab.press("ArrowUp")  # the last own message is there to be changed
        await tab.sees("改这条消息", within="#context")
        await tab.press("Backspace")
        await tab.press("Backspace")
        await tab.type("3块")
        await tab.press("Enter")
        await tab.sees("豆腐 3块（1户）", within="#messages")
        await tab.sees("已编辑", within="#messages")
        await tab.sees("早市", within="#pins")

        await be(tab, "周主任")
        await into(tab, "业主群")
        await say(tab, "设置")
        await tab.click(".inline", "门牌写法")
        await tab.sees("你们的门牌怎么写", within="#messages")
        await tab.click(".inline", "返回")
        await tab.sees("门牌写法：各种写法都认", within="#messages")

        await say(tab, "有问题私聊它：https://t.me/shouwang_bot?start=hello")
        await tab.click(".link", "t.me")
        await tab.click("#start")
        await tab.sees("/start hello", within="#messages")
        await tab.until("document.querySelectorAll('#messages li:not(.mine) .words').length > 0")
        await tab.click("#slash")
        await tab.click("#commands button", "怎么用")
        await tab.until("[...document.querySelectorAll('.mine .words')].some((one) => one.textContent === '/help')")

        await into(tab, "业主群")
        await tool(tab, "#to-evening")
        await tab.sees("📣 桂园 日结", within="#messages")
        await tab.sees("早市 少于3户", within="#messages")
        assert tab.strangers() == []
        assert tab.errors == []


async def test_a_scene_plays_with_pause_and_steps_and_ticks_what_it_shows(page: Page) -> None:
    async with opened(page.url, width=DESK[0], height=DESK[1]) as tab:
        await tab.click(".scene", "晚上八点")
        await tab.click("#scene-go", "暂停")
        await tab.sees("停在这里", within="#scenes")
        await asyncio.sleep(0)
        at = page.player.at
        await tab.click("#scene-step")
        await page.sandbox.until(lambda: page.player.at > at, seconds=20)
        await tab.click("#pace-fast")
        await tab.click("#scene-go", "接着演")
        await tab.until("document.querySelector('#scenes .status').textContent === '演完了'", seconds=90)
        assert [line for line in page.player.script() if any(one["instead"] for one in line["shown"])] == []
        assert await tab.js("document.querySelectorAll('.script .there').length") > 8
        assert await tab.js("document.querySelectorAll('.script .missing').length") == 0
        assert tab.errors == []


async def test_nothing_is_lost_when_the_plug_is_pulled_in_mid_message_and_the_network_cut(page: Page) -> None:
    async with opened(page.url, width=DESK[0], height=DESK[1]) as tab:
        await be(tab, "许团长")
        await into(tab, "业主群")
        await say(tab, "#接龙\n早市\n芹菜 6元/把")
        await tab.sees("还没有人下单", within="#messages")

        await tab.click("#bot-pull-saying")
        await tab.sees("先在下面写一句话", within="#toast")
        await tab.click("#words")
        await tab.type("3-704 芹菜1把")
        await tab.click("#bot-pull-saying")
        await tab.sees("机器人关着", within="#faults")
        await say(tab, "3-502 芹菜2把")
        await tab.click("#bot-power", "开机器人")
        await tab.sees("芹菜 3把（2户）", within="#messages")

        await tab.click("#net", "断网")
        await tab.sees("网络断了", within="#faults")
        await say(tab, "3-1203 芹菜4把")
        await tab.click("#net", "接回网络")
        await tab.until("document.querySelector('#messages').innerText.includes('芹菜 7把（3户）')", seconds=60)

        await tab.click("#bot-pull", "kill -9")
        await tab.click("#bot-power", "开机器人")
        await tab.sees("机器人开着", within="#faults")
        await tab.click("#flood")
        await tab.sees("毛病没过去", within="#faults")
        await say(tab, "3-101 芹菜1把")
        await tab.until("document.querySelector('#messages').innerText.includes('芹菜 8把（4户）')", seconds=60)


async def test_the_bot_is_kicked_let_in_again_and_the_group_upgraded(page: Page) -> None:
    async with opened(page.url, width=DESK[0], height=DESK[1]) as tab:
        await be(tab, "小祁")
        await into(tab, "5号楼")
        await say(tab, "#接龙\n鲜奶\n鲜奶 9元/瓶")
        await tab.sees("还没有人下单", within="#messages")
        await tab.click("#upgrade")
        await tab.sees("升级成了超级群", within="#messages")
        await say(tab, "5-2-1101 鲜奶2瓶")
        await tab.sees("鲜奶 2瓶（1户）", within="#messages")
        await tab.click("#kick")
        await tab.sees("守望不在", within="#subtitle")
        await tab.click("#add")
        await tab.sees("守望在", within="#subtitle")
        await say(tab, "汇总")
        await tab.until("document.querySelector('#messages li:last-child .head')?.textContent.includes('守望')")
        await into(tab, "守望")
        await tab.click("#start")
        await tab.click("#block")
        await tab.sees("重新开始", within="#start")
