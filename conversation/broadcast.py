"""What the clock starts: each kind of due thing has one function that files what is to be said."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from conversation.turn import Repositories
from domain.due import Due, Lateness, Plan
from storage.outbox import Lane, Outgoing


@dataclass(frozen=True, slots=True)
class Strike:
    """The clock has struck: what is due, how late that is, and the transaction in which it is said. `now` in UTC
    seconds."""

    store: Repositories
    due: Due
    plan: Plan
    now: int

    @property
    def is_of_use(self) -> bool:
        """Whether it is still worth saying at all."""
        return self.plan.lateness is not Lateness.TOO_LATE

    @property
    def is_late(self) -> bool:
        """Whether it comes so late that it should say so."""
        return self.plan.lateness is not Lateness.PUNCTUAL

    def say(self, chat_id: int, text: str, *, lane: Lane = Lane.MESSAGE) -> None:
        """File a message: at its time, or once the quiet hours are over. Filed twice for one time it is sent once."""
        key = f"due:{self.due.key}:{self.due.at}:{chat_id}"
        outgoing = Outgoing("sendMessage", lane, chat_id, {"text": text}, key=key, not_before=self.plan.say_at)
        self.store.outbox.put(outgoing, self.now)


Broadcast = Callable[[Strike], Awaitable[None]]
