"""docs/message-shapes/payments.md says what is read: every line of its tables is played."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.residence import DEFAULT_GRAMMAR, Residence
from parsing.payment import read_paid
from parsing.payment_list import read_payment_list
from rendering.order_chain import place
from rendering.payment import yuan

PAGE = Path(__file__).parents[2] / "docs" / "message-shapes" / "payments.md"
NOW = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of the page."""
    lines = PAGE.read_text("utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def at(residence: Residence | None) -> str:
    return place(residence) if residence is not None else ""


@pytest.mark.parametrize(("text", "reads"), rows("已付"))
def test_who_says_to_have_paid(text: str, reads: str) -> None:
    paid = read_paid(text, DEFAULT_GRAMMAR)
    if paid is None:
        assert reads.startswith("–")
        return
    amount = f" {yuan(paid.fen).removesuffix('元')}" if paid.fen is not None else ""
    whom = f" for {at(paid.residence)}" if paid.residence is not None else ""
    assert f"paid{amount}{whom}{f', of {paid.about}' if paid.about else ''}" == reads


@pytest.mark.parametrize(("text", "amount", "name", "room", "time"), rows("A payment list"))
def test_a_line_of_a_list(text: str, amount: str, name: str, room: str, time: str) -> None:
    found = read_payment_list(text, DEFAULT_GRAMMAR, NOW)
    if amount == "–":
        assert not found.receipts
        assert found.unread
        return
    (receipt,) = found.receipts
    said = (yuan(receipt.fen).removesuffix("元"), receipt.name, at(receipt.residence), receipt.at.replace("T", " "))
    assert said == (amount, name, room, time)
