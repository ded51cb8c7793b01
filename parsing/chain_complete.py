"""Numbers that belong to what was said before in the same message: 我要蜜橘, 两箱; 都要, 各一份; 应该是2箱."""

from collections.abc import Sequence
from dataclasses import replace

from domain.order_chain import Act, Verb, Want
from parsing.chain_settle import Spoken
from parsing.chain_verb import NOT_SAID


def completes(spoken: Spoken, wants: Sequence[Want], *, without_number: bool, rather: bool) -> bool:
    """Give a number by itself to the order before it, which has none (我要蜜橘, 两箱) or a wrong one (`rather`)."""
    last = spoken.acts[-1] if spoken.acts else None
    if last is not None and last.verb is Verb.SWAP:
        return _completes_swap(spoken, last, wants)
    if last is None or last.verb is not Verb.ORDER or len(last.wants) != 1 or not (without_number or rather):
        return False
    if len(wants) != 1 or wants[0].item not in (None, last.wants[0].item):
        return False
    spoken.acts[-1] = replace(last, wants=(replace(wants[0], item=last.wants[0].item),))
    return True


def shares_out(spoken: Spoken, wants: Sequence[Want], *, without_number: bool) -> bool:
    """各一份 after goods without a number is so many of each: 酒酿和蛋都要，各一份."""
    last = spoken.acts[-1] if spoken.acts else None
    if not without_number or last is None or [want.item for want in wants] != [None]:
        return False
    same = [act for act in spoken.acts if act.wants == last.wants and act.verb is last.verb]
    if len(last.wants) == 1 and len(same) == len(spoken.acts) > 1:  # 7-101和7-102都要香瓜，各两个
        spoken.acts[:] = [replace(act, wants=(replace(wants[0], item=act.wants[0].item),)) for act in same]
        return True
    if len(last.wants) < 2:
        return False
    spoken.acts[-1] = replace(last, wants=tuple(replace(wants[0], item=want.item) for want in last.wants))
    return True


def _completes_swap(spoken: Spoken, last: Act, wants: Sequence[Want]) -> bool:
    """A number by itself after a swap is of what comes: 鸡蛋换猪肉，两斤."""
    gone, come = last.wants
    if len(wants) != 1 or wants[0].item not in (None, come.item) or come.quantity != NOT_SAID:
        return False
    spoken.acts[-1] = replace(last, wants=(gone, replace(wants[0], item=come.item)))
    return True
