"""Reads how long the medicine lasts and whether it is urgent: 还剩两天, 断药了, 急, 39度5."""

import re

from parsing.duration import length_at
from parsing.numeral import number_of
from parsing.vocabulary.first_look import compiled

_LASTS = compiled(
    r"""(?:剩下?|剩余|还有|只有|仅有|余量|存量|库存|[能够可]以?(?:再|最多)?[吃用撑维持坚顶打喷滴贴吸涂]{1,2}|够(?:[吃用撑打喷滴贴吸涂])?|(?:最多|还能|只能)?撑|吃到|顶多|管|坚持|维持|支撑|用)"""
    r"""(?:得|了|的|大概|大约|差不多|不到|最多|也就|再吃|再用|只|个|个药|住|下|约|最后|不了|不过){0,3}"""
    r"""(?:周末|这|今明|明后)?[ ]?""",
)
_ASKS_FOR = re.compile(r"(?:配|买|开|拿|要|求|备|给|匀|先|借|来)[^,。;]{0,5}$")
_NO_STOCK = re.compile(
    r"[ ]?(?:前|后才|以后|之后|才|就到|到货|发货|内|没(?:下楼|出门|睡|吃饭|洗)|假|解封|高考|开学|考试|手术|复查|"
    r"隔离|解除)"
)
_LAST_DAY = compiled(r"最后(?:的)?(?:一|1)[天日]|只够今天|今天(?:是)?最后(?!一?[片粒颗支包瓶盒个])")
_UNTIL = compiled(
    r"(?:[吃用撑]到|(?=[^,。;!?]{2,3}(?:就|要|就要)(?:断|没|吃完)))(?P<day>大后天|后天|明天)(?:就要|就|便|要)?(?:没|断|吃完|完|见底|为止|了|[,。!]|$)"
)
_DAYS_UNTIL = {"明天": 1, "后天": 2, "大后天": 3}
_RUNS_OUT_IN = compiled(r"(?:就|就要|会|要|便)?(?:没有?了|断药|断了|吃完|用完|断供|见底|没药)")
_SOON = re.compile(
    r"(?:快|就要|马上就?要?|要|即将|将要?|会|差点|不能|不敢|怕|别|避免|防止|以免|免得|不可以?|一旦|如果|万一|几乎|"
    r"眼看|明天|后天|天后|周后|(?<![昨前])天就|周就|月底|下周|周[一二三四五六日天]|今晚)(?:就|就要|要|会|得)?[ ]?$"
)
_RUN_OUT = compiled(
    r"最后[一1][片粒颗支包][^,。;!?]{0,4}[吃用打喝]了|没有了|[没木]了(?!解)|没药(?:了|吃)?|[吃用喝打](?:完|光|"
    r"没)(?:[了啦哉咧嘞]|(?=[,。;! \0]|$|"
    r"[0-9一二两三四五六七八九十]{1,3}天))|用尽|断药|断档|断了(?!奶|网|电|货|联系)|"
    r"[喷洗擦抹滴]完了|没得[了吃用喝]|没有?存[货药]|断[药供针](?:了)?|断粮|空了|见底了?|一[片粒颗点支]都?(?:没有|不剩|没)|已经?(?:没|停|断)",
)
_NOT_OUT = re.compile(r"(?:不能|不可|怕|别|没|未|不会|不)[ ]?$")
_URGENT = compiled(r"急|马上|尽快|尽早|越快越好|速[求来]|火速|十万火急|救命|等不了")
_NOT_URGENT_BEFORE = re.compile(r"(?:不(?:着|是很|太|算|很|用太?|要)?|不用着|别着?|着|救(?=急支)|看|挂)$")
_NOT_URGENT_AFTER = re.compile(r"支糖浆|诊|性|转|忙|冲|刹|用不|着问|救包|救箱|救知识|躁|脾气|于|剧")
_AT_ONCE_BUT = re.compile(r"(?:要|就)?(?:没|断|吃完|用完|见底|吃光|来|下来|到|去|取|拿|就?好)")
_HOT = compiled(
    r"(?<![0-9.])(?:(?:39|4[0-2])(?:\.[0-9])?(?:[ ]?(?:度|°|℃))?(?![0-9]|[ ]?[-片盒粒号元块岁mgx栋幢#室年月天人])|"
    r"(?:三十九|四十一?|四十二)度)"
)
_TEMPERATURE = re.compile(r"烧|热|温|度|℃|°")
_GRAVE = compiled(r"喘不[上过]来?气|胸痛|胸口[疼痛]|抽搐|呼吸困难|透不过气|上不来气")


def days_left(text: str, *, ran_out: bool) -> int | None:
    """Return for how many days the stock lasts as `text` (normalised, places as NULs) says; None where it does not."""
    if _LAST_DAY.search(text):
        return 1
    if until := _UNTIL.search(text):
        return _DAYS_UNTIL[until["day"]]
    for match in _LASTS.finditer(text):
        days = _days_at(text, match.end())
        if days is not None and not _ASKS_FOR.search(text, max(0, match.start() - 6), match.start()):
            return days
    days = _runs_out_in(text)
    if days is not None:
        return days
    return 0 if ran_out else None


_ABOUT = re.compile(r"(?P<least>[一二两三四五六七八九])[二两三四五六七八九]天")


def _days_at(text: str, place: int) -> int | None:
    if (about := _ABOUT.match(text, place)) is not None:
        return int(number_of(about["least"]) or 0)
    found = length_at(text, place)
    if found is None:
        return None
    length, end = found
    if length.seconds or _NO_STOCK.match(text, end):
        return None
    return length.months * 30 + length.days


_SPAN = compiled(r"(?:再过|过)?(?=[0-9一二两三四五六七八九十半])")
_LATER = re.compile(r"[ ]?(?:之后|以后|后)?(?:药)?")


def _runs_out_in(text: str) -> int | None:
    """Return the days of 三天后断药, 再过两天就没了."""
    for match in _SPAN.finditer(text):
        found = length_at(text, match.end())
        if found is None or found[0].seconds:
            continue
        later = _LATER.match(text, found[1])
        stop = later.end() if later else found[1]
        if stop == found[1] and not match[0]:
            continue
        if _RUNS_OUT_IN.match(text, stop):
            return found[0].months * 30 + found[0].days
    return None


def has_run_out(text: str) -> bool:
    """Say whether the text tells that the wanted thing has run out, and not only soon will (快没了)."""
    return any(
        not _SOON.search(text, max(0, match.start() - 5), match.start())
        and not _NOT_OUT.search(text, max(0, match.start() - 2), match.start())
        for match in _RUN_OUT.finditer(text)
    )


def is_pressing(text: str) -> bool:
    """Say whether the words themselves press: 急, 尽快, a fever of 39 degrees, no breath."""
    return _has_urgent_word(text) or _is_hot(text) or _GRAVE.search(text) is not None


def _has_urgent_word(text: str) -> bool:
    for match in _URGENT.finditer(text):
        if match[0] == "马上":
            if not _AT_ONCE_BUT.match(text, match.end()):
                return True
            continue
        if _NOT_URGENT_BEFORE.search(text, max(0, match.start() - 4), match.start()):
            continue
        if not _NOT_URGENT_AFTER.match(text, match.end()):
            return True
    return False


def _is_hot(text: str) -> bool:
    return any(
        _TEMPERATURE.search(text, max(0, match.start() - 8), min(len(text), match.end() + 3))
        for match in _HOT.finditer(text)
    )


__all__ = ["days_left", "has_run_out", "is_pressing"]
