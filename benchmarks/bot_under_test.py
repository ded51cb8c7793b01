"""The real bot with Telegram's limits lifted, so that what is measured is the bot and not the limits.

bot_under_test.py API_URL TOKEN DATABASE
"""

import asyncio
import sys
from datetime import time
from pathlib import Path

from bot import journal, program
from bot.config import Config
from bot.limit import Limits


def main() -> None:
    """Run until stopped."""
    url, token, database = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    unlimited = Limits(per_second=1e6, per_minute_in_a_group=10**6, seconds_between_messages=0.0)
    config = Config(
        token=token,
        proxy_url=None,
        api_url=url,
        operator=None,
        database=database,
        time_zone="Asia/Shanghai",
        quiet=(time(21, 30), time(7, 30)),
        limits=unlimited,
        log_level="WARNING",
        backup_folder=database.parent / "backups",
        backup_at=time(3, 30),
    )
    journal.set_up(config.log_level)
    asyncio.run(program.run(config))


if __name__ == "__main__":
    main()
