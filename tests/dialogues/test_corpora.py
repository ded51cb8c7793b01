"""Plays labelled conversations through the real program; skipped unless SHOUWANG_CORPORA names their folder.

The corpora are kept beside the project, not in it. Each case is a group of its own: what it knows beforehand is posted
as a list by an organiser, its messages are sent over HTTP, and the orders in the database are compared.
"""

import collections
import json
import os
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.person import Person
from tests.running import Running, running

FOLDER = os.environ.get("SHOUWANG_CORPORA")

_ORDERS = """
    SELECT o.id, building, unit, room, o.name, item, thousandths, measure
    FROM order_chain AS c JOIN address AS a ON a.chat_id = c.chat_id
    JOIN chain_order AS o ON o.chain_id = c.id JOIN order_line AS l ON l.order_id = o.id
    WHERE a.telegram_chat_id = :chat
"""


def folded(text: str | None) -> str | None:
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).casefold().split())


def expected(case: dict[str, Any]) -> collections.Counter[Any]:
    return collections.Counter(
        (
            tuple(folded(order[key]) for key in ("building", "unit", "room", "name")),
            frozenset(
                (folded(one["item"]), Decimal(str(one["quantity"])), folded(one["unit"])) for one in order["items"]
            ),
        )
        for order in case["expect"]["orders"]
    )


async def recorded(bot: Running, chat: int) -> collections.Counter[Any]:
    orders: dict[int, tuple[Any, set[Any]]] = {}
    for row in await bot.rows(_ORDERS, chat=chat):
        who = tuple(folded(row[key]) for key in ("building", "unit", "room", "name"))
        wanted = orders.setdefault(row["id"], (who, set()))[1]
        wanted.add((folded(row["item"]), Decimal(row["thousandths"]) / 1000, folded(row["measure"])))
    return collections.Counter((who, frozenset(items)) for who, items in orders.values())


def opening(case: dict[str, Any]) -> str | None:
    """Return the list that makes known what the case knows beforehand, unless its own first message is a list."""
    context, first = case["context"], case["messages"][0]["text"]
    if not (context["items"] or context["title"]) or first.startswith("#接龙") or case["kind"] == "chain":
        return None
    return "\n".join(["#接龙", context["title"] or "团购", *(f"{item} 9元" for item in context["items"] or [])])


@pytest.mark.skipif(FOLDER is None, reason="SHOUWANG_CORPORA does not name the folder of labelled conversations")
@pytest.mark.timeout(300)
async def test_labelled_conversations_are_recorded_through_the_program(sandbox: Sandbox, tmp_path: Path) -> None:
    cases = [json.loads(line) for line in (Path(FOLDER or "") / "chains.jsonl").read_text("utf-8").splitlines()]
    right = []
    async with running(sandbox, tmp_path) as bot:
        for case in cases:
            people: dict[str, Person] = {"u9": sandbox.person("团长")}
            group = sandbox.group(case["id"], [people["u9"]], bot_is_admin=True)
            first = opening(case)
            if first is not None:
                people["u9"].says(group, first)
                await bot.settled()
            for message in case["messages"]:
                person = people.get(message["sender"])
                if person is None:
                    person = people[message["sender"]] = sandbox.person(message["sender"])
                    group.add(person)
                person.says(group, message["text"])
                await bot.settled()
            got, wanted = await recorded(bot, group.id), expected(case)
            right.append(got == wanted)
            if got != wanted:
                print(case["id"], "\n  wanted", dict(wanted), "\n  got   ", dict(got))
        assert await bot.rows("SELECT id FROM inbox WHERE state <> 'done'") == []
    print(f"{sum(right)} of {len(right)} recorded exactly")
    assert sum(right) >= 0.9 * len(right)
