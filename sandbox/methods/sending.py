"""Sending what needs no file: texts, places, contacts, dice, and "typing..."."""

from typing import Any

from sandbox.methods.composing import place, read_text, send, shown
from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.state import Json

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@method("sendMessage", counts=True)
def send_message(call: Call) -> Any:
    """Send a text."""
    chat = place(call)
    return shown(call, chat, send(call, chat, read_text(call)))


@method("sendLocation", counts=True)
def send_location(call: Call) -> Any:
    """Send a point on the map."""
    chat = place(call, "can_send_messages")
    latitude, longitude = call.args.decimal("latitude", 1e9), call.args.decimal("longitude", 1e9)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude" if latitude < 1e9 else "latitude is empty")
    location: Json = {"latitude": latitude, "longitude": longitude}
    for name in ("live_period", "heading", "proximity_alert_radius"):
        if call.args.has(name):
            location[name] = call.args.number(name)
    return shown(call, chat, send(call, chat, {"location": location}))


@method("sendContact", counts=True)
def send_contact(call: Call) -> Any:
    """Send a telephone number with a name."""
    chat = place(call, "can_send_messages")
    if not call.args.has("phone_number") or not call.args.has("first_name"):
        raise bad_request("phone number is empty" if not call.args.has("phone_number") else "first name is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.args.text(name) for name in names if call.args.has(name)}
    return shown(call, chat, send(call, chat, {"contact": contact}))


@method("sendDice", counts=True)
def send_dice(call: Call) -> Any:
    """Throw a die, by the sandbox's seed."""
    chat = place(call, "can_send_other_messages")
    emoji = call.args.text("emoji") or "🎲"
    if emoji not in _DICE:
        raise bad_request("wrong dice emoji specified")
    dice = {"emoji": emoji, "value": 1 + call.world.draw() % _DICE[emoji]}
    return shown(call, chat, send(call, chat, {"dice": dice}))


@method("sendChatAction", effect=False)
def send_chat_action(call: Call) -> Any:
    """Show "typing..." for a moment; nothing stays of it."""
    call.chat()
    if call.args.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
