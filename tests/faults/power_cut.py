"""The power goes: the database with its WAL cut at any byte opens, is sound, and is a prefix of what was committed.

The program is killed while its WAL holds everything since the last checkpoint; copies of the two files are cut at
random bytes and counted. What a cut copy knows as done must be exactly what has taken effect in it.
"""

import asyncio
import random
import shutil
import struct
import tempfile
from pathlib import Path

from tests.faults.figure import Report
from tests.faults.ledger import Ledger
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.recount import Does, recount

_CHECKPOINTED = 96  # where the -shm file says how many frames of the WAL are in the database already
_HEADER = 32
_FROM_A_FRAME_ON = 0.3  # of the cuts fall near the end, where the last transactions are


async def run(seed: int, cuts: int = 200, rounds: int = 3) -> Report:
    """Kill the program `rounds` times under traffic, and make `cuts` cut copies in all."""
    report, chance = Report("power"), random.Random(f"{seed} power")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=6, residents=6)
        hood.open()
        await ground.stop(await ground.start())  # the schema is in the database file; the WAL is empty
        play = _Cuts(report, ground, hood)
        for _ in range(rounds):
            process = await ground.start()
            for _ in range(8):
                hood.write(12)
                await asyncio.sleep(chance.uniform(0.02, 0.15))
            process.kill()
            play.begin()
            for _ in range(-(-cuts // rounds)):
                play.cut(chance)
            process = await ground.start()
            await ground.settled(process)
            report.must_be("exit code after recovery", await ground.stop(process), 0)
        play.tell()
    return report


class _Cuts:
    """The files as the kill left them, and what was found in their cut copies."""

    def __init__(self, report: Report, ground: Playground, hood: Neighbourhood) -> None:
        self._report, self._ground, self._hood = report, ground, hood
        self._made = self._shortest = 0
        self._unsound: list[str] = []
        self._no_prefix: list[str] = []
        self._half: list[str] = []
        self._states: set[tuple[int, int]] = set()

    def begin(self) -> None:
        """Look at the files as they are now. Raises ValueError if a checkpoint has begun: what a cut would take then
        is in the database already, as it never is after a real power cut."""
        shm = Path(f"{self._ground.database}-shm").read_bytes()
        if struct.unpack_from("=I", shm, _CHECKPOINTED)[0]:
            raise ValueError("a checkpoint came in between; write less")
        self._whole = Path(f"{self._ground.database}-wal").read_bytes()
        with self._ground.copy() as ledger:
            self._updates = list(ledger.updates())
            self._ids = [row["id"] for row in ledger.rows("SELECT id FROM inbox ORDER BY id")]

    def cut(self, chance: random.Random) -> None:
        """Count one copy whose WAL is cut at a random byte."""
        size = len(self._whole)
        least = size * 9 // 10 if chance.random() < _FROM_A_FRAME_ON else 0
        at = chance.randrange(least, size)
        folder = Path(tempfile.mkdtemp(dir=self._ground.folder))
        shutil.copyfile(self._ground.database, folder / "copy.db")
        (folder / "copy.db-wal").write_bytes(self._whole[:at])
        self._made += 1
        with Ledger(folder / "copy.db") as ledger:
            self._look(ledger, f"cut at {at} of {size}")

    def _look(self, ledger: Ledger, name: str) -> None:
        if (verdict := ledger.integrity()) != "ok":
            self._unsound.append(f"{name}: {verdict}")
            return
        ids = [row["id"] for row in ledger.rows("SELECT id FROM inbox ORDER BY id")]
        updates = ledger.updates()
        if ids != self._ids[: len(ids)] or list(updates) != self._updates[: len(updates)]:
            self._no_prefix.append(name)
        done = frozenset(number for number, state in updates.items() if state == "done")
        self._states.add((len(updates), len(done)))
        orders = ledger.orders()
        for group in self._hood.groups:
            if recount(self._hood.book, group.place, done) != orders.get(group.room.id, {}):
                self._half.append(f"{name}: orders of group {group.place}")
        said = [one for one in self._hood.book if one.newest(done) is not None]
        if {(one.chat_id, one.number) for one in said if one.states} != set(ledger.stated()):
            self._half.append(f"{name}: statements")
        asked = {(one.chat_id, one.number) for one in said if one.does is Does.ASK}
        if asked != {(row["chat"], row["about"]) for row in ledger.rows(_ANSWERS)}:
            self._half.append(f"{name}: answers")

    def tell(self) -> None:
        """Note what was found."""
        self._report.tell("cut copies", self._made)
        self._report.tell("different states found in them", len(self._states))
        self._report.none_of("copies that are not sound", self._unsound)
        self._report.none_of("copies that are no prefix", self._no_prefix)
        self._report.none_of("copies with an effect but not its update, or the reverse", self._half)


_ANSWERS = """
    SELECT telegram_chat_id AS chat, about_message_id AS about
    FROM outbox JOIN address ON address.id = outbox.about_address_id WHERE method = 'sendMessage'
"""
