"""What must hold after any fault: counted from the book, the database, what people see, and the log."""

import re
from collections import Counter
from typing import Any

from sandbox.history import Sent
from tests.faults.figure import Report
from tests.faults.ledger import Cause, Ledger
from tests.faults.neighbourhood import MARKER, Group, Neighbourhood
from tests.faults.playground import Playground
from tests.faults.recount import Does, Written, recount, shown_wrong

_WORDS = re.compile(r"[\u3000-\u30ff\u3400-\u9fff]|\\u[0-9a-f]{4}|" + MARKER)


def check(
    report: Report,
    ground: Playground,
    hood: Neighbourhood,
    ledger: Ledger,
    *,
    in_flight: Counter[Cause] | None = None,
    aside: frozenset[int] = frozenset(),
) -> None:
    """Note all promises. `in_flight`: new messages that were under way whenever a process ended or a line broke;
    `aside`: the updates that must have been set aside."""
    excused = (in_flight or Counter()) + unheard(ground)
    check_inbox(report, ground, ledger, aside)
    check_effects(report, hood, ledger, aside)
    check_sent(report, ground, hood, excused)
    check_shown(report, ground, hood)
    check_log(report, ground)
    report.must_be("integrity_check", ledger.integrity(), "ok")


def check_inbox(
    report: Report,
    ground: Playground,
    ledger: Ledger,
    aside: frozenset[int] = frozenset(),
    withheld: frozenset[int] = frozenset(),
) -> None:
    """Every update that happened, but for those never given, is kept once, and done unless it had to be set aside."""
    happened = set(range(ground.first_update, ground.sandbox.bot.next_update)) - withheld
    kept = ledger.updates()
    report.tell("updates", len(happened))
    report.none_of("updates lost", sorted(happened - set(kept)))
    report.none_of("updates that never happened", sorted(set(kept) - happened))
    wrong = [n for n, state in kept.items() if state != ("aside" if n in aside else "done")]
    report.none_of("updates neither done nor rightly aside", [f"{number} {kept[number]}" for number in wrong])


def check_effects(report: Report, hood: Neighbourhood, ledger: Ledger, aside: frozenset[int] = frozenset()) -> None:
    """Every message that states something stated it once; the stored orders are those of a straight recount."""
    done = done_of(hood.book, aside)
    stated = ledger.stated()
    right = {(one.chat_id, one.number) for one in hood.book if one.states and one.newest(done) is not None}
    report.none_of("effects lost", sorted(right - set(stated)))
    report.none_of("effects twice", [place for place, count in stated.items() if count > 1])
    report.none_of("effects of nothing", sorted(set(stated) - right))
    orders = ledger.orders()
    wrong = []
    for group in hood.groups:
        counted, had = recount(hood.book, group.place, done), orders.get(group.room.id, {})
        if counted != had:
            wrong.append(f"group {group.place}: {sorted(set(counted.items()) ^ set(had.items()))[:4]}")
    report.none_of("stored tallies unlike the recount", wrong)


def done_of(book: list[Written], aside: frozenset[int]) -> frozenset[int]:
    """Return the updates of the book that must have taken effect."""
    return frozenset(version.update_id for one in book for version in one.versions) - aside


def check_sent(report: Report, ground: Playground, hood: Neighbourhood, excused: Counter[Cause]) -> None:
    """Every question is answered; nothing is said twice without need; a chat's answers come in order."""
    sent: Counter[Cause] = Counter()
    order: dict[int, list[int]] = {}
    for one in ground.sandbox.sent:
        if one.method == "sendMessage" and one.chat_id not in (None, ground.operator):
            answered = answers(one)
            chat_id = one.chat_id or 0
            sent[chat_id, answered] += 1
            if answered:
                order.setdefault(chat_id, []).append(answered)
    asked = {(one.chat_id, one.number) for one in hood.book if one.does is Does.ASK}
    tallies = {(group.room.id, 0) for group in hood.groups}
    repeats = {cause: count - 1 for cause, count in sent.items() if count > 1}
    report.tell("new messages of the bot", sum(sent.values()))
    report.none_of("answers lost", sorted(asked - set(sent)))
    report.none_of("words that nobody asked for", [c for c in sent if c[1] and c not in asked])
    report.none_of("tallies never sent", sorted(tallies - set(sent)))
    report.at_most("repeated new messages", sum(repeats.values()), sum(excused.values()), "in flight or unheard")
    report.none_of("repeats without that excuse", [c for c, count in repeats.items() if count > excused[c]])
    report.none_of("chats with answers out of order", [chat for chat, said in order.items() if said != sorted(said)])


def answers(sent: Sent) -> int:
    """Return the number of the message that a message of the bot answers, 0 for none."""
    given: Any = sent.arguments.get("reply_parameters")
    if isinstance(given, str):
        found = re.search(r'"message_id":\s*(\d+)', given)
        return int(found[1]) if found else 0
    return int(given["message_id"]) if isinstance(given, dict) else 0


def unheard(ground: Playground) -> Counter[Cause]:
    """Return the new messages whose answer was lost on purpose."""
    lost = [one for one in ground.sandbox.sent if one.method == "sendMessage" and not one.heard]
    return Counter((one.chat_id or 0, answers(one)) for one in lost)


def check_shown(report: Report, ground: Playground, hood: Neighbourhood) -> None:
    """The pinned tally that people see is that of a straight recount, and every order has its receipt."""
    wrong = []
    for group in hood.groups:
        orders = recount(hood.book, group.place)
        text = pinned(group)
        if why := shown_wrong(text, orders) if text is not None else "no pinned tally":
            wrong.append(f"group {group.place}: {why}")
    report.none_of("tallies shown unlike the recount", wrong)
    without = [
        (one.chat_id, one.number)
        for one in hood.book
        if one.states
        and ground.sandbox.world.state.chats[one.chat_id].messages[one.number].reactions.get(ground.sandbox.bot.id)
        != ["✍"]
    ]
    report.none_of("orders without a receipt", without)


def pinned(group: Group) -> str | None:
    """Return the text of the message pinned last in a group."""
    numbers = group.room.chat.pinned
    return group.room.chat.messages[numbers[-1]].text if numbers else None


def check_log(report: Report, ground: Playground) -> None:
    """No word of anybody's, and nothing of the token, stands in what the program wrote."""
    said = ground.said()
    secret = ground.sandbox.token.partition(":")[2]
    report.tell("log lines", len(said.splitlines()))
    report.none_of(
        "log lines with words or the token", [x for x in said.splitlines() if _WORDS.search(x) or secret in x]
    )
