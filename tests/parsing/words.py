"""Domain values in few words, as docs/message-shapes/*.md and the cases write them."""

from domain.moment import Deadline, Grain, Length, Moment, Recurrence, Span, When
from domain.quantity import Quantity

_FORMS = {Grain.DAY: "%Y-%m-%d", Grain.MINUTE: "%Y-%m-%d %H:%M", Grain.SECOND: "%Y-%m-%d %H:%M:%S"}


def in_words(value: When | Quantity | None) -> str:
    """Return a time or quantity as the documents write it; – for none."""
    match value:
        case None:
            return "–"
        case Quantity():
            return f"{value.value.normalize():f} {value.measure or ''}".strip()
        case Span():
            return f"{in_words(value.start)} to {in_words(value.end)}"
        case Deadline():
            return "by " + value.at.strftime(_FORMS[value.grain])
        case Moment():
            return value.at.strftime(_FORMS[value.grain])
        case Length():
            parts = ((value.months, "months"), (value.days, "days"), (value.seconds, "seconds"))
            return " ".join(f"{number} {name}" for number, name in parts if number)
        case Recurrence():
            return _rule(value)


def _rule(rule: Recurrence) -> str:
    words = [rule.frequency.value + (f"/{rule.interval}" if rule.interval > 1 else "")]
    words += [",".join(map(str, rule.weekdays))] if rule.weekdays else []
    words += [f"number {rule.which}"] if rule.which else []
    words += ["month " + ",".join(map(str, rule.months))] if rule.months else []
    words += ["day " + ",".join(map(str, rule.month_days))] if rule.month_days else []
    words += [f"{rule.at:%H:%M}"] if rule.at is not None else []
    return " ".join(words)
