"""Taps: the data behind a button is a verb and row ids that anybody could make up."""

_LONGEST = 15  # digits: more is no row's id, and more than SQLite can hold


def row_id(words: str) -> int | None:
    """Return the row id that these words are, or None where they are none."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= _LONGEST else None


def row_ids(words: str, count: int) -> tuple[int, ...] | None:
    """Return the `count` row ids that these words are, joined by colons (12:7), or None where they are not."""
    found = [number for part in words.split(":") if (number := row_id(part)) is not None]
    return tuple(found) if len(found) == count == words.count(":") + 1 else None
