"""One elder's check-in of one day, played to its end against the weather, by the second."""

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from domain.check_in import Need, Rung, Timings
from tests.elders.assumed import DAY, HOUR, MINUTE, Assumed, Weather
from tests.elders.ladder import Filed, Ladder, Tally

_OF_USE = 4 * HOUR
_LATENESS = 15 * MINUTE  # of ticks, sending and a clock that is set, beside what a ladder waits by itself
_LONGEST = 3 * DAY
_WELL = ("early", "answers", "forgets", "out")


@dataclass(frozen=True, slots=True)
class Profile:
    """An elder: whether they are asked in their chat, and who can be told on each rung."""

    people: dict[Rung, list[str]]
    has_chat: bool


def profile(chance: random.Random, assumed: Assumed) -> Profile:
    """Return an elder as chance has it; some have nobody at all."""
    neighbour = ["neighbour"] if chance.random() < assumed.linked_neighbour else []
    lead = ["lead"] if chance.random() < assumed.reachable_lead else []
    others = ["care", "committee", "family"] if chance.random() < assumed.reachable_others else []
    people = {Rung.NEIGHBOUR: neighbour, Rung.LEAD: lead, Rung.EVERYBODY: others or neighbour + lead}
    people[Rung.HOUSE] = ["house"]
    has_chat = chance.random() < assumed.chat
    people[Rung.ASK] = people[Rung.AGAIN] = ["elder"] if has_chat else (lead or neighbour or others)
    return Profile(people, has_chat)


