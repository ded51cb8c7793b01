"""One turn: what arrived, the transaction it is handled in, and what the bot will say to it.

A handler says, reacts, keeps and asks; nothing is sent here. All of it becomes outbox rows in the same transaction as
what the handler recorded, and the sender does the rest.
"""

import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from conversation import door
from conversation.content import Button, Buttons, keyboard
from conversation.flood import ENOUGH, Flood
from domain.discretion import Discreet
from domain.elder import Care
from domain.retention import Periods
from domain.role import Held
from domain.wall_clock import QUIET, after_quiet_hours
from rendering.page import pages
from storage.audit import Audit
from storage.care_call import CareCalls
from storage.chat import Chat, Chats
from storage.check_in import CheckIns
from storage.compound import Compounds
from storage.consent import Consents
from storage.daily_summary import Summaries
from storage.deep_link import DeepLinks
from storage.delivery import Deliveries
from storage.due import Dues
from storage.elder import Elders
from storage.household import Households
from storage.inbox import Inbox
from storage.medication import Medications
from storage.medication_offer import MedicationOffers
from storage.medication_refill import MedicationRefills
from storage.medication_team import MedicationTeam
from storage.message import Messages, Version
from storage.notice import Notices
from storage.order_chain import OrderChains
from storage.order_chain_decline import OrderDeclines
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.paste import Pastes
from storage.payment import Payments
from storage.person import Persons
from storage.question import Questions
from storage.recovery import Recoveries
from storage.reminder import Reminders
from storage.residency import Residencies
from storage.role import Roles
from storage.slot import Slots, Wish
from storage.store import Query
from storage.talk import Talks
from storage.test_round import TestRounds
from storage.today import Marks
from storage.upload import Uploads
from storage.volunteer_hours import VolunteerHours

Value = TypeVar("Value")

ASKED = "asked"  # who waits to hear where a question stands
ASK_SECONDS = 3600  # a question waits that long for its answer
ANSWER_SECONDS = 10  # a tap's answer is worthless after that


@dataclass(frozen=True, slots=True)
class Sender:
    """The account that wrote or tapped, as Telegram shows it."""

    telegram_user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """The message of a turn. `text` is its text or caption; `version.edited_at` is 0 unless it is an edit; `reply_to`
    is Telegram's number of the message it answers, and `reply_author` the account that wrote that in its own name.
    `photo` is the file id of its picture; `has_voice`: it is a voice or video note, which nobody here listens to."""

    version: Version
    text: str
    thread_id: int | None = None
    reply_to: int | None = None
    reply_author: Sender | None = None
    photo: str | None = None
    has_voice: bool = False

    @property
    def place(self) -> Place:
        """Where the message stands."""
        return Place(self.version.address_id, self.version.number)


class Repositories:
    """The tables, bound to the turn's transaction."""

    def __init__(self, query: Query, bot_id: int) -> None:
        self.query, self.bot_id = query, bot_id
        self.chats = Chats(query)
        self.persons = Persons(query)
        self.messages = Messages(query)
        self.chains = OrderChains(query)
        self.states = OrderStates(query)
        self.declines = OrderDeclines(query)
        self.pastes = Pastes(query)
        self.talks = Talks(query)
        self.compounds = Compounds(query)
        self.roles = Roles(query)
        self.questions = Questions(query)
        self.payments = Payments(query)
        self.deliveries = Deliveries(query)
        self.households = Households(query)
        self.residencies = Residencies(query)
        self.consents = Consents(query)
        self.medications = Medications(query)
        self.medication_team = MedicationTeam(query)
        self.medication_offers = MedicationOffers(query)
        self.medication_refills = MedicationRefills(query)
        self.audit = Audit(query)
        self.links = DeepLinks(query)
        self.uploads = Uploads(query)
        self.recoveries = Recoveries(query)
        self.elders = Elders(query)
        self.check_ins = CheckIns(query)
        self.care_calls = CareCalls(query)
        self.dues = Dues(query)
        self.reminders = Reminders(query)
        self.rounds = TestRounds(query)
        self.slots = Slots(query)
        self.outbox = Outbox(query)
        self.inbox = Inbox(query, bot_id)
        self.summaries = Summaries(query)
        self.notices = Notices(query)
        self.marks = Marks(query)
        self.volunteer_hours = VolunteerHours(query)


