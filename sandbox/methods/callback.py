"""Answering taps."""

from typing import Any

from sandbox.methods.registry import Call, method
from sandbox.rejection import QUERY_TOO_OLD, bad_request
from sandbox.text import utf16_length

ANSWERABLE_SECONDS = 60
"""Telegram does not say how long; a minute is what bots see at most."""
_LONGEST = 200


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> Any:
    """Stop the button's clock and perhaps show a notice; once, and not too late."""
    callback = call.world.state.callbacks.get(call.args.text("callback_query_id"))
    too_late = (
        callback is None
        or callback.bot_id != call.bot.id
        or callback.answer is not None
        or call.world.clock.now() - callback.at > ANSWERABLE_SECONDS
    )
    if callback is None or too_late:
        raise bad_request(QUERY_TOO_OLD)
    if utf16_length(call.args.text("text")) > _LONGEST:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer = {
        "text": call.args.text("text"),
        "show_alert": call.args.flag("show_alert"),
        "url": call.args.text("url"),
    }
    return True
