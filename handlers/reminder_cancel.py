"""提醒, in words that it shall not come any more: the one that is meant ends, with a tap to undo; several are asked."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from conversation.content import Button, Buttons
from conversation.reach import private_chat
from conversation.reminder import REMIND, note_act, plan_reminder, turn_reminder, undo_button, zone_of
from conversation.turn import Turn
from domain.reminder import Reminder, ReminderState, is_meant, skipped_until
from handlers.reminder_list import changeable
from parsing.reminder_cancel import CancelReading, read_cancel
from rendering import reminder as rendering
from storage.chat import Chat

_MOST = 10  # buttons


async def on_request(turn: Turn, reading: CancelReading) -> None:
    """A message of a group wants a reminder cancelled: a reaction there, the rest in private. Of one that there is not
    it is talk."""
    meant = await _meant(turn, reading)
    if not meant:
        return
    turn.react("✍")
    chat = await private_chat(turn.store, await turn.person()) or turn.chat
    await _cancel(turn, reading, meant, chat)


async def take(turn: Turn) -> bool:
    """In private: words that a reminder shall not come any more; return whether they were."""
    reading = read_cancel(turn.message.text, turn.said_at) if turn.message is not None else None
    if reading is None:
        return False
    meant = await _meant(turn, reading)
    if meant:
        await _cancel(turn, reading, meant, turn.chat)
    else:
        shown = await changeable(turn)
        turn.say(rendering.not_found(reading.about) if shown else rendering.NOTHING_ON, buttons=_ends(shown))
    return True


async def _meant(turn: Turn, reading: CancelReading) -> list[Reminder]:
    found = []
    for one in await changeable(turn):
        zone = await zone_of(turn, one)
        if is_meant(one, reading.about, reading.on, turn.now, zone, is_rule=reading.is_rule):
            found.append(one)
    return found


async def _cancel(turn: Turn, reading: CancelReading, meant: Sequence[Reminder], chat: Chat) -> None:
    """End the one that is meant, or pass over the one day that was named; ask which where there are several."""
    one, zone = meant[0], await zone_of(turn, meant[0])
    if len(meant) > 1:
        rows = [(each, rendering.times_said(each.times, turn.now, await zone_of(turn, each))) for each in meant]
        turn.say(rendering.which_to_end(rows[:_MOST]), buttons=_ends(meant), chat=chat)
    elif reading.on is None or reading.is_rule or not one.comes_again:
        await _end(turn, one, zone, chat)
    elif (since := skipped_until(one, reading.on, turn.now, zone)) is not None:
        plan_reminder(turn.store.dues, one, zone, since)
        await note_act(turn, one, "skip")
        turn.say(rendering.skipped(one, since, turn.now, zone), buttons=undo_button(one), chat=chat)
    else:
        turn.say(rendering.not_one_day(one), buttons=_ends([one]), chat=chat)


async def _end(turn: Turn, one: Reminder, zone: ZoneInfo, chat: Chat) -> None:
    turn_reminder(turn.store, one, ReminderState.ENDED, zone, turn.now)
    await note_act(turn, one, "end")
    said = rendering.ended(one, rendering.times_said(one.times, turn.now, zone))
    turn.say(said, buttons=undo_button(one), chat=chat)


def _ends(some: Sequence[Reminder]) -> Buttons:
    return [
        [Button(f"结束 {number} {rendering.short(one)}", data=f"{REMIND}:end:{one.id}")]
        for number, one in enumerate(some[:_MOST], 1)
    ]
