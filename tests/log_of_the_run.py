"""A plugin of pytest: gathers what the program logs in the whole run, and fails the run over a line that says too much.

Every record of our loggers, and of the libraries, is gathered as the program would write it; so is the standard error
of every bot that a test starts. A line must be of the log's own form: an event, keys and words that the source holds,
numbers, types. Besides, nothing in it may be Chinese, the token, a name or words of the tests, or a telephone's number.
"""

import ast
import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import journal
from sandbox.server import TOKEN

ROOT = Path(__file__).parents[1]
_HOUSE = ("bot", "broadcasts", "conversation", "domain", "handlers", "parsing", "rendering", "storage")
_HEARD = (*_HOUSE, "shouwang", *journal._LOUD)

_LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d (?:INFO|WARNING|ERROR|CRITICAL) (?:[a-z_][\w.]*|<logger>)"
    r" (?P<event>[a-z]+(?:-[a-z0-9]+)*)(?P<values>(?: \S+=\S+)*)",
    re.ASCII,
)
_VALUE = re.compile(
    r"-?\d{1,10}(?:\.\d{1,3})?|true|false|none|<[a-z_]+>|\w+\.py:\d+|[A-Z]\w+(?:@(?:\w+\.py:\d+|<place>))?", re.ASCII
)
_WORD = re.compile(r"[A-Za-z]+")
_PLACE = re.compile(r"\w+\.py:\d+", re.ASCII)
_SENTENCE = "shouwang: "  # what the command line says on standard error; not the log, but as reticent
_FOREIGN = re.compile(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|\\u[0-9a-f]{4}")
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class _Gathering:
    """The lines of this run."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = journal.handler(self.stream)
        self.lines: list[str] = []

    def all(self) -> list[str]:
        return [*self.stream.getvalue().splitlines(), *self.lines]


_GATHERING = _Gathering()


def gather(standard_error: str) -> None:
    """Keep what a bot process wrote on its standard error, to be looked at when the run ends."""
    _GATHERING.lines += standard_error.splitlines()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of events and keys that the source logs; `strays`: places that log in another way."""

    names: frozenset[str]
    keys: frozenset[str]
    strays: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """Read the source of the house for what it logs."""
    names, keys, strays = {"stopped", "library-report"}, {"error", "at", "raised"}, []
    for path in (path for package in _HOUSE for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "getLogger" and path.name != "journal.py":
                strays.append(f"{path.name}:{node.lineno}")
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOGGING):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "log"):
                continue
            match node.args, [keyword.arg for keyword in node.keywords]:
                case [ast.Constant(value=str(name))], said if None not in said:
                    names.add(name)
                    keys.update(word for word in said if word)
                case _:
                    strays.append(f"{path.name}:{node.lineno}")
    return Vocabulary(frozenset(names), frozenset(keys), tuple(strays))


@cache
def _spoken() -> frozenset[str]:
    """Return the Latin words in people's names, groups' titles and messages that the tests write down."""
    known = vocabulary()
    ours = {part for word in (*known.names, *known.keys, *journal.WORDS) for part in re.split(r"[\W_]", word)}
    words = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SPEAKING:
                texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
                words |= {word.lower() for text in texts for word in re.findall(r"[A-Za-z]{4,}", str(text))}
    return frozenset(words - ours - {"none", "true", "false"})


_LOGGING = ("debug", "info", "warning", "error", "exception", "critical", "log")
_SPEAKING = ("person", "says", "edits", "group")


def wrong_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with each line that is not as the log promises, the line behind it."""
    known = vocabulary()
    secret = TOKEN.partition(":")[2]
    for line in lines:
        match = _LINE.fullmatch(line)
        if secret in line:
            yield f"the token: {line}"
        elif _FOREIGN.search(line):
            yield f"somebody's words: {line}"
        elif _TELEPHONE.search(line):
            yield f"a telephone's number: {line}"
        elif line.startswith(_SENTENCE):
            continue
        elif match is None:
            yield f"not a line of the log: {line}"
        elif match["event"] not in known.names and match["event"] != "unnamed-event":
            yield f"an event that the source does not name: {line}"
        elif stray := [pair for pair in match["values"].split() if not _is_ours(pair, known)]:
            yield f"a value that could be somebody's ({stray[0]}): {line}"
        elif said := _spoken() & {word.lower() for word in _WORD.findall(_PLACE.sub("", match["values"]))}:
            yield f"a name or words of the tests ({min(said)}): {line}"


def _is_ours(pair: str, known: Vocabulary) -> bool:
    key, _, value = pair.partition("=")
    listed = {word.replace(" ", "-") for word in journal.WORDS}
    return (key in known.keys or key == "<key>") and (value in listed or _VALUE.fullmatch(value) is not None)


# --- what pytest calls ------------------------------------------------------------------------------------------------


def pytest_configure() -> None:
    """Hear everything from here on, each of our loggers at the level of a running program."""
    for name in _HEARD:
        logging.getLogger(name).addHandler(_GATHERING.handler)
    for name in (*_HOUSE, "shouwang"):
        logging.getLogger(name).setLevel(logging.INFO)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that would have passed, if the log told too much. One of several processes hands its lines over."""
    handed_over = getattr(session.config, "workeroutput", None)
    if handed_over is not None:
        handed_over["log"] = _GATHERING.all()
    elif session.exitstatus == pytest.ExitCode.OK and any(wrong_lines(_GATHERING.all())):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over the lines of a process that has ended (pytest-xdist). One that died has failed the run itself."""
    _GATHERING.lines += getattr(node, "workeroutput", {}).get("log", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was looked at, and what was wrong."""
    lines = _GATHERING.all()
    wrong = list(wrong_lines(lines))
    terminalreporter.section("log of the whole run", sep="=", red=bool(wrong))
    terminalreporter.line(f"{len(lines)} lines gathered, {len(wrong)} say too much or are not of its form")
    for line in wrong[:20]:
        terminalreporter.line(line, red=True)
