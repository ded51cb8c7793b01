"""What whoever holds the page's mouse can do: as a person, to the clock, with a scene, and against the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sandbox.fault import Rule
from sandbox.keyboard import find_button
from sandbox.page_view import sees
from sandbox.person import Person
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.stage import seconds_until
from sandbox.state import Chat, Json, Message
from sandbox.tap import Tap

if TYPE_CHECKING:
    from sandbox.page import Page

Act = Callable[["Page", Person, Json], Awaitable[Any]]
ACTS: dict[str, Act] = {}
_ANSWER_SECONDS = 8.0
_RATES = (1.0, 60.0, 600.0)


def act(run: Act) -> Act:
    """Make the function something the page can ask for."""
    ACTS[run.__name__.rstrip("_")] = run
    return run


def chat_seen(page: "Page", person: Person, number: int) -> Chat:
    """Return the chat of that number. Raises CannotDoError where the person cannot look into it."""
    state = page.sandbox.world.state
    chat = person.private.chat if number == person.id else state.chats.get(number)
    if chat is None or not sees(chat, person.id):
        raise CannotDoError("那个聊天看不到")
    return chat


def room_seen(page: "Page", person: Person, given: Json) -> Room:
    """Return the room a call names."""
    return Room(page.sandbox.world, chat_seen(page, person, int(given["chat"])))


def message_seen(page: "Page", person: Person, given: Json) -> Message:
    """Return the message a call names. Raises CannotDoError where it is gone."""
    message = chat_seen(page, person, int(given["chat"])).messages.get(int(given["id"]))
    if message is None or message.deleted:
        raise CannotDoError("那条消息已经没有了")
    return message


# --- as a person ---------------------------------------------------------------------------------------------


@act
async def says(page: "Page", person: Person, given: Json) -> Any:
    """{chat, text, reply?}: write, perhaps in reply; a text that is too long goes as several."""
    text = str(given["text"])
    if given.get("reply"):
        return {"id": person.replies(message_seen(page, person, {**given, "id": given["reply"]}), text).id}
    parts = person.pastes(room_seen(page, person, given), text)
    return {"id": parts[-1].id}


@act
async def edits(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id, text}."""
    person.edits(message_seen(page, person, given), str(given["text"]))
    return True


@act
async def deletes(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id}."""
    person.deletes(message_seen(page, person, given))
    return True


@act
async def forwards(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id, to}."""
    to = room_seen(page, person, {"chat": given["to"]})
    return {"id": person.forwards(message_seen(page, person, given), to).id}


@act
async def reacts(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id, emoji}: with that emoji, or with none where it is empty or stands already."""
    message, emoji = message_seen(page, person, given), str(given["emoji"])
    is_there = emoji in message.reactions.get(person.id, [])
    person.reacts(message, *([] if is_there or not emoji else [emoji]))
    return True


@act
async def pins(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id}: pin it, or take it down."""
    message = message_seen(page, person, given)
    chat = page.sandbox.world.chat_of(message)
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    else:
        person.pins(message)
    return True


@act
async def starts(page: "Page", person: Person, given: Json) -> Any:
    """{payload?}: press start in the private chat with the bot."""
    return {"id": person.starts(str(given.get("payload") or "")).id}


