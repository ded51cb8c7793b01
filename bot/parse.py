"""`shouwang parse`: reads messages from a pipe, without a bot, and says what was understood and why.

With --jsonl one JSON object a line comes in ({"id", "task", "text", …}) and one goes out with the same id; a line that
cannot be read gets an empty answer, so that the lines stay side by side.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from bot import parse_chain, parse_medication
from bot.parse_account import account
from domain.moment import Deadline, Grain, Length, Moment, Recurrence, Span, When
from parsing.amount import read_quantity
from parsing.moment import read_when
from parsing.normalise import normalise

__all__ = ["account", "parse_jsonl"]

Case = dict[str, Any]
Answer = dict[str, Any]


def parse_jsonl(lines: Iterable[str]) -> Iterator[str]:
    """Yield one answer for each line that is not blank, as JSON, while the lines still come."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line), ensure_ascii=False)


def _answer(line: str) -> Answer:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None}
    if not isinstance(case, dict):
        return {"id": None}
    task = TASKS.get(str(case.get("task")), _unknown)
    try:
        answer = task(case)
    except (AttributeError, KeyError, TypeError, ValueError):  # a field that is absent or of another kind
        answer = {}
    return {"id": case.get("id"), **answer}


def _unknown(case: Case) -> Answer:
    return {}


def _quantity(case: Case) -> Answer:
    read = read_quantity(normalise(case["text"]).text)
    if read is None:
        return {"value": None, "unit": None}
    value = int(read.value) if read.value == read.value.to_integral_value() else float(read.value)
    return {"value": value, "unit": read.measure}


def _when(case: Case) -> Answer:
    read = read_when(normalise(case["text"]).text, datetime.fromisoformat(case["reference"]))
    return {"start": None, "end": None} if read is None else _times(read)


def _times(read: When) -> Answer:
    """Return a time as JSON: start and end in ISO form, or a recurrence in the words of iCalendar."""
    if isinstance(read, Recurrence):
        return {"recurrence": _rule(read)}
    if isinstance(read, Span):
        return {"start": _iso(read.start), "end": _iso(read.end)}
    if isinstance(read, Length):
        length = {"months": read.months, "days": read.days, "seconds": read.seconds}
        return {"start": None, "end": None, "length": length}
    return {"start": _iso(read), "end": None}


def _iso(moment: Moment | Deadline) -> str:
    return moment.at.date().isoformat() if moment.grain is Grain.DAY else moment.at.isoformat()


def _rule(rule: Recurrence) -> Answer:
    fields: Answer = {"freq": rule.frequency.value, "interval": rule.interval}
    for name, values in (("byweekday", rule.weekdays), ("bymonthday", rule.month_days), ("bymonth", rule.months)):
        if values:
            fields[name] = list(values)
    if rule.which:
        fields["bysetpos"] = rule.which
    if rule.at is not None:
        fields["time"] = f"{rule.at:%H:%M}"
    return fields


TASKS: dict[str, Callable[[Case], Answer]] = {
    "chain": parse_chain.answer,
    "medication": parse_medication.answer,
    "quantity": _quantity,
    "when": _when,
}
