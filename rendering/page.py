"""Telegram shows at most 4,096 UTF-16 units in a message: longer texts become pages, cut between lines."""

from collections.abc import Iterable

LIMIT = 4096


def length(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units, so that an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def pages(lines: Iterable[str], limit: int = LIMIT) -> tuple[str, ...]:
    """Put lines on pages of at most `limit` units each. A line longer than a page is cut; no text is no page."""
    found: list[str] = []
    page = ""
    for line in lines:
        for piece in _pieces(line, limit):
            joined = f"{page}\n{piece}" if page else piece
            if length(joined) <= limit:
                page = joined
            else:
                found.append(page)
                page = piece
    if page:
        found.append(page)
    return tuple(found)


def _pieces(line: str, limit: int) -> Iterable[str]:
    if length(line) <= limit:
        yield line
        return
    piece, size = "", 0
    for character in line:
        width = 2 if character > "\uffff" else 1
        if size + width > limit:
            yield piece
            piece, size = "", 0
        piece += character
        size += width
    yield piece
