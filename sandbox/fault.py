"""What goes wrong on demand: rules that say which call fails, and how."""

import random
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from sandbox.state import Json

Kind = Literal[
    "too_many_requests",  # 429 with retry_after=seconds
    "forbidden",  # 403 with `text`
    "bad_request",  # 400 with `text`
    "upgraded",  # 400 with migrate_to_chat_id
    "server_error",  # 500 as JSON
    "bad_gateway",  # 502 with an HTML body
    "drop_before",  # the connection dies, nothing was done
    "drop_after",  # the connection dies after the work: the message was sent, the answer is lost
    "delay",  # the work and the answer come `seconds` late
    "delay_after",  # the work is done at once, its answer comes `seconds` late
    "stall",  # getUpdates is silent for `seconds`, whatever has arrived
    "malformed",  # the work is done, the answer is not JSON
    "duplicate",  # getUpdates gives up to `count` confirmed updates again; a webhook gets one `count` times more
    "gap",  # `count` numbers of updates are left out
    "unparsable",  # getUpdates also gives an update that no client library can read
]

AFTER_THE_WORK = frozenset({"drop_after", "delay_after", "malformed"})
UNPARSABLE: Json = {"message": {"message_id": "ten", "date": "yesterday", "chat": {"id": None}}}


class Rule(msgspec.Struct):
    """One fault and when it happens. A call is counted by the rule when method and chat fit."""

    kind: Kind
    method: str = "*"
    """A method's name, * for any but getUpdates, or webhook for what is pushed."""
    chat_id: int | None = None
    nth: int | None = None
    """Only the nth fitting call, from 1."""
    every: int | None = None
    """Every so many fitting calls."""
    probability: float = 1.0
    times: int | None = None
    """How often at most; None: until cleared."""
    seconds: float = 1.0
    text: str = ""
    migrate_to: int = 0
    count: int = 1
    seen: int = 0
    happened: int = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether the rule is about such a call."""
        if self.method == "*":
            if method in ("getUpdates", "webhook"):
                return False
        elif self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id


class Struck(NamedTuple):
    """The faults of one call: before the work and after it."""

    before: tuple[Rule, ...]
    after: tuple[Rule, ...]


NOTHING = Struck((), ())


class Faults:
    """The rules in force. Chance comes from the seed, so a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self.rules: list[Rule] = []
        self._random = random.Random(seed)

    def add(self, rule: Rule) -> Rule:
        """Put a rule in force; `rule.happened` tells afterwards how often it struck."""
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        """Let everything work again."""
        self.rules.clear()

    def strike(self, method: str, chat_id: int | None) -> Struck:
        """Return the rules that strike this call; the rules count it."""
        if not self.rules:
            return NOTHING
        struck = [rule for rule in self.rules if rule.fits(method, chat_id) and self._strikes(rule)]
        if not struck:
            return NOTHING
        return Struck(tuple(_not_after(struck)), tuple(rule for rule in struck if rule.kind in AFTER_THE_WORK))

    def _strikes(self, rule: Rule) -> bool:
        rule.seen += 1
        if rule.times is not None and rule.happened >= rule.times:
            return False
        if rule.nth is not None and rule.seen != rule.nth:
            return False
        if rule.every is not None and rule.seen % rule.every:
            return False
        if rule.probability < 1 and self._random.random() >= rule.probability:
            return False
        rule.happened += 1
        return True


def _not_after(rules: Iterable[Rule]) -> Iterable[Rule]:
    return (rule for rule in rules if rule.kind not in AFTER_THE_WORK)