class Day:
    """A day's check-in. All times here are true ones; only the ladder sees what the machine's clock shows."""

    def __init__(
        self, elder: Profile, asks_at: float, chance: random.Random, assumed: Assumed, weather: Weather
    ) -> None:
        self.asks_at, self.chance, self.assumed, self.weather = asks_at, chance, assumed, weather
        self.tally, self.timings, self.elder = Tally(elder_days=1), Timings(), elder
        self.ladder = Ladder(self.timings, elder.people)
        self.mood = self._mood()
        self.is_blocked = elder.has_chat and chance.random() < assumed.blocked
        self.deaf_until = asks_at + DAY if chance.random() < assumed.deaf_days else 0.0
        self.sent_at: float | None = None
        self.helped_at: float | None = None
        self.acted_at = asks_at
        self.is_begun = False
        self.alarmed = False
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._count = itertools.count()

    def play(self) -> Tally:
        """Play it; return what came of it."""
        if self.mood == "early" and self.weather.sendable_at(self.asks_at - HOUR) <= self.asks_at:
            self.tally.end("early")
            return self.tally
        self._at(self.asks_at, self._tick)
        if self.chance.random() < self.assumed.pauses:
            self._at(self.weather.sendable_at(self.asks_at + self.chance.uniform(0, 3 * HOUR)), self._pause)
        while self._events:
            at, _, do = heapq.heappop(self._events)
            if at > self.asks_at + _LONGEST:
                self._still_running(at)
                break
            do(at)
        else:
            if not self.ladder.is_over:
                self.tally.lost.append(("stopped", self.mood, self.ladder.filed))
        well = self.mood in _WELL
        self.tally.false_alarms += well and self.alarmed
        return self.tally

    def _mood(self) -> str:
        known = self.assumed
        moods = {
            "early": known.early,
            "answers": known.answers,
            "forgets": known.forgets,
            "trouble": known.trouble,
            "help": known.help,
        }
        rest = 1 - sum(moods.values())
        return self.chance.choices([*moods, "out"], [*moods.values(), rest])[0]

    def _at(self, at: float, do: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (at, next(self._count), do))

    def _after(self, minutes: float) -> float:
        return self.chance.expovariate(1 / (minutes * MINUTE))

    # --- the machine ---------------------------------------------------------------------------------------

    def _tick(self, at: float) -> None:
        if self.ladder.is_over:
            return
        on_again = self.weather.back_at(at)
        if on_again > at:
            self.acted_at = on_again
            self._at(on_again + 1, self._tick)
            return
        if not self.is_begun:
            self.is_begun = True
            self.tally.asked += 1
            if at > self.asks_at + _OF_USE:
                self.ladder.need = Need.UNASKED
        self._check_alarm(at)
        self._look(at)
        is_late = self.chance.random() < self.assumed.late_ticks
        self._at(at + MINUTE + (self.chance.uniform(0, 10 * MINUTE) if is_late else 0), self._tick)

    def _look(self, at: float) -> None:
        for one in self.ladder.look(self.weather.shown(at)):
            self.acted_at = at
            self._at(self.weather.sendable_at(at) + self.chance.uniform(0, 3), self._sender(one))

    def _check_alarm(self, at: float) -> None:
        """Whoever runs a ladder is never silent for longer than it waits by itself."""
        if any(one.sent_at is None and not one.is_failed for one in self.ladder.filed):
            self.acted_at = at  # it is on its way
            return
        if self.weather.offset(at) != self.weather.offset(self.acted_at):
            self.acted_at = at
        waits = (self.timings.everybody - self.timings.lead) * MINUTE
        if self.ladder.accepted is not None:
            waits = self.timings.report * MINUTE
        elif self.ladder.filed and self.ladder.filed[-1].rung >= Rung.EVERYBODY:
            waits = self.timings.repeat * MINUTE
        if at - self.acted_at > waits + _LATENESS:
            self.tally.lost.append(("silent", self.mood, at - self.asks_at, self.ladder.filed[-3:]))
            self.acted_at = at

    def _sender(self, one: Filed) -> Callable[[float], None]:
        def send(at: float) -> None:
            if self.ladder.is_over:
                return  # it is not sent any more
            ready = self.weather.sendable_at(at)
            if ready > at:
                self._at(ready + 1, send)
                return
            is_ask = one.rung is Rung.ASK
            if is_ask and at > self.asks_at + _OF_USE:
                one.is_failed = True
                if self.ladder.need is Need.SILENT:
                    self.ladder.become(Need.UNASKED, set())
                self._look(at)
            elif one.person == "elder" and self.is_blocked:
                one.is_failed = True
                self._look(at)
            else:
                one.sent_at = self.weather.shown(at)
                self._heard_by(one, at)

        return send

    # --- the people ----------------------------------------------------------------------------------------

    def _heard_by(self, one: Filed, at: float) -> None:
        if self.sent_at is None:
            self.sent_at = at
        if one.person == "elder":
            if one.rung is Rung.ASK:
                self._elder_answers(at)
            return
        if one.rung > Rung.AGAIN:
            self._note_human(at)
        if at < self.deaf_until:
            return
        if one.rung <= Rung.AGAIN:
            self._asks_for_us(one, at)
        elif one.person == "house":
            self._at(self.weather.sendable_at(at + self._after(30)), self._goes("somebody"))
        else:
            self._is_told(one, at)

    def _note_human(self, at: float) -> None:
        if not self.alarmed and self.sent_at is not None:
            self.tally.to_human.append((at - self.sent_at) / MINUTE)
        self.alarmed = True
        if self.helped_at is not None:
            self.tally.to_help.append((at - self.helped_at) / MINUTE)
            self.helped_at = None

    def _elder_answers(self, at: float) -> None:
        match self.mood:
            case "early" | "answers":
                later = self._after(self.assumed.answer_minutes)
            case "forgets":
                later = self.chance.uniform(4 * HOUR, 10 * HOUR)
            case "out":
                later = self.chance.uniform(20 * MINUTE, 4 * HOUR)
            case "help":
                self._at(self.weather.sendable_at(at + self._after(self.assumed.answer_minutes)), self._cry)
                return
            case _:
                return
        self._at(self.weather.sendable_at(at + later), self._answer)

    def _answer(self, at: float) -> None:
        if self.ladder.need is not Need.HELP:
            self._end("answered")

    def _cry(self, at: float) -> None:
        if not self.ladder.is_over and self.ladder.need is not Need.HELP:
            self.helped_at = at
            self._become(Need.HELP, set(), at)

    def _pause(self, at: float) -> None:
        self._end("paused")

    def _asks_for_us(self, one: Filed, at: float) -> None:
        """Somebody calls or knocks in place of a message."""
        what = self.chance.choices(("asks", "cannot", "ignores"), (75, 10, 15))[0]
        if what == "cannot":
            self._at(self.weather.sendable_at(at + self._after(5)), self._cannot(one))
        elif what == "asks":
            well = self.mood in ("early", "answers", "forgets") or self.chance.random() < 0.3
            answers = well and self.mood in _WELL
            do = self._reports("fine") if answers else self._reports("absent")
            self._at(self.weather.sendable_at(at + self._after(20)), do)

    def _is_told(self, one: Filed, at: float) -> None:
        known = self.assumed
        ignores = 1 - known.goes - known.cannot - known.knows
        weights = (known.goes, known.cannot, known.knows, ignores)
        what = self.chance.choices(("goes", "cannot", "knows", "ignores"), weights)[0]
        later = self.weather.sendable_at(at + self._after(known.go_minutes))
        if what == "goes":
            self._at(later, self._goes(one.person))
        elif what == "cannot":
            self._at(later, self._cannot(one))
        elif what == "knows" and self.mood in _WELL:
            self._at(later, self._reports("fine"))

    def _cannot(self, one: Filed) -> Callable[[float], None]:
        def say(at: float) -> None:
            if not self.ladder.is_over and one.round == self.ladder.round:
                one.is_failed = True
                self._look(at)

        return say

    def _goes(self, person: str) -> Callable[[float], None]:
        def go(at: float) -> None:
            if self.ladder.is_over or self.ladder.accepted is not None:
                return
            self.ladder.accepted = (person, self.weather.shown(at))
            self.acted_at = at
            if self.sent_at is not None:
                self.tally.to_acceptor.append((at - self.sent_at) / MINUTE)
            if self.chance.random() < self.assumed.vanishes:
                return
            what = "absent" if self.chance.random() < self.assumed.absent else "fine"
            if self.mood in ("trouble", "help") and self.ladder.need is not Need.HELP and what == "fine":
                what = "help"
            later = at + self._after(self.assumed.report_minutes)
            self._at(self.weather.sendable_at(later), self._reports(what, person))

        return go

    def _reports(self, what: str, person: str = "somebody") -> Callable[[float], None]:
        def report(at: float) -> None:
            if self.ladder.is_over:
                return
            if what == "fine":
                self._end(f"named: {'went' if self.ladder.accepted is not None else 'knew'}")
            else:
                self._become(Need.HELP if what == "help" else Need.ABSENT, {person}, at)

        return report

    def _become(self, need: Need, know: set[str], at: float) -> None:
        self.acted_at = at
        self.ladder.become(need, know)
        if self.is_begun:
            self._look(at)

    def _end(self, how: str) -> None:
        if self.ladder.is_over:
            return
        self.ladder.is_over = True
        self.tally.end(how)
        self.tally.after_the_end += len(self.ladder.look(self.weather.shown(self.asks_at + DAY)))

    def _still_running(self, at: float) -> None:
        """After three days somebody must still be called every ten minutes, or be on the way."""
        is_alarm = at - self.acted_at <= self.timings.report * MINUTE + _LATENESS
        self.tally.end("continuing" if is_alarm else "lost")
        if not is_alarm:
            self.tally.lost.append(("forgotten", self.mood, self.ladder.filed[-3:]))
