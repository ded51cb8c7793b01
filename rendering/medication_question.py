"""配药: what the bot asks, in private, for what is missing to fetch a medicine. For private ears."""

from domain.discretion import Discreet
from domain.medication import Drug
from domain.medication_request import Request
from rendering.line import one_line
from rendering.medication import SKIP

ASK_DRUG = Discreet("要配什么药？照药盒写药名、多大的、几盒，几种就写几种。也可以拍一张药盒发我。")


def ask_place(request: Request) -> Discreet:
    """Return the question where it is to be brought."""
    return Discreet(f"{_of(request)}送到哪一户？直接写，比如：3号楼502")


def ask_guess(drug: Drug) -> Discreet:
    """Return the question which medicine a misspelt name means."""
    return Discreet(f"「{one_line(drug.mention, 20)}」是下面哪一种？看一眼药盒，我不敢猜。")


def ask_name(drug: Drug) -> Discreet:
    """Return the question which medicine a class of them means."""
    return Discreet(f"「{one_line(drug.mention, 20)}」是哪一种药？请照药盒写药名，或拍一张药盒发我。")


def ask_strength(drug: Drug) -> Discreet:
    """Return the question for a strength, of those that there are."""
    return Discreet(f"{one_line(drug.mention, 20)}是多大的？照药盒选，选不到就直接写。")


def ask_strength_again(drug: Drug) -> Discreet:
    """Return the question whether a strength is right that is not among the usual ones."""
    return Discreet(f"{one_line(drug.mention, 20)}您写的是 {drug.strength}，常见的是下面几种。请看一下药盒，是哪个？")


def ask_which_strength(drug: Drug, other: str) -> Discreet:
    """Return the question which of two strengths counts that were told for the same home."""
    return Discreet(
        f"{one_line(drug.mention, 20)}之前登记的是 {drug.strength}，这次写的是 {other}。请看一下药盒，要哪个？"
    )


def ask_count(drug: Drug, unit: str = "盒") -> Discreet:
    """Return the question how many, in the measure in which there usually are some."""
    return Discreet(f"{one_line(drug.mention, 20)}要几{unit}？")


def ask_photo(request: Request) -> Discreet:
    """Return the question for a picture of the box."""
    return Discreet(f"{_of(request)}能拍一张药盒发我吗？名字相近的容易拿错。没有就点「{SKIP}」。")


def ask_hospital(request: Request) -> Discreet:
    """Return the question where it was last dispensed."""
    return Discreet(f"{_of(request)}上次在哪里配的？")


def ask_card(request: Request) -> Discreet:
    """Return the question with whom the insurance card is."""
    return Discreet(f"{_of(request)}医保卡现在在哪里？（配药要用，用完还您）")


def _of(request: Request) -> str:
    names = "、".join(one_line(item.drug.mention, 12) for item in request.items[:2])
    more = "等" if len(request.items) > 2 else ""
    return f"{names}{more}：" if names else ""
