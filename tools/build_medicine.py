"""Writes parsing/vocabulary/medicine.tsv: the medicines people ask for, by every name they have.

    python tools/build_medicine.py FOLDER > parsing/vocabulary/medicine.tsv

FOLDER holds drugs.csv, aliases.csv and strengths.csv (UTF-8, with the headings that `_DRUG`, `_ALIAS` and `_STRENGTH`
name). Not needed to run or test the bot. What the letters mean stands in parsing/medicine.py, which reads the file.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_DRUG = "generic kind core forms units condition rx_otc cold_chain controlled ambiguous origin"
_ALIAS = "alias generic type confirmed evidence ambiguous"
_STRENGTH = "generic form strengths"

KINDS = {"western": "w", "tcm_patent": "t", "class_word": "c", "supply": "s"}
CONTROLLED = {"narcotic": "N", "psychotropic-1": "1", "psychotropic-2": "2", "ephedrine-limit": "E"}
SORTS = {"brand": "b", "colloquial": "c", "typo": "t", "catalogue_name": "k"}
_ORIGIN_REMARK = re.compile(r":.*|; (?:name )?attested.*")
_HEAD = "# generic, kind, marks, forms, units, strengths, treats, names, origin; made by tools/build_medicine.py"


def read(folder: Path, name: str, needed: str) -> list[dict[str, str]]:
    """Return the rows of a file. Raises ValueError where a heading is missing."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = set(needed.split()) - set(rows.fieldnames or ())
        if missing:
            raise ValueError(f"{name} has no column {', '.join(sorted(missing))}")
        return list(rows)


def marks(drug: Mapping[str, str]) -> str:
    """Return the marks of a drug: a common one, ambiguous, prescription or not, cold chain, controlled."""
    said = "c" if drug["core"] == "1" else ""
    said += "a" if drug["ambiguous"] == "1" else ""
    said += {"Rx": "r", "OTC": "o", "Rx/OTC": "ro"}.get(drug["rx_otc"], "")
    said += "k" if drug["cold_chain"] else ""
    return said + CONTROLLED.get(drug["controlled"], "")


def origin(alias: Mapping[str, str]) -> str:
    """Return where a name is from: the state catalogue, a second source, common knowledge, or thought out by us."""
    if alias["evidence"].startswith("NRDL"):
        return "N"
    if alias["type"] == "typo":
        return "W"
    return "S" if alias["confirmed"] == "yes" else "K"


def names(aliases: Iterable[Mapping[str, str]], taken: frozenset[str]) -> Iterator[str]:
    """Yield each name with its sort and origin before it; a capital sort is an ambiguous name."""
    for alias in aliases:
        name = "".join(alias["alias"].split())
        if name in taken or any(mark in name for mark in ":|\t"):
            continue  # a remark of the catalogue, not a name
        sort = SORTS[alias["type"]]
        yield f"{sort.upper() if alias['ambiguous'] == '1' else sort}{origin(alias)}{name}"


def lines(folder: Path) -> Iterator[str]:
    """Yield the lines of the data file. Raises ValueError for a name whose drug is unknown."""
    drugs = read(folder, "drugs.csv", _DRUG)
    generics = frozenset(drug["generic"] for drug in drugs)
    named: dict[str, list[dict[str, str]]] = defaultdict(list)
    for alias in read(folder, "aliases.csv", _ALIAS):
        if alias["generic"] not in generics:
            raise ValueError(f"{alias['alias']} is a name of {alias['generic']}, which no line of drugs.csv is about")
        named[alias["generic"]].append(alias)
    strengths: dict[str, list[str]] = defaultdict(list)
    for row in read(folder, "strengths.csv", _STRENGTH):
        strengths[row["generic"]] += row["strengths"].split("|")
    yield _HEAD
    for drug in drugs:
        generic = drug["generic"]
        yield "\t".join(
            (
                generic,
                KINDS[drug["kind"]],
                marks(drug),
                drug["forms"],
                drug["units"],
                "|".join(dict.fromkeys(strengths[generic])),
                drug["condition"],
                "|".join(names(named[generic], generics)),
                _ORIGIN_REMARK.sub("", drug["origin"]),
            )
        )


def main(folder: str) -> None:
    """Write the file to standard output."""
    for line in lines(Path(folder)):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
