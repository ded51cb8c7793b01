"""日结: what the summary of a day is made from, for whom, and how it is released and corrected."""

import threading
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from conversation.content import Button, Buttons, Content, Document, Photo, Recipe, Text
from conversation.reach import private_chats
from conversation.turn import Repositories
from domain.building import building_name
from domain.daily_summary import Day
from domain.role import Held, Role, Team
from rendering import daily_summary as rendering
from rendering import daily_summary_sheet as sheets
from rendering.daily_summary_picture import card
from storage.chat import Chat, Chats
from storage.compound import Compound, Compounds
from storage.daily_summary import CONTRIBUTORS, Summaries, Summary, buildings_of, gather, rows_behind
from storage.daily_summary_row import Found
from storage.slot import Wish
from storage.store import Query

TEXT, CARD, DRAFT, SHEET = "daily summary", "daily card", "daily draft", "daily sheet"
DAILY, COME = "daily", "come"
AT = "20:00"  # when it goes out by itself

_Shown = tuple[Summary, Day, str | None]


def is_editor(held: Iterable[Held]) -> bool:
    """Say whether somebody with these roles edits the summary: the committee, and volunteers of 日结组."""
    return any(one.role is Role.COMMITTEE or (one.role is Role.VOLUNTEER and one.team == Team.SUMMARY) for one in held)


async def day_of(query: Query, summary: Summary) -> Day | None:
    """Return a summary's day as it was released, with what was written since; not released yet: as it stands now."""
    compound = await Compounds(query).get(summary.compound_id)
    if compound is None:
        return None
    zone, figures = ZoneInfo(compound.time_zone), summary.figures
    if figures is None:
        figures = await gather(query, await Summaries(query).scope(summary, zone))
    changed = datetime.fromtimestamp(summary.changed_at, zone) if summary.changed_at is not None else None
    return Day(
        compound.name,
        summary.day,
        figures,
        before=await Summaries(query).before(summary),
        lines=await Summaries(query).lines(summary.id),
        buildings=await buildings_of(query, compound.id),
        version=summary.version,
        changed=f"{changed:%H:%M}" if changed is not None else "",
        is_late=summary.is_late,
    )


# --- what groups see ------------------------------------------------------------------------------------------


async def _of_copy(query: Query, copy_id: int) -> _Shown | None:
    summary = await Summaries(query).of_copy(copy_id)
    day = await day_of(query, summary) if summary is not None else None
    if summary is None or day is None:
        return None
    chat = await Chats(query).current(await Summaries(query).chat_of(copy_id) or 0)
    building = building_name(chat.building) if chat is not None and chat.purpose == "stair" else None
    return summary, day, building


def _draw_text(shown: _Shown) -> Content:
    summary, day, building = shown
    text = rendering.summary(day, building)
    come = Button(f"🙋 {rendering.COME}", data=f"{COME}:{summary.id}")
    return Text(text, [[come]] if rendering.asks_for_hands(day) else [], named=rendering.named(day))


class _Cards:
    """Draws a card once for all groups that are shown the same one."""

    def __init__(self, font: Path) -> None:
        self._font, self._drawn, self._drawing = font, (b"", b""), threading.Lock()

    def draw(self, shown: _Shown) -> Content:
        """Return the card of a day. Raises ValueError where the font has no Chinese."""
        key = msgspec.json.encode(shown[1])
        with self._drawing:  # cards are drawn in threads, several at once: the others wait for the first
            if self._drawn[0] != key:
                picture = card(shown[1], self._font)
                if picture is None:
                    raise ValueError("the font has no Chinese")
                self._drawn = (key, picture)
            return Photo(self._drawn[1])


async def _no_card(query: Query, copy_id: int) -> _Shown | None:
    return None


# --- what the editor and the committee see ----------------------------------------------------------------------


async def _for_editor(query: Query, summary_id: int) -> tuple[Summary, Day, str | None] | None:
    summary = await Summaries(query).get(summary_id)
    day = await day_of(query, summary) if summary is not None else None
    if summary is None or day is None:
        return None
    zone = await Compounds(query).zone(summary.compound_id)
    released = datetime.fromtimestamp(summary.released_at, zone) if summary.released_at is not None else None
    return summary, day, f"{released:%H:%M}" if released is not None else None


def _draw_draft(shown: tuple[Summary, Day, str | None], font: Path | None, package: str) -> Content:
    summary, day, released = shown
    text = rendering.draft(day, released=released, at=AT, can_draw=font is not None, package=package)
    return Text(text, draft_buttons(summary), named=rendering.named(day))


