"""The page's server: who may ask, who sees which chat, what can be done, and what is told as it happens."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.ext import ExtBot

from sandbox import CannotDoError, Sandbox
from sandbox.live import Live
from sandbox.page import Page
from sandbox.person import Person
from sandbox.photographer import blank_png
from sandbox.power import NoPower
from sandbox.room import Room


class Browser:
    """Asks as the page does."""

    def __init__(self, page: Page, session: aiohttp.ClientSession) -> None:
        self.page, self.session = page, session

    async def ask(self, what: str, **asked: Any) -> Any:
        """GET /api/<what>; returns what is said, which must not be an error."""
        async with self.session.get(f"{self.page.url}api/{what}", params=asked) as response:
            said = await response.json()
            assert response.status == 200, said
            return said

    async def act(self, what: str, person: Person, /, **given: Any) -> Any:
        """Do something as somebody; returns (status, what is said)."""
        body = {"as": person.id, **given}
        async with self.session.post(f"{self.page.url}api/act/{what}", json=body) as response:
            return response.status, await response.json()

    async def done(self, what: str, person: Person, /, **given: Any) -> Any:
        """Do something that must succeed."""
        status, said = await self.act(what, person, **given)
        assert status == 200, said
        return said

    async def refused(self, what: str, person: Person, /, **given: Any) -> str:
        """Do something that must not succeed; returns why."""
        status, said = await self.act(what, person, **given)
        assert status == 400
        return str(said["error"])

    @contextlib.asynccontextmanager
    async def listening(self, person: Person) -> AsyncIterator[list[dict[str, Any]]]:
        """Hear what is told to somebody, from now on."""
        heard: list[dict[str, Any]] = []
        response = await self.session.get(f"{self.page.url}api/events", params={"as": person.id})
        assert await response.content.readuntil(b"\n\n") == b"event: hello\ndata: {}\n\n"

        async def listen() -> None:
            async for line in response.content:
                if line.startswith(b"data: "):
                    heard.append(json.loads(line[6:]))  # noqa: PERF401 - told one by one

        task = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            task.cancel()
            response.close()


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with Page(sandbox) as running:
        yield running


@pytest.fixture
async def browser(page: Page) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(page, session)


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("方阿姨", started=True)


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.person("老贾")


@pytest.fixture
def group(sandbox: Sandbox, ann: Person, ben: Person) -> Room:
    return sandbox.group("3号楼", [ann, ben], bot_is_admin=True)


# --- who may ask ---------------------------------------------------------------------------------------------


async def test_every_answer_forbids_scripts_and_frames_from_elsewhere(browser: Browser, group: Room) -> None:
    for path in ("", "main.js", "style.css", "icon.svg", "api/people", "none.js", "page.py"):
        async with browser.session.get(browser.page.url + path) as response:
            assert response.status == (404 if path in ("none.js", "page.py") else 200)
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_another_site_asks_for_is_refused(browser: Browser, ann: Person) -> None:
    url = f"{browser.page.url}api/act/renews"
    for headers in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}, {"Origin": "null"}):
        async with browser.session.post(url, json={"as": ann.id}, headers=headers) as response:
            assert response.status == 403
    async with browser.session.post(url, data=b'{"as": 1}', headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 400  # the only type that a form of another site could send
    place = f"{browser.page.url}api/upload?as={ann.id}&chat={ann.id}&kind=file"
    async with browser.session.post(place, data=b"x", headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 400


async def test_files_beside_the_page_cannot_be_had(browser: Browser) -> None:
    for path in ("..%2fpage.py", "../page.py", "%2e%2e/world.py", "/etc/passwd"):
        async with browser.session.get(browser.page.url + path) as response:
            assert response.status == 404


# --- who sees what -------------------------------------------------------------------------------------------


async def test_a_private_chat_is_seen_by_nobody_else(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, group: Room
) -> None:
    await bot.send_message(ann.id, "您的药到了")
    assert [one["id"] for one in (await browser.ask("state", **{"as": ben.id}))["chats"]] == [group.id, ben.id]
    async with browser.session.get(f"{browser.page.url}api/messages?as={ben.id}&chat={ann.id}") as response:
        assert response.status == 400
    async with browser.listening(ann) as hers, browser.listening(ben) as his:
        await bot.send_message(ann.id, "请来取")
        await bot.send_message(group.id, "大家好")
        await browser.page.sandbox.until(lambda: any(event.get("chat") == group.id for event in his))
        await browser.page.sandbox.until(lambda: "请来取" in json.dumps(hers, ensure_ascii=False))
        assert "请来取" not in json.dumps(his, ensure_ascii=False)
    people = (await browser.ask("state", **{"as": ben.id}))["people"]
    assert [one["unread"] for one in people] == [2, 0]  # that something came is told, not what


async def test_a_group_is_seen_by_who_is_in_it(browser: Browser, ann: Person, ben: Person, group: Room) -> None:
    ben.leaves(group)
    assert "看不到" in await browser.refused("says", ben, chat=group.id, text="喂")
    assert "没有这个人" in await browser.refused("says", Person(ben.world, browser.page.sandbox.me, ben.bot), text="喂")
    said = await browser.ask("messages", **{"as": ann.id, "chat": group.id})
    assert [one["service"] for one in said["messages"]] == ["老贾 退了群"]


async def test_a_page_with_nobody_is_empty(browser: Browser) -> None:
    assert await browser.ask("people") == {"people": []}


# --- what can be done ----------------------------------------------------------------------------------------


async def test_people_write_answer_change_and_take_back(
    browser: Browser, ann: Person, ben: Person, group: Room
) -> None:
    said = await browser.done("says", ann, chat=group.id, text="青菜2份")
    answered = await browser.done("says", ben, chat=group.id, text="我也要", reply=said["id"])
    await browser.done("edits", ann, chat=group.id, id=said["id"], text="青菜3份")
    assert "cannot edit" in await browser.refused("edits", ben, chat=group.id, id=said["id"], text="不要")
    await browser.done("reacts", ben, chat=group.id, id=said["id"], emoji="👍")
    await browser.done("pins", ann, chat=group.id, id=said["id"])
    await browser.done("forwards", ann, chat=group.id, id=answered["id"], to=ann.id)
    shown = (await browser.ask("messages", **{"as": ben.id, "chat": group.id}))["messages"]
    assert shown[0] == {
        "id": said["id"],
        "date": shown[0]["date"],
        "from": {"id": ann.id, "name": "方阿姨", "is_bot": False},
        "text": "青菜3份",
        "edited": True,
        "reactions": [{"emoji": "👍", "by": [ben.id], "names": "老贾"}],
    }
    assert shown[1]["reply"] == {"id": said["id"], "by": ann.id, "name": "方阿姨", "text": "青菜3份"}
    assert shown[2]["service"] == "方阿姨 置顶了「青菜3份」"
    assert ann.private.last().text == "我也要"
    await browser.done("reacts", ben, chat=group.id, id=said["id"], emoji="👍")
    await browser.done("pins", ann, chat=group.id, id=said["id"])
    await browser.done("deletes", ann, chat=group.id, id=said["id"])
    assert not group.chat.pinned
    assert "没有了" in await browser.refused("edits", ann, chat=group.id, id=said["id"], text="还在吗")
    status, _ = await browser.act("flies", ann)
    assert status == 404


async def test_a_tap_waits_for_the_bots_answer(
    browser: Browser, bot: ExtBot[None], ann: Person, group: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = InlineKeyboardButton("看", url="https://t.me/shouwang_bot?start=tally_1")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="y"), link]])
    sent = await bot.send_message(group.id, "要吗", reply_markup=keys)

    async def answer() -> None:
        (update,) = [one for one in await bot.get_updates(timeout=5) if one.callback_query]
        assert update.callback_query is not None
        await bot.answer_callback_query(update.callback_query.id, "记下了")

    answering = asyncio.create_task(answer())
    said = await browser.done("taps", ann, chat=group.id, id=sent.message_id, row=0, column=0)
    assert said == {"answered": True, "notice": "记下了", "is_alert": False}
    await answering
    said = await browser.done("taps", ann, chat=group.id, id=sent.message_id, row=0, column=1)
    assert said["answered"]
    assert ann.private.last().text == "/start tally_1"
    monkeypatch.setattr("sandbox.acting._ANSWER_SECONDS", 0.05)
    said = await browser.done("taps", ann, chat=group.id, id=sent.message_id, row=0, column=0)
    assert not said["answered"]
    assert "没有了" in await browser.refused("taps", ann, chat=group.id, id=sent.message_id, row=3, column=0)


async def test_the_keyboard_the_bot_shows_can_be_pressed(
    browser: Browser, bot: ExtBot[None], ann: Person, group: Room
) -> None:
    keyboard = ReplyKeyboardMarkup([["上门", "自取"]], input_field_placeholder="选一个")
    await bot.send_message(ann.id, "怎么拿", reply_markup=keyboard)
    chats = (await browser.ask("state", **{"as": ann.id}))["chats"]
    assert chats[-1]["keyboard"] == {"rows": [["上门", "自取"]], "placeholder": "选一个"}
    await browser.done("presses", ann, chat=ann.id, text="自取")
    assert ann.private.last().text == "自取"
    assert "没有了" in await browser.refused("presses", ann, chat=ann.id, text="寄来")


async def test_the_menu_is_that_of_the_narrowest_scope(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, group: Room
) -> None:
    await bot.set_my_commands([("tally", "查看汇总")])
    await bot.set_my_commands([("setup", "设置")], scope={"type": "all_chat_administrators"})  # type: ignore[arg-type]
    await bot.set_my_commands([("help", "怎么用")], scope={"type": "all_private_chats"}, language_code="zh")  # type: ignore[arg-type]
    menus = [(ann, group.id, "setup"), (ben, group.id, "tally"), (ann, ann.id, "help")]
    for person, chat, command in menus:
        menu = await browser.ask("menu", **{"as": person.id, "chat": chat})
        assert [one["command"] for one in menu] == [command]
    await bot.delete_my_commands()
    assert await browser.ask("menu", **{"as": ben.id, "chat": group.id}) == []


@pytest.mark.parametrize(
    ("kind", "data", "shown", "is_saved"),
    [
        ("photo", blank_png(30, 20), "image/png", False),
        ("photo", b"GIF89a" + bytes([9, 0, 9, 0]), "image/gif", False),
        ("photo", b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09", "image/jpeg", False),
        ("voice", b"OggS", "audio/ogg", False),
        ("voice", b"RIFFxxxxWAVE", "audio/wav", False),
        ("voice", b"\x1aE\xdf\xa3", "audio/webm", False),
        ("file", b"<script>1</script>", "application/octet-stream", True),
    ],
)
async def test_what_is_sent_up_is_shown_or_saved_but_never_run(
    browser: Browser, ann: Person, group: Room, kind: str, data: bytes, shown: str, is_saved: bool
) -> None:
    asked: dict[str, Any] = {
        "as": ann.id,
        "chat": group.id,
        "kind": kind,
        "name": "页 面.html",
        "caption": "看",
        "seconds": 3,
    }
    headers = {"Content-Type": "application/octet-stream"}
    url = f"{browser.page.url}api/upload"
    async with browser.session.post(url, params=asked, data=data, headers=headers) as response:
        assert response.status == 200, await response.text()
        sent = (await response.json())["id"]
    place = {"as": ann.id, "chat": group.id, "id": sent}
    async with browser.session.get(f"{browser.page.url}api/file", params=place) as response:
        assert await response.read() == data
        assert response.content_type == shown
        saved_as = response.headers.get("Content-Disposition", "")
        assert saved_as == ("attachment; filename*=UTF-8''%E9%A1%B5%20%E9%9D%A2.html" if is_saved else "")


async def test_a_message_without_a_file_has_none(browser: Browser, ann: Person, group: Room) -> None:
    place = {"as": ann.id, "chat": group.id, "id": ann.says(group, "喂").id}
    async with browser.session.get(f"{browser.page.url}api/file", params=place) as response:
        assert response.status == 404


async def test_time_goes_on_and_never_back(browser: Browser, ann: Person, sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    assert await browser.done("moves", ann, seconds=600) >= before + 600
    await browser.done("moves", ann, at="20:00")
    assert sandbox.clock.date() % 86_400 in range(12 * 3600, 12 * 3600 + 60)  # eight in the evening in Shanghai
    await browser.done("moves", ann, at="08:00", days=1)
    assert sandbox.clock.date() % 86_400 in range(60)
    assert "只能往前" in await browser.refused("moves", ann, seconds=-1)
    await browser.done("runs", ann, rate=600)
    assert sandbox.clock.rate == 600
    assert "没有这个速度" in await browser.refused("runs", ann, rate=7)


async def test_what_has_been_read_counts_no_more(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, group: Room
) -> None:
    for number in range(3):
        ben.says(group, str(number))
    ann.says(group, "嗯")
    first = group.messages[0].id
    await browser.done("reads", ann, chat=group.id, id=first)
    assert (await browser.ask("state", **{"as": ann.id}))["chats"][0]["unread"] == 2
    for number in range(150):
        ben.says(group, str(number))
    assert (await browser.ask("state", **{"as": ann.id}))["chats"][0]["unread"] == 99


async def test_a_long_chat_comes_in_pages(browser: Browser, ann: Person, group: Room) -> None:
    for number in range(130):
        ann.says(group, str(number))
    newest = await browser.ask("messages", **{"as": ann.id, "chat": group.id})
    assert (len(newest["messages"]), newest["is_all"]) == (60, False)
    before = newest["messages"][0]["id"]
    older = await browser.ask("messages", **{"as": ann.id, "chat": group.id, "before": before})
    oldest = await browser.ask("messages", **{"as": ann.id, "chat": group.id, "before": older["messages"][0]["id"]})
    assert [one["text"] for one in oldest["messages"]] == [str(number) for number in range(10)]
    assert oldest["is_all"]


# --- what goes wrong on purpose ------------------------------------------------------------------------------


async def test_the_faults_of_the_panel(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, sandbox: Sandbox
) -> None:
    group = sandbox.group("5号楼", [ann, ben], bot_is_admin=True, kind="group")

    async def break_(what: str) -> None:
        await browser.done("breaks", ben, what=what, chat=group.id)

    async def network() -> bool:
        return bool((await browser.ask("state", **{"as": ann.id}))["common"]["network"])

    await break_("kick")
    assert group.chat.members[sandbox.bot.id].status == "left"
    await break_("add")
    assert group.chat.members[sandbox.bot.id].status == "administrator"
    await break_("upgrade")
    assert group.chat.upgraded_to
    await browser.done("breaks", ann, what="block")
    assert ann.user.blocked
    await browser.done("starts", ann)
    await browser.done("starts", ann, payload="x1")
    assert not ann.user.blocked
    assert ann.private.last().text == "/start x1"
    for what in ("flood", "lose"):
        await browser.done("breaks", ann, what=what)
    assert (await browser.ask("state", **{"as": ann.id}))["common"]["faults"] == 2
    await browser.done("breaks", ann, what="cut")
    assert not await network()
    await browser.done("breaks", ann, what="mend")
    await browser.done("breaks", ann, what="mend")
    assert await network()
    assert not sandbox.faults.rules
    for what in ("on", "off", "pull"):  # nobody here runs a bot
        await browser.done("breaks", ann, what=what)
    assert "no such fault" in await browser.refused("breaks", ann, what="explode")
    assert NoPower.is_on


# --- what is told --------------------------------------------------------------------------------------------


async def test_changes_are_told_as_they_happen(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, sandbox: Sandbox
) -> None:
    group = sandbox.group("5号楼", [ann, ben], bot_is_admin=True, kind="group")
    before = ben.says(group, "早")
    async with browser.listening(ann) as heard:

        async def told(kind: str, words: str) -> None:
            await sandbox.until(
                lambda: any(event["type"] == kind and words in json.dumps(event, ensure_ascii=False) for event in heard)
            )

        ben.edits(before, "早上好")
        await told("message", "早上好")
        await bot.set_message_reaction(group.id, before.id, "✍")
        await told("message", "✍")
        ben.deletes(before)
        await told("gone", str(before.id))
        group.rename("五号楼")
        await told("chat", "五号楼")
        sandbox.clock.move(60)
        await told("common", "clock")
        new = group.upgrade()
        await told("chat", str(new))
        for number in range(400):
            ben.says(group, str(number))
        await told("reload", str(new))
        sandbox.world.clear()
        kim = sandbox.person("小祁")
        sandbox.group("新群", [ann, kim])
        await told("chat", "新群")


async def test_a_quiet_line_is_kept_open_and_a_closed_browser_noticed(
    browser: Browser, ann: Person, group: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.page._BEAT", 0.02)
    response = await browser.session.get(f"{browser.page.url}api/events", params={"as": ann.id})
    assert b"still here" in await response.content.readuntil(b"still here")
    response.close()
    await browser.page.sandbox.until(lambda: not browser.page.live.is_watched)


async def test_nothing_is_looked_at_while_nobody_watches(
    sandbox: Sandbox, page: Page, browser: Browser, ann: Person
) -> None:
    looks: list[int] = []

    def look() -> dict[str, Any]:
        looks.append(1)
        return {"looks": len(looks)}

    live = Live(sandbox, look)
    first, second = live.watch(ann.id), live.watch(ann.id)
    await sandbox.until(lambda: not first.events.empty() and not second.events.empty())
    live.leave(first)
    live.leave(second)
    live.leave(second)
    seen = len(looks)
    await asyncio.sleep(0.2)
    assert len(looks) == seen


async def test_all_kinds_of_messages_have_words(
    browser: Browser, bot: ExtBot[None], ann: Person, ben: Person, sandbox: Sandbox
) -> None:
    group = sandbox.group("5号楼", [ann, ben], bot_is_admin=True, kind="supergroup")
    kim = sandbox.person("小祁")
    group.add(kim)
    group.add(sandbox.person("罗师傅"), by=ann)
    group.remove(kim, by=ann)
    ann.shares_location(group)
    ann.shares_contact(group)
    ann.sends_sticker(group)
    ann.sends_photo(group, "菜")
    ann.sends_voice(group)
    ann.sends_document(group, "表.xlsx", b"x")
    await bot.send_poll(group.id, "几点？", ["八点", "九点"])
    await bot.send_dice(group.id)
    ann.says_anonymously(group, "通知")
    pinned = ann.says(group, "重要")
    ann.pins(pinned)
    ann.deletes(pinned)
    said = await browser.ask("messages", **{"as": ann.id, "chat": group.id})
    shown = [
        one.get("service") or one.get("note") or one.get("text") or next(reversed(one)) for one in said["messages"]
    ]
    assert shown[:3] == ["小祁 进了群", "方阿姨 把 罗师傅 拉进了群", "方阿姨 把 小祁 移出了群"]
    assert shown[3].startswith("位置：31.23")
    assert shown[4].startswith("名片：方阿姨")
    assert shown[5] == "👌"
    assert shown[6:9] == ["菜", "voice", "file"]
    assert shown[9] == "投票：几点？\n○ 八点\n○ 九点"
    assert shown[11:] == ["通知", "方阿姨 置顶了一条消息"]
    previews = []
    for message in group.messages:
        sandbox.world.chat_of(message)
        answered = ann.replies(message, "嗯") if "text" not in message.content else None
        if answered is not None:
            (view,) = [
                one
                for one in (await browser.ask("messages", **{"as": ann.id, "chat": group.id}))["messages"]
                if one["id"] == answered.id
            ]
            previews.append(view.get("reply", {}).get("text"))
    assert "[图片] 菜" in previews
    assert "[语音] " in previews
    assert "[文件] 表.xlsx " in previews
    assert "[贴纸] 👌" in previews


def test_a_person_without_a_role_can_be_refused(sandbox: Sandbox, ann: Person, ben: Person) -> None:
    page = Page(sandbox)
    with pytest.raises(CannotDoError):
        page.person(sandbox.bot.id)
    assert page.person(str(ann.id)).name == "方阿姨"
