"""Reads the compact cases of tests/parsing/medication_cases and writes what was read in the same way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.medication import Drug, MedicationNeed
from domain.residence import Residence
from parsing.medication import read_medication

CASES = Path(__file__).parent / "medication_cases"


@dataclass(frozen=True)
class Case:
    """A message and the needs that it must come to, each as one line of text; none for talk."""

    text: str
    needs: tuple[str, ...]


def cases(file: str) -> list[Case]:
    """Return the cases of a file in medication_cases."""
    return list(parsed((CASES / file).read_text("utf-8").splitlines()))


def parsed(lines: list[str]) -> Iterator[Case]:
    """Yield the cases: `> ` begins a message, whose further lines follow; `-> ` is a need of it."""
    said: list[str] = []
    needs: list[str] = []
    for line in [*lines, "> "]:
        if line.startswith("> "):
            if said:
                yield Case("\n".join(said), tuple(needs))
            said, needs = [line[2:]], []
        elif line.startswith("-> "):
            needs.append(line[3:])
        elif line:
            said.append(line)


def read(text: str) -> tuple[str, ...]:
    """Return what is read of `text`, a line a need."""
    return tuple(map(written, read_medication(text).needs))


def written(need: MedicationNeed) -> str:
    """Return a need as the cases write it: intent place patient; medicine; …; days; 急; 症 …; 院 …; 卡 …; 电 …"""
    head = " ".join(filter(None, (need.intent.value, _place(need.residence), need.patient)))
    parts = [head, *map(_drug, need.drugs)]
    if need.days_left is not None:
        parts.append(f"{need.days_left}天")
    parts += ["急"] if need.urgent else []
    parts += [f"症 {' '.join(need.conditions)}"] if need.conditions else []
    parts += ["冷藏"] if need.fridge else []
    parts += [f"{mark} {said}" for mark, said in _to_fetch_it(need) if said]
    return "; ".join(parts)


def _to_fetch_it(need: MedicationNeed) -> tuple[tuple[str, str | None], ...]:
    return (("院", need.fetched_at), ("卡", need.card), ("电", need.contact))


def _place(residence: Residence | None) -> str:
    if residence is None:
        return ""
    parts = [part for part in (residence.building, residence.unit, residence.room) if part]
    if residence.room is None:
        return f"{'-'.join(parts)}栋"
    return "-".join(parts) if residence.building else f"{residence.room}室"


def _drug(drug: Drug) -> str:
    parts = [f"{drug.mention}={drug.generic or '·'}", drug.strength, drug.form, _amount(drug)]
    if drug.guesses:
        parts.append(f"?{'/'.join(drug.guesses)}")
    return " ".join(filter(None, parts))


def _amount(drug: Drug) -> str | None:
    if drug.quantity is not None:
        return f"×{drug.quantity.normalize():f}{drug.measure or ''}"
    return f"×几{drug.measure}" if drug.measure else None
