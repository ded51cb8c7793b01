"""What a client sent with a call: query, form, JSON or multipart, all read alike."""

from typing import Any, NamedTuple

import msgspec
from aiohttp import multipart, web

from sandbox.rejection import RejectedError, bad_request
from sandbox.state import Json

_LARGEST_UPLOAD = 50 * 1024 * 1024


class Upload(NamedTuple):
    """A file sent as a part of a multipart body."""

    name: str
    mime_type: str
    data: bytes


class Arguments:
    """The parameters of one call. Strings come as forms send them; JSON bodies bring values of their own types."""

    __slots__ = ("files", "values")

    def __init__(self, values: Json, files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def has(self, name: str) -> bool:
        """Whether the parameter was sent and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """Return a string."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer; what is none is the default, as the real server has it."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def decimal(self, name: str, default: float = 0.0) -> float:
        """Return a number with a fraction."""
        try:
            return float(self.values.get(name) or default)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value: true, yes, y, t and 1 are true."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "yes", "y", "t", "1")

    def object(self, name: str) -> Any:
        """Return a nested value, which forms send as JSON; None where there is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
            raise bad_request(f"can't parse {what} JSON object") from None

    def list(self, name: str) -> list[Any] | None:
        """Return an array; None where there is none."""
        value = self.object(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value


async def read_arguments(request: web.BaseRequest) -> Arguments:
    """Read the parameters of a call from wherever they are. Raises RejectedError for a body that cannot be read."""
    values: Json = dict(request.query) if request.query_string else {}
    if request.method == "GET" or not request.can_read_body:
        return Arguments(values)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, values)
    body = await request.read()
    if kind == "application/json":
        try:
            values.update(msgspec.json.decode(body, type=dict[str, Any]) if body else {})
        except msgspec.DecodeError:
            raise bad_request("can't parse request JSON object") from None
    elif kind == "application/x-www-form-urlencoded":
        values.update(await request.post())  # aiohttp keeps what `read` has read
    return Arguments(values)


async def _read_multipart(request: web.BaseRequest, values: Json) -> Arguments:
    files: dict[str, Upload] = {}
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, multipart.BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        total += len(data)
        if total > _LARGEST_UPLOAD:
            raise RejectedError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name] = data.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, mime_type, data)
    return Arguments(values, files)
