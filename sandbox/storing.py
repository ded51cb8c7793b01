"""Files: what is uploaded gets an id, and an id gives it back."""

import mimetypes

from sandbox.picture import thumbnails
from sandbox.state import Json, StoredFile
from sandbox.world import World

_PREFIX = {"photo": "AgACAgIAAxk", "document": "BQACAgIAAxk", "voice": "AwACAgIAAxk", "sticker": "CAACAgIAAxk"}


def store(world: World, kind: str, data: bytes, *, name: str | None = None, mime_type: str | None = None) -> StoredFile:
    """Keep the bytes under a new id."""
    prefix = _PREFIX.get(kind, "BAACAgIAAxk")
    file = StoredFile(f"{prefix}{world.draw():016x}{world.draw():016x}", f"{prefix[:4]}{world.draw():012x}", kind, data)
    file.name = name
    file.mime_type = mime_type or (mimetypes.guess_type(name)[0] if name else None)
    world.state.files[file.id] = file
    return file


def photo_content(world: World, data: bytes, width: int, height: int, *, declared_size: int = 0) -> list[Json]:
    """Return the sizes of a photo, smallest first. The bytes behind all of them are the same."""
    sizes = []
    group = f"{world.draw():016x}"
    for w, h in thumbnails(width, height):
        file = store(world, "photo", data)
        file.width, file.height, file.declared_size = w, h, declared_size
        file.group = group
        sizes.append(photo_size(file))
    return sizes


def photo_size(file: StoredFile) -> Json:
    """Return a PhotoSize."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "width": file.width,
        "height": file.height,
    }


def document_content(file: StoredFile) -> Json:
    """Return a Document."""
    view: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    if file.name:
        view["file_name"] = file.name
    if file.mime_type:
        view["mime_type"] = file.mime_type
    return view


def voice_content(file: StoredFile) -> Json:
    """Return a Voice."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "duration": file.duration,
        "mime_type": file.mime_type or "audio/ogg",
    }
