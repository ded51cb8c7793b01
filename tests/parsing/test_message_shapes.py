"""Each example in docs/message-shapes/{residences,quantities,times}.md is read as the document says."""

from datetime import datetime
from pathlib import Path

import pytest

from parsing.amount import read_quantity
from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.quantity import find_quantities
from parsing.residence import find_residences
from tests.parsing.words import in_words

_SHAPES = Path(__file__).parents[2] / "docs" / "message-shapes"
_WEDNESDAY = datetime.fromisoformat("2026-03-04T10:20:00+08:00")


def _table(document: str, heading: str) -> list[tuple[str, ...]]:
    """Return the cells of each line of the table under `heading`."""
    section = (_SHAPES / f"{document}.md").read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in row) for row in rows[2:]]


@pytest.mark.parametrize(("said", "lane", "building", "unit", "room"), _table("residences", "Places"))
def test_places_are_read_as_documented(said: str, lane: str, building: str, unit: str, room: str) -> None:
    (found,) = find_residences(normalise(said).text)

    place = found.value
    assert [place.lane, place.building, place.unit, place.room] == [
        each or None for each in (lane, building, unit, room)
    ]


@pytest.mark.parametrize(("said", "why"), _table("residences", "What is no place"))
def test_what_is_no_place_is_left_alone(said: str, why: str) -> None:
    assert find_residences(normalise(said).text) == (), why


@pytest.mark.parametrize(("said", "read"), _table("quantities", "Quantities"))
def test_quantities_are_read_as_documented(said: str, read: str) -> None:
    assert "; ".join(in_words(found.value) for found in find_quantities(normalise(said).text)) == read


@pytest.mark.parametrize(("said", "why"), _table("quantities", "Numbers that are no quantity"))
def test_numbers_that_are_no_quantity_are_left_alone(said: str, why: str) -> None:
    assert find_quantities(normalise(said).text) == (), why


@pytest.mark.parametrize(("said", "read"), _table("quantities", "One number of any kind"))
def test_one_number_is_read_as_documented(said: str, read: str) -> None:
    assert in_words(read_quantity(normalise(said).text)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        row
        for heading in ("Days and moments", "From now", "Deadlines", "Spans", "Recurrences")
        for row in _table("times", heading)
    ],
)
def test_times_are_read_as_documented(said: str, read: str) -> None:
    assert "; ".join(in_words(found.value) for found in find_moments(normalise(said).text, _WEDNESDAY)) == read


@pytest.mark.parametrize(("said", "why"), _table("times", "What is no time"))
def test_what_is_no_time_is_left_alone(said: str, why: str) -> None:
    assert find_moments(normalise(said).text, _WEDNESDAY) == (), why
