"""Reads what completes a request for medicine: short answers to the bot's questions, and who asks how far it is."""

import re
from decimal import Decimal

from domain.medication import Drug
from parsing.amount import read_quantity
from parsing.duration import length_at
from parsing.medicine import load, lower
from parsing.normalise import normalise
from parsing.vocabulary.medication import CARD, HOSPITAL

_STATUS = re.compile(
    r"(?:到|办到|进行到)(?:了)?哪(?:一步|步|里|儿|了)|药(?:配|取|拿|买|送)?(?:好|到|来)了?(?:吗|么|没有?)(?:[呀啊呢])?[?!。]*$|"
    r"配药(?:的)?(?:进度|怎么样|到哪)|(?:什么时候|啥时候|几点|何时)能?(?:拿到|取到|送到|送来|配到)?药|药(?:什么时候|啥时候|几点|何时)"
)
_NO_STATUS = re.compile(r"团|快递|菜|车|货|核酸|通知")
_OVER = re.compile(
    r"[买配借取拿收送找求领](?:到|好|来|回来)了|有(?:着落|人送|了)|解决了|搞定了|够了|不用了|不要了|不需要了"
)
_STRENGTH = re.compile(
    r"[0-9]{1,5}(?:\.[0-9]{1,4})?[ ]?(?:mg|毫克|ug|μg|微克|ml|毫升|iu|单位|万单位|g|克|%)", re.IGNORECASE
)
_NUMERAL = re.compile(r"(?<![0-9一二两三四五六七八九十半])[0-9一二两三四五六七八九十半]")
_SKIP = re.compile(r"跳过|不知道|不清楚|忘了|忘记了?|没有|无|不记得|随便|都行|下一个|略")
_LONGEST = 40


def asks_how_far(text: str) -> bool:
    """Say whether a message asks where a request for medicine stands (到哪一步了, 药配好了吗)."""
    said = normalise(text).text
    return _STATUS.search(said) is not None and _NO_STATUS.search(said) is None


def may_end(text: str) -> bool:
    """Say whether a message may say that something wished for is there (缬沙坦买到了): to be asked back."""
    return _OVER.search(normalise(text).text) is not None


def names_drug(text: str, drug: Drug) -> bool:
    """Say whether a message names that medicine, by any of its names."""
    said = normalise(text).text
    found = {one.name.medicine.generic for one in load().find(lower(said))}
    return drug.mention in said or (drug.generic is not None and drug.generic in found)


def read_strength(text: str) -> str | None:
    """Return the strength that an answer names, as written without spaces; None for none."""
    found = _STRENGTH.search(normalise(text).text)
    return found[0].replace(" ", "") if found else None


def read_count(text: str) -> tuple[Decimal, str | None] | None:
    """Return how many an answer says, with its measure; None for none or more than anybody fetches."""
    read = read_quantity(normalise(text).text)
    return (read.value, read.measure) if read is not None and 0 < read.value <= 999 else None


def read_days(text: str) -> int | None:
    """Return how many days an answer says (14天, 两个星期, 一个月, 14); of several the last. None for none."""
    said = normalise(text).text
    found = [length_at(said, match.start()) for match in _NUMERAL.finditer(said)]
    days = [each[0].days + 30 * each[0].months for each in found if each is not None]
    if days and days[-1] > 0:
        return days[-1]
    count = read_count(said) if said.strip().isdecimal() else None
    return int(count[0]) if count is not None else None


def is_skip(text: str) -> bool:
    """Say whether an answer is that there is nothing to say (不知道, 跳过)."""
    return _SKIP.fullmatch(normalise(text).text.strip(" 。,!")) is not None


def read_hospital(text: str) -> str:
    """Return the hospital or pharmacy that an answer names; all of a short answer that names none."""
    said = normalise(text).text
    found = HOSPITAL.search(said)
    return found["place"] if found else said.strip()[:_LONGEST]


def read_rest(text: str) -> tuple[str, str]:
    """Return the hospital or pharmacy that a message names, and what it says of the insurance card; empty for none."""
    said = normalise(text).text
    hospital, card = HOSPITAL.search(said), CARD.search(said)
    return (hospital["place"] if hospital else "", card["card"].strip()[:_LONGEST] if card else "")


def read_card(text: str) -> str:
    """Return what an answer says of the insurance card; all of it where it does not name one."""
    said = normalise(text).text
    found = CARD.search(said)
    return (found["card"] if found else said).strip()[:_LONGEST]


def read_name(text: str) -> Drug:
    """Return the medicine that an answer names: by the lexicon, else as written."""
    said = normalise(text).text.strip()
    found = next((one for one in load().find(lower(said)) if not one.name.misspelt), None)
    strength = read_strength(said)
    if found is None:
        return Drug(said[:_LONGEST], strength=strength)
    return Drug(said[found.start : found.end], found.name.medicine.generic, strength)
