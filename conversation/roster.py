"""花名册 (roster): the file that comes is read beside the sender, and the sheets that go are made there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from conversation.content import Document, Reader, Recipe
from conversation.grammar import grammar_of
from domain.household import Entry
from domain.roster import Difference, Refused, Roster, buildings_of, difference, silent_buildings
from parsing.roster import read_roster
from rendering import roster_sheet
from storage.compound import Compounds
from storage.household import Households
from storage.store import Query
from storage.upload import Uploads

ROSTER = "roster"
TEMPLATE = "roster template"
EXPORT = "roster export"
COMPARED = "roster difference"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list that came would change: as one of the whole compound, and as one of its own buildings only (None
    where it speaks of all of them)."""

    roster: Roster
    standing: tuple[Entry, ...]
    whole: Difference
    part: Difference | None


async def compared(query: Query, compound_id: int, roster: Roster) -> Comparison:
    """Compare a list with the one that stands now."""
    stands = tuple(one.entry for one in await Households(query).listed(compound_id))
    whole = difference(stands, roster.entries, unread=roster.unread_places)
    part = None
    if silent_buildings(stands, roster.entries):
        buildings = buildings_of(roster.entries)
        part = difference(stands, roster.entries, unread=roster.unread_places, buildings=buildings)
    return Comparison(roster, stands, whole, part)


# --- files that come ------------------------------------------------------------------------------------------


def _read(content: bytes, name: str, about: Mapping[str, Any]) -> Any:
    """Read a roster; return it, or why not, as JSON for the handler that waits."""
    read = read_roster(content, name, grammar_of(str(about["address_words"])))
    return {"refused": read.reason} if isinstance(read, Refused) else {"roster": msgspec.to_builtins(read)}


def roster_of(result: Mapping[str, Any]) -> Roster | Refused:
    """Return what a reader found, from its JSON."""
    if "refused" in result:
        return Refused(str(result["refused"]))
    return msgspec.convert(result["roster"], type=Roster)


def readers() -> dict[str, Reader]:
    """Return how files of this feature are read."""
    return {ROSTER: _read}


# --- sheets that go -------------------------------------------------------------------------------------------


async def _gather_template(query: Query, subject: int) -> int:
    return subject


def _draw_template(subject: int) -> Document:
    return Document("花名册模板.xlsx", roster_sheet.template(), "花名册模板：一户一行，填好发回给我。")


async def _gather_export(query: Query, compound_id: int) -> tuple[str, tuple[Entry, ...]] | None:
    compound = await Compounds(query).get(compound_id)
    if compound is None:
        return None
    return compound.name, tuple(one.entry for one in await Households(query).listed(compound_id))


def _draw_export(gathered: tuple[str, tuple[Entry, ...]]) -> Document:
    name, entries = gathered
    said = f"{name}现在的花名册，{len(entries)} 户。"
    return Document(f"{name} 花名册.xlsx", roster_sheet.roster_xlsx(entries), said, is_discreet=True)


async def _gather_compared(query: Query, upload_id: int) -> Comparison | None:
    upload = await Uploads(query).get(upload_id)
    if upload is None:
        return None
    return await compared(query, upload.compound_id, msgspec.json.decode(upload.staged, type=Roster))


def _draw_compared(shown: Comparison) -> Document:
    sheet = roster_sheet.difference_xlsx(shown.whole, shown.roster)
    return Document("花名册对照.xlsx", sheet, "全部改动和读不懂的行。", is_discreet=True)


def recipes() -> dict[str, Recipe[Any]]:
    """Return the sheets of this feature."""
    return {
        TEMPLATE: Recipe(_gather_template, _draw_template, is_heavy=True),
        EXPORT: Recipe(_gather_export, _draw_export, is_heavy=True),
        COMPARED: Recipe(_gather_compared, _draw_compared, is_heavy=True),
    }
