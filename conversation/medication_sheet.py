"""配药清单: the list and labels of a compound's open requests, made from its rows just before they are sent."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from conversation.content import Content, Document, Recipe, Text
from conversation.medication_view import by_building, seen_on
from domain.household import place_key
from domain.medication_request import Request, told_twice
from domain.residence import Residence
from rendering import medication_list as sheets
from rendering import medication_team as rendering
from rendering.medication import Seen
from storage.compound import Compounds
from storage.household import Households
from storage.medication import Medications
from storage.outbox import Lane, Outgoing
from storage.store import Query

SHEET = "medication list"


async def _gather(query: Query, compound_id: int, clock: Callable[[], int]) -> sheets.Papers | None:
    """Read what the list of a compound shows now. What waits for consent is not put on paper."""
    compound = await Compounds(query).get(compound_id)
    if compound is None:
        return None
    zone, now = ZoneInfo(compound.time_zone), clock()
    requests = await Medications(query).open_in(compound_id)
    held = [one for one in requests if one.is_held]
    twice = told_twice(held)
    rows = [await _row(query, one, seen_on(one, now, zone, is_twice=one.id in twice)) for one in held]
    waiting = sum(not one.is_held for one in requests)
    return sheets.Papers(compound.name, datetime.fromtimestamp(now, zone), sorted(rows, key=_order), waiting)


async def _row(query: Query, request: Request, seen: Seen) -> sheets.Row:
    at, household = request.residence, None
    if at is not None and at.is_exact:
        household = await Households(query).at(request.compound_id, place_key(at))
    entry = household.entry if household is not None else None
    return sheets.Row(seen, entry.contact if entry else None, entry.phone if entry else None)


def _order(row: sheets.Row) -> tuple[object, ...]:
    """Return what puts rows by hospital, those without one last, then by building."""
    request = row.seen.request
    return (request.hospital is None, request.hospital or "", by_building(request.residence or Residence()), request.id)


def _draw(papers: sheets.Papers) -> Content:
    if not papers.rows:
        return Text(rendering.NOTHING)
    return Document(sheets.file_name(papers), sheets.workbook(papers), sheets.caption(papers), is_discreet=True)


def recipes(clock: Callable[[], int]) -> dict[str, Recipe[Any]]:
    """Return the recipe of the list; `clock` gives UTC seconds: its colours are those of the day it is sent."""
    return {SHEET: Recipe(partial(_gather, clock=clock), _draw, is_heavy=True)}


def sending(chat_id: int, compound_id: int, *, key: str | None = None) -> tuple[Outgoing, ...]:
    """Return what sends the list into a private chat."""
    return (Outgoing("recipe", Lane.MESSAGE, chat_id, {"recipe": SHEET, "subject": compound_id}, key=key),)