@act
async def taps(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id, row, column} -> {answered, notice, is_alert}, once the bot has answered or eight seconds are over."""
    message = message_seen(page, person, given)
    rows = (message.markup or {}).get("inline_keyboard") or []
    try:
        text = str(rows[int(given["row"])][int(given["column"])]["text"])
    except IndexError:
        raise CannotDoError("那个按钮已经没有了") from None
    return await _answer(page, person.taps(message, text))


async def _answer(page: "Page", tap: Tap) -> Json:
    if tap.callback is not None:
        try:
            await page.sandbox.until(lambda: tap.answered, seconds=_ANSWER_SECONDS)
        except TimeoutError:
            return {"answered": False, "notice": "", "is_alert": False}
    return {"answered": True, "notice": tap.notice, "is_alert": tap.is_alert}


@act
async def presses(page: "Page", person: Person, given: Json) -> Any:
    """{chat, text}: a button of the keyboard that stands in place of the usual one."""
    room = room_seen(page, person, given)
    if find_button(room.chat.reply_keyboard, str(given["text"])) is None:
        raise CannotDoError("那个按钮已经没有了")
    person.taps(room, str(given["text"]))
    return True


@act
async def reads(page: "Page", person: Person, given: Json) -> Any:
    """{chat, id}: the person has seen the chat up to that message."""
    page.read[person.id, int(given["chat"])] = int(given["id"])
    return True


# --- time ----------------------------------------------------------------------------------------------------


@act
async def moves(page: "Page", person: Person, given: Json) -> Any:
    """{seconds} or {at: "08:00", days?: 1}: move the clock on; it does not go back."""
    clock = page.sandbox.clock
    seconds = seconds_until(clock.now(), given["at"], int(given.get("days", 0))) if "at" in given else given["seconds"]
    if not 0 <= float(seconds) <= 40 * 86_400:
        raise CannotDoError("钟只能往前拨，一次最多四十天")
    clock.move(float(seconds))
    return clock.now()


@act
async def runs(page: "Page", person: Person, given: Json) -> Any:
    """{rate}: let the clock run 1, 60 or 600 times as fast."""
    rate = float(given["rate"])
    if rate not in _RATES:
        raise CannotDoError("没有这个速度")
    page.sandbox.clock.run(rate)
    return True


# --- scenes --------------------------------------------------------------------------------------------------


@act
async def scene(page: "Page", person: Person, given: Json) -> Any:
    """{do: load, play, pause, step, stop or pace; name?, pace?} -> the script."""
    player = page.player
    match given["do"]:
        case "load":
            await player.load(str(given["name"]))
        case "stop":
            await player.stop()
        case "pace":
            player.set_pace(str(given["pace"]))
        case "play":
            player.play()
        case "pause":
            player.pause()
        case "step":
            player.step()
        case other:
            raise CannotDoError(f"no such thing to do with a scene: {other}")
    return player.script()


@act
async def renews(page: "Page", person: Person, given: Json) -> Any:
    """{}: begin anew, with nothing said."""
    await page.renew()
    return True


# --- faults --------------------------------------------------------------------------------------------------


@act
async def breaks(page: "Page", person: Person, given: Json) -> Any:
    """{what, chat?}: one of the faults below."""
    what = str(given["what"])
    if what not in _FAULTS:
        raise CannotDoError(f"no such fault: {what}")
    return await _FAULTS[what](page, person, given)


async def _blocks(page: "Page", person: Person, given: Json) -> None:
    person.blocks()


async def _kicks(page: "Page", person: Person, given: Json) -> None:
    room = room_seen(page, person, given)
    room.remove(page.sandbox.me, by=page.owner(room))


async def _adds(page: "Page", person: Person, given: Json) -> None:
    room = room_seen(page, person, given)
    page.sandbox.add_bot(room, by=page.owner(room), as_admin=True)


async def _upgrades(page: "Page", person: Person, given: Json) -> None:
    room_seen(page, person, given).upgrade()


async def _cuts(page: "Page", person: Person, given: Json) -> None:
    await page.sandbox.refuse()


async def _mends(page: "Page", person: Person, given: Json) -> None:
    page.sandbox.faults.clear()
    if not page.sandbox.is_open:
        await page.sandbox.start()


async def _floods(page: "Page", person: Person, given: Json) -> None:
    page.sandbox.faults.add(Rule("too_many_requests", seconds=5, times=3))


async def _loses(page: "Page", person: Person, given: Json) -> None:
    page.sandbox.faults.add(Rule("drop_after", method="sendMessage", times=1))


async def _turns_on(page: "Page", person: Person, given: Json) -> None:
    await page.power.on()


async def _turns_off(page: "Page", person: Person, given: Json) -> None:
    await page.power.off()


async def _pulls(page: "Page", person: Person, given: Json) -> None:
    await page.power.pull()


async def _says_and_pulls(page: "Page", person: Person, given: Json) -> None:
    """Let the person say something and pull the plug while the bot works on it."""
    await says(page, person, given)
    await asyncio.sleep(0.03)
    await page.power.pull()


_FAULTS: dict[str, Act] = {
    "block": _blocks,
    "kick": _kicks,
    "add": _adds,
    "upgrade": _upgrades,
    "cut": _cuts,
    "mend": _mends,
    "flood": _floods,
    "lose": _loses,
    "on": _turns_on,
    "off": _turns_off,
    "pull": _pulls,
    "say and pull": _says_and_pulls,
}
