"""The configuration: one TOML file, every key known, typed and bounded; a wrong one is named together with its mend."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.limit import Limits
from domain.check_in import Timings
from domain.elder import Care
from domain.retention import Periods
from domain.wall_clock import ZONE

TOKEN = re.compile(r"\d{6,}:[\w-]{6,}")
DEFAULT = Path("config.toml")
TOKEN_VARIABLE = "SHOUWANG_TOKEN"  # noqa: S105 - the name of the variable, not a token


class ConfigError(Exception):
    """What is wrong in the configuration, where, and how to mend it: one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration, checked. `quiet` is the start and end of the quiet hours, `backup_at` when the nightly
    copy is made; local times. `periods`: how long what is held of people is kept; `timings`: the ladder of
    check-ins."""

    token: str
    proxy_url: str | None
    api_url: str
    operator: int | None
    database: Path
    time_zone: str
    quiet: tuple[time, time]
    limits: Limits
    log_level: str
    backup_folder: Path
    backup_at: time
    periods: Periods = field(default_factory=Periods)
    timings: Timings = field(default_factory=Timings)

    @property
    def care(self) -> Care:
        """What check-ins need to know of it."""
        return Care(self.timings, self.quiet, self.operator)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key: its type, its default, and a check that returns what is wrong (None: nothing).

    What is given for a private one is never repeated: a proxy has a password, and a token may stand in the wrong place.
    """

    kind: type
    default: Any
    wrong: Callable[[Any], str | None] = lambda _: None
    is_private: bool = False


def _between(least: float, most: float) -> Callable[[Any], str | None]:
    return lambda value: None if least <= value <= most else f"must be between {least} and {most}"


def _is_zone(value: str) -> str | None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return 'is not a time zone; write a name such as "Asia/Shanghai"'
    return None


def _is_url(*schemes: str, may_be_empty: bool = False) -> Callable[[str], str | None]:
    def wrong(value: str) -> str | None:
        if may_be_empty and not value:
            return None
        try:
            parts = urlsplit(value)
            if parts.scheme in schemes and parts.hostname and parts.port != 0:  # asking for the port checks it
                return None
        except ValueError:
            pass
        return f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)} and name a host"

    return wrong


def _is_time(value: str) -> str | None:
    return None if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII) else 'must be a time such as "21:30"'


def _is_file(value: str) -> str | None:
    return "must name a file that holds the token, not be the token" if TOKEN.search(value) else None


def _is_level(value: str) -> str | None:
    return None if value in ("INFO", "WARNING", "ERROR") else 'must be "INFO", "WARNING" or "ERROR"'


_DAY_MINUTES = 24 * 60

KEYS: Mapping[str, Mapping[str, _Key]] = {
    "telegram": {
        "token_file": _Key(str, "", _is_file, is_private=True),
        "proxy_url": _Key(str, "", _is_url("http", "socks5", "socks5h", may_be_empty=True), is_private=True),
        "api_url": _Key(str, "https://api.telegram.org", _is_url("https", "http")),
        "operator_id": _Key(int, 0, _between(0, 2**52)),
    },
    "database": {"path": _Key(str, "data/shouwang.db", lambda value: None if value else "must name a file")},
    "compound": {"time_zone": _Key(str, ZONE, _is_zone)},
    "backup": {
        "folder": _Key(str, ""),  # beside the database, wherever that is: often the one place that can be written
        "time": _Key(str, "03:30", _is_time),
    },
    "quiet_hours": {"start": _Key(str, "21:30", _is_time), "end": _Key(str, "07:30", _is_time)},
    "limits": {
        "messages_per_second": _Key(int, 25, _between(1, 30)),
        "messages_per_minute_in_a_group": _Key(int, 20, _between(1, 20)),
        "seconds_between_edits": _Key(int, 6, _between(1, 3600)),
    },
    "retention": {
        "medicine_days": _Key(int, 30, _between(1, 365)),
        "orders_days": _Key(int, 180, _between(7, 3650)),
        "audit_days": _Key(int, 365, _between(30, 3650)),
    },
    "check_in": {
        "again_minutes": _Key(int, 20, _between(1, _DAY_MINUTES)),
        "neighbour_minutes": _Key(int, 40, _between(1, _DAY_MINUTES)),
        "lead_minutes": _Key(int, 60, _between(1, _DAY_MINUTES)),
        "everybody_minutes": _Key(int, 120, _between(1, _DAY_MINUTES)),
        "repeat_minutes": _Key(int, 10, _between(1, _DAY_MINUTES)),
        "report_minutes": _Key(int, 30, _between(1, _DAY_MINUTES)),
        "help_minutes": _Key(int, 20, _between(1, _DAY_MINUTES)),
    },
    "log": {"level": _Key(str, "INFO", _is_level)},
}


