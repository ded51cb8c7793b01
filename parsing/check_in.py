"""Reads what is said about a check-in (报平安): 我很好, 不舒服, 去女儿家到周三; by the elder or of them."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.moment import Deadline, Length, Moment, Span, When
from parsing.day import add_months
from parsing.found import Found
from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.vocabulary import check_in as words

_LONGEST = 500  # characters that are looked at: a cry for help is short


class Answer(StrEnum):
    """How somebody says they are."""

    FINE = "fine"
    UNWELL = "unwell"  # a slight complaint: a sign of life, and something for the care team
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away, or does not want to be asked; `last_day` is the last such day, None where none was said;
    `first_day` the first where that is still to come. `is_bothered`: they do not say that they go anywhere."""

    last_day: date | None
    first_day: date | None = None
    is_bothered: bool = False


def read_answer(text: str) -> Answer | None:
    """Say how somebody is by their own words, None where they say something else. Never raises.

    Help is heard first: of 还好，就是头晕 it is the second half that counts. A slight pain in a limb (腿有点疼) is no
    cry where nothing else is said that might be one; in doubt it is.
    """
    said = normalise(text).text[:_LONGEST]
    is_mild = words.NOT_MILD.search(said) is None
    rest = words.MILD.sub(" ", said) if is_mild else said
    if _is_said(words.HELP, rest):
        return Answer.HELP
    is_ailing = len(said.strip()) <= words.LONGEST_AILING and _is_said(words.AILING, rest)
    if is_ailing or (is_mild and _is_said(words.MILD, said)):
        return Answer.UNWELL
    if len(said.strip()) <= words.LONGEST_FINE and words.FINE.search(said.strip()):
        return Answer.FINE
    return None


def _is_said(pattern: re.Pattern[str], said: str) -> bool:
    """Say whether something is said, and not denied right before it."""
    return any(not words.DENIED.search(said[max(0, one.start() - 4) : one.start()]) for one in pattern.finditer(said))


def cries(text: str) -> bool:
    """Say whether somebody cries for help among others: gravely, in few words."""
    said = normalise(text).text
    if len(said) > words.LONGEST_CRY or read_answer(text) is not Answer.HELP:
        return False
    return _is_said(words.GRAVE, said)


def takes_back(text: str) -> bool:
    """Say whether somebody takes their cry for help back: 按错了, 没事了; 好的 and 谢谢 do not."""
    said = normalise(text).text[:_LONGEST].strip()
    if read_answer(text) in (Answer.HELP, Answer.UNWELL) or len(said) > words.LONGEST_FINE:
        return False
    return says_wrong(said) or _is_fine(said)


def says_wrong(text: str) -> bool:
    """Say whether somebody pressed a button by mistake."""
    return words.WRONG.search(normalise(text).text[:_LONGEST]) is not None


def _is_fine(said: str) -> bool:
    """Say whether words tell that somebody is well, and do not just consent."""
    return words.FINE.search(words.CONSENT.sub(" ", said.strip())) is not None


class Errand(StrEnum):
    """What somebody who was asked to look after another says of going there."""

    GOES = "goes"
    CANNOT = "cannot"


def read_errand(text: str) -> Errand | None:
    """Say whether somebody goes and looks, or cannot; None where they say neither."""
    said = normalise(text).text[:_LONGEST]
    if read_answer(text) is Answer.HELP or words.GONE.search(said.replace("应该没事", " ")):
        return None
    if words.CANNOT.search(said):
        return Errand.CANNOT
    return Errand.GOES if words.GOING.search(said) and "?" not in said and "吗" not in said else None


def says_seen(text: str) -> bool:
    """Say whether somebody tells that they saw somebody, or spoke with them, and all was well. A question is no such
    word (报平安了没, 没事吧), nor is what was so yesterday."""
    said = normalise(text).text[:_LONGEST].strip()
    if read_answer(text) is Answer.HELP or words.UNSEEN.search(said) or words.UNSURE.search(said):
        return False
    if words.NOT_FOR_DAYS.search(said) or (words.PAST.search(said) and not words.TODAY.search(said)):
        return False
    return read_errand(text) is None and (words.SEEN.search(said) is not None or _is_fine(said))


