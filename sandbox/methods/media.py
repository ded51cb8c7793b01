"""Photos, documents, voice notes and albums; and fetching files."""

from typing import Any

from sandbox.arguments import Arguments, Upload
from sandbox.keyboard import check_markup
from sandbox.methods.composing import place, read_caption, send, shown
from sandbox.methods.editing import editable
from sandbox.methods.registry import Call, method
from sandbox.picture import picture_size
from sandbox.rejection import NOT_MODIFIED, RejectedError, bad_request
from sandbox.state import Json, StoredFile
from sandbox.storing import document_content, photo_content, photo_size, store, voice_content
from sandbox.view import file_view

_LARGEST_PHOTO = 10 * 1024 * 1024
_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_ALBUM = range(2, 11)
_PERMISSION = {"photo": "can_send_photos", "document": "can_send_documents", "voice": "can_send_voice_notes"}
_ALIKE = ({"photo", "video"}, {"document"}, {"audio"})


def find_file(call: Call, value: Any, kind: str) -> Upload | StoredFile:
    """Return what a parameter means: an upload (attach://part) or a file sent before. Raises RejectedError."""
    text = str(value or "")
    if text.startswith("attach://"):
        upload = call.args.files.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f'file "{text.removeprefix("attach://")}" was not found in the request')
        return upload
    if not text:
        raise bad_request(f"there is no {kind} in the request")
    if text.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.state.files.get(text)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _argument(call: Call, kind: str) -> Upload | StoredFile:
    upload = call.args.files.get(kind)
    return upload if upload is not None else find_file(call, call.args.values.get(kind), kind)


def content_of(call: Call, kind: str, found: Upload | StoredFile, about: Arguments) -> Json:
    """Return the content of a message with that file. Raises RejectedError for what is no such file."""
    if isinstance(found, Upload) and not found.data:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        return {"photo": _photo(call, found)}
    if isinstance(found, StoredFile):
        return {kind: document_content(found) if kind == "document" else voice_content(found)}
    file = store(call.world, kind, found.data, name=found.name, mime_type=_mime_type(found))
    if kind == "voice":
        file.duration = about.number("duration")
        return {"voice": voice_content(file)}
    return {"document": document_content(file)}


def _mime_type(upload: Upload) -> str | None:
    return None if upload.mime_type == "application/octet-stream" else upload.mime_type


def _photo(call: Call, found: Upload | StoredFile) -> list[Json]:
    if isinstance(found, StoredFile):
        return [photo_size(file) for file in call.world.state.files.values() if file.group == found.group]
    if len(found.data) > _LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(found.data)} bytes is too big for a photo; the maximum size is {_LARGEST_PHOTO} bytes"
        )
    size = picture_size(found.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return photo_content(call.world, found.data, width, height)


def _send_file(kind: str) -> Any:
    def run(call: Call) -> Any:
        chat = place(call, _PERMISSION[kind])
        caption = read_caption(call)
        content = content_of(call, kind, _argument(call, kind), call.args)
        return shown(call, chat, send(call, chat, {**content, **caption}))

    return run


for _kind in _PERMISSION:
    method(f"send{_kind.title()}", counts=True)(_send_file(_kind))


@method("sendMediaGroup", counts=True)
def send_media_group(call: Call) -> Any:
    """Send an album of 2 to 10 photos, or of documents: messages with one media_group_id."""
    items = call.args.list("media")
    if items is None:
        raise bad_request("there is no media in the request")
    if len(items) not in _ALBUM:
        raise bad_request("album must contain 2-10 items" if len(items) > 10 else "not enough media in the album")
    kinds = {str(item.get("type")) for item in items}
    unknown = kinds - {"photo", "document"}
    if unknown:
        raise bad_request(f"sandbox: not implemented in an album: {', '.join(sorted(unknown))}")
    if not any(kinds <= group for group in _ALIKE):
        raise bad_request("document can't be mixed with other media types")
    chat = place(call, _PERMISSION[kinds.pop()])
    contents = [_item_content(call, item) for item in items]
    album = str(call.world.draw())
    return [shown(call, chat, send(call, chat, content, media_group_id=album)) for content in contents]


def _item_content(call: Call, item: Json) -> Json:
    inner = Call(call.world, call.bot, Arguments(item, call.args.files))
    content = content_of(call, item["type"], find_file(call, item.get("media"), item["type"]), inner.args)
    return {**content, **read_caption(inner)}


@method("editMessageMedia", counts=True)
def edit_message_media(call: Call) -> Any:
    """Put another photo or document in place of the one in a message."""
    chat, message = editable(call)
    item = call.args.object("media")
    if not isinstance(item, dict) or item.get("type") not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: expected a photo or a document")
    if "text" in message.content:
        raise bad_request("there is no media in the message to edit")
    content = _item_content(call, item)
    markup, _ = check_markup(call.args.object("reply_markup"), chat)
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    message.content, message.markup, message.edit_date = content, markup, call.world.clock.date()
    return shown(call, chat, message)


@method("getFile", effect=False)
def get_file(call: Call) -> Any:
    """Return a File with the path to fetch it by; up to 20 MB."""
    file = call.world.state.files.get(call.args.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return file_view(file, with_path=True)


def download(files: dict[str, StoredFile], path: str) -> bytes:
    """Return the bytes behind the path getFile gave. Raises RejectedError (404)."""
    file = files.get(path.rpartition("/")[2])
    if file is None or file.size > _LARGEST_DOWNLOAD:
        raise RejectedError(404, "Not Found: file not found" if file is None else "Bad Request: file is too big")
    return file.data


@method("getUserProfilePhotos", effect=False)
def get_user_profile_photos(call: Call) -> Any:
    """Return none: people here have no pictures of themselves."""
    if call.args.number("user_id") not in call.world.state.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
