"""报平安: the ladder at work. What domain/check_in.py says is due is told to people, and every step of it is a row.

Handlers (an answer, an outcome) and broadcasts (the clock) call the same functions, in their transaction.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation import door
from conversation.check_in_button import ASKED, GONE, REPORT, TASK, Rows, alarm, as_buttons
from conversation.check_in_circle import Circle, circle_of
from conversation.content import keyboard
from conversation.reach import private_chat
from conversation.turn import Repositories, Turn
from domain.check_in import MINUTE, Facts, Need, Next, Rung, Timings, Told, next_step
from domain.discretion import Discreet
from domain.due import Due
from domain.elder import CONSENT, Care, Channel, Elder, day_of
from domain.moment import Frequency, Recurrence
from rendering import check_in as rendering
from rendering import check_in_elder as to_elder
from storage.chat import Chat
from storage.check_in import KEY, Begin, CheckIn, Step
from storage.outbox import Lane, Outgoing

LADDER = "check-in ladder"  # what is looked at each minute while it runs
STEP = "check-in step"  # who waits to hear whether a step was sent
_EVERY_MINUTE = Recurrence(Frequency.MINUTELY)
_MOST = 12  # rungs in one go: there are six
_AFTER = 3600  # seconds for which the second question is still worth sending
_UNNAMED = "邻居"
_WENT = ("goes", "absent")
_KNOW = (*_WENT, "help", rendering.WORRIED)

#: What a step says, by the need; steps on the first rungs ask.
_SAID = {
    Need.SILENT: "look",
    Need.UNASKED: "unasked",
    Need.HELP: "help",
    Need.LATE: "late",
    Need.ABSENT: "absent",
}


@dataclass(frozen=True, slots=True)
class Ladders:
    """Works on check-ins in one transaction. `now` in UTC seconds."""

    store: Repositories
    now: int
    care: Care

    @classmethod
    def of(cls, turn: Turn) -> "Ladders":
        """Return those of a turn."""
        return cls(turn.store, turn.now, turn.care)

    async def zone(self, elder: Elder) -> ZoneInfo:
        """Return the zone of an elder's compound."""
        return await self.store.compounds.zone(elder.compound_id)

    async def timings(self, elder: Elder) -> Timings:
        """Return the ladder of an elder: their own, else the compound's, else the house's."""
        return elder.timings or await self.store.elders.timings_of(elder.compound_id) or self.care.timings

    async def name(self, person_id: int | None) -> str:
        """Return what somebody is called."""
        names = await self.store.persons.names([person_id] if person_id is not None else [])
        return names.get(person_id or 0) or _UNNAMED

    async def chat(self, person_id: int | None) -> Chat | None:
        """Return the private chat of somebody, if the bot may write there."""
        return await private_chat(self.store, person_id) if person_id is not None else None

    # --- the steps -----------------------------------------------------------------------------------------

    async def run(self, check_in: CheckIn, zone: ZoneInfo) -> None:
        """Have a check-in looked at each minute from now on, and take the first step."""
        at = self.now + MINUTE
        due = Due(f"{LADDER}:{check_in.id}", LADDER, zone, at, _EVERY_MINUTE, check_in.compound_id, check_in.id)
        self.store.dues.plan(due)
        await self.advance(check_in.id)

    async def advance(self, check_in_id: int) -> None:
        """Take whatever steps are due now."""
        for _ in range(_MOST):
            check_in = await self.store.check_ins.get(check_in_id)
            elder = await self.store.elders.get(check_in.elder_id) if check_in is not None else None
            if check_in is None or elder is None or check_in.closed_at is not None:
                self.store.dues.forget(f"{LADDER}:{check_in_id}")
                return
            if (why := await self.stands_no_more(elder)) is not None:
                await self.close(check_in, elder, why, None)
                return
            await self.store.check_ins.note_stuck(check_in.id, self.now)
            steps = await self.store.check_ins.steps(check_in.id)
            circle = await circle_of(self.store, elder, check_in.need, self.now, _who_know(check_in, steps))
            due = next_step(_facts(check_in, steps, circle), await self.timings(elder), self.now)
            if not await self._do(due, check_in, elder, circle, steps):
                return

    async def _do(self, due: Next, check_in: CheckIn, elder: Elder, circle: Circle, steps: Sequence[Step]) -> bool:
        """Do what is due; return whether there was anything."""
        if due.is_lapsed:
            self.store.check_ins.needs(check_in.id, Begin(Need.LATE))
            if (chat := await self.chat(check_in.accepted_by)) is not None:
                words = rendering.report_now(elder)
                await self.tell(check_in, None, "remind", check_in.accepted_by, chat, words, REPORT)
        case = await self._case(check_in, elder, circle, steps) if due.rungs else None
        for rung in due.rungs:
            if rung is Rung.HOUSE or case is None:
                await self._tell_house(check_in)
                await self._remind(check_in, elder, _who_know(check_in, steps))
                continue
            for person, chat in circle.on(rung).items():
                await self._tell_on(rung, check_in, case, person, chat)
        return due.is_lapsed or bool(due.rungs)

    async def stands_no_more(self, elder: Elder) -> str | None:
        """Return a word for why an elder is not asked any more, or None: the end, or a consent taken back."""
        if elder.ended_at is not None:
            return "ended"
        if elder.person_id is not None:
            consent = await self.store.consents.get(elder.compound_id, elder.person_id, CONSENT)
            if consent is not None and consent.withdrawn_at is not None:
                return "withdrawn"
        return None

    # --- telling -------------------------------------------------------------------------------------------

    async def _tell_on(self, rung: Rung, check_in: CheckIn, case: rendering.Case, person: int, chat: Chat) -> None:
        elder, need = case.elder, check_in.need
        if rung > Rung.AGAIN:
            words, buttons = rendering.alarm(case, rung), alarm(rung, need)
            await self.tell(check_in, rung, _SAID[need], person, chat, words, buttons)
        elif person == elder.person_id:
            await self.ask(check_in, elder, rung, chat)
        else:
            words, is_again = rendering.task(case, again=rung is Rung.AGAIN), rung is Rung.AGAIN
            said, until = "again" if is_again else "ask", self._until(check_in, rung)
            await self.tell(check_in, rung, said, person, chat, words, TASK, expires_at=until)

    async def ask(self, check_in: CheckIn, elder: Elder, rung: Rung | None, chat: Chat, until: int = 0) -> None:
        """Put the question to the elder: the first time, once more, or (no rung) of another day within this ladder."""
        is_again = rung is Rung.AGAIN
        words = to_elder.question_again(elder.name) if is_again else to_elder.question(elder.name)
        said, until = "again" if is_again else "ask", until or self._until(check_in, rung)
        await self.tell(check_in, rung, said, elder.person_id, chat, words, ASKED, expires_at=until)

    def _until(self, check_in: CheckIn, rung: Rung | None) -> int:
        """Return until when a question is worth sending: late at night nobody wants it."""
        return max(check_in.until + (_AFTER if rung is Rung.AGAIN else 0), self.now + MINUTE)

    async def _tell_house(self, check_in: CheckIn) -> None:
        """Nobody can be told: the volunteers' group hears that something is urgent, not of whom, and so does the
        operator. Where there is no such group, all groups do."""
        groups = await self.store.chats.groups_of(check_in.compound_id)
        volunteers = [chat for chat in groups if chat.purpose == "volunteers"]
        operator = await self.store.chats.at(self.care.operator) if self.care.operator is not None else None
        told = [*(volunteers or groups), *([operator] if operator is not None and operator.is_active else [])]
        for chat in told:
            await self.tell(check_in, Rung.HOUSE, "house", None, chat, rendering.NOBODY_TO_TELL)
        if not told:
            step = await self.store.check_ins.take(check_in, Rung.HOUSE, "house", None, self.now)
            self.store.check_ins.failed(step, "nobody", self.now)

    async def _remind(self, check_in: CheckIn, elder: Elder, people: Collection[int]) -> None:
        """There is nobody else: whoever went and was not heard of is asked again, too."""
        for person in sorted(people):
            if person != elder.person_id and (chat := await self.chat(person)) is not None:
                await self.tell(check_in, None, "remind", person, chat, rendering.report_now(elder), REPORT)

    async def tell(
        self,
        check_in: CheckIn,
        rung: Rung | None,
        said: str,
        person: int | None,
        chat: Chat,
        words: str | Discreet,
        buttons: Rows = (),
        *,
        expires_at: int | None = None,
    ) -> None:
        """Note that somebody is told something, and file the message, whose outcome comes back. Raises
        IndiscretionError for discreet words in a group."""
        step = await self.store.check_ins.take(check_in, rung, said, person, self.now)
        payload: dict[str, object] = {"text": door.said(words, is_private=chat.kind == "private")}
        if buttons:
            payload["reply_markup"] = keyboard(as_buttons(buttons, check_in.id))
        outgoing = Outgoing(
            "sendMessage",
            Lane.ALARM,
            chat.id,
            payload,
            key=f"{KEY}{step}",
            expires_at=expires_at,
            outcome=json.dumps({"to": STEP, "step": step}),
        )
        self.store.outbox.put(outgoing, self.now)

    async def _case(self, check_in: CheckIn, elder: Elder, circle: Circle, steps: Sequence[Step]) -> rendering.Case:
        zone = await self.zone(elder)
        asked = [one.sent_at for one in steps if one.rung in (Rung.ASK, Rung.AGAIN) and one.sent_at is not None]
        went = next((one for one in reversed(steps) if one.answer in _WENT and one.answered_at is not None), None)
        said = next((one for one in reversed(steps) if one.answer == "help"), None)
        day = "今天" if check_in.day == day_of(self.now, zone) else f"{check_in.day.month}月{check_in.day.day}日"
        return rendering.Case(
            elder,
            circle.carers,
            check_in.need,
            asked=[datetime.fromtimestamp(at, zone) for at in asked] if elder.channel is Channel.CHAT else (),
            went=(await self.name(went.person_id), datetime.fromtimestamp(went.answered_at or 0, zone))
            if went
            else None,
            asked_for_by=await self.name(said.person_id) if said is not None else None,
            why=check_in.why,
            day=day,
        )

    # --- the end -------------------------------------------------------------------------------------------

    async def close(self, check_in: CheckIn, elder: Elder, how: str, by: int | None) -> bool:
        """It is over: what waits is not sent any more, and whoever was alarmed gets the all-clear, once. `by` is who
        said so, None for the elder. Return False where it was over already."""
        if not await self.store.check_ins.close(check_in.id, how, by, self.now):
            return False
        self.store.dues.forget(f"{LADDER}:{check_in.id}")
        alarmed: dict[int, None] = {}
        house_told = False
        for step in await self.store.check_ins.steps(check_in.id):
            if step.sent_at is None and step.failed_at is None and await self.store.check_ins.drop(step.id, self.now):
                self.store.check_ins.failed(step.id, "answered", self.now)
            elif step.failed_at is None and step.person_id is None:
                house_told = house_told or step.said == "house"
            elif step.failed_at is None and step.person_id is not None:
                alarmed[step.person_id] = None
        name = await self.name(by) if by is not None else None
        for person in alarmed:
            chat = await self.chat(person) if person not in (by, elder.person_id) else None
            if chat is not None:
                await self.tell(check_in, None, "clear", person, chat, rendering.clear(elder, how, name))
        if house_told:
            await self._settle_house(check_in)
        return True

    async def _settle_house(self, check_in: CheckIn) -> None:
        groups = await self.store.chats.groups_of(check_in.compound_id)
        for chat in [one for one in groups if one.purpose == "volunteers"] or groups:
            await self.tell(check_in, None, "clear", None, chat, rendering.SETTLED)

    async def say_who_goes(self, check_in: CheckIn, elder: Elder, person: int) -> None:
        """Whoever was alarmed hears who goes, and so does the elder."""
        name = await self.name(person)
        told = {one.person_id for one in await self.store.check_ins.steps(check_in.id) if one.failed_at is None}
        for other in sorted(one for one in told if one is not None and one not in (person, elder.person_id)):
            if (chat := await self.chat(other)) is not None:
                await self.tell(check_in, None, "goes", other, chat, rendering.goes(elder, name), GONE)
        own = await self.chat(elder.person_id) if elder.channel is Channel.CHAT else None
        if own is not None:
            await self.tell(check_in, None, "coming", elder.person_id, own, to_elder.coming(name))


def _who_know(check_in: CheckIn, steps: Sequence[Step]) -> frozenset[int]:
    """Return those whose word made the need what it is: they said it, or went and were not heard of."""
    before = [one for one in steps if one.round == check_in.round - 1 and one.answer in _KNOW]
    return frozenset(one.person_id for one in before if one.person_id is not None)


def _facts(check_in: CheckIn, steps: Sequence[Step], circle: Circle) -> Facts:
    climbed = [one for one in steps if one.rung is not None]
    told = [
        Told(one.rung, one.at, one.sent_at, one.failed_at is not None or one.answer == "cannot")
        for one in climbed
        if one.rung is not None and one.round == check_in.round
    ]
    return Facts(
        check_in.need,
        told,
        circle.can_tell,
        max((one.rung for one in climbed if one.rung is not None), default=Rung.ASK),
        check_in.accepted_at,
        check_in.closed_at is not None,
        check_in.wait_until,
    )
