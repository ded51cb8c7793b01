"""The log: one line an event, ids and types only. Never the token, a name, a room, a medicine or anybody's words."""

import logging
import re
import sys
import traceback

_TOKEN = re.compile(r"\d{3,}:[\w-]{3,}")
_OURS = ("bot", "broadcasts", "conversation", "domain", "handlers", "parsing", "rendering", "storage", "shouwang")
_LOUD = ("aiohttp", "telegram", "apscheduler", "aiosqlite", "asyncio", "jieba")


def told(error: BaseException) -> str:
    """Return an error's type and place, without its text: texts of errors quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"


class _Line(logging.Formatter):
    """Formats a record as one line; what an exception says is left out, and a token is struck out anywhere."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" ({told(record.exc_info[1])})"
        return _TOKEN.sub("<token>", line).replace("\n", " ")


class _Foreign(logging.Filter):
    """Of other people's libraries, lets through that something happened, not what it said."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.split(".")[0] not in _OURS:
            record.msg, record.args = f"{record.funcName} reports a problem", ()
        return True


def set_up(level: str = "INFO") -> None:
    """Send the program's log to standard error, and nothing else there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    handler.addFilter(_Foreign())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("shouwang").critical("stopped: %s", told(error))
