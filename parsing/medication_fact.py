"""Reads a fact about a request that is written to the bot by itself: 剩两天, 急, 要冷藏的, 是给我外婆的, a phone."""

import re

from domain.medication import Intent, MedicationNeed
from parsing.medication_patient import patient
from parsing.medication_stock import days_left, has_run_out
from parsing.medicine import names_medicine
from parsing.vocabulary.medication import FRIDGE, PHONE

_LONGEST = 20
_OF_MORE = re.compile(r"[盒瓶支包袋板罐]|[?吗]|怎么|配的|医院")  # 一盒能吃7天, 两天前在华山医院配的
_URGENT = re.compile(
    r"(?:(?:真的|非常|比较|特别|有点|这个|很|挺|好|都|我|药|太)|[,! ])*(?:急用|加急|急需|着急|急|尽快|越快越好)+"
    r"(?:谢谢|用|的|了|啊|呀|请|[,! ])*"
)
_CALLED = re.compile(r"(?:我的?|电话|手机|号码?|联系|方式|是|打|请|这个|[:, \0])*")
_WHOSE = re.compile(r"(?:不是[^,是]{1,6}[, ]?)?(?:是|给)+(?P<who>[^,。;!?的]{1,6}?)(?:的|用的?|吃的?|要的|配的)")
_ONESELF = re.compile(r"我?(?:自己|本人)|我")


def read_fact(said: str) -> MedicationNeed | None:
    """Return what a short message (normalised) tells of a request beside its medicines and home; None for any other."""
    if len(said) > _LONGEST or names_medicine(said):
        return None
    if (phone := PHONE.search(said)) is not None and _CALLED.fullmatch(said.replace(phone[0], "\0")):
        return MedicationNeed(Intent.REQUEST, contact=phone[0].replace(" ", "").replace("-", ""))
    if whose := _WHOSE.fullmatch(said):
        who = "本人" if _ONESELF.fullmatch(whose["who"]) else patient(whose["who"] + "的")
        return MedicationNeed(Intent.REQUEST, patient=who) if who is not None else None
    if _URGENT.fullmatch(said):
        return MedicationNeed(Intent.REQUEST, urgent=True)
    if _OF_MORE.search(said):
        return None
    ran_out = has_run_out(said)
    days = days_left(said, ran_out=ran_out)
    if days is not None:
        return MedicationNeed(Intent.REQUEST, days_left=days, urgent=ran_out)
    return MedicationNeed(Intent.REQUEST, fridge=True) if FRIDGE.search(said) else None
