"""kill -9 while the clock strikes: every reminder is said, and none twice but what was in flight or unheard."""

import asyncio
import json
import random
import re
from collections import Counter

from sandbox.person import Person
from sandbox.room import Room
from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.ledger import Ledger
from tests.faults.neighbourhood import MARKER
from tests.faults.patience import until
from tests.faults.playground import Playground, UnsettledError
from tests.faults.process import Process
from tests.faults.promise import check_inbox, check_log

_PEOPLE = 24
_SOONEST, _LATEST = 3, 20  # seconds until a reminder is due
_OF_GROUP = 0.06  # of them are for the group, which takes 20 messages a minute
_UNREADY = 0.1  # of the kills come while the program still starts
_SAID = re.compile(rf"⏰ 提醒：(?P<word>{MARKER}[0-9]+)$")
_IN_FLIGHT = "SELECT payload FROM outbox WHERE state = 'sending' AND method = 'sendMessage'"
_LEFT = "SELECT COUNT(*) FROM due WHERE kind = 'reminder'"


class Street:
    """People who want to be reminded, and what they asked for."""

    def __init__(self, ground: Playground, chance: random.Random) -> None:
        self._chance = chance
        self.chief = ground.sandbox.person(f"周主任{MARKER}", started=True)
        self.people: list[Person] = [
            ground.sandbox.person(f"邻居{MARKER}{number}", started=True) for number in range(_PEOPLE)
        ]
        self.group: Room = ground.sandbox.group(f"银杏苑{MARKER}", [self.chief, *self.people], bot_is_admin=True)
        self.asked: list[str] = []

    def ask(self, count: int) -> None:
        """Ask for so many reminders, each due in a few seconds."""
        for _ in range(count):
            word = f"{MARKER}{len(self.asked)}"
            self.asked.append(word)
            seconds = self._chance.randrange(_SOONEST, _LATEST)
            if self._chance.random() < _OF_GROUP:
                self.chief.says(self.group, f"/提醒 {seconds}秒后 大家 {word}")
            else:
                self._chance.choice(self.people).says(None, f"{seconds}秒后提醒我{word}")


async def run(seed: int, kills: int = 40) -> Report:
    """Kill the program `kills` times while reminders come due; then let it finish, and count."""
    report, chance = Report("reminders"), random.Random(f"{seed} reminders")
    async with Playground(seed) as ground:
        street = Street(ground, chance)
        street.chief.says(street.group, "设置")
        process = await ground.start()
        await ground.settled(process)
        await ground.stop(process)
        weather.storm(ground.sandbox)
        in_flight: Counter[str] = Counter()
        busy = 0
        for _ in range(kills):
            process = await _live(ground, street, chance)
            process.kill()
            with ground.copy() as ledger:
                left = _in_flight(ledger)
            in_flight += left
            busy += bool(left)
        process = await ground.start()
        await _all_said(ground, process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        report.tell("kills", kills)
        report.tell("kills with reminders under way", busy)
        weather.tell(report, ground.sandbox)
        with ground.copy() as ledger:
            _check(report, ground, street, ledger, in_flight)
    return report


async def _live(ground: Playground, street: Street, chance: random.Random) -> Process:
    """Start the program, and let it be killed at random, most often when it has just begun to say something."""
    street.ask(chance.randrange(2, 7))
    if chance.random() < _UNREADY:
        process = ground.spawn("run")
        await asyncio.sleep(chance.uniform(0.0, 1.2))
        return process
    before = _begun(ground)
    process = await ground.start()
    street.ask(chance.randrange(0, 4))
    await until(lambda: _begun(ground) > before, chance.choice((0.2, 3.0, 6.0)))
    await asyncio.sleep(chance.uniform(0.0, 0.03))
    return process


def _begun(ground: Playground) -> int:
    """Return how many times a reminder has begun to be sent."""
    return sum(_SAID.match(one.text) is not None for one in ground.sandbox.sent)


def _in_flight(ledger: Ledger) -> Counter[str]:
    """Return the reminders that were perhaps sent when the process ended."""
    texts = [str(json.loads(row["payload"]).get("text", "")) for row in ledger.rows(_IN_FLIGHT)]
    return Counter(found["word"] for text in texts if (found := _SAID.match(text.split("\n")[0])))


async def _all_said(ground: Playground, process: Process) -> None:
    """Wait until no reminder is due any more, and all is sent."""
    for _ in range(240):
        if process.code is not None:
            raise UnsettledError(f"the program ended (code {process.code}): {ground.said()[-2000:]}")
        with Ledger(ground.database, live=True) as ledger:
            left = ledger.number(_LEFT)
        if not left and not ground.sandbox.pending:
            break
        await asyncio.sleep(0.25)
    await ground.settled(process, seconds=240.0)


def _check(report: Report, ground: Playground, street: Street, ledger: Ledger, in_flight: Counter[str]) -> None:
    said: Counter[str] = Counter()
    excused = Counter(in_flight)
    for one in ground.sandbox.sent:
        found = _SAID.match(one.text.split("\n")[0]) if one.method == "sendMessage" else None
        if found is not None:
            said[found["word"]] += 1
            excused[found["word"]] += not one.heard
    repeats = {word: count - 1 for word, count in said.items() if count > 1}
    report.tell("reminders", len(street.asked))
    report.none_of("reminders lost", [word for word in street.asked if not said[word]])
    report.none_of("reminders that nobody asked for", sorted(set(said) - set(street.asked)))
    report.at_most("reminders said again", sum(repeats.values()), sum(excused.values()), "in flight or unheard")
    report.none_of("repeats without that excuse", [word for word, count in repeats.items() if count > excused[word]])
    report.must_be("reminders still on", ledger.number("SELECT COUNT(*) FROM reminder WHERE state <> 'ended'"), 0)
    check_inbox(report, ground, ledger)
    check_log(report, ground)
    report.must_be("integrity_check", ledger.integrity(), "ok")
