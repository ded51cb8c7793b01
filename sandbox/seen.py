"""What people see of a chat; the same in this process and from another one."""

import msgspec


class Seen(msgspec.Struct, frozen=True):
    """One message as people see it. `kind` is text, photo, document, ... or service; `reply_to` a message's number."""

    id: int
    who: str
    text: str
    kind: str = "text"
    edited: bool = False
    pinned: bool = False
    reply_to: int | None = None
    topic: int | None = None
    forwarded_from: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """(who, emoji) pairs."""
    buttons: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        words = self.text if self.kind == "text" else f"〔{self.kind}〕{self.text}"
        marks = ["📌"] if self.pinned else []
        if self.reply_to:
            marks.append(f"↩{self.reply_to}")
        if self.forwarded_from:
            marks.append(f"转自{self.forwarded_from}")
        head = f"{self.id} {' '.join([*marks, self.who])}: {words}"
        if self.edited:
            head += "（已编辑）"
        if self.reactions:
            head += "  " + " ".join(f"{emoji}{who}" for who, emoji in self.reactions)
        rows = ["    " + " ".join(f"[{text}]" for text in row) for row in self.buttons]
        return "\n".join([head, *rows])


class Transcript(tuple[Seen, ...]):
    """All of a chat, oldest first; `str` of it reads like a play."""

    __slots__ = ()

    @property
    def texts(self) -> list[str]:
        """The texts alone."""
        return [seen.text for seen in self]

    def by(self, who: str) -> "Transcript":
        """Return only what that one wrote."""
        return Transcript(seen for seen in self if seen.who == who)

    def __str__(self) -> str:
        return "\n".join(map(str, self))
