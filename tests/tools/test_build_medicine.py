"""The lexicon's file is made from three tables; here from small ones of our own."""

import subprocess
import sys
from pathlib import Path

import pytest

from parsing.medicine import Lexicon
from tools import build_medicine

_DRUGS = (
    "generic,kind,scope,core,forms,units,condition,rx_otc,cold_chain,controlled,ambiguous,origin\n"
    "甲药素,western,community,1,片|胶囊,盒|瓶,高血压,Rx,2-8C,psychotropic-2,0,目录2030 西药#7\n"
    "乙片,tcm_patent,hospital,0,片,盒,,OTC,,,1,written: a shop's shelf\n"
    "丙棒,supply,community,0,,根,耗材,,,,0,written\n"
)
_ALIASES = (
    "alias,generic,type,confirmed,evidence,ambiguous\n"
    "甲宁,甲药素,brand,yes,shop,0\n"
    "甲 乐,甲药素,colloquial,no,general knowledge,1\n"
    "甲要素,甲药素,typo,no,written,0\n"
    "又称:甲素,甲药素,catalogue_name,yes,NRDL#7,0\n"
    "乙宁片,乙片,catalogue_name,yes,NRDL#8,0\n"
)
_STRENGTHS = "generic,form,strengths,origin\n甲药素,片,5mg|10mg,known\n甲药素,胶囊,10mg|20mg,known\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, table in (("drugs", _DRUGS), ("aliases", _ALIASES), ("strengths", _STRENGTHS)):
        (tmp_path / f"{name}.csv").write_text(table, "utf-8")
    return tmp_path


def test_a_line_holds_what_the_tables_say(folder: Path) -> None:
    _, first, second, third = build_medicine.lines(folder)

    assert first.split("\t") == [
        *("甲药素", "w", "crk2", "片|胶囊", "盒|瓶", "5mg|10mg|20mg", "高血压"),
        *("bS甲宁|CK甲乐|tW甲要素", "目录2030 西药#7"),
    ]
    assert second.split("\t")[1:3] == ["t", "ao"]
    assert second.split("\t")[7:] == ["kN乙宁片", "written"]
    assert third.split("\t")[1] == "s"


def test_the_file_is_one_that_the_lexicon_reads(folder: Path) -> None:
    run = [sys.executable, build_medicine.__file__, str(folder)]
    written = subprocess.run(run, capture_output=True, text=True, check=True, encoding="utf-8").stdout

    lexicon = Lexicon(written.splitlines(keepends=True))
    assert list(lexicon.medicines) == ["甲药素", "乙片", "丙棒"]
    assert lexicon.names["甲要素"].misspelt


def test_a_name_of_an_unknown_drug_is_refused(folder: Path) -> None:
    (folder / "aliases.csv").write_text(_ALIASES + "丁宁,丁素,brand,yes,shop,0\n", "utf-8")

    with pytest.raises(ValueError, match="丁宁"):
        list(build_medicine.lines(folder))


def test_a_table_without_a_column_is_refused(folder: Path) -> None:
    (folder / "strengths.csv").write_text("generic,form\n", "utf-8")

    with pytest.raises(ValueError, match="strengths"):
        list(build_medicine.lines(folder))
