"""Reads medicines that are written to the bot without a word that asks for them: an answer, or 缬沙坦改成三盒."""

import re

from domain.medication import Drug, Intent, MedicationNeed
from domain.residence import DEFAULT_GRAMMAR, AddressGrammar
from parsing.medication import read_medication
from parsing.medication_detail import may_end, read_name
from parsing.medicine import load
from parsing.normalise import lower, normalise

_ASK = "求"
_LONGEST = 40
_AMOUNT = re.compile(r"[0-9一二两三四五六七八九十半][ ]?(?:盒|瓶|支|片|粒|包|袋|板|罐|mg|毫克|克|g|ml|毫升)")


def read_answer(text: str) -> tuple[Drug, ...]:
    """Return the medicines that an answer names, each with its strength and count; else all of it as one name."""
    needs = read_medication(f"{_ASK}{text.strip()}").needs
    drugs = tuple(drug for need in needs if need.intent is Intent.REQUEST for drug in need.drugs)
    return drugs or (read_name(text),)


def read_wish(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> tuple[MedicationNeed, ...]:
    """Return what an answer to which medicine is wanted tells beside that: home, days, for whom; empty for nothing."""
    needs = read_medication(f"{_ASK}{text.strip()}", grammar).needs
    return tuple(need for need in needs if need.intent is Intent.REQUEST)[:1]


def read_short(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> tuple[MedicationNeed, ...]:
    """Return what a short message to the bot wants that begins with a medicine and says how much of it (缬沙坦80mg两盒,
    缬沙坦改成三盒); nothing for any other."""
    said = normalise(text).text.strip()
    found = next(iter(load().find(lower(said))), None)
    if found is None or found.start > 0 or len(said) > _LONGEST or not _AMOUNT.search(said, found.end):
        return ()
    reading = read_medication(said, grammar)
    if reading.needs or reading.asks_how or may_end(said):
        return ()
    needs = read_medication(f"{_ASK}{said}", grammar).needs
    return tuple(need for need in needs if need.intent is Intent.REQUEST and need.drugs)
