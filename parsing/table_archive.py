"""The zip that an .xlsx is: its directory is weighed before anything is unpacked, and its XML parts are read safely.

Nothing trusts what the directory declares for more than a refusal: Python's zipfile gives out no more bytes of a part
than were declared for it, so the weight counted here is the most that can come.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from parsing.table import TableError

#: Limits of a file: Telegram gives a bot at most 20 MB; 20,000 rows of 30 columns unpack to some 40 MB.
MOST_PACKED = 20 * 2**20
_MOST_UNPACKED = 64 * 2**20
_MOST_PARTS = 2_000
_MOST_RATIO = 250  # deflate reaches 1,032; the most repetitive sheets stay below 60
_SMALL = 2**20
_CHUNK = 2**16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

SAVE_AGAIN = "用 Excel 或 WPS 打开，另存为 .xlsx 再发。"
_BROKEN = f"这个文件打不开，可能没传完或者坏了：{SAVE_AGAIN}"
_TOO_GREAT = "这个文件解开以后太大：请新建一个文件，只复制花名册的内容，按楼栋分几次发。"
_ENTITIES = f"这个文件里有不该有的内容（DOCTYPE），没有读：{SAVE_AGAIN}"

#: What unpacking or reading a broken or hostile part can raise.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, expat.ExpatError, OSError),
    *(LookupError, ValueError, ArithmeticError, NotImplementedError, RuntimeError),
)

#: Called with the name of an element, without its prefix, and its attributes; with its name; with text.
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def broken() -> TableError:
    """Return the error for a file that is not what it should be."""
    return TableError(_BROKEN)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive, its directory read and found harmless. Raises TableError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise broken() from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("这个压缩文件有密码，打不开：去掉密码再发。")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise TableError(_TOO_GREAT)
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(1, part.compress_size):
            raise TableError(_TOO_GREAT)
        if part.compress_type not in _METHODS:
            raise broken()
    return archive


def read_part(archive: zipfile.ZipFile, name: str, start: Start, end: End, text: Text | None = None) -> None:
    """Read an XML part. Raises TableError where it declares a document type, the door of entity bombs and of what
    lies outside the file (workbooks have none), and one of BROKEN where it cannot be read."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise TableError(_ENTITIES)
