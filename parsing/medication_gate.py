"""The first look: whether a message may be about medicine at all. It keeps chat cheap, and lets too much through."""

import re

from parsing.medicine import names_medicine
from parsing.vocabulary.danger import DANGER

_MAY_TALK = re.compile(
    r"药|配|膏|[压尿痛疼炎糖脂眠钙]片|吸鼻器|鼻喷|[喷洗]鼻|血氧仪|医保卡|胶囊|颗粒|口服液|单抗|替尼|滴眼|软膏|断供|(?:求|买|借|匀)[一-鿿]{3}|谁家?有|[没有]有|人有"
)


def may_be_medication(text: str) -> bool:
    """Say whether `text` (normalised) holds a word of medicine, the name of one, or words of danger (胸痛).

    A look, no reading: a misspelt name alone is seen only behind a word that asks (求布落芬)."""
    if _MAY_TALK.search(text) is not None or DANGER.search(text) is not None:
        return True
    return names_medicine(text)
