"""What a person sends besides words: photos, files, voice notes, places, telephone numbers, stickers."""

import struct
import zlib

from sandbox.picture import picture_size
from sandbox.rejection import CannotDoError
from sandbox.room import Room
from sandbox.state import Json, Message
from sandbox.storing import document_content, photo_content, store, voice_content
from sandbox.writer import Writer, caption_content


def blank_png(width: int = 640, height: int = 480) -> bytes:
    """Return a white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = (b"\0" + b"\xff" * ((width + 7) // 8)) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Photographer(Writer):
    """Somebody with a camera."""

    def sends_photo(
        self,
        where: Room | None,
        caption: str = "",
        data: bytes | None = None,
        *,
        topic: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a photo: a white one unless `data` is a picture; perhaps as the answer to a message of that chat."""
        content = {**self._photo(data), **caption_content(caption)}
        about: Json = {"reply_to": reply_to.id} if reply_to is not None else {}
        return self.sends(where, content, topic=topic, permission="can_send_photos", **about)

    def _photo(self, data: bytes | None) -> Json:
        data = data or blank_png()
        size = picture_size(data)
        if size is None:
            raise CannotDoError("that is no picture")
        return {"photo": photo_content(self.world, data, *size)}

    def sends_album(self, where: Room | None, captions: list[str], *, topic: int | None = None) -> list[Message]:
        """Send photos that belong together: one for each caption, which may be empty. The bot gets as many updates."""
        album = str(self.world.draw())
        return [
            self.sends(
                where,
                {**self._photo(None), **caption_content(caption)},
                topic=topic,
                permission="can_send_photos",
                media_group_id=album,
            )
            for caption in captions
        ]

    def sends_document(
        self,
        where: Room | None,
        name: str,
        data: bytes,
        caption: str = "",
        *,
        mime_type: str | None = None,
        declared_size: int = 0,
        topic: int | None = None,
    ) -> Message:
        """Send a file. `declared_size` is what the bot is told instead of its true size."""
        file = store(self.world, "document", data, name=name, mime_type=mime_type)
        file.declared_size = declared_size
        content = {"document": document_content(file), **caption_content(caption)}
        return self.sends(where, content, topic=topic, permission="can_send_documents")

    def sends_voice(self, where: Room | None, seconds: int = 3, data: bytes = b"OggS") -> Message:
        """Send a voice note."""
        file = store(self.world, "voice", data, mime_type="audio/ogg")
        file.duration = seconds
        return self.sends(where, {"voice": voice_content(file)}, permission="can_send_voice_notes")

    def sends_sticker(self, where: Room | None, emoji: str = "👌") -> Message:
        """Send a sticker."""
        file = store(self.world, "sticker", b"RIFF")
        sticker = {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": file.size,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "set_name": "sandbox",
        }
        return self.sends(where, {"sticker": sticker}, permission="can_send_other_messages")

    def shares_location(self, where: Room | None = None, latitude: float = 31.23, longitude: float = 121.47) -> Message:
        """Send where one is."""
        return self.sends(where, {"location": {"latitude": latitude, "longitude": longitude}})

    def shares_contact(self, where: Room | None = None, phone_number: str = "+8613900000000") -> Message:
        """Send one's own telephone number."""
        contact = {"phone_number": phone_number, "first_name": self.name, "user_id": self.id}
        return self.sends(where, {"contact": contact})
