# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang backup` and `shouwang restore` (备份、恢复): a checked copy while the bot runs, and the way back to one."""

import argparse
import asyncio
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Config, chosen_config
from bot.subcommand import Commands, RefusedError
from rendering.backup import gone_back
from storage import backup
from storage.restore import Restored, put_back


def add_to(commands: Commands) -> None:
    """Add both commands."""
    copying = commands.add_parser("backup", help="copy the database, also while the bot runs, and check the copy")
    copying.set_defaults(run=_backup)
    copying.add_argument(
        "target", nargs="?", type=Path, help="the file to make, or a folder (default: a dated file in [backup] folder)"
    )
    restoring = commands.add_parser("restore", help="go back to a copy; the bot must be stopped")
    restoring.set_defaults(run=_restore)
    restoring.add_argument("copy", type=Path, help="a file that shouwang backup, or the night, has made")
    restoring.add_argument(
        "--replace", action="store_true", help="if there is a database, keep it beside under another name"
    )


def _backup(options: argparse.Namespace) -> int:
    config = chosen_config(options.config, needs_token=False)
    target = _target(options.target, config)
    asyncio.run(backup.copy(config.database, target))
    print(f"{target}: whole and sound, {target.stat().st_size / 2**20:.1f} MiB")
    return 0


def _target(named: Path | None, config: Config) -> Path:
    if named is None:
        backup.make_folder(config.backup_folder)
        return backup.by_hand(config.database, config.backup_folder, _now(config))
    if named.is_dir():
        return backup.by_hand(config.database, named, _now(config))
    if named.exists():
        raise RefusedError(f"{named}: there is such a file already. Mend: choose another name, or move it away")
    return named


def _restore(options: argparse.Namespace) -> int:
    config = chosen_config(options.config, needs_token=False)

    from bot import program  # brings Telegram's library

    try:
        with program.alone(config.database):
            backup.hand_over(config.database.with_suffix(".lock"))
            restored = put_back(options.copy, config.database, _now(config), replace=options.replace)
    except program.CannotRunError as error:
        raise RefusedError(str(error)) from error
    print("\n".join(_told(restored, config)))
    return 0


def _told(restored: Restored, config: Config) -> list[str]:
    lines = [f"{config.database}: restored, version {restored.version}, checked."]
    if restored.version < restored.newest:
        lines.append(f"The next start brings it up to version {restored.newest}.")
    if restored.kept is not None:
        lines.append(f"What it replaced is kept as {restored.kept}. Delete that when you are sure.")
    if restored.heard_at is not None:
        heard = datetime.fromtimestamp(restored.heard_at, ZoneInfo(config.time_zone))
        lines.append(
            f"What was said after {heard:%Y-%m-%d %H:%M} is not in it, and Telegram does not say it again. Start the "
            "bot, and tell the groups:"
        )
        lines.append(gone_back(heard))
    return lines


def _now(config: Config) -> datetime:
    return datetime.fromtimestamp(time.time(), ZoneInfo(config.time_zone))
