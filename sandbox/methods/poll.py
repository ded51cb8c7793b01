"""Polls of the bot."""

from typing import Any

from sandbox.formatting import parse
from sandbox.keyboard import check_markup
from sandbox.methods.composing import place, send, shown
from sandbox.methods.editing import editable
from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.state import Json, Poll
from sandbox.view import poll_view

_MOST_OPTIONS = 12
_LONGEST_QUESTION = 300
_LONGEST_OPTION = 100


def _options(call: Call) -> list[str]:
    texts = []
    for option in call.args.list("options") or []:
        text = str(option.get("text", "") if isinstance(option, dict) else option).strip()
        if isinstance(option, dict):
            text, _ = parse(text, str(option.get("text_parse_mode") or ""))
        if not text:
            raise bad_request("poll options must be non-empty")
        if len(text) > _LONGEST_OPTION:
            raise bad_request(f"poll options length must not exceed {_LONGEST_OPTION}")
        texts.append(text)
    if not 1 <= len(texts) <= _MOST_OPTIONS:
        raise bad_request("poll must have at least 1 option" if not texts else "poll can't have more than 12 options")
    return texts


@method("sendPoll", counts=True)
def send_poll(call: Call) -> Any:
    """Send a poll, regular or quiz."""
    args = call.args
    chat = place(call, "can_send_polls")
    question, _ = parse(args.text("question").strip(), args.text("question_parse_mode"))
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > _LONGEST_QUESTION:
        raise bad_request(f"poll question length must not exceed {_LONGEST_QUESTION}")
    options = _options(call)
    kind = args.text("type") or "regular"
    correct = args.list("correct_option_ids")
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    if kind == "quiz" and not (correct and all(0 <= int(number) < len(options) for number in correct)):
        raise bad_request("wrong correct option ID specified")
    now = call.world.clock.date()
    open_period = args.number("open_period")
    poll = Poll(
        id=str(call.world.draw()),
        chat_id=chat.id,
        message_id=0,
        bot_id=call.bot.id,
        question=question,
        options=options,
        option_ids=[f"{call.world.draw():016x}" for _ in options],
        is_anonymous=args.flag("is_anonymous", default=True),
        kind=kind,
        allows_multiple_answers=args.flag("allows_multiple_answers"),
        allows_revoting=args.flag("allows_revoting", default=kind == "regular"),
        correct_option_ids=[int(number) for number in correct] if correct and kind == "quiz" else None,
        explanation=args.text("explanation") or None,
        open_period=open_period,
        close_date=now + open_period if open_period else args.number("close_date"),
        is_closed=args.flag("is_closed"),
    )
    call.world.state.polls[poll.id] = poll
    message = send(call, chat, {"poll_id": poll.id})
    poll.message_id = message.id
    return shown(call, chat, message)


@method("stopPoll")
def stop_poll(call: Call) -> Any:
    """Close a poll for good; returns it with its counts. The bot also gets it as an update."""
    chat, message = editable(call)
    number = message.content.get("poll_id")
    if number is None:
        raise bad_request("message with poll to stop not found")
    poll = call.world.state.polls[number]
    if poll.is_closed:
        raise bad_request("poll has already been closed")
    poll.is_closed = True
    message.markup, _ = check_markup(call.args.object("reply_markup"), chat)
    view: Json = poll_view(poll)
    call.world.put(call.bot.id, "poll", 0, view)
    return view
