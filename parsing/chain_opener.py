"""Reads a sentence that opens a buy (调味品有需要的请在群里接龙): what is offered, and who needs it."""

from parsing.chain_list import read_list
from parsing.context import Context, Evidence, OpenBuy, Reading, Stated
from parsing.item import lexicon
from parsing.normalise import Normalised, normalise
from parsing.vocabulary import chatter
from parsing.vocabulary import opener as words

_LONGEST = 200  # who writes more posts a list
_SHORTEST = 2  # characters of what is offered


def read_opener(page: Normalised, context: Context) -> Reading | None:
    """Say which buy a sentence opens; None where it is no such sentence. A reminder of an open buy is chat."""
    text = page.text.strip()
    if "接龙" not in text or len(text) > _LONGEST or "\n" in text or words.NO_OPENER.search(text):
        return None
    if chatter.QUESTION.search(text):
        return None
    named, tail = words.NAMED.search(text), words.TAIL.search(text)
    if named is not None:
        offered = f"{text[: named.start()]} {named['what']}" if text[: named.start()].strip() else named["what"]
    elif tail is not None:
        offered = text[: tail.start()]
    else:
        return None
    offered = words.GREETING.sub("", offered.strip()).strip(" ,，、。:：!！~")
    if len(offered) < _SHORTEST or offered.startswith("我"):
        return None
    if any(_is_of(offered, buy) for buy in context.buys):
        return Reading()
    posted = read_list(normalise(f"#接龙\n{offered}"), (), context.grammar)
    if posted is None or not posted.about_goods or posted.reading.acts:
        return None
    evidence = Evidence(0, len(page.written), page.written, "opener")
    return Reading((Stated(None, posted.reading),), (evidence,))


def _is_of(offered: str, buy: OpenBuy) -> bool:
    """Say whether what is offered is that of an open buy."""
    if buy.title and (buy.title in offered or offered in buy.title):
        return True
    return lexicon((*buy.goods, *buy.heard)).names_any(offered)


__all__ = ["read_opener"]
