"""Tells a question on how to take something from the need beside it: 求布洛芬一盒，一天能吃几次？"""

import re

from parsing.normalise import normalise
from parsing.residence import find_residences
from parsing.vocabulary import medication as words

_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+[?？]?")
_QUESTION = re.compile(r"[?？吗么嘛呢吧]$|几|多少|还是|怎么|如何|多久")
_LONGEST = 200


def without_questions(text: str) -> str | None:
    """Return a message with stops in place of each clause that asks how to take something, and names no home; None
    where there is no such clause, or nothing else."""
    if len(text) > _LONGEST:
        return None
    clauses = list(_CLAUSE.finditer(text))
    asking = [clause for clause in clauses if _asks_how(normalise(clause[0]).text.strip())]
    if not asking or len(asking) == len(clauses):
        return None
    for clause in asking:
        text = text[: clause.start()] + "。" * len(clause[0]) + text[clause.end() :]
    return text


def _asks_how(clause: str) -> bool:
    return (
        _QUESTION.search(clause) is not None
        and words.ASKS_HOW.search(clause) is not None
        and not find_residences(clause)
        and not words.ASKS.search(clause)
    )