@dataclass(slots=True)
class Turn:
    """What a handler works with. `now` is in UTC seconds; `bot_name` is the bot's @name without the @."""

    store: Repositories
    now: int
    bot_name: str
    chat: Chat
    sender: Sender | None = None
    message: Incoming | None = None
    tap_id: str | None = None
    periods: Periods = field(default_factory=Periods)
    care: Care = field(default_factory=Care)
    quiet: tuple[time, time] = QUIET
    is_anonymous: bool = False  # an administrator speaks as the group: nobody in particular
    flood: Flood | None = None
    _filing: list[Outgoing | Wish] = field(default_factory=list)
    _person: int | None = None
    _has_same_name: bool = False

    async def person(self) -> int:
        """Return our id of who wrote or tapped. Chat leaves no trace: only who states something is recorded."""
        if self.sender is None:
            raise LookupError("nobody in particular wrote this")
        known = await self.known_person()
        if known is None or not self._has_same_name:
            self._person = await self.store.persons.meet(self.sender.telegram_user_id, self.sender.name)
            self._has_same_name = True
            return self._person
        return known

    async def known_person(self) -> int | None:
        """Return our id of who wrote or tapped, or None if they never stated anything."""
        if self._person is None and self.sender is not None:
            known = await self.store.persons.find(self.sender.telegram_user_id)
            if known is not None:
                self._person, self._has_same_name = known.id, known.name == self.sender.name
        return self._person

    async def held(self) -> Sequence[Held]:
        """Return the roles of who wrote or tapped, in the compound of the chat; in private those in any."""
        person = await self.known_person()
        if person is None:
            return ()
        return await self.store.roles.held(self.chat.compound_id, person, self.now)

    async def together(self, work: Callable[["Turn"], Coroutine[Any, Any, Value]]) -> Value:
        """Do all of `work` in one go with the database: it gets this turn, and may wait for nothing else."""

        async def there(query: Query) -> Value:
            return await work(replace(self, store=Repositories(query, self.store.bot_id)))

        return await self.store.query.together(there)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the compound."""
        return self.chat.zone

    @property
    def by_day(self) -> int:
        """Now (UTC seconds), or the end of the quiet hours: when somebody may be written to who did not ask for it."""
        return after_quiet_hours(self.now, self.zone, self.quiet)

    @property
    def said_at(self) -> datetime:
        """When the message was sent, in the compound's zone: 明天 means the same after ten hours down."""
        at = self.message.version.sent_at if self.message else self.now
        return datetime.fromtimestamp(at, self.zone)

    def say(
        self,
        text: str | Discreet,
        *,
        buttons: Buttons = (),
        key: str | None = None,
        chat: Chat | None = None,
        to: Place | None = None,
        named: Sequence[str] = (),
        if_unsure: Literal["again", "drop"] = "again",
        can_wait: bool = False,
    ) -> None:
        """Say something here, as a reply to the message of the turn or to the one at `to`, or in another chat of ours.

        What is too long for one message becomes several; the buttons stand under the last. What `can_wait` is not
        said in the quiet hours. `named` are titles and goods in it: what an organiser wrote for all to see is shown as
        it is. Raises IndiscretionError for discreet words in a group.
        """
        chat = chat or self.chat
        here = chat.id == self.chat.id
        parts = pages(door.said(text, is_private=chat.kind == "private").splitlines())
        for number, part in enumerate(parts, 1):
            payload: dict[str, Any] = {"text": part}
            if named:
                payload["named"] = list(named)
            if buttons and number == len(parts):
                payload["reply_markup"] = keyboard(buttons)
            if here and self.message and self.message.thread_id is not None:
                payload["message_thread_id"] = self.message.thread_id
            self._filing.append(
                Outgoing(
                    "sendMessage",
                    Lane.MESSAGE,
                    chat.id,
                    payload,
                    key=f"{key}:{number}" if key is not None and number > 1 else key,
                    about=to or (self.message.place if here and self.message else None),
                    if_unsure=if_unsure,
                    not_before=after_quiet_hours(self.now, self.zone, self.quiet) if can_wait else 0,
                )
            )

    async def ask(
        self,
        kind: str,
        text: str | Discreet,
        about: dict[str, Any],
        *,
        seconds: int = ASK_SECONDS,
        options: Sequence[str] = (),
        buttons: Buttons = (),
    ) -> int:
        """Ask who wrote or tapped, and wait for the answer: a reply to the question, in private any text; return the
        question's id.

        `kind` names who gets the answer, with `about`. Each of `options` is a button: `kind:question:place`;
        `buttons` are others, which do something else.
        """
        question = await self.store.questions.ask(
            self.chat.compound_id, self.chat.id, await self.person(), kind, about, self.now, self.now + seconds
        )
        payload: dict[str, Any] = {"text": door.said(text, is_private=self.chat.kind == "private")}
        if options:
            rows = [[Button(label, data=f"{kind}:{question}:{place}")] for place, label in enumerate(options)]
            payload |= {"reply_markup": keyboard(rows), "named": list(options)}
        elif buttons:
            payload["reply_markup"] = keyboard(buttons)
        elif self.chat.kind == "group":
            payload["reply_markup"] = {"force_reply": True, "selective": True}
        if self.message is not None and self.message.thread_id is not None:
            payload["message_thread_id"] = self.message.thread_id
        self._filing.append(
            Outgoing(
                "sendMessage",
                Lane.MESSAGE,
                self.chat.id,
                payload,
                about=self.message.place if self.message else None,
                outcome=json.dumps({"to": ASKED, "question": question}),
            )
        )
        return question

    def speaking(self, sender: Sender, message: Incoming) -> "Turn":
        """Return this turn as one of an earlier message, whose meaning has only now become clear."""
        return replace(self, sender=sender, message=message, tap_id=None, _person=None, _has_same_name=False)

    def react(self, emoji: str | None) -> None:
        """Set the receipt under the message of the turn; None takes it away."""
        if self.message is None:
            raise LookupError("no message to react to")
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self._filing.append(
            Outgoing("setMessageReaction", Lane.RECEIPT, self.chat.id, {"reaction": reaction}, about=self.message.place)
        )

    def keep(self, slot: str, recipe: str, subject_id: int, *, is_pinned: bool = False, is_live: bool = True) -> None:
        """Bring a slot of this chat up to date: its text is made by the recipe just before sending."""
        thread_id = self.message.thread_id if self.message else None
        self._filing.append(Wish(slot, recipe, subject_id, thread_id, is_pinned, is_live))

    def answer(self, text: str = "") -> None:
        """Answer the tap of the turn."""
        if self.tap_id is not None:
            payload = {"callback_query_id": self.tap_id, "text": text}
            self._filing.append(
                Outgoing(
                    "answerCallbackQuery",
                    Lane.ANSWER,
                    None,
                    payload,
                    expires_at=self.now + ANSWER_SECONDS,
                    if_unsure="drop",
                )
            )

    def rewrite(
        self, text: str | Discreet, buttons: Buttons, *, chat_id: int, at: Place, named: Sequence[str] = ()
    ) -> None:
        """Replace the text of a message of the bot's; discreet words only in the private chat of the turn. `named`:
        see `say`."""
        is_private = self.chat.kind == "private" and chat_id == self.chat.id
        words = door.said(text, is_private=is_private)
        payload: dict[str, Any] = {"text": words, "reply_markup": keyboard(buttons)}
        if named:
            payload["named"] = list(named)
        self._filing.append(Outgoing("editMessageText", Lane.MESSAGE, chat_id, payload, about=at))

    def file(self, outgoing: Outgoing) -> None:
        """File any other outgoing call: one whose outcome is waited for, or for another chat."""
        self._filing.append(outgoing)

    def close(self) -> bool:
        """Write all that was said into the outbox; return whether there was any."""
        self._thin_out()
        for filed in self._filing:
            if isinstance(filed, Outgoing):
                self.store.outbox.put(filed, self.now)
            else:
                self.store.slots.keep(filed, self.chat.id)
                self.store.outbox.put_slot(self.chat.id, filed.name, self.now)
        return bool(self._filing)

    def _thin_out(self) -> None:
        """Of an account that writes very fast, leave answers to its messages unsaid; what was recorded stays so."""
        answers = [one for one in self._filing if isinstance(one, Outgoing) and one.method == "sendMessage"]
        answers = [one for one in answers if one.chat_id == self.chat.id and one.lane is Lane.MESSAGE]
        if self.flood is None or self.sender is None or not answers:
            return
        account = self.sender.telegram_user_id
        if not self.flood.is_full(account, self.now):
            self.flood.note(account, self.now)
            return
        self._filing = [one for one in self._filing if one not in answers]
        if self.flood.tells(account, self.now):
            self.say(ENOUGH)
