"""Reads the compact cases of tests/parsing/chain_cases and plays them through reader and fold."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.parse_chain import answer

CASES = Path(__file__).parent / "chain_cases"


@dataclass
class Case:
    """A conversation and the orders it must come to, each as one line of text."""

    name: str
    goods: list[str] | None = None
    title: str | None = None
    organiser: str | None = None
    messages: list[dict[str, str]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    titled: str | None = None
    closed: bool = False


def cases(file: str) -> list[Case]:
    """Return the cases of a file in chain_cases."""
    text = (CASES / file).read_text("utf-8").strip()
    return [parsed(f"{file}-{number}", block) for number, block in enumerate(re.split(r"\n(?==)", text), 1)]


def parsed(name: str, block: str) -> Case:
    """Return the case that a block of text tells."""
    head, *lines = block.split("\n")
    case = Case(name)
    for part in map(str.strip, head.lstrip("= ").split("|")):
        if part.startswith("goods:"):
            case.goods = part[6:].split()
        elif part.startswith("title:"):
            case.title = part[6:].strip()
        elif part:
            case.organiser = part
    for line in lines:
        if line.startswith(">"):
            sender, _, text = line[1:].partition(" ")
            case.messages.append({"sender": sender, "text": text})
        elif line.startswith("->title "):
            case.titled = line[8:]
        elif line == "->closed":
            case.closed = True
        elif line.startswith("-> "):
            who, _, items = line[3:].partition(": ")
            case.orders.append(_order(who, items.split(", ")))
        else:
            case.messages[-1]["text"] += "\n" + line
    return case


def play(case: Case) -> dict[str, Any]:
    """Return the answer to a case as the corpora have it."""
    return answer(
        {
            "context": {"items": case.goods, "title": case.title},
            "organiser": case.organiser,
            "messages": case.messages,
        }
    )


def written(order: dict[str, Any]) -> str:
    """Return an order of an answer as the cases write it."""
    building, unit, room = order["building"], order["unit"], order["room"]
    place = "-".join(part for part in (building, unit, room) if part) if room else f"{building}栋" if building else ""
    who = " ".join(part for part in (place, order["name"]) if part) or "·"
    items = [f"{item['item']} {item['quantity']:g}{item['unit'] or ''}" for item in order["items"]]
    return _order(f"代 {who}" if order["on_behalf"] else who, items)


def _order(who: str, items: list[str]) -> str:
    return f"{who}: {', '.join(sorted(item.strip() for item in items))}"