def chosen_config(path: Path | None, *, needs_token: bool = True) -> Config:
    """Read the file that `--config` named; without one, config.toml here if there is one, else all defaults.

    Raises ConfigError.
    """
    if path is None and DEFAULT.exists():
        path = DEFAULT
    return read_config(path, needs_token=needs_token)


def read_config(path: Path | None, environment: Mapping[str, str] = os.environ, *, needs_token: bool = True) -> Config:
    """Read the file at `path` (None: all defaults) and the token. Relative paths in it count from its folder.

    Raises ConfigError. Without `needs_token` a missing token is an empty one: for commands that send nothing.
    """
    values = _values(_toml(path) if path else {}, path)
    folder = path.parent if path else Path()
    telegram, limits = values["telegram"], values["limits"]
    return Config(
        token=_token(telegram["token_file"], folder, environment, needs_token=needs_token),
        proxy_url=telegram["proxy_url"] or None,
        api_url=telegram["api_url"].rstrip("/"),
        operator=telegram["operator_id"] or None,
        database=folder / values["database"]["path"],
        time_zone=values["compound"]["time_zone"],
        quiet=(time.fromisoformat(values["quiet_hours"]["start"]), time.fromisoformat(values["quiet_hours"]["end"])),
        limits=Limits(
            per_second=float(limits["messages_per_second"]),
            per_minute_in_a_group=limits["messages_per_minute_in_a_group"],
            seconds_between_edits=limits["seconds_between_edits"],
        ),
        log_level=values["log"]["level"],
        backup_folder=folder / (values["backup"]["folder"] or Path(values["database"]["path"]).parent / "backups"),
        backup_at=time.fromisoformat(values["backup"]["time"]),
        periods=Periods(**values["retention"]),
        timings=_timings(values["check_in"], path),
    )


def _timings(given: Mapping[str, int], path: Path | None) -> Timings:
    timings = Timings(**{name.removesuffix("_minutes"): minutes for name, minutes in given.items()})
    if not timings.is_upwards:
        raise ConfigError(
            f"{path}: in [check_in] each of again, neighbour, lead and everybody must be later than the one before"
        )
    return timings


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file. Mend: copy config.example.toml to {path}") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text. Mend: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f'{path}: is not valid TOML: {error}. Texts stand in quotes: key = "text"') from error


def _values(read: Mapping[str, Any], path: Path | None) -> dict[str, dict[str, Any]]:
    for section, given in read.items():
        if section not in KEYS:
            raise ConfigError(f"{path}: [{section}] is unknown.{_near(section, KEYS)}")
        if not isinstance(given, dict):
            raise ConfigError(f"{path}: {section} must be a section. Mend: write [{section}] on a line of its own")
        for name in given:
            if name == "token":
                raise ConfigError(
                    f"{path}: a token does not belong into this file. Mend: take it out, and set {TOKEN_VARIABLE} or "
                    "name a file that holds it in token_file"
                )
            if name not in KEYS[section]:
                raise ConfigError(f"{path}: {name} in [{section}] is unknown.{_near(name, KEYS[section])}")
    return {
        section: {name: _value(read.get(section, {}), section, name, key, path) for name, key in keys.items()}
        for section, keys in KEYS.items()
    }


_IN_WORDS = {str: 'a text in quotes, such as "…"', int: "a whole number without quotes"}


def _value(given: Mapping[str, Any], section: str, name: str, key: _Key, path: Path | None) -> Any:
    value = given.get(name, key.default)
    given_as = "" if key.is_private else f"; it is {value!r}"
    if type(value) is not key.kind:
        raise ConfigError(f"{path}: {name} in [{section}] must be {_IN_WORDS[key.kind]}{given_as}")
    if (wrong := key.wrong(value)) is not None:
        raise ConfigError(f"{path}: {name} in [{section}] {wrong}{given_as}")
    return value


def _near(word: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(known)}"


def _token(file: str, folder: Path, environment: Mapping[str, str], *, needs_token: bool) -> str:
    token = environment.get(TOKEN_VARIABLE, "").strip()
    if not token and file:
        place = folder / file
        try:
            token = place.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{place}: the token file cannot be read ({type(error).__name__}). Mend: write the token into "
                "that file, on one line, and chmod 600 it; or correct token_file under [telegram]"
            ) from error
        if place.stat().st_mode & 0o077:
            raise ConfigError(f"{place}: others can read the token. Mend: chmod 600 {place}")
    if not token and needs_token:
        raise ConfigError(
            f"No token. Mend: ask @BotFather for one, then set {TOKEN_VARIABLE}, or write it to a file and name that "
            "file in token_file under [telegram]"
        )
    number, _, secret = token.partition(":")
    if token and not (number.isascii() and number.isdecimal() and secret):
        raise ConfigError("The token does not look like one: @BotFather gives it as 123456789:ABC-def…")
    return token
