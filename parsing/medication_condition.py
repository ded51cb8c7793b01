"""Reads which illnesses and symptoms a message names: 血压高 is 高血压, 牙痛 is 牙疼, 肺癌 is 肿瘤."""

import re

from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.illness import CANCER, ILLNESS, INFLAMED, PAIN, RECORDED, STENT

_NAMED = compiled(f"(?P<illness>{ILLNESS})|(?P<cancer>{CANCER})|(?P<stent>{STENT})|{INFLAMED}|{PAIN}")
# Nothing is said of an illness that is denied, feared, only treated by the class (降压药) or somebody else's.
_DENIED = re.compile(
    r"(?:没有?|不是|无|排除|未|不|预防|防|怕|万一|以防|担心|抗|治|治疗|防止|备|[疼痛咳痒烧难胀晕](?:得|的)|得)[ ]?$"
)
_NO_ILLNESS = re.compile(
    r"[ ]?(?:过敏|不严重?了|了?就好|好了|已经?好|退了|科|门诊|医院|中心|疫苗|检测|抗原|试剂|防护|期间|政策|"
    r"的?时候备)|了?(?:怎么|咋)"
)
_WORDS_IN = {"头": "头", "咽喉": "喉咙", "嗓子": "喉咙", "牙齿": "牙", "眼": "眼睛"}


def conditions(text: str) -> tuple[str, ...]:
    """Return the illnesses that `text` (normalised, the names of medicines as NULs) states, in order of mention."""
    found: dict[str, None] = {}
    for match in _NAMED.finditer(text):
        if _DENIED.search(text, max(0, match.start() - 3), match.start()) or _NO_ILLNESS.match(text, match.end()):
            continue
        found.setdefault(_recorded(match))
    return tuple(found)


def _recorded(match: re.Match[str]) -> str:
    if match["illness"]:
        return RECORDED[match["illness"]]
    if match["cancer"]:
        return "肿瘤"
    if match["stent"]:
        return "支架术后"
    if match["organ"]:
        return f"{match['organ']}炎"
    return f"{match['body']}疼"
