"""The sandbox by HTTP for other processes: POST /_c/<verb> with a JSON object, JSON back; client.py speaks it."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from sandbox.fault import Rule
from sandbox.flood import Flood
from sandbox.person import Person
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.state import Chat, Json, Message
from sandbox.tap import Tap

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Verb = Callable[["Sandbox", Json], Any]
VERBS: dict[str, Verb] = {}


def verb(run: Verb) -> Verb:
    """Make the function a verb of the control interface."""
    VERBS[run.__name__] = run
    return run


async def control(sandbox: "Sandbox", request: web.BaseRequest, name: str) -> web.Response:
    """Answer one call: 200 with the result, 400 with {"error": why} for what cannot be done, 404 for no such verb."""
    body = await request.read()
    given: Json = msgspec.json.decode(body, type=dict[str, Any]) if body else {}
    try:
        if name == "quiet":
            await sandbox.quiet(pause=given.get("pause", 0.1), seconds=given.get("seconds", 5.0))
            result: Any = True
        elif name == "away":
            sandbox.schedule(_away(sandbox, float(given.get("seconds", 1.0))))
            result = True
        elif name in VERBS:
            result = VERBS[name](sandbox, given)
        else:
            return _json(404, {"error": f"no verb {name}"})
    except (CannotDoError, KeyError, TypeError, msgspec.ValidationError, TimeoutError) as error:
        return _json(400, {"error": f"{type(error).__name__}: {error}"})
    return _json(200, result)


def _json(status: int, value: Any) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(value), content_type="application/json")


async def _away(sandbox: "Sandbox", seconds: float) -> None:
    await asyncio.sleep(0.01)  # let the answer to this call out first
    await sandbox.restart(seconds)


# --- finding what a call names -------------------------------------------------------------------------------


def _person(sandbox: "Sandbox", given: Json, key: str = "person") -> Person:
    return Person(sandbox.world, sandbox.world.state.users[int(given[key])], sandbox.bot)


def _people(sandbox: "Sandbox", numbers: list[int] | None) -> list[Person]:
    return [_person(sandbox, {"person": number}) for number in numbers or []]


def _chat(sandbox: "Sandbox", number: int) -> Chat:
    if number < 0:
        return sandbox.world.state.chats[number]
    return sandbox.world.private_chat(sandbox.bot, sandbox.world.state.users[number])


def _room(sandbox: "Sandbox", given: Json) -> Room:
    chat = _chat(sandbox, int(given["chat_id"]))
    return Room(sandbox.world, _chat(sandbox, chat.upgraded_to) if chat.upgraded_to else chat)


def _message(sandbox: "Sandbox", given: Json) -> Message:
    return _chat(sandbox, int(given["chat_id"])).messages[int(given["message_id"])]


def _said(message: Message) -> Json:
    return {"id": message.id, "chat_id": message.chat_id, "text": message.text, "date": message.date}


def _rest(given: Json, *used: str) -> Json:
    return {key: value for key, value in given.items() if key not in used}


# --- people and chats ----------------------------------------------------------------------------------------


@verb
def person(sandbox: "Sandbox", given: Json) -> Any:
    """{name, started?, ...} -> {id}."""
    return {"id": sandbox.person(given["name"], **_rest(given, "name")).id}


@verb
def group(sandbox: "Sandbox", given: Json) -> Any:
    """{title, members?, administrators?, bot_is_admin?, kind?, ...} -> {id}."""
    room = sandbox.group(
        given["title"],
        _people(sandbox, given.get("members")),
        administrators=_people(sandbox, given.get("administrators")),
        **_rest(given, "title", "members", "administrators"),
    )
    return {"id": room.id}


@verb
def add_bot(sandbox: "Sandbox", given: Json) -> Any:
    """{chat_id, person, as_admin?}: the person puts the bot into the group."""
    sandbox.add_bot(_room(sandbox, given), _person(sandbox, given), as_admin=given.get("as_admin", False))
    return True


@verb
def add(sandbox: "Sandbox", given: Json) -> Any:
    """{chat_id, person}: the person joins."""
    _room(sandbox, given).add(_person(sandbox, given))
    return True


@verb
def remove(sandbox: "Sandbox", given: Json) -> Any:
    """{chat_id, person?}: the person leaves; without a person the bot is removed."""
    user = _person(sandbox, given).user if "person" in given else sandbox.world.state.users[sandbox.bot.id]
    by = _person(sandbox, given, "by") if given.get("by") else None
    _room(sandbox, given).remove(user, by=by, banned=given.get("banned", False))
    return True


@verb
def upgrade(sandbox: "Sandbox", given: Json) -> Any:
    """{chat_id} -> {id} of the supergroup."""
    return {"id": _room(sandbox, given).upgrade()}


# --- what people do ------------------------------------------------------------------------------------------


@verb
def says(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id?, text, topic?} -> the message; without a chat the bot is written to."""
    where = _room(sandbox, given) if given.get("chat_id") else None
    return _said(_person(sandbox, given).says(where, given["text"], topic=given.get("topic")))


