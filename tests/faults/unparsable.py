"""Updates that nobody can read, one in a hundred: set aside after three tries, their words unsaid; nobody waits."""

import json
import random
import subprocess
import sys
from typing import Any

from bot.worker import TRIES
from tests.faults.figure import Report
from tests.faults.ledger import Ledger
from tests.faults.neighbourhood import MARKER, Neighbourhood
from tests.faults.playground import ROOT, Playground
from tests.faults.promise import check

_ONE_IN = 100


async def run(seed: int, updates: int = 1000) -> Report:
    """Mix unreadable updates into `updates` of traffic."""
    report, chance = Report("unparsable"), random.Random(f"{seed} unparsable")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=12, residents=7)
        operator = ground.sandbox.person("机主", started=True)
        ground.operator = operator.id
        hood.open()
        process = await ground.start()
        bad: dict[int, dict[str, Any]] = {}
        for turn in range(updates // _ONE_IN):
            hood.write(_ONE_IN // 2)
            bad.update(_unreadable(ground, turn, hood.groups[turn % len(hood.groups)].room.id))
            hood.write(_ONE_IN // 2 - 1)
            await ground.sandbox.until(lambda: ground.sandbox.pending < 2 * _ONE_IN, seconds=60)
        await ground.settled(process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        with ground.copy() as ledger:
            _check_aside(report, ledger, bad)
            check(report, ground, hood, ledger, aside=frozenset(bad))
        told = [sent.text for sent in ground.sandbox.sent if sent.chat_id == operator.id]
        report.must_be("operator told, by number only", sum(MARKER not in text for text in told), len(bad))
        report.must_be("… and of nothing else", len(told), len(bad))
        listed = _list(ground)
        report.must_be("listed by `shouwang inbox`", f"{len(bad)} set aside" in listed, True)
        report.must_be("words in that list", MARKER in listed, False)
    return report


def _unreadable(ground: Playground, turn: int, chat_id: int) -> dict[int, dict[str, Any]]:
    """Put one update into the queue that no library can read, in one of several ways; return it by its number."""
    chat: dict[str, Any] = {"id": chat_id, "type": "supergroup", "title": MARKER}
    message: dict[str, Any] = {"message_id": 7, "date": 1_700_000_000, "chat": chat, "text": f"3-101 橙子9份 {MARKER}"}
    broken: dict[str, Any] = [
        {**message, "date": f"昨天{MARKER}"},
        {**message, "chat": {"title": MARKER}},
        {**message, "from": [MARKER]},
        {**message, "entities": [f"{MARKER}"]},
    ][turn % 4]
    number = ground.sandbox.bot.next_update
    ground.sandbox.world.queues[ground.sandbox.bot.id].put("message", chat_id, json.dumps(broken).encode())
    return {number: {"update_id": number, "message": broken}}


def _check_aside(report: Report, ledger: Ledger, bad: dict[int, dict[str, Any]]) -> None:
    rows = {row["update_id"]: row for row in ledger.rows("SELECT * FROM inbox WHERE state = 'aside'")}
    report.must_be("updates set aside", len(rows), len(bad))
    report.must_be("tries before that", sorted({row["attempts"] for row in rows.values()}), [TRIES])
    report.none_of("not kept as they came", [n for n, row in rows.items() if json.loads(row["body"]) != bad.get(n)])
    report.none_of("words in the noted error", [row["id"] for row in rows.values() if MARKER in (row["error"] or "")])


def _list(ground: Playground) -> str:
    command = [sys.executable, "-m", "bot", "--config", str(ground.config), "inbox", "list"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60).stdout
