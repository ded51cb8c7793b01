"""`python -m tests.daily_summary_picture docs/daily-summary`: draws the cards that docs/daily-summary.md shows."""

import sys
from pathlib import Path

from bot.font import chinese_font
from rendering.daily_summary_picture import card
from tests.rendering.a_day import full, quiet


def take(folder: Path) -> None:
    """Draw a quiet day, a busy one, and compounds of 2 and of 60 buildings."""
    font = chinese_font()
    if font is None:
        raise SystemExit("no Chinese font is installed")
    folder.mkdir(parents=True, exist_ok=True)
    days = {"quiet": quiet(), "busy": full(), "two": full(2), "sixty": full(60, "金桂苑第二居民小区")}
    for name, day in days.items():
        picture = card(day, font)
        if picture is None:
            raise SystemExit(f"{font} has no Chinese")
        (folder / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
