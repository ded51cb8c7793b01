"""What the clock starts: each kind of due thing has one function that files what is to be said."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from conversation import door
from conversation.content import Buttons, keyboard
from conversation.turn import Repositories
from domain.discretion import Discreet
from domain.due import Due, Lateness, Plan
from domain.wall_clock import QUIET, after_quiet_hours
from rendering.page import pages
from storage.chat import Chat
from storage.outbox import Lane, Outgoing
from storage.slot import Wish


@dataclass(frozen=True, slots=True)
class Strike:
    """The clock has struck: what is due, how late that is, and the transaction in which it is said. `now` in UTC
    seconds; `quiet`: when nobody is disturbed (local time)."""

    store: Repositories
    due: Due
    plan: Plan
    now: int
    quiet: tuple[time, time] = QUIET

    @property
    def is_of_use(self) -> bool:
        """Whether it is still worth saying at all."""
        return self.plan.lateness is not Lateness.TOO_LATE

    @property
    def is_late(self) -> bool:
        """Whether it comes so late that it should say so."""
        return self.plan.lateness is not Lateness.PUNCTUAL

    def say(
        self,
        chat: Chat,
        text: str | Discreet,
        *,
        buttons: Buttons = (),
        named: Sequence[str] = (),
        lane: Lane = Lane.MESSAGE,
        part: str = "",
        outcome: str | None = None,
        can_wait: bool = False,
    ) -> None:
        """File a message: at its time, or once the quiet hours are over. Filed twice for one time it is sent once;
        `part` tells apart several for one chat. What is too long for one message becomes several. What `can_wait` is
        not said in the quiet hours even when it is punctual.

        A group hears it without a sound in the quiet hours, unless it is an alarm. `named` are titles and goods in it:
        what an organiser wrote for all to see is shown as it is. Raises IndiscretionError for discreet words in a
        group.
        """
        key = f"due:{self.due.key}:{self.due.at}:{chat.id}{f':{part}' if part else ''}"
        say_at = after_quiet_hours(self.plan.say_at, self.due.zone, self.quiet) if can_wait else self.plan.say_at
        parts = pages(door.said(text, is_private=chat.kind == "private").splitlines())
        for number, words in enumerate(parts, 1):
            payload: dict[str, Any] = {"text": words}
            if named:
                payload["named"] = list(named)
            if buttons and number == len(parts):
                payload["reply_markup"] = keyboard(buttons)
            if self.plan.is_at_night and chat.kind == "group" and lane is not Lane.ALARM:
                payload["disable_notification"] = True
            outgoing = Outgoing(
                "sendMessage",
                lane,
                chat.id,
                payload,
                key=key if number == 1 else f"{key}:page {number}",
                not_before=say_at,
                outcome=outcome if number == 1 else None,
            )
            self.store.outbox.put(outgoing, self.now)

    def keep(self, chat_id: int, wish: Wish) -> None:
        """Bring a slot of a chat up to date."""
        self.store.slots.keep(wish, chat_id)
        self.store.outbox.put_slot(chat_id, wish.name, self.now)


Broadcast = Callable[[Strike], Awaitable[None]]
