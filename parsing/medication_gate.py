"""The first look: whether a message may be about medicine at all. It keeps chat cheap, and lets too much through."""

import re

from parsing.medicine import load, lower

_MAY_TALK = re.compile(
    r"药|配|医保卡|胶囊|颗粒|断供|求[一-鿿]{2}|(?:谁|人|没)有|喘不|呼吸|昏|晕|胸|抽搐|不省人事|意识|叫不醒"
)


def may_be_medication(text: str) -> bool:
    """Say whether `text` (normalised) holds a word of medicine or the name of one. A look, no reading."""
    return _MAY_TALK.search(text) is not None or next(load().find(lower(text)), None) is not None