def says_in_hospital(text: str) -> bool:
    """Say whether somebody tells that another is with doctors, or on the way to them."""
    said = normalise(text).text[:_LONGEST].strip()
    return words.IN_HOSPITAL.search(said) is not None and words.TO_BE_DONE.search(said) is None


def says_unseen(text: str) -> bool:
    """Say whether somebody tells that they looked for somebody and found nobody."""
    said = normalise(text).text[:_LONGEST].strip()
    if words.NOT_FOR_DAYS.search(said):
        return True
    return words.UNSEEN.search(said) is not None and words.UNSURE.search(said) is None


def asks_after(text: str) -> bool:
    """Say whether somebody asks after another, cannot reach them, or wants them looked after."""
    said = normalise(text).text[:_LONGEST].strip()
    return says_unseen(text) or words.ASKS_AFTER.search(said) is not None


def is_worry(text: str) -> bool:
    """Say whether somebody cannot reach another or wants them looked after, and speaks of no medicine."""
    said = normalise(text).text[:_LONGEST].strip()
    return words.WORRY.search(said) is not None and words.OF_MEDICINE.search(said) is None


def tells_of_silence(text: str) -> bool:
    """Say whether somebody tells of an old person who was not seen or heard for days, or does not open their door."""
    said = normalise(text).text[:_LONGEST].strip()
    if words.OLD.search(said) is None or words.OF_MEDICINE.search(said) is not None:
        return False
    return words.NOT_FOR_DAYS.search(said) is not None or words.CLOSED_DOOR.search(said) is not None


def read_away(text: str, said_at: datetime) -> Away | None:
    """Return that somebody is away and until when, as said at `said_at`; None where the text says nothing of it.

    去女儿家到周三, 住三天, 下周一回来: the day named, or the last of so many, today being the first.
    """
    said = normalise(text).text[:_LONGEST]
    if not words.AWAY.search(said) or words.RESUME.search(said) or words.NOT_FOR_DAYS.search(said):
        return None
    said = said.replace("回来", "\0\0")  # 周三回来 is no 三回
    found, today = find_moments(said, said_at), said_at.date()
    days = [day for one in found if (day := _last_day(one.value, today))]
    firsts = [day for one in found if (day := _first_day(one, said)) is not None and day > today]
    is_bothered = words.BOTHERED.search(said) is not None and words.GOES_AWAY.search(said) is None
    return Away(max(days) if days else None, min(firsts, default=None), is_bothered)


def read_till_when(text: str, said_at: datetime) -> Away | None:
    """Return till when somebody is away by an answer to just that (周三, 住三天); None where it tells that something is
    wrong (三天没出门了). They are away already: a day is the one till when, not from when."""
    is_wrong = words.NOT_FOR_DAYS.search(normalise(text).text[:_LONGEST]) is not None
    if is_wrong or read_answer(text) is Answer.HELP:
        return None
    away = read_away(f"不在家，{text}", said_at)
    return replace(away, first_day=None) if away is not None else None


def says_back(text: str) -> bool:
    """Say whether somebody is back and wants to be asked again."""
    said = normalise(text).text[:_LONGEST]
    return words.BACK.search(said) is not None or words.RESUME.search(said) is not None


def _first_day(found: Found[When], said: str) -> date | None:
    """Return the day on which somebody goes by a time that was said; of a day of coming back (下周一回来) none."""
    if isinstance(found.value, Span):
        return found.value.start.at.date()
    is_end = words.COMES_BACK.match(said, found.end) or words.UP_TO.search(said[: found.start])
    return found.value.at.date() if isinstance(found.value, Moment) and not is_end else None


def _last_day(when: object, today: date) -> date | None:
    match when:
        case Span():
            day = when.end.at.date()
        case Moment() | Deadline():
            day = when.at.date()
        case Length():
            day = add_months(today, when.months) + timedelta(days=when.days - 1)
        case _:
            return None
    return day if day >= today else None
