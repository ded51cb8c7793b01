"""What the sheets of an .xlsx refer to: their names and parts, the texts they share, which styles show dates."""

import posixpath
import zipfile
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape

from parsing.table import too_many_rows
from parsing.table_archive import broken, read_part

_LONGEST_TITLE = 31  # in Excel
_MOST_STRINGS = 500_000
_MOST_STYLES = 100_000

# Dates in East Asian editions of Excel (ECMA-376, part 1, 18.8.30); elsewhere these numbers mean nothing.
_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))


class Book:
    """What the sheets refer to: their names and parts, the texts they share, which styles show dates."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        root = _Relations(archive, "")
        path = root.first("/officeDocument")
        if path is None:
            raise broken()
        outline = _Outline()
        read_part(archive, path, outline.start, outline.end)
        relations = _Relations(archive, path)
        self.epoch = MAC_EPOCH if outline.counts_from_1904 else WINDOWS_EPOCH
        self.sheets = [
            (title, relations.targets[key], is_hidden)
            for title, key, is_hidden in outline.sheets
            if relations.kinds.get(key, "").endswith("/worksheet")
        ]
        if len({path for _, path, _ in self.sheets}) < len(self.sheets):  # one part read over and over
            raise broken()
        strings, styles = _Strings(), _Styles()
        if (shared := relations.first("/sharedStrings")) is not None:
            read_part(archive, shared, strings.start, strings.end, strings.text)
        if (style := relations.first("/styles")) is not None:
            read_part(archive, style, styles.start, styles.end)
        self.strings = strings.found
        self.date_styles = styles.dates()


class _Relations:
    """Which parts another part names, by key; what lies outside the file is left out."""

    def __init__(self, archive: zipfile.ZipFile, of: str) -> None:
        self.folder, name = posixpath.split(of)
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        read_part(archive, posixpath.join(self.folder, "_rels", f"{name}.rels"), self._start, _nothing)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"]))
            self.targets[attributes["Id"]] = path.lstrip("/")
            self.kinds[attributes["Id"]] = attributes["Type"]

    def first(self, kind: str) -> str | None:
        """Return the part of that kind, None where there is none."""
        return next((self.targets[key] for key, of in self.kinds.items() if of.endswith(kind)), None)


def _nothing(_: str) -> None:
    """An element's end that matters to nobody."""


@dataclass(slots=True)
class _Outline:
    """The workbook's own part: (title, key of its part, hidden) of each sheet, and how its days are counted."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    counts_from_1904: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            key = next(value for name, value in attributes.items() if name.rpartition(":")[2] == "id")
            title = attributes["name"][:_LONGEST_TITLE]
            self.sheets.append((title, key, attributes.get("state", "visible") != "visible"))

    def end(self, tag: str) -> None:
        """Nothing is gathered over an element."""


@dataclass(slots=True)
class _Strings:
    """The texts that cells share. What is said of their pronunciation (rPh) is no part of them."""

    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _is_text: bool = False
    _is_sound: bool = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._is_sound = True
        elif tag == "t":
            self._is_text = not self._is_sound

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(unescape("".join(self._pieces)))
            if len(self.found) > _MOST_STRINGS:
                raise too_many_rows()
        elif tag == "rPh":
            self._is_sound = False
        elif tag == "t":
            self._is_text = False

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


@dataclass(slots=True)
class _Styles:
    """Which of the cells' styles show a number as a date or time."""

    _codes: dict[int, str] = field(default_factory=dict)
    _formats: list[int] = field(default_factory=list)
    _is_of_cells: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "cellXfs":
            self._is_of_cells = True
        elif tag == "xf" and self._is_of_cells and len(self._formats) < _MOST_STYLES:
            self._formats.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._is_of_cells = False

    def dates(self) -> frozenset[int]:
        return frozenset(place for place, number in enumerate(self._formats) if self._shows_date(number))

    def _shows_date(self, number: int) -> bool:
        code = self._codes.get(number) or BUILTIN_FORMATS.get(number)
        return bool(is_date_format(code)) if code else number in _EAST_ASIAN_DATES
