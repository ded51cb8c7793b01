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
        can_wait: bool = False,
    ) -> None:
        """File a message: at its time, or once the quiet hours are over. Filed twice for one time it is sent once. What
        `can_wait` is not said in the quiet hours even when it is punctual.

        `named` are titles and goods in it: what an organiser wrote for all to see is shown as it is. Raises
        IndiscretionError for discreet words in a group.
        """
        key = f"due:{self.due.key}:{self.due.at}:{chat.id}"
        payload: dict[str, Any] = {"text": door.said(text, is_private=chat.kind == "private")}
        if named:
            payload["named"] = list(named)
        if buttons:
            payload["reply_markup"] = keyboard(buttons)
        say_at = after_quiet_hours(self.plan.say_at, self.due.zone, self.quiet) if can_wait else self.plan.say_at
        outgoing = Outgoing("sendMessage", lane, chat.id, payload, key=key, not_before=say_at)
        self.store.outbox.put(outgoing, self.now)

    def keep(self, chat_id: int, wish: Wish) -> None:
        """Bring a slot of a chat up to date."""
        self.store.slots.keep(wish, chat_id)
        self.store.outbox.put_slot(chat_id, wish.name, self.now)


Broadcast = Callable[[Strike], Awaitable[None]]
