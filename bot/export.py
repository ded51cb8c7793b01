# ruff: noqa: T201 - what a command answers goes to standard output
"""`shouwang export` (导出): everything of one compound as a folder of CSV and JSON, also while the bot runs."""

import argparse
import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import chosen_config
from bot.subcommand import Commands, RefusedError
from rendering import export as rendering
from storage import export
from storage.compound import Compound, Compounds
from storage.migration import shipped
from storage.store import Query, Store


def add_to(commands: Commands) -> None:
    """Add the command."""
    exporting = commands.add_parser("export", help="write everything of one compound into a folder, as CSV and JSON")
    exporting.set_defaults(run=_export)
    exporting.add_argument("folder", type=Path, help="a folder that is empty, or not there yet")
    exporting.add_argument("--compound", type=int, metavar="N", help="which, if there are several")


def _export(options: argparse.Namespace) -> int:
    config = chosen_config(options.config, needs_token=False)
    if not config.database.exists():
        raise RefusedError(
            f"{config.database}: there is no database yet. Mend: run the bot first, or name the right --config"
        )
    _empty(options.folder)
    compound, files = asyncio.run(_gather(config.database, options.compound))
    made = _write(options.folder, files)
    print(f"{options.folder}: {made} files of {compound.name}. README.txt says what each holds")
    return 0


async def _gather(database: Path, number: int | None) -> tuple[Compound, Mapping[str, str]]:
    """Return the compound and the text of each file, by its path in the folder: all of one moment."""
    async with Store.opened(database) as store, store.snapshot() as query:
        await _is_of_today(database, query)
        compound = _the(await Compounds(query).every(), number)
        zone = ZoneInfo(compound.time_zone)
        files = {"README.txt": rendering.readme(compound.name, datetime.fromtimestamp(time.time(), zone))}
        rows = {name: await export.sheet_rows(query, name, compound.id) for name in export.SHEETS}
        files |= rendering.sheets_of({name: [dict(row) for row in some] for name, some in rows.items()}, zone)  # type: ignore[call-overload]
        for table in export.TABLES:
            files[f"tables/{table.name}.json"] = await export.table_rows(query, table, compound.id)
        return compound, files


async def _is_of_today(database: Path, query: Query) -> None:
    has, needs = await export.version(query), shipped()[-1].number
    if has != needs:
        mend = "start the bot once, which brings it up" if has < needs else "install the newer program"
        raise RefusedError(
            f"{database}: this database is of version {has}, and this program knows version {needs}. Mend: {mend}"
        )


def _the(compounds: Sequence[Compound], number: int | None) -> Compound:
    if not compounds:
        raise RefusedError("There is no compound yet. Mend: add the bot to a group, and write there once")
    wanted = [one for one in compounds if number in (None, one.id)]
    if len(wanted) == 1:
        return wanted[0]
    known = ", ".join(f"{one.id} {one.name}" for one in compounds)
    if number is None:
        raise RefusedError(f"There are several compounds: {known}. Mend: name one, as in --compound {compounds[0].id}")
    raise RefusedError(f"There is no compound {number}. Mend: name one of these: {known}")


def _empty(folder: Path) -> None:
    """Refuse a folder that holds something: its files would be mixed up with ours."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise RefusedError(f"{folder}: this folder is not empty. Mend: name one that is empty, or not there yet")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(folder: Path, files: Mapping[str, str]) -> int:
    """Write the files, for nobody else to read; all of them, or none."""
    was_there, written = folder.exists(), list[Path]()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            written.append(path)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        for made in (folder / "tables", *([] if was_there else [folder])):
            if made.is_dir():
                made.rmdir()
        raise _unwritable(folder, error) from error
    return len(written)


def _unwritable(folder: Path, error: OSError) -> RefusedError:
    return RefusedError(
        f"{folder}: cannot be written ({error.strerror}). Mend: make room, or name a folder that this user may write to"
    )
