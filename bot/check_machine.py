"""`shouwang check`, the machine: time zone, fonts, ports."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.finding import Finding, note, ok, warning
from bot.font import PACKAGE, chinese_font


def look(config: Config) -> list[Finding]:
    """Look at the machine."""
    return [_time_zone(config.time_zone), _font(), note("port", "None is needed: the bot polls, and listens nowhere.")]


def _time_zone(name: str) -> Finding:
    here = datetime.now().astimezone()
    there = here.astimezone(ZoneInfo(name))
    said = f"New groups are taken to be in {name}, where it is {there:%H:%M}."
    if here.utcoffset() == there.utcoffset():
        return ok("time zone", said)
    return ok("time zone", f"{said} The machine itself shows {here:%H:%M} ({here:%Z}), which does not matter.")


def _font() -> Finding:
    found = chinese_font()
    if found is not None:
        return ok("font", f"Chinese can be drawn: {found.name}.")
    return warning(
        "font", "No font with Chinese is found: pictures would show empty boxes.", f"apt install {PACKAGE} (Debian)"
    )