@verb
def pastes(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id?, text, topic?} -> the messages a long text becomes."""
    where = _room(sandbox, given) if given.get("chat_id") else None
    parts = _person(sandbox, given).pastes(where, given["text"], topic=given.get("topic"))
    return [_said(part) for part in parts]


@verb
def says_many(sandbox: "Sandbox", given: Json) -> Any:
    """{lines: [{person, chat_id?, text}, ...]} -> how many: a burst in one call."""
    for line in given["lines"]:
        says(sandbox, line)
    return len(given["lines"])


@verb
def replies(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id, text} -> the message."""
    return _said(_person(sandbox, given).replies(_message(sandbox, given), given["text"]))


@verb
def edits(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id, text} -> the message."""
    return _said(_person(sandbox, given).edits(_message(sandbox, given), given["text"]))


@verb
def deletes(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id}; the bot is not told."""
    _person(sandbox, given).deletes(_message(sandbox, given))
    return True


@verb
def forwards(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id, to?} -> the message."""
    to = _room(sandbox, {"chat_id": given["to"]}) if given.get("to") else None
    return _said(_person(sandbox, given).forwards(_message(sandbox, given), to))


@verb
def taps(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id?, text} -> {id, url}: the number of the tap, to ask `tap` about."""
    where = _message(sandbox, given) if given.get("message_id") else _room(sandbox, given)
    made = _person(sandbox, given).taps(where, given.get("text", ""))
    return {"id": made.callback.id if made.callback else None, "url": made.url}


@verb
def tap(sandbox: "Sandbox", given: Json) -> Any:
    """{id} -> {answered, notice, is_alert}."""
    made = Tap(sandbox.world.state.callbacks[given["id"]])
    return {"answered": made.answered, "notice": made.notice, "is_alert": made.is_alert}


@verb
def reacts(sandbox: "Sandbox", given: Json) -> Any:
    """{person, chat_id, message_id, emoji: [...]}."""
    _person(sandbox, given).reacts(_message(sandbox, given), *given.get("emoji", []))
    return True


@verb
def starts(sandbox: "Sandbox", given: Json) -> Any:
    """{person, payload?} -> the message."""
    return _said(_person(sandbox, given).starts(given.get("payload", "")))


@verb
def blocks(sandbox: "Sandbox", given: Json) -> Any:
    """{person}."""
    _person(sandbox, given).blocks()
    return True


# --- what goes wrong, and when -------------------------------------------------------------------------------


@verb
def fault(sandbox: "Sandbox", given: Json) -> Any:
    """A Rule's fields -> its place in the list of rules."""
    sandbox.faults.add(msgspec.convert(given, Rule))
    return len(sandbox.faults.rules) - 1


@verb
def faults(sandbox: "Sandbox", given: Json) -> Any:
    """{} -> the rules, with how often each was seen and happened."""
    return sandbox.faults.rules


@verb
def clear_faults(sandbox: "Sandbox", given: Json) -> Any:
    """{}: everything works again."""
    sandbox.faults.clear()
    return True


@verb
def flood(sandbox: "Sandbox", given: Json) -> Any:
    """{on, overall?, private?, private_burst?, group_per_minute?}: Telegram's limits, or none."""
    sandbox.flood = Flood(**_rest(given, "on")) if given.get("on", True) else None
    return True


@verb
def shuffle(sandbox: "Sandbox", given: Json) -> Any:
    """{seed?}: reorder the pending updates across chats."""
    sandbox.world.queues[sandbox.bot.id].shuffle(given.get("seed", 1))
    return True


@verb
def move_clock(sandbox: "Sandbox", given: Json) -> Any:
    """{seconds} -> the time it is then."""
    sandbox.clock.move(float(given.get("seconds", 0)))
    return sandbox.clock.now()


# --- what is to be seen --------------------------------------------------------------------------------------


@verb
def transcript(sandbox: "Sandbox", given: Json) -> Any:
    """{chat_id} -> what people see there."""
    return list(_room(sandbox, given).transcript())


@verb
def sent(sandbox: "Sandbox", given: Json) -> Any:
    """{after?} -> the calls that had an effect, after the number `after`."""
    return sandbox.sent[int(given.get("after", 0)) :]


@verb
def status(sandbox: "Sandbox", given: Json) -> Any:
    """{} -> {pending, confirmed, expired, sent, calls, refused, unimplemented, now}."""
    queue = sandbox.world.queues[sandbox.bot.id]
    return {
        "pending": len(queue.pending),
        "confirmed": queue.bot.confirmed,
        "expired": queue.expired,
        "sent": len(sandbox.sent),
        "calls": sandbox.history.calls,
        "refused": {f"{method} {code}": count for (method, code), count in sandbox.history.refused.items()},
        "unimplemented": sorted(sandbox.history.unimplemented),
        "now": sandbox.clock.now(),
        "token": sandbox.token,
    }


@verb
def save(sandbox: "Sandbox", given: Json) -> Any:
    """{}: write the state file now."""
    sandbox.save()
    return True
