"""The program, but a message with the mark in it blocks the event loop for good.

`python -m tests.bot.blocking_bot --config FILE run`. A file `blocked` beside the configuration tells that it does.
"""

import sys
import time
from pathlib import Path
from typing import Any

from bot.command_line import main
from conversation.turn import Turn
from handlers import text

MARK = "zqxblock"
_whole = text.on_text


async def _for_good(turn: Turn, *others: Any) -> None:
    if turn.message is not None and MARK in turn.message.text:
        Path(sys.argv[sys.argv.index("--config") + 1]).with_name("blocked").touch()
        time.sleep(3600)
    await _whole(turn, *others)


if __name__ == "__main__":
    text.on_text = _for_good  # type: ignore[assignment]
    sys.exit(main())
