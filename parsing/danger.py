"""Hears that somebody's life may be in danger: 喘不过气来, 胸痛, 昏倒了.

In doubt it is. Only what the same sentence makes clear lets such words go: a cause that is none of the body (笑死我了
喘不过气, 我快窒息了，楼道太臭), that it is long over, or a tale.
"""

import re
from collections.abc import Iterator
from itertools import islice

from parsing.vocabulary import danger as words

_SENTENCES = re.compile(r"[。!?;\n]+(?!(?:笑死|[哈嘻😂🤣😆]))")  # laughter behind a sentence belongs to it
_MOST = 20  # of a sentence; who repeats them more often says nothing else by that
_CLAUSES = re.compile(r"[,、 。!?;\n]")


def tells_danger(text: str) -> bool:
    """Say whether `text` (normalised) may tell of a life in danger."""
    return any(_is_meant(sentence, found) for sentence in _SENTENCES.split(text) for found in _dangers(sentence))


def _dangers(sentence: str) -> Iterator[re.Match[str]]:
    return islice(words.DANGER.finditer(sentence), _MOST)


def _is_meant(sentence: str, found: re.Match[str]) -> bool:
    """Say whether nothing in the sentence makes these words of it harmless."""
    return not (_is_over(sentence, found) or _is_tale(sentence) or _is_way_of_speaking(sentence, found[0]))


def _is_over(sentence: str, found: re.Match[str]) -> bool:
    """Say whether it was long ago, as its own clause says, or turned out well, as is said after it."""
    before = _CLAUSES.split(sentence[: found.start()])[-1]
    after = sentence[found.end() :]
    clause = before + found[0] + _CLAUSES.split(after)[0]
    if words.LONG_AGO.search(clause) and not words.NOW.search(sentence):
        return True
    end = words.OVER.search(after)
    return end is not None and not words.NOW.search(after, end.end())


def _is_tale(sentence: str) -> bool:
    if words.CRY.search(sentence):
        return False
    if words.TAUGHT.search(sentence):
        return True
    return words.TOLD.search(sentence) is not None and not words.MEANT.search(sentence)


def _is_way_of_speaking(sentence: str, danger: str) -> bool:
    """Say whether the sentence names a cause by which such words tell how strong a feeling is."""
    is_of_somebody = words.SOMEBODY.search(sentence) is not None
    if words.MIRTH.search(sentence) and words.OF_MIRTH.fullmatch(danger):
        is_meant = is_of_somebody and words.OF_BODY.fullmatch(danger) and not words.LAUGHTER.search(sentence)
        return not is_meant and not words.MEANT.search(sentence.replace(danger, ""))
    if words.MEANT.search(sentence):
        return False
    if words.ALMOST.search(sentence) and words.OF_ALMOST.fullmatch(danger):
        return words.FEELING.search(sentence) is not None
    if words.MINE.search(sentence) and words.OF_FEELING.fullmatch(danger):
        return True
    if is_of_somebody or words.HAZARD.search(sentence):
        return False
    causes = (
        (words.SMELL, words.OF_SMELL),
        (words.DISCOMFORT, words.OF_DISCOMFORT),
        (words.FEELING, words.OF_FEELING),
    )
    return any(cause.search(sentence) and of.fullmatch(danger) for cause, of in causes)
