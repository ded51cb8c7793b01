"""A readable account of one message: each thing that was read, and the words of the message that said it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from domain.medication import Drug, Intent
from domain.moment import Deadline, Frequency, Grain, Length, Moment, Recurrence, Span, When
from domain.order_chain import Act, Verb, Want
from domain.quantity import Quantity
from domain.residence import Residence
from parsing.medication import MedicationReading, read_medication
from parsing.moment import find_moments
from parsing.normalise import Normalised, normalise
from parsing.quantity import find_quantities
from parsing.reading import Context, OpenBuy, Reading, read_message
from parsing.residence import find_residences

_VERBS = {
    Verb.ENTRY: "接龙",
    Verb.ORDER: "要",
    Verb.ADD: "加",
    Verb.SUBTRACT: "减",
    Verb.SET: "改为",
    Verb.REMOVE: "取消",
    Verb.SWAP: "换",
}
_EVERY = {
    Frequency.MINUTELY: "分钟",
    Frequency.HOURLY: "小时",
    Frequency.DAILY: "天",
    Frequency.WEEKLY: "周",
    Frequency.MONTHLY: "月",
    Frequency.YEARLY: "年",
}


def account(text: str, said_at: datetime | None = None) -> str:
    """Return what is read in `text`, a fact a line: kind, meaning and, after ←, the words that said it.

    The message is read as said at `said_at` (default: now, in the machine's zone) while one buy is open of which
    nothing is known. A message of which nothing is read gives one line that says so."""
    said_at = said_at or datetime.now(UTC).astimezone()
    page = normalise(text)
    reading = read_message(text, Context((OpenBuy(id=1),)), said_at)
    medicine = read_medication(text)
    lines = [*_stated(reading), *_medication(medicine), *_found(page, said_at)]
    lines += [f"依据  {each.rule} ← {_one_line(each.words)}" for each in medicine.evidence]
    lines += [f"依据  {each.rule} ← {_one_line(each.words)}" for each in reading.evidence]
    lines += [f"要问  {each.asks} {' / '.join(each.options)}".rstrip() for each in reading.questions]
    lines += [f"未读  {_one_line(words)}" for words in reading.unread]
    return "\n".join(lines or ["闲聊  没有读出接龙、配药、地址、数量或时间"])


_INTENTS = {Intent.REQUEST: "求药", Intent.OFFER: "有药可给", Intent.FULFILLED: "已拿到", Intent.CANCELLED: "取消"}


def _medication(reading: MedicationReading) -> Iterator[str]:
    """Yield what was read of medicine: a line a household, one for a question on how to take it, one for danger."""
    for need in reading.needs:
        who = [_place(need.residence) if need.residence is not None else "", need.patient or ""]
        told = [_drug(drug) for drug in need.drugs]
        told += ["急"] if need.urgent else []
        told += [f"还够{need.days_left}天"] if need.days_left is not None else []
        told += need.conditions
        yield "配药  " + " ".join(filter(None, (_INTENTS[need.intent], *who, "、".join(told))))
    if reading.asks_how:
        yield "配药  问用法，转给人答"
    if reading.danger:
        yield "急救  先打120"
    yield from (f"未读  {_one_line(words)}" for words in reading.unread)


def _drug(drug: Drug) -> str:
    count = None if drug.quantity is None else f"× {_plain(drug.quantity)}{drug.measure or ''}"
    guesses = f"（要问：是{'还是'.join(drug.guesses)}吗）" if drug.guesses else ""
    generic = f"（{drug.generic}）" if drug.generic and drug.generic != drug.mention and not drug.guesses else ""
    return " ".join(filter(None, (_one_line(drug.mention) + generic + guesses, drug.strength, count)))


def _stated(reading: Reading) -> Iterator[str]:
    for stated in reading.stated:
        if stated.reading.title:
            yield f"标题  {_one_line(stated.reading.title)}"
        for good in stated.reading.goods:
            yield f"商品  {good.name}"
        for act in stated.reading.acts:
            yield f"接龙  {_act(act)}"
        if stated.reading.closes:
            yield "接龙  截单"


def _act(act: Act) -> str:
    place = _place(act.who.residence) if act.who.residence is not None else ""
    who = " ".join(filter(None, (place, act.who.name))) or "本人"
    parts = [who + ("(代)" if act.who.on_behalf else ""), _VERBS[act.verb], "、".join(map(_want, act.wants))]
    return " ".join(filter(None, parts)) + (f"（{act.note}）" if act.note else "")


def _want(want: Want) -> str:
    return f"{want.item or ''} × {_plain(want.quantity)}{want.measure or ''}".strip()


def _found(page: Normalised, said_at: datetime) -> Iterator[str]:
    residences = find_residences(page.text)
    for place in residences:
        yield f"地址  {_place(place.value)} ← {_words(page, place.start, place.end)}"
    for count in find_quantities(page.text, residences):
        yield f"数量  {_count(count.value)} ← {_words(page, count.start, count.end)}"
    for when in find_moments(page.text, said_at, residences):
        yield f"时间  {_when(when.value)} ← {_words(page, when.start, when.end)}"


def _words(page: Normalised, start: int, end: int) -> str:
    begin, stop = page.origin(start, end)
    return _one_line(page.written[begin:stop])


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _place(place: Residence) -> str:
    named = ((place.lane, "弄"), (place.building, "号楼"), (place.unit, "单元"), (place.room, "室"))
    return "".join(part + word for part, word in named if part)


def _count(count: Quantity) -> str:
    return f"{_plain(count.value)} {count.measure or ''}".rstrip()


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _when(when: When) -> str:
    if isinstance(when, Recurrence):
        return _rule(when)
    if isinstance(when, Span):
        return f"{_moment(when.start)} 至 {_moment(when.end)}"
    if isinstance(when, Deadline):
        return f"最迟 {_moment(when)}"
    if isinstance(when, Length):
        named = ((when.months, "个月"), (when.days, "天"), (when.seconds, "秒"))
        return "时长 " + "".join(f"{number}{word}" for number, word in named if number)
    return _moment(when)


def _moment(moment: Moment | Deadline) -> str:
    form = {Grain.DAY: "%Y-%m-%d", Grain.MINUTE: "%Y-%m-%d %H:%M", Grain.SECOND: "%Y-%m-%d %H:%M:%S"}
    return moment.at.strftime(form[moment.grain])


def _rule(rule: Recurrence) -> str:
    parts = [f"每{rule.interval if rule.interval > 1 else ''}{_EVERY[rule.frequency]}"]
    if rule.which:
        parts.append("最后一个" if rule.which < 0 else f"第{rule.which}个")
    if rule.weekdays:
        parts.append("周" + "、".join("一二三四五六日"[day - 1] for day in rule.weekdays))
    parts += [f"{month}月" for month in rule.months]
    parts += ["月底" if day < 0 else f"{day}日" for day in rule.month_days]
    if rule.at is not None:
        parts.append(f"{rule.at:%H:%M}")
    return " ".join(parts)