def draft_buttons(summary: Summary) -> Buttons:
    """Return what the editor may press: 发布 only before the release, 表格 only after it."""
    rows = [[Button(rendering.ADD, data=f"{DAILY}:add:{summary.id}")]]
    rows[0].append(Button(rendering.CHANGE, data=f"{DAILY}:change:{summary.id}"))
    if summary.released_at is None:
        return [[Button(rendering.RELEASE, data=f"{DAILY}:release:{summary.id}")], *rows]
    return [*rows, [Button(rendering.SHEET, data=f"{DAILY}:sheet:{summary.id}")]]


async def _papers(query: Query, summary_id: int) -> sheets.Papers | None:
    summary = await Summaries(query).get(summary_id)
    day = await day_of(query, summary) if summary is not None else None
    compound = await Compounds(query).get(summary.compound_id) if summary is not None else None
    if summary is None or day is None or compound is None:
        return None
    zone = ZoneInfo(compound.time_zone)
    scope = await Summaries(query).scope(summary, zone)
    found: dict[str, dict[str, list[rendering.Source]]] = {}
    names = {one.name for one in day.figures if one.value}
    for one in CONTRIBUTORS:
        behind = {name: await rows_behind(query, scope, name) for name in one.rows if name in names}
        if behind:
            found[one.called] = {name: sources(rows, zone) for name, rows in behind.items()}
    return sheets.Papers(day, found)


def sources(found: Iterable[Found], zone: ZoneInfo) -> list[rendering.Source]:
    """Return rows behind a figure as they are shown, with their times in a zone."""
    return [
        rendering.Source(
            one.title,
            one.building,
            one.place,
            datetime.fromtimestamp(one.at, zone) if one.at is not None else None,
            one.amount,
        )
        for one in found
    ]


def _draw_sheet(papers: sheets.Papers) -> Content:
    return Document(sheets.file_name(papers), sheets.workbook(papers), is_discreet=True)


def recipes(font: Path | None, package: str) -> dict[str, Recipe[Any]]:
    """Return the recipes of the summary. Without a Chinese font there is no card, and the editor is told which
    `package` brings one: never boxes for characters."""
    no_card = Recipe(_no_card, _draw_text)
    return {
        TEXT: Recipe(_of_copy, _draw_text),
        CARD: Recipe(_of_copy, _Cards(font).draw, is_heavy=True) if font is not None else no_card,
        DRAFT: Recipe(_for_editor, partial(_draw_draft, font=font, package=package)),
        SHEET: Recipe(_papers, _draw_sheet, is_heavy=True),
    }


# --- released and corrected -----------------------------------------------------------------------------------


async def release(
    store: Repositories, summary: Summary, compound: Compound, now: int, by: int | None = None, *, is_late: bool = False
) -> bool:
    """Release a summary into every group of its compound; False where it was released already."""
    figures = await gather(store.query, await store.summaries.scope(summary, ZoneInfo(compound.time_zone), now))
    if not await store.summaries.release(summary, figures, now, by, is_late=is_late):
        return False
    await show(store, summary.id, now)
    return True


async def show(store: Repositories, summary_id: int, now: int) -> None:
    """Bring every message that shows a summary up to date: of the groups, once it is released, and of its editors."""
    summary = await store.summaries.get(summary_id)
    day = await day_of(store.query, summary) if summary is not None else None
    if summary is None or day is None:
        return
    for chat in await editors(store, summary.compound_id, now):
        keep(store, chat.id, Wish(f"{DRAFT}:{summary.id}", DRAFT, summary.id, is_live=False), now)
    compound = await store.compounds.get(summary.compound_id)
    is_set_up = compound is not None and compound.set_up_at is not None
    if summary.released_at is None or (day.is_quiet and not is_set_up and summary.version == 1):
        return
    for group in await store.chats.groups_of(summary.compound_id):
        copy = await store.summaries.copy(summary, group.id)
        card_slot = Wish(f"{CARD}:{summary.id}", CARD, copy, is_live=False)
        if is_set_up and (not day.is_quiet or await store.slots.is_kept(group.id, card_slot.name)):
            keep(store, group.id, card_slot, now)
        keep(store, group.id, Wish(f"{TEXT}:{summary.id}", TEXT, copy, is_live=False), now)


def keep(store: Repositories, chat_id: int, wish: Wish, now: int) -> None:
    """Bring a slot of a chat up to date."""
    store.slots.keep(wish, chat_id)
    store.outbox.put_slot(chat_id, wish.name, now)


async def editors(store: Repositories, compound_id: int, now: int) -> Iterable[Chat]:
    """Return the private chats of a compound's editors."""
    rows = await store.roles.all_of(compound_id, now)
    return (await private_chats(store, [one.person_id for one in rows if is_editor([one.held])])).values()
