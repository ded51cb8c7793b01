"""Tells whether words close a buy now (截单了, 不接了), or open a closed one again (撤销截单, 继续接).

Only a plain statement closes: what stands around the closing words must be politeness or the name of the buy. So a
time (8点截单), a condition (再不下单就截单了), a negation (别急着截单) and somebody else's buy close nothing.
"""

import re
from collections.abc import Iterable

from parsing.normalise import normalise
from parsing.vocabulary import chatter
from parsing.vocabulary import posted as posted_words
from parsing.word import is_food

_CLAUSE = re.compile(r"[,;。!\n~]")


def is_closing(text: str, names: Iterable[str] = ()) -> bool:
    """Say whether `text` (normalised) closes now a buy that is called by one of `names` (its title, its goods)."""
    if chatter.QUESTION.search(text) or posted_words.REOPENING.search(text):
        return False
    called = [name for name in map(_plain, names) if name]
    return any(_closes(clause, called) for clause in _CLAUSE.split(text))


def is_reopening(text: str) -> bool:
    """Say whether `text` (normalised) says that a closed buy takes orders again."""
    return posted_words.REOPENING.search(text) is not None and chatter.QUESTION.search(text) is None


def is_cancelling(text: str) -> bool:
    """Say whether `text` (normalised) calls a buy off."""
    return posted_words.CANCELLING.search(text) is not None and chatter.QUESTION.search(text) is None


def _closes(clause: str, called: list[str]) -> bool:
    match = posted_words.CLOSING.search(clause)
    if match is None:
        return False
    around = posted_words.CLOSING.sub(" ", clause).casefold()  # 截单了截单了
    for name in called:
        around = around.replace(name, " ")
    rest = posted_words.AROUND_CLOSING.sub("", around)
    return not rest or any(rest in name for name in called if len(rest) > 1 or is_food(rest))


def _plain(name: str) -> str:
    return normalise(name).text.casefold().strip()
