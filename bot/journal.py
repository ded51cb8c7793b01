"""The log: one line an event, `time LEVEL logger event key=value …`. Numbers, types and words of the program only.

    log = journal.of(__name__)
    log.warning("receiving-failed", error=type(error), again=wait)

A value is shown where it can be nobody's: a number, a type of error and its place, or one of WORDS. Anything else shows
as the name of its type, so that a name, a room, a medicine or the token logged by mistake does not stand there. What
other people's libraries say is never repeated, only where they said something. docs/health.md lists the events.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TextIO

#: Texts that may stand as a value: reasons and kinds as the program names them. A new one is added here.
WORDS = frozenset(
    (
        "429", "moved", "forbidden", "token refused", "unreachable", "server error", "unheard", "as wished", "lost",
        "chat not found", "no rights", "refused", "storage", "orphan", "expired", "unsure", "no address", "no slot",
        "receiver", "worker", "sender", "tick", "shouwang check", "shouwang inbox",
    )
)  # fmt: skip

_TOKEN = re.compile(r"\d{3,}:[\w-]{3,}")
_EVENT = re.compile(r"[a-z]+(?:-[a-z0-9]+)*", re.ASCII)
_KIND = re.compile(r"[A-Za-z]\w*", re.ASCII)
_LOGGER = re.compile(r"[a-z_][\w.]*", re.ASCII)
_PLACE = re.compile(r"\w+\.py:\d+", re.ASCII)
_LARGEST = 10**10  # from eleven digits on it may be somebody's telephone
_LOUD = ("aiohttp", "telegram", "apscheduler", "aiosqlite", "asyncio", "jieba", "httpx", "httpcore")


def told(error: BaseException) -> str:
    """Return an error's type and place, without its text: texts of errors quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"


@dataclass(frozen=True, slots=True)
class Event:
    """What the program has to say: an event's name and its values. As text it holds nothing of anybody's."""

    name: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        name = self.name if _EVENT.fullmatch(self.name) else "unnamed-event"
        pairs = (f"{key if key.isascii() else '<key>'}={shown(value)}" for key, value in self.values.items())
        return " ".join((name, *pairs))


def shown(value: object) -> str:
    """Return a value as the log may show it: `<type>` where it could be somebody's."""
    match value:
        case None | bool():
            return str(value).lower()
        case int() | float() if abs(value) < _LARGEST:
            return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        case Enum():
            return value.name.lower() if _EVENT.fullmatch(value.name.lower().replace("_", "-")) else "<enum>"
        case BaseException():
            frames = traceback.extract_tb(value.__traceback__)
            place = f"@{_place(frames[-1].filename, frames[-1].lineno)}" if frames else ""
            return f"{_name(type(value))}{place}"
        case type() if issubclass(value, BaseException):
            return _name(value)
        case str() if value in WORDS or value in error_names():
            return value.replace(" ", "-")
    return f"<{type(value).__name__}>"


def _name(kind: type[BaseException]) -> str:
    return kind.__name__ if _KIND.fullmatch(kind.__name__) else "<error>"


def error_names() -> frozenset[str]:
    """Return the names of all types of error that are loaded."""
    return frozenset(_name(kind) for kind in _kinds(BaseException))


def _kinds(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    yield kind
    for narrower in type.__subclasses__(kind):
        yield from _kinds(narrower)


def _place(file: str, line: int | None) -> str:
    place = f"{file.rsplit('/', 1)[-1]}:{line or 0}"
    return place if _PLACE.fullmatch(place) else "<place>"


class Journal:
    """A module's way to the log: an event's name and its values, as keywords."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **values: object) -> None:
        """Tell of something that is as it should be."""
        self._logger.info(Event(event, values), stacklevel=2)

    def warning(self, event: str, **values: object) -> None:
        """Tell of something that is wrong and mends itself."""
        self._logger.warning(Event(event, values), stacklevel=2)

    def error(self, event: str, **values: object) -> None:
        """Tell of something that somebody should look at."""
        self._logger.error(Event(event, values), stacklevel=2)

    def critical(self, event: str, **values: object) -> None:
        """Tell of what ends the program."""
        self._logger.critical(Event(event, values), stacklevel=2)


def of(name: str) -> Journal:
    """Return the journal of a module: `log = journal.of(__name__)`."""
    return Journal(name)


class Line(logging.Formatter):
    """Formats a record as one line. What is no Event of ours shows where it was said, and nothing of what was said."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        if isinstance(record.msg, Event):
            said = str(record.msg)
        else:
            said = f"library-report at={_place(record.pathname, record.lineno)}"
        if record.exc_info and record.exc_info[1] is not None:
            said += f" raised={shown(record.exc_info[1])}"
        name = record.name if _LOGGER.fullmatch(record.name) else "<logger>"
        return _TOKEN.sub("<token>", f"{at} {record.levelname} {name} {said}")


def handler(stream: TextIO) -> logging.Handler:
    """Return a handler that writes the log to `stream` as the program does."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Line())
    return made


def set_up(level: str = "INFO") -> None:
    """Send the program's log to standard error, and nothing else there."""
    logging.basicConfig(level=level, handlers=[handler(sys.stderr)], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = lambda kind, error, trace: of("shouwang").critical("stopped", error=error)
