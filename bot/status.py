# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang status`: whether the running bot is well, for a person, another machine's cron, or a monitor.

It reads the database and nothing else; it asks neither the bot nor Telegram. docs/health.md explains each line.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config, ConfigError, chosen_config
from bot.place import is_held, room
from bot.subcommand import Commands
from bot.words import size, span
from storage.health import CannotTellError, Health, health

WELL, WRONG, CANNOT_TELL = 0, 1, 2

#: Seconds after which something is wrong.
SILENT = 300  # no answer to a poll: one comes every 30 s, and is noted every 60 s at the latest
ALARM = 120  # an alarm not sent
MESSAGE = 900  # any other message not sent: in a group twenty a minute may leave
UPDATE = 300  # an update not worked on
DUE = 300  # something due not begun
ASIDE = 86_400  # how long an update that was set aside is news


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at. `value` is its number (seconds, bytes, a count), None where there is nothing."""

    name: str
    is_well: bool
    words: str
    value: int | None = None


def add_to(commands: Commands) -> None:
    """Add the command."""
    status = commands.add_parser("status", help="say whether the bot is well: exit code 0 well, 1 wrong, 2 cannot tell")
    status.set_defaults(run=_status)
    status.add_argument("--json", action="store_true", help="as JSON, with the counters")


def _status(options: argparse.Namespace) -> int:
    now = int(time.time())
    try:
        config = chosen_config(options.config, needs_token=False)
        found = health(config.database, now)
        facts = look(config, found, now)
    except (ConfigError, CannotTellError, OSError) as error:
        words = str(error) if isinstance(error, ConfigError | CannotTellError) else f"cannot look: {error.strerror}"
        print(json.dumps({"code": CANNOT_TELL, "error": words}, ensure_ascii=False) if options.json else words)
        return CANNOT_TELL
    code = WELL if all(fact.is_well for fact in facts) else WRONG
    if options.json:
        print(_as_json(code, facts, found, now))
    else:
        for fact in facts:
            print(f"{'ok   ' if fact.is_well else 'WRONG'}  {fact.words}")
    return code


def look(config: Config, found: Health, now: int) -> tuple[Fact, ...]:
    """Judge what was found. Raises OSError where the lock or the disk cannot be looked at."""
    return (
        _program(config.database),
        _telegram(found.heard_at, now),
        _waiting("alarm", "alarm", "has not been sent", found.alarm_at, ALARM, now),
        _waiting("message", "message", "has not been sent", found.message_at, MESSAGE, now),
        _waiting("update", "update", "has not been worked on", found.update_at, UPDATE, now),
        _waiting("due", "due thing", "has not been begun", found.due_at, DUE, now),
        _aside(found, now),
        _disk(config.database),
    )


def _program(database: Path) -> Fact:
    if is_held(database):
        return Fact("program", True, "Shouwang is running.", 1)
    return Fact("program", False, "Shouwang is not running. Mend: systemctl start shouwang, and read its log", 0)


def _telegram(heard_at: int | None, now: int) -> Fact:
    if heard_at is None:
        return Fact("telegram", False, "Telegram has never answered. Mend: shouwang check says what is in the way")
    ago = max(0, now - heard_at)
    if ago <= SILENT:
        return Fact("telegram", True, f"Telegram answered {span(ago)} ago.", ago)
    words = f"Telegram has not answered for {span(ago)}. Mend: shouwang check says what is in the way"
    return Fact("telegram", False, words, ago)


def _waiting(name: str, noun: str, what: str, since: int | None, most: int, now: int) -> Fact:
    if since is None:
        return Fact(name, True, f"No {noun} waits.")
    waited = max(0, now - since)
    if waited <= most:
        return Fact(name, True, f"The oldest {noun} waits since {span(waited)}.", waited)
    words = f"The oldest {noun} {what} for {span(waited)} (at most {span(most)}). Mend: read the log; restart the bot"
    return Fact(name, False, words, waited)


def _aside(found: Health, now: int) -> Fact:
    if not found.aside:
        return Fact("aside", True, "No update is set aside.", 0)
    is_news = now - (found.aside_at or 0) <= ASIDE
    words = f"{found.aside} updates are set aside, because they could not be worked on. Mend: shouwang inbox lists them"
    return Fact("aside", not is_news, words, found.aside)


def _disk(database: Path) -> Fact:
    free, least = room(database)
    if free >= least:
        return Fact("disk", True, f"{size(free)} are free on the disk.", free)
    words = f"Only {size(free)} are free on the disk, {size(least)} are needed. Mend: delete what is not needed there"
    return Fact("disk", False, words, free)


def _as_json(code: int, facts: tuple[Fact, ...], found: Health, now: int) -> str:
    told = {
        "code": code,
        "at": now,
        "facts": {fact.name: {"well": fact.is_well, "value": fact.value, "words": fact.words} for fact in facts},
        "counters": found.counters,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
